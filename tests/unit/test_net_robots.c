/* robots.txt: RFC 9309 and what Google publishes about its reading, in tables. */
#include "base/base.h"

#include "net/robots.h"

#include "base/arena.h"
#include "net/robots_answer.h"
#include "support/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

struct question {
    const char *text, *agent, *path;
    bool is_allowed;
};

static bool allows(const char *text, const char *agent, const char *path)
{
    AUTO(arena_done) struct arena a = { 0 };

    return robots_allows(robots_parse(str_of(text), str_of(agent), &a), str_of(path));
}

static void ask(const struct question *questions, size_t n)
{
    int n_wrong = 0;

    for (size_t i = 0; i < n; i++) {
        const struct question *q = &questions[i];

        if (allows(q->text, q->agent, q->path) == q->is_allowed)
            continue;
        print_error("%s asks for %s, should be %s by\n%s", q->agent, q->path,
                    q->is_allowed ? "allowed" : "refused", q->text);
        n_wrong++;
    }
    assert_int_equal(n_wrong, 0);
}

static void without_a_rule_for_us_all_is_allowed(void **state)
{
    static const struct question questions[] = {
        { "", "xunjian", "/", true },
        { "User-agent: other\nDisallow: /\n", "xunjian", "/", true },
        { "User-agent: other\nDisallow: /\n", "", "/", true },
        { "Disallow: /\n", "xunjian", "/", true },
        { "foo: xunjian\nbar: /\n", "xunjian", "/x", true },
        { "<!DOCTYPE html>\n<html>\n<p>Disallow: / everything</p>\n", "xunjian", "/x", true },
        { "User-agent: *\nDisallow:\n", "xunjian", "/x", true },
        { "User-agent: *\nDisallow: /\n", "xunjian", "/robots.txt", true },
        { "User-agent: *\nDisallow: /\n", "xunjian", "", false },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
    assert_true(robots_allows(NULL, STR("/x")));
    assert_int_equal(robots_delay_ms(NULL), 0);
}

static void fields_are_read_as_people_write_them(void **state)
{
    static const struct question questions[] = {
        { "user-agent: xunjian\ndisallow: /\n", "xunjian", "/x", false },
        { "USER-AGENT: XunJian\nDISALLOW: /\n", "xunjian", "/x", false },
        { "uSeR-aGeNt:xunjian\ndIsAlLoW:/\n", "XUNJIAN", "/x", false },
        { "  User-agent :\t xunjian  \n\tDisallow :  /x  \n", "xunjian", "/x", false },
        { "user-agent xunjian\ndisallow /\n", "xunjian", "/x", false },
        { "user-agent xunjian bot\ndisallow /\n", "xunjian", "/x", true },
        { "user agent: xunjian\ndisallow: /\n", "xunjian", "/x", false },
        { "useragent: xunjian\ndisallow: /\n", "xunjian", "/x", false },
        { "User-agent: *\nDissallow: /\n", "xunjian", "/x", false },
        { "User-agent: *\nDissalow: /\n", "xunjian", "/x", false },
        { "User-agent: *\nDisalow: /\n", "xunjian", "/x", false },
        { "User-agent: *\nDiasllow: /\n", "xunjian", "/x", false },
        { "User-agent: *\nDisallaw: /\n", "xunjian", "/x", false },
        { "User-agent: *\nDisalloww: /\n", "xunjian", "/x", false },
        { "User-agent: *\nDesallow: /\n", "xunjian", "/x", true },
        { "User-agent: *\n#Disallow: /\nDisallow: /q # all of it\n", "xunjian", "/x", true },
        { "User-agent: *\n#Disallow: /\nDisallow: /q # all of it\n", "xunjian", "/q", false },
        { "User-agent: *\nDisallow: /q#r\n", "xunjian", "/q", false },
        { "User-agent: * # all\nDisallow: /\n", "xunjian", "/", false },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

static void lines_end_in_cr_lf_or_both(void **state)
{
    static const struct question questions[] = {
        { "User-agent: xunjian\r\nDisallow: /x\r\nDisallow: /y\r\n", "xunjian", "/y", false },
        { "User-agent: xunjian\rDisallow: /x\rDisallow: /y", "xunjian", "/y", false },
        { "User-agent: xunjian\r\n\r\n\nDisallow: /x\n\r\rDisallow: /y", "xunjian", "/y", false },
        { "User-agent: xunjian\rDisallow: /x\rDisallow: /y", "xunjian", "/z", true },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

static void a_byte_order_mark_is_skipped_at_the_start_only(void **state)
{
    static const struct question questions[] = {
        { "\xef\xbb\xbfUser-agent: xunjian\nDisallow: /\n", "xunjian", "/x", false },
        { "\xef\xbbUser-agent: xunjian\nDisallow: /\n", "xunjian", "/x", false },
        { "\xefUser-agent: xunjian\nDisallow: /\n", "xunjian", "/x", false },
        { "\xef\x11\xbfUser-agent: xunjian\nDisallow: /\n", "xunjian", "/x", true },
        { "User-agent: xunjian\n\xef\xbb\xbf"
          "Disallow: /\n",
          "xunjian", "/x", true },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

static void groups_for_one_agent_are_one_group(void **state)
{
    static const char many[] = "allow: /foo/bar/\n"
                               "\n"
                               "user-agent: FooBot\n"
                               "disallow: /\n"
                               "allow: /x/\n"
                               "user-agent: BarBot\n"
                               "disallow: /\n"
                               "allow: /y/\n"
                               "\n"
                               "\n"
                               "allow: /w/\n"
                               "user-agent: BazBot\n"
                               "\n"
                               "user-agent: FooBot\n"
                               "allow: /z/\n"
                               "disallow: /\n";
    static const char shared[] = "User-agent: a\nUser-agent: b\nDisallow: /x\n"
                                 "User-agent: c\nDisallow: /y\n";
    static const struct question questions[] = {
        { many, "FooBot", "/x/b", true },
        { many, "FooBot", "/z/d", true },
        { many, "FooBot", "/y/c", false },
        { many, "BarBot", "/y/c", true },
        { many, "BarBot", "/w/a", true },
        { many, "BarBot", "/z/d", false },
        { many, "BazBot", "/z/d", true },
        { many, "FooBot", "/foo/bar/", false },
        { many, "BarBot", "/foo/bar/", false },
        { many, "BazBot", "/foo/bar/", false },
        { shared, "a", "/x", false },
        { shared, "b", "/x", false },
        { shared, "c", "/x", true },
        { shared, "a", "/y", true },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

static void lines_of_other_kinds_do_not_end_a_group(void **state)
{
    static const char sitemap[] = "User-agent: BarBot\n"
                                  "Sitemap: https://foo.bar/sitemap\n"
                                  "User-agent: *\n"
                                  "Disallow: /\n";
    static const char unknown[] = "User-agent: FooBot\n"
                                  "Invalid-Unknown-Line: unknown\n"
                                  "Crawl-delay: 2\n"
                                  "User-agent: *\n"
                                  "Disallow: /\n";
    static const struct question questions[] = {
        { sitemap, "FooBot", "/", false },
        { sitemap, "BarBot", "/", false },
        { unknown, "FooBot", "/", false },
        { unknown, "BarBot", "/", false },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

static void the_group_that_names_us_beats_the_group_for_all(void **state)
{
    static const char global[] = "user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n";
    static const char specific[] = "User-agent: *\nDisallow: /x/\n"
                                   "User-agent: FooBot\nDisallow: /y/\n";
    static const char empty_group[] = "User-agent: *\nDisallow: /\nUser-agent: FooBot\n";
    static const char tokens[] = "User-Agent: *\nDisallow: /\n"
                                 "User-Agent: Foo Bar/1.0\nAllow: /x/\nDisallow: /\n";
    static const struct question questions[] = {
        { global, "FooBot", "/x/y", false },
        { global, "BarBot", "/x/y", true },
        { specific, "FooBot", "/x/page", true },
        { specific, "FooBot", "/y/page", false },
        { specific, "BarBot", "/x/page", false },
        { empty_group, "FooBot", "/x", true },
        { tokens, "Foo", "/x/y", true },
        { tokens, "foo", "/a", false },
        { tokens, "Foo Bar", "/x/y", false },
        { tokens, "FooBar", "/x/y", false },
        { "User-agent: Foo/2.1\nDisallow: /\n", "foo", "/", false },
        { "User-agent: Foo-News\nDisallow: /\n", "foo", "/", true },
        { "User-agent: Foo*\nDisallow: /\n", "foo", "/", false },
        { "User-agent: *Foo\nDisallow: /\n", "foo", "/", true },
        { "User-agent: Foobar\nDisallow: /\n", "foo", "/", true },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

#define FOO "user-agent: FooBot\n"

static void the_longest_rule_wins_and_allow_wins_a_tie(void **state)
{
    static const struct question questions[] = {
        { FOO "disallow: /x/page.html\nallow: /x/\n", "FooBot", "/x/page.html", false },
        { FOO "allow: /x/page.html\ndisallow: /x/\n", "FooBot", "/x/page.html", true },
        { FOO "allow: /x/page.html\ndisallow: /x/\n", "FooBot", "/x/", false },
        { FOO "disallow: \nallow: \n", "FooBot", "/x/page.html", true },
        { FOO "disallow: /\nallow: /\n", "FooBot", "/x/page.html", true },
        { FOO "disallow: /x\nallow: /x/\n", "FooBot", "/x", false },
        { FOO "disallow: /x\nallow: /x/\n", "FooBot", "/x/", true },
        { FOO "disallow: /x/page.html\nallow: /x/page.html\n", "FooBot", "/x/page.html", true },
        { FOO "allow: /page\ndisallow: /*.html\n", "FooBot", "/page.html", false },
        { FOO "allow: /page\ndisallow: /*.html\n", "FooBot", "/page", true },
        { FOO "allow: /x/page.\ndisallow: /*.html\n", "FooBot", "/x/page.html", true },
        { FOO "allow: /x/page.\ndisallow: /*.html\n", "FooBot", "/x/y.html", false },
        { FOO "allow: /p\ndisallow: /\n", "FooBot", "/page", true },
        { FOO "allow: /folder\ndisallow: /folder\n", "FooBot", "/folder/page", true },
        { FOO "allow: /page\ndisallow: /*.htm\n", "FooBot", "/page.htm", false },
        { FOO "allow: /$\ndisallow: /\n", "FooBot", "/", true },
        { FOO "allow: /$\ndisallow: /\n", "FooBot", "/page.html", false },
        { FOO "disallow: /x/\n", "FooBot", "/x/y", false },
        { FOO "disallow: /X/\n", "FooBot", "/x/y", true },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

#define ONLY(rule) FOO "disallow: /\nallow: " rule "\n"

static void stars_and_the_dollar_match_as_published(void **state)
{
    static const struct question questions[] = {
        { ONLY("/fish"), "FooBot", "/bar", false },
        { ONLY("/fish"), "FooBot", "/fish", true },
        { ONLY("/fish"), "FooBot", "/fish.html", true },
        { ONLY("/fish"), "FooBot", "/fish/salmon.html", true },
        { ONLY("/fish"), "FooBot", "/fishheads", true },
        { ONLY("/fish"), "FooBot", "/fishheads/yummy.html", true },
        { ONLY("/fish"), "FooBot", "/fish.html?id=anything", true },
        { ONLY("/fish"), "FooBot", "/Fish.asp", false },
        { ONLY("/fish"), "FooBot", "/catfish", false },
        { ONLY("/fish"), "FooBot", "/?id=fish", false },
        { ONLY("/fish*"), "FooBot", "/fish", true },
        { ONLY("/fish*"), "FooBot", "/fishheads/yummy.html", true },
        { ONLY("/fish*"), "FooBot", "/Fish.bar", false },
        { ONLY("/fish*"), "FooBot", "/catfish", false },
        { ONLY("/fish/"), "FooBot", "/fish/", true },
        { ONLY("/fish/"), "FooBot", "/fish/?id=anything", true },
        { ONLY("/fish/"), "FooBot", "/fish", false },
        { ONLY("/fish/"), "FooBot", "/fish.html", false },
        { ONLY("/fish/"), "FooBot", "/Fish/Salmon.html", false },
        { ONLY("/*.php"), "FooBot", "/filename.php", true },
        { ONLY("/*.php"), "FooBot", "/folder/filename.php?parameters", true },
        { ONLY("/*.php"), "FooBot", "//folder/any.php.file.html", true },
        { ONLY("/*.php"), "FooBot", "/filename.php/", true },
        { ONLY("/*.php"), "FooBot", "/index?f=filename.php/", true },
        { ONLY("/*.php"), "FooBot", "/php/", false },
        { ONLY("/*.php"), "FooBot", "/index?php", false },
        { ONLY("/*.php"), "FooBot", "/windows.PHP", false },
        { ONLY("/*.php$"), "FooBot", "/filename.php", true },
        { ONLY("/*.php$"), "FooBot", "/folder/filename.php", true },
        { ONLY("/*.php$"), "FooBot", "/a.php/b.php", true },
        { ONLY("/*.php$"), "FooBot", "/filename.php?parameters", false },
        { ONLY("/*.php$"), "FooBot", "/filename.php/", false },
        { ONLY("/*.php$"), "FooBot", "/filename.php5", false },
        { ONLY("/*.php$"), "FooBot", "/filename?php", false },
        { ONLY("/*.php$"), "FooBot", "/aaaphpaaa", false },
        { ONLY("/fish*.php"), "FooBot", "/fish.php", true },
        { ONLY("/fish*.php"), "FooBot", "/fishheads/catfish.php?parameters", true },
        { ONLY("/fish*.php"), "FooBot", "/Fish.PHP", false },
        { ONLY("/a*b*c$"), "FooBot", "/abc", true },
        { ONLY("/a*b*c$"), "FooBot", "/a-b-b-c-c", true },
        { ONLY("/a*b*c$"), "FooBot", "/acb", false },
        { ONLY("/a*ab$"), "FooBot", "/ab", false },
        { ONLY("/a**b"), "FooBot", "/ab", true },
        { ONLY("*"), "FooBot", "/ab", true },
        { ONLY("*.php"), "FooBot", "/x.php", true },
        { ONLY("/a$b"), "FooBot", "/a$b/c", true },
        { ONLY("/a$b"), "FooBot", "/a", false },
        { FOO "Disallow: /foo/bar$\nAllow: /foo/bar/qux\n", "FooBot", "/foo/bar", false },
        { FOO "Disallow: /foo/bar$\nAllow: /foo/bar/qux\n", "FooBot", "/foo/bar/baz", true },
        { FOO "Disallow: /foo/bar/quz\nAllow: /foo/*/qux\n", "FooBot", "/foo/bar/quz", false },
        { FOO "Disallow: /foo/bar/quz\nAllow: /foo/*/qux\n", "FooBot", "/foo/bax/quz", true },
        /* Google's addition. */
        { ONLY("/a/index.html"), "FooBot", "/a/", true },
        { ONLY("/a/index.html"), "FooBot", "/a/index.htm", false },
        { ONLY("/a/index.html"), "FooBot", "/a/index.html", true },
        { ONLY("/a/index.html"), "FooBot", "/b", false },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

/*
 * RFC 9309, 2.2.2 and 2.2.3. Google's tests leave "%62" in a rule as it is and say that nobody
 * should rely on it; we follow the RFC's table, in which it is "b".
 */
static void rules_and_paths_are_compared_in_one_encoding(void **state)
{
    static const struct question questions[] = {
        { ONLY("/foo/bar?baz=quz"), "FooBot", "/foo/bar?baz=quz", true },
        { ONLY("/foo/bar?qux=taz&baz=http://foo.bar?tar&par"), "FooBot",
          "/foo/bar?qux=taz&baz=http://foo.bar?tar&par", true },
        { ONLY("/foo/bar/\xe3\x83\x84"), "FooBot", "/foo/bar/%E3%83%84", true },
        { ONLY("/foo/bar/%e3%83%84"), "FooBot", "/foo/bar/%E3%83%84", true },
        { ONLY("/foo/bar/%E3%83%84"), "FooBot", "/foo/bar/%e3%83%84", true },
        { ONLY("/foo/bar/%62%61%7A"), "FooBot", "/foo/bar/baz", true },
        { ONLY("/foo/bar/baz"), "FooBot", "/foo/bar/%62%61%7A", true },
        { ONLY("/foo/bar/%62%61%7A"), "FooBot", "/foo/bar/%62%61%7A", true },
        { ONLY("/a%2Fb"), "FooBot", "/a/b", false },
        { ONLY("/a%2fb"), "FooBot", "/a%2Fb", true },
        { ONLY("/a b"), "FooBot", "/a%20b", true },
        { ONLY("/a|b"), "FooBot", "/a|b", true },
        { ONLY("/a%7Cb"), "FooBot", "/a|b", true },
        { ONLY("/100%"), "FooBot", "/100%", true },
        /* A star and a dollar that stand for themselves. */
        { ONLY("/path/file-with-a-%2A.html"), "FooBot", "/path/file-with-a-*.html", true },
        { ONLY("/path/file-with-a-%2A.html"), "FooBot", "/path/file-with-a-b.html", false },
        { ONLY("/path/foo-%24"), "FooBot", "/path/foo-$", true },
        { ONLY("/path/foo-%24"), "FooBot", "/path/foo-", false },
    };

    (void)state;
    ask(questions, COUNT_OF(questions));
}

static char *filled(struct arena *a, const char *head, char c, size_t n, const char *tail)
{
    char *p = arena_alloc(a, strlen(head) + n + strlen(tail) + 1);

    memcpy(p, head, strlen(head));
    memset(p + strlen(head), c, n);
    memcpy(p + strlen(head) + n, tail, strlen(tail));
    return p;
}

static void a_line_is_read_up_to_its_limit(void **state)
{
    enum { LINE = 2083 * 8 - 1 };
    AUTO(arena_done) struct arena a = { 0 };
    const size_t n = LINE - strlen("disallow: /x/");

    (void)state;
    assert_true(allows(filled(&a, FOO "disallow: /x/", 'a', n, "/qux\n"), "FooBot", "/fux"));
    assert_false(allows(filled(&a, FOO "disallow: /x/", 'a', n, "/qux\n"), "FooBot",
                        filled(&a, "/x/", 'a', n, "/fux")));
    assert_true(allows(filled(&a, FOO "disallow: /x/", 'a', n, "/qux\n"), "FooBot",
                       filled(&a, "/x/", 'a', n - 1, "/fux")));
}

static void a_file_is_read_up_to_its_limit(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const char *last = "\nDisallow: /x\n", *cut = "\nDisallow: /xy";
    const char *head = "User-agent: *\n#";
    const size_t n = ROBOTS_BYTES_MAX - strlen(head) - strlen(last);

    (void)state;
    assert_false(allows(filled(&a, head, '.', n, last), "xunjian", "/x"));
    assert_true(allows(filled(&a, head, '.', n + strlen(last), last), "xunjian", "/x"));
    /* A rule that is cut off in the middle would forbid more than the site wrote. */
    assert_true(allows(filled(&a, head, '.', n + 2, cut), "xunjian", "/x"));
}

static void the_delay_is_in_seconds_with_fractions(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {
        { "User-agent: *\nCrawl-delay: 10\n", 10000 },
        { "User-agent: *\nCrawl-delay: 0.5\n", 500 },
        { "User-agent: *\nCrawl-delay: .25\n", 250 },
        { "User-agent: *\nCrawl-delay: 1.2345\n", 1234 },
        { "User-agent: *\nCrawl-delay: 2\nCrawl-delay: 1\n", 2000 },
        { "User-agent: *\nCrawl-delay: 9\nUser-agent: xunjian\nCrawl-delay: 3\n", 3000 },
        { "User-agent: *\nCrawl-delay: 9\nDisallow: /a\nUser-agent: xunjian\nCrawl-delay: 3\n",
          3000 },
        { "User-agent: other\nCrawl-delay: 9\n", 0 },
        { "User-agent: *\nCrawl-delay: -1\n", 0 },
        { "User-agent: *\nCrawl-delay: soon\n", 0 },
        { "User-agent: *\nCrawl-delay:\n", 0 },
        { "User-agent: *\nCrawl-delay: 1.x\n", 0 },
        { "User-agent: *\nCrawl-delay: 2000000000\n", 86400000 },
        { "Crawl-delay: 10\n", 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(arena_done) struct arena a = { 0 };
        const int64_t ms = robots_delay_ms(robots_parse(str_of(cases[i].text), STR("xunjian"), &a));

        if (ms != cases[i].ms)
            fail_msg("%lld for %s", (long long)ms, cases[i].text);
    }
}

static void sitemaps_may_stand_anywhere(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct str *maps;
    const struct robots *r = robots_parse(STR("Sitemap: http://x.cn/1.xml\n"
                                              "User-agent: other\n"
                                              "SITE-MAP:http://x.cn/2.xml # second\n"
                                              "Sitemap:\n"
                                              "Disallow: /\n"
                                              "sitemap: http://x.cn/3.xml"),
                                          STR("xunjian"), &a);

    (void)state;
    assert_int_equal(robots_sitemaps(r, &maps), 3);
    assert_true(str_eq(maps[0], STR("http://x.cn/1.xml")));
    assert_true(str_eq(maps[1], STR("http://x.cn/2.xml")));
    assert_true(str_eq(maps[2], STR("http://x.cn/3.xml")));
    assert_int_equal(robots_sitemaps(NULL, &maps), 0);
}

/* Backtracking would need more time than there is; the limit is generous for slow machines. */
static void hostile_stars_cost_little(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    char *rule = arena_alloc(&a, 9000);
    const char *path = filled(&a, "/", 'a', 8000, "");
    const int64_t start = cpu_ms();

    (void)state;
    for (size_t i = 0; i < 4000; i++)
        memcpy(rule + 2 * i, "a*", 2);
    memcpy(rule + 8000, "b$", 3);
    assert_true(allows(arena_printf(&a, "User-agent: *\nDisallow: /%s\n", rule).p, "x", path));
    memcpy(rule + 8000, "a$", 3);
    assert_false(allows(arena_printf(&a, "User-agent: *\nDisallow: /%s\n", rule).p, "x", path));
    assert_true(cpu_ms() - start < 2000);
}

/* What cannot be matched in full for its price is read the strict way. */
static void of_many_stars_for_a_long_path_the_last_forbid_what_begins_like_them(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const char *path = filled(&a, "/a", 'x', 8000, "c");
    const char *few = "User-agent: *\nAllow: /a*c\n", *many = few;

    (void)state;
    for (int i = 0; i < 100; i++) {
        many = arena_printf(&a, "%sDisallow: /a*yy%d\n", many, i).p;
        few = i == 20 ? many : few;
    }
    assert_true(allows(few, "xunjian", path));
    assert_true(allows(many, "xunjian", "/axxc"));
    assert_false(allows(many, "xunjian", path));
    assert_true(allows(many, "xunjian", filled(&a, "/b", 'x', 8000, ""))); /* begins like none */
}

/* Of the process, so far. */
static int64_t peak_bytes(void)
{
    struct rusage usage;

    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return (int64_t)usage.ru_maxrss * 1024;
}

static void of_an_answer_only_what_is_read_is_kept(void **state)
{
    const size_t n = 8 << 20;
    struct arena a = { 0 };
    char *body = malloc(n);
    bool is_down;

    (void)state;
    assert_non_null(body);
    memset(body, '#', n);

    const int64_t before = peak_bytes();

    for (int i = 0; i < 32; i++)
        assert_non_null(robots_of_answer(REASON_NONE, 200, str_from(body, n), &is_down, &a));
    assert_true(peak_bytes() - before < 64 << 20);
    arena_done(&a);
    free(body);
}

static void half_a_file_is_none(void **state)
{
    static const struct str half = { "User-agent: *\n", 14 };
    struct arena a = { 0 };
    bool is_down;

    (void)state;
    assert_true(robots_allows(robots_of_answer(REASON_TOO_LARGE, 200, half, &is_down, &a), half));
    assert_false(is_down);
    assert_false(robots_allows(robots_of_answer(REASON_RESET, 200, half, &is_down, &a), half));
    assert_true(is_down);
    assert_false(robots_allows(robots_of_answer(REASON_TIMEOUT, 0, half, &is_down, &a), half));
    assert_true(is_down);
    assert_false(robots_allows(robots_of_answer(REASON_ENCODING, 200, half, &is_down, &a), half));
    assert_true(is_down);
    assert_false(robots_allows(robots_of_answer(REASON_PROTOCOL, 0, half, &is_down, &a), half));
    assert_true(is_down);
    assert_false(robots_allows(robots_of_answer(REASON_HTTP, 429, half, &is_down, &a), half));
    assert_true(is_down);
    assert_true(robots_allows(robots_of_answer(REASON_HTTP, 403, half, &is_down, &a), half));
    assert_false(is_down);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_an_answer_only_what_is_read_is_kept),
        cmocka_unit_test(half_a_file_is_none),
        cmocka_unit_test(without_a_rule_for_us_all_is_allowed),
        cmocka_unit_test(fields_are_read_as_people_write_them),
        cmocka_unit_test(lines_end_in_cr_lf_or_both),
        cmocka_unit_test(a_byte_order_mark_is_skipped_at_the_start_only),
        cmocka_unit_test(groups_for_one_agent_are_one_group),
        cmocka_unit_test(lines_of_other_kinds_do_not_end_a_group),
        cmocka_unit_test(the_group_that_names_us_beats_the_group_for_all),
        cmocka_unit_test(the_longest_rule_wins_and_allow_wins_a_tie),
        cmocka_unit_test(stars_and_the_dollar_match_as_published),
        cmocka_unit_test(rules_and_paths_are_compared_in_one_encoding),
        cmocka_unit_test(a_line_is_read_up_to_its_limit),
        cmocka_unit_test(a_file_is_read_up_to_its_limit),
        cmocka_unit_test(the_delay_is_in_seconds_with_fractions),
        cmocka_unit_test(sitemaps_may_stand_anywhere),
        cmocka_unit_test(hostile_stars_cost_little),
        cmocka_unit_test(of_many_stars_for_a_long_path_the_last_forbid_what_begins_like_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
