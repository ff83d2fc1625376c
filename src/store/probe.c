#include "base/base.h"

#include "store/probe.h"

#include "base/buf.h"
#include "base/clock.h"
#include "store/db.h"
#include "store/engine.h"

enum { TRY_BYTES = 8, SECOND_BITS = 17, REASON_BITS = 6, STATUS_BITS = 10, DAY_S = 86400 };
_Static_assert(REASON_N <= 1 << REASON_BITS, "a reason fits into a packed try");

/* ---- a try in eight bytes: second of the day, reason, status, milliseconds ---- */

static int64_t midnight(int32_t day)
{
    return (int64_t)day * DAY_S - CHINA_OFFSET_S;
}

static uint64_t part(int64_t value, unsigned bits)
{
    const int64_t most = ((int64_t)1 << bits) - 1;

    return (uint64_t)(value < 0 ? 0 : value > most ? most : value);
}

static void pack(const struct attempt *t, struct buf *to)
{
    const int64_t second = t->at - midnight(day_of_time(t->at));
    uint64_t bits = part(t->ms, 64 - SECOND_BITS - REASON_BITS - STATUS_BITS);

    bits = bits << STATUS_BITS | part(t->http_status, STATUS_BITS);
    bits = bits << REASON_BITS | part((int64_t)t->reason, REASON_BITS);
    bits = bits << SECOND_BITS | part(second, SECOND_BITS);
    for (size_t i = 0; i < TRY_BYTES; i++)
        buf_add_char(to, (char)(bits >> (8 * i) & 0xff));
}

static uint64_t take(uint64_t *bits, unsigned n)
{
    const uint64_t value = *bits & (((uint64_t)1 << n) - 1);

    *bits >>= n;
    return value;
}

static struct attempt unpack(const char *p, int32_t day)
{
    struct attempt t;
    uint64_t bits = 0;

    for (size_t i = TRY_BYTES; i-- > 0;)
        bits = bits << 8 | (unsigned char)p[i];
    t.at = midnight(day) + (int64_t)take(&bits, SECOND_BITS);
    t.reason = (enum reason)(take(&bits, REASON_BITS) % REASON_N);
    t.http_status = (int)take(&bits, STATUS_BITS);
    t.ms = (int64_t)bits;
    return t;
}

/* ---- writing ---- */

/* The registry has a history of it, but has it no more: it was deleted. */
#define WAS_DELETED                                                                                \
    "(EXISTS (SELECT 1 FROM registry_change WHERE code = ?1) "                                     \
    "AND NOT EXISTS (SELECT 1 FROM site WHERE code = ?1)) "

struct writer {
    struct db *db;
    struct stmt *site, *get, *put;
};

static void writer_done(struct writer *w)
{
    stmt_closep(&w->site);
    stmt_closep(&w->get);
    stmt_closep(&w->put);
}

static enum rc writer_open(struct writer *w, struct err *err)
{
    enum rc rc = db_prepare(
        w->db, "INSERT INTO site (code) SELECT ?1 WHERE NOT " WAS_DELETED "ON CONFLICT DO NOTHING",
        &w->site, err);

    if (!rc)
        rc = db_prepare(w->db,
                        "SELECT tries FROM probe_day WHERE day = ?2 AND "
                        "site = (SELECT id FROM site WHERE code = ?1)",
                        &w->get, err);
    if (!rc)
        rc = db_prepare(w->db,
                        "INSERT INTO probe_day (site, day, tries) "
                        "SELECT id, ?2, ?3 FROM site WHERE code = ?1 "
                        "ON CONFLICT (site, day) DO UPDATE SET tries = excluded.tries",
                        &w->put, err);
    return rc;
}

static enum rc get_day(const struct writer *w, struct str site, int32_t day, struct buf *out,
                       struct err *err)
{
    bool has_row = false;
    enum rc rc;

    stmt_bind_str(w->get, 1, site);
    stmt_bind_i64(w->get, 2, day);
    rc = stmt_step(w->get, &has_row, err);
    if (!rc && has_row)
        buf_add(out, stmt_blob(w->get, 0));
    stmt_reset(w->get);
    return rc;
}

static bool is_known(const struct buf *tries, const struct attempt *t)
{
    const size_t n = tries->n / TRY_BYTES;

    return n && unpack(tries->p + (n - 1) * TRY_BYTES, day_of_time(t->at)).at >= t->at;
}

static enum rc add(const struct writer *w, const struct probe *p, struct err *err)
{
    AUTO(buf_done) struct buf tries = { 0 };
    const int32_t day = day_of_time(p->attempt.at);
    enum rc rc;

    stmt_bind_str(w->site, 1, p->site);
    if ((rc = stmt_run(w->site, err)) || (rc = get_day(w, p->site, day, &tries, err)))
        return rc;
    if (is_known(&tries, &p->attempt))
        return RC_OK;
    if (tries.n / TRY_BYTES >= PROBES_A_DAY_MAX)
        return err_set(err, RC_LIMIT, "%.*s 一天的访问记录超过 %d 次", STR_ARG(p->site),
                       PROBES_A_DAY_MAX);
    pack(&p->attempt, &tries);
    stmt_bind_str(w->put, 1, p->site);
    stmt_bind_i64(w->put, 2, day);
    stmt_bind_blob(w->put, 3, buf_str(&tries));
    return stmt_run(w->put, err);
}

enum rc store_probes_add(struct store *s, const struct probe *probes, size_t n, struct err *err)
{
    AUTO(writer_done) struct writer w = { .db = s->engine->db(s) };
    enum rc rc = writer_open(&w, err);

    if (rc || (rc = db_begin(w.db, err)))
        return rc;

    AUTO(db_rollbackp) struct db *tx = w.db;

    for (size_t i = 0; i < n && !rc; i++)
        rc = add(&w, &probes[i], err);
    return rc ? rc : db_commit(tx, err);
}

enum rc store_probes_forget(struct store *s, int32_t day, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc =
        db_prepare(s->engine->db(s), "DELETE FROM probe_day WHERE day < ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, day);
    return stmt_run(q, err);
}

/* ---- reading ---- */

enum rc store_probes_read(struct store *s, struct str site, int64_t from, int64_t to,
                          struct arena *a, const struct attempt **out, size_t *n, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    AUTO(buf_done) struct buf found = { 0 };
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT day, tries FROM probe_day WHERE day BETWEEN ?2 AND ?3 AND "
                            "site = (SELECT id FROM site WHERE code = ?1) ORDER BY day",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, site);
    stmt_bind_i64(q, 2, day_of_time(from));
    stmt_bind_i64(q, 3, day_of_time(to - 1));
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct str tries = stmt_blob(q, 1);

        for (size_t at = 0; at + TRY_BYTES <= tries.n; at += TRY_BYTES) {
            const struct attempt t = unpack(tries.p + at, (int32_t)stmt_i64(q, 0));

            if (t.at >= from && t.at < to)
                buf_add(&found, str_from((const char *)&t, sizeof(t)));
        }
    }
    *n = found.n / sizeof(struct attempt);
    *out = (const void *)arena_copy(a, buf_str(&found)).p;
    return rc;
}

enum rc store_probes_newest(struct store *s, int64_t *time, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT day, substr(tries, -8) FROM probe_day " /* TRY_BYTES */
                            "WHERE day = (SELECT max(day) FROM probe_day)",
                            &q, err);

    *time = 0;
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct str last = stmt_blob(q, 1);

        if (last.n == TRY_BYTES) {
            const int64_t at = unpack(last.p, (int32_t)stmt_i64(q, 0)).at;

            *time = at > *time ? at : *time;
        }
    }
    return rc;
}

/* ---- outages ---- */

enum rc store_outage_put(struct store *s, const struct outage *o, struct err *err)
{
    static const char begin[] = "INSERT INTO outage (site, began, alarmed, reason, status) "
                                "SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS "
                                "(SELECT 1 FROM outage WHERE site = ?1 AND ended = 0) "
                                "AND NOT " WAS_DELETED;
    static const char end[] = "UPDATE outage SET ended = ?2 WHERE site = ?1 AND ended = 0";
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s), o->ended ? end : begin, &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, o->site);
    stmt_bind_i64(q, 2, o->ended ? o->ended : o->began);
    if (!o->ended) {
        stmt_bind_i64(q, 3, o->alarmed);
        stmt_bind_i64(q, 4, o->reason);
        stmt_bind_i64(q, 5, o->http_status);
    }
    return stmt_run(q, err);
}

enum rc store_outages_each(struct store *s, struct str site, int64_t from, int64_t to,
                           outage_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT site, began, alarmed, ended, reason, status FROM outage "
                            "WHERE (?1 = '' OR site = ?1) AND began < ?3 AND "
                            "(ended = 0 OR ended > ?2) ORDER BY began DESC, site",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, site);
    stmt_bind_i64(q, 2, from);
    stmt_bind_i64(q, 3, to);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct outage o = { .site = stmt_str(q, 0),
                                  .began = stmt_i64(q, 1),
                                  .alarmed = stmt_i64(q, 2),
                                  .ended = stmt_i64(q, 3),
                                  .reason = (enum reason)((uint64_t)stmt_i64(q, 4) % REASON_N),
                                  .http_status = (int)stmt_i64(q, 5) };

        if ((rc = each(ctx, &o, err)))
            return rc;
    }
    return rc;
}
