#include "base/base.h"

#include "proof/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void disjoint_problems_are_sorted(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list l = { .a = &a };

    (void)state;
    for (size_t i = 40; i-- > 0;)
        problems_add(&l, (struct problem){ .at = i * 3, .n = 3 });
    problems_settle(&l);
    assert_int_equal(l.n, 40);
    for (size_t i = 0; i < l.n; i++)
        assert_int_equal(l.problems[i].at, i * 3);
}

static void the_surer_of_two_that_overlap_stays(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list l = { .a = &a };

    (void)state;
    problems_add(&l, (struct problem){ .at = 0, .n = 6, .score = 0.9 });
    problems_add(&l, (struct problem){ .at = 3, .n = 6, .score = 0.5, .level = PROBLEM_CONFIRMED });
    problems_add(&l, (struct problem){ .at = 8, .n = 6, .score = 0.8 });
    problems_add(&l, (struct problem){ .at = 20, .n = 3, .score = 0.5 });
    problems_add(&l, (struct problem){ .at = 20, .n = 6, .score = 0.5 });
    problems_add(&l, (struct problem){ .at = 30, .n = 12, .score = 0.9, .is_serious = true });
    problems_add(&l, (struct problem){ .at = 36, .n = 3, .score = 0.99 });
    problems_settle(&l);
    assert_int_equal(l.n, 3);
    assert_int_equal(l.problems[0].at, 3);
    assert_int_equal(l.problems[1].n, 6);
    assert_true(l.problems[2].is_serious);
}

static void what_is_masked_stays(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list l = { .a = &a };

    (void)state;
    problems_add(&l, (struct problem){ .at = 0, .n = 30, .score = 0.7, .masked = STR("张**") });
    problems_add(&l, (struct problem){ .at = 9, .n = 9, .score = 0.9, .is_serious = true });
    problems_settle(&l);
    assert_int_equal(l.n, 1);
    assert_int_equal(l.problems[0].n, 30);
}

static void a_wrong_expression_explains_the_typo_in_it(void **state)
{
    const struct problem expression = {
        .at = 3, .n = 27, .score = 0.9, .check = "wrong-expression"
    };
    const struct problem typo = { .at = 18, .n = 3, .score = 0.99, .check = "typo" };

    (void)state;
    for (int i = 0; i < 2; i++) {
        AUTO(arena_done) struct arena a = { 0 };
        struct problem_list l = { .a = &a };

        problems_add(&l, i ? typo : expression);
        problems_add(&l, i ? expression : typo);
        problems_settle(&l);
        assert_int_equal(l.n, 1);
        assert_string_equal(l.problems[0].check, "wrong-expression");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disjoint_problems_are_sorted),
        cmocka_unit_test(the_surer_of_two_that_overlap_stays),
        cmocka_unit_test(what_is_masked_stays),
        cmocka_unit_test(a_wrong_expression_explains_the_typo_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
