/* Working days, by the calendars that the program ships and by broken ones. */
#include "base/base.h"

#include "desk/calendar_file.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena memory;
static struct work_calendar calendar;

static int set_up(void **state)
{
    struct err err = { 0 };

    (void)state;
    if (calendar_load(XJ_SOURCE_DIR "/data/calendar", &memory, &calendar, &err))
        fail_msg("%s", err.text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

static int32_t day(const char *text)
{
    int32_t d = DAY_NONE;

    assert_true(day_parse(str_of(text), &d));
    return d;
}

static void holidays_are_off_and_made_up_weekends_are_worked(void **state)
{
    static const struct {
        const char *day;
        bool is_work;
    } cases[] = {
        { "2025-01-25", false }, { "2025-01-26", true },  { "2025-01-27", true },
        { "2025-01-28", false }, { "2025-02-04", false }, { "2025-02-05", true },
        { "2025-02-08", true },  { "2025-02-09", false }, { "2025-10-08", false },
        { "2025-10-09", true },  { "2025-10-11", true },  { "2025-10-12", false },
        { "2026-01-01", false }, { "2026-01-02", false }, { "2026-01-04", true },
        { "2026-02-13", true },  { "2026-02-14", true },  { "2026-02-15", false },
        { "2026-02-23", false }, { "2026-02-24", true },  { "2026-09-20", true },
        { "2026-10-07", false }, { "2026-10-08", true },  { "2026-10-10", true },
        { "2026-11-20", true },  { "2026-11-21", false }, { "2026-11-22", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (workday_is(&calendar, day(cases[i].day)) != cases[i].is_work)
            fail_msg("%s", cases[i].day);
}

/* Counted by hand on the notices. */
static void a_period_counts_working_days_from_the_day_after(void **state)
{
    static const struct {
        const char *from;
        int n;
        const char *to;
    } cases[] = {
        { "2026-11-20", 0, "2026-11-20" },  { "2026-11-20", 1, "2026-11-23" },
        { "2026-11-20", 5, "2026-11-27" },  { "2026-11-21", 1, "2026-11-23" },
        { "2026-02-13", 1, "2026-02-14" },  { "2026-02-13", 2, "2026-02-24" },
        { "2026-02-13", 6, "2026-02-28" },  { "2026-09-30", 1, "2026-10-08" },
        { "2025-12-31", 1, "2026-01-04" },  { "2025-09-30", 3, "2025-10-11" },
        { "2026-09-18", 10, "2026-10-09" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char said[DAY_TEXT_BYTES];
        bool is_sure = false;
        const int32_t from = day(cases[i].from);
        const int32_t to = workday_after(&calendar, from, cases[i].n, &is_sure);

        assert_string_equal(day_text(to, said), cases[i].to);
        assert_true(is_sure);
        assert_int_equal(workdays_between(&calendar, from, to), cases[i].n);
        assert_int_equal(workdays_between(&calendar, to, from), -cases[i].n);
    }
}

static void a_year_without_its_notice_is_not_sure(void **state)
{
    static const struct work_year guessed = { .year = 2027 };
    const struct work_calendar c = { .years = &guessed, .n_years = 1 };
    char said[DAY_TEXT_BYTES];
    bool is_sure = true;
    int32_t to = workday_after(&calendar, day("2026-12-31"), 1, &is_sure);

    (void)state;
    assert_string_equal(day_text(to, said), "2027-01-01"); /* weekdays are counted */
    assert_false(is_sure);
    is_sure = true;
    (void)workday_after(&c, day("2027-03-01"), 1, &is_sure);
    assert_false(is_sure);
    (void)workday_after(&calendar, day("2026-12-23"), 1, &is_sure);
    assert_true(is_sure);
    (void)workday_after(&calendar, day("2026-12-30"), 1, &is_sure); /* 元旦 may begin there */
    assert_false(is_sure);
    is_sure = true;
    (void)workday_after(&calendar, day("2025-12-30"), 1, &is_sure);
    assert_true(is_sure);
}

static void new_year_may_begin_in_december(void **state)
{
    /* 国办发明电〔2018〕15号：2018年12月30日至2019年1月1日放假调休，2018年12月29日（星期六）上班 */
    static const char text[] = "year: 2019\nstatus: official\nsource: s\n"
                               "holidays: [{ name: 元旦, from: 2018-12-30, to: 2019-01-01 }]\n"
                               "workdays: [2018-12-29]\n";
    struct work_year year;
    const struct work_calendar c = { .years = &year, .n_years = 1 };

    (void)state;
    assert_int_equal(calendar_file_parse("f", str_of(text), &memory, &year, NULL), RC_OK);
    assert_true(workday_is(&c, day("2018-12-28")));
    assert_true(workday_is(&c, day("2018-12-29")));
    assert_false(workday_is(&c, day("2018-12-31")));
    assert_false(workday_is(&c, day("2019-01-01")));
    assert_true(workday_is(&c, day("2019-01-02")));
}

#define YEAR "year: 2026\nstatus: official\nsource: s\n"
#define HOLIDAYS "holidays: [{ name: 元旦, from: 2026-01-01, to: 2026-01-03 }]\n"

static void a_wrong_file_is_refused(void **state)
{
    static const char *const wrong[] = {
        "year: 2026\n",
        YEAR HOLIDAYS "workdays: [2026-01-05]\n",
        YEAR HOLIDAYS "workdays: [2025-01-04]\n",
        YEAR HOLIDAYS "workdays: [2026-02-30]\n",
        YEAR "holidays: [{ name: 元旦, from: 2026-01-03, to: 2026-01-01 }]\nworkdays: []\n",
        YEAR "holidays: [{ name: 元旦, from: 2025-11-30, to: 2026-01-01 }]\nworkdays: []\n",
        "year: 2026\nstatus: heard\nsource: s\n" HOLIDAYS "workdays: []\n",
    };
    struct work_year year;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct err err = { 0 };

        assert_int_equal(calendar_file_parse("x.yaml", str_of(wrong[i]), &memory, &year, &err),
                         RC_SYNTAX);
        assert_non_null(strstr(err.text, "x.yaml"));
    }
    assert_int_equal(calendar_file_parse("x.yaml", STR(YEAR HOLIDAYS "workdays: [2026-01-04]\n"),
                                         &memory, &year, NULL),
                     RC_OK);
    assert_int_equal(calendar_load("/none", &memory, &calendar, NULL), RC_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holidays_are_off_and_made_up_weekends_are_worked),
        cmocka_unit_test(a_period_counts_working_days_from_the_day_after),
        cmocka_unit_test(a_year_without_its_notice_is_not_sure),
        cmocka_unit_test(new_year_may_begin_in_december),
        cmocka_unit_test(a_wrong_file_is_refused),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
