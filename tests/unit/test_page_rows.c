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

static void a_way_to_more_rows_is_no_title(void **state)
{
    static const char *const ways[] = { "更多", "更多&gt;&gt;", "[更多]", "第一页", "查看更多 +" };

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
                       LINE("/tzgg/20201229/2.html", "【2020-12-28】" T2)
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

    /* Numbers in brackets are no day. */
    page = read_at(HEAD "<ul>" LINE("/1.html", "[1-3] " T1) LINE("/2.html", "[2-3] " T2)
                       LINE("/3.html", "[3-3] " T3) "</ul></body></html>",
                   COLUMN_URL);
    for (size_t i = 0; i < page.n_items; i++)
        assert_int_equal(page.items[i].date, DAY_NONE);
#undef LINE
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_whose_title_leads_nowhere_keeps_its_date),
        cmocka_unit_test(a_button_beside_the_title_is_not_the_title),
        cmocka_unit_test(a_way_to_more_rows_is_no_title),
        cmocka_unit_test(a_table_of_titles_is_a_column_however_short),
        cmocka_unit_test(a_date_or_a_bullet_before_the_title_is_no_part_of_it),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down_pages);
}
