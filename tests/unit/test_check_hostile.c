/* Sites that are made to cost much: every check of a whole site has to stay near linear. */
#include "check_support.h"

#include <time.h>

enum { PAGES = 20000, LINKS = 5000, CPU_S = 4 /* under ASan; a careless loop takes minutes */ };

static struct str numbered(struct arena *a, const char *before, size_t i, const char *behind)
{
    return arena_printf(a, "%s%zu%s", before, i, behind);
}

static struct digest *same_article_everywhere(struct arena *a)
{
    struct digest *d = arena_array(a, struct digest, PAGES);

    for (size_t i = 0; i < PAGES; i++)
        d[i] = (struct digest){ .url = numbered(a, "http://www.yunxi.gov.cn/", i, "/a/1.html"),
                                .kind = PAGE_ARTICLE,
                                .depth = 2,
                                .title = numbered(a, "留言", i, "-云溪县人民政府"),
                                .published = today() - 400,
                                .is_dated = true,
                                .body = 7,
                                .reply = 7,
                                .reply_chars = 100,
                                .topic = 7,
                                .paper = PAPER_DRAFT };
    return d;
}

static struct digest *one_leader_everywhere(struct arena *a)
{
    struct digest *d = arena_array(a, struct digest, PAGES);
    struct str posts = { 0 };

    for (int i = 0; i < 12; i++)
        posts = arena_join(a, posts, STR("局长,"));
    for (size_t i = 0; i < PAGES; i++)
        d[i] = (struct digest){ .url = numbered(a, "http://www.yunxi.gov.cn/ld/", i, ".html"),
                                .kind = PAGE_LEADER,
                                .leaders =
                                    arena_printf(a, "王建国\t%.*s第%zu局长\n", STR_ARG(posts), i) };
    return d;
}

static struct digest *one_guide_everywhere(struct arena *a)
{
    struct digest *d = arena_array(a, struct digest, PAGES);
    struct str words = { 0 };

    for (int i = 0; i < 120; i++)
        words = arena_join(a, words, STR("号"));
    for (size_t i = 0; i < PAGES; i++)
        d[i] = (struct digest){ .url = numbered(a, "http://www.yunxi.gov.cn/zn/", i, ".html"),
                                .kind = PAGE_GUIDE,
                                .guide = arena_printf(a, "残疾人证办理\n政务大厅\n9:00\n%.*s\n",
                                                      STR_ARG(words)) };
    return d;
}

static void every_check_stays_cheap(void **state)
{
    struct digest *(*const sites[])(
        struct arena *) = { same_article_everywhere, one_leader_everywhere, one_guide_everywhere };
    struct arena a = { 0 };
    struct link *links = arena_array(&a, struct link, LINKS);
    struct page home = { .url = STR("http://www.yunxi.gov.cn/"), .kind = PAGE_HOME };

    (void)state;
    for (size_t i = 0; i < LINKS; i++)
        links[i] = (struct link){ .kind = i % 2 ? LINK_PAGE : LINK_FRAME,
                                  .is_same_site = true,
                                  .url = numbered(&a, "http://www.yunxi.gov.cn/", i, "/b/2.html"),
                                  .text = STR("咨询") };
    home.links = links;
    home.n_links = LINKS;
    for (size_t s = 0; s < COUNT_OF(sites); s++) {
        const struct site_view v = { .site = &SITE,
                                     .home = &home,
                                     .sitemap = &home,
                                     .digests = sites[s](&a),
                                     .n_digests = PAGES,
                                     .is_complete = true };

        for (size_t i = 0; checks[i]; i++) {
            const clock_t begun = clock();
            struct run run;

            if (!checks[i]->check_site || checks[i]->for_closed)
                continue;
            run_site(&run, checks[i]->id, &v);
            run_done(&run);
            if (clock() - begun > CPU_S * CLOCKS_PER_SEC)
                fail_msg("%s, site %zu", checks[i]->id, s);
        }
    }
    arena_done(&a);
}

static void a_text_of_one_line_stays_cheap(void **state)
{
    static const char *const pieces[] = { " on line 1", "Warning: a.php on line x", "{{",
                                          "undefined" };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        const struct str piece = str_of(pieces[i]);
        const size_t n = (1U << 20) / piece.n;
        char *text = arena_alloc(&a, n * piece.n);
        const clock_t begun = clock();
        struct run run;

        for (size_t k = 0; k < n; k++)
            memcpy(text + k * piece.n, piece.p, piece.n);
        run_page(&run, "soft-error",
                 &(struct page){ .url = STR("http://www.yunxi.gov.cn/"),
                                 .kind = PAGE_OTHER,
                                 .text = str_from(text, n * piece.n),
                                 .text_chars = n * piece.n });
        run_done(&run);
        if (clock() - begun > CPU_S * CLOCKS_PER_SEC)
            fail_msg("%s", pieces[i]);
    }
    arena_done(&a);
}

static void what_is_too_much_to_compare_is_not_called_clean(void **state)
{
    struct arena a = { 0 };
    const struct site_view v = { .site = &SITE,
                                 .home = &(const struct page){ .kind = PAGE_HOME },
                                 .digests = one_leader_everywhere(&a),
                                 .n_digests = PAGES,
                                 .is_complete = true };
    struct run run;

    (void)state;
    run_site(&run, "leader-conflict", &v);
    assert_unknown(&run);
    run_done(&run);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_check_stays_cheap),
        cmocka_unit_test(a_text_of_one_line_stays_cheap),
        cmocka_unit_test(what_is_too_much_to_compare_is_not_called_clean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
