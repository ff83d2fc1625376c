#include "base/base.h"

#include "crawl/gate.h"
#include "crawl_support.h"

#include <stdatomic.h>

/* ---- sites ---- */

static _Atomic int n_robots, n_secret, n_open;
static struct maze *other;

static int other_page(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt"))) {
        n_robots++;
        buf_add(body, STR("User-agent: *\nDisallow: /secret\n"));
        return 200;
    }
    n_secret += str_starts(path, STR("/secret"));
    n_open += str_starts(path, STR("/open"));
    add_text(body, 7);
    return 200;
}

static int first_page(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt"))) {
        buf_add(body, STR("User-agent: *\nDisallow: /open\n"));
        return 200;
    }
    n_open += 100 * str_starts(path, STR("/open"));
    add_text(body, 1);
    buf_addf(body,
             "<a href='/open'>a</a><a href='/secret'>b</a>"
             "<a href='http://www.maze.gov.cn:%u/open'>c</a>"
             "<a href='http://www.maze.gov.cn:%u/secret'>d</a>"
             "<a href='http://www.maze.gov.cn:%u/secret/2'>e</a>",
             maze_port(other), maze_port(other), maze_port(other));
    return 200;
}

/* Whose robots.txt says `robots_says` on the n-th question. */
static int (*robots_says)(int n, struct buf *body);

static int one_page(struct str path, struct buf *body)
{
    if (str_starts(path, STR("/robots"))) {
        const int n = ++n_robots;

        return robots_says(n, body);
    }
    n_open += str_starts(path, STR("/open"));
    n_secret += str_starts(path, STR("/secret"));
    add_text(body, number_after(path, "/open") + 1);
    if (path.n == 1)
        for (int i = 0; i < 20; i++)
            buf_addf(body, "<a href='/open%d'>a</a><a href='/secret%d'>b</a>", i, i);
    return 200;
}

static void inspect_one(int (*says)(int n, struct buf *body), int64_t n_tries)
{
    struct county c;

    n_robots = n_open = n_secret = 0;
    robots_says = says;
    county_open(&c, one_page, "dead-link");
    (void)county_inspect_as(&c,
                            &(struct inspection_options){ .n_tries = n_tries, .try_gap_ms = 1 });
    county_close(&c);
}

/* ---- tests ---- */

static void every_origin_has_a_file_of_its_own(void **state)
{
    struct county c;

    (void)state;
    n_robots = n_secret = n_open = 0;
    other = maze_start(other_page);
    county_open(&c, first_page, "dead-link");
    (void)snprintf(c.domains, sizeof(c.domains), "www.maze.gov.cn:%u", maze_port(other));
    (void)county_inspect(&c, 0);
    county_close(&c);
    maze_stop(other);
    assert_int_equal(n_robots, 1);
    assert_int_equal(n_secret, 0);
    assert_int_equal(n_open, 1); /* the first origin's rule is none of the second one */
}

static int down_at_first(int n, struct buf *body)
{
    if (n < 3)
        return 503;
    buf_add(body, STR("User-agent: *\nDisallow: /secret\n"));
    return 200;
}

static void a_server_error_is_asked_again_and_the_rest_waits_for_it(void **state)
{
    (void)state;
    inspect_one(down_at_first, 3);
    assert_int_equal(n_robots, 3);
    assert_int_equal(n_open, 20);
    assert_int_equal(n_secret, 0);
}

static int down(int n, struct buf *body)
{
    (void)n;
    (void)body;
    return 500;
}

static void while_it_is_a_server_error_nothing_is_asked_for(void **state)
{
    (void)state;
    inspect_one(down, 2);
    assert_int_equal(n_robots, 2);
    assert_int_equal(n_open, 0);
    assert_int_equal(n_secret, 0);
}

static int too_many_at_first(int n, struct buf *body)
{
    return n < 3 ? 429 : down_at_first(n, body);
}

static void too_many_requests_are_no_leave_either(void **state)
{
    (void)state;
    inspect_one(too_many_at_first, 3);
    assert_int_equal(n_robots, 3);
    assert_int_equal(n_open, 20);
    assert_int_equal(n_secret, 0);
}

/* ---- a run of several days ---- */

enum { FRESH_MS = 300, PAGES = 60 }; /* sixteen pages at once */

static int (*later_says)(struct buf *body);

static int page_of_a_long_run(struct str path, struct buf *body)
{
    if (str_starts(path, STR("/robots")))
        return n_robots++ ? later_says(body) : 404;
    n_secret += str_starts(path, STR("/secret"));
    clock_wait(FRESH_MS / 2);
    add_other_text(body, (unsigned)str_hash(path));
    for (int i = 0; path.n == 1 && i < PAGES; i++)
        buf_addf(body, "<a href='/secret%d'>b</a>", i);
    return 200;
}

static void inspect_long(int (*says)(struct buf *body))
{
    struct county c;

    n_robots = n_secret = 0;
    later_says = says;
    county_open(&c, page_of_a_long_run, "dead-link");
    (void)county_inspect_as(&c, &(struct inspection_options){ .robots_ms = FRESH_MS });
    county_close(&c);
}

static int forbids_secrets(struct buf *body)
{
    buf_add(body, STR("User-agent: *\nDisallow: /secret\n"));
    return 200;
}

static int fails(struct buf *body)
{
    (void)body;
    return 503;
}

static void a_file_of_yesterday_is_asked_for_again(void **state)
{
    (void)state;
    inspect_long(forbids_secrets);
    assert_true(n_robots > 1);
    assert_true(n_secret < PAGES);
}

static void a_file_that_is_gone_for_the_moment_still_holds(void **state)
{
    (void)state;
    inspect_long(fails);
    assert_true(n_robots > 1);
    assert_int_equal(n_secret, PAGES);
}

/* Refused, or whatever else keeps it from us. */
static void a_file_holds_while_no_newer_one_can_be_had(void **state)
{
    static const struct {
        enum reason reason;
        int http_status;
    } ends[] = { { REASON_CONNECT, 0 },
                 { REASON_DNS, 0 },
                 { REASON_TLS, 0 },
                 { REASON_TIMEOUT, 0 },
                 { REASON_HTTP, 503 } };
    const struct inspection_options o = { .n_tries = 2, .robots_ms = 3600 * 1000 };
    const struct site site = { .home = STR("http://www.maze.gov.cn/"), .state = SITE_RUNNING };
    struct crawler c = { .o = &o };
    struct site_run s = { .site = &site };
    struct url url;

    (void)state;
    assert_int_equal(scope_init(&s.scope, &site, NULL, &s.memory), RC_OK);
    assert_int_equal(url_parse(STR("http://www.maze.gov.cn/secret"), NULL, NULL, &s.memory, &url),
                     RC_OK);
    for (int i = 0; i < 2; i++) /* nobody has listened so far: there is nothing to keep */
        gate_learn(&c, &s, &url, &(struct fetch_result){ .reason = REASON_CONNECT });
    assert_int_equal(gate_says(&s, &url, false), GATE_OPEN);
    gate_learn(&c, &s, &url,
               &(struct fetch_result){ .http_status = 200,
                                       .body = STR("User-agent: *\nDisallow: /secret\n") });
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        gate_learn(
            &c, &s, &url,
            &(struct fetch_result){ .reason = ends[i].reason, .http_status = ends[i].http_status });
        assert_int_equal(gate_says(&s, &url, false), GATE_CLOSED);
        assert_false(gate_is_down(&s, site.home));
    }
    gate_learn(&c, &s, &url, &(struct fetch_result){ .reason = REASON_HTTP, .http_status = 404 });
    assert_int_equal(gate_says(&s, &url, false), GATE_OPEN);
    gates_done(&s);
    arena_done(&s.memory);
}

static void when_all_is_over_nobody_is_doubted_any_more(void **state)
{
    const struct inspection_options o = { .n_tries = 1, .robots_ms = 3600 * 1000 };
    const struct site site = { .home = STR("http://www.maze.gov.cn/"), .state = SITE_RUNNING };
    struct crawler c = { .o = &o, .is_over = true };
    struct site_run s = { .site = &site };
    struct url url;

    (void)state;
    assert_int_equal(url_parse(STR("http://www.maze.gov.cn/a"), NULL, NULL, &s.memory, &url),
                     RC_OK);
    gate_learn(&c, &s, &url, &(struct fetch_result){ .http_status = 200 });
    assert_false(gate_doubts(&c, &s, 1, &url));
    assert_false(gate_has_waiting(&s));
    gates_done(&s);
    arena_done(&s.memory);
}

static int silent_at_first(int n, struct buf *body)
{
    return n < 3 ? 0 : down_at_first(n, body);
}

static int silent(int n, struct buf *body)
{
    (void)n;
    (void)body;
    return 0;
}

static void no_answer_is_no_leave(void **state)
{
    (void)state;
    inspect_one(silent_at_first, 3);
    assert_int_equal(n_open, 20);
    assert_int_equal(n_secret, 0);
    inspect_one(silent, 2);
    assert_int_equal(n_open, 0);
}

static int with_a_dead_port(struct str path, struct buf *body)
{
    if (!str_eq(path, STR("/")))
        return 404;
    add_text(body, 1);
    buf_add(body, STR("<a href='http://www.maze.gov.cn:9/x'>a</a>"));
    return 200;
}

static void where_nobody_listens_links_are_dead_all_the_same(void **state)
{
    struct inspection_outcome out;
    struct county c;

    (void)state;
    county_open(&c, with_a_dead_port, "dead-link");
    (void)snprintf(c.domains, sizeof(c.domains), "www.maze.gov.cn:9");
    out = county_inspect_as(&c, &(struct inspection_options){ .n_tries = 2, .try_gap_ms = 1 });
    assert_int_equal(open_findings(&c, out.run), 1);
    county_close(&c);
}

static int nothing(struct str path, struct buf *body)
{
    (void)path;
    (void)body;
    return 0;
}

static int with_a_silent_port(struct str path, struct buf *body)
{
    if (!str_eq(path, STR("/")))
        return 404;
    add_text(body, 1);
    buf_addf(body, "<a href='http://www.maze.gov.cn:%u/x'>a</a>", maze_port(other));
    return 200;
}

/* Its own pages were all read. */
static void a_site_is_whole_without_what_never_answered(void **state)
{
    struct arena a = { 0 };
    struct county c;
    struct str line;

    (void)state;
    other = maze_start(nothing);
    county_open(&c, with_a_silent_port, "dead-link");
    (void)snprintf(c.domains, sizeof(c.domains), "www.maze.gov.cn:%u", maze_port(other));
    assert_int_equal(
        store_get_site(c.store, county_inspect(&c, 0).run, STR("5199010001"), &a, &line, NULL),
        RC_OK);
    assert_true(str_has(line, STR("\"complete\":true")));
    arena_done(&a);
    county_close(&c);
    maze_stop(other);
}

static _Atomic bool is_forbidden;

static int faulty(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt"))) {
        buf_add(body, is_forbidden ? STR("User-agent: *\nDisallow: /wrong\n") : STR("#\n"));
        return 200;
    }
    if (str_starts(path, STR("/wrong")))
        buf_add(body, STR("<p>java.lang.NullPointerException at com.Page.show(Page.java:9)</p>"));
    else
        buf_add(body, STR("<a href='/wrong.html'>a</a>"));
    return 200;
}

static void what_may_not_be_looked_at_any_more_is_not_repaired(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, faulty, "soft-error");
    for (int i = 0; i < 4; i++) {
        is_forbidden = i % 3;
        assert_int_equal(open_findings(&c, county_inspect(&c, 0).run), 1);
    }
    county_close(&c);
}

static int moved(int n, struct buf *body, int n_times)
{
    if (n <= n_times) {
        buf_addf(body, "/robots%d.txt", n);
        return 301;
    }
    buf_add(body, STR("User-agent: *\nDisallow: /secret\n"));
    return 200;
}

static int moved_five_times(int n, struct buf *body)
{
    return moved(n, body, 5);
}

static int moved_six_times(int n, struct buf *body)
{
    return moved(n, body, 6);
}

static void five_redirects_are_followed_and_after_more_there_is_no_file(void **state)
{
    (void)state;
    inspect_one(moved_five_times, 1);
    assert_int_equal(n_secret, 0);
    assert_int_equal(n_open, 20);
    inspect_one(moved_six_times, 1);
    assert_int_equal(n_secret, 20);
}

static char with_a_user[80];

static int linked_with_a_user(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt"))) {
        buf_add(body, STR("User-agent: *\nDisallow: /secret\n"));
        return 200;
    }
    n_secret += str_starts(path, STR("/secret"));
    add_text(body, 1);
    buf_add(body, str_of(with_a_user));
    return 200;
}

static void a_user_in_the_url_opens_nothing(void **state)
{
    struct county c;

    (void)state;
    n_secret = 0;
    county_open(&c, linked_with_a_user, "dead-link");
    (void)snprintf(with_a_user, sizeof(with_a_user),
                   "<a href='http://u:p@www.maze.gov.cn:%u/secret'>a</a>", maze_port(c.maze));
    (void)county_inspect(&c, 0);
    county_close(&c);
    assert_int_equal(n_secret, 0);
}

enum { LIMIT = 500 * 1024 };

/* The limit falls behind "Disallow: /open" of a longer line, and before the last line. */
static int too_long(int n, struct buf *body)
{
    static const struct str line = { "\nDisallow: /open", 16 };

    (void)n;
    buf_add(body, STR("User-agent: *\nDisallow: /secret\n#"));
    while (buf_str(body).n < LIMIT - line.n)
        buf_add_char(body, '.');
    buf_add(body, line);
    buf_add(body, STR("-and-shut\nDisallow: /\n"));
    return 200;
}

static void of_a_longer_file_the_first_500_kib_count(void **state)
{
    (void)state;
    inspect_one(too_long, 1);
    assert_int_equal(n_secret, 0);
    assert_int_equal(n_open, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_origin_has_a_file_of_its_own),
        cmocka_unit_test(a_server_error_is_asked_again_and_the_rest_waits_for_it),
        cmocka_unit_test(while_it_is_a_server_error_nothing_is_asked_for),
        cmocka_unit_test(too_many_requests_are_no_leave_either),
        cmocka_unit_test(a_file_of_yesterday_is_asked_for_again),
        cmocka_unit_test(a_file_that_is_gone_for_the_moment_still_holds),
        cmocka_unit_test(a_file_holds_while_no_newer_one_can_be_had),
        cmocka_unit_test(when_all_is_over_nobody_is_doubted_any_more),
        cmocka_unit_test(five_redirects_are_followed_and_after_more_there_is_no_file),
        cmocka_unit_test(no_answer_is_no_leave),
        cmocka_unit_test(where_nobody_listens_links_are_dead_all_the_same),
        cmocka_unit_test(what_may_not_be_looked_at_any_more_is_not_repaired),
        cmocka_unit_test(a_site_is_whole_without_what_never_answered),
        cmocka_unit_test(a_user_in_the_url_opens_nothing),
        cmocka_unit_test(of_a_longer_file_the_first_500_kib_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
