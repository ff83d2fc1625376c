/* stale-home. */
#include "check_support.h"

static const struct page HOME = {
    .url = { "http://www.yunxi.gov.cn/", 24 },
    .kind = PAGE_HOME,
    .title = { "云溪县人民政府", 21 },
};

static struct site_view at_home(const struct page *home)
{
    return (struct site_view){ .site = &SITE, .home = home, .is_complete = true };
}

static void a_home_page_is_stale_after_fourteen_days(void **state)
{
    (void)state;
    struct page home = HOME;
    struct block block = { .title = STR("要闻动态"), .n_items = 5, .newest = today() - 14 };
    const struct site_view v = at_home(&home);
    struct run run;

    home.blocks = &block;
    home.n_blocks = 1;
    run_site(&run, "stale-home", &v);
    assert_clean(&run);
    run_done(&run);

    block.newest = today() - 15;
    run_site(&run, "stale-home", &v);
    const struct finding *f = only(&run, GRADE_VETO);

    assert_int_equal(f->measured.value, 15);
    assert_int_equal(f->limit.value, 14);
    assert_int_equal(f->since, today());
    assert_str(f->url, "http://www.yunxi.gov.cn/");
    run_done(&run);
}

static void dates_in_the_future_do_not_make_a_home_page_fresh(void **state)
{
    (void)state;
    struct page home = HOME;
    const struct item items[] = { { .date = today() + 30 }, { .date = today() - 40 } };
    const struct site_view v = at_home(&home);
    struct run run;

    home.items = items;
    home.n_items = 2;
    home.newest_item = today() + 30;
    run_site(&run, "stale-home", &v);
    assert_int_equal(only(&run, GRADE_VETO)->measured.value, 40);
    run_done(&run);
}

static void scripts_may_fill_a_home_page(void **state)
{
    (void)state;
    struct page home = HOME;
    struct block blocks[] = {
        { .title = STR("要闻"), .n_items = 5, .newest = today() - 100 },
        { .title = STR("公告"), .by_script = true },
    };
    const struct site_view v = at_home(&home);
    struct run run;

    home.blocks = blocks;
    home.n_blocks = 2;
    run_site(&run, "stale-home", &v);
    assert_unknown(&run);
    run_done(&run);

    blocks[0].newest = today();
    run_site(&run, "stale-home", &v);
    assert_clean(&run);
    run_done(&run);
}

static void a_navigation_page_is_judged_by_the_pages_behind_it(void **state)
{
    (void)state;
    struct digest d[] = {
        { .url = STR("http://www.yunxi.gov.cn/a/"), .depth = 1, .newest_item = today() - 20 },
        { .url = STR("http://www.yunxi.gov.cn/b/"), .depth = 1, .newest_item = today() - 15 },
        { .url = STR("http://www.yunxi.gov.cn/b/c/"), .depth = 2, .newest_item = today() },
    };
    struct site_view v = at_home(&HOME);
    struct run run;

    v.digests = d;
    v.n_digests = COUNT_OF(d);
    run_site(&run, "stale-home", &v);
    assert_int_equal(only(&run, GRADE_FAULT)->measured.value, 15);
    run_done(&run);

    d[1].newest_item = today() - 14;
    run_site(&run, "stale-home", &v);
    assert_clean(&run);
    run_done(&run);

    d[1].newest_item = today() - 15;
    d[0].needs_browser = true;
    run_site(&run, "stale-home", &v);
    assert_unknown(&run);
    run_done(&run);

    d[0] = d[1] = (struct digest){ .depth = 1, .published = today() - 100 }; /* texts alone */
    run_site(&run, "stale-home", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void a_home_page_without_dates_is_unknown(void **state)
{
    (void)state;
    struct page home = HOME;
    const struct item items[] = { { .title = STR("某事") } };
    const struct site_view v = at_home(&home);
    struct run run;

    home.items = items;
    home.n_items = 1;
    run_site(&run, "stale-home", &v);
    assert_unknown(&run);
    run_done(&run);
}

/* A home page whose links have no dates, and the pages behind them. */
struct small_site {
    struct link links[4];
    struct digest pages[4];
    struct page home;
    struct site_view view;
};

static void make_small_site(struct small_site *s, int32_t newest)
{
    static const char *const urls[] = { "http://www.yunxi.gov.cn/1.html",
                                        "http://www.yunxi.gov.cn/2.html",
                                        "http://www.yunxi.gov.cn/3.html",
                                        "http://www.yunxi.gov.cn/4.html" };

    *s = (struct small_site){ .home = HOME };
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        s->links[i] = (struct link){ .url = str_of(urls[i]),
                                     .kind = LINK_PAGE,
                                     .is_same_site = true,
                                     .text = STR("县政府研究部署秋季重点工作") };
        s->pages[i] = (struct digest){ .url = str_of(urls[3 - i]), /* in another order */
                                       .kind = PAGE_ARTICLE,
                                       .depth = 1,
                                       .published = newest - (int32_t)i };
    }
    s->home.links = s->links;
    s->home.n_links = COUNT_OF(s->links);
    s->view = at_home(&s->home);
    s->view.digests = s->pages;
    s->view.n_digests = COUNT_OF(s->pages);
}

static void articles_tell_the_day_of_titles_without_dates(void **state)
{
    (void)state;
    struct small_site s;
    struct run run;

    make_small_site(&s, today() - 14);
    run_site(&run, "stale-home", &s.view);
    assert_clean(&run);
    run_done(&run);

    make_small_site(&s, today() - 15);
    run_site(&run, "stale-home", &s.view);
    const struct finding *f = only(&run, GRADE_VETO);

    assert_int_equal(f->measured.value, 15);
    assert_true(f->confidence < 0.9);
    run_done(&run);
}

static void one_title_whose_day_is_not_known_may_be_the_newest(void **state)
{
    (void)state;
    struct small_site s;
    struct run run;

    for (int fault = 0; fault < 4; fault++) {
        make_small_site(&s, today() - 100);
        if (fault == 0) /* a text that is no article, or not known as one */
            s.pages[0] = (struct digest){ .url = s.pages[0].url, .kind = PAGE_OTHER, .depth = 1 };
        if (fault == 1) /* it did not open, or robots.txt keeps it from us */
            s.view.n_digests--;
        if (fault == 2) { /* a file */
            s.links[0].url = STR("http://www.yunxi.gov.cn/1.pdf");
            s.links[0].kind = LINK_ATTACHMENT;
        }
        if (fault == 3) { /* another site's */
            s.links[0].url = STR("http://www.example.cn/1.html");
            s.links[0].is_same_site = false;
        }
        run_site(&run, "stale-home", &s.view);
        assert_unknown(&run);
        run_done(&run);
    }
    make_small_site(&s, today() - 100);
    s.view.n_digests--;
    s.links[0].text = STR("机构职能"); /* no title of news */
    run_site(&run, "stale-home", &s.view);
    assert_int_equal(only(&run, GRADE_VETO)->measured.value, 100);
    run_done(&run);
}

static void a_dated_list_speaks_for_itself_beside_titles_without_dates(void **state)
{
    (void)state;
    const struct item item = { .date = today() - 40 };
    struct small_site s;
    double sure;
    struct run run;

    make_small_site(&s, today() - 50);
    s.home.items = &item;
    s.home.n_items = 1;
    run_site(&run, "stale-home", &s.view);
    sure = only(&run, GRADE_VETO)->confidence;
    assert_int_equal(run.r.findings[0].measured.value, 40);
    run_done(&run);

    s.view.n_digests--;
    run_site(&run, "stale-home", &s.view);
    assert_true(only(&run, GRADE_VETO)->confidence < sure);
    run_done(&run);

    s.view.n_digests++;
    s.pages[2].published = today() - 3; /* its tag's alone: made anew */
    run_site(&run, "stale-home", &s.view);
    assert_int_equal(only(&run, GRADE_VETO)->measured.value, 40);
    run_done(&run);

    s.pages[2].is_dated = true; /* listed without its day */
    run_site(&run, "stale-home", &s.view);
    assert_clean(&run);
    run_done(&run);

    s.pages[2].kind = PAGE_OTHER; /* no article: its day may be anything */
    run_site(&run, "stale-home", &s.view);
    assert_int_equal(only(&run, GRADE_VETO)->measured.value, 40);
    run_done(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_home_page_is_stale_after_fourteen_days),
        cmocka_unit_test(dates_in_the_future_do_not_make_a_home_page_fresh),
        cmocka_unit_test(scripts_may_fill_a_home_page),
        cmocka_unit_test(a_navigation_page_is_judged_by_the_pages_behind_it),
        cmocka_unit_test(a_home_page_without_dates_is_unknown),
        cmocka_unit_test(articles_tell_the_day_of_titles_without_dates),
        cmocka_unit_test(one_title_whose_day_is_not_known_may_be_the_newest),
        cmocka_unit_test(a_dated_list_speaks_for_itself_beside_titles_without_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
