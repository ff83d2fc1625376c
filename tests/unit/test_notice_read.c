/* A run in the store, counted for its notice; the two files of it. */
#include "base/base.h"

#include "base/clock.h"
#include "base/file.h"
#include "docx_support.h"
#include "notice/notice_read.h"
#include "office/filing.h"
#include "office/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct run {
    char dir[32];
    struct store *store;
    struct site sites[6];
    struct site_list registry;
    struct account accounts[4];
    struct account_list account_registry;
    struct notice_source source;
    struct arena a;
};

static void result(struct run *r, const char *site, const char *json)
{
    struct err err = { 0 };

    assert_int_equal(store_site_result(r->store, r->source.run, str_of(site), str_of(json), &err),
                     RC_OK);
}

static void findings(struct run *r, const char *site, const char *check, enum grade grade, size_t n)
{
    struct stored_finding list[8] = { 0 };
    struct err err = { 0 };

    for (size_t i = 0; i < n; i++) {
        list[i].finding = (struct finding){ .site = str_of(site),
                                            .check = check,
                                            .case_id = "A05",
                                            .url = arena_printf(&r->a, "http://x.example/%zu", i),
                                            .grade = grade };
        list[i].id = finding_id(&list[i].finding);
    }
    assert_int_equal(store_site_findings(r->store, r->source.run, str_of(site), 1795370400, list, n,
                                         NULL, 0, &err),
                     RC_OK);
}

static struct site site(const char *code, const char *name, const char *region, enum site_type type,
                        enum site_state state)
{
    return (struct site){ .code = str_of(code),
                          .name = str_of(name),
                          .home = STR("http://x.example/"),
                          .region = str_of(region),
                          .type = type,
                          .state = state };
}

static struct account account(const char *id, const char *name, const char *type,
                              enum account_state state)
{
    return (struct account){ .id = str_of(id),
                             .name = str_of(name),
                             .type = str_of(type),
                             .owner = STR("云溪县商务局"),
                             .region = STR("510001"),
                             .state = state };
}

/* Three running accounts of two types, and a cancelled one that still posts. */
static void add_accounts(struct run *r)
{
    r->accounts[0] = account("新浪微博:云溪商务", "云溪商务", "新浪微博", ACCOUNT_RUNNING);
    r->accounts[1] = account("快手:云溪商务", "云溪商务", "快手", ACCOUNT_RUNNING);
    r->accounts[2] = account("新浪微博:云溪招商", "云溪招商", "新浪微博", ACCOUNT_RUNNING);
    r->accounts[3] = account("快手:旧号", "旧号", "快手", ACCOUNT_CLOSED);
    r->account_registry =
        (struct account_list){ .accounts = r->accounts, .n = COUNT_OF(r->accounts) };
    r->source.accounts = &r->account_registry;
    result(r, "新浪微博:云溪商务",
           "{\"verdict\":\"不合格\",\"vetoes\":[{\"item\":\"内容不更新\",\"text\":"
           "\"监测时间点前两周内没有更新\",\"state\":\"已认定\"}]}");
    result(r, "快手:云溪商务", "{\"verdict\":\"合格\"}");
    result(r, "快手:旧号", "{\"verdict\":\"未能判定\"}");
    findings(r, "新浪微博:云溪商务", "account-stale", GRADE_VETO, 1);
    findings(r, "新浪微博:云溪商务", "blank-column", GRADE_FAULT, 1);
    findings(r, "快手:旧号", "account-unfiled", GRADE_FAULT, 1);
}

static int open_run(void **state)
{
    struct run *r = calloc(1, sizeof(*r));
    struct run_info info;
    struct err err = { 0 };
    char url[64];

    assert_non_null(r);
    (void)snprintf(r->dir, sizeof(r->dir), "/tmp/xj-notice-XXXXXX");
    assert_non_null(mkdtemp(r->dir));
    (void)snprintf(url, sizeof(url), "sqlite:%s/store.db", r->dir);
    assert_int_equal(store_open(str_of(url), &r->store, &err), RC_OK);
    assert_int_equal(store_run_begin(r->store, 1795370400, STR("{}"), &info, &err), RC_OK);
    r->sites[0] = site("5100000006", "已关停的网站", "510001", SITE_DEPARTMENT, SITE_CLOSED);
    r->sites[1] = site("5100000001", "云溪县人民政府", "510001", SITE_PORTAL, SITE_RUNNING);
    r->sites[2] = site("5100000002", "云溪县商务局", "510001", SITE_DEPARTMENT, SITE_RUNNING);
    r->sites[3] = site("5100000003", "白河县商务局", "510002", SITE_DEPARTMENT, SITE_RUNNING);
    r->sites[4] = site("5100000004", "云溪招商网", "510001", SITE_SPECIAL, SITE_RUNNING);
    r->sites[5] = site("5100000005", "没轮到的网站", "510001", SITE_DEPARTMENT, SITE_RUNNING);
    r->registry = (struct site_list){ .sites = r->sites, .n = COUNT_OF(r->sites) };
    r->source = (struct notice_source){ .store = r->store,
                                        .run = info.id,
                                        .sites = &r->registry,
                                        .day = day_of(2026, 11, 23),
                                        .with_unreviewed = true };

    result(r, "5100000001", "{\"verdict\":\"合格\"}");
    result(r, "5100000002",
           "{\"verdict\":\"不合格\",\"vetoes\":[{\"item\":\"栏目不更新\",\"state\":\"已认定\"},"
           "{\"item\":\"栏目不更新\",\"state\":\"已认定\"},"
           "{\"item\":\"站点无法访问\",\"state\":\"待复核\"},"
           "{\"item\":\"首页不更新\",\"state\":\"已认定\"}]}");
    result(r, "5100000003", "{\"verdict\":\"不合格\",\"vetoes\":[]}");
    result(r, "5100000004", "{\"verdict\":\"未能判定\",\"waits_for\":[\"review\",\"visits\"]}");
    result(r, "5100000006", "{\"verdict\":\"合格\"}");
    result(r, "5100000099", "{\"verdict\":\"合格\"}");
    findings(r, "5100000002", "blank-column", GRADE_FAULT, 3);
    findings(r, "5100000003", "blank-column", GRADE_VETO, 1);
    findings(r, "5100000004", "ipv6", GRADE_NOTICE, 2);
    findings(r, "5100000006", "closed-site-alive", GRADE_FAULT, 1);
    *state = r;
    return 0;
}

static int close_run(void **state)
{
    struct run *r = *state;
    const char *const names[] = { "store.db", "notice.docx", "annex.xlsx", "notice.json" };

    store_closep(&r->store);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        (void)unlink(arena_printf(&r->a, "%s/%s", r->dir, names[i]).p);
    arena_done(&r->a);
    if (rmdir(r->dir))
        return 1;
    free(r);
    return 0;
}

static struct notice read_notice(struct run *r)
{
    struct notice n;
    struct err err = { 0 };

    assert_int_equal(notice_read(&r->source, &r->a, &n, &err), RC_OK);
    return n;
}

static void is_count(const struct notice_count *c, const char *name, int64_t running,
                     int64_t checked, int64_t bad, int64_t undecided)
{
    assert_true(str_eq(c->name, str_of(name)));
    assert_int_equal(c->running, running);
    assert_int_equal(c->checked, checked);
    assert_int_equal(c->bad, bad);
    assert_int_equal(c->undecided, undecided);
}

static void running_sites_are_counted_by_type_and_region(void **state)
{
    const struct notice n = read_notice(*state);

    is_count(&n.sites.all, "", 5, 3, 2, 1);
    is_count(&n.sites.types[0], "政府门户网站", 1, 1, 0, 0);
    is_count(&n.sites.types[1], "部门网站", 3, 2, 2, 0);
    is_count(&n.sites.types[2], "专项网站", 1, 0, 0, 1);
    assert_int_equal(n.sites.n_types, 3);
    assert_int_equal(n.sites.n_regions, 2);
    is_count(&n.sites.regions[0], "云溪县", 4, 2, 1, 1);
    is_count(&n.sites.regions[1], "510002", 1, 1, 1, 0);
    assert_int_equal(n.n_unfinished, 1);
    assert_true(str_eq(n.period, STR("2026年第四季度")));
}

static void accounts_are_counted_beside_the_sites(void **state)
{
    struct run *r = *state;
    struct notice n;

    add_accounts(r);
    n = read_notice(r);
    is_count(&n.sites.all, "", 5, 3, 2, 1);
    is_count(&n.accounts.all, "", 3, 2, 1, 0);
    assert_int_equal(n.accounts.n_types, 2);
    is_count(&n.accounts.types[0], "新浪微博", 2, 1, 1, 0);
    is_count(&n.accounts.types[1], "快手", 1, 1, 0, 0);
    is_count(&n.accounts.regions[0], "云溪县", 3, 2, 1, 0);
    assert_int_equal(n.n_unfinished, 1);
    assert_int_equal(n.n_unfinished_accounts, 1);
    assert_int_equal(n.accounts.n_failures, 1);
    assert_true(str_eq(n.accounts.failures[0].home, STR("云溪县商务局")));
    assert_true(str_eq(n.accounts.failures[0].code, STR("新浪微博")));
    assert_true(str_eq(n.accounts.failures[0].result, STR("不合格")));
    assert_true(str_eq(n.accounts.failures[0].problems, STR("监测时间点前两周内没有更新")));
}

static void one_check_on_sites_and_accounts_is_two_problems(void **state)
{
    struct run *r = *state;
    size_t n_blank = 0;
    struct notice n;

    add_accounts(r);
    n = read_notice(r);
    for (size_t i = 0; i < n.n_problems; i++) {
        const struct notice_problem *p = &n.problems[i];

        if (!str_eq(p->check, STR("blank-column")))
            continue;
        n_blank++;
        assert_int_equal(p->n_names, p->of_accounts ? 1 : 2);
        if (p->of_accounts)
            assert_true(str_eq(p->names[0], STR("“云溪商务”新浪微博")));
    }
    assert_int_equal(n_blank, 2);
}

static void failures_carry_the_vetoes_that_stand(void **state)
{
    const struct notice n = read_notice(*state);

    assert_int_equal(n.sites.n_failures, 2);
    assert_true(str_eq(n.sites.failures[0].code, STR("5100000002")));
    assert_true(str_eq(n.sites.failures[0].result, STR("单项否决")));
    assert_true(str_eq(n.sites.failures[0].problems, STR("栏目不更新；首页不更新")));
    assert_true(str_eq(n.sites.failures[1].result, STR("不合格")));
}

static void problems_name_each_site_once_and_closed_ones_too(void **state)
{
    const struct notice n = read_notice(*state);

    assert_int_equal(n.n_problems, 2);
    assert_true(str_eq(n.problems[0].check, STR("blank-column")));
    assert_true(str_eq(n.problems[0].title, STR("空白栏目")));
    assert_int_equal(n.problems[0].n_names, 2);
    assert_int_equal(n.problems[0].n_findings, 4);
    assert_true(str_eq(n.problems[0].names[1], STR("白河县商务局")));
    assert_true(str_eq(n.problems[1].names[0], STR("已关停的网站")));
    assert_int_equal(n.n_unreviewed, 5);
}

/* As the round itself says how far it is, and as its numbers are picked again. */
static void all_of_a_round_that_have_no_result_are_unfinished(void **state)
{
    struct run *r = *state;
    const struct str members[] = { STR("5100000001"), STR("5100000005"), STR("5100000006") };
    struct round_site done = { .code = members[0],
                               .verdict = STR("合格"),
                               .state = STR("运行"),
                               .result = STR("{\"verdict\":\"合格\"}") };
    struct round round = { .title = STR("x"), .run = r->source.run, .indicators = STR("x") };
    struct err err = { 0 };

    assert_int_equal(
        store_round_add(r->store, &round, NULL, 0, members, COUNT_OF(members), &round.id, &err),
        RC_OK);
    assert_int_equal(store_round_put_site(r->store, round.id, &done, &err), RC_OK);
    r->source.round = &round;

    const struct notice n = read_notice(r);

    assert_int_equal(n.n_unfinished, 2); /* one of them is closed */
    assert_int_equal(n.sites.all.checked, 1);
}

static void a_round_speaks_of_no_day_after_its_freeze(void **state)
{
    struct run *r = *state;
    struct round round = { .run = r->source.run, .frozen = 1795953600 }; /* 2026-11-29 */

    r->source.round = &round;
    r->source.day = day_of(2026, 12, 31);
    assert_int_equal(read_notice(r).to, day_of(2026, 11, 29));
    r->source.day = day_of(2026, 11, 23);
    assert_int_equal(read_notice(r).to, day_of(2026, 11, 23));
    r->source.day = DAY_NONE;
    assert_int_equal(read_notice(r).to, DAY_NONE);
}

static void nothing_unreviewed_enters_unless_asked_for(void **state)
{
    struct run *r = *state;
    struct notice n;

    r->source.with_unreviewed = false;
    n = read_notice(r);
    assert_int_equal(n.n_problems, 0);
    assert_int_equal(n.n_unreviewed, 0);
    assert_int_equal(n.n_left_out, 5);
}

static void count_finding(void *ctx, const struct notice_finding *f)
{
    size_t *n = ctx;

    assert_true(str_eq(f->review, STR("未复核")));
    assert_true(
        str_eq(f->region, str_eq(f->code, STR("5100000003")) ? STR("510002") : STR("云溪县")));
    (*n)++;
}

static void every_finding_is_given_whatever_its_grade(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };
    size_t n = 0;

    assert_int_equal(notice_each_finding(&r->source, count_finding, &n, &err), RC_OK);
    assert_int_equal(n, 7);
    r->source.with_unreviewed = false;
    assert_int_equal(notice_each_finding(&r->source, count_finding, &n, &err), RC_OK);
    assert_int_equal(n, 7); /* none more: nobody confirmed one */
}

static void all_files_are_written(void **state)
{
    struct run *r = *state;
    struct opened o = { 0 };
    struct err err = { 0 };
    const char *text;
    size_t n_gaps = 0;

    const struct notice_files files = { .docx = arena_printf(&r->a, "%s/notice.docx", r->dir).p,
                                        .xlsx = arena_printf(&r->a, "%s/annex.xlsx", r->dir).p,
                                        .json = arena_printf(&r->a, "%s/notice.json", r->dir).p,
                                        .office = XJ_SOURCE_DIR "/data/notice.yaml" };

    assert_int_equal(notice_files_write(&r->source, &files, &n_gaps, &err), RC_OK);
    assert_int_equal(n_gaps, 8);
    assert_int_equal(access(files.xlsx, R_OK), 0);
    assert_int_equal(access(files.json, R_OK), 0);
    assert_int_equal(
        file_read(arena_printf(&r->a, "%s/notice.docx", r->dir).p, 1 << 20, &o.bytes, &err), RC_OK);
    assert_int_equal(package_open(buf_str(&o.bytes), &o.package, &err), RC_OK);
    text = text_of(&o, "word/document.xml");
    assert_non_null(strstr(text, "[Warning]本轮检查尚未完成：还有1个网站"));
    assert_non_null(strstr(text, "云溪县商务局、白河县商务局网站存在空白栏目。"));
    assert_non_null(
        strstr(text, "已判定的结果：合格1家，不合格2家（见附件2）。另有1家未能判定：1家影响结论的问"
                     "题尚未复核，1家访问监测的天数或者次数不足（同一家可有几种原因）。"));
    close_again(&o);
}

/* ---- filings ---- */

static int64_t unit_below(struct run *r, int64_t parent, const char *name)
{
    int64_t id = 0;

    assert_int_equal(store_unit_add(r->store,
                                    &(struct unit){ .parent = parent, .name = str_of(name) }, &id,
                                    NULL),
                     RC_OK);
    return id;
}

static int64_t file(struct run *r, int64_t unit, const char *kind, int64_t at)
{
    int64_t id = 0;

    assert_int_equal(store_filing_add(r->store,
                                      &(struct filing){ .kind = str_of(kind),
                                                        .unit = unit,
                                                        .text = STR("请审核"),
                                                        .submitted = day_of_time(at),
                                                        .created = at,
                                                        .by = STR("张三") },
                                      &id, NULL),
                     RC_OK);
    return id;
}

/* Begins at 00:00 in China. */
static int64_t start_of(int32_t day)
{
    return (int64_t)day * 86400 - CHINA_OFFSET_S;
}

static struct round frozen_round(struct run *r, int64_t unit, int64_t at)
{
    struct round round = { .title = STR("第四季度"),
                           .from = day_of(2026, 10, 1),
                           .to = day_of(2026, 11, 20),
                           .run = r->source.run,
                           .indicators = STR("national-2019"),
                           .percent = 100,
                           .account_percent = 100,
                           .by = STR("张三"),
                           .unit = unit };
    int64_t id = 0;

    assert_int_equal(store_round_add(r->store, &round, NULL, 0, NULL, 0, &id, NULL), RC_OK);
    assert_int_equal(store_round_freeze(r->store, id, at, STR("{}"), NULL), RC_OK);
    assert_int_equal(store_round_get(r->store, id, &r->a, &round, NULL), RC_OK);
    return round;
}

static void is_filed(struct run *r, const struct round *round, const char *text)
{
    struct str got = { 0 };
    struct notice n;

    r->source.round = round;
    n = read_notice(r);
    for (size_t i = 0; i < n.n_filings; i++)
        got = arena_printf(&r->a, "%.*s%.*s%lld ", STR_ARG(got), STR_ARG(n.filings[i].title),
                           (long long)n.filings[i].n);
    assert_string_equal(got.n ? got.p : "", text);
    assert_int_equal(n.from, round->from);
}

static void filings_of_the_period_are_counted_once_and_for_ever(void **state)
{
    static const struct filing_kind known[] = {
        { .id = { "health", 6 }, .title = { "健康运行报备", 18 } },
        { .id = { "domain", 6 }, .title = { "网站域名业务申报", 24 } },
    };
    static const struct filing_kinds kinds = { known, COUNT_OF(known) };
    struct run *r = *state;
    const int64_t county = unit_below(r, UNIT_TOP, "云溪县"),
                  bureau = unit_below(r, county, "教育局"),
                  other = unit_below(r, UNIT_TOP, "白河县");
    const int64_t first = start_of(day_of(2026, 10, 1)), end = start_of(day_of(2026, 11, 21));
    const struct filing_event back = {
        .at = end + 5, .by = STR("李四"), .step = FILING_RETURN, .text = STR("缺材料")
    };
    const struct filing_event again = { .at = end + 6,
                                        .by = STR("张三"),
                                        .step = FILING_SUBMIT,
                                        .text = STR("补了"),
                                        .submitted = day_of(2026, 11, 21) };
    int64_t id;

    r->source.filings = &kinds;
    (void)file(r, bureau, "health", first - 1);
    id = file(r, bureau, "health", first);
    (void)file(r, county, "domain", first + 5);
    (void)file(r, bureau, "health", end - 1);
    (void)file(r, bureau, "health", end);
    (void)file(r, bureau, "abolished", first + 7);
    (void)file(r, other, "domain", first + 6);

    const struct round whole = frozen_round(r, 0, end), ours = frozen_round(r, county, end + 9),
                       early = frozen_round(r, county, first + 6);

    is_filed(r, &whole, "健康运行报备2 网站域名业务申报2 abolished1 ");
    is_filed(r, &ours, "健康运行报备2 网站域名业务申报1 abolished1 ");
    is_filed(r, &early, "健康运行报备1 网站域名业务申报1 ");
    /* Handed in anew, more, and by another's unit. */
    assert_int_equal(store_filing_event(r->store, id, &back, NULL), RC_OK);
    assert_int_equal(store_filing_event(r->store, id, &again, NULL), RC_OK);
    (void)file(r, bureau, "health", end - 2);
    assert_int_equal(
        store_unit_set(
            r->store, &(struct unit){ .id = bureau, .parent = other, .name = STR("教育局") }, NULL),
        RC_OK);
    is_filed(r, &ours, "健康运行报备2 网站域名业务申报1 abolished1 ");
    r->source.filings = NULL;
    is_filed(r, &ours, "");
}

static void a_broken_result_is_said(void **state)
{
    struct run *r = *state;
    struct notice n;
    struct err err = { 0 };

    result(r, "5100000001", "[]");
    assert_int_equal(notice_read(&r->source, &r->a, &n, &err), RC_SYNTAX);
    assert_non_null(strstr(err.text, "5100000001"));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, open_run, close_run)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN_TEST(running_sites_are_counted_by_type_and_region),
        RUN_TEST(accounts_are_counted_beside_the_sites),
        RUN_TEST(one_check_on_sites_and_accounts_is_two_problems),
        RUN_TEST(failures_carry_the_vetoes_that_stand),
        RUN_TEST(problems_name_each_site_once_and_closed_ones_too),
        RUN_TEST(all_of_a_round_that_have_no_result_are_unfinished),
        RUN_TEST(a_round_speaks_of_no_day_after_its_freeze),
        RUN_TEST(nothing_unreviewed_enters_unless_asked_for),
        RUN_TEST(every_finding_is_given_whatever_its_grade),
        RUN_TEST(all_files_are_written),
        RUN_TEST(filings_of_the_period_are_counted_once_and_for_ever),
        RUN_TEST(a_broken_result_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
