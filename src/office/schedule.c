#include "base/base.h"

#include "office/schedule.h"

#include "base/clock.h"
#include "office/run_queue.h"
#include "office/unit.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/review.h"

static enum rc prepare(struct store *s, const char *sql, struct stmt **q, struct err *err)
{
    return db_prepare(s->engine->db(s), sql, q, err);
}

/* ---- settings ---- */

enum rc store_schedule_get(struct store *s, struct schedule *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT nightly, nightly_at, weekly, weekly_day, weekly_at, quiet_from, "
                         "quiet_to, since FROM schedule",
                         &q, err);

    if (!rc)
        rc = stmt_step(q, &has_row, err);
    if (!rc)
        *out =
            (struct schedule){ .nightly = stmt_i64(q, 0) != 0,
                               .nightly_at = (int)stmt_i64(q, 1),
                               .weekly = stmt_i64(q, 2) != 0,
                               .weekly_day = (int)stmt_i64(q, 3),
                               .weekly_at = (int)stmt_i64(q, 4),
                               .quiet = { .from = (int)stmt_i64(q, 5), .to = (int)stmt_i64(q, 6) },
                               .since = stmt_i64(q, 7) };
    return rc;
}

static enum rc need_rest(const struct hours *quiet, struct err *err)
{
    const int n = (quiet->to - quiet->from + DAY_MINUTES) % DAY_MINUTES;

    return n <= DAY_MINUTES - QUIET_REST_MINUTES
               ? RC_OK
               : err_set(err, RC_SYNTAX, "不巡检的时段太长：一天至少要留出一小时");
}

enum rc store_schedule_put(struct store *s, const struct schedule *schedule, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = need_rest(&schedule->quiet, err);

    if (!rc)
        rc = prepare(s,
                     "UPDATE schedule SET nightly = ?1, nightly_at = ?2, weekly = ?3, "
                     "weekly_day = ?4, weekly_at = ?5, quiet_from = ?6, quiet_to = ?7, since = ?8",
                     &q, err);
    if (rc)
        return rc;
    stmt_bind_i64(q, 1, schedule->nightly);
    stmt_bind_i64(q, 2, schedule->nightly_at);
    stmt_bind_i64(q, 3, schedule->weekly);
    stmt_bind_i64(q, 4, schedule->weekly_day);
    stmt_bind_i64(q, 5, schedule->weekly_at);
    stmt_bind_i64(q, 6, schedule->quiet.from);
    stmt_bind_i64(q, 7, schedule->quiet.to);
    stmt_bind_i64(q, 8, schedule->since);
    return stmt_run(q, err);
}

static const char *const plans[SITE_PLAN_N] = {
    [SITE_EVERY_NIGHT] = "nightly", [SITE_EVERY_WEEK] = "weekly", [SITE_NEVER] = "never"
};

const char *site_plan_name(enum site_plan plan)
{
    return plans[plan];
}

bool site_plan_of(struct str name, enum site_plan *out)
{
    for (enum site_plan p = SITE_EVERY_NIGHT; p < SITE_PLAN_N; p++)
        if (str_eq(name, str_of(plans[p]))) {
            *out = p;
            return true;
        }
    return false;
}

enum rc store_site_schedule_get(struct store *s, struct str code, struct site_schedule *out,
                                struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(
        s, "SELECT plan, quiet_from, quiet_to, rate FROM site_schedule WHERE code = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, code);
    rc = stmt_step(q, &has_row, err);
    *out = (struct site_schedule){ 0 };
    if (!rc && has_row)
        *out = (struct site_schedule){ .plan = (enum site_plan)stmt_i64(q, 0),
                                       .quiet = { .from = (int)stmt_i64(q, 1),
                                                  .to = (int)stmt_i64(q, 2) },
                                       .rate = stmt_real(q, 3) };
    return rc;
}

enum rc store_site_schedule_put(struct store *s, struct str code,
                                const struct site_schedule *schedule, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = need_rest(&schedule->quiet, err);

    if (!rc)
        rc =
            prepare(s, "INSERT OR REPLACE INTO site_schedule VALUES (?1, ?2, ?3, ?4, ?5)", &q, err);
    if (rc)
        return rc;
    stmt_bind_str(q, 1, code);
    stmt_bind_i64(q, 2, schedule->plan);
    stmt_bind_i64(q, 3, schedule->quiet.from);
    stmt_bind_i64(q, 4, schedule->quiet.to);
    stmt_bind_real(q, 5, schedule->rate);
    return stmt_run(q, err);
}

/* ---- what is started ---- */

#define RUNNING_SITES                                                                              \
    "FROM site s LEFT JOIN site_schedule p ON p.code = s.code "                                    \
    "WHERE s.is_listed AND NOT s.is_account AND s.state = '运行' "

enum rc store_schedule_count(struct store *s, int64_t n[SITE_PLAN_N], struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        prepare(s, "SELECT coalesce(p.plan, 0), count(*) " RUNNING_SITES "GROUP BY 1", &q, err);

    for (size_t i = 0; i < SITE_PLAN_N; i++)
        n[i] = 0;
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const int64_t plan = stmt_i64(q, 0);

        if (plan >= 0 && plan < SITE_PLAN_N)
            n[plan] = stmt_i64(q, 1);
    }
    return rc;
}

enum rc store_plan_done(struct store *s, struct plan_done *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, "SELECT kind, max(day) FROM planned_run GROUP BY kind", &q, err);

    *out = (struct plan_done){ .day = { 0 } };
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const int64_t kind = stmt_i64(q, 0);

        if (kind > 0 && kind < PLAN_KIND_N)
            out->day[kind] = (int32_t)stmt_i64(q, 1);
    }
    return rc;
}

static enum rc note_day(struct store *s, const struct planned *p, int64_t run, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(
        s, "INSERT OR IGNORE INTO planned_run (kind, day, run) VALUES (?1, ?2, ?3)", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, p->kind);
    stmt_bind_i64(q, 2, p->day);
    stmt_bind_i64(q, 3, run);
    return stmt_run(q, err);
}

/* The codes of the sites that it is for. */
static enum rc sites_of(struct store *s, enum plan_kind kind, struct buf *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(
        s, "SELECT s.code " RUNNING_SITES "AND coalesce(p.plan, 0) <= ?1 ORDER BY s.code", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, kind == PLAN_NIGHTLY ? SITE_EVERY_NIGHT : SITE_EVERY_WEEK);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        if (out->n)
            buf_add_char(out, ' ');
        buf_add(out, stmt_str(q, 0));
    }
    return rc;
}

static enum rc start(struct store *s, int64_t now, const struct schedule *schedule,
                     const struct planned *p, struct err *err)
{
    AUTO(buf_done) struct buf sites = { 0 };
    struct asked_run run = { .at = now, .by = STR("定时"), .unit = UNIT_TOP, .kind = p->kind };
    const struct planned covered = plan_newest(schedule, PLAN_NIGHTLY, now);
    enum rc rc = sites_of(s, p->kind, &sites, err);

    run.sites = buf_str(&sites);
    if (p->kind == PLAN_WEEKLY && sites.n)
        run.accounts = STR("*");
    if (!rc && sites.n)
        rc = store_run_ask(s, &run, &run.id, err);
    if (!rc)
        rc = note_day(s, p, run.id, err);
    if (!rc && p->kind == PLAN_WEEKLY)
        rc = note_day(s, &covered, run.id, err);
    return rc;
}

enum rc store_plan_start(struct store *s, int64_t now, struct planned *out, struct err *err)
{
    struct schedule schedule;
    struct plan_done done;
    enum rc rc;

    *out = (struct planned){ 0 };
    if ((rc = store_schedule_get(s, &schedule, err)) || !(schedule.nightly || schedule.weekly))
        return rc;
    if ((rc = store_plan_done(s, &done, err)) || !plan_due(&schedule, &done, now, out)) {
        *out = (struct planned){ 0 };
        return rc;
    }
    if ((rc = store_begin(s, err)))
        return rc;
    /* Again, as nobody else can change it now. */
    rc = store_plan_done(s, &done, err);
    if (!rc && !plan_due(&schedule, &done, now, out))
        *out = (struct planned){ 0 };
    if (!rc && out->kind)
        rc = start(s, now, &schedule, out, err);
    if (!rc)
        rc = store_commit(s, err);
    if (rc)
        store_rollback(s);
    return rc;
}
