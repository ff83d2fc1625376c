/* Accounts in the office's store: listed, brought up from before, posts that were handed in. */
#include "base/base.h"

#include "base/clock.h"
#include "office/account_posts.h"
#include "store/site_query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct office {
    struct store *store;
    struct arena a;
};

static void ok(enum rc rc, const struct err *err)
{
    if (rc)
        fail_msg("%s", err->text);
}
#define OK(call)                                                                                   \
    do {                                                                                           \
        struct err err = { 0 };                                                                    \
        ok(call, &err);                                                                            \
    } while (0)

static int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));

    assert_non_null(o);
    OK(store_open(STR("sqlite::memory:"), &o->store, &err));
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->store);
    arena_done(&o->a);
    free(o);
    return 0;
}

static void accounts_are_listed_beside_the_sites(void **state)
{
    struct office *o = *state;
    const struct site_query q = { .kind = REGISTRY_ACCOUNTS },
                            other = { .kind = REGISTRY_ACCOUNTS, .platform = STR("新浪微博") };
    const struct site_query brief = { .kind = REGISTRY_ACCOUNTS,
                                      .is_brief = true,
                                      .order = SITES_BY_NAME };
    struct site_lines lines;
    struct run_info run;

    OK(store_run_begin(o->store, 1000 * (int64_t)86400, STR("{}"), &run, &err));
    OK(store_site_result(o->store, run.id, STR("微信订阅号:yx"),
                         STR("{\"name\":\"云溪发布\",\"owner\":\"县府办\",\"type\":\"微信订阅号\","
                             "\"source_grade\":\"feed\",\"posts\":7,\"newest\":\"1972-09-20\","
                             "\"verdict\":\"不合格\"}"),
                         &err));
    OK(store_site_result(o->store, run.id, STR("新浪微博:云溪"),
                         STR("{\"name\":\"云溪\",\"type\":\"新浪微博\",\"source_grade\":\"\","
                             "\"posts\":0,\"newest\":null}"),
                         &err));
    OK(store_sites(o->store, &q, &o->a, &lines, &err));
    assert_int_equal(lines.n, 2);
    assert_int_equal(lines.sites[0].pages, 7);
    assert_int_equal(lines.sites[0].newest, day_of(1972, 9, 20));
    assert_true(str_eq(lines.sites[0].sponsor, STR("县府办")));
    assert_int_equal(site_standing(&lines.sites[0]), STANDING_FAIL);
    assert_int_equal(lines.sites[1].pages, -1); /* not seen is not none */
    assert_int_equal(lines.sites[1].newest, DAY_NONE);
    OK(store_sites(o->store, &brief, &o->a, &lines, &err));
    assert_int_equal(lines.n, 2);
    site_lines_sort(&lines, SITES_BY_NAME, true);
    assert_true(str_eq(lines.sites[0].name, STR("云溪发布")));
    assert_int_equal(lines.sites[0].sponsor.n, 0);
    assert_int_equal(lines.sites[0].pages, 7);
    OK(site_lines_fill(o->store, lines.sites, 1, &o->a, &err));
    assert_true(str_eq(lines.sites[0].sponsor, STR("县府办")));
    assert_int_equal(lines.sites[0].pages, 7);
    OK(store_sites(o->store, &(struct site_query){ .code = STR("微信订阅号:yx") }, &o->a, &lines,
                   &err));
    assert_int_equal(lines.n, 1);
    assert_true(str_eq(lines.sites[0].name, STR("云溪发布")));
    OK(store_sites(o->store, &other, &o->a, &lines, &err));
    assert_int_equal(lines.n, 1);
    assert_true(str_eq(lines.sites[0].code, STR("新浪微博:云溪")));
    OK(store_sites(o->store, &(struct site_query){ 0 }, &o->a, &lines, &err));
    assert_int_equal(lines.n, 0); /* nor are they sites */
}

static void an_account_has_one_file_of_posts(void **state)
{
    struct office *o = *state;
    const struct str id = STR("微信订阅号:yx");
    const struct account_posts first = { .name = STR("a.csv"), .at = 5, .by = STR("张三") },
                               second = { .name = STR("b.csv"),
                                          .at = 6,
                                          .by = STR("李四"),
                                          .n_posts = 2,
                                          .newest = 20000 };
    const struct str large =
        str_from(arena_alloc(&o->a, ACCOUNT_POSTS_BYTES_MAX + 1), ACCOUNT_POSTS_BYTES_MAX + 1);
    struct account_posts got;
    struct run_info run;
    struct str bytes;

    assert_int_equal(store_posts_put(o->store, id, &first, STR("x"), NULL), RC_NOT_FOUND);
    OK(store_run_begin(o->store, 1, STR("{}"), &run, &err));
    OK(store_site_result(o->store, run.id, id, STR("{}"), &err));
    OK(store_site_result(o->store, run.id, STR("5107000001"), STR("{}"), &err));
    assert_int_equal(store_posts_put(o->store, STR("5107000001"), &first, STR("x"), NULL),
                     RC_NOT_FOUND); /* a site has none */
    assert_int_equal(store_posts_get(o->store, id, &o->a, &got, NULL, NULL), RC_NOT_FOUND);
    OK(store_posts_put(o->store, id, &first, STR("x"), &err));
    OK(store_posts_put(o->store, id, &second, STR("a\0b"), &err));
    assert_int_equal(store_posts_put(o->store, id, &first, large, NULL), RC_LIMIT);
    OK(store_posts_get(o->store, id, &o->a, &got, &bytes, &err));
    assert_true(str_eq(got.name, STR("b.csv")) && str_eq(got.by, STR("李四")));
    assert_true(str_eq(bytes, STR("a\0b")));
    assert_int_equal(got.n_bytes, 3);
    assert_int_equal(got.n_posts, 2);
    assert_int_equal(got.newest, 20000);
    OK(store_posts_drop(o->store, id, &err));
    assert_int_equal(store_posts_get(o->store, id, &o->a, &got, NULL, NULL), RC_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accounts_are_listed_beside_the_sites),
        TEST(an_account_has_one_file_of_posts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
