#include "base/base.h"

#include "net/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { N_MAX = 20000 };

struct run {
    int64_t starts[N_MAX];
    size_t n;
};

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 16;
}

/* Starts whenever it is allowed for `ms`; each start comes up to late_ms late and goes out up to
 * sent_ms later still. */
static void simulate(struct pace *p, int64_t ms, uint32_t late_ms, uint32_t sent_ms, struct run *r)
{
    const int64_t begin_ms = 12345678;
    uint32_t state = 1;
    int64_t now = begin_ms;

    r->n = 0;
    for (;;) {
        const int64_t next = pace_next(p);

        now = (next > now ? next : now) + next_random(&state) % (late_ms + 1);
        if (now >= begin_ms + ms)
            return;
        assert_true(r->n < N_MAX);

        const int64_t sent = now + next_random(&state) % (sent_ms + 1);

        pace_sent(p, pace_start(p, now), sent);
        r->starts[r->n++] = sent;
    }
}

/* The most starts in any window [t, t + 1000 ms). Times may be a little out of order. */
static size_t most_in_a_second(const struct run *r)
{
    size_t most = 0;

    for (size_t i = 0; i < r->n; i++) {
        size_t n = 0;

        for (size_t k = i > 1100 ? i - 1100 : 0; k < r->n && k < i + 1100; k++)
            n += r->starts[k] >= r->starts[i] && r->starts[k] < r->starts[i] + 1000;
        most = n > most ? n : most;
    }
    return most;
}

static void no_second_has_more_starts_than_allowed(void **state)
{
    static const int rates[] = { 1, 2, 3, 5, 10, 50, 200 };
    struct run *r = malloc(sizeof(*r));

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rates); i++) {
        for (uint32_t late = 0; late <= 200; late = late * 3 + 1) {
            struct pace p;

            pace_init(&p, rates[i]);
            simulate(&p, 30000, late, late / 2, r);
            assert_true(r->n > 1);
            assert_in_range(most_in_a_second(r), 1, rates[i]);
            pace_done(&p);
        }
    }
    free(r);
}

static void the_allowed_rate_is_reached(void **state)
{
    static const double rates[] = { 0.5, 1, 2, 2.5, 10, 100 };
    struct run *r = malloc(sizeof(*r));

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rates); i++) {
        struct pace p;

        pace_init(&p, rates[i]);
        simulate(&p, 100000, 5, 0, r);
        assert_in_range(r->n, (size_t)(0.95 * rates[i] * 100), (size_t)(rates[i] * 100));
        pace_done(&p);
    }
    free(r);
}

static void lateness_of_one_start_does_not_add_up(void **state)
{
    struct run *r = malloc(sizeof(*r));
    struct pace p;

    (void)state;
    pace_init(&p, 2);
    /* 0..20 ms, 10 on average: two starts in 1000 * 1.02 + 1 + 10 ms. */
    simulate(&p, 100000, 20, 0, r);
    assert_in_range(r->n, 190, 200);
    pace_done(&p);
    free(r);
}

static void starts_are_spread_over_the_second(void **state)
{
    struct pace p;

    (void)state;
    pace_init(&p, 4);
    (void)pace_start(&p, 1000);
    assert_in_range(pace_next(&p), 1000 + 200, 1000 + 250);
    pace_done(&p);
}

static void a_request_that_leaves_late_moves_the_window(void **state)
{
    struct pace p;

    (void)state;
    pace_init(&p, 1);
    pace_sent(&p, pace_start(&p, 1000), 1800);
    assert_true(pace_next(&p) >= 2800);
    pace_done(&p);
}

static void retry_after_is_kept_up_to_a_minute(void **state)
{
    struct pace p;

    (void)state;
    pace_init(&p, 2);
    pace_pushback(&p, 1000, 7);
    assert_int_equal(pace_next(&p), 8000);
    pace_pushback(&p, 1000, PACE_RETRY_AFTER_MAX_S);
    assert_int_equal(pace_next(&p), 61000);
    pace_pushback(&p, 1000, PACE_RETRY_AFTER_MAX_S + 1);
    assert_int_equal(pace_next(&p), 61000);
    pace_pushback(&p, 1000, -5);
    assert_int_equal(pace_next(&p), 61000);
    pace_done(&p);
}

static void pushback_halves_the_rate_for_a_minute(void **state)
{
    struct run *r = malloc(sizeof(*r));
    struct pace p;

    (void)state;
    pace_init(&p, 2);
    pace_pushback(&p, 12345678, 0);
    simulate(&p, 59000, 0, 0, r);
    assert_in_range(r->n, 56, 60);
    pace_done(&p);

    pace_init(&p, 2);
    pace_pushback(&p, 12345678, 0);
    simulate(&p, 120000, 0, 0, r);
    assert_in_range(r->n, 56 + 114, 60 + 120);
    pace_done(&p);
    free(r);
}

static void without_limit_nothing_waits(void **state)
{
    struct pace p;

    (void)state;
    pace_init(&p, 0);
    for (int i = 0; i < 10000; i++) {
        assert_true(pace_next(&p) <= 5000);
        (void)pace_start(&p, 5000);
    }
    pace_pushback(&p, 5000, 60);
    assert_true(pace_next(&p) <= 5000);
    pace_done(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_second_has_more_starts_than_allowed),
        cmocka_unit_test(the_allowed_rate_is_reached),
        cmocka_unit_test(lateness_of_one_start_does_not_add_up),
        cmocka_unit_test(starts_are_spread_over_the_second),
        cmocka_unit_test(a_request_that_leaves_late_moves_the_window),
        cmocka_unit_test(retry_after_is_kept_up_to_a_minute),
        cmocka_unit_test(pushback_halves_the_rate_for_a_minute),
        cmocka_unit_test(without_limit_nothing_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
