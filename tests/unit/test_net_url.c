/* URLs against the public list of the Web Platform Tests, and the links that real pages have. */
#include "base/base.h"

#include "net/url.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "text/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SUITE XJ_SOURCE_DIR "/../shared/suites/url/"

/* ---- the public lists -------------------------------------------------------------------- */

/* U+F8FE stands for NUL while the text is JSON: the parser of JSON takes no NUL. */
static const char nul_stand_in[] = "\\uF8FE";

/*
 * The escapes that the parser of JSON refuses: NUL, and halves of surrogate pairs, which a browser
 * turns into U+FFFD before it looks at a URL.
 */
static struct str loadable(struct str text, struct arena *a)
{
    char *to = arena_alloc(a, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        const struct str rest = str_skip(text, i);
        const bool is_escape = rest.n >= 6 && rest.p[0] == '\\' && rest.p[1] == 'u';
        const bool is_half = is_escape && char_lower(rest.p[2]) == 'd' && rest.p[3] >= '8';
        const bool is_high = is_half && char_lower(rest.p[3]) < 'c';
        const bool is_pair = is_high && rest.n >= 12 && rest.p[6] == '\\' && rest.p[7] == 'u' &&
                             char_lower(rest.p[8]) == 'd' && char_lower(rest.p[9]) >= 'c' &&
                             char_lower(rest.p[9]) <= 'f';
        const size_t n_whole = is_pair ? 12 : is_escape ? 6 : rest.p[0] == '\\' ? 2 : 1;
        const char *as = is_half && !is_pair                             ? "\\uFFFD"
                         : is_escape && str_starts(rest, STR("\\u0000")) ? nul_stand_in
                                                                         : rest.p;

        memcpy(to + n, as, n_whole);
        n += n_whole;
        i += n_whole - 1;
    }
    return str_from(to, n);
}

/* The bytes that a string of the list means. */
static struct str meant(struct str s, struct arena *a)
{
    static const struct str stand_in = { "\xef\xa3\xbe", 3 };
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;

    while (s.n) {
        const bool is_nul = str_starts(s, stand_in);

        to[n++] = is_nul ? '\0' : s.p[0];
        s = str_skip(s, is_nul ? stand_in.n : 1);
    }
    return str_from(to, n);
}

static struct json *load(const char *path, struct arena *a)
{
    FILE *f = fopen(path, "rb");
    struct buf text = { 0 };
    struct json *list = NULL;
    struct err err = { 0 };
    size_t n;

    if (!f) {
        print_message("skipped: no %s\n", path);
        skip();
    }
    while ((n = fread(buf_room(&text, 65536), 1, 65536, f)) > 0)
        text.n += n;
    (void)fclose(f);
    if (json_parse(loadable(buf_str(&text), a), &list, &err))
        fail_msg("%s: %s", path, err.text);
    buf_done(&text);
    return list;
}

static bool is_http(struct str s)
{
    return str_starts_nocase(s, STR("http:")) || str_starts_nocase(s, STR("https:"));
}

static struct str field(const struct json *c, const char *key, struct arena *a)
{
    return meant(json_get_str(c, key), a);
}

static int differs(struct str input, const char *what, struct str want, struct str got)
{
    if (str_eq(want, got))
        return 0;
    print_error("<%.*s> %s: want <%.*s>, got <%.*s>\n", STR_ARG(input), what, STR_ARG(want),
                STR_ARG(got));
    return 1;
}

/* `search` and `hash` of the list: with their mark, but empty when only the mark is there. */
static struct str marked(const char *mark, struct str s, struct arena *a)
{
    return s.n ? arena_join(a, str_of(mark), s) : s;
}

static int compare(const struct json *c, struct str input, const struct url *u, struct arena *a)
{
    const struct str whole =
        u->has_fragment ? arena_printf(a, "%.*s#%.*s", STR_ARG(u->href), STR_ARG(u->fragment))
                        : u->href;
    const struct str port = field(c, "port", a);
    const struct str host_port =
        port.n ? arena_printf(a, "%.*s:%d", STR_ARG(u->host), u->port) : u->host;
    int64_t want_port = u->scheme == URL_HTTPS ? 443 : 80;
    int n = 0;

    if (port.n)
        assert_true(str_to_i64(port, 0, 65535, &want_port));
    n += differs(input, "href", field(c, "href", a), whole);
    n += differs(input, "host", field(c, "host", a), host_port);
    n += differs(input, "hostname", field(c, "hostname", a), u->host);
    n += differs(input, "pathname", field(c, "pathname", a), u->path);
    n += differs(input, "search", field(c, "search", a), marked("?", u->query, a));
    n += differs(input, "hash", field(c, "hash", a), marked("#", u->fragment, a));
    if (!json_absent(json_get(c, "origin")))
        n += differs(input, "origin", field(c, "origin", a), u->origin);
    n += differs(input, "protocol", field(c, "protocol", a),
                 u->scheme == URL_HTTPS ? STR("https:") : STR("http:"));
    if (u->port != want_port) {
        print_error("<%.*s> port %d\n", STR_ARG(input), u->port);
        n++;
    }
    return n;
}

/* Wrong answers for one case; *n_http counts the cases that were judged exactly. */
static int judge(const struct json *c, struct arena *a, int *n_http)
{
    const struct str input = field(c, "input", a), base_text = field(c, "base", a);
    const bool fails = json_get(c, "failure") != NULL;
    const bool ends_in_http = is_http(field(c, "protocol", a));
    struct url base, u;
    enum rc rc;

    if (base_text.n && !is_http(base_text)) {
        /* Such a base cannot be built; the case counts only if it does not need one. */
        rc = url_parse(base_text, NULL, NULL, a, &base);
        if (rc != RC_UNSUPPORTED && rc != RC_SYNTAX)
            return 1;
        if (!ends_in_http)
            return 0;
        rc = url_parse(input, NULL, NULL, a, &u);
    } else if (base_text.n) {
        if (url_parse(base_text, NULL, NULL, a, &base))
            return differs(base_text, "base", STR("a URL"), STR("none"));
        rc = url_parse(input, &base, NULL, a, &u);
    } else {
        rc = url_parse(input, NULL, NULL, a, &u);
    }

    if (!fails && !ends_in_http) /* told apart */
        return differs(input, "scheme", STR("other"), rc == RC_UNSUPPORTED ? STR("other") : u.href);
    (*n_http)++;
    if (fails) {
        const bool is_other = rc == RC_UNSUPPORTED && !is_http(input);

        return differs(input, "failure", STR("failure"),
                       rc == RC_SYNTAX || is_other ? STR("failure") : STR("something else"));
    }
    if (rc)
        return differs(input, "result", field(c, "href", a), STR("failure"));
    return compare(c, input, &u, a);
}

static void every_http_case_of_the_public_list_is_as_the_list_says(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *list = load(SUITE "urltestdata.json", &a);
    int n_wrong = 0, n_http = 0;

    (void)state;
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *c = json_at(list, i);

        if (json_get(c, "input"))
            n_wrong += judge(c, &a, &n_http);
    }
    print_message("%d http and https cases, %d wrong\n", n_http, n_wrong);
    assert_true(n_http > 400);
    assert_int_equal(n_wrong, 0);
}

static void every_name_of_the_public_list_becomes_ascii(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *list = load(SUITE "toascii.json", &a);
    int n_wrong = 0, n = 0;

    (void)state;
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *c = json_at(list, i);
        const struct str input = field(c, "input", &a);
        struct str got = STR("(failure)");
        struct url u;

        if (!json_get(c, "input"))
            continue;
        if (url_parse(arena_printf(&a, "https://%.*s/x", STR_ARG(input)), NULL, NULL, &a, &u) ==
            RC_OK)
            got = u.host;
        n_wrong += differs(
            input, "host",
            json_absent(json_get(c, "output")) ? STR("(failure)") : field(c, "output", &a), got);
        n++;
    }
    assert_true(n > 80);
    assert_int_equal(n_wrong, 0);
}

static void queries_are_encoded_in_the_charset_of_the_page(void **state)
{
    static const char *const names[] = { "utf-8",  "gb18030",   "big5",      "windows-1252",
                                         "euc-kr", "shift_jis", "iso-8859-2" };
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *list = load(SUITE "percent-encoding.json", &a);
    int n_wrong = 0, n = 0;

    (void)state;
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *c = json_at(list, i);

        for (size_t k = 0; k < COUNT_OF(names); k++) {
            const struct json *output = json_get(c, "output");
            struct url u;

            if (!output || !json_get(output, names[k]))
                continue;
            assert_int_equal(
                url_parse(arena_printf(&a, "http://a/?%.*s", STR_ARG(field(c, "input", &a))), NULL,
                          names[k], &a, &u),
                RC_OK);
            n_wrong += differs(str_of(names[k]), "query", field(output, names[k], &a), u.query);
            n++;
        }
    }
    assert_true(n > 8);
    assert_int_equal(n_wrong, 0);
}

/* ---- links as pages have them ------------------------------------------------------------ */

static const char *resolve(const char *base_text, const char *input, const char *charset,
                           struct arena *a)
{
    struct url base, u;

    assert_int_equal(url_parse(str_of(base_text), NULL, NULL, a, &base), RC_OK);
    switch (url_parse(str_of(input), &base, charset, a, &u)) {
    case RC_OK:
        return u.has_fragment ? arena_printf(a, "%.*s#%.*s", STR_ARG(u.href), STR_ARG(u.fragment)).p
                              : arena_copy(a, u.href).p;
    case RC_UNSUPPORTED:
        return "(other)";
    case RC_SYNTAX:
        return "(none)";
    default:
        return "(unexpected)";
    }
}

static const struct {
    const char *href, *want;
} links[] = {
    { "", "http://www.x.gov.cn/zwgk/list.html?page=2" },
    { "  art_1.html \n", "http://www.x.gov.cn/zwgk/art_1.html" },
    { "art\n_\t1.html", "http://www.x.gov.cn/zwgk/art_1.html" },
    { "\r\n\t/a/\r\nb.html", "http://www.x.gov.cn/a/b.html" },
    { "\\zwgk\\art_1.html", "http://www.x.gov.cn/zwgk/art_1.html" },
    { "..\\a\\b.html", "http://www.x.gov.cn/a/b.html" },
    { "http:\\\\y.gov.cn\\a", "http://y.gov.cn/a" },
    { "http:/x", "http://www.x.gov.cn/x" },
    { "http:x", "http://www.x.gov.cn/zwgk/x" },
    { "https:/x", "https://x/" },
    { "https:x", "https://x/" },
    { "http:///x", "http://x/" },
    { "HTTP://WWW.X.GOV.CN/A", "http://www.x.gov.cn/A" },
    { "//y.gov.cn/x", "http://y.gov.cn/x" },
    { "///y.gov.cn/x", "http://y.gov.cn/x" },
    { "?a=1", "http://www.x.gov.cn/zwgk/list.html?a=1" },
    { "?", "http://www.x.gov.cn/zwgk/list.html?" },
    { "#", "http://www.x.gov.cn/zwgk/list.html?page=2#" },
    { "#x y", "http://www.x.gov.cn/zwgk/list.html?page=2#x%20y" },
    { "../../../x", "http://www.x.gov.cn/x" },
    { "./a/./b/../c", "http://www.x.gov.cn/zwgk/a/c" },
    { "..", "http://www.x.gov.cn/" },
    { ".", "http://www.x.gov.cn/zwgk/" },
    { "a/%2E%2e/b", "http://www.x.gov.cn/zwgk/b" },
    { ".a", "http://www.x.gov.cn/zwgk/.a" },
    { "...", "http://www.x.gov.cn/zwgk/..." },
    { "a//b", "http://www.x.gov.cn/zwgk/a//b" },
    { "/%B5%C4.html", "http://www.x.gov.cn/%B5%C4.html" },
    { "/\xe6\x94\xbf\xe5\x8a\xa1/1.html", "http://www.x.gov.cn/%E6%94%BF%E5%8A%A1/1.html" },
    { "/a b.doc", "http://www.x.gov.cn/a%20b.doc" },
    { "/a?b=c d'\"", "http://www.x.gov.cn/a?b=c%20d%27%22" },
    { "/100%.html", "http://www.x.gov.cn/100%.html" },
    { "http://y.gov.cn:8080/a", "http://y.gov.cn:8080/a" },
    { "https://y.gov.cn:443", "https://y.gov.cn/" },
    { "https://y.gov.cn:80", "https://y.gov.cn:80/" },
    { "http://y.gov.cn?a", "http://y.gov.cn/?a" },
    { "http://y.gov.cn#a", "http://y.gov.cn/#a" },
    { "http://y.gov.cn./a", "http://y.gov.cn./a" },
    { "http://\xe6\x94\xbf\xe5\x8a\xa1.\xe4\xb8\xad\xe5\x9b\xbd/",
      "http://xn--zfr164b.xn--fiqs8s/" },
    { "http://www\xef\xbc\x8ex.gov\xe3\x80\x82"
      "cn/",
      "http://www.x.gov.cn/" },
    { "http://0x7f.1/", "http://127.0.0.1/" },
    { "http://[::FFFF:1.2.3.4]/", "http://[::ffff:102:304]/" },
    { "http://u:p@y.gov.cn/", "http://u:p@y.gov.cn/" },
    { "http://y.gov.cn:0x50/", "(none)" },
    { "http://", "(none)" },
    { "http://y gov.cn/", "(none)" },
    { "http://y.gov.cn:99999/", "(none)" },
    { "http://www.x.gov.cn/", "http://www.x.gov.cn/" },
    { "http://www.x.gov.cn", "http://www.x.gov.cn/" },
    { "http://www.x.gov.cn?a", "http://www.x.gov.cn/?a" },
    { "http://www.x.gov.cn//a", "http://www.x.gov.cn//a" },
    { "http://www.x.gov.cnet/a", "http://www.x.gov.cnet/a" },
    { "http://www.x.gov.cn.y.com/a", "http://www.x.gov.cn.y.com/a" },
    { "http://www.x.gov.cn:8080/a", "http://www.x.gov.cn:8080/a" },
    { "http://www.x.gov.cn@y.com/a", "http://www.x.gov.cn@y.com/a" },
    { "javascript:void(0)", "(other)" },
    { "java\nscript:void(0)", "(other)" },
    { " JavaScript:;", "(other)" },
    { "mailto:a@x.gov.cn", "(other)" },
    { "tel:12345", "(other)" },
    { "data:text/html,x", "(other)" },
    { "ftp://x.gov.cn/", "(other)" },
    { "file:///C:/a.doc", "(other)" },
    { "C:\\a.doc", "(other)" },
    { "a:b", "(other)" },
    { "./a:b", "http://www.x.gov.cn/zwgk/a:b" },
    { "1:b", "http://www.x.gov.cn/zwgk/1:b" },
};

static void links_of_real_pages_resolve_as_in_browsers(void **state)
{
    static const char base[] = "http://www.x.gov.cn:80/zwgk/list.html?page=2";
    AUTO(arena_done) struct arena a = { 0 };
    int n_wrong = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(links); i++)
        n_wrong += differs(str_of(links[i].href), "href", str_of(links[i].want),
                           str_of(resolve(base, links[i].href, NULL, &a)));
    assert_int_equal(n_wrong, 0);
}

static void a_query_of_a_gbk_page_is_sent_in_gbk_and_its_path_in_utf8(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    assert_string_equal(resolve("http://x.cn/", "/\xe6\x94\xbf?q=\xe7\x9a\x84", "gb18030", &a),
                        "http://x.cn/%E6%94%BF?q=%B5%C4");
    assert_string_equal(resolve("http://x.cn/", "?q=\xe7\x9a\x84", "utf-16le", &a),
                        "http://x.cn/?q=%E7%9A%84");
    /* What Big5 lacks; and bytes that are no UTF-8 stay what they are. */
    assert_string_equal(resolve("http://x.cn/", "?q=\xe2\x80\xa0&#1;", "big5", &a),
                        "http://x.cn/?q=%26%238224%3B&#1;");
    assert_string_equal(resolve("http://x.cn/", "/\xb5\xc4?\xb5\xc4", "gb18030", &a),
                        "http://x.cn/%B5%C4?%B5%C4");
}

static void a_link_keeps_the_credentials_of_its_base_and_the_origin_does_not(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url base, u;

    (void)state;
    assert_int_equal(url_parse(STR("http://a@b:c@x.cn:81/d"), NULL, NULL, &a, &base), RC_OK);
    assert_int_equal(url_parse(STR("e?f"), &base, NULL, &a, &u), RC_OK);
    assert_true(str_eq(u.href, STR("http://a%40b:c@x.cn:81/e?f")));
    assert_true(str_eq(u.origin, STR("http://x.cn:81")));
    assert_true(str_eq(u.host, STR("x.cn")));
    assert_int_equal(u.port, 81);
    assert_true(u.has_query && !u.has_fragment);
    assert_int_equal(url_parse(STR("//y.cn/"), &base, NULL, &a, &u), RC_OK);
    assert_true(str_eq(u.href, STR("http://y.cn/")));
}

static struct str repeated(const char *head, char c, size_t n, struct arena *a)
{
    char *p = arena_alloc(a, strlen(head) + n + 1);

    memcpy(p, head, strlen(head));
    memset(p + strlen(head), c, n);
    return str_from(p, strlen(head) + n);
}

static void a_url_may_have_8192_bytes_and_no_more(void **state)
{
    static const char head[] = "http://x.cn/";
    const size_t room = URL_BYTES_MAX - strlen(head);
    AUTO(arena_done) struct arena a = { 0 };
    struct url u;

    (void)state;
    assert_int_equal(url_parse(repeated(head, 'a', room, &a), NULL, NULL, &a, &u), RC_OK);
    assert_int_equal(u.href.n, URL_BYTES_MAX);
    assert_int_equal(url_parse(repeated(head, 'a', room + 1, &a), NULL, NULL, &a, &u), RC_LIMIT);
    /* As serialised: each space becomes three bytes. */
    assert_int_equal(url_parse(arena_join(&a, repeated(head, ' ', room / 3 + 1, &a), STR("x")),
                               NULL, NULL, &a, &u),
                     RC_LIMIT);
    /* Tabs do not count, and a long URL of another scheme is still one of another scheme. */
    assert_int_equal(
        url_parse(arena_join(&a, repeated(head, '\t', 20000, &a), STR("x")), NULL, NULL, &a, &u),
        RC_OK);
    assert_true(str_eq(u.href, STR("http://x.cn/x")));
    assert_int_equal(url_parse(repeated("data:", 'a', 20000, &a), NULL, NULL, &a, &u),
                     RC_UNSUPPORTED);
    assert_int_equal(url_parse(repeated("http://\xe6\x94\xbf", 'a', 2000, &a), NULL, NULL, &a, &u),
                     RC_LIMIT);
}

/* ---- decoding and domains ---------------------------------------------------------------- */

static void decoding_leaves_alone_what_is_no_utf8(void **state)
{
    static const struct {
        const char *in, *want;
    } cases[] = {
        { "", "" },
        { "/a", "/a" },
        { "/%E6%94%BF%e5%8a%a1", "/\xe6\x94\xbf\xe5\x8a\xa1" },
        { "%B5%C4a%20b", "%B5%C4a b" },
        { "%E6%94", "%E6%94" },
        { "%E6%94x%BF", "%E6%94x%BF" },
        { "100%", "100%" },
        { "%4", "%4" },
        { "%%41", "%A" },
        { "%zz", "%zz" },
        { "%F0%9F%98%80", "\xf0\x9f\x98\x80" },
    };
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(differs(str_of(cases[i].in), "decoded", str_of(cases[i].want),
                                 url_decode(str_of(cases[i].in), &a)),
                         0);
}

static void the_registrable_domain_is_the_part_under_a_public_suffix(void **state)
{
    static const struct {
        const char *host, *want;
    } cases[] = {
        { "www.a.yangxian.gov.cn", "yangxian.gov.cn" },
        { "yangxian.gov.cn", "yangxian.gov.cn" },
        { "gov.cn", "gov.cn" },
        { "www.x.com.cn", "x.com.cn" },
        { "a.b.example.com", "example.com" },
        { "WWW.Example.COM.", "Example.COM" },
        { "localhost", "localhost" },
        { "10.1.2.3", "10.1.2.3" },
        { "[::1]", "[::1]" },
        { "a.xn--zfr164b.xn--fiqs8s", "xn--zfr164b.xn--fiqs8s" },
        { "", "" },
        { "..", ".." },
        { "localhost.", "localhost" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(differs(str_of(cases[i].host), "registrable", str_of(cases[i].want),
                                 url_registrable(str_of(cases[i].host))),
                         0);
    assert_true(url_same_domain(STR("a.x.gov.cn"), STR("www.x.gov.cn")));
    assert_false(url_same_domain(STR("x.gov.cn"), STR("y.gov.cn")));
    assert_false(url_same_domain(STR("10.0.0.1"), STR("11.0.0.1")));
}

static void a_host_lies_within_a_domain_only_at_a_dot(void **state)
{
    (void)state;
    assert_true(url_host_within(STR("www.x.gov.cn"), STR("x.gov.cn")));
    assert_true(url_host_within(STR("X.gov.cn"), STR("x.GOV.cn")));
    assert_true(url_host_within(STR("www.x.gov.cn."), STR("x.gov.cn")));
    assert_false(url_host_within(STR("bx.gov.cn"), STR("x.gov.cn")));
    assert_false(url_host_within(STR("gov.cn"), STR("x.gov.cn")));
    assert_false(url_host_within(STR("x.gov.cn"), STR("")));
}

static void an_idn_is_shown_in_its_own_characters(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    assert_true(str_eq(url_host_display(STR("xn--zfr164b.xn--fiqs8s"), &a),
                       STR("\xe6\x94\xbf\xe5\x8a\xa1.\xe4\xb8\xad\xe5\x9b\xbd")));
    assert_true(str_eq(url_host_display(STR("www.x.gov.cn"), &a), STR("www.x.gov.cn")));
    assert_true(str_eq(url_host_display(STR("xn--0.com"), &a), STR("xn--0.com")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_http_case_of_the_public_list_is_as_the_list_says),
        cmocka_unit_test(every_name_of_the_public_list_becomes_ascii),
        cmocka_unit_test(queries_are_encoded_in_the_charset_of_the_page),
        cmocka_unit_test(links_of_real_pages_resolve_as_in_browsers),
        cmocka_unit_test(a_query_of_a_gbk_page_is_sent_in_gbk_and_its_path_in_utf8),
        cmocka_unit_test(a_link_keeps_the_credentials_of_its_base_and_the_origin_does_not),
        cmocka_unit_test(a_url_may_have_8192_bytes_and_no_more),
        cmocka_unit_test(decoding_leaves_alone_what_is_no_utf8),
        cmocka_unit_test(the_registrable_domain_is_the_part_under_a_public_suffix),
        cmocka_unit_test(a_host_lies_within_a_domain_only_at_a_dot),
        cmocka_unit_test(an_idn_is_shown_in_its_own_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
