/* The list of articles that were to be carried, and how pages are known to carry them. */
#include "check_support.h"

#include "check/campaign.h"

#include <stdlib.h>
#include <unistd.h>

static struct arena arena;

static enum rc read_list(const char *text, struct campaign *out, struct err *err)
{
    char path[] = "/tmp/xunjian-campaign-XXXXXX";
    const int fd = mkstemp(path);
    const size_t n = strlen(text);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), (ssize_t)n);
    (void)close(fd);
    const enum rc rc = campaign_load(path, &arena, out, err);

    (void)unlink(path);
    return rc;
}

static void a_list_says_where_it_is_wrong(void **state)
{
    static const struct {
        const char *text, *says;
    } bad[] = {
        { "标题,开始\n一篇指定的文章,2026-11-01\n", "没有“截止”一列" },
        { "标题,开始,截止\n一篇指定的文章,2026-11-05,2026-11-01\n", ":2：开始和截止" },
        { "标题,开始,截止\n一篇指定的文章,2026-11-5,2026-11-10\n", ":2：开始和截止" },
        { "标题,开始,截止\n公告,2026-11-01,2026-11-10\n", ":2：标题不足 6 字" },
        { "标题,判别语句,开始,截止\n公告,太短的句子,2026-11-01,2026-11-10\n", ":2：判别语句" },
        { "标题,开始,截止\n,2026-11-01,2026-11-10\n", ":2：没有标题" },
        { "标题,开始,截止\n\"不完的,2026-11-01,2026-11-10\n", ":2：" },
    };
    struct campaign c;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct err err = { 0 };

        assert_int_equal(read_list(bad[i].text, &c, &err), RC_SYNTAX);
        if (!strstr(err.text, bad[i].says))
            fail_msg("%zu: %s", i, err.text);
    }
}

static void a_page_is_known_by_title_sentence_or_address(void **state)
{
    static const char text[] =
        "标题\t网址\t判别语句\t开始\t截止\n"
        "全省冬春防灭火命令\thttp://www.gov.cn/ml/\t野外用火一律须经批准后方可"
        "进行\t2026-11-01\t2026-11-10\n";
    const struct link link = { .kind = LINK_PAGE, .url = STR("https://www.gov.cn/ml") };
    const struct link outside[] = {
        { .kind = LINK_PAGE, .url = STR("http://a.gov.cn/1"), .text = STR("全省冬春防灭火命令") },
        { .kind = LINK_PAGE,
          .url = STR("http://a.gov.cn/1"),
          .text = STR("我县学习全省冬春防灭火命令座谈会召开") },
        { .kind = LINK_PAGE,
          .url = STR("http://a.gov.cn/1"),
          .text = STR("全省冬春防灭火命令"),
          .is_same_site = true },
        { .kind = LINK_PAGE,
          .url = STR("http://a.gov.cn/1"),
          .text = STR("全省冬春防灭火命令"),
          .is_hidden = true },
        { .kind = LINK_PAGE, .text = STR("全省冬春防灭火命令") },
    };
    const struct {
        struct page page;
        uint32_t carries, links;
    } pages[] = {
        { { .kind = PAGE_ARTICLE, .headline = STR("全省冬春 防灭火命令") }, 1, 0 },
        { { .kind = PAGE_ARTICLE, .title = STR("全省冬春防灭火命令-云溪县") }, 1, 0 },
        { { .kind = PAGE_ARTICLE, .headline = STR("《全省冬春防灭火命令》政策解读问答") }, 1, 0 },
        { { .kind = PAGE_ARTICLE, .headline = STR("我县学习全省冬春防灭火命令座谈会召开") }, 0, 0 },
        { { .kind = PAGE_COLUMN, .title = STR("全省冬春防灭火命令") }, 0, 0 },
        { { .kind = PAGE_ARTICLE, .text = STR("野外用火，一律须经批准后方可进行。") }, 1, 0 },
        { { .kind = PAGE_ARTICLE, .text = STR("野外用火须经批准。") }, 0, 0 },
        { { .kind = PAGE_HOME, .links = &link, .n_links = 1 }, 0, 1 },
        { { .kind = PAGE_COLUMN, .links = outside, .n_links = 1 }, 0, 1 },
        { { .kind = PAGE_COLUMN, .links = &outside[1], .n_links = 4 }, 0, 0 },
        { { .kind = PAGE_COLUMN, .url = STR("http://www.gov.cn/ml/") }, 1, 0 },
    };
    struct campaign c;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(read_list(text, &c, &err), RC_OK);
    assert_int_equal(c.n, 1);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        const struct campaign_marks marks = campaign_marks_of(&c, &pages[i].page, &arena);

        if (marks.carries != pages[i].carries || marks.links != pages[i].links)
            fail_msg("%zu: %u %u", i, marks.carries, marks.links);
    }
}

/* Late is only who has no text or link that may have been in time. */
static void an_undated_one_may_have_been_in_time(void **state)
{
    const struct campaign_article article = { .title = STR("甲"), .from = 100, .until = 110 };
    const struct page home = { .url = STR("http://a.gov.cn/") };
    struct digest digests[] = {
        { .url = STR("http://a.gov.cn/1"), .published = 120, .carries = 1 },
        { .url = STR("http://a.gov.cn/2"), .published = DAY_NONE, .carries = 1 },
        { .url = STR("http://a.gov.cn/"), .leads_to_article = 1 },
    };
    struct site_view v = { .home = &home, .is_complete = true, .digests = digests };
    static const enum carriage expected[] = { CARRIAGE_NONE, CARRIAGE_LATE, CARRIAGE_IN_TIME };

    (void)state;
    for (v.n_digests = 0; v.n_digests < 3; v.n_digests++)
        assert_int_equal(campaign_of_site(&article, 0, &v, 130).how, expected[v.n_digests]);
    digests[1] = digests[2];
    v.n_digests = 2;
    assert_int_equal(campaign_of_site(&article, 0, &v, 130).how, CARRIAGE_IN_TIME);
}

/* Another page that did not open says nothing of the article. */
static void a_page_that_did_not_open_may_carry_it(void **state)
{
    static const char text[] = "甲市全力保障冬季供暖安全运行";
    const struct campaign_article article = {
        .title = str_of(text), .folded = str_of(text), .from = 100, .until = 110
    };
    const struct page home = { .url = STR("http://a.gov.cn/") };
    struct referrer from = { .text = STR("冬季供暖") };
    struct target target = { .kind = LINK_PAGE,
                             .reason = REASON_ROBOTS,
                             .referrers = &from,
                             .n_referrers = 1,
                             .n_known = 1 };
    const struct site_view v = {
        .home = &home, .is_complete = true, .targets = &target, .n_targets = 1
    };

    (void)state;
    assert_int_equal(campaign_of_site(&article, 0, &v, 130).how, CARRIAGE_NONE);
    from.text = STR("甲市全力保障冬季供暖安全运行");
    assert_int_equal(campaign_of_site(&article, 0, &v, 130).how, CARRIAGE_UNKNOWN);
    target.reason = REASON_HTTP; /* gone: it carries nothing */
    assert_int_equal(campaign_of_site(&article, 0, &v, 130).how, CARRIAGE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_says_where_it_is_wrong),
        cmocka_unit_test(a_page_is_known_by_title_sentence_or_address),
        cmocka_unit_test(an_undated_one_may_have_been_in_time),
        cmocka_unit_test(a_page_that_did_not_open_may_carry_it),
    };
    const int n_failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_done(&arena);
    return n_failed;
}
