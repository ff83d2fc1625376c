/* What a unit's ledger says of each situation: nothing is 未发现 that nobody judged. */
#include "base/base.h"

#include "base/buf.h"
#include "base/file.h"
#include "judge/judging.h"
#include "report/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* One veto and one scored item of the same findings, one veto of what is not found. */
#define RULES(version)                                                                             \
    "format: 1\nname: x\ntitle: x\nversion: " version "\nbasis: x\n"                               \
    "numbers:\n"                                                                                   \
    "- {name: deduct_full, title: x, number: {value: 10, status: official, basis: x}}\n"           \
    "metrics:\n- {name: m, title: x, check: dead-link}\n"                                          \
    "- {name: s, title: x, check: stale-home}\n"                                                   \
    "categories:\n- {title: c, full: {value: 10, status: official, basis: x}}\n"                   \
    "indicators:\n"                                                                                \
    "- {id: V, title: x, part: veto, applies: site, situations: [{id: V.1, text: V.1, count: "     \
    "[m]}]}\n"                                                                                     \
    "- {id: H, title: x, part: veto, applies: site, situations: [{id: H.1, text: H.1, count: "     \
    "[s]}]}\n"                                                                                     \
    "- {id: G, title: x, part: veto, applies: site, service: true, situations: [{id: G.1, text: "  \
    "G.1, count: [s]}]}\n"                                                                         \
    "- {id: P, title: x, part: deduct, applies: portal, category: c, situations: [{id: P.1, "      \
    "text: P.1, count: [m]}]}\n"

struct bench {
    struct arena a;
    struct store *store;
    struct indicator_set set, other;
    struct run_info run;
    struct err err;
    char dir[64];
    struct buf page;
};

#define OK(call)                                                                                   \
    do {                                                                                           \
        if (call)                                                                                  \
            fail_msg("%s", b->err.text);                                                           \
    } while (0)

static int set_up(void **state)
{
    struct bench *b = calloc(1, sizeof(*b));

    if (!b)
        return -1;
    (void)snprintf(b->dir, sizeof(b->dir), "/tmp/xj-ledger-XXXXXX");
    if (!mkdtemp(b->dir))
        return -1;
    OK(store_open(STR("sqlite::memory:"), &b->store, &b->err));
    OK(store_run_begin(b->store, 1000, STR("{\"checks\":\"all\"}"), &b->run, &b->err));
    OK(indicator_parse("rules", STR(RULES("1")), &b->a, &b->set, &b->err));
    OK(indicator_parse("rules", STR(RULES("2")), &b->a, &b->other, &b->err));
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const endings[] = { "html", "xlsx" };
    struct bench *b = *state;
    char path[100];

    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        (void)snprintf(path, sizeof(path), "%s/局.%s", b->dir, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(b->dir);
    buf_done(&b->page);
    store_closep(&b->store);
    arena_done(&b->a);
    free(b);
    return 0;
}

/* A portal of the unit with one confirmed finding; `more` goes into its result. */
static void inspect(struct bench *b, const char *state, const char *more)
{
    const struct str code = STR("5199010001");
    struct stored_finding f = { .finding = { .site = code,
                                             .check = "dead-link",
                                             .case_id = "A11",
                                             .url = STR("http://x/"),
                                             .grade = GRADE_FAULT } };
    const struct judging g = { .store = b->store, .run = b->run.id, .set = &b->set };

    f.id = finding_id(&f.finding);
    OK(store_site_findings(b->store, b->run.id, code, 1000, &f, 1, NULL, 0, &b->err));
    OK(store_site_result(b->store, b->run.id, code,
                         arena_printf(&b->a,
                                      "{\"site\":\"5199010001\",\"type\":\"政府门户网站\","
                                      "\"name\":\"门户\",\"sponsor\":\"局\",\"state\":\"%s\"%s}",
                                      state, more),
                         &b->err));
    OK(judge_run(&g, &b->err));
}

static void make(struct bench *b, const struct indicator_set *set)
{
    const struct ledger_input in = { .dir = b->dir,
                                     .store = b->store,
                                     .run = b->run.id,
                                     .unit = STR("局"),
                                     .set = set,
                                     .template_dir = XJ_SOURCE_DIR "/data/report" };
    struct ledger_counts counts;

    OK(ledger_write(&in, &counts, &b->err));
    buf_reset(&b->page);
    OK(file_read(arena_printf(&b->a, "%s/局.html", b->dir).p, 1 << 20, &b->page, &b->err));
}

/* The row of a situation tells this. */
static void says(struct bench *b, const char *id, const char *what)
{
    struct str rest = buf_str(&b->page), line;

    while (str_line(&rest, &line))
        if (str_has(line, arena_printf(&b->a, "<td>%s</td>", id))) {
            assert_true(str_has(line, str_of(what)));
            return;
        }
    assert_string_equal(what, "");
}

static void what_was_judged_is_told(void **state)
{
    struct bench *b = *state;

    inspect(b, "运行", "");
    make(b, &b->set);
    says(b, "V.1", "待复核");
    says(b, "H.1", "未发现");
    says(b, "G.1", "未发现");
    says(b, "P.1", "待复核");
}

static void a_veto_hides_nothing_that_costs_points(void **state)
{
    const struct statement veto = { STR("H"), true, -1 };
    struct bench *b = *state;
    struct judgement j;
    AUTO(json_freep) struct json *line = json_new_object();
    struct thing thing = { .id = 1, .key = 1, .metrics = 1, .is_confirmed = true };
    const struct evidence e = { .is_portal = true,
                                .serves_public = true,
                                .is_running = true,
                                .things = &thing,
                                .n_things = 1,
                                .statements = &veto,
                                .n_statements = 1 };

    evaluate(&b->set, &e, &b->a, &j);
    judgement_put(&b->set, &j, line, &b->a);
    assert_false(j.score.is_given);
    assert_int_equal(json_count(judgement_items(line)), 1);
    assert_true(judgement_is_by(line, &b->set));
    assert_false(judgement_is_by(line, &b->other));
}

static void what_nobody_judged_is_not_clean(void **state)
{
    struct bench *b = *state;

    inspect(b, "运行", "");
    make(b, &b->other);
    says(b, "H.1", "须自查</td><td>巡检不是按这套指标判定的");
    says(b, "V.1", "须自查</td><td>巡检不是按这套指标判定的");
    inspect(b, "申请关停", "");
    make(b, &b->set);
    says(b, "H.1", "须自查</td><td>不在运行状态，没有判定");
}

static void who_offers_no_services_is_not_asked_for_them(void **state)
{
    struct bench *b = *state;

    inspect(b, "运行", ",\"serves_public\":false");
    make(b, &b->set);
    says(b, "H.1", "未发现");
    says(b, "G.1", "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_judged_is_told),
        TEST(a_veto_hides_nothing_that_costs_points),
        TEST(what_nobody_judged_is_not_clean),
        TEST(who_offers_no_services_is_not_asked_for_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
