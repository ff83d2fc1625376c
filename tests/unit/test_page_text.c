#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "dom/text.h"
#include "page/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct page read_page(struct str body, const char *type, struct arena *a)
{
    struct page_reader *r = page_reader_new(NULL);
    const struct page_input in = { .content_type = str_of(type), .body = body };
    struct page page;

    page_read(r, &in, a, &page);
    page_reader_free(r);
    return page;
}

static void check(const char *html, const char *text)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct page page = read_page(str_of(html), "text/html; charset=utf-8", &a);

    if (!str_eq(page.text, str_of(text)))
        fail_msg("%s: \"%.*s\", not \"%s\"", html, STR_ARG(page.text), text);
}

static void blocks_stand_on_lines_of_their_own(void **state UNUSED)
{
    check("", "");
    check("x", "x");
    check("<p>a</p><p>b</p>", "a\nb");
    check("<div><div>a</div></div>\n\n<div>b<br>c<br><br>d</div>", "a\nb\nc\nd");
    check("a<b>b</b><i>c</i> <u>d</u>", "abc d");
    check("<ul><li>a<li>b</ul>c", "a\nb\nc");
    check("<table><tr><td>a<td>b<tr><th>c</th><th></th><th>d</th></tr></table>", "a b\nc d");
    check("<h1>标题</h1>正文<p>段</p>落", "标题\n正文\n段\n落");
    check("<select><option>一<option>二</select>三", "一\n二\n三");
}

static void white_space_is_folded(void **state UNUSED)
{
    check(" a \t\r\n b ", "a b");
    check("a&nbsp;&nbsp;b", "a b");
    check("<p>\u3000\u3000首行\u3000缩进\u2003</p>", "首行 缩进");
    check("a\u200bb\ufeffc", "abc");
    check("<p>a </p> <p> b</p>", "a\nb");
    check("<span>2026</span> <span>年</span>", "2026 年");
    check("、a。b，c", "、a。b，c");
}

static void entities_are_decoded(void **state UNUSED)
{
    check("&lt;a&gt; &amp;amp; &copy;2026 &#x4e2d;&#22269; &unknown; &#0;", "<a> &amp; ©2026 中国 "
                                                                            "&unknown; \ufffd");
}

static void only_what_is_seen_counts(void **state UNUSED)
{
    check("<title>t</title><style>s{}</style><script>x()</script><noscript>n</noscript>"
          "<template>p</template><!-- c --><iframe>i</iframe><p>ok",
          "ok");
    check("<p style='display:none'>a</p><p style='visibility: hidden'>b</p><p hidden>c</p>d", "d");
    check("<p style='display:none'>a<b>b</b><p>c", "c");
    check("<p style='display:block'>a</p>", "a");
    check("<body style='visibility:hidden'>a", "a");
    check("<svg><text>a</text></svg>b", "b");
    check("<textarea>a</textarea>", "a");
    check("<img alt=a><input value=b>", "");
}

static void titles_are_folded(void **state UNUSED)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct page page = read_page(
        STR("<title>\n 中国 &amp;\n 政府 <b></title><svg><title>x</title></svg><title>y</title>"),
        "", &a);

    assert_true(str_eq(page.title, STR("中国 & 政府 <b>")));
}

static size_t n_chars(struct str s)
{
    size_t n;

    (void)text_likeness(s, &n);
    return n;
}

static uint64_t likeness(struct str s)
{
    size_t n;

    return text_likeness(s, &n);
}

static void characters_are_counted_without_white_space(void **state UNUSED)
{
    AUTO(buf_done) struct buf b = { 0 };

    assert_int_equal(n_chars(STR("")), 0);
    assert_int_equal(n_chars(STR("a b\nc")), 3);
    assert_int_equal(n_chars(STR("中国 2026\n年、。\U0001f600x")), 11);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(n_chars(buf_str(&b)), i);
        buf_add(&b, i % 3 ? STR("中 ") : STR("é"));
    }
}

static unsigned distance(uint64_t a, uint64_t b)
{
    unsigned n = 0;

    for (uint64_t x = a ^ b; x; x &= x - 1)
        n++;
    return n;
}

static void near_copies_have_near_hashes(void **state UNUSED)
{
    AUTO(buf_done) struct buf a = { 0 }, b = { 0 }, c = { 0 };

    for (int i = 0; i < 40; i++) {
        buf_addf(&a, "第%d条 县人民政府办公室关于印发%d号文件的通知内容如下所述。\n", i, i * 7);
        buf_addf(&b, "第%d条 县人民政府办公室关于印发%d号文件的通知内容如下所述。\n", i + 100, i);
        buf_addf(&c, "第%d条 市场监督管理局公布食品安全抽检结果，请广大群众注意。\n", i);
    }

    const uint64_t first = likeness(buf_str(&a));

    assert_int_equal(first, likeness(buf_str(&b))); /* only numbers differ */
    buf_add(&a, STR("您好"));
    assert_true(distance(first, likeness(buf_str(&a))) <= 3);
    assert_true(distance(first, likeness(buf_str(&c))) > 10);
    assert_int_equal(likeness(STR("")), 0);
    assert_int_equal(likeness(STR("12 34")), 0);
}

/* It is stored. */
static void a_long_text_has_the_same_hash_in_every_version(void **state UNUSED)
{
    static const char *const pieces[] = { "县", "人民", "政府",       "，",   "办公室", "a",   " ",
                                          "7",  "é",    "\U0001f600", "通知", "\xe5",   "\x80" };
    AUTO(buf_done) struct buf whole = { 0 }, broken = { 0 };
    uint32_t dice = 1;

    for (int i = 0; i < 5000; i++) {
        dice = dice * 1103515245U + 12345U;

        const struct str piece = str_of(pieces[(dice >> 16) % COUNT_OF(pieces)]);

        buf_add(&broken, piece);
        buf_add(&whole, piece.n == 1 && piece.p[0] & 0x80 ? STR("。") : piece);
    }
    assert_int_equal(likeness(buf_str(&whole)), 9863464514038408173ULL);
    assert_int_equal(n_chars(buf_str(&whole)), 6484);
    assert_int_equal(likeness(buf_str(&broken)), 14474855853679576047ULL);
    assert_int_equal(n_chars(buf_str(&broken)), 5689);
}

static void short_texts_differ_and_repeats_do_not_matter(void **state UNUSED)
{
    AUTO(buf_done) struct buf b = { 0 };

    assert_true(distance(likeness(STR("甲")), likeness(STR("乙"))) > 10);
    buf_add(&b, STR("x甲乙"));
    for (int i = 0; i < 1000; i++)
        buf_add(&b, STR("丙丁"));

    /* Two pairs alternate: a bit that both have is set, one that neither has is not. */
    const uint64_t many = likeness(buf_str(&b));

    buf_add(&b, STR("丙丁"));
    assert_true(distance(many, likeness(buf_str(&b))) <= 3);
}

static void lines_are_cut_at_characters(void **state UNUSED)
{
    AUTO(arena_done) struct arena a = { 0 };

    assert_true(str_eq(text_line(STR("  a \n b  c "), 3, &a), STR("a b")));
    assert_true(str_eq(text_line(STR("中国\u3000政府"), 4, &a), STR("中国 政")));
    assert_true(str_eq(text_line(STR("中国\u3000政府"), 3, &a), STR("中国")));
    assert_true(str_eq(text_line(STR(""), 3, &a), STR("")));
}

static void no_number_is_cut_in_two(void **state UNUSED)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct str identity = STR("张三519902198506130010"),
                     late = STR("张三51990219850613001X，"),
                     wide = STR("张三５１９９０２１９８５０６１３００１Ｘ"),
                     groups = STR("张三 138-1234 5678，");

    for (size_t n = 2; n < groups.n - 6 && n < 16; n++)
        assert_true(str_eq(text_line(groups, n, &a), STR("张三")));
    for (size_t n = 3; n < 20; n++) {
        assert_true(str_eq(text_line(wide, n, &a), STR("张三")));
        assert_true(str_eq(text_line_of_folded(wide, n, &a), STR("张三")));
        assert_true(str_eq(text_line(identity, n, &a), STR("张三")));
        assert_true(str_eq(text_line_of_folded(identity, n, &a), STR("张三")));
        assert_true(str_eq(text_line(late, n, &a), STR("张三")));
    }
    assert_true(str_eq(text_line(identity, 20, &a), identity));
    assert_true(str_eq(text_line(late, 20, &a), STR("张三51990219850613001X")));
    assert_true(str_eq(text_line(STR("2026 年"), 5, &a), STR("2026")));
    assert_true(
        str_eq(text_line(STR("11111111111111111111111111"), 20, &a), STR("11111111111111111111")));
}

static void charsets_are_told(void **state UNUSED)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct page p = read_page(STR("<title>\xd6\xd0\xb9\xfa\xd5\xfe\xb8\xae</title>\xce\xc4"),
                              "text/html; charset=gb2312", &a);

    assert_string_equal(p.charset, "gb18030");
    assert_true(str_eq(p.title, STR("中国政府")));
    assert_true(str_eq(p.text, STR("文")));
    p = read_page(STR("\xef\xbb\xbf<p>中</p>"), "text/html; charset=gbk", &a);
    assert_string_equal(p.charset, "utf-8");
    assert_true(str_eq(p.text, STR("中")));
    p = read_page(STR("\xff\xfe<\0p\0>\0\x2d\x4e<\0a\0 \0h\0r\0e\0f\0=\0x\0>\0y\0"), "", &a);
    assert_string_equal(p.charset, "utf-16le");
    assert_true(str_eq(p.text, STR("中y")));
    assert_int_equal(p.n_links, 1);
}

static void garbage_does_no_harm(void **state UNUSED)
{
    AUTO(arena_done) struct arena a = { 0 };
    char junk[4096];
    uint32_t x = 1;

    for (int round = 0; round < 50; round++) {
        for (size_t i = 0; i < sizeof(junk); i++) {
            x = x * 1664525 + 1013904223;
            junk[i] = x >> 29 ? (char)(x >> 16) : "<a b=/>'\"&;-!"[(x >> 20) % 13];
        }
        const struct page p = read_page(str_from(junk, sizeof(junk)), "text/html", &a);

        assert_true(p.text_chars <= p.text.n);
    }
}

static void everything_may_be_left_open(void **state UNUSED)
{
    check("<div><p><b>a<table><tr><td>b<ul><li>c<a href=x>d", "a\nb\ncd");
    check("a<!-- b", "a");
    check("a<script>b", "a");
    check("a<div title='b", "a");
    check("a&am", "a&am");
    check("a&#x", "a&#x");
    check("a&lt", "a<");
}

static void too_large_a_page_is_cut(void **state UNUSED)
{
    const struct page_limits limits = { .max_bytes = 100, .max_depth = 20 };
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf b = { 0 };
    struct page_reader *r = page_reader_new(&limits);
    struct page page;

    buf_addf(&b, "<p>first</p>");
    for (int i = 0; i < 100; i++)
        buf_addf(&b, "<p>%d", i);
    struct page_input in = { .body = buf_str(&b) };

    page_read(r, &in, &a, &page);
    assert_true(page.is_cut);
    assert_true(str_starts(page.text, STR("first\n0\n1\n")));
    buf_reset(&b);
    for (int i = 0; i < 18; i++)
        buf_addf(&b, "<i>");
    buf_addf(&b, "deep");
    in.body = buf_str(&b);
    page_read(r, &in, &a, &page);
    assert_false(page.is_cut);
    assert_true(str_eq(page.text, STR("deep")));
    buf_addf(&b, "<i>");
    in.body = buf_str(&b);
    page_read(r, &in, &a, &page);
    assert_true(page.is_cut);
    page_reader_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_stand_on_lines_of_their_own),
        cmocka_unit_test(white_space_is_folded),
        cmocka_unit_test(entities_are_decoded),
        cmocka_unit_test(only_what_is_seen_counts),
        cmocka_unit_test(titles_are_folded),
        cmocka_unit_test(characters_are_counted_without_white_space),
        cmocka_unit_test(near_copies_have_near_hashes),
        cmocka_unit_test(a_long_text_has_the_same_hash_in_every_version),
        cmocka_unit_test(short_texts_differ_and_repeats_do_not_matter),
        cmocka_unit_test(lines_are_cut_at_characters),
        cmocka_unit_test(no_number_is_cut_in_two),
        cmocka_unit_test(charsets_are_told),
        cmocka_unit_test(garbage_does_no_harm),
        cmocka_unit_test(everything_may_be_left_open),
        cmocka_unit_test(too_large_a_page_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
