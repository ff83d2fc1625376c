/* Files of earlier versions, lifted by the scripts that were added since. */
#include "base/base.h"

#include "store/db.h"
#include "store/sqlite_schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* Version 5 is what the first two scripts make. */
static const char *const scripts[] = {
    "CREATE TABLE site (code TEXT) STRICT;",
    "CREATE TABLE run (started INTEGER) STRICT; INSERT INTO run VALUES (1);",
    "ALTER TABLE site ADD COLUMN name TEXT NOT NULL DEFAULT '无名';",
    "UPDATE run SET started = started + 1;",
};
enum { FIRST_VERSION = 5, N_FIRST = 2 };

struct place {
    char dir[32], path[64];
};

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/xj-migrate-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    (void)snprintf(p->path, sizeof(p->path), "%s/a.db", p->dir);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;

    (void)unlink(p->path);
    assert_int_equal(rmdir(p->dir), 0);
    free(p);
    return 0;
}

/* Opens the file as the program with so many scripts does, and runs what it is asked to. */
static enum rc open_as_of(struct place *p, int n_scripts, const char *sql, struct db **db,
                          struct err *err)
{
    const struct db_schema schema = { .title = "试验库",
                                      .application_id = 7,
                                      .scripts = scripts,
                                      .n_scripts = n_scripts,
                                      .n_first = N_FIRST,
                                      .first_version = FIRST_VERSION };
    const enum rc rc = db_open(p->path, &schema, db, err);

    return rc ? rc : db_exec(*db, sql, err);
}

static int64_t number(struct db *db, const char *sql)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    struct err err = { 0 };
    bool has_row = false;

    assert_int_equal(db_prepare(db, sql, &q, &err), RC_OK);
    assert_int_equal(stmt_step(q, &has_row, &err), RC_OK);
    assert_true(has_row);
    return stmt_i64(q, 0);
}

static void a_file_runs_the_scripts_that_it_lacks_once(void **state)
{
    for (int n = N_FIRST; n <= (int)COUNT_OF(scripts); n++) {
        struct err err = { 0 };

        {
            AUTO(db_closep) struct db *db = NULL;

            assert_int_equal(
                open_as_of(*state, n, "INSERT INTO site (code) VALUES ('1')", &db, &err), RC_OK);
        }
        for (int again = 0; again < 2; again++) {
            AUTO(db_closep) struct db *db = NULL;

            assert_int_equal(open_as_of(*state, COUNT_OF(scripts), "", &db, &err), RC_OK);
            assert_int_equal(number(db, "PRAGMA user_version"), 7);
            assert_int_equal(number(db, "SELECT count(*) FROM site WHERE name = '无名'"), 1);
            assert_int_equal(number(db, "SELECT started FROM run"), 2);
        }
        (void)unlink(((struct place *)*state)->path);
    }
}

/* As a machine does that loses its power amid it: all of it or nothing. */
static void a_script_that_fails_changes_nothing(void **state)
{
    AUTO(db_closep) struct db *db = NULL;
    struct err err = { 0 };

    assert_int_equal(open_as_of(*state, N_FIRST, "ALTER TABLE run RENAME TO runs", &db, &err),
                     RC_OK);
    db_closep(&db);
    assert_int_equal(open_as_of(*state, COUNT_OF(scripts), "", &db, &err), RC_DB);
    assert_null(db);
    assert_int_equal(open_as_of(*state, N_FIRST, "", &db, &err), RC_OK);
    assert_int_equal(number(db, "PRAGMA user_version"), FIRST_VERSION);
    assert_int_equal(number(db, "SELECT count(*) FROM pragma_table_info('site')"), 1);
}

/* What the released program made opens, keeps what it has, and is what a new one would be. */
static void a_store_of_the_first_version_becomes_one_of_today(void **state)
{
    const char *names = "SELECT count(*) FROM sqlite_schema";
    struct place *p = *state;
    struct db_schema first = sqlite_schema;
    AUTO(db_closep) struct db *fresh = NULL;
    AUTO(db_closep) struct db *db = NULL;
    struct err err = { 0 };

    first.n_scripts = first.n_first;
    assert_int_equal(db_open(p->path, &first, &db, &err), RC_OK);
    assert_int_equal(
        db_exec(db, "INSERT INTO unit (parent, name) VALUES (1, '云溪县教育局')", &err), RC_OK);
    assert_int_equal(number(db, "PRAGMA user_version"), first.first_version);
    db_closep(&db);
    assert_int_equal(db_open(p->path, &sqlite_schema, &db, &err), RC_OK);
    assert_int_equal(db_open(":memory:", &sqlite_schema, &fresh, &err), RC_OK);
    assert_int_equal(number(db, "PRAGMA user_version"), number(fresh, "PRAGMA user_version"));
    assert_int_equal(number(db, names), number(fresh, names));
    assert_int_equal(number(db, "SELECT count(*) FROM unit WHERE name = '云溪县教育局'"), 1);
    assert_int_equal(number(db, "SELECT count(*) FROM notice_word"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_runs_the_scripts_that_it_lacks_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_script_that_fails_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_store_of_the_first_version_becomes_one_of_today, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
