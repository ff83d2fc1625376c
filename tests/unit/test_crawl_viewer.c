/* Pages in the browser, and what they ask for; skipped, saying so, where no browser is installed.
 */
#include "base/base.h"

#include "crawl/gap.h"
#include "crawl/viewer.h"
#include "crawl_support.h"

#include <pthread.h>

enum { SCRIPTS = 6, PAGES = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned asked[100];
static size_t n_asked;

static int script(struct str path, struct buf *body)
{
    (void)pthread_mutex_lock(&lock);
    asked[n_asked++] = number_after(path, "/");
    (void)pthread_mutex_unlock(&lock);
    buf_add(body, STR("var a = 1;"));
    return 200;
}

struct show {
    struct maze *maze;
    struct fetcher *fetcher;
    struct browser *browser;
    struct answer_cache *cache;
    struct connect_to rule;
    struct arena a;
    struct gap gap; /* longer at first, so that all of it waits */
    bool is_over;
};

static bool may_ask(void *ctx, void *tag, const struct url *url)
{
    (void)ctx;
    (void)tag;
    (void)url;
    return true;
}

static void name(void *ctx, void *tag, struct fetch_request *r)
{
    (void)ctx;
    (void)tag;
    (void)r;
}

static enum viewer_turn turn(void *ctx, void *tag, int64_t now_ms)
{
    struct show *s = ctx;

    (void)tag;
    if (s->is_over)
        return VIEWER_NEVER;
    if (!s->gap.next_ms)
        s->gap.next_ms = now_ms + 500;
    return gap_take(&s->gap, now_ms) ? VIEWER_NOW : VIEWER_LATER;
}

static void show_open(struct show *s)
{
    need_browser();
    n_asked = 0;
    *s =
        (struct show){ .maze = maze_start(script), .rule.to_host = STR("127.0.0.1"), .gap.ms = 50 };
    assert_non_null(s->cache = calloc(1, sizeof(*s->cache)));
    assert_int_equal(fetcher_new(&(struct fetch_options){ .user_agent = "xunjian/test",
                                                          .connect_to = &s->rule,
                                                          .n_connect_to = 1 },
                                 &s->fetcher, NULL),
                     RC_OK);
    browser_new(
        &(struct browser_options){ .program = browser_find(), .user_agent = "xunjian/test" },
        &s->browser);
}

/* Two pages with the same scripts; *outcome: of the last. Returns how many came back. */
static size_t show(struct show *s, enum browser_outcome *outcome)
{
    static char tags[PAGES];
    AUTO(buf_done) struct buf body = { 0 };
    AUTO(viewer_done)
    struct viewer v = { .browser = s->browser,
                        .fetcher = s->fetcher,
                        .cache = s->cache,
                        .may_ask = may_ask,
                        .name = name,
                        .turn = turn,
                        .ctx = s };
    struct browser_event e;
    size_t n = 0;

    for (int i = 0; i < SCRIPTS; i++)
        buf_addf(&body, "<script src='/%d'></script>", i);
    for (size_t i = 0; i < PAGES; i++)
        viewer_start(&v, &(struct browser_job){
                             .tag = &tags[i],
                             .url = arena_printf(&s->a, "http://www.maze.gov.cn:%u/page%zu",
                                                 maze_port(s->maze), i),
                             .headers = STR("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
                             .body = buf_str(&body) });
    for (; viewer_next(&v, &e); n++)
        *outcome = e.outcome;
    return n;
}

static void show_close(struct show *s)
{
    browser_freep(&s->browser);
    fetcher_freep(&s->fetcher);
    answer_cache_done(s->cache);
    free(s->cache);
    maze_stop(s->maze);
    arena_done(&s->a);
}

static void what_waits_is_asked_in_the_order_in_which_it_came(void **state)
{
    enum browser_outcome outcome = BROWSER_UNAVAILABLE;
    struct show s;

    (void)state;
    show_open(&s);
    assert_int_equal(show(&s, &outcome), PAGES);
    assert_int_equal(outcome, BROWSER_WHOLE);
    for (unsigned i = 0; i < SCRIPTS; i++)
        assert_int_equal(asked[i], i);
    show_close(&s);
}

static void what_another_page_brought_meanwhile_takes_no_turn(void **state)
{
    enum browser_outcome outcome = BROWSER_UNAVAILABLE;
    struct show s;

    (void)state;
    show_open(&s);
    (void)show(&s, &outcome);
    assert_int_equal(n_asked, SCRIPTS);
    show_close(&s);
}

static void who_gets_no_turn_any_more_is_refused(void **state)
{
    enum browser_outcome outcome = BROWSER_UNAVAILABLE;
    struct show s;

    (void)state;
    show_open(&s);
    s.is_over = true;
    assert_int_equal(show(&s, &outcome), PAGES);
    assert_int_equal(outcome, BROWSER_PARTLY);
    assert_int_equal(n_asked, 0);
    show_close(&s);
}

static void a_private_address_is_known_to_its_site_alone(void **state)
{
    static const struct str home = { "http://10.1.2.3/", 16 }, other = { "http://x.gov.cn/", 16 };
    const struct cached_answer answer = { .status = 200, .body = STR("secret") };
    struct answer_cache *k = calloc(1, sizeof(*k));

    (void)state;
    assert_non_null(k);
    answer_cache_put(k, STR("http://10.1.2.3/a.js"), home, &answer);
    answer_cache_put(k, STR("http://x.gov.cn/a.js"), home, &answer);
    assert_non_null(answer_cache_find(k, STR("http://10.1.2.3/a.js"), home));
    assert_null(answer_cache_find(k, STR("http://10.1.2.3/a.js"), other));
    assert_non_null(answer_cache_find(k, STR("http://x.gov.cn/a.js"), other));
    answer_cache_done(k);
    free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_private_address_is_known_to_its_site_alone),
        cmocka_unit_test(what_waits_is_asked_in_the_order_in_which_it_came),
        cmocka_unit_test(what_another_page_brought_meanwhile_takes_no_turn),
        cmocka_unit_test(who_gets_no_turn_any_more_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
