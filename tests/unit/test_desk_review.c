/* What people decide about findings, and what becomes of it when the same thing is seen again. */
#include "base/base.h"

#include "desk/review_desk.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct str site_a = { .p = "5199010001", .n = 10 };
static const struct str site_b = { .p = "5199010002", .n = 10 };

struct desk {
    struct arena arena;
    struct store *store;
    struct err err;
    int64_t run, now;
};

#define OK(call)                                                                                   \
    do {                                                                                           \
        if (call)                                                                                  \
            fail_msg("%s", d->err.text);                                                           \
    } while (0)

/* The word at the page of the site. */
static struct stored_finding typo(struct desk *d, struct str site, const char *page,
                                  const char *word)
{
    struct stored_finding f = {
        .finding = { .site = site,
                     .check = "typo",
                     .case_id = "A07",
                     .url = str_of(page),
                     .excerpt = str_of(word),
                     .grade = GRADE_FAULT },
        .detail_json = arena_printf(&d->arena, "{\"wrong\":\"%s\"}", word),
    };

    f.id = finding_id(&f.finding);
    return f;
}

static void run(struct desk *d, const char *options, const struct stored_finding *a, size_t n_a,
                const struct stored_finding *b, size_t n_b)
{
    struct run_info info;

    d->now += 1000;
    OK(store_run_begin(d->store, d->now, str_of(options), &info, &d->err));
    OK(store_site_findings(d->store, info.id, site_a, d->now, a, n_a, NULL, 0, &d->err));
    OK(store_site_findings(d->store, info.id, site_b, d->now, b, n_b, NULL, 0, &d->err));
    OK(store_run_finish(d->store, info.id, d->now, &d->err));
    d->run = info.id;
}

static int set_up(void **state)
{
    struct desk *d = calloc(1, sizeof(*d));

    if (!d)
        return -1;
    d->now = 1000000;
    OK(store_open(STR("sqlite::memory:"), &d->store, &d->err));
    *state = d;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *d = *state;

    store_closep(&d->store);
    arena_done(&d->arena);
    free(d);
    return 0;
}

/* Two words on site a, one of them on site b as well. */
static void seed(struct desk *d, const char *options)
{
    const struct stored_finding a[] = { typo(d, site_a, "http://a/1", "攻府"),
                                        typo(d, site_a, "http://a/2", "攻府"),
                                        typo(d, site_a, "http://a/3", "秸杆") };
    const struct stored_finding b[] = { typo(d, site_b, "http://b/1", "攻府") };

    run(d, options, a, 3, b, 1);
}

static enum rc count(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)f;
    (void)err;
    ++*(size_t *)ctx;
    return RC_OK;
}

static size_t n_left(struct desk *d)
{
    size_t n = 0;

    OK(store_each_finding(d->store, d->run, count, &n, &d->err));
    return n;
}

static struct review_action dismissal(const struct desk *d, enum review_scope scope)
{
    return (struct review_action){ .at = d->now,
                                   .by = STR("张三"),
                                   .kind = REVIEW_DISMISS,
                                   .reason = STR("用词无误"),
                                   .scope = scope };
}

/* Decides about the findings of one page. */
static void decide(struct desk *d, const char *page, struct review_action action)
{
    const struct stored_finding f =
        typo(d, str_has(str_of(page), STR("/b/")) ? site_b : site_a, page, "");
    const struct str id = arena_printf(&d->arena, "%016" PRIx64, f.id);
    size_t n = 0;

    OK(review_apply(d->store, &(struct review_filter){ .run = d->run, .ids = &id, .n_ids = 1 },
                    &action, &n, &d->err));
    assert_int_equal(n, 1);
}

static void a_dismissed_finding_does_not_come_back(void **state)
{
    struct desk *d = *state;

    seed(d, "1");
    assert_int_equal(n_left(d), 4);
    decide(d, "http://a/1", dismissal(d, SCOPE_HERE));
    assert_int_equal(n_left(d), 3);
    seed(d, "2");
    assert_int_equal(n_left(d), 3);
}

static void a_dismissal_covers_its_site_or_every_site(void **state)
{
    struct desk *d = *state;

    seed(d, "1");
    decide(d, "http://a/1", dismissal(d, SCOPE_SITE));
    assert_int_equal(n_left(d), 2); /* the other word, and site b */
    decide(d, "http://a/1", dismissal(d, SCOPE_EVERYWHERE));
    assert_int_equal(n_left(d), 1);
    seed(d, "2");
    assert_int_equal(n_left(d), 1);
}

static void one_character_is_dismissed_with_its_neighbours(void **state)
{
    struct finding f = { .check = "typo", .url = STR("http://a/1") };
    const uint64_t longer = review_subject(&f, STR("{\"wrong\":\"秸杆\"}"));

    (void)state;
    assert_true(review_subject(&f, STR("{\"wrong\":\"按\",\"context\":\"与按时\"}")) !=
                review_subject(&f, STR("{\"wrong\":\"按\",\"context\":\"安按全\"}")));
    f.url = STR("http://a/2");
    assert_true(longer == review_subject(&f, STR("{\"wrong\":\"秸杆\",\"right\":\"秸秆\"}")));
}

static void something_else_at_the_same_place_is_new(void **state)
{
    struct desk *d = *state;

    seed(d, "1");
    decide(d, "http://a/1", dismissal(d, SCOPE_HERE));

    const struct stored_finding other = typo(d, site_a, "http://a/1", "另一词");

    run(d, "2", &other, 1, NULL, 0);
    assert_int_equal(n_left(d), 1);
}

static void a_dismissal_ends_when_it_expires(void **state)
{
    struct desk *d = *state;
    struct review_action action;

    seed(d, "1");
    action = dismissal(d, SCOPE_EVERYWHERE);
    action.expires = d->now + 2000;
    decide(d, "http://a/1", action);
    assert_int_equal(n_left(d), 1);
    seed(d, "2"); /* now + 1000: still valid */
    assert_int_equal(n_left(d), 1);
    seed(d, "3"); /* now + 2000: not any more */
    assert_int_equal(n_left(d), 4);
}

static void an_undone_dismissal_counts_no_more(void **state)
{
    struct desk *d = *state;
    struct review_action undo = { .at = 1, .by = STR("李四"), .kind = REVIEW_UNDO, .target = 1 };
    int64_t id;

    seed(d, "1");
    decide(d, "http://a/1", dismissal(d, SCOPE_HERE));
    OK(store_review_add(d->store, &undo, &id, &d->err));
    assert_int_equal(n_left(d), 4);
    assert_int_equal(store_review_add(d->store, &undo, &id, &d->err), RC_NOT_FOUND);
    undo.target = 99;
    assert_int_equal(store_review_add(d->store, &undo, &id, &d->err), RC_NOT_FOUND);
}

static void the_last_word_counts(void **state)
{
    struct desk *d = *state;
    struct review_action action = { .at = 1, .by = STR("张三"), .kind = REVIEW_CONFIRM };

    seed(d, "1");
    decide(d, "http://a/1", dismissal(d, SCOPE_HERE));
    decide(d, "http://a/1", action);
    assert_int_equal(n_left(d), 4);
    decide(d, "http://a/1", dismissal(d, SCOPE_HERE));
    assert_int_equal(n_left(d), 3);
    action.kind = REVIEW_NOTE; /* decides nothing */
    decide(d, "http://a/1", action);
    assert_int_equal(n_left(d), 3);
}

static void a_merged_finding_is_not_counted_twice(void **state)
{
    struct desk *d = *state;
    const struct review_action merge = { .at = 1,
                                         .by = STR("张三"),
                                         .kind = REVIEW_MERGE,
                                         .target = (int64_t)typo(d, site_a, "http://a/1", "").id };

    seed(d, "1");
    decide(d, "http://a/2", merge);
    assert_int_equal(n_left(d), 3);
}

static void a_decision_has_a_name_and_a_dismissal_a_reason(void **state)
{
    struct desk *d = *state;
    struct review_action action = dismissal(d, SCOPE_HERE);
    int64_t id;

    action.reason = STR(" ");
    assert_int_equal(store_review_add(d->store, &action, &id, &d->err), RC_SYNTAX);
    action = dismissal(d, SCOPE_HERE);
    action.by = (struct str){ 0 };
    assert_int_equal(store_review_add(d->store, &action, &id, &d->err), RC_SYNTAX);
}

static void many_are_picked_by_site_check_and_word(void **state)
{
    struct desk *d = *state;
    struct review_filter filter;
    const struct review_action confirm = { .at = 1, .by = STR("张三"), .kind = REVIEW_CONFIRM };
    size_t n = 0;

    seed(d, "1");
    filter = (struct review_filter){ .run = d->run, .word = STR("攻府") };
    OK(review_pick(d->store, &filter, count, &n, &d->err));
    assert_int_equal(n, 3);
    filter.site = site_b;
    OK(review_apply(d->store, &filter, &confirm, &n, &d->err));
    assert_int_equal(n, 1);
    filter = (struct review_filter){ .run = d->run, .only_open = true };
    n = 0;
    OK(review_pick(d->store, &filter, count, &n, &d->err));
    assert_int_equal(n, 3);
    filter = (struct review_filter){ .run = d->run, .check = STR("dead-link") };
    OK(review_apply(d->store, &filter, &confirm, &n, &d->err));
    assert_int_equal(n, 0);
}

static void an_id_must_fit_one_finding(void **state)
{
    struct desk *d = *state;
    struct str id = STR("");
    size_t n = 0;

    seed(d, "1");
    const struct review_filter filter = { .run = d->run, .ids = &id, .n_ids = 1 };

    assert_int_equal(review_pick(d->store, &filter, count, &n, &d->err), RC_USAGE);
    id = STR("xyz");
    assert_int_equal(review_pick(d->store, &filter, count, &n, &d->err), RC_NOT_FOUND);
}

/* ---- the sheet ---- */

static struct str fill_in(struct desk *d, struct str sheet)
{
    AUTO(buf_done) struct buf out = { 0 };
    struct str line;
    size_t n = 0;

    while (str_line(&sheet, &line)) {
        static const char *const ends[] = { "\"确认\",\"\"", "\"排除\",\"引文如此\"",
                                            "\"排除\",\"\"", "\"也许\",\"\"" };

        if (n && n <= COUNT_OF(ends)) {
            buf_add(&out, str_from(line.p, line.n - strlen("\"\",\"\"")));
            buf_add(&out, str_of(ends[n - 1]));
        } else {
            buf_add(&out, line);
        }
        buf_add(&out, STR("\r\n"));
        n++;
    }
    buf_add(&out, STR("\"#0000000000000001\",,,,,,,确认,\r\n\"xyz\",,,,,,,确认,\r\n"));
    return arena_copy(&d->arena, buf_str(&out));
}

static void a_filled_in_sheet_is_taken_back_and_bad_rows_are_told(void **state)
{
    static const struct {
        size_t line;
        const char *reason;
    } bad[] = { { 4, "理由" }, { 5, "结论" }, { 7, "编号" }, { 6, "没有此编号" } };
    struct desk *d = *state;
    AUTO(buf_done) struct buf sheet = { 0 };
    const struct review_action as = { .at = 1, .by = STR("张三") };
    struct review_sheet_result out;

    seed(d, "1");
    OK(review_sheet_write(d->store, &(struct review_filter){ .run = d->run }, &sheet, &d->err));
    OK(review_sheet_read(d->store, d->run, fill_in(d, buf_str(&sheet)), &as, &d->arena, &out,
                         &d->err));
    assert_int_equal(out.n_confirmed, 1);
    assert_int_equal(out.n_dismissed, 1);
    assert_int_equal(out.n_bad, COUNT_OF(bad));
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(out.bad[i].line, bad[i].line);
        assert_true(str_has(out.bad[i].reason, str_of(bad[i].reason)));
    }
    assert_int_equal(n_left(d), 3);
    assert_int_equal(
        review_sheet_read(d->store, d->run, STR("a,b\r\n"), &as, &d->arena, &out, &d->err),
        RC_SYNTAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_dismissed_finding_does_not_come_back),
        TEST(a_dismissal_covers_its_site_or_every_site),
        TEST(one_character_is_dismissed_with_its_neighbours),
        TEST(something_else_at_the_same_place_is_new),
        TEST(a_dismissal_ends_when_it_expires),
        TEST(an_undone_dismissal_counts_no_more),
        TEST(the_last_word_counts),
        TEST(a_merged_finding_is_not_counted_twice),
        TEST(a_decision_has_a_name_and_a_dismissal_a_reason),
        TEST(many_are_picked_by_site_check_and_word),
        TEST(an_id_must_fit_one_finding),
        TEST(a_filled_in_sheet_is_taken_back_and_bad_rows_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
