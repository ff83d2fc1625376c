/* The home page is where a site begins: it is read in every run, and once. */
#include "base/base.h"

#include "crawl_support.h"
#include "store/journal.h"

#include <signal.h>

static volatile sig_atomic_t stop;
static _Atomic int n_index_asked, n_home_asked, n_searched;
static _Atomic bool has_moved, is_cut, search_moves;

/* Stops the run, and answers when that has ended. */
static void cut_off(void)
{
    if (!is_cut)
        return;
    is_cut = false;
    stop = 1;
    while (stop)
        clock_wait(1);
}

/* A page that stands below the home page, and then in its place. */
static int moves(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")) && has_moved) {
        buf_add(body, STR("/index.html"));
        return 302;
    }
    if (str_eq(path, STR("/")) || str_eq(path, STR("/index.html"))) {
        n_index_asked += path.n > 1;
        if (has_moved)
            cut_off();
        add_text(body, (unsigned)path.n);
        buf_add(body, STR("<nav><a href='/index.html'>首页</a><a href='/a.html'>动态</a></nav>"));
        return 200;
    }
    return 404;
}

/* A home page that is not judged before its sheet has come, and a page with a fault. */
static int waits(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/s.css"))) {
        cut_off();
        buf_add(body, STR("p{color:red}"));
    } else if (str_eq(path, STR("/"))) {
        n_home_asked++;
        add_text(body, 1);
        buf_add(body, STR("<link rel=stylesheet href='/s.css'><a href='http://x.other.gov.cn/'>外"
                          "</a><a href='/ill.html'>页面</a>"));
    } else if (str_eq(path, STR("/ill.html"))) {
        buf_add(body, STR("<p>java.lang.NullPointerException at com.Page.show(Page.java:9)</p>"));
    } else {
        return 404;
    }
    return 200;
}

/* A home page that opens at the third try. */
static int rises(struct str path, struct buf *body)
{
    if (!str_eq(path, STR("/")))
        return waits(path, body);
    if (n_home_asked == 1)
        cut_off();
    buf_add(body, STR("<a href='/ill.html'>页面</a>"));
    return ++n_home_asked < 3 ? 503 : 200;
}

/* A home page that each visitor is led to by a way of his own; the first way leads nowhere. */
static int gives_sessions(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/"))) {
        buf_addf(body, "/home?s=%d", ++n_home_asked);
        return 302;
    }
    if (str_starts(path, STR("/home?")))
        buf_add(body, STR("<a href='/ill.html'>页面</a>"));
    else if (!str_eq(path, STR("/ill.html")))
        return 404;
    else
        return waits(path, body);
    return number_after(path, "s=") == 1 ? 503 : 200;
}

/* Two splash pages, of which the first waits for its sheet until the home page is known. */
static int splashes(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/s.css"))) {
        clock_wait(300);
        buf_add(body, STR("p{color:red}"));
    } else if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<meta http-equiv=refresh content='0;url=/second.html'>"
                          "<link rel=stylesheet href='/s.css'><a href='http://x.other.gov.cn/'>外"
                          "</a>"));
    } else if (str_eq(path, STR("/second.html"))) {
        buf_add(body, STR("<meta http-equiv=refresh content='0;url=/index.html'>"));
    } else if (str_eq(path, STR("/index.html"))) {
        add_text(body, 1);
        buf_add(body, STR("<form action='/so'><input name=q><input type=submit value=搜索></form>"
                          "<a href='/a.html'>动态</a><a href='/b.html'>公开</a>"));
    } else {
        return 404;
    }
    return 200;
}

/* A page that says it was published two days after the run began. */
static int early(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<a href='/a.html'>通知</a>"));
    } else if (str_eq(path, STR("/a.html"))) {
        cut_off();
        buf_add(body, STR("<meta name=ArticleTitle content=全县农村公路养护工作推进会召开>"
                          "<meta name=PubDate content=2026-11-25><h1>全县农村公路养护工作推进会召"
                          "开</h1><p>发布时间：2026-11-25</p>"));
        add_text(body, 1);
    } else {
        return 404;
    }
    return 200;
}

/* A home page with a search form, and an article to be searched for. */
static int searches(struct str path, struct buf *body)
{
    if (str_starts(path, STR("/so?")) && search_moves) {
        buf_add(body, STR("/result?id=1"));
        return 302;
    }
    if (str_starts(path, STR("/so?")) || str_starts(path, STR("/result?"))) {
        n_searched++;
        buf_add(body, STR("<p>共找到 0 条结果</p><p>抱歉，没有找到相关信息</p>"));
    } else if (str_eq(path, STR("/"))) {
        n_home_asked++;
        buf_add(body, STR("<form action='/so'><input name=q><input type=submit value=搜索></form>"
                          "<a href='/a.html'>全县工作推进会召开</a>"));
    } else if (str_eq(path, STR("/a.html"))) {
        cut_off();
        buf_add(body, STR("<meta name=ArticleTitle content=全县农村公路养护工作推进会召开>"
                          "<meta name=PubDate content=2026-09-18><h1>全县农村公路养护工作推进会召"
                          "开</h1><p>发布时间：2026-09-18</p>"));
        add_text(body, 1);
    } else {
        return 404;
    }
    return 200;
}

static enum rc count_check(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    *(int *)ctx += !f->gone && strcmp(f->finding.check, "site-unreachable") == 0;
    return RC_OK;
}

/* Which the last run knew, and does not look at at all. */
static void a_home_page_that_moves_to_a_known_page_opens(void **state)
{
    const struct inspection_options second = { .max_pages = 100,
                                               .now = 1795392000 + 86400,
                                               .is_incremental = true };
    struct county c;
    int n_unreachable = 0;

    (void)state;
    has_moved = false;
    county_open(&c, moves, "site-unreachable,soft-error");
    (void)county_inspect(&c, 100);
    has_moved = true;
    n_index_asked = 0;

    const struct inspection_outcome out = county_inspect_as(&c, &second);

    assert_int_equal(n_index_asked, 1);
    assert_int_equal(store_each_finding(c.store, out.run, count_check, &n_unreachable, NULL),
                     RC_OK);
    assert_int_equal(n_unreachable, 0);
    county_close(&c);
}

static const struct inspection_options may_stop = { .max_pages = 100, .stop = &stop };

static void a_run_that_ended_on_the_way_home_goes_on_there(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, moves, "site-unreachable,soft-error");
    has_moved = is_cut = true;
    (void)county_inspect_as(&c, &may_stop);
    assert_true(stop);
    stop = 0;
    n_index_asked = 0;
    (void)county_inspect_as(&c, &may_stop);
    assert_int_equal(n_index_asked, 1);
    county_close(&c);
}

static void a_home_page_that_was_opened_and_not_read_is_asked_for_again(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, waits, "hidden-link,soft-error");
    is_cut = true;
    (void)county_inspect_as(&c, &may_stop);
    assert_true(stop);
    stop = 0;
    n_home_asked = 0;
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &may_stop).run), 1);
    assert_int_equal(n_home_asked, 1);
    county_close(&c);
}

/* Its home page, which has the form, was read by the one that was cut off. */
static void a_run_that_goes_on_searches_all_the_same(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, searches, "search-quality");
    n_home_asked = n_searched = 0;
    is_cut = true;
    (void)county_inspect_as(&c, &may_stop);
    assert_true(stop);
    stop = 0;
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &may_stop).run), 1);
    assert_int_equal(n_home_asked, 1);
    assert_int_equal(n_searched, 1);
    county_close(&c);
}

static void a_search_that_leads_elsewhere_is_one_all_the_same(void **state)
{
    struct county c;

    (void)state;
    is_cut = false;
    search_moves = true;
    county_open(&c, searches, "search-quality");
    n_searched = 0;
    assert_int_equal(open_findings(&c, county_inspect(&c, 100).run), 1);
    assert_int_equal(n_searched, 1);
    search_moves = false;
    county_close(&c);
}

static void each_try_begins_where_a_reader_does(void **state)
{
    const struct inspection_options o = { .max_pages = 100, .n_tries = 3 };
    struct county c;

    (void)state;
    county_open(&c, gives_sessions, "soft-error");
    n_home_asked = 0;
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &o).run), 1);
    assert_int_equal(n_home_asked, 2);
    county_close(&c);
}

static void a_splash_page_that_waits_does_not_come_back(void **state)
{
    struct arena a = { 0 };
    struct county c;
    struct str line;

    (void)state;
    county_open(&c, splashes, "hidden-link,search-entry");

    const int64_t run = county_inspect(&c, 100).run;

    assert_int_equal(open_findings(&c, run), 0);
    assert_int_equal(store_get_site(c.store, run, STR("5199010001"), &a, &line, NULL), RC_OK);
    assert_false(str_has(line, STR("search-entry"))); /* which was judged, of the last page */
    arena_done(&a);
    county_close(&c);
}

/* Of the only run, which is to go on: it began so many days ago. */
static void put_back(const struct county *c, int days)
{
    struct journal *j;
    char path[128], note[64];

    (void)snprintf(path, sizeof(path), "%s/work/journal.db", c->dir);
    (void)snprintf(note, sizeof(note), "{\"begun\":%lld}",
                   (long long)(clock_now() - days * (int64_t)86400));
    assert_int_equal(journal_open(path, &j, NULL), RC_OK);
    assert_int_equal(journal_put_note(j, 0, 1, "store-run", str_of(note), NULL), RC_OK);
    assert_int_equal(journal_commit(j, NULL), RC_OK);
    journal_closep(&j);
}

static void a_page_is_judged_by_the_day_it_came(void **state)
{
    static const struct {
        int days, n_findings;
    } cases[] = { { 0, 1 }, { 3, 0 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct county c;

        county_open(&c, early, "impossible-date");
        is_cut = true;
        (void)county_inspect_as(&c, &may_stop);
        assert_true(stop);
        stop = 0;
        put_back(&c, cases[i].days);
        assert_int_equal(open_findings(&c, county_inspect_as(&c, &may_stop).run),
                         cases[i].n_findings);
        county_close(&c);
    }
}

/* It looks at a few pages, and at the home page as the check wants it. */
static void a_second_look_asks_as_others_do_too(void **state)
{
    struct str home;
    const struct site_focus focus = { .urls = &home, .n = 1 };
    const struct inspection_options o = { .max_pages = 100, .focus = &focus };
    struct arena a = { 0 };
    struct county c;
    struct str line;

    (void)state;
    is_cut = false;
    county_open(&c, searches, "cloaking");
    home = str_of(c.home);
    n_home_asked = 0;

    const int64_t run = county_inspect_as(&c, &o).run;

    assert_int_equal(n_home_asked, 1 + GUISE_N);
    assert_int_equal(store_get_site(c.store, run, STR("5199010001"), &a, &line, NULL), RC_OK);
    assert_false(str_has(line, STR("cloaking")));
    arena_done(&a);
    county_close(&c);
}

static struct site_limits limits;

static void end_quiet_hours(void *ctx, const struct inspection_progress *p)
{
    (void)ctx;
    (void)p;
    limits = (struct site_limits){ 0 };
}

static void a_run_that_goes_on_in_quiet_hours_goes_on_after_them(void **state)
{
    struct inspection_options o = may_stop;
    struct county c;

    (void)state;
    county_open(&c, rises, "soft-error");
    n_home_asked = 0;
    is_cut = true;
    limits = (struct site_limits){ 0 };
    o.limits = &limits;
    o.n_tries = 3;
    (void)county_inspect_as(&c, &o);
    assert_true(stop);
    stop = 0;
    limits.quiet[0] = hours_around_now(0);
    o.on_progress = end_quiet_hours;
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &o).run), 1);
    county_close(&c);
}

static int is_down(struct str path, struct buf *body)
{
    (void)path;
    buf_add(body, STR("<title>系统维护中</title><p>网站正在升级维护，敬请谅解。</p>"));
    return 200;
}

static void a_site_that_shows_nothing_of_itself_was_not_seen_whole(void **state)
{
    struct county c;
    struct str line;
    struct arena a = { 0 };

    (void)state;
    county_open(&c, is_down, "soft-error");
    assert_int_equal(
        store_get_site(c.store, county_inspect(&c, 100).run, STR("5199010001"), &a, &line, NULL),
        RC_OK);
    assert_true(str_has(line, STR("\"complete\":false")));
    assert_true(str_has(line, STR("\"incomplete_reason\":\"首页只说网站正在维护或建设，没有网站内容\"")));
    arena_done(&a);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_home_page_that_moves_to_a_known_page_opens),
        cmocka_unit_test(a_run_that_ended_on_the_way_home_goes_on_there),
        cmocka_unit_test(a_home_page_that_was_opened_and_not_read_is_asked_for_again),
        cmocka_unit_test(a_run_that_goes_on_searches_all_the_same),
        cmocka_unit_test(a_search_that_leads_elsewhere_is_one_all_the_same),
        cmocka_unit_test(each_try_begins_where_a_reader_does),
        cmocka_unit_test(a_splash_page_that_waits_does_not_come_back),
        cmocka_unit_test(a_page_is_judged_by_the_day_it_came),
        cmocka_unit_test(a_second_look_asks_as_others_do_too),
        cmocka_unit_test(a_run_that_goes_on_in_quiet_hours_goes_on_after_them),
        cmocka_unit_test(a_site_that_shows_nothing_of_itself_was_not_seen_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
