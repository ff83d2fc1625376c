/* Windows and boxes at the side, and the page's own part beside, below and around them. */
#include "page_support.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define NAV                                                                                        \
    "<div class=nav><ul><li><a href=/>首页</a><li><a href=/a/>政务公开</a><li><a href=/b/>"  \
    "办事服务</a><li><a href=/c/>互动交流</a></ul></div>"
#define CRUMBS "<div class=crumbs>当前位置：<a href=/>首页</a> &gt; 通知公告</div>"
#define FOOT "<div class=foot>主办单位：云溪县人民政府办公室 网站标识码：5103990001</div>"
#define ROW(title, day) "<li><a href=/x/1.html>" title "</a><span>" day "</span></li>"
/* The window's days are newer than those of the page's own list. */
#define HOT_ROWS                                                                                   \
    ROW("全县教育系统秋季学期工作会议召开", "2026-11-22")                                          \
    ROW("县领导到城关镇调研防汛备汛工作", "2026-11-21")                                            \
    ROW("我县召开优化营商环境工作推进会", "2026-11-20")
#define OWN_ROWS                                                                                   \
    ROW("关于做好秋冬季森林防火工作的通知", "2025-11-20")                                          \
    ROW("云溪县人民政府关于废止部分文件的决定", "2025-11-18")                                      \
    ROW("关于开展政务公开培训的公告", "2025-10-09")                                                \
    ROW("关于二〇二五年春节放假安排的通知", "2025-01-09")
#define OWN "<ul>" OWN_ROWS "</ul>"

static struct page read_body(const char *body)
{
    char html[8192];

    snprintf(html, sizeof(html),
             "<!DOCTYPE html><html><head><meta charset=utf-8><title>通知公告</title></head><body>"
             "%s</body></html>",
             body);
    return read_at(html, "http://www.yunxi.gov.cn/tzgg/");
}

static void assert_own_list(const char *name, const char *body)
{
    const struct page page = read_body(body);
    char day[DAY_TEXT_BYTES];

    if (page.kind != PAGE_COLUMN || page.n_items != 4 ||
        strcmp(day_text(page.newest_item, day), "2025-11-20") != 0)
        fail_msg("%s: %s with %zu items, the newest of %s", name, page_kind_name(page.kind),
                 page.n_items, day_text(page.newest_item, day));
}

static void a_window_that_stands_first_leaves_the_own_list_alone(void **state)
{
    static const struct {
        const char *name, *body;
    } forms[] = {
        { "boxes side by side",
          NAV CRUMBS "<div class=w><div class=side><h3>热门文章</h3><ul>" HOT_ROWS
                     "</ul></div><div class=main>" OWN "</div></div>" },
        { "a bar with more", NAV "<div class=w><div class=side><div class=hd><h3>热点资讯</h3>"
                                 "<a href=/hot/>更多&gt;&gt;</a></div><div class=bd><ul>" HOT_ROWS
                                 "</ul></div></div><div class=main>" OWN "</div></div>" },
        { "no window around the heading",
          NAV "<div class=main><h3>推荐阅读</h3><ul class=hot>" HOT_ROWS "</ul><div class=list>" OWN
              "</div></div>" },
        { "the whole page in one table", NAV "<table><tr><td><h3>热门新闻</h3><ul>" HOT_ROWS
                                             "</ul></td><td>" OWN "</td></tr></table>" },
        { "first of all in the body", "<div class=side><h3>热门文章</h3><ul>" HOT_ROWS
                                      "</ul></div><div class=main>" OWN "</div>" },
        { "nothing in the window",
          NAV "<div class=w><div class=side><h3>热门文章</h3><ul></ul></div>"
              "<div class=main>" OWN "</div></div>" },
        { "a window that a script fills",
          NAV "<div class=w><div class=side><h3>热门文章</h3><div id=hot></div></div>"
              "<div class=main>" OWN "</div></div>" },
        { "two windows", NAV "<div class=w><div class=side><h3>热门文章</h3><ul>" HOT_ROWS
                             "</ul><h3>相关信息</h3><ul>" HOT_ROWS "</ul></div><div class=main>" OWN
                             "</div></div>" },
        { "behind the own list",
          NAV CRUMBS "<div class=w><div class=main>" OWN "</div><div class="
                     "side><h3>热门文章</h3><ul>" HOT_ROWS "</ul></div></div>" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char body[8000];

        snprintf(body, sizeof(body), "%s" FOOT, forms[i].body);
        assert_own_list(forms[i].name, body);
    }
}

/* Rows that stand beside the heading, without a list around them. */
static void rows_beside_the_heading_are_the_window(void **state)
{
    static const char *const rows[][2] = {
        { "<p>", "</p>" }, { "<dd>", "</dd>" }, { "<div class=row>", "</div>" }, { "", "<br>" }
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char body[8000];
        size_t n = (size_t)snprintf(body, sizeof(body),
                                    NAV "<div class=w><div class=side><h3>热门文章</h3>");

        for (int k = 1; k <= 5; k++)
            n += (size_t)snprintf(body + n, sizeof(body) - n,
                                  "%s<a href=/x/%d.html>我县召开优化营商环境工作推进会</a> "
                                  "2026-11-2%d%s",
                                  rows[i][0], k, k - 1, rows[i][1]);
        snprintf(body + n, sizeof(body) - n, "</div><div class=main>" OWN "</div></div>" FOOT);
        assert_own_list(rows[i][0], body);
    }
}

#define SHORT_HOT "<a href=/dt/1.html>全县教育工作会议第一次召开情况</a>"
#define P_ROW(title, day) "<p><a href=/x/1.html>" title "</a> " day "</p>"
#define TR_ROW(title, day)                                                                         \
    "<tr><td><a href=/x/1.html>" title "</a></td><td>" day "</td><td>17</td></tr>"
#define FOUR(row)                                                                                  \
    row("关于做好秋冬季森林防火工作的通知", "2025-11-20")                                          \
        row("云溪县人民政府关于废止部分文件的决定", "2025-11-18")                                  \
            row("关于开展政务公开培训的公告", "2025-10-09")                                        \
                row("关于二〇二五年春节放假安排的通知", "2025-01-09")

/* Below its heading each shows the page's own list. */
static void the_own_list_behind_a_window_in_one_box_is_none_of_it(void **state)
{
    static const char *const forms[] = {
        "<p>热点新闻</p><p>" SHORT_HOT "</p><p>通知公告</p>" FOUR(P_ROW),
        "<table><tr><td>热点新闻</td></tr><tr><td>" SHORT_HOT
        "</td></tr><tr><td>通知公告</td></tr>" FOUR(TR_ROW) "</table>",
        "<h3>热点新闻</h3><ul class=list>" HOT_ROWS "</ul><ul class=list>" OWN_ROWS "</ul>",
        "<h3>热点新闻</h3><div class=list><ul>" HOT_ROWS
        "</ul></div><div class=list><h3>通知公告</h3>" OWN "</div>",
        "热点新闻<br>" SHORT_HOT "<br>通知公告<br>" OWN,
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char body[8000];

        snprintf(body, sizeof(body), NAV CRUMBS "<div class=main>%s</div>" FOOT, forms[i]);
        assert_own_list(forms[i], body);
    }
}

/* Such words in the head of a list, or as the way that it is sorted. A text stands below the list,
 * so that it would not be the page's only part. */
static void a_word_in_the_head_of_the_own_list_is_no_window(void **state)
{
    static const char *const forms[] = {
        "<table><tr><th>标题</th><th>发布日期</th><th>点击</th></tr>" FOUR(TR_ROW) "</table>",
        "<table><thead><tr><th>标题</th><th>发布日期</th><th>浏览</th></tr></thead><tbody>" FOUR(
            TR_ROW) "</tbody></table>",
        "<table><tr><td>标题</td><td>发布日期</td><td>点击</td></tr>" FOUR(TR_ROW) "</table>",
        "<ul><li><b>标题</b><b>日期</b><b>阅读</b></li>" OWN_ROWS "</ul>",
        "<div>排序：<span>相关</span> <span>热门</span></div>" OWN,
        "<div><span>热门</span> <span>相关</span></div>" OWN,
        "<div><b>阅读</b> <i>17</i></div>" OWN,
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char body[8000];

        snprintf(body, sizeof(body),
                 NAV CRUMBS "<div class=main>%s</div><div><a href=/bz/>本栏目信息的发布范围"
                            "和更新办法说明</a></div>" FOOT,
                 forms[i]);
        assert_own_list(forms[i], body);
    }
}

static void the_only_list_of_a_page_is_its_own(void **state)
{
    static const char *const forms[] = {
        "<h3>相关信息</h3>" OWN,
        "<h3>相关信息</h3>" OWN "<ul id=pager></ul>",
        "<ul class=tabs><li>推荐</li><li>热点</li></ul>" OWN,
        "<div><div>标题</div><div>点击</div></div>" OWN,
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char body[8000];

        snprintf(body, sizeof(body), NAV CRUMBS "<div class=main>%s</div>" FOOT, forms[i]);
        assert_own_list(forms[i], body);
    }
}

/* Headings without end, each above the same long list, in which the path stands. */
static void headings_in_one_long_list_stay_cheap(void **state)
{
    enum { ROWS = 18000, CPU_S = 4 /* under ASan; without a bound 20 */ };
    static const char *const rows[] = {
        "<p>热点新闻</p><p><a href=/a.html>全县教育会议</a></p>",
        "<p><a href=/a.html>全县教育会议</a><br>热点新闻</p>",
    };

    (void)state;
    for (size_t k = 0; k < COUNT_OF(rows); k++) {
        AUTO(buf_done) struct buf b = { 0 };
        const clock_t begun = clock();
        struct page page;

        buf_add(&b, STR("<body><div>"));
        for (int i = 0; i < ROWS; i++)
            buf_add(&b, str_of(rows[k]));
        buf_add(&b, STR("<p><a href=/>首页</a> &gt; 通知公告</p></div>"));
        arena_reset(&arena);
        page_read(reader,
                  &(struct page_input){ .url = STR("http://www.yunxi.gov.cn/tzgg/"),
                                        .body = buf_str(&b),
                                        .today = day_of(2026, 11, 23) },
                  &arena, &page);
        if (clock() - begun > CPU_S * CLOCKS_PER_SEC)
            fail_msg("%s", rows[k]);
    }
}

static void a_column_of_such_a_name_keeps_its_list(void **state)
{
    static const char *const forms[] = {
        NAV "<div class=crumbs>当前位置：<a href=/>首页</a> &gt; 热点新闻</div><div class=main>"
            "<h2>热点新闻</h2>" OWN "</div>",
        NAV "<div class=crumbs>当前位置：<a href=/>首页</a> &gt; <a href=/rd/>热点新闻</a></div>"
            "<h2>热点新闻</h2>" OWN,
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char body[8000];

        snprintf(body, sizeof(body), "%s" FOOT, forms[i]);
        assert_own_list(forms[i], body);
    }
}

static void the_own_text_beside_a_window_is_counted(void **state)
{
    (void)state;

    const struct page page = read_body(
        NAV "<div class=w><div class=side><h3>热门文章</h3><ul>" HOT_ROWS
            "</ul></div><div class=main><p>各乡镇人民政府，县政府各部门：为进一步加强全县森林防火"
            "工作，保护森林资源和人民生命财产安全，现就有关事项通知如下。</p></div></div>" FOOT);

    assert_true(page.own_chars > 50);
}

/* What stands behind an empty list decides whether the list is all of its box. */
static void a_box_is_at_the_side_by_a_word_of_its_class(void **state)
{
    static const struct {
        const char *class;
        bool is_side;
    } boxes[] = { { "right", true },        { "main_right fl", true }, { "conRight", true },
                  { "sidebar", true },      { "nyright", true },       { "mainright", true },
                  { "leftside", true },     { "copyright", false },    { "COPYRIGHT", false },
                  { "outside-box", false }, { "intro", false } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(boxes); i++) {
        char body[4000];

        snprintf(body, sizeof(body),
                 NAV CRUMBS "<div><h3>通知公告</h3><ul></ul><div class='%s'><h4>便民服务</h4>"
                            "<p>办事指南请到窗口领取</p></div></div>" FOOT,
                 boxes[i].class);
        if ((read_body(body).n_blocks == 1) != boxes[i].is_side)
            fail_msg("%s", boxes[i].class);
    }
}

static void pictures_at_the_side_are_not_the_list_s_even_when_they_are_the_first_links(void **state)
{
    (void)state;

    const struct page page =
        read_body("<div>当前位置：通知公告</div><div><h3>通知公告</h3><ul></ul><div "
                  "class=right><h4>便民服务</h4>"
                  "<img src=/1.png><a href=/s/><img src=/2.png></a></div></div>" NAV FOOT);

    assert_int_equal(page.n_blocks, 1);
    assert_int_equal(page.blocks[0].n_chars, 0);
}

/* Of a box of no kind, its class says that it holds a list; without one, a script may want it. */
static void an_empty_section_is_a_list_by_its_class(void **state)
{
    static const struct {
        const char *list;
        size_t n_blocks;
    } windows[] = { { "<section class=news-list></section>", 1 },
                    { "<div class=news-list></div>", 1 },
                    { "<div class=tabcon></div>", 1 },
                    { "<div class=homecon></div>", 1 },
                    { "<div class=titlecon></div>", 1 },
                    { "<div class='icon con'></div>", 1 },
                    { "<div class=icon></div>", 0 },
                    { "<div class=second></div>", 0 },
                    { "<section></section>", 0 },
                    { "<section id=news></section>", 0 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(windows); i++) {
        char body[4000];

        snprintf(body, sizeof(body),
                 NAV CRUMBS "<section><div><h3>人事任免</h3><a href=/rs/>更多</a></div>%s</section>"
                            "<div><div><h3>要闻</h3><a href=/yw/>更多</a></div>" OWN "</div>" FOOT,
                 windows[i].list);
        if (read_body(body).n_blocks != windows[i].n_blocks + 1)
            fail_msg("%s: %zu", windows[i].list, read_body(body).n_blocks);
    }
}

static void news_of_another_folder_are_not_the_pages_own_list(void **state)
{
#define LINE(at, n, day)                                                                           \
    "<li><a href=" at #n ".html>云溪县教育局关于校园安全的第" #n "号通知</a><span>" day            \
    "</span></li>"
#define LINES                                                                                      \
    "<h2>通知公告</h2><ul class=list>" LINE("/tzgg/", 1, "2025-11-20")                             \
        LINE("/tzgg/", 2, "2025-11-18") LINE("/tzgg/", 3, "2025-10-09")                            \
            LINE("/tzgg/", 4, "2025-01-09") "</ul>"
#define NEWS                                                                                       \
    "<div><h3>图片新闻</h3><ul>" LINE("/dt/", 7, "2026-11-12") LINE("/dt/", 8, "2026-11-13")       \
        LINE("/dt/", 9, "2026-11-14") "</ul></div>"
#define PAGER "<div><a href=?p=1>首页</a> <a href=?p=2>下一页</a> <a href=?p=9>尾页</a></div>"
#define BUTTONS "<p><a href=javascript:;>上一页</a> <a href=javascript:;>下一页</a></p>"

    (void)state;
    assert_own_list("above", CRUMBS NEWS "<div>" LINES "</div>");
    assert_own_list("above the pager", CRUMBS "<div>" LINES "</div>" NEWS PAGER);
    assert_own_list("with buttons", CRUMBS "<div>" LINES PAGER "</div>" NEWS BUTTONS);
    assert_own_list("with buttons alone", CRUMBS "<div>" LINES "</div>" NEWS BUTTONS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_that_stands_first_leaves_the_own_list_alone),
        cmocka_unit_test(rows_beside_the_heading_are_the_window),
        cmocka_unit_test(the_own_list_behind_a_window_in_one_box_is_none_of_it),
        cmocka_unit_test(a_word_in_the_head_of_the_own_list_is_no_window),
        cmocka_unit_test(the_only_list_of_a_page_is_its_own),
        cmocka_unit_test(headings_in_one_long_list_stay_cheap),
        cmocka_unit_test(a_column_of_such_a_name_keeps_its_list),
        cmocka_unit_test(the_own_text_beside_a_window_is_counted),
        cmocka_unit_test(an_empty_section_is_a_list_by_its_class),
        cmocka_unit_test(a_box_is_at_the_side_by_a_word_of_its_class),
        cmocka_unit_test(
            pictures_at_the_side_are_not_the_list_s_even_when_they_are_the_first_links),
        cmocka_unit_test(news_of_another_folder_are_not_the_pages_own_list),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down_pages);
}
