#include "base/base.h"

#include "store/finding_query.h"

#include "base/arena.h"
#include "base/buf.h"
#include "store/check_names.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_row.h"
#include "store/review_row.h"
#include "store/scope.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 5000 }; /* so many findings are sorted by time in memory */

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

/* Findings of one site, check, grade and state. */
struct group {
    uint64_t key; /* of the order asked for */
    int64_t site, n;
    uint32_t rank;  /* of the site, by code */
    uint16_t check; /* place in checks */
    uint8_t grade, state;
};

struct groups {
    struct arena a;
    struct check_names checks;
    uint64_t check_ranks[CHECK_NAMES_MAX]; /* by name */
    struct buf list;                       /* struct group */
    int64_t total;
};

static void groups_done(struct groups *g)
{
    buf_done(&g->list);
    arena_done(&g->a);
}

static struct group *groups_at(const struct groups *g)
{
    return (struct group *)(void *)g->list.p;
}

static size_t groups_n(const struct groups *g)
{
    return g->list.n / sizeof(struct group);
}

static void rank_checks(struct groups *g)
{
    const struct check_names *c = &g->checks;

    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->n; k++)
            g->check_ranks[i] += str_cmp(c->ids[k], c->ids[i]) < 0;
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

static enum rc read_groups(struct store *s, const struct finding_query *q, struct groups *g,
                           struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    uint32_t rank = 0;
    int64_t site = -1;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT c.site, c.check_id, c.grade, c.state, c.n "
                            "FROM site s CROSS JOIN finding_count c ON c.site = s.id "
                            "WHERE c.n > 0 AND (?1 = '' OR s.code = ?1) "
                            "AND (?2 = '' OR c.check_id = ?2) AND (?3 = '' OR c.grade = ?3) "
                            "AND (?4 = 0 OR (?4 >> c.state) & 1) "
                            "AND (?5 = '' OR substr(s.region, 1, length(?5)) = ?5) "
                            "AND " SCOPE_HAS_SITE("?6") " ORDER BY s.code",
                            &st, err);

    if (rc)
        return rc;
    bind_filters(st, q);
    while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
        struct group one = { .site = stmt_i64(st, 0),
                             .grade = (uint8_t)grade_of(stmt_str(st, 2)),
                             .state = (uint8_t)stmt_i64(st, 3),
                             .n = stmt_i64(st, 4) };

        if ((rc = check_names_find(&g->checks, &g->a, stmt_str(st, 1), err)))
            return rc;
        rank += one.site != site;
        site = one.site;
        one.check = (uint16_t)g->checks.last;
        one.rank = rank;
        g->total += one.n;
        buf_add(&g->list, str_from((const char *)&one, sizeof(one)));
    }
    rank_checks(g);
    return rc;
}

enum { RANK_BITS = 24, GRADE_BITS = 4, STATE_BITS = 4 };

struct part {
    uint64_t value;
    int bits;
};

static void append(uint64_t *key, struct part p)
{
    *key = *key << p.bits | p.value;
}

/* The field asked for, then what is worse, then site and check. */
static uint64_t key_of(const struct groups *g, const struct group *x, const struct finding_query *q)
{
    const uint64_t ranks[] = {
        [BY_GRADE] = x->grade, [BY_SITE] = x->rank, [BY_CHECK] = g->check_ranks[x->check],
        [BY_STATE] = x->state, [BY_FIRST_SEEN] = 0,
    };
    const uint64_t all = (1u << RANK_BITS) - 1;
    const uint64_t first = q->is_descending ? all - ranks[q->order] : ranks[q->order];
    uint64_t key = 0;

    append(&key, (struct part){ first, RANK_BITS });
    append(&key, (struct part){ GRADE_VETO - x->grade, GRADE_BITS });
    if (q->order == BY_CHECK)
        append(&key, (struct part){ x->rank, RANK_BITS });
    else if (q->order == BY_SITE)
        append(&key, (struct part){ g->check_ranks[x->check], RANK_BITS });
    else /* what does not fit any more is the order of checks within a site: as they are stored */
        append(&key, (struct part){ x->rank, RANK_BITS });
    append(&key, (struct part){ x->state, STATE_BITS });
    return key;
}

static int by_key(const void *a, const void *b)
{
    const struct group *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->check != y->check)
        return x->check < y->check ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static void sort_groups(struct groups *g, const struct finding_query *q)
{
    struct group *all = groups_at(g);

    for (size_t i = 0; i < groups_n(g); i++)
        all[i].key = key_of(g, &all[i], q);
    if (groups_n(g))
        qsort(all, groups_n(g), sizeof(*all), by_key);
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

static void bind_group(struct stmt *st, const struct groups *g, const struct group *x)
{
    stmt_bind_i64(st, 1, x->site);
    stmt_bind_str(st, 2, g->checks.ids[x->check]);
    stmt_bind_str(st, 3, str_of(grade_name((enum grade)x->grade)));
    stmt_bind_i64(st, 4, x->state);
}

#define OF_GROUP "WHERE f.site = ?1 AND f.check_id = ?2 AND f.grade = ?3 AND f.state = ?4 "

static enum rc show_groups(struct store *s, const struct groups *g, struct window *w,
                           struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    const struct group *all = groups_at(g);
    enum rc rc = db_prepare(
        s->engine->db(s), SELECT_ROWS OF_GROUP "ORDER BY f.first_seen, f.rowid LIMIT ?5 OFFSET ?6",
        &st, err);

    for (size_t i = 0; !rc && w->n_left > 0 && i < groups_n(g); i++) {
        bool has_row = false;

        if (w->skip >= all[i].n) {
            w->skip -= all[i].n;
            continue;
        }
        bind_group(st, g, &all[i]);
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

/* For LIKE, whose signs stand for themselves in what people look for. */
static struct str pattern_of(struct str text, struct buf *out)
{
    buf_add_char(out, '%');
    for (size_t i = 0; i < text.n; i++) {
        if (memchr("%_\\", text.p[i], 3))
            buf_add_char(out, '\\');
        buf_add_char(out, text.p[i]);
    }
    buf_add_char(out, '%');
    return buf_str(out);
}

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
    AUTO(buf_done) struct buf pattern = { 0 };
    const struct str like = pattern_of(q->text, &pattern);
    const struct group *all = groups_at(g);
    struct finding_total found = { 0 };
    int64_t n_read = 0;
    enum rc rc = db_prepare(s->engine->db(s),
                            SELECT_ROWS OF_GROUP
                            "AND (f.excerpt LIKE ?5 ESCAPE '\\' OR f.url LIKE ?5 ESCAPE '\\' "
                            "OR f.detail LIKE ?5 ESCAPE '\\') ORDER BY f.first_seen, f.rowid",
                            &st, err);

    for (size_t i = 0; !rc && i < groups_n(g); i++) {
        if (n_read && n_read + all[i].n > FINDINGS_SEARCHED_MAX) {
            found.is_partial = true;
            break;
        }
        n_read += all[i].n;
        bind_group(st, g, &all[i]);
        stmt_bind_str(st, 5, like);
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
    const struct group *all = groups_at(g);
    enum rc rc = db_prepare(db, "SELECT f.first_seen, f.rowid FROM finding f " OF_GROUP, &st, err);

    for (size_t i = 0; !rc && i < groups_n(g); i++) {
        bool has_row = false;

        bind_group(st, g, &all[i]);
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
    "AND (?5 = '' OR substr(s.region, 1, length(?5)) = ?5) AND " SCOPE_HAS_SITE(                   \
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
        return g.total <= FEW ? show_few_by_time(s, &g, &w, q->is_descending, err)
                              : show_many_by_time(s, q, &w, err);
    }
    sort_groups(&g, q);
    return q->text.n ? search_groups(s, q, &g, &w, total, err) : show_groups(s, &g, &w, err);
}

enum rc store_finding(struct store *s, int64_t unit, struct str site, uint64_t id,
                      finding_row_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            SELECT_ROWS "WHERE s.code = ?1 AND f.id = ?2 AND " SCOPE_HAS_SITE("?3"),
                            &st, err);

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
