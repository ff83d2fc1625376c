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

static int without_robots(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 0;
    add_text(body, 1);
    return 200;
}

static enum rc note_reason(void *ctx, const struct recheck_target *t,
                           const struct recheck_result *r, struct err *err)
{
    (void)t;
    (void)err;
    assert_int_equal(r->outcome, RECHECK_UNKNOWN);
    (void)snprintf(ctx, 200, "%.*s", STR_ARG(r->reason));
    return RC_OK;
}

static void that_robots_txt_does_not_come_is_told_as_it_is(void **state)
{
    AUTO(archive_closep) struct archive *archive = NULL;
    const struct connect_to rule = { .to_host = STR("127.0.0.1") };
    char said[200] = "", dir[100];
    struct site site;
    struct county c;

    (void)state;
    county_open(&c, without_robots, "soft-error");
    site =
        (struct site){ .code = STR("5199010001"), .home = str_of(c.home), .state = SITE_RUNNING };
    const struct recheck_target target = { .site = &site,
                                           .id = 1,
                                           .check = STR("soft-error"),
                                           .url = str_of(c.home),
                                           .detail_json = STR("{}") };

    (void)snprintf(dir, sizeof(dir), "%s/evidence", c.dir);
    assert_int_equal(archive_open(dir, &archive, NULL), RC_OK);
    assert_int_equal(
        recheck_run(&(struct recheck_options){ .archive = archive,
                                               .checks = c.set,
                                               .fetch = { .connect_to = &rule, .n_connect_to = 1 },
                                               .now = 1795392000 },
                    &target, 1, note_reason, said, NULL),
        RC_OK);
    assert_string_equal(said, "页面打不开（连接中断，内容不完整）");
    county_close(&c);
}

/* ---- what only the whole site shows ---- */

enum { LOOKS_MAX = 4 };

static int papers(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/robots.txt")))
        return 404;
    buf_add(body, STR("<h1>关于做好秋季植树工作的通知</h1>"));
    if (str_has(path, STR("headed")))
        buf_add(body, STR("<table><tr><td>索引号：</td><td>K1234-2026-0007</td><td>发布机构：</td>"
                          "<td>云溪县林业局</td></tr><tr><td>文号：</td>"
                          "<td>云林发〔2026〕7号</td><td>成文日期：</td><td>2026年9月1日</td></tr>"
                          "</table>"));
    buf_addf(body, "<p><a href='/%s.doc'>申请表（样表）</a> <a href='/blank.doc'>申请表</a></p>",
             str_has(path, STR("other")) ? "other" : "sample");
    add_text(body, (unsigned)path.n);
    return 200;
}

static enum rc note(void *ctx, const struct recheck_target *t, const struct recheck_result *r,
                    struct err *err)
{
    enum recheck_outcome *outcomes = ctx;

    (void)err;
    assert_true(t->id > 0 && t->id <= LOOKS_MAX);
    outcomes[t->id - 1] = r->outcome;
    return RC_OK;
}

static void what_only_the_whole_site_shows_is_not_gone_from_a_page_that_is_as_it_was(void **state)
{
    static const struct {
        const char *path, *check, *detail;
        enum recheck_outcome outcome;
    } looks[LOOKS_MAX] = {
        { "plain", "document-element", "{\"fault\":\"no-elements\"}", RECHECK_UNKNOWN },
        { "headed", "document-element", "{\"fault\":\"no-elements\"}", RECHECK_GONE },
        { "same", "form-is-sample", "{\"sample\":\"申请表（样表）\",\"target\":\"%ssample.doc\"}",
          RECHECK_UNKNOWN },
        { "other", "form-is-sample", "{\"sample\":\"申请表（样表）\",\"target\":\"%ssample.doc\"}",
          RECHECK_GONE },
    };
    enum recheck_outcome outcomes[LOOKS_MAX] = { 0 };
    AUTO(archive_closep) struct archive *archive = NULL;
    AUTO(arena_done) struct arena a = { 0 };
    const struct connect_to rule = { .to_host = STR("127.0.0.1") };
    struct recheck_target targets[LOOKS_MAX];
    struct site site;
    struct county c;

    (void)state;
    county_open(&c, papers, "document-element,form-is-sample");
    site =
        (struct site){ .code = STR("5199010001"), .home = str_of(c.home), .state = SITE_RUNNING };
    for (int i = 0; i < LOOKS_MAX; i++) {
        const struct str detail = str_of(looks[i].detail);
        const size_t at = str_find(detail, STR("%s"));

        targets[i] = (struct recheck_target){
            .site = &site,
            .id = (uint64_t)i + 1,
            .check = str_of(looks[i].check),
            .url = arena_printf(&a, "%s%s", c.home, looks[i].path),
            .detail_json = at == STR_NONE
                               ? detail
                               : arena_printf(&a, "%.*s%s%.*s", STR_ARG(str_sub(detail, 0, at)),
                                              c.home, STR_ARG(str_skip(detail, at + 2))),
        };
    }
    assert_int_equal(archive_open(arena_printf(&a, "%s/evidence", c.dir).p, &archive, NULL), RC_OK);
    assert_int_equal(recheck_run(&(struct recheck_options){ .archive = archive,
                                                            .checks = c.set,
                                                            .fetch = { .user_agent = "xunjian/test",
                                                                       .connect_to = &rule,
                                                                       .n_connect_to = 1 },
                                                            .now = 1795392000 },
                                 targets, LOOKS_MAX, note, outcomes, NULL),
                     RC_OK);
    for (int i = 0; i < LOOKS_MAX; i++)
        assert_int_equal(outcomes[i], looks[i].outcome);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_told_to_stop_asks_for_nothing_more),
        cmocka_unit_test(that_robots_txt_does_not_come_is_told_as_it_is),
        cmocka_unit_test(what_only_the_whole_site_shows_is_not_gone_from_a_page_that_is_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
