/* From things and doubts to verdicts and points: every boundary of the rules. */
#include "base/base.h"

#include "judge/evaluate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Metric 0: blank-column by page, 1: stale-column by page, 2: dead-link. */
static const char rules[] =
    "format: 1\nname: x\ntitle: x\nversion: x\nbasis: x\n"
    "numbers:\n"
    "- {name: deduct_full, title: x, number: {value: 100, status: official, basis: x}}\n"
    "- {name: bonus_full, title: x, number: {value: 30, status: official, basis: x}}\n"
    "- {name: fail_below, title: x, number: {value: 60, status: official, basis: x}}\n"
    "- {name: bonus_above, title: x, number: {value: 80, status: official, basis: x}}\n"
    "- {name: no_service_full, title: x, number: {value: 75, status: official, basis: x}}\n"
    "- {name: no_service_times, title: x, number: {value: 4, status: official, basis: x}}\n"
    "- {name: no_service_over, title: x, number: {value: 3, status: official, basis: x}}\n"
    "- {name: reach_days, title: x, number: {value: 7, status: official, basis: x}}\n"
    "- {name: reach_per_day, title: x, number: {value: 20, status: official, basis: x}}\n"
    "- {name: reach_seconds, title: x, number: {value: 15, status: official, basis: x}}\n"
    "- {name: reach_percent, title: x, number: {value: 5, status: official, basis: x}}\n"
    "metrics:\n"
    "- {name: blank, title: x, check: blank-column, per_page: true}\n"
    "- {name: stale, title: x, check: stale-column, per_page: true}\n"
    "- {name: dead, title: x, check: dead-link}\n"
    "- {name: down, title: x, check: site-unreachable, grade: veto}\n"
    "- {name: guide, title: x, check: guide-element}\n"
    "- {name: older, title: x, check: stale-column, per_page: true}\n"
    "categories:\n"
    "- {title: c, full: {value: 75, status: official, basis: x}}\n"
    "- {title: s, service: true, full: {value: 25, status: official, basis: x}}\n"
    "indicators:\n"
    "- id: V\n  title: x\n  part: veto\n  applies: site\n  situations:\n"
    "  - {id: V.1, text: x, count: [blank], at_least: {value: 5, status: official, basis: x}}\n"
    "- id: O\n  title: x\n  part: veto\n  applies: site\n  situations:\n"
    "  - {id: O.1, text: x, count: [stale, older], at_least: {value: 99, status: official, basis: "
    "x}}\n"
    "- id: R\n  title: x\n  part: veto\n  applies: site\n  situations:\n"
    "  - {id: R.1, text: x, by: availability, count: [down]}\n"
    "- id: G\n  title: x\n  part: veto\n  applies: site\n  service: true\n  situations:\n"
    "  - {id: G.1, text: x, count: [guide]}\n"
    "- id: A\n  title: x\n  part: deduct\n  applies: portal\n  category: c\n"
    "  full: {value: 45, status: official, basis: x}\n  situations:\n"
    "  - {id: A.1, text: x, count: [stale], each: true, points: {value: 5, status: official, "
    "basis: x}}\n"
    "- id: B\n  title: x\n  part: deduct\n  applies: portal\n  category: c\n"
    "  full: {value: 30, status: official, basis: x}\n  situations:\n"
    "  - {id: B.1, text: x, count: [stale, blank, dead], each: true, points: {value: 1, status: "
    "official, basis: x}}\n"
    "- id: S\n  title: x\n  part: deduct\n  applies: portal\n  category: s\n"
    "  full: {value: 25, status: official, basis: x}\n  situations:\n"
    "  - {id: S.1, text: x, by: person, points: {value: 25, status: official, basis: x}}\n"
    "- id: M\n  title: x\n  part: veto\n  applies: account\n  situations:\n"
    "  - {id: M.1, text: x, count: [dead]}\n"
    "- id: N\n  title: x\n  part: veto\n  applies: account\n  situations:\n"
    "  - {id: N.1, text: x, by: person}\n"
    "  - {id: N.2, text: x, by: person}\n"
    "- id: X\n  title: x\n  part: bonus\n  applies: portal\n  situations:\n"
    "  - {id: X.1, text: x, by: person}\n";

enum { BLANK = 1, STALE = 2, DEAD = 4, DOWN = 8, GUIDE = 16, THINGS_MAX = 200 };

struct bench {
    struct arena arena;
    struct indicator_set set;
    struct thing things[THINGS_MAX];
    struct evidence e;
    struct judgement j;
};

static const struct statement no_services_fault[] = { { { .p = "S", .n = 1 }, false, -1 } };

static int set_up(void **state)
{
    struct bench *b = calloc(1, sizeof(*b));
    struct err err = { 0 };

    if (!b)
        return -1;
    if (indicator_parse("rules", str_of(rules), &b->arena, &b->set, &err))
        fail_msg("%s", err.text);
    b->e = (struct evidence){ .is_portal = true,
                              .serves_public = true,
                              .is_running = true,
                              .things = b->things,
                              .statements = no_services_fault,
                              .n_statements = 1,
                              .visits = { .n = 2016, .n_failed = 0, .days = 7 } };
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;

    arena_done(&b->arena);
    free(b);
    return 0;
}

static void add(struct bench *b, size_t n, uint64_t metrics, bool is_confirmed)
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t id = b->e.n_things + 1;

        b->things[b->e.n_things++] =
            (struct thing){ .id = id, .key = id, .metrics = metrics, .is_confirmed = is_confirmed };
    }
}

static void judge(struct bench *b)
{
    evaluate(&b->set, &b->e, &b->arena, &b->j);
}

static const struct situation_result *result(const struct bench *b, const char *id)
{
    for (size_t i = 0; i < b->j.n_results; i++)
        if (str_eq(b->j.results[i].situation->id, str_of(id)))
            return &b->j.results[i];
    fail_msg("no situation %s", id);
    return NULL;
}

static void waits_only_for(const struct bench *b, enum wait wait)
{
    for (int i = 0; i < WAIT_N; i++)
        assert_int_equal(b->j.waits[i], i == (int)wait);
    assert_int_equal(wait_of(str_of(wait_name(wait))), wait);
}

static void expect_score(const struct bench *b, double score)
{
    assert_true(b->j.score.is_given);
    assert_true(fabs((double)b->j.score.low / QUANTITY_ONE - score) < 0.005);
    assert_int_equal(b->j.score.low, b->j.score.high);
}

static void nothing_found_and_all_judged_passes_with_full_marks(void **state)
{
    struct bench *b = *state;

    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    expect_score(b, 100);
    assert_int_equal(b->j.score.judged, 100 * QUANTITY_ONE);
}

static void a_veto_needs_the_full_number_of_confirmed_things(void **state)
{
    struct bench *b = *state;

    b->e.is_portal = false;
    add(b, 4, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    add(b, 1, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    assert_int_equal(result(b, "V.1")->n_ids, 5);
}

static void what_nobody_reviewed_fails_no_site(void **state)
{
    struct bench *b = *state;

    b->e.is_portal = false;
    add(b, 4, BLANK, true);
    add(b, 1, BLANK, false);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    assert_int_equal(b->j.foreseen, VERDICT_FAIL);
    waits_only_for(b, WAIT_REVIEW);
}

/* Unknown is neither a fault nor clean: one page not judged could be the fifth blank column. */
static void what_was_not_judged_never_vetoes_and_is_never_clean(void **state)
{
    struct bench *b = *state;
    struct doubt doubt = { STR("blank-column"), STR("shell"), 1, 0 };

    b->e.is_portal = false;
    b->e.doubts = &doubt;
    b->e.n_doubts = 1;
    add(b, 3, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS); /* 3 + 1 < 5 */
    add(b, 1, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    assert_int_equal(b->j.foreseen, VERDICT_UNKNOWN);
    waits_only_for(b, WAIT_MEASURE);
    b->e.n_things = 0;
    doubt.n_pages = 0; /* the whole site */
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    assert_int_equal(result(b, "V.1")->answer, ANSWER_MAYBE);
}

/* Columns have pages of their own, but for a home page; other things stand on one page together. */
static void an_unread_page_may_hide_more_than_one_thing(void **state)
{
    struct bench *b = *state;
    struct doubt doubt = { STR("blank-column"), STR("script"), 1, 0 };
    struct metric metrics[METRICS_MAX];

    memcpy(metrics, b->set.metrics, b->set.n_metrics * sizeof(*metrics));
    b->set.metrics = metrics;
    b->e.is_portal = false;
    b->e.doubts = &doubt;
    b->e.n_doubts = 1;
    doubt.n_things = 4; /* windows of the home page */
    judge(b);
    assert_int_equal(result(b, "V.1")->answer, ANSWER_NO);
    doubt.n_things = 5;
    judge(b);
    assert_int_equal(result(b, "V.1")->answer, ANSWER_MAYBE);
    doubt.n_things = 0;
    metrics[0].is_per_page = false;
    judge(b);
    assert_int_equal(result(b, "V.1")->answer, ANSWER_MAYBE);
    metrics[0].is_per_column = true;
    judge(b);
    assert_int_equal(result(b, "V.1")->answer, ANSWER_NO);
}

static void a_page_not_judged_counts_once_for_metrics_of_one_check(void **state)
{
    struct bench *b = *state;
    struct doubt doubt = { STR("stale-column"), STR("shell"), 98, 0 };

    b->e.is_portal = false;
    b->e.doubts = &doubt;
    b->e.n_doubts = 1;
    judge(b);
    assert_int_equal(result(b, "O.1")->answer, ANSWER_NO);
    doubt.n_pages = 99;
    judge(b);
    assert_int_equal(result(b, "O.1")->answer, ANSWER_MAYBE);
}

static void exactly_60_is_not_below_60(void **state)
{
    struct bench *b = *state;

    add(b, 8, STALE, true); /* 40 points */
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    expect_score(b, 60);
    add(b, 1, DEAD, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    expect_score(b, 59);
}

static void exactly_80_does_not_open_the_bonus(void **state)
{
    struct bench *b = *state;
    const struct statement statements[] = { { STR("S"), false, -1 }, { STR("X.1"), true, 1000 } };

    b->e.statements = statements;
    b->e.n_statements = 2;
    add(b, 4, STALE, true);
    judge(b);
    expect_score(b, 80);
    b->e.n_things = 0;
    add(b, 19, DEAD, true);
    judge(b);
    expect_score(b, 91); /* 81 + 10 */
}

/* As in the table of 2015. */
static void a_set_without_a_bonus_gives_none(void **state)
{
    struct bench *b = *state;
    struct named_quantity numbers[20];
    const struct statement statements[] = { { STR("S"), false, -1 }, { STR("X.1"), true, 1000 } };

    memcpy(numbers, b->set.numbers, b->set.n_numbers * sizeof(*numbers));
    for (size_t i = 0; i < b->set.n_numbers; i++)
        if (str_eq(numbers[i].name, STR("bonus_above")))
            numbers[i].name = STR("other");
    b->set.numbers = numbers;
    b->e.statements = statements;
    b->e.n_statements = 2;
    judge(b);
    expect_score(b, 100);
}

static void the_bonus_has_a_ceiling(void **state)
{
    struct bench *b = *state;
    const struct statement statements[] = { { STR("S"), false, -1 }, { STR("X.1"), true, 4000 } };

    b->e.statements = statements;
    b->e.n_statements = 2;
    judge(b);
    expect_score(b, 130);
}

static void an_indicator_costs_at_most_its_mark(void **state)
{
    struct bench *b = *state;

    add(b, 100, DEAD, true);
    judge(b);
    expect_score(b, 70); /* B has 30 */
}

static void one_fault_is_charged_once(void **state)
{
    struct bench *b = *state;

    add(b, 1, STALE, true); /* counts for A and for B */
    judge(b);
    expect_score(b, 95);
    add(b, 1, BLANK, true); /* the same column, blank as well */
    b->things[1].key = b->things[0].key;
    judge(b);
    expect_score(b, 95);
    add(b, 1, BLANK, true); /* another column */
    judge(b);
    expect_score(b, 94);
}

static void departments_without_services_are_scored_out_of_75_times_four_thirds(void **state)
{
    struct bench *b = *state;

    b->e.serves_public = false;
    judge(b);
    expect_score(b, 100);
    add(b, 6, STALE, true); /* 45 of 75: exactly 60 */
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    expect_score(b, 60);
    add(b, 1, DEAD, true); /* 44 * 4/3 = 58.67 */
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    expect_score(b, 58.66);
    b->e.n_things = 0;
    add(b, 3, STALE, true); /* 60 * 4/3 = 80: exactly 80 */
    judge(b);
    expect_score(b, 80);
}

/* What is left out of the score neither waits nor speaks. */
static void without_services_nobody_looks_for_them(void **state)
{
    struct bench *b = *state;

    b->e.serves_public = false;
    b->e.n_statements = 0; /* nobody looked at the services */
    add(b, 9, STALE, false);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    waits_only_for(b, WAIT_REVIEW);
    for (size_t i = 0; i < b->j.n_results; i++)
        assert_false(str_eq(b->j.results[i].indicator->id, STR("S")));
}

static void a_veto_of_services_needs_services(void **state)
{
    struct bench *b = *state;

    add(b, 1, GUIDE, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    b->e.serves_public = false;
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    for (size_t i = 0; i < b->j.n_results; i++)
        assert_false(str_eq(b->j.results[i].indicator->id, STR("G")));
}

static void a_score_is_a_range_while_something_is_open(void **state)
{
    struct bench *b = *state;

    b->e.n_statements = 0; /* nobody looked at the services */
    add(b, 2, STALE, false);
    judge(b);
    assert_int_equal(b->j.score.high, 100 * QUANTITY_ONE);
    assert_int_equal(b->j.score.foreseen, 90 * QUANTITY_ONE);
    assert_int_equal(b->j.score.low, 65 * QUANTITY_ONE);
    assert_int_equal(b->j.score.judged, 30 * QUANTITY_ONE); /* B alone */
    assert_int_equal(b->j.verdict, VERDICT_PASS);           /* at worst 65 */
    add(b, 2, STALE, false);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN); /* at worst 55 */
    assert_true(b->j.waits[WAIT_REVIEW] && b->j.waits[WAIT_PERSON]);
}

/* One is confirmed; of how many more there are nobody knows. */
static void what_was_not_seen_may_cost_as_well_as_what_was(void **state)
{
    struct bench *b = *state;
    struct doubt doubt = { STR("stale-column"), STR("shell"), 0, 0 };
    struct statement told[] = { no_services_fault[0], { STR("A"), true, 1000 } };

    add(b, 1, STALE, true);
    b->e.doubts = &doubt;
    b->e.n_doubts = 1;
    judge(b);
    assert_int_equal(b->j.score.high, 95 * QUANTITY_ONE);
    assert_int_equal(b->j.score.low, 25 * QUANTITY_ONE); /* all of A, and of B as well */
    assert_int_equal(b->j.score.judged, 25 * QUANTITY_ONE);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    waits_only_for(b, WAIT_MEASURE);
    doubt.check = STR("dead-link"); /* of B alone, where nothing is confirmed */
    judge(b);
    assert_int_equal(b->j.score.low, 65 * QUANTITY_ONE);
    doubt.check = STR("stale-column");
    b->e.statements = told; /* a person counted them */
    b->e.n_statements = 2;
    judge(b);
    assert_int_equal(result(b, "A.1")->lost_high, 1000);
}

static void a_person_may_state_a_veto_or_clear_one(void **state)
{
    struct bench *b = *state;
    struct statement statement = { STR("R"), true, -1 };

    b->e.is_portal = false;
    b->e.statements = &statement;
    b->e.visits = (struct visits){ .n = 3, .days = 1 };
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    statement.is_fault = false;
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    b->e.n_statements = 0;
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    waits_only_for(b, WAIT_VISITS);
}

static void an_indicator_of_several_situations_is_cleared_but_accused_of_none(void **state)
{
    struct bench *b = *state;
    struct statement statement = { STR("N"), true, -1 };

    assert_false(indicator_may_state(&b->set, STR("N"), true));
    assert_true(indicator_may_state(&b->set, STR("N"), false));
    assert_true(indicator_may_state(&b->set, STR("N.2"), true));
    assert_true(indicator_may_state(&b->set, STR("V"), true)); /* it has one */
    assert_false(indicator_may_state(&b->set, STR("Z"), false));
    b->e.is_account = true;
    b->e.is_portal = false;
    b->e.statements = &statement;
    judge(b); /* as rounds of before have it */
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    statement.is_fault = false;
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    statement = (struct statement){ STR("N.2"), true, -1 };
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    assert_int_equal(result(b, "N.1")->answer, ANSWER_MAYBE);
}

/* Who cleared it did not see what was confirmed: that is dismissed, or it stands. */
static void no_statement_acquits_of_what_was_confirmed(void **state)
{
    struct bench *b = *state;
    const struct statement statement = { STR("V"), false, -1 };

    b->e.is_portal = false;
    b->e.statements = &statement;
    b->e.n_statements = 1;
    add(b, 4, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    add(b, 1, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    assert_int_equal(result(b, "V.1")->answer, ANSWER_YES);
    b->e.n_things = 0;
    b->e.visits = (struct visits){ .n = 2016, .n_failed = 101, .days = 7 };
    b->e.statements = &(struct statement){ STR("R.1"), false, -1 };
    add(b, 1, DOWN, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
}

static void a_vetoed_site_has_no_score(void **state)
{
    struct bench *b = *state;

    add(b, 5, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    assert_false(b->j.score.is_given);
}

static void a_site_that_does_not_run_is_not_judged(void **state)
{
    struct bench *b = *state;

    b->e.is_running = false;
    add(b, 5, BLANK, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    assert_int_equal(b->j.n_results, 0);
}

static void an_account_has_its_own_vetoes_and_no_others(void **state)
{
    struct bench *b = *state;

    b->e.is_account = true;
    b->e.is_portal = false;
    b->e.statements = &(struct statement){ STR("N"), false, -1 };
    b->e.visits = (struct visits){ 0 }; /* would leave a site undecided */
    add(b, 5, BLANK, true);             /* would fail one */
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
    assert_int_equal(b->j.n_results, 3);
    assert_false(b->j.score.is_given);
    add(b, 1, DEAD, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    b->e.is_account = false;
    b->e.visits = (struct visits){ .n = 2016, .days = 7 };
    b->e.n_things = 0;
    add(b, 1, DEAD, true);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
}

static void seven_of_140_visits_condemn_and_six_do_not(void **state)
{
    const struct bench *b = *state;
    struct visits v = { .n = 140, .n_failed = 7, .days = 7 };

    assert_int_equal(availability_of(&b->set, &v), AVAILABILITY_BAD);
    assert_int_equal(availability_failures(&b->set, 140), 7);
    v.n_failed = 6;
    assert_int_equal(availability_of(&b->set, &v), AVAILABILITY_GOOD);
    v.n = 139;
    assert_int_equal(availability_of(&b->set, &v), AVAILABILITY_SHORT);
    v = (struct visits){ .n = 2016, .n_failed = 2016, .days = 6 };
    assert_int_equal(availability_of(&b->set, &v), AVAILABILITY_SHORT);
}

static void a_bad_week_fails_the_site_once_a_person_confirms_it(void **state)
{
    struct bench *b = *state;

    b->e.visits = (struct visits){ .n = 2016, .n_failed = 101, .days = 7 };
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    assert_true(result(b, "R.1")->is_foreseen);
    add(b, 1, DOWN, false);
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_UNKNOWN);
    assert_int_equal(result(b, "R.1")->n_open, 1);
    b->things[0].is_confirmed = true;
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_FAIL);
    assert_int_equal(result(b, "R.1")->n_ids, 1);

    b->e.visits.n_failed = 100; /* the record has the last word, whatever was confirmed */
    judge(b);
    assert_int_equal(b->j.verdict, VERDICT_PASS);
}

/* 13 of 100 weeks with 140 visits, never with one every five minutes; 8 % is always caught. */
static void few_visits_condemn_good_sites(void **state)
{
    (void)state;
    assert_true(fabs(availability_tail(140, 7, 0.03) - 0.13) < 0.01);
    assert_true(availability_tail(2016, 101, 0.03) < 0.00001);
    assert_true(availability_tail(2016, 101, 0.08) > 0.99999);
    assert_true(fabs(availability_tail(2, 1, 0.5) - 0.75) < 1e-9);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_found_and_all_judged_passes_with_full_marks),
        TEST(a_veto_needs_the_full_number_of_confirmed_things),
        TEST(what_nobody_reviewed_fails_no_site),
        TEST(what_was_not_judged_never_vetoes_and_is_never_clean),
        TEST(an_unread_page_may_hide_more_than_one_thing),
        TEST(a_page_not_judged_counts_once_for_metrics_of_one_check),
        TEST(exactly_60_is_not_below_60),
        TEST(exactly_80_does_not_open_the_bonus),
        TEST(a_set_without_a_bonus_gives_none),
        TEST(the_bonus_has_a_ceiling),
        TEST(an_indicator_costs_at_most_its_mark),
        TEST(one_fault_is_charged_once),
        TEST(departments_without_services_are_scored_out_of_75_times_four_thirds),
        TEST(without_services_nobody_looks_for_them),
        TEST(a_veto_of_services_needs_services),
        TEST(a_score_is_a_range_while_something_is_open),
        TEST(what_was_not_seen_may_cost_as_well_as_what_was),
        TEST(a_person_may_state_a_veto_or_clear_one),
        TEST(an_indicator_of_several_situations_is_cleared_but_accused_of_none),
        TEST(no_statement_acquits_of_what_was_confirmed),
        TEST(a_vetoed_site_has_no_score),
        TEST(a_site_that_does_not_run_is_not_judged),
        TEST(an_account_has_its_own_vetoes_and_no_others),
        TEST(seven_of_140_visits_condemn_and_six_do_not),
        TEST(a_bad_week_fails_the_site_once_a_person_confirms_it),
        TEST(few_visits_condemn_good_sites),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
