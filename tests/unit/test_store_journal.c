#include "base/base.h"

#include "base/arena.h"
#include "store/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena a;
    char dir[64];
    const char *path;
    struct journal *j;
    uint32_t run;
    bool is_resumed;
};

static void open_run(struct fixture *f, uint64_t rules)
{
    struct journal_start start;

    assert_int_equal(journal_open(f->path, &f->j, NULL), RC_OK);
    assert_int_equal(journal_begin_run(f->j, 1000, rules, &start, NULL), RC_OK);
    f->run = start.run;
    f->is_resumed = start.is_resumed;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *f = (struct fixture){ .dir = "/tmp/xunjian-journal-XXXXXX" };
    assert_non_null(mkdtemp(f->dir));
    f->path = arena_printf(&f->a, "%s/journal.db", f->dir).p;
    open_run(f, 7);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
    struct fixture *f = *state;

    journal_closep(&f->j);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        (void)unlink(arena_printf(&f->a, "%s%s", f->path, ends[i]).p);
    (void)rmdir(f->dir);
    arena_done(&f->a);
    free(f);
    return 0;
}

static void a_run_that_was_cut_off_long_ago_is_not_gone_on_with(void **state)
{
    struct fixture *f = *state;
    struct journal_start start;

    assert_int_equal(journal_begin_run(f->j, 1000 + RESUME_S, 7, &start, NULL), RC_OK);
    assert_true(start.is_resumed);
    assert_int_equal(start.run, f->run);
    assert_int_equal(start.left, 0);
    assert_int_equal(journal_begin_run(f->j, 1001 + RESUME_S, 7, &start, NULL), RC_OK);
    assert_false(start.is_resumed);
    assert_int_equal(start.run, f->run + 1);
    assert_int_equal(start.left, 1000);
}

/* Nor is one of other rules; of one that has ended nothing is left. */
static void what_is_left_of_an_unfinished_run_is_told(void **state)
{
    struct fixture *f = *state;
    struct journal_start start;

    assert_int_equal(journal_begin_run(f->j, 1001, 8, &start, NULL), RC_OK);
    assert_false(start.is_resumed);
    assert_int_equal(start.left, 1000);
    assert_int_equal(journal_end_run(f->j, start.run, NULL), RC_OK);
    assert_int_equal(journal_begin_run(f->j, 1002, 7, &start, NULL), RC_OK);
    assert_int_equal(start.left, 0);
}

static void add_url(struct fixture *f, uint32_t number, uint32_t site)
{
    const struct journal_url u = { .number = number,
                                   .site = site,
                                   .url = arena_printf(&f->a, "http://a/%u", (unsigned)number),
                                   .where = STR("body a[3]"),
                                   .text = STR("链接"),
                                   .depth = 2,
                                   .referrer = 1 };

    assert_int_equal(journal_add_url(f->j, &u, NULL), RC_OK);
}

static void put_result(struct fixture *f, uint32_t number)
{
    const struct journal_result r = { .number = number,
                                      .run = f->run,
                                      .reason = 3,
                                      .http_status = 404,
                                      .is_retried = true,
                                      .etag = STR("\"e\""),
                                      .body_hash = UINT64_MAX,
                                      .digest = STR("d\0d"),
                                      .links = STR("l"),
                                      .spool_at = -1 };

    assert_int_equal(journal_put_result(f->j, &r, NULL), RC_OK);
}

static void put_good(struct fixture *f, uint32_t number)
{
    const struct journal_result r = {
        .number = number, .run = f->run, .redirect = 2, .http_status = 301, .spool_at = -1
    };

    assert_int_equal(journal_put_result(f->j, &r, NULL), RC_OK);
}

static void a_url_and_its_result_come_back_as_they_were(void **state)
{
    struct fixture *f = *state;
    struct journal_url u;
    struct journal_result r;

    add_url(f, 1, 1);
    put_result(f, 1);
    assert_int_equal(journal_get_url(f->j, 1, &f->a, &u, NULL), RC_OK);
    assert_true(str_eq(u.url, STR("http://a/1")) && str_eq(u.where, STR("body a[3]")));
    assert_int_equal(u.depth, 2);
    assert_int_equal(journal_get_result(f->j, 1, &f->a, &r, NULL), RC_OK);
    assert_int_equal(r.http_status, 404);
    assert_true(r.is_retried && !r.is_unchanged && r.body_hash == UINT64_MAX);
    assert_true(str_eq(r.digest, STR("d\0d")) && str_eq(r.etag, STR("\"e\"")));
    assert_int_equal(r.spool_at, -1);
    assert_int_equal(journal_get_url(f->j, 2, &f->a, &u, NULL), RC_NOT_FOUND);
    assert_int_equal(journal_get_result(f->j, 2, &f->a, &r, NULL), RC_NOT_FOUND);
}

/* The numbers of the results that are told, in their order, as digits of one number. */
static enum rc take_number(void *ctx, const struct journal_url *u, const struct journal_result *r,
                           struct err *err)
{
    int *numbers = ctx;

    (void)err;
    assert_int_equal(u->number, r->number);
    *numbers = *numbers * 10 + (int)r->number;
    return RC_OK;
}

static int numbers_of(struct fixture *f, uint32_t since, uint32_t site)
{
    int numbers = 0;

    assert_int_equal(journal_each_result(f->j, since, site, take_number, &numbers, NULL), RC_OK);
    return numbers;
}

static enum rc take_ending(void *ctx, const struct journal_url *u, const struct journal_result *e,
                           struct err *err)
{
    int *numbers = ctx;

    (void)err;
    assert_int_equal(u->number, e->number);
    assert_int_equal(u->site, e->number % 3);
    assert_true(e->reason ? e->http_status == 404 && !e->redirect && e->is_retried
                          : e->http_status == 301 && e->redirect == 2 && !e->is_retried);
    *numbers = *numbers * 10 + (int)e->number;
    return RC_OK;
}

static int endings_of(struct fixture *f, uint32_t since, bool is_failed)
{
    int numbers = 0;

    assert_int_equal(journal_each_ending(f->j, since, is_failed, take_ending, &numbers, NULL),
                     RC_OK);
    return numbers;
}

static void results_are_told_for_one_site_or_for_all_in_their_order(void **state)
{
    struct fixture *f = *state;

    for (uint32_t i = 1; i <= 6; i++)
        add_url(f, i, i % 3); /* 0 is outside */
    for (uint32_t i = 6; i >= 2; i--)
        put_result(f, i);
    assert_int_equal(numbers_of(f, f->run, 1), 4); /* 1 has no result yet */
    assert_int_equal(numbers_of(f, f->run, 2), 25);
    assert_int_equal(numbers_of(f, f->run, 0), 36);
    assert_int_equal(numbers_of(f, f->run, UINT32_MAX), 23456);
    assert_int_equal(numbers_of(f, f->run + 1, 2), 0);
}

static void endings_are_told_of_all_sites_or_of_failures_alone(void **state)
{
    struct fixture *f = *state;

    for (uint32_t i = 1; i <= 6; i++)
        add_url(f, i, i % 3);
    for (uint32_t i = 5; i >= 2; i--)
        put_result(f, i);
    assert_int_equal(endings_of(f, f->run, true), 2345);
    put_good(f, 3);
    assert_int_equal(endings_of(f, f->run, true), 245);
    assert_int_equal(endings_of(f, f->run, false), 2345);
    assert_int_equal(endings_of(f, f->run + 1, false), 0);
}

static void an_unfinished_run_goes_on_and_a_finished_one_does_not(void **state)
{
    struct fixture *f = *state;

    assert_false(f->is_resumed);
    assert_int_equal(f->run, 1);
    journal_closep(&f->j);
    open_run(f, 7);
    assert_true(f->is_resumed);
    assert_int_equal(f->run, 1);
    assert_int_equal(journal_end_run(f->j, 1, NULL), RC_OK);
    journal_closep(&f->j);
    open_run(f, 8);
    assert_false(f->is_resumed);
    assert_int_equal(f->run, 2);
    assert_true(journal_rules_before(f->j, 2) == 7);
}

static void other_rules_begin_another_run(void **state)
{
    struct fixture *f = *state;

    journal_closep(&f->j);
    open_run(f, 9);
    assert_false(f->is_resumed);
    assert_int_equal(f->run, 2);
    assert_true(journal_rules_before(f->j, 2) == 0); /* the first one never ended */
}

static void what_was_not_committed_is_gone_after_a_crash(void **state)
{
    struct fixture *f = *state;
    struct journal_url u;

    add_url(f, 1, 1);
    assert_int_equal(journal_commit(f->j, NULL), RC_OK);
    add_url(f, 2, 1);
    journal_closep(&f->j); /* closing undoes what was not committed, as a crash does */
    open_run(f, 7);
    assert_int_equal(journal_get_url(f->j, 1, &f->a, &u, NULL), RC_OK);
    assert_int_equal(journal_get_url(f->j, 2, &f->a, &u, NULL), RC_NOT_FOUND);
}

static void a_second_process_is_turned_away(void **state)
{
    struct fixture *f = *state;
    int status;
    const pid_t child = fork();

    if (child == 0) {
        struct journal *other = NULL;

        _exit(journal_open(f->path, &other, NULL) == RC_BUSY ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static enum rc count(void *ctx, const struct journal_look *page, uint64_t id, struct str packed,
                     struct err *err)
{
    (void)page;
    (void)id;
    (void)packed;
    (void)err;
    ++*(int *)ctx;
    return RC_OK;
}

/* When the page was looked at in that run. */
static int n_findings(struct fixture *f, uint32_t run)
{
    const struct journal_result r = { .number = 5, .run = run, .spool_at = -1 };
    int n = 0;

    assert_int_equal(journal_put_result(f->j, &r, NULL), RC_OK);
    assert_int_equal(journal_each_finding(f->j, 1, run, count, &n, NULL), RC_OK);
    return n;
}

static void only_findings_of_the_run_before_are_carried_over(void **state)
{
    const struct journal_page first = { .site = 1, .url = 5, .run = 1 },
                              second = { .site = 1, .url = 5, .run = 2 },
                              third = { .site = 1, .url = 5, .run = 3 };
    struct fixture *f = *state;
    size_t n;

    assert_int_equal(journal_add_finding(f->j, &first, 100, STR("old"), NULL), RC_OK);
    assert_int_equal(journal_add_finding(f->j, &second, 200, STR("new"), NULL), RC_OK);
    assert_int_equal(journal_add_finding(f->j, &second, 200, STR("new again"), NULL), RC_OK);
    assert_int_equal(n_findings(f, 2), 1);
    assert_int_equal(journal_carry_findings(f->j, &third, 2, &n, NULL), RC_OK);
    assert_int_equal(n, 1);
    assert_int_equal(n_findings(f, 3), 1);
    assert_int_equal(n_findings(f, 1), 1);
    assert_int_equal(journal_drop_findings(f->j, 1, 5, NULL), RC_OK);
    assert_int_equal(n_findings(f, 1) + n_findings(f, 3), 0);
}

static void shared_strings_keep_their_numbers(void **state)
{
    struct fixture *f = *state;
    uint32_t one, two, again;

    assert_int_equal(journal_intern(f->j, STR("云溪县"), &one, NULL), RC_OK);
    assert_int_equal(journal_intern(f->j, STR("政务动态"), &two, NULL), RC_OK);
    assert_int_equal(journal_commit(f->j, NULL), RC_OK);
    journal_closep(&f->j);
    open_run(f, 7);
    assert_int_equal(journal_intern(f->j, STR("云溪县"), &again, NULL), RC_OK);
    assert_int_equal(again, one);
    assert_int_not_equal(one, two);
    struct arena a = { 0 };

    assert_true(str_eq(journal_interned(f->j, two, &a), STR("政务动态")));
    assert_int_equal(journal_interned(f->j, 99, &a).n, 0);
    arena_done(&a);
}

/* What is in memory needs no arena. */
static void expect_text(struct fixture *f, unsigned i, bool is_in_memory)
{
    struct arena a = { 0 };
    const struct arena none = a;
    char text[256];
    const int n = snprintf(text, sizeof(text), "%0200u", i);
    uint32_t number;

    assert_int_equal(journal_intern(f->j, str_from(text, (size_t)n), &number, NULL), RC_OK);
    assert_int_equal(number, i);
    assert_true(str_eq(journal_interned(f->j, number, &a), str_from(text, (size_t)n)));
    assert_int_equal(memcmp(&a, &none, sizeof(a)) == 0, is_in_memory);
    arena_done(&a);
}

static void shared_strings_of_a_hostile_site_do_not_stay_in_memory(void **state)
{
    enum { N = 30000, N_KEPT = (4 << 20) / 200 };
    struct fixture *f = *state;

    for (unsigned i = 1; i <= N; i++)
        expect_text(f, i, i <= N_KEPT);
    assert_int_equal(journal_commit(f->j, NULL), RC_OK);
    journal_closep(&f->j);
    open_run(f, 7);
    expect_text(f, 1, true);
    expect_text(f, N, false);
}

static void roles_notes_and_judgements_belong_to_a_site(void **state)
{
    struct fixture *f = *state;
    uint32_t site;

    assert_int_equal(journal_site(f->j, STR("5199010001"), &site, NULL), RC_OK);
    assert_int_equal(journal_set_role(f->j, site, 2, 44, NULL), RC_OK);
    assert_int_equal(journal_role(f->j, site, 2), 44);
    assert_int_equal(journal_role(f->j, site, 3), 0);
    assert_int_equal(journal_put_note(f->j, site, 1, "attempts", STR("x\0y"), NULL), RC_OK);
    assert_true(str_eq(journal_note(f->j, site, 1, "attempts", &f->a), STR("x\0y")));
    assert_int_equal(journal_note(f->j, site, 2, "attempts", &f->a).n, 0);
    assert_false(journal_is_judged(f->j, site, 1));
    assert_int_equal(journal_site_base(f->j, site, 7), 0);
    assert_int_equal(journal_mark_judged(f->j, site, 1, 1, NULL), RC_OK);
    assert_int_equal(journal_site_base(f->j, site, 7), 1);
    assert_int_equal(journal_site_base(f->j, site, 8), 0); /* other rules */
    assert_true(journal_is_judged(f->j, site, 1));
    assert_false(journal_is_judged(f->j, site, 2));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_url_and_its_result_come_back_as_they_were),
        TEST(results_are_told_for_one_site_or_for_all_in_their_order),
        TEST(endings_are_told_of_all_sites_or_of_failures_alone),
        TEST(an_unfinished_run_goes_on_and_a_finished_one_does_not),
        TEST(a_run_that_was_cut_off_long_ago_is_not_gone_on_with),
        TEST(what_is_left_of_an_unfinished_run_is_told),
        TEST(other_rules_begin_another_run),
        TEST(what_was_not_committed_is_gone_after_a_crash),
        TEST(a_second_process_is_turned_away),
        TEST(only_findings_of_the_run_before_are_carried_over),
        TEST(shared_strings_keep_their_numbers),
        TEST(shared_strings_of_a_hostile_site_do_not_stay_in_memory),
        TEST(roles_notes_and_judgements_belong_to_a_site),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
