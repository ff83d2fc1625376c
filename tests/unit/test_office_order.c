/* Orders to repair: who is ordered what, which event leads where, files, repeats. */
#include "base/base.h"

#include "office/handed_file.h"
#include "office/order.h"

#include "order_support.h"

#include <stdio.h>

/* ---- issuing ---- */

static void only_open_findings_of_the_unit_are_ordered(void **state)
{
    struct office *o = *state;
    struct review_action action = {
        .at = 1, .by = STR("张三"), .site = str_of(codes[0]), .reason = STR("专名")
    };
    const struct order_target unknown = { str_of(codes[0]), 42 };
    struct order order = draft(o);
    int64_t id;

    assert_int_equal(try_order(o, 2, 0, &id), RC_SYNTAX); /* another unit's */
    assert_int_equal(store_order_add(o->store, &order, &unknown, 1, &id, NULL), RC_SYNTAX);
    assert_int_equal(store_order_add(o->store, &order, &unknown, 0, &id, NULL), RC_SYNTAX);
    order.unit = 99;
    assert_int_equal(store_order_add(o->store, &order, &unknown, 1, &id, NULL), RC_NOT_FOUND);

    action.kind = REVIEW_MERGE;
    action.finding = o->ids[0][1];
    action.target = (int64_t)o->ids[0][0];
    OK(store_review_add(o->store, &action, &id, &err));
    assert_int_equal(try_order(o, 0, 1, &id), RC_SYNTAX);
    hand_over(o, 0, 3); /* the fourth is gone */
    assert_int_equal(try_order(o, 0, 3, &id), RC_SYNTAX);

    (void)issue(o, 0, 0);
    assert_int_equal(try_order(o, 0, 0, &id), RC_SYNTAX); /* in an open order */
    /* The top unit may order what lies below. */
    order = draft(o);
    order.unit = UNIT_TOP;
    OK(store_order_add(o->store, &order, &(struct order_target){ str_of(codes[2]), o->ids[2][0] },
                       1, &id, &err));
}

static void an_order_says_what_is_demanded_and_until_when(void **state)
{
    struct office *o = *state;
    const struct order_target target = { str_of(codes[0]), o->ids[0][0] };
    struct order order = draft(o);
    int64_t id;

    order.demand = STR(" ");
    assert_int_equal(store_order_add(o->store, &order, &target, 1, &id, NULL), RC_SYNTAX);
    order = draft(o);
    order.by = STR("");
    assert_int_equal(store_order_add(o->store, &order, &target, 1, &id, NULL), RC_SYNTAX);
    order = draft(o);
    order.days = 0;
    assert_int_equal(store_order_add(o->store, &order, &target, 1, &id, NULL), RC_SYNTAX);
    order.days = ORDER_DAYS_MAX + 1;
    assert_int_equal(store_order_add(o->store, &order, &target, 1, &id, NULL), RC_SYNTAX);
    order.days = ORDER_DAYS_MAX;
    OK(store_order_add(o->store, &order, &target, 1, &id, &err));
    assert_int_equal(store_order_add(o->store, &order, &target, ORDER_FINDINGS_MAX + 1, &id, NULL),
                     RC_LIMIT);
}

/* ---- events ---- */

static void an_order_is_seen_answered_returned_and_closed(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    const struct order_event back = { .at = o->now + 5,
                                      .by = STR("张三"),
                                      .kind = EVENT_RETURN,
                                      .text = STR("没有改"),
                                      .day = 20020 };
    int64_t event_id;

    assert_int_equal(order_of(o, id).state, ORDER_ISSUED);
    event(o, id, EVENT_SEEN);
    assert_int_equal(order_of(o, id).state, ORDER_SEEN);
    event(o, id, EVENT_REPLY);
    assert_int_equal(order_of(o, id).state, ORDER_REPLIED);
    OK(store_order_event(o->store, id, &back, &event_id, &err));
    assert_int_equal(order_of(o, id).state, ORDER_RETURNED);
    assert_int_equal(order_of(o, id).deadline, 20020);
    event(o, id, EVENT_REPLY);
    event(o, id, EVENT_REMIND);
    event(o, id, EVENT_ESCALATE);
    event(o, id, EVENT_RECHECK);
    assert_int_equal(order_of(o, id).state, ORDER_REPLIED);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(order_of(o, id).state, ORDER_CLOSED);
    event(o, id, EVENT_REOPEN);
    assert_int_equal(order_of(o, id).state, ORDER_RETURNED);
}

/* The table of the header, each state with each event. */
static void a_state_takes_the_events_of_the_table_and_no_others(void **state)
{
    static const enum order_event_kind way[][4] = {
        [ORDER_ISSUED] = { EVENT_NONE },
        [ORDER_SEEN] = { EVENT_SEEN },
        [ORDER_REPLIED] = { EVENT_REPLY },
        [ORDER_EXPLAINED] = { EVENT_EXPLAIN },
        [ORDER_APPEALED] = { EVENT_APPEAL },
        [ORDER_RETURNED] = { EVENT_REPLY, EVENT_RETURN },
        [ORDER_CLOSED] = { EVENT_REPLY, EVENT_APPROVE },
        [ORDER_WITHDRAWN] = { EVENT_WITHDRAW },
    };
    static const char *const taken[] = {
        [ORDER_ISSUED] =
            "seen reply explain appeal recheck rechecked remind escalate withdraw prolong ",
        [ORDER_SEEN] = "reply explain appeal recheck rechecked remind escalate withdraw prolong ",
        [ORDER_REPLIED] = "approve return recheck rechecked remind escalate withdraw ",
        [ORDER_EXPLAINED] = "approve return recheck rechecked remind escalate reopen withdraw ",
        [ORDER_APPEALED] =
            "reply explain approve return recheck rechecked remind escalate withdraw prolong ",
        [ORDER_RETURNED] =
            "reply explain appeal recheck rechecked remind escalate withdraw prolong ",
        [ORDER_CLOSED] = "reopen ",
        [ORDER_WITHDRAWN] = "",
    };
    struct office *o = *state;

    for (size_t at = ORDER_ISSUED; at < ORDER_STATE_N; at++) {
        char said[200] = "";

        for (size_t kind = EVENT_ISSUE; kind < EVENT_KIND_N; kind++) {
            const enum order_event_kind k = (enum order_event_kind)kind;
            enum rc rc;

            OK(store_begin(o->store, &err));

            const int64_t id = issue(o, 0, 0);

            for (size_t i = 0; i < COUNT_OF(way[at]) && way[at][i]; i++)
                event(o, id, way[at][i]);
            assert_int_equal(order_of(o, id).state, at);
            decide(o, REVIEW_DISMISS, 0, 0); /* without which no appeal is approved */
            rc = try_event(o, id, k, "说明");
            assert_true(rc == RC_OK || rc == RC_BUSY);
            if (rc == RC_BUSY)
                assert_int_equal(order_of(o, id).state, at);
            else
                (void)snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s ",
                               order_event_name(k));
            store_rollback(o->store);
        }
        assert_string_equal(said, taken[at]);
    }
}

static void an_event_says_what_it_must(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    struct order_event e = { .at = o->now, .by = STR("李四"), .kind = EVENT_EXPLAIN };
    int64_t event_id;

    e.text = STR("改版中");
    e.day = day_of_time(o->now);
    assert_int_equal(store_order_event(o->store, id, &e, &event_id, NULL), RC_SYNTAX);
    e.day++;
    e.by = STR("");
    assert_int_equal(store_order_event(o->store, id, &e, &event_id, NULL), RC_SYNTAX);
    e.by = STR("李四");
    OK(store_order_event(o->store, id, &e, &event_id, &err));
    assert_int_equal(order_of(o, id).explained_day, e.day);
    assert_int_equal(try_event(o, id, EVENT_RETURN, " "), RC_SYNTAX);
    e = (struct order_event){
        .at = 1, .by = STR("张三"), .kind = EVENT_ESCALATE, .text = STR("督办")
    };
    assert_int_equal(store_order_event(o->store, id, &e, &event_id, NULL), RC_SYNTAX);
    assert_int_equal(try_event(o, 99, EVENT_REMIND, ""), RC_NOT_FOUND);
}

static enum rc take_finding(void *ctx, const struct order_finding *f, struct err *err)
{
    struct order_finding *out = ctx;

    (void)err;
    *out = *f;
    return RC_OK;
}

static void what_was_not_seen_repaired_is_approved_with_a_reason_alone(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    struct order_finding f = { .site = str_of(codes[0]),
                               .id = o->ids[0][0],
                               .outcome = OUTCOME_STILL,
                               .outcome_at = o->now,
                               .outcome_evidence = STR("warc:000002.warc.gz#9"),
                               .outcome_excerpt = STR("帐号") };
    struct order_finding seen = { 0 };

    event(o, id, EVENT_REPLY);
    assert_int_equal(try_event(o, id, EVENT_APPROVE, ""), RC_SYNTAX);
    OK(store_order_put_outcome(o->store, id, &f, &err));
    assert_int_equal(order_of(o, id).n_still, 1);
    assert_int_equal(try_event(o, id, EVENT_APPROVE, ""), RC_SYNTAX);
    f.outcome = OUTCOME_GONE;
    OK(store_order_put_outcome(o->store, id, &f, &err));
    OK(store_order_each_finding(o->store, id, take_finding, &seen, &err));
    assert_int_equal(seen.outcome, OUTCOME_GONE);
    assert_int_equal(seen.outcome_at, o->now);
    f.id = 42;
    assert_int_equal(store_order_put_outcome(o->store, id, &f, NULL), RC_NOT_FOUND);
    assert_int_equal(store_order_put_outcome(o->store, 99, &f, NULL), RC_NOT_FOUND);
}

static void what_a_recheck_sees_after_the_end_is_not_written_down(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    const struct order_finding f = {
        .site = str_of(codes[0]), .id = o->ids[0][0], .outcome = OUTCOME_STILL, .outcome_at = o->now
    };
    struct order_finding seen = { 0 };

    event(o, id, EVENT_REPLY);
    assert_int_equal(try_event(o, id, EVENT_APPROVE, "现场核实"), RC_OK);
    assert_int_equal(store_order_put_outcome(o->store, id, &f, NULL), RC_BUSY);
    OK(store_order_each_finding(o->store, id, take_finding, &seen, &err));
    assert_int_equal(seen.outcome, OUTCOME_NONE);
    event(o, id, EVENT_REOPEN);
    OK(store_order_put_outcome(o->store, id, &f, &err));
}

static void a_finding_is_in_one_open_order_at_most(void **state)
{
    struct office *o = *state;
    const int64_t first = issue(o, 0, 0);
    int64_t second;

    event(o, first, EVENT_REPLY);
    assert_int_equal(try_event(o, first, EVENT_APPROVE, "现场核实"), RC_OK);
    second = issue(o, 0, 0);
    assert_int_equal(try_event(o, first, EVENT_REOPEN, "又出现"), RC_BUSY);
    assert_int_equal(order_of(o, first).state, ORDER_CLOSED);
    event(o, second, EVENT_REPLY);
    assert_int_equal(try_event(o, second, EVENT_APPROVE, "现场核实"), RC_OK);
    assert_int_equal(try_event(o, first, EVENT_REOPEN, "又出现"), RC_OK);
}

static void a_reply_and_who_asks_for_it_wait_for_a_recheck(void **state)
{
    struct office *o = *state;
    const int64_t first = issue(o, 0, 0), second = issue(o, 0, 1);
    struct recheck_wanted w = { 0 };

    assert_int_equal(store_order_next_recheck(o->store, &w, NULL), RC_NOT_FOUND);
    event(o, second, EVENT_REPLY);
    event(o, first, EVENT_RECHECK);
    OK(store_order_next_recheck(o->store, &w, &err));
    assert_int_equal(w.order, second);
    event(o, second, EVENT_RECHECKED);
    OK(store_order_next_recheck(o->store, &w, &err));
    assert_int_equal(w.order, first);
    event(o, first, EVENT_RECHECKED);
    assert_int_equal(store_order_next_recheck(o->store, &w, NULL), RC_NOT_FOUND);
    o->now += 60;
    event(o, first, EVENT_RECHECK);
    o->now -= 30;
    event(o, first, EVENT_RECHECKED); /* it had begun before it was asked for once more */
    OK(store_order_next_recheck(o->store, &w, &err));
    assert_int_equal(w.order, first);
    assert_int_equal(w.asked, o->now + 30);
    o->now += 30;
    event(o, first, EVENT_REPLY);
    event(o, first, EVENT_APPROVE); /* closed: nobody waits any more */
    assert_int_equal(store_order_next_recheck(o->store, &w, NULL), RC_NOT_FOUND);
}

static enum rc count_event(void *ctx, const struct order_event *e, struct err *err)
{
    static const char *const kinds[] = { "issue", "seen", "reply" };
    size_t *n = ctx;

    (void)err;
    assert_true(*n < COUNT_OF(kinds));
    assert_string_equal(order_event_name(e->kind), kinds[(*n)++]);
    return RC_OK;
}

static void every_event_is_kept_in_order(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    size_t n = 0;

    event(o, id, EVENT_SEEN);
    event(o, id, EVENT_REPLY);
    OK(store_order_each_event(o->store, id, count_event, &n, &err));
    assert_int_equal(n, 3);
}

/* ---- again, and elsewhere ---- */

static void the_same_fault_after_an_order_was_closed_is_a_repeat(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);

    assert_int_equal(order_of(o, id).n_repeats, 0);
    event(o, id, EVENT_REPLY);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(order_of(o, issue(o, 0, 0)).n_repeats, 1);
    assert_int_equal(order_of(o, issue(o, 0, 1)).n_repeats, 0);
    assert_int_equal(order_of(o, issue(o, 1, 0)).n_repeats, 0); /* another site's first time */
}

/* What came after the approval does not undo it. */
static void a_repeat_is_not_washed_away(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);

    event(o, id, EVENT_REPLY);
    event(o, id, EVENT_APPROVE);
    event(o, id, EVENT_REOPEN);
    event(o, id, EVENT_EXPLAIN);
    event(o, id, EVENT_WITHDRAW);
    assert_int_equal(order_of(o, issue(o, 0, 0)).n_repeats, 1);
}

static void what_was_no_fault_is_no_repeat(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);

    event(o, id, EVENT_APPEAL);
    decide(o, REVIEW_DISMISS, 0, 0);
    event(o, id, EVENT_APPROVE);
    decide(o, REVIEW_CONFIRM, 0, 0); /* it was a mistake */
    assert_int_equal(order_of(o, issue(o, 0, 0)).n_repeats, 0);
}

struct similar {
    size_t n;
    uint64_t id;
};

static enum rc take_similar(void *ctx, const struct finding_row *row, struct err *err)
{
    struct similar *s = ctx;

    (void)err;
    s->n++;
    s->id = row->stored.id;
    assert_true(str_eq(row->stored.finding.site, str_of(codes[1])));
    return RC_OK;
}

static void the_same_fault_on_the_units_other_sites_is_told(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 2);
    struct similar found = { 0 };

    OK(store_order_each_similar(o->store, id, 10, take_similar, &found, &err));
    assert_int_equal(found.n, 1);
    assert_int_equal(found.id, o->ids[1][2]);
    hand_over(o, 1, 2); /* it is gone there */
    found.n = 0;
    OK(store_order_each_similar(o->store, id, 10, take_similar, &found, &err));
    assert_int_equal(found.n, 0);
}

/* ---- files ---- */

static enum rc put_file(struct office *o, int64_t order, const char *name, struct str bytes)
{
    const struct handed_file file = { .name = str_of(name), .at = o->now, .by = STR("李四") };
    int64_t id;

    return store_handed_put(o->store, HANDED_WITH_ORDER, order, &file, bytes, &id, NULL);
}

static enum rc count_file(void *ctx, const struct handed_file *file, struct err *err)
{
    (void)err;
    assert_int_equal(file->hash.n, 64);
    ++*(size_t *)ctx;
    return RC_OK;
}

static enum rc count_row(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)row;
    (void)err;
    ++*(int64_t *)ctx;
    return RC_OK;
}

/* The total is that of the rows, though it is counted without them. */
static void expect_free(struct office *o, int64_t unit, int64_t expected)
{
    int64_t n = 0, total = -1;

    OK(store_order_each_free(o->store, unit, 0, 100, count_row, &n, &total, &err));
    assert_int_equal(n, expected);
    assert_int_equal(total, expected);
}

static void confirmed_findings_without_an_open_order_may_be_ordered(void **state)
{
    struct office *o = *state;
    int64_t order;

    expect_free(o, 0, 0);
    for (size_t i = 0; i < SITES; i++)
        for (size_t k = 0; k < 2; k++)
            decide(o, REVIEW_CONFIRM, i, k);
    expect_free(o, 0, 6);
    expect_free(o, o->bureau, 4);
    order = issue(o, 0, 0);
    (void)issue(o, 0, 2); /* that nobody confirmed */
    expect_free(o, 0, 5);
    expect_free(o, o->bureau, 3);
    expect_free(o, o->other, 2);
    decide(o, REVIEW_DISMISS, 0, 0); /* it is ordered */
    expect_free(o, 0, 5);
    decide(o, REVIEW_CONFIRM, 0, 0);
    event(o, order, EVENT_REPLY);
    event(o, order, EVENT_APPROVE);
    expect_free(o, 0, 6);
    event(o, order, EVENT_REOPEN);
    expect_free(o, 0, 5);
    hand_over(o, 1, 1); /* one is gone */
    expect_free(o, o->bureau, 2);
    event(o, order, EVENT_REPLY);
    event(o, order, EVENT_APPROVE);
    (void)issue(o, 0, 0); /* once more */
    expect_free(o, o->bureau, 2);
}

static void files_of_a_reply_are_kept(void **state)
{
    static const char *const wrong[] = { "", ".x", "../a", "a/b", "a\\b", "a\nb" };
    static char large[HANDED_FILE_BYTES_MAX + 1];
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    struct str bytes;
    size_t n = 0;

    assert_int_equal(put_file(o, id, "整改报告.docx", STR("一")), RC_OK);
    assert_int_equal(put_file(o, id, "整改报告.docx", STR("二\0三")), RC_OK);
    OK(store_handed_get(o->store, HANDED_WITH_ORDER, id, STR("整改报告.docx"), &o->a, &bytes,
                        &err));
    assert_true(str_eq(bytes, STR("二\0三")));
    assert_int_equal(
        store_handed_get(o->store, HANDED_WITH_ORDER, id, STR("无"), &o->a, &bytes, NULL),
        RC_NOT_FOUND);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(put_file(o, id, wrong[i], STR("一")), RC_SYNTAX);
    assert_int_equal(put_file(o, id, "大", str_from(large, HANDED_FILE_BYTES_MAX)), RC_OK);
    assert_int_equal(put_file(o, id, "太大", str_from(large, sizeof(large))), RC_LIMIT);
    assert_int_equal(put_file(o, 99, "无", STR("一")), RC_NOT_FOUND);
    for (int i = 3; i < HANDED_FILES_MAX; i++)
        assert_int_equal(put_file(o, id, "一", STR("一")), RC_OK);
    assert_int_equal(put_file(o, id, "一", STR("一")), RC_LIMIT);
    OK(store_handed_each(o->store, HANDED_WITH_ORDER, id, count_file, &n, &err));
    assert_int_equal(n, HANDED_FILES_MAX);
    event(o, id, EVENT_REPLY);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(put_file(o, id, "一", STR("一")), RC_BUSY);
}

/* ---- lists ---- */

static enum rc take_order(void *ctx, const struct order *order, struct err *err)
{
    (void)err;
    *(int64_t *)ctx = order->id;
    return RC_OK;
}

static void expect_list(struct office *o, struct order_query q, int64_t total, int64_t last)
{
    int64_t n = -1, id = 0;

    q.n_max = 10;
    OK(store_orders(o->store, &q, take_order, &id, &n, &err));
    assert_int_equal(n, total);
    assert_int_equal(id, last);
}

static void orders_are_listed_by_unit_state_and_deadline(void **state)
{
    struct office *o = *state;
    const int64_t first = issue(o, 0, 0), second = issue(o, 0, 1);
    const int32_t deadline = order_of(o, first).deadline;
    struct order order;

    expect_list(o, (struct order_query){ 0 }, 2, first); /* newest first */
    expect_list(o, (struct order_query){ .unit = o->bureau }, 2, first);
    expect_list(o, (struct order_query){ .unit = UNIT_TOP }, 2, first);
    expect_list(o, (struct order_query){ .unit = o->other }, 0, 0);
    expect_list(o, (struct order_query){ .overdue_on = deadline }, 0, 0);
    expect_list(o, (struct order_query){ .overdue_on = deadline + 1 }, 2, first);
    event(o, first, EVENT_REPLY);
    expect_list(o, (struct order_query){ .overdue_on = deadline + 1 }, 1, second);
    expect_list(o, (struct order_query){ .states = 1u << ORDER_REPLIED }, 1, first);
    assert_int_equal(store_order_get(o->store, o->other, first, &o->a, &order, NULL), RC_NOT_FOUND);
    assert_int_equal(store_order_get(o->store, 0, 99, &o->a, &order, NULL), RC_NOT_FOUND);
    assert_int_equal(store_order_get(o->store, 0, 0, &o->a, &order, NULL), RC_NOT_FOUND);
}

/* Its findings are free again, as if it had not been issued; what re-checks see comes too late. */
static void a_withdrawn_order_holds_nothing_and_takes_nothing(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    const struct order_finding seen = { .site = str_of(codes[0]),
                                        .id = o->ids[0][0],
                                        .outcome = OUTCOME_GONE };
    struct recheck_wanted wanted;

    decide(o, REVIEW_CONFIRM, 0, 0);
    event(o, id, EVENT_REPLY);
    assert_int_equal(try_event(o, id, EVENT_WITHDRAW, " "), RC_SYNTAX);
    expect_free(o, o->bureau, 0);
    event(o, id, EVENT_WITHDRAW);
    assert_int_equal(order_of(o, id).state, ORDER_WITHDRAWN);
    assert_int_equal(store_order_next_recheck(o->store, &wanted, NULL), RC_NOT_FOUND);
    assert_int_equal(store_order_put_outcome(o->store, id, &seen, NULL), RC_BUSY);
    expect_free(o, o->bureau, 1);
    expect_list(o, (struct order_query){ .states = ORDERS_OPEN }, 0, 0);
    assert_int_equal(put_file(o, id, "一", STR("一")), RC_BUSY);
    assert_int_equal(order_of(o, issue(o, 0, 0)).n_repeats, 0);
    assert_int_equal(try_event(o, id, EVENT_REOPEN, "有误"), RC_BUSY);
}

/* Nothing is waited for any more, so no day holds. */
static void a_withdrawn_order_has_no_day(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    struct order_event back = {
        .at = o->now, .by = STR("张三"), .kind = EVENT_WITHDRAW, .text = STR("有误"), .day = 30000
    };
    int64_t event_id;

    event(o, id, EVENT_EXPLAIN);
    assert_int_not_equal(order_of(o, id).explained_day, DAY_NONE);
    assert_int_equal(store_order_event(o->store, id, &back, &event_id, NULL), RC_SYNTAX);
    back.day = DAY_NONE;
    OK(store_order_event(o->store, id, &back, &event_id, &err));
    assert_int_equal(order_of(o, id).explained_day, DAY_NONE);
}

static void an_order_is_prolonged_to_a_later_day_alone(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    const int32_t deadline = order_of(o, id).deadline;
    struct order_event later = {
        .at = o->now, .by = STR("张三"), .kind = EVENT_PROLONG, .text = STR("平台停机")
    };
    int64_t event_id;

    assert_int_equal(store_order_event(o->store, id, &later, &event_id, NULL), RC_SYNTAX);
    later.day = deadline;
    assert_int_equal(store_order_event(o->store, id, &later, &event_id, NULL), RC_SYNTAX);
    later.day = deadline + 1;
    OK(store_order_event(o->store, id, &later, &event_id, &err));
    assert_int_equal(order_of(o, id).deadline, deadline + 1);
    assert_int_equal(order_of(o, id).state, ORDER_ISSUED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_open_findings_of_the_unit_are_ordered),
        TEST(an_order_says_what_is_demanded_and_until_when),
        TEST(an_order_is_seen_answered_returned_and_closed),
        TEST(a_state_takes_the_events_of_the_table_and_no_others),
        TEST(an_event_says_what_it_must),
        TEST(what_was_not_seen_repaired_is_approved_with_a_reason_alone),
        TEST(what_a_recheck_sees_after_the_end_is_not_written_down),
        TEST(a_finding_is_in_one_open_order_at_most),
        TEST(a_reply_and_who_asks_for_it_wait_for_a_recheck),
        TEST(every_event_is_kept_in_order),
        TEST(the_same_fault_after_an_order_was_closed_is_a_repeat),
        TEST(a_repeat_is_not_washed_away),
        TEST(what_was_no_fault_is_no_repeat),
        TEST(the_same_fault_on_the_units_other_sites_is_told),
        TEST(confirmed_findings_without_an_open_order_may_be_ordered),
        TEST(files_of_a_reply_are_kept),
        TEST(orders_are_listed_by_unit_state_and_deadline),
        TEST(a_withdrawn_order_holds_nothing_and_takes_nothing),
        TEST(a_withdrawn_order_has_no_day),
        TEST(an_order_is_prolonged_to_a_later_day_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
