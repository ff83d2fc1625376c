/* Reminders of orders, by the calendars that the program ships. */
#include "base/base.h"

#include "desk/order_desk.h"

#include "base/buf.h"
#include "base/clock.h"
#include "desk/calendar_file.h"
#include "office/audit.h"
#include "office/escalation.h"
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
    int64_t order, run;
    struct stored_finding finding;
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
    o->run = run.id;
    o->finding = f;
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

/* ---- explanations ---- */

static void send(struct office *o, enum order_event_kind kind, const char *day, const char *until)
{
    const struct order_event event = { .at = at(day),
                                       .by = STR("李四"),
                                       .kind = kind,
                                       .text = STR("服务器正在迁移"),
                                       .document = STR("云府办函〔2026〕3号"),
                                       .measure =
                                           kind == EVENT_ESCALATE ? STR("约谈") : (struct str){ 0 },
                                       .day = until ? day_of_time(at(until)) : DAY_NONE };
    int64_t id;

    OK(store_order_event(o->store, o->order, &event, &id, &err));
}

static size_t reopen(struct office *o, const char *day)
{
    size_t n = 99;

    OK(order_reopen_expired(o->store, &o->calendar, at(day), &n, &err));
    return n;
}

static struct order order_now(struct office *o)
{
    struct order order;

    OK(store_order_get(o->store, 0, o->order, &o->a, &order, &err));
    return order;
}

static enum rc count_event(void *ctx, const struct order_event *e, struct err *err)
{
    (void)err;
    ((int *)ctx)[e->kind]++;
    return RC_OK;
}

static enum rc count_audit(void *ctx, const struct audit_line *line, struct err *err)
{
    (void)err;
    *(int *)ctx += str_eq(line->action, STR("order.reopen"));
    return RC_OK;
}

static void an_order_opens_again_once_when_its_explanation_has_ended(void **state)
{
    struct office *o = *state;
    int n_events[EVENT_KIND_N] = { 0 }, n_audits = 0;

    send(o, EVENT_EXPLAIN, "2026-09-29", "2026-10-20");
    send(o, EVENT_APPROVE, "2026-09-30", NULL);
    assert_int_equal(order_now(o).state, ORDER_CLOSED);
    assert_int_equal(reopen(o, "2026-10-20"), 0); /* its last day */
    assert_int_equal(reopen(o, "2026-10-21"), 1);
    assert_int_equal(reopen(o, "2026-10-21"), 0);
    assert_int_equal(reopen(o, "2026-11-21"), 0);

    const struct order order = order_now(o);

    assert_int_equal(order.state, ORDER_RETURNED);
    assert_int_equal(order.deadline, day_of(2026, 10, 26)); /* three working days */
    assert_int_equal(order.explained_day, DAY_NONE);
    OK(store_order_each_event(o->store, o->order, count_event, n_events, &err));
    assert_int_equal(n_events[EVENT_REOPEN], 1);
    assert_int_equal(n_events[EVENT_REMIND], 1);
    OK(store_audit_each(o->store, &(struct audit_filter){ 0 }, count_audit, &n_audits, &err));
    assert_int_equal(n_audits, 1);
    assert_int_equal(remind(o, "2026-10-22"), 0); /* two working days are left */
    assert_int_equal(remind(o, "2026-10-23"), 1);
}

static void an_explanation_that_nobody_decided_on_ends_too(void **state)
{
    struct office *o = *state;

    send(o, EVENT_EXPLAIN, "2026-09-29", "2026-10-20");
    assert_int_equal(reopen(o, "2026-10-21"), 1);
    assert_int_equal(order_now(o).state, ORDER_RETURNED);
    send(o, EVENT_REPLY, "2026-10-22", NULL);
    assert_int_equal(reopen(o, "2026-10-30"), 0);
}

static void issue_anew(struct office *o, const char *day)
{
    struct order order = order_now(o);

    order.created = at(day);
    OK(store_order_add(o->store, &order,
                       &(struct order_target){ o->finding.finding.site, o->finding.id }, 1,
                       &o->order, &err));
}

static void an_order_whose_finding_was_ordered_anew_waits_for_that_order(void **state)
{
    struct office *o = *state;
    const int64_t first = o->order;

    send(o, EVENT_EXPLAIN, "2026-09-29", "2026-10-20");
    send(o, EVENT_APPROVE, "2026-09-30", NULL);
    issue_anew(o, "2026-10-09");
    assert_int_equal(reopen(o, "2026-10-21"), 0);
    send(o, EVENT_REPLY, "2026-10-22", NULL);
    send(o, EVENT_APPROVE, "2026-10-22", NULL);
    assert_int_equal(reopen(o, "2026-10-23"), 1);
    assert_int_equal(order_now(o).state, ORDER_CLOSED);
    o->order = first;
    assert_int_equal(order_now(o).state, ORDER_RETURNED);
}

/* Two explained orders of one finding end on the same day: it is repaired in one of them. */
static void of_two_that_share_a_finding_one_opens_again(void **state)
{
    struct office *o = *state;

    send(o, EVENT_EXPLAIN, "2026-09-29", "2026-10-20");
    send(o, EVENT_APPROVE, "2026-09-30", NULL);
    issue_anew(o, "2026-10-09");
    send(o, EVENT_EXPLAIN, "2026-10-10", "2026-10-20");
    send(o, EVENT_APPROVE, "2026-10-11", NULL);
    assert_int_equal(reopen(o, "2026-10-21"), 1);
    assert_int_equal(reopen(o, "2026-10-22"), 0);
}

static void nothing_opens_again_when_the_findings_are_gone(void **state)
{
    struct office *o = *state;

    send(o, EVENT_EXPLAIN, "2026-09-29", "2026-10-20");
    send(o, EVENT_APPROVE, "2026-09-30", NULL);
    OK(store_site_findings(o->store, o->run, o->finding.finding.site, 2, NULL, 0, NULL, 0, &err));
    assert_int_equal(reopen(o, "2026-10-21"), 0);
    assert_int_equal(order_now(o).state, ORDER_CLOSED);
}

static void a_returned_explanation_holds_no_more(void **state)
{
    struct office *o = *state;

    send(o, EVENT_EXPLAIN, "2026-09-29", "2026-10-20");
    send(o, EVENT_RETURN, "2026-09-30", NULL);
    assert_int_equal(order_now(o).explained_day, DAY_NONE);
    send(o, EVENT_REPLY, "2026-10-08", NULL);
    send(o, EVENT_APPROVE, "2026-10-09", NULL);
    assert_int_equal(reopen(o, "2026-10-21"), 0);
}

static enum rc keep_kind(void *ctx, const struct escalation *e, struct err *err)
{
    (void)err;
    buf_addf(ctx, "%.*s %.*s；", STR_ARG(e->kind), STR_ARG(e->document));
    return RC_OK;
}

static void escalations_are_one_ledger(void **state)
{
    struct office *o = *state;
    AUTO(buf_done) struct buf all = { 0 };
    AUTO(buf_done) struct buf talks = { 0 };
    int64_t n = 0;

    assert_int_equal(remind(o, "2026-10-09"), 1);
    send(o, EVENT_ESCALATE, "2026-10-12", NULL);
    OK(store_escalations(o->store, &(struct escalation_query){ 0 }, keep_kind, &all, &n, &err));
    assert_int_equal(n, 2);
    assert_true(str_eq(buf_str(&all), STR("约谈 云府办函〔2026〕3号；提醒 ；")));
    OK(store_escalations(
        o->store,
        &(struct escalation_query){
            .kind = STR("约谈"), .from = at("2026-10-12"), .to = at("2026-10-13"), .n_max = 10 },
        keep_kind, &talks, &n, &err));
    assert_int_equal(n, 1);
    assert_true(str_eq(buf_str(&talks), STR("约谈 云府办函〔2026〕3号；")));
    OK(store_escalations(o->store, &(struct escalation_query){ .from = at("2026-10-13") },
                         keep_kind, &talks, &n, &err));
    assert_int_equal(n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_unit_is_reminded_before_and_after_the_deadline_once_each),
        TEST(who_has_answered_is_not_reminded),
        TEST(an_order_opens_again_once_when_its_explanation_has_ended),
        TEST(an_explanation_that_nobody_decided_on_ends_too),
        TEST(an_order_whose_finding_was_ordered_anew_waits_for_that_order),
        TEST(nothing_opens_again_when_the_findings_are_gone),
        TEST(of_two_that_share_a_finding_one_opens_again),
        TEST(a_returned_explanation_holds_no_more),
        TEST(escalations_are_one_ledger),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
