/* Facts in the forms that the content systems of government sites write them. */
#include "page_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

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

/* ---- lists ----------------------------------------------------------------------------------- */

#define HEAD "<!DOCTYPE html><html><head><meta charset=utf-8><title>通知公告</title></head><body>"
#define NAV                                                                                             \
    "<div class=nav><ul><li><a href=/>首页</a><li><a href=/a/>政务公开</a><li><a href=/b/>办事" \
    "服务</a><li><a href=/c/>互动交流</a></ul></div>"
#define FOOT                                                                                       \
    "<div class=foot>主办单位：云溪县人民政府办公室 网站标识码：5103990001 "  \
    "蜀ICP备12345678号-1 川公网安备51039902000001号</div></body></html>"

#define T1 "关于做好秋冬季森林防火工作的通知"
#define T2 "云溪县人民政府关于废止部分文件的决定"
#define T3 "关于开展政务公开培训的公告"
#define T4 "县政府召开第二十次常务会议"
#define T5 "云溪县统计局2026年三季度经济运行情况"

/* Five rows; %s stands for a title, the dates are written out by the form. */
struct list_form {
    const char *name;
    const char *row;             /* with one %t and one %d */
    const char *before, *behind; /* around the rows */
    const char *dates[5];        /* as written */
};

#define FULL                                                                                       \
    {                                                                                              \
        "2026-11-20", "2026-11-18", "2026-10-09", "2026-01-05", "2025-12-31"                       \
    }
#define SHORT                                                                                      \
    {                                                                                              \
        "11-20", "11-18", "10-09", "01-05", "12-31"                                                \
    }

static const struct list_form forms[] = {
    { "li with span", "<li><a href=%u>%t</a><span>%d</span></li>", "<ul>", "</ul>", FULL },
    { "span first", "<li><span>%d</span><a href=%u>%t</a></li>", "<ul>", "</ul>", FULL },
    { "slashes",
      "<li><a href=%u>%t</a><em>%d</em></li>",
      "<ul>",
      "</ul>",
      { "2026/11/20", "2026/11/18", "2026/10/9", "2026/1/5", "2025/12/31" } },
    { "dots",
      "<li><a href=%u>%t</a><i>%d</i></li>",
      "<ul>",
      "</ul>",
      { "2026.11.20", "2026.11.18", "2026.10.09", "2026.01.05", "2025.12.31" } },
    { "words",
      "<dd><a href=%u>%t</a><b>%d</b></dd>",
      "<dl>",
      "</dl>",
      { "2026年11月20日", "2026年11月18日", "2026年10月9日", "2026年1月5日", "2025年12月31日" } },
    { "no year", "<li><a href=%u>%t</a><span>%d</span></li>", "<ul>", "</ul>", SHORT },
    { "brackets", "<li><span>[%d]</span><a href=%u>%t</a></li>", "<ul>", "</ul>", SHORT },
    { "round brackets", "<li><a href=%u>%t</a>(%d)</li>", "<ul>", "</ul>", FULL },
    { "one table cell a date", "<tr><td>%d</td><td><a href=%u>%t</a></td><td>35</td></tr>",
      "<table>", "</table>", FULL },
    { "below the page's clock", "<li><a href=%u>%t</a><span>%d</span></li>",
      "<p>今天是2026年11月28日 星期六</p><ul>", "</ul>", FULL },
    { "in a line of facts",
      "<dt><a "
      "href=%u>%t</a></dt><dd>发布机构：云溪县人民政府办公室　发布日期：%d　索引号：YX-01</dd>",
      "<dl>", "</dl>", FULL },
    { "one digit in brackets",
      "<tr><td><a href=%u>%t</a></td><td>(%d)</td></tr>",
      "<table>",
      "</table>",
      { "11/20", "11/18", "10/9", "1/5", "12/31" } },
    { "dots in brackets",
      "<li><a href=%u>%t</a><span>[%d]</span></li>",
      "<ul>",
      "</ul>",
      { "11.20", "11.18", "10.09", "01.05", "12.31" } },
    { "year of two digits",
      "<li><a href=%u>%t</a><span>[%d]</span></li>",
      "<ul>",
      "</ul>",
      { "26-11-20", "26-11-18", "26-10-09", "26-01-05", "25-12-31" } },
    { "table cells", "<tr><td>·<a href=%u>%t</a></td><td>%d</td></tr>", "<table>", "</table>",
      FULL },
    { "one table a row",
      "<table><tr><td width=10><img src=d.gif></td><td><a href=%u>%t</a></td><td>[%d]</td></tr>"
      "</table>",
      "<div>", "</div>", FULL },
    { "lines", "<a href=%u>%t</a>&nbsp;&nbsp;%d<br>", "<div>", "</div>", FULL },
    { "date before in lines", "%d&nbsp;<a href=%u>%t</a><br>", "<div>", "</div>", FULL },
    { "all in the link", "<li><a href=%u><span>%d</span><p>%t</p></a></li>", "<ul>", "</ul>",
      FULL },
    { "link with summary",
      "<div class=item><h3><a href=%u>%t</a></h3><p>为进一步做好有关工作，现将有关事项通知如下，请"
      "认真贯彻执行。</p><div class=d>发布时间：%d</div></div>",
      "<div>", "</div>", FULL },
    { "before the title", "<li><a href=%u>%d %t</a></li>", "<ul>", "</ul>", FULL },
    { "behind the title", "<li><a href=%u>%t %d</a></li>", "<ul>", "</ul>", FULL },
    { "behind dots", "<p><a href=%u>%t</a>..........%d</p>", "<div>", "</div>", FULL },
    { "clock time", "<li><a href=%u>%t</a><span>%d 10:30:00</span></li>", "<ul>", "</ul>", FULL },
    { "day above month", "<li><div><b>%9</b><span>%8</span></div><a href=%u>%t</a></li>", "<ul>",
      "</ul>", FULL },
    { "month above day", "<li><a href=%u>%t</a><div><span>%8</span><b>%9</b></div></li>", "<ul>",
      "</ul>", FULL },
    { "month-day above year", "<li><p>%7</p><p>%6</p><a href=%u>%t</a></li>", "<ul>", "</ul>",
      FULL },
    { "month.day above year",
      "<li><p>%d</p><p>%6</p><a href=%u>%t</a></li>",
      "<ul>",
      "</ul>",
      { "11.20", "11.18", "10.09", "01.05", "12.31" } },
};

static const char *const titles[] = { T1, T2, T3, T4, T5 };
static const char *const days[] = FULL;

static char page_text[16384];

static void add(const char *s, size_t n)
{
    const size_t at = strlen(page_text);

    assert_true(at + n < sizeof(page_text));
    memcpy(page_text + at, s, n);
    page_text[at + n] = 0;
}

static void add_row(const struct list_form *f, size_t i)
{
    char url[64];

    (void)snprintf(url, sizeof(url), "/tzgg/content_%zu.html", 100 + i);
    for (const char *p = f->row; *p; p++) {
        if (*p != '%') {
            add(p, 1);
            continue;
        }
        switch (*++p) {
        case 't':
            add(titles[i], strlen(titles[i]));
            break;
        case 'u':
            add(url, strlen(url));
            break;
        case 'd':
            add(f->dates[i], strlen(f->dates[i]));
            break;
        case '9': /* day */
            add(days[i] + 8, 2);
            break;
        case '8': /* year and month */
            add(days[i], 7);
            break;
        case '7': /* month and day */
            add(days[i] + 5, 5);
            break;
        case '6': /* year */
            add(days[i], 4);
            break;
        default:
            fail();
        }
    }
}

static void reads_lists_in_the_forms_of_real_sites(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT_OF(forms); f++) {
        page_text[0] = 0;
        add(HEAD NAV, strlen(HEAD NAV));
        add(forms[f].before, strlen(forms[f].before));
        for (size_t i = 0; i < 5; i++)
            add_row(&forms[f], i);
        add(forms[f].behind, strlen(forms[f].behind));
        add(FOOT, strlen(FOOT));

        const struct page page = read_at(page_text, "http://www.yunxi.gov.cn/tzgg/");

        if (page.kind != PAGE_COLUMN || page.n_items != 5)
            fail_msg("%s: %s with %zu items", forms[f].name, page_kind_name(page.kind),
                     page.n_items);
        for (size_t i = 0; i < 5; i++) {
            char got[DAY_TEXT_BYTES];

            if (!str_eq(page.items[i].title, str_of(titles[i])))
                fail_msg("%s: item %zu is '%.*s'", forms[f].name, i, STR_ARG(page.items[i].title));
            if (strcmp(day_text(page.items[i].date, got), days[i]) != 0)
                fail_msg("%s: item %zu of %s", forms[f].name, i, got);
        }
        assert_day(page.newest_item, "2026-11-20");
    }
}

static void dates_without_year_follow_their_links(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD NAV
                "<ul><li><a href=./202411/t20241121_1.html>" T1 "</a><span>11-20</span></li>"
                "<li><a href=./202411/t20241118_2.html>" T2 "</a><span>11-18</span></li>"
                "<li><a href=./202312/t20231231_3.html>" T3 "</a><span>12-31</span></li></ul>" FOOT,
                "http://www.yunxi.gov.cn/tzgg/");

    assert_int_equal(page.n_items, 3);
    assert_day(page.items[0].date, "2024-11-20");
    assert_day(page.items[2].date, "2023-12-31");
}

static void dates_at_the_end_of_titles_count_where_rows_have_none(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD NAV "<ul><li><a href=1.html>" T1 "（2026-11-20）</a></li>"
                         "<li><a href=2.html>" T2 "（2026-11-18）</a></li>"
                         "<li><a href=3.html>" T3 "[2026年10月9日]</a></li></ul>" FOOT,
                "http://www.yunxi.gov.cn/tzgg/");

    assert_int_equal(page.n_items, 3);
    assert_day(page.newest_item, "2026-11-20");
    assert_day(page.items[2].date, "2026-10-09");
}

static void dates_of_urls_are_the_last_resort(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD NAV "<ul><li><a href=/art/2026/11/20/art_1_1.html>" T1 "</a></li>"
                         "<li><a href=/art/2026/11/18/art_1_2.html>" T2 "</a></li>"
                         "<li><a href=/art/2026/10/9/art_1_3.html>" T3 "</a></li>"
                         "<li><a href=/art/2026/1/5/art_1_4.html>" T4 "</a></li></ul>" FOOT,
                "http://www.yunxi.gov.cn/col/col1/index.html");

    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 4);
    assert_day(page.newest_item, "2026-11-20");
}

static void the_main_list_is_not_the_list_beside_it(void **state)
{
    (void)state;

    const struct page page = read_at(
        HEAD NAV "<div class=left><h3>热点信息</h3><ul>"
                 "<li><a href=/x/1.html>" T5 "</a><span>2026-11-22</span></li>"
                 "<li><a href=/x/2.html>" T4 "</a><span>2026-11-21</span></li></ul></div>"
                 "<div class=right><ul><li><a href=/t/1.html>" T1 "</a><span>2025-11-20</span></li>"
                 "<li><a href=/t/2.html>" T2 "</a><span>2025-11-18</span></li>"
                 "<li><a href=/t/3.html>" T3 "</a><span>2025-10-09</span></li></ul>"
                 "<ul><li><a href=/t/4.html>" T4 "</a><span>2025-10-08</span></li></ul></div>" FOOT,
        "http://www.yunxi.gov.cn/tzgg/index.html");

    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 4);
    assert_day(page.newest_item, "2025-11-20");
}

/* ---- articles -------------------------------------------------------------------------------- */

#define P                                                                                                                                       \
    "<p>各乡镇人民政府，县政府各部门：为进一步加强全县森林防火工作，保护森林资源和人民生命财产安"   \
    "全，根据《中华人民共和国森林法》等规定，现就有关事项通知如下，请结合实际认真抓好贯彻落实。</" \
    "p>"                                                                                                                                        \
    "<p>"                                                                                                                                       \
    "一、提高思想认识。各级各部门要充分认识做好森林防火工作的重要意义，切实增强责任感和紧迫感。"   \
    "</p><p style='text-align:right'>云溪县人民政府办公室</p><p>2026年11月8日</p>"
#define ARTICLE_HEAD                                                                                          \
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>" T1 "_云溪县人民政府</title></head>"       \
    "<body>" NAV "<div class=crumbs>当前位置：<a href=/>首页</a> &gt; <a href=/tzgg/>通知公告</a>" \
    "</div><h1>" T1 "</h1>"

static void reads_date_and_source_of_articles(void **state)
{
    static const struct {
        const char *info, *day, *source;
    } infos[] = {
        { "<div>发布时间：2026-11-10 10:30 来源：县政府办 作者： 浏览次数：12</div>", "2026-11-10",
          "县政府办" },
        { "<div><span>来源：云溪日报</span><span>发布日期：2026年11月10日</span></div>",
          "2026-11-10", "云溪日报" },
        { "<div>日期：2026/11/10&nbsp;&nbsp;信息来源：新华网&nbsp;&nbsp;字号：[大 中 小]</div>",
          "2026-11-10", "新华网" },
        { "<div><span>2026-11-10 10:30</span><span>来源：<a "
          "href=http://x.cn/>人民网</a></span></div>",
          "2026-11-10", "人民网" },
        { "<div><b>发布时间：</b><span>2026.11.10</span><b>文章来源：</b><span>县农业农村局</span>"
          "</div>",
          "2026-11-10", "县农业农村局" },
        { "<table><tr><td>生成日期：</td><td>2026-11-08</td><td>发布日期：</td><td>2026-11-10</td>"
          "</tr></table>",
          "2026-11-10", "" },
        { "<div>成文日期：2026-11-08</div><div>公开时间：2026-11-10</div>", "2026-11-10", "" },
        { "<div>2026年11月10日</div>", "2026-11-10", "" },
        { "<div>发 布 时 间：2026-11-10</div>", "2026-11-10", "" },
        { "<div>发表于 2026-11-10</div>", "2026-11-10", "" },
        { "<div>[ 发布日期：2026-11-10 ] [ 来源：县委宣传部 ]</div>", "2026-11-10", "县委宣传部" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(infos); i++) {
        page_text[0] = 0;
        add(ARTICLE_HEAD, strlen(ARTICLE_HEAD));
        add(infos[i].info, strlen(infos[i].info));
        add(P FOOT, strlen(P FOOT));

        const struct page page =
            read_at(page_text, "http://www.yunxi.gov.cn/tzgg/content_123.html");
        char got[DAY_TEXT_BYTES];

        if (page.kind != PAGE_ARTICLE || strcmp(day_text(page.published, got), infos[i].day) != 0)
            fail_msg("%s: %s of %s", infos[i].info, page_kind_name(page.kind), got);
        if (!str_eq(page.source, str_of(infos[i].source)))
            fail_msg("%s: from '%.*s'", infos[i].info, STR_ARG(page.source));
        assert_text(page.headline, T1);
        assert_true(str_starts(page.body, STR("各乡镇人民政府")));
        assert_int_equal(page.n_items, 0);
    }
}

static void other_dates_are_no_dates_of_publishing(void **state)
{
    static const char *const infos[] = {
        "",
        "<div>生成日期：2026-11-08 有效期：2026-12-31</div>",
        "<div>今天是2026年11月23日 星期一</div>",
        "<div>报名时间：2026-11-10至2026-11-12</div>",
        "<div>施行日期：2026-11-10</div>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(infos); i++) {
        page_text[0] = 0;
        add(ARTICLE_HEAD, strlen(ARTICLE_HEAD));
        add(infos[i], strlen(infos[i]));
        add(P FOOT, strlen(P FOOT));

        const struct page page =
            read_at(page_text, "http://www.yunxi.gov.cn/tzgg/content_123.html");

        if (page.published != DAY_NONE)
            fail_msg("%s", infos[i]);
    }
}

static void a_date_that_readers_cannot_see_is_not_the_visible_one(void **state)
{
    (void)state;

    const struct page page = read_at(
        "<html><head><meta charset=utf-8><title>" T1 "</title><meta name=ArticleTitle content=" T1
        "><meta name=PubDate content='2026-11-12 08:00'></head><body>" NAV "<h1>" T1
        "</h1><div style='display:none'>发布时间：2020-01-01</div>" P FOOT,
        "http://www.yunxi.gov.cn/tzgg/content_123.html");

    assert_int_equal(page.kind, PAGE_ARTICLE);
    assert_day(page.published, "2026-11-12");
    assert_day(page.published_meta, "2026-11-12");
}

/* ---- tags ------------------------------------------------------------------------------------ */

static void reads_the_guideline_tags_in_any_case(void **state)
{
    (void)state;

    const struct page page =
        read_at("<html><head><meta charset=utf-8><META content='云溪县人民政府' name=SITENAME>"
                "<meta name='SiteIdCode' content=' 5103990001 '><meta name=pubdate content=''>"
                "<meta name='pubdate' content='2026年11月20日'><meta name=' ColumnName ' "
                "content='通知公告'><meta property='ContentSource' content='县府办'>"
                "<meta name='ArticleTite' content='" T1 "'><meta name=keywords></head>",
                "");

    assert_text(page.tags[TAG_SITE_NAME], "云溪县人民政府");
    assert_text(page.tags[TAG_SITE_ID_CODE], "5103990001");
    assert_day(page.published_meta, "2026-11-20");
    assert_true(page.tags_present >> TAG_KEYWORDS & 1);
    assert_text(page.tags[TAG_COLUMN_NAME], "");
    assert_false(page.tags_present >> TAG_COLUMN_NAME & 1);
    assert_int_equal(page.tags_misspelt,
                     1U << TAG_COLUMN_NAME | 1U << TAG_CONTENT_SOURCE | 1U << TAG_ARTICLE_TITLE);
}

/* ---- identity -------------------------------------------------------------------------------- */

static struct page footer(const char *html)
{
    page_text[0] = 0;
    add(HEAD NAV "<p>正文</p>", strlen(HEAD NAV "<p>正文</p>"));
    add(html, strlen(html));
    return read_at(page_text, "http://www.yunxi.gov.cn/x.html");
}

static void reads_the_codes_of_footers(void **state)
{
    static const struct {
        const char *html, *code, *icp, *police;
    } feet[] = {
        { "<p>网站标识码：5103990001　备案号：蜀ICP备12345678号-1　川公网安备 51039902000001号</p>",
          "5103990001", "蜀ICP备12345678号-1", "51039902000001" },
        { "<p>政府网站标识码:<span>bm01000001</span> <a href=https://beian.miit.gov.cn/>京ICP备"
          "2022092331号</a> 京公网安备：<a>11010202000001</a></p>",
          "bm01000001", "京ICP备2022092331号", "11010202000001" },
        { "<p>ICP备案编号：粤ICP备 05038048 号 公安机关备案号：44010602009488</p>", "",
          "粤ICP备05038048号", "44010602009488" },
        { "<p>皖ICP备08007311-2</p><a href='https://beian.mps.gov.cn/#/query/webSearch?code="
          "34040002000037'><img src=a.png></a>",
          "", "皖ICP备08007311-2", "34040002000037" },
        { "<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=45060202000004号'>"
          "备案</a>",
          "", "", "45060202000004" },
        { "<p>郑公备：41010029000130 豫ICP备05000001号-1</p>", "", "豫ICP备05000001号-1",
          "41010029000130" },
        { "<p>联系电话：0839-1234567 邮编：628000 备案：无</p>", "", "", "" },
        { "<p>网站标识码：51039900011</p>", "", "", "" },
        { "<p>网站标识码：６２３４５６７８９２　皖ICP备２２３３４４５５号－３</p>", "6234567892",
          "皖ICP备22334455号-3", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(feet); i++) {
        const struct page page = footer(feet[i].html);

        assert_text(page.site_code, feet[i].code);
        assert_text(page.icp, feet[i].icp);
        assert_text(page.police, feet[i].police);
    }
}

static void reads_the_sponsor(void **state)
{
    static const struct {
        const char *html, *sponsor;
    } feet[] = {
        { "<p>主办单位：云溪县人民政府办公室&nbsp;&nbsp;承办单位：县大数据中心</p>",
          "云溪县人民政府办公室" },
        { "<p>主办：云溪县人民政府 承办：县府办</p>", "云溪县人民政府" },
        { "<span>主办单位:</span><span>云溪县财政局</span><span>版权所有</span>", "云溪县财政局" },
        { "<p>由县教育局主办的活动</p>", "" },
        { "<p>由县教育局主办 县文旅局承办</p>", "" },
        { "<p>主办单位 云溪县司法局</p>", "云溪县司法局" },
        { "<p>云溪县园林局主办&nbsp;&nbsp;政府网站标识码:5103990001</p>", "云溪县园林局" },
        { "<p>Copyright 2026 云溪县水务局 主办　网站标识码：5103990001</p>", "云溪县水务局" },
        { "<p>主办：云溪县住房和城乡建设局建设单位：云溪县大数据中心</p>",
          "云溪县住房和城乡建设局" },
        { "<p>主办单位：云溪县科学技术局技术支持：某公司</p>", "云溪县科学技术局" },
        { "<p>此次培训由云溪县农业农村局主办</p>", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(feet); i++)
        assert_text(footer(feet[i].html).sponsor, feet[i].sponsor);
}

static void finds_badge_and_error_report_in_their_forms(void **state)
{
    static const struct {
        const char *html;
        enum badge_kind badge;
        enum error_report report;
        const char *code;
    } feet[] = {
        { "<a href='//bszs.conac.cn/sitename?method=show&amp;id=0B'><img src=r.png></a>"
          "<script id='_jiucuo_' sitecode='5103990001' "
          "src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>",
          BADGE_LINK, REPORT_NATIONAL, "5103990001" },
        { "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript "
          "src='https://dcs.conac.cn/js/33/CA1.js'%3E%3C/script%3E\"));</script>"
          "<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5103990001&url=x'>"
          "<img src=j.png></a>",
          BADGE_SCRIPT, REPORT_NATIONAL, "5103990001" },
        { "<div class='dz j-gov' data-setting=\"{sitecode:'0A55'}\"></div>"
          "<div class='j-jiucuo' data-setting='{sitecode:5103990001}'></div>",
          BADGE_WIDGET, REPORT_NATIONAL, "5103990001" },
        { "<a href='http://121.43.68.40/exposure/jiucuo.html?site_code=5103990001'>找错</a>",
          BADGE_NONE, REPORT_OBSOLETE, "5103990001" },
        { "<span id=_span_jiucuo onclick=\"rectify('5103990001')\"><img src=j.png></span>",
          BADGE_NONE, REPORT_NATIONAL, "5103990001" },
        { "<span id=_span_jiucuo onclick=\"go('https://zfwzgl.www.gov.cn/exposure/jiucuo.html')\">"
          "<img src=j.png></span>",
          BADGE_NONE, REPORT_NATIONAL, "" },
        { "<span id=_span_jiucuo style='display:none' onclick=\"rectify('5103990001')\">"
          "<img src=j.png></span>",
          BADGE_NONE, REPORT_NONE, "" },
        { "<span id=_span_jiucuo onclick=\"window.open('/wyjc/index.html')\"><img "
          "src=j.png></span>",
          BADGE_NONE, REPORT_NONE, "" },
        { "<span id=_span_jiucuo><img src=j.png></span>", BADGE_NONE, REPORT_NONE, "" },
        { "<span id=_span_jiucuo onclick=\"rectify('5103990001')\"></span>", BADGE_NONE,
          REPORT_NONE, "" },
        { "<a href='/jc/index.html'>我要纠错</a>", BADGE_NONE, REPORT_OWN, "" },
        { "<!-- <script id='_jiucuo_' sitecode='5103990001' src='jiucuo.js'></script> "
          "<a href='//bszs.conac.cn/sitename?method=show'></a> -->",
          BADGE_NONE, REPORT_NONE, "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(feet); i++) {
        const struct page page = footer(feet[i].html);

        assert_int_equal(page.badge, feet[i].badge);
        assert_int_equal(page.error_report, feet[i].report);
        assert_text(page.site_code_report, feet[i].code);
    }
}

static void a_footer_written_by_script_is_no_missing_footer(void **state)
{
    (void)state;
    assert_true(footer("<script src=/js/foot.js></script>").footer_by_script);
    assert_false(
        footer("<script src=/js/foot.js></script><p>网站标识码：5103990001</p>").footer_by_script);
    assert_false(footer("<p>云溪县</p>").footer_by_script);
}

static void finds_search_and_site_map(void **state)
{
    (void)state;

    struct page page = footer("<form action=/search/><input name=q placeholder=请输入关键字></form>"
                              "<a href=/wzdt/>网站地图</a>");

    assert_true(page.has_search);
    assert_text(page.search_href, "/search/");
    assert_text(page.sitemap_href, "/wzdt/");
    page = footer("<a href=/so.html>搜索</a>");
    assert_true(page.has_search);
    assert_text(page.search_href, "/so.html");
    page = footer("<form action=/login><input name=user><input type=password></form>");
    assert_false(page.has_search);
    assert_text(page.sitemap_href, "");
}

/* ---- kinds ----------------------------------------------------------------------------------- */

static void the_button_behind_many_fields_is_that_of_the_last_one(void **state)
{
    static const struct {
        const char *name;
        bool has_form;
    } last[] = { { "number", true }, { "keyword", false } };
    char html[2048];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(last); i++) {
        int n = snprintf(html, sizeof(html), "<div>当前位置：<a href='/'>首页</a> &gt; 办件</div>");

        for (int field = 0; field < 40; field++)
            n += snprintf(html + n, sizeof(html) - (size_t)n, "<input name='f%d'>", field);
        (void)snprintf(html + n, sizeof(html) - (size_t)n,
                       "<input name='%s'><input type='submit' value='查询'>", last[i].name);
        assert_int_equal(read_at(html, "http://www.yunxi.gov.cn/bj/").has_form, last[i].has_form);
    }
}

static void tells_the_kinds_of_pages_apart(void **state)
{
    static const struct {
        const char *html, *url;
        enum page_kind kind;
    } pages[] = {
        { "<html><head><meta http-equiv=refresh content='0;url=/index.html'></head><body></body>",
          "http://www.yunxi.gov.cn/", PAGE_STUB },
        { "<html><body><script>window.location.href='/zwgk/';</script></body>",
          "http://www.yunxi.gov.cn/", PAGE_STUB },
        { "<html><head><title>公积金</title></head><body><div id=app></div><script src=a.js>"
          "</script></body>",
          "http://www.yunxi.gov.cn/", PAGE_SHELL },
        { "<html><head><title>404</title></head><body><h1>您访问的页面不存在或已被删除</h1><a "
          "href=/>返回首页</a></body>",
          "http://www.yunxi.gov.cn/a.html", PAGE_SOFT_ERROR },
        { HEAD NAV
          "<div>信件标题：路灯不亮</div><div>来信人：王某</div><div>来信时间：2026-11-01</div>"
          "<div>来信内容：门口的路灯坏了。</div><div>答复时间：2026-11-03</div>"
          "<div>答复单位：城管局</div><div>答复内容：已修好。</div>" FOOT,
          "http://www.yunxi.gov.cn/xx/view?id=1", PAGE_MESSAGE },
        { HEAD NAV
          "<table><tr><td>事项类型</td><td>行政许可</td></tr><tr><td>受理条件</td><td>年满18"
          "</td></tr><tr><td>办理时限</td><td>5个工作日</td></tr><tr><td>收费标准</td>"
          "<td>不收费</td></tr><tr><td>申请材料</td><td>身份证</td></tr></table>" FOOT,
          "http://www.yunxi.gov.cn/bs/1.html", PAGE_GUIDE },
        { "<html><head><meta charset=utf-8><title>县领导_领导之窗</title></head><body>" NAV
          "<h2>张某</h2><p>县委副书记、县长，主持县政府全面工作。</p><h3>个人简历</"
          "h3><p>1975年3月出"
          "生，现任云溪县县长。</p><h3>工作分工</h3><p>分管财政、审计。</p>" FOOT,
          "http://www.yunxi.gov.cn/ld/zhang.html", PAGE_LEADER },
        { HEAD NAV "<p>您好，我们的办公地址在云溪县人民路1号，欢迎前来办事。</p>" FOOT,
          "http://www.yunxi.gov.cn/lxwm.html", PAGE_OTHER },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        const struct page page = read_at(pages[i].html, pages[i].url);

        if (page.kind != pages[i].kind)
            fail_msg("page %zu: %s instead of %s", i, page_kind_name(page.kind),
                     page_kind_name(pages[i].kind));
    }
}

static void a_frame_set_leads_to_its_largest_frame(void **state)
{
    static const struct {
        const char *set, *main;
    } sets[] = {
        { "<frameset rows='90,*'><frame src=top.html><frame src=main.html></frameset>",
          "main.html" },
        { "<frameset rows='*,60'><frame src=main.html><frame src=foot.html></frameset>",
          "main.html" },
        { "<frameset cols='20%,80%'><frame src=left.html><frame src=main.html></frameset>",
          "main.html" },
        { "<frameset rows='100,*,80'><frame src=a.html><frameset cols='180,*'><frame src=b.html>"
          "<frame src=main.html></frameset><frame src=d.html></frameset>",
          "main.html" },
        { "<frameset cols='2*,*'><frame src=main.html><frame src=b.html></frameset>", "main.html" },
        { "<frameset rows='100,x,'><frame src=a.html></frameset>", "a.html" },
        { "<frameset cols='0*,0*'><frame src=a.html><frame src=main.html></frameset>",
          "main.html" },
        { "<frameset rows='0,*'><frame src=a.html><frame src=main.html></frameset>", "main.html" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sets); i++) {
        const struct page page = read_at(sets[i].set, "http://www.yunxi.gov.cn/");

        assert_int_equal(page.kind, PAGE_STUB);
        assert_text(page.refresh, sets[i].main);
    }
}

static void a_footer_in_a_plain_box_is_none_of_the_page_s_own_words(void **state)
{
    static const char *const footers[] = {
        "<table><tr><td>主办单位：云溪县教育局　地址：学府路12号</td></tr><tr><td>"
        "<a href=https://beian.miit.gov.cn/>蜀ICP备2026090007号-1</a></td></tr></table>",
        "<table><tr><td>网站标识码：5199010001　建议使用1024×768分辨率</td></tr></table>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(footers); i++) {
        char html[2048];

        (void)snprintf(html, sizeof html, HEAD NAV "<div>招生考试</div>%s", footers[i]);
        struct page page = read_at(html, "http://www.yunxi.gov.cn/zsks/");

        assert_int_equal(page.own_chars, 4);
        assert_text(page.body, "");
    }
    /* who only speaks of such numbers has no footer there */
    struct page page = read_at(
        HEAD NAV "<div>网站标识码由编制部门给出，ICP备案号由通信管理部门给出，公网安备由公安机关"
                 "给出。</div><div>咨询电话：0999-6021100</div>",
        "http://www.yunxi.gov.cn/zsks/");

    assert_int_equal(page.own_chars, 58);
}

#define SENTENCE                                                                                   \
    "活动期间设置主会场和分会场，请各乡镇和县直各部门组织干部职工按时参加，并于月底前报送总结。"

static void a_sponsor_far_above_the_numbers_is_none_of_the_footer(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD NAV
                "<div><h1>全民阅读活动</h1><p>发布时间：2026-11-18</p><p>主办单位：云溪县文化局</p>"
                "<p>" SENTENCE "</p><p>" SENTENCE SENTENCE "</p></div>"
                "<div><a href=https://beian.miit.gov.cn/>蜀ICP备2026090007号-1</a></div>",
                "http://www.yunxi.gov.cn/dt/t20261118_1.html");

    assert_int_equal(page.own_chars, 6 + 15 + 11 + 3 * 45);
    assert_true(str_has(page.body, STR(SENTENCE SENTENCE)));
}

static void an_empty_column_is_a_column_all_the_same(void **state)
{
    (void)state;

    const struct page page =
        read_at("<html><head><meta charset=utf-8><title>财政预算_云溪县</title><meta "
                "name=ColumnName content=财政预算></head><body>" NAV
                "<div class=title>财政预算</div><ul class=list></ul>" FOOT,
                "http://www.yunxi.gov.cn/zwgk/czys/");

    assert_int_equal(page.kind, PAGE_COLUMN);
    assert_int_equal(page.n_items, 0);
}

/* ---- windows --------------------------------------------------------------------------------- */

#define ROW(url, title, day) "<li><a href=" url ">" title "</a><span>" day "</span></li>"

static void reads_the_windows_of_a_home_page(void **state)
{
    (void)state;

    const struct page page =
        read_at(HEAD NAV "<div class=w1><div class=bar><h2>县内要闻</h2><a "
                         "href=/xnyw/>更多&gt;&gt;</a></div><ul>" ROW("/x/1.html", T1, "11-20")
                             ROW("/x/2.html", T2,
                                 "11-18") "</ul></div>"
                                          "<div class=w2><div class=bar><h2>人事信息</h2><a "
                                          "href=/rsxx/>更多</a></div><ul></ul></div>"
                                          "<div class=w3><h2>统计数据</h2><ul></ul></div>" FOOT,
                "http://www.yunxi.gov.cn/");

    assert_int_equal(page.kind, PAGE_HOME);
    assert_int_equal(page.n_items, 2);
    assert_int_equal(page.n_blocks, 3);
    assert_text(page.blocks[0].title, "县内要闻");
    assert_int_equal(page.blocks[0].n_items, 2);
    assert_day(page.blocks[0].newest, "2026-11-20");
    assert_text(page.links[page.blocks[0].more].href, "/xnyw/");
    assert_text(page.blocks[1].title, "人事信息");
    assert_int_equal(page.blocks[1].n_items, 0);
    assert_int_equal(page.blocks[1].n_chars, 0);
    assert_text(page.blocks[2].title, "统计数据");
    assert_int_equal(page.blocks[2].n_items, 0);
}

static void a_title_alone_is_a_blank_window_only_beside_full_ones(void **state)
{
    (void)state;

    struct page page = read_at(
        HEAD NAV
        "<div class=b><div class=t><span>通知公告</span><a href=/tzgg/>更多</a></div>"
        "<div class=card><a href=/1.html>" T1 "</a><p>2026-11-20</p></div></div>"
        "<div class=b><div class=t><span>慈善公益</span><a href=/csgy/>更多</a></div></div>" FOOT,
        "http://www.yunxi.gov.cn/");

    assert_int_equal(page.n_blocks, 2);
    assert_text(page.blocks[1].title, "慈善公益");
    assert_int_equal(page.blocks[1].n_items, 0);

    /* Tabs: the lists stand below all their titles. */
    page = read_at(HEAD NAV
                   "<div><div class=t><span>通知公告</span><a href=/tzgg/>更多</a></div>"
                   "<div class=t><span>慈善公益</span><a href=/csgy/>更多</a></div></div>"
                   "<ul>" ROW("/1.html", T1, "11-20")
                       ROW("/2.html", T2, "11-18") "</ul>"
                                                   "<ul>" ROW("/3.html", T3, "11-20")
                                                       ROW("/4.html", T4, "11-18") "</ul>" FOOT,
                   "http://www.yunxi.gov.cn/");
    for (size_t i = 0; i < page.n_blocks; i++)
        assert_true(page.blocks[i].n_items > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lists_in_the_forms_of_real_sites),
        cmocka_unit_test(dates_without_year_follow_their_links),
        cmocka_unit_test(dates_at_the_end_of_titles_count_where_rows_have_none),
        cmocka_unit_test(dates_of_urls_are_the_last_resort),
        cmocka_unit_test(the_main_list_is_not_the_list_beside_it),
        cmocka_unit_test(reads_date_and_source_of_articles),
        cmocka_unit_test(other_dates_are_no_dates_of_publishing),
        cmocka_unit_test(a_date_that_readers_cannot_see_is_not_the_visible_one),
        cmocka_unit_test(reads_the_guideline_tags_in_any_case),
        cmocka_unit_test(reads_the_codes_of_footers),
        cmocka_unit_test(reads_the_sponsor),
        cmocka_unit_test(finds_badge_and_error_report_in_their_forms),
        cmocka_unit_test(a_footer_written_by_script_is_no_missing_footer),
        cmocka_unit_test(finds_search_and_site_map),
        cmocka_unit_test(the_button_behind_many_fields_is_that_of_the_last_one),
        cmocka_unit_test(tells_the_kinds_of_pages_apart),
        cmocka_unit_test(a_frame_set_leads_to_its_largest_frame),
        cmocka_unit_test(a_footer_in_a_plain_box_is_none_of_the_page_s_own_words),
        cmocka_unit_test(a_sponsor_far_above_the_numbers_is_none_of_the_footer),
        cmocka_unit_test(an_empty_column_is_a_column_all_the_same),
        cmocka_unit_test(reads_the_windows_of_a_home_page),
        cmocka_unit_test(a_title_alone_is_a_blank_window_only_beside_full_ones),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down_pages);
}
