#include "base/base.h"

#include "office/run_queue.h"

#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

static const char *const states[] = { [ASKED_WAITING] = "waiting",
                                      [ASKED_RUNNING] = "running",
                                      [ASKED_DONE] = "done",
                                      [ASKED_FAILED] = "failed",
                                      [ASKED_STOPPED] = "stopped" };

const char *asked_state_name(enum asked_state state)
{
    return states[state];
}

static enum rc prepare(struct store *s, const char *sql, struct stmt **q, struct err *err)
{
    return db_prepare(s->engine->db(s), sql, q, err);
}

/* state is a number: enum asked_state. */
enum rc store_run_ask(struct store *s, const struct asked_run *run, int64_t *id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = prepare(s,
                         "INSERT INTO asked_run (at, who, sites, checks, unit, accounts, kind, "
                         "keeps_hours, round) SELECT ?1, ?2, ?3, ?4, ?6, ?7, ?8, ?9, ?10 "
                         "WHERE ?8 > 0 OR "
                         "(SELECT count(*) FROM asked_run WHERE state < 2 AND kind = 0) < ?5",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, run->at);
    stmt_bind_str(q, 2, run->by);
    stmt_bind_str(q, 3, run->sites);
    stmt_bind_str(q, 4, run->checks);
    stmt_bind_i64(q, 5, ASKED_WAITING_MAX);
    stmt_bind_i64(q, 6, run->unit);
    stmt_bind_str(q, 7, run->accounts);
    stmt_bind_i64(q, 8, run->kind);
    stmt_bind_i64(q, 9, run->keeps_hours);
    stmt_bind_i64(q, 10, run->round);
    if ((rc = stmt_run(q, err)))
        return rc;
    if (!db_n_changes(s->engine->db(s)))
        return err_set(err, RC_BUSY, "已有 %d 次巡检在等待", ASKED_WAITING_MAX);
    *id = db_last_id(s->engine->db(s));
    return RC_OK;
}

#define ASKED                                                                                      \
    "SELECT id, at, who, sites, checks, state, started, ended, is_stop_asked, error, progress, "   \
    "unit, kind, keeps_hours, round, run, left_sites, accounts, "                                  \
    "coalesce((SELECT r.indicators FROM round r WHERE r.id = asked_run.round), '') "
#define FROM_ASKED "FROM asked_run "

/* Strings are valid until the next step. */
static struct asked_run asked_at(struct stmt *q)
{
    return (struct asked_run){ .id = stmt_i64(q, 0),
                               .at = stmt_i64(q, 1),
                               .by = stmt_str(q, 2),
                               .sites = stmt_str(q, 3),
                               .checks = stmt_str(q, 4),
                               .state = (enum asked_state)stmt_i64(q, 5),
                               .started = stmt_i64(q, 6),
                               .ended = stmt_i64(q, 7),
                               .is_stop_asked = stmt_i64(q, 8) != 0,
                               .error = stmt_str(q, 9),
                               .progress = stmt_str(q, 10),
                               .unit = stmt_i64(q, 11),
                               .kind = (enum plan_kind)(stmt_i64(q, 12) % PLAN_KIND_N),
                               .keeps_hours = stmt_i64(q, 13) != 0,
                               .round = stmt_i64(q, 14),
                               .run = stmt_i64(q, 15),
                               .left = stmt_str(q, 16),
                               .accounts = stmt_str(q, 17),
                               .indicators = stmt_str(q, 18) };
}

/* sql: ?1 is the round */
static enum rc get(struct store *s, const char *sql, int64_t round, struct arena *a,
                   struct asked_run *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, sql, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有要做的巡检");
    *out = asked_at(q);
    out->by = arena_copy(a, out->by);
    out->sites = arena_copy(a, out->sites);
    out->checks = arena_copy(a, out->checks);
    out->error = arena_copy(a, out->error);
    out->progress = arena_copy(a, out->progress);
    out->accounts = arena_copy(a, out->accounts);
    out->left = arena_copy(a, out->left);
    out->indicators = arena_copy(a, out->indicators);
    return RC_OK;
}

enum rc store_run_next(struct store *s, struct arena *a, struct asked_run *out, struct err *err)
{
    return get(
        s, ASKED FROM_ASKED "WHERE state < 2 AND ?1 = 0 ORDER BY state DESC, kind > 0, id LIMIT 1",
        0, a, out, err);
}

enum rc store_run_at_hand(struct store *s, int64_t round, struct arena *a, struct asked_run *out,
                          struct err *err)
{
    return get(s,
               ASKED FROM_ASKED "WHERE ?1 IN (0, round) ORDER BY state = 1 DESC, "
                                "?1 > 0 AND state = 0 DESC, ended DESC, id DESC LIMIT 1",
               round, a, out, err);
}

enum rc store_run_start(struct store *s, int64_t id, int64_t now, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(
        s, "UPDATE asked_run SET state = 1, started = ?2 WHERE id = ?1 AND state = 0", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    stmt_bind_i64(q, 2, now);
    return stmt_run(q, err);
}

enum rc store_run_end(struct store *s, int64_t id, enum asked_state state, struct str error,
                      int64_t now, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "UPDATE asked_run SET state = ?2, error = ?3, ended = ?4 "
                               "WHERE id = ?1 AND state < 2",
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    stmt_bind_i64(q, 2, state);
    stmt_bind_str(q, 3, error);
    stmt_bind_i64(q, 4, now);
    return stmt_run(q, err);
}

enum rc store_run_progress(struct store *s, int64_t id, struct str json, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, "UPDATE asked_run SET progress = ?2 WHERE id = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    stmt_bind_str(q, 2, json);
    return stmt_run(q, err);
}

enum rc store_run_became(struct store *s, int64_t id, int64_t run, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "UPDATE asked_run SET run = iif(id = ?1, ?2, 0) "
                               "WHERE id = ?1 OR (run = ?2 AND run > 0)",
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    stmt_bind_i64(q, 2, run);
    return stmt_run(q, err);
}

enum rc store_run_left(struct store *s, int64_t id, struct str codes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, "UPDATE asked_run SET left_sites = ?2 WHERE id = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    stmt_bind_str(q, 2, codes);
    return stmt_run(q, err);
}

enum rc store_run_go_on(struct store *s, int64_t id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc =
        prepare(s,
                "INSERT INTO asked_run (at, who, sites, checks, unit, kind, keeps_hours) "
                "SELECT at, who, left_sites, checks, unit, kind, keeps_hours FROM asked_run "
                "WHERE id = ?1 AND left_sites <> ''",
                &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    return stmt_run(q, err);
}

enum rc store_run_person_waits(struct store *s, bool *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        prepare(s, "SELECT 1 FROM asked_run WHERE state = 0 AND kind = 0 LIMIT 1", &q, err);

    if (!rc)
        rc = stmt_step(q, &has_row, err);
    *out = !rc && has_row;
    return rc;
}

enum rc store_run_planned(struct store *s, int64_t most, asked_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         ASKED ", (SELECT max(p.day) FROM planned_run p WHERE p.run = asked_run.id "
                               "AND p.kind = asked_run.kind) " FROM_ASKED
                               "WHERE kind > 0 ORDER BY id DESC LIMIT ?1",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, most);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct asked_run run = asked_at(q);

        rc = each(ctx, &run, (int32_t)stmt_i64(q, 19), err);
    }
    return rc;
}

enum rc store_run_stop(struct store *s, int64_t id, int64_t now, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s,
                               "UPDATE asked_run SET is_stop_asked = 1, "
                               "ended = CASE state WHEN 0 THEN ?2 ELSE ended END, "
                               "state = CASE state WHEN 0 THEN 4 ELSE state END WHERE id = ?1",
                               &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    stmt_bind_i64(q, 2, now);
    return stmt_run(q, err);
}

enum rc store_run_is_stopped(struct store *s, int64_t id, bool *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, "SELECT is_stop_asked FROM asked_run WHERE id = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    rc = stmt_step(q, &has_row, err);
    *out = !rc && has_row && stmt_i64(q, 0) != 0;
    return rc;
}

/* ---- inspections that were made ---- */

enum rc store_run_count_sites(struct store *s, int64_t unit, int64_t run, int64_t *n,
                              struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT count(*) FROM site_summary y JOIN site s ON s.id = y.site "
                         "WHERE y.run = ?2 AND " SCOPE_HAS("?1"),
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit);
    stmt_bind_i64(q, 2, run);
    if (!(rc = stmt_step(q, &has_row, err)))
        *n = stmt_i64(q, 0);
    return rc;
}

#define IS_TOLD SCOPE_HAS("?1")

enum rc store_run_each(struct store *s, int64_t unit, run_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT r.id, r.started, r.finished, coalesce(r.veto, -1), "
                         "coalesce(r.fault, -1), coalesce(r.notice, -1), s.kind, "
                         "CASE WHEN " IS_TOLD " THEN s.who ELSE '' END, "
                         "CASE WHEN " IS_TOLD " THEN s.round ELSE 0 END, "
                         "coalesce(s.left_sites, '') "
                         "FROM run r LEFT JOIN asked_run s ON s.run = r.id AND s.run > 0 "
                         "ORDER BY r.id DESC",
                         &q, err);

    if (!rc)
        stmt_bind_i64(q, 1, unit);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct run_line_of line = { .id = stmt_i64(q, 0),
                                          .started = stmt_i64(q, 1),
                                          .finished = stmt_i64(q, 2),
                                          .found = { [GRADE_VETO] = stmt_i64(q, 3),
                                                     [GRADE_FAULT] = stmt_i64(q, 4),
                                                     [GRADE_NOTICE] = stmt_i64(q, 5) },
                                          .kind = (enum plan_kind)(stmt_i64(q, 6) % PLAN_KIND_N),
                                          .by = stmt_str(q, 7),
                                          .round = stmt_i64(q, 8),
                                          .left = stmt_str(q, 9) };

        rc = each(ctx, &line, err);
    }
    return rc;
}
