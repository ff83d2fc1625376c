#include "base/base.h"

#include "store/trend.h"

#include "store/db.h"
#include "store/engine.h"

#include <stdlib.h>

enum { NO_MARK = -1 };

/* How a site stood after each of the runs: enum standing_of + 1, 0 = it has no result of it. */
struct stood {
    uint8_t after[TREND_RUNS];
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
            t->sites[site].after[t->n_runs - 1] =
                (uint8_t)(standing_of((struct str){ 0 }, stmt_str(q, 3), stmt_str(q, 4)) + 1);
    }
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
        if ((rc = read_all(s, t, err))) {
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
static enum standing_of now_of(const struct site_line *site, enum standing_of stood)
{
    const bool runs =
        standing_of(site->state, site->verdict, site->if_confirmed) != STANDING_CLOSED;

    return runs || stood != STANDING_UNKNOWN ? stood : STANDING_CLOSED;
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
        for (size_t k = 0; sites->sites[i].id <= t->last_site && k < t->n_runs; k++) {
            const uint8_t x = t->sites[sites->sites[i].id].after[k];

            if (!x)
                continue;
            lines[k].n[now_of(&sites->sites[i], x - 1)]++;
            is_reached[k] = true;
        }
    *n = 0;
    for (size_t k = 0; k < t->n_runs; k++)
        if (is_reached[k])
            lines[(*n)++] = lines[k];
    *out = lines;
    return RC_OK;
}
