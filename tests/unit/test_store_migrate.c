/* Stores that older versions of the program wrote, opened by this one. */
#include "base/base.h"

#include "base/clock.h"
#include "store/db.h"
#include "store/finding_query.h"
#include "store/review.h"
#include "store/round.h"
#include "store/site_query.h"
#include "store/sqlite_schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct old_store {
    char dir[32], path[64], url[80];
    struct db *db; /* of the old version */
    struct store *store;
    struct arena a;
};

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

static int set_up(void **state)
{
    struct old_store *o = calloc(1, sizeof(*o));

    assert_non_null(o);
    (void)snprintf(o->dir, sizeof(o->dir), "/tmp/xj-migrate-XXXXXX");
    assert_non_null(mkdtemp(o->dir));
    (void)snprintf(o->path, sizeof(o->path), "%s/a.db", o->dir);
    (void)snprintf(o->url, sizeof(o->url), "sqlite:%s", o->path);
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct old_store *o = *state;

    db_closep(&o->db);
    store_closep(&o->store);
    for (const char *const *end = (const char *const[]){ "", "-wal", "-shm", NULL }; *end; end++) {
        char name[80];

        (void)snprintf(name, sizeof(name), "%s%s", o->path, *end);
        (void)unlink(name);
    }
    assert_int_equal(rmdir(o->dir), 0);
    arena_done(&o->a);
    free(o);
    return 0;
}

static void write_as_of(struct old_store *o, int version, const char *sql)
{
    struct db_schema old = sqlite_schema;

    old.n_migrations = version;
    OK(db_open(o->path, &old, &o->db, &err));
    OK(db_exec(o->db, sql, &err));
}

static void open_now(struct old_store *o)
{
    db_closep(&o->db);
    OK(store_open(str_of(o->url), &o->store, &err));
}

static enum rc count_entry(void *ctx, const struct round_entry *entry, struct str state,
                           struct err *err)
{
    (void)err;
    assert_int_equal(state.n, 0);
    assert_true(str_eq(entry->code, STR("5107000001")));
    assert_true(str_has(entry->line, STR("\"name\":\"甲\"")));
    (*(size_t *)ctx)++;
    return RC_OK;
}

static enum rc check_state(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)err;
    assert_int_equal(row->state, row->stored.id == 11 ? FINDING_UNREVIEWED : FINDING_DISMISSED);
    (*(size_t *)ctx)++;
    return RC_OK;
}

static void decisions_and_results_of_before_are_in_the_rows(void **state)
{
    struct old_store *o = *state;
    const struct finding about = { .check = "typo" };
    struct site_lines lines;
    struct finding_total total;
    struct round round;
    size_t n_listed = 0, n_seen = 0;

    write_as_of(
        o, 4,
        "INSERT INTO run (started, options) VALUES (5, '{}');"
        "INSERT INTO round (title, day_from, day_to, run, indicators, percent, seed, created, who)"
        "  VALUES ('甲', 1, 2, 1, 'x', 100, 0, 1, '');"
        "INSERT INTO round_site (round, site) VALUES (1, '5107000001');"
        "INSERT INTO site (code) VALUES ('5107000001'), ('5107000002');"
        "INSERT INTO site_result VALUES (1, 1, '{\"name\":\"甲\",\"verdict\":\"合格\"}'),"
        "  (2, 1, 'nothing');"
        "INSERT INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, grade,"
        "  confidence, since, detail, evidence, first_seen, last_seen, last_run) VALUES"
        "  (1, 10, 'typo', '', 'u', '', '', '', 'fault', 1, 0, '{\"word\":\"甲\"}', '', 5, 5, 1),"
        "  (1, 11, 'typo', '', 'v', '', '', '', 'veto', 1, 0, '{}', '', 5, 5, 1),"
        "  (2, 12, 'typo', '', 'w', '', '', '', 'fault', 1, 0, '{\"word\":\"甲\"}', '', 5, 5, 1);");
    {
        AUTO(stmt_closep) struct stmt *q = NULL;

        OK(db_prepare(o->db,
                      "INSERT INTO review_action (at, who, kind, site, finding, subject, scope, "
                      "reason, expires, target) VALUES (6, '张三', 'dismiss', '5107000001', 10, "
                      "?1, 'everywhere', '专名', 0, 0)",
                      &q, &err));
        stmt_bind_i64(q, 1, (int64_t)review_subject(&about, STR("{\"word\":\"甲\"}")));
        OK(stmt_run(q, &err));
    }
    open_now(o);

    OK(store_round_get(o->store, 1, &o->a, &round, &err));
    assert_int_equal(round.run, 1);
    assert_int_equal(round.account_percent, 100);
    OK(store_round_each_entry(o->store, 1, false, count_entry, &n_listed, &err));
    assert_int_equal(n_listed, 1); /* it was on a run, whose other result cannot be read */
    OK(store_round_set_run(o->store, 1, 1, &err)); /* its sites still know it */

    OK(store_findings(o->store, &(struct finding_query){ .n_max = 10 }, check_state, &n_seen,
                      &total, &err));
    assert_int_equal(n_seen, 3);
    OK(store_sites(o->store, &(struct site_query){ 0 }, &o->a, &lines, &err));
    assert_int_equal(lines.n, 2);
    assert_int_equal(site_standing(&lines.sites[0]), STANDING_PASS);
    assert_int_equal(lines.sites[0].open.found[GRADE_VETO], 1);
    assert_int_equal(lines.sites[1].open.found[GRADE_FAULT], 0);
    assert_int_equal(site_standing(&lines.sites[1]), STANDING_MISSING);
}

static void accounts_of_before_get_their_posts_and_owners(void **state)
{
    struct old_store *o = *state;
    struct site_lines lines;

    write_as_of(o, 16,
                "INSERT INTO run (started, options) VALUES (1700000000, '{}');"
                "INSERT INTO site (code, last_run) VALUES ('微信订阅号:yx', 1);"
                "INSERT INTO site_result VALUES (1, 1, '{\"owner\":\"县府办\",\"posts\":3,"
                "  \"source_grade\":\"feed\",\"newest\":\"2023-11-01\"}');"
                "INSERT INTO site_summary VALUES (1, 1, 1700000000, '未能判定', '', -1, 0);");
    open_now(o);
    OK(store_sites(o->store, &(struct site_query){ .kind = REGISTRY_ACCOUNTS }, &o->a, &lines,
                   &err));
    assert_int_equal(lines.n, 1);
    assert_int_equal(lines.sites[0].pages, 3);
    assert_int_equal(lines.sites[0].newest, day_of(2023, 11, 1));
    assert_true(str_eq(lines.sites[0].sponsor, STR("县府办")));
}

struct groups {
    struct round_group at[8];
    size_t n;
    struct arena *a;
};

static enum rc keep_group(void *ctx, const struct round_group *g, struct err *err)
{
    struct groups *all = ctx;

    (void)err;
    assert_true(all->n < COUNT_OF(all->at));
    all->at[all->n] = *g;
    all->at[all->n].site = arena_copy(all->a, g->site);
    all->at[all->n++].check = arena_copy(all->a, g->check);
    return RC_OK;
}

struct members {
    struct str verdicts, states, waits;
    struct arena *a;
};

static enum rc keep_member(void *ctx, const struct round_site *site, struct err *err)
{
    struct members *m = ctx;

    (void)err;
    m->verdicts = arena_printf(m->a, "%.*s%.*s|", STR_ARG(m->verdicts), STR_ARG(site->verdict));
    m->states = arena_printf(m->a, "%.*s%.*s|", STR_ARG(m->states), STR_ARG(site->state));
    m->waits = arena_printf(m->a, "%.*s%.*s|", STR_ARG(m->waits), STR_ARG(site->waits));
    return RC_OK;
}

/* Two rounds of the last version whose pages counted the frozen findings themselves. */
static void rounds_that_were_frozen_before_are_counted(void **state)
{
    struct old_store *o = *state;
    static const struct {
        const char *site, *check;
        enum grade grade;
        bool is_confirmed;
        int64_t n;
    } expected[] = {
        { "5107000001", "stale-column", GRADE_FAULT, true, 1 },
        { "5107000001", "typo", GRADE_FAULT, false, 1 },
        { "5107000001", "typo", GRADE_FAULT, true, 2 },
        { "5107000002", "site-unreachable", GRADE_VETO, true, 1 },
    };
    struct groups groups = { .a = &o->a };
    struct members members = { .a = &o->a };
    struct round_counts counts;
    struct round round;

    write_as_of(
        o, 24,
        "INSERT INTO run (started, options) VALUES (5, '{}');"
        "INSERT INTO site (code) VALUES ('5107000001'), ('5107000002'), ('5107000003');"
        "INSERT INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, grade,"
        "  confidence, since, detail, evidence, first_seen, last_seen, last_run) VALUES"
        "  (1, 10, 'typo', '', 'u', '', '', '', 'fault', 1, 0, '{}', '', 5, 5, 1);"
        "INSERT INTO round (title, day_from, day_to, run, indicators, percent, seed, created, who,"
        "  frozen) VALUES ('甲', 1, 2, 1, 'x', 100, 0, 1, '', 9), ('乙', 1, 2, 1, 'x', 100, 0, 1, "
        "  '', 0);"
        "INSERT INTO round_site (round, site, verdict, result) VALUES"
        "  (1, '5107000001', '合格', '{\"state\":\"运行\"}'),"
        "  (1, '5107000002', '不合格', '{\"state\":\"申请关停\"}'),"
        "  (1, '5107000003', '未能判定', '{\"waits_for\":[\"review\",\"visits\"]}'), (2, "
        "'5107000001', '', '');"
        "INSERT INTO round_finding (round, site, id, check_id, grade, url, excerpt, is_confirmed,"
        "  is_repeat) VALUES (1, '5107000001', 10, 'typo', 'fault', 'u', '', 1, 1),"
        "  (1, '5107000001', 11, 'typo', 'fault', 'v', '', 1, 0),"
        "  (1, '5107000001', 12, 'typo', 'fault', 'w', '', 0, 1),"
        "  (1, '5107000001', 13, 'stale-column', 'fault', 'c', '', 1, 0),"
        "  (1, '5107000002', 14, 'site-unreachable', 'veto', 'h', '', 1, 0);");
    open_now(o);

    OK(store_round_get(o->store, 1, &o->a, &round, &err));
    assert_int_equal(round.frozen, 9);
    OK(store_round_each_group(o->store, 1, keep_group, &groups, &err));
    assert_int_equal(groups.n, COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        assert_true(str_eq(groups.at[i].site, str_of(expected[i].site)));
        assert_true(str_eq(groups.at[i].check, str_of(expected[i].check)));
        assert_int_equal(groups.at[i].grade, expected[i].grade);
        assert_int_equal(groups.at[i].is_confirmed, expected[i].is_confirmed);
        assert_int_equal(groups.at[i].n, expected[i].n);
    }
    groups.n = 0;
    OK(store_round_each_group_of(o->store, 1,
                                 (struct str[]){ STR("5107000002"), STR("5107000001") }, 2,
                                 (struct str){ 0 }, keep_group, &groups, &err));
    assert_int_equal(groups.n, 4);
    assert_int_equal(groups.at[0].grade, GRADE_VETO);
    groups.n = 0;
    OK(store_round_each_group_of(o->store, 1, &STR("5107000001"), 1, STR("typo"), keep_group,
                                 &groups, &err));
    assert_int_equal(groups.n, 2);
    OK(store_round_count(o->store, 1, (struct str){ 0 }, &counts, &err));
    assert_int_equal(counts.n, 5);
    assert_int_equal(counts.n_confirmed, 4);
    assert_int_equal(counts.n_repeats, 2);
    OK(store_round_count(o->store, 1, STR("5107000002"), &counts, &err));
    assert_int_equal(counts.n, 1);
    OK(store_round_count(o->store, 2, (struct str){ 0 }, &counts, &err));
    assert_int_equal(counts.n, 0); /* an open one is judged anew */
    OK(store_round_each_member(o->store, 1, keep_member, &members, &err));
    assert_true(str_eq(members.verdicts, STR("合格|不合格|未能判定|")));
    assert_true(str_eq(members.states, STR("运行|申请关停||")));
    assert_true(str_eq(members.waits, STR("||review visits|")));
}

/* How often the counts of a site were changed; what an open round comes to is kept for that. */
static int64_t changes(struct old_store *o)
{
    AUTO(db_closep) struct db *db = NULL;
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;

    OK(db_open(o->path, &sqlite_schema, &db, &err));
    OK(db_prepare(db, "SELECT sum(changes) FROM finding_count", &q, &err));
    OK(stmt_step(q, &has_row, &err));
    assert_true(has_row);
    return stmt_i64(q, 0);
}

static void a_decision_on_what_was_gone_before_changes_its_count(void **state)
{
    struct old_store *o = *state;
    const struct review_action confirm = {
        .at = 6, .by = STR("张三"), .kind = REVIEW_CONFIRM, .site = STR("5107000001"), .finding = 10
    };
    int64_t id, before;

    write_as_of(
        o, 25,
        "INSERT INTO run (started, options) VALUES (5, '{}');"
        "INSERT INTO site (code) VALUES ('5107000001');"
        "INSERT INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, grade,"
        "  confidence, since, detail, evidence, first_seen, last_seen, last_run, gone, gone_run)"
        "  VALUES (1, 10, 'typo', '', 'u', '', '', '', 'fault', 1, 0, '{}', '', 5, 5, 1, 7, 1);");
    open_now(o);
    before = changes(o);
    OK(store_review_add(o->store, &confirm, &id, &err));
    assert_true(changes(o) > before);
}

static enum rc count_row(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)row;
    (void)err;
    ++*(size_t *)ctx;
    return RC_OK;
}

static enum rc check_then(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    ++*(size_t *)ctx;
    assert_int_equal(f->finding.grade, GRADE_VETO);
    assert_true(str_eq(f->finding.url, STR("u")));
    assert_true(f->is_confirmed);
    return RC_OK;
}

/* The finding of an open round, a veto then and a notice now, confirmed while it was a veto; and
 * one that is a notice: decided on as such, it is not a veto. */
static void what_was_kept_and_decided_before_stays(void **state)
{
    struct old_store *o = *state;
    struct finding_total total;
    struct run_info run;
    size_t n = 0;
    struct stored_finding graver = { .finding = { .site = STR("5107000001"),
                                                  .check = "typo",
                                                  .case_id = "",
                                                  .url = STR("v"),
                                                  .grade = GRADE_VETO },
                                     .id = 11 };

    write_as_of(
        o, 31,
        "INSERT INTO run (started, finished, options) VALUES (5, 6, '{}'), (7, 8, '{}');"
        "INSERT INTO site (code) VALUES ('5107000001');"
        "INSERT INTO site_result (run, site, result) VALUES (1, 1, '{}'), (2, 1, '{}');"
        "INSERT INTO round (title, day_from, day_to, run, indicators, percent, seed, created, who)"
        "  VALUES ('甲', 1, 2, 1, 'x', 100, 0, 1, '');"
        "INSERT INTO review_action (at, who, kind, site, finding, subject, scope, reason, expires,"
        "  target) VALUES (6, '', 'confirm', '5107000001', 10, 0, 'here', '', 0, 0),"
        "  (6, '', 'confirm', '5107000001', 11, 0, 'here', '', 0, 0);"
        "INSERT INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, grade,"
        "  confidence, since, detail, evidence, first_seen, last_seen, last_run, first_run, review,"
        "  decision) VALUES"
        "  (1, 10, 'typo', '', 'u', '', '', '', 'notice', 1, 0, '{}', '', 5, 7, 2, 1, 1, 1),"
        "  (1, 11, 'typo', '', 'v', '', '', '', 'notice', 1, 0, '{}', '', 7, 7, 2, 2, 2, 1);"
        "INSERT INTO finding_then VALUES (1, 1, '', '', NULL, NULL, 'veto', 1, 0, '{}', '', 5);");
    open_now(o);

    OK(store_each_finding(o->store, 1, check_then, &n, &err));
    assert_int_equal(n, 1);
    OK(store_run_begin(o->store, 9, STR("{\"n\":3}"), &run, &err));
    OK(store_site_findings(o->store, run.id, graver.finding.site, 9, &graver, 1, NULL, 0, &err));
    OK(store_findings(o->store,
                      &(struct finding_query){ .states = 1u << FINDING_UNREVIEWED, .n_max = 10 },
                      count_row, &n, &total, &err));
    assert_int_equal(n, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(decisions_and_results_of_before_are_in_the_rows),
        TEST(accounts_of_before_get_their_posts_and_owners),
        TEST(rounds_that_were_frozen_before_are_counted),
        TEST(a_decision_on_what_was_gone_before_changes_its_count),
        TEST(what_was_kept_and_decided_before_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
