/* The lines between headline and text, in the forms that sites write them: source and date. */
#include "page_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define TITLE "关于做好森林防火工作的通知"
#define PROSE                                                                                                                                 \
    "<p>为进一步做好今冬明春森林防火工作，切实保护人民群众生命财产安全和森林资源安全，现就有关事" \
    "项通知如下，请认真贯彻执行。</p>"

static struct page read_head(const char *lines)
{
    static char html[4000];

    (void)snprintf(html, sizeof(html),
                   "<meta charset=utf-8><title>" TITLE "_云溪县人民政府</title>"
                   "<div><a href=/>首页</a> &gt; <a href=/tz/>通知公告</a></div><h1>" TITLE
                   "</h1>%s" PROSE PROSE PROSE "<p>云溪县人民政府办公室</p><p>2026年10月30日</p>",
                   lines);
    return read_at(html, "http://www.yunxi.gov.cn/tz/1.html");
}

struct head {
    const char *lines, *source, *day;
};

static void assert_heads(const struct head *heads, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct page page = read_head(heads[i].lines);
        char day[DAY_TEXT_BYTES];

        if (!str_eq(page.source, str_of(heads[i].source)))
            fail_msg("%s: from '%.*s'", heads[i].lines, STR_ARG(page.source));
        if (strcmp(day_text(page.published, day), heads[i].day) != 0)
            fail_msg("%s: of %s", heads[i].lines, day);
    }
}

#define DAY "2026-11-10"

static void names_of_facts_are_parts_of_sources(void **state)
{
    static const struct head heads[] = {
        { "<p>发布时间：2026-11-10 09:55　来源：云溪发布　浏览次数：123</p>", "云溪发布", DAY },
        { "<p><b>来源：云溪发布</b><b>2026-11-10</b></p>", "云溪发布", DAY },
        { "<p>来源：云溪发布（公众号） 2026-11-10</p>", "云溪发布（公众号）", DAY },
        { "<p>来源：县政务公开科 时间：2026-11-10</p>", "县政务公开科", DAY },
        { "<p>来源：县行政审核局　发布日期：2026-11-10</p>", "县行政审核局", DAY },
        { "<p>来源：“云溪发布”微信公众号　发布日期：2026-11-10</p>", "“云溪发布”微信公众号", DAY },
        { "<p>来源：县住房和城市更新局发布日期：2026-11-10</p>", "县住房和城市更新局", DAY },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void a_source_ends_before_the_next_fact(void **state)
{
    static const struct head heads[] = {
        { "<p>文章来源：县教育局 文章作者：李四 发布时间：2026-11-10</p>", "县教育局", DAY },
        { "<p>来源：县教育局 责任编辑：李四 发布时间：2026-11-10</p>", "县教育局", DAY },
        { "<p>发布时间：2026-11-10　来源：县教育局 审稿人：李四</p>", "县教育局", DAY },
        { "<p>发布时间：2026-11-10　来源：县教育局 收藏 打印</p>", "县教育局", DAY },
        { "<p>发布时间：2026-11-10　来源：县教育局 大 中 小</p>", "县教育局", DAY },
        { "<p>发布时间：2026-11-10　来源：县教育局浏览12次</p>", "县教育局", DAY },
        { "<p>来源：县教育局发布于2026-11-10</p>", "县教育局", DAY },
        { "<p>2026-11-10 来源：县教育局 分享到：</p>", "县教育局", DAY },
        { "<p>2026-11-10 来源：县教育局 打印本页 关闭窗口</p>", "县教育局", DAY },
        { "<p>2026-11-10 来源：县教育局 字体变大 变小</p>", "县教育局", DAY },
        { "<p>2026-11-10 来源：县教育局阅读人数(12)</p>", "县教育局", DAY },
        { "<p>2026-11-10 来源：县教育局 浏览(12)</p>", "县教育局", DAY },
        { "<p>发布时间：2026-11-10 来源：中 国 云 溪 网</p>", "中 国 云 溪 网", DAY },
        { "<p>来源：云溪日报（2026年11月10日）</p>", "云溪日报", DAY },
        { "<p>来源:县林业局(森林公安局) 2026-11-10 09:55</p>", "县林业局(森林公安局)", DAY },
        { "<p>来源：新华社北京11月9日电　发布时间：2026-11-10</p>", "新华社北京11月9日电", DAY },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void white_space_of_templates_is_no_text(void **state)
{
    char lines[1000];

    (void)state;
    (void)snprintf(lines, sizeof(lines), "<p>%300s来源：%300s云溪日报%100s2026-11-10</p>", "\n",
                   "\n", "\n");
    assert_heads(&(struct head){ lines, "云溪日报", DAY }, 1);
}

static void a_blank_source_is_none(void **state)
{
    static const struct head heads[] = {
        { "<p>信息来源： 更新时间：2026-11-10</p>", "", DAY },
        { "<p>信息来源：&nbsp;&nbsp;录入时间：2026-11-10</p>", "", DAY },
        { "<p>发布时间：2026-11-10　来源： 大 中 小</p>", "", DAY },
        { "<p>来源： 发 布 日 期：2026-11-10</p>", "", DAY },
        { "<p>发布时间：2026-11-10</p><p>来源：</p><p>各乡镇人民政府，各部门：</p>", "", DAY },
        { "<p><b>来源：</b>作者：张三 时间：2026-11-10</p>", "", DAY },
        /* The next label of its line. */
        { "<p>时间：2026-11-10 <b>来源：</b><b>公开方式：主动公开</b></p>", "", DAY },
        { "<p>时间：2026-11-10 <b>来源：</b><b>微信公众号文章编号：12</b></p>", "", DAY },
        { "<p>时间：2026-11-10 <b>来源：</b><b>政府信息公开编号：12</b></p>", "", DAY },
        { "<p>时间：2026-11-10 <b>来源：</b><b>分享到：微信</b></p>", "", DAY },
        { "<p>时间：2026-11-10 | 来源 <a href=/all/>全部</a></p>", "", DAY },
        { "<p>来源：</p><p>大</p><p>中</p><p>小</p><p>2026-11-10</p>", "", DAY },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void labels_may_be_stretched_and_have_other_names(void **state)
{
    static const struct head heads[] = {
        { "<p><b>来源：</b>县教育局 发布时间：2026-11-10</p>", "县教育局", DAY },
        { "<p>稿源：云溪日报　2026-11-10 10:00</p>", "云溪日报", DAY },
        { "<table><tr><td>来 源：</td><td>云溪日报</td><td>发布时间：</td><td>2026-11-10</td></tr>"
          "</table>",
          "云溪日报", DAY },
        { "<p>来　源：云溪日报　　日　期：2026-11-10</p>", "云溪日报", DAY },
        { "<p>发表于2026-11-10| 12次阅读| 来源<b>县报</b>| 0条评论</p>", "县报", DAY },
        { "<p>资金来源：县财政　发 布 时 间：2026-11-10</p>", "", DAY },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void a_name_may_stand_before_the_date(void **state)
{
    static const struct head heads[] = {
        { "<p>云溪县教育局　2026-11-10</p>", "", DAY },
        { "<p>（来源：云溪日报　2026-11-10）</p>", "云溪日报", DAY },
        { "<p>[来源：云溪日报] [2026-11-10]</p>", "云溪日报", DAY },
        { "<p>云溪政府网 ( 2026-11-10 09:20:26 )  稿件来源：云溪日报</p>", "云溪日报", DAY },
        { "<p>www.yunxi.gov.cn　2026年11月10日08:29　云溪晨报</p>", "", DAY },
        { "<p><b>2026</b> <b>11/10</b> <b>14:52:26</b></p><p>来源：新华网</p>", "新华网", DAY },
        /* A sitting, a sentence, what the text tells of. */
        { "<p>10千伏云溪线 2026年12月6日</p>", "", "" },
        { "<p>体育馆开幕式 2026年12月6日</p>", "", "" },
        { "<p>云溪建设公司 2026年5月6日</p>", "", "" },
        { "<p>县第三届人大第二次会议 2026年11月10日</p>", "", "" },
        { "<p>会议讨论了三件事，结束于 2026-11-10</p>", "", "" },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void other_days_are_not_that_of_publishing(void **state)
{
    static const struct head heads[] = {
        { "<p>有效期：2026-11-10</p>", "", "" },
        { "<table><tr><td>有效期至：</td><td>2026-11-10</td></tr></table>", "", "" },
        { "<p>今天是：2026年11月10日</p>", "", "" },
        { "<p>截止：2026-11-10 18:00</p>", "", "" },
        { "<p>有效期：2028-11-10</p><p>2026-11-10</p>", "", DAY },
        { "<p>水源：云溪河　时间：2026-11-10</p>", "", "" },
        { "<p>来源：今日云溪　　2026-11-10</p>", "今日云溪", DAY },
        { "<p>来源：现在云溪客户端 2026-11-10</p>", "现在云溪客户端", DAY },
        { "<p><b>今日云溪：</b><b>2026-11-10</b></p>", "", DAY },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void the_value_of_a_label_may_stand_in_cells_and_pieces(void **state)
{
    static const struct head heads[] = {
        { "<table><tr><td>发 文 日 期</td><td>2026-11-01</td></tr><tr><td>上 载 日 期</td>"
          "<td>2026-11-10</td></tr></table>",
          "", DAY },
        { "<table><tr><td>成文日期</td><td>2026-11-10</td></tr></table>", "", "" },
        { "<table><tr><td>发文日期：</td><td>2026-11-10</td></tr></table>", "", "" },
        { "<p>发布日期：<b>2026</b>年<b>11</b>月<b>10</b>日</p>", "", DAY },
        { "<p>发布日期：<b>2026-11</b>-<b>10</b></p>", "", DAY },
        { "<p>发布时间：<i style='display:none'>2026-01-01</i>2026-11-10</p>", "", DAY },
        { "<p>挂网时间：2026-11-10</p>", "", DAY },
        { "<p>供稿：县教育局　发布：2026-11-10</p>", "", DAY },
        { "<p>最后更新：2026-11-10 10:00</p>", "", DAY },
        { "<p>本站已更新：共12条</p>", "", "" },
        { "<p>发布时间：11-05-26</p>", "", "" }, /* of which year? */
        { "<p>时间：2026-11-10</p><p>信息发布：2025年9月1日</p>", "", DAY },
        { "<p>2026-11-10</p>" PROSE "<p>首次发布：2025年9月1日</p>", "", DAY },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void a_weak_label_gives_way_to_the_day_in_the_head(void **state)
{
    static const struct head heads[] = {
        { "<p>2026-11-10 08:30</p>" PROSE "<p>数据更新时间：2026-01-01</p>", "", DAY },
        { "<p>2026年11月10日</p><p>更新日期：2026-11-12</p>", "", DAY },
        { PROSE "<p>更新日期：2026-11-10</p>", "", DAY },
        /* The day of a document, not of its page. */
        { "<p>（2025年3月1日）</p><p>更新日期：2026-11-10</p>", "", DAY },
        { "<p>2025-03-01 至 2025-04-01</p><p>更新日期：2026-11-10</p>", "", DAY },
        { "<p>云溪县水利局　2025年3月1日</p>" PROSE "<p>更新日期：2026-11-10</p>", "", DAY },
        { "<p>印发日期：2026-11-10</p>" PROSE "<p>更新日期：2026-11-12</p>", "", DAY },
        /* What the footer says is of the whole site. */
        { "<p>2026-11-10 08:30</p>" PROSE "<p>主办：云溪县人民政府　蜀ICP备12345678号</p>"
          "<p>本站发布日期：2026-01-01</p>",
          "", DAY },
    };

    (void)state;
    assert_heads(heads, COUNT_OF(heads));
}

static void a_number_above_the_headline_is_of_a_top_bar(void **state)
{
    const struct page page = read_at("<meta charset=utf-8><title>" TITLE "_云溪县人民政府</title>"
                                     "<p>云溪县人民政府 网站标识码：5199010001</p><h1>" TITLE
                                     "</h1><p>发布时间：2026-11-10</p>" PROSE PROSE,
                                     "http://www.yunxi.gov.cn/tz/1.html");
    char day[DAY_TEXT_BYTES];

    (void)state;
    assert_string_equal(day_text(page.published, day), DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_facts_are_parts_of_sources),
        cmocka_unit_test(a_source_ends_before_the_next_fact),
        cmocka_unit_test(white_space_of_templates_is_no_text),
        cmocka_unit_test(a_blank_source_is_none),
        cmocka_unit_test(labels_may_be_stretched_and_have_other_names),
        cmocka_unit_test(a_name_may_stand_before_the_date),
        cmocka_unit_test(other_days_are_not_that_of_publishing),
        cmocka_unit_test(the_value_of_a_label_may_stand_in_cells_and_pieces),
        cmocka_unit_test(a_weak_label_gives_way_to_the_day_in_the_head),
        cmocka_unit_test(a_number_above_the_headline_is_of_a_top_bar),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down_pages);
}
