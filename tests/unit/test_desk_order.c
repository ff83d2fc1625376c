/* Reminders of orders, by the calendars that the program ships. */
#include "base/base.h"

#include "desk/order_desk.h"

#include "base/clock.h"
#include "desk/calendar_file.h"
#include "office/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void ok(enum rc rc, const struct err *err)
{
    if (rc)
        fail_msg("%s", err->text);
}
#define OK(call)                                                                                   \
    do {                                                                                           \
        struct err err = { 0 };                                                                    \
        ok(call, &err);                                                                            \
    } while (0)

struct office {
    struct store *store;
    struct arena a;
    struct work_calendar calendar;
    int64_t order;
};

static int64_t at(const char *day)
{
    int64_t time = 0;

    assert_true(time_parse(str_of(day), &time));
    return time;
}

/* An order until Thursday 2026-10-08, the first working day after the National Day holidays. */
static int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));
    struct stored_finding f = { .finding = { .site = STR("5107000001"),
                                             .check = "typo",
                                             .case_id = "A07",
                                             .url = STR("http://a/"),
                                             .grade = GRADE_FAULT,
                                             .confidence = 1 } };
    struct run_info run;
    struct order order = { .unit = UNIT_TOP,
                           .created = at("2026-09-28"),
                           .by = STR("张三"),
                           .days = 3,
                           .demand = STR("请整改") };

    assert_non_null(o);
    f.id = finding_id(&f.finding);
    OK(calendar_load(XJ_SOURCE_DIR "/data/calendar", &o->a, &o->calendar, &err));
    OK(store_open(STR("sqlite::memory:"), &o->store, &err));
    OK(store_run_begin(o->store, 1, STR("{}"), &run, &err));
    OK(store_site_findings(o->store, run.id, f.finding.site, 1, &f, 1, NULL, 0, &err));
    order.deadline = workday_after(&o->calendar, day_of_time(order.created), order.days, NULL);
    assert_int_equal(order.deadline, day_of(2026, 10, 8));
    OK(store_order_add(o->store, &order, &(struct order_target){ f.finding.site, f.id }, 1,
                       &o->order, &err));
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->store);
    arena_done(&o->a);
    free(o);
    return 0;
}

static size_t remind(struct office *o, const char *day)
{
    size_t n = 99;

    OK(order_remind(o->store, &o->calendar, at(day), &n, &err));
    return n;
}

static void a_unit_is_reminded_before_and_after_the_deadline_once_each(void **state)
{
    static const struct {
        const char *day;
        size_t n;
    } days[] = {
        { "2026-09-29", 0 },                      /* two working days are left */
        { "2026-09-30", 1 },                      /* the last working day before */
        { "2026-10-05", 0 },                      /* still the same stage */
        { "2026-10-08", 0 }, { "2026-10-09", 1 }, /* over */
        { "2026-10-10", 0 }, { "2026-10-14", 0 },
        { "2026-10-15", 1 }, /* 10, 12, 13, 14, 15 are five working days */
        { "2026-10-16", 0 }, { "2026-10-20", 0 },
        { "2026-11-20", 1 }, /* nobody looked for a month: one reminder, not many */
    };
    struct office *o = *state;

    for (size_t i = 0; i < COUNT_OF(days); i++) {
        if (remind(o, days[i].day) != days[i].n)
            fail_msg("%s", days[i].day);
        assert_int_equal(remind(o, days[i].day), 0);
    }
}

static void who_has_answered_is_not_reminded(void **state)
{
    struct office *o = *state;
    const struct order_event reply = {
        .at = at("2026-09-30"), .by = STR("李四"), .kind = EVENT_REPLY, .text = STR("已改")
    };
    int64_t id;

    OK(store_order_event(o->store, o->order, &reply, &id, &err));
    assert_int_equal(remind(o, "2026-10-20"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_unit_is_reminded_before_and_after_the_deadline_once_each),
        TEST(who_has_answered_is_not_reminded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
