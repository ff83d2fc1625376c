#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "dom/sheet.h"
#include "page/reader.h"
#include "support/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The link that the cases are about. */
#define L "<a href='http://bet.com/'>x</a>"

static struct page read_page(const char *html, const char *css, struct arena *a)
{
    struct sheet *sheet = css ? sheet_parse(str_of(css)) : NULL;
    const struct sheet *const sheets[] = { sheet };
    struct page_reader *r = page_reader_new(NULL);
    const struct page_input in = { .url = STR("https://www.a.gov.cn/x.html"),
                                   .content_type = STR("text/html"),
                                   .body = str_of(html),
                                   .sheets = sheets,
                                   .n_sheets = css ? 1 : 0 };
    struct page page;

    page_read(r, &in, a, &page);
    page_reader_free(r);
    sheet_free(sheet);
    return page;
}

/* The trick that hides the only hidden link; "" when none is hidden. */
static void check(const char *html, const char *css, const char *trick)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct page page = read_page(html, css, &a);
    const char *got = "";

    assert_true(page.n_hidden <= 1);
    if (page.n_hidden) {
        got = hide_trick_name(page.hidden[0].trick);
        assert_true(page.links[page.hidden[0].link].is_hidden);
    }
    if (strcmp(got, trick) != 0)
        fail_msg("%s (%s): %s, not %s", html, css ? css : "", got, trick);
}

static void inline_styles_hide(void **state UNUSED)
{
    static const struct {
        const char *style, *trick;
    } cases[] = {
        { "display:none", "display-none" },
        { "DISPLAY : NONE !important", "display-none" },
        { "display:none;display:block", "" },
        { "visibility:hidden", "visibility-hidden" },
        { "visibility:hidden;visibility:visible", "" },
        { "opacity:0", "transparent" },
        { "opacity:.01", "transparent" },
        { "opacity:0.5", "" },
        { "filter:alpha(opacity=0)", "transparent" },
        { "filter:alpha(opacity=80)", "" },
        { "position:absolute;left:-999px", "off-screen" },
        { "position:absolute;left:-499px", "" },
        { "position:absolute;left:-500px", "off-screen" },
        { "position:fixed;top:-5000em", "off-screen" },
        { "position:absolute;left:9999px", "off-screen" },
        { "left:-999px", "" },
        { "position:absolute;left:expression(1-900)", "off-screen" },
        { "margin-left:-999px", "off-screen" },
        { "margin:0 0 0 -10000px", "off-screen" },
        { "margin:-20px 0", "" },
        { "text-indent:-9999px", "off-screen" },
        { "text-indent:-9999px;background:url(logo.png)", "" },
        { "text-indent:2em", "" },
        { "transform:translateX(-9999px)", "off-screen" },
        { "width:0;height:0;overflow:hidden", "tiny" },
        { "height:1px;overflow:hidden", "tiny" },
        { "height:2px;overflow:hidden", "" },
        { "height:0;overflow:hidden;padding-bottom:56.25%", "" },
        { "height:0", "" },
        { "max-height:0;overflow:hidden", "tiny" },
        { "transform:scale(0)", "tiny" },
        { "transform:scale(0.5)", "" },
        { "font-size:0", "tiny" },
        { "font-size:1px", "tiny" },
        { "font-size:0.1px", "tiny" },
        { "font-size:2px", "" },
        { "font:0/0 a", "tiny" },
        { "font:12px/1.5 a", "" },
        { "position:absolute;clip:rect(0 0 0 0)", "clipped" },
        { "clip:rect(1px, 1px, 1px, 1px)", "clipped" },
        { "clip:rect(0, 100px, 100px, 0)", "" },
        { "clip-path:inset(50%)", "clipped" },
        { "position:absolute;z-index:-1", "clipped" },
        { "position:absolute;z-index:10", "" },
        { "background:url('a;display:none')", "" },
        { "content:'display:none'", "" },
        { "", "" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(buf_done) struct buf b = { 0 };

        buf_addf(&b, "<div style=\"%s\"><ul><li>" L "</li></ul></div>", cases[i].style);
        buf_add_char(&b, '\0');
        check(b.p, NULL, cases[i].trick);
        buf_reset(&b);
        buf_addf(&b, "<p><a href=//bet.com style=\"%s\">x</a></p>", cases[i].style);
        buf_add_char(&b, '\0');
        check(b.p, NULL, cases[i].trick);
    }
}

static void attributes_hide(void **state UNUSED)
{
    check("<div hidden>" L "</div>", NULL, "hidden-attribute");
    check("<marquee height=1 width=4>" L "</marquee>", NULL, "marquee");
    check("<marquee height=10px>" L "</marquee>", NULL, "marquee");
    check("<marquee height=11>" L "</marquee>", NULL, "");
    check("<marquee style='height:5px'>" L "</marquee>", NULL, "marquee");
    check("<marquee scrollamount=3000>" L "</marquee>", NULL, "marquee");
    check("<marquee scrollamount=3>" L "</marquee>", NULL, "");
    check("<iframe src=http://bet.com/ width=0 height=0></iframe>", NULL, "tiny");
    check("<iframe src=http://bet.com/ style='width:0;height:0'></iframe>", NULL, "tiny");
    check("<iframe src=http://bet.com/ width=100% height=300></iframe>", NULL, "");
}

static void text_in_the_colour_of_its_background_is_hidden(void **state UNUSED)
{
    check("<a href=http://bet.com style='color:#fff'>x</a>", NULL, "same-color");
    check("<a href=http://bet.com><font color=white>x</font></a>", NULL, "same-color");
    check("<font color=#FFFFFF>" L "</font>", NULL, "same-color");
    check("<body bgcolor=#00f><a href=http://bet.com style='color:blue'>x</a>", NULL, "same-color");
    check("<div style='background:#000'><a href=http://bet.com style='color:#fff'>x</a></div>",
          NULL, "");
    check("<div style='background:url(a.png)'><a href=http://bet.com style='color:#fff'>x</a>",
          NULL, "");
    check("<div style='background:rgb(255,255,255)'><a href=http://bet.com "
          "style='color:rgba(254, 254, 254, 1)'>x</a></div>",
          NULL, "same-color");
    check("<a href=http://bet.com style='color:transparent'>x</a>", NULL, "same-color");
    check("<a href=http://bet.com style='color:red'>x</a>", NULL, "");
    check("<a href=http://bet.com style='color:#fff'><img src=a.png></a>", NULL, "");
    check(".f{background:#036} .f a{color:#fff}<a>", NULL, "");
    check("<div class=f>" L "</div>", ".f{background:#036} .f a{color:#fff}", "");
    check("<div class=f>" L "</div>", ".f{background:#fff} .f a{color:#fff}", "same-color");
    /* A sheet's colours are for its backgrounds, which may stand in another sheet. */
    check("<link rel=stylesheet href=a.css><style>.f{color:#fff}</style><p class=f>" L, NULL, "");
    check("<link rel=stylesheet href=a.css><style>.f{color:#fff}</style><p class=f>" L, ".x{top:0}",
          "same-color");
    check("<link rel=stylesheet href=a.css><p style='color:#fff'>" L, NULL, "same-color");
}

static void sheets_hide(void **state UNUSED)
{
    static const struct {
        const char *css, *trick;
    } cases[] = {
        { ".h{display:none}", "display-none" },
        { "#i{display:none}", "display-none" },
        { "div{visibility:hidden}", "visibility-hidden" },
        { "div.h{display:none}", "display-none" },
        { "p.h{display:none}", "" },
        { ".h.g{display:none}", "display-none" },
        { ".h.z{display:none}", "" },
        { ".o .h{display:none}", "display-none" },
        { ".o>.h{display:none}", "" },
        { ".m>.h{display:none}", "display-none" },
        { ".z .h{display:none}", "" },
        { ".z,.h{display:none}", "display-none" },
        { ".h a{display:none}", "display-none" },
        { ".h:hover{display:none}", "" },
        { ".h::before{display:none}", "" },
        { "@media print{.h{display:none}}", "" },
        { "@media screen{.h{display:none}}", "display-none" },
        { "@media (max-width:600px){.h{display:none}}", "" },
        { "/*.h{display:none}*/", "" },
        { "/*x*/.h/*y*/{/*z*/display:none}", "" }, /* a comment within a selector: not ours */
        { "@import 'x.css';.h{position:absolute;top:-999px}", "off-screen" },
        { "@charset \"utf-8\";@font-face{src:url(x)}.h{display:none}", "display-none" },
        { ".h{display:none}.h{display:block}", "" },
        { "#i{display:block}.h{display:none}", "" },
        { ".h{display:none!important}#i{display:block}", "display-none" },
        { ".H{display:none}", "" },
        { ".h{color:red", "" },
        { ".h{display:none", "display-none" },
        { "}.h{display:none}", "display-none" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(buf_done) struct buf b = { 0 };
        const char *page =
            "<div class=o><div class=m><div id=i class='h g'>" L "</div></div></div>";

        check(page, cases[i].css, cases[i].trick);
        buf_addf(&b, "<style>%s</style>%s", cases[i].css, page);
        buf_add_char(&b, '\0');
        check(b.p, NULL, cases[i].trick);
    }
    check("<div class=h style='display:block'>" L "</div>", ".h{display:none}", "");
    check("<div class=h style='display:block'>" L "</div>", ".h{display:none!important}",
          "display-none");
    check("<div class=h style='display:none'>" L "</div>", ".h{display:block!important}", "");
    check("<div class=h style='display:none!important'>" L "</div>", ".h{display:block!important}",
          "display-none");
}

static void scripts_hide(void **state UNUSED)
{
    check("<script>document.write('<div style=\"display:none\">')</script>" L
          "<script>document.write('</div>')</script>",
          NULL, "script");
    check("<script>document.write(\"<div style='display:\"+\"none'>\");</script>" L
          "<script>document.write(\"<\\/div>\")</script>",
          NULL, "script");
    check("<script>document.write('\\x3cdiv style=display:none\\x3e')</script>" L, NULL, "script");
    check("<script>document.write(unescape('%3Cdiv%20style%3D%22display%3Anone%22%3E'))</script>" L,
          NULL, "script");
    check("<script>document.write('<marquee height=1>')</script>" L, NULL, "");
    check("<script>document.write('<div style=\"position:absolute;left:-999px\">')</script>" L,
          NULL, "script");
    check("<script>document.write('<div style=\"display:none\">x</div>')</script>" L, NULL, "");
    check("<script>document.write('<div>')</script>" L, NULL, "");
    check("<script>document.write('<style>.h{display:none}</style>')</script>"
          "<p class=h>" L "</p>",
          NULL, "display-none");
    check("<div><script>document.write('<div style=\"display:none\">')</script></div>" L, NULL, "");
    check("<p id=q>" L "</p><script>document.getElementById('q').style.display='none';</script>",
          NULL, "script");
    check("<p id=q>" L "</p><script>var q = document.getElementById(\"q\");\nq.style.display = "
          "\"none\";</script>",
          NULL, "script");
    check("<p id=q>" L "</p><script>$('#q').hide()</script>", NULL, "script");
    check("<p class=q>" L "</p><script>jQuery(\".q\").css('display','none')</script>", NULL,
          "script");
    check("<p id=q>" L
          "</p><script>document.getElementById('q').style.marginLeft='-999px'</script>",
          NULL, "script");
    check("<p id=q>" L "</p><script>document.getElementById('q').style.cssText = "
          "'color:red;visibility:hidden'</script>",
          NULL, "script");
    check("<p id=q>" L "</p><script>document.getElementById('q').setAttribute('style', "
          "'display : none')</script>",
          NULL, "script");
    check("<p id=q>" L "</p><script>document.getElementById('q').style.width='50px'</script>", NULL,
          "");
    check("<p id=q>" L "</p><script>$('#q').css('display','block')</script>", NULL, "");
    check("<p id=q>" L "</p><script>function close(){document.getElementById('q').style.display="
          "'none'}</script>",
          NULL, "");
    check("<p id=q>" L "</p><script>document.getElementById('q').style.display='block'</script>",
          NULL, "");
    check("<p id=q>" L "</p><script>//document.getElementById('q').style.display='none'</script>",
          NULL, "");
}

static void what_is_inside_a_link_can_hide_it(void **state UNUSED)
{
    check("<a href=http://bet.com><span style='display:none'>x</span></a>", NULL, "display-none");
    check("<a href=http://bet.com><i><b style='font-size:0'>x</b></i></a>", NULL, "tiny");
    check("<a href=http://bet.com>y<span style='display:none'>x</span></a>", NULL, "");
    check("<div style='font-size:0'><a href=http://bet.com style='font-size:14px'>x</a></div>",
          NULL, "");
    check("<div style='font-size:0'><a href=http://bet.com><img src=a.png></a></div>", NULL, "");
    check("<div style='visibility:hidden'><a href=http://bet.com "
          "style='visibility:visible'>x</a></div>",
          NULL, "");
}

static void links_within_the_site_are_not_looked_at(void **state UNUSED)
{
    check("<div style='display:none'><a href=/x>x</a><a href=http://www.a.gov.cn/>y</a>"
          "<a href=HTTPS://WWW.A.gov.cn:443/>y</a><a href=x.html>z</a><a href=mailto:a@b.cn>m</a>"
          "</div>",
          NULL, "");
    check("<div style='display:none'><a href='http://www.a.gov.cn@bet.com/'>x</a></div>", NULL,
          "display-none");
    check("<div style='display:none'><a href='http:\\\\bet.com/'>x</a></div>", NULL,
          "display-none");
    check("<body style='visibility:hidden'>" L, NULL, ""); /* until its script has run */
}

static void hidden_links_keep_their_text(void **state UNUSED)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct page page =
        read_page("<p>公示</p><div style='display:none'><a href=http://bet.com>澳门 娱乐</a></div>",
                  NULL, &a);

    assert_int_equal(page.n_hidden, 1);
    assert_true(str_eq(page.links[0].text, STR("澳门 娱乐")));
    assert_true(str_eq(page.text, STR("公示")));
}

/* A reader keeps style sheets from page to page: many pages with many sheets must not mix them up.
 */
static void sheets_of_other_pages_do_not_count(void **state UNUSED)
{
    struct page_reader *r = page_reader_new(NULL);
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf b = { 0 };

    for (size_t round = 0; round < 60; round++) {
        const size_t n = round % 19 + 1;
        struct page_input in = { .url = STR("http://www.a.gov.cn/") };
        struct page page;

        buf_reset(&b);
        for (size_t i = 0; i < n; i++)
            buf_addf(&b, "<style>.c%zu{display:none}</style>", (round * 5 + i) % 40);
        for (size_t i = 0; i < 40; i++)
            buf_addf(&b, "<p class=c%zu><a href=http://bet%zu.com>x</a></p>", i, i);
        in.body = buf_str(&b);
        arena_reset(&a);
        page_read(r, &in, &a, &page);
        assert_int_equal(page.n_hidden, n);
        for (size_t i = 0; i < n; i++)
            assert_true((page.hidden[i].link + 40 - round * 5 % 40) % 40 < n);
    }
    page_reader_free(r);
}

/* Pages that are made to cost the product of two large numbers. */
static void the_work_of_a_page_is_bounded(void **state UNUSED)
{
    struct page_reader *r = page_reader_new(NULL);
    AUTO(buf_done) struct buf b = { 0 };

    for (int bomb = 0; bomb < 4; bomb++) {
        AUTO(arena_done) struct arena a = { 0 };
        struct page_input in = { .url = STR("http://www.a.gov.cn/") };
        struct page page;

        buf_reset(&b);
        for (int i = 0; bomb == 0 && i < 20000; i++)
            buf_addf(&b, "%s.a%d .b .z{display:none}%s", i ? "" : "<style>", i,
                     i < 19999 ? "" : "</style>");
        for (int i = 0; bomb == 1 && i < 400; i++)
            buf_addf(&b, "<i>");
        for (int i = 0; bomb == 1 && i < 64; i++)
            buf_addf(&b, "<script>$('#x%d').hide()</script>", i);
        for (int i = 0; bomb == 2 && i < 64; i++)
            buf_addf(&b, "<p><script>document.write('<p style=display:none>')</script></p>");
        for (int i = 0; bomb == 3 && i < 20000; i++)
            buf_addf(&b, "%sdocument.write('x');%s", i ? "" : "<script>",
                     i < 19999 ? "" : "</script>");
        for (int i = 0; i < 19000; i++)
            buf_addf(&b, "<p class=b><a class=z href=//b%d.c>x</a>", i);
        in.body = buf_str(&b);

        const int64_t before = cpu_ms();

        page_read(r, &in, &a, &page);
        print_message("bomb %d: %d ms, cut %d\n", bomb, (int)(cpu_ms() - before), page.is_cut);
        assert_true(cpu_ms() - before < 10000); /* 300 without instruments */
        assert_true(bomb > 0 || page.is_cut);   /* not judged whole, and it is said */
    }
    page_reader_free(r);
}

static void sheets_give_their_links(void **state UNUSED)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct str *links;
    const struct str css =
        STR("@import \"a.css\" screen;@import url('b.css');.x{background:url( c.png )"
            " no-repeat, url(data:x)}/*url(d)*/.y{src:url(\"e.woff\")}");

    assert_int_equal(sheet_links(css, &a, &links), 4);
    assert_true(str_eq(links[0], STR("a.css")) && str_eq(links[1], STR("b.css")));
    assert_true(str_eq(links[2], STR("c.png")) && str_eq(links[3], STR("e.woff")));
    assert_int_equal(sheet_links(STR("@import"), &a, &links), 0);
    assert_int_equal(sheet_links(STR("a{b:url("), &a, &links), 0);
    assert_null(sheet_parse(STR("a{width:100px} /*")));
    assert_null(sheet_parse(STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inline_styles_hide),
        cmocka_unit_test(attributes_hide),
        cmocka_unit_test(text_in_the_colour_of_its_background_is_hidden),
        cmocka_unit_test(sheets_hide),
        cmocka_unit_test(scripts_hide),
        cmocka_unit_test(what_is_inside_a_link_can_hide_it),
        cmocka_unit_test(links_within_the_site_are_not_looked_at),
        cmocka_unit_test(hidden_links_keep_their_text),
        cmocka_unit_test(sheets_of_other_pages_do_not_count),
        cmocka_unit_test(the_work_of_a_page_is_bounded),
        cmocka_unit_test(sheets_give_their_links),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
