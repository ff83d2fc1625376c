#include "base/base.h"

#include "crawl/scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PORTAL, BUREAU, SCHOOLS, OLD, ALONE, SITES_N };

#define HOME(text)                                                                                 \
    {                                                                                              \
        .p = text, .n = sizeof(text) - 1                                                           \
    }

static const struct site sites[SITES_N] = {
    [PORTAL] = { .home = HOME("http://www.x.gov.cn/"), .state = SITE_RUNNING },
    [BUREAU] = { .home = HOME("http://jyj.x.gov.cn/"), .state = SITE_RUNNING },
    [SCHOOLS] = { .home = HOME("http://www.x.gov.cn/jyj/xx/"), .state = SITE_RUNNING },
    [OLD] = { .home = HOME("http://pt.x.gov.cn/wjw/"), .state = SITE_RUNNING },
    [ALONE] = { .home = HOME("http://y.gov.cn/"), .state = SITE_RUNNING },
};
static const struct site_list all = { .sites = sites, .n = SITES_N };

static bool has_page(const struct scope *s, const char *text)
{
    struct arena a = { 0 };
    struct url url;

    assert_int_equal(url_parse(str_of(text), NULL, NULL, &a, &url), RC_OK);

    const bool has = scope_has_page(s, &url);

    arena_done(&a);
    return has;
}

static bool follow(struct scope *s, const char *text, struct arena *a)
{
    struct url url;

    assert_int_equal(url_parse(str_of(text), NULL, NULL, a, &url), RC_OK);
    return scope_follow_home(s, &url, a);
}

static void a_home_page_may_move_within_its_domain(void **state)
{
    struct arena a = { 0 };
    struct scope s;

    (void)state;
    assert_int_equal(scope_init(&s, &sites[ALONE], &all, &a), RC_OK);
    assert_false(has_page(&s, "https://www.y.gov.cn/a.html"));
    assert_true(follow(&s, "https://www.y.gov.cn/", &a));
    assert_true(has_page(&s, "https://www.y.gov.cn/a.html"));
    assert_true(has_page(&s, "http://y.gov.cn/a.html"));
    assert_false(follow(&s, "https://www.other.cn/", &a));
    assert_false(has_page(&s, "https://www.other.cn/"));
    arena_done(&a);
}

/* The bureau's host leads to its column on the portal, within which the schools have a site. */
static void a_home_page_that_moves_to_others_has_its_part_there(void **state)
{
    struct arena a = { 0 };
    struct scope s;

    (void)state;
    assert_int_equal(scope_init(&s, &sites[BUREAU], &all, &a), RC_OK);
    assert_true(follow(&s, "https://www.x.gov.cn/jyj/", &a));
    assert_true(has_page(&s, "https://www.x.gov.cn/jyj/a.html"));
    assert_false(has_page(&s, "https://www.x.gov.cn/jyj/xx/a.html"));
    assert_false(has_page(&s, "https://www.x.gov.cn/a.html"));
    assert_true(has_page(&s, "http://jyj.x.gov.cn/a.html")); /* its own, still */
    assert_true(follow(&s, "https://www.x.gov.cn/col/12/index.html", &a));
    assert_true(has_page(&s, "https://www.x.gov.cn/col/12/a.html"));
    assert_false(has_page(&s, "https://www.x.gov.cn/a.html"));
    arena_done(&a);
}

static void what_was_shared_is_left_to_the_others(void **state)
{
    const struct site platform[] = { sites[OLD],
                                     { .home = STR("http://pt.x.gov.cn/"), .state = SITE_RUNNING },
                                     sites[PORTAL] };
    const struct site_list list = { .sites = platform, .n = COUNT_OF(platform) };
    struct arena a = { 0 };
    struct scope s;

    (void)state;
    assert_int_equal(scope_init(&s, &platform[0], &list, &a), RC_OK);
    assert_false(has_page(&s, "http://pt.x.gov.cn/a.html"));
    assert_true(follow(&s, "http://www.x.gov.cn/wjw/", &a));
    assert_true(has_page(&s, "http://www.x.gov.cn/wjw/a.html"));
    assert_false(has_page(&s, "http://pt.x.gov.cn/a.html"));
    arena_done(&a);
}

static void a_home_page_that_leads_to_another_site_takes_nothing_of_it(void **state)
{
    struct arena a = { 0 };
    struct scope s;

    (void)state;
    assert_int_equal(scope_init(&s, &sites[BUREAU], &all, &a), RC_OK);
    assert_false(follow(&s, "http://www.x.gov.cn/", &a));
    assert_false(has_page(&s, "http://www.x.gov.cn/a.html"));
    assert_true(has_page(&s, "http://jyj.x.gov.cn/a.html"));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_home_page_may_move_within_its_domain),
        cmocka_unit_test(a_home_page_that_moves_to_others_has_its_part_there),
        cmocka_unit_test(what_was_shared_is_left_to_the_others),
        cmocka_unit_test(a_home_page_that_leads_to_another_site_takes_nothing_of_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
