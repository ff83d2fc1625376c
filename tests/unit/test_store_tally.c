/* Counts of findings in memory: right for every store that shares them, whoever changes what. */
#include "base/base.h"

#include "store/db.h"
#include "store/engine.h"
#include "store/finding_query.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { STORES = 4, SITES = 30, ROUNDS = 40 };

static void ok(enum rc rc, const struct err *err)
{
    if (rc)
        fail_msg("%s", err->text);
}
#define OK(call)                                                                                   \
    do {                                                                                           \
        struct err err = { 0 };                                                                    \
        ok(call, &err);                                                                            \
    } while (0)

struct office {
    char dir[32], file[64], url[80];
    struct store *writer, *readers[STORES];
    int64_t run;
};

static int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));
    struct run_info run;

    assert_non_null(o);
    (void)snprintf(o->dir, sizeof(o->dir), "/tmp/xj-tally-XXXXXX");
    assert_non_null(mkdtemp(o->dir));
    (void)snprintf(o->file, sizeof(o->file), "%s/a.db", o->dir);
    (void)snprintf(o->url, sizeof(o->url), "sqlite:%s", o->file);
    OK(store_open(str_of(o->url), &o->writer, &err));
    OK(store_run_begin(o->writer, 1000, STR("{}"), &run, &err));
    o->run = run.id;
    for (size_t i = 0; i < STORES; i++) {
        OK(store_open(str_of(o->url), &o->readers[i], &err));
        if (i)
            store_share(o->readers[i], o->readers[0]);
    }
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct office *o = *state;

    for (size_t i = 0; i < STORES; i++)
        store_closep(&o->readers[i]);
    store_closep(&o->writer);
    (void)unlink(o->file);
    (void)rmdir(o->dir);
    free(o);
    return 0;
}

/* The site has n findings from now on. */
static void put(struct store *s, int64_t run, int site, int n)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct str code = arena_printf(&a, "51070000%02d", site);
    struct stored_finding *all = arena_array(&a, struct stored_finding, (size_t)n);

    for (int i = 0; i < n; i++) {
        all[i].finding = (struct finding){ .site = code,
                                           .check = i % 2 ? "typo" : "dead-link",
                                           .case_id = "A11",
                                           .grade = GRADE_FAULT,
                                           .key = arena_printf(&a, "%d", i) };
        all[i].id = finding_id(&all[i].finding);
    }
    OK(store_site_findings(s, run, code, 1000, all, (size_t)n, NULL, 0, &err));
}

static enum rc look(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return RC_OK;
}

static int64_t count(struct store *s, enum finding_order order)
{
    const struct finding_query q = { .states = 1u << FINDING_UNREVIEWED,
                                     .order = order,
                                     .n_max = 5 };
    struct finding_total total = { 0 };

    OK(store_findings(s, &q, look, NULL, &total, &err));
    return total.n;
}

static void a_change_is_seen_by_all(void **state)
{
    struct office *o = *state;

    put(o->writer, o->run, 1, 3);
    for (size_t i = 0; i < STORES; i++)
        assert_int_equal(count(o->readers[i], BY_SITE), 3);
    put(o->readers[1], o->run, 1, 5);
    put(o->writer, o->run, 2, 1);
    for (size_t i = 0; i < STORES; i++)
        assert_int_equal(count(o->readers[i], BY_GRADE), 6);
}

/* What they hold is read once. */
static void stores_that_share_hold_the_same(void **state)
{
    struct office *o = *state;

    put(o->writer, o->run, 1, 3);
    (void)count(o->readers[0], BY_SITE);
    (void)count(o->readers[1], BY_SITE);
    assert_ptr_equal(o->readers[0]->tally, o->readers[1]->tally);
    put(o->writer, o->run, 1, 4);
    (void)count(o->readers[0], BY_SITE);
    store_closep(&o->readers[0]); /* and who shares it goes on */
    assert_int_equal(count(o->readers[1], BY_SITE), 4);
    assert_int_equal(count(o->readers[2], BY_SITE), 4);
    assert_ptr_equal(o->readers[2]->tally, o->readers[1]->tally);
}

static void what_is_not_committed_is_seen_by_nobody_else(void **state)
{
    struct office *o = *state;
    struct db *db = o->readers[1]->engine->db(o->readers[1]);

    put(o->writer, o->run, 1, 3);
    assert_int_equal(count(o->readers[0], BY_SITE), 3);
    OK(db_hold(db, &err));
    put(o->readers[1], o->run, 1, 8);
    assert_int_equal(count(o->readers[1], BY_SITE), 8);
    assert_int_equal(count(o->readers[0], BY_SITE), 3);
    assert_int_equal(count(o->readers[1], BY_SITE), 8);
    OK(db_release(db, false, &err));
    /* Two are gone and one is new: the mark is what it was within the change. */
    put(o->writer, o->run, 1, 1);
    put(o->writer, o->run, 2, 1);
    for (size_t i = 0; i < STORES; i++)
        assert_int_equal(count(o->readers[i], BY_SITE), 2);
}

struct thread {
    pthread_t id;
    struct store *store;
    atomic_bool *may_end;
    size_t number;
    bool failed;
};

/* Findings only ever become more. */
static void *keep_asking(void *ctx)
{
    struct thread *t = ctx;
    int64_t last = 0;

    for (size_t i = t->number; !*t->may_end; i++) {
        const struct finding_query q = { .order = (enum finding_order)(i % BY_FIRST_SEEN),
                                         .is_descending = i % 3 == 0,
                                         .n_max = 5 };
        struct finding_total total = { 0 };

        if (store_findings(t->store, &q, look, NULL, &total, NULL) || total.n < last)
            t->failed = true;
        last = total.n;
    }
    return NULL;
}

static void threads_ask_while_findings_come_in(void **state)
{
    struct office *o = *state;
    struct thread threads[STORES] = { 0 };
    atomic_bool may_end = false;
    int64_t n = 0;

    for (size_t i = 0; i < STORES; i++) {
        threads[i] = (struct thread){ .store = o->readers[i], .may_end = &may_end, .number = i };
        assert_int_equal(pthread_create(&threads[i].id, NULL, keep_asking, &threads[i]), 0);
    }
    for (int i = 0; i < ROUNDS; i++)
        put(o->writer, o->run, i % SITES, 1 + i / SITES);
    may_end = true;
    for (size_t i = 0; i < STORES; i++) {
        assert_int_equal(pthread_join(threads[i].id, NULL), 0);
        assert_false(threads[i].failed);
    }
    for (int i = 0; i < SITES; i++)
        n += 1 + (i + SITES < ROUNDS);
    for (size_t i = 0; i < STORES; i++)
        assert_int_equal(count(o->readers[i], BY_CHECK), n);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_is_seen_by_all),
        TEST(stores_that_share_hold_the_same),
        TEST(what_is_not_committed_is_seen_by_nobody_else),
        TEST(threads_ask_while_findings_come_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
