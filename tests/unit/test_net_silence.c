/* Which servers have fallen silent. */
#include "base/base.h"

#include "net/silence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MAX = 3 };

static const struct server first = { { "1.2.3.4", 7 }, { "a.gov.cn", 8 }, 80 };
static const struct server second = { { "1.2.3.4", 7 }, { "b.gov.cn", 8 }, 80 };
static const struct server secure = { { "1.2.3.4", 7 }, { "a.gov.cn", 8 }, 443 };

static void note(struct silence *s, const struct server *at, int n, bool is_answered)
{
    for (int i = 0; i < n; i++)
        silence_note(s, at, is_answered);
}

static void so_many_in_a_row_are_silence(void **state)
{
    struct silence s = { .n_max = MAX };

    (void)state;
    note(&s, &first, MAX - 1, false);
    assert_false(silence_is_at(&s, &first));
    note(&s, &first, 1, false);
    assert_true(silence_is_at(&s, &first));
    note(&s, &first, 100, false);
    assert_true(silence_is_at(&s, &first));
    silence_done(&s);
}

static void an_answer_ends_the_row(void **state)
{
    struct silence s = { .n_max = MAX };

    (void)state;
    note(&s, &first, MAX - 1, false);
    note(&s, &first, 1, true);
    note(&s, &first, MAX - 1, false);
    assert_false(silence_is_at(&s, &first));
    note(&s, &first, 1, false);
    note(&s, &first, 1, true);
    assert_false(silence_is_at(&s, &first));
    silence_done(&s);
}

static void one_host_of_a_platform_is_silent_alone(void **state)
{
    struct silence s = { .n_max = MAX };

    (void)state;
    for (int i = 0; i < MAX; i++) {
        note(&s, &first, 1, false);
        note(&s, &second, 1, true);
    }
    assert_true(silence_is_at(&s, &first));
    assert_false(silence_is_at(&s, &second));
    silence_done(&s);
}

static void a_port_that_is_closed_to_us_says_nothing_of_another(void **state)
{
    struct silence s = { .n_max = MAX };

    (void)state;
    note(&s, &secure, MAX, false);
    assert_true(silence_is_at(&s, &secure));
    assert_false(silence_is_at(&s, &first));
    silence_done(&s);
}

static void hosts_of_one_silent_machine_are_counted_together(void **state)
{
    struct silence s = { .n_max = MAX };
    const struct server third = { { "1.2.3.4", 7 }, { "c.gov.cn", 8 }, 80 };

    (void)state;
    note(&s, &first, 1, false);
    note(&s, &second, MAX - 1, false);
    assert_true(silence_is_at(&s, &third));
    silence_forget(&s);
    assert_false(silence_is_at(&s, &third));
    silence_done(&s);
}

static void without_a_limit_nobody_is_silent(void **state)
{
    struct silence s = { 0 };

    (void)state;
    note(&s, &first, 100, false);
    assert_false(silence_is_at(&s, &first));
    silence_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_in_a_row_are_silence),
        cmocka_unit_test(an_answer_ends_the_row),
        cmocka_unit_test(one_host_of_a_platform_is_silent_alone),
        cmocka_unit_test(a_port_that_is_closed_to_us_says_nothing_of_another),
        cmocka_unit_test(hosts_of_one_silent_machine_are_counted_together),
        cmocka_unit_test(without_a_limit_nobody_is_silent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
