/* A site that wants to be asked slowly is asked slowly, whatever for. */
#include "base/base.h"

#include "archive/archive.h"
#include "crawl/recheck.h"
#include "crawl_support.h"
#include "store/review.h"

#include <pthread.h>
#include <signal.h>

enum { GAP_MS = 300, SCRIPTS = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t last_ms, least_gap_ms;
static int n_requests, n_home;

static void note_request(void)
{
    const int64_t now = clock_ms();

    (void)pthread_mutex_lock(&lock);
    if (n_requests++ && now - last_ms < least_gap_ms)
        least_gap_ms = now - last_ms;
    last_ms = now;
    (void)pthread_mutex_unlock(&lock);
}

/* robots.txt that has moved, a home page that opens at the third try, and one page behind a cookie.
 */
static int page(struct str path, struct buf *body)
{
    note_request();
    if (str_eq(path, STR("/robots.txt"))) {
        buf_add(body, STR("/robots2.txt"));
        return 301;
    }
    if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<a href='/a'>a</a><a href='/b'>b</a>"));
        return ++n_home < 3 ? 500 : 200;
    }
    if (str_eq(path, STR("/a"))) {
        buf_add(body, STR("/a\r\nSet-Cookie: a=1"));
        return 302;
    }
    add_text(body, (unsigned)path.n);
    return str_eq(path, STR("/b")) ? 200 : 404;
}

static void all_that_is_asked_of_a_site_keeps_its_pace(void **state)
{
    const struct site_limits limits = { .gap_ms = GAP_MS };
    const struct inspection_options o = { .max_pages = 10, .n_tries = 3, .limits = &limits };
    struct county c;

    (void)state;
    least_gap_ms = INT64_MAX;
    n_requests = n_home = 0;
    county_open(&c, page, "dead-link,cloaking");
    (void)county_inspect_as(&c, &o);
    /* robots.txt twice, the home page three times and in three guises, a twice or more, b */
    assert_true(n_requests >= 11);
    assert_true(least_gap_ms >= GAP_MS * 2 / 3); /* a busy machine takes an answer late */
    county_close(&c);
}

/* What waits for its turn when the time is up is not asked for, and the run ends. */
static void what_waits_for_its_turn_holds_nobody_up(void **state)
{
    const struct site_limits limits = { .gap_ms = 3600 * 1000 };
    const struct inspection_options o = { .max_pages = 10,
                                          .limits = &limits,
                                          .give_up_at = clock_now() + 1 };
    struct county c;

    (void)state;
    n_requests = n_home = 0;
    county_open(&c, page, "dead-link");
    (void)county_inspect_as(&c, &o);
    assert_int_equal(n_requests, 1);
    county_close(&c);
}

/* ---- pages in the browser ---- */

static int n_scripts;

static void add_shell(struct buf *body)
{
    buf_add(body, STR("<title>迷宫</title><div id='app'></div>"));
    for (int i = 0; i < SCRIPTS; i++)
        buf_addf(body, "<script src='/%d.js'></script>", i);
}

/* Two pages that are filled by the same scripts. */
static int twins(struct str path, struct buf *body)
{
    note_request();
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (str_eq(path, STR("/a")) || str_eq(path, STR("/b"))) {
        add_shell(body);
        return 200;
    }
    if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<a href='/a'>a</a><a href='/b'>b</a>"));
        add_text(body, 1);
        return 200;
    }
    n_scripts++;
    buf_add(body, STR("var a = 1;"));
    return 200;
}

static void what_two_pages_in_the_browser_ask_for_takes_one_turn(void **state)
{
    const struct site_limits limits = { .gap_ms = 60 };
    const struct inspection_options o = { .max_pages = 10,
                                          .limits = &limits,
                                          .browser = browser_find() };
    struct county c;

    (void)state;
    need_browser();
    least_gap_ms = INT64_MAX;
    n_requests = n_scripts = 0;
    county_open(&c, twins, "blank-column");
    (void)county_inspect_as(&c, &o);
    /* once for both, and once as what the pages link to; one may be on its way still */
    assert_in_range(n_scripts, 2 * SCRIPTS, 2 * SCRIPTS + 2);
    assert_true(least_gap_ms >= limits.gap_ms / 2);
    county_close(&c);
}

/* ---- pictures, and findings that are looked at again ---- */

enum { IMAGES = 4 };
static int n_images;

/* A page that shows an error, with pictures. */
static int error_page(struct str path, struct buf *body)
{
    note_request();
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (str_eq(path, STR("/e"))) {
        buf_add(body, STR("<title>404 Not Found</title><h1>Not Found</h1>"));
        for (int i = 0; i < IMAGES; i++)
            buf_addf(body, "<img src='/%d.png'>", i);
        return 200;
    }
    if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<a href='/e'>e</a>"));
        add_text(body, 1);
        return 200;
    }
    n_images++;
    buf_add(body, STR("no picture"));
    return 200;
}

static void errors_open(struct county *c)
{
    least_gap_ms = INT64_MAX;
    n_requests = n_images = 0;
    county_open(c, error_page, "soft-error");
}

static void what_is_asked_for_a_picture_keeps_the_pace(void **state)
{
    const struct site_limits limits = { .gap_ms = 60 };
    const struct inspection_options o = { .max_pages = 10,
                                          .limits = &limits,
                                          .browser = browser_find() };
    struct county c;

    (void)state;
    need_browser();
    errors_open(&c);
    assert_int_equal(county_inspect_as(&c, &o).total.n_pictures, 1);
    assert_int_equal(n_images, 2 * IMAGES); /* as what the page links to, and in the browser */
    assert_true(least_gap_ms >= limits.gap_ms / 2);
    county_close(&c);
}

static enum rc take_still(void *ctx, const struct recheck_target *t, const struct recheck_result *r,
                          struct err *err)
{
    (void)ctx;
    (void)t;
    (void)err;
    assert_int_equal(r->outcome, RECHECK_STILL);
    return RC_OK;
}

static void a_re_check_keeps_the_pace(void **state)
{
    const struct connect_to rule = { .to_host = STR("127.0.0.1") };
    AUTO(archive_closep) struct archive *archive = NULL;
    AUTO(arena_done) struct arena a = { 0 };
    struct recheck_target t = { .gap_ms = 60,
                                .id = 1,
                                .check = STR("soft-error"),
                                .detail_json = STR("{}"),
                                .grade = GRADE_FAULT };
    struct site site = { .code = STR("5199010001"), .state = SITE_RUNNING };
    struct recheck_options o = {
        .fetch = { .user_agent = "xunjian/test", .connect_to = &rule, .n_connect_to = 1 },
        .browser = browser_find(),
        .now = 1795392000
    };
    struct county c;

    (void)state;
    need_browser();
    errors_open(&c);
    assert_int_equal(archive_open(arena_printf(&a, "%s/evidence", c.dir).p, &archive, NULL), RC_OK);
    site.home = str_of(c.home);
    t.site = &site;
    t.url = arena_printf(&a, "%se", c.home);
    t.subject =
        review_subject(&(struct finding){ .check = "soft-error", .url = t.url }, t.detail_json);
    o.archive = archive;
    o.checks = c.set;
    assert_int_equal(recheck_run(&o, &t, 1, take_still, NULL, NULL), RC_OK);
    assert_int_equal(n_requests, 2 + IMAGES); /* robots.txt, the page */
    assert_true(least_gap_ms >= t.gap_ms / 2);
    county_close(&c);
}

/* ---- when the time is up ---- */

static volatile sig_atomic_t hurry;
static struct str hurries_at; /* when this is asked for */
static int n_late;            /* requests after it */

static void note_hurry(struct str path)
{
    note_request();
    n_late += hurry != 0;
    if (!str_eq(path, hurries_at))
        return;
    hurry = 1;
    clock_wait(300); /* it is seen before the answer */
}

/* A home page that is filled by scripts. */
static int shell(struct str path, struct buf *body)
{
    note_hurry(path);
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    if (!str_eq(path, STR("/"))) {
        buf_add(body, STR("var a = 1;"));
        return 200;
    }
    add_shell(body);
    return 200;
}

static void inspect_until(maze_fn fn, const char *path, const struct inspection_options *o)
{
    struct inspection_options hurried = *o;
    struct county c;

    hurry = 0;
    n_requests = n_home = n_late = 0;
    hurries_at = str_of(path);
    hurried.hurry = &hurry;
    county_open(&c, fn, "dead-link,blank-column");
    (void)county_inspect_as(&c, &hurried);
    assert_true(hurry);
    county_close(&c);
}

static void a_page_in_the_browser_does_not_wait_for_turns_that_never_come(void **state)
{
    const struct site_limits limits = { .gap_ms = 50 };
    const struct inspection_options o = { .limits = &limits, .browser = browser_find() };

    (void)state;
    need_browser();
    inspect_until(shell, "/2.js", &o);
    assert_int_equal(n_late, 0);
}

static void end_when_read(void *ctx, const struct inspection_progress *p)
{
    (void)ctx;
    if (p->n_pages)
        hurry = 1;
}

/* Quiet hours begin in five seconds: the browser is not held until they are over. */
static void a_page_in_the_browser_does_not_wait_for_quiet_hours_to_end(void **state)
{
    const int64_t offset_s = 55 - clock_now() % 60;
    const int minute = (int)((clock_now() + offset_s + CHINA_OFFSET_S) / 60 % DAY_MINUTES) + 1;
    const struct site_limits limits = { .quiet = { { .from = minute % DAY_MINUTES,
                                                     .to = (minute + 60) % DAY_MINUTES } },
                                        .gap_ms = 1500 };
    const struct inspection_options o = { .limits = &limits,
                                          .browser = browser_find(),
                                          .clock_offset_s = offset_s,
                                          .give_up_at = clock_now() + offset_s + 300,
                                          .on_progress = end_when_read,
                                          .hurry = &hurry };
    const int64_t begun_ms = clock_ms();
    struct county c;

    (void)state;
    need_browser();
    hurry = 0;
    n_requests = 0;
    hurries_at = (struct str){ 0 };
    county_open(&c, shell, "blank-column");
    (void)county_inspect_as(&c, &o);
    assert_true(clock_ms() - begun_ms < 200000); /* not the end of the time */
    county_close(&c);
}

static void what_waits_for_robots_is_not_asked_when_the_time_is_up(void **state)
{
    (void)state;
    inspect_until(shell, "/robots.txt", &(struct inspection_options){ .max_pages = 10 });
    assert_int_equal(n_late, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_is_asked_of_a_site_keeps_its_pace),
        cmocka_unit_test(what_waits_for_its_turn_holds_nobody_up),
        cmocka_unit_test(what_two_pages_in_the_browser_ask_for_takes_one_turn),
        cmocka_unit_test(what_is_asked_for_a_picture_keeps_the_pace),
        cmocka_unit_test(a_re_check_keeps_the_pace),
        cmocka_unit_test(a_page_in_the_browser_does_not_wait_for_turns_that_never_come),
        cmocka_unit_test(a_page_in_the_browser_does_not_wait_for_quiet_hours_to_end),
        cmocka_unit_test(what_waits_for_robots_is_not_asked_when_the_time_is_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
