#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_query.h"
#include "store/finding_row.h"
#include "store/review.h"
#include "store/review_row.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_sql.h"

#include <stdlib.h>
#include <string.h>

/* A finding f that run ?n saw: in the span of runs that ends with its last one, or in an earlier
 * one. Within a span runs that did not look at the site are left out. */
#define SEEN_IN(run)                                                                               \
    "((f.first_run <= " run " AND f.last_run >= " run "  AND (f.gone = 0 OR f.gone_run <> " run    \
    ")) "                                                                                          \
    " OR EXISTS (SELECT 1 FROM finding_span p WHERE p.finding = f.rowid "                          \
    "            AND " run " BETWEEN p.first_run AND p.last_run)) "                                \
    "AND (f.last_run = " run " OR EXISTS "                                                         \
    "     (SELECT 1 FROM site_result r WHERE r.site = f.site AND r.run = " run ")) "

/* FINDING_COLUMNS of a finding f as it was then, if t says so. */
#define THEN(column) "coalesce(t." column ", f." column "), "
#define COLUMNS_THEN                                                                               \
    "f.id, f.check_id, " THEN("case_id") THEN("url") THEN("place") THEN("excerpt")                 \
        THEN("suggest") "iif(t.finding, t.measured, f.measured), iif(t.finding, t.limit_value, "   \
                        "f.limit_value), " THEN("grade") THEN("confidence") THEN("since")          \
                            THEN("detail") THEN("evidence") "f.first_seen, " THEN(                 \
                                "last_seen") "f.gone, f.n_returns"
/*
 * The last word on what it was: its own, made before it changed or on the same subject since; else
 * what was decided of the finding since, which nobody can see as it was any more. The plus signs
 * keep the actions of all others out of the search.
 */
#define OWN_THEN "iif(+a.id > t.kept_after, a.subject = t.subject, " SQLITE_IS_SAME("t") ")"
#define WORD_SINCE                                                                                 \
    "(SELECT max(a.id) FROM review_action a WHERE a.site = (SELECT code FROM site WHERE id = "     \
    "f.site) AND a.finding = f.id AND a.kind IN ('confirm', 'merge', 'dismiss') "                  \
    "AND +a.id > t.kept_after AND " SQLITE_NOT_UNDONE ")"
#define REVIEW_THEN                                                                                \
    "iif(t.finding, coalesce(nullif((SELECT id FROM (" SQLITE_LAST_WORD(                           \
        "f", "t", OWN_THEN) ")), 0), " WORD_SINCE ", 0), f.review)"
/* The decision of a review action a: as in finding.decision. */
#define DECISION_OF                                                                                \
    "CASE a.kind WHEN 'confirm' THEN 1 WHEN 'dismiss' THEN 2 WHEN 'merge' THEN 3 ELSE 0 END"
#define N_REFERENCES(evidence)                                                                     \
    "((" evidence " <> '') + length(" evidence ") - length(replace(" evidence ", ' ', '')))"

/* What lists show of results, one row a result, of an account its posts as pages, -1 when they were
 * not seen; a result that is no JSON has none. Ends before WHERE, which r (run, site) is asked by.
 */
#define PUT_SUMMARY                                                                                \
    "INSERT OR REPLACE INTO site_summary (run, site, at, verdict, if_confirmed, pages, newest) "   \
    "SELECT run, site, at, verdict, if_confirmed, pages, "                                         \
    "coalesce((SELECT max(unixepoch(day) / 86400) FROM ("                                          \
    "  SELECT CASE type WHEN 'object' THEN json_extract(value, '$.newest') END AS day "            \
    "  FROM json_each(result, '$.columns') "                                                       \
    "  UNION ALL SELECT json_extract(result, '$.newest')) "                                        \
    "  WHERE unixepoch(day) <= at + 8 * 3600), 0) "                                                \
    "FROM (SELECT r.run, r.site, r.result, "                                                       \
    "coalesce(unixepoch(json_extract(r.result, '$.metrics.attempts[0].at')), n.started) AS at, "   \
    "CAST(coalesce(json_extract(r.result, '$.verdict'), '未能判定') AS TEXT) AS verdict, "     \
    "CAST(coalesce(json_extract(r.result, '$.if_confirmed'), '') AS TEXT) AS if_confirmed, "       \
    "CAST(coalesce(json_extract(r.result, '$.pages'), "                                            \
    "  CASE json_extract(r.result, '$.source_grade') WHEN '' THEN NULL "                           \
    "    ELSE json_extract(r.result, '$.posts') END, -1) AS INTEGER) AS pages "                    \
    "FROM site_result r JOIN run n ON n.id = r.run WHERE json_valid(r.result)) r "

/* A site's newest result, and what it is called there when the registry does not list it. Ends
 * before the condition on site and y (run, site). */
#define SEE_SITE                                                                                   \
    "UPDATE site SET last_run = y.run, "                                                           \
    "name = CASE WHEN is_listed THEN site.name ELSE y.name END, "                                  \
    "home = CASE WHEN is_listed THEN site.home ELSE y.home END, "                                  \
    "sponsor = CASE WHEN is_listed THEN site.sponsor ELSE y.sponsor END, "                         \
    "region = CASE WHEN is_listed THEN site.region ELSE y.region END, "                            \
    "type = CASE WHEN is_listed THEN site.type ELSE y.type END, "                                  \
    "state = CASE WHEN is_listed THEN site.state ELSE y.state END, "                               \
    "serves_public = CASE WHEN is_listed THEN site.serves_public ELSE y.public END "               \
    "FROM (SELECT r.run, r.site, "                                                                 \
    "CAST(coalesce(json_extract(result, '$.name'), '') AS TEXT) AS name, "                         \
    "CAST(coalesce(json_extract(result, '$.url'), '') AS TEXT) AS home, "                          \
    "CAST(coalesce(json_extract(result, '$.sponsor'), json_extract(result, '$.owner'), '') "       \
    "  AS TEXT) AS sponsor, "                                                                      \
    "CAST(coalesce(json_extract(result, '$.region'), '') AS TEXT) AS region, "                     \
    "CAST(coalesce(json_extract(result, '$.type'), '') AS TEXT) AS type, "                         \
    "CAST(coalesce(json_extract(result, '$.state'), '') AS TEXT) AS state, "                       \
    "coalesce(json_extract(result, '$.serves_public') = true, false) AS public "                   \
    "FROM site_result r WHERE json_valid(result)) y "                                              \
    "WHERE y.site = site.id AND "

/* One statement each, prepared when the store is opened. */
enum statement {
    S_RUN_FIND,
    S_RUN_ADD,
    S_RUN_FINISH,
    S_RUN_GET,
    S_SITE_ADD,
    S_SITE_FIND,
    S_RESULT_PUT,
    S_SUMMARY_PUT,
    S_RESULT_COUNT,
    S_SITE_SEE,
    S_RESULT_LIST,
    S_RESULT_GET,
    S_RESULT_BEFORE,
    S_FINDING_PUT,
    S_FINDING_RESOLVE,
    S_FINDING_PROVE,
    S_FINDING_OPEN,
    S_FINDING_GONE,
    S_SITE_LIST,
    S_FINDING_LIST,
    S_N,
};

static const char *const sql[S_N] = {
    [S_RUN_FIND] = "SELECT id, started FROM run WHERE finished = 0 AND options = ?1 "
                   "ORDER BY id DESC LIMIT 1",
    [S_RUN_ADD] = "INSERT INTO run (started, options) VALUES (?1, ?2)",
    [S_RUN_FINISH] =
        "UPDATE run SET finished = ?2, (veto, fault, notice) = ("
        "SELECT count(*) FILTER (WHERE grade = 'veto'), count(*) FILTER (WHERE grade = 'fault'), "
        "count(*) FILTER (WHERE grade = 'notice') FROM finding f "
        "WHERE decision < 2 AND " SEEN_IN("?1") ") WHERE id = ?1 AND finished = 0",
    [S_RUN_GET] = "SELECT finished, started, options, id FROM run "
                  "WHERE id = CASE WHEN ?1 = 0 THEN (SELECT max(id) FROM run) ELSE ?1 END",
    [S_SITE_ADD] = "INSERT INTO site (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
    [S_SITE_FIND] = "SELECT id FROM site WHERE code = ?1",
    [S_RESULT_PUT] = "INSERT INTO site_result (run, site, result) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (site, run) DO UPDATE SET result = excluded.result",
    [S_SUMMARY_PUT] = PUT_SUMMARY "WHERE run = ?1 AND site = ?2",
    [S_RESULT_COUNT] = "UPDATE site SET n_results = n_results + 1 WHERE id = ?2",
    [S_SITE_SEE] = SEE_SITE "site.id = ?2 AND y.run = ?1 AND y.run >= site.last_run",
    [S_RESULT_LIST] = "SELECT s.code, r.result FROM site s JOIN site_result r ON r.site = s.id "
                      "WHERE r.run = ?1 AND (instr(s.code, ':') > 0) = ?2 ORDER BY s.code",
    [S_RESULT_GET] = "SELECT r.result FROM site s JOIN site_result r ON r.site = s.id "
                     "WHERE r.run = ?1 AND s.code = ?2",
    [S_RESULT_BEFORE] =
        "SELECT coalesce(max(run), 0) FROM site_result WHERE site = ?1 AND run < ?2",
    /* A return counts only when an earlier run missed it: within one run a site may be handed over
     * again, as often as the crawl had to start again. */
    [S_FINDING_PUT] =
        "INSERT INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, measured, "
        "limit_value, grade, confidence, since, detail, evidence, first_seen, last_seen, last_run, "
        "subject, first_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
        "?15, ?16, ?16, ?17, ?18, ?17) "
        "ON CONFLICT (site, id) DO UPDATE SET check_id = excluded.check_id, "
        "case_id = excluded.case_id, url = excluded.url, place = excluded.place, "
        "excerpt = excluded.excerpt, suggest = excluded.suggest, measured = excluded.measured, "
        "limit_value = excluded.limit_value, grade = excluded.grade, "
        "confidence = excluded.confidence, since = excluded.since, detail = excluded.detail, "
        "evidence = iif(?21 AND " N_REFERENCES("evidence") " > " N_REFERENCES(
            "excluded.evidence") ", evidence, excluded.evidence), "
                                 "last_seen = iif(?19 AND gone = 0, last_seen, "
                                 "excluded.last_seen), "
                                 "first_run = iif(last_run < ?20 OR (gone <> 0 AND max(gone_run, "
                                 "last_run) < ?17), ?17, "
                                 "  min(first_run, ?17)), "
                                 "last_run = max(last_run, ?17), gone = 0, subject = "
                                 "excluded.subject, "
                                 "n_returns = n_returns + (gone <> 0 AND gone_run <> "
                                 "excluded.last_run), "
                                 "reviewed_after = iif(gone <> 0 AND gone_run <> "
                                 "excluded.last_run, "
                                 "  (SELECT coalesce(max(id), 0) FROM review_action), "
                                 "reviewed_after)",
    [S_FINDING_RESOLVE] = SQLITE_RESOLVE "WHERE site = ?1 AND id = ?2",
    [S_FINDING_PROVE] =
        "UPDATE finding SET evidence = trim(evidence || ' ' || ?3) WHERE id = ?2 AND "
        "site = (SELECT id FROM site WHERE code = ?1) AND "
        "instr(' ' || evidence || ' ', ' ' || ?3 || ' ') = 0",
    [S_FINDING_OPEN] = "SELECT rowid, id, check_id FROM finding WHERE site = ?1 AND gone = 0",
    [S_FINDING_GONE] = "UPDATE finding SET gone = ?2, gone_run = ?3 WHERE rowid = ?1",
    [S_SITE_LIST] = "SELECT id, code FROM site ORDER BY code",
    [S_FINDING_LIST] =
        "SELECT " COLUMNS_THEN ", " DECISION_OF ", " REVIEW_COLUMNS " FROM finding f "
        "LEFT JOIN finding_then t ON t.finding = f.rowid AND t.last_run = "
        "  (SELECT min(last_run) FROM finding_then "
        "   WHERE finding = f.rowid AND last_run >= ?2) "
        "LEFT JOIN review_action a ON a.id = " REVIEW_THEN
        " WHERE f.site = ?1 AND (?3 OR " DECISION_OF
        " < 2) AND " SEEN_IN("?2") "ORDER BY f.check_id, coalesce(t.url, f.url), "
                                   "coalesce(t.place, f.place), f.id",
};

struct sqlite_store {
    struct store base;
    struct db *db;
    struct stmt *stmts[S_N];
};

static struct sqlite_store *of(struct store *s)
{
    return (struct sqlite_store *)(void *)s;
}

static struct stmt *get(struct store *s, enum statement which)
{
    return of(s)->stmts[which];
}

static struct db *db_of(struct store *s)
{
    return of(s)->db;
}

static void close_store(struct store *base)
{
    struct sqlite_store *s = of(base);

    for (size_t i = 0; i < S_N; i++)
        stmt_closep(&s->stmts[i]);
    db_closep(&s->db);
    free(s);
}

static enum rc open_store(struct str place, struct store **out, struct err *err)
{
    char *path = strndup(place.p, place.n);
    struct sqlite_store *s = calloc(1, sizeof(*s));

    if (!path || !s)
        abort();
    s->base.engine = &store_sqlite;

    enum rc rc = db_open(path, &sqlite_schema, &s->db, err);

    free(path);
    for (size_t i = 0; !rc && i < S_N; i++)
        rc = db_prepare(s->db, sql[i], &s->stmts[i], err);
    if (rc) {
        close_store(&s->base);
        return rc;
    }
    *out = &s->base;
    return RC_OK;
}

/* ---- runs ---- */

static enum rc run_begin(struct store *s, int64_t now, struct str options, struct run_info *out,
                         struct err *err)
{
    struct stmt *find = get(s, S_RUN_FIND), *add = get(s, S_RUN_ADD);
    struct run_info info = { .started = now, .options = options };
    bool has_row = false;
    enum rc rc = db_begin(of(s)->db, err);

    if (rc)
        return rc;

    AUTO(db_rollbackp) struct db *tx = of(s)->db;

    stmt_bind_str(find, 1, options);
    rc = stmt_step(find, &has_row, err);
    if (has_row) {
        info.id = stmt_i64(find, 0);
        info.started = stmt_i64(find, 1);
    }
    stmt_reset(find);
    if (!rc && !has_row) {
        stmt_bind_i64(add, 1, now);
        stmt_bind_str(add, 2, options);
        rc = stmt_run(add, err);
        info.id = db_last_id(tx);
    }
    if (!rc)
        rc = db_commit(tx, err);
    if (!rc)
        *out = info;
    return rc;
}

static enum rc need_run(struct store *s, int64_t run, struct err *err)
{
    struct stmt *q = get(s, S_RUN_GET);
    bool has_row = false;

    stmt_bind_i64(q, 1, run);

    const enum rc rc = stmt_step(q, &has_row, err);

    stmt_reset(q);
    if (!rc && !has_row)
        return err_set(err, RC_NOT_FOUND, "结果库中没有第 %lld 次巡检", (long long)run);
    return rc;
}

static enum rc run_finish(struct store *s, int64_t run, int64_t now, struct err *err)
{
    struct stmt *q = get(s, S_RUN_FINISH);
    enum rc rc = need_run(s, run, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, run);
    stmt_bind_i64(q, 2, now);
    rc = stmt_run(q, err);
    if (!rc)
        db_checkpoint(of(s)->db);
    return rc;
}

/* ---- a site's hand-over ---- */

/* The number that the rows of a site carry instead of its code. */
static enum rc site_number(struct store *s, struct str code, int64_t *out, struct err *err)
{
    struct stmt *add = get(s, S_SITE_ADD), *find = get(s, S_SITE_FIND);
    bool has_row = false;

    stmt_bind_str(add, 1, code);

    enum rc rc = stmt_run(add, err);

    if (rc)
        return rc;
    stmt_bind_str(find, 1, code);
    rc = stmt_step(find, &has_row, err);
    if (has_row)
        *out = stmt_i64(find, 0);
    stmt_reset(find);
    return rc;
}

/* The run before that had a result of the site; 0: none. */
static enum rc run_before(struct store *s, int64_t site, int64_t run, int64_t *out, struct err *err)
{
    struct stmt *q = get(s, S_RESULT_BEFORE);
    bool has_row = false;

    stmt_bind_i64(q, 1, site);
    stmt_bind_i64(q, 2, run);

    const enum rc rc = stmt_step(q, &has_row, err);

    if (has_row)
        *out = stmt_i64(q, 0);
    stmt_reset(q);
    return rc;
}

/* before: the run before that looked at the site; what it did not see has a gap there. */
static enum rc put_finding(struct store *s, int64_t site, int64_t before,
                           const struct store_handover *h, const struct stored_finding *stored,
                           struct err *err)
{
    struct stmt *q = get(s, S_FINDING_PUT), *resolve = get(s, S_FINDING_RESOLVE);
    const struct finding *f = &stored->finding;
    const struct str detail = str_is_empty(stored->detail_json) ? STR("{}") : stored->detail_json;

    stmt_bind_i64(q, 1, site);
    stmt_bind_i64(q, 2, (int64_t)stored->id);
    stmt_bind_str(q, 3, str_of(f->check));
    stmt_bind_str(q, 4, str_of(f->case_id));
    stmt_bind_str(q, 5, f->url);
    stmt_bind_str(q, 6, f->where);
    stmt_bind_str(q, 7, f->excerpt);
    stmt_bind_str(q, 8, f->suggest);
    stmt_bind_number(q, 9, f->measured);
    stmt_bind_number(q, 10, f->limit);
    stmt_bind_str(q, 11, str_of(grade_name(f->grade)));
    stmt_bind_real(q, 12, f->confidence);
    stmt_bind_i64(q, 13, f->since);
    stmt_bind_str(q, 14, detail);
    stmt_bind_str(q, 15, stored->evidence);
    stmt_bind_i64(q, 16, h->now);
    stmt_bind_i64(q, 17, h->run);
    stmt_bind_i64(q, 18, (int64_t)review_subject(f, detail));
    stmt_bind_i64(q, 19, stored->is_unseen);
    stmt_bind_i64(q, 20, before);
    stmt_bind_i64(q, 21, stored->is_partial);

    const enum rc rc = stmt_run(q, err);

    if (rc)
        return rc;
    stmt_bind_i64(resolve, 1, site);
    stmt_bind_i64(resolve, 2, (int64_t)stored->id);
    return stmt_run(resolve, err);
}

static int by_id(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static bool is_unjudged(const struct store_handover *h, struct str check)
{
    for (size_t i = 0; i < h->n_unjudged; i++)
        if (str_eq(h->unjudged[i], check))
            return true;
    return false;
}

/* Collects the rows of open findings that are not among `ids` (sorted), as int64_t in *missing. */
static enum rc find_missing(struct store *s, int64_t site, const struct store_handover *h,
                            const uint64_t *ids, struct buf *missing, struct err *err)
{
    struct stmt *q = get(s, S_FINDING_OPEN);
    bool has_row = false;
    enum rc rc;

    stmt_bind_i64(q, 1, site);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const int64_t row = stmt_i64(q, 0);
        const uint64_t id = (uint64_t)stmt_i64(q, 1);

        if (h->n && bsearch(&id, ids, h->n, sizeof(id), by_id))
            continue;
        if (!is_unjudged(h, stmt_str(q, 2)))
            buf_add(missing, str_from((const char *)&row, sizeof(row)));
    }
    stmt_reset(q);
    return rc;
}

static enum rc mark_gone(struct store *s, const struct store_handover *h, struct str rows,
                         struct err *err)
{
    struct stmt *q = get(s, S_FINDING_GONE);
    enum rc rc = RC_OK;

    for (; !rc && rows.n; rows = str_skip(rows, sizeof(int64_t))) {
        int64_t row;

        memcpy(&row, rows.p, sizeof(row));
        stmt_bind_i64(q, 1, row);
        stmt_bind_i64(q, 2, h->now);
        stmt_bind_i64(q, 3, h->run);
        rc = stmt_run(q, err);
    }
    return rc;
}

static enum rc add_evidence(struct store *s, struct str site, uint64_t id, struct str reference,
                            struct err *err)
{
    struct stmt *q = get(s, S_FINDING_PROVE);

    stmt_bind_str(q, 1, site);
    stmt_bind_i64(q, 2, (int64_t)id);
    stmt_bind_str(q, 3, reference);
    return stmt_run(q, err);
}

static enum rc site_findings(struct store *s, const struct store_handover *h, struct err *err)
{
    AUTO(arena_done) struct arena memory = { 0 };
    AUTO(buf_done) struct buf missing = { 0 };
    int64_t site = 0, before = 0;
    enum rc rc = db_begin(of(s)->db, err);

    if (rc)
        return rc;

    AUTO(db_rollbackp) struct db *tx = of(s)->db;
    uint64_t *ids = arena_array(&memory, uint64_t, h->n);

    for (size_t i = 0; i < h->n; i++)
        ids[i] = h->findings[i].id;
    if (h->n)
        qsort(ids, h->n, sizeof(*ids), by_id);
    rc = need_run(s, h->run, err);
    if (!rc)
        rc = site_number(s, h->site, &site, err);
    if (!rc)
        rc = run_before(s, site, h->run, &before, err);
    if (!rc)
        rc = find_missing(s, site, h, ids, &missing, err);
    if (!rc)
        rc = mark_gone(s, h, buf_str(&missing), err);
    for (size_t i = 0; !rc && i < h->n; i++)
        rc = put_finding(s, site, before, h, &h->findings[i], err);
    return rc ? rc : db_commit(tx, err);
}

static enum rc site_result(struct store *s, int64_t run, struct str code, struct str result_json,
                           struct err *err)
{
    struct stmt *q = get(s, S_RESULT_PUT);
    int64_t site = 0;
    enum rc rc = db_begin(of(s)->db, err);

    if (rc)
        return rc;

    AUTO(db_rollbackp) struct db *tx = of(s)->db;

    rc = need_run(s, run, err);
    if (!rc)
        rc = site_number(s, code, &site, err);
    if (rc)
        return rc;
    stmt_bind_i64(q, 1, run);
    stmt_bind_i64(q, 2, site);
    stmt_bind_str(q, 3, result_json);
    rc = stmt_run(q, err);
    for (enum statement which = S_SUMMARY_PUT; !rc && which <= S_SITE_SEE; which++) {
        stmt_bind_i64(get(s, which), 1, run);
        stmt_bind_i64(get(s, which), 2, site);
        rc = stmt_run(get(s, which), err);
    }
    return rc ? rc : db_commit(tx, err);
}

/* ---- reading ---- */

/* What is asked of findings, and by whom. */
struct asking {
    struct store *s;
    int64_t run;
    bool with_dismissed;
    stored_finding_fn each;
    void *ctx;
};

enum { COL_DECISION = FINDING_COLUMNS_N, COL_REVIEW };

static enum rc each_of_site(const struct asking *ask, int64_t site, struct str code,
                            struct err *err)
{
    struct stmt *q = get(ask->s, S_FINDING_LIST);
    bool has_row = false;
    enum rc rc;

    stmt_bind_i64(q, 1, site);
    stmt_bind_i64(q, 2, ask->run);
    stmt_bind_i64(q, 3, ask->with_dismissed);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct review_action review = review_at(q, COL_REVIEW);
        struct stored_finding f = finding_at(q, 0, code);

        f.review = review.id ? &review : NULL;
        f.is_confirmed = stmt_i64(q, COL_DECISION) == FINDING_CONFIRMED;
        if ((rc = ask->each(ask->ctx, &f, err)))
            break;
    }
    stmt_reset(q);
    return rc;
}

/* In one read transaction, so that what another process writes meanwhile does not mix in. */
static enum rc each_of_run(const struct asking *ask, struct err *err)
{
    struct store *s = ask->s;
    struct stmt *q = get(s, S_SITE_LIST);
    bool has_row = false;
    enum rc rc = need_run(s, ask->run, err);

    if (rc)
        return rc;
    rc = db_exec(of(s)->db, "BEGIN", err);
    if (rc)
        return rc;

    AUTO(db_rollbackp) struct db *tx UNUSED = of(s)->db;

    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        rc = each_of_site(ask, stmt_i64(q, 0), stmt_str(q, 1), err);
        if (rc)
            break;
    }
    stmt_reset(q);
    return rc;
}

static enum rc each_finding(struct store *s, int64_t run, stored_finding_fn each, void *ctx,
                            struct err *err)
{
    return each_of_run(&(struct asking){ .s = s, .run = run, .each = each, .ctx = ctx }, err);
}

static enum rc each_reviewed(struct store *s, int64_t run, stored_finding_fn each, void *ctx,
                             struct err *err)
{
    return each_of_run(
        &(struct asking){ .s = s, .run = run, .with_dismissed = true, .each = each, .ctx = ctx },
        err);
}

static enum rc each_finding_of(struct store *s, int64_t run, struct str code,
                               stored_finding_fn each, void *ctx, struct err *err)
{
    struct stmt *find = get(s, S_SITE_FIND);
    const struct asking ask = { .s = s, .run = run, .each = each, .ctx = ctx };
    bool has_row = false;
    int64_t site = 0;
    enum rc rc = need_run(s, run, err);

    if (rc)
        return rc;
    stmt_bind_str(find, 1, code);
    rc = stmt_step(find, &has_row, err);
    if (has_row)
        site = stmt_i64(find, 0);
    stmt_reset(find);
    if (rc || !has_row)
        return rc;
    return each_of_site(&ask, site, code, err);
}

static enum rc get_site(struct store *s, int64_t run, struct str code, struct arena *a,
                        struct str *result_json, struct err *err)
{
    struct stmt *q = get(s, S_RESULT_GET);
    bool has_row = false;

    stmt_bind_i64(q, 1, run);
    stmt_bind_str(q, 2, code);

    const enum rc rc = stmt_step(q, &has_row, err);

    if (has_row)
        *result_json = arena_copy(a, stmt_str(q, 0));
    stmt_reset(q);
    if (!rc && !has_row)
        return err_set(err, RC_NOT_FOUND, "第 %lld 次巡检没有网站 %.*s 的结果", (long long)run,
                       STR_ARG(code));
    return rc;
}

static enum rc get_run(struct store *s, int64_t run, struct arena *a, struct run_info *out,
                       struct err *err)
{
    struct stmt *q = get(s, S_RUN_GET);
    bool has_row = false;

    stmt_bind_i64(q, 1, run);

    const enum rc rc = stmt_step(q, &has_row, err);

    if (has_row)
        *out = (struct run_info){ .id = stmt_i64(q, 3),
                                  .finished = stmt_i64(q, 0),
                                  .started = stmt_i64(q, 1),
                                  .options = arena_copy(a, stmt_str(q, 2)) };
    stmt_reset(q);
    if (!rc && !has_row)
        return err_set(err, RC_NOT_FOUND, "结果库中没有第 %lld 次巡检", (long long)run);
    return rc;
}

static enum rc each_site(struct store *s, int64_t run, bool is_account, site_result_fn each,
                         void *ctx, struct err *err)
{
    struct stmt *q = get(s, S_RESULT_LIST);
    bool has_row = false;
    enum rc rc = need_run(s, run, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, run);
    stmt_bind_i64(q, 2, is_account); /* account_id_is */
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        rc = each(ctx, stmt_str(q, 0), stmt_str(q, 1), err);
        if (rc)
            break;
    }
    stmt_reset(q);
    return rc;
}

const struct store_engine store_sqlite = {
    .scheme = { .p = "sqlite", .n = 6 },
    .open = open_store,
    .close = close_store,
    .db = db_of,
    .run_begin = run_begin,
    .run_finish = run_finish,
    .site_findings = site_findings,
    .add_evidence = add_evidence,
    .site_result = site_result,
    .each_finding = each_finding,
    .each_reviewed = each_reviewed,
    .each_finding_of = each_finding_of,
    .get_site = get_site,
    .get_run = get_run,
    .each_site = each_site,
};
