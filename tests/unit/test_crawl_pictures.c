/* Pictures of the pages that findings stand on. */
#include "base/base.h"

#include "crawl_support.h"
#include "proof/proofread.h"

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

/* The same slip on a page and in a file. */
static int page_and_file(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    buf_add(body, STR("中华人民共合国成立七十七周年。"));
    if (!str_ends(path, STR(".txt")))
        buf_add(body, STR("<a href='/f.txt'>附件</a>"));
    return 200;
}

struct pictured {
    int n_pages, n_files, n_pictures;
    bool is_of_file;
};

static enum rc count_pictures(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct pictured *p = ctx;
    const bool is_file = str_ends(f->finding.url, STR(".txt"));
    const bool has_picture = str_chr(f->evidence, ' ') != STR_NONE;

    (void)err;
    p->n_files += is_file;
    p->n_pages += !is_file;
    p->n_pictures += has_picture;
    p->is_of_file |= has_picture && is_file;
    return RC_OK;
}

static void files_are_not_pictured(void **state)
{
    const struct inspection_options o = { .max_pages = 10, .browser = browser_find() };
    const struct proof_data data = { .lexicon_dir = XJ_SOURCE_DIR "/data/lexicon" };
    struct proofreader *proofreader;
    struct pictured p = { 0 };
    struct county c;

    (void)state;
    need_browser();
    stop = stops_at_robots = false;
    assert_int_equal(proofreader_open(&data, &proofreader, NULL), RC_OK);
    county_open(&c, page_and_file, "wrong-expression");
    check_set_use_proofreader(c.set, proofreader);
    assert_int_equal(
        store_each_finding(c.store, county_inspect_as(&c, &o).run, count_pictures, &p, NULL),
        RC_OK);
    assert_true(p.n_pages > 0 && p.n_files > 0);
    assert_true(p.n_pictures > 0 && !p.is_of_file);
    county_close(&c);
    proofreader_free(proofreader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_told_to_stop_asks_nothing_more_for_pictures),
        cmocka_unit_test(files_are_not_pictured),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
