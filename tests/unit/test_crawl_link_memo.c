#include "base/base.h"

#include "crawl/link_memo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct link_base base_of(const char *url, const char *charset, uint64_t site)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url u;

    assert_int_equal(url_parse(str_of(url), NULL, NULL, &a, &u), RC_OK);
    return link_base_of(&u, charset, site);
}

static struct resolved *find(const struct link_memo *m, const struct link_base *base,
                             struct link *link)
{
    struct resolved *found = NULL;

    link_memo_find(m, base, link, 1, &found);
    return found;
}

/* Is "href", first seen in one place, known in the other? */
static bool is_known(const char *href, struct link_base there, struct link_base here)
{
    AUTO(link_memo_done) struct link_memo m = { 0 };
    struct link link = { .href = str_of(href),
                         .url = STR("http://x.gov.cn/r"),
                         .fragment = STR("f"),
                         .is_same_site = true };
    struct link again = { .href = str_of(href) };

    link_memo_begin(&m);
    link_memo_add(&m, &there, &link);
    if (!find(&m, &here, &again))
        return false;
    assert_true(str_eq(again.url, link.url) && str_eq(again.fragment, link.fragment));
    assert_true(again.is_same_site && !again.is_bad_url);
    return true;
}

static void a_link_is_known_where_it_means_the_same(void **state)
{
    const struct link_base a = base_of("http://x.gov.cn/a/1.html", "utf-8", 1),
                           a2 = base_of("http://x.gov.cn/a/2.html?q", "utf-8", 1),
                           b = base_of("http://x.gov.cn/b/1.html", "utf-8", 1);

    (void)state;
    assert_true(is_known("2.html", a, a2));
    assert_true(is_known("/c/", a, b));
    assert_false(is_known("2.html", a, b));
    assert_false(is_known("//y.gov.cn/", a, base_of("http://z.gov.cn/a/", "utf-8", 1)));
    assert_false(is_known("//y.gov.cn/", a, base_of("https://x.gov.cn/a/", "utf-8", 1)));
    assert_false(is_known("/c/", a, base_of("http://u@x.gov.cn/a/1.html", "utf-8", 1)));
    assert_false(is_known("/?k=%", a, base_of("http://x.gov.cn/a/1.html", "gb18030", 1)));
    assert_false(is_known("/c/", a, base_of("http://x.gov.cn/a/1.html", "utf-8", 2)));
}

static void what_depends_on_the_page_is_not_kept(void **state)
{
    const struct link_base a = base_of("http://x.gov.cn/a/1.html", "utf-8", 1);

    (void)state;
    assert_false(is_known("", a, a));
    assert_false(is_known("?page=2", a, a));
    assert_false(is_known("#top", a, a));
}

static void what_the_caller_noted_comes_with_the_link(void **state)
{
    AUTO(link_memo_done) struct link_memo m = { 0 };
    const struct link_base base = base_of("http://x.gov.cn/", "utf-8", 1);
    struct link link = { .href = STR("/a"), .url = STR("http://x.gov.cn/a") }, again = link;

    (void)state;
    link_memo_begin(&m);
    link_memo_add(&m, &base, &link);

    struct resolved *r = find(&m, &base, &again);

    assert_non_null(r);
    assert_int_equal(again.number, 0);
    r->number = 7;
    link_memo_begin(&m);
    assert_ptr_equal(find(&m, &base, &again), r);
    assert_int_equal(again.number, 7);
}

static void what_was_forgotten_is_not_known_and_stays_readable_for_the_page(void **state)
{
    AUTO(link_memo_done) struct link_memo m = { 0 };
    const struct link_base base = base_of("http://x.gov.cn/", "utf-8", 1);
    struct link link = { .href = STR("/a"), .url = STR("http://x.gov.cn/a") };

    (void)state;
    link_memo_begin(&m);
    link_memo_add(&m, &base, &link);
    assert_non_null(find(&m, &base, &link));
    link_memo_forget(&m);
    assert_null(find(&m, &base, &(struct link){ .href = link.href }));
    link_memo_add(&m, &base, &link);
    assert_true(str_eq(link.url, STR("http://x.gov.cn/a")));
    link_memo_begin(&m);
    assert_null(find(&m, &base, &link));
    link_memo_add(&m, &base, &link);
    assert_non_null(find(&m, &base, &link));
}

static void twenty_thousand_links_are_remembered(void **state)
{
    enum { N = 20000 };
    AUTO(link_memo_done) struct link_memo m = { 0 };
    AUTO(arena_done) struct arena a = { 0 };
    const struct link_base base = base_of("http://x.gov.cn/", "utf-8", 1);
    struct link *links = arena_array(&a, struct link, N);
    struct resolved **found = arena_array(&a, struct resolved *, N);

    (void)state;
    link_memo_begin(&m);
    for (int i = 0; i < N; i++) {
        const struct str href = arena_printf(&a, "/art/2024/%d.html", i);

        links[i] = (struct link){ .href = href };
        link_memo_add(
            &m, &base,
            &(struct link){ .href = href,
                            .url = arena_printf(&a, "http://x.gov.cn%.*s", STR_ARG(href)) });
    }
    link_memo_begin(&m);
    link_memo_find(&m, &base, links, N, found);
    for (int i = 0; i < N; i++)
        assert_true(found[i] && str_ends(links[i].url, links[i].href));
}

static void memory_has_a_limit(void **state)
{
    AUTO(link_memo_done) struct link_memo m = { 0 };
    AUTO(arena_done) struct arena a = { 0 };
    const struct link_base base = base_of("http://x.gov.cn/", "utf-8", 1);
    size_t most = 0;

    (void)state;
    for (int page = 0; page < 1000; page++) {
        link_memo_begin(&m);
        for (int i = 0; i < 100; i++) {
            const struct str href = arena_printf(&a, "/%d/%d%0200d", page, i, 0);

            link_memo_add(&m, &base, &(struct link){ .href = href, .url = href });
        }
        most = m.n_bytes > most ? m.n_bytes : most;
        arena_reset(&a);
    }
    assert_in_range(most, 1 << 20, 5 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_is_known_where_it_means_the_same),
        cmocka_unit_test(what_depends_on_the_page_is_not_kept),
        cmocka_unit_test(what_the_caller_noted_comes_with_the_link),
        cmocka_unit_test(what_was_forgotten_is_not_known_and_stays_readable_for_the_page),
        cmocka_unit_test(twenty_thousand_links_are_remembered),
        cmocka_unit_test(memory_has_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
