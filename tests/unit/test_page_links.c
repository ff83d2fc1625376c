#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "dom/script.h"
#include "page/reader.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGES XJ_SOURCE_DIR "/../shared/pages"

struct tools {
    struct page_reader *reader;
    struct arena arena;
    struct buf text;
};

static int setup(void **state)
{
    struct tools *t = calloc(1, sizeof(*t));

    assert_non_null(t);
    t->reader = page_reader_new(NULL);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    struct tools *t = *state;

    page_reader_free(t->reader);
    arena_done(&t->arena);
    buf_done(&t->text);
    free(t);
    return 0;
}

static struct page read_page(struct tools *t, struct str body, enum page_parts parts)
{
    const struct page_input in = { .url = STR("http://www.a.gov.cn/"),
                                   .content_type = STR("text/html; charset=utf-8"),
                                   .body = body,
                                   .parts = parts };
    struct page page;

    page_read(t->reader, &in, &t->arena, &page);
    return page;
}

/* A line a link: "page a:1 /x.html text". */
static const char *print(struct tools *t, const struct page *page)
{
    buf_reset(&t->text);
    for (size_t i = 0; i < page->n_links; i++) {
        const struct link *l = &page->links[i];

        buf_addf(&t->text, "%s %s:%u %.*s", link_kind_name(l->kind), l->element, l->nth,
                 STR_ARG(l->href));
        if (l->text.n)
            buf_addf(&t->text, " [%.*s]", STR_ARG(l->text));
        buf_add_char(&t->text, '\n');
    }
    buf_add_char(&t->text, '\0');
    return t->text.p;
}

/* Both ways of reading find the same. */
static void check(struct tools *t, const char *html, const char *links)
{
    arena_reset(&t->arena);

    struct page page = read_page(t, str_of(html), PAGE_ALL);

    assert_string_equal(print(t, &page), links);
    page = read_page(t, str_of(html), PAGE_LINKS);
    assert_string_equal(print(t, &page), links);
}

static void every_kind_of_link_is_found(void **state)
{
    struct tools *t = *state;

    check(t, "<a href='/a.html'>甲 <b>乙</b>\n丙</a>", "page a:1 /a.html [甲 乙 丙]\n");
    check(t, "<a href=x.html title=提示><img src=y.png></a>",
          "page a:1 x.html [提示]\nimage img:1 y.png\n");
    check(t, "<a href=x.html><img src=y.png alt='图 片'></a>",
          "page a:1 x.html [图 片]\nimage img:1 y.png [图 片]\n");
    check(t, "<map><area href=/m shape=rect alt=区></map>", "page area:1 /m [区]\n");
    check(t, "<a href='/f/附件.DOCX?v=1'>附件</a><a href=/a.pdf/b>x</a>",
          "attachment a:1 /f/附件.DOCX?v=1 [附件]\npage a:2 /a.pdf/b [x]\n");
    check(t,
          "<link rel=stylesheet href=a.css><link rel='SHORTCUT ICON' href=f.ico>"
          "<link rel=canonical href=/c><script src=a.js></script>",
          "style link:1 a.css\nicon link:2 f.ico\nscript script:1 a.js\n");
    check(t, "<iframe src=/i></iframe><iframe></iframe>", "frame iframe:1 /i\n");
    check(t, "<frameset><frame src=/i><frame src=/j></frameset>",
          "frame frame:1 /i\nframe frame:2 /j\n");
    check(t, "<form action=/s method=post></form><form></form><form action=''></form>",
          "form form:1 /s\n");
    check(t, "<input type=IMAGE src=b.gif><input type=text src=c.gif>", "image input:1 b.gif\n");
    check(t,
          "<video src=v.mp4 poster=p.jpg><source src=w.mp4></video><embed src=e.swf>"
          "<object data=o.swf></object><audio src=a.mp3></audio>",
          "media video:1 v.mp4\nimage video:1 p.jpg\nmedia source:1 w.mp4\nmedia embed:1 e.swf\n"
          "media object:1 o.swf\nmedia audio:1 a.mp3\n");
    check(t, "<body background=bg.gif><table background=t.gif><tr><td background=d.gif>",
          "image body:1 bg.gif\nimage table:1 t.gif\nimage td:1 d.gif\n");
}

static void options_lead_to_urls(void **state)
{
    struct tools *t = *state;

    check(t,
          "<select><option value=''>请选择</option><option value=1>一</option>"
          "<option value=http://www.b.gov.cn>乙<option value='//c.gov.cn/'>丙"
          "<option value='../x/index.html'>丁</option><option value='/'>x"
          "<a href=/lost>戊</a></select><a href=/b>己</a>",
          "page option:3 http://www.b.gov.cn [乙]\npage option:4 //c.gov.cn/ [丙]\n"
          "page option:5 ../x/index.html [丁]\npage a:1 /b [己]\n");
    check(t,
          "<select onchange='location=this.value'><option value=''>栏目<option value=/a>甲</select>"
          "<select><option value=/b>乙</select>"
          "<select onchange=\"MM_jumpMenu('parent',this,0)\"><optgroup label=x>"
          "<option value='/c/'>丙</optgroup></select>"
          "<input list=d><datalist id=d><option value=/d>丁</datalist>",
          "page option:2 /a [甲]\npage option:4 /c/ [丙]\n");
}

static void menus_go_where_their_options_say(void **state)
{
    static const struct {
        const char *code;
        bool want;
    } cases[] = {
        { "location = this.value", true },
        { "if (this.value != '') window.open(this.value, '_blank');", true },
        { "javascript:window.location.href=this.options[this.selectedIndex].value", true },
        { "self.location.replace(options[selectedIndex].value)", true },
        { "if(this.selectedIndex+0>0){location.href=this.value}", true },
        { "MM_jumpMenu('parent',this,0)", true },
        { "location='/x'+this.value", false },
        { "location=this.value+'?from=menu'", false },
        { "location.href='/xw/'.concat(this.value)", false },
        { "location.href=`/xw${this.value}`", false },
        { "location=[base,this.value].join('')", false },
        { "document.getElementById('location').value=this.value", false },
        { "mylocation=this.value", false },
        { "reopen(this.value)", false },
        { "jumpTo(this)", false },
        { "changeHref(this.value)", false },
        { "window.open('/search?dir=' .concat(this.value))", false },
        { "location=this.value.slice(1)", false },
        { "", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (script_goes_to_option(str_of(cases[i].code)) != cases[i].want)
            fail_msg("%s", cases[i].code);
}

static void images_take_their_real_source(void **state)
{
    struct tools *t = *state;

    check(t, "<img data-src=a.jpg><img src='' data-original=b.jpg>",
          "image img:1 a.jpg\n"
          "image img:2 b.jpg\n");
    check(t, "<img src='data:image/gif;base64,R0' data-src=a.jpg>", "image img:1 a.jpg\n");
    check(t, "<img src=a.jpg data-src=b.jpg>", "image img:1 a.jpg\n");
    check(t, "<img src=a.jpg srcset='b.jpg 1x, c.jpg 2x,d.jpg'>",
          "image img:1 a.jpg\nimage img:1 b.jpg\nimage img:1 c.jpg\nimage img:1 d.jpg\n");
    check(t, "<img src='data:image/gif;base64,R0'>", "");
}

static void styles_lead_to_images(void **state)
{
    struct tools *t = *state;

    check(t,
          "<style>@import 'a.css'; @import url(b.css);\n/* url(no.png) */\n"
          ".x{background:url( \"c.png\" )} .y{background:URL(d.png);content:'url(no)'}</style>",
          "style style:1 a.css\nstyle style:1 b.css\nimage style:1 c.png\nimage style:1 d.png\n");
    check(t,
          "<div style='background:url(&quot;e.png&quot;)'></div><div style='color:red'></div>"
          "<p style='background-image:url(data:image/png;base64,x)'>",
          "image div:1 e.png\n");
}

static void scripts_lead_somewhere_when_it_is_written_out(void **state)
{
    struct tools *t = *state;

    check(t, "<a href=\"javascript:window.open('/a.html')\">甲</a>", "page a:1 /a.html [甲]\n");
    check(t, "<a href=# onclick=\"location.href='/b.html';return false\">乙</a>",
          "page a:1 # [乙]\npage a:1 /b.html [乙]\n");
    check(t, "<p onclick='window.open(\"c.doc\", \"_blank\")'>", "attachment p:1 c.doc\n");
    check(t, "<div onclick=\"window.location = 'http://d.gov.cn/'\">",
          "page div:1 "
          "http://d.gov.cn/\n");
    check(t, "<a href='javascript:void(0)'>x</a><a href=\"javascript:open('/x'+y)\">x</a>", "");
    check(t, "<a onclick=\"if(location.href=='/x')y()\">x</a>", "");
    check(t, "<a href=/real onclick=\"window.open('/other')\">x</a>", "page a:1 /real [x]\n");
}

static void other_schemes_are_kept_for_their_kind(void **state)
{
    struct tools *t = *state;

    check(t,
          "<a href='mailto:a@b.cn'>m</a><a href=tel:123>t</a><a href='data:x'>d</a>"
          "<a href='#top'>u</a><a href=''>e</a>",
          "page a:1 mailto:a@b.cn [m]\npage a:2 tel:123 [t]\npage a:4 #top [u]\npage a:5  [e]\n");
}

static void hrefs_are_cleaned(void **state)
{
    struct tools *t = *state;

    check(t, "<a href=' \n/a\n/b\t.html ?x=1&amp;y=2&copy=3&lt;4 '>x</a>",
          "page a:1 /a/b.html ?x=1&y=2&copy=3<4 [x]\n");
    check(t, "<A HREF=/a>&lt;&nbsp;&#x4e2d;&#22269;</A>", "page a:1 /a [< 中国]\n");
}

/* What looks like a link, and is none. */
static void decoys_are_no_links(void **state)
{
    static const char *const decoys[] = {
        "<!-- <a href=/x>x</a> -->",
        "<!--[if IE]><a href=/x>x</a><![endif]-->",
        "<!-- a -- > <a href=/x> --><!---><!-->",
        "<script>var s='<a href=\"/x\">x</a>';document.write('<img src=/x>');</script>",
        "<script><!--\ndocument.write('<script src=/x></script>');\n//--></script>",
        "<textarea><a href=/x>x</a></textarea>",
        "<title><a href=/x>x</a></title>",
        "<iframe><a href=/x>x</a></iframe>",
        "<xmp><a href=/x>x</a></xmp>",
        "<noscript><img src=/x><a href=/x>x</a></noscript>",
        "<noembed><a href=/x></noembed><noframes><a href=/x></noframes>",
        "<template><a href=/x>x</a><template></template><img src=/x></template>",
        "<style>a:after{content:'<a href=/x>'}</style>",
        "<!doctype html [ <a href=/x> ]>",
        "<?php <a href=/x> ?>",
        "</a href=/x>",
        "<p title='<a href=/x>'>",
        "<p title=\"> <a href='/x'>\">",
        "< a href=/x>x</a>",
        "<a href=/x",
        "<a data-href=/x xhref=/x>x</a>",
        "<plaintext><a href=/x>",
    };

    for (size_t i = 0; i < COUNT_OF(decoys); i++) {
        print_message("%s\n", decoys[i]);
        if (strstr(decoys[i], "doctype") || strstr(decoys[i], "php") ||
            strncmp(decoys[i], "<!-- a", 6) == 0) {
            /* Here the tag ends the decoy early, in browsers too: both modes must agree. */
            struct tools *t = *state;
            struct page page = read_page(t, str_of(decoys[i]), PAGE_ALL);
            const size_t n = page.n_links;

            page = read_page(t, str_of(decoys[i]), PAGE_LINKS);
            assert_int_equal(page.n_links, n);
            continue;
        }
        check(*state, decoys[i], "");
    }
}

static void links_stand_behind_what_looks_unfinished(void **state)
{
    struct tools *t = *state;

    check(t, "<!--><a href=/a>x</a>-->", "page a:1 /a [x]\n");
    check(t, "<!--a--!><a href=/a>x</a>", "page a:1 /a [x]\n");
    check(t, "<svg><title>x</svg><a href=/a>x</a>", "page a:1 /a [x]\n");
    check(t, "<svg><style>x</svg><a href=/a>x</a>", "page a:1 /a [x]\n");
    check(t, "<a href=/a>x<a href=/b>y<p>z", "page a:1 /a [x]\npage a:2 /b [y z]\n");
    check(t, "<p id=\"a\"id=b><a x=\"'\" href=/a>x", "page a:1 /a [x]\n");
    check(t, "<a href=/a/>x</a><a/href=/b>y</a>", "page a:1 /a/ [x]\npage a:2 /b [y]\n");
    check(t, "<a href=/a href=/b>x</a>", "page a:1 /a [x]\n");
}

static void base_and_refresh_are_read(void **state)
{
    static const enum page_parts ways[] = { PAGE_ALL, PAGE_LINKS };
    struct tools *t = *state;

    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        struct page p =
            read_page(t, STR("<base target=x><base href=' /b/ '><base href=/c>"), ways[i]);

        assert_true(str_eq(p.base_href, STR("/b/")));
        p = read_page(t, STR("<meta http-equiv=Refresh content='0; URL=\"/r.html\"'>"), ways[i]);
        assert_true(str_eq(p.refresh, STR("/r.html")));
        assert_int_equal(p.links[0].kind, LINK_REFRESH);
        p = read_page(t, STR("<meta http-equiv=refresh content=300>"), ways[i]);
        assert_int_equal(p.refresh.n, 0);
        p = read_page(t, STR("<script>window.location.href = './s/';</script>"), ways[i]);
        assert_true(str_eq(p.refresh, STR("./s/")));
        p = read_page(t, STR("<script>setTimeout(function(){location.replace('/t')},9)</script>"),
                      ways[i]);
        assert_true(str_eq(p.refresh, STR("/t")));
        p = read_page(t, STR("<script>// location.href='/no'\nvar a=\"location='/no'\"</script>"),
                      ways[i]);
        assert_int_equal(p.refresh.n, 0);
    }
}

static void the_next_page_of_a_script_pager_is_a_link(void **state)
{
    static const enum page_parts ways[] = { PAGE_ALL, PAGE_LINKS };
    static const struct {
        const char *script, *href; /* NULL: none */
    } cases[] = {
        { "createPageHTML(5, 0, \"index\", \"html\");", "index_1.html" },
        { "function createPageHTML(_n, _i, _p, _e) {}\ncreatePageHTML(25,3,'list','shtml')",
          "list_4.shtml" },
        { "createPageHTML(5, 4, \"index\", \"html\");", NULL }, /* the last one */
        { "createPageHTML(n, 0, \"index\", \"html\");", NULL },
        { "createPageHTML('page_div', 5, 1, 'list', 'shtml', 90);", NULL },
        { "createPageHTML(5, 0, \"index\"", NULL },
    };
    struct tools *t = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t w = 0; w < COUNT_OF(ways); w++) {
            const struct str html =
                arena_printf(&t->arena, "<p>x</p><script>%s</script>", cases[i].script);
            const struct page p = read_page(t, html, ways[w]);

            assert_int_equal(p.n_links, cases[i].href ? 1 : 0);
            if (!cases[i].href)
                continue;
            assert_int_equal(p.links[0].kind, LINK_PAGE);
            assert_true(str_eq(p.links[0].href, str_of(cases[i].href)));
        }
}

static void frames_that_nobody_sees_are_hidden(void **state)
{
    static const enum page_parts ways[] = { PAGE_ALL, PAGE_LINKS };
    struct tools *t = *state;

    for (size_t w = 0; w < COUNT_OF(ways); w++) {
        const struct page p = read_page(t,
                                        STR("<iframe src=/c.jsp style='width:0; display:none'>"
                                            "</iframe><iframe src=/l.html width=600></iframe>"),
                                        ways[w]);

        assert_int_equal(p.n_links, 2);
        assert_true(p.links[0].is_hidden);
        assert_false(p.links[1].is_hidden);
    }
}

static void anchors_are_sorted_and_unique(void **state)
{
    static const enum page_parts ways[] = { PAGE_ALL, PAGE_LINKS };
    struct tools *t = *state;

    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        const struct page p = read_page(
            t, STR("<p id=a><p id=b><a name=c></a><p id=a><meta name=d><p id=''>"), ways[i]);

        assert_int_equal(p.n_anchors, 3);
        for (size_t k = 1; k < p.n_anchors; k++)
            assert_true(p.anchors[k - 1] < p.anchors[k]);
        for (size_t k = 0; k < 3; k++) {
            const uint32_t hash = (uint32_t)str_hash(str_from(&"abc"[k], 1));

            assert_true(p.anchors[0] == hash || p.anchors[1] == hash || p.anchors[2] == hash);
        }
    }
}

static void places_are_counted_in_head_and_body(void **state)
{
    struct tools *t = *state;

    check(t,
          "<head><script src=a></script></head><script src=b></script><body><script src=c>"
          "</script><script src=d></script>",
          "script script:1 a\nscript script:2 b\nscript script:1 c\nscript script:2 d\n");
}

static void a_limit_on_links_is_said(void **state)
{
    const struct page_limits limits = { .max_links = 2 };
    struct page_reader *r = page_reader_new(&limits);
    struct tools *t = *state;
    const struct page_input in = { .body = STR("<a href=1><a href=2><a href=3>") };
    const struct page_input fits = { .body = STR("<a href=1><a href=2>") };
    struct page page;

    page_read(r, &in, &t->arena, &page);
    assert_int_equal(page.n_links, 2);
    assert_true(page.is_cut);
    page_read(r, &fits, &t->arena, &page);
    assert_int_equal(page.n_links, 2);
    assert_false(page.is_cut);
    page_reader_free(r);
}

static void what_is_no_html_gives_nothing(void **state)
{
    static const struct {
        const char *type, *body;
    } others[] = {
        { "application/pdf", "%PDF-1.4 <a href=/x>" }, { "text/html", "%PDF-1.4 <a href=/x>" },
        { "text/html", "PK\3\4<a href=/x>" },          { "text/plain", "see <a href=/x>" },
        { "image/png", "\x89PNG<a href=/x>" },         { "", "" },
    };
    struct tools *t = *state;

    for (size_t i = 0; i < COUNT_OF(others); i++) {
        const struct page_input in = { .content_type = str_of(others[i].type),
                                       .body = str_of(others[i].body) };
        struct page page;

        page_read(t->reader, &in, &t->arena, &page);
        assert_int_equal(page.n_links, 0);
        assert_int_equal(page.kind, PAGE_OTHER);
    }

    const struct page_input in = { .content_type = STR("text/plain"),
                                   .body = STR(" <html><a href=/x>x</a>") };
    struct page page;

    page_read(t->reader, &in, &t->arena, &page);
    assert_int_equal(page.n_links, 1);
}

/* ---- real pages ---------------------------------------------------------------------------- */

static struct str slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = malloc(8 << 20);

    assert_true(f && p);

    const size_t n = fread(p, 1, 8 << 20, f);

    (void)fclose(f);
    return str_from(p, n);
}

static void compare(struct tools *t, const char *path, size_t *n_links)
{
    const struct str body = slurp(path);

    arena_reset(&t->arena);

    const struct page all = read_page(t, body, PAGE_ALL);
    const struct page quick = read_page(t, body, PAGE_LINKS);
    char *want = strdup(print(t, &all));

    assert_non_null(want);
    if (strcmp(print(t, &quick), want) != 0)
        fail_msg("%s: links differ", path);
    assert_int_equal(all.n_anchors, quick.n_anchors);
    assert_true(str_eq(all.title, quick.title));
    *n_links += all.n_links;
    free(want);
    free((void *)(uintptr_t)body.p);
}

static void real_pages_have_the_same_links_either_way(void **state)
{
    DIR *hosts = opendir(PAGES);
    size_t n_links = 0, n_pages = 0;

    if (!hosts) {
        print_message("skipped: no %s\n", PAGES);
        skip();
    }
    for (const struct dirent *h; (h = readdir(hosts));) {
        char path[1024];

        (void)snprintf(path, sizeof(path), "%s/%s", PAGES, h->d_name);

        DIR *pages = h->d_name[0] != '.' ? opendir(path) : NULL;

        for (const struct dirent *p; pages && (p = readdir(pages));) {
            char file[2048];

            if (p->d_name[0] == '.')
                continue;
            (void)snprintf(file, sizeof(file), "%s/%s", path, p->d_name);
            compare(*state, file, &n_links);
            n_pages++;
        }
        if (pages)
            (void)closedir(pages);
    }
    (void)closedir(hosts);
    print_message("%zu pages, %zu links\n", n_pages, n_links);
    assert_true(n_pages > 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_of_link_is_found),
        TEST(options_lead_to_urls),
        TEST(menus_go_where_their_options_say),
        TEST(images_take_their_real_source),
        TEST(styles_lead_to_images),
        TEST(scripts_lead_somewhere_when_it_is_written_out),
        TEST(other_schemes_are_kept_for_their_kind),
        TEST(hrefs_are_cleaned),
        TEST(decoys_are_no_links),
        TEST(links_stand_behind_what_looks_unfinished),
        TEST(base_and_refresh_are_read),
        TEST(the_next_page_of_a_script_pager_is_a_link),
        TEST(frames_that_nobody_sees_are_hidden),
        TEST(anchors_are_sorted_and_unique),
        TEST(places_are_counted_in_head_and_body),
        TEST(a_limit_on_links_is_said),
        TEST(what_is_no_html_gives_nothing),
        TEST(real_pages_have_the_same_links_either_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
