#include "base/base.h"

#include "store/round.h"

#include "base/clock.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/review.h"
#include "store/scope.h"

#include <inttypes.h>

static enum rc prepare(struct store *s, const char *sql, struct stmt **q, struct err *err)
{
    return db_prepare(s->engine->db(s), sql, q, err);
}

/* ---- rounds ---- */

static enum rc add_round(struct store *s, const struct round *r, int64_t *id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = prepare(s,
                         "INSERT INTO round (title, day_from, day_to, run, indicators, percent, "
                         "seed, created, who, unit, account_percent, sites_file, accounts_file) "
                         "VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                         "?13)",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, r->title);
    stmt_bind_i64(q, 2, r->from);
    stmt_bind_i64(q, 3, r->to);
    stmt_bind_i64(q, 4, r->run);
    stmt_bind_str(q, 5, r->indicators);
    stmt_bind_i64(q, 6, r->percent);
    stmt_bind_i64(q, 7, r->seed);
    stmt_bind_i64(q, 8, r->created);
    stmt_bind_str(q, 9, r->by);
    stmt_bind_i64(q, 10, r->unit ? r->unit : UNIT_TOP);
    stmt_bind_i64(q, 11, r->account_percent);
    stmt_bind_str(q, 12, r->sites_file);
    stmt_bind_str(q, 13, r->accounts_file);
    rc = stmt_run(q, err);
    *id = db_last_id(s->engine->db(s));
    return rc;
}

/* A statement with the round, and each pair of texts in turn. */
static enum rc add_pairs(struct store *s, const char *sql, int64_t round,
                         const struct round_entry *pairs, size_t n, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = prepare(s, sql, &q, err);

    for (size_t i = 0; !rc && i < n; i++) {
        stmt_bind_i64(q, 1, round);
        stmt_bind_str(q, 2, pairs[i].code);
        stmt_bind_str(q, 3, pairs[i].line);
        rc = stmt_run(q, err);
    }
    return rc;
}

enum rc store_round_add(struct store *s, const struct round *r, const struct round_entry *list,
                        size_t n_list, const struct str *sites, size_t n, int64_t *id,
                        struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct round_entry *drawn = arena_array(&a, struct round_entry, n);
    int64_t round = 0;
    enum rc rc = store_begin(s, err);

    if (rc)
        return rc;
    for (size_t i = 0; i < n; i++)
        drawn[i].code = sites[i];
    rc = add_round(s, r, &round, err);
    if (!rc)
        rc = add_pairs(s, "INSERT INTO round_site (round, site, result) VALUES (?1, ?2, ?3)", round,
                       drawn, n, err);
    if (!rc)
        rc = add_pairs(s, "INSERT INTO round_list (round, site, entry) VALUES (?1, ?2, ?3)", round,
                       list, n_list, err);
    if (!rc)
        rc = store_commit(s, err);
    store_rollback(s);
    if (!rc)
        *id = round;
    return rc;
}

enum rc store_round_each_entry(struct store *s, int64_t round, bool is_account, round_entry_fn each,
                               void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT l.site, l.entry, coalesce(r.state, '') FROM round_list l "
                         "LEFT JOIN round_site r INDEXED BY round_site_verdict "
                         "ON r.round = l.round AND r.site = l.site "
                         "WHERE l.round = ?1 "
                         "AND (instr(l.site, ':') > 0) = ?2 ORDER BY l.site", /* account_id_is */
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_i64(q, 2, is_account);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row)
        rc =
            each(ctx, &(struct round_entry){ stmt_str(q, 0), stmt_str(q, 1) }, stmt_str(q, 2), err);
    return rc;
}

#define ROUND                                                                                      \
    "SELECT id, title, day_from, day_to, run, indicators, percent, seed, created, who, frozen, "   \
    "pins, unit, account_percent, sites_file, accounts_file FROM round "

static struct round round_at(struct stmt *q)
{
    return (struct round){
        .id = stmt_i64(q, 0),
        .title = stmt_str(q, 1),
        .from = (int32_t)stmt_i64(q, 2),
        .to = (int32_t)stmt_i64(q, 3),
        .run = stmt_i64(q, 4),
        .indicators = stmt_str(q, 5),
        .percent = stmt_i64(q, 6),
        .seed = stmt_i64(q, 7),
        .created = stmt_i64(q, 8),
        .by = stmt_str(q, 9),
        .frozen = stmt_i64(q, 10),
        .pins = stmt_str(q, 11),
        .unit = stmt_i64(q, 12),
        .account_percent = stmt_i64(q, 13),
        .sites_file = stmt_str(q, 14),
        .accounts_file = stmt_str(q, 15),
    };
}

enum rc store_round_get(struct store *s, int64_t id, struct arena *a, struct round *out,
                        struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, ROUND "WHERE id = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 轮检查", id);
    *out = round_at(q);
    out->title = arena_copy(a, out->title);
    out->indicators = arena_copy(a, out->indicators);
    out->by = arena_copy(a, out->by);
    out->pins = arena_copy(a, out->pins);
    out->sites_file = arena_copy(a, out->sites_file);
    out->accounts_file = arena_copy(a, out->accounts_file);
    return RC_OK;
}

enum rc store_round_each(struct store *s, int64_t unit, round_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, ROUND "s WHERE " SCOPE_HAS("?1") " ORDER BY id DESC", &q, err);

    if (!rc)
        stmt_bind_i64(q, 1, unit);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct round r = round_at(q);

        rc = each(ctx, &r, err);
    }
    return rc;
}

static enum rc need_open(struct store *s, int64_t round, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct round r;
    const enum rc rc = store_round_get(s, round, &a, &r, err);

    if (!rc && r.frozen)
        return err_set(err, RC_BUSY, "第 %" PRId64 " 轮检查已经冻结，不能再改", round);
    return rc;
}

/* A write that a frozen round does not take: one statement, so that no freeze comes between. */
static enum rc run_if_open(struct store *s, struct stmt *q, int64_t round, struct err *err)
{
    const enum rc rc = stmt_run(q, err);

    return rc || db_n_changes(s->engine->db(s)) ? rc : need_open(s, round, err);
}

enum rc store_round_set_run(struct store *s, int64_t round, int64_t run, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = prepare(s, "UPDATE round SET run = ?2 WHERE id = ?1 AND frozen = 0", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_i64(q, 2, run);
    return run_if_open(s, q, round, err);
}

/* ---- sites ---- */

/* site, verdict, state, result, waits */
static enum rc each_site(struct stmt *q, round_site_fn each, void *ctx, struct err *err)
{
    bool has_row = false;
    enum rc rc = RC_OK;

    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct round_site site = { .code = stmt_str(q, 0),
                                         .verdict = stmt_str(q, 1),
                                         .state = stmt_str(q, 2),
                                         .result = stmt_str(q, 3),
                                         .waits = stmt_str(q, 4) };

        rc = each(ctx, &site, err);
    }
    return rc;
}

enum rc store_round_each_site(struct store *s, int64_t round, round_site_fn each, void *ctx,
                              struct err *err)
{
    return store_round_some_sites(s, round, 0, -1, each, ctx, err);
}

enum rc store_round_some_sites(struct store *s, int64_t round, int64_t skip, int64_t n,
                               round_site_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "SELECT site, verdict, state, result, waits FROM round_site "
                               "WHERE round = ?1 ORDER BY site LIMIT ?2 OFFSET ?3",
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_i64(q, 2, n);
    stmt_bind_i64(q, 3, skip);
    return each_site(q, each, ctx, err);
}

enum rc store_round_each_member(struct store *s, int64_t round, round_site_fn each, void *ctx,
                                struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "SELECT site, verdict, state, '', waits FROM round_site "
                               "INDEXED BY round_site_verdict WHERE round = ?1 ORDER BY site",
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    return each_site(q, each, ctx, err);
}

enum rc store_round_each_mark(struct store *s, const struct round *r, struct str site,
                              round_mark_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(
        s,
        "SELECT r.site, coalesce(s.n_results, 0), "
        "  (SELECT CAST(total(c.changes) AS INTEGER) FROM finding_count c WHERE c.site = s.id) "
        "FROM round_site r INDEXED BY round_site_verdict LEFT JOIN site s ON s.code = r.site "
        "WHERE r.round = ?1 AND r.site BETWEEN ?2 AND ?3 ORDER BY r.site",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, r->id);
    stmt_bind_str(q, 2, site);
    stmt_bind_str(q, 3, site.n ? site : STR("\xff")); /* behind all text: all sites */
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const int64_t parts[] = { r->run, stmt_i64(q, 1), stmt_i64(q, 2) };

        rc = each(ctx, stmt_str(q, 0), str_hash(str_from((const char *)parts, sizeof(parts))), err);
    }
    return rc;
}

enum rc store_round_put_site(struct store *s, int64_t round, const struct round_site *site,
                             struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc =
        prepare(s,
                "UPDATE round_site SET verdict = ?3, result = ?4, state = ?5, waits = coalesce("
                "(SELECT group_concat(value, ' ') FROM json_each(iif(json_valid(?4), ?4, '{}'), "
                "'$.waits_for')), '') "
                "WHERE round = ?1 AND site = ?2 "
                "AND (SELECT frozen FROM round WHERE id = ?1) = 0",
                &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_str(q, 2, site->code);
    stmt_bind_str(q, 3, site->verdict);
    stmt_bind_str(q, 4, site->result);
    stmt_bind_str(q, 5, site->state);
    return run_if_open(s, q, round, err);
}

enum rc store_round_count_members(struct store *s, int64_t round, int64_t *n_sites,
                                  int64_t *n_accounts, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT count(*), count(nullif(instr(site, ':'), 0)) " /* account_id_is */
                         "FROM round_site WHERE round = ?1",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    rc = stmt_step(q, &has_row, err);
    if (rc)
        return rc;
    *n_accounts = stmt_i64(q, 1);
    *n_sites = stmt_i64(q, 0) - *n_accounts;
    return RC_OK;
}

/* ---- statements ---- */

enum rc store_round_state(struct store *s, int64_t round, const struct round_statement *t,
                          struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc;

    if (str_is_empty(t->by) || str_is_empty(t->reason))
        return err_set(err, RC_SYNTAX, "人工认定须写明由谁作出和理由");
    rc = prepare(s,
                 "INSERT INTO round_statement (round, site, item, is_fault, points, reason, "
                 "who, at) SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM round "
                 "WHERE id = ?1 AND frozen = 0",
                 &q, err);
    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_str(q, 2, t->site);
    stmt_bind_str(q, 3, t->item);
    stmt_bind_i64(q, 4, t->is_fault);
    stmt_bind_i64(q, 5, t->points);
    stmt_bind_str(q, 6, t->reason);
    stmt_bind_str(q, 7, t->by);
    stmt_bind_i64(q, 8, t->at);
    return run_if_open(s, q, round, err);
}

enum rc store_round_each_statement(struct store *s, int64_t round, round_statement_fn each,
                                   void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT site, item, is_fault, points, reason, who, at "
                         "FROM round_statement WHERE round = ?1 ORDER BY id",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct round_statement t = { .site = stmt_str(q, 0),
                                           .item = stmt_str(q, 1),
                                           .is_fault = stmt_i64(q, 2) != 0,
                                           .points = stmt_i64(q, 3),
                                           .reason = stmt_str(q, 4),
                                           .by = stmt_str(q, 5),
                                           .at = stmt_i64(q, 6) };

        rc = each(ctx, &t, err);
    }
    return rc;
}

/* ---- freezing ---- */

/* As its pages ask for them. */
static enum rc count_frozen(struct store *s, int64_t round, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "INSERT INTO round_count SELECT round, site, check_id, grade, "
                               "is_confirmed, count(*), sum(is_repeat) FROM round_finding "
                               "WHERE round = ?1 GROUP BY 2, 3, 4, 5",
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    return stmt_run(q, err);
}

/* What its unit and those below it handed in within its period: units may move, its notice not. */
static enum rc keep_filings(struct store *s, int64_t round, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "INSERT INTO round_filing SELECT r.id, s.id FROM round r "
                               "JOIN filing s ON s.created <= r.frozen "
                               "AND (s.created + ?2) / 86400 BETWEEN r.day_from AND r.day_to "
                               "WHERE r.id = ?1 AND " SCOPE_HAS("r.unit"),
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_i64(q, 2, CHINA_OFFSET_S);
    return stmt_run(q, err);
}

enum rc store_round_freeze(struct store *s, int64_t round, int64_t now, struct str pins,
                           struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = need_open(s, round, err);

    if (!rc)
        rc = prepare(s, "UPDATE round SET frozen = ?2, pins = ?3 WHERE id = ?1 AND frozen = 0", &q,
                     err);
    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_i64(q, 2, now);
    stmt_bind_str(q, 3, pins);
    rc = stmt_run(q, err);
    if (!rc)
        rc = count_frozen(s, round, err);
    return rc ? rc : keep_filings(s, round, err);
}

/* ---- its notice ---- */

enum rc store_round_put_numbers(struct store *s, int64_t round, bool with_unreviewed,
                                struct str json, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "INSERT OR REPLACE INTO round_numbers (round, with_unreviewed, "
                               "numbers) VALUES (?1, ?2, ?3)",
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_i64(q, 2, with_unreviewed);
    stmt_bind_str(q, 3, json);
    return stmt_run(q, err);
}

enum rc store_round_get_numbers(struct store *s, int64_t round, bool with_unreviewed,
                                struct arena *a, struct str *json, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(
        s, "SELECT numbers FROM round_numbers WHERE round = ?1 AND with_unreviewed = ?2", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_i64(q, 2, with_unreviewed);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "第 %" PRId64 " 轮还没有写出通报", round);
    *json = arena_copy(a, stmt_str(q, 0));
    return RC_OK;
}
