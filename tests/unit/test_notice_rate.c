/* Shares in percent: the figures of published notices, rounding at the half, the ends. */
#include "base/base.h"

#include "notice/rate.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void is(int64_t part, int64_t whole, unsigned decimals, const char *expected)
{
    struct arena a = { 0 };
    const struct str got = arena_copy(&a, rate_text(part, whole, decimals, &a));

    assert_string_equal(got.p, expected);
    arena_done(&a);
}

static void published_rates_come_out_as_printed(void **state)
{
    (void)state;
    is(5, 53, 2, "9.43%");
    is(3, 166, 1, "1.8%");
    is(196, 1937, 0, "10%");
    is(196 - 49, 196, 0, "75%");
    is(409 - 20, 409, 0, "95%");
    is(409 - 20, 409, 1, "95.1%");
    is(694 - 25, 694, 1, "96.4%");
    is(5, 7, 1, "71.4%");
    is(25, 41, 1, "61.0%");
    is(89, 94, 1, "94.7%");
    is(56 - 2, 56, 0, "96%");
    is(252 - 25, 252, 0, "90%");
    is(3857 - 6, 3857, 1, "99.8%");
}

static void a_published_rate_tells_how_many_failed(void **state)
{
    (void)state;
    is(2992 - 16, 2992, 1, "99.5%");
    for (int64_t bad = 17; bad <= 19; bad++)
        is(2992 - bad, 2992, 1, "99.4%");
    is(2992 - 20, 2992, 1, "99.3%");
}

static void halves_go_up(void **state)
{
    (void)state;
    is(1, 8, 0, "13%");
    is(1, 8, 1, "12.5%");
    is(1, 80, 1, "1.3%");
    is(1, 800, 2, "0.13%");
    is(1249, 10000, 0, "12%");
    is(1, 16, 2, "6.25%");
}

static void only_all_is_a_hundred_and_only_none_is_nought(void **state)
{
    (void)state;
    is(7, 7, 1, "100%");
    is(0, 7, 2, "0%");
    is(2999, 3000, 1, "100.0%");
    is(2999, 3000, 2, "99.97%");
    is(1, 300000, 2, "0.00%");
    is(0, 0, 1, "—");
}

static void large_counts_do_not_overflow(void **state)
{
    (void)state;
    is(INT64_C(999999999999), INT64_C(1000000000000), 2, "100.00%");
    is(INT64_C(333333333333), INT64_C(1000000000000), 2, "33.33%");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_rates_come_out_as_printed),
        cmocka_unit_test(a_published_rate_tells_how_many_failed),
        cmocka_unit_test(halves_go_up),
        cmocka_unit_test(only_all_is_a_hundred_and_only_none_is_nought),
        cmocka_unit_test(large_counts_do_not_overflow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
