#include "base/base.h"

#include "base/clock.h"
#include "office/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* 2026-11-23 is a Monday. Nightly at 01:30, on Saturdays everything; quiet in office hours. */
static const struct schedule usual = { .nightly = true,
                                       .weekly = true,
                                       .nightly_at = 90,
                                       .weekly_at = 90,
                                       .weekly_day = 6,
                                       .quiet = { .from = 8 * 60 + 30, .to = 18 * 60 } };

static int64_t at(const char *text)
{
    int64_t time;

    assert_true(time_parse(str_of(text), &time));
    return time;
}

static int32_t day(const char *text)
{
    int32_t d;

    assert_true(day_parse(str_of(text), &d));
    return d;
}

static void start(struct plan_done *done, const struct planned *p)
{
    done->day[p->kind] = p->day;
}

static void expect_due(const struct schedule *s, struct plan_done *done, const char *now,
                       enum plan_kind kind, const char *of)
{
    struct planned p;

    if (!plan_due(s, done, at(now), &p))
        fail_msg("nothing is due at %s", now);
    assert_int_equal(p.kind, kind);
    assert_int_equal(p.day, day(of));
    start(done, &p);
}

static void expect_none(const struct schedule *s, const struct plan_done *done, const char *now)
{
    struct planned p;

    if (plan_due(s, done, at(now), &p))
        fail_msg("%s of %d is due at %s", plan_kind_name(p.kind), (int)p.day, now);
}

/* All from before the tests are done with. */
static struct plan_done fresh(void)
{
    return (struct plan_done){ .day = { 0, day("2026-11-22"), day("2026-11-21") } };
}

static void a_night_begins_at_its_minute_and_once(void **state)
{
    struct plan_done done = fresh();

    (void)state;
    expect_none(&usual, &done, "2026-11-23T01:29:59+08:00");
    expect_due(&usual, &done, "2026-11-23T01:30:00+08:00", PLAN_NIGHTLY, "2026-11-23");
    expect_none(&usual, &done, "2026-11-23T01:30:00+08:00");
    expect_none(&usual, &done, "2026-11-24T01:29:59+08:00");
    expect_due(&usual, &done, "2026-11-24T01:30:00+08:00", PLAN_NIGHTLY, "2026-11-24");
}

static void the_weekly_day_has_no_nightly_one(void **state)
{
    struct plan_done done = fresh();

    (void)state;
    expect_due(&usual, &done, "2026-11-27T01:30:00+08:00", PLAN_NIGHTLY, "2026-11-27");
    expect_due(&usual, &done, "2026-11-28T01:30:00+08:00", PLAN_WEEKLY, "2026-11-28");
    expect_none(&usual, &done, "2026-11-28T23:59:00+08:00");
    expect_due(&usual, &done, "2026-11-29T01:30:00+08:00", PLAN_NIGHTLY, "2026-11-29");
}

static void missed_nights_are_made_up_for_once(void **state)
{
    struct plan_done done = fresh();

    (void)state;
    expect_due(&usual, &done, "2026-11-26T05:00:00+08:00", PLAN_NIGHTLY, "2026-11-26");
    expect_none(&usual, &done, "2026-11-26T05:00:01+08:00");
}

static void a_missed_one_waits_for_the_quiet_hours_to_end(void **state)
{
    struct plan_done done = fresh();

    (void)state;
    expect_none(&usual, &done, "2026-11-26T08:30:00+08:00");
    expect_none(&usual, &done, "2026-11-26T17:59:59+08:00");
    assert_int_equal(plan_next(&usual, &done, PLAN_NIGHTLY, at("2026-11-26T09:00:00+08:00")),
                     at("2026-11-26T18:00:00+08:00"));
    expect_due(&usual, &done, "2026-11-26T18:00:00+08:00", PLAN_NIGHTLY, "2026-11-26");
}

static void quiet_hours_may_cross_midnight(void **state)
{
    struct schedule s = usual;
    struct plan_done done = fresh();

    (void)state;
    s.quiet = (struct hours){ .from = 22 * 60, .to = 6 * 60 };
    s.nightly_at = 23 * 60 + 30;
    done.day[PLAN_NIGHTLY] = day("2026-11-22");
    expect_none(&s, &done, "2026-11-23T23:30:00+08:00");
    expect_none(&s, &done, "2026-11-24T05:59:59+08:00");
    assert_int_equal(plan_next(&s, &done, PLAN_NIGHTLY, at("2026-11-23T12:00:00+08:00")),
                     at("2026-11-24T06:00:00+08:00"));
    assert_int_equal(plan_next(&s, &done, PLAN_NIGHTLY, at("2026-11-23T23:45:00+08:00")),
                     at("2026-11-24T06:00:00+08:00"));
    expect_due(&s, &done, "2026-11-24T06:00:00+08:00", PLAN_NIGHTLY, "2026-11-23");
    expect_none(&s, &done, "2026-11-24T07:00:00+08:00");
}

static void a_night_that_was_over_before_the_settings_is_not_made_up_for(void **state)
{
    struct schedule s = usual;
    const struct plan_done none = { .day = { 0 } };

    (void)state;
    s.since = at("2026-11-23T01:30:01+08:00");
    expect_none(&s, &none, "2026-11-23T20:00:00+08:00");
    s.since--;
    s.since--;
    assert_true(plan_due(&s, &none, at("2026-11-23T20:00:00+08:00"), &(struct planned){ 0 }));
}

static void what_is_off_never_begins(void **state)
{
    struct schedule s = usual;
    struct plan_done done = fresh();

    (void)state;
    s.nightly = false;
    expect_none(&s, &done, "2026-11-27T01:30:00+08:00");
    assert_int_equal(plan_next(&s, &done, PLAN_NIGHTLY, at("2026-11-27T01:30:00+08:00")), 0);
    expect_due(&s, &done, "2026-11-28T01:30:00+08:00", PLAN_WEEKLY, "2026-11-28");
    s.weekly = false;
    s.nightly = true; /* then Saturdays have a night too */
    expect_due(&s, &done, "2026-11-28T01:30:00+08:00", PLAN_NIGHTLY, "2026-11-28");
}

static void the_weekly_one_that_was_missed_comes_first(void **state)
{
    struct plan_done done = fresh();

    (void)state;
    done.day[PLAN_NIGHTLY] = day("2026-11-26");
    expect_due(&usual, &done, "2026-11-30T02:00:00+08:00", PLAN_WEEKLY, "2026-11-28");
    assert_int_equal(plan_newest(&usual, PLAN_NIGHTLY, at("2026-11-30T02:00:00+08:00")).day,
                     day("2026-11-30"));
    assert_int_equal(plan_next(&usual, &done, PLAN_WEEKLY, at("2026-11-30T02:00:00+08:00")),
                     at("2026-12-05T01:30:00+08:00"));
}

static void a_clock_that_is_set_back_starts_nothing_again(void **state)
{
    struct plan_done done = fresh();

    (void)state;
    expect_due(&usual, &done, "2026-11-24T01:30:00+08:00", PLAN_NIGHTLY, "2026-11-24");
    expect_none(&usual, &done, "2026-11-23T02:00:00+08:00");
}

static void hours_are_read_as_they_are_written(void **state)
{
    struct hours h;
    char text[HOURS_TEXT_BYTES];

    (void)state;
    assert_true(hours_parse(STR("22:00-06:30"), &h));
    assert_string_equal(hours_text(&h, text), "22:00-06:30");
    assert_true(hours_has(&h, at("2026-11-23T22:00:00+08:00")));
    assert_true(hours_has(&h, at("2026-11-24T06:29:59+08:00")));
    assert_false(hours_has(&h, at("2026-11-24T06:30:00+08:00")));
    assert_false(hours_has(&h, at("2026-11-24T21:59:59+08:00")));
    assert_true(hours_parse(STR(""), &h));
    assert_false(hours_has(&h, at("2026-11-24T00:00:00+08:00")));
    assert_false(hours_parse(STR("08:30-08:30"), &h));
    assert_false(hours_parse(STR("24:00-08:30"), &h));
    assert_false(hours_parse(STR("8:30-18:00"), &h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_night_begins_at_its_minute_and_once),
        cmocka_unit_test(the_weekly_day_has_no_nightly_one),
        cmocka_unit_test(missed_nights_are_made_up_for_once),
        cmocka_unit_test(a_missed_one_waits_for_the_quiet_hours_to_end),
        cmocka_unit_test(quiet_hours_may_cross_midnight),
        cmocka_unit_test(a_night_that_was_over_before_the_settings_is_not_made_up_for),
        cmocka_unit_test(what_is_off_never_begins),
        cmocka_unit_test(the_weekly_one_that_was_missed_comes_first),
        cmocka_unit_test(a_clock_that_is_set_back_starts_nothing_again),
        cmocka_unit_test(hours_are_read_as_they_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
