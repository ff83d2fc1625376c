/* Findings that are looked at again. */
#include "base/base.h"

#include "archive/archive.h"
#include "crawl/recheck.h"
#include "crawl_support.h"

#include <signal.h>

static volatile sig_atomic_t stop;
static _Atomic int n_late; /* requests after it was set */

static int page(struct str path, struct buf *body)
{
    n_late += stop != 0;
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (str_eq(path, STR("/1")))
        stop = 1;
    buf_addf(body, "<a href='/dead%.*s'>a</a>", STR_ARG(path));
    add_text(body, (unsigned)path.n);
    return 200;
}

static enum rc count(void *ctx, const struct recheck_target *t, const struct recheck_result *r,
                     struct err *err)
{
    (void)t;
    (void)r;
    (void)err;
    ++*(int *)ctx;
    return RC_OK;
}

static void who_is_told_to_stop_asks_for_nothing_more(void **state)
{
    AUTO(archive_closep) struct archive *archive = NULL;
    AUTO(arena_done) struct arena a = { 0 };
    const struct connect_to rule = { .to_host = STR("127.0.0.1") };
    struct recheck_target targets[3];
    struct site site;
    struct county c;
    int n = 0;

    (void)state;
    stop = n_late = 0;
    county_open(&c, page, "dead-link,soft-error");
    site =
        (struct site){ .code = STR("5199010001"), .home = str_of(c.home), .state = SITE_RUNNING };
    for (int i = 0; i < 3; i++)
        targets[i] = (struct recheck_target){ .site = &site,
                                              .id = (uint64_t)i + 1,
                                              .check = STR("soft-error"),
                                              .url = arena_printf(&a, "%s%d", c.home, i),
                                              .detail_json = STR("{}") };
    assert_int_equal(archive_open(arena_printf(&a, "%s/evidence", c.dir).p, &archive, NULL), RC_OK);
    assert_int_equal(recheck_run(&(struct recheck_options){ .archive = archive,
                                                            .checks = c.set,
                                                            .fetch = { .user_agent = "xunjian/test",
                                                                       .connect_to = &rule,
                                                                       .n_connect_to = 1 },
                                                            .now = 1795392000,
                                                            .stop = &stop },
                                 targets, COUNT_OF(targets), count, &n, NULL),
                     RC_STOPPED);
    assert_int_equal(n_late, 0);
    assert_int_equal(n, 2); /* what was seen until then is kept */
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_told_to_stop_asks_for_nothing_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
