/* Kinds of filings: those that the program ships, and broken files; filings in the store. */
#include "base/base.h"

#include "office/filing.h"
#include "office/filing_kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena memory;

static int tear_down(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

static void the_kinds_that_are_shipped_claim_no_deadline(void **state)
{
    struct filing_kinds kinds;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(filing_kinds_load(XJ_SOURCE_DIR "/data/filings.yaml", &memory, &kinds, &err),
                     RC_OK);
    assert_non_null(filing_kind_of(&kinds, STR("health")));
    assert_true(filing_kind_of(&kinds, STR("site-close"))->is_ending);
    assert_true(filing_kind_of(&kinds, STR("domain"))->has_domain);
    assert_true(str_eq(filing_kind_title(&kinds, STR("gone")), STR("gone")));
    for (size_t i = 0; i < kinds.n; i++)
        assert_int_equal(kinds.kinds[i].days, 0); /* no rule that we know says one */
}

#define KIND(id, about, more)                                                                      \
    "  - {id: " id ", title: t, about: " about ", status: official, basis: b" more "}\n"

static void what_is_wrong_in_the_file_is_said(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "format: 1\nkinds:\n" KIND("a", "unit", ", days: 5"), NULL },
        { "format: 2\nkinds:\n" KIND("a", "unit", ""), "format" },
        { "format: 1\nkinds:\n" KIND("a", "unit", "") KIND("a", "site", ""), "编号重复" },
        { "format: 1\nkinds:\n" KIND("a", "unit", ", ends: true"), "ends" },
        { "format: 1\nkinds:\n" KIND("a", "unit", ", days: 251"), "days" },
        { "format: 1\nkinds:\n" KIND("a", "nobody", ""), "about" },
        { "format: 1\nkinds:\n  - {id: a, title: t, about: unit, status: sure, basis: b}\n",
          "status" },
        { "format: 1\n", "kinds" },
    };
    char path[] = "/tmp/xj-filings-XXXXXX";
    const int fd = mkstemp(path);
    struct filing_kinds kinds;

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        FILE *f = fopen(path, "w");
        struct err err = { 0 };

        assert_non_null(f);
        assert_true(fputs(cases[i].text, f) >= 0);
        assert_int_equal(fclose(f), 0);
        assert_int_equal(filing_kinds_load(path, &memory, &kinds, &err),
                         cases[i].why ? RC_SYNTAX : RC_OK);
        if (cases[i].why && !str_has(str_of(err.text), str_of(cases[i].why)))
            fail_msg("%s: %s", cases[i].why, err.text);
    }
    assert_int_equal(unlink(path), 0);
    assert_int_equal(filing_kinds_load(path, &memory, &kinds, NULL), RC_IO);
}

static void a_filing_needs_what_it_is_about(void **state)
{
    const struct filing whole = { .kind = STR("health"),
                                  .unit = 1,
                                  .text = STR("正常"),
                                  .submitted = 20000,
                                  .created = 5,
                                  .by = STR("张三") };
    struct filing without[] = { whole, whole, whole, whole };
    const struct filing_event none = { .at = 6, .by = STR("张三"), .step = FILING_ACCEPT };
    struct filing got;
    struct store *s = NULL;
    int64_t id = 0;

    (void)state;
    without[0].text = STR(" ");
    without[1].by = (struct str){ 0 };
    without[2].submitted = 0;
    without[3].kind = (struct str){ 0 };
    assert_int_equal(store_open(STR("sqlite::memory:"), &s, NULL), RC_OK);
    for (size_t i = 0; i < COUNT_OF(without); i++)
        assert_int_equal(store_filing_add(s, &without[i], &id, NULL), RC_SYNTAX);

    struct filing elsewhere = whole;

    elsewhere.unit = 99;
    assert_int_equal(store_filing_add(s, &elsewhere, &id, NULL), RC_NOT_FOUND);
    assert_int_equal(store_filing_add(s, &whole, &id, NULL), RC_OK);
    assert_int_equal(store_filing_event(s, id + 1, &none, NULL), RC_NOT_FOUND);
    assert_int_equal(store_filing_event(s, id, &none, NULL), RC_OK);
    assert_int_equal(store_filing_event(s, id, &none, NULL), RC_BUSY);
    assert_int_equal(store_filing_get(s, 0, id, &memory, &got, NULL), RC_OK);
    assert_int_equal(got.state, FILING_ACCEPTED);
    assert_int_equal(got.changed, 6);
    got.deadline = 20010;
    assert_false(filing_is_overdue(&got, 20010));
    assert_true(filing_is_overdue(&got, 20011));
    got.state = FILING_DONE;
    assert_false(filing_is_overdue(&got, 20011));
    store_closep(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_kinds_that_are_shipped_claim_no_deadline, tear_down),
        cmocka_unit_test_teardown(what_is_wrong_in_the_file_is_said, tear_down),
        cmocka_unit_test_teardown(a_filing_needs_what_it_is_about, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
