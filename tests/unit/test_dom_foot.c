/* Where a footer in a plain box begins. */
#include "base/base.h"

#include "dom/foot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { AT_SPONSOR = 7, AT_NUMBER = 9 };

/* The sponsor (11 characters), so many characters, an ICP number. */
static size_t begins_at(size_t n_between, bool is_link)
{
    char between[128];
    struct foot foot = { 0 };

    assert_true(n_between < sizeof between);
    memset(between, 'x', n_between);
    foot_look(&foot, STR("主办单位：云溪县教育局"), false, AT_SPONSOR);
    foot_look(&foot, str_from(between, n_between), is_link, AT_SPONSOR + 1);
    assert_false(foot.is_there);
    foot_look(&foot, STR("蜀ICP备2026090007号-1"), true, AT_NUMBER);
    assert_true(foot.is_there);
    return foot.from;
}

static void a_sponsor_counts_up_to_100_characters_above_the_number(void **state)
{
    (void)state;
    assert_int_equal(begins_at(89, false), AT_SPONSOR);
    assert_int_equal(begins_at(90, false), AT_NUMBER);
    assert_int_equal(begins_at(90, true), AT_SPONSOR);
}

static void the_last_sponsor_counts(void **state)
{
    static const char long_text[100] = { 0 };
    struct foot foot = { 0 };

    (void)state;
    foot_look(&foot, STR("主办单位：云溪县文化局"), false, 1);
    foot_look(&foot, str_from(long_text, sizeof long_text), false, 2);
    foot_look(&foot, STR("版权所有：云溪县人民政府"), false, 3);
    foot_look(&foot, STR("网站标识码：5199010001"), false, 4);
    assert_int_equal(foot.from, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sponsor_counts_up_to_100_characters_above_the_number),
        cmocka_unit_test(the_last_sponsor_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
