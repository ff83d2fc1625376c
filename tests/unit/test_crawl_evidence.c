/* What a finding of the whole site rests on is in the archive, and stays there. */
#include "base/base.h"

#include "crawl_support.h"

/* An article among others of its kind, and the same text once more under an older date. */
enum { NEWS = 4, AGAIN = 3, OLD = 2 };

static _Atomic int n_asked;

static int news(struct str path, struct buf *body)
{
    const unsigned n = number_after(path, "/dt/");

    if (str_eq(path, STR("/"))) {
        buf_add(body, STR("<ul>"));
        for (int i = 1; i <= NEWS; i++)
            buf_addf(body, "<li><a href='/dt/%d.html'>全县工作推进会召开</a></li>", i);
        buf_add(body, STR("</ul>"));
        return 200;
    }
    if (n < 1 || n > NEWS)
        return 404;
    n_asked++;
    buf_addf(body,
             "<title>全县工作推进会召开</title><meta name=ColumnName content=政务动态>"
             "<meta name=ArticleTitle content=全县工作推进会召开><meta name=PubDate "
             "content=2026-%s-18><h1>全县工作推进会召开</h1><p>发布时间：2026-%s-18</p><div>",
             n == OLD ? "06" : "09", n == OLD ? "06" : "09");
    add_text(body, n == OLD ? AGAIN : n);
    buf_add(body, STR("</div>"));
    return 200;
}

static enum rc note_evidence(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct str *evidence = ctx;

    (void)err;
    assert_int_equal(evidence->n, 0);
    *evidence = str_from(strndup(f->evidence.p, f->evidence.n), f->evidence.n);
    return RC_OK;
}

/* Of the only finding; the caller frees it. */
static struct str evidence_of(struct county *c, int64_t run)
{
    struct str evidence = { 0 };

    assert_int_equal(store_each_finding(c->store, run, note_evidence, &evidence, NULL), RC_OK);
    return evidence;
}

static size_t n_references(struct str evidence)
{
    size_t n = 0;
    struct str one;

    for (; evidence.n; n++)
        (void)str_cut(evidence, ' ', &one, &evidence);
    return n;
}

/* Whichever was read first: it is known to be a fault only when both are. */
static void both_articles_of_one_text_are_kept(void **state)
{
    struct county c;
    struct str evidence;

    (void)state;
    county_open(&c, news, "redated-text");
    evidence = evidence_of(&c, county_inspect(&c, 100).run);
    assert_int_equal(n_references(evidence), 2);
    assert_in_range(n_asked, NEWS, NEWS + 2);
    free((char *)(uintptr_t)evidence.p);
    county_close(&c);
}

/* By night nothing of it is looked at; in a week it is as it was. */
static void evidence_of_what_is_as_it_was_stays(void **state)
{
    static const bool is_incremental[] = { true, false };
    struct county c;
    struct str first;

    (void)state;
    county_open(&c, news, "redated-text");
    first = evidence_of(&c, county_inspect(&c, 100).run);
    for (size_t i = 0; i < COUNT_OF(is_incremental); i++) {
        const struct inspection_options o = { .max_pages = 100,
                                              .now = 1795392000 + 86400 * (int64_t)(i + 1),
                                              .is_incremental = is_incremental[i] };
        const struct str now = evidence_of(&c, county_inspect_as(&c, &o).run);

        assert_true(str_eq(now, first));
        free((char *)(uintptr_t)now.p);
    }
    free((char *)(uintptr_t)first.p);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_articles_of_one_text_are_kept),
        cmocka_unit_test(evidence_of_what_is_as_it_was_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
