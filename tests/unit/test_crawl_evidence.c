/* What a finding of the whole site rests on is in the archive, and stays there. */
#include "base/base.h"

#include "crawl_support.h"

/* An article among others of its kind, and the same text once more under an older date. */
enum { NEWS = 4, AGAIN = 3, OLD = 2 };

static _Atomic int n_asked;
static const char *old_column, *old_day; /* of the older one */

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
             "<title>全县工作推进会召开</title><meta name=ColumnName content=%s>"
             "<meta name=ArticleTitle content=全县工作推进会召开><meta name=PubDate "
             "content=2026-%s><h1>全县工作推进会召开</h1><p>发布时间：2026-%s</p><div>",
             n == OLD ? old_column : "政务动态", n == OLD ? old_day : "09-18",
             n == OLD ? old_day : "09-18");
    add_text(body, n == OLD ? AGAIN : n);
    buf_add(body, STR("</div>"));
    return 200;
}

static void news_open(struct county *c, const char *column, const char *day)
{
    n_asked = 0;
    old_column = column;
    old_day = day;
    county_open(c, news, "redated-text");
}

/* The same, written by a script. */
static int shell(struct str path, struct buf *body)
{
    const struct str script = STR("/js");
    AUTO(buf_done) struct buf page = { 0 };
    int status;

    if (!str_starts(path, STR("/dt/")) && !str_starts(path, script))
        return news(path, body);
    if (!str_starts(path, script)) {
        buf_addf(body,
                 "<title>全县工作推进会召开</title><div id='app'></div><script src='/js%.*s'>"
                 "</script>",
                 STR_ARG(path));
        return 200;
    }
    status = news(str_skip(path, script.n), &page);
    buf_addf(body, "document.body.innerHTML=`%.*s`;", STR_ARG(buf_str(&page)));
    return status;
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
    news_open(&c, "政务动态", "06-18");
    evidence = evidence_of(&c, county_inspect(&c, 100).run);
    assert_int_equal(n_references(evidence), 2);
    assert_in_range(n_asked, NEWS, NEWS + 2);
    free((char *)(uintptr_t)evidence.p);
    county_close(&c);
}

/* Neither is a fault: another column, and too few days. */
static void what_is_no_fault_is_not_asked_for_again(void **state)
{
    static const char *const olds[][2] = { { "部门动态", "06-18" }, { "政务动态", "09-01" } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(olds); i++) {
        struct county c;

        news_open(&c, olds[i][0], olds[i][1]);
        assert_int_equal(open_findings(&c, county_inspect(&c, 100).run), 0);
        assert_int_equal(n_asked, NEWS);
        county_close(&c);
    }
}

static void what_the_browser_showed_is_kept_for_both(void **state)
{
    const struct inspection_options o = { .max_pages = 100, .browser = browser_find() };
    struct county c;
    struct str evidence;

    (void)state;
    need_browser();
    news_open(&c, "政务动态", "06-18");
    maze_stop(c.maze);
    c.maze = maze_start(shell);
    (void)snprintf(c.home, sizeof(c.home), "http://www.maze.gov.cn:%u/", maze_port(c.maze));
    evidence = evidence_of(&c, county_inspect_as(&c, &o).run);
    assert_int_equal(n_references(evidence), 4); /* each as it was received, and as it was shown */
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
    news_open(&c, "政务动态", "06-18");
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

/* A page that does not change, and a link on it that leads nowhere. */
static int dead(struct str path, struct buf *body)
{
    if (str_eq(path, STR("/missing")))
        return 404;
    if (str_eq(path, STR("/")))
        buf_add(body, STR("<a href='/a'>a</a>"));
    else
        buf_add(body, STR("<a href='/missing'>b</a>"));
    add_text(body, (unsigned)path.n);
    return 200;
}

/* The target answers anew, its page is as it was: both together are worth more than one. */
static void a_part_does_not_take_the_place_of_the_whole(void **state)
{
    struct county c;

    (void)state;
    county_open(&c, dead, "dead-link");
    for (int i = 0; i < 3; i++) {
        const struct inspection_options o = { .max_pages = 100,
                                              .now = 1795392000 + 86400 * (int64_t)i };
        const struct str evidence = evidence_of(&c, county_inspect_as(&c, &o).run);

        assert_int_equal(n_references(evidence), 2);
        free((char *)(uintptr_t)evidence.p);
    }
    county_close(&c);
}

/* A link that leads to a long page which is not there. */
static int dead_and_long(struct str path, struct buf *body)
{
    if (!str_eq(path, STR("/missing")))
        return dead(STR("/a"), body);
    while (body->n < 100000)
        add_text(body, 1);
    return 404;
}

static void of_what_is_kept_in_part_the_evidence_says_so(void **state)
{
    struct archive_record page, target;
    struct arena a = { 0 };
    struct county c;
    struct str evidence, first, second;

    (void)state;
    county_open(&c, dead_and_long, "dead-link");
    evidence = evidence_of(&c, county_inspect(&c, 0).run);
    assert_true(str_cut(evidence, ' ', &first, &second));

    const char *dir = arena_printf(&a, "%s/evidence", c.dir).p;

    assert_int_equal(archive_read(dir, first, &a, &page, NULL), RC_OK);
    assert_int_equal(archive_read(dir, second, &a, &target, NULL), RC_OK);
    if (str_ends(page.url, STR("/missing"))) {
        const struct archive_record other = page;

        page = target;
        target = other;
    }
    assert_int_equal(page.cut.n, 0);
    assert_int_equal(target.body.n, 64 << 10);
    assert_true(str_eq(target.cut, STR("length")));
    free((char *)(uintptr_t)evidence.p);
    arena_done(&a);
    county_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_articles_of_one_text_are_kept),
        cmocka_unit_test(what_is_no_fault_is_not_asked_for_again),
        cmocka_unit_test(what_the_browser_showed_is_kept_for_both),
        cmocka_unit_test(a_part_does_not_take_the_place_of_the_whole),
        cmocka_unit_test(of_what_is_kept_in_part_the_evidence_says_so),
        cmocka_unit_test(evidence_of_what_is_as_it_was_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
