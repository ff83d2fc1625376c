/* What later runs, returns and decisions change of a round, and what they do not. */
#include "round_support.h"

#include <time.h>

static void a_later_run_takes_nothing_from_a_round(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round r;

    run(o, 3, 2);
    confirm_all(o);
    r = open_round(o, 100, 0);
    state_clear(o, &r);
    run(o, 3, 2); /* sees them again */
    run(o, 3, 0); /* they are repaired */
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_fail, 2);
    assert_int_equal(t.n_findings, 2);
    assert_int_equal(t.n_confirmed, 2);
    t = freeze(o, &r);
    assert_int_equal(t.sites.n_fail, 2);
    assert_int_equal(t.n_findings, 2);
}

/* How many of the findings of a new round on the newest run a person confirmed. */
static size_t n_confirmed(struct office *o)
{
    const struct round r = open_round(o, 100, 0);
    struct round_state t;

    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.n_findings, 1);
    return t.n_confirmed;
}

static void what_came_back_or_is_graver_has_to_be_confirmed_again(void **state)
{
    struct office *o = *state;

    run_as(o, GRADE_NOTICE);
    confirm_all(o);
    run_as(o, GRADE_NOTICE);
    assert_int_equal(n_confirmed(o), 1);
    run_as(o, GRADE_FAULT);
    assert_int_equal(n_confirmed(o), 0);
    confirm_all(o);
    run_as(o, GRADE_NOTICE);
    assert_int_equal(n_confirmed(o), 1);
    run_as(o, GRADE_NONE);
    run_as(o, GRADE_NOTICE);
    assert_int_equal(n_confirmed(o), 0);
    confirm_all(o);
    assert_int_equal(n_confirmed(o), 1);
}

static void undo_last(struct office *o)
{
    int64_t id;

    OK(store_review_add(
        o->store,
        &(struct review_action){
            .at = 2, .by = STR("张三"), .kind = REVIEW_UNDO, .target = o->last_review },
        &id, &o->err));
}

/* Graver than it was a run ago, and not than what was decided on. */
static void what_is_as_grave_again_stays_confirmed(void **state)
{
    struct office *o = *state;

    run_as(o, GRADE_FAULT);
    confirm_all(o);
    run_as(o, GRADE_NOTICE);
    run_as(o, GRADE_FAULT);
    assert_int_equal(n_confirmed(o), 1);
    run_as(o, GRADE_VETO);
    assert_int_equal(n_confirmed(o), 0);
}

/* What the round's own run saw was confirmed; what is graver later, or comes back, was not. */
static void an_open_round_keeps_what_was_decided_on_what_its_run_saw(void **state)
{
    static const enum grade later[] = { GRADE_FAULT, GRADE_NONE, GRADE_FAULT };
    struct office *o = *state;
    struct round_state t;
    struct round r;
    int64_t first;

    run_as(o, GRADE_NOTICE);
    first = o->run;
    confirm_all(o);
    r = open_round(o, 100, 0);
    for (size_t i = 0; i < COUNT_OF(later); i++) {
        run_as(o, later[i]);
        OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
        assert_int_equal(t.n_confirmed, 1);
    }
    assert_int_equal(n_confirmed(o), 0);

    o->run = first;
    undo_last(o);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.n_confirmed, 0);
    confirm_all(o); /* as it is now, and so as it was */
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.n_confirmed, 1);
}

static enum rc take_one(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct review_action *action = ctx;

    (void)err;
    action->finding = f->id;
    action->subject = review_subject(&f->finding, f->detail_json);
    return RC_OK;
}

/* The one finding of the newest run. */
static void dismiss(struct office *o)
{
    struct review_action action = { .at = 1,
                                    .by = STR("张三"),
                                    .kind = REVIEW_DISMISS,
                                    .site = code_of(o, 0),
                                    .reason = STR("不是问题") };

    OK(store_each_reviewed(o->store, o->run, take_one, &action, &o->err));
    OK(store_review_add(o->store, &action, &o->last_review, &o->err));
}

static size_t n_standing(struct office *o, const struct round *r)
{
    struct round_state t;

    OK(round_judge(o->store, r, &o->set, o->memo, &t, &o->err));
    return t.n_findings;
}

/* Another word in the same place is another thing: what was decided on the first one stands. */
static void a_round_goes_by_what_stood_there_then(void **state)
{
    struct office *o = *state;
    struct round r;

    o->detail = STR("{\"word\":\"甲\"}");
    run_as(o, GRADE_NOTICE);
    dismiss(o);
    r = open_round(o, 100, 0);
    assert_int_equal(n_standing(o, &r), 0);
    o->detail = STR("{\"word\":\"乙\"}");
    run_as(o, GRADE_NOTICE);
    assert_int_equal(n_standing(o, &r), 0);
    confirm_all(o);
    assert_int_equal(n_standing(o, &r), 0);
}

/* Nobody can see it as it was any more: what is decided of it now is all that can be. */
static void what_was_not_decided_on_then_can_be_now(void **state)
{
    struct office *o = *state;
    struct round r;

    o->detail = STR("{\"word\":\"甲\"}");
    run_as(o, GRADE_NOTICE);
    r = open_round(o, 100, 0);
    o->detail = STR("{\"word\":\"乙\"}");
    run_as(o, GRADE_NOTICE);
    assert_int_equal(n_standing(o, &r), 1);
    dismiss(o);
    assert_int_equal(n_standing(o, &r), 0);
    undo_last(o);
    assert_int_equal(n_standing(o, &r), 1);
}

/* Every kept row must not walk all decisions: 3,000 of each took 2 s of CPU. */
static void a_round_of_many_decisions_is_judged_quickly(void **state)
{
    enum { N = 3000 };
    struct office *o = *state;
    struct round_state t;
    struct round r;
    clock_t began;

    run(o, N, N);
    r = open_round(o, 100, 0);
    run(o, N, N);
    confirm_all(o);
    began = clock();
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.n_confirmed, N);
    assert_true(clock() - began < 3 * CLOCKS_PER_SEC / 2);
}

static enum rc take_grade(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    *(enum grade *)ctx = f->finding.grade;
    return RC_OK;
}

static enum grade grade_in(struct office *o, int64_t run)
{
    enum grade grade = GRADE_NONE;

    OK(store_each_finding(o->store, run, take_grade, &grade, &o->err));
    return grade;
}

static void an_open_round_keeps_what_its_run_saw(void **state)
{
    static const enum grade later[] = { GRADE_NOTICE, GRADE_FAULT, GRADE_NONE, GRADE_NOTICE };
    struct office *o = *state;
    int64_t first;
    struct round r;

    run_as(o, GRADE_VETO);
    first = o->run;
    r = open_round(o, 100, 0);
    state_clear(o, &r);
    for (size_t i = 0; i < COUNT_OF(later); i++) {
        run_as(o, later[i]);
        assert_int_equal(grade_in(o, first), GRADE_VETO);
        assert_int_equal(grade_in(o, o->run), later[i]);
    }
    (void)freeze(o, &r); /* nothing needs it now */
    assert_int_equal(grade_in(o, first), GRADE_NOTICE);
}

static void a_decision_on_what_is_gone_since_counts(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round r;
    int64_t first;

    run(o, 3, 2);
    first = o->run;
    r = open_round(o, 100, 0);
    state_clear(o, &r);
    run(o, 3, 0); /* they are repaired */
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_unknown, 2);
    o->run = first;
    confirm_all(o);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_fail, 2);
    assert_int_equal(t.n_confirmed, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_later_run_takes_nothing_from_a_round),
        TEST(what_came_back_or_is_graver_has_to_be_confirmed_again),
        TEST(what_is_as_grave_again_stays_confirmed),
        TEST(an_open_round_keeps_what_was_decided_on_what_its_run_saw),
        TEST(a_round_goes_by_what_stood_there_then),
        TEST(what_was_not_decided_on_then_can_be_now),
        TEST(a_round_of_many_decisions_is_judged_quickly),
        TEST(an_open_round_keeps_what_its_run_saw),
        TEST(a_decision_on_what_is_gone_since_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
