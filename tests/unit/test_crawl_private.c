/* Private addresses are reached by the site that the registry names them for, and by no other. */
#include "base/base.h"

#include "crawl_support.h"

#include <stdatomic.h>

static struct maze *other;
static _Atomic int n_pages;

static int other_page(struct str path, struct buf *body)
{
    (void)path;
    add_text(body, 7);
    return 200;
}

/* Links, a frame, a style sheet and a redirect lead to the other server. */
static int page(struct str path, struct buf *body)
{
    const unsigned port = maze_port(other);

    n_pages++;
    if (str_eq(path, STR("/moved"))) {
        buf_addf(body, "http://127.0.0.1:%u/moved", port);
        return 302;
    }
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    add_text(body, 1);
    buf_addf(body,
             "<link rel=stylesheet href='http://127.0.0.1:%u/a.css'><a href='/moved'>a</a>"
             "<a href='http://127.0.0.1:%u/'>b</a><iframe src='http://127.0.0.1:%u/f'></iframe>",
             port, port, port);
    return 200;
}

/* Home page and other domains of the site, with the ports of the two servers; how much the second
 * one was asked for. */
static int n_asked(const char *home, const char *domains)
{
    struct county c;
    int n;

    n_pages = 0;
    other = maze_start(other_page);
    county_open(&c, page, "dead-link,hidden-link");
    (void)snprintf(c.home, sizeof(c.home), "http://%s:%u/", home, maze_port(c.maze));
    if (domains)
        (void)snprintf(c.domains, sizeof(c.domains), "%s:%u", domains, maze_port(other));
    c.is_alone = true;
    (void)county_inspect(&c, 0);
    county_close(&c);
    n = maze_requests(other);
    maze_stop(other);
    return n;
}

static void a_site_reaches_the_address_that_it_names_on_its_port_alone(void **state)
{
    (void)state;
    assert_int_equal(n_asked("127.0.0.1", NULL), 0);
    assert_true(n_pages >= 3); /* robots.txt, home page, what moved */
}

static void other_domains_name_addresses_too(void **state)
{
    (void)state;
    assert_true(n_asked("127.0.0.1", "127.0.0.1") > 3);
}

static void a_name_that_leads_to_a_private_address_names_none(void **state)
{
    (void)state;
    assert_int_equal(n_asked("localhost", "localhost"), 0);
    assert_int_equal(n_pages, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_reaches_the_address_that_it_names_on_its_port_alone),
        cmocka_unit_test(other_domains_name_addresses_too),
        cmocka_unit_test(a_name_that_leads_to_a_private_address_names_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
