#include "base/base.h"

#include "crawl/trap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static uint64_t shape_of(const char *text)
{
    struct arena a = { 0 };
    struct url url;

    assert_int_equal(url_parse(str_of(text), NULL, NULL, &a, &url), RC_OK);

    const uint64_t shape = trap_shape(&url);

    arena_done(&a);
    return shape;
}

static bool is_endless(const char *text)
{
    struct arena a = { 0 };
    struct url url;

    assert_int_equal(url_parse(str_of(text), NULL, NULL, &a, &url), RC_OK);

    const bool endless = trap_is_endless(&url);

    arena_done(&a);
    return endless;
}

static void numbers_and_identifiers_do_not_make_a_new_shape(void **state)
{
    (void)state;
    assert_true(shape_of("http://a/art/2026/11/t1.html") ==
                shape_of("http://a/art/2025/1/t99.html"));
    assert_true(shape_of("http://a/x?id=1&p=2") == shape_of("http://a/x?p=9&id=3"));
    assert_true(shape_of("http://a/s/0123456789abcdef01") ==
                shape_of("http://a/s/fedcba987654321099"));
    assert_false(shape_of("http://a/x?id=1") == shape_of("http://a/x?id=1&q=2"));
    assert_false(shape_of("http://a/x") == shape_of("http://b/x"));
    assert_false(shape_of("http://a/news/1") == shape_of("http://a/notice/1"));
}

static void paths_that_repeat_themselves_are_endless(void **state)
{
    (void)state;
    assert_true(is_endless("http://a/b1/c/b1/c/b1/c/b1/c/x.html") ||
                is_endless("http://a/bb/cc/bb/cc/bb/cc/bb/cc/x.html"));
    assert_false(is_endless("http://a/zwgk/zwgk/zwgk/x.html"));
    assert_false(is_endless("http://a/2026/2026/2026/2026/x.html"));
    assert_false(is_endless("http://a/art/2026/11/20/art_1_2.html"));
    assert_true(is_endless(
        "http://a/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=1&k=1&l=1&m=1&n=1&o=1&p=1&q=1&r=1"));
}

static void a_shape_has_a_budget(void **state)
{
    struct trap *t = trap_new(&(struct trap_limits){ .max_per_shape = 5, .max_per_query = 2 });
    uint64_t n_refused;

    (void)state;
    for (int i = 0; i < 5; i++)
        assert_true(trap_admit(t, 1, false));
    assert_false(trap_admit(t, 1, false));
    assert_true(trap_admit(t, 2, true) && trap_admit(t, 2, true));
    assert_false(trap_admit(t, 2, true));
    assert_int_equal(trap_n_closed(t, &n_refused), 2);
    assert_int_equal(n_refused, 2);
    trap_free(t);
}

static void a_shape_that_says_nothing_new_is_closed(void **state)
{
    struct trap *t = trap_new(&(struct trap_limits){ .look_after = 20, .min_new_permille = 100 });

    (void)state;
    for (uint64_t i = 0; i < 19; i++)
        trap_learn(t, 1, 42 ^ (i & 3)); /* two bits apart: the same page with another date */
    assert_true(trap_admit(t, 1, false));
    trap_learn(t, 1, 42);
    assert_false(trap_admit(t, 1, false));
    for (uint64_t i = 0; i < 1000; i++)
        trap_learn(t, 2, i * 0x9e3779b97f4a7c15U);
    assert_true(trap_admit(t, 2, false));
    trap_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_identifiers_do_not_make_a_new_shape),
        cmocka_unit_test(paths_that_repeat_themselves_are_endless),
        cmocka_unit_test(a_shape_has_a_budget),
        cmocka_unit_test(a_shape_that_says_nothing_new_is_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
