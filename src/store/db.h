/*
 * One SQLite file: opened, checked, migrated; statements; transactions. The only header that stands
 * between sqlite3.h and the rest of this folder.
 *
 * A struct db and its statements belong to one thread at a time.
 */
#ifndef XJ_STORE_DB_H
#define XJ_STORE_DB_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/finding.h"

struct db;
struct stmt;

/* A function of ours that statements may call: the same texts, the same number. */
struct db_function {
    const char *name;
    int n_args; /* at most DB_ARGS_MAX */
    int64_t (*call)(const struct str *args);
};
enum { DB_ARGS_MAX = 4 };

/* What kind of file it is. A const table of its owner. */
struct db_schema {
    const char *title;      /* Chinese, for messages: "巡检结果库" */
    int32_t application_id; /* SQLite's; tells our files from others'. Never 0 */
    /* SQL: the first n_first scripts make an empty file what it is at first_version, each further
     * one lifts it by one version. Files below first_version were never released. */
    const char *const *scripts;
    int n_scripts, n_first, first_version;
    int cache_kib;  /* page cache; 0 = 2 MiB */
    int page_bytes; /* of a new file; 0 = SQLite's 4096 */
    const struct db_function *functions;
    size_t n_functions;
};

/*
 * Opens, or makes, the file at `path` (":memory:" too) in WAL mode with foreign keys on, and brings
 * it to the newest version in one transaction. Waits at most 10 s for another process's lock. What
 * was committed outlives a power cut. A new file is its owner's alone to read.
 *
 * RC_DB: not ours, written by a newer program or before the first release, damaged, not writable,
 * disk full. RC_BUSY: another process held it too long. Nothing is changed in a file that is not
 * ours.
 */
MUST_USE enum rc db_open(const char *path, const struct db_schema *schema, struct db **out,
                         struct err *err);
/* Waits so long for another's lock, instead of 10 s. */
void db_wait(struct db *db, int ms);
/* Statements must be closed before. */
void db_closep(struct db **db);

/* Runs statements without parameters and results. RC_DB, RC_BUSY. */
MUST_USE enum rc db_exec(struct db *db, const char *sql, struct err *err);

/* Prepares one statement; one that was closed before is ready and costs nothing. RC_DB: the schema
 * does not fit; a broken statement is our own mistake. */
MUST_USE enum rc db_prepare(struct db *db, const char *sql, struct stmt **out, struct err *err);
void stmt_closep(struct stmt **s);

/*
 * Parameters count from 1. Strings are borrowed until the next stmt_reset or stmt_run. The first
 * failure is kept and comes out of the next stmt_step or stmt_run.
 */
void stmt_bind_i64(struct stmt *s, int at, int64_t value);
void stmt_bind_real(struct stmt *s, int at, double value);
void stmt_bind_str(struct stmt *s, int at, struct str value); /* NULL view is the empty text */
void stmt_bind_blob(struct stmt *s, int at, struct str value);
void stmt_bind_null(struct stmt *s, int at);
void stmt_bind_number(struct stmt *s, int at, struct number value); /* missing = NULL */

/* To the next row; *has_row false at the end. RC_DB, RC_BUSY. */
MUST_USE enum rc stmt_step(struct stmt *s, bool *has_row, struct err *err);
/* Runs a statement without rows to its end and makes it ready for the next values. */
MUST_USE enum rc stmt_run(struct stmt *s, struct err *err);
/* Ready to be stepped again; parameters are empty again. */
void stmt_reset(struct stmt *s);

/* Columns of the row, from 0. Views are valid until the next step, reset or close; a text is
 * followed by a NUL that is not counted. */
int64_t stmt_i64(struct stmt *s, int at);
double stmt_real(struct stmt *s, int at);
struct str stmt_str(struct stmt *s, int at);
struct str stmt_blob(struct stmt *s, int at);
bool stmt_is_null(struct stmt *s, int at);
struct number stmt_number(struct stmt *s, int at);

/* A write transaction; one at a time. RC_BUSY: another process writes and did not end in 10 s. */
MUST_USE enum rc db_begin(struct db *db, struct err *err);
MUST_USE enum rc db_commit(struct db *db, struct err *err);
bool db_in_transaction(const struct db *db);

/* A change of several statements that is whole: in a transaction of its own, or in the open one. */
struct whole {
    struct db *db;
    bool is_inner;
};
MUST_USE enum rc whole_begin(struct db *db, struct whole *w, struct err *err);
/* Commits when rc is RC_OK, else undoes what is its own; returns rc, or why it was not committed.
 */
MUST_USE enum rc whole_end(struct whole *w, enum rc rc, struct err *err);

/* Undoes an open transaction; else does nothing. For AUTO: `AUTO(db_rollbackp) struct db *tx = db;`
 * after db_begin undoes whatever db_commit did not end. */
void db_rollbackp(struct db **db);

/*
 * A write transaction around others: until db_release, db_begin and db_commit begin and end
 * nothing, and db_rollbackp after an inner db_begin without its db_commit dooms the whole.
 */
MUST_USE enum rc db_hold(struct db *db, struct err *err);
/* keep: commits, RC_DB when an inner one was undone; else undoes everything. */
MUST_USE enum rc db_release(struct db *db, bool keep, struct err *err);

/* Of the last insert; rows changed by the last statement. */
int64_t db_last_id(const struct db *db);
int64_t db_n_changes(const struct db *db);

/* Moves what is in the WAL into the file, so that the file alone is whole. Best effort. */
void db_checkpoint(struct db *db);

#endif
