#include "base/base.h"

#include "store/finding_query.h"

#include "base/arena.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_row.h"
#include "store/review_row.h"
#include "store/scope.h"
#include "store/tally.h"

#include <stdlib.h>
#include <string.h>

static const char *const states[FINDING_STATE_N] = {
    [FINDING_UNREVIEWED] = "unreviewed",
    [FINDING_CONFIRMED] = "confirmed",
    [FINDING_DISMISSED] = "dismissed",
    [FINDING_MERGED] = "merged",
    [FINDING_GONE] = "gone",
};

const char *finding_state_name(enum finding_state state)
{
    return states[state];
}

bool finding_state_of(struct str name, enum finding_state *out)
{
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (str_eq(name, str_of(states[i]))) {
            *out = (enum finding_state)i;
            return true;
        }
    return false;
}

/* ---- groups ---- */

/* Those that fit a query, as they are to be shown. */
struct groups {
    struct arena a;
    const struct tally *tally;
    const struct tally_row **list;
    size_t n;
    int64_t total;
};

static void groups_done(struct groups *g)
{
    arena_done(&g->a);
}

static void bind_filters(struct stmt *st, const struct finding_query *q)
{
    stmt_bind_str(st, 1, q->site);
    stmt_bind_str(st, 2, q->check);
    stmt_bind_str(st, 3, q->grade ? str_of(grade_name(q->grade)) : STR(""));
    stmt_bind_i64(st, 4, q->states);
    stmt_bind_str(st, 5, q->region);
    stmt_bind_i64(st, 6, q->unit);
}

static bool fits(const struct tally_row *x, const struct finding_query *q, const bool *sites,
                 size_t check)
{
    return (!sites || sites[x->rank]) && (check == STR_NONE || x->check == check) &&
           (!q->grade || x->grade == q->grade) && (!q->states || (q->states >> x->state & 1));
}

static enum rc read_groups(struct store *s, const struct finding_query *q, struct groups *g,
                           struct err *err)
{
    struct tally *t = NULL;
    const uint32_t *places;
    bool *sites = NULL;
    size_t check = STR_NONE;
    enum rc rc = tally_get(s, &t, err);

    if (rc || (rc = tally_sites(s, t, q, &g->a, &sites, err)))
        return rc;
    g->tally = t;
    for (size_t i = 0; q->check.n && i <= t->checks.n; i++) {
        check = i; /* t->checks.n: no finding is of that check */
        if (i < t->checks.n && str_eq(t->checks.ids[i], q->check))
            break;
    }
    places = tally_order(t, q->order, q->is_descending);
    g->list = arena_array(&g->a, const struct tally_row *, tally_n(t));
    for (size_t i = 0; i < tally_n(t); i++) {
        const struct tally_row *x = &tally_rows(t)[places[i]];

        if (!fits(x, q, sites, check))
            continue;
        g->total += x->n;
        g->list[g->n++] = x;
    }
    return RC_OK;
}

/* ---- rows ---- */

#define SELECT_ROWS                                                                                \
    "SELECT " FINDING_COLUMNS ", f.state, s.code, s.name, s.unit, " REVIEW_COLUMNS                 \
    " FROM finding f JOIN site s ON s.id = f.site LEFT JOIN review_action a ON a.id = f.review "
enum {
    COL_STATE = FINDING_COLUMNS_N,
    COL_CODE,
    COL_NAME,
    COL_UNIT,
    COL_REVIEW,
};

static enum rc hand_row(struct stmt *q, finding_row_fn each, void *ctx, struct err *err)
{
    const struct review_action review = review_at(q, COL_REVIEW);
    struct finding_row row = {
        .stored = finding_at(q, 0, stmt_str(q, COL_CODE)),
        .state = (enum finding_state)stmt_i64(q, COL_STATE),
        .site_name = stmt_str(q, COL_NAME),
        .unit = stmt_i64(q, COL_UNIT),
    };

    row.stored.review = review.id ? &review : NULL;
    row.stored.is_confirmed = review.kind == REVIEW_CONFIRM;
    return each(ctx, &row, err);
}

/* The window of the answer that rows are counted into. */
struct window {
    int64_t skip, n_left;
    finding_row_fn each;
    void *ctx;
};

static void bind_group(struct stmt *st, const struct groups *g, const struct tally_row *x)
{
    stmt_bind_i64(st, 1, x->site);
    stmt_bind_str(st, 2, g->tally->checks.ids[x->check]);
    stmt_bind_str(st, 3, str_of(grade_name((enum grade)x->grade)));
    stmt_bind_i64(st, 4, x->state);
}

#define OF_GROUP "WHERE f.site = ?1 AND f.check_id = ?2 AND f.grade = ?3 AND f.state = ?4 "

static enum rc show_groups(struct store *s, const struct groups *g, struct window *w,
                           struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    enum rc rc = db_prepare(
        s->engine->db(s), SELECT_ROWS OF_GROUP "ORDER BY f.first_seen, f.rowid LIMIT ?5 OFFSET ?6",
        &st, err);

    for (size_t i = 0; !rc && w->n_left > 0 && i < g->n; i++) {
        bool has_row = false;

        if (w->skip >= g->list[i]->n) {
            w->skip -= g->list[i]->n;
            continue;
        }
        bind_group(st, g, g->list[i]);
        stmt_bind_i64(st, 5, w->n_left);
        stmt_bind_i64(st, 6, w->skip);
        w->skip = 0;
        while (!rc && !(rc = stmt_step(st, &has_row, err)) && has_row) {
            rc = hand_row(st, w->each, w->ctx, err);
            w->n_left--;
        }
        stmt_reset(st);
    }
    return rc;
}

/* ---- a text ---- */

static enum rc search_group(struct stmt *st, struct window *w, int64_t *n_found, struct err *err)
{
    bool has_row = false;
    enum rc rc;

    while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
        ++*n_found;
        if (w->skip > 0) {
            w->skip--;
            continue;
        }
        if (w->n_left <= 0)
            continue;
        w->n_left--;
        if ((rc = hand_row(st, w->each, w->ctx, err)))
            break;
    }
    stmt_reset(st);
    return rc;
}

static enum rc search_groups(struct store *s, const struct finding_query *q, const struct groups *g,
                             struct window *w, struct finding_total *total, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    struct finding_total found = { 0 };
    int64_t n_read = 0;
    enum rc rc = db_prepare(s->engine->db(s),
                            SELECT_ROWS OF_GROUP "AND row_has_text(f.excerpt, f.url, f.detail, ?5) "
                                                 "ORDER BY f.first_seen, f.rowid",
                            &st, err);

    for (size_t i = 0; !rc && i < g->n; i++) {
        if (n_read && n_read + g->list[i]->n > FINDINGS_SEARCHED_MAX) {
            found.is_partial = true;
            break;
        }
        n_read += g->list[i]->n;
        bind_group(st, g, g->list[i]);
        stmt_bind_str(st, 5, q->text);
        rc = search_group(st, w, &found.n, err);
    }
    *total = found;
    return rc;
}

/* ---- by time ---- */

struct moment {
    int64_t first_seen, row;
};

static int by_moment(const void *a, const void *b)
{
    const struct moment *x = a, *y = b;

    if (x->first_seen != y->first_seen)
        return x->first_seen < y->first_seen ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static enum rc read_moments(struct db *db, const struct groups *g, struct buf *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    enum rc rc = db_prepare(db, "SELECT f.first_seen, f.rowid FROM finding f " OF_GROUP, &st, err);

    for (size_t i = 0; !rc && i < g->n; i++) {
        bool has_row = false;

        bind_group(st, g, g->list[i]);
        while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
            const struct moment m = { stmt_i64(st, 0), stmt_i64(st, 1) };

            buf_add(out, str_from((const char *)&m, sizeof(m)));
        }
        stmt_reset(st);
    }
    return rc;
}

/* Few fit: they are sorted. */
static enum rc show_few_by_time(struct store *s, const struct groups *g, struct window *w,
                                bool is_descending, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    AUTO(buf_done) struct buf list = { 0 };
    struct db *db = s->engine->db(s);
    enum rc rc = read_moments(db, g, &list, err);
    struct moment *all = (struct moment *)(void *)list.p;
    const size_t n = list.n / sizeof(*all);

    if (!rc)
        rc = db_prepare(db, SELECT_ROWS "WHERE f.rowid = ?1", &st, err);
    if (n)
        qsort(all, n, sizeof(*all), by_moment);
    for (size_t i = (size_t)w->skip; !rc && w->n_left-- > 0 && i < n; i++) {
        bool has_row = false;

        stmt_bind_i64(st, 1, all[is_descending ? n - 1 - i : i].row);
        rc = stmt_step(st, &has_row, err);
        if (!rc && has_row)
            rc = hand_row(st, w->each, w->ctx, err);
        stmt_reset(st);
    }
    return rc;
}

#define BY_TIME(direction)                                                                         \
    SELECT_ROWS                                                                                    \
    "WHERE (?1 = '' OR s.code = ?1) AND (?2 = '' OR f.check_id = ?2) "                             \
    "AND (?3 = '' OR f.grade = ?3) AND (?4 = 0 OR (?4 >> f.state) & 1) "                           \
    "AND (?5 = '' OR substr(s.region, 1, length(?5)) = ?5) AND " SCOPE_HAS(                        \
        "?6") " ORDER BY f.first_seen " direction ", f.rowid " direction " LIMIT ?7 OFFSET ?8"

/* Many fit: the index by time meets one soon. */
static enum rc show_many_by_time(struct store *s, const struct finding_query *q, struct window *w,
                                 struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s), q->is_descending ? BY_TIME("DESC") : BY_TIME("ASC"), &st, err);

    if (rc)
        return rc;
    bind_filters(st, q);
    stmt_bind_i64(st, 7, w->n_left);
    stmt_bind_i64(st, 8, w->skip);
    while (!(rc = stmt_step(st, &has_row, err)) && has_row)
        if ((rc = hand_row(st, w->each, w->ctx, err)))
            break;
    return rc;
}

/*
 * Which way is cheaper, in microseconds: to sort all that fit, or to read the index by time until
 * enough of them were met. Measured on a million findings.
 */
static bool few_fit(const struct groups *g, const struct finding_query *q)
{
    enum { US_A_GROUP = 3, FEW_A_US = 3, US_A_ROW = 2 };
    int64_t n_all = 0;

    if (g->total == 0)
        return true;
    for (size_t i = 0; i < tally_n(g->tally); i++)
        n_all += tally_rows(g->tally)[i].n;
    return (int64_t)g->n * US_A_GROUP + g->total / FEW_A_US <=
           (q->skip + q->n_max) * (n_all / g->total) * US_A_ROW;
}

/* ---- the two questions ---- */

enum rc store_findings(struct store *s, const struct finding_query *q, finding_row_fn each,
                       void *ctx, struct finding_total *total, struct err *err)
{
    AUTO(groups_done) struct groups g = { 0 };
    struct window w = { .skip = q->skip, .n_left = q->n_max, .each = each, .ctx = ctx };
    enum rc rc;

    if (q->text.n > FINDING_TEXT_BYTES_MAX)
        return err_set(err, RC_LIMIT, "查找的文字不能超过 %d 字节", FINDING_TEXT_BYTES_MAX);
    if ((rc = read_groups(s, q, &g, err)))
        return rc;
    *total = (struct finding_total){ .n = g.total };
    if (q->order == BY_FIRST_SEEN && !q->text.n) {
        if (q->skip > FINDINGS_BY_TIME_MAX)
            return err_set(err, RC_LIMIT, "按时间排序最多翻到第 %d 个，请缩小范围",
                           FINDINGS_BY_TIME_MAX);
        return few_fit(&g, q) ? show_few_by_time(s, &g, &w, q->is_descending, err)
                              : show_many_by_time(s, q, &w, err);
    }
    return q->text.n ? search_groups(s, q, &g, &w, total, err) : show_groups(s, &g, &w, err);
}

enum rc store_finding(struct store *s, int64_t unit, struct str site, uint64_t id,
                      finding_row_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s),
                   SELECT_ROWS "WHERE s.code = ?1 AND f.id = ?2 AND " SCOPE_HAS("?3"), &st, err);

    if (rc)
        return rc;
    stmt_bind_str(st, 1, site);
    stmt_bind_i64(st, 2, (int64_t)id);
    stmt_bind_i64(st, 3, unit);
    if ((rc = stmt_step(st, &has_row, err)))
        return rc;
    return has_row ? hand_row(st, each, ctx, err)
                   : err_set(err, RC_NOT_FOUND, "网站 %.*s 没有编号为 %016llx 的问题",
                             STR_ARG(site), (unsigned long long)id);
}
