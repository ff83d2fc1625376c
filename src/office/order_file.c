/* Files of replies, each content kept once; and what else on the unit's sites is the same fault. */
#include "base/base.h"

#include "office/order.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_row.h"
#include "store/scope.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

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

/* The order takes one more file of that size. */
static enum rc check_room(struct db *db, int64_t order, size_t n_bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(db,
                            "SELECT r.state, count(f.id), coalesce(sum(f.n_bytes), 0) "
                            "FROM repair_order r LEFT JOIN order_file f ON f.repair_order = r.id "
                            "WHERE r.id = ?1 GROUP BY r.id",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 号整改通知", order);
    if (stmt_i64(q, 0) == ORDER_CLOSED)
        return err_set(err, RC_BUSY, "整改通知已办结，不能再添加文件");
    if (n_bytes > ORDER_FILE_BYTES_MAX)
        return err_set(err, RC_LIMIT, "一个文件不能超过 %d MB", ORDER_FILE_BYTES_MAX >> 20);
    if (stmt_i64(q, 1) >= ORDER_FILES_MAX ||
        stmt_i64(q, 2) + (int64_t)n_bytes > ORDER_FILES_BYTES_MAX)
        return err_set(err, RC_LIMIT, "一份整改通知最多 %d 个文件，共 %d MB", ORDER_FILES_MAX,
                       ORDER_FILES_BYTES_MAX >> 20);
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

static enum rc put_row(struct db *db, int64_t order, const struct order_file *file, struct str hash,
                       size_t n_bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(db,
                                  "INSERT INTO order_file (repair_order, name, hash, n_bytes, at, "
                                  "who) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                  &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_str(q, 2, file->name);
    stmt_bind_str(q, 3, hash);
    stmt_bind_i64(q, 4, (int64_t)n_bytes);
    stmt_bind_i64(q, 5, file->at);
    stmt_bind_str(q, 6, file->by);
    return stmt_run(q, err);
}

enum rc store_order_put_file(struct store *s, int64_t order, const struct order_file *file,
                             struct str bytes, int64_t *id, struct err *err)
{
    struct db *db = s->engine->db(s);
    char hash[HASH_DIGITS + 1];
    struct whole w;
    int64_t added = 0;
    enum rc rc = check_name(file->name, err);

    if (rc || (rc = whole_begin(db, &w, err)))
        return rc;
    rc = check_room(db, order, bytes.n, err);
    if (!rc)
        rc = hash_of(bytes, hash, err);
    if (!rc)
        rc = put_blob(db, str_of(hash), bytes, err);
    if (!rc)
        rc = put_row(db, order, file, str_of(hash), bytes.n, err);
    added = db_last_id(db);
    rc = whole_end(&w, rc, err);
    if (!rc)
        *id = added;
    return rc;
}

/* ---- reading ---- */

enum rc store_order_each_file(struct store *s, int64_t order, order_file_fn each, void *ctx,
                              struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT id, name, hash, n_bytes, at, who FROM order_file "
                            "WHERE repair_order = ?1 ORDER BY id",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct order_file file = { .id = stmt_i64(q, 0),
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

enum rc store_order_get_file(struct store *s, int64_t order, struct str name, struct arena *a,
                             struct str *bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT b.bytes FROM order_file f JOIN order_blob b ON b.hash = f.hash "
                            "WHERE f.repair_order = ?1 AND f.name = ?2 ORDER BY f.id DESC LIMIT 1",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_str(q, 2, name);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "整改通知没有文件“%.*s”", STR_ARG(name));
    *bytes = arena_copy(a, stmt_blob(q, 0));
    return RC_OK;
}

/* ---- 举一反三 ---- */

#define SELECT_FINDINGS "SELECT " FINDING_COLUMNS ", f.state, s.code, s.name, s.unit "

static enum rc hand_findings(struct stmt *q, finding_row_fn each, void *ctx, struct err *err)
{
    bool has_row = false;
    enum rc rc = RC_OK;

    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct finding_row row = {
            .stored = finding_at(q, 0, stmt_str(q, FINDING_COLUMNS_N + 1)),
            .state = (enum finding_state)stmt_i64(q, FINDING_COLUMNS_N),
            .site_name = stmt_str(q, FINDING_COLUMNS_N + 2),
            .unit = stmt_i64(q, FINDING_COLUMNS_N + 3),
        };

        rc = each(ctx, &row, err);
    }
    return rc;
}

enum rc store_order_each_similar(struct store *s, int64_t order, int64_t n_max, finding_row_fn each,
                                 void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(
        s->engine->db(s),
        SELECT_FINDINGS
        "FROM finding f JOIN site s ON s.id = f.site WHERE f.state <= ?3 "
        "AND f.subject IN (SELECT o.subject FROM order_finding o WHERE o.repair_order = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM order_finding o WHERE o.repair_order = ?1 "
        "  AND o.site = s.code AND o.id = f.id) "
        "AND s.unit IN (WITH RECURSIVE tree (id) AS "
        "  (SELECT unit FROM repair_order WHERE id = ?1 UNION "
        "   SELECT u.id FROM unit u JOIN tree t ON u.parent = t.id) SELECT id FROM tree) "
        "ORDER BY s.code, f.check_id, f.url LIMIT ?2",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_i64(q, 2, n_max);
    stmt_bind_i64(q, 3, FINDING_CONFIRMED);
    return hand_findings(q, each, ctx, err);
}

/* ---- what may be ordered ---- */

/* The counts of groups tell which are worth a look. */
#define FREE                                                                                       \
    "FROM site s CROSS JOIN finding_count c ON c.site = s.id AND c.state = ?2 AND c.n > 0 "        \
    "CROSS JOIN finding f ON f.site = c.site AND f.check_id = c.check_id AND f.grade = c.grade "   \
    "AND f.state = ?2 WHERE " SCOPE_HAS(                                                           \
        "?1") " AND NOT EXISTS (SELECT 1 FROM order_finding o JOIN repair_order r "                \
              "ON r.id = o.repair_order WHERE o.site = s.code AND o.id = f.id AND r.state <> ?3) "

static enum rc prepare_free(struct store *s, const char *sql, int64_t unit, struct stmt **q,
                            struct err *err)
{
    const enum rc rc = db_prepare(s->engine->db(s), sql, q, err);

    if (rc)
        return rc;
    stmt_bind_i64(*q, 1, unit);
    stmt_bind_i64(*q, 2, FINDING_CONFIRMED);
    stmt_bind_i64(*q, 3, ORDER_CLOSED);
    return RC_OK;
}

enum rc store_order_each_free(struct store *s, int64_t unit, int64_t skip, int64_t n_max,
                              finding_row_fn each, void *ctx, int64_t *total, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    AUTO(stmt_closep) struct stmt *count = NULL;
    bool has_row = false;
    enum rc rc = prepare_free(s,
                              SELECT_FINDINGS FREE
                              "ORDER BY s.code, c.check_id, c.grade, f.first_seen, f.rowid "
                              "LIMIT ?4 OFFSET ?5",
                              unit, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 4, n_max);
    stmt_bind_i64(q, 5, skip);
    rc = hand_findings(q, each, ctx, err);
    if (rc || !total)
        return rc;
    rc = prepare_free(s, "SELECT count(*) " FREE, unit, &count, err);
    if (!rc)
        rc = stmt_step(count, &has_row, err);
    if (!rc)
        *total = stmt_i64(count, 0);
    return rc;
}
