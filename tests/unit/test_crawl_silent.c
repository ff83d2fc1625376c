/* A server that falls silent, and a site that takes too long: the rest is not looked at. */
#include "base/base.h"

#include "crawl_support.h"
#include "store/journal.h"

#include <stdatomic.h>

enum { ARTICLES = 400, GOOD = 20, LIMIT_MS = 150 };

static _Atomic int n_articles, n_robots;
static _Atomic bool is_silent, is_endless, says_robots;

/* Every article has a dead link; the list leads to all of them. */
static int page(struct str path, struct buf *body)
{
    const bool is_article = str_starts(path, STR("/art/"));

    n_articles += is_article;
    if (is_silent && n_articles > GOOD && !(says_robots && str_starts(path, STR("/robots"))))
        return -1;
    if (str_eq(path, STR("/robots.txt")) || str_starts(path, STR("/gone")))
        return 404;
    if (is_endless)
        clock_wait(20);
    add_other_text(body, (unsigned)str_hash(path));
    if (is_article)
        buf_addf(body, "<a href='/gone/%u'>x</a>", number_after(path, "t2026_"));
    for (int i = 0; i < ARTICLES && !is_article; i++)
        buf_addf(body, "<a href='/art/t2026_%d.html'>文章%d</a>", i, i);
    return 200;
}

static struct inspection_outcome inspect(struct county *c, int64_t max_site_ms)
{
    n_articles = 0;
    return county_inspect_as(
        c, &(struct inspection_options){ .max_site_ms = max_site_ms,
                                         .fetch = { .first_byte_ms = LIMIT_MS } });
}

static void expect_result(struct county *c, int64_t run, const char *words)
{
    struct arena a = { 0 };
    struct str json;

    assert_int_equal(store_get_site(c->store, run, STR("5199010001"), &a, &json, NULL), RC_OK);
    if (!str_has(json, str_of(words)))
        fail_msg("%.*s", STR_ARG(json));
    arena_done(&a);
}

static enum rc count_gone(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    *(int *)ctx += f->gone != 0;
    return RC_OK;
}

static int gone_findings(struct county *c, int64_t run)
{
    int n = 0;

    assert_int_equal(store_each_finding(c->store, run, count_gone, &n, NULL), RC_OK);
    return n;
}

/* The run since which what is known of the site may be kept. */
static uint32_t base(const struct county *c)
{
    struct arena a = { 0 };
    struct journal *j = NULL;
    uint32_t number = 0, run;

    assert_int_equal(journal_open(arena_printf(&a, "%s/work/journal.db", c->dir).p, &j, NULL),
                     RC_OK);
    assert_int_equal(journal_site(j, STR("5199010001"), &number, NULL), RC_OK);
    run = journal_site_base(j, number, check_set_hash(c->set));
    journal_closep(&j);
    arena_done(&a);
    return run;
}

static void open_county(struct county *c)
{
    is_silent = is_endless = says_robots = false;
    county_open(c, page, "dead-link");
}

static void the_rest_of_a_silent_site_is_not_asked(void **state)
{
    struct county c;
    struct inspection_outcome out;
    uint32_t first;
    int64_t begun;

    (void)state;
    open_county(&c);
    assert_int_equal(open_findings(&c, inspect(&c, 0).run), ARTICLES);
    first = base(&c);

    is_silent = true;
    begun = clock_ms();
    out = inspect(&c, 0);
    assert_true(n_articles < ARTICLES / 2); /* both tries together */
    assert_true(clock_ms() - begun < 20 * LIMIT_MS);
    expect_result(&c, out.run, "部分页面连续超时，另有");
    assert_int_equal(gone_findings(&c, out.run), 0);
    assert_int_equal(open_findings(&c, out.run), 0); /* what made up the silence is none */
    assert_true(base(&c) > first);

    is_silent = false;
    out = inspect(&c, 0);
    expect_result(&c, out.run, "\"unknown\":[]");
    assert_int_equal(open_findings(&c, out.run), ARTICLES);
    county_close(&c);
}

/* What lies before it still answers for it. */
static void a_server_that_answers_robots_alone_is_silent(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    open_county(&c);
    is_silent = says_robots = true;
    out = inspect(&c, 0);
    assert_true(n_articles < ARTICLES * 3 / 2); /* both tries together */
    expect_result(&c, out.run, "部分页面连续超时，另有");
    county_close(&c);
}

/* ---- a part that hangs ---- */

enum { PARTS = 10, HANGING = 60, WHOLE = 5 }; /* pages of a part */

static int page_beside_what_hangs(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (str_starts(path, STR("/app/")))
        return -1;
    add_other_text(body, (unsigned)str_hash(path));
    for (int i = 0; path.n == 1 && i < PARTS * (HANGING + WHOLE); i++)
        buf_addf(body, "<a href='/%s/t2026_%d.html'>文章%d</a>",
                 i % (HANGING + WHOLE) < HANGING ? "app" : "art", i, i);
    return 200;
}

static void where_parts_hang_the_rest_is_read(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    county_open(&c, page_beside_what_hangs, "dead-link");
    out = inspect(&c, 0);
    assert_int_equal(out.total.n_pages, PARTS * WHOLE + 1);
    county_close(&c);
}

/* ---- a second host that hangs ---- */

enum { ELSEWHERE = 60 };

static struct maze *other;

/* It has answered once. */
static int page_of_a_host_that_hangs(struct str path, struct buf *body)
{
    (void)body;
    return str_eq(path, STR("/robots.txt")) && !n_robots++ ? 404 : -1;
}

static int page_of_two_hosts(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    add_other_text(body, (unsigned)str_hash(path));
    for (int i = 0; path.n == 1 && i < 2 * ELSEWHERE; i++)
        buf_addf(body, "<a href='/art/t2026_%d.html'>文章%d</a>", i, i);
    for (int i = 0; path.n == 1 && i < ELSEWHERE; i++)
        buf_addf(body, "<a href='http://www.maze.gov.cn:%u/art/t2026_%d.html'>文章%d</a>",
                 maze_port(other), i, i);
    return 200;
}

static void what_a_silent_host_left_makes_a_site_partial(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    n_robots = 0;
    other = maze_start(page_of_a_host_that_hangs);
    county_open(&c, page_of_two_hosts, "dead-link,soft-error");
    (void)snprintf(c.domains, sizeof(c.domains), "www.maze.gov.cn:%u", maze_port(other));
    out = inspect(&c, 0);
    assert_int_equal(out.total.n_pages, 2 * ELSEWHERE + 1);
    expect_result(&c, out.run, "\"complete\":false");
    expect_result(&c, out.run, "{\"check\":\"soft-error\",\"reason\":\"部分页面连续超时，另有");
    expect_result(&c, out.run, "\"pages\":");
    county_close(&c);
    maze_stop(other);
}

/* ---- a server that comes back ---- */

enum { LISTS = 60, OLD = 40, NEW = 400 };

static _Atomic int n_asked;
static _Atomic bool is_later, is_back;
static volatile sig_atomic_t is_hurried;

/* Silent from the home page on, until it is asked for its robots.txt once more. */
static bool is_away(struct str path)
{
    if (!str_eq(path, STR("/robots.txt")))
        return !is_back && path.n > 1;
    is_back = is_back || ++n_robots == 2;
    return n_robots == 2;
}

static bool is_first_time(struct str path, const char *wanted)
{
    return str_eq(path, str_of(wanted)) && !n_asked++;
}

/* A page that was put off is empty, and then is not. */
static int page_after_a_pause(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return is_away(path) ? -1 : 404;
    if (is_away(path))
        return -1;
    if (is_first_time(path, "/list/55.html"))
        return 200;
    add_other_text(body, (unsigned)str_hash(path));
    for (int i = 0; path.n == 1 && i < LISTS; i++)
        buf_addf(body, "<a href='/list/%d.html'>列表%d</a>", i, i);
    return 200;
}

static void what_was_put_off_has_two_tries(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    n_robots = n_asked = 0;
    is_back = false;
    county_open(&c, page_after_a_pause, "dead-link");
    out = inspect(&c, 0);
    assert_true(is_back);
    assert_int_equal(out.total.n_pages, LISTS + 1);
    expect_result(&c, out.run, "\"unknown\":[]");
    assert_int_equal(open_findings(&c, out.run), 0);
    county_close(&c);
}

/* Articles with a dead link each; later they are reached by another way, behind many other pages
 * and past a pause. */
static int page_with_a_new_way(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return is_later && is_away(path) ? -1 : 404;
    if (is_later && is_away(path))
        return -1;
    if (str_starts(path, STR("/gone")))
        return 404;
    if (str_starts(path, STR("/new/"))) {
        is_hurried = 1;
        clock_wait(20);
    }
    add_other_text(body, (unsigned)str_hash(path));
    if (str_starts(path, STR("/art/")))
        buf_addf(body, "<a href='/gone/%u'>x</a>", number_after(path, "t2026_"));
    for (int i = 0; path.n == 1 && is_later && i < LISTS; i++)
        buf_addf(body, "<a href='/list/%d.html'>列表%d</a>", i, i);
    if (path.n == 1)
        buf_addf(body, "<a href='/%s.html'>全部</a>", is_later ? "hub" : "old");
    for (int i = 0; str_eq(path, STR("/hub.html")) && i < NEW; i++)
        buf_addf(body, "<a href='/new/t2026_%d.html'>新文章%d</a>%s", i, i,
                 i == NEW - 1 ? "<a href='/old2.html'>全部</a>" : "");
    for (int i = 0; str_starts(path, STR("/old")) && i < OLD; i++)
        buf_addf(body, "<a href='/art/t2026_%d.html'>文章%d</a>", i, i);
    return 200;
}

static void a_site_that_is_given_up_in_the_second_round_is_partial(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    n_robots = 0;
    is_later = is_back = false;
    is_hurried = 0;
    county_open(&c, page_with_a_new_way, "dead-link");
    assert_int_equal(open_findings(&c, inspect(&c, 0).run), OLD);
    is_later = true;
    n_robots = 0;
    out = county_inspect_as(&c, &(struct inspection_options){
                                    .hurry = &is_hurried, .fetch = { .first_byte_ms = LIMIT_MS } });
    assert_true(is_back && is_hurried);
    expect_result(&c, out.run, "其余未检查");
    assert_int_equal(open_findings(&c, out.run), OLD);
    assert_int_equal(gone_findings(&c, out.run), 0);
    county_close(&c);
}

/* ---- a second try that there was no time for ---- */

static int page_with_an_empty_one(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (str_starts(path, STR("/empty")))
        return 200;
    if (str_starts(path, STR("/art/"))) {
        is_hurried = 1;
        clock_wait(20);
    }
    add_other_text(body, (unsigned)str_hash(path));
    buf_add(body, STR("<a href='/empty.html'>空白</a>"));
    for (int i = 0; path.n == 1 && i < ARTICLES; i++)
        buf_addf(body, "<a href='/art/t2026_%d.html'>文章%d</a>", i, i);
    return 200;
}

static void without_a_second_try_no_link_is_dead(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    is_hurried = 0;
    county_open(&c, page_with_an_empty_one, "dead-link");
    out = county_inspect_as(&c, &(struct inspection_options){ .hurry = &is_hurried });
    assert_int_equal(open_findings(&c, out.run), 0);
    expect_result(&c, out.run, "1 个链接的域名暂时无法解析、服务器不再应答、未及复核");
    county_close(&c);
}

/* ---- a site that waits for another one ---- */

enum { SITE_MS = 1500 };

static int page_of_two_sites(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (is_first_time(path, "/once.html"))
        return 200;
    if (str_eq(path, STR("/late.html")))
        clock_wait(2 * SITE_MS);
    add_other_text(body, (unsigned)str_hash(path));
    buf_add(body, STR("<a href='http://www.other.gov.cn/late.html'>二</a>"
                      "<a href='/once.html'>一</a>"));
    return 200;
}

static void a_site_that_waits_for_others_takes_no_time(void **state)
{
    struct county c;
    char homes[2][64];
    struct site sites[2] = { { .code = STR("5199010001") }, { .code = STR("5199010002") } };
    struct inspection_outcome out;

    (void)state;
    n_asked = 0;
    county_open(&c, page_of_two_sites, "dead-link");
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(homes[i], sizeof(homes[i]), "http://www.%s.gov.cn:%u/%s",
                       i ? "other" : "maze", maze_port(c.maze), i ? "late.html" : "");
        sites[i].name = sites[i].code;
        sites[i].home = str_of(homes[i]);
        sites[i].state = SITE_RUNNING;
        sites[i].type = SITE_DEPARTMENT;
    }
    out = county_inspect_as(
        &c, &(struct inspection_options){ .sites = &(struct site_list){ .sites = sites, .n = 2 },
                                          .max_site_ms = SITE_MS });
    assert_true(n_asked > 1);
    expect_result(&c, out.run, "\"complete\":true");
    county_close(&c);
}

/* ---- one page that does not open ---- */

static _Atomic bool is_late;

static int page_of_three(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")) || str_starts(path, STR("/gone")))
        return 404;
    if (is_late && str_starts(path, STR("/art/")))
        return -1;
    add_other_text(body, (unsigned)path.n);
    buf_add(body, path.n == 1 ? STR("<a href='/art/1.html'>文章</a>")
                              : STR("<a href='/gone/1'>文章</a>"));
    return 200;
}

static void a_dead_link_on_a_page_that_does_not_open_is_not_repaired(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    is_late = false;
    county_open(&c, page_of_three, "dead-link");
    assert_int_equal(open_findings(&c, inspect(&c, 0).run), 1);
    is_late = true;
    for (int i = 0; i < 2; i++) {
        out = inspect(&c, 0);
        assert_int_equal(open_findings(&c, out.run), 2); /* and the page itself */
        assert_int_equal(gone_findings(&c, out.run), 0);
    }
    county_close(&c);
}

/* ---- a server that turns the program away after a while ---- */

static int n_pages, n_closed;

static int page_of_a_fortress(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (str_starts(path, STR("/art/")) && (int)number_after(path, "/art/") < n_closed)
        return 403;
    add_other_text(body, (unsigned)str_hash(path));
    for (int i = 0; path.n == 1 && i < n_pages; i++)
        buf_addf(body, "<a href='/art/%d.html'>文章</a>", i);
    return 200;
}

static bool fortress_is_judged(int n, int n_that_do_not_open)
{
    struct arena a = { 0 };
    struct county c;
    struct str json;
    bool is_partial;

    n_pages = n;
    n_closed = n_that_do_not_open;
    county_open(&c, page_of_a_fortress, "soft-error");
    assert_int_equal(
        store_get_site(c.store, inspect(&c, 0).run, STR("5199010001"), &a, &json, NULL), RC_OK);
    is_partial = str_has(json, STR("多于读到的页面"));
    assert_int_equal(str_has(json, STR("\"unknown\":[]")), !is_partial);
    arena_done(&a);
    county_close(&c);
    return !is_partial;
}

static void a_site_whose_pages_mostly_do_not_open_is_not_clean(void **state)
{
    (void)state;
    assert_true(fortress_is_judged(21, 11)); /* as many as were read, with the home page */
    assert_false(fortress_is_judged(21, 12));
    assert_false(fortress_is_judged(10, 10));
    assert_true(fortress_is_judged(9, 9));
}

static void a_site_takes_no_longer_than_it_may(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    open_county(&c);
    assert_int_equal(open_findings(&c, inspect(&c, 0).run), ARTICLES);

    is_endless = true;
    out = inspect(&c, 1);
    assert_true(n_articles < ARTICLES);
    expect_result(&c, out.run, "达到一个网站的巡检时间上限，其余未检查");
    assert_int_equal(open_findings(&c, out.run), ARTICLES);

    is_endless = false;
    out = inspect(&c, 3600 * 1000);
    expect_result(&c, out.run, "\"unknown\":[]");
    county_close(&c);
}

static volatile sig_atomic_t is_stopped;

static void stop_before_judging(void *ctx, const struct inspection_progress *p)
{
    (void)ctx;
    is_stopped = is_stopped || strcmp(p->phase, "判定") == 0;
}

static void a_run_that_goes_on_may_give_a_site_more_time(void **state)
{
    struct county c;
    struct inspection_outcome out;

    (void)state;
    open_county(&c);
    is_endless = true;
    is_stopped = 0;
    (void)county_inspect_as(&c, &(struct inspection_options){ .max_site_ms = 1,
                                                              .stop = &is_stopped,
                                                              .on_progress = stop_before_judging });
    is_endless = false;
    out = inspect(&c, 3600 * 1000);
    assert_true(out.is_resumed);
    expect_result(&c, out.run, "\"unknown\":[]");
    assert_int_equal(open_findings(&c, out.run), ARTICLES);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rest_of_a_silent_site_is_not_asked),
        cmocka_unit_test(a_server_that_answers_robots_alone_is_silent),
        cmocka_unit_test(where_parts_hang_the_rest_is_read),
        cmocka_unit_test(a_dead_link_on_a_page_that_does_not_open_is_not_repaired),
        cmocka_unit_test(a_site_whose_pages_mostly_do_not_open_is_not_clean),
        cmocka_unit_test(what_a_silent_host_left_makes_a_site_partial),
        cmocka_unit_test(what_was_put_off_has_two_tries),
        cmocka_unit_test(a_site_that_is_given_up_in_the_second_round_is_partial),
        cmocka_unit_test(without_a_second_try_no_link_is_dead),
        cmocka_unit_test(a_site_that_waits_for_others_takes_no_time),
        cmocka_unit_test(a_site_takes_no_longer_than_it_may),
        cmocka_unit_test(a_run_that_goes_on_may_give_a_site_more_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
