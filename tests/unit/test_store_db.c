/* Statements that were closed are kept for who asks for them again; nobody is to notice. */
#include "base/base.h"

#include "store/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const scripts[] = {
    "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)"
};
static const struct db_schema schema = { .title = "数据",
                                         .application_id = 7,
                                         .scripts = scripts,
                                         .n_scripts = 1,
                                         .n_first = 1,
                                         .first_version = 1 };

static const char *const sql = "SELECT n, ?1 FROM t WHERE ?1 IS NULL OR n > ?1";

static int set_up(void **state)
{
    struct db *db = NULL;

    assert_int_equal(db_open(":memory:", &schema, &db, NULL), RC_OK);
    *state = db;
    return 0;
}

/* It asserts that no statement is open. */
static int tear_down(void **state)
{
    struct db *db = *state;

    db_closep(&db);
    return 0;
}

static struct stmt *prepared(struct db *db, const char *text)
{
    struct stmt *q = NULL;

    assert_int_equal(db_prepare(db, text, &q, NULL), RC_OK);
    return q;
}

/* The first column of the next row; 0: there is none. */
static int64_t next(struct stmt *q)
{
    bool has_row = false;

    assert_int_equal(stmt_step(q, &has_row, NULL), RC_OK);
    return has_row ? stmt_i64(q, 0) : 0;
}

static void a_statement_begins_anew(void **state)
{
    struct stmt *q = prepared(*state, sql);

    stmt_bind_i64(q, 1, 1);
    assert_int_equal(next(q), 2);
    stmt_closep(&q);
    q = prepared(*state, sql);
    assert_int_equal(next(q), 1);
    assert_true(stmt_is_null(q, 1));
    assert_int_equal(next(q), 2);
    assert_int_equal(next(q), 0);
    stmt_closep(&q);
}

static void one_that_is_open_is_nobody_elses(void **state)
{
    struct stmt *first = prepared(*state, sql), *second;

    assert_int_equal(next(first), 1);
    second = prepared(*state, sql);
    assert_int_equal(next(second), 1);
    assert_int_equal(next(first), 2);
    stmt_closep(&second);
    assert_int_equal(next(first), 0);
    stmt_closep(&first);
}

static void a_kept_one_holds_no_lock_and_sees_what_changed(void **state)
{
    struct stmt *q = prepared(*state, "SELECT * FROM t");

    assert_int_equal(next(q), 1);
    stmt_closep(&q);
    assert_int_equal(db_exec(*state,
                             "DROP TABLE t; CREATE TABLE t (x TEXT, n INTEGER);"
                             "INSERT INTO t VALUES (7, 8)",
                             NULL),
                     RC_OK);
    q = prepared(*state, "SELECT * FROM t");
    assert_int_equal(next(q), 7);
    assert_int_equal(stmt_i64(q, 1), 8);
    stmt_closep(&q);
}

static void of_more_than_are_kept_each_is_itself(void **state)
{
    for (int round = 0; round < 2; round++)
        for (int i = 1; i <= 100; i++) {
            char text[32];
            struct stmt *q;

            (void)snprintf(text, sizeof(text), "SELECT %d", i);
            q = prepared(*state, text);
            assert_int_equal(next(q), i);
            stmt_closep(&q);
        }
}

/* SQLite's 2 is FULL: less, and a power cut takes what was committed last. */
static void what_is_committed_is_on_disk(void **state)
{
    struct stmt *q = prepared(*state, "PRAGMA synchronous");

    assert_int_equal(next(q), 2);
    stmt_closep(&q);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void a_new_file_is_its_owners_alone(void **state)
{
    char dir[] = "/tmp/xunjian-db-XXXXXX", path[64];
    const mode_t mask = umask(0);
    struct db *db = NULL;
    struct stat seen;

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof(path), "%s/a.db", dir);
    assert_int_equal(db_open(path, &schema, &db, NULL), RC_OK);
    assert_int_equal(stat(path, &seen), 0);
    assert_int_equal(seen.st_mode & 0777, 0600);
    db_closep(&db);
    assert_int_equal(chmod(path, 0640), 0); /* somebody wants it so */
    assert_int_equal(db_open(path, &schema, &db, NULL), RC_OK);
    db_closep(&db);
    assert_int_equal(stat(path, &seen), 0);
    assert_int_equal(seen.st_mode & 0777, 0640);
    (void)umask(mask);
    assert_true(unlink(path) == 0 && rmdir(dir) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_statement_begins_anew),
        TEST(one_that_is_open_is_nobody_elses),
        TEST(a_kept_one_holds_no_lock_and_sees_what_changed),
        TEST(of_more_than_are_kept_each_is_itself),
        TEST(what_is_committed_is_on_disk),
        cmocka_unit_test(a_new_file_is_its_owners_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
