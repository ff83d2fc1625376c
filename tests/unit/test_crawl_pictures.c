/* Pictures of the pages that findings stand on. */
#include "base/base.h"

#include "crawl_support.h"

#include <signal.h>

static volatile sig_atomic_t stop;
static _Atomic bool stops_at_robots;
static _Atomic int n_late; /* requests after it was set */

/* robots.txt that has moved, and a page that shows an error. */
static int page(struct str path, struct buf *body)
{
    n_late += stop != 0;
    if (str_eq(path, STR("/robots.txt"))) {
        if (stops_at_robots)
            stop = 1;
        buf_add(body, STR("/robots2.txt"));
        return 301;
    }
    if (str_eq(path, STR("/robots2.txt")))
        return 404;
    if (str_eq(path, STR("/e"))) {
        buf_add(body, STR("<title>404 Not Found</title><h1>Not Found</h1>"));
        return 200;
    }
    buf_add(body, STR("<a href='/e'>e</a>"));
    add_text(body, (unsigned)path.n);
    return 200;
}

static void stop_at_pictures(void *ctx, const struct inspection_progress *p)
{
    (void)ctx;
    if (strcmp(p->phase, "截图") == 0)
        stop = 1;
}

static void who_is_told_to_stop_asks_nothing_more_for_pictures(void **state)
{
    const struct inspection_options first = {
        .max_pages = 10, .browser = browser_find(), .stop = &stop, .on_progress = stop_at_pictures
    };
    const struct inspection_options again = { .max_pages = 10,
                                              .browser = browser_find(),
                                              .stop = &stop };
    struct county c;

    (void)state;
    need_browser();
    stop = stops_at_robots = n_late = 0;
    county_open(&c, page, "soft-error");
    (void)county_inspect_as(&c, &first);
    assert_true(stop);
    stop = 0;
    stops_at_robots = true; /* it is not known to this process */
    (void)county_inspect_as(&c, &again);
    assert_true(stop);
    assert_int_equal(n_late, 0);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_told_to_stop_asks_nothing_more_for_pictures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
