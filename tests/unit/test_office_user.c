#include "base/base.h"

#include "office/audit.h"
#include "office/user.h"
#include "store/db.h"
#include "store/review.h"
#include "store/sqlite_schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOW = 1764000000 };

struct fixture {
    char path[64];
    struct store *s;
    struct arena a;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char url[80];

    assert_non_null(f);
    (void)snprintf(f->path, sizeof(f->path), "test_office_user.%ld.db", (long)getpid());
    (void)unlink(f->path);
    (void)snprintf(url, sizeof(url), "sqlite:%s", f->path);
    assert_int_equal(store_open(str_of(url), &f->s, NULL), RC_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char beside[80];

    store_closep(&f->s);
    arena_done(&f->a);
    (void)unlink(f->path);
    (void)snprintf(beside, sizeof(beside), "%s-wal", f->path);
    (void)unlink(beside);
    (void)snprintf(beside, sizeof(beside), "%s-shm", f->path);
    (void)unlink(beside);
    free(f);
    return 0;
}

static int64_t add_user(struct fixture *f, const char *name, enum role role)
{
    const struct user u = { .name = str_of(name),
                            .title = STR("某人"),
                            .role = role,
                            .unit = 1,
                            .password = STR("hash"),
                            .created = NOW };
    int64_t id = 0;

    assert_int_equal(store_user_add(f->s, &u, &id, NULL), RC_OK);
    return id;
}

/* ---- users ---- */

static void a_user_is_found_as_he_was_added(void **state)
{
    struct fixture *f = *state;
    const int64_t id = add_user(f, "wang", ROLE_REVIEWER);
    struct user u;

    assert_int_equal(store_user_find(f->s, STR("wang"), &f->a, &u, NULL), RC_OK);
    assert_int_equal(u.id, id);
    assert_int_equal(u.role, ROLE_REVIEWER);
    assert_true(str_eq(u.unit_name, STR("监管单位")));
    assert_int_equal(store_user_find(f->s, STR("li"), &f->a, &u, NULL), RC_NOT_FOUND);
    assert_int_equal(store_user_get(f->s, id + 1, &f->a, &u, NULL), RC_NOT_FOUND);
}

static void a_name_or_a_unit_that_does_not_do_is_refused(void **state)
{
    struct fixture *f = *state;
    struct user u = { .name = STR("wang"), .role = ROLE_ADMIN, .unit = 1 };
    int64_t id;

    (void)add_user(f, "wang", ROLE_ADMIN);
    assert_int_equal(store_user_add(f->s, &u, &id, NULL), RC_BUSY);
    u.name = STR("li");
    u.unit = 99;
    assert_int_equal(store_user_add(f->s, &u, &id, NULL), RC_NOT_FOUND);
}

static void the_last_administrator_cannot_be_lost(void **state)
{
    struct fixture *f = *state;
    struct user u = { .id = add_user(f, "wang", ROLE_ADMIN), .role = ROLE_ADMIN, .unit = 1 };

    u.is_disabled = true;
    assert_int_equal(store_user_change(f->s, &u, NULL), RC_BUSY);
    u.is_disabled = false;
    u.role = ROLE_LEADER;
    assert_int_equal(store_user_change(f->s, &u, NULL), RC_BUSY);
    (void)add_user(f, "li", ROLE_ADMIN);
    assert_int_equal(store_user_change(f->s, &u, NULL), RC_OK);
}

/* ---- sessions ---- */

static const struct session_limits limits = { .idle_s = 100, .total_s = 1000 };

static enum rc find_at(struct fixture *f, int64_t now)
{
    struct session s;

    return store_session_find(f->s, STR("token"), now, &limits, &f->a, &s, NULL);
}

static void add_session(struct fixture *f, int64_t user)
{
    const struct session s = { .user = user, .csrf = STR("csrf"), .created = NOW };

    assert_int_equal(store_session_add(f->s, STR("token"), &s, &limits, NULL), RC_OK);
}

static void a_session_ends_when_it_is_not_used(void **state)
{
    struct fixture *f = *state;

    add_session(f, add_user(f, "wang", ROLE_ADMIN));
    assert_int_equal(find_at(f, NOW + 100), RC_OK);
    assert_int_equal(find_at(f, NOW + 101), RC_NOT_FOUND);
    assert_int_equal(store_session_use(f->s, STR("token"), NOW + 100, NULL), RC_OK);
    assert_int_equal(find_at(f, NOW + 200), RC_OK);
    assert_int_equal(find_at(f, NOW + 201), RC_NOT_FOUND);
}

static void a_session_ends_however_much_it_is_used(void **state)
{
    struct fixture *f = *state;

    add_session(f, add_user(f, "wang", ROLE_ADMIN));
    assert_int_equal(store_session_use(f->s, STR("token"), NOW + 1000, NULL), RC_OK);
    assert_int_equal(find_at(f, NOW + 1000), RC_OK);
    assert_int_equal(find_at(f, NOW + 1001), RC_NOT_FOUND);
}

static void a_new_password_ends_the_sessions_but_one(void **state)
{
    struct fixture *f = *state;
    const int64_t user = add_user(f, "wang", ROLE_ADMIN);
    int64_t n = 0;

    add_session(f, user);
    assert_int_equal(store_user_set_password(f->s, user, STR("new"), false, STR("token"), NULL),
                     RC_OK);
    assert_int_equal(find_at(f, NOW), RC_OK);
    assert_int_equal(
        store_user_set_password(f->s, user, STR("new"), false, (struct str){ 0 }, NULL), RC_OK);
    assert_int_equal(find_at(f, NOW), RC_NOT_FOUND);
    assert_int_equal(store_session_count(f->s, NOW, &limits, &n, NULL), RC_OK);
    assert_int_equal(n, 0);
}

/* ---- failed sign-ins ---- */

static int64_t fail_at(struct fixture *f, int64_t now)
{
    const struct login_limits l = { .n_free = 2, .first_s = 30, .most_s = 100, .forget_s = 1000 };
    int64_t left = -1;

    assert_int_equal(store_login_failed(f->s, STR("name:wang"), now, &l, NULL), RC_OK);
    assert_int_equal(store_login_locked(f->s, STR("name:wang"), now, &left, NULL), RC_OK);
    return left;
}

static void failures_lock_for_ever_longer_up_to_the_limit(void **state)
{
    struct fixture *f = *state;
    int64_t left;

    assert_int_equal(fail_at(f, NOW), 0);
    assert_int_equal(fail_at(f, NOW), 0);
    assert_int_equal(fail_at(f, NOW), 30);
    assert_int_equal(store_login_locked(f->s, STR("name:wang"), NOW + 30, &left, NULL), RC_OK);
    assert_int_equal(left, 0);
    assert_int_equal(fail_at(f, NOW + 30), 60);
    assert_int_equal(fail_at(f, NOW + 90), 100);
    assert_int_equal(fail_at(f, NOW + 190), 100);
    assert_int_equal(store_login_locked(f->s, STR("name:li"), NOW, &left, NULL), RC_OK);
    assert_int_equal(left, 0);
}

static void failures_are_forgotten_after_a_while_or_a_success(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 3; i++)
        (void)fail_at(f, NOW);
    assert_int_equal(fail_at(f, NOW + 1001), 0);
    for (int i = 0; i < 3; i++)
        (void)fail_at(f, NOW + 1001);
    assert_int_equal(store_login_clear(f->s, STR("name:wang"), NULL), RC_OK);
    assert_int_equal(fail_at(f, NOW + 1001), 0);
}

/* ---- the log of operations ---- */

static void add_line(struct fixture *f, const char *by, const char *action, int64_t at)
{
    const struct audit_line line = { .at = at,
                                     .by = str_of(by),
                                     .action = str_of(action),
                                     .subject = STR("unit:1"),
                                     .old = STR("{\"name\":\"甲\"}"),
                                     .now = STR("{\"name\":\"乙\"}") };

    assert_int_equal(store_audit_add(f->s, &line, NULL), RC_OK);
}

static void verify(struct fixture *f, int64_t n, int64_t bad)
{
    int64_t got_n = -1, got_bad = -1;

    assert_int_equal(store_audit_verify(f->s, &got_n, &got_bad, NULL), RC_OK);
    assert_int_equal(got_n, n);
    assert_int_equal(got_bad, bad);
}

/* Somebody who can write the file itself. */
static void tamper(struct fixture *f, const char *sql)
{
    struct db *db = NULL;

    assert_int_equal(db_open(f->path, &sqlite_schema, &db, NULL), RC_OK);
    assert_int_equal(db_exec(db, "DROP TRIGGER audit_kept; DROP TRIGGER audit_stays", NULL), RC_OK);
    assert_int_equal(db_exec(db, sql, NULL), RC_OK);
    db_closep(&db);
}

static void add_three(struct fixture *f)
{
    add_line(f, "wang", "unit.add", NOW);
    add_line(f, "li", "unit.change", NOW + 1);
    add_line(f, "wang", "round.freeze", NOW + 2);
    verify(f, 3, 0);
}

static void a_line_that_was_changed_shows(void **state)
{
    struct fixture *f = *state;

    add_three(f);
    tamper(f, "UPDATE audit SET new = '{}' WHERE id = 2");
    verify(f, 1, 2);
}

static void a_line_that_was_taken_out_shows(void **state)
{
    struct fixture *f = *state;

    add_three(f);
    tamper(f, "DELETE FROM audit WHERE id = 2");
    verify(f, 1, 3);
}

static void a_field_that_was_moved_into_the_next_shows(void **state)
{
    struct fixture *f = *state;

    add_three(f);
    tamper(f, "UPDATE audit SET old = old || new, new = '' WHERE id = 1");
    verify(f, 0, 1);
}

static void the_program_itself_changes_no_line(void **state)
{
    struct fixture *f = *state;
    struct db *db = NULL;

    add_three(f);
    assert_int_equal(db_open(f->path, &sqlite_schema, &db, NULL), RC_OK);
    assert_int_equal(db_exec(db, "UPDATE audit SET who = 'x'", NULL), RC_DB);
    assert_int_equal(db_exec(db, "DELETE FROM audit", NULL), RC_DB);
    db_closep(&db);
}

static enum rc count(void *ctx, const struct audit_line *line, struct err *err)
{
    (void)line;
    (void)err;
    ++*(int *)ctx;
    return RC_OK;
}

static int n_found(struct fixture *f, struct audit_filter filter)
{
    int n = 0;
    int64_t counted = -1;

    assert_int_equal(store_audit_each(f->s, &filter, count, &n, NULL), RC_OK);
    assert_int_equal(store_audit_count(f->s, &filter, &counted, NULL), RC_OK);
    assert_int_equal(counted, n);
    return n;
}

static void lines_are_found_by_who_what_and_when(void **state)
{
    struct fixture *f = *state;

    add_three(f);
    assert_int_equal(n_found(f, (struct audit_filter){ 0 }), 3);
    assert_int_equal(n_found(f, (struct audit_filter){ .by = STR("wang") }), 2);
    assert_int_equal(n_found(f, (struct audit_filter){ .what = STR("unit.") }), 2);
    assert_int_equal(n_found(f, (struct audit_filter){ .what = STR("unit:") }), 3);
    assert_int_equal(n_found(f, (struct audit_filter){ .from = NOW + 1, .to = NOW + 2 }), 1);
}

/* ---- a transaction around others ---- */

static void what_is_held_is_kept_or_undone_as_one(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(store_hold(f->s, NULL), RC_OK);
    assert_int_equal(store_begin(f->s, NULL), RC_OK);
    add_line(f, "wang", "a", NOW);
    assert_int_equal(store_commit(f->s, NULL), RC_OK);
    store_rollback(f->s); /* as after every commit: nothing */
    add_line(f, "wang", "b", NOW);
    assert_int_equal(store_release(f->s, false, NULL), RC_OK);
    verify(f, 0, 0);
}

static void a_part_that_was_undone_dooms_the_whole(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(store_hold(f->s, NULL), RC_OK);
    add_line(f, "wang", "a", NOW);
    assert_int_equal(store_begin(f->s, NULL), RC_OK);
    store_rollback(f->s);
    assert_int_equal(store_release(f->s, true, NULL), RC_DB);
    verify(f, 0, 0);
    add_line(f, "wang", "a", NOW); /* and the next one is kept */
    verify(f, 1, 0);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_user_is_found_as_he_was_added),
        T(a_name_or_a_unit_that_does_not_do_is_refused),
        T(the_last_administrator_cannot_be_lost),
        T(a_session_ends_when_it_is_not_used),
        T(a_session_ends_however_much_it_is_used),
        T(a_new_password_ends_the_sessions_but_one),
        T(failures_lock_for_ever_longer_up_to_the_limit),
        T(failures_are_forgotten_after_a_while_or_a_success),
        T(a_line_that_was_changed_shows),
        T(a_line_that_was_taken_out_shows),
        T(a_field_that_was_moved_into_the_next_shows),
        T(the_program_itself_changes_no_line),
        T(lines_are_found_by_who_what_and_when),
        T(what_is_held_is_kept_or_undone_as_one),
        T(a_part_that_was_undone_dooms_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
