/* Facts as content systems write them that keep rows, dates and footers in ways of their own. */
#include "page_support.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct buf html_text;

#define COLUMN_URL "http://www.yunxi.gov.cn/zwgk/tzgg/index.html"
#define TEXT_URL "http://www.yunxi.gov.cn/zwgk/content_12345.html"

static int tear_down(void **state)
{
    buf_done(&html_text);
    return tear_down_pages(state);
}

static void assert_text(struct str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("'%.*s' instead of '%s'", STR_ARG(got), want);
}

static void assert_day(int32_t got, const char *want)
{
    char text[DAY_TEXT_BYTES];

    assert_string_equal(day_text(got, text), want);
}

#define HEAD "<!DOCTYPE html><html><head><meta charset=utf-8><title>通知公告</title></head><body>"
#define NAV                                                                                        \
    "<div class=nav><a href=/>首页</a><a href=/a/>政务公开</a><a href=/b/>办事服务</a>"  \
    "<a href=/c/>互动交流</a><a href=/d/>走进云溪</a></div>"
#define T1 "关于做好秋冬季森林防火工作的通知"
#define T2 "云溪县人民政府关于废止部分文件的决定"
#define T3 "关于开展政务公开培训的公告"
#define T4 "县政府召开第二十次常务会议"
#define PROSE                                                                                                                                 \
    "<p>为贯彻落实上级有关文件精神，进一步做好有关工作，经县人民政府研究同意，现将有关事项通知如" \
    "下，请各单位结合实际认真抓好落实，确保各项任务按期完成。</p>"
#define TEXT PROSE PROSE PROSE

/* ---- rows in an XML island ------------------------------------------------------------------- */

#define RECORD(n, title, date)                                                                     \
    "<record><![CDATA[\n<li><a href='/art/2026/11/20/art_1_" n ".html'>" title "</a><span>" date   \
    "</span></li>]]></record>\n"
#define ISLAND                                                                                     \
    "<div id=\"12\"><script type=\"text/xml\"><datastore>\n"                                       \
    "<nextgroup><![CDATA[<a href=\"/proxy.jsp?page=1\"></a>]]></nextgroup>\n<recordset>\n" RECORD( \
        "1", T1, "2026-11-20") RECORD("2", T2, "2026-11-18")                                       \
        RECORD("3", T3, "2026-10-09") "</recordset></datastore></script>"                          \
                                      "<script>$('#12').jpage({perPage:15});</script></div>"

static void rows_in_an_xml_island_are_a_list(void **state)
{
    (void)state;

    const struct page page = read_at(HEAD NAV ISLAND "</body></html>", COLUMN_URL);

    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 3);
    assert_text(page.items[0].title, T1);
    assert_day(page.newest_item, "2026-11-20");
    assert_int_equal(page.n_links, 5 + 3); /* and none to the proxy */
}

static void rows_of_tables_in_an_island_stay_apart(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD "<div><script type='text/xml'><datastore><recordset>"
                     "<record><![CDATA[<tr><td><a href=/1.html>" T1 "</a></td><td>[2026-11-20]</td>"
                     "</tr>]]></record><record><![CDATA[<tr><td><a href=/2.html>" T2 "</a></td>"
                     "<td>[2026-11-18]</td></tr>]]></record><record><![CDATA[<tr><td>"
                     "<a href=/3.html>" T3 "</a></td><td>[2026-10-09]</td></tr>]]></record>"
                     "</recordset></datastore></script></div></body></html>",
                COLUMN_URL);

    assert_int_equal(page.n_items, 3);
    assert_day(page.items[0].date, "2026-11-20");
    assert_day(page.items[1].date, "2026-11-18");
    assert_day(page.items[2].date, "2026-10-09");
}

/* ---- lists ----------------------------------------------------------------------------------- */

#define TWO_DAYS(n, title, written, published)                                                     \
    "<li><a href=/" n ".html>" title "</a><p><span>成文日期：" written                             \
    "</span><span>发布日期：" published "</span></p></li>"

static void the_date_of_publishing_wins_in_a_row(void **state)
{
    (void)state;

    struct page page = read_at(
        HEAD "<table><tr><th>标题</th><th>成文日期</th><th>发布日期</th></tr>"
             "<tr><td><a href=/1.html>" T1 "</a></td><td>2026-10-01</td><td>2026-11-20</td></tr>"
             "<tr><td><a href=/2.html>" T2 "</a></td><td>2026-10-02</td><td>2026-11-18</td></tr>"
             "<tr><td><a href=/3.html>" T3 "</a></td><td>2026-10-03</td><td>2026-11-09</td></tr>"
             "</table></body></html>",
        COLUMN_URL);

    assert_day(page.newest_item, "2026-11-20");
    page = read_at(
        HEAD "<table><tr><th>标题</th><th>发布日期</th><th>失效日期</th></tr>"
             "<tr><td><a href=/1.html>" T1 "</a></td><td>2026-08-20</td><td>2026-11-01</td></tr>"
             "<tr><td><a href=/2.html>" T2 "</a></td><td>2026-08-18</td><td>2026-11-02</td></tr>"
             "<tr><td><a href=/3.html>" T3 "</a></td><td>2026-08-09</td><td>2026-11-03</td></tr>"
             "</table></body></html>",
        COLUMN_URL);
    assert_day(page.newest_item, "2026-08-20");
    page = read_at(HEAD "<ul>" TWO_DAYS("1", T1, "2026-10-01", "2026-11-20")
                       TWO_DAYS("2", T2, "2026-10-02", "2026-11-18")
                           TWO_DAYS("3", T3, "2026-10-03", "2026-11-09")
                               TWO_DAYS("4", T4, "2026-10-03", "2026-11-02") "</ul></body></html>",
                   COLUMN_URL);
    assert_day(page.newest_item, "2026-11-20");
}

static void a_year_above_rows_is_their_year(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD "<h4>2026年</h4><ul><li><a href=/1.html>" T1 "</a><span>06-18</span></li>"
                     "<li><a href=/2.html>" T2 "</a><span>06-11</span></li></ul>"
                     "<h4>2025年</h4><ul><li><a href=/3.html>" T3 "</a><span>12-30</span></li>"
                     "<li><a href=/4.html>" T4 "</a><span>11-11</span></li></ul></body></html>",
                COLUMN_URL);

    assert_int_equal(page.n_items, 4);
    assert_day(page.items[1].date, "2026-06-11");
    assert_day(page.items[3].date, "2025-11-11");
    assert_day(page.newest_item, "2026-06-18");
}

static void a_year_between_dashes_is_that_of_its_row(void **state)
{
    (void)state;

    const struct page page = read_at(
        HEAD "<ul><li><p>--2025--</p><p>06-09</p><a href=/1.html>" T1 "</a></li>"
             "<li><p>--2025--</p><p>06-08</p><a href=/2.html>" T2 "</a></li>"
             "<li><p>--2024--</p><p>12-30</p><a href=/3.html>" T3 "</a></li></ul></body></html>",
        COLUMN_URL);

    assert_int_equal(page.n_items, 3);
    assert_day(page.newest_item, "2025-06-09");
    assert_day(page.items[2].date, "2024-12-30");
}

static void a_month_folder_tells_the_year(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD "<ul><li><a href=/yw/202305/a1b2.html>" T1 "</a><span>05-18</span></li>"
                     "<li><a href=../202305/c3d4.html>" T2 "</a><span>04-28</span></li>"
                     "<li><a href=/yw/202399/e5f6.html>" T3 "</a><span>05-11</span></li>"
                     "</ul></body></html>",
                COLUMN_URL);

    assert_int_equal(page.n_items, 3);
    assert_day(page.items[0].date, "2023-05-18");
    assert_day(page.items[1].date, "2023-04-28");
    assert_day(page.items[2].date, "2026-05-11");
}

static void doors_of_other_sites_are_no_items(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD "<ul><li><a href=/1.html>" T1 "</a><span>2026-05-20</span></li></ul><div><ul>"
                     "<li><a href=http://www.ndrc.gov.cn/>国家发展和改革委员会</a>"
                     "<li><a href=http://www.most.gov.cn>中华人民共和国科学技术部</a>"
                     "<li><a href=http://www.mnr.gov.cn/>中华人民共和国自然资源部</a>"
                     "<li><a href=http://www.mct.gov.cn/>中华人民共和国文化和旅游部</a>"
                     "<li><a href=http://www.mfa.gov.cn/web/>中华人民共和国外交部网站</a>"
                     "<li><a href=http://www.moe.gov.cn/main/>中华人民共和国教育部网站</a>"
                     "<li><a href=http://www.moj.gov.cn/x/>中华人民共和国司法部网站</a>"
                     "</ul></div></body></html>",
                COLUMN_URL);

    assert_int_equal(page.n_items, 1);
    assert_day(page.newest_item, "2026-05-20");
}

/* ---- lists of letters and guides ------------------------------------------------------------- */

static void the_head_of_a_table_makes_no_letter_and_no_guide(void **state)
{
    (void)state;

    struct page page = read_at(
        HEAD "<table><tr><th>信件编号</th><th>来信标题</th><th>来信时间</th><th>答复单位</th>"
             "<th>答复时间</th></tr><tr><td>901</td><td><a href=/1.html>" T1 "</a></td>"
             "<td>2026-11-02</td><td>县住建局</td><td>2026-11-20</td></tr><tr><td>902</td><td>"
             "<a href=/2.html>" T2 "</a></td><td>2026-11-01</td><td>县水利局</td>"
             "<td>2026-11-18</td></tr><tr><td>903</td><td><a href=/3.html>" T3 "</a></td>"
             "<td>2026-11-01</td><td>县水利局</td><td>2026-11-09</td></tr></table></body></html>",
        COLUMN_URL);

    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_day(page.newest_item, "2026-11-20");
    page = read_at(HEAD "<table><tr><td>信件编号</td><td>901</td></tr><tr><td>来信标题</td><td>" T1
                        "</td></tr><tr><td>来信时间</td><td>2026-11-02</td></tr><tr>"
                        "<td>答复单位</td><td>县住建局</td></tr></table></body></html>",
                   TEXT_URL);
    assert_int_equal(page.kind, PAGE_MESSAGE);
}

/* ---- articles -------------------------------------------------------------------------------- */

static void assert_article(const char *head, const char *day, const char *source)
{
    const struct str html =
        arena_printf(&arena, HEAD "<h1>" T4 "</h1>%s" TEXT "</body></html>", head);
    char *copy = strndup(html.p, html.n);
    const struct page page = read_at(copy, TEXT_URL);

    assert_int_equal(page.kind, PAGE_ARTICLE);
    assert_day(page.published, day);
    assert_text(page.source, source);
    free(copy);
}

static void reads_the_line_below_the_headline(void **state)
{
    (void)state;
    assert_article("<p>来源：云溪融媒　　　2026-11-20 08:30</p>", "2026-11-20", "云溪融媒");
    assert_article("<div>\n      来源：云溪日报\n      &nbsp; &nbsp;\n      2026-11-20 08:13:00 \n"
                   "      <span>【字体：大 中 小】</span></div>",
                   "2026-11-20", "云溪日报");
    assert_article("<div>\n                                2026-11-20 10:10\n\n             "
                   "                       &nbsp;&nbsp;&nbsp;来源：\n                           "
                   "         云溪日报\n       </div>",
                   "2026-11-20", "云溪日报");
    assert_article("<div>2026年11月20日　来源：云溪县发展和改革局办公室　【字体：大 中 小】</div>",
                   "2026-11-20", "云溪县发展和改革局办公室");
    assert_article("<div>2026年11月20日 08:30 星期五 来源：县府办</div>", "2026-11-20", "县府办");
    assert_article("<div>2026/11/20 信息来源：云溪县人民政府办公室综合一科 撰稿人：张三</div>",
                   "2026-11-20", "云溪县人民政府办公室综合一科");
    assert_article("<div class=date><b>20</b><i>2026-11</i></div>", "2026-11-20", "");
    assert_article("<div>［ 县融媒体中心 ］ ［2026-11-20］ ［ 阅读 123 次 ］</div>", "2026-11-20",
                   "");
    assert_article("<table><tr><th>信息来源</th><td>县民政局</td><th>发布日期</th>"
                   "<td>2026-11-20</td></tr></table>",
                   "2026-11-20", "县民政局");
}

static void a_long_byline_before_the_date_is_not_the_text(void **state)
{
    (void)state;
    assert_article(
        "<div><span>作者：《云溪日报》记者 张三 李四（实习） 王五 赵六 孙七 周八 吴九 郑十</span>"
        "<span>来源：云溪日报</span><span>时间：2026-11-20</span></div>",
        "2026-11-20", "云溪日报");
    assert_article("<div>——云溪县第二届全民读书节暨第五届校园读书会成果展示大会在县图书馆举行</div>"
                   "<div>来源：云溪日报 时间：2026-11-20</div>",
                   "2026-11-20", "云溪日报");
}

static void the_only_moment_may_have_its_source_beside_it(void **state)
{
    static const char *const pages[] = {
        HEAD "<h1>" T4 "</h1>" TEXT
             "<div>2026-11-20 08:30 云溪县融媒体中心网站</div></body></html>",
        HEAD "<p>别的标题</p><p>来源： 云溪日报 2026-11-20 08:30</p>" TEXT "</body></html>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        const struct page page = read_at(pages[i], TEXT_URL);

        assert_int_equal(page.kind, PAGE_ARTICLE);
        assert_day(page.published, "2026-11-20");
    }
    assert_day(read_at(HEAD "<h1>" T4 "</h1>" TEXT
                            "<p>2026-11-20 08:30，会议在县城召开。</p></body></html>",
                       TEXT_URL)
                   .published,
               "");
}

static void dates_in_the_text_do_not_win_over_the_head(void **state)
{
    (void)state;
    assert_article("<div>发布时间：2026-11-20 —— 来源：县府办</div>", "2026-11-20", "县府办");
    /* A time that something takes is no day of publishing, whatever stands before it. */
    assert_article("<p>公示时间：2026年11月26日至12月2日</p><p>更新日期：2026-11-20</p>",
                   "2026-11-20", "");
    assert_article("<div>【信息时间：2026/11/20 阅读次数：12】</div>" PROSE
                   "<p>公告发布日期：2026年11月10日</p>",
                   "2026-11-20", "");
    /* Nothing in the head but a weaker word: the line below the text counts. */
    assert_article("<div>更新日期：2026-11-21</div>" PROSE "<p>发布日期：2026年11月10日</p>",
                   "2026-11-10", "");
    /* A sitting in the subtitle is no day of publishing. */
    assert_article("<p>（2026年6月1日县人民政府第三次常务会议通过）</p><p>2026-11-20 08:30</p>",
                   "2026-11-20", "");
}

/* ---- footers --------------------------------------------------------------------------------- */

static void reads_numbers_as_footers_write_them(void **state)
{
    static const struct {
        const char *foot, *icp, *police;
    } cases[] = {
        { "鄂ICP备19031037-2号", "鄂ICP备19031037-2号", "" },
        { "鄂ICP备19031037号-2号", "鄂ICP备19031037号-2", "" },
        { "皖ICP备08007311-2", "皖ICP备08007311-2", "" },
        { "沪公网安备 3101 0402 0012 34号", "", "31010402001234" },
        { "沪公网安备 3101 0402 0012 34 56号", "", "" },
        { "沪公网安备 310104020012345号", "", "" },
        { "沪公网安备 3101 0402号", "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char html[2000];

        (void)snprintf(html, sizeof(html),
                       HEAD "<h1>" T4 "</h1>" TEXT "<div>%s</div></body></html>", cases[i].foot);

        const struct page page = read_at(html, TEXT_URL);

        assert_text(page.icp, cases[i].icp);
        assert_text(page.police, cases[i].police);
    }
}

static void the_call_of_the_national_script_is_the_entry(void **state)
{
    (void)state;

    struct page page = read_at(HEAD "<a href=javascript:;><img src=a.png "
                                    "onclick=\"Link('5103990001')\"></a></body></html>",
                               TEXT_URL);

    assert_int_equal(page.error_report, REPORT_NATIONAL);
    assert_text(page.site_code, "5103990001");
    page = read_at(HEAD "<a onclick=\"Link('bm12000001')\">x</a></body></html>", TEXT_URL);
    assert_int_equal(page.error_report, REPORT_NATIONAL);
    page = read_at(HEAD "<a onclick=\"Link('/zwgk/index.html')\">x</a></body></html>", TEXT_URL);
    assert_int_equal(page.error_report, REPORT_NONE);
    page = read_at(HEAD "<img src=red.png onclick=\"window.open("
                        "'http://bszs.conac.cn/sitename?method=show&id=06')\"></body></html>",
                   TEXT_URL);
    assert_int_equal(page.badge, BADGE_LINK);
}

static void a_time_element_tells_its_date(void **state)
{
    (void)state;

    const struct page p = read_at(
        "<title>新闻</title><h2><a href=/1.html>全县教育工作会议召开</a></h2>"
        "<time datetime='2026-11-15T08:00:00+08:00'>11月 15, 2026</time>"
        "<h2><a href=/2.html>县一中举行冬季运动会</a></h2>"
        "<time datetime='2026-11-13'>3天前</time>"
        "<h2><a href=/3.html>县二中举行合唱比赛活动</a></h2>"
        "<time datetime='2020-01-01'>2026-11-12</time>", /* readers see another one: it counts */
        "http://www.yunxi.gov.cn/xw/");

    assert_int_equal(p.n_items, 3);
    assert_day(p.items[0].date, "2026-11-15");
    assert_day(p.items[1].date, "2026-11-13");
    assert_day(p.items[2].date, "2026-11-12");
}

static void the_map_of_a_small_site_is_one_by_its_title(void **state)
{
#define LINKS "<a href=/a/>教育动态</a> <a href=/b/>通知公告</a> <a href=/c/>政策法规</a>"
    static const struct {
        const char *title;
        enum page_kind kind;
    } cases[] = {
        { "网站地图 - 云溪县教育局", PAGE_SITEMAP },
        { "云溪县教育局_站点地图", PAGE_SITEMAP },
        { "关于网站地图栏目的说明 - 云溪县教育局", PAGE_OTHER },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char html[400];

        (void)snprintf(html, sizeof(html), "<title>%s</title>" LINKS LINKS, cases[i].title);
        assert_int_equal(read_at(html, "http://www.yunxi.gov.cn/x.html").kind, cases[i].kind);
    }
#undef LINKS
}

static void a_button_that_its_script_knows_is_a_search(void **state)
{
    (void)state;
    assert_true(read_at("<title>云溪县</title><input type=text id=key1>"
                        "<a href='javascript:void(0)' onclick='go()'>搜索</a>",
                        "http://www.yunxi.gov.cn/")
                    .has_search);
    assert_false(
        read_at("<title>云溪县</title><p>搜索</p>", "http://www.yunxi.gov.cn/").has_search);
}

/* ---- what scripts write, and rows that are one link ------------------------------------------ */

static void a_date_that_a_script_writes_behind_its_label_is_seen(void **state)
{
    struct page page;

    (void)state;
    page = read_at(HEAD "<h1>" T1 "</h1><p>发布时间：<script>var day='2026年11月06日';"
                        "if(day!=''){document.write(day);}</script></p>" TEXT "</body></html>",
                   TEXT_URL);
    assert_day(page.published, "2026-11-06");
    assert_int_equal(page.kind, PAGE_ARTICLE);
    /* Without a label before it, or with two dates, it may be anything. */
    page = read_at(HEAD "<h1>" T1 "</h1><p>阅读<script>document.write('2026-11-06');</script></p>"
                        "<p>发布时间：<script>document.write(x?'2026-11-06':'2026-11-07');"
                        "</script></p>" TEXT "</body></html>",
                   TEXT_URL);
    assert_int_equal(page.published, DAY_NONE);
}

static void a_refresh_that_a_script_writes_makes_a_stub(void **state)
{
    const struct page page =
        read_at("<html><head><script>var a=1;if(a){document.write('<meta http-equiv=\"Refresh\" "
                "content=\"0;URL=http://www.yunxi.gov.cn/zwgk/\" />');}</script></head></html>",
                COLUMN_URL);

    (void)state;
    assert_int_equal(page.kind, PAGE_STUB);
    assert_text(page.refresh, "http://www.yunxi.gov.cn/zwgk/");
}

#define CARD(n, title, day)                                                                        \
    "<li><a href=/art/" n ".html><h2>" title "</h2><div>" PROSE "</div><p>日间：" day              \
    "</p></a></li>"

static void the_heading_of_a_card_is_its_title(void **state)
{
    const struct page page =
        read_at(HEAD NAV "<ul>" CARD("1", T1, "2026-11-20") CARD("2", T2, "2026-11-19")
                    CARD("3", T3, "2026-11-18") "</ul></body></html>",
                COLUMN_URL);

    (void)state;
    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 3);
    assert_text(page.items[0].title, T1);
    assert_day(page.newest_item, "2026-11-20");
}

#define TWICE(n, title, day)                                                                       \
    "<a href=/art/" n ".html class=box><h3>" title "(" day ")</h3><p>" title "</p></a>"

static void dates_at_the_end_of_titles_long_and_short_make_one_list(void **state)
{
    const struct page page = read_at(
        HEAD NAV "<div>" TWICE("1", T1 "（征求意见稿）及其说明", "2026-11-20")
            TWICE("2", "云溪县章程", "2026-11-19") TWICE("3", T3, "2026-11-18")
                TWICE("4", T4, "2026-11-17") TWICE("5", T2, "2026-11-16") "</div></body></html>",
        COLUMN_URL);

    (void)state;
    assert_int_equal(page.n_items, 5);
    assert_text(page.items[0].title, T1 "（征求意见稿）及其说明");
    assert_day(page.items[0].date, "2026-11-20");
    assert_text(page.items[1].title, "云溪县章程");
    assert_day(page.items[4].date, "2026-11-16");
}

static void the_clock_and_the_future_are_no_news(void **state)
{
    const struct page page =
        read_at(HEAD "<div><span>2026年 11 月 23 日 星期一</span><a href=/app/>安卓版</a></div>" NAV
                     "<ul><li><a href=/art/1.html>" T1
                     "</a><i>2070-01-01</i></li><li><a href=/art/2.html>" T2
                     "</a><i>2026-11-19</i></li><li><a href=/art/3.html>" T3
                     "</a><i>2026-11-18</i></li></ul></body></html>",
                COLUMN_URL);

    (void)state;
    assert_int_equal(page.n_items, 3);
    assert_text(page.items[0].title, T1);
    assert_day(page.newest_item, "2026-11-19");
}

#define CALL(n, title, day)                                                                        \
    "<tr><td><a href='javascript:;' onclick='show(" n ")'>" title "</a></td><td>" day "</td></tr>"

static void rows_that_a_script_opens_are_a_list(void **state)
{
    struct page page;

    (void)state;
    page = read_at(HEAD NAV "<table>" CALL("1", T1, "2026-11-20") CALL("2", T2, "2026-11-19")
                       CALL("3", T3, "2026-11-18") "</table></body></html>",
                   COLUMN_URL);
    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 3);
    assert_text(page.items[0].title, T1);
    assert_int_equal(page.items[0].link, ITEM_NO_LINK);
    assert_day(page.newest_item, "2026-11-20");
    /* Anchors in a text are no rows. */
    page = read_at(HEAD "<h1>" T1 "</h1><p>2026-11-20</p>" TEXT "<p><a name=a>" T1
                        "</a></p><p>2026-11-19</p><p><a name=b>" T2
                        "</a></p><p>2026-11-18</p><p><a name=c>" T3 "</a></p></body></html>",
                   TEXT_URL);
    assert_int_equal(page.kind, PAGE_ARTICLE);
}

/* ---- kinds ----------------------------------------------------------------------------------- */

#define TAGGED(title, column)                                                                      \
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>" title                                 \
    "</title><meta name=ColumnName content='" column "'></head><body>" NAV

static void columns_are_known_by_their_files_tags_and_pagers(void **state)
{
    (void)state;
    assert_int_equal(read_at(TAGGED("新闻动态", "新闻动态") "<h2>新闻动态</h2></body></html>",
                             "http://www.yunxi.gov.cn/c100492/xwzx_list.html")
                         .kind,
                     PAGE_COLUMN);
    /* A number in the address makes no article of a page that says it is a column. */
    assert_int_not_equal(read_at(TAGGED("站群导航", "站群导航") "<div>" TEXT "</div></body></html>",
                                 "http://www.yunxi.gov.cn/channels/1049.html")
                             .kind,
                         PAGE_ARTICLE);
    assert_int_equal(
        read_at(TAGGED("信息公开意见箱",
                       "信息公开意见箱") "<ul><li><a href=/art/1.html>" T1
                                         "</a><i>2026-11-20</i></li></ul></body></html>",
                "http://www.yunxi.gov.cn/channels/2145.html")
            .kind,
        PAGE_COLUMN);
    assert_int_equal(read_at(HEAD NAV
                             "<div><a href=#>第一页</a><a href=#>最后一页</a></div></body></html>",
                             "http://www.yunxi.gov.cn/myzj/")
                         .kind,
                     PAGE_COLUMN);
}

#define WINDOW                                                                                     \
    "<div><h3>动态</h3><ul><li><a href=/1.html>" T1 "</a></li><li><a href=/2.html>" T2             \
    "</a></li><li><a href=/3.html>" T3 "</a></li></ul></div>"

static void a_row_with_its_date_below_the_path_is_the_list(void **state)
{
    static const char *const rows[] = {
        "<li><i>2026-01-05</i><a href=/9.html>" T4 "公告</a></li>",
        "<h2><a href=/9.html>" T4 "公告</a></h2><p>" T4 "</p><p>发布时间：2026-01-05 10:24:04</p>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        buf_reset(&html_text);
        buf_addf(&html_text,
                 HEAD NAV "<div>当前位置：<a href=/>首页</a> &gt; <a href=/a/>通知公告</a></div>"
                          "<div>%s</div>" WINDOW WINDOW "</body></html>",
                 rows[i]);
        buf_add(&html_text, str_from("", 1));

        const struct page page = read_at(html_text.p, COLUMN_URL);

        assert_int_equal(page.kind, PAGE_COLUMN);
        assert_int_equal(page.n_items, 1);
        assert_day(page.newest_item, "2026-01-05");
    }
}

static void the_front_of_a_channel_is_a_column_for_all_its_text(void **state)
{
    (void)state;
    assert_int_equal(read_at(HEAD NAV WINDOW WINDOW WINDOW "<div>" PROSE PROSE
                                                           "</div></body></html>",
                             COLUMN_URL)
                         .kind,
                     PAGE_COLUMN);
    assert_int_equal(read_at(HEAD NAV WINDOW WINDOW WINDOW "<div>" PROSE PROSE PROSE PROSE
                                                           "</div></body></html>",
                             COLUMN_URL)
                         .kind,
                     PAGE_OTHER);
}

static void the_tag_of_a_source_is_told_of_columns_too(void **state)
{
    const struct page page = read_at(
        HEAD "<meta name=ContentSource content=县林业局>" NAV WINDOW WINDOW "</body></html>",
        COLUMN_URL);

    (void)state;
    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_text(page.source, "县林业局");
}

static void a_path_to_nothing_is_an_empty_column(void **state)
{
    const struct page page =
        read_at(HEAD NAV "<div>您当前所在位置：<a href=/>首页</a> » <a href=/a/>政务公开"
                         "</a> » <a href=/a/gh/>规划计划</a></div><h2>规划计划</h2>"
                         "</body></html>",
                "http://www.yunxi.gov.cn/a/gh/");

    (void)state;
    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 0);
}

static void a_headline_and_its_date_are_an_article_without_a_text(void **state)
{
    struct page page;

    (void)state;
    page = read_at(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>" T1 "</title></head><body>"
        "<script src=/v.js></script><h1>" T1 "</h1><p>【信息发布时间：2026-10-27阅读次数：】"
        "</p></body></html>",
        TEXT_URL);
    assert_int_equal(page.kind, PAGE_ARTICLE);
    assert_day(page.published, "2026-10-27");
    page = read_at("<!DOCTYPE html><html><head><meta charset=utf-8><title>" T1
                   "</title></head><body>" NAV "<h1>" T1
                   "</h1><p>2026年10月24日 17:12 点击：[]</p><p>附件：</p></body></html>",
                   TEXT_URL);
    assert_int_equal(page.kind, PAGE_ARTICLE);
}

static void a_long_text_with_one_link_beside_its_date_is_no_list(void **state)
{
    const struct page page = read_at(
        HEAD NAV "<div><a href='/jg/'>机构简介</a></div><div><p>2026年11月12日</p>" TEXT TEXT
                 "</div></body></html>",
        "http://www.yunxi.gov.cn/bmgk/dwzn/index.html");

    (void)state;
    assert_int_not_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 0);
}

static void leaders_are_known_by_headings_and_by_their_list(void **state)
{
    (void)state;
    assert_int_equal(read_at(TAGGED("张某某-云溪县教育局",
                                    "张某某") "<h3>领导分工</h3><p>负责财务处有关工作。</p>"
                                              "<h3>领导简介</h3><p>张某某，男，1962年11月生，"
                                              "1988年4月参加工作。</p></body></html>",
                             "http://www.yunxi.gov.cn/c101519/ld_list.html")
                         .kind,
                     PAGE_LEADER);
    assert_int_equal(
        read_at(TAGGED("云溪县教育局",
                       "领导介绍") "<ul><li><a href=/ld/1.html>张某某</a></li>"
                                   "<li><a href=/ld/2.html>李某某</a></li></ul></body></html>",
                "http://www.yunxi.gov.cn/jgjj/ldjs/index.html")
            .kind,
        PAGE_LEADER);
}

static void a_search_page_is_known_by_its_controls(void **state)
{
    const struct page page = read_at(
        "<!DOCTYPE html><html><head><meta "
        "charset=utf-8><title>云溪县公共服务网</title></head><body>"
        "<script src=/s.js></script><label>包含以下全部关键词：<input type=text name=wd></label>"
        "<span>高级搜索</span><ul><li>不限时间</li><li>一天内</li><li>一周内</li></ul></body></"
        "html>",
        "http://www.yunxi.gov.cn/search/fullsearch.html");

    (void)state;
    assert_int_equal(page.kind, PAGE_SEARCH);
}

static void a_form_in_the_column_of_the_home_page_is_no_home_page(void **state)
{
    const struct page page =
        read_at(TAGGED("互动交流-云溪县",
                       "首页") "<form><input name=a><input name=b><input name=c>"
                               "<input name=d><textarea name=e></textarea></form></body></html>",
                "http://www.yunxi.gov.cn/Information/InformationReport.html");

    (void)state;
    assert_int_equal(page.kind, PAGE_FORM);
}

/* ---- footers and sources --------------------------------------------------------------------- */

static void a_badge_is_written_whatever_host_its_script_has(void **state)
{
    const struct page page = read_at(
        HEAD "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript "
             "src='http://cache.example.com/js/09/CA0915.js' "
             "%3E%3C/script%3E\"));</script></body></html>",
        COLUMN_URL);
    const struct page styled = read_at(
        HEAD "<script>$('#_ideConac img').css('width','40px');</script></body></html>", COLUMN_URL);

    (void)state;
    assert_int_equal(page.badge, BADGE_SCRIPT);
    assert_int_equal(styled.badge, BADGE_NONE);
}

static void what_stands_below_an_empty_source_is_the_text(void **state)
{
    static const char *const heads[] = {
        "<div>时间：2026-11-05 11:40:59 来源：</div><p>（第二届“云溪善行”大赛）</p>",
        "<div>时间：2026-11-05 11:40 来源：</div><p><span>11</span>月3日下午，县里召开大会。</p>",
        "<span>发布时间：2026-11-05</span><span>来源： </span><p>云溪县人民政府令</p>",
        "<div><div><div>发布时间：2026-11-05<div>查看：12</div>来源:</div></div></div><div>"
        "<div><p>各位同学</p></div></div>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        assert_article(heads[i], "2026-11-05", "");
    assert_article("<dl><dt>来源</dt><dd>县民政局</dd><dt>日期</dt><dd>2026-11-05</dd></dl>",
                   "2026-11-05", "县民政局");
    assert_article("<div><div><p>来源：</p></div><div>县民政局</div></div><p>2026-11-05</p>",
                   "2026-11-05", "县民政局");
}

static void a_date_behind_the_list_is_none_of_the_last_item(void **state)
{
#define ROWS_WITH(date)                                                                            \
    HEAD NAV "<ul><li><a href=/1.html>" T1 "</a><span>(2026-09-12)</span></li>"                    \
             "<li><a href=/2.html>" T2 "</a><span>(2026-09-05)</span></li>"                        \
             "<li><a href=/3.html>" T3 "</a><span>(2026-09-02)</span></li></ul><p>" date           \
             "</p></body></html>"
    static const char *const pages[] = { ROWS_WITH("最近更新：2026-11-20"),
                                         ROWS_WITH("更新日期：2026-11-20"),
                                         ROWS_WITH("<b>发布时间：</b>2026-11-20") };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        const struct page page = read_at(pages[i], COLUMN_URL);

        assert_int_equal(page.n_items, 3);
        assert_day(page.items[2].date, "2026-09-02");
        assert_day(page.newest_item, "2026-09-12");
    }
#undef ROWS_WITH
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_in_an_xml_island_are_a_list),
        cmocka_unit_test(rows_of_tables_in_an_island_stay_apart),
        cmocka_unit_test(the_date_of_publishing_wins_in_a_row),
        cmocka_unit_test(a_year_above_rows_is_their_year),
        cmocka_unit_test(a_year_between_dashes_is_that_of_its_row),
        cmocka_unit_test(a_month_folder_tells_the_year),
        cmocka_unit_test(doors_of_other_sites_are_no_items),
        cmocka_unit_test(the_head_of_a_table_makes_no_letter_and_no_guide),
        cmocka_unit_test(reads_the_line_below_the_headline),
        cmocka_unit_test(a_long_byline_before_the_date_is_not_the_text),
        cmocka_unit_test(the_only_moment_may_have_its_source_beside_it),
        cmocka_unit_test(dates_in_the_text_do_not_win_over_the_head),
        cmocka_unit_test(reads_numbers_as_footers_write_them),
        cmocka_unit_test(the_call_of_the_national_script_is_the_entry),
        cmocka_unit_test(a_time_element_tells_its_date),
        cmocka_unit_test(the_map_of_a_small_site_is_one_by_its_title),
        cmocka_unit_test(a_button_that_its_script_knows_is_a_search),
        cmocka_unit_test(a_date_that_a_script_writes_behind_its_label_is_seen),
        cmocka_unit_test(a_refresh_that_a_script_writes_makes_a_stub),
        cmocka_unit_test(the_heading_of_a_card_is_its_title),
        cmocka_unit_test(dates_at_the_end_of_titles_long_and_short_make_one_list),
        cmocka_unit_test(the_clock_and_the_future_are_no_news),
        cmocka_unit_test(rows_that_a_script_opens_are_a_list),
        cmocka_unit_test(columns_are_known_by_their_files_tags_and_pagers),
        cmocka_unit_test(a_row_with_its_date_below_the_path_is_the_list),
        cmocka_unit_test(the_front_of_a_channel_is_a_column_for_all_its_text),
        cmocka_unit_test(the_tag_of_a_source_is_told_of_columns_too),
        cmocka_unit_test(a_path_to_nothing_is_an_empty_column),
        cmocka_unit_test(a_headline_and_its_date_are_an_article_without_a_text),
        cmocka_unit_test(a_long_text_with_one_link_beside_its_date_is_no_list),
        cmocka_unit_test(leaders_are_known_by_headings_and_by_their_list),
        cmocka_unit_test(a_search_page_is_known_by_its_controls),
        cmocka_unit_test(a_form_in_the_column_of_the_home_page_is_no_home_page),
        cmocka_unit_test(a_badge_is_written_whatever_host_its_script_has),
        cmocka_unit_test(what_stands_below_an_empty_source_is_the_text),
        cmocka_unit_test(a_date_behind_the_list_is_none_of_the_last_item),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down);
}
