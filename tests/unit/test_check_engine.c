#include "check_support.h"

#include "check/campaign.h"
#include "proof/proofread.h"

#include <stdlib.h>

enum {
#define CHECK(name) LINE_##name,
#include "check/checks.def"
#undef CHECK
    CHECKS_N
};

static void every_line_of_the_table_is_a_whole_check(void **state)
{
    (void)state;
    size_t n = 0;

    for (; checks[n]; n++) {
        const struct check *c = checks[n];

        assert_ptr_equal(check_find(str_of(c->id)), c);
        assert_true(c->rev > 0);
        assert_non_null(c->title);
        assert_non_null(c->case_id);
        assert_true(c->check_page || c->check_site || c->check_account);
        for (size_t i = 0; i < c->n_params; i++) {
            assert_non_null(c->params[i].name);
            assert_non_null(c->params[i].unit);
            assert_true(c->params[i].min <= c->params[i].max);
        }
        for (size_t i = 0; i < c->n_lists; i++)
            assert_non_null(c->lists[i].name);
    }
    assert_int_equal(n, CHECKS_N);
    assert_null(check_find(STR("no-such-check")));
}

static void ids_choose_the_checks(void **state)
{
    (void)state;
    struct check_set *s = NULL;
    struct err err = { 0 };

    assert_int_equal(check_set_load(STR(""), DATA_FILE, &s, &err), RC_OK);
    assert_true(check_set_has(s, "dead-link"));
    assert_true(check_set_has(s, "tls"));
    assert_false(check_set_has(s, "no-such-check"));
    assert_false(check_set_links_only(s));
    check_set_freep(&s);

    assert_int_equal(check_set_load(STR("dead-link"), DATA_FILE, &s, &err), RC_OK);
    assert_true(check_set_has(s, "dead-link"));
    assert_false(check_set_has(s, "tls"));
    assert_true(check_set_links_only(s));
    check_set_freep(&s);

    assert_int_equal(check_set_load(STR("dead-link, soft-error"), DATA_FILE, &s, &err), RC_OK);
    assert_false(check_set_links_only(s));
    check_set_freep(&s);
}

/* Had it run, it would have found nothing, and what it found before would count as repaired. */
static void a_check_without_its_list_does_not_run(void **state)
{
    (void)state;
    struct check_set *s = NULL, *without = NULL;
    struct proofreader *p = NULL;
    struct err err = { 0 };
    const struct campaign_article article = { .title = STR("关于作风建设的公开信") };
    const struct campaign empty = { 0 }, campaign = { .articles = &article, .n = 1 };

    assert_int_equal(check_set_load(STR("tls,campaign-article,campaign-word"), DATA_FILE, &s, &err),
                     RC_OK);
    assert_int_equal(check_set_load(STR("tls"), DATA_FILE, &without, &err), RC_OK);
    assert_int_equal(proofreader_open(&(struct proof_data){ 0 }, &p, &err), RC_OK);
    check_set_use_campaign(s, &campaign);
    assert_true(check_set_has(s, "campaign-article"));
    check_set_use_campaign(s, &empty);
    assert_false(check_set_has(s, "campaign-article"));
    check_set_use_campaign(s, NULL);
    assert_false(check_set_has(s, "campaign-article"));
    assert_true(check_set_has(s, "campaign-word"));
    check_set_use_proofreader(s, p);
    assert_false(check_set_has(s, "campaign-word"));
    assert_true(check_set_has(s, "tls"));
    check_set_use_proofreader(without, p);
    assert_true(check_set_hash(s) == check_set_hash(without));
    check_set_free(s);
    check_set_free(without);
    proofreader_free(p);
}

static void an_unknown_id_is_wrong_use(void **state)
{
    (void)state;
    struct check_set *s = NULL;
    struct err err = { 0 };

    assert_int_equal(check_set_load(STR("dead-link,deadlink"), DATA_FILE, &s, &err), RC_USAGE);
    assert_null(s);
    assert_non_null(strstr(err.text, "deadlink"));
}

static void the_hash_follows_checks_and_numbers(void **state)
{
    (void)state;
    struct check_set *a = NULL, *b = NULL, *c = NULL;
    struct err err = { 0 };

    assert_int_equal(check_set_load(STR("tls"), DATA_FILE, &a, &err), RC_OK);
    assert_int_equal(check_set_load(STR(" tls ,"), DATA_FILE, &b, &err), RC_OK);
    assert_int_equal(check_set_load(STR("tls,ipv6"), DATA_FILE, &c, &err), RC_OK);
    assert_true(check_set_hash(a) == check_set_hash(b));
    assert_true(check_set_hash(a) != check_set_hash(c));
    check_set_free(a);
    check_set_free(b);
    check_set_free(c);
}

static struct page page_of_many_hidden_links(struct link *links, struct hidden *hidden, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        links[i] = (struct link){
            .url = STR("http://www.example.com/"),
            .text = STR("网上赌场"),
            .element = "a",
            .nth = (uint32_t)i + 1,
            .is_hidden = true,
        };
        hidden[i] = (struct hidden){ .link = (uint32_t)i, .trick = HIDE_DISPLAY };
    }
    return (struct page){
        .url = STR("http://www.yunxi.gov.cn/a.html"),
        .kind = PAGE_ARTICLE,
        .links = links,
        .n_links = n,
        .hidden = hidden,
        .n_hidden = n,
    };
}

static void findings_past_the_limit_are_dropped_and_said_so(void **state)
{
    (void)state;
    enum { N = PAGE_FINDINGS_MAX + 1 };
    struct link *links = calloc(N, sizeof *links);
    struct hidden *hidden = calloc(N, sizeof *hidden);
    struct run run;
    const struct page p = page_of_many_hidden_links(links, hidden, N);

    run_page(&run, "hidden-link", &p);
    assert_int_equal(run.r.n, PAGE_FINDINGS_MAX);
    assert_true(str_has(run.r.findings[PAGE_FINDINGS_MAX - 1].suggest, STR("不再列出")));
    assert_false(str_has(run.r.findings[PAGE_FINDINGS_MAX - 2].suggest, STR("不再列出")));
    assert_str(run.r.findings[0].site, "5109000001");
    assert_str(run.r.findings[0].url, "http://www.yunxi.gov.cn/a.html");
    assert_string_equal(run.r.findings[0].check, "hidden-link");
    assert_string_equal(run.r.findings[0].case_id, "A09");
    run_done(&run);
    free(links);
    free(hidden);
}

static void a_closed_site_is_looked_at_by_its_own_checks_only(void **state)
{
    (void)state;
    struct site closed = SITE;
    const struct attempt failed[] = { { .reason = REASON_DNS } };
    const struct site_view view = { .site = &closed, .attempts = failed, .n_attempts = 1 };
    struct run run;

    closed.state = SITE_CLOSED;
    run_site(&run, "", &view);
    assert_clean(&run);
    run_done(&run);

    closed.state = SITE_RUNNING;
    run_site(&run, "site-unreachable,closed-site-alive", &view);
    assert_string_equal(only(&run, GRADE_FAULT)->check, "site-unreachable");
    run_done(&run);
}

static void without_a_home_page_the_site_checks_decline(void **state)
{
    (void)state;
    const struct attempt failed[] = { { .reason = REASON_TIMEOUT } };
    const struct site_view view = { .site = &SITE, .attempts = failed, .n_attempts = 1 };
    struct run run;

    run_site(&run, "", &view);
    for (size_t i = 0; i < run.r.n; i++)
        assert_string_equal(run.r.findings[i].check, "site-unreachable");
    for (size_t i = 0; checks[i]; i++) {
        bool declined = false;

        if (!checks[i]->needs_home)
            continue;
        for (size_t k = 0; k < run.r.n_refusals; k++)
            declined |= strcmp(run.r.refusals[k].check, checks[i]->id) == 0;
        assert_true(declined);
    }
    run_done(&run);
}

static void long_excerpts_are_cut_at_a_character(void **state)
{
    (void)state;
    static char text[3 * 300];
    struct link link = {
        .url = STR("http://www.example.com/"),
        .element = "a",
        .nth = 1,
    };
    const struct hidden hidden = { .link = 0, .trick = HIDE_DISPLAY };
    struct run run;

    for (size_t i = 0; i + 3 <= sizeof text; i += 3)
        memcpy(text + i, "赌", 3);
    memcpy(text + 3, "场", 3);
    link.text = str_from(text, sizeof text);
    const struct page p = {
        .url = STR("http://www.yunxi.gov.cn/a.html"),
        .links = &link,
        .n_links = 1,
        .hidden = &hidden,
        .n_hidden = 1,
    };

    run_page(&run, "hidden-link", &p);
    assert_int_equal(str_chars(only(&run, GRADE_VETO)->excerpt), 200);
    run_done(&run);
}

/* Number by number, before the excerpt is cut, and in lists too. */
static void nobodys_number_is_repeated(void **state)
{
    (void)state;
    static char text[3 * 190 + 18];
    struct link link = { .url = STR("http://www.example.com/"), .element = "a", .nth = 1 };
    const struct hidden hidden = { .link = 0, .trick = HIDE_DISPLAY };
    struct run run;

    for (size_t i = 0; i < 3 * 190; i += 3)
        memcpy(text + i, "赌", 3);
    memcpy(text + 3, "场", 3);
    memcpy(text + 3 * 190, "519902198506130010", 18);
    link.text = str_from(text, sizeof text);
    const struct page p = {
        .url = STR("http://www.yunxi.gov.cn/a.html"),
        .links = &link,
        .n_links = 1,
        .hidden = &hidden,
        .n_hidden = 1,
    };

    run_page(&run, "hidden-link", &p);
    const struct str excerpt = only(&run, GRADE_VETO)->excerpt;

    assert_true(str_ends(excerpt, STR("519902****")));
    run_done(&run);
}

/* Pieces of a text that checks cut themselves: a number stands where each of them ends. */
static void no_number_is_cut_in_two(void **state)
{
    (void)state;
    struct site closed = SITE;
    struct arena a = { 0 };
    const struct attempt opened = { .reason = REASON_NONE };
    struct run run;

    closed.state = SITE_CLOSED;
    for (size_t n_before = 45; n_before < 60; n_before++) {
        struct str text = STR("参数错误，标识已被撤销");

        for (size_t i = 11; i < n_before; i++)
            text = arena_join(&a, text, STR("查"));
        text = arena_join(&a, text, STR("519902198506130010"));
        const struct page p = { .url = STR("http://www.yunxi.gov.cn/a.html"),
                                .kind = PAGE_OTHER,
                                .title = text,
                                .text = text,
                                .text_chars = str_chars(text) };
        const struct page home = { .url = SITE.home, .kind = PAGE_HOME, .badge = BADGE_LINK };
        const struct visit badge = { .url = STR("https://bszs.conac.cn/sitename?id=53A1"),
                                     .attempt = opened,
                                     .page = &p };
        const struct site_view view = { .site = &SITE, .home = &home, .badge = &badge };
        const struct page taken = { .url = SITE.home, .text = text, .text_chars = p.text_chars };
        const struct site_view gone = { .site = &closed,
                                        .home = &taken,
                                        .home_final = STR("http://www.example.com/"),
                                        .attempts = &opened,
                                        .n_attempts = 1 };

        run_page(&run, "soft-error", &p);
        assert_true(str_has(only(&run, GRADE_FAULT)->excerpt, STR("519902*")));
        run_done(&run);
        run_site(&run, "party-badge", &view);
        assert_int_equal(run.r.n, 1);
        assert_true(str_has(run.r.findings[0].excerpt, STR("519902*")));
        run_done(&run);
        run_site(&run, "closed-domain-taken", &gone);
        assert_int_equal(run.r.n, 1);
        assert_true(str_has(run.r.findings[0].excerpt, STR("519902*")));
        run_done(&run);
    }
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_table_is_a_whole_check),
        cmocka_unit_test(ids_choose_the_checks),
        cmocka_unit_test(a_check_without_its_list_does_not_run),
        cmocka_unit_test(an_unknown_id_is_wrong_use),
        cmocka_unit_test(the_hash_follows_checks_and_numbers),
        cmocka_unit_test(findings_past_the_limit_are_dropped_and_said_so),
        cmocka_unit_test(a_closed_site_is_looked_at_by_its_own_checks_only),
        cmocka_unit_test(without_a_home_page_the_site_checks_decline),
        cmocka_unit_test(long_excerpts_are_cut_at_a_character),
        cmocka_unit_test(nobodys_number_is_repeated),
        cmocka_unit_test(no_number_is_cut_in_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
