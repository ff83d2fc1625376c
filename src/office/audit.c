#include "base/base.h"

#include "office/audit.h"

#include "base/clock.h"
#include "base/pack.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

#include <openssl/evp.h>
#include <stdio.h>

enum { SHA256_BYTES = 32, HASH_DIGITS = 64 };

static enum rc prepare(struct store *s, const char *sql, struct stmt **q, struct err *err)
{
    return db_prepare(s->engine->db(s), sql, q, err);
}

/* Over the hash of the line before and every field with its length, so that no two lines are the
 * same bytes. */
static enum rc hash_of(struct str before, const struct audit_line *line, char out[HASH_DIGITS + 1],
                       struct err *err)
{
    AUTO(buf_done) struct buf b = { 0 };
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    pack_str(&b, before);
    pack_i64(&b, line->id);
    pack_i64(&b, line->at);
    pack_str(&b, line->by);
    pack_str(&b, line->action);
    pack_str(&b, line->subject);
    pack_str(&b, line->old);
    pack_str(&b, line->now);
    if (EVP_Digest(b.p, b.n, sum, &n, EVP_sha256(), NULL) != 1 || n != SHA256_BYTES)
        return err_set(err, RC_IO, "不能计算 SHA-256");
    for (size_t i = 0; i < SHA256_BYTES; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", sum[i]);
    return RC_OK;
}

static enum rc last(struct store *s, char hash[HASH_DIGITS + 1], int64_t *id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1", &q, err);

    if (!rc)
        rc = stmt_step(q, &has_row, err);
    if (rc)
        return rc;
    *id = has_row ? stmt_i64(q, 0) : 0;
    (void)snprintf(hash, HASH_DIGITS + 1, "%.*s",
                   STR_ARG(has_row ? stmt_str(q, 1) : (struct str){ 0 }));
    return RC_OK;
}

enum rc store_audit_add(struct store *s, const struct audit_line *given, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    struct audit_line line = *given;
    char before[HASH_DIGITS + 1], hash[HASH_DIGITS + 1];
    enum rc rc = last(s, before, &line.id, err);

    line.id++;
    if (!rc)
        rc = hash_of(str_of(before), &line, hash, err);
    if (!rc)
        rc = prepare(s,
                     "INSERT INTO audit (id, at, who, action, subject, old, new, hash) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                     &q, err);
    if (rc)
        return rc;
    stmt_bind_i64(q, 1, line.id);
    stmt_bind_i64(q, 2, line.at);
    stmt_bind_str(q, 3, line.by);
    stmt_bind_str(q, 4, line.action);
    stmt_bind_str(q, 5, line.subject);
    stmt_bind_str(q, 6, line.old);
    stmt_bind_str(q, 7, line.now);
    stmt_bind_str(q, 8, str_of(hash));
    return stmt_run(q, err);
}

/* ?1 who, ?2 beginning of action or subject, ?3 from, ?4 to, ?5 unit */
#define WANTED                                                                                     \
    "WHERE (?1 = '' OR who = ?1) AND (?2 = '' OR substr(action, 1, length(?2)) = ?2 OR "           \
    "substr(subject, 1, length(?2)) = ?2) AND at >= ?3 AND (?4 = 0 OR at < ?4) "                   \
    "AND (?5 = 0 OR who IN (SELECT s.name FROM user s WHERE " SCOPE_HAS("?5") ")) "

static void bind(struct stmt *q, const struct audit_filter *filter)
{
    stmt_bind_str(q, 1, filter->by);
    stmt_bind_str(q, 2, filter->what);
    stmt_bind_i64(q, 3, filter->from);
    stmt_bind_i64(q, 4, filter->to);
    stmt_bind_i64(q, 5, filter->unit);
}

enum rc store_audit_each(struct store *s, const struct audit_filter *filter, audit_fn each,
                         void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        filter->most
            ? prepare(s,
                      "SELECT id, at, who, action, subject, old, new, hash FROM audit " WANTED
                      "ORDER BY id DESC LIMIT ?6 OFFSET ?7",
                      &q, err)
            : prepare(s,
                      "SELECT id, at, who, action, subject, old, new, hash FROM audit " WANTED
                      "ORDER BY id",
                      &q, err);

    if (rc)
        return rc;
    bind(q, filter);
    if (filter->most) {
        stmt_bind_i64(q, 6, filter->most);
        stmt_bind_i64(q, 7, filter->skip);
    }
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct audit_line line = { .id = stmt_i64(q, 0),
                                         .at = stmt_i64(q, 1),
                                         .by = stmt_str(q, 2),
                                         .action = stmt_str(q, 3),
                                         .subject = stmt_str(q, 4),
                                         .old = stmt_str(q, 5),
                                         .now = stmt_str(q, 6),
                                         .hash = stmt_str(q, 7) };

        rc = each(ctx, &line, err);
    }
    return rc;
}

enum rc store_audit_count(struct store *s, const struct audit_filter *filter, int64_t *n,
                          struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    const bool is_whole =
        !filter->by.n && !filter->what.n && !filter->from && !filter->to && !filter->unit;
    /* Its numbers have no gap: nothing is ever taken out. */
    enum rc rc = is_whole ? prepare(s, "SELECT coalesce(max(id), 0) FROM audit", &q, err)
                          : prepare(s, "SELECT count(*) FROM audit " WANTED, &q, err);

    if (rc)
        return rc;
    if (!is_whole)
        bind(q, filter);
    rc = stmt_step(q, &has_row, err);
    *n = !rc && has_row ? stmt_i64(q, 0) : 0;
    return rc;
}

struct verifying {
    char before[HASH_DIGITS + 1];
    int64_t n, bad;
};

static enum rc verify(void *ctx, const struct audit_line *line, struct err *err)
{
    struct verifying *v = ctx;
    char hash[HASH_DIGITS + 1];
    const enum rc rc = hash_of(str_of(v->before), line, hash, err);

    if (rc)
        return rc;
    if (!v->bad && (line->id != v->n + 1 || !str_eq(line->hash, str_of(hash))))
        v->bad = line->id;
    if (!v->bad)
        v->n++;
    (void)snprintf(v->before, sizeof(v->before), "%s", hash);
    return RC_OK;
}

enum rc store_audit_verify(struct store *s, int64_t *n, int64_t *bad, struct err *err)
{
    struct verifying v = { 0 };
    const enum rc rc = store_audit_each(s, &(struct audit_filter){ 0 }, verify, &v, err);

    *n = v.n;
    *bad = v.bad;
    return rc;
}

/* ---- as JSON ---- */

static void put_json(struct json *to, const char *key, struct str text)
{
    struct json *value = NULL;

    if (text.n && json_parse(text, &value, NULL) == RC_OK)
        json_put(to, key, value);
    else
        json_put_null(to, key);
}

struct json *audit_json(const struct audit_line *line)
{
    struct json *to = json_new_object();
    char at[TIME_TEXT_BYTES];

    json_put_int(to, "id", line->id);
    json_put_str(to, "at", str_of(time_text(line->at, at)));
    json_put_str(to, "by", line->by);
    json_put_str(to, "action", line->action);
    json_put_str(to, "subject", line->subject);
    put_json(to, "old", line->old);
    put_json(to, "new", line->now);
    json_put_str(to, "hash", line->hash);
    return to;
}
