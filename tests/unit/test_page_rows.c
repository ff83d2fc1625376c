/* The rows of lists: which title a date belongs to. */
#include "page_support.h"

#include <stdio.h>
#include <string.h>

#define BARE "<html><head><meta charset=utf-8><title>通知公告</title></head><body>"
#define HEAD BARE "<div>当前位置：<a href=/>首页</a> &gt; <a href=/tzgg/>通知公告</a></div>"
#define COLUMN_URL "http://www.yunxi.gov.cn/tzgg/"

#define T1 "云溪县召开全县城乡环境整治工作推进会议"
#define T2 "县政府常务会议研究部署冬季供暖保障工作"
#define T3 "关于公开征求教育设施专项规划意见的公告"
#define SHORT "供暖咨询"

#define ROW(a, title, day) "<tr><td><a " a ">" title "</a></td><td>" day "</td><td>已办结</td></tr>"
#define LIVE(n) "href=/tzgg/" n ".html"
#define DEAD "href='javascript:;'"

static void assert_item(const struct page *page, size_t i, const char *title, int32_t day)
{
    if (i >= page->n_items)
        fail_msg("%zu items", page->n_items);
    if (!str_eq(page->items[i].title, str_of(title)) || page->items[i].date != day)
        fail_msg("item %zu is %.*s", i, STR_ARG(page->items[i].title));
}

static void a_row_whose_title_leads_nowhere_keeps_its_date(void **state)
{
    (void)state;
#define LIST(first, second, third, fourth)                                                         \
    HEAD "<table>" ROW(first, T1, "2026-11-20") ROW(second, SHORT, "2026-11-17")                   \
        ROW(third, T2, "2026-11-12") ROW(fourth, T3, "2026-11-05") "</table></body></html>"
    static const char *const lists[] = {
        LIST(LIVE("1"), LIVE("2"), LIVE("3"), LIVE("4")), LIST(LIVE("1"), DEAD, LIVE("3"), DEAD),
        LIST(DEAD, DEAD, LIVE("3"), LIVE("4")),           LIST(DEAD, DEAD, DEAD, DEAD),
        LIST("name=a", "class=b", LIVE("3"), LIVE("4")),
    };
#undef LIST

    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct page page = read_at(lists[i], COLUMN_URL);

        assert_kind(page, PAGE_COLUMN);
        assert_int_equal(page.n_items, 4);
        assert_item(&page, 0, T1, day_of(2026, 11, 20));
        assert_item(&page, 1, SHORT, day_of(2026, 11, 17));
        assert_item(&page, 2, T2, day_of(2026, 11, 12));
        assert_item(&page, 3, T3, day_of(2026, 11, 5));
        assert_int_equal(page.newest_item, day_of(2026, 11, 20));
    }
}

static void a_button_beside_the_title_is_not_the_title(void **state)
{
    (void)state;
#define LINE(n, title, day)                                                                        \
    "<li><a href=/tzgg/" n ".html>" title "</a><span>" day "</span>"                               \
    "<a href='javascript:;' onclick='share(" n ")'>分享到其他平台</a></li>"
    const struct page page =
        read_at(HEAD "<ul>" LINE("1", T1, "2026-11-20") LINE("2", T2, "2026-11-12")
                    LINE("3", T3, "2026-11-05") "</ul></body></html>",
                COLUMN_URL);
#undef LINE

    assert_int_equal(page.n_items, 3);
    assert_item(&page, 0, T1, day_of(2026, 11, 20));
    assert_item(&page, 2, T3, day_of(2026, 11, 5));
}

/* A bar with a clock, a button beside the day of a linked title, the same button in all rows. */
static void a_button_beside_a_day_is_no_item(void **state)
{
#define HREF(n) "<a href=/tzgg/" n ".html>"
#define CARD(n, title, day)                                                                        \
    "<div><h3>" HREF(n) title "</a></h3><ul><li>" day                                              \
                              " <a href='javascript:;'>点赞收藏</a></li></ul></div>"
#define PAIR(n, title, day)                                                                        \
    "<tr><td>" HREF(n) title "</a></td></tr>"                                                      \
                             "<tr><td>" day "</td><td><a href='javascript:;'>订阅第" n             \
                             "条</a></td></tr>"
    static const char *const lists[] = {
        CARD("1", T1, "2026-11-20") CARD("2", T2, "2026-11-12") CARD("3", T3, "2026-11-05"),
        "<table>" PAIR("1", T1, "2026-11-20") PAIR("2", T2, "2026-11-12")
            PAIR("3", T3, "2026-11-05") "</table>",
    };
#undef PAIR
#undef CARD

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        char html[4096];

        (void)snprintf(html, sizeof(html), HEAD "%s</body></html>", lists[i]);

        const struct page page = read_at(html, COLUMN_URL);

        assert_int_equal(page.n_items, 3);
        assert_item(&page, 0, T1, day_of(2026, 11, 20));
        assert_item(&page, 1, T2, day_of(2026, 11, 12));
        assert_item(&page, 2, T3, day_of(2026, 11, 5));
    }

#define LINE(title, day)                                                                           \
    "<tr><td>" title "</td><td>" day "</td><td><a href='javascript:;'>查看详情</a></td></tr>"
    const struct page page =
        read_at(HEAD "<table>" LINE(T1, "2026-11-20") LINE(T2, "2026-11-12") LINE(T3, "2026-11-05")
                    LINE("公告", "2026-11-04") "</table></body></html>",
                COLUMN_URL);
#undef LINE

    for (size_t i = 0; i < page.n_items; i++)
        assert_false(str_eq(page.items[i].title, STR("查看详情")));
}

/* On a home page most rows of a list have an address, or three have none; in a column two are no
 * list. */
static void a_dead_title_stands_in_a_list(void **state)
{
#define LINE(a, title, day) "<li><a " a ">" title "</a><span>" day "</span></li>"
#define BAR "<ul><li><span>2026-11-20</span><a href='javascript:;'>无障碍浏览</a></li></ul>"
#define WAYS                                                                                       \
    "<ul><li><a href=/a/>政务公开</a></li><li><a href=/b/>办事服务</a></li>"               \
    "<li><a href=/c/>互动交流</a></li><li><a href=/d/>走进云溪</a></li></ul>"
    static const char *const ours = "http://www.yunxi.gov.cn/";
    struct page page;

    (void)state;
    page = read_at(BARE BAR WAYS "<div><h2>通知公告</h2><ul>" LINE(LIVE("1"), T1, "2023-05-20")
                       LINE(DEAD, SHORT, "2023-05-06")
                           LINE(LIVE("3"), T3, "2023-05-05") "</ul></div></body></html>",
                   ours);
    assert_kind(page, PAGE_HOME);
    for (size_t i = 0; i < page.n_items; i++)
        assert_false(str_eq(page.items[i].title, STR("无障碍浏览")));
    assert_item(&page, page.n_items - 2, SHORT, day_of(2023, 5, 6));
    assert_item(&page, page.n_items - 1, T3, day_of(2023, 5, 5));
    assert_int_equal(page.n_blocks, 1);
    assert_true(str_eq(page.blocks[0].title, STR("通知公告")));
    assert_int_equal(page.blocks[0].newest, day_of(2023, 5, 20));

    page = read_at(BARE WAYS "<ul>" LINE(DEAD, T1, "2026-11-20") LINE(DEAD, T2, "2026-11-12")
                       LINE(DEAD, T3, "2026-11-05") "</ul></body></html>",
                   ours);
    assert_int_equal(page.n_items, 3);
    assert_item(&page, 0, T1, day_of(2026, 11, 20));

    page = read_at(HEAD "<ul>" LINE(DEAD, T1, "2026-11-20")
                       LINE(DEAD, T2, "2026-11-12") "</ul></body></html>",
                   COLUMN_URL);
    for (size_t i = 0; i < page.n_items; i++)
        assert_int_not_equal(page.items[i].link, ITEM_NO_LINK);
#undef WAYS
#undef BAR
#undef LINE

        /* A head above the days leaves no doubt. */
#define TABLE(head) "<table><tr><th>标题</th><th>" head "</th></tr>" ONE "</table></body></html>"
#define ONE "<tr><td><a " DEAD ">" T1 "</a></td><td>2026-11-20</td></tr>"
    page = read_at(HEAD TABLE("发布时间"), COLUMN_URL);
    assert_int_equal(page.n_items, 1);
    assert_item(&page, 0, T1, day_of(2026, 11, 20));
    page = read_at(HEAD TABLE("会议时间"), COLUMN_URL);
    for (size_t i = 0; i < page.n_items; i++)
        assert_int_not_equal(page.items[i].link, ITEM_NO_LINK);
#undef ONE
#undef TABLE
}

/* The day and a button stand in a row above the title's. */
static void a_day_above_its_title_stays_with_it(void **state)
{
#define PAIR(day, address, title)                                                                  \
    "<tr><td>" day "</td><td><a " DEAD ">收藏本文</a></td></tr>"                               \
    "<tr><td colspan=2><a " address ">" title "</a></td></tr>"
    const struct page page =
        read_at(HEAD "<table>" PAIR("2026-11-18", LIVE("1"), T1) PAIR("2026-10-20", LIVE("2"), T2)
                    PAIR("2026-10-05", LIVE("3"), T3) "</table></body></html>",
                COLUMN_URL);

    (void)state;
    assert_int_equal(page.n_items, 3);
    assert_item(&page, 0, T1, day_of(2026, 11, 18));
    assert_item(&page, 2, T3, day_of(2026, 10, 5));
#undef PAIR
}

/* Titles that a script opens, in rows that are no <li>, though such stand beside them or in a
 * closed tab. */
static void rows_that_a_script_opens_are_all_read(void **state)
{
#define CALL "<a href='javascript:void(0);' onclick='go()'>"
#define ROWS(tag, y)                                                                               \
    "<" tag "><i>" y "-04-20</i>" CALL T1 "</a></" tag "><" tag "><i>" y "-04-19</i>" CALL T2      \
    "</a></" tag "><" tag "><i>" y "-04-18</i>" CALL T3 "</a></" tag ">"
    struct page page;

    (void)state;
    page = read_at(HEAD "<dl>" ROWS("dd", "2026") ROWS("dd", "2025") "</dl><div><ul>" ROWS(
                       "li", "2023") "</ul></div></body></html>",
                   COLUMN_URL);
    assert_int_equal(page.n_items, 6);
    assert_int_equal(page.newest_item, day_of(2026, 4, 20));

    page = read_at(HEAD
                   "<div><ul>" ROWS("li", "2026") "</ul></div><div style='display:none'><ul>" ROWS(
                       "li", "2025") "</ul></div></body></html>",
                   COLUMN_URL);
    assert_int_equal(page.n_items, 6);
#undef ROWS
#undef CALL
}

static void a_way_to_more_rows_is_no_title(void **state)
{
    static const char *const ways[] = { "更多",       "更多&gt;&gt;", "[更多]", "第一页",
                                        "查看更多 +", "&lt;‹上一页",  "MORE→",  "【尾页】" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        struct page page;
        char html[2048];

        (void)snprintf(html, sizeof(html),
                       BARE "<div><h3>新闻</h3><a href=/a/>%s</a><i>2026-11-12</i></div>"
                            "<div><h3>公告</h3><a href=/b/>%s</a><i>2026-11-11</i></div>"
                            "<div><h3>政策</h3><a href=/c/>%s</a><i>2026-11-10</i></div></body>",
                       ways[i], ways[i], ways[i]);
        page = read_at(html, COLUMN_URL);
        if (page.n_items > 0)
            fail_msg("%.*s is a title", STR_ARG(page.items[0].title));
    }

    const struct page page = read_at(HEAD "<ul><li><a href=/1.html>更多惠民政策</a> 2026-11-12"
                                          "</li><li><a href=/2.html>" T2 "</a> 2026-11-11</li>"
                                          "<li><a href=/3.html>" T3 "</a> 2026-11-10</li></ul>",
                                     COLUMN_URL);

    assert_item(&page, 0, "更多惠民政策", day_of(2026, 11, 12));
}

/* The day below a head such as 发布时间 tells a list, be it of one row and below fields. */
static void a_table_of_titles_is_a_column_however_short(void **state)
{
#define FIELDS "<p>名称：<input> 编号：<input> 时间：<input> 到 <input> <button>搜索</button></p>"
#define TABLE(head) "<table><tr><th>序号</th><th>标题</th><th>" head "</th></tr>" ONE "</table>"
#define ONE "<tr><td>1</td><td><a href=/1.html>" T1 "</a></td><td>2026-11-12</td></tr>"
    static const char *const columns[] = {
        HEAD TABLE("发布时间"),
        HEAD FIELDS TABLE("发布时间"),
        HEAD FIELDS TABLE("日期"),
        BARE TABLE("发布时间") "<script src=/js/common.js></script>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        const struct page page = read_at(columns[i], "http://www.yunxi.gov.cn/gy/zxjj_more.html");

        assert_kind(page, PAGE_COLUMN);
        assert_int_equal(page.n_items, 1);
        assert_int_equal(page.newest_item, day_of(2026, 11, 12));
        assert_int_equal(page.published, DAY_NONE);
    }
    assert_kind(read_at(HEAD "<h1>" T2 "</h1><p>来源：县应急局　发布时间：2026-11-13</p>"
                             "<p>入冬以来全县多次降温，县应急局会同住建、交通部门逐户排查老旧房屋的"
                             "供暖设施，登记造册，限期整改，确保群众温暖过冬、安全过冬。</p>" TABLE(
                                 "发布时间"),
                        "http://www.yunxi.gov.cn/gy/t20261113_12.html"),
                PAGE_ARTICLE);
    assert_kind(
        read_at(BARE "<table><tr><td><b>" T2 "</b></td></tr><tr><td>发布时间：2026-11-13 "
                     "来源：县应急局</td></tr><tr><td>现将清单予以公布。</td></tr></table>" TABLE(
                         "日期"),
                "http://www.yunxi.gov.cn/c/show.asp?id=3"),
        PAGE_ARTICLE);

    /* Of a text: below a headline, with a day of its own; or the days are of other things. */
#define AT(html, url) read_at(html "</body></html>", "http://www.yunxi.gov.cn/gy/" url).kind
#define TEXT "<p>现将有关材料予以公布，请各单位下载学习。</p>"
    assert_true(AT(HEAD "<h1>" T2 "</h1><p>发布时间：2026-11-13</p>" TEXT TABLE("时间"),
                   "a.html") == PAGE_ARTICLE);
    assert_true(AT(HEAD "<h1>" T2 "</h1>" TEXT TABLE("发布时间"), "a.html") != PAGE_COLUMN);
    assert_true(AT(BARE TEXT TABLE("时间") "<p>云溪县应急局</p><p>2026年11月20日</p>",
                   "202611/t20261120_1.html") != PAGE_COLUMN);
    assert_true(AT(BARE TABLE("办理时间"), "a.html") != PAGE_COLUMN);
    assert_true(AT(BARE "<form>姓名<input> 电话<input> 主题<input> 邮箱<input> 地址<input> 验证码"
                        "<input></form>" TABLE("来信时间"),
                   "a.html") == PAGE_FORM);
#undef TEXT
#undef AT
#undef ONE
#undef TABLE
#undef FIELDS
}

static void a_date_or_a_bullet_before_the_title_is_no_part_of_it(void **state)
{
#define LINE(url, title) "<li><a href=" url ">" title "</a></li>"
    struct page page;

    (void)state;
    page = read_at(HEAD "<ul>" LINE("/tzgg/20210104/1.html", "[12-29] " T1)
                       LINE("/tzgg/20201229/2.html", "[12-28]" T2)
                           LINE("/tzgg/20201130/3.html", "[11-30]" T3) "</ul></body></html>",
                   COLUMN_URL);
    assert_int_equal(page.n_items, 3);
    assert_item(&page, 0, T1, day_of(2020, 12, 29));
    assert_item(&page, 1, T2, day_of(2020, 12, 28));
    assert_item(&page, 2, T3, day_of(2020, 11, 30));

    page = read_at(HEAD "<ul><li><a href=/1.html>· " T1 "</a> 2026-11-12</li>"
                        "<li><a href=/2.html>■" T2 "</a> 2026-11-11</li>"
                        "<li><a href=/3.html>" T3 "</a> 2026-11-10</li></ul></body></html>",
                   COLUMN_URL);
    assert_item(&page, 0, T1, day_of(2026, 11, 12));
    assert_item(&page, 1, T2, day_of(2026, 11, 11));

    page = read_at(HEAD "<ul>" LINE("/1.html", "●●●") "</ul></body></html>", COLUMN_URL);
    assert_int_equal(page.n_items, 0);
    page = read_at(HEAD "<ul><li><a href=/1.html>●●●</a> 2026-11-12</li></ul></body></html>",
                   COLUMN_URL);
    assert_item(&page, 0, "●●●", day_of(2026, 11, 12));

    /* Numbers in brackets are no day: of another form, rising, all the same, in few rows of the
     * list, or against the address. */
#define FOUR(a, b, c, d)                                                                           \
    LINE("/1.html", a T1) LINE("/2.html", b T2) LINE("/3.html", c T3) LINE("/4.html", d T1 "二")
    static const char *const numbers[] = {
        FOUR("[4-3]", "[3-3]", "[2-3]", "[1-3]"),
        FOUR("[01-01]", "[01-02]", "[01-03]", "[01-04]"),
        FOUR("[11-10]", "[11-09]", "[11-08]", "[11-12]"),
        FOUR("[10-18]", "[10-18]", "[10-18]", "[10-18]"),
        FOUR("[11-18]", "[11-17]", "[11-16]", ""),
        LINE("/202305/t20230520_1.html", "[11-18]" T1)
            LINE("/202305/t20230520_2.html", "[11-17]" T2)
                LINE("/202305/t20230520_3.html", "[11-16]" T3),
    };
#undef FOUR
    for (size_t k = 0; k < COUNT_OF(numbers); k++) {
        char html[2048];

        (void)snprintf(html, sizeof(html), HEAD "<ul>%s</ul></body></html>", numbers[k]);
        page = read_at(html, COLUMN_URL);
        for (size_t i = 0; i < page.n_items; i++)
            if (page.items[i].date != DAY_NONE && page.items[i].date != day_of(2023, 5, 20))
                fail_msg("list %zu has days", k);
    }
#undef LINE
}

/* 查看全文 below a short title leads where the title leads. */
static void the_way_to_the_text_is_no_title(void **state)
{
#define CARD(n, title, day)                                                                               \
    "<ul class=card><li><a href=/tzgg/" n ".html>" title "</a></li><li>云溪县人民政府令 <a href=" \
    "/tzgg/" n ".html>[查看全文]</a></li><li>发布时间：" day "</li></ul>"
    const struct page page = read_at(HEAD CARD("1", SHORT, "2026-11-20") CARD("2", T1, "2026-11-12")
                                         CARD("3", SHORT "二", "2026-11-05") "</body></html>",
                                     COLUMN_URL);
#undef CARD

    (void)state;
    assert_int_equal(page.n_items, 3);
    assert_item(&page, 0, SHORT, day_of(2026, 11, 20));
    assert_item(&page, 1, T1, day_of(2026, 11, 12));
    assert_item(&page, 2, SHORT "二", day_of(2026, 11, 5));
}

#define LINE(n, title, day) "<li><a " LIVE(n) ">" title "</a><span>" day "</span></li>"
#define ABOVE LINE("1", T1, "2026-11-20") LINE("2", T2, "2026-11-17") LINE("3", T3, "2026-11-12")
#define BELOW                                                                                      \
    LINE("4", T1 "（二）", "2026-11-05")                                                           \
    LINE("5", T2 "（二）", "2026-11-02") LINE("6", T3 "（二）", "2026-10-30")

/* Sections that look alike are one list, also the one with a single row. */
static void a_section_of_one_row_is_of_the_list(void **state)
{
#define SECTION(rows) "<div class=section><h3><img src=a.png></h3><ul>" rows "</ul></div>"
    const struct page page =
        read_at(HEAD "<div>" SECTION(ABOVE)
                    SECTION(LINE("7", T1 "（三）", "2026-11-21")) "</div></body></html>",
                COLUMN_URL);
    const struct page first = read_at(HEAD "<div>" SECTION(LINE("7", T1 "（三）", "2026-11-21"))
                                          SECTION(ABOVE) "</div></body></html>",
                                      COLUMN_URL);
    const struct page other = read_at(
        HEAD "<div><div class=section><h3><img src=a.png></h3><ul class=news>" LINE(
            "7", T1 "（三）", "2026-11-21") "</ul></div>" SECTION(ABOVE) "</div></body></html>",
        COLUMN_URL);
#undef SECTION

    (void)state;
    assert_int_equal(other.n_items, 3);
    assert_int_equal(page.n_items, 4);
    assert_int_equal(page.newest_item, day_of(2026, 11, 21));
    assert_int_equal(first.n_items, 4);
    assert_int_equal(first.newest_item, day_of(2026, 11, 21));
}

/* In two columns of one length the days go on; behind a tab, below a heading, or beside a few news,
 * is another list. */
static void a_list_in_two_columns_is_one(void **state)
{
#define COLUMNS(left, between, right)                                                              \
    HEAD "<div><ul class=left>" left "</ul>" between "<ul class=right>" right                      \
         "</ul></div></body></html>"
    const struct page both = read_at(COLUMNS(ABOVE, "", BELOW), COLUMN_URL);
    const struct page tabs = read_at(COLUMNS(BELOW, "", ABOVE), COLUMN_URL);
    const struct page news =
        read_at(COLUMNS(ABOVE, "",
                        BELOW LINE("8", SHORT, "2026-10-02") LINE("9", SHORT "二", "2026-10-01")),
                COLUMN_URL);
    const struct page headed = read_at(COLUMNS(ABOVE, "<h3>政策解读</h3>", BELOW), COLUMN_URL);
#undef COLUMNS

    (void)state;
    assert_int_equal(both.n_items, 6);
    assert_int_equal(both.newest_item, day_of(2026, 11, 20));
    assert_int_equal(tabs.n_items, 3);
    assert_int_equal(headed.n_items, 3);
    assert_true(news.n_items < 8);
}

/* Each row on top ends a table that it never began. */
static void a_stray_end_of_a_table_does_not_end_the_list(void **state)
{
#define TOP(n, title, day)                                                                         \
    "<tr><td></td><td><a " LIVE(n) ">" title "</a></td><td>" day "</td></tr></table></td></tr>"
#define REST(n, title, day)                                                                        \
    "<tr><td></td><td><a " LIVE(n) ">" title "</a></td><td>" day "</td></tr>"
    const struct page page = read_at(
        HEAD "<table><tr><td><table><tr><td><table>" TOP("1", T1, "2026-10-20")
            TOP("2", T2, "2026-11-17") REST("3", T3, "2026-11-12") REST("4", SHORT, "2026-11-05")
                REST("5", T1 "（二）", "2026-11-02") "</table></body></html>",
        COLUMN_URL);
#undef TOP
#undef REST

    (void)state;
    assert_int_equal(page.n_items, 5);
    assert_item(&page, 0, T1, day_of(2026, 10, 20));
    assert_int_equal(page.newest_item, day_of(2026, 11, 17));
}

/* The last page of a column has two rows; the news beside them are not of it. */
static void news_beside_a_short_list_are_not_of_it(void **state)
{
    const struct page page =
        read_at(HEAD "<div class=list><ul>" LINE("1", T1, "2002-04-01")
                    LINE("2", T2, "2002-03-29") "</ul>首页 上一页 下一页 尾页</div><div "
                                                "class=news><h3>最新</h3><ul>" BELOW
                                                "</ul></div></body></html>",
                COLUMN_URL);

    (void)state;
    assert_int_equal(page.n_items, 2);
    assert_int_equal(page.newest_item, day_of(2002, 4, 1));
}

/* 更多 leads from each window to its column: the page is a cover, and the newest row of any window
 * is its newest. Windows beside the page's own list are not of it. */
static void a_cover_of_windows_has_all_their_rows(void **state)
{
#define WINDOW(name, more, rows)                                                                   \
    "<div class=" name "><h3>" name "</h3>" more "<ul>" rows "</ul></div>"
#define MORE "<a href=/more/>更多&gt;&gt;</a>"
    const struct page cover =
        read_at(HEAD WINDOW("政策文件", MORE, BELOW LINE("8", SHORT, "2026-10-02"))
                    WINDOW("活动展示", MORE, ABOVE) "</body></html>",
                COLUMN_URL);
    const struct page own =
        read_at(HEAD WINDOW("活动展示", MORE, ABOVE)
                    WINDOW("政策文件", "", BELOW LINE("8", SHORT, "2026-10-02")) "</body></html>",
                COLUMN_URL);
    /* 更多 ends the window beside it, or hangs above the page's own list. */
    const struct page ended =
        read_at(BARE "<div class=side><ul class=news>" ABOVE "</ul>" MORE
                     "</div><div class=list><ul class=own>" BELOW LINE(
                         "8", SHORT, "2026-10-02") "</ul></div></body></html>",
                COLUMN_URL);
    const struct page hung =
        read_at(HEAD WINDOW("政策文件", MORE, BELOW LINE("8", SHORT, "2026-10-02"))
                    WINDOW("活动展示", "", ABOVE) "</body></html>",
                COLUMN_URL);
    const struct page paged = read_at(
        HEAD WINDOW(
            "政策文件", MORE,
            BELOW LINE("8", SHORT,
                       "2026-10-02")) "首页 上一页 下一页 尾页" WINDOW("活动展示", MORE,
                                                                       ABOVE) "</body></html>",
        COLUMN_URL);
#undef MORE
#undef WINDOW

    (void)state;
    assert_int_equal(cover.n_items, 7);
    assert_int_equal(cover.newest_item, day_of(2026, 11, 20));
    assert_int_equal(own.n_items, 4);
    assert_int_equal(own.newest_item, day_of(2026, 11, 5));
    assert_int_equal(ended.newest_item, day_of(2026, 11, 5));
    assert_int_equal(hung.newest_item, day_of(2026, 11, 5));
    assert_int_equal(paged.newest_item, day_of(2026, 11, 5));
}
#undef LINE

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_whose_title_leads_nowhere_keeps_its_date),
        cmocka_unit_test(a_button_beside_the_title_is_not_the_title),
        cmocka_unit_test(a_button_beside_a_day_is_no_item),
        cmocka_unit_test(a_dead_title_stands_in_a_list),
        cmocka_unit_test(a_day_above_its_title_stays_with_it),
        cmocka_unit_test(rows_that_a_script_opens_are_all_read),
        cmocka_unit_test(a_way_to_more_rows_is_no_title),
        cmocka_unit_test(a_table_of_titles_is_a_column_however_short),
        cmocka_unit_test(a_date_or_a_bullet_before_the_title_is_no_part_of_it),
        cmocka_unit_test(the_way_to_the_text_is_no_title),
        cmocka_unit_test(a_section_of_one_row_is_of_the_list),
        cmocka_unit_test(a_list_in_two_columns_is_one),
        cmocka_unit_test(a_stray_end_of_a_table_does_not_end_the_list),
        cmocka_unit_test(news_beside_a_short_list_are_not_of_it),
        cmocka_unit_test(a_cover_of_windows_has_all_their_rows),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down_pages);
}
