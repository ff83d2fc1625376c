#include "base/base.h"

#include "store/trend.h"

#include "store/db.h"
#include "store/engine.h"

#include <stdlib.h>

enum { NO_MARK = -1 };

/* How a site stood before the first of the runs and after each: enum standing_of + 1, 0 = it has no
 * result of it. */
struct stood {
    uint8_t before, after[TREND_RUNS];
};

/* The results of those runs, held in memory: a page asks for them again and again, and only an
 * inspection changes them, though it may be told as finished. */
struct trend {
    struct arena a;
    int64_t mark;
    struct run_line runs[TREND_RUNS]; /* nothing is counted in them */
    size_t n_runs;
    int64_t last_site;
    struct stood *sites; /* by their number */
};

void trend_free(struct trend *t)
{
    if (!t)
        return;
    arena_done(&t->a);
    free(t);
}

/* Each hand-over of a result counts, also one that replaces another. */
static enum rc read_mark(struct store *s, int64_t *mark, int64_t *last_site, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT coalesce(sum(n_results), 0), coalesce(max(id), 0) "
                            "FROM site WHERE is_account = 0",
                            &q, err);

    if (!rc)
        rc = stmt_step(q, &has_row, err);
    if (rc)
        return rc;
    *mark = stmt_i64(q, 0);
    *last_site = stmt_i64(q, 1);
    return RC_OK;
}

/* Of the two columns from `verdict` on. */
static uint8_t stood_by(struct stmt *q, int verdict)
{
    return (
        uint8_t)(standing_of((struct str){ 0 }, stmt_str(q, verdict), stmt_str(q, verdict + 1)) +
                 1);
}

/* The sites of each run, not all results of it: of accounts there may be ten times as many. */
static enum rc read_all(struct store *s, struct trend *t, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s),
                   "SELECT n.id, n.started, s.id, y.verdict, y.if_confirmed FROM "
                   "(SELECT id, started FROM run r WHERE EXISTS (SELECT 1 FROM site x "
                   "    CROSS JOIN site_summary z ON z.run = r.id AND z.site = x.id "
                   "    WHERE x.is_account = 0) ORDER BY id DESC LIMIT ?1) n "
                   "CROSS JOIN site s CROSS JOIN site_summary y ON y.run = n.id AND y.site = s.id "
                   "WHERE s.is_account = 0 ORDER BY n.id",
                   &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, TREND_RUNS);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct run_line run = { .run = stmt_i64(q, 0), .started = stmt_i64(q, 1) };
        const int64_t site = stmt_i64(q, 2);

        if (!t->n_runs || t->runs[t->n_runs - 1].run != run.run)
            t->runs[t->n_runs++] = run;
        if (site <= t->last_site) /* else it is newer than the mark */
            t->sites[site].after[t->n_runs - 1] = stood_by(q, 3);
    }
    return rc;
}

/* Of the sites that the first run did not reach. */
static enum rc read_before(struct store *s, struct trend *t, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(
        s->engine->db(s),
        "SELECT s.id, y.verdict, y.if_confirmed FROM site s "
        "CROSS JOIN site_summary y ON y.site = s.id AND y.run = "
        "  (SELECT z.run FROM site_summary z WHERE z.site = s.id AND z.run < ?1 "
        "   ORDER BY z.run DESC LIMIT 1) "
        "WHERE s.is_account = 0 AND s.last_run > 0 "
        "AND NOT EXISTS (SELECT 1 FROM site_summary f WHERE f.run = ?1 AND f.site = s.id)",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, t->runs[0].run);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row)
        if (stmt_i64(q, 0) <= t->last_site)
            t->sites[stmt_i64(q, 0)].before = stood_by(q, 1);
    return rc;
}

/* As tally_get. */
static enum rc get(struct store *s, struct trend **out, struct err *err)
{
    struct trend *t;
    int64_t mark = 0, last_site = 0;
    enum rc rc = read_mark(s, &mark, &last_site, err);

    if (rc)
        return rc;
    if (!s->trend || s->trend->mark != mark) {
        trend_free(s->trend);
        s->trend = NULL;
        t = calloc(1, sizeof(*t));
        if (!t)
            abort();
        t->mark = db_in_transaction(s->engine->db(s)) ? NO_MARK : mark;
        t->last_site = last_site;
        t->sites = arena_array(&t->a, struct stood, (size_t)last_site + 1);
        rc = read_all(s, t, err);
        if (!rc && t->n_runs)
            rc = read_before(s, t, err);
        if (rc) {
            trend_free(t);
            return rc;
        }
        s->trend = t;
    }
    *out = s->trend;
    return RC_OK;
}

/* What does not run was never judged, if that is all that is known of it; verdicts of its time
 * stay. */
static enum standing_of now_of(bool runs, enum standing_of stood)
{
    return runs || stood != STANDING_UNKNOWN ? stood : STANDING_CLOSED;
}

/* A run that did not reach the site leaves it as it was; nobody knows when a closed one closed. */
static void count(const struct site_line *site, const struct stood *t, struct run_line *lines,
                  bool *is_reached, size_t n)
{
    const bool runs =
        standing_of(site->state, site->verdict, site->if_confirmed) != STANDING_CLOSED;
    uint8_t last = runs ? t->before : 0;

    for (size_t k = 0; k < n; k++) {
        is_reached[k] |= t->after[k] > 0;
        if (t->after[k])
            last = t->after[k];
        if (last)
            lines[k].n[now_of(runs, last - 1)]++;
        if (!runs)
            last = 0;
    }
}

enum rc store_trend(struct store *s, const struct site_lines *sites, struct arena *a,
                    struct run_line **out, size_t *n, struct err *err)
{
    struct run_line *lines = arena_array(a, struct run_line, TREND_RUNS);
    bool is_reached[TREND_RUNS] = { 0 };
    struct trend *t = NULL;
    const enum rc rc = get(s, &t, err);

    if (rc)
        return rc;
    for (size_t k = 0; k < t->n_runs; k++)
        lines[k] = t->runs[k];
    for (size_t i = 0; i < sites->n; i++)
        if (sites->sites[i].id <= t->last_site)
            count(&sites->sites[i], &t->sites[sites->sites[i].id], lines, is_reached, t->n_runs);
    *n = 0;
    for (size_t k = 0; k < t->n_runs; k++)
        if (is_reached[k])
            lines[(*n)++] = lines[k];
    *out = lines;
    return RC_OK;
}
