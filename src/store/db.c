#include "base/base.h"

#include "store/db.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BUSY_MS = 10000,
    SQL_BYTES_MAX = 128,
    PATH_SHOWN_MAX = 200, /* bytes of the path in a message */
    IDLE_MAX = 64,        /* statements: what pages ask for over and over */
};

struct db {
    sqlite3 *handle;
    char *path; /* for messages */
    const struct db_schema *schema;
    bool is_held, is_inner;      /* db_hold; between db_begin and db_commit within it */
    struct stmt *idle[IDLE_MAX]; /* closed ones, to be prepared no more; the newest last */
    size_t n_idle;
};

struct stmt {
    sqlite3_stmt *handle;
    struct db *db;
    int bind_rc;   /* first failure of a bind */
    bool is_reset; /* and nothing bound since */
};

/* The sentence for people; what SQLite itself says stands behind it. */
static enum rc fail(const struct db *db, int code, struct err *err)
{
    static const struct {
        int code;
        enum rc rc;
        const char *sentence;
    } table[] = {
        { SQLITE_NOTADB, RC_DB, "不是数据库文件" },
        { SQLITE_CORRUPT, RC_DB, "数据库文件已损坏" },
        { SQLITE_READONLY, RC_DB, "数据库文件或其所在目录不可写" },
        { SQLITE_CANTOPEN, RC_DB, "数据库文件无法打开或新建" },
        { SQLITE_PERM, RC_DB, "没有访问数据库文件的权限" },
        { SQLITE_AUTH, RC_DB, "没有访问数据库文件的权限" },
        { SQLITE_FULL, RC_DB, "磁盘已满，数据库无法写入" },
        { SQLITE_IOERR, RC_DB, "读写数据库文件出错" },
        { SQLITE_TOOBIG, RC_LIMIT, "一项数据过大，数据库无法存放" },
        { SQLITE_BUSY, RC_BUSY, "数据库正被另一个程序占用" },
        { SQLITE_LOCKED, RC_BUSY, "数据库正被占用" },
    };
    const char *path = db->path ? db->path : "";
    const char *detail = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);

    if ((code & 0xff) == SQLITE_NOMEM)
        abort();
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (table[i].code == (code & 0xff))
            return err_set(err, table[i].rc, "%.*s：%s（%s）", PATH_SHOWN_MAX, path,
                           table[i].sentence, detail);
    return err_set(err, RC_DB, "%.*s：数据库出错（%s）", PATH_SHOWN_MAX, path, detail);
}

enum rc db_exec(struct db *db, const char *sql, struct err *err)
{
    const int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? RC_OK : fail(db, code, err);
}

/* The integer that a one-row statement gives. */
static enum rc ask(struct db *db, const char *sql, int64_t *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *s = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(db, sql, &s, err);

    if (!rc)
        rc = stmt_step(s, &has_row, err);
    if (!rc)
        *out = has_row ? stmt_i64(s, 0) : 0;
    return rc;
}

/* That this program writes. */
static int version_of(const struct db_schema *schema)
{
    return schema->first_version + schema->n_scripts - schema->n_first;
}

/* Ours, or empty; nothing is written yet. */
static enum rc check_owner(struct db *db, struct err *err)
{
    const struct db_schema *schema = db->schema;
    int64_t id = 0, version = 0, n_tables = 0;
    enum rc rc = ask(db, "PRAGMA application_id", &id, err);

    if (!rc)
        rc = ask(db, "PRAGMA user_version", &version, err);
    if (!rc)
        rc = ask(db, "SELECT count(*) FROM sqlite_schema", &n_tables, err);
    if (rc)
        return rc;

    const bool is_new = id == 0 && version == 0 && n_tables == 0;

    if (!is_new && id != schema->application_id)
        return err_set(err, RC_DB, "%.*s：不是%s，而是别的数据库文件", PATH_SHOWN_MAX, db->path,
                       schema->title);
    if (version > version_of(schema))
        return err_set(err, RC_DB,
                       "%.*s：由更新版本的程序写成（版本 %lld，本程序只认识到 %d），请升级本程序",
                       PATH_SHOWN_MAX, db->path, (long long)version, version_of(schema));
    if (!is_new && version < schema->first_version)
        return err_set(
            err, RC_DB,
            "%.*s：由发布前的试用版本写成（版本 %lld，本程序从 %d 起认识），请另用一个新库",
            PATH_SHOWN_MAX, db->path, (long long)version, schema->first_version);
    return RC_OK;
}

/* WAL, and FULL: a commit costs one fsync, and outlives a power cut. */
static enum rc set_up(struct db *db, struct err *err)
{
    const int cache_kib = db->schema->cache_kib;
    char cache[SQL_BYTES_MAX], page[SQL_BYTES_MAX];
    enum rc rc;

    (void)snprintf(page, sizeof(page), "PRAGMA page_size = %d", db->schema->page_bytes);
    rc = db->schema->page_bytes ? db_exec(db, page, err) : RC_OK;
    if (!rc)
        rc = db_exec(db, "PRAGMA journal_mode = WAL", err);
    (void)snprintf(cache, sizeof(cache), "PRAGMA cache_size = -%d", cache_kib ? cache_kib : 2048);
    if (!rc)
        rc = db_exec(db, "PRAGMA synchronous = FULL", err);
    if (!rc)
        rc = db_exec(db, "PRAGMA foreign_keys = ON", err);
    if (!rc)
        rc = db_exec(db, cache, err);
    return rc;
}

static void call_function(sqlite3_context *ctx, int n, sqlite3_value **values)
{
    const struct db_function *f = sqlite3_user_data(ctx);
    struct str args[DB_ARGS_MAX] = { 0 };

    for (int i = 0; i < n; i++) {
        const unsigned char *text = sqlite3_value_text(values[i]);

        args[i] = str_from((const char *)text, (size_t)sqlite3_value_bytes(values[i]));
    }
    sqlite3_result_int64(ctx, f->call(args));
}

static enum rc add_functions(struct db *db, struct err *err)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

    for (size_t i = 0; i < db->schema->n_functions; i++) {
        const struct db_function *f = &db->schema->functions[i];
        union {
            const struct db_function *in;
            void *out; /* SQLite hands it back as it was */
        } data = { .in = f };

        ASSERT(f->n_args <= DB_ARGS_MAX);

        const int code = sqlite3_create_function_v2(db->handle, f->name, f->n_args, flags, data.out,
                                                    call_function, NULL, NULL, NULL);

        if (code != SQLITE_OK)
            return fail(db, code, err);
    }
    return RC_OK;
}

/* Looks at the version again inside the transaction: another process may have been faster. */
static enum rc migrate(struct db *db, struct err *err)
{
    const struct db_schema *schema = db->schema;
    int64_t version = 0;
    enum rc rc = ask(db, "PRAGMA user_version", &version, err);

    if (rc || version == version_of(schema))
        return rc;
    rc = db_begin(db, err);
    if (rc)
        return rc;

    AUTO(db_rollbackp) struct db *tx = db;
    char sql[SQL_BYTES_MAX];

    rc = check_owner(db, err);
    if (!rc)
        rc = ask(db, "PRAGMA user_version", &version, err);

    const int64_t n_done = version ? version - schema->first_version + schema->n_first : 0;

    for (int64_t i = n_done; !rc && i < schema->n_scripts; i++)
        rc = db_exec(tx, schema->scripts[i], err);
    (void)snprintf(sql, sizeof(sql), "PRAGMA application_id = %ld; PRAGMA user_version = %d",
                   (long)schema->application_id, version_of(schema));
    if (!rc)
        rc = db_exec(tx, sql, err);
    return rc ? rc : db_commit(tx, err);
}

/* It holds hashes of passwords, and what is not published yet. SQLite makes its other files like
 * this one, and follows no umask of ours. One that is there is left alone: closing it here would
 * open SQLite's locks. */
static void make_private(const char *path)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0)
        (void)close(fd);
}

enum rc db_open(const char *path, const struct db_schema *schema, struct db **out, struct err *err)
{
    AUTO(db_closep) struct db *db = calloc(1, sizeof(*db));

    if (!db)
        abort();
    db->schema = schema;
    db->path = strdup(path);
    if (!db->path)
        abort();

    if (strcmp(path, ":memory:") != 0)
        make_private(path);
    /* Nobody asks how much memory it uses: no lock around each piece. Heard before the first open.
     */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int code = sqlite3_open_v2(path, &db->handle, flags, NULL);

    if (code != SQLITE_OK)
        return fail(db, code, err);
    /* SQLite falls back to reading alone, and would tell only at the first write. */
    if (sqlite3_db_readonly(db->handle, "main") == 1)
        return err_set(err, RC_DB, "%.*s：数据库文件不可写", PATH_SHOWN_MAX, db->path);
    (void)sqlite3_busy_timeout(db->handle, BUSY_MS);
    /* The file may come from elsewhere: its schema gets no say in what our statements run. */
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

    enum rc rc = check_owner(db, err);

    if (!rc)
        rc = set_up(db, err);
    if (!rc)
        rc = add_functions(db, err);
    if (!rc)
        rc = migrate(db, err);
    if (rc)
        return rc;
    *out = db;
    db = NULL;
    return RC_OK;
}

static void stmt_free(struct stmt *s)
{
    (void)sqlite3_finalize(s->handle);
    free(s);
}

void db_closep(struct db **db)
{
    if (!*db)
        return;
    for (size_t i = 0; i < (*db)->n_idle; i++)
        stmt_free((*db)->idle[i]);

    const int code = sqlite3_close((*db)->handle);

    ASSERT(code == SQLITE_OK); /* else a statement was left open */
    free((*db)->path);
    free(*db);
    *db = NULL;
}

static struct stmt *take_idle(struct db *db, size_t at)
{
    struct stmt *s = db->idle[at];

    db->n_idle--;
    memmove(db->idle + at, db->idle + at + 1, (db->n_idle - at) * sizeof(*db->idle));
    return s;
}

enum rc db_prepare(struct db *db, const char *sql, struct stmt **out, struct err *err)
{
    for (size_t i = db->n_idle; i-- > 0;)
        if (strcmp(sqlite3_sql(db->idle[i]->handle), sql) == 0) {
            *out = take_idle(db, i);
            return RC_OK;
        }

    struct stmt *s = calloc(1, sizeof(*s));

    if (!s)
        abort();
    s->db = db;

    const int code =
        sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->handle, NULL);

    if (code != SQLITE_OK) {
        free(s);
        return fail(db, code, err);
    }
    *out = s;
    return RC_OK;
}

void stmt_closep(struct stmt **s)
{
    struct db *db;

    if (!*s)
        return;
    stmt_reset(*s);
    db = (*s)->db;
    if (db->n_idle == IDLE_MAX)
        stmt_free(take_idle(db, 0));
    db->idle[db->n_idle++] = *s;
    *s = NULL;
}

static void keep(struct stmt *s, int code)
{
    s->is_reset = false;
    if (code != SQLITE_OK && s->bind_rc == SQLITE_OK)
        s->bind_rc = code;
}

void stmt_bind_i64(struct stmt *s, int at, int64_t value)
{
    keep(s, sqlite3_bind_int64(s->handle, at, value));
}

void stmt_bind_real(struct stmt *s, int at, double value)
{
    keep(s, sqlite3_bind_double(s->handle, at, value));
}

void stmt_bind_str(struct stmt *s, int at, struct str value)
{
    keep(s, sqlite3_bind_text64(s->handle, at, value.p ? value.p : "", value.n, SQLITE_STATIC,
                                SQLITE_UTF8));
}

void stmt_bind_blob(struct stmt *s, int at, struct str value)
{
    keep(s, sqlite3_bind_blob64(s->handle, at, value.p ? value.p : "", value.n, SQLITE_STATIC));
}

void stmt_bind_null(struct stmt *s, int at)
{
    keep(s, sqlite3_bind_null(s->handle, at));
}

void stmt_bind_number(struct stmt *s, int at, struct number value)
{
    if (value.is_set)
        stmt_bind_i64(s, at, value.value);
    else
        stmt_bind_null(s, at);
}

enum rc stmt_step(struct stmt *s, bool *has_row, struct err *err)
{
    ASSERT(s);

    s->is_reset = false;

    const int code = s->bind_rc ? s->bind_rc : sqlite3_step(s->handle);

    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail(s->db, code, err);
    *has_row = code == SQLITE_ROW;
    return RC_OK;
}

enum rc stmt_run(struct stmt *s, struct err *err)
{
    bool has_row;
    const enum rc rc = stmt_step(s, &has_row, err);

    stmt_reset(s);
    return rc;
}

void stmt_reset(struct stmt *s)
{
    if (s->is_reset)
        return;
    (void)sqlite3_reset(s->handle); /* repeats the failure that the step has told already */
    (void)sqlite3_clear_bindings(s->handle);
    s->bind_rc = SQLITE_OK;
    s->is_reset = true;
}

int64_t stmt_i64(struct stmt *s, int at)
{
    return sqlite3_column_int64(s->handle, at);
}

double stmt_real(struct stmt *s, int at)
{
    return sqlite3_column_double(s->handle, at);
}

struct str stmt_str(struct stmt *s, int at)
{
    const unsigned char *text = sqlite3_column_text(s->handle, at);

    return str_from(text ? (const char *)text : "", (size_t)sqlite3_column_bytes(s->handle, at));
}

struct str stmt_blob(struct stmt *s, int at)
{
    const char *bytes = sqlite3_column_blob(s->handle, at);

    return str_from(bytes ? bytes : "", (size_t)sqlite3_column_bytes(s->handle, at));
}

bool stmt_is_null(struct stmt *s, int at)
{
    return sqlite3_column_type(s->handle, at) == SQLITE_NULL;
}

struct number stmt_number(struct stmt *s, int at)
{
    return stmt_is_null(s, at) ? (struct number){ 0 } : NUMBER(stmt_i64(s, at));
}

enum rc db_begin(struct db *db, struct err *err)
{
    if (db->is_held) {
        ASSERT(!db->is_inner);
        db->is_inner = true;
        return RC_OK;
    }
    return db_exec(db, "BEGIN IMMEDIATE", err);
}

enum rc db_commit(struct db *db, struct err *err)
{
    if (db->is_held) {
        db->is_inner = false;
        return RC_OK;
    }
    return db_exec(db, "COMMIT", err);
}

bool db_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(db->handle);
}

static void undo(struct db *db)
{
    if (db_in_transaction(db))
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

void db_rollbackp(struct db **db)
{
    if (!*db || ((*db)->is_held && !(*db)->is_inner))
        return;
    (*db)->is_inner = false;
    undo(*db);
}

enum rc db_hold(struct db *db, struct err *err)
{
    const enum rc rc = db_begin(db, err);

    db->is_held = !rc;
    return rc;
}

enum rc db_release(struct db *db, bool keep, struct err *err)
{
    const bool is_undone = !db_in_transaction(db);

    ASSERT(db->is_held);
    db->is_held = db->is_inner = false;
    if (keep && is_undone)
        return err_set(err, RC_DB, "%.*s：一部分没有写入，全部撤销", PATH_SHOWN_MAX, db->path);

    const enum rc rc = keep ? db_commit(db, err) : RC_OK;

    undo(db);
    return rc;
}

enum rc whole_begin(struct db *db, struct whole *w, struct err *err)
{
    *w = (struct whole){ .db = db, .is_inner = db_in_transaction(db) };
    return w->is_inner ? RC_OK : db_begin(db, err);
}

enum rc whole_end(struct whole *w, enum rc rc, struct err *err)
{
    if (!w->is_inner && !rc)
        rc = db_commit(w->db, err);
    if (!w->is_inner && rc)
        db_rollbackp(&w->db);
    return rc;
}

int64_t db_last_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

void db_wait(struct db *db, int ms)
{
    (void)sqlite3_busy_timeout(db->handle, ms);
}

int64_t db_n_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

void db_checkpoint(struct db *db)
{
    (void)sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}
