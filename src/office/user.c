#include "base/base.h"

#include "office/user.h"

#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

#include <inttypes.h>

static const struct {
    const char *name, *title;
} roles[] = {
    [ROLE_NONE] = { "", "" },
    [ROLE_ADMIN] = { "admin", "监管单位管理员" },
    [ROLE_INSPECTOR] = { "inspector", "检查员" },
    [ROLE_REVIEWER] = { "reviewer", "审核员" },
    [ROLE_OPERATOR] = { "operator", "主办单位" },
    [ROLE_LEADER] = { "leader", "领导" },
};

const char *user_role_name(enum role role)
{
    return roles[role].name;
}

const char *user_role_title(enum role role)
{
    return roles[role].title;
}

enum role user_role_of(struct str name)
{
    for (size_t i = 1; i < COUNT_OF(roles); i++)
        if (str_eq(name, str_of(roles[i].name)))
            return (enum role)i;
    return ROLE_NONE;
}

static enum rc prepare(struct store *s, const char *sql, struct stmt **q, struct err *err)
{
    return db_prepare(s->engine->db(s), sql, q, err);
}

/* The number that a one-row statement with one number gives. */
static enum rc ask(struct stmt *q, int64_t *out, struct err *err)
{
    bool has_row = false;
    const enum rc rc = stmt_step(q, &has_row, err);

    *out = !rc && has_row ? stmt_i64(q, 0) : 0;
    stmt_reset(q);
    return rc;
}

/* ---- users ---- */

enum rc store_user_add(struct store *s, const struct user *u, int64_t *id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    AUTO(stmt_closep) struct stmt *unit = NULL;
    int64_t n_units = 0;
    enum rc rc = prepare(s, "SELECT count(*) FROM unit WHERE id = ?1", &unit, err);

    if (!rc)
        rc = prepare(s,
                     "INSERT INTO user (name, title, role, unit, password, must_change, created) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (name) DO NOTHING",
                     &q, err);
    if (rc)
        return rc;
    stmt_bind_i64(unit, 1, u->unit);
    if ((rc = ask(unit, &n_units, err)))
        return rc;
    if (!n_units)
        return err_set(err, RC_NOT_FOUND, "没有编号为 %" PRId64 " 的单位", u->unit);
    stmt_bind_str(q, 1, u->name);
    stmt_bind_str(q, 2, u->title);
    stmt_bind_str(q, 3, str_of(user_role_name(u->role)));
    stmt_bind_i64(q, 4, u->unit);
    stmt_bind_str(q, 5, u->password);
    stmt_bind_i64(q, 6, u->must_change);
    stmt_bind_i64(q, 7, u->created);
    if ((rc = stmt_run(q, err)))
        return rc;
    if (!db_n_changes(s->engine->db(s)))
        return err_set(err, RC_BUSY, "用户名“%.*s”已有人使用", STR_ARG(u->name));
    *id = db_last_id(s->engine->db(s));
    return RC_OK;
}

#define USER                                                                                       \
    "SELECT s.id, s.name, s.title, s.role, s.unit, unit.name, s.password, s.must_change, "         \
    "s.is_disabled, s.created, s.seen FROM user s JOIN unit ON unit.id = s.unit "

static struct user user_at(struct stmt *q)
{
    return (struct user){
        .id = stmt_i64(q, 0),
        .name = stmt_str(q, 1),
        .title = stmt_str(q, 2),
        .role = user_role_of(stmt_str(q, 3)),
        .unit = stmt_i64(q, 4),
        .unit_name = stmt_str(q, 5),
        .password = stmt_str(q, 6),
        .must_change = stmt_i64(q, 7) != 0,
        .is_disabled = stmt_i64(q, 8) != 0,
        .created = stmt_i64(q, 9),
        .seen = stmt_i64(q, 10),
    };
}

/* Of a statement with its values. */
static enum rc get(struct stmt *q, struct arena *a, struct user *out, struct err *err)
{
    bool has_row = false;
    const enum rc rc = stmt_step(q, &has_row, err);

    if (rc)
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有这个用户");
    *out = user_at(q);
    out->name = arena_copy(a, out->name);
    out->title = arena_copy(a, out->title);
    out->unit_name = arena_copy(a, out->unit_name);
    out->password = arena_copy(a, out->password);
    return RC_OK;
}

enum rc store_user_get(struct store *s, int64_t id, struct arena *a, struct user *out,
                       struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, USER "WHERE s.id = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    return get(q, a, out, err);
}

enum rc store_user_find(struct store *s, struct str name, struct arena *a, struct user *out,
                        struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, USER "WHERE s.name = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, name);
    return get(q, a, out, err);
}

enum rc store_user_each(struct store *s, int64_t unit, user_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, USER "WHERE " SCOPE_HAS("?1") " ORDER BY s.name", &q, err);

    if (!rc)
        stmt_bind_i64(q, 1, unit);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct user u = user_at(q);

        rc = each(ctx, &u, err);
    }
    return rc;
}

static enum rc end_sessions(struct store *s, int64_t user, struct str keep, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, "DELETE FROM session WHERE user = ?1 AND token <> ?2", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, user);
    stmt_bind_blob(q, 2, keep);
    return stmt_run(q, err);
}

/* One statement, so that two who disable each other at the same moment cannot both succeed. */
enum rc store_user_change(struct store *s, const struct user *u, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = prepare(s,
                         "UPDATE user SET title = ?2, role = ?3, unit = ?4, is_disabled = ?5 "
                         "WHERE id = ?1 AND ((?3 = 'admin' AND ?4 = ?6 AND ?5 = 0) OR NOT (role = "
                         "'admin' AND unit = ?6 AND is_disabled = 0) OR EXISTS (SELECT 1 FROM "
                         "user o WHERE o.role = 'admin' AND o.unit = ?6 AND o.is_disabled = 0 AND "
                         "o.id <> ?1))",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, u->id);
    stmt_bind_str(q, 2, u->title);
    stmt_bind_str(q, 3, str_of(user_role_name(u->role)));
    stmt_bind_i64(q, 4, u->unit);
    stmt_bind_i64(q, 5, u->is_disabled);
    stmt_bind_i64(q, 6, UNIT_TOP);
    if ((rc = stmt_run(q, err)))
        return rc;
    if (!db_n_changes(s->engine->db(s)))
        return err_set(err, RC_BUSY, "最上级单位至少要有一个可以使用的管理员");
    return u->is_disabled ? end_sessions(s, u->id, (struct str){ 0 }, err) : RC_OK;
}

enum rc store_user_set_password(struct store *s, int64_t user, struct str hash, bool must_change,
                                struct str keep, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc =
        prepare(s, "UPDATE user SET password = ?2, must_change = ?3 WHERE id = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, user);
    stmt_bind_str(q, 2, hash);
    stmt_bind_i64(q, 3, must_change);
    rc = stmt_run(q, err);
    return rc ? rc : end_sessions(s, user, keep, err);
}

/* ---- sessions ---- */

static enum rc run_with(struct store *s, const char *sql, struct str token, int64_t a, int64_t b,
                        struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, sql, &q, err);

    if (rc)
        return rc;
    stmt_bind_blob(q, 1, token);
    stmt_bind_i64(q, 2, a);
    stmt_bind_i64(q, 3, b);
    return stmt_run(q, err);
}

enum rc store_session_add(struct store *s, struct str token, const struct session *session,
                          const struct session_limits *limits, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const int64_t now = session->created;
    enum rc rc = run_with(s, "DELETE FROM session WHERE token = ?1 OR used < ?2 OR created < ?3",
                          token, now - limits->idle_s, now - limits->total_s, err);

    if (!rc)
        rc = prepare(s,
                     "INSERT INTO session (token, user, csrf, created, used) "
                     "VALUES (?1, ?2, ?3, ?4, ?4)",
                     &q, err);
    if (rc)
        return rc;
    stmt_bind_blob(q, 1, token);
    stmt_bind_i64(q, 2, session->user);
    stmt_bind_str(q, 3, session->csrf);
    stmt_bind_i64(q, 4, now);
    if ((rc = stmt_run(q, err)))
        return rc;
    return run_with(s, "UPDATE user SET seen = ?3 WHERE id = ?2 AND ?1 <> ''", token, session->user,
                    now, err);
}

enum rc store_session_find(struct store *s, struct str token, int64_t now,
                           const struct session_limits *limits, struct arena *a,
                           struct session *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT s.user, s.csrf, s.created, s.used FROM session s "
                         "JOIN user u ON u.id = s.user WHERE s.token = ?1 AND s.used >= ?2 "
                         "AND s.created >= ?3 AND u.is_disabled = 0",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_blob(q, 1, token);
    stmt_bind_i64(q, 2, now - limits->idle_s);
    stmt_bind_i64(q, 3, now - limits->total_s);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有登录，或登录已经过期");
    *out = (struct session){ .user = stmt_i64(q, 0),
                             .csrf = arena_copy(a, stmt_str(q, 1)),
                             .created = stmt_i64(q, 2),
                             .used = stmt_i64(q, 3) };
    return RC_OK;
}

enum rc store_session_use(struct store *s, struct str token, int64_t now, struct err *err)
{
    return run_with(s, "UPDATE session SET used = max(used, ?2) WHERE token = ?1 AND ?3 = 0", token,
                    now, 0, err);
}

enum rc store_session_end(struct store *s, struct str token, struct err *err)
{
    return run_with(s, "DELETE FROM session WHERE token = ?1 AND ?2 = ?3", token, 0, 0, err);
}

enum rc store_session_count(struct store *s, int64_t now, const struct session_limits *limits,
                            int64_t *n, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc =
        prepare(s, "SELECT count(*) FROM session WHERE used >= ?1 AND created >= ?2", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, now - limits->idle_s);
    stmt_bind_i64(q, 2, now - limits->total_s);
    return ask(q, n, err);
}

/* ---- failed sign-ins ---- */

enum rc store_login_locked(struct store *s, struct str key, int64_t now, int64_t *left_s,
                           struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    int64_t until = 0;
    enum rc rc = prepare(s, "SELECT locked_until FROM login_failure WHERE key = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, key);
    rc = ask(q, &until, err);
    *left_s = until > now ? until - now : 0;
    return rc;
}

/* How long the n-th failure locks. */
static int64_t lock_s(const struct login_limits *limits, int64_t n)
{
    int64_t s = limits->first_s;

    if (n <= limits->n_free)
        return 0;
    for (int64_t i = limits->n_free + 1; i < n && s < limits->most_s; i++)
        s *= 2;
    return s < limits->most_s ? s : limits->most_s;
}

enum rc store_login_failed(struct store *s, struct str key, int64_t now,
                           const struct login_limits *limits, struct err *err)
{
    AUTO(stmt_closep) struct stmt *old = NULL;
    AUTO(stmt_closep) struct stmt *q = NULL;
    AUTO(stmt_closep) struct stmt *forget = NULL;
    int64_t n = 0;
    enum rc rc = prepare(s, "DELETE FROM login_failure WHERE last < ?1", &forget, err);

    if (!rc)
        rc = prepare(s, "SELECT n FROM login_failure WHERE key = ?1", &old, err);
    if (!rc)
        rc = prepare(s,
                     "INSERT INTO login_failure (key, n, last, locked_until) VALUES (?1, ?2, ?3, "
                     "?4) ON CONFLICT (key) DO UPDATE SET n = excluded.n, last = excluded.last, "
                     "locked_until = excluded.locked_until",
                     &q, err);
    if (rc)
        return rc;
    stmt_bind_i64(forget, 1, now - limits->forget_s);
    stmt_bind_str(old, 1, key);
    rc = stmt_run(forget, err);
    if (!rc)
        rc = ask(old, &n, err);
    if (rc)
        return rc;
    n++;
    stmt_bind_str(q, 1, key);
    stmt_bind_i64(q, 2, n);
    stmt_bind_i64(q, 3, now);
    stmt_bind_i64(q, 4, now + lock_s(limits, n));
    return stmt_run(q, err);
}

enum rc store_login_clear(struct store *s, struct str key, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, "DELETE FROM login_failure WHERE key = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, key);
    return stmt_run(q, err);
}
