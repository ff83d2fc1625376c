#include "base/base.h"

#include "crawl_support.h"

#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

/* ---- places without an end ---- */

/* Every month has a next one, with nothing in it. */
static int calendar(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/"))) {
        link_to_articles(body);
        buf_add(body, STR("<a href='/cal?m=1'>日历</a>"));
    } else if (str_starts(path, STR("/cal"))) {
        const unsigned m = number_after(path, "m=");

        add_text(body, 7);
        buf_addf(body,
                 "<p>%u 月没有活动</p><a href='/cal?m=%u'>下月</a><a href='/cal?m=%u'>下年</a>", m,
                 m + 1, m + 12);
    } else {
        return add_article(path, body);
    }
    return 200;
}

/* The same page below itself, again and again. */
static int growing_path(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        link_to_articles(body);
    else if (add_article(path, body) == 200)
        return 200;
    add_text(body, 7);
    buf_add(body, STR("<a href='zhuanti/'>专题</a> <a href='./zwgk/'>公开</a>"));
    return 200;
}

/* A new session in every link. */
static _Atomic unsigned next_session;

static int sessions(struct str path, struct buf *body)
{
    if (str_starts(path, STR("/art/")))
        return add_article(path, body);
    link_to_articles(body);
    add_text(body, 7);
    for (int i = 0; i < 5; i++) {
        const unsigned session = next_session++;

        buf_addf(body, "<a href='/show?sid=%08x%08x&id=%d'>看</a>", session * 2654435761U, session,
                 i);
    }
    return 200;
}

/* New text on every page, for ever: only the number of pages ends it. */
static volatile sig_atomic_t stop;
static _Atomic unsigned stop_at = UINT_MAX;

static int endless_news(struct str path, struct buf *body)
{
    const unsigned n = number_after(path, "n=");

    if (n == stop_at)
        stop = 1;
    add_text(body, n + 1);
    buf_addf(body, "<a href='/news?n=%u'>下一篇</a><a href='/news?n=%u'>再下一篇</a>", n + 1,
             n + 2);
    return 200;
}

/* A page that sends to itself by ever new addresses. */
static int redirects_by_script(struct str path, struct buf *body)
{
    buf_addf(body, "<meta http-equiv=refresh content='0;url=/r?n=%u'>",
             number_after(path, "n=") + 1);
    return 200;
}

/* A new session in every link, and another one where it leads. */
static int sessions_by_redirect(struct str path, struct buf *body)
{
    if (str_starts(path, STR("/art/")))
        return add_article(path, body);
    if (str_starts(path, STR("/show"))) {
        buf_addf(body, "/view?sid=%08x%08x", next_session * 2654435761U, next_session);
        next_session++;
        return 302;
    }
    return sessions(path, body);
}

/* A page with a fault that the server cannot show the second time. */
static _Atomic int illness; /* the status then; 200: a page without anything on it */

static int sometimes_ill(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/wrong.html'>页面</a>"));
    else if (!str_eq(path, STR("/wrong.html")))
        return 404;
    else if (illness)
        return illness;
    else
        buf_add(body,
                STR("<p>java.lang.NullPointerException at com.cms.Page.show(Page.java:12)</p>"));
    return 200;
}

/* Pages that open at the second try only. */
static _Atomic unsigned n_tries_at[4];
static _Atomic int64_t last_try, least_gap_ms; /* of all requests for them */

static void note_try(void)
{
    const int64_t now = clock_ms();

    if (last_try && now - last_try < least_gap_ms)
        least_gap_ms = now - last_try;
    last_try = now;
}

static int slow_to_rise(struct str path, struct buf *body)
{
    static const int first[] = { 500, 503, 200, 401 };
    const unsigned n = number_after(path, "/p");

    if (str_starts(path, STR("/p")))
        note_try();
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/p0'>一</a><a href='/p1'>二</a><a href='/p2'>三</a>"
                          "<a href='/p3'>四</a>"));
    else if (!str_starts(path, STR("/p")) || n >= COUNT_OF(first))
        return 404;
    else if (n_tries_at[n]++ == 0)
        return first[n];
    else
        add_text(body, n);
    return 200;
}

/* More files than are read at once; what is in them changes from run to run. */
enum { FILES = 40 };
enum { FILES_LEAK, FILES_BROKEN, FILES_CLEAN };
static _Atomic int files_state;

static int files(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/"))) {
        for (int i = 0; i < FILES; i++)
            buf_addf(body, "<a href='/%d.txt'>附件%d</a>", i, i);
        return 200;
    }
    if (!str_ends(path, STR(".txt")))
        return 404;
    if (files_state == FILES_BROKEN)
        buf_add(body, STR("PK\x03\x04 cut off"));
    else
        buf_addf(body, "%.*s 张小明 身份证号%s", STR_ARG(path),
                 files_state == FILES_LEAK ? "519902198506130010" : "519902********0010");
    return 200;
}

/* Two pages that wait for a style sheet; one of them is deadly to read. */
static int deadly(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/deadly.html'>一</a><a href='/good.html'>二</a>"));
    else if (str_eq(path, STR("/deadly.html")) || str_eq(path, STR("/good.html")))
        buf_addf(body,
                 "<link rel=stylesheet href='/s.css'><p>%.*s</p>"
                 "<a href='http://www.other.gov.cn/'>站外</a>",
                 STR_ARG(path));
    else
        return 404;
    return 200;
}

static void die_of_it(void *ctx, const struct site *site, struct str text)
{
    (void)ctx;
    (void)site;
    if (str_has(text, STR("/deadly.html")))
        (void)kill(getpid(), SIGKILL);
}

/* ---- the crawl ---- */

static struct inspection_progress crawl(maze_fn page, int64_t max_pages, int *n_requests)
{
    struct county c;

    county_open(&c, page, "dead-link,soft-error");

    const struct inspection_outcome out = county_inspect(&c, max_pages);

    *n_requests = maze_requests(c.maze);
    county_close(&c);
    return out.total;
}

/* Articles are found all the same, and the place without an end costs some hundred requests at
 * most. */
static void expect_bounded(maze_fn page, int max_requests)
{
    int n_requests;
    const struct inspection_progress total = crawl(page, 100000, &n_requests);

    assert_true(total.n_pages >= 31);
    if (n_requests > max_requests)
        fail_msg("%d requests", n_requests);
}

static void a_calendar_ends(void **state)
{
    (void)state;
    expect_bounded(calendar, 700);
}

static void a_path_that_grows_ends(void **state)
{
    (void)state;
    expect_bounded(growing_path, 700);
}

static void sessions_in_links_end(void **state)
{
    (void)state;
    expect_bounded(sessions, 700);
    expect_bounded(sessions_by_redirect, 5 * 700); /* many are taken before the first is read */
}

static void the_page_limit_ends_what_is_always_new(void **state)
{
    int n_requests;

    (void)state;
    assert_true(crawl(endless_news, 300, &n_requests).n_pages <= 302);
    assert_true(n_requests <= 305);
}

static void expect_bounded_with_stops(int64_t max_pages, int n_requests)
{
    const struct inspection_options o = { .max_pages = max_pages, .stop = &stop };
    struct county c;

    county_open(&c, endless_news, "dead-link,soft-error");
    for (stop_at = 30; stop_at <= 90; stop_at += 30) {
        stop = 0;
        (void)county_inspect_as(&c, &o);
        assert_true(stop);
    }
    stop = 0;
    stop_at = UINT_MAX;
    (void)county_inspect_as(&c, &o);
    n_requests += 4 * 10; /* each asks again for what was under way */
    if (maze_requests(c.maze) > n_requests)
        fail_msg("%d requests", maze_requests(c.maze));
    county_close(&c);
}

/* The number of pages, and what has been learnt of a place that says nothing new. */
static void stops_do_not_lift_the_limits(void **state)
{
    (void)state;
    expect_bounded_with_stops(95, 95);
    expect_bounded_with_stops(10000, 110);
}

/* false: the process did not survive it. */
static bool survives(struct county *c)
{
    const pid_t pid = fork();
    int status;

    if (pid == 0) {
        struct county own = *c;
        char url[128];

        (void)snprintf(url, sizeof(url), "sqlite:%s/store.db", c->dir);
        if (store_open(str_of(url), &own.store, NULL))
            _exit(1);
        (void)county_inspect_as(&own, &(struct inspection_options){ .max_pages = 10,
                                                                    .on_text = die_of_it,
                                                                    .after_crash = true });
        store_closep(&own.store);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return !WIFSIGNALED(status);
}

/* Also when it had waited for a sheet, and when nothing had been written to disk before. */
static void a_page_that_kills_the_process_is_left_out(void **state)
{
    struct county c;
    int n_deaths = 0;

    (void)state;
    county_open(&c, deadly, "hidden-link,soft-error");
    while (!survives(&c) && n_deaths < 10)
        n_deaths++;
    assert_in_range(n_deaths, 2, 4);
    county_close(&c);
}

static _Atomic int edition;

static int deadly_with_a_fault(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/deadly.html'>一</a>"));
    else if (str_eq(path, STR("/deadly.html")))
        buf_addf(body, "<p>/deadly.html 第%d版 张小明 身份证号519902198506130010</p>", edition);
    else
        return 404;
    return 200;
}

static void what_cannot_be_read_any_more_is_not_repaired(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, deadly_with_a_fault, "personal-data");
    assert_int_equal(open_findings(&c, county_inspect(&c, 10).run), 1);
    edition++;
    for (int n_deaths = 0; !survives(&c); n_deaths++)
        assert_true(n_deaths < 10);
    assert_int_equal(open_findings(&c, 2), 1);
    county_close(&c);
}

static void what_the_page_limit_left_is_not_judged_clean(void **state)
{
    struct arena a = { 0 };
    struct county c;
    struct str line;

    (void)state;
    county_open(&c, endless_news, "soft-error");

    const int64_t run = county_inspect(&c, 20).run;

    assert_int_equal(store_get_site(c.store, run, STR("5199010001"), &a, &line, NULL), RC_OK);
    assert_true(str_has(
        line, STR("{\"check\":\"soft-error\",\"reason\":\"页面数达到上限 20，其余未检查\"}")));
    arena_done(&a);
    county_close(&c);
}

/* Ever new pictures, elsewhere too, and what is no address, on every page. */
static int flood(struct str path, struct buf *body)
{
    const unsigned n = number_after(path, "p");

    if (!str_eq(path, STR("/")) && !str_starts(path, STR("/p")))
        return 404;
    if (n == stop_at)
        stop = 1;
    for (unsigned i = 100 * n; i < 100 * n + 100; i++)
        buf_addf(body,
                 "<img src='/i%u.gif'><a href='http://www.elsewhere.gov.cn/%u'>外</a>"
                 "<a href='http://[%u'>坏</a><a href='/p%u'>页</a>",
                 i, i, i, i);
    return 200;
}

static void a_flood_of_links_ends_and_is_told(void **state)
{
    struct arena a = { 0 };
    struct county c;
    struct str line;

    (void)state;
    county_open(&c, flood, "soft-error");

    const struct inspection_options o = { .max_pages = 100000, .max_links = 300, .stop = &stop };

    stop_at = 50; /* it knows all that it may then */
    (void)county_inspect_as(&c, &o);
    assert_true(stop);
    stop = 0;
    stop_at = UINT_MAX;

    const struct inspection_outcome out = county_inspect_as(&c, &o);

    assert_true(out.total.n_known <= 301);
    assert_int_equal(store_get_site(c.store, out.run, STR("5199010001"), &a, &line, NULL), RC_OK);
    assert_true(str_has(
        line, STR("{\"check\":\"soft-error\",\"reason\":\"网址数达到上限 300，其余未检查\"}")));
    arena_done(&a);
    county_close(&c);
}

/* Links below a folder whose name is as long as may be. */
static int long_base(struct str path, struct buf *body)
{
    if (!str_eq(path, STR("/")))
        return 404;
    buf_add(body, STR("<base href='/"));
    for (int i = 0; i < 8000; i++)
        buf_add_char(body, 'a');
    buf_add(body, STR("/'>"));
    for (int i = 0; i < 200; i++)
        buf_addf(body, "<img src='%d.gif'>", i);
    return 200;
}

static void long_urls_count_as_several(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, long_base, "soft-error");

    const struct inspection_outcome out =
        county_inspect_as(&c, &(struct inspection_options){ .max_links = 160 });

    assert_in_range(out.total.n_known, 11, 12); /* 16 times 512 bytes each */
    county_close(&c);
}

static void refreshes_without_end_end(void **state)
{
    int n_requests;

    (void)state;
    (void)crawl(redirects_by_script, 300, &n_requests);
    assert_true(n_requests <=
                300 + 20); /* robots.txt, the home page and its ten hops are not in the limit */
}

static void what_cannot_be_opened_for_the_moment_is_not_repaired(void **state)
{
    static const int states[] = { 0, 503, 503, 0, 200, 200, 404 };
    struct county c;

    (void)state;
    county_open(&c, sometimes_ill, "soft-error");
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        illness = states[i];
        assert_int_equal(open_findings(&c, county_inspect(&c, 10).run), states[i] != 404);
    }
    county_close(&c);
}

/* Each page that failed is asked for once more (but one that is not there, with 404), at the pace
 * that the site wants; to wait costs nothing. */
static void nothing_is_dead_at_the_first_try(void **state)
{
    enum { GAP_MS = 600 };
    const struct site_limits limits = { .gap_ms = GAP_MS };
    const struct inspection_options o = { .max_pages = 10, .limits = &limits };
    const int64_t begun = clock_ms();
    const clock_t used = clock();
    struct county c;

    (void)state;
    county_open(&c, slow_to_rise, "dead-link");
    least_gap_ms = INT64_MAX;
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &o).run), 0);
    for (size_t i = 0; i < COUNT_OF(n_tries_at); i++)
        assert_int_equal(n_tries_at[i], 2);
    assert_true(least_gap_ms >= GAP_MS / 2);
    assert_true((int64_t)(clock() - used) < (clock_ms() - begun) * (CLOCKS_PER_SEC / 1000) / 2);
    county_close(&c);
}

/* All files are read; what cannot be read keeps what was found in it; what is repaired is gone. */
static void findings_in_attachments_live_like_those_of_pages(void **state)
{
    static const struct {
        int state, n_open;
        int64_t max_attachment;
    } runs[] = {
        { FILES_LEAK, 0, -1 }, /* files are not read, and are no known ones for the next run */
        { FILES_LEAK, FILES, 0 },
        { FILES_LEAK, FILES, 0 },
        { FILES_BROKEN, FILES, 0 },
        { FILES_LEAK, FILES, 0 },
        { FILES_CLEAN, FILES, -1 },
        { FILES_CLEAN, FILES, 10 }, /* nor are those that are larger than this */
        { FILES_CLEAN, 0, 0 },
    };
    struct county c;

    (void)state;
    county_open(&c, files, "personal-data");
    for (size_t i = 0; i < COUNT_OF(runs); i++) {
        struct inspection_outcome out;

        files_state = runs[i].state;
        out =
            county_inspect_as(&c, &(struct inspection_options){
                                      .max_pages = 10, .max_attachment = runs[i].max_attachment });
        if (open_findings(&c, out.run) != runs[i].n_open)
            fail_msg("run %zu: %d findings", i, open_findings(&c, out.run));
    }
    county_close(&c);
}

/* ---- what is looked at every night, and what is not ---- */

/* A home page, a column, articles: one has a fault, one is missing. */
static _Atomic int n_articles, n_old_asked;
static _Atomic bool is_listed;

static int news(struct str path, struct buf *body)
{
    const unsigned n = number_after(path, "/t");

    if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<nav><a href='/news/'>政务动态</a></nav>"));
    } else if (str_eq(path, STR("/news/"))) {
        for (int i = is_listed ? 1 : 2; i <= n_articles; i++)
            buf_addf(body, "<a href='/a/t%d.html'>文章%d</a>", i, i);
        buf_add(body, STR("<a href='/missing.html'>缺失</a>"));
    } else if (n >= 1 && n <= (unsigned)n_articles) {
        n_old_asked += n <= 3;
        if (n == 1)
            buf_add(body,
                    STR("<p>java.lang.NullPointerException at com.Page.show(Page.java:9)</p>"));
        else
            add_text(body, n);
    } else {
        return 404;
    }
    return 200;
}

static enum rc note_seen(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    if (strcmp(f->finding.check, "soft-error") == 0)
        *(int64_t *)ctx = f->last_seen;
    return RC_OK;
}

enum { FIRST_NIGHT = 1795392000, NIGHT_S = 24 * 3600 };

/* When the faulty article was last seen, as the run of that night tells it; 0: it is gone. */
static int64_t night(struct county *c, int nth, bool is_incremental)
{
    const struct inspection_options o = { .max_pages = 100,
                                          .now = FIRST_NIGHT + nth * (int64_t)NIGHT_S,
                                          .is_incremental = is_incremental };
    int64_t seen = 0;

    n_old_asked = 0;
    assert_int_equal(
        store_each_finding(c->store, county_inspect_as(c, &o).run, note_seen, &seen, NULL), RC_OK);
    return seen;
}

static void a_night_looks_at_what_is_new_and_keeps_the_rest(void **state)
{
    struct county c;
    struct str line;
    struct arena a = { 0 };

    (void)state;
    county_open(&c, news, "dead-link,soft-error");
    n_articles = 3;
    is_listed = true;
    assert_int_equal(night(&c, 0, true), FIRST_NIGHT); /* nothing is known: all is looked at */
    assert_int_equal(n_old_asked, 3);
    n_articles = 5;
    is_listed = false; /* the column has moved on; the article is still there */

    const int before = maze_requests(c.maze);

    assert_int_equal(night(&c, 1, true), FIRST_NIGHT);
    assert_int_equal(n_old_asked, 0);
    /* robots.txt, home, column, two new articles, what was missing (twice, and its second try) */
    assert_true(maze_requests(c.maze) - before <= 8);
    assert_int_equal(store_get_site(c.store, 2, STR("5199010001"), &a, &line, NULL), RC_OK);
    assert_true(str_has(line, STR("\"not_looked\":3")) && str_has(line, STR("\"complete\":false")));
    assert_int_equal(open_findings(&c, 2), 2); /* it, and the dead link */
    assert_int_equal(night(&c, 2, true), FIRST_NIGHT);
    assert_int_equal(n_old_asked, 0);
    assert_int_equal(night(&c, 3, false), 0); /* nothing leads there any more */
    arena_done(&a);
    county_close(&c);
}

/* A fault, and a way on that takes longer. */
static int fault_and_more(struct str path, struct buf *body)
{
    const unsigned n = number_after(path, "/more");

    if (str_eq(path, STR("/wrong.html")))
        return sometimes_ill(path, body);
    add_text(body, n + 1);
    buf_addf(body, "<a href='/more%u.html'>更多</a>", n < 9 ? n + 1 : 9);
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/wrong.html'>页面</a>"));
    if (n == stop_at)
        stop = 1;
    return 200;
}

static int open_by(struct county *c, const char *check_ids, bool is_incremental)
{
    check_set_free(c->set);
    assert_int_equal(
        check_set_load(str_of(check_ids), XJ_SOURCE_DIR "/data/checks.yaml", &c->set, NULL), RC_OK);
    return open_findings(
        c, county_inspect_as(
               c, &(struct inspection_options){ .is_incremental = is_incremental, .stop = &stop })
               .run);
}

static void what_other_checks_left_unfinished_is_no_known_page(void **state)
{
    (void)state;
    for (int is_incremental = 0; is_incremental < 2; is_incremental++) {
        struct county c;

        illness = 0;
        county_open(&c, fault_and_more, "soft-error");
        assert_int_equal(open_by(&c, "soft-error", false), 1);
        stop_at = 8;
        (void)open_by(&c, "dead-link", false);
        assert_true(stop);
        stop = 0;
        stop_at = UINT_MAX;
        assert_int_equal(open_by(&c, "soft-error", is_incremental), 1);
        county_close(&c);
    }
}

static void count_left(void *ctx, const struct site *site, bool is_begun)
{
    (void)site;
    *(int *)ctx += is_begun ? 100 : 1;
}

static struct site_limits limits;
static const struct maze *quiet_maze;
static int n_told, n_asked_early;

/* They end while it waits. */
static void end_quiet_hours(void *ctx, const struct inspection_progress *p)
{
    (void)ctx;
    (void)p;
    if (++n_told != 3)
        return;
    n_asked_early = maze_requests(quiet_maze);
    limits = (struct site_limits){ 0 };
}

static void nothing_is_asked_in_quiet_hours(void **state)
{
    enum { OFFSET_S = 12 * 3600 };
    int n_left = 0;
    struct inspection_options o = { .max_pages = 100,
                                    .limits = &limits,
                                    .clock_offset_s = OFFSET_S,
                                    .give_up_at = 1,
                                    .on_left = count_left,
                                    .ctx = &n_left };
    struct county c;

    (void)state;
    n_articles = 3;
    is_listed = true;
    limits = (struct site_limits){ .quiet = { hours_around_now(OFFSET_S) } };
    county_open(&c, news, "soft-error");
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &o).run), 0);
    assert_int_equal(maze_requests(c.maze), 0);
    assert_int_equal(n_left, 1);
    quiet_maze = c.maze;
    n_told = 0;
    n_asked_early = -1;
    o.give_up_at = 0;
    o.on_progress = end_quiet_hours;
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &o).run), 1);
    assert_int_equal(n_asked_early, 0);
    assert_int_equal(n_left, 1);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_calendar_ends),
        cmocka_unit_test(a_path_that_grows_ends),
        cmocka_unit_test(sessions_in_links_end),
        cmocka_unit_test(the_page_limit_ends_what_is_always_new),
        cmocka_unit_test(stops_do_not_lift_the_limits),
        cmocka_unit_test(a_page_that_kills_the_process_is_left_out),
        cmocka_unit_test(what_cannot_be_read_any_more_is_not_repaired),
        cmocka_unit_test(what_the_page_limit_left_is_not_judged_clean),
        cmocka_unit_test(a_flood_of_links_ends_and_is_told),
        cmocka_unit_test(long_urls_count_as_several),
        cmocka_unit_test(refreshes_without_end_end),
        cmocka_unit_test(what_cannot_be_opened_for_the_moment_is_not_repaired),
        cmocka_unit_test(nothing_is_dead_at_the_first_try),
        cmocka_unit_test(findings_in_attachments_live_like_those_of_pages),
        cmocka_unit_test(a_night_looks_at_what_is_new_and_keeps_the_rest),
        cmocka_unit_test(what_other_checks_left_unfinished_is_no_known_page),
        cmocka_unit_test(nothing_is_asked_in_quiet_hours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
