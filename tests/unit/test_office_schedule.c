/* What is planned is started once, and what people ask for goes before it. */
#include "base/base.h"

#include "base/clock.h"
#include "office/registry.h"
#include "office/run_queue.h"
#include "office/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OK(call)                                                                                   \
    do {                                                                                           \
        struct err err = { 0 };                                                                    \
        if (call)                                                                                  \
            fail_msg("%s", err.text);                                                              \
    } while (0)

struct office {
    struct store *store;
    struct arena a;
};

static int64_t at(const char *text)
{
    int64_t time = 0;

    assert_true(time_parse(str_of(text), &time));
    return time;
}

static void enter(struct office *o, const char *code, enum site_state state)
{
    const struct site site = { .code = str_of(code),
                               .name = str_of(code),
                               .home = STR("http://www.a.gov.cn/"),
                               .sponsor = STR("某局"),
                               .region = STR("519901"),
                               .type = SITE_DEPARTMENT,
                               .state = state };
    const struct registry_row row = row_of_site(&site);
    bool is_new;
    size_t n;

    OK(store_registered_write(o->store, &row, &(struct registrar){ STR("张三"), 1 }, &is_new, &n,
                              &err));
}

static int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));
    const struct schedule settings = { .nightly = true,
                                       .weekly = true,
                                       .nightly_at = 90,
                                       .weekly_at = 90,
                                       .weekly_day = 6,
                                       .since = at("2026-11-23T12:00:00+08:00") };

    assert_non_null(o);
    OK(store_open(STR("sqlite::memory:"), &o->store, &err));
    enter(o, "5199010001", SITE_RUNNING);
    enter(o, "5199010002", SITE_RUNNING);
    enter(o, "5199010003", SITE_RUNNING);
    enter(o, "5199010004", SITE_CLOSED);
    OK(store_site_schedule_put(o->store, STR("5199010002"),
                               &(struct site_schedule){ .plan = SITE_EVERY_WEEK }, &err));
    OK(store_site_schedule_put(o->store, STR("5199010003"),
                               &(struct site_schedule){ .plan = SITE_NEVER }, &err));
    OK(store_schedule_put(o->store, &settings, &err));
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->store);
    arena_done(&o->a);
    free(o);
    return 0;
}

static enum plan_kind start(struct office *o, const char *now)
{
    struct planned p;

    OK(store_plan_start(o->store, at(now), &p, &err));
    return p.kind;
}

static struct asked_run next(struct office *o)
{
    struct asked_run run;

    OK(store_run_next(o->store, &o->a, &run, &err));
    return run;
}

static void end_next(struct office *o)
{
    OK(store_run_end(o->store, next(o).id, ASKED_DONE, (struct str){ 0 }, 1, &err));
}

static bool waits(struct office *o)
{
    struct asked_run run;

    return store_run_next(o->store, &o->a, &run, NULL) == RC_OK;
}

static void each_day_is_started_once_for_its_sites(void **state)
{
    struct office *o = *state;

    assert_int_equal(start(o, "2026-11-24T01:29:59+08:00"), PLAN_BY_HAND);
    assert_int_equal(start(o, "2026-11-24T01:30:00+08:00"), PLAN_NIGHTLY);
    assert_true(str_eq(next(o).sites, STR("5199010001")));
    assert_true(str_eq(next(o).by, STR("定时")));
    end_next(o);
    assert_int_equal(start(o, "2026-11-24T01:30:00+08:00"), PLAN_BY_HAND);
    assert_int_equal(start(o, "2026-11-28T02:00:00+08:00"), PLAN_WEEKLY);
    assert_true(str_eq(next(o).sites, STR("5199010001 5199010002")));
    assert_true(str_eq(next(o).accounts, STR("*")));
    end_next(o);
    /* It covers the night before, which was missed. */
    assert_int_equal(start(o, "2026-11-28T03:00:00+08:00"), PLAN_BY_HAND);
    assert_false(waits(o));
}

static void a_day_without_sites_is_over_at_once(void **state)
{
    struct office *o = *state;

    OK(store_site_schedule_put(o->store, STR("5199010001"),
                               &(struct site_schedule){ .plan = SITE_NEVER }, &err));
    assert_int_equal(start(o, "2026-11-24T01:30:00+08:00"), PLAN_NIGHTLY);
    assert_false(waits(o));
    assert_int_equal(start(o, "2026-11-24T01:31:00+08:00"), PLAN_BY_HAND);
}

static void people_go_first_and_what_was_left_follows(void **state)
{
    struct office *o = *state;
    const struct asked_run by_hand = { .at = 1, .by = STR("张三"), .unit = 1 };
    int64_t planned, id;
    bool is_waiting;

    assert_int_equal(start(o, "2026-11-24T01:30:00+08:00"), PLAN_NIGHTLY);
    planned = next(o).id;
    OK(store_run_ask(o->store, &by_hand, &id, &err));
    assert_int_equal(next(o).id, id);
    OK(store_run_start(o->store, planned, 1, &err));
    assert_int_equal(next(o).id, planned); /* it is at hand already, and has to give way */
    OK(store_run_person_waits(o->store, &is_waiting, &err));
    assert_true(is_waiting);
    OK(store_run_left(o->store, planned, STR("5199010001"), &err));
    OK(store_run_end(o->store, planned, ASKED_DONE, (struct str){ 0 }, 2, &err));
    OK(store_run_go_on(o->store, planned, &err));
    assert_int_equal(next(o).id, id);
    end_next(o);

    const struct asked_run rest = next(o);

    assert_int_equal(rest.kind, PLAN_NIGHTLY);
    assert_int_equal(rest.at, at("2026-11-24T01:30:00+08:00")); /* its time runs on */
    assert_true(str_eq(rest.sites, STR("5199010001")));
}

static enum rc count_run(void *ctx, const struct run_line_of *run, struct err *err)
{
    (void)run;
    (void)err;
    ++*(int *)ctx;
    return RC_OK;
}

/* A run that was stopped is gone on with by the next one that is asked for. */
static void a_run_is_told_of_once(void **state)
{
    struct office *o = *state;
    const struct asked_run by_hand = { .at = 1, .by = STR("张三"), .unit = 1 };
    struct run_info run;
    int64_t first, second;
    int n = 0;

    OK(store_run_begin(o->store, 1, STR("{}"), &run, &err));
    OK(store_run_ask(o->store, &by_hand, &first, &err));
    OK(store_run_ask(o->store, &by_hand, &second, &err));
    OK(store_run_became(o->store, first, run.id, &err));
    OK(store_run_became(o->store, second, run.id, &err));
    OK(store_run_each(o->store, 0, count_run, &n, &err));
    assert_int_equal(n, 1);
}

static void a_day_needs_an_hour_that_is_not_quiet(void **state)
{
    struct office *o = *state;
    struct site_schedule own = { .quiet = { .from = 0, .to = DAY_MINUTES - QUIET_REST_MINUTES } };

    OK(store_site_schedule_put(o->store, STR("5199010001"), &own, &err));
    own.quiet.to++;
    assert_int_equal(store_site_schedule_put(o->store, STR("5199010001"), &own, NULL), RC_SYNTAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_day_is_started_once_for_its_sites),    TEST(a_day_without_sites_is_over_at_once),
        TEST(people_go_first_and_what_was_left_follows), TEST(a_run_is_told_of_once),
        TEST(a_day_needs_an_hour_that_is_not_quiet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
