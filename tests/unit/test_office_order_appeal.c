/* Appeals against an order: what is taken out of it, and what is left. */
#include "order_support.h"

#include <stdio.h>

struct first {
    enum order_outcome outcome;
    char reason[100];
    size_t n_evidence;
    size_t n;
};

static enum rc take_first(void *ctx, const struct order_finding *f, struct err *err)
{
    struct first *out = ctx;

    (void)err;
    if (!out->n++) {
        out->outcome = f->outcome;
        out->n_evidence = f->outcome_evidence.n;
        (void)snprintf(out->reason, sizeof(out->reason), "%.*s", STR_ARG(f->outcome_reason));
    }
    return RC_OK;
}

static void an_approved_appeal_takes_out_what_was_dismissed_and_leaves_the_rest(void **state)
{
    struct office *o = *state;
    const struct order_target targets[] = { { str_of(codes[0]), o->ids[0][0] },
                                            { str_of(codes[0]), o->ids[0][1] } };
    const struct order_finding seen = {
        .site = str_of(codes[0]), .id = o->ids[0][0], .outcome = OUTCOME_STILL, .outcome_at = o->now
    };
    const struct order demanded = draft(o);
    struct order_event approve = {
        .at = o->now, .by = STR("张三"), .kind = EVENT_APPROVE, .text = STR("链接是第三方的")
    };
    struct first f = { 0 };
    int64_t id, event_id, holding;

    OK(store_order_add(o->store, &demanded, targets, 2, &id, &err));
    event(o, id, EVENT_SEEN);
    event(o, id, EVENT_APPEAL);
    assert_int_equal(try_event(o, id, EVENT_APPROVE, "属实"), RC_SYNTAX); /* nothing is dismissed */
    decide(o, REVIEW_DISMISS, 0, 0);
    assert_int_equal(try_event(o, id, EVENT_APPROVE, " "), RC_SYNTAX);
    approve.day = demanded.deadline + 5;
    OK(store_order_event(o->store, id, &approve, &event_id, &err));
    assert_int_equal(order_of(o, id).state, ORDER_SEEN);
    assert_int_equal(order_of(o, id).n_dismissed, 1);
    assert_int_equal(order_of(o, id).deadline, approve.day);
    OK(store_order_put_outcome(o->store, id, &seen, &err)); /* by a re-check that had begun */
    OK(store_order_each_finding(o->store, id, take_first, &f, &err));
    assert_int_equal(f.outcome, OUTCOME_DISMISSED);
    assert_string_equal(f.reason, "链接是第三方的");
    OK(store_order_holding(o->store, targets[0].site, targets[0].id, &holding, &err));
    assert_int_equal(holding, 0);
    OK(store_order_holding(o->store, targets[1].site, targets[1].id, &holding, &err));
    assert_int_equal(holding, id);
    /* The rest goes on; when nothing is left it is done. */
    event(o, id, EVENT_APPEAL);
    assert_int_equal(try_event(o, id, EVENT_APPROVE, "属实"), RC_SYNTAX);
    decide(o, REVIEW_DISMISS, 0, 1);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(order_of(o, id).state, ORDER_CLOSED);
}

/* Of an order for findings 0 and 1, of which an appeal took out 0. */
static int64_t without_the_first(struct office *o)
{
    const struct order_target targets[] = { { str_of(codes[0]), o->ids[0][0] },
                                            { str_of(codes[0]), o->ids[0][1] } };
    const struct order demanded = draft(o);
    int64_t id;

    OK(store_order_add(o->store, &demanded, targets, 2, &id, &err));
    event(o, id, EVENT_APPEAL);
    decide(o, REVIEW_DISMISS, 0, 0);
    event(o, id, EVENT_APPROVE);
    return id;
}

static enum rc count_expired(void *ctx, const struct order *order, int64_t n, struct err *err)
{
    (void)order;
    (void)err;
    *(int64_t *)ctx += n;
    return RC_OK;
}

static void what_an_appeal_took_out_stands_in_no_order(void **state)
{
    struct office *o = *state;
    const int64_t id = without_the_first(o);
    int64_t n = 0;

    event(o, id, EVENT_EXPLAIN);
    decide(o, REVIEW_CONFIRM, 0, 0);
    OK(store_order_each_expired(o->store, day_of_time(o->now) + 60, count_expired, &n, &err));
    assert_int_equal(n, 1);
}

static void a_recheck_leaves_all_that_is_said_of_what_was_taken_out(void **state)
{
    struct office *o = *state;
    const int64_t id = without_the_first(o);
    const struct order_finding late = { .site = str_of(codes[0]),
                                        .id = o->ids[0][0],
                                        .outcome = OUTCOME_STILL,
                                        .outcome_at = o->now,
                                        .outcome_evidence = STR("warc:000002.warc.gz#1"),
                                        .outcome_excerpt = STR("帐号") };
    struct first f = { 0 };

    OK(store_order_put_outcome(o->store, id, &late, &err));
    OK(store_order_each_finding(o->store, id, take_first, &f, &err));
    assert_int_equal(f.outcome, OUTCOME_DISMISSED);
    assert_int_equal(f.n_evidence, 0);
}

static void only_an_appeal_that_leaves_something_sets_a_deadline(void **state)
{
    struct office *o = *state;
    const int64_t id = issue(o, 0, 0);
    const struct order_event approve = { .at = o->now,
                                         .by = STR("张三"),
                                         .kind = EVENT_APPROVE,
                                         .text = STR("现场核实"),
                                         .day = day_of_time(o->now) + 30 };
    int64_t event_id;

    event(o, id, EVENT_REPLY);
    assert_int_equal(store_order_event(o->store, id, &approve, &event_id, NULL), RC_SYNTAX);
    event(o, id, EVENT_RETURN);
    event(o, id, EVENT_APPEAL);
    decide(o, REVIEW_DISMISS, 0, 0);
    assert_int_equal(store_order_event(o->store, id, &approve, &event_id, NULL), RC_SYNTAX);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(order_of(o, id).state, ORDER_CLOSED);
    assert_int_equal(order_of(o, id).deadline, draft(o).deadline);
}

static void an_order_that_keeps_nothing_is_not_reopened(void **state)
{
    struct office *o = *state;
    const int64_t id = without_the_first(o);

    event(o, id, EVENT_APPEAL);
    decide(o, REVIEW_DISMISS, 0, 1);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(try_event(o, id, EVENT_REOPEN, "又出现"), RC_BUSY);
}

static void an_order_is_as_before_the_appeal_that_was_approved(void **state)
{
    struct office *o = *state;
    const struct order_target targets[] = { { str_of(codes[0]), o->ids[0][0] },
                                            { str_of(codes[0]), o->ids[0][1] },
                                            { str_of(codes[0]), o->ids[0][2] } };
    const struct order demanded = draft(o);
    int64_t id;

    OK(store_order_add(o->store, &demanded, targets, 3, &id, &err));
    event(o, id, EVENT_APPEAL);
    decide(o, REVIEW_DISMISS, 0, 0);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(order_of(o, id).state, ORDER_ISSUED);
    event(o, id, EVENT_REPLY);
    event(o, id, EVENT_RETURN);
    event(o, id, EVENT_APPEAL);
    decide(o, REVIEW_DISMISS, 0, 1);
    event(o, id, EVENT_APPROVE);
    assert_int_equal(order_of(o, id).state, ORDER_RETURNED);
}

static enum rc count_similar(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)row;
    (void)err;
    ++*(size_t *)ctx;
    return RC_OK;
}

static void what_was_taken_out_is_looked_for_on_no_other_site(void **state)
{
    struct office *o = *state;
    const int64_t id = without_the_first(o);
    size_t n = 0;

    OK(store_order_each_similar(o->store, id, 10, count_similar, &n, &err));
    assert_int_equal(n, 1); /* finding 1 of the unit's other site */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_approved_appeal_takes_out_what_was_dismissed_and_leaves_the_rest),
        TEST(what_an_appeal_took_out_stands_in_no_order),
        TEST(a_recheck_leaves_all_that_is_said_of_what_was_taken_out),
        TEST(only_an_appeal_that_leaves_something_sets_a_deadline),
        TEST(an_order_that_keeps_nothing_is_not_reopened),
        TEST(an_order_is_as_before_the_appeal_that_was_approved),
        TEST(what_was_taken_out_is_looked_for_on_no_other_site),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
