/* Where sites stand: by type, region, item and through the runs, and how the page draws it. */
#include "base/base.h"

#include "base/buf.h"
#include "report/html.h"
#include "report/pictures.h"
#include "report/standing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct bench {
    char dir[64];
    struct store *store;
    struct site sites[5];
    struct site_list registry;
    struct report_input in;
    struct arena a;
};

static const char *const codes[] = { "5100000001", "5100000002", "5100000003", "5100000004",
                                     "5100000005" };

#define ITEM(id, item, state) "{\"id\":\"" id "\",\"item\":\"" item "\",\"state\":\"" state "\"}"

/* The last run: pass, fail, likely to fail, not told; the fifth site has no result. */
static const char *const last_results[] = {
    "{\"verdict\":\"合格\",\"if_confirmed\":\"合格\",\"complete\":true,\"pages\":9,"
    "\"score\":{\"items\":[" ITEM("P5.1", "政策文件", "待复核") "]}}",
    "{\"verdict\":\"不合格\",\"if_confirmed\":\"不合格\",\"complete\":false,\"pages\":9,"
    "\"vetoes\":[" ITEM("W4.1", "栏目不更新", "待复核") "," ITEM("W4.3", "栏目不更新",
                                                                 "已认定") "]}",
    "{\"verdict\":\"未能判定\",\"if_confirmed\":\"不合格\",\"pages\":0,"
    "\"vetoes\":[" ITEM("W4.3", "栏目不更新",
                        "待复核") "],"
                                  "\"not_judged\":[{\"id\":\"W4.1\",\"item\":\"栏目不更新\"},"
                                  "{\"id\":\"W2.1\",\"item\":\"站点无法访问\"}]}",
    "{\"verdict\":\"未能判定\",\"if_confirmed\":\"未能判定\",\"pages\":9,"
    "\"unknown\":[{\"check\":\"stale-home\",\"reason\":\"由脚本填充\"}],"
    "\"not_judged\":[{\"id\":\"W2.1\",\"item\":\"站点无法访问\"}]}",
};

static void put_result(struct bench *b, int64_t run, size_t site, const char *json)
{
    struct err err = { 0 };

    assert_int_equal(
        store_site_findings(b->store, run, str_of(codes[site]), 1790000000, NULL, 0, NULL, 0, &err),
        RC_OK);
    assert_int_equal(store_site_result(b->store, run, str_of(codes[site]), str_of(json), &err),
                     RC_OK);
}

static int64_t begin_run(struct bench *b, int i)
{
    struct run_info info;
    struct err err = { 0 };
    char options[32];

    (void)snprintf(options, sizeof(options), "{\"round\":%d}", i);
    assert_int_equal(store_run_begin(b->store, 1790000000 + i, str_of(options), &info, &err),
                     RC_OK);
    return info.id;
}

static void seed(struct bench *b)
{
    const int64_t first = begin_run(b, 1);

    for (size_t i = 0; i < 4; i++)
        put_result(b, first, i,
                   i < 2 ? "{\"verdict\":\"不合格\",\"metrics\":{\"attempts\":[{\"at\":"
                           "\"2026-08-20T02:00:00+08:00\"}]}}"
                         : "{\"verdict\":\"合格\",\"metrics\":{\"attempts\":[{\"at\":"
                           "\"2026-08-21T02:00:00+08:00\"}]}}");
    (void)begin_run(b, 2); /* nothing came of it */
    b->in.run = begin_run(b, 3);
    for (size_t i = 0; i < COUNT_OF(last_results); i++)
        put_result(b, b->in.run, i, last_results[i]);
}

static int set_up(void **state)
{
    const struct site sites[] = {
        { .name = STR("云溪县人民政府"), .region = STR("510001"), .type = SITE_PORTAL },
        { .name = STR("云溪县教育局"), .region = STR("510001"), .type = SITE_DEPARTMENT },
        { .name = STR("竹山县人民政府"), .region = STR("510002"), .type = SITE_PORTAL },
        { .name = STR("竹山县教育局"), .region = STR("510002"), .type = SITE_DEPARTMENT },
        { .name = STR("没有区划的局"), .type = SITE_DEPARTMENT },
    };
    struct bench *b = calloc(1, sizeof(*b));
    struct err err = { 0 };
    char url[128];

    assert_non_null(b);
    (void)snprintf(b->dir, sizeof(b->dir), "/tmp/xunjian-standing-XXXXXX");
    assert_non_null(mkdtemp(b->dir));
    (void)snprintf(url, sizeof(url), "sqlite:%s/store.db", b->dir);
    assert_int_equal(store_open(str_of(url), &b->store, &err), RC_OK);
    for (size_t i = 0; i < COUNT_OF(sites); i++) {
        b->sites[i] = sites[i];
        b->sites[i].code = str_of(codes[i]);
        b->sites[i].state = SITE_RUNNING;
    }
    b->registry = (struct site_list){ .sites = b->sites, .n = COUNT_OF(b->sites) };
    b->in = (struct report_input){ .dir = b->dir,
                                   .store = b->store,
                                   .sites = &b->registry,
                                   .run_json = STR("{}"),
                                   .template_dir = XJ_SOURCE_DIR "/data/report" };
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    static const char *const names[] = { "store.db", "store.db-wal",   "store.db-shm", "index.html",
                                         "run.json", "findings.jsonl", "sites.jsonl" };
    char path[128];

    arena_done(&b->a);
    store_closep(&b->store);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", b->dir, names[i]);
        (void)unlink(path);
    }

    const int left = rmdir(b->dir);

    free(b);
    return left;
}

static void read_all(struct bench *b, struct figures *t, struct standing *s)
{
    struct err err = { 0 };
    AUTO(json_freep) struct json *run = json_new_object();

    assert_int_equal(figures_read(&b->in, run, &b->a, t, &err), RC_OK);
    if (standing_read(&b->in, t, &b->a, s, &err))
        fail_msg("%s", err.text);
}

static void assert_text(struct str s, const char *text)
{
    char own[128];

    (void)snprintf(own, sizeof(own), "%.*s", STR_ARG(s));
    assert_string_equal(own, text);
}

static void every_site_stands_in_one_place_of_its_type_and_its_region(void **state)
{
    struct bench *b = *state;
    struct figures t;
    struct standing s;
    static const int64_t portals[STANDING_N] = { 1, 0, 1, 0, 0 };
    static const int64_t departments[STANDING_N] = { 0, 1, 0, 1, 1 };

    seed(b);
    read_all(b, &t, &s);
    assert_int_equal(s.n_types, 2);
    assert_text(s.types[0].name, "政府门户网站");
    assert_memory_equal(s.types[0].n, portals, sizeof(portals));
    assert_text(s.types[1].name, "部门网站");
    assert_memory_equal(s.types[1].n, departments, sizeof(departments));
    assert_int_equal(s.n_regions, 3);
    assert_text(s.regions[0].name, "未注明");
    assert_int_equal(s.regions[0].n[STANDING_MISSING], 1);
    assert_text(s.regions[1].name, "云溪县（510001）");
    assert_int_equal(s.regions[1].n[STANDING_PASS], 1);
    assert_int_equal(s.regions[1].n[STANDING_FAIL], 1);
    assert_text(s.regions[2].name, "竹山县（510002）");
    assert_int_equal(s.regions[2].n[STANDING_FORESEEN], 1);
    assert_int_equal(s.regions[2].n[STANDING_UNKNOWN], 1);
}

static void an_item_counts_a_site_once_where_it_is_worst(void **state)
{
    struct bench *b = *state;
    struct figures t;
    struct standing s;

    seed(b);
    read_all(b, &t, &s);
    assert_int_equal(s.n_items, 3);
    assert_text(s.items[0].name, "栏目不更新");
    assert_int_equal(s.items[0].part, STANDING_VETO);
    assert_int_equal(s.items[0].n_confirmed, 1);
    assert_int_equal(s.items[0].n_open, 1);
    assert_int_equal(s.items[0].n_unknown, 0);
    assert_text(s.items[1].name, "政策文件");
    assert_int_equal(s.items[1].part, STANDING_SCORED);
    assert_int_equal(s.items[1].n_open, 1);
    assert_text(s.items[2].name, "站点无法访问");
    assert_int_equal(s.items[2].part, STANDING_NOWHERE);
    assert_int_equal(s.items[2].n_unknown, 2);
}

/* A local set calls its vetoes H1; the list that they stand in counts, whichever comes first. */
static void the_part_is_the_lists_not_the_numbers(void **state)
{
    struct bench *b = *state;
    struct figures t;
    struct standing s;

    b->in.run = begin_run(b, 1);
    put_result(b, b->in.run, 0, "{\"not_judged\":[{\"id\":\"H1.1\",\"item\":\"固定表述错误\"}]}");
    put_result(b, b->in.run, 1, "{\"vetoes\":[" ITEM("H1.1", "固定表述错误", "已认定") "]}");
    read_all(b, &t, &s);
    assert_int_equal(s.n_items, 1);
    assert_int_equal(s.items[0].part, STANDING_VETO);
    assert_int_equal(s.items[0].n_confirmed, 1);
    assert_int_equal(s.items[0].n_unknown, 1);
}

static void runs_go_from_old_to_new_without_the_empty_one(void **state)
{
    struct bench *b = *state;
    struct figures t;
    struct standing s;

    seed(b);
    read_all(b, &t, &s);
    assert_int_equal(s.n_runs, 2);
    assert_text(s.runs[0].day, "2026-08-20");
    assert_int_equal(s.runs[0].n[STANDING_FAIL], 2);
    assert_int_equal(s.runs[0].n[STANDING_PASS], 2);
    assert_int_equal(s.runs[1].id, b->in.run);
    assert_text(s.runs[1].day, "");
    assert_int_equal(s.runs[1].n[STANDING_FORESEEN], 1);
}

static void only_the_newest_runs_are_drawn(void **state)
{
    struct bench *b = *state;
    struct figures t;
    struct standing s;

    for (int i = 0; i < STANDING_RUNS_MAX + 2; i++) {
        b->in.run = begin_run(b, i);
        put_result(b, b->in.run, 0, "{\"verdict\":\"合格\"}");
    }
    read_all(b, &t, &s);
    assert_int_equal(s.n_runs, STANDING_RUNS_MAX);
    assert_int_equal(s.runs[0].id, b->in.run - STANDING_RUNS_MAX + 1);
    assert_int_equal(s.runs[STANDING_RUNS_MAX - 1].id, b->in.run);
}

static void too_many_items_are_refused(void **state)
{
    struct bench *b = *state;
    struct figures t;
    struct standing s;
    struct err err = { 0 };
    AUTO(json_freep) struct json *run = json_new_object();
    AUTO(buf_done) struct buf result = { 0 };

    b->in.run = begin_run(b, 1);
    buf_add(&result, STR("{\"not_judged\":["));
    for (int i = 0; i <= STANDING_ITEMS_MAX; i++)
        buf_addf(&result, "%s{\"id\":\"X\",\"item\":\"%d\"}", i ? "," : "", i);
    buf_add(&result, STR("]}"));
    buf_add_char(&result, 0);
    put_result(b, b->in.run, 0, result.p);
    assert_int_equal(figures_read(&b->in, run, &b->a, &t, &err), RC_OK);
    assert_int_equal(standing_read(&b->in, &t, &b->a, &s, &err), RC_LIMIT);
    assert_non_null(strstr(err.text, "指标超过"));
}

/* ---- the pictures -----------------------------------------------------------------------------
 */

static const struct json *member(const struct json *list, const char *key, const char *value)
{
    for (size_t i = 0; i < json_count(list); i++)
        if (str_eq(json_get_str(json_at(list, i), key), str_of(value)))
            return json_at(list, i);
    fail_msg("no %s", value);
    return NULL;
}

static void parts_of_a_bar_meet_and_fill_it(void **state)
{
    struct bench *b = *state;
    AUTO(json_freep) struct json *values = json_new_object();
    struct standing_row row = { .name = STR("甲"), .n = { 1, 1, 0, 1, 0 } };
    const struct figures none = { 0 };
    const struct standing s = { .types = &row, .n_types = 1 };
    int64_t at = 0;

    pictures_put(&none, &s, values, &b->a);

    const struct json *bar = json_at(json_get(values, "types"), 0);
    const struct json *segments = json_get(bar, "segments");

    assert_int_equal(json_count(segments), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(json_get_int(json_at(segments, i), "at", -1), at);
        at += json_get_int(json_at(segments, i), "size", -1);
    }
    assert_int_equal(at, PICTURE_WIDTH);
    assert_text(json_get_str(bar, "words"), "合格 1，不合格 1，未能判定 1");
}

static void one_site_of_ten_thousand_is_seen(void **state)
{
    struct bench *b = *state;
    static const struct standing_row rows[] = { { .n = { 1, 9998, 1, 0, 0 } },
                                                { .n = { 9998, 1, 1, 0, 0 } },
                                                { .n = { 1, 1, 9998, 0, 0 } } };
    const struct figures none = { 0 };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(json_freep) struct json *values = json_new_object();
        struct standing_row row = rows[i];
        const struct standing s = { .types = &row, .n_types = 1 };
        int64_t at = 0;

        pictures_put(&none, &s, values, &b->a);

        const struct json *segments = json_get(json_at(json_get(values, "types"), 0), "segments");

        assert_int_equal(json_count(segments), 3);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(json_get_int(json_at(segments, k), "at", -1), at);
            assert_true(json_get_int(json_at(segments, k), "size", -1) >= 1);
            at += json_get_int(json_at(segments, k), "size", -1);
        }
        assert_int_equal(at, PICTURE_WIDTH);
    }
}

static void there_is_a_rate_only_where_all_are_judged(void **state)
{
    struct bench *b = *state;
    AUTO(json_freep) struct json *values = json_new_object();
    struct standing_row rows[] = { { .name = STR("甲"), .n = { 5, 2, 0, 0, 0 } },
                                   { .name = STR("乙"), .n = { 5, 2, 0, 0, 1 } },
                                   { .name = STR("丙"), .n = { 3, 1, 0, 0, 0, 9 } },
                                   { .name = STR("丁"), .n = { [STANDING_CLOSED] = 2 } } };
    const struct figures none = { 0 };
    const struct standing s = { .regions = rows, .n_regions = COUNT_OF(rows) };

    pictures_put(&none, &s, values, &b->a);
    assert_text(json_get_str(member(json_get(values, "regions"), "name", "丙"), "rate"), "75.0%");
    assert_text(json_get_str(member(json_get(values, "regions"), "name", "丁"), "rate"), "—");
    assert_text(json_get_str(member(json_get(values, "regions"), "name", "甲"), "rate"), "71.4%");
    assert_text(json_get_str(member(json_get(values, "regions"), "name", "乙"), "rate"), "待定");
}

static void a_column_counts_what_was_to_be_judged(void **state)
{
    struct bench *b = *state;
    AUTO(json_freep) struct json *values = json_new_object();
    struct standing_run runs[] = { { .n = { 3, 1, 0, 0, 0, 9 } },
                                   { .n = { [STANDING_CLOSED] = 2 } } };
    const struct figures none = { 0 };
    const struct standing s = { .runs = runs, .n_runs = COUNT_OF(runs) };

    pictures_put(&none, &s, values, &b->a);

    const struct json *columns = json_get(json_get(values, "trend"), "columns");

    assert_int_equal(json_get_int(json_at(columns, 0), "n", -1), 4);
    assert_text(json_get_str(json_at(columns, 0), "words"), "合格 3，不合格 1");
    assert_int_equal(json_count(json_get(json_at(columns, 0), "segments")), 2);
    assert_int_equal(json_get_int(json_at(columns, 1), "n", -1), 0);
    assert_int_equal(json_count(json_get(json_at(columns, 1), "segments")), 0);
}

static void regions_past_the_limit_are_counted(void **state)
{
    struct bench *b = *state;
    AUTO(json_freep) struct json *values = json_new_object();
    struct standing_row rows[PICTURE_REGIONS_MAX + 1] = { 0 };
    const struct figures none = { 0 };
    const struct standing s = { .regions = rows, .n_regions = COUNT_OF(rows) };

    pictures_put(&none, &s, values, &b->a);
    assert_int_equal(json_count(json_get(values, "regions")), PICTURE_REGIONS_MAX);
    assert_int_equal(json_get_int(values, "n_regions_more", -1), 1);
}

static void the_worst_come_first_vetoes_before_faults(void **state)
{
    struct bench *b = *state;
    AUTO(json_freep) struct json *values = json_new_object();
    struct site_row sites[] = {
        { .code = STR("1"), .name = STR("甲"), .found = { [GRADE_FAULT] = 90 } },
        { .code = STR("2"), .name = STR("乙"), .found = { [GRADE_VETO] = 1, [GRADE_FAULT] = 2 } },
        { .code = STR("3"), .name = STR("丙"), .found = { [GRADE_NOTICE] = 500 } },
    };
    const struct figures t = { .sites = sites, .n_sites = COUNT_OF(sites) };
    const struct standing s = { 0 };

    pictures_put(&t, &s, values, &b->a);

    const struct json *worst = json_get(values, "worst");

    assert_int_equal(json_count(worst), 2);
    assert_text(json_get_str(json_at(worst, 0), "name"), "乙");
    assert_text(json_get_str(json_at(worst, 0), "words"), "单项否决类 1，问题 2");
    assert_text(json_get_str(json_at(worst, 1), "name"), "甲");
}

static void the_page_draws_it_all(void **state)
{
    struct bench *b = *state;
    struct err err = { 0 };
    char path[128];
    char *page = calloc(1, 1 << 20);
    FILE *f;

    assert_non_null(page);
    seed(b);
    if (report_write(&b->in, &err))
        fail_msg("%s", err.text);
    (void)snprintf(path, sizeof(path), "%s/index.html", b->dir);
    f = fopen(path, "rb");
    assert_non_null(f);
    page[fread(page, 1, (1 << 20) - 1, f)] = 0;
    (void)fclose(f);
    assert_non_null(strstr(page, "<title>政府门户网站：合格 1，复核后可能不合格 1</title>"));
    assert_non_null(strstr(page, "<rect class=\"likely\" x=\"500\" y=\"0\" width=\"500\""));
    assert_non_null(strstr(page, "<th>云溪县（510001）</th>"));
    assert_non_null(strstr(page, "<td class=\"rate\">50.0%</td>"));
    assert_non_null(strstr(page, "已认定 1，待复核 1</td>"));
    assert_non_null(strstr(page, "看了全部页面 1，没有看全 1，没有说明看了多少 1，"
                                 "没有读到页面 1，没有结果 1</td>"));
    assert_non_null(strstr(page, "有未测成之处 1，没有结果 1</td>"));
    assert_non_null(strstr(page, "<td class=\"name\">第1次</td>"));
    assert_null(strstr(page, "<td class=\"name\">第2次</td>"));
    assert_null(strstr(page, "本次没有按指标判定"));
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CASE(every_site_stands_in_one_place_of_its_type_and_its_region),
        CASE(an_item_counts_a_site_once_where_it_is_worst),
        CASE(the_part_is_the_lists_not_the_numbers),
        CASE(runs_go_from_old_to_new_without_the_empty_one),
        CASE(only_the_newest_runs_are_drawn),
        CASE(too_many_items_are_refused),
        CASE(parts_of_a_bar_meet_and_fill_it),
        CASE(one_site_of_ten_thousand_is_seen),
        CASE(there_is_a_rate_only_where_all_are_judged),
        CASE(a_column_counts_what_was_to_be_judged),
        CASE(regions_past_the_limit_are_counted),
        CASE(the_worst_come_first_vetoes_before_faults),
        CASE(the_page_draws_it_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
