#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "dom/dom.h"
#include "support/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct dom_limits limits = { .max_nodes = 100000, .max_depth = 512 };

/* The tree in a line: "html(head()body(p("x")))". */
static void print(const struct node *n, struct buf *to)
{
    if (dom_is_text(n)) {
        buf_addf(to, "\"%.*s\"", STR_ARG(dom_text(n)));
        return;
    }
    if (dom_is_comment(n)) {
        buf_addf(to, "!");
        return;
    }
    buf_addf(to, "%s(", dom_name(n));
    for (const struct node *c = dom_child(n); c; c = dom_sibling(c))
        print(c, to);
    buf_addf(to, ")");
}

static void check(struct dom *d, const char *html, const char *tree)
{
    AUTO(buf_done) struct buf got = { 0 };
    bool is_cut = true;

    dom_parse(d, str_of(html), &limits, &is_cut);
    assert_false(is_cut);
    print(dom_root(d), &got);
    buf_add_char(&got, '\0');
    assert_string_equal(got.p, tree);
}

static void the_tree_is_html5(void **state)
{
    struct dom *d = *state;

    check(d, "", "html(head()body())");
    check(d, "x", "html(head()body(\"x\"))");
    check(d, "<p>a<p>b", "html(head()body(p(\"a\")p(\"b\")))");
    check(d, "<TABLE><TR><TD>&lt;&nbsp;</table>",
          "html(head()body(table(tbody(tr(td(\"<\u00a0\"))))))");
    check(d, "<o:p>x</o:p>", "html(head()body(o:p(\"x\")))");
    check(d, "<!--><b>x</b>", "html(head()body(b(\"x\")))");
    check(d, "&copy x&#x4e2d;&#20013", "html(head()body(\"© x中中\"))");
    check(d, "<pre>\r\na\r\n\rb<\r\n</pre>", "html(head()body(pre(\"a\n\nb<\n\")))");
    check(d, "<p>a<b>b</p>c<table>d<tr><td>e</table>&amp;f",
          "html(head()body(p(\"a\"b(\"b\"))b(\"cd\"table(tbody(tr(td(\"e\"))))\"&f\")))");
    check(d, "<frameset><frame src=a></frameset>", "html(head()frameset(frame()))");
}

/* A NUL sends the whole page through the parser's own tokenizer. */
static void the_short_way_gives_the_parsers_tree(void **state)
{
    static const char *const pages[] = {
        "<ul class=a>\n<li ID='1'><A HREF=x?a=1&amp;b=2&c>&lt;b<c</A>\n</LI></ul >",
        "<svg viewBox=\"0\"><path d=M0/><a xlink:href='#' / x><image/></svg><image>",
        "<p a=\"b><i c = d =e f/><b g/h><u \"x\"></p><br/><br /></br></p x=1></>",
        "<title>a</title><textarea>\n<b></textarea><script><b></script><td>a</td>\n<td>",
        "<svg><![CDATA[]]>\n&<b>c</svg><![CDATA[x]]><table> <b>\n<tr>a<pre>\n<p>x",
    };
    struct dom *d = *state;

    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        AUTO(buf_done) struct buf page = { 0 };
        AUTO(buf_done) struct buf ours = { 0 };
        AUTO(buf_done) struct buf theirs = { 0 };
        bool is_cut;

        buf_addf(&page, "%s<!---->", pages[i]);
        dom_parse(d, buf_str(&page), &limits, &is_cut);
        print(dom_root(d), &ours);
        page.n -= 3;
        buf_add_char(&page, '\0');
        buf_addf(&page, "-->");
        dom_parse(d, buf_str(&page), &limits, &is_cut);
        print(dom_root(d), &theirs);
        assert_true(str_eq(buf_str(&ours), buf_str(&theirs)));
    }
}

static void raw_text_gives_no_elements(void **state)
{
    struct dom *d = *state;

    check(d, "<body><textarea><a href=x></textarea>", "html(head()body(textarea(\"<a href=x>\")))");
    check(d, "<body><noscript><a></noscript>", "html(head()body(noscript(\"<a>\")))");
    check(d, "<body><iframe><a></iframe>", "html(head()body(iframe(\"<a>\")))");
    check(d, "<body><xmp><a></xmp>", "html(head()body(xmp(\"<a>\")))");
    check(d, "<script>\"</a><b>\"</script>", "html(head(script(\"\"</a><b>\"\"))body())");
    check(d, "<script><!--<script></script>--></script>x",
          "html(head(script(\"<!--<script></script>-->\"))body(\"x\"))");
    check(d, "<style>a{}<b></style>", "html(head(style(\"a{}<b>\"))body())");
    check(d, "<title>a<b>&amp;</title>", "html(head(title(\"a<b>&\"))body())");
}

static void attributes_are_found_by_name(void **state)
{
    struct dom *d = *state;
    struct str name, value;
    bool is_cut;

    dom_parse(d, STR("<p A=1 b='&lt;2' c hidden='' a=3>"), &limits, &is_cut);

    const struct node *p = dom_child(dom_body(d));

    assert_int_equal(dom_element(p), EL_P);
    assert_true(str_eq(dom_attr(p, "a"), STR("1")));
    assert_true(str_eq(dom_attr(p, "b"), STR("<2")));
    assert_true(dom_attr(p, "c").p != NULL);
    assert_true(dom_attr(p, "hidden").p != NULL);
    assert_int_equal(dom_attr(p, "hidden").n, 0);
    assert_null(dom_attr(p, "x").p);
    dom_parse(d, STR("<p A=&amp;1 b=2 c A=3><p "), &limits, &is_cut);
    p = dom_child(dom_body(d));
    assert_true(str_eq(dom_attr(p, "a"), STR("&1")) && str_eq(dom_attr(p, "b"), STR("2")));

    /* Many attributes and NULs take another way through the parser. */
    AUTO(buf_done) struct buf b = { 0 };

    buf_addf(&b, "<p");
    for (int i = 0; i < 50; i++)
        buf_addf(&b, " X%d=v%d", i, i);
    buf_addf(&b, "><i a=b");
    buf_add_char(&b, '\0');
    buf_addf(&b, " c=d>");
    dom_parse(d, buf_str(&b), &limits, &is_cut);
    p = dom_child(dom_body(d));
    assert_true(str_eq(dom_attr(p, "x0"), STR("v0")) && str_eq(dom_attr(p, "x49"), STR("v49")));
    assert_true(str_eq(dom_attr(dom_child(p), "c"), STR("d")));
    dom_parse(d, STR("<p A=1 b='&lt;2' c hidden='' a=3>"), &limits, &is_cut);
    p = dom_child(dom_body(d));
    assert_true(dom_attr_at(p, 1, &name, &value));
    assert_true(str_eq(name, STR("b")) && str_eq(value, STR("<2")));
    assert_false(dom_attr_at(p, 5, &name, &value));
}

static void walks_stay_below_their_top(void **state)
{
    struct dom *d = *state;
    bool is_cut;
    int n = 0;

    dom_parse(d, STR("<div><p>a<b>c</b></p></div><div>x</div>"), &limits, &is_cut);

    const struct node *top = dom_child(dom_body(d));

    for (const struct node *at = dom_next(top, top); at; at = dom_next(at, top))
        n++;
    assert_int_equal(n, 4);
    assert_null(dom_skip(top, top));
    assert_null(dom_parent(dom_root(d)));
    assert_ptr_equal(dom_parent(top), dom_body(d));
}

/* The parser cuts off leading white space in some places, and appends to the same string later. */
static void appended_text_stays_within_its_string(void **state)
{
    static const char *const before[] = { "", "<html>", "<head></head>", "<frameset>", "<pre>" };
    struct dom *d = *state;
    AUTO(buf_done) struct buf b = { 0 };
    bool is_cut;

    for (size_t i = 0; i < COUNT_OF(before); i++) {
        for (int n_spaces = 0; n_spaces < 3000; n_spaces = n_spaces * 2 + 1) {
            buf_reset(&b);
            buf_addf(&b, "%s\n%*sx<td>yyyyyyyyyyyyyyyyyyyyyyyy</td><tr>%0*d</tr>", before[i],
                     n_spaces, "", n_spaces, 7);
            dom_parse(d, buf_str(&b), &limits, &is_cut);

            const struct node *text = dom_body(d) ? dom_child(dom_body(d)) : NULL;

            if (!text) /* a frameset keeps no text but blanks */
                continue;
            text = dom_is_text(text) ? text : dom_child(text);
            const struct str s = str_trim(dom_text(text));

            assert_true(str_starts(s, STR("xyyyyyyyyyyyyyyyyyyyyyyyy")));
            assert_int_equal(s.n, 25 + (n_spaces ? n_spaces : 1));
            assert_true(str_ends(s, STR("7")));
        }
    }
}

/* The parser makes nodes of no kind there; up and down must fit together all the same. */
static void parents_are_parents_of_their_children(void **state)
{
    struct dom *d = *state;
    bool is_cut;

    dom_parse(d, STR("<frameset></frameset></html> ><t> x"), &limits, &is_cut);
    for (const struct node *n = dom_root(d); n; n = dom_next(n, dom_root(d)))
        for (const struct node *c = dom_child(n); c; c = dom_sibling(c))
            assert_ptr_equal(dom_parent(c), n);
}

static size_t depth(const struct dom *d)
{
    size_t max = 0;

    for (const struct node *n = dom_root(d); n; n = dom_next(n, dom_root(d))) {
        size_t up = 0;

        if (dom_element(n) == EL_NONE)
            continue;
        for (const struct node *p = n; p; p = dom_parent(p))
            up++;
        max = up > max ? up : max;
    }
    return max;
}

static void attributes_are_bounded(void **state)
{
    struct dom *d = *state;
    AUTO(buf_done) struct buf b = { 0 };

    for (int bomb = 0; bomb < 3; bomb++) {
        bool is_cut = false;

        buf_reset(&b);
        buf_addf(&b, "<p>first</p>");
        for (int root = 0; root < 3; root++) {
            buf_addf(&b, bomb == 0 ? "<html" : bomb == 1 ? "<body" : "<p");
            for (int i = 0; i < 200000; i++)
                buf_addf(&b, " a%d", i + root * 200000);
            buf_addf(&b, ">");
        }

        const int64_t before = cpu_ms();

        dom_parse(d, buf_str(&b), &limits, &is_cut);
        print_message("%d ms\n", (int)(cpu_ms() - before));
        assert_true(cpu_ms() - before < 5000);
        assert_true(is_cut);
        assert_int_equal(dom_element(dom_child(dom_body(d))), EL_P);
    }
}

/* '#' in the unit is its number. */
static void repeat(struct buf *b, const char *unit, size_t n)
{
    buf_reset(b);
    for (size_t i = 0; i < n; i++) {
        for (const char *p = unit; *p; p++) {
            if (*p == '#')
                buf_addf(b, "%zu", i);
            else
                buf_add_char(b, *p);
        }
    }
}

/* Each is made to be quadratic, or to need hundreds of megabytes, in a careless tree builder. */
static void bombs_are_cut_in_bounded_time(void **state)
{
    static const struct {
        const char *unit;
        size_t n;
    } bombs[] = {
        { "<div>", 100000 },
        { "<b>", 100000 },
        { "<b id=#>", 100000 },
        { "<b id=#><p>", 50000 },
        { "<span><div></span>", 50000 },
        { "<table>", 50000 },
        { "<table><tr><td>", 30000 },
        { "<font color=#><p>x</p>", 50000 },
        { "<html a#=1>", 50000 },
        { "<a>", 100000 },
        { "<i></p>", 100000 },
        { "<svg><foreignObject>", 50000 },
        { "<template>", 50000 },
        { "<select><option>", 50000 },
        { "<ul><li>", 50000 },
        { "<dl><dd>", 50000 },
        { "<form><button>", 50000 },
        { "<math><mi>", 50000 },
        { "<nobr id=#>", 50000 },
        { "<frameset>", 50000 },
    };
    struct dom *d = *state;
    AUTO(buf_done) struct buf b = { 0 };

    for (size_t i = 0; i < COUNT_OF(bombs); i++) {
        bool is_cut = false;

        repeat(&b, bombs[i].unit, bombs[i].n);

        const int64_t before = cpu_ms();

        dom_parse(d, buf_str(&b), &limits, &is_cut);

        const int64_t ms = cpu_ms() - before;

        print_message("%s x %zu: %d ms, %zu nodes, depth %zu, cut %d\n", bombs[i].unit, bombs[i].n,
                      (int)ms, dom_n_nodes(d), depth(d), is_cut);
        assert_true(ms < 5000); /* 200 when nothing is instrumented */
        assert_true(dom_n_nodes(d) <= 3 * limits.max_nodes);
        assert_true(depth(d) <= limits.max_depth + 4);
    }
}

static void a_cut_page_keeps_what_came_before(void **state)
{
    struct dom *d = *state;
    AUTO(buf_done) struct buf b = { 0 };
    bool is_cut = false;

    buf_addf(&b, "<p id=first>x</p>");
    for (int i = 0; i < 100000; i++)
        buf_addf(&b, "<div>");
    buf_addf(&b, "</div></div><p>after</p>");
    dom_parse(d, buf_str(&b), &limits, &is_cut);
    assert_true(is_cut);
    assert_true(str_eq(dom_attr(dom_child(dom_body(d)), "id"), STR("first")));
    dom_parse(d, STR("<p>"), &limits, &is_cut);
    assert_false(is_cut);
}

static int setup(void **state)
{
    *state = dom_new();
    return 0;
}

static int teardown(void **state)
{
    dom_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_tree_is_html5, setup, teardown),
        cmocka_unit_test_setup_teardown(the_short_way_gives_the_parsers_tree, setup, teardown),
        cmocka_unit_test_setup_teardown(raw_text_gives_no_elements, setup, teardown),
        cmocka_unit_test_setup_teardown(attributes_are_found_by_name, setup, teardown),
        cmocka_unit_test_setup_teardown(walks_stay_below_their_top, setup, teardown),
        cmocka_unit_test_setup_teardown(appended_text_stays_within_its_string, setup, teardown),
        cmocka_unit_test_setup_teardown(parents_are_parents_of_their_children, setup, teardown),
        cmocka_unit_test_setup_teardown(attributes_are_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(bombs_are_cut_in_bounded_time, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cut_page_keeps_what_came_before, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
