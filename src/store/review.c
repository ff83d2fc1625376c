#include "base/base.h"

#include "store/review.h"

#include "base/buf.h"
#include "base/json.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_query.h"
#include "store/review_row.h"
#include "store/scope.h"
#include "store/sqlite_sql.h"

#include <inttypes.h>

static const struct {
    const char *name, *title;
} kinds[] = {
    [REVIEW_NONE] = { "", "未复核" },         [REVIEW_CONFIRM] = { "confirm", "确认" },
    [REVIEW_DISMISS] = { "dismiss", "排除" }, [REVIEW_MERGE] = { "merge", "合并" },
    [REVIEW_NOTE] = { "note", "备注" },       [REVIEW_UNDO] = { "undo", "撤销" },
};

static const char *const scopes[] = {
    [SCOPE_HERE] = "here", [SCOPE_SITE] = "site", [SCOPE_EVERYWHERE] = "everywhere"
};

const char *review_kind_name(enum review_kind kind)
{
    return kinds[kind].name;
}

const char *review_scope_name(enum review_scope scope)
{
    return scopes[scope];
}

const char *review_kind_title(enum review_kind kind)
{
    return kinds[kind].title;
}

enum review_kind review_kind_of(struct str name)
{
    for (size_t i = 1; i < COUNT_OF(kinds); i++)
        if (str_eq(name, str_of(kinds[i].name)))
            return (enum review_kind)i;
    return REVIEW_NONE;
}

static enum review_scope scope_of(struct str name)
{
    enum review_scope scope;

    return review_scope_of(name, &scope) ? scope : SCOPE_HERE;
}

bool review_scope_of(struct str name, enum review_scope *out)
{
    for (size_t i = 0; i < COUNT_OF(scopes); i++)
        if (str_eq(name, str_of(scopes[i]))) {
            *out = (enum review_scope)i;
            return true;
        }
    return false;
}

uint64_t review_subject(const struct finding *f, struct str detail_json)
{
    /* context: of a single wrong character, with its neighbours */
    static const char *const keys[] = { "context", "wrong", "word", "target", "column",
                                        "domain",  "tag",   "item", "value" };
    AUTO(json_freep) struct json *detail = NULL;
    AUTO(buf_done) struct buf b = { 0 };
    struct str about = { 0 };

    if (!json_parse(detail_json, &detail, NULL))
        for (size_t i = 0; i < COUNT_OF(keys) && !about.n; i++)
            about = json_get_str(detail, keys[i]);
    buf_add(&b, str_of(f->check));
    buf_add_char(&b, '\0');
    if (about.n) {
        buf_add(&b, about);
    } else {
        buf_add(&b, f->url);
        buf_add_char(&b, '\0');
        buf_add(&b, f->where);
    }
    return str_hash(buf_str(&b));
}

/* ---- adding ---- */

static enum rc find_undoable(struct db *db, int64_t id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(db,
                            "SELECT 1 FROM review_action a WHERE id = ?1 AND kind <> 'undo' AND "
                            "NOT EXISTS (SELECT 1 FROM review_action u WHERE u.kind = 'undo' AND "
                            "u.target = a.id)",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 条复核记录，或已经撤销", id);
    return RC_OK;
}

/* What two findings are merged into stands for both, so it must stand itself. */
static enum rc find_mergeable(struct db *db, const struct review_action *action, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(db,
                            "SELECT 1 FROM finding f JOIN site s ON s.id = f.site "
                            "WHERE s.code = ?1 AND f.id = ?2 AND f.id <> ?3 AND f.state <= ?4",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, action->site);
    stmt_bind_i64(q, 2, action->target);
    stmt_bind_i64(q, 3, (int64_t)action->finding);
    stmt_bind_i64(q, 4, FINDING_CONFIRMED);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    return has_row ? RC_OK
                   : err_set(err, RC_SYNTAX,
                             "只能并入待审核或已确认的另一个问题，所选的不在其中，请重新选择");
}

static enum rc insert(struct db *db, const struct review_action *action, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc =
        db_prepare(db,
                   "INSERT INTO review_action (at, who, kind, site, finding, subject, scope, "
                   "reason, expires, target, unit, grade) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, coalesce((SELECT f.grade "
                   "FROM finding f JOIN site s ON s.id = f.site WHERE s.code = ?4 AND f.id = ?5), "
                   "''))",
                   &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, action->at);
    stmt_bind_str(q, 2, action->by);
    stmt_bind_str(q, 3, str_of(kinds[action->kind].name));
    stmt_bind_str(q, 4, action->site);
    stmt_bind_i64(q, 5, (int64_t)action->finding);
    stmt_bind_i64(q, 6, (int64_t)action->subject);
    stmt_bind_str(q, 7, str_of(scopes[action->scope]));
    stmt_bind_str(q, 8, action->reason);
    stmt_bind_i64(q, 9, action->expires);
    stmt_bind_i64(q, 10, action->target);
    stmt_bind_i64(q, 11, action->unit ? action->unit : UNIT_TOP);
    return stmt_run(q, err);
}

/* The findings whose last word may have changed, told anew. */
static enum rc resolve(struct db *db, const struct review_action *action, struct err *err)
{
#define OF_SITE "site = (SELECT id FROM site WHERE code = ?1) AND "
    AUTO(stmt_closep) struct stmt *q = NULL;
    const bool is_wide = action->kind == REVIEW_DISMISS && action->scope != SCOPE_HERE;
    const char *sql = SQLITE_RESOLVE "WHERE " OF_SITE "id = ?2";
    enum rc rc;

    if (action->kind == REVIEW_NOTE)
        return RC_OK;
    if (action->kind == REVIEW_UNDO)
        sql = SQLITE_RESOLVE "WHERE review = ?2 AND review <> 0 AND ?1 = ?1";
    else if (is_wide && action->scope == SCOPE_SITE)
        sql = SQLITE_RESOLVE "WHERE " OF_SITE "subject = ?2";
    else if (is_wide)
        sql = SQLITE_RESOLVE "WHERE subject = ?2 AND ?1 = ?1";
    if ((rc = db_prepare(db, sql, &q, err)))
        return rc;
    stmt_bind_str(q, 1, action->site);
    stmt_bind_i64(q, 2,
                  action->kind == REVIEW_UNDO ? action->target
                  : is_wide                   ? (int64_t)action->subject
                                              : (int64_t)action->finding);
    return stmt_run(q, err);
#undef OF_SITE
}

enum { DECIDERS_MAX = 64 }; /* levels of the tree are fewer */

enum rc store_review_deciders(struct store *s, struct str site, uint64_t subject, struct arena *a,
                              int64_t **out, size_t *n, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT DISTINCT a.unit FROM finding f JOIN site s ON s.id = f.site "
                            "JOIN review_action a ON a.id = f.review "
                            "WHERE f.subject = ?2 AND s.code = ?1 AND f.decision > 0 LIMIT ?3",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, site);
    stmt_bind_i64(q, 2, (int64_t)subject);
    stmt_bind_i64(q, 3, DECIDERS_MAX);
    *out = arena_array(a, int64_t, DECIDERS_MAX);
    *n = 0;
    while (!(rc = stmt_step(q, &has_row, err)) && has_row)
        (*out)[(*n)++] = stmt_i64(q, 0);
    return rc;
}

enum rc store_review_add(struct store *s, const struct review_action *action, int64_t *id,
                         struct err *err)
{
    struct db *db = s->engine->db(s);
    struct whole w;
    int64_t added;
    enum rc rc;

    if (str_is_empty(action->by))
        return err_set(err, RC_SYNTAX, "复核须写明由谁作出");
    if (action->kind == REVIEW_DISMISS && str_is_empty(str_trim(action->reason)))
        return err_set(err, RC_SYNTAX, "排除问题须写明理由");
    if ((rc = whole_begin(db, &w, err)))
        return rc;
    if (action->kind == REVIEW_UNDO)
        rc = find_undoable(db, action->target, err);
    if (action->kind == REVIEW_MERGE)
        rc = find_mergeable(db, action, err);
    if (!rc)
        rc = insert(db, action, err);
    added = db_last_id(db);
    if (!rc)
        rc = resolve(db, action, err);
    rc = whole_end(&w, rc, err);
    if (!rc)
        *id = added;
    return rc;
}

/* ---- reading ---- */

struct review_action review_at(struct stmt *q, int first)
{
    return (struct review_action){
        .id = stmt_i64(q, first),
        .at = stmt_i64(q, first + 1),
        .by = stmt_str(q, first + 2),
        .kind = review_kind_of(stmt_str(q, first + 3)),
        .site = stmt_str(q, first + 4),
        .finding = (uint64_t)stmt_i64(q, first + 5),
        .subject = (uint64_t)stmt_i64(q, first + 6),
        .scope = scope_of(stmt_str(q, first + 7)),
        .reason = stmt_str(q, first + 8),
        .expires = stmt_i64(q, first + 9),
        .target = stmt_i64(q, first + 10),
        .unit = stmt_i64(q, first + 11),
        .is_undone = stmt_i64(q, first + 12) != 0,
    };
}

#define COLUMNS "SELECT " REVIEW_COLUMNS " FROM review_action a "

enum rc store_review_each(struct store *s, struct str site, review_fn fn, void *ctx,
                          struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s), COLUMNS "WHERE ?1 = '' OR site = ?1 ORDER BY id", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, site);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct review_action action = review_at(q, 0);

        if ((rc = fn(ctx, &action, err)))
            break;
    }
    return rc;
}

enum rc store_review_each_of(struct store *s, struct str site, uint64_t finding, review_fn fn,
                             void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            COLUMNS "WHERE site = ?1 AND finding = ?2 ORDER BY id", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, site);
    stmt_bind_i64(q, 2, (int64_t)finding);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct review_action action = review_at(q, 0);

        if ((rc = fn(ctx, &action, err)))
            break;
    }
    return rc;
}

/* ---- a page of them, of the sites of a unit ---- */

#define FITS                                                                                       \
    "WHERE " SCOPE_HAS("?1") " AND (?2 = '' OR a.site = ?2) AND (?3 = '' OR a.kind = ?3) "         \
                             "AND (?4 = '' OR a.who = ?4) "
#define OF_UNIT "FROM review_action a JOIN site s ON s.code = a.site " FITS
/* Site by site, in the index alone. */
#define COUNT_OF_UNIT                                                                              \
    "SELECT count(*) FROM site s CROSS JOIN review_action a ON a.site = s.code " FITS
#define PAGE_OF_UNIT(direction)                                                                    \
    "SELECT " REVIEW_COLUMNS " " OF_UNIT "ORDER BY a.id " direction " LIMIT ?5 OFFSET ?6"

static void bind_query(struct stmt *q, const struct review_query *query)
{
    stmt_bind_i64(q, 1, query->unit);
    stmt_bind_str(q, 2, query->site);
    stmt_bind_str(q, 3, str_of(query->kind ? review_kind_name(query->kind) : ""));
    stmt_bind_str(q, 4, query->by);
}

static enum rc count_of_unit(struct store *s, const struct review_query *query, int64_t *n,
                             struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), COUNT_OF_UNIT, &q, err);

    if (rc)
        return rc;
    bind_query(q, query);
    rc = stmt_step(q, &has_row, err);
    *n = !rc && has_row ? stmt_i64(q, 0) : 0;
    return rc;
}

enum rc store_review_page(struct store *s, const struct review_query *query, review_fn fn,
                          void *ctx, int64_t *total, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = count_of_unit(s, query, total, err);

    if (!rc)
        rc = db_prepare(s->engine->db(s),
                        query->oldest_first ? PAGE_OF_UNIT("ASC") : PAGE_OF_UNIT("DESC"), &q, err);
    if (rc)
        return rc;
    bind_query(q, query);
    stmt_bind_i64(q, 5, query->n_max);
    stmt_bind_i64(q, 6, query->skip);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct review_action action = review_at(q, 0);

        rc = fn(ctx, &action, err);
    }
    return rc;
}

enum rc store_review_get(struct store *s, int64_t unit, int64_t id, struct arena *a,
                         struct review_action *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s), "SELECT " REVIEW_COLUMNS " " OF_UNIT "AND a.id = ?5", &q, err);

    if (rc)
        return rc;
    bind_query(q, &(struct review_query){ .unit = unit });
    stmt_bind_i64(q, 5, id);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 条复核记录", id);
    *out = review_at(q, 0);
    out->by = arena_copy(a, out->by);
    out->site = arena_copy(a, out->site);
    out->reason = arena_copy(a, out->reason);
    return RC_OK;
}

/* ---- many at once ---- */

enum rc store_begin(struct store *s, struct err *err)
{
    return db_begin(s->engine->db(s), err);
}

enum rc store_commit(struct store *s, struct err *err)
{
    return db_commit(s->engine->db(s), err);
}

void store_rollback(struct store *s)
{
    struct db *db = s->engine->db(s);

    db_rollbackp(&db);
}

enum rc store_hold(struct store *s, struct err *err)
{
    return db_hold(s->engine->db(s), err);
}

enum rc store_release(struct store *s, bool keep, struct err *err)
{
    return db_release(s->engine->db(s), keep, err);
}
