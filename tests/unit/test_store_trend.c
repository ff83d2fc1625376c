/* How sites stood run by run: what is remembered of it is what the store says, whoever changed it.
 */
#include "base/base.h"

#include "store/db.h"
#include "store/engine.h"
#include "store/trend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { DAY = 86400 };

#define PASS "{\"verdict\":\"合格\"}"
#define FAIL "{\"verdict\":\"不合格\"}"

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

/* Two processes have the store open: the pages ask, the inspection writes. */
struct office {
    struct store *pages, *inspection;
    struct arena a;
    char dir[32], file[64];
    struct run_line *runs;
    size_t n;
};

static int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));
    char url[80];

    assert_non_null(o);
    (void)snprintf(o->dir, sizeof(o->dir), "/tmp/xj-trend-XXXXXX");
    assert_non_null(mkdtemp(o->dir));
    (void)snprintf(o->file, sizeof(o->file), "%s/a.db", o->dir);
    (void)snprintf(url, sizeof(url), "sqlite:%s", o->file);
    OK(store_open(str_of(url), &o->pages, &err));
    OK(store_open(str_of(url), &o->inspection, &err));
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->pages);
    store_closep(&o->inspection);
    (void)unlink(o->file);
    (void)rmdir(o->dir);
    arena_done(&o->a);
    free(o);
    return 0;
}

static int64_t begin(struct office *o, int day)
{
    struct run_info run;

    OK(store_run_begin(o->inspection, day * (int64_t)DAY, STR("{}"), &run, &err));
    return run.id;
}

static void put(struct office *o, int64_t run, const char *site, const char *result)
{
    OK(store_site_result(o->inspection, run, str_of(site), str_of(result), &err));
}

static void finish(struct office *o, int64_t run)
{
    OK(store_run_finish(o->inspection, run, 2000 * (int64_t)DAY, &err));
}

/* The trend of a unit's sites, 0 = all. */
static void ask(struct office *o, int64_t unit)
{
    const struct site_query q = { .unit = unit };
    struct site_lines lines;

    OK(store_sites(o->pages, &q, &o->a, &lines, &err));
    OK(store_trend(o->pages, &lines, &o->a, &o->runs, &o->n, &err));
}

static void a_result_that_is_replaced_counts_as_it_is_now(void **state)
{
    struct office *o = *state;
    const int64_t first = begin(o, 1000);

    put(o, first, "5107000001", PASS);
    put(o, first, "微信订阅号:yx", PASS); /* no site */
    ask(o, 0);
    assert_int_equal(o->n, 1);
    assert_int_equal(o->runs[0].started, 1000 * (int64_t)DAY);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 1);
    put(o, first, "5107000002", FAIL);
    ask(o, 0);
    assert_int_equal(o->runs[0].n[STANDING_FAIL], 1);
    /* A run is judged once more after it is told as finished. */
    finish(o, first);
    ask(o, 0);
    put(o, first, "5107000001", FAIL);
    ask(o, 0);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 0);
    assert_int_equal(o->runs[0].n[STANDING_FAIL], 2);
}

static void the_newest_runs_that_reached_sites_are_told(void **state)
{
    struct office *o = *state;
    int64_t run = 0;

    for (int i = 0; i < TREND_RUNS; i++) {
        run = begin(o, 1000 + i);
        put(o, run, "5107000001", PASS);
        finish(o, run);
    }
    run = begin(o, 2000);
    put(o, run, "微信订阅号:yx", PASS);
    ask(o, 0);
    assert_int_equal(o->n, TREND_RUNS);
    assert_int_equal(o->runs[0].started, 1000 * (int64_t)DAY);
    put(o, run, "5107000002", PASS);
    ask(o, 0);
    assert_int_equal(o->n, TREND_RUNS);
    assert_int_equal(o->runs[0].started, 1001 * (int64_t)DAY);
    assert_int_equal(o->runs[TREND_RUNS - 1].started, 2000 * (int64_t)DAY);
    assert_int_equal(o->runs[TREND_RUNS - 1].n[STANDING_PASS], 2); /* the other one as it stood */
}

static void a_unit_has_the_part_of_its_sites(void **state)
{
    struct office *o = *state;
    struct db *db = o->inspection->engine->db(o->inspection);
    const int64_t first = begin(o, 1000);
    int64_t next;

    put(o, first, "5107000001", PASS);
    put(o, first, "5107000002", FAIL);
    finish(o, first);
    next = begin(o, 1001);
    put(o, next, "5107000002", FAIL);
    OK(db_exec(db, "INSERT INTO unit (id, parent, name) VALUES (2, 1, '云溪县')", &err));
    ask(o, 2);
    assert_int_equal(o->n, 0);
    OK(db_exec(db, "UPDATE site SET unit = 2 WHERE code = '5107000001'", &err));
    ask(o, 2);
    assert_int_equal(o->n, 1); /* the other run did not reach it */
    assert_int_equal(o->runs[0].run, first);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 1);
    assert_int_equal(o->runs[0].n[STANDING_FAIL], 0);
    ask(o, 0);
    assert_int_equal(o->n, 2);
    assert_int_equal(o->runs[0].n[STANDING_FAIL], 1);
}

static void a_site_that_closes_keeps_the_verdicts_of_its_time(void **state)
{
    struct office *o = *state;
    const int64_t first = begin(o, 1000);

    put(o, first, "5107000001", "{\"state\":\"运行\",\"verdict\":\"合格\"}");
    ask(o, 0);
    finish(o, first);
    put(o, begin(o, 1001), "5107000001", "{\"state\":\"已关停\",\"verdict\":\"未能判定\"}");
    ask(o, 0);
    assert_int_equal(o->n, 2);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 1);
    assert_int_equal(o->runs[0].n[STANDING_CLOSED], 0);
    assert_int_equal(o->runs[1].n[STANDING_CLOSED], 1);
}

static void what_was_undone_is_not_remembered(void **state)
{
    struct office *o = *state;
    struct db *db = o->pages->engine->db(o->pages);
    const int64_t run = begin(o, 1000);

    put(o, run, "5107000001", PASS);
    OK(db_hold(db, &err));
    OK(store_site_result(o->pages, run, STR("5107000001"), STR(FAIL), &err));
    ask(o, 0);
    assert_int_equal(o->runs[0].n[STANDING_FAIL], 1);
    OK(db_release(db, false, &err));
    put(o, run, "5107000001", PASS);
    ask(o, 0);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 1);
    assert_int_equal(o->runs[0].n[STANDING_FAIL], 0);
}

static void a_run_of_a_few_sites_leaves_the_others_as_they_stood(void **state)
{
    struct office *o = *state;
    int64_t run = begin(o, 1000);

    put(o, run, "5107000001", FAIL);
    put(o, run, "5107000002", PASS);
    put(o, run, "5107000003", "{\"state\":\"运行\",\"verdict\":\"合格\"}");
    finish(o, run);
    run = begin(o, 1001);
    put(o, run, "5107000001", PASS);
    finish(o, run);
    ask(o, 0);
    assert_int_equal(o->n, 2);
    assert_int_equal(o->runs[0].n[STANDING_FAIL], 1);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 2);
    assert_int_equal(o->runs[1].n[STANDING_FAIL], 0);
    assert_int_equal(o->runs[1].n[STANDING_PASS], 3);
    /* Also when the last one that reached them is told no more. */
    for (int i = 0; i < 70 + TREND_RUNS; i++) {
        run = begin(o, 1002 + i);
        put(o, run, "5107000001", PASS);
        finish(o, run);
    }
    ask(o, 0);
    assert_int_equal(o->runs[0].started, (1002 + 70) * (int64_t)DAY);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 3);
    assert_int_equal(o->runs[TREND_RUNS - 1].n[STANDING_PASS], 3);
    /* What has closed since is not taken for what still runs. */
    put(o, run, "5107000003", "{\"state\":\"已关停\",\"verdict\":\"未能判定\"}");
    ask(o, 0);
    assert_int_equal(o->runs[0].n[STANDING_PASS], 2);
    assert_int_equal(o->runs[TREND_RUNS - 1].n[STANDING_CLOSED], 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_result_that_is_replaced_counts_as_it_is_now),
        TEST(the_newest_runs_that_reached_sites_are_told),
        TEST(a_unit_has_the_part_of_its_sites),
        TEST(a_site_that_closes_keeps_the_verdicts_of_its_time),
        TEST(what_was_undone_is_not_remembered),
        TEST(a_run_of_a_few_sites_leaves_the_others_as_they_stood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
