/* data/notice.yaml and what is wrong in an office's copy of it. */
#include "base/base.h"

#include "docx_support.h"
#include "notice/office.h"

#include <string.h>

static void is_refused(const char *text, const char *reason)
{
    struct arena a = { 0 };
    struct office office = { .n_names = 77 };
    struct err err = { 0 };

    assert_int_equal(office_parse("o.yaml", str_of(text), &a, &office, &err), RC_SYNTAX);
    assert_string_equal(err.text, reason);
    assert_int_equal(office.n_names, 77);
    arena_done(&a);
}

static void the_shipped_file_loads_and_leaves_the_office_to_fill_in(void **state)
{
    struct arena a = { 0 };
    struct office office;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(office_load(XJ_SOURCE_DIR "/data/notice.yaml", &a, &office, &err), RC_OK);
    assert_int_equal(office.issuer.n, 0);
    assert_int_equal(office.head.n, 0);
    assert_true(str_eq(office.work, STR("检查")));
    assert_int_equal(office.decimals, 1);
    assert_int_equal(office.n_names, 5);
    assert_int_equal(office.n_basis, 2);
    assert_int_equal(office.n_headings, 8);
    assert_int_equal(office.n_demands, 3);
    arena_done(&a);
}

static void a_filled_in_file_is_taken(void **state)
{
    struct arena a = { 0 };
    struct office o;
    struct err err = { 0 };
    const struct str text = STR("format: 1\nissuer: 云溪县人民政府办公室\ndecimals: 2\nnames: 3\n"
                                "basis: [《指引》]\n"
                                "headings:\n  - title: 更新不及时\n    problems:\n"
                                "      - {check: stale-home, text: 首页不更新}\n"
                                "demands:\n  - {title: 压实责任, text: 要落实。}\n");

    (void)state;
    assert_int_equal(office_parse("o.yaml", text, &a, &o, &err), RC_OK);
    assert_true(str_eq(o.issuer, STR("云溪县人民政府办公室")));
    assert_int_equal(o.decimals, 2);
    assert_int_equal(o.n_names, 3);
    assert_true(str_eq(o.basis[0], STR("《指引》")));
    assert_true(str_eq(o.headings[0].title, STR("更新不及时")));
    assert_int_equal(o.headings[0].n_phrases, 1);
    assert_true(str_eq(o.headings[0].phrases[0].check, STR("stale-home")));
    assert_true(str_eq(o.headings[0].phrases[0].text, STR("首页不更新")));
    assert_true(str_eq(o.demands[0].text, STR("要落实。")));
    assert_int_equal(o.addressees.n, 0);
    arena_done(&a);
}

static void what_is_wrong_is_said_with_its_line(void **state)
{
    (void)state;
    is_refused("format: 2\n", "o.yaml:1：format 只能是 1");
    is_refused("format: 1\ndecimals: 3\n", "o.yaml:2：decimals 只能是 0 到 2");
    is_refused("format: 1\nnames: 51\n", "o.yaml:2：names 只能是 0 到 50");
    is_refused("format: 1\nisuer: x\n", "o.yaml:2：不认识的字段 isuer");
    is_refused("format: 1\nheadings:\n- title: x\n  problems:\n  - {check: stale-hom, text: y}\n",
               "o.yaml:5：没有这个检查项");
    is_refused("format: 1\nheadings:\n- title: x\n  problems:\n  - {check: tls, text: y}\n"
               "- title: z\n  problems:\n  - {check: tls, text: y}\n",
               "o.yaml:8：检查项重复");
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
    struct arena a = { 0 };
    struct office office;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(office_load("/nonexistent/notice.yaml", &a, &office, &err), RC_IO);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_file_loads_and_leaves_the_office_to_fill_in),
        cmocka_unit_test(a_filled_in_file_is_taken),
        cmocka_unit_test(what_is_wrong_is_said_with_its_line),
        cmocka_unit_test(a_file_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
