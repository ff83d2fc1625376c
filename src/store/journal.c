#include "base/base.h"

#include "store/journal.h"

#include "base/hashes.h"
#include "store/db.h"
#include "store/journal_schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Every statement, prepared once. */
enum statement {
    LAST_RUN,
    NEW_RUN,
    END_RUN,
    RULES,
    STARTED,
    RULES_BEFORE,
    SITE_BASE,
    FIND_SITE,
    NEW_SITE,
    MARK_JUDGED,
    IS_JUDGED,
    NEW_URL,
    MOVE_URL,
    REFER_URL,
    GET_URL,
    EACH_URL,
    PUT_RESULT,
    GET_RESULT,
    EACH_RESULT,
    EACH_OF_SITE,
    EACH_ENDING,
    SET_ROLE,
    GET_ROLE,
    PUT_NOTE,
    GET_NOTE,
    ADD_FINDING,
    CARRY_FINDINGS,
    DROP_FINDINGS,
    EACH_FINDING,
    NEW_TEXT,
    GET_TEXT,
    EACH_TEXT,
    N_STATEMENTS,
};

/*
 * A site has some dozens of shared strings; a hostile one says others on every page. The first ones
 * are in memory, the others are read when they are asked for; past the last that is found again
 * each costs a row of its own.
 */
enum { TEXT_BYTES_MAX = 4 << 20, TEXTS_FOUND_MAX = 1 << 20 };

enum { FLAG_UNCHANGED = 1, FLAG_RETRIED = 2, FLAG_UNREAD = 4 };

#define ENDING_COLUMNS "r.number, r.run, r.redirect, r.reason, r.status, r.flags"
#define RESULT_COLUMNS                                                                             \
    ENDING_COLUMNS ", r.at, r.ms, r.bytes, r.etag, r.modified, r.hash, r.spool, r.evidence, "      \
                   "r.digest, r.links"
#define URL_COLUMNS "u.number, u.site, u.url, u.lane, u.kind, u.depth, u.referrer, u.place, u.label"
enum { N_RESULT_COLUMNS = 16 };

static const char *const sql[N_STATEMENTS] = {
    [LAST_RUN] = "SELECT id, is_over, rules, started FROM run ORDER BY id DESC LIMIT 1",
    [NEW_RUN] = "INSERT INTO run (id, started, rules) VALUES (?, ?, ?)",
    [END_RUN] = "UPDATE run SET is_over = 1 WHERE id = ?",
    [RULES] = "SELECT rules FROM run WHERE id = ?",
    [STARTED] = "SELECT started FROM run WHERE id = ?",
    [RULES_BEFORE] = "SELECT rules FROM run WHERE id < ? AND is_over ORDER BY id DESC LIMIT 1",
    [FIND_SITE] = "SELECT number FROM site WHERE code = ?",
    [NEW_SITE] = "INSERT INTO site (code) VALUES (?)",
    [SITE_BASE] = "SELECT s.base_run FROM site s JOIN run r ON r.id = s.judged_run "
                  "WHERE s.number = ? AND r.rules = ?",
    [MARK_JUDGED] = "UPDATE site SET judged_run = ?, base_run = ? WHERE number = ?",
    [IS_JUDGED] = "SELECT judged_run = ? FROM site WHERE number = ?",
    [NEW_URL] = "INSERT INTO url VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [MOVE_URL] = "UPDATE url SET lane = ?2, referrer = ?3 WHERE number = ?1 AND lane <> ?2",
    [REFER_URL] = "UPDATE url SET referrer = ?2, place = ?3, label = ?4"
                  " WHERE number = ?1 AND referrer > ?2",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): the columns stand in a macro
    [GET_URL] = "SELECT " URL_COLUMNS " FROM url u WHERE number = ?",
    [EACH_URL] = "SELECT " URL_COLUMNS " FROM url u ORDER BY number",
    [PUT_RESULT] = "INSERT OR REPLACE INTO result VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [GET_RESULT] = "SELECT " RESULT_COLUMNS " FROM result r WHERE number = ?",
    [EACH_RESULT] =
        "SELECT " RESULT_COLUMNS ", " URL_COLUMNS " FROM result r JOIN url u ON u.number = r.number"
        " WHERE r.run >= ? ORDER BY r.number",
    /* The index tells a site's URLs by number; CROSS keeps SQLite from reading all results first.
     */
    [EACH_OF_SITE] = "SELECT " RESULT_COLUMNS ", " URL_COLUMNS " FROM url u CROSS JOIN result r"
                     " ON r.number = u.number WHERE r.run >= ? AND u.site = ? ORDER BY u.number",
    /* Of each row what stands at its beginning alone: neither text nor blob is looked for. */
    [EACH_ENDING] = "SELECT " ENDING_COLUMNS ", u.site FROM result r CROSS JOIN url u"
                    " ON u.number = r.number WHERE r.run >= ? AND (r.reason <> 0 OR NOT ?)"
                    " ORDER BY r.number",
    [SET_ROLE] = "INSERT OR REPLACE INTO role VALUES (?, ?, ?)",
    [GET_ROLE] = "SELECT url FROM role WHERE site = ? AND role = ?",
    [PUT_NOTE] = "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?)",
    [GET_NOTE] = "SELECT value FROM note WHERE site = ? AND run = ? AND name = ?",
    [ADD_FINDING] = "INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?, ?)",
    [CARRY_FINDINGS] = "UPDATE finding SET run = ? WHERE site = ? AND url = ? AND run = ?",
    [DROP_FINDINGS] = "DELETE FROM finding WHERE site = ? AND url = ?",
    [EACH_FINDING] = "SELECT f.url, f.id, f.packed, r.run FROM finding f "
                     "JOIN result r ON r.number = f.url AND r.run = f.run "
                     "WHERE f.site = ? AND f.run >= ? ORDER BY f.url, f.id",
    [NEW_TEXT] = "INSERT INTO text VALUES (?, ?)",
    [GET_TEXT] = "SELECT text FROM text WHERE number = ?",
    [EACH_TEXT] = "SELECT number, text FROM text ORDER BY number",
};

struct journal {
    struct db *db;
    struct stmt *statements[N_STATEMENTS];
    int lock;
    bool in_transaction;
    uint32_t rules_run; /* the last one whose rules were asked for; 0 = none */
    uint64_t rules;     /* its own */
    struct arena text_memory;
    struct str *texts; /* by number - 1; the first n_kept of n_texts */
    size_t n_texts, n_kept, cap_texts, n_text_bytes;
    struct hashes text_index;
};

/* ---- statements ---- */

/* The statement, ready for its values. */
static struct stmt *use(struct journal *j, enum statement which)
{
    struct stmt *s = j->statements[which];

    stmt_reset(s);
    return s;
}

static enum rc begin(struct journal *j, struct err *err)
{
    enum rc rc = RC_OK;

    if (!j->in_transaction)
        rc = db_begin(j->db, err);
    j->in_transaction |= rc == RC_OK;
    return rc;
}

/* One number out of a statement whose values are bound; `other` when it has no row. */
static enum rc one_number(struct stmt *s, int64_t other, int64_t *out, struct err *err)
{
    bool has_row;
    const enum rc rc = stmt_step(s, &has_row, err);

    if (rc == RC_OK)
        *out = has_row ? stmt_i64(s, 0) : other;
    stmt_reset(s);
    return rc;
}

enum rc journal_commit(struct journal *j, struct err *err)
{
    if (!j->in_transaction)
        return RC_OK;
    j->in_transaction = false;
    return db_commit(j->db, err);
}

/* ---- open and close ---- */

/* A process that was killed a moment ago may take a moment to go: half a second is waited for it.
 */
enum { LOCK_TRIES = 5 };

static enum rc take_lock(struct journal *j, const char *path, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    const struct timespec gap = { .tv_nsec = 100000000 };
    bool is_held = true;

    j->lock = open(arena_printf(&a, "%s.lock", path).p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (j->lock < 0)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    for (int i = 0; i < LOCK_TRIES && (is_held = fcntl(j->lock, F_SETLK, &whole) != 0); i++)
        (void)nanosleep(&gap, NULL);
    if (is_held)
        return err_set(err, RC_BUSY, "另一个巡检正在使用这个输出目录，请等它结束，或换一个目录");
    return RC_OK;
}

static void keep_text(struct journal *j, struct str s)
{
    if (j->n_kept == j->cap_texts) {
        j->cap_texts = j->cap_texts ? j->cap_texts * 2 : 256;
        j->texts = realloc(j->texts, j->cap_texts * sizeof(*j->texts));
        if (!j->texts)
            abort();
    }
    j->texts[j->n_kept++] = arena_copy(&j->text_memory, s);
    j->n_text_bytes += s.n;
}

static void remember_text(struct journal *j, struct str s)
{
    if (j->n_kept == j->n_texts && j->n_text_bytes + s.n <= TEXT_BYTES_MAX)
        keep_text(j, s);
    j->n_texts++;
    if (j->text_index.n < TEXTS_FOUND_MAX)
        hashes_put(&j->text_index, str_hash(s), (uint32_t)j->n_texts);
}

static enum rc load_texts(struct journal *j, struct err *err)
{
    struct stmt *s = use(j, EACH_TEXT);
    bool has_row;
    enum rc rc;

    while ((rc = stmt_step(s, &has_row, err)) == RC_OK && has_row)
        remember_text(j, stmt_str(s, 1));
    stmt_reset(s);
    return rc;
}

static enum rc prepare_all(struct journal *j, struct err *err)
{
    enum rc rc = RC_OK;

    for (int i = 0; i < N_STATEMENTS && rc == RC_OK; i++)
        rc = db_prepare(j->db, sql[i], &j->statements[i], err);
    return rc;
}

enum rc journal_open(const char *path, struct journal **out, struct err *err)
{
    AUTO(journal_closep) struct journal *j = calloc(1, sizeof(*j));
    enum rc rc;

    if (!j)
        abort();
    j->lock = -1;
    if ((rc = take_lock(j, path, err)) || (rc = db_open(path, &journal_schema, &j->db, err)) ||
        (rc = prepare_all(j, err)) || (rc = load_texts(j, err)))
        return rc; // NOLINT(clang-analyzer-unix.Malloc): AUTO releases j
    *out = j;
    j = NULL;
    return RC_OK;
}

void journal_closep(struct journal **j)
{
    if (!*j)
        return;
    for (int i = 0; i < N_STATEMENTS; i++)
        stmt_closep(&(*j)->statements[i]);
    if ((*j)->in_transaction) {
        struct db *undo = (*j)->db;

        db_rollbackp(&undo);
    }
    db_closep(&(*j)->db);
    if ((*j)->lock >= 0)
        (void)close((*j)->lock);
    hashes_done(&(*j)->text_index);
    arena_done(&(*j)->text_memory);
    free((*j)->texts);
    free(*j);
    *j = NULL;
}

/* ---- runs and sites ---- */

enum rc journal_begin_run(struct journal *j, int64_t now, uint64_t rules, struct journal_start *out,
                          struct err *err)
{
    struct stmt *s = use(j, LAST_RUN);
    struct journal_start start = { .run = 1 };
    bool has_row;
    enum rc rc = stmt_step(s, &has_row, err);

    if (rc)
        return rc;
    if (has_row) {
        const bool is_finished = stmt_i64(s, 1) != 0;
        const int64_t begun = stmt_i64(s, 3);

        start.is_resumed =
            !is_finished && (uint64_t)stmt_i64(s, 2) == rules && now - begun <= RESUME_S;
        start.run = (uint32_t)stmt_i64(s, 0) + !start.is_resumed;
        start.left = is_finished || start.is_resumed ? 0 : begun;
    }
    stmt_reset(s);
    *out = start;
    if (start.is_resumed || (rc = begin(j, err)))
        return rc;
    s = use(j, NEW_RUN);
    stmt_bind_i64(s, 1, start.run);
    stmt_bind_i64(s, 2, now);
    stmt_bind_i64(s, 3, (int64_t)rules);
    rc = stmt_run(s, err);
    return rc ? rc : journal_commit(j, err);
}

enum rc journal_end_run(struct journal *j, uint32_t run, struct err *err)
{
    enum rc rc = begin(j, err);
    struct stmt *s = use(j, END_RUN);

    stmt_bind_i64(s, 1, run);
    if (rc || (rc = stmt_run(s, err)))
        return rc;
    return journal_commit(j, err);
}

static int64_t number_of(struct journal *j, enum statement which, uint32_t run)
{
    struct stmt *s = use(j, which);
    int64_t number = 0;

    stmt_bind_i64(s, 1, run);
    return one_number(s, 0, &number, NULL) ? 0 : number;
}

uint64_t journal_rules(struct journal *j, uint32_t run)
{
    if (run != j->rules_run)
        j->rules = (uint64_t)number_of(j, RULES, run);
    j->rules_run = j->rules ? run : 0;
    return j->rules;
}

int64_t journal_started(struct journal *j, uint32_t run)
{
    return number_of(j, STARTED, run);
}

uint64_t journal_rules_before(struct journal *j, uint32_t run)
{
    return (uint64_t)number_of(j, RULES_BEFORE, run);
}

enum rc journal_site(struct journal *j, struct str code, uint32_t *number, struct err *err)
{
    struct stmt *s = use(j, FIND_SITE);
    int64_t found = 0;

    stmt_bind_str(s, 1, code);

    enum rc rc = one_number(s, 0, &found, err);

    if (rc == RC_OK && found == 0) {
        if ((rc = begin(j, err)))
            return rc;
        s = use(j, NEW_SITE);
        stmt_bind_str(s, 1, code);
        rc = stmt_run(s, err);
        found = db_last_id(j->db);
    }
    *number = (uint32_t)found;
    return rc;
}

uint32_t journal_site_base(struct journal *j, uint32_t site, uint64_t rules)
{
    struct stmt *s = use(j, SITE_BASE);
    int64_t base = 0;

    stmt_bind_i64(s, 1, site);
    stmt_bind_i64(s, 2, (int64_t)rules);
    return one_number(s, 0, &base, NULL) ? 0 : (uint32_t)base;
}

enum rc journal_mark_judged(struct journal *j, uint32_t site, uint32_t run, uint32_t base,
                            struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, MARK_JUDGED);

    stmt_bind_i64(s, 1, run);
    stmt_bind_i64(s, 2, base);
    stmt_bind_i64(s, 3, site);
    return rc ? rc : stmt_run(s, err);
}

bool journal_is_judged(struct journal *j, uint32_t site, uint32_t run)
{
    struct stmt *s = use(j, IS_JUDGED);
    int64_t is_judged = 0;

    stmt_bind_i64(s, 1, run);
    stmt_bind_i64(s, 2, site);
    return one_number(s, 0, &is_judged, NULL) == RC_OK && is_judged;
}

/* ---- URLs ---- */

enum rc journal_add_url(struct journal *j, const struct journal_url *u, struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, NEW_URL);

    stmt_bind_i64(s, 1, u->number);
    stmt_bind_i64(s, 2, u->site);
    stmt_bind_str(s, 3, u->url);
    stmt_bind_i64(s, 4, u->lane);
    stmt_bind_i64(s, 5, u->kind);
    stmt_bind_i64(s, 6, u->depth);
    stmt_bind_i64(s, 7, u->referrer);
    stmt_bind_str(s, 8, u->where);
    stmt_bind_str(s, 9, u->text);
    return rc ? rc : stmt_run(s, err);
}

enum rc journal_move_url(struct journal *j, uint32_t number, uint8_t lane, uint32_t referrer,
                         bool *is_moved, struct err *err)
{
    enum rc rc = begin(j, err);
    struct stmt *s = use(j, MOVE_URL);

    stmt_bind_i64(s, 1, number);
    stmt_bind_i64(s, 2, lane);
    stmt_bind_i64(s, 3, referrer);
    rc = rc ? rc : stmt_run(s, err);
    *is_moved = !rc && db_n_changes(j->db) > 0;
    return rc;
}

enum rc journal_refer_url(struct journal *j, uint32_t number, uint32_t referrer, struct str where,
                          struct str text, struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, REFER_URL);

    stmt_bind_i64(s, 1, number);
    stmt_bind_i64(s, 2, referrer);
    stmt_bind_str(s, 3, where);
    stmt_bind_str(s, 4, text);
    return rc ? rc : stmt_run(s, err);
}

/* The row's strings are views into the statement. */
static struct journal_url url_of_row(struct stmt *s, int at)
{
    return (struct journal_url){
        .number = (uint32_t)stmt_i64(s, at),
        .site = (uint32_t)stmt_i64(s, at + 1),
        .url = stmt_str(s, at + 2),
        .lane = (uint8_t)stmt_i64(s, at + 3),
        .kind = (uint8_t)stmt_i64(s, at + 4),
        .depth = (uint16_t)stmt_i64(s, at + 5),
        .referrer = (uint32_t)stmt_i64(s, at + 6),
        .where = stmt_str(s, at + 7),
        .text = stmt_str(s, at + 8),
    };
}

enum rc journal_get_url(struct journal *j, uint32_t number, struct arena *a,
                        struct journal_url *out, struct err *err)
{
    struct stmt *s = use(j, GET_URL);
    bool has_row;

    stmt_bind_i64(s, 1, number);

    enum rc rc = stmt_step(s, &has_row, err);

    if (rc == RC_OK && !has_row)
        rc = err_set(err, RC_NOT_FOUND, "工作日志中没有第 %u 号网址", (unsigned)number);
    if (rc == RC_OK) {
        *out = url_of_row(s, 0);
        out->url = arena_copy(a, out->url);
        out->where = arena_copy(a, out->where);
        out->text = arena_copy(a, out->text);
    }
    stmt_reset(s);
    return rc;
}

enum rc journal_each_url(struct journal *j, journal_url_fn each, void *ctx, struct err *err)
{
    struct stmt *s = use(j, EACH_URL);
    bool has_row;
    enum rc rc;

    while ((rc = stmt_step(s, &has_row, err)) == RC_OK && has_row) {
        const struct journal_url u = url_of_row(s, 0);

        if ((rc = each(ctx, &u, err)))
            break;
    }
    stmt_reset(s);
    return rc;
}

/* ---- results ---- */

enum rc journal_put_result(struct journal *j, const struct journal_result *r, struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, PUT_RESULT);

    stmt_bind_i64(s, 1, r->number);
    stmt_bind_i64(s, 2, r->run);
    stmt_bind_i64(s, 3, r->redirect);
    stmt_bind_i64(s, 4, r->reason);
    stmt_bind_i64(s, 5, r->http_status);
    stmt_bind_i64(s, 6,
                  (r->is_unchanged ? FLAG_UNCHANGED : 0) | (r->is_retried ? FLAG_RETRIED : 0) |
                      (r->is_unread ? FLAG_UNREAD : 0));
    stmt_bind_i64(s, 7, r->at);
    stmt_bind_i64(s, 8, r->ms);
    stmt_bind_i64(s, 9, r->n_bytes);
    stmt_bind_str(s, 10, r->etag);
    stmt_bind_str(s, 11, r->last_modified);
    stmt_bind_i64(s, 12, (int64_t)r->body_hash);
    stmt_bind_i64(s, 13, r->spool_at);
    stmt_bind_str(s, 14, r->evidence);
    stmt_bind_blob(s, 15, r->digest);
    stmt_bind_blob(s, 16, r->links);
    return rc ? rc : stmt_run(s, err);
}

/* The columns of all statements begin with these. */
static struct journal_result ending_of_row(struct stmt *s)
{
    const int64_t flags = stmt_i64(s, 5);

    return (struct journal_result){
        .number = (uint32_t)stmt_i64(s, 0),
        .run = (uint32_t)stmt_i64(s, 1),
        .redirect = (uint32_t)stmt_i64(s, 2),
        .reason = (uint8_t)stmt_i64(s, 3),
        .http_status = (int)stmt_i64(s, 4),
        .is_unchanged = flags & FLAG_UNCHANGED,
        .is_retried = (flags & FLAG_RETRIED) != 0,
        .is_unread = (flags & FLAG_UNREAD) != 0,
    };
}

static struct journal_result result_of_row(struct stmt *s)
{
    struct journal_result r = ending_of_row(s);

    r.at = stmt_i64(s, 6);
    r.ms = stmt_i64(s, 7);
    r.n_bytes = stmt_i64(s, 8);
    r.etag = stmt_str(s, 9);
    r.last_modified = stmt_str(s, 10);
    r.body_hash = (uint64_t)stmt_i64(s, 11);
    r.spool_at = stmt_i64(s, 12);
    r.evidence = stmt_str(s, 13);
    r.digest = stmt_blob(s, 14);
    r.links = stmt_blob(s, 15);
    return r;
}

enum rc journal_get_result(struct journal *j, uint32_t number, struct arena *a,
                           struct journal_result *out, struct err *err)
{
    struct stmt *s = use(j, GET_RESULT);
    bool has_row;

    stmt_bind_i64(s, 1, number);

    enum rc rc = stmt_step(s, &has_row, err);

    if (rc == RC_OK && !has_row)
        rc = err_set(err, RC_NOT_FOUND, "第 %u 号网址还没有取过", (unsigned)number);
    if (rc == RC_OK) {
        *out = result_of_row(s);
        out->etag = arena_copy(a, out->etag);
        out->last_modified = arena_copy(a, out->last_modified);
        out->evidence = arena_copy(a, out->evidence);
        out->digest = arena_copy(a, out->digest);
        out->links = arena_copy(a, out->links);
    }
    stmt_reset(s);
    return rc;
}

enum rc journal_each_result(struct journal *j, uint32_t since, uint32_t site,
                            journal_result_fn each, void *ctx, struct err *err)
{
    struct stmt *s = use(j, site == UINT32_MAX ? EACH_RESULT : EACH_OF_SITE);
    bool has_row;
    enum rc rc;

    stmt_bind_i64(s, 1, since);
    if (site != UINT32_MAX)
        stmt_bind_i64(s, 2, site);
    while ((rc = stmt_step(s, &has_row, err)) == RC_OK && has_row) {
        const struct journal_url u = url_of_row(s, N_RESULT_COLUMNS);
        const struct journal_result r = result_of_row(s);

        if ((rc = each(ctx, &u, &r, err)))
            break;
    }
    stmt_reset(s);
    return rc;
}

enum rc journal_each_ending(struct journal *j, uint32_t since, bool is_failed,
                            journal_result_fn each, void *ctx, struct err *err)
{
    struct stmt *s = use(j, EACH_ENDING);
    bool has_row;
    enum rc rc;

    stmt_bind_i64(s, 1, since);
    stmt_bind_i64(s, 2, is_failed);
    while ((rc = stmt_step(s, &has_row, err)) == RC_OK && has_row) {
        const struct journal_result r = ending_of_row(s);
        const struct journal_url u = { .number = r.number, .site = (uint32_t)stmt_i64(s, 6) };

        if ((rc = each(ctx, &u, &r, err)))
            break;
    }
    stmt_reset(s);
    return rc;
}

/* ---- what belongs to a site ---- */

enum rc journal_set_role(struct journal *j, uint32_t site, int role, uint32_t url, struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, SET_ROLE);

    stmt_bind_i64(s, 1, site);
    stmt_bind_i64(s, 2, role);
    stmt_bind_i64(s, 3, url);
    return rc ? rc : stmt_run(s, err);
}

uint32_t journal_role(struct journal *j, uint32_t site, int role)
{
    struct stmt *s = use(j, GET_ROLE);
    int64_t url = 0;

    stmt_bind_i64(s, 1, site);
    stmt_bind_i64(s, 2, role);
    return one_number(s, 0, &url, NULL) ? 0 : (uint32_t)url;
}

enum rc journal_put_note(struct journal *j, uint32_t site, uint32_t run, const char *name,
                         struct str value, struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, PUT_NOTE);

    stmt_bind_i64(s, 1, site);
    stmt_bind_i64(s, 2, run);
    stmt_bind_str(s, 3, str_of(name));
    stmt_bind_blob(s, 4, value);
    return rc ? rc : stmt_run(s, err);
}

struct str journal_note(struct journal *j, uint32_t site, uint32_t run, const char *name,
                        struct arena *a)
{
    struct stmt *s = use(j, GET_NOTE);
    struct str value = { 0 };
    bool has_row = false;

    stmt_bind_i64(s, 1, site);
    stmt_bind_i64(s, 2, run);
    stmt_bind_str(s, 3, str_of(name));
    if (stmt_step(s, &has_row, NULL) == RC_OK && has_row)
        value = arena_copy(a, stmt_blob(s, 0));
    stmt_reset(s);
    return value;
}

/* ---- findings of pages ---- */

enum rc journal_add_finding(struct journal *j, const struct journal_page *page, uint64_t id,
                            struct str packed, struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, ADD_FINDING);

    stmt_bind_i64(s, 1, page->site);
    stmt_bind_i64(s, 2, page->url);
    stmt_bind_i64(s, 3, (int64_t)id);
    stmt_bind_i64(s, 4, page->run);
    stmt_bind_blob(s, 5, packed);
    return rc ? rc : stmt_run(s, err);
}

enum rc journal_carry_findings(struct journal *j, const struct journal_page *page, uint32_t from,
                               size_t *n, struct err *err)
{
    enum rc rc = begin(j, err);
    struct stmt *s = use(j, CARRY_FINDINGS);

    stmt_bind_i64(s, 1, page->run);
    stmt_bind_i64(s, 2, page->site);
    stmt_bind_i64(s, 3, page->url);
    stmt_bind_i64(s, 4, from);
    if (rc || (rc = stmt_run(s, err)))
        return rc;
    *n = (size_t)db_n_changes(j->db);
    return RC_OK;
}

enum rc journal_drop_findings(struct journal *j, uint32_t site, uint32_t url, struct err *err)
{
    const enum rc rc = begin(j, err);
    struct stmt *s = use(j, DROP_FINDINGS);

    stmt_bind_i64(s, 1, site);
    stmt_bind_i64(s, 2, url);
    return rc ? rc : stmt_run(s, err);
}

enum rc journal_each_finding(struct journal *j, uint32_t site, uint32_t since,
                             journal_finding_fn each, void *ctx, struct err *err)
{
    struct stmt *s = use(j, EACH_FINDING);
    bool has_row;
    enum rc rc;

    stmt_bind_i64(s, 1, site);
    stmt_bind_i64(s, 2, since);
    while ((rc = stmt_step(s, &has_row, err)) == RC_OK && has_row) {
        const struct journal_look look = { .url = (uint32_t)stmt_i64(s, 0),
                                           .run = (uint32_t)stmt_i64(s, 3) };

        if ((rc = each(ctx, &look, (uint64_t)stmt_i64(s, 1), stmt_blob(s, 2), err)))
            break;
    }
    stmt_reset(s);
    return rc;
}

/* ---- shared strings ---- */

enum rc journal_intern(struct journal *j, struct str text, uint32_t *number, struct err *err)
{
    struct stmt *s;
    enum rc rc;

    *number = 0;
    if (text.n == 0)
        return RC_OK;
    if ((*number = hashes_find(&j->text_index, str_hash(text))))
        return RC_OK;
    if ((rc = begin(j, err)))
        return rc;
    s = use(j, NEW_TEXT);
    stmt_bind_i64(s, 1, (int64_t)j->n_texts + 1);
    stmt_bind_str(s, 2, text);
    if ((rc = stmt_run(s, err)))
        return rc;
    remember_text(j, text);
    *number = (uint32_t)j->n_texts;
    return RC_OK;
}

struct str journal_interned(struct journal *j, uint32_t number, struct arena *a)
{
    struct str text = { 0 };
    struct stmt *s;
    bool has_row = false;

    if (number && number <= j->n_kept)
        return j->texts[number - 1];
    if (!number || number > j->n_texts)
        return text;
    s = use(j, GET_TEXT);
    stmt_bind_i64(s, 1, number);
    if (stmt_step(s, &has_row, NULL) == RC_OK && has_row)
        text = arena_copy(a, stmt_str(s, 0));
    stmt_reset(s);
    return text;
}
