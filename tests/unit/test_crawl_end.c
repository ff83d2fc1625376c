/* A run has ended when all that is made of it is there. */
#include "base/base.h"

#include "crawl_support.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

static int page(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/a'>a</a><a href='/missing'>b</a>"));
    add_text(body, (unsigned)path.n);
    return str_eq(path, STR("/missing")) ? 404 : 200;
}

static enum rc die(void *ctx, const struct inspection_outcome *out, struct err *err)
{
    (void)ctx;
    (void)out;
    (void)err;
    (void)kill(getpid(), SIGKILL);
    return RC_OK;
}

static enum rc note_run(void *ctx, const struct inspection_outcome *out, struct err *err)
{
    (void)err;
    *(int64_t *)ctx = out->run;
    return RC_OK;
}

static void inspect_and_die(const struct county *c)
{
    const pid_t pid = fork();
    int status;

    if (pid == 0) {
        struct county own = *c;
        char url[128];

        (void)snprintf(url, sizeof(url), "sqlite:%s/store.db", c->dir);
        if (store_open(str_of(url), &own.store, NULL))
            _exit(1);
        (void)county_inspect_as(&own,
                                &(struct inspection_options){ .max_pages = 10, .report = die });
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void who_dies_over_the_report_has_only_that_to_do_again(void **state)
{
    int64_t reported = 0;
    const struct inspection_options o = { .max_pages = 10, .report = note_run, .ctx = &reported };
    struct inspection_outcome out;
    struct county c;
    int n_requests;

    (void)state;
    county_open(&c, page, "dead-link");
    inspect_and_die(&c);
    n_requests = maze_requests(c.maze);
    out = county_inspect_as(&c, &o);
    assert_int_equal(maze_requests(c.maze), n_requests);
    assert_true(out.is_resumed);
    assert_int_equal(out.run, 1);
    assert_int_equal(reported, 1);
    assert_int_equal(open_findings(&c, out.run), 1);
    assert_int_equal(out.total.n_findings, 1);
    assert_int_equal(county_inspect_as(&c, &o).run, 2);
    assert_true(maze_requests(c.maze) > n_requests);
    county_close(&c);
}

/* A power cut may leave the journal with what the store has lost. */
static void what_the_store_has_lost_is_handed_over_again(void **state)
{
    struct inspection_outcome out;
    char url[128];
    struct county c;
    int n_requests;

    (void)state;
    county_open(&c, page, "dead-link");
    inspect_and_die(&c);
    n_requests = maze_requests(c.maze);
    store_closep(&c.store);
    (void)snprintf(url, sizeof(url), "sqlite:%s/as-it-was.db", c.dir);
    assert_int_equal(store_open(str_of(url), &c.store, NULL), RC_OK);
    out = county_inspect(&c, 10);
    assert_true(out.is_resumed);
    assert_int_equal(maze_requests(c.maze), n_requests);
    assert_int_equal(open_findings(&c, out.run), 1);
    assert_int_equal(out.total.n_findings, 1);
    county_close(&c);
}

/* What the process says meanwhile. */
static struct str say_of(struct county *c, const struct inspection_options *o, struct arena *a)
{
    const char *path = arena_printf(a, "%s/said", c->dir).p;
    const int before = dup(2), file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    char said[1024] = "";

    assert_true(file >= 0 && before >= 0 && dup2(file, 2) == 2);
    (void)county_inspect_as(c, o);
    (void)dup2(before, 2);
    assert_true(pread(file, said, sizeof(said) - 1, 0) >= 0);
    (void)close(before);
    (void)close(file);
    return arena_copy(a, str_of(said));
}

static void who_begins_anew_says_so(void **state)
{
    const int64_t day = 24 * 3600, then = 1795392000;
    struct arena a = { 0 };
    struct county c;

    (void)state;
    county_open(&c, page, "dead-link");
    inspect_and_die(&c);
    assert_int_equal(
        say_of(&c, &(struct inspection_options){ .max_pages = 10, .now = then + 2 * day }, &a).n,
        0);
    inspect_and_die(&c);
    assert_true(str_has(
        say_of(&c, &(struct inspection_options){ .max_pages = 10, .now = then + 4 * day }, &a),
        STR("没有做完，因时间已久，不再接着做")));
    inspect_and_die(&c);
    check_set_free(c.set);
    assert_int_equal(
        check_set_load(STR("page-tags"), XJ_SOURCE_DIR "/data/checks.yaml", &c.set, NULL), RC_OK);
    assert_true(
        str_has(say_of(&c, &(struct inspection_options){ .max_pages = 10, .now = then + day }, &a),
                STR("没有做完，因检查项目、阈值或词库已变，不再接着做")));
    arena_done(&a);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_dies_over_the_report_has_only_that_to_do_again),
        cmocka_unit_test(what_the_store_has_lost_is_handed_over_again),
        cmocka_unit_test(who_begins_anew_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
