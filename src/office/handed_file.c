#include "base/base.h"

#include "office/handed_file.h"

#include "office/filing.h"
#include "office/order.h"
#include "store/db.h"
#include "store/engine.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

/* Both kinds of owners have their files in a table of the same form; the contents lie together. */
#define ROOM(owner, file, column)                                                                  \
    "SELECT o.state, count(f.id), coalesce(sum(f.n_bytes), 0) FROM " owner " o LEFT JOIN " file    \
    " f ON f." column " = o.id WHERE o.id = ?1 GROUP BY o.id"
#define PUT(file, column)                                                                          \
    "INSERT INTO " file " (" column ", name, hash, n_bytes, at, who) "                             \
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
#define EACH(file, column)                                                                         \
    "SELECT id, name, hash, n_bytes, at, who FROM " file " WHERE " column " = ?1 ORDER BY id"
#define GET(file, column)                                                                          \
    "SELECT b.bytes FROM " file " f JOIN order_blob b ON b.hash = f.hash "                         \
    "WHERE f." column " = ?1 AND f.name = ?2 ORDER BY f.id DESC LIMIT 1"

static const struct owners {
    const char *noun, *room, *put, *each, *get;
    int64_t closed; /* the state from which on it takes no more */
    const char *ended;
} owners[] = {
    [HANDED_WITH_ORDER] = { "整改通知", ROOM("repair_order", "order_file", "repair_order"),
                            PUT("order_file", "repair_order"), EACH("order_file", "repair_order"),
                            GET("order_file", "repair_order"), ORDER_CLOSED, "已办结或者已撤回" },
    [HANDED_WITH_FILING] = { "报备（申请）", ROOM("filing", "filing_file", "filing"),
                             PUT("filing_file", "filing"), EACH("filing_file", "filing"),
                             GET("filing_file", "filing"), FILING_DONE, "已办结" },
};

enum { HASH_BYTES = 32, HASH_DIGITS = 64, NAME_CHARS_MAX = 120 };

static enum rc hash_of(struct str bytes, char out[HASH_DIGITS + 1], struct err *err)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    if (EVP_Digest(bytes.p ? bytes.p : "", bytes.n, sum, &n, EVP_sha256(), NULL) != 1 ||
        n != HASH_BYTES)
        return err_set(err, RC_IO, "无法计算文件的摘要");
    for (size_t i = 0; i < HASH_BYTES; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", sum[i]);
    return RC_OK;
}

/* ---- putting ---- */

static enum rc check_name(struct str name, struct err *err)
{
    bool is_plain = name.n && str_chars(name) <= NAME_CHARS_MAX && name.p[0] != '.';

    for (size_t i = 0; i < name.n; i++)
        is_plain = is_plain && name.p[i] != '/' && name.p[i] != '\\' &&
                   (unsigned char)name.p[i] >= ' ' && name.p[i] != 0x7f;
    return is_plain
               ? RC_OK
               : err_set(err, RC_SYNTAX, "文件名应为 1 至 %d 个字，不含路径和控制字符，不以点开头",
                         NAME_CHARS_MAX);
}

/* The owner takes one more file of that size. */
static enum rc check_room(struct db *db, const struct owners *o, int64_t owner, size_t n_bytes,
                          struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(db, o->room, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, owner);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 号%s", owner, o->noun);
    if (stmt_i64(q, 0) >= o->closed)
        return err_set(err, RC_BUSY, "%s%s，不能再添加文件", o->noun, o->ended);
    if (n_bytes > HANDED_FILE_BYTES_MAX)
        return err_set(err, RC_LIMIT, "一个文件不能超过 %d MB", HANDED_FILE_BYTES_MAX >> 20);
    if (stmt_i64(q, 1) >= HANDED_FILES_MAX ||
        stmt_i64(q, 2) + (int64_t)n_bytes > HANDED_FILES_BYTES_MAX)
        return err_set(err, RC_LIMIT, "一份%s最多 %d 个文件，共 %d MB", o->noun, HANDED_FILES_MAX,
                       HANDED_FILES_BYTES_MAX >> 20);
    return RC_OK;
}

static enum rc put_blob(struct db *db, struct str hash, struct str bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(
        db, "INSERT INTO order_blob VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, hash);
    stmt_bind_blob(q, 2, bytes);
    return stmt_run(q, err);
}

static enum rc put_row(struct db *db, const char *sql, int64_t owner,
                       const struct handed_file *file, struct str hash, size_t n_bytes,
                       struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(db, sql, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, owner);
    stmt_bind_str(q, 2, file->name);
    stmt_bind_str(q, 3, hash);
    stmt_bind_i64(q, 4, (int64_t)n_bytes);
    stmt_bind_i64(q, 5, file->at);
    stmt_bind_str(q, 6, file->by);
    return stmt_run(q, err);
}

enum rc store_handed_put(struct store *s, enum handed_with with, int64_t owner,
                         const struct handed_file *file, struct str bytes, int64_t *id,
                         struct err *err)
{
    const struct owners *o = &owners[with];
    struct db *db = s->engine->db(s);
    char hash[HASH_DIGITS + 1];
    struct whole w;
    int64_t added = 0;
    enum rc rc = check_name(file->name, err);

    if (rc || (rc = whole_begin(db, &w, err)))
        return rc;
    rc = check_room(db, o, owner, bytes.n, err);
    if (!rc)
        rc = hash_of(bytes, hash, err);
    if (!rc)
        rc = put_blob(db, str_of(hash), bytes, err);
    if (!rc)
        rc = put_row(db, o->put, owner, file, str_of(hash), bytes.n, err);
    added = db_last_id(db);
    rc = whole_end(&w, rc, err);
    if (!rc)
        *id = added;
    return rc;
}

/* ---- reading ---- */

enum rc store_handed_each(struct store *s, enum handed_with with, int64_t owner,
                          handed_file_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), owners[with].each, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, owner);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct handed_file file = { .id = stmt_i64(q, 0),
                                          .name = stmt_str(q, 1),
                                          .hash = stmt_str(q, 2),
                                          .n_bytes = stmt_i64(q, 3),
                                          .at = stmt_i64(q, 4),
                                          .by = stmt_str(q, 5) };

        if ((rc = each(ctx, &file, err)))
            break;
    }
    return rc;
}

enum rc store_handed_get(struct store *s, enum handed_with with, int64_t owner, struct str name,
                         struct arena *a, struct str *bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), owners[with].get, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, owner);
    stmt_bind_str(q, 2, name);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "%s没有文件“%.*s”", owners[with].noun, STR_ARG(name));
    *bytes = arena_copy(a, stmt_blob(q, 0));
    return RC_OK;
}
