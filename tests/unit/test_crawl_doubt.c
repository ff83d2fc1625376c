/* What fails while nobody else answers either is our own network, and no fault of the site. */
#include "base/base.h"

#include "crawl_support.h"

#include <stdatomic.h>

enum { ARTICLES = 30, GOOD = 10 };

static struct maze *elsewhere;
static _Atomic int n_articles, n_questions;
static _Atomic bool is_down, others_answer, comes_back;

static bool is_cut(void)
{
    return is_down && n_articles > GOOD;
}

static int other_page(struct str path, struct buf *body)
{
    n_questions += is_cut() && str_eq(path, STR("/robots.txt"));
    if (is_cut() && comes_back)
        is_down = false;
    else if (is_cut() && !others_answer)
        return 0;
    add_text(body, 7);
    return str_eq(path, STR("/robots.txt")) ? 404 : 200;
}

/* The articles become known when somebody elsewhere has answered. */
static int page(struct str path, struct buf *body)
{
    n_articles += str_starts(path, STR("/art/"));
    if (is_cut())
        return 0;
    if (str_starts(path, STR("/art/")))
        return add_article(path, body);
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    add_text(body, (unsigned)path.n);
    if (path.n == 1) {
        buf_addf(body, "<a href='/list/'>a</a><a href='http://www.elsewhere.gov.cn:%u/'>b</a>",
                 maze_port(elsewhere));
        return 200;
    }
    while (!maze_requests(elsewhere))
        clock_wait(1);
    link_to_articles(body);
    return 200;
}

static void start(struct county *c)
{
    n_articles = n_questions = 0;
    is_down = true;
    others_answer = comes_back = false;
    elsewhere = maze_start_at("127.0.0.2", other_page);
    county_open(c, page, "dead-link");
}

static void end(struct county *c)
{
    county_close(c);
    maze_stop(elsewhere);
}

static void a_site_that_fails_alone_has_the_fault(void **state)
{
    struct county c;

    (void)state;
    start(&c);
    others_answer = true;
    assert_int_equal(open_findings(&c, county_inspect(&c, 0).run), ARTICLES - GOOD);
    end(&c);
}

static void when_nobody_answers_nothing_is_said_of_the_site(void **state)
{
    struct county c;

    (void)state;
    start(&c);
    assert_int_equal(open_findings(&c, county_inspect(&c, 0).run), 0);
    assert_true(n_questions > 0);
    end(&c);
}

static void what_was_missed_is_read_when_the_network_is_back(void **state)
{
    struct county c;

    (void)state;
    start(&c);
    comes_back = true;

    const struct inspection_outcome out = county_inspect(&c, 0);

    assert_int_equal(open_findings(&c, out.run), 0);
    assert_true(out.total.n_pages >= ARTICLES + 2);
    end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_that_fails_alone_has_the_fault),
        cmocka_unit_test(when_nobody_answers_nothing_is_said_of_the_site),
        cmocka_unit_test(what_was_missed_is_read_when_the_network_is_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
