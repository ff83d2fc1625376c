#include "base/base.h"

#include "base/clock.h"
#include "crawl/publication.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TODAY = 20000, LAST = PUBLICATION_WEEKS - 1 };

struct counted {
    struct arena a;
    struct publication site, *columns;
};

static void count(struct counted *c, const struct digest *digests, size_t n)
{
    const struct site_view v = { .digests = digests, .n_digests = n };

    *c = (struct counted){ 0 };
    publication_count(&v, TODAY, &c->a, &c->site, &c->columns);
}

static struct digest page(const char *url, enum page_kind kind, int32_t published)
{
    return (struct digest){ .url = str_of(url), .kind = kind, .published = published };
}

static void a_week_ends_with_today(void **state)
{
    const struct digest pages[] = {
        page("http://a/1", PAGE_ARTICLE, TODAY),     page("http://a/2", PAGE_ARTICLE, TODAY - 6),
        page("http://a/3", PAGE_ARTICLE, TODAY - 7), page("http://a/4", PAGE_ARTICLE, TODAY + 1),
        page("http://a/5", PAGE_ARTICLE, DAY_NONE),
    };
    struct counted c;

    (void)state;
    count(&c, pages, COUNT_OF(pages));
    assert_int_equal(c.site.n[LAST], 2);
    assert_int_equal(c.site.n[LAST - 1], 1);
    assert_int_equal(c.site.total, 3);
    arena_done(&c.a);
}

static void what_is_older_than_the_weeks_is_not_counted(void **state)
{
    const struct digest pages[] = {
        page("http://a/1", PAGE_ARTICLE, TODAY - 7 * LAST - 6),
        page("http://a/2", PAGE_ARTICLE, TODAY - 7 * PUBLICATION_WEEKS),
    };
    struct counted c;

    (void)state;
    count(&c, pages, COUNT_OF(pages));
    assert_int_equal(c.site.n[0], 1);
    assert_int_equal(c.site.total, 1);
    arena_done(&c.a);
}

static void an_article_belongs_to_the_deepest_folder_that_is_a_column(void **state)
{
    const struct digest pages[] = {
        page("http://a/zwgk/index.html", PAGE_COLUMN, DAY_NONE),
        page("http://a/zwgk/tz/", PAGE_COLUMN, DAY_NONE),
        page("http://a/zwgk/tz/index_1.html", PAGE_COLUMN, DAY_NONE),
        page("http://a/zwgk/tz/2024/9.html", PAGE_ARTICLE, TODAY),
        page("http://a/zwgk/8.html", PAGE_ARTICLE, TODAY),
        page("http://a/7.html", PAGE_ARTICLE, TODAY),
        page("http://b/zwgk/6.html", PAGE_ARTICLE, TODAY),
    };
    struct counted c;

    (void)state;
    count(&c, pages, COUNT_OF(pages));
    assert_int_equal(c.columns[0].total, 1);
    assert_int_equal(c.columns[1].total, 1);
    assert_int_equal(c.columns[2].total, 0);
    assert_int_equal(c.site.total, 4);
    arena_done(&c.a);
}

static void the_name_of_the_column_comes_first(void **state)
{
    struct digest pages[] = {
        page("http://a/art/1.html", PAGE_ARTICLE, TODAY),
        page("http://a/col/col1/", PAGE_COLUMN, DAY_NONE),
        page("http://a/art/", PAGE_COLUMN, DAY_NONE),
    };
    struct counted c;

    (void)state;
    pages[0].column_name = pages[1].column_name = STR("通知公告");
    count(&c, pages, COUNT_OF(pages));
    assert_int_equal(c.columns[0].total, 1);
    assert_int_equal(c.columns[1].total, 0);
    arena_done(&c.a);
}

static void a_site_without_pages_has_none(void **state)
{
    struct counted c;

    (void)state;
    count(&c, NULL, 0);
    assert_int_equal(c.site.total, 0);
    arena_done(&c.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week_ends_with_today),
        cmocka_unit_test(what_is_older_than_the_weeks_is_not_counted),
        cmocka_unit_test(an_article_belongs_to_the_deepest_folder_that_is_a_column),
        cmocka_unit_test(the_name_of_the_column_comes_first),
        cmocka_unit_test(a_site_without_pages_has_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
