/* What feeds, pages and imported files tell of an account. */
#include "base/base.h"

#include "account/posts.h"

#include "attach_support.h"
#include "base/buf.h"
#include "base/clock.h"

enum { NOW = 1795136400 }; /* 2026-11-20T09:00:00+08:00 */

static struct str told_of(const struct posts *p, struct str unseen, bool is_known, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };
    char at[TIME_TEXT_BYTES];

    if (!is_known)
        return unseen;
    buf_addf(&out, "%s %.*s", account_grade_name(p->grade), STR_ARG(p->name));
    for (size_t i = 0; i < p->n; i++)
        buf_addf(&out, "|%s %.*s %.*s", time_text(p->posts[i].at, at), STR_ARG(p->posts[i].title),
                 STR_ARG(p->posts[i].url));
    if (p->n_undated || p->n_future)
        buf_addf(&out, "|undated %zu future %zu", p->n_undated, p->n_future);
    for (size_t i = 0; i < p->n_messages; i++)
        buf_addf(&out, "|%.*s %lld", STR_ARG(p->messages[i].text),
                 (long long)(p->messages[i].answered ? p->messages[i].answered - p->messages[i].at
                                                     : -1));
    if (p->interaction == INTERACTION_NONE)
        buf_add(&out, STR("|closed"));
    return arena_copy(a, buf_str(&out));
}

/* What is kept of a file tells what the file told. */
static void expect_kept(const struct posts *read, struct arena *a)
{
    AUTO(buf_done) struct buf kept = { 0 };
    struct posts was = *read, is = { 0 };
    struct str unseen = { 0 };

    if (!read->n && !read->n_undated && !read->n_messages)
        return; /* an empty list says nothing */
    posts_write(read, &kept);

    const struct posts_input in = { .body = buf_str(&kept), .now = NOW };

    assert_true(posts_read(&in, a, &is, &unseen));
    was.n_future = 0;
    if (was.grade != ACCOUNT_SELF)
        was.grade = ACCOUNT_FEED;
    assert_string_equal(told_of(&is, unseen, true, a).p, told_of(&was, unseen, true, a).p);
    for (size_t i = 0; i < is.n; i++)
        assert_true(str_eq(is.posts[i].text, was.posts[i].text));
}

static void expect(struct str body, const char *told)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(page_reader_freep) struct page_reader *reader = page_reader_new(NULL);
    struct posts p = { 0 };
    struct str unseen = { 0 };
    const struct posts_input in = {
        .url = STR("http://x.test/u"), .body = body, .now = NOW, .reader = reader
    };
    const bool is_known = posts_read(&in, &a, &p, &unseen);

    assert_string_equal(arena_copy(&a, told_of(&p, unseen, is_known, &a)).p, told);
    if (is_known)
        expect_kept(&p, &a);
}

static void moments_are_read_in_every_form(void **state)
{
    static const struct {
        const char *text;
        const char *time; /* NULL: none */
    } cases[] = {
        { "2026-11-20T09:00:00+08:00", "2026-11-20T09:00:00+08:00" },
        { "2026-11-20T01:00:00Z", "2026-11-20T09:00:00+08:00" },
        { "Fri, 20 Nov 2026 01:00:00 GMT", "2026-11-20T09:00:00+08:00" },
        { "20 Nov 26 09:00 +0800", "2026-11-20T09:00:00+08:00" },
        { "Thu, 19 Nov 2026 20:00:00 EST", "2026-11-20T09:00:00+08:00" },
        { "Fri, 20 November 2026 09:00:00", "2026-11-20T09:00:00+08:00" },
        { " 2026-11-20 09:00:00 ", "2026-11-20T09:00:00+08:00" },
        { "2026年11月20日", "2026-11-20T00:00:00+08:00" },
        { "11-19", "2026-11-19T00:00:00+08:00" },
        { "Fri, 31 Feb 2026 01:00:00 GMT", NULL },
        { "刚刚", NULL },
        { "", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[TIME_TEXT_BYTES];
        int64_t at = 0;
        const bool is_read = posts_time(str_of(cases[i].text), NOW, &at);

        assert_string_equal(is_read ? time_text(at, text) : "none",
                            cases[i].time ? cases[i].time : "none");
    }
}

static void rss_is_read(void **state)
{
    (void)state;
    expect(
        STR("<?xml version='1.0'?><rss><channel><title>云溪发布</title><atom:link href='s' "
            "rel='self'/><item><title>一 &amp; 二</title><media:title>不是</media:title>"
            "<link>http://a/1</link><pubDate>Fri, 20 Nov 2026 01:00:00 GMT</pubDate></item>"
            "<item><title><![CDATA[<三>]]></title><pubDate>bad</pubDate></item></channel></rss>"),
        "feed 云溪发布|2026-11-20T09:00:00+08:00 一 & 二 http://a/1|undated 1 future 0");
}

static void rdf_and_atom_are_read(void **state)
{
    (void)state;
    expect(STR("<rdf:RDF><channel><title>旧式</title></channel><item><title>甲</title>"
               "<dc:date>2026-11-01T00:00:00+08:00</dc:date></item></rdf:RDF>"),
           "feed 旧式|2026-11-01T00:00:00+08:00 甲 ");
    expect(STR("<feed><title>号</title><author><name>人</name></author><entry><title>老</title>"
               "<link rel='enclosure' href='x'/><link href='http://a/2'/>"
               "<source><title>别处</title></source>"
               "<updated>2026-11-02T00:00:00Z</updated></entry>"
               "<entry><title>新</title><published>2026-11-19T00:00:00+08:00</published>"
               "<updated>2026-11-20T00:00:00+08:00</updated></entry></feed>"),
           "feed 号|2026-11-19T00:00:00+08:00 新 |2026-11-02T08:00:00+08:00 老 http://a/2");
}

static void a_feed_that_is_cut_off_keeps_what_was_whole(void **state)
{
    (void)state;
    expect(STR("<rss><channel><item><title>整</title><pubDate>2026-11-01</pubDate></item>"
               "<item><title>半"),
           "feed |2026-11-01T00:00:00+08:00 整 ");
    expect(STR("<rss><channel><title>空</title></channel></rss>"), "订阅源里没有一条内容");
}

static void posts_of_the_future_do_not_count(void **state)
{
    (void)state;
    expect(STR("[{\"time\":\"2026-11-21 09:00\",\"title\":\"明天\"},"
               "{\"time\":\"2026-11-21 09:01\",\"title\":\"后天\"}]"),
           "feed |2026-11-21T09:00:00+08:00 明天 |undated 0 future 1");
}

static void json_feeds_and_imports_are_read(void **state)
{
    (void)state;
    expect(STR("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"号\",\"items\":"
               "[{\"date_published\":\"2026-11-19T10:00:00+08:00\",\"title\":\"一\","
               "\"url\":\"http://a/1\"}]}"),
           "feed 号|2026-11-19T10:00:00+08:00 一 http://a/1");
    expect(STR("{\"name\":\"号\",\"collected\":\"self\",\"interaction\":false,\"posts\":[],"
               "\"messages\":[{\"time\":\"2026-11-01\",\"text\":\"问\"},"
               "{\"time\":\"2026-11-01\",\"text\":\"答\",\"answered\":\"2026-11-02\"}]}"),
           "self-reported 号|问 -1|答 86400|closed");
    expect(STR("{\"posts\":[]}"), "数据源的 JSON 里没有内容列表");
    expect(STR("[1,2"), "数据源不是完整的 JSON（第 1 行：不是有效的 JSON（']' expected near end of "
                        "file））");
}

static void pages_that_show_nothing_say_why(void **state)
{
    (void)state;
    expect(STR("<html><title>登录 - 微博</title><body>请登录</body></html>"),
           "数据源要求登录后查看");
    expect(STR("<html><title>号</title><body><p>没有日期</p></body></html>"),
           "数据源的页面上没有标日期的内容");
    expect(STR(" "), "数据源是空的");
}

static struct str of_table(struct str bytes, const struct account *account, struct arena *a)
{
    AUTO(posts_table_freep) struct posts_table *t = NULL;
    struct posts p = { 0 };
    struct str unseen = { 0 };
    struct err err = { 0 };

    if (posts_table_read(bytes, NOW, &t, &err))
        return arena_copy(a, str_of(err.text));

    const bool is_known = posts_table_of(t, account, a, &p, &unseen);

    return arena_copy(a, told_of(&p, unseen, is_known, a));
}

static void a_table_holds_many_accounts(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena a = { 0 };
    const struct account own = { .name = STR("甲"), .handle = STR("jia") };
    const struct account other = { .name = STR("丙") };
    const struct str table = STR("账号名称,发布时间,标题,链接,留言时间,留言内容,答复时间,采集方式\n"
                                 "甲,2026-11-01 08:00,一,http://a/1,,,,自报\n"
                                 "jia,2026-11-02,二,,,,,\n乙,2026-11-03,三,,,,,\n"
                                 "甲,,,,2026-11-03,问,2026-11-04,\n");

    assert_true(posts_is_table(table));
    assert_false(posts_is_table(STR("\xef\xbb\xbf {}")));
    assert_string_equal(of_table(table, &own, &a).p,
                        "self-reported |2026-11-02T00:00:00+08:00 二 |2026-11-01T08:00:00+08:00 一 "
                        "http://a/1|问 86400");
    assert_string_equal(of_table(table, &other, &a).p, "导入的文件里没有这个账号的内容");
    assert_string_equal(of_table(STR("标题\n一\n"), &own, &a).p, "表头缺少以下各列：发布时间");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_read_in_every_form),
        cmocka_unit_test(rss_is_read),
        cmocka_unit_test(rdf_and_atom_are_read),
        cmocka_unit_test(a_feed_that_is_cut_off_keeps_what_was_whole),
        cmocka_unit_test(posts_of_the_future_do_not_count),
        cmocka_unit_test(json_feeds_and_imports_are_read),
        cmocka_unit_test(pages_that_show_nothing_say_why),
        cmocka_unit_test(a_table_holds_many_accounts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
