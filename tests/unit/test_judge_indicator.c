/* Indicator sets: the ones that come with the program, the sums they must keep, and what is
 * refused. */
#include "base/base.h"

#include "judge/evaluate.h"
#include "judge/indicator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DIR XJ_SOURCE_DIR "/data/indicator"

struct memory {
    struct arena arena;
    struct indicator_set set;
    struct err err;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct memory));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct memory *m = *state;

    arena_done(&m->arena);
    free(m);
    return 0;
}

static void load(struct memory *m, const char *name)
{
    if (indicator_load(DIR, str_of(name), &m->arena, &m->set, &m->err))
        fail_msg("%s", m->err.text);
}

static const struct indicator *find(const struct indicator_set *set, const char *id)
{
    for (size_t i = 0; i < set->n_indicators; i++)
        if (str_eq(set->indicators[i].id, str_of(id)))
            return &set->indicators[i];
    fail_msg("no indicator %s", id);
    return NULL;
}

static void the_categories_of_2019_make_up_100(void **state)
{
    static const struct {
        const char *title;
        int64_t full;
        size_t n;
    } expected[] = {
        { "发布解读", 31, 9 },
        { "办事服务", 25, 6 },
        { "互动交流", 23, 4 },
        { "功能设计", 21, 9 },
    };
    struct memory *m = *state;
    int64_t sum = 0;
    size_t n_items = 0;

    load(m, "national-2019");
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const struct category *c = indicator_category(&m->set, str_of(expected[i].title));
        size_t n = 0;

        assert_non_null(c);
        assert_int_equal(c->full.value, expected[i].full * QUANTITY_ONE);
        for (size_t k = 0; k < m->set.n_indicators; k++)
            n += m->set.indicators[k].part == PART_DEDUCT &&
                 str_eq(m->set.indicators[k].category, c->title);
        assert_int_equal(n, expected[i].n);
        n_items += n;
        sum += c->full.value;
    }
    assert_int_equal(sum, 100 * QUANTITY_ONE);
    assert_int_equal(n_items, 28);
}

/* rules 1.4: what is known of single marks is a lower limit; the marks themselves stay open. */
static void marks_that_nobody_has_seen_stay_open(void **state)
{
    struct memory *m = *state;

    load(m, "national-2019");
    for (size_t i = 0; i < m->set.n_indicators; i++)
        if (m->set.indicators[i].part == PART_DEDUCT || m->set.indicators[i].part == PART_BONUS)
            assert_int_equal(m->set.indicators[i].full.trust, TRUST_OPEN);
    assert_int_equal(find(&m->set, "P5")->full.minimum, 5 * QUANTITY_ONE);
    assert_int_equal(find(&m->set, "B3")->full.minimum, 2 * QUANTITY_ONE);
    assert_int_equal(find(&m->set, "I3")->full.minimum, 3 * QUANTITY_ONE);
    assert_int_equal(find(&m->set, "W6")->situations[1].at_least.trust, TRUST_UNCONFIRMED);
    assert_int_equal(find(&m->set, "P4")->situations[0].points.trust, TRUST_UNCONFIRMED);
}

/* Whether the home page only leads on, a person says: the check finds a fault there, no veto. */
static void a_stale_home_page_counts_where_it_only_leads_on(void **state)
{
    static const char *const names[] = { "national-2015", "national-2019", "sichuan-2021" };
    const struct finding f = { .check = "stale-home", .grade = GRADE_FAULT };
    struct memory *m = *state;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        load(m, names[i]);
        assert_int_not_equal(metrics_of(&m->set, &f, STR("{}")), 0);
    }
}

static uint64_t key_of(const struct memory *m, const char *check, const char *detail, uint64_t id)
{
    const struct finding f = { .check = check,
                               .url = STR("http://x.gov.cn/"),
                               .grade = GRADE_FAULT };
    const struct str json = str_of(detail);

    return thing_key(&m->set, metrics_of(&m->set, &f, json), &f, json, id);
}

static void blank_windows_of_one_page_are_so_many_columns(void **state)
{
    static const char *const names[] = { "national-2015", "national-2019", "hanzhong-2022" };
    static const char *const here = "{\"column\":\"a\",\"column_url\":\"http://x.gov.cn/a/\"}";
    static const char *const nowhere = "{\"column\":\"b\",\"column_url\":null}";
    static const char *const stale = "{\"kind\":\"动态要闻\"}";
    struct memory *m = *state;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        load(m, names[i]);
        assert_int_not_equal(key_of(m, "blank-column", nowhere, 1),
                             key_of(m, "blank-column", nowhere, 2));
        assert_int_not_equal(key_of(m, "blank-column", "{}", 1),
                             key_of(m, "blank-column", here, 1));
        /* the window and the column behind it */
        assert_int_equal(key_of(m, "blank-column", here, 1), key_of(m, "blank-column", here, 2));
        assert_int_equal(key_of(m, "stale-column", stale, 1), key_of(m, "stale-column", stale, 2));
    }
}

/* What a visitor sees is no better than what is hidden. */
static void an_open_gambling_link_is_a_veto_and_other_commerce_is_none(void **state)
{
    static const char *const names[] = { "national-2015", "national-2019", "sichuan-2021" };
    struct finding f = { .check = "commercial-link" };
    struct memory *m = *state;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        load(m, names[i]);
        f.grade = GRADE_VETO;
        assert_int_not_equal(
            metrics_of(&m->set, &f, STR("{}")) & find(&m->set, "W1")->situations[2].metrics, 0);
        f.grade = GRADE_FAULT;
        assert_int_equal(metrics_of(&m->set, &f, STR("{}")), 0);
    }
}

/* rules 1.2: no check sees that a site has no services; where there are none to offer, none looks.
 */
static void that_there_are_no_services_a_person_says(void **state)
{
    static const char *const names[] = { "national-2019", "sichuan-2021", "hanzhong-2022" };
    struct memory *m = *state;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        load(m, names[i]);
        assert_int_equal(find(&m->set, "W6")->situations[0].kind, SITUATION_PERSON);
        assert_true(find(&m->set, "W6")->is_service);
        assert_false(find(&m->set, "W5")->is_service);
    }
}

static bool counts(const struct memory *m, const char *id, const char *kind)
{
    const struct finding f = { .check = "stale-column", .grade = GRADE_FAULT };
    AUTO(arena_done) struct arena a = { 0 };
    const uint64_t metrics = metrics_of(&m->set, &f, arena_printf(&a, "{\"kind\":\"%s\"}", kind));

    return (find(&m->set, id)->situations[0].metrics & metrics) != 0;
}

/* 政策解读 is a local demand, and the national veto speaks of the first level. */
static void the_national_veto_counts_columns_of_the_first_level(void **state)
{
    struct memory *m = *state;

    load(m, "national-2019");
    assert_true(counts(m, "W4", "动态要闻"));
    assert_true(counts(m, "W4", "通知公告、政策文件"));
    assert_false(counts(m, "W4", "通知公告、政策文件（非一级）"));
    assert_false(counts(m, "W4", "政策解读"));
    assert_true(counts(m, "P6", "政策解读"));
    assert_true(counts(m, "P9", "通知公告、政策文件（非一级）"));
    load(m, "sichuan-2021");
    assert_true(counts(m, "W4", "政策解读"));
    load(m, "national-2015");
    assert_true(counts(m, "W4", "通知公告、政策文件（非一级）"));
}

static bool is_long_stale(const struct memory *m, const char *kind, int64_t days)
{
    const struct finding f = { .check = "stale-column",
                               .grade = GRADE_FAULT,
                               .measured = NUMBER(days) };
    AUTO(arena_done) struct arena a = { 0 };
    const uint64_t metrics = metrics_of(&m->set, &f, arena_printf(&a, "{\"kind\":\"%s\"}", kind));

    return (find(&m->set, "W4")->situations[1].metrics & metrics) != 0;
}

/* rules 7.4: how long "long" is no national text says. */
static void
columns_that_are_a_year_old_count_as_long_stale_where_no_other_veto_has_them(void **state)
{
    struct memory *m = *state;

    load(m, "national-2019");
    assert_true(is_long_stale(m, "通知公告、政策文件（非一级）", 365));
    assert_false(is_long_stale(m, "通知公告、政策文件（非一级）", 364));
    assert_true(is_long_stale(m, "政策解读", 365));
    assert_false(is_long_stale(m, "政策解读", 364));
    assert_true(is_long_stale(m, "人事、规划、总结、公报", 366));
    assert_false(is_long_stale(m, "通知公告、政策文件", 1000)); /* of W4.1 */
    load(m, "sichuan-2021");
    assert_true(is_long_stale(m, "通知公告、政策文件（非一级）", 365));
    assert_false(is_long_stale(m, "政策解读", 1000));
    load(m, "national-2015");
    assert_true(is_long_stale(m, "政策解读", 365));
    assert_false(is_long_stale(m, "通知公告、政策文件（非一级）", 1000));
    for (size_t i = 0; i < m->set.n_metrics; i++)
        assert_int_not_equal(m->set.metrics[i].measured.trust, TRUST_OFFICIAL);
}

static void every_set_that_comes_with_the_program_is_right(void **state)
{
    static const char *const names[] = { "national-2019", "national-2015", "sichuan-2021",
                                         "hanzhong-2022" };
    struct memory *m = *state;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        load(m, names[i]);
        assert_true(str_eq(m->set.name, str_of(names[i])));
    }
}

static void hanzhong_adds_vetoes_to_the_national_set(void **state)
{
    struct memory *m = *state;
    size_t n;

    load(m, "national-2019");
    n = m->set.n_indicators;
    load(m, "hanzhong-2022");
    assert_int_equal(m->set.n_indicators, n + 2);
    assert_int_equal(find(&m->set, "H1")->part, PART_VETO);
    assert_int_equal(find(&m->set, "H1")->situations[0].at_least.trust, TRUST_LOCAL);
    assert_int_equal(find(&m->set, "H2")->situations[0].at_least.trust, TRUST_OPEN);
}

/* Its text was not seen: nothing that it inherits is shown as an official rule. */
static void sichuan_shows_nothing_inherited_as_official(void **state)
{
    struct memory *m = *state;

    load(m, "sichuan-2021");
    for (size_t i = 0; i < m->set.n_numbers; i++)
        assert_int_not_equal(m->set.numbers[i].quantity.trust, TRUST_OFFICIAL);
    for (size_t i = 0; i < m->set.n_indicators; i++)
        for (size_t k = 0; k < m->set.indicators[i].n_situations; k++)
            assert_int_not_equal(m->set.indicators[i].situations[k].at_least.trust, TRUST_OFFICIAL);
    assert_int_equal(indicator_number(&m->set, "account_days")->trust, TRUST_LOCAL);
}

/* ---- what is refused ---- */

static const char head[] = "format: 1\nname: x\ntitle: x\nversion: x\nbasis: x\n";
#define OFFICIAL(v) "{value: " #v ", status: official, basis: x}"
#define FULL(v) "numbers:\n- {name: deduct_full, title: x, number: " OFFICIAL(v) "}\n"
#define CATEGORY(v) "categories:\n- {title: c, full: " OFFICIAL(v) "}\n"
#define ITEM(id, full)                                                                             \
    "- {id: " id ", title: x, part: deduct, applies: portal, category: c, full: " full "}\n"

static void expect(struct memory *m, const char *body, const char *line, const char *reason)
{
    const struct str text = arena_printf(&m->arena, "%s%s", head, body);
    const enum rc rc = indicator_parse("f.yaml", text, &m->arena, &m->set, &m->err);

    if (!reason) {
        if (rc)
            fail_msg("%s", m->err.text);
        return;
    }
    assert_int_equal(rc, RC_SYNTAX);
    if (!strstr(m->err.text, line) || !strstr(m->err.text, reason))
        fail_msg("\"%s\" says neither %s nor %s", m->err.text, line, reason);
}

static void a_check_outside_the_contract_is_refused(void **state)
{
    expect(*state, "metrics:\n- {name: m, title: x, check: no-such}\n", "f.yaml:7", "no-such");
    expect(*state, "metrics:\n- {name: m, title: x, check: typo}\n", NULL, NULL);
}

static void marks_must_add_up_to_their_category(void **state)
{
    expect(*state,
           FULL(10) CATEGORY(10) "indicators:\n" ITEM("A", OFFICIAL(4)) ITEM("B", OFFICIAL(6)),
           NULL, NULL);
    expect(*state,
           FULL(10) CATEGORY(10) "indicators:\n" ITEM("A", OFFICIAL(4)) ITEM("B", OFFICIAL(7)),
           "f.yaml:9", "应为 10");
    expect(*state,
           FULL(10) CATEGORY(10) "indicators:\n" ITEM("A", "{status: open, minimum: 10}")
               ITEM("B", "{status: open}"),
           NULL, NULL);
    expect(*state,
           FULL(10) CATEGORY(10) "indicators:\n" ITEM("A", "{status: open, minimum: 10}")
               ITEM("B", OFFICIAL(1)),
           "f.yaml:9", "超过 10");
    expect(*state, FULL(100) CATEGORY(99), "deduct_full", "应为 100");
}

static void a_constraint_holds_once_the_marks_are_filled_in(void **state)
{
#define SUM "constraints:\n- {sum: [A, B], at_least: " OFFICIAL(13) "}\n"
    expect(*state,
           FULL(13) CATEGORY(13) "indicators:\n" ITEM("A", OFFICIAL(6)) ITEM("B", OFFICIAL(7)) SUM,
           NULL, NULL);
    expect(*state,
           FULL(12) CATEGORY(12) "indicators:\n" ITEM("A", OFFICIAL(6)) ITEM("B", OFFICIAL(6)) SUM,
           "f.yaml:11", "应不少于 13");
    expect(*state,
           FULL(12) CATEGORY(12) "indicators:\n" ITEM("A", OFFICIAL(6)) ITEM("B", "{status: open}")
               SUM,
           NULL, NULL);
}

static void departments_without_services_are_scaled_to_the_whole(void **state)
{
#define SCALED(full, times)                                                                        \
    "numbers:\n- {name: deduct_full, title: x, number: " OFFICIAL(                                 \
        100) "}\n"                                                                                 \
             "- {name: no_service_full, title: x, number: " OFFICIAL(                              \
                 full) "}\n"                                                                       \
                       "- {name: no_service_times, title: x, number: " OFFICIAL(                   \
                           times) "}\n"                                                            \
                                  "- {name: no_service_over, title: x, number: " OFFICIAL(         \
                                      3) "}\n"                                                     \
                                         "categories:\n- {title: c, full: " OFFICIAL(              \
                                             75) "}\n"                                             \
                                                 "- {title: d, service: true, full: " OFFICIAL(    \
                                                     25) "}\n"
    expect(*state, SCALED(75, 4), NULL, NULL);
    expect(*state, SCALED(75, 5), "f.yaml:8", "不等于总分");
    expect(*state, SCALED(74, 4), "f.yaml:8", "办事服务");
}

static void a_number_says_where_it_comes_from_and_an_open_one_has_none(void **state)
{
#define NUMBER_IS(q) "numbers:\n- {name: n, title: x, number: " q "}\n"
    expect(*state, NUMBER_IS("{value: 1, status: official}"), "f.yaml:7", "basis");
    expect(*state, NUMBER_IS("{value: 1, status: open}"), "f.yaml:7", "open");
    expect(*state, NUMBER_IS("{status: local, basis: x}"), "f.yaml:7", "value");
    expect(*state, NUMBER_IS("{value: -1, status: local, basis: x}"), "f.yaml:7", "负");
    expect(*state, NUMBER_IS("{value: 1, status: sure, basis: x}"), "f.yaml:7", "sure");
    expect(*state, NUMBER_IS("{value: .nan, status: local, basis: x}"), "f.yaml:7", "");
    expect(*state, NUMBER_IS("{status: open}"), NULL, NULL);
}

/* The chance of a wrong verdict is summed up visit by visit. */
static void a_record_of_visits_has_an_end(void **state)
{
#define REACH(name, value) "numbers:\n- {name: " name ", title: x, number: " OFFICIAL(value) "}\n"
    expect(*state, REACH("reach_days", 366), NULL, NULL);
    expect(*state, REACH("reach_days", 367), "f.yaml:7", "超过 366");
    expect(*state, REACH("reach_per_day", 1440), NULL, NULL);
    expect(*state, REACH("reach_per_day", 1441), "f.yaml:7", "超过 1440");
}

static void names_are_given_once_and_exist(void **state)
{
#define VETO(id, rest)                                                                             \
    "- id: " id "\n  title: x\n  part: veto\n  applies: site\n  situations:\n"                     \
    "  - {id: V.1, text: x, " rest "}\n"
    expect(*state, "indicators:\n" VETO("V", "by: person"), NULL, NULL);
    expect(*state, "indicators:\n" VETO("V", "by: person") VETO("V", "by: person"), "f.yaml:7",
           "重复");
    expect(*state, "indicators:\n" VETO("V", "count: [m]"), "f.yaml:12", "没有计数项 m");
    expect(*state, "indicators:\n" VETO("V", "by: count"), "f.yaml:12", "count");
    expect(*state, "indicators:\n" VETO("V", "by: availability"), "reach_days", "需要");
    expect(*state, "indicators:\n- {id: D, title: x, part: deduct, applies: site, category: q}\n",
           "f.yaml:7", "没有一级指标");
    expect(*state, "colour: red\n", "f.yaml:6", "colour");
}

static void a_set_may_only_extend_one_beside_it(void **state)
{
    struct memory *m = *state;

    expect(m, "extends: national-2019\n", "f.yaml:2", "extends");
    assert_int_equal(indicator_load(DIR, STR("nowhere"), &m->arena, &m->set, &m->err),
                     RC_NOT_FOUND);
    assert_int_equal(indicator_load(DIR, STR("../checks"), &m->arena, &m->set, &m->err),
                     RC_NOT_FOUND);
    assert_int_equal(indicator_load_file("/nonexistent.yaml", &m->arena, &m->set, &m->err), RC_IO);
}

static void an_office_changes_numbers_of_the_set_that_it_extends(void **state)
{
    struct memory *m = *state;
    char path[] = "/tmp/xj-indicator-XXXXXX", copy[100];
    FILE *f;

    assert_non_null(mkdtemp(path));
    (void)snprintf(copy, sizeof(copy), "%s/national-2019.yaml", path);
    assert_int_equal(symlink(DIR "/national-2019.yaml", copy), 0);
    (void)snprintf(copy, sizeof(copy), "%s/own.yaml", path);
    f = fopen(copy, "w");
    assert_non_null(f);
    (void)fprintf(f,
                  "%sextends: national-2019\nchanges:\n"
                  "- {id: W4.3, field: at_least, number: {value: 3, status: local, basis: x}}\n"
                  "- {id: P7, field: full, number: {value: 4, status: local, basis: x}}\n"
                  "- {id: fail_below, number: {value: 70, status: local, basis: x}}\n",
                  head);
    (void)fclose(f);
    if (indicator_load(path, STR("own"), &m->arena, &m->set, &m->err))
        fail_msg("%s", m->err.text);
    assert_int_equal(find(&m->set, "W4")->situations[2].at_least.value, 3 * QUANTITY_ONE);
    assert_int_equal(find(&m->set, "P7")->full.trust, TRUST_LOCAL);
    assert_int_equal(indicator_number(&m->set, "fail_below")->value, 70 * QUANTITY_ONE);
    f = fopen(copy, "w");
    assert_non_null(f);
    (void)fprintf(f, "%sextends: national-2019\nchanges:\n- {id: W9, number: %s}\n", head,
                  OFFICIAL(3));
    (void)fclose(f);
    assert_int_equal(indicator_load(path, STR("own"), &m->arena, &m->set, &m->err), RC_SYNTAX);
    assert_non_null(strstr(m->err.text, "own.yaml:8"));
    (void)unlink(copy);
    (void)snprintf(copy, sizeof(copy), "%s/national-2019.yaml", path);
    (void)unlink(copy);
    (void)rmdir(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_categories_of_2019_make_up_100),
        TEST(marks_that_nobody_has_seen_stay_open),
        TEST(a_stale_home_page_counts_where_it_only_leads_on),
        TEST(blank_windows_of_one_page_are_so_many_columns),
        TEST(an_open_gambling_link_is_a_veto_and_other_commerce_is_none),
        TEST(that_there_are_no_services_a_person_says),
        TEST(the_national_veto_counts_columns_of_the_first_level),
        TEST(columns_that_are_a_year_old_count_as_long_stale_where_no_other_veto_has_them),
        TEST(every_set_that_comes_with_the_program_is_right),
        TEST(hanzhong_adds_vetoes_to_the_national_set),
        TEST(sichuan_shows_nothing_inherited_as_official),
        TEST(a_check_outside_the_contract_is_refused),
        TEST(marks_must_add_up_to_their_category),
        TEST(a_constraint_holds_once_the_marks_are_filled_in),
        TEST(departments_without_services_are_scaled_to_the_whole),
        TEST(a_number_says_where_it_comes_from_and_an_open_one_has_none),
        TEST(a_record_of_visits_has_an_end),
        TEST(names_are_given_once_and_exist),
        TEST(a_set_may_only_extend_one_beside_it),
        TEST(an_office_changes_numbers_of_the_set_that_it_extends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
