/* Rounds: the sample, statements, freezing, repeats, comparison; and the figures of five notices.
 */
#include "round_support.h"

#include "office/run_queue.h"

#include <stdio.h>

/* rules 6.3, the sites and accounts of the notices of Hanzhong, Tianjin, Yunnan, Guangdong, Zigong.
 */
static void the_figures_of_the_five_notices_come_out(void **state)
{
    static const struct {
        size_t n, n_bad;
        const char *rate; /* 合格率, or 不合格 for Hanzhong */
        int decimals;
        bool of_bad;
    } notices[] = {
        { 53, 5, "9.43", 2, true },   { 166, 3, "1.8", 1, true },    { 196, 49, "75", 0, false },
        { 409, 20, "95", 0, false },  { 694, 25, "96.4", 1, false }, { 7, 2, "71.4", 1, false },
        { 41, 16, "61.0", 1, false }, { 94, 5, "94.7", 1, false },
    };
    struct office *o = *state;

    for (size_t i = 0; i < COUNT_OF(notices); i++) {
        struct round_state t;
        struct round r;
        char text[20];

        store_closep(&o->store);
        OK(store_open(STR("sqlite::memory:"), &o->store, &o->err));
        run(o, notices[i].n, notices[i].n_bad);
        confirm_all(o);
        r = open_round(o, 100, 0);
        state_clear(o, &r);
        t = freeze(o, &r);
        assert_int_equal(t.sites.n, notices[i].n);
        assert_int_equal(t.sites.n_fail, notices[i].n_bad);
        assert_int_equal(t.sites.n_pass + t.sites.n_fail, notices[i].n);
        (void)snprintf(text, sizeof(text), "%.*f", notices[i].decimals,
                       100.0 * (double)(notices[i].of_bad ? t.sites.n_fail : t.sites.n_pass) /
                           (double)t.sites.n);
        assert_string_equal(text, notices[i].rate);
    }
}

static void what_nobody_reviewed_or_stated_stays_open(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round r;

    run(o, 3, 1);
    r = open_round(o, 100, 0);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_unknown, 3);
    state_clear(o, &r);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_unknown, 1); /* its finding */
    assert_int_equal(t.sites.n_pass, 2);
    confirm_all(o);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_fail, 1);
    assert_int_equal(t.n_confirmed, 1);
}

static void some_sites_are_judged_as_in_the_whole(void **state)
{
    struct office *o = *state;
    struct round_judged some[3];
    struct round r;

    run(o, 2, 1);
    r = open_round(o, 100, 0);
    state_clear(o, &r);

    const struct str codes[] = { STR("5199099999"), code_of(o, 1), code_of(o, 0) };

    OK(round_judge_some(o->store, &r, &o->set, o->memo, codes, 3, some, &o->err));
    assert_false(some[0].has_result);
    assert_int_equal(some[1].verdict, VERDICT_PASS);
    assert_int_equal(some[2].verdict, VERDICT_UNKNOWN);
    assert_int_equal(some[2].n_findings, 1);
    assert_int_equal(some[2].n_confirmed, 0);
    confirm_all(o);
    OK(round_judge_some(o->store, &r, &o->set, o->memo, &codes[2], 1, some, &o->err));
    assert_int_equal(some[0].verdict, VERDICT_FAIL);
    assert_int_equal(some[0].n_confirmed, 1);
}

static void what_is_as_it_was_is_not_judged_again(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round r;

    run(o, 2, 1);
    r = open_round(o, 100, 0);
    state_clear(o, &r);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    /* Behind its back: nothing tells that the results are others. */
    OK(db_exec(o->store->engine->db(o->store), "DELETE FROM site_result", &o->err));
    OK(round_judge(o->store, &r, &o->set, NULL, &t, &o->err));
    assert_int_equal(t.sites.n_results, 0);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_results, 2);
    assert_int_equal(t.n_findings, 1);
    confirm_all(o); /* of the one site that has a finding */
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_results, 1);
}

static void a_site_handed_over_again_by_a_run_that_goes_on_is_judged_again(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round r;

    begin_run(o);
    hand_over(o, 0, true, "运行");
    hand_over(o, 1, true, "运行");
    r = open_round(o, 100, 0);
    state_clear(o, &r);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_closed, 0);
    hand_over(o, 1, true, "已关停"); /* within the second, with the same finding */
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_closed, 1);
    OK(db_exec(o->store->engine->db(o->store), "DELETE FROM site_result", &o->err));
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_results, 2); /* remembered, though it goes on */
}

static void nothing_is_stated_of_what_is_not_in_the_round(void **state)
{
    struct office *o = *state;
    struct round_statement t = { .site = STR("5199099999"),
                                 .item = STR("W.1"),
                                 .is_fault = true,
                                 .points = -1,
                                 .reason = STR("查见"),
                                 .by = STR("张三") };
    const char *field;
    struct round r;

    run(o, 2, 0);
    r = open_round(o, 100, 0);
    assert_int_equal(round_state_add(o->store, &r, &o->set, &t, &field, &o->err), RC_USAGE);
    assert_string_equal(field, "site");
    t.site = code_of(o, 1);
    OK(round_state_add(o->store, &r, &o->set, &t, &field, &o->err));
    t.item = STR("Z");
    assert_int_equal(round_state_add(o->store, &r, &o->set, &t, &field, &o->err), RC_USAGE);
    assert_string_equal(field, "item");
    t = (struct round_statement){ .item = STR("W"), .reason = STR("已查"), .by = STR("张三") };
    OK(round_state_add(o->store, &r, &o->set, &t, &field, &o->err)); /* of all */
    r.frozen = 1;
    assert_int_equal(round_state_add(o->store, &r, &o->set, &t, &field, &o->err), RC_BUSY);
}

/* Its file may be edited or gone. */
static void a_frozen_round_needs_no_indicator_file(void **state)
{
    struct office *o = *state;
    struct indicator_set set;
    struct round r;

    run(o, 1, 0);
    r = open_round(o, 100, 0);
    assert_int_equal(round_rules("/nonexistent", &r, &o->a, &set, &o->err), RC_NOT_FOUND);
    assert_true(str_eq(round_rules_title("/nonexistent", &r, &o->a), STR("x"))); /* its name */
    o->set.title = STR("某市指标");
    freeze(o, &r);
    OK(store_round_get(o->store, r.id, &o->a, &r, &o->err));
    OK(round_rules("/nonexistent", &r, &o->a, &set, &o->err));
    assert_true(str_eq(round_rules_title("/nonexistent", &r, &o->a), STR("某市指标")));
}

/* Whoever freezes read it before another gave it a new run. */
static void a_round_is_frozen_as_it_is_when_it_is_frozen(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round stale;

    run(o, 2, 0);
    stale = open_round(o, 100, 0);
    state_clear(o, &stale);
    begin_run(o);
    hand_over(o, 0, false, "运行");
    hand_over(o, 1, false, "已关停");
    OK(store_round_set_run(o->store, stale.id, o->run, &o->err));
    t = freeze(o, &stale);
    assert_int_equal(t.sites.n_closed, 1);
    assert_false(t.is_run_finished);
    assert_int_equal(round_freeze(o->store, &stale, &o->set, o->now, &t, &o->err), RC_BUSY);
    assert_int_equal(store_round_set_run(o->store, stale.id, o->run, &o->err), RC_BUSY);
    assert_int_equal(store_round_set_run(o->store, 99, o->run, &o->err), RC_NOT_FOUND);
}

static enum rc note_state(void *ctx, const struct round_entry *entry, struct str state,
                          struct err *err)
{
    struct buf *out = ctx;
    AUTO(json_freep) struct json *j = NULL;

    if (json_parse(entry->line, &j, err))
        return RC_DB;
    buf_add(out, state.n ? state : json_get_str(j, "state"));
    buf_add_char(out, ' ');
    return RC_OK;
}

/* Between the list and the run one applied to be closed, one came back, and one has no result. */
static void the_list_of_a_frozen_round_has_the_states_that_it_judged(void **state)
{
    struct office *o = *state;
    AUTO(buf_done) struct buf states = { 0 };
    struct round_state t;
    struct round r;

    begin_run(o);
    hand_over(o, 0, false, "运行");
    hand_over(o, 1, false, "运行");
    hand_over(o, 2, false, "申请关停");
    hand_over(o, 3, false, "运行");
    r = open_round(o, 100, 0);
    state_clear(o, &r);
    begin_run(o);
    hand_over(o, 0, false, "运行");
    hand_over(o, 1, false, "申请关停");
    hand_over(o, 2, false, "运行");
    OK(store_round_set_run(o->store, r.id, o->run, &o->err));
    r.run = o->run;
    t = freeze(o, &r);
    assert_int_equal(t.sites.n_closed, 1);
    assert_int_equal(t.sites.n_pass, 2);
    OK(store_round_each_entry(o->store, r.id, false, note_state, &states, &o->err));
    assert_true(str_eq(buf_str(&states), STR("运行 申请关停 运行 运行 ")));
}

static void what_was_stated_of_one_site_goes_before_what_was_stated_of_all(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round r;

    run(o, 3, 0);
    r = open_round(o, 100, 0);
    OK(store_round_state(o->store, r.id,
                         &(struct round_statement){ .site = code_of(o, 1),
                                                    .item = STR("W.1"),
                                                    .is_fault = true,
                                                    .points = -1,
                                                    .reason = STR("现场查见"),
                                                    .by = STR("张三") },
                         &o->err));
    state_clear(o, &r); /* later */
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_fail, 1);
    assert_int_equal(t.sites.n_pass, 2);
}

static enum rc add_code(void *ctx, const struct round_site *site, struct err *err)
{
    (void)err;
    buf_add(ctx, site->code);
    return RC_OK;
}

static void sample(struct office *o, int64_t percent, int64_t seed, struct buf *out)
{
    const struct round r = open_round(o, percent, seed);

    OK(store_round_each_site(o->store, r.id, add_code, out, &o->err));
}

static void a_sample_has_all_portals_and_is_drawn_again_by_its_seed(void **state)
{
    struct office *o = *state;
    AUTO(buf_done) struct buf x = { 0 }, y = { 0 }, z = { 0 };

    run(o, 102, 0);
    sample(o, 10, 7, &x);
    sample(o, 10, 7, &y);
    sample(o, 10, 8, &z);
    assert_int_equal(x.n, 12 * 10); /* the portal and 10 % of 101, rounded up */
    assert_true(str_has(buf_str(&x), code_of(o, 0)));
    assert_true(str_eq(buf_str(&x), buf_str(&y)));
    assert_false(str_eq(buf_str(&x), buf_str(&z)));
    buf_reset(&x);
    sample(o, 100, 7, &x);
    assert_int_equal(x.n, 102 * 10);
}

/* A closed site takes no running one's place in the draw, and has no verdict. */
static void sites_that_do_not_run_are_all_in_a_sample(void **state)
{
    struct office *o = *state;
    AUTO(buf_done) struct buf x = { 0 };
    struct round_state t;
    struct round r;

    run(o, 103, 0);
    for (size_t i = 5; i < 7; i++)
        OK(store_site_result(o->store, o->run, code_of(o, i),
                             STR("{\"type\":\"部门网站\",\"state\":\"已关停\"}"), &o->err));
    sample(o, 10, 7, &x);
    assert_int_equal(x.n, (1 + 2 + 10) * 10); /* 10 % of 100 */
    assert_true(str_has(buf_str(&x), code_of(o, 5)) && str_has(buf_str(&x), code_of(o, 6)));
    r = open_round(o, 10, 7);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_closed, 2);
    assert_int_equal(t.sites.n_unknown, 11);
    t = freeze(o, &r);
    assert_int_equal(t.sites.n_closed, 2);
    assert_int_equal(t.sites.n_unknown, 11);
}

/* One account of the list; its stale finding is confirmed. */
static void account(struct office *o, const char *id, const char *state, bool is_main, bool is_bad)
{
    struct stored_finding f = { .finding = { .site = str_of(id),
                                             .check = "account-stale",
                                             .case_id = "B01",
                                             .grade = GRADE_VETO } };
    int64_t action;

    f.id = finding_id(&f.finding);
    OK(store_site_findings(o->store, o->run, f.finding.site, o->now, &f, is_bad, NULL, 0, &o->err));
    OK(store_site_result(o->store, o->run, f.finding.site,
                         arena_printf(&o->a,
                                      "{\"account\":\"%s\",\"type\":\"新浪微博\",\"state\":\"%s\","
                                      "\"main\":%s}",
                                      id, state, is_main ? "true" : "false"),
                         &o->err));
    if (is_bad)
        OK(store_review_add(o->store,
                            &(struct review_action){ .at = 1,
                                                     .by = STR("张三"),
                                                     .kind = REVIEW_CONFIRM,
                                                     .site = f.finding.site,
                                                     .finding = f.id },
                            &action, &o->err));
}

static void all_main_accounts_and_a_share_of_the_others_are_judged(void **state)
{
    struct office *o = *state;
    struct round_state t;
    struct round r;

    run(o, 1, 0);
    account(o, "新浪微博:main", "运行", true, true);
    account(o, "新浪微博:silent", "已注销", false, false);
    for (size_t i = 0; i < 11; i++)
        account(o, arena_printf(&o->a, "新浪微博:%zu", i).p, "运行", false, false);
    r = open_round(o, 10, 7);
    state_clear(o, &r);
    t = freeze(o, &r);
    assert_int_equal(t.sites.n, 1);
    assert_int_equal(t.accounts.n, 4); /* main, 10 % of 11 rounded up, the cancelled one */
    assert_int_equal(t.accounts.n_fail, 1);
    assert_int_equal(t.accounts.n_pass, 2);
    assert_int_equal(t.accounts.n_closed, 1);
    assert_true(round_is_whole(&t));
}

static enum rc take_entry(void *ctx, const struct round_entry *entry, struct str state,
                          struct err *err)
{
    struct buf *list = ctx;

    (void)err;
    assert_int_equal(state.n, 0);
    assert_true(str_has(entry->line, STR("\"state\":\"运行\"")));
    buf_add(list, entry->code);
    buf_add_char(list, ' ');
    return RC_OK;
}

/* Its lists, too: what a notice counts as running. */
static void a_unit_has_its_own_sites_and_accounts_of_a_run(void **state)
{
    struct office *o = *state;
    AUTO(buf_done) struct buf list = { 0 };
    struct round_state t;
    struct round r;
    int64_t id = 0;

    run(o, 3, 0);
    account(o, "新浪微博:a", "运行", true, true);
    account(o, "新浪微博:b", "运行", true, false);
    OK(db_exec(o->store->engine->db(o->store),
               "INSERT INTO unit (id, parent, name) VALUES (2, 1, '县');"
               "INSERT INTO unit (id, parent, name) VALUES (3, 2, '局');"
               "UPDATE site SET unit = 2 WHERE code = '新浪微博:a';"
               "UPDATE site SET unit = 3 WHERE code = '5199000001';",
               &o->err));
    OK(round_open(o->store,
                  &(struct round){ .title = STR("县"),
                                   .run = o->run,
                                   .indicators = STR("x"),
                                   .percent = 100,
                                   .account_percent = 100,
                                   .by = STR("张三"),
                                   .unit = 2 },
                  &id, &o->err));
    OK(store_round_get(o->store, id, &o->a, &r, &o->err));
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n, 1);
    assert_int_equal(t.accounts.n, 1);
    assert_int_equal(t.accounts.n_fail, 1);
    OK(store_round_each_entry(o->store, id, false, take_entry, &list, &o->err));
    OK(store_round_each_entry(o->store, id, true, take_entry, &list, &o->err));
    assert_true(str_eq(buf_str(&list), STR("5199000001 新浪微博:a ")));
}

static void what_is_frozen_stays(void **state)
{
    int64_t id;
    struct office *o = *state;
    struct round_state t;
    struct round r;

    run(o, 2, 1);
    confirm_all(o);
    r = open_round(o, 100, 0);
    state_clear(o, &r);
    OK(store_run_ask(o->store, &(struct asked_run){ .by = STR("x"), .round = r.id }, &id, &o->err));
    assert_int_equal(round_freeze(o->store, &r, &o->set, 1, &t, &o->err), RC_BUSY);
    assert_true(str_has(str_of(o->err.text), STR("结束之后才能冻结")));
    OK(store_run_end(o->store, id, ASKED_STOPPED, STR(""), 1, &o->err));
    (void)freeze(o, &r);
    assert_int_equal(store_round_state(o->store, r.id,
                                       &(struct round_statement){ .item = STR("W"),
                                                                  .is_fault = true,
                                                                  .reason = STR("x"),
                                                                  .by = STR("x") },
                                       &o->err),
                     RC_BUSY);
    OK(store_round_get(o->store, r.id, &o->a, &r, &o->err));
    assert_int_equal(round_freeze(o->store, &r, &o->set, 1, &t, &o->err), RC_BUSY);
    assert_true(str_has(r.pins, STR("\"indicators_hash\"")));
    assert_true(str_has(r.pins, STR("\"complete\":true")));
    run(o, 2, 0); /* repaired meanwhile */
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_int_equal(t.sites.n_fail, 1);
    assert_int_equal(t.n_findings, 1);
}

static void repeats_are_marked_and_rounds_compared(void **state)
{
    struct office *o = *state;
    struct round_change *changes;
    struct round first, second;
    size_t n = 0;

    run(o, 3, 2);
    confirm_all(o);
    first = open_round(o, 100, 0);
    state_clear(o, &first);
    assert_int_equal(freeze(o, &first).n_repeats, 0);
    second = open_round(o, 100, 0); /* of the same inspection: it saw nothing again */
    state_clear(o, &second);
    assert_int_equal(freeze(o, &second).n_repeats, 0);
    run(o, 4, 1); /* site 1 is repaired, site 3 is new */
    second = open_round(o, 100, 0);
    assert_int_equal(round_compare(o->store, first.id, second.id, &o->a, &changes, &n, &o->err),
                     RC_USAGE);
    state_clear(o, &second);
    assert_int_equal(freeze(o, &second).n_repeats, 1);
    OK(round_compare(o->store, first.id, second.id, &o->a, &changes, &n, &o->err));
    assert_int_equal(n, 2);
    assert_true(str_eq(changes[0].site, code_of(o, 1)));
    assert_true(str_eq(changes[0].before, STR("不合格")) && str_eq(changes[0].now, STR("合格")));
    assert_true(str_eq(changes[1].site, code_of(o, 3)) && changes[1].before.n == 0);
}

static void a_half_done_round_says_so(void **state)
{
    struct office *o = *state;
    struct run_info info;
    struct round_state t;
    struct round r;

    run(o, 1, 0);
    OK(store_run_begin(o->store, o->now, STR("{}"), &info, &o->err));
    OK(store_site_result(o->store, info.id, code_of(o, 0),
                         STR("{\"type\":\"部门网站\",\"state\":\"运行\"}"), &o->err));
    o->run = info.id;
    r = open_round(o, 100, 0);
    OK(round_judge(o->store, &r, &o->set, o->memo, &t, &o->err));
    assert_false(t.is_run_finished);
    (void)freeze(o, &r);
    OK(store_round_get(o->store, r.id, &o->a, &r, &o->err));
    assert_true(str_has(r.pins, STR("\"complete\":false")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_figures_of_the_five_notices_come_out),
        TEST(what_nobody_reviewed_or_stated_stays_open),
        TEST(some_sites_are_judged_as_in_the_whole),
        TEST(what_is_as_it_was_is_not_judged_again),
        TEST(a_site_handed_over_again_by_a_run_that_goes_on_is_judged_again),
        TEST(nothing_is_stated_of_what_is_not_in_the_round),
        TEST(a_frozen_round_needs_no_indicator_file),
        TEST(a_round_is_frozen_as_it_is_when_it_is_frozen),
        TEST(the_list_of_a_frozen_round_has_the_states_that_it_judged),
        TEST(what_was_stated_of_one_site_goes_before_what_was_stated_of_all),
        TEST(a_sample_has_all_portals_and_is_drawn_again_by_its_seed),
        TEST(sites_that_do_not_run_are_all_in_a_sample),
        TEST(all_main_accounts_and_a_share_of_the_others_are_judged),
        TEST(a_unit_has_its_own_sites_and_accounts_of_a_run),
        TEST(what_is_frozen_stays),
        TEST(repeats_are_marked_and_rounds_compared),
        TEST(a_half_done_round_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
