#include "base/base.h"

#include "office/account_posts.h"

#include "store/db.h"
#include "store/engine.h"

enum rc store_posts_put(struct store *s, struct str account, const struct account_posts *file,
                        struct str bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    struct db *db = s->engine->db(s);
    enum rc rc;

    if (bytes.n > ACCOUNT_POSTS_BYTES_MAX)
        return err_set(err, RC_LIMIT, "一个文件不能超过 %d MB", ACCOUNT_POSTS_BYTES_MAX >> 20);
    rc = db_prepare(db,
                    "INSERT OR REPLACE INTO account_posts (site, name, at, who, n_posts, newest, "
                    "bytes) SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM site "
                    "WHERE code = ?1 AND is_account",
                    &q, err);
    if (rc)
        return rc;
    stmt_bind_str(q, 1, account);
    stmt_bind_str(q, 2, file->name);
    stmt_bind_i64(q, 3, file->at);
    stmt_bind_str(q, 4, file->by);
    stmt_bind_i64(q, 5, file->n_posts);
    stmt_bind_i64(q, 6, file->newest);
    stmt_bind_blob(q, 7, bytes);
    rc = stmt_run(q, err);
    if (!rc && !db_n_changes(db))
        return err_set(err, RC_NOT_FOUND, "没有账号 %.*s", STR_ARG(account));
    return rc;
}

#define OF_ACCOUNT "WHERE site = (SELECT id FROM site WHERE code = ?1)"

enum rc store_posts_get(struct store *s, struct str account, struct arena *a,
                        struct account_posts *out, struct str *bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT name, at, who, n_posts, newest, length(bytes), "
                            "CASE WHEN ?2 THEN bytes END FROM account_posts " OF_ACCOUNT,
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, account);
    stmt_bind_i64(q, 2, bytes != NULL);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "账号 %.*s 没有导入的内容", STR_ARG(account));
    *out = (struct account_posts){ .name = arena_copy(a, stmt_str(q, 0)),
                                   .at = stmt_i64(q, 1),
                                   .by = arena_copy(a, stmt_str(q, 2)),
                                   .n_posts = stmt_i64(q, 3),
                                   .newest = (int32_t)stmt_i64(q, 4),
                                   .n_bytes = stmt_i64(q, 5) };
    if (bytes)
        *bytes = arena_copy(a, stmt_blob(q, 6));
    return RC_OK;
}

enum rc store_posts_drop(struct store *s, struct str account, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc =
        db_prepare(s->engine->db(s), "DELETE FROM account_posts " OF_ACCOUNT, &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, account);
    return stmt_run(q, err);
}
