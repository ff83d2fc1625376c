/* The record of visits and of outages. */
#include "base/base.h"

#include "store/probe.h"

#include "base/clock.h"
#include "store/db.h"
#include "store/engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { DAY_S = 24 * 3600 };

/* 2026-11-23 23:59:50 in China: what follows lies on the next day. */
static const int64_t LATE = 1795449590;

struct place {
    struct store *store;
    struct arena a;
};

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    struct err err = { 0 };

    assert_non_null(p);
    if (store_open(STR("sqlite::memory:"), &p->store, &err))
        fail_msg("%s", err.text);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;

    store_closep(&p->store);
    arena_done(&p->a);
    free(p);
    return 0;
}

static struct probe probe(const char *site, int64_t at, enum reason reason, int status, int64_t ms)
{
    return (struct probe){ str_of(site),
                           { .at = at, .reason = reason, .http_status = status, .ms = ms } };
}

static void add(struct place *p, const struct probe *probes, size_t n)
{
    struct err err = { 0 };

    if (store_probes_add(p->store, probes, n, &err))
        fail_msg("%s", err.text);
}

static size_t get(struct place *p, const char *site, int64_t from, int64_t to,
                  const struct attempt **out)
{
    struct err err = { 0 };
    size_t n = 0;

    if (store_probes_read(p->store, str_of(site), from, to, &p->a, out, &n, &err))
        fail_msg("%s", err.text);
    return n;
}

static void every_try_is_there_with_all_its_parts(void **state)
{
    struct place *p = *state;
    const struct probe probes[] = {
        probe("5199010001", LATE, REASON_NONE, 200, 0),
        probe("5199010002", LATE, REASON_HTTP, 503, 15000),
        probe("5199010001", LATE + 9, REASON_TIMEOUT, 0, 15003),
        probe("5199010001", LATE + 10, REASON_OFFLINE, 0, 60000),
    };
    const struct attempt *t;
    struct err err = { 0 };
    int64_t newest = 1;

    assert_int_equal(store_probes_newest(p->store, &newest, &err), RC_OK);
    assert_int_equal(newest, 0);
    add(p, probes, COUNT_OF(probes));
    assert_int_equal(store_probes_newest(p->store, &newest, &err), RC_OK);
    assert_int_equal(newest, LATE + 10);
    assert_int_equal(get(p, "5199010001", LATE, LATE + 11, &t), 3);
    assert_int_equal(t[0].at, LATE);
    assert_int_equal(t[0].http_status, 200);
    assert_int_equal(t[1].at, LATE + 9);
    assert_int_equal(t[1].reason, REASON_TIMEOUT);
    assert_int_equal(t[1].ms, 15003);
    assert_int_equal(t[2].at, LATE + 10); /* of another day */
    assert_int_equal(t[2].reason, REASON_OFFLINE);
    assert_int_equal(get(p, "5199010001", LATE + 1, LATE + 10, &t), 1);
    assert_int_equal(get(p, "5199010002", LATE, LATE + 1, &t), 1);
    assert_int_equal(t[0].http_status, 503);
    assert_int_equal(get(p, "5199010003", LATE, LATE + 1, &t), 0);
}

static void what_is_recorded_is_not_changed_by_a_second_writing(void **state)
{
    struct place *p = *state;
    const struct probe first = probe("5199010001", LATE, REASON_NONE, 200, 10);
    const struct probe again = probe("5199010001", LATE, REASON_TIMEOUT, 0, 15000);
    const struct attempt *t;

    add(p, &first, 1);
    add(p, &again, 1);
    assert_int_equal(get(p, "5199010001", LATE, LATE + 1, &t), 1);
    assert_int_equal(t[0].reason, REASON_NONE);
}

static void old_days_are_forgotten_whole(void **state)
{
    struct place *p = *state;
    const struct probe probes[] = {
        probe("5199010001", LATE - DAY_S, REASON_NONE, 200, 1),
        probe("5199010001", LATE, REASON_NONE, 200, 1),
    };
    const struct attempt *t;
    struct err err = { 0 };

    add(p, probes, 2);
    assert_int_equal(store_probes_forget(p->store, day_of_time(LATE), &err), RC_OK);
    assert_int_equal(get(p, "5199010001", 0, LATE + 1, &t), 1);
    assert_int_equal(t[0].at, LATE);
}

struct seen {
    size_t n;
    struct outage last;
};

static enum rc see(void *ctx, const struct outage *o, struct err *err)
{
    struct seen *seen = ctx;

    (void)err;
    seen->n++;
    seen->last = *o;
    return RC_OK;
}

static struct seen outages(struct place *p, const char *site, int64_t from, int64_t to)
{
    struct seen seen = { 0 };
    struct err err = { 0 };

    if (store_outages_each(p->store, str_of(site), from, to, see, &seen, &err))
        fail_msg("%s", err.text);
    return seen;
}

static void put(struct place *p, struct outage o)
{
    struct err err = { 0 };

    if (store_outage_put(p->store, &o, &err))
        fail_msg("%s", err.text);
}

static void an_outage_begins_once_and_ends_once(void **state)
{
    struct place *p = *state;
    const struct str site = STR("5199010001");
    struct seen seen;

    put(p, (struct outage){ .site = site, .ended = LATE }); /* none is open */
    assert_int_equal(outages(p, "", 0, LATE * 2).n, 0);
    put(p, (struct outage){ .site = site,
                            .began = LATE,
                            .alarmed = LATE + 600,
                            .reason = REASON_HTTP,
                            .http_status = 502 });
    put(p, (struct outage){ .site = site, .began = LATE + 1, .alarmed = LATE + 900 });
    seen = outages(p, "", LATE + 5000, LATE + 5001); /* it goes on */
    assert_int_equal(seen.n, 1);
    assert_int_equal(seen.last.began, LATE);
    assert_int_equal(seen.last.alarmed, LATE + 600);
    assert_int_equal(seen.last.http_status, 502);
    assert_int_equal(seen.last.ended, 0);

    put(p, (struct outage){ .site = site, .ended = LATE + 1000 });
    put(p, (struct outage){ .site = site, .ended = LATE + 2000 });
    seen = outages(p, "5199010001", LATE, LATE + 1);
    assert_int_equal(seen.n, 1);
    assert_int_equal(seen.last.ended, LATE + 1000);
    assert_int_equal(outages(p, "", LATE + 1000, LATE + 2000).n, 0);
    assert_int_equal(outages(p, "5199010002", 0, LATE * 2).n, 0);
}

/* A watch that began before goes on for seconds after its site was deleted from the registry. */
static void a_site_that_was_deleted_does_not_come_back(void **state)
{
    struct place *p = *state;
    struct db *db = p->store->engine->db(p->store);
    const struct probe tries[] = { probe("5199010001", LATE, REASON_TIMEOUT, 0, 15000),
                                   probe("5199010002", LATE, REASON_TIMEOUT, 0, 15000) };
    const struct attempt *found;
    struct err err = { 0 };

    if (db_exec(db,
                "INSERT INTO registry_change (code, at, who, field, old, new) "
                "VALUES ('5199010001', 1, 'x', 'code', '5199010001', '')",
                &err))
        fail_msg("%s", err.text);
    add(p, tries, COUNT_OF(tries));
    for (size_t i = 0; i < COUNT_OF(tries); i++)
        put(p, (struct outage){ .site = tries[i].site, .began = LATE, .alarmed = LATE + 600 });
    assert_int_equal(get(p, "5199010001", LATE, LATE + 1, &found), 0);
    assert_int_equal(outages(p, "5199010001", LATE, LATE + 1000).n, 0);
    assert_int_equal(get(p, "5199010002", LATE, LATE + 1, &found), 1);
    assert_int_equal(outages(p, "5199010002", LATE, LATE + 1000).n, 1);
    /* No row of it either: this takes the deleted one's code. */
    if (db_exec(db, "INSERT INTO site (code) VALUES ('5199010001')", &err))
        fail_msg("%s", err.text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_try_is_there_with_all_its_parts),
        TEST(what_is_recorded_is_not_changed_by_a_second_writing),
        TEST(old_days_are_forgotten_whole),
        TEST(an_outage_begins_once_and_ends_once),
        TEST(a_site_that_was_deleted_does_not_come_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
