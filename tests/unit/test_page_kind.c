/* The kind of a page where nothing but its making tells: no address, a title that is the site's. */
#include "page_support.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct buf html;

#define HEAD "<html><head><meta charset=utf-8><title>云溪县人民政府</title></head><body>"
#define CRUMBS "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; 专题</div>"
#define PROSE                                                                                                                                   \
    "<p>"                                                                                                                                       \
    "为进一步提高城乡居民的生活质量，经县人民政府第十二次常务会议研究，决定在全县范围内开展农村"   \
    "人居环境整治工作，请各乡镇人民政府和县直各部门结合实际认真贯彻执行，并将落实情况及时报告。</" \
    "p>"

static struct page read_html(const char *text)
{
    return read_at(text, "");
}

/* head, then n times the piece with its number for each '#', then tail. */
static struct page read_repeated(const char *head, const char *piece, unsigned n, const char *tail)
{
    buf_reset(&html);
    buf_add(&html, str_of(head));
    for (unsigned i = 0; i < n; i++)
        for (const char *c = piece; *c; c++)
            if (*c == '#')
                buf_addf(&html, "%u", i + 1);
            else
                buf_add(&html, str_from(c, 1));
    buf_add(&html, str_of(tail));
    buf_add(&html, str_from("", 1));
    return read_html(html.p);
}

static int tear_down(void **state)
{
    buf_done(&html);
    return tear_down_pages(state);
}

static void assert_day(int32_t got, const char *want)
{
    char text[DAY_TEXT_BYTES];

    assert_string_equal(day_text(got, text), want);
}

#define TAGGED(column)                                                                             \
    "<html><head><meta name=ColumnName content=" column "><title>云溪</title></head><body>"

static void a_column_by_its_tags_needs_no_rows(void **state)
{
    (void)state;
    assert_kind(read_html(TAGGED("意见征集") "<div>标题</div><div>共0条</div>"), PAGE_COLUMN);
    assert_kind(read_html(TAGGED("云溪") "<h2>云溪</h2><div>共0条</div>"), PAGE_COLUMN);
    assert_kind(read_html(TAGGED("县长信箱") "<p>来信时间：2026-03-02</p><p>办理中</p>"),
                PAGE_MESSAGE);
    assert_kind(read_html(TAGGED("办事指南") "<h2>云溪</h2><div>联系电话：6620601</div>"),
                PAGE_OTHER);
    assert_kind(read_html(TAGGED("联系我们") "<div>地址：云溪县人民路1号</div>"), PAGE_OTHER);
    assert_kind(read_html(TAGGED("用户登录") "<div>登录</div><input type=password name=p>"),
                PAGE_OTHER);
}

/* 一图读懂, a scan: the platform gives it an article's tags, be they empty. */
static void a_picture_with_an_article_s_tags_is_no_column(void **state)
{
    static const char *const tags[] = { "<meta name=ArticleTitle content=''>",
                                        "<meta name=PubDate content='2026-11-16'>" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(tags); i++) {
        buf_reset(&html);
        buf_addf(&html, "%s%s<img src=1.jpg>", tags[i], TAGGED("图解"));
        buf_add(&html, str_from("", 1));
        assert_kind(read_html(html.p), PAGE_OTHER);
    }
}

static void ways_below_a_path_are_a_column(void **state)
{
    static const char way[] = "<a href=/zwgk/#/>领域#</a>";

    (void)state;
    assert_kind(read_repeated(HEAD CRUMBS "<div>", way, 8, "</div>"), PAGE_COLUMN);
    assert_kind(read_repeated(HEAD CRUMBS "<div>", way, 5, "</div>"), PAGE_OTHER);
    assert_kind(read_repeated(HEAD "<div>", way, 8, "</div>"), PAGE_OTHER);
    assert_kind(
        read_repeated(HEAD "<div><a href=/>首页</a> &gt;&gt; 专题</div><div>", way, 8, "</div>"),
        PAGE_COLUMN);
}

static void titles_that_lead_nowhere_are_a_column(void **state)
{
    static const char row[] = "<li>#.<a href='javascript:;'>关于公布第#批任免职务的通知</a></li>";

    (void)state;
    assert_kind(read_repeated(HEAD "<ul>", row, 8, "</ul>"), PAGE_COLUMN);
    assert_kind(read_repeated(HEAD "<ul>", row, 7, "</ul>"), PAGE_OTHER);
}

static void titles_that_lead_nowhere_need_a_browser_even_where_one_showed_them(void **state)
{
    static const char row[] = "<li><a href='javascript:;'>关于公布第#批任免职务的通知</a></li>";

    (void)state;
    assert_true(read_repeated(TAGGED("通知公告") "<ul>", row, 8, "</ul>").needs_browser);
    assert_false(read_repeated(TAGGED("通知公告") "<ul>", row, 7, "</ul>").needs_browser);

    struct page page = read_repeated(TAGGED("通知公告") "<ul>", row, 8, "</ul>");

    page_read(reader, &(struct page_input){ .body = str_of(html.p), .is_rendered = true }, &arena,
              &page);
    assert_true(page.needs_browser);
}

static void a_script_that_writes_rows_may_keep_the_list(void **state)
{
    static const struct {
        const char *code;
        bool writes;
    } scripts[] = {
        { "box.innerHTML += '<li>' + title + '</li>'", true },
        { "document.write('<a href=' + url + '>' + title + '</a>')", true },
        { "function onactive() { $('#list').append('<tr><td>' + t) }", true },
        { "document.write(badge + 'conac.cn'); list.innerHTML = '<li>' + t", true },
        { "document.write(\"<a href='//bszs.conac.cn/1'></a>\")", false },
        { "document.write('<a id=_ideConac></a>')", false },
        { "document.write('<a href=//zfwzgl.www.gov.cn/jiucuo.html></a>')", false },
        { "var at = link.href; document.write('<script src=/tj.js></scr' + 'ipt>')", false },
        { "var rows = '<li>'", false },
        { "$('#lists').append($('<a>',{href:x.url,text:x.title}))", true },
        { "$('<a/>').attr('href', u).appendTo('#lists')", true },
        { "box.innerHTML += `<div class=row onclick=\"location.href='${x.url}'\">`", true },
        { "var a = document.createElement('a'); a.href = u; list.append(a)", true },
        { "var a = document.createElement(\"LI\"); list.appendChild(a)", true },
        { "$('#lists').html('<a\\thref=' + u + '>' + t + '</a>')", true },
        { "$('#lists').html('<a\nhref=' + u + '>' + t + '</a>')", true },
        { "box.innerHTML = '<A href=' + u + '>' + t + '</A>'", true },
        { "var a = document.createElement('a'); a.href = u; count(a.hostname)", false },
        { "var a = document.createElement('a'); document.body.appendChild(a); a.click()", false },
        { "$('body').append('<div class=top>'); $('<div>').appendTo('body')", false },
        { "var s = document.createElement('script'); box.appendChild(s)", false },
        { "onclick = function () { new Image().src = '/c?' + this.innerHTML }", false },
        { "document.write('<link rel=stylesheet href=/1.css><audio src=/1.mp3>')", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(scripts); i++) {
        buf_reset(&html);
        buf_addf(&html,
                 TAGGED("通知公告") CRUMBS
                 "<ul></ul><div class=footer><a href=/1/>关于</a> <a href=/2/>帮助</a> <a "
                 "href=/3/>声明</a></div><script>%s</script>",
                 scripts[i].code);
        buf_add(&html, str_from("", 1));

        const struct page page = read_html(html.p);

        assert_kind(page, PAGE_COLUMN);
        if (page.needs_browser != scripts[i].writes)
            fail_msg("%s", scripts[i].code);
    }
}

static void a_home_page_without_an_address_has_a_site_s_name_and_no_path(void **state)
{
    static const char way[] = "<a href=/zwgk/#/>栏目#</a> ";
    static const char *const map = "<html><head><title>信息公开三级栏目</title></head><body>";

    (void)state;
    assert_kind(read_repeated(HEAD, way, 70, ""), PAGE_HOME);
    assert_true(read_repeated(HEAD CRUMBS, way, 70, "").kind != PAGE_HOME);
    assert_true(read_repeated(map, way, 70, "").kind != PAGE_HOME);
    assert_kind(read_repeated("<title>云溪公安-首页</title><body>", way, 70, ""), PAGE_HOME);
}

static void many_fields_are_a_form_behind_a_long_explanation(void **state)
{
    static const char field[] = "<div>第#项</div><input name=f#>";
    static const char *const long_head = HEAD PROSE PROSE;

    (void)state;
    assert_kind(read_repeated(long_head, field, 6, ""), PAGE_FORM);
    assert_true(read_repeated(long_head, field, 5, "").kind != PAGE_FORM);
    assert_kind(
        read_repeated(HEAD "<h1>关于整治工作的通知</h1><div>发布时间：2026-11-05</div>" PROSE PROSE,
                      field, 6, ""),
        PAGE_ARTICLE);
    assert_kind(
        read_html(HEAD "<h1>关于整治工作的通知</h1><div>发布时间：2026-11-05</div><p>见附图。</p>"
                       "<img src=1.jpg><div>评论</div><input name=nick><input name=mail>"
                       "<textarea name=text></textarea>"),
        PAGE_ARTICLE);
}

static void a_text_area_and_two_fields_are_a_form(void **state)
{
    (void)state;
    assert_kind(read_html(HEAD "<div>留言</div><input name=mail><input name=phone><textarea "
                               "name=text></textarea>"),
                PAGE_FORM);
    assert_true(
        read_html(HEAD "<div>留言</div><input name=mail><input name=phone><input name=name>")
            .kind != PAGE_FORM);
}

static void what_only_results_say_is_a_search(void **state)
{
    static const char row[] = "<li><a href=/a/#.html>全县义务教育工作会议召开#</a> 2026-11-01</li>";

    (void)state;
    assert_kind(
        read_repeated(HEAD "<input name=q><div>本次检索为您找到 9 篇</div><ul>", row, 9, "</ul>"),
        PAGE_SEARCH);
    assert_kind(read_repeated(HEAD "<input name=q><ul>", row, 9, "</ul>"), PAGE_COLUMN);
}

static void a_title_that_ends_in_search_is_a_search(void **state)
{
    (void)state;
    assert_kind(read_html("<html><head><title>云溪县教育局-搜索</title></head><body><div>抱歉，"
                          "没有和您的查询相符的网页。</div>"),
                PAGE_SEARCH);
}

static void a_page_for_those_who_log_in_is_no_error(void **state)
{
    (void)state;
    assert_kind(read_html(HEAD "<div>您访问的页面需要登录才能查看</div>"), PAGE_SOFT_ERROR);
    assert_kind(read_html(HEAD "<div>您访问的页面需要登录才能查看</div><input name=u>"
                               "<input type=password name=p>"),
                PAGE_OTHER);
}

static void rows_with_dates_are_no_shell_however_short(void **state)
{
    static const char row[] = "<li><a href=/a/#.html>科室设置</a> 2025-09-15</li>";

    (void)state;
    assert_kind(read_repeated(HEAD "<script src=a.js></script>" CRUMBS "<ul>", row, 3, "</ul>"),
                PAGE_COLUMN);
    assert_kind(read_html(HEAD "<script src=a.js></script>" CRUMBS "<ul></ul>"), PAGE_SHELL);
}

static void leaders_are_known_by_a_heading_and_by_duties(void **state)
{
    static const char person[] =
        "<div>副县长 <a href=/ld/#.html>张#</a></div><div>我的职责：</div>";

    (void)state;
    assert_kind(read_html(HEAD "<h2>县长之窗</h2><div>县长 李某</div><div>主管工作：</div><div>"
                               "领导县政府全面工作。</div><p>李某，男，1968年12月出生，现任云溪县"
                               "人民政府县长、党组书记。</p>"),
                PAGE_LEADER);
    assert_kind(read_repeated(HEAD, person, 3, ""), PAGE_LEADER);
    assert_true(read_repeated(HEAD, person, 2, "").kind != PAGE_LEADER);
}

#define DUTIES "<p>张某，现任县财政局党组书记，分管办公室。</p>"

static void leaders_in_the_midst_of_a_title_make_no_page_of_leaders(void **state)
{
    static const struct {
        const char *title;
        bool is_leaders;
    } titles[] = {
        { "领导信息-云溪县财政局", true },         { "[领导分工]-云溪县财政局", true },
        { "云溪县财政局 局领导", true },           { "领导班子成员_云溪县财政局", true },
        { "县财政局领导班子到棕坪乡调研", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        buf_reset(&html);
        buf_addf(&html, "<html><head><meta charset=utf-8><title>%s</title></head><body>" DUTIES,
                 titles[i].title);
        buf_add(&html, str_from("", 1));
        if ((read_html(html.p).kind == PAGE_LEADER) != titles[i].is_leaders)
            fail_msg("%s", titles[i].title);
    }
}

static void the_head_of_a_document_makes_an_article(void **state)
{
    (void)state;
    assert_kind(read_html(HEAD
                          "<table><tr><td>索引号</td><td>0001/2026-1</td></tr><tr><td>信息分类"
                          "</td><td>政务</td></tr><tr><td>发布机构</td><td>县政府</td></tr><tr>"
                          "<td>是否有效</td><td>是</td></tr></table>" PROSE PROSE),
                PAGE_ARTICLE);
    assert_kind(read_html(HEAD PROSE PROSE), PAGE_OTHER);
}

static void a_part_of_a_document_ends_with_its_cell(void **state)
{
    (void)state;

    const struct document *d =
        read_html(HEAD "<table><tr><td>索引号：</td><td>0001/2026-1</td><td>信息类别：</td><td>政务"
                       "</td></tr><tr><td>发布机构</td><td>县政府</td><td>公开渠道</td><td>网站"
                       "</td></tr><tr><td>文号：</td><td></td><td>有<b></b>效<b></b>力：</td><td>"
                       "有效</td></tr><tr><td>成文日期：</td><td>发布日期：2026-01-02</td></tr>"
                       "</table>" PROSE PROSE)
            .document;

    assert_non_null(d);
    assert_true(str_eq(d->value[DOC_INDEX], STR("0001/2026-1")));
    assert_true(str_eq(d->value[DOC_ISSUER], STR("县政府")));
    assert_true(d->is_named[DOC_NUMBER]);
    assert_true(str_eq(d->value[DOC_NUMBER], STR("")));
    assert_true(str_eq(d->value[DOC_WRITTEN], STR("")));
}

static void a_label_may_stand_in_pieces(void **state)
{
    (void)state;

    const struct document *d =
        read_html(HEAD "<table><tr><th>索<span></span>引<span></span>号：</th><td>0001/2026-2</td>"
                       "<th>发布机构：</th><td>县政府</td></tr><tr><th>文<b></b>号：</th><td></td>"
                       "<th>有<b></b>效<b></b>性：</th><td>有效</td></tr></table>" PROSE PROSE)
            .document;

    assert_non_null(d);
    assert_true(str_eq(d->value[DOC_INDEX], STR("0001/2026-2")));
    assert_true(str_eq(d->value[DOC_ISSUER], STR("县政府")));
    assert_true(d->is_named[DOC_NUMBER]);
    assert_true(str_is_empty(d->value[DOC_NUMBER]));
    d = read_html(HEAD
                  "<div><p>信息索引：0001-26</p><p>发文机构：县政府</p><p>发文字号：云府〔2026〕3号"
                  "</p></div>" PROSE PROSE)
            .document;
    assert_non_null(d);
    assert_true(str_eq(d->value[DOC_INDEX], STR("0001-26")));
}

static void attributes_of_a_framework_tell_that_it_fills_templates(void **state)
{
    (void)state;
    assert_true(read_html(HEAD "<ul><li ms-repeat='rows'>{{el.name}}</ul>" PROSE).fills_templates);
    assert_true(read_html(HEAD "<p v-for='a in b'>{{ a }}</p>" PROSE).fills_templates);
    assert_false(read_html(HEAD "<p>{{title}}</p>" PROSE).fills_templates);
    assert_false(read_html(HEAD "<p v-for='a in b'></p>" PROSE).fills_templates);
}

static void the_text_ends_above_the_footer(void **state)
{
    (void)state;

    const struct page page =
        read_html(HEAD "<h1>关于整治工作的通知</h1><p>2026-06-03</p><div>" PROSE "</div><div>" PROSE
                       "</div><div>主办单位：县政府办公室</div><div>川ICP备12345678号</div>");

    assert_true(str_has(page.body, STR("农村人居环境整治")));
    assert_false(str_has(page.body, STR("主办单位")));
    assert_false(str_has(page.body, STR("ICP备")));
    /* A footer without a number, the only long piece of the page. */
    assert_int_equal(read_html(HEAD "<h1>离退休人员名单</h1><p>2026-06-03</p><p>张三 李四</p><div>"
                                    "Copyright © 2019 Yunxi University of Science and Technology. "
                                    "All Rights Reserved</div>")
                         .body.n,
                     0);
}

static void a_label_without_its_date_makes_an_article(void **state)
{
    const struct page page =
        read_html(HEAD "<h1>关于整治工作的通知</h1><div>【发布日期： 】</div>" PROSE PROSE);

    (void)state;
    assert_kind(page, PAGE_ARTICLE);
    assert_day(page.published, "");
}

static void texts_below_each_other_are_no_article(void **state)
{
    static const char text[] = "<h2>第#篇</h2><div>发表于2026-11-05</div>" PROSE;

    (void)state;
    assert_kind(read_repeated(HEAD, text, 4, ""), PAGE_ARTICLE);
    assert_true(read_repeated(HEAD, text, 5, "").kind != PAGE_ARTICLE);
}

static void the_title_inside_of_a_text_is_no_headline(void **state)
{
    const struct page page = read_html(
        "<html><head><title>云溪县供水条例</title></head><body><div>云溪县供水条例</div><div>来源："
        "</div><div>县水利局</div><div>2026-07-07 15:30</div><p>第5号公告</p><div>云溪县供水条例"
        "</div>" PROSE PROSE);

    (void)state;
    assert_kind(page, PAGE_ARTICLE);
    assert_day(page.published, "2026-07-07");
}

static void a_path_that_ends_in_the_text_has_its_only_moment(void **state)
{
    static const char *const tails[] = { "", "<p>县物价局</p>" }; /* whose name the title has */

    (void)state;
    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        const struct page page = read_repeated(
            "<html><head><title>规章——县物价局</title></head><body><div><a href=/>首页</a> "
            "&gt;&gt; <a href=/gz/>规章</a> &gt;&gt; 正文</div><div>《价格条例》</div><div>"
            "2026-07-07 11:54:16</div>",
            PROSE, 2, tails[i]);

        assert_kind(page, PAGE_ARTICLE);
        assert_day(page.published, "2026-07-07");
    }
}

static void a_heading_with_its_date_is_the_headline(void **state)
{
    const struct page page = read_html(
        HEAD "<div>云溪县人民政府</div><h2>城乡供水一体化工程开工</h2><h3>2026-07-18 来源：县融媒体"
             "中心</h3>" PROSE PROSE);

    (void)state;
    assert_kind(page, PAGE_ARTICLE);
    assert_day(page.published, "2026-07-18");
}

static void rows_without_links_give_no_date(void **state)
{
    static const char row[] =
        "<li><p>关于前卫新村小区第#号楼加装电梯的公示#</p><i>2026-04-15</i></li>";
    static const char *const head =
        "<html><head><title>政务公开</title></head><body><h2>政务公开</h2><ul>";

    (void)state;
    assert_day(read_repeated(head, row, 3, "</ul>").published, "");
}

static void the_time_of_an_interview_is_not_that_of_publishing(void **state)
{
    (void)state;
    assert_day(read_html(HEAD
                         "<div>时间：2026年06月26日</div><div>地点：县融媒体中心</div><div>嘉宾："
                         "县长</div>" PROSE PROSE)
                   .published,
               "");
    assert_day(
        read_html(HEAD "<div>时间：2026年06月26日</div><div>浏览：3</div>" PROSE PROSE).published,
        "2026-06-26");
}

static void a_page_that_tells_once_who_asked_when_is_a_message_in_a_column_of_letters(void **state)
{
    (void)state;

#define LETTER(asked)                                                                               \
    "<title>停水</title><meta name=\"ColumnName\" content=\"局长信箱\">"                      \
    "<meta name=\"ArticleTitle\" content=\"停水\"><meta name=\"PubDate\" content=\"2026-03-02\">" \
    "<h3>停水</h3>" asked "<p>富民小区三号楼夜间停水，已经半个月了，请帮助解决。</p>"
    static const char *const letters[] = {
        LETTER("<span>网友 张** 于 2026-03-02 09:00 提问</span>"),
        LETTER("<span>[2026-03-02 09:00] 网友：</span>"),
        LETTER("<p>写信日期：2026-03-02</p>"),
    };
    static const char *const others[] = {
        LETTER("<p>网友于2026年3月2日提问，记者到现场采访</p>"),
        LETTER("<p>写信日期：2026-03-02</p><p>写信日期：2026-03-03</p>"),
        LETTER("<p>写信日期：</p>"),
    };
#undef LETTER

    for (size_t i = 0; i < COUNT_OF(letters); i++)
        assert_int_equal(read_at(letters[i], "http://www.a.gov.cn/xx/1.html").kind, PAGE_MESSAGE);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_int_equal(read_at(others[i], "http://www.a.gov.cn/xx/1.html").kind, PAGE_ARTICLE);
}

static void a_list_with_one_letter_is_no_message(void **state)
{
    (void)state;

#define LIST(row)                                                                                  \
    "<title>县长信箱</title><meta name=\"ColumnName\" content=\"县长信箱\">"               \
    "<div>当前位置：<a href=/>首页</a> &gt; <a href=/xx/>县长信箱</a></div>" row "<p>共1条</p>"
    static const char *const lists[] = {
        LIST("<ul><li><a href=/xx/1.html>停水问题</a><p>留言时间：2026-11-02</p></li></ul>"),
        LIST("<table><tr><td><a href=/xx/1.html>停水问题</a></td>"
             "<td>留言时间：2026-11-02</td></tr></table>"),
        LIST("<div><p><a href=/xx/1.html>停水问题</a></p><p>留言时间：2026-11-02</p></div>"),
        LIST("<ul><li><a href=/xx/1.html>停水问题</a>"
             "<span>网友 张** 于 2026-11-02 09:00 提问</span></li></ul>"),
    };
    const struct page letter =
        read_at(LIST("<h3>停水</h3><p>留言时间：2026-11-02</p><p>停水了</p>"),
                "http://www.a.gov.cn/xx/1.html");
#undef LIST

    assert_kind(letter, PAGE_MESSAGE);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct page page = read_at(lists[i], "http://www.a.gov.cn/xx/");

        if (page.kind == PAGE_MESSAGE)
            fail_msg("list %zu is a message", i);
    }
}

#define ROW(n)                                                                                     \
    "<li><a href=/" #n ".html>关于做好秋冬季森林防火工作的第" #n "号通知</a><span>2026-08-0" #n    \
    "</span>"
#define RELATED                                                                                    \
    "<h3>相关文章</h3><ul>" ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7) ROW(8) "</ul>"

static void a_short_text_with_its_date_wins_over_related_ones(void **state)
{
    (void)state;

    const struct page page =
        read_at("<meta charset=utf-8><title>关于国庆节放假的通知_云溪县</title>" CRUMBS
                "<h1>关于国庆节放假的通知</h1><p>发布时间：2026-09-20</p>"
                "<p>10月1日至8日放假。</p>" RELATED,
                "http://www.yunxi.gov.cn/tz/202609/t20260920_12.html");

    assert_kind(page, PAGE_ARTICLE);
    assert_day(page.published, "2026-09-20");
    /* Without a date of its own the rows are what the page shows. */
    assert_kind(read_at("<meta charset=utf-8><title>通知公告_云溪县</title>" CRUMBS
                        "<h1>通知公告</h1>" RELATED "<p>更新日期：2026-09-20</p>",
                        "http://www.yunxi.gov.cn/tz/index.html"),
                PAGE_COLUMN);
    /* A date above a column's own rows. */
    assert_kind(read_at("<meta charset=utf-8><title>政策文件_云溪县</title>" CRUMBS
                        "<h1>政策文件</h1><p>发布日期：2026-09-20</p><p>欢迎监督。</p><ul>" ROW(1)
                            ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) "</ul>",
                        "http://www.yunxi.gov.cn/channels/12.html"),
                PAGE_COLUMN);
    assert_kind(read_at("<meta charset=utf-8><title>政策文件_云溪县</title>"
                        "<meta name=ColumnName content=政策文件>" CRUMBS
                        "<h1>政策文件</h1><p>发布日期：2026-09-20</p><p>欢迎监督。</p>" RELATED,
                        "http://www.yunxi.gov.cn/channels/12.html"),
                PAGE_COLUMN);
}

static void a_person_below_the_column_of_leaders_is_one(void **state)
{
#define LEADER                                                                                     \
    "</div><h2>王建国</h2><p>职务：县委副书记、县长</p>"                             \
    "<p>分工：主持县政府全面工作，负责财政、审计工作。</p>"                 \
    "<p>个人简历：1975年3月生，大学学历，1996年参加工作。</p>"
#define BELOW                                                                                      \
    "<meta charset=utf-8><title>县长 王建国-云溪县人民政府</title>"                    \
    "<div>当前位置：<a href=/>首页</a> &gt; <a href=/ld/>领导之窗</a>"

    static const char *const activities[] = { "", "<h3>活动报道</h3><ul>" ROW(1) ROW(2) ROW(3)
                                                      ROW(4) ROW(5) ROW(6) "</ul>" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(activities); i++) {
        buf_reset(&html);
        buf_addf(&html, BELOW LEADER "%s%c", activities[i], 0);
        assert_kind(read_at(html.p, "http://www.yunxi.gov.cn/ld/wjg/"), PAGE_LEADER);
    }
    assert_kind(read_at(BELOW LEADER, "http://www.yunxi.gov.cn/ld/wjg/"), PAGE_LEADER);
    if (read_at(BELOW " &gt; <a href=/ld/lr/>历任领导</a>" LEADER,
                "http://www.yunxi.gov.cn/ld/lr/wjg/")
            .kind == PAGE_LEADER)
        fail_msg("one who was a leader is one");
#undef LEADER
#undef BELOW
}

static void neighbours_of_a_text_are_no_list(void **state)
{
    (void)state;

    const struct page page =
        read_at("<meta charset=utf-8><title>县情概况_云溪县</title>" CRUMBS
                "<h1>县情概况</h1><p>云溪县地处川南。</p>"
                "<p>上一篇：<a href=/1.html>关于做好秋冬季森林防火工作的通知</a>（2020-01-01）</p>"
                "<p><a href=/2.html>下一篇：关于做好防汛抗旱工作的通知</a>（2020-01-02）</p>",
                "http://www.yunxi.gov.cn/xq/");

    assert_day(page.newest_item, "");
    assert_int_equal(page.n_items, 0);
}

static void the_page_s_own_list_is_above_its_pager_or_below_its_path(void **state)
{
#define OWN                                                                                                  \
    "<ul><li><a href=/a.html>云溪县教育局关于秋季学期招生的通知</a><span>2025-03-02</span>" \
    "<li><a href=/b.html>云溪县教育局关于教师资格认定的通知</a><span>2025-03-01</span>"     \
    "<li><a href=/c.html>云溪县教育局关于校园安全检查的通知</a><span>2025-02-28</span>"     \
    "<li><a href=/d.html>云溪县教育局关于寒假安排的通知</a><span>2025-01-10</span></ul>"
#define SIDE                                                                                       \
    "<div class=side><h3>最新动态</h3><ul>" ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7)       \
        ROW(8) "</ul></div>"
    (void)state;

    struct page page = read_html(HEAD SIDE "<div>" OWN "</div>"
                                           "<div><a href=?p=2>下一页</a></div>");

    assert_int_equal(page.n_items, 4);
    assert_day(page.newest_item, "2025-03-02");
    page = read_html(HEAD CRUMBS "<div>" OWN "</div>" SIDE);
    assert_int_equal(page.n_items, 4);
    assert_day(page.newest_item, "2025-03-02");
    page = read_html(HEAD "<div>" OWN "</div>" SIDE);
    assert_int_equal(page.n_items, 8);
#undef OWN
#undef SIDE
}

static void a_long_text_beside_a_list_is_no_column(void **state)
{
    static const char *const lists[] = {
        "<h3>最新动态</h3><ul>" ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) "</ul>",
        "<h3>最新动态</h3><ul>" ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) "</ul><a>下一页</a>",
        "<ul>" ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) "</ul><p>首页 上一页 下一页 尾页</p>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        buf_reset(&html);
        buf_addf(&html, HEAD "%s<h1>县情概况</h1>" PROSE PROSE PROSE PROSE "%c", lists[i], 0);

        const struct page page = read_at(html.p, "http://www.yunxi.gov.cn/xq/20261105_12.html");

        assert_kind(page, i == 0 ? PAGE_ARTICLE : PAGE_COLUMN);
    }
}

static void a_form_for_requests_below_an_article_makes_it_no_letter(void **state)
{
    (void)state;

    const struct page page =
        read_html(HEAD "<h1>企业诉求办理流程</h1><p>发布时间：2026-03-18　来源：县工信局</p>"
                       "<p>会议强调，各单位要认真落实县委、县政府的工作部署。</p>"
                       "<p>诉求标题：用电</p><p>诉求时间：2026-03-02</p><p>诉求内容：不足。</p>"
                       "<p>答复机构：县工信局</p><p>办理意见：</p>");

    assert_kind(page, PAGE_ARTICLE);
    assert_true(page.letter && !page.letter->has_reply_label);
}

static void the_only_moment_with_its_source_is_that_of_a_text_without_a_headline(void **state)
{
    (void)state;
    assert_day(
        read_html(HEAD
                  "<p>别的标题</p><div><b>2026-11-05 08:30</b><b>来源：县报</b></div>" PROSE PROSE)
            .published,
        "2026-11-05");
    assert_day(read_html(HEAD "<p>别的标题</p><div>\n             来源：\n               县报\n"
                              "                                2026-11-05 08:30\n     "
                              "                                            </div>" PROSE PROSE)
                   .published,
               "2026-11-05");
}

static void a_heading_below_the_text_is_no_headline(void **state)
{
    (void)state;

    const struct page page =
        read_html(HEAD "<h3>县首届汉字书写大赛收官</h3><div>来源：县报 发布时间：2026-11-05 10:03"
                       "</div>" PROSE PROSE PROSE "<h2>相关稿件：</h2>");

    assert_kind(page, PAGE_ARTICLE);
    assert_true(str_eq(page.headline, STR("县首届汉字书写大赛收官")));
    assert_true(str_starts(page.body, STR("为进一步提高城乡居民")));
    assert_true(str_eq(
        read_html(HEAD
                  "<h3>县首届汉字书写大赛收官</h3><h2>发布时间：2026-11-05</h2>" PROSE PROSE PROSE)
            .headline,
        STR("县首届汉字书写大赛收官")));
    /* A paragraph may stand above the headline. */
    assert_true(
        str_eq(read_html(HEAD "<h2>信息</h2>" PROSE "<h1>县首届汉字书写大赛收官</h1>" PROSE PROSE)
                   .headline,
               STR("县首届汉字书写大赛收官")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_by_its_tags_needs_no_rows),
        cmocka_unit_test(a_picture_with_an_article_s_tags_is_no_column),
        cmocka_unit_test(ways_below_a_path_are_a_column),
        cmocka_unit_test(titles_that_lead_nowhere_are_a_column),
        cmocka_unit_test(titles_that_lead_nowhere_need_a_browser_even_where_one_showed_them),
        cmocka_unit_test(a_script_that_writes_rows_may_keep_the_list),
        cmocka_unit_test(a_home_page_without_an_address_has_a_site_s_name_and_no_path),
        cmocka_unit_test(many_fields_are_a_form_behind_a_long_explanation),
        cmocka_unit_test(a_text_area_and_two_fields_are_a_form),
        cmocka_unit_test(what_only_results_say_is_a_search),
        cmocka_unit_test(a_title_that_ends_in_search_is_a_search),
        cmocka_unit_test(a_page_for_those_who_log_in_is_no_error),
        cmocka_unit_test(rows_with_dates_are_no_shell_however_short),
        cmocka_unit_test(leaders_are_known_by_a_heading_and_by_duties),
        cmocka_unit_test(leaders_in_the_midst_of_a_title_make_no_page_of_leaders),
        cmocka_unit_test(the_head_of_a_document_makes_an_article),
        cmocka_unit_test(a_part_of_a_document_ends_with_its_cell),
        cmocka_unit_test(a_label_may_stand_in_pieces),
        cmocka_unit_test(attributes_of_a_framework_tell_that_it_fills_templates),
        cmocka_unit_test(the_text_ends_above_the_footer),
        cmocka_unit_test(a_label_without_its_date_makes_an_article),
        cmocka_unit_test(texts_below_each_other_are_no_article),
        cmocka_unit_test(the_title_inside_of_a_text_is_no_headline),
        cmocka_unit_test(a_path_that_ends_in_the_text_has_its_only_moment),
        cmocka_unit_test(a_heading_with_its_date_is_the_headline),
        cmocka_unit_test(rows_without_links_give_no_date),
        cmocka_unit_test(the_time_of_an_interview_is_not_that_of_publishing),
        cmocka_unit_test(a_page_that_tells_once_who_asked_when_is_a_message_in_a_column_of_letters),
        cmocka_unit_test(a_list_with_one_letter_is_no_message),
        cmocka_unit_test(a_short_text_with_its_date_wins_over_related_ones),
        cmocka_unit_test(a_person_below_the_column_of_leaders_is_one),
        cmocka_unit_test(neighbours_of_a_text_are_no_list),
        cmocka_unit_test(the_page_s_own_list_is_above_its_pager_or_below_its_path),
        cmocka_unit_test(a_long_text_beside_a_list_is_no_column),
        cmocka_unit_test(a_form_for_requests_below_an_article_makes_it_no_letter),
        cmocka_unit_test(the_only_moment_with_its_source_is_that_of_a_text_without_a_headline),
        cmocka_unit_test(a_heading_below_the_text_is_no_headline),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down);
}
