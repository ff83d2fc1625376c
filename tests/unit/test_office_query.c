/* Lists of findings and sites as pages ask for them, and the last word kept in each finding. */
#include "base/base.h"

#include "office/unit.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_query.h"
#include "store/round.h"
#include "store/site_query.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { SITES = 4, PER_SITE = 60, SUBJECTS = 7, STEPS = 400, DAY = 86400 };

static const char *const codes[SITES] = { "5107000001", "5107000002", "5108000001", "5108000002" };
static const char *const check_ids[] = { "dead-link", "typo", "stale-column" };

struct office {
    struct store *store;
    struct arena arena;
    int64_t run, now;
    uint64_t random;
    bool is_there[SITES][PER_SITE]; /* in the last hand-over */
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

static uint64_t draw(struct office *o, uint64_t n)
{
    o->random = o->random * 6364136223846793005u + 1442695040888963407u;
    return (o->random >> 33) % n;
}

static struct stored_finding finding_of(size_t site, size_t i, uint64_t subject, struct arena *a)
{
    struct stored_finding f = {
        .finding = {
            .site = str_of(codes[site]),
            .check = check_ids[i % COUNT_OF(check_ids)],
            .case_id = "A11",
            .url = arena_printf(a, "http://%s/%zu.html", codes[site], i),
            .where = STR("body a"),
            .excerpt = arena_printf(a, "第 %zu 处 100%% 错", i),
            .grade = (enum grade)(GRADE_NOTICE + i % 3),
            .confidence = 0.5,
        },
        .detail_json = arena_printf(a, "{\"word\":\"词%d\"}", (int)subject),
    };

    f.finding.key = arena_printf(a, "%zu", i);
    f.id = finding_id(&f.finding);
    return f;
}

/* A run's findings of one site; which are there, and what they are about, is drawn. */
static void hand_over(struct office *o, size_t site)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct stored_finding all[PER_SITE];
    size_t n = 0;

    for (size_t i = 0; i < PER_SITE; i++) {
        o->is_there[site][i] = draw(o, 5) > 0;
        if (o->is_there[site][i])
            all[n++] = finding_of(site, i, (i + draw(o, 2)) % SUBJECTS, &a);
    }
    OK(store_site_findings(o->store, o->run, str_of(codes[site]), o->now, all, n, NULL, 0, &err));
}

static int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));
    struct run_info run;

    assert_non_null(o);
    o->now = 1000 * DAY;
    o->random = 11;
    OK(store_open(STR("sqlite::memory:"), &o->store, &err));
    OK(store_run_begin(o->store, o->now, STR("{}"), &run, &err));
    o->run = run.id;
    for (size_t i = 0; i < SITES; i++)
        hand_over(o, i);
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->store);
    arena_done(&o->arena);
    free(o);
    return 0;
}

/* ---- reading everything ---- */

struct known {
    uint64_t id;
    struct str site, check, excerpt, url;
    enum grade grade;
    enum finding_state state;
    int64_t first_seen, review;
};

struct known_list {
    struct arena *a;
    struct known list[SITES * PER_SITE];
    size_t n;
};

static enum rc take(void *ctx, const struct finding_row *row, struct err *err)
{
    struct known_list *k = ctx;
    const struct stored_finding *f = &row->stored;

    (void)err;
    assert_true(k->n < COUNT_OF(k->list));
    k->list[k->n++] = (struct known){
        .id = f->id,
        .site = arena_copy(k->a, f->finding.site),
        .check = arena_copy(k->a, str_of(f->finding.check)),
        .excerpt = arena_copy(k->a, f->finding.excerpt),
        .url = arena_copy(k->a, f->finding.url),
        .grade = f->finding.grade,
        .state = row->state,
        .first_seen = f->first_seen,
        .review = f->review ? f->review->id : 0,
    };
    return RC_OK;
}

static struct known_list *list(struct office *o, const struct finding_query *q, int64_t *total)
{
    struct known_list *k = arena_alloc(&o->arena, sizeof(*k));
    struct finding_total t;

    k->a = &o->arena;
    OK(store_findings(o->store, q, take, k, &t, &err));
    assert_false(t.is_partial);
    if (total)
        *total = t.n;
    return k;
}

static struct known_list *all_of(struct office *o)
{
    return list(o, &(struct finding_query){ .n_max = 1000 }, NULL);
}

/* ---- the last word ---- */

struct comparing {
    const struct known_list *known;
    struct arena *a;
    struct review_action *actions; /* in order */
    size_t n_actions, cap, n;
};

static enum rc take_action(void *ctx, const struct review_action *action, struct err *err)
{
    struct comparing *c = ctx;

    (void)err;
    if (c->n_actions == c->cap) {
        struct review_action *more = arena_array(c->a, struct review_action, c->cap * 2 + 16);

        for (size_t i = 0; i < c->n_actions; i++)
            more[i] = c->actions[i];
        c->actions = more;
        c->cap = c->cap * 2 + 16;
    }
    c->actions[c->n_actions] = *action;
    c->actions[c->n_actions++].site = arena_copy(c->a, action->site);
    return RC_OK;
}

/* The rule, told once more. */
static bool holds(const struct review_action *a, const struct stored_finding *f)
{
    const bool is_site = str_eq(a->site, f->finding.site), is_here = is_site && a->finding == f->id;

    if (a->is_undone || a->kind == REVIEW_NOTE || a->kind == REVIEW_UNDO)
        return false;
    if (a->kind != REVIEW_DISMISS)
        return is_here;
    return (!a->expires || f->last_seen < a->expires) &&
           a->subject == review_subject(&f->finding, f->detail_json) &&
           (a->scope == SCOPE_EVERYWHERE || (a->scope == SCOPE_SITE && is_site) || is_here);
}

static enum rc compare(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct comparing *c = ctx;
    const struct review_action *last = NULL;

    (void)err;
    for (size_t i = 0; i < c->n_actions; i++)
        last = holds(&c->actions[i], f) ? &c->actions[i] : last;
    assert_int_equal(f->review ? f->review->id : 0, last ? last->id : 0);
    assert_int_equal(f->is_confirmed, last && last->kind == REVIEW_CONFIRM);
    for (size_t i = 0; i < c->known->n; i++) {
        const struct known *k = &c->known->list[i];

        if (k->id != f->id || !str_eq(k->site, f->finding.site))
            continue;
        assert_int_equal(k->review, last ? last->id : 0);
        assert_int_equal(k->state, !last                          ? FINDING_UNREVIEWED
                                   : last->kind == REVIEW_CONFIRM ? FINDING_CONFIRMED
                                   : last->kind == REVIEW_DISMISS ? FINDING_DISMISSED
                                                                  : FINDING_MERGED);
        c->n++;
        return RC_OK;
    }
    fail_msg("a finding is missing");
    return RC_OK;
}

static void check_last_words(struct office *o)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct comparing c = { .known = all_of(o), .a = &a };
    size_t n_open = 0;

    OK(store_review_each(o->store, (struct str){ 0 }, take_action, &c, &err));
    OK(store_each_reviewed(o->store, o->run, compare, &c, &err));
    for (size_t i = 0; i < c.known->n; i++)
        n_open += c.known->list[i].state != FINDING_GONE;
    assert_int_equal(c.n, n_open);
}

/* Totals come from the counters, the list from the rows. */
static void check_counts(struct office *o)
{
    const struct known_list *known = all_of(o);

    for (size_t check = 0; check <= COUNT_OF(check_ids); check++)
        for (unsigned states = 0; states < 1u << FINDING_STATE_N; states += 3)
            for (int grade = GRADE_NONE; grade <= GRADE_VETO; grade++) {
                const struct finding_query q = {
                    .check = str_of(check < COUNT_OF(check_ids) ? check_ids[check] : ""),
                    .states = states,
                    .grade = (enum grade)grade,
                    .region = STR("5107"),
                    .n_max = 1000,
                };
                int64_t total, n = 0;
                const struct known_list *found = list(o, &q, &total);

                for (size_t i = 0; i < known->n; i++) {
                    const struct known *k = &known->list[i];

                    n += (!q.check.n || str_eq(k->check, q.check)) &&
                         (!states || states >> k->state & 1) && (!grade || k->grade == q.grade) &&
                         str_starts(k->site, STR("5107"));
                }
                assert_int_equal(total, n);
                assert_int_equal(found->n, n);
            }
}

static void add_action(struct office *o, struct review_action action)
{
    int64_t id;

    action.at = o->now;
    action.by = STR("张三");
    action.reason = STR("查过");
    /* A merge into what does not stand is refused. */
    assert_true(store_review_add(o->store, &action, &id, NULL) == RC_OK ||
                action.kind == REVIEW_MERGE);
}

static void decide_something(struct office *o)
{
    AUTO(arena_done) struct arena a = { 0 };
    const size_t site = draw(o, SITES), i = draw(o, PER_SITE);
    const struct stored_finding f = finding_of(site, i, (i + draw(o, 2)) % SUBJECTS, &a);
    const enum review_kind kinds[] = { REVIEW_CONFIRM, REVIEW_DISMISS, REVIEW_DISMISS, REVIEW_MERGE,
                                       REVIEW_NOTE };

    add_action(o, (struct review_action){
                      .kind = kinds[draw(o, COUNT_OF(kinds))],
                      .site = f.finding.site,
                      .finding = f.id,
                      .subject = review_subject(&f.finding, f.detail_json),
                      .scope = (enum review_scope)draw(o, 3),
                      .expires = draw(o, 2) ? o->now + (int64_t)draw(o, 5) * DAY - DAY : 0,
                      .target = (int64_t)finding_of(site, draw(o, PER_SITE), 0, &a).id,
                  });
}

static void undo_something(struct office *o)
{
    struct review_action action = { .at = o->now, .by = STR("李四"), .kind = REVIEW_UNDO };
    int64_t id;

    action.target = (int64_t)draw(o, STEPS);

    const enum rc rc = store_review_add(o->store, &action, &id, NULL);

    assert_true(rc == RC_OK || rc == RC_NOT_FOUND); /* there may be none of that number */
}

static void put_registry(struct office *o)
{
    for (size_t i = 0; i < SITES; i++)
        OK(store_site_result(
            o->store, o->run, str_of(codes[i]),
            arena_printf(&o->arena, "{\"name\":\"网站%zu\",\"region\":\"%.4s00\"}", i, codes[i]),
            &err));
}

static void the_last_word_in_the_row_is_what_the_actions_say(void **state)
{
    struct office *o = *state;

    put_registry(o);
    for (int step = 0; step < STEPS; step++) {
        const uint64_t what = draw(o, 20);

        if (what == 0) {
            o->now += DAY;
            hand_over(o, draw(o, SITES));
        } else if (what < 5) {
            undo_something(o);
        } else {
            decide_something(o);
        }
        if (step % 10 == 0) {
            check_last_words(o);
            arena_reset(&o->arena);
        }
    }
    check_last_words(o);
    check_counts(o);
}

static void an_undone_action_gives_the_word_back_to_the_one_before(void **state)
{
    struct office *o = *state;
    const struct known first = all_of(o)->list[0];
    const struct review_action confirm = {
        .at = 1, .by = STR("张三"), .kind = REVIEW_CONFIRM, .site = first.site, .finding = first.id
    };
    const struct review_action merge = { .at = 1,
                                         .by = STR("张三"),
                                         .kind = REVIEW_MERGE,
                                         .site = first.site,
                                         .finding = first.id,
                                         .target = (int64_t)all_of(o)->list[1].id };
    struct review_action undo = { .at = 1, .by = STR("张三"), .kind = REVIEW_UNDO };
    const struct finding_query confirmed = { .states = 1u << FINDING_CONFIRMED, .n_max = 9 };
    int64_t id, total;

    OK(store_review_add(o->store, &confirm, &id, &err));
    OK(store_review_add(o->store, &merge, &undo.target, &err));
    (void)list(o, &confirmed, &total);
    assert_int_equal(total, 0);
    OK(store_review_add(o->store, &undo, &id, &err));
    assert_int_equal(list(o, &confirmed, &total)->list[0].id, first.id);
    assert_int_equal(total, 1);
}

/* ---- pages ---- */

static int rank(const struct known *k, enum finding_order order, char text[64])
{
    text[0] = 0;
    if (order == BY_SITE)
        (void)snprintf(text, 64, "%.*s", STR_ARG(k->site));
    if (order == BY_CHECK)
        (void)snprintf(text, 64, "%.*s", STR_ARG(k->check));
    return order == BY_GRADE        ? (int)k->grade
           : order == BY_STATE      ? (int)k->state
           : order == BY_FIRST_SEEN ? (int)(k->first_seen / DAY)
                                    : 0;
}

static int compare_known(const struct known *x, const struct known *y, enum finding_order order)
{
    char tx[64], ty[64];
    const int nx = rank(x, order, tx), ny = rank(y, order, ty);
    const int text = strcmp(tx, ty);

    return text ? text : nx - ny;
}

static void pages_together_are_the_whole_list_in_order(void **state)
{
    struct office *o = *state;

    put_registry(o);
    for (int i = 0; i < 60; i++)
        decide_something(o);
    for (int i = 0; i < 5; i++) {
        o->now += DAY;
        hand_over(o, draw(o, SITES));
    }
    for (int order = BY_GRADE; order <= BY_FIRST_SEEN; order++)
        for (int down = 0; down <= 1; down++) {
            struct finding_query q = { .order = (enum finding_order)order,
                                       .is_descending = down != 0,
                                       .n_max = 1000 };
            int64_t total;
            const struct known_list *whole = list(o, &q, &total);

            assert_int_equal(whole->n, total);
            for (size_t i = 1; i < whole->n; i++) {
                const int c = compare_known(&whole->list[i - 1], &whole->list[i], q.order);

                assert_true(down ? c >= 0 : c <= 0);
            }
            for (q.n_max = 7; q.skip < total; q.skip += q.n_max) {
                const struct known_list *page = list(o, &q, NULL);

                for (size_t i = 0; i < page->n; i++)
                    assert_int_equal(page->list[i].id, whole->list[q.skip + (int64_t)i].id);
                assert_int_equal(page->n, total - q.skip < 7 ? total - q.skip : 7);
            }
        }
}

static void a_text_is_found_as_it_is_written(void **state)
{
    struct office *o = *state;
    struct finding_query q = { .text = STR("第 7 处 100% 错"), .n_max = 10 };
    int64_t total;
    const struct known_list *found = list(o, &q, &total);

    for (size_t i = 0; i < found->n; i++)
        assert_true(str_has(found->list[i].excerpt, q.text));
    assert_int_equal(found->n, total);
    assert_true(total > 0 && total <= SITES);
    q.text = STR("第%处");
    (void)list(o, &q, &total);
    assert_int_equal(total, 0);
    q.text = STR("HTTP://5108000001/7.HTML");
    q.site = STR("5108000001");
    (void)list(o, &q, &total);
    assert_int_equal(total, o->is_there[2][7]);
}

static void limits_are_said(void **state)
{
    struct office *o = *state;
    struct finding_query q = { .order = BY_FIRST_SEEN, .skip = FINDINGS_BY_TIME_MAX, .n_max = 1 };
    char text[FINDING_TEXT_BYTES_MAX + 1];
    struct finding_total t;
    struct known_list *k = arena_alloc(&o->arena, sizeof(*k));

    memset(text, 'x', sizeof(text));
    k->a = &o->arena;
    OK(store_findings(o->store, &q, take, k, &t, &err));
    q.skip++;
    assert_int_equal(store_findings(o->store, &q, take, k, &t, NULL), RC_LIMIT);
    q = (struct finding_query){ .text = str_from(text, FINDING_TEXT_BYTES_MAX), .n_max = 1 };
    OK(store_findings(o->store, &q, take, k, &t, &err));
    q.text.n++;
    assert_int_equal(store_findings(o->store, &q, take, k, &t, NULL), RC_LIMIT);
}

/* ---- units and sites ---- */

static int64_t add_unit(struct office *o, const char *name, const char *region, int64_t parent,
                        bool is_office)
{
    int64_t id = 0;

    OK(store_unit_add(o->store,
                      &(struct unit){ .parent = parent,
                                      .name = str_of(name),
                                      .region = str_of(region),
                                      .is_office = is_office },
                      &id, &err));
    return id;
}

static void a_unit_is_below_the_office_of_its_region(void **state)
{
    struct office *o = *state;
    const int64_t city = add_unit(o, "市政府办", "510700", UNIT_TOP, true);
    const int64_t county = add_unit(o, "县政府办", "510781", city, true);
    const struct {
        const char *region;
        int64_t parent;
    } cases[] = {
        { "510781", county },
        { "510725", city },
        { "510700", city },
        { "320000", UNIT_TOP },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct unit unit;
        int64_t id = 0, again = 0;

        OK(store_unit_of_sponsor(o->store, STR("教育局"), str_of(cases[i].region), &id, &err));
        OK(store_unit_of_sponsor(o->store, STR("教育局"), str_of(cases[i].region), &again, &err));
        assert_int_equal(id, again);
        OK(store_unit_get(o->store, id, &o->arena, &unit, &err));
        assert_int_equal(unit.parent, cases[i].parent);
        assert_false(unit.is_office);
    }
}

/* Units of one name in a region are no more made; those that are there may still be moved. */
static void a_name_counts_once_in_a_region(void **state)
{
    struct office *o = *state;
    const int64_t first = add_unit(o, "信息中心", "510700", UNIT_TOP, false);
    const int64_t office = add_unit(o, "市政府办", "510700", UNIT_TOP, true);
    const int64_t other = add_unit(o, "某中心", "510700", UNIT_TOP, false);
    struct unit unit = {
        .id = other, .parent = UNIT_TOP, .name = STR("信息中心"), .region = STR("510700")
    };

    assert_int_equal(store_unit_set(o->store, &unit, NULL), RC_SYNTAX);
    OK(db_exec(o->store->engine->db(o->store),
               "UPDATE unit SET name = '信息中心' WHERE "
               "name = '某中心'",
               &err));
    unit.parent = office;
    OK(store_unit_set(o->store, &unit, &err));
    unit.id = first;
    OK(store_unit_set(o->store, &unit, &err));
}

static enum rc count_unit(void *ctx, const struct unit *unit, struct err *err)
{
    (void)err;
    assert_true(unit->name.n > 0);
    ++*(size_t *)ctx;
    return RC_OK;
}

static void a_unit_is_never_below_itself(void **state)
{
    struct office *o = *state;
    const int64_t city = add_unit(o, "市政府办", "510700", UNIT_TOP, true);
    const int64_t county = add_unit(o, "县政府办", "510781", city, true);
    struct unit unit = { .id = city, .parent = county, .name = STR("市政府办") };
    bool is_below = true;
    size_t n = 0;
    int64_t id;

    assert_int_equal(store_unit_set(o->store, &unit, NULL), RC_SYNTAX);
    unit.parent = city;
    assert_int_equal(store_unit_set(o->store, &unit, NULL), RC_SYNTAX);
    unit.parent = 0;
    assert_int_equal(store_unit_set(o->store, &unit, NULL), RC_NOT_FOUND);
    unit.parent = UNIT_TOP;
    OK(store_unit_set(o->store, &unit, &err));
    unit = (struct unit){ .id = UNIT_TOP, .parent = city, .name = STR("省政府办") };
    assert_int_equal(store_unit_set(o->store, &unit, NULL), RC_SYNTAX);
    unit = (struct unit){ .id = 99, .parent = city, .name = STR("无") };
    assert_int_equal(store_unit_set(o->store, &unit, NULL), RC_NOT_FOUND);
    unit = (struct unit){ .parent = city };
    assert_int_equal(store_unit_add(o->store, &unit, &id, NULL), RC_SYNTAX);
    unit = (struct unit){ .parent = city, .name = STR("局"), .region = STR("5107") };
    assert_int_equal(store_unit_add(o->store, &unit, &id, NULL), RC_SYNTAX);
    OK(store_unit_is_below(o->store, county, city, &is_below, &err));
    assert_true(is_below);
    OK(store_unit_is_below(o->store, city, county, &is_below, &err));
    assert_false(is_below);
    OK(store_unit_is_below(o->store, 99, UNIT_TOP, &is_below, &err));
    assert_false(is_below);
    OK(store_unit_each(o->store, city, count_unit, &n, &err));
    assert_int_equal(n, 2);
}

static void units_are_at_most_so_deep(void **state)
{
    struct office *o = *state;
    int64_t id = UNIT_TOP;
    struct unit last = { .name = STR("再下级") };

    for (int i = 1; i < UNIT_DEPTH_MAX; i++)
        id = add_unit(o, "下级", "", id, true);
    last.parent = id;
    assert_int_equal(store_unit_add(o->store, &last, &id, NULL), RC_LIMIT);
}

/* Sites 0 and 1 pass and fail, 2 has an older result only, 3 none. */
static void put_results(struct office *o)
{
    struct run_info next;

    OK(store_site_result(o->store, o->run, str_of(codes[2]),
                         STR("{\"name\":\"丙\",\"region\":\"510800\",\"verdict\":\"未能判定\","
                             "\"if_confirmed\":\"不合格\"}"),
                         &err));
    OK(store_run_finish(o->store, o->run, o->now, &err));
    OK(store_run_begin(o->store, o->now + DAY, STR("{}"), &next, &err));
    OK(store_site_result(
        o->store, next.id, str_of(codes[0]),
        STR("{\"name\":\"甲\",\"url\":\"http://a/\",\"region\":\"510700\",\"pages\":12,"
            "\"type\":\"部门网站\",\"state\":\"运行\",\"verdict\":\"合格\","
            "\"metrics\":{\"attempts\":[{\"at\":\"1972-09-28T07:00:00+08:00\"}]},"
            "\"columns\":[{\"newest\":\"1972-09-27\"},{\"newest\":\"1972-09-29\"},"
            "{\"newest\":null},7]}"),
        &err));
    OK(store_site_result(o->store, next.id, str_of(codes[1]),
                         STR("{\"name\":\"乙\",\"region\":\"510700\",\"verdict\":\"不合格\"}"),
                         &err));
}

static void a_site_is_listed_with_its_newest_result(void **state)
{
    struct office *o = *state;
    const struct site_query q = { 0 };
    struct site_lines lines;
    int64_t at;

    put_results(o);
    OK(store_sites(o->store, &q, &o->arena, &lines, &err));
    assert_int_equal(lines.n, SITES);
    assert_int_equal(site_standing(&lines.sites[0]), STANDING_PASS);
    assert_int_equal(site_standing(&lines.sites[1]), STANDING_FAIL);
    assert_int_equal(site_standing(&lines.sites[2]), STANDING_FORESEEN);
    assert_int_equal(site_standing(&lines.sites[3]), STANDING_MISSING);
    assert_int_equal(lines.sites[0].pages, 12);
    assert_int_equal(lines.sites[1].pages, -1);
    assert_int_equal(lines.sites[0].newest, day_of(1972, 9, 27)); /* one of tomorrow is no update */
    assert_true(time_parse(STR("1972-09-28T07:00:00+08:00"), &at));
    assert_int_equal(lines.sites[0].at, at);
    assert_true(str_eq(lines.sites[0].home, STR("http://a/")));
    site_lines_sort(&lines, SITES_BY_VERDICT, true);
    assert_true(str_eq(lines.sites[0].code, str_of(codes[3])));
    assert_true(str_eq(lines.sites[3].code, str_of(codes[0])));
    site_lines_sort(&lines, SITES_BY_NAME, false);
    assert_int_equal(lines.sites[0].name.n, 0);
}

static void counts_of_sites_and_checks_are_those_of_open_findings(void **state)
{
    struct office *o = *state;
    const struct site_query q = { .text = STR("51") };
    const struct known_list *known;
    struct site_lines lines;

    put_registry(o);
    for (int i = 0; i < 100; i++)
        decide_something(o);
    known = all_of(o);
    OK(store_sites(o->store, &q, &o->arena, &lines, &err));
    assert_int_equal(lines.n_checks, COUNT_OF(check_ids));
    for (size_t i = 0; i < lines.n; i++) {
        int64_t n_veto = 0, n_unreviewed = 0;

        for (size_t k = 0; k < known->n; k++) {
            const struct known *x = &known->list[k];

            if (!str_eq(x->site, lines.sites[i].code))
                continue;
            n_veto += x->grade == GRADE_VETO && x->state <= FINDING_CONFIRMED;
            n_unreviewed += x->state == FINDING_UNREVIEWED;
        }
        assert_int_equal(lines.sites[i].open.found[GRADE_VETO], n_veto);
        assert_int_equal(lines.sites[i].open.n_unreviewed, n_unreviewed);
    }
    for (size_t i = 0; i < lines.n_checks; i++) {
        const struct check_line *c = &lines.checks[i];
        int64_t n = 0;

        for (size_t k = 0; k < known->n; k++)
            n += str_eq(known->list[k].check, c->id) && known->list[k].state <= FINDING_CONFIRMED;
        assert_int_equal(c->open.found[GRADE_NOTICE] + c->open.found[GRADE_FAULT] +
                             c->open.found[GRADE_VETO],
                         n);
        assert_int_equal(c->n_sites, SITES);
    }
}

/* What was counted of all: as the lines say, one by one. */
static void compare_totals(struct office *o, const struct site_query *q)
{
    struct site_totals totals;
    struct site_lines lines;
    struct open_counts open = { 0 };
    int64_t n[STANDING_N] = { 0 };

    OK(store_sites(o->store, q, &o->arena, &lines, &err));
    OK(store_site_totals(o->store, q->kind, q->unit, &o->arena, &totals, &err));
    for (size_t i = 0; i < lines.n; i++) {
        n[site_standing(&lines.sites[i])]++;
        open_counts_add(&open, &lines.sites[i].open);
    }
    assert_memory_equal(totals.n, n, sizeof(n));
    assert_memory_equal(&totals.open, &open, sizeof(open));
    assert_int_equal(totals.n_checks, lines.n_checks);
    for (size_t i = 0; i < lines.n_checks; i++) {
        assert_true(str_eq(totals.checks[i].id, lines.checks[i].id));
        assert_int_equal(totals.checks[i].n_sites, lines.checks[i].n_sites);
        assert_memory_equal(&totals.checks[i].open, &lines.checks[i].open, sizeof(open));
    }
}

static void totals_are_those_of_the_lines(void **state)
{
    struct office *o = *state;
    const struct str account = STR("微信订阅号:yx");
    const struct site_query all = { 0 }, accounts = { .kind = REGISTRY_ACCOUNTS };
    struct stored_finding f = finding_of(0, 0, 0, &o->arena);
    struct site_query of_city = { 0 };

    put_registry(o);
    put_results(o);
    of_city.unit = add_unit(o, "云溪县政府办", "510702", UNIT_TOP, true);
    f.finding.site = account;
    OK(store_site_findings(o->store, o->run, account, o->now, &f, 1, NULL, 0, &err));
    OK(store_site_result(o->store, o->run, account, STR("{\"verdict\":\"合格\"}"), &err));
    OK(store_site_result(o->store, o->run, STR("新浪微博:云溪"), STR("no result"), &err));
    OK(db_exec(
        o->store->engine->db(o->store),
        "UPDATE site SET unit = 2 WHERE code IN ('5107000001', '5108000001', '微信订阅号:yx')",
        &err));
    assert_int_equal(of_city.unit, 2);
    for (int i = 0; i < 30; i++) {
        compare_totals(o, &all);
        compare_totals(o, &accounts);
        compare_totals(o, &of_city);
        of_city.kind = !of_city.kind;
        decide_something(o);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_last_word_in_the_row_is_what_the_actions_say),
        TEST(an_undone_action_gives_the_word_back_to_the_one_before),
        TEST(pages_together_are_the_whole_list_in_order),
        TEST(a_text_is_found_as_it_is_written),
        TEST(limits_are_said),
        TEST(a_unit_is_below_the_office_of_its_region),
        TEST(a_name_counts_once_in_a_region),
        TEST(a_unit_is_never_below_itself),
        TEST(units_are_at_most_so_deep),
        TEST(a_site_is_listed_with_its_newest_result),
        TEST(counts_of_sites_and_checks_are_those_of_open_findings),
        TEST(totals_are_those_of_the_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
