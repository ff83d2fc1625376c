/* What answers are taken for: redirects, the same page once more, nothing new. */
#include "base/base.h"

#include "crawl_support.h"

#include <signal.h>

/* Every article has moved, within its own kind of address and from another one. */
enum { MOVED = 150 };

static int moved(struct str path, struct buf *body)
{
    const unsigned old = number_after(path, "/old/t2026_"), id = number_after(path, "/go?id=");

    if (str_eq(path, STR("/"))) {
        for (int i = 1; i <= MOVED; i++)
            buf_addf(body, "<a href='/old/t2026_%d.html'>旧</a><a href='/go?id=%d'>看</a>", i, i);
        return 200;
    }
    if (old > MOVED || str_starts(path, STR("/art/"))) {
        add_other_text(body, old + number_after(path, "t2026_") + 1);
        return 200;
    }
    if (old)
        buf_addf(body, "/old/t2026_%u.html", old + 1000);
    else
        buf_addf(body, "/art/t2026_%u.html", id);
    return old || id ? 302 : 404;
}

/* Each redirect leads to another one; from links of the site's own and to other servers. */
static _Atomic unsigned outside_port;

static int redirects_without_end(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/"))) {
        link_to_articles(body);
        buf_addf(body,
                 "<a href='/to?n=1'>看</a><a href='http://www.other.cn:%u/to?n=1000000'>看</a>",
                 outside_port);
    } else if (str_starts(path, STR("/to?"))) {
        buf_addf(body, "/to?n=%u", number_after(path, "n=") + 1);
        return 302;
    } else {
        return add_article(path, body);
    }
    return 200;
}

/* A page that never was anything else than unchanged. */
static int unchanged_since_ever(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/a.html'>页面</a>"));
    return str_eq(path, STR("/")) ? 200 : str_eq(path, STR("/a.html")) ? 304 : 404;
}

/* A long document, each paragraph of which has a name. */
static int long_document(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        for (int i = 0; i < 100; i++)
            buf_addf(body, "<a href='/law.html#p%d'>第%d条</a><a href='/short.html#p%d'>条</a>",
                     30 * i, i, i / 50);
    else if (str_eq(path, STR("/law.html")))
        for (int i = 0; i < 3000; i++)
            buf_addf(body, "<p id=p%d>%d</p>", i, i);
    else if (str_eq(path, STR("/short.html")))
        buf_add(body, STR("<p id=p1>一</p>"));
    else
        return 404;
    return 200;
}

/* The same page under many addresses; the last one answers first. */
enum { NAMES = 14, NAME_MS = 60 };

static int many_names(struct str path, struct buf *body)
{
    const unsigned n = number_after(path, "/p?n=");

    if (str_eq(path, STR("/"))) {
        for (int i = 1; i <= NAMES; i++)
            buf_addf(body, "<a href='/p?n=%d'>页</a>", i);
        return 200;
    }
    if (n < 1 || n > NAMES)
        return 404;
    clock_wait((NAMES - n) * NAME_MS);
    add_text(body, 7);
    return 200;
}

/* What was missing shows the page that is known by another address, and later. */
static _Atomic bool is_there;

static int another_name(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<nav><a href='/news/'>政务动态</a></nav>"));
    else if (str_eq(path, STR("/news/")))
        buf_add(body, STR("<a href='/a/first.html'>一</a><a href='/a/known.html'>二</a>"));
    else if (str_eq(path, STR("/a/known.html")) || (str_eq(path, STR("/a/first.html")) && is_there))
        add_text(body, 7);
    else
        return 404;
    return 200;
}

/* The home page has moved to another host; each page there leads to the next one. */
enum { CHAIN = 12, STOP_AT = 4 };
static volatile sig_atomic_t stop;

static int chain(struct str path, struct buf *body)
{
    const unsigned n = number_after(path, "/next/");

    if (str_eq(path, STR("/"))) {
        buf_addf(body, "http://www2.maze.gov.cn:%u/next/1", outside_port);
        return 302;
    }
    if (n == 0)
        return 404;
    stop = n == STOP_AT;
    add_other_text(body, n);
    if (n < CHAIN)
        buf_addf(body, "<a href='/next/%u'>下一页</a>", n + 1);
    return 200;
}

/* A page with a fault, and a firewall that a cookie does not satisfy. */
static _Atomic bool is_guarded;

static int guarded(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/wrong.html'>页面</a>"));
    else if (is_guarded)
        buf_add(body, STR("/wrong.html\r\nSet-Cookie: a=1"));
    else
        buf_add(body, STR("<p>java.lang.NullPointerException at com.Page.show(Page.java:9)</p>"));
    return is_guarded && !str_eq(path, STR("/")) ? 302 : 200;
}

static void what_a_cookie_hides_is_not_repaired(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, guarded, "soft-error");
    for (int i = 0; i < 4; i++) {
        is_guarded = i == 1 || i == 2;
        assert_int_equal(open_findings(&c, county_inspect(&c, 10).run), 1);
    }
    county_close(&c);
}

static void what_has_moved_is_read(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, moved, "dead-link");
    assert_int_equal(county_inspect(&c, 10000).total.n_pages, 1 + 2 * MOVED);
    county_close(&c);
}

static void redirects_without_end_end(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, redirects_without_end, "dead-link");
    outside_port = maze_port(c.maze);
    /* the two links, the one within the site as a fault and that to the other server as a notice */
    assert_int_equal(open_findings(&c, county_inspect(&c, 1000).run), 2);
    assert_in_range(maze_requests(c.maze), 31 + 2 * 10, 31 + 2 * 10 + 10);
    county_close(&c);
}

static void places_are_not_missing_where_there_are_many(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, long_document, "dead-link");
    assert_int_equal(open_findings(&c, county_inspect(&c, 10).run), 1); /* short.html#p0 */
    county_close(&c);
}

static void a_page_may_have_many_names(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    county_open(&c, many_names, "dead-link");
    out = county_inspect(&c, 100);
    assert_int_equal(open_findings(&c, out.run), 0);
    assert_int_equal(out.total.n_pages, 2);
    county_close(&c);
}

static void unchanged_is_no_answer_to_who_asks_the_first_time(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, unchanged_since_ever, "dead-link");
    assert_int_equal(open_findings(&c, county_inspect(&c, 10).run), 1);
    assert_int_equal(open_findings(&c, county_inspect(&c, 10).run), 1);
    county_close(&c);
}

static void a_night_counts_the_pages_that_it_read(void **state)
{
    const struct inspection_options o = { .max_pages = 100,
                                          .now = 1795392000 + 24 * 3600,
                                          .is_incremental = true };
    struct county c;

    (void)state;
    county_open(&c, another_name, "dead-link");
    is_there = false;
    assert_int_equal(county_inspect(&c, 100).total.n_pages, 3);
    is_there = true;
    assert_int_equal(county_inspect_as(&c, &o).total.n_pages, 3);
    county_close(&c);
}

/* A letter and a counter that nobody touches. */
static int left_alone(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/xx/1.html'>信件</a><a href='/tj/'>统计</a>"));
    else if (str_eq(path, STR("/xx/1.html")))
        buf_add(body, STR("<title>停水</title><meta name=ColumnName content=县长信箱><table>"
                          "<tr><th>来信标题</th><td>关于停水的反映</td></tr>"
                          "<tr><th>来信时间</th><td>2026-11-01 09:12</td></tr>"
                          "<tr><th>来信内容</th><td>三号楼夜间停水，请帮助解决。</td></tr>"
                          "<tr><th>办理状态</th><td>办理中</td></tr></table>"));
    else if (str_eq(path, STR("/tj/")))
        buf_add(body,
                STR("<title>政务服务</title><p>截至2026年10月31日，全县累计办件512345件</p>"));
    else
        return 404;
    return 200;
}

static void what_nobody_touches_grows_old(void **state)
{
    const struct inspection_options o = { .now = 1795392000 + (int64_t)150 * 24 * 3600 };
    struct county c;

    (void)state;
    county_open(&c, left_alone, "unanswered-message,stale-statistics");
    assert_int_equal(open_findings(&c, county_inspect(&c, 0).run), 0);
    assert_int_equal(open_findings(&c, county_inspect(&c, 0).run), 0);
    assert_int_equal(open_findings(&c, county_inspect_as(&c, &o).run), 2);
    county_close(&c);
}

static struct maze *annex;

static int annex_page(struct str path, struct buf *body)
{
    (void)path;
    buf_add(body, STR("<p>java.lang.NullPointerException at com.cms.Page.show(Page.java:12)</p>"));
    return 200;
}

static int with_an_annex(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/a.html'>页面</a>"));
    else if (str_eq(path, STR("/a.html")))
        buf_addf(body, "<a href='http://www.maze.gov.cn:%u/x.html'>分站</a>", maze_port(annex));
    else
        return 404;
    return 200;
}

static void an_unchanged_page_leads_to_a_domain_that_is_the_sites_now(void **state)
{
    struct county c;

    (void)state;
    annex = maze_start(annex_page);
    county_open(&c, with_an_annex, "soft-error");
    assert_int_equal(open_findings(&c, county_inspect(&c, 0).run), 0);
    (void)snprintf(c.domains, sizeof(c.domains), "www.maze.gov.cn:%u", maze_port(annex));
    assert_int_equal(open_findings(&c, county_inspect(&c, 0).run), 1);
    county_close(&c);
    maze_stop(annex);
}

static _Atomic bool is_gone_asked;

/* The page that is known first answers when the other was read. */
static int out_of_order(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<a href='/first'>一</a><a href='/second'>二</a>"));
        return 200;
    }
    is_gone_asked = is_gone_asked || str_eq(path, STR("/gone"));
    for (int i = 0; i < 100 && str_eq(path, STR("/first")) && !is_gone_asked; i++)
        clock_wait(20);
    if (!str_eq(path, STR("/first")) && !str_eq(path, STR("/second")))
        return 404;
    add_other_text(body, (unsigned)path.n);
    buf_addf(body, "<a href='/gone'>%.*s</a>", STR_ARG(path));
    return 200;
}

static enum rc expect_first(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    assert_true(str_ends(f->finding.url, STR("/first")));
    assert_true(str_eq(f->finding.where, STR("body a[1]")));
    assert_true(str_eq(f->finding.excerpt, STR("/first")));
    ++*(int *)ctx;
    return RC_OK;
}

static void a_dead_link_has_its_place_on_the_page_known_first(void **state)
{
    struct county c;
    int n = 0;

    (void)state;
    is_gone_asked = false;
    county_open(&c, out_of_order, "dead-link");
    assert_int_equal(store_each_finding(c.store, county_inspect(&c, 0).run, expect_first, &n, NULL),
                     RC_OK);
    assert_int_equal(n, 1);
    assert_true(is_gone_asked);
    county_close(&c);
    assert_int_not_equal(access(c.dir, F_OK), 0); /* all of it was removed */
}

static void a_run_that_goes_on_knows_where_the_home_page_is(void **state)
{
    const struct inspection_options o = { .max_pages = 100, .stop = &stop };
    struct county c;

    (void)state;
    county_open(&c, chain, "soft-error");
    outside_port = maze_port(c.maze);
    (void)county_inspect_as(&c, &o);
    assert_true(stop);
    stop = 0;
    assert_int_equal(county_inspect(&c, 100).total.n_pages, CHAIN);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_moved_is_read),
        cmocka_unit_test(redirects_without_end_end),
        cmocka_unit_test(places_are_not_missing_where_there_are_many),
        cmocka_unit_test(a_page_may_have_many_names),
        cmocka_unit_test(a_night_counts_the_pages_that_it_read),
        cmocka_unit_test(what_nobody_touches_grows_old),
        cmocka_unit_test(an_unchanged_page_leads_to_a_domain_that_is_the_sites_now),
        cmocka_unit_test(a_run_that_goes_on_knows_where_the_home_page_is),
        cmocka_unit_test(a_dead_link_has_its_place_on_the_page_known_first),
        cmocka_unit_test(what_a_cookie_hides_is_not_repaired),
        cmocka_unit_test(unchanged_is_no_answer_to_who_asks_the_first_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
