/* What a page's questions cost in a store of many sites and findings: usage: bench_desk_query
 * FILE SITES FINDINGS. An existing FILE is asked as it is; archived pages are put beside a new one.
 */
#include "base/base.h"

#include "archive/archive.h"
#include "office/registry.h"
#include "office/unit.h"
#include "store/finding_query.h"
#include "store/review.h"
#include "store/site_query.h"
#include "store/trend.h"

#include "base/buf.h"
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RUNS = 12,
    TIMES = 40,
    CITIES = 20,
    CHECKS_A_SITE = 12,
    ACCOUNTS_A_SITE = 10,
    PAGES = 500, /* archived */
    DAY_S = 86400,
    ENTERED = 20000 * DAY_S /* time */
};

static const char *const check_ids[] = {
    "dead-link",
    "stale-home",
    "stale-column",
    "blank-column",
    "wrong-expression",
    "typo",
    "misspelling",
    "hidden-link",
    "cloaking",
    "sitemap-mismatch",
    "service-link",
    "error-report-entry",
    "party-badge",
    "site-identity",
    "search-entry",
    "soft-error",
    "personal-data",
    "impossible-date",
    "expired-topic",
    "form-is-sample",
    "page-tags",
    "ipv6",
    "tls",
    "slow-page",
    "commercial-link",
    "campaign-word",
    "domain-rule",
    "closed-site-alive",
    "site-unreachable",
    "closed-domain-taken",
};

static struct store *store;
static int64_t n_sites, n_each, run, unit_of_city;
static uint64_t seed = 7;
static struct str evidence[PAGES]; /* references */

static void must(enum rc rc, const struct err *err)
{
    if (!rc)
        return;
    (void)fprintf(stderr, "%s\n", err->text);
    exit(1);
}

static uint64_t draw(uint64_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % n;
}

static struct str code_of(int64_t i, struct arena *a)
{
    return arena_printf(a, "51%02d%02d%04d", (int)(i % CITIES), (int)(i / CITIES % 10), (int)i);
}

static enum grade grade_drawn(void)
{
    const uint64_t x = draw(100);

    return x == 0 ? GRADE_VETO : x < 60 ? GRADE_FAULT : GRADE_NOTICE;
}

/* Pages of 30 KB, beside the store. */
static void archive_pages(const char *dir, struct arena *a)
{
    AUTO(archive_closep) struct archive *archive = NULL;
    AUTO(buf_done) struct buf body = { 0 };
    struct err err = { 0 };

    must(archive_open(dir, &archive, &err), &err);
    for (int i = 0; i < PAGES; i++) {
        buf_reset(&body);
        buf_addf(&body, "<!DOCTYPE html><meta charset=utf-8><title>通知%d</title><ul>", i);
        for (int k = 0; k < 150; k++)
            buf_addf(
                &body,
                "<li><a href=\"/zwgk/art/2026/%d/art_%d.html\">关于做好第%d批县域教育高质量发展"
                "工作的通知，请各单位按要求完成附件%d的填报</a></li>",
                i, k, i * 7, k);

        const struct archive_record record = {
            .url = arena_printf(a, "http://www.x.gov.cn/%d.html", i),
            .at = ENTERED,
            .headers = STR("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"),
            .body = buf_str(&body),
        };

        must(archive_add(archive, &record, a, &evidence[i], &err), &err);
    }
    must(archive_sync(archive, &err), &err);
}

static void put_site(int64_t i)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    const struct str code = code_of(i, &a);
    struct stored_finding *all = arena_array(&a, struct stored_finding, (size_t)n_each);

    for (int64_t k = 0; k < n_each; k++) {
        struct stored_finding *f = &all[k];

        f->finding = (struct finding){
            .site = code,
            .check =
                check_ids[((uint64_t)i + (uint64_t)k % CHECKS_A_SITE * 7) % COUNT_OF(check_ids)],
            .case_id = "A11",
            .url = arena_printf(&a, "http://www.%.*s.gov.cn/zwgk/art/2026/%d/art_%d_%d.html",
                                STR_ARG(code), (int)(k % 12), (int)i, (int)k),
            .where = STR("body div[2] div[1] p[3] a[1]"),
            .excerpt = arena_printf(
                &a, "关于做好第%d批县域教育高质量发展工作的通知，请各单位按要求完成附件%d的填报",
                (int)i, (int)k),
            .suggest = STR("请核对后改正"),
            .measured = NUMBER(404),
            .grade = grade_drawn(),
            .confidence = 0.9,
            .key = arena_printf(&a, "%d", (int)k),
        };
        f->detail_json = arena_printf(
            &a,
            "{\"word\":\"第%d批\",\"reason\":\"http-404\",\"target\":\"http://www.x.gov.cn/%d\"}",
            (int)draw(3000), (int)draw(3000));

        f->evidence = evidence[(size_t)(i * n_each + k) % PAGES];
        f->id = finding_id(&f->finding);
    }
    must(store_site_findings(store, run, code, (20000 + i % 300) * (int64_t)DAY_S, all,
                             (size_t)n_each, NULL, 0, &err),
         &err);
}

static void put_results(void)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    const char *verdicts[] = { "合格", "不合格", "未能判定" };

    for (int64_t i = 0; i < n_sites; i++)
        must(store_site_result(
                 store, run, code_of(i, &a),
                 arena_printf(&a,
                              "{\"name\":\"县域网站%d\",\"url\":\"http://www.%d.gov.cn/"
                              "\",\"region\":\"51%02d00\",\"type\":\"%s\",\"state\":\"运行\","
                              "\"pages\":%d,\"verdict\":\"%s\",\"if_confirmed\":\"不合格\","
                              "\"columns\":[{\"newest\":\"2026-01-%02d\"}]}",
                              (int)i, (int)i, (int)(i % CITIES),
                              i % 20 ? "部门网站" : "政府门户网站", (int)(i * 7), verdicts[draw(3)],
                              (int)(1 + i % 28)),
                 &err),
             &err);
}

static enum rc look(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return RC_OK;
}

static struct str account_of(int64_t i, struct arena *a)
{
    return arena_printf(a, "微信订阅号:gh_%d", (int)i);
}

/* Every one has a finding. */
static void put_accounts(void)
{
    struct err err = { 0 };

    for (int64_t i = 0; i < ACCOUNTS_A_SITE * n_sites; i++) {
        AUTO(arena_done) struct arena a = { 0 };
        const struct str id = account_of(i, &a);
        struct stored_finding f = { .finding = { .site = id,
                                                 .check = "account-stale",
                                                 .case_id = "B01",
                                                 .excerpt = STR("最近一条发布于 20 天前"),
                                                 .grade = GRADE_FAULT,
                                                 .confidence = 0.9 } };

        f.id = finding_id(&f.finding);
        must(store_site_findings(store, run, id, 20000 * (int64_t)DAY_S, &f, 1, NULL, 0, &err),
             &err);
        must(store_site_result(store, run, id, STR("{\"verdict\":\"合格\"}"), &err), &err);
    }
}

/* An office a city, and the sites of its sponsors below it. */
static void enter_sites(void)
{
    struct err err = { 0 };
    const struct registrar who = { .by = STR("张三"), .at = ENTERED };

    for (int i = 0; i < CITIES; i++) {
        AUTO(arena_done) struct arena a = { 0 };
        const struct unit city = { .parent = UNIT_TOP,
                                   .name = arena_printf(&a, "第%d市政府办", i),
                                   .region = arena_printf(&a, "51%02d00", i),
                                   .is_office = true };
        int64_t id;

        must(store_unit_add(store, &city, &id, &err), &err);
        if (i == 0)
            unit_of_city = id;
    }
    for (int64_t i = 0; i < n_sites; i++) {
        AUTO(arena_done) struct arena a = { 0 };
        const struct site site = {
            .code = code_of(i, &a),
            .name = arena_printf(&a, "县域网站%d", (int)i),
            .home = arena_printf(&a, "http://www.%d.gov.cn/", (int)i),
            .sponsor = arena_printf(&a, "第%d局", (int)(i / 2)),
            .region = arena_printf(&a, "51%02d00", (int)(i % CITIES)),
            .type = i % 20 ? SITE_DEPARTMENT : SITE_PORTAL,
            .state = SITE_RUNNING,
        };
        const struct registry_row row = row_of_site(&site);
        size_t n_changed;
        bool is_new;

        must(store_registered_write(store, &row, &who, &is_new, &n_changed, &err), &err);
    }
}

/* Ten a site, of its sponsor. */
static void enter_accounts(void)
{
    struct err err = { 0 };
    const struct registrar who = { .by = STR("张三"), .at = ENTERED };

    for (int64_t i = 0; i < ACCOUNTS_A_SITE * n_sites; i++) {
        AUTO(arena_done) struct arena a = { 0 };
        const int site = (int)(i / ACCOUNTS_A_SITE);
        const struct registry_row row = {
            .kind = REGISTRY_ACCOUNTS,
            .id = account_of(i, &a),
            .values = { [ACCOUNT_NAME] = arena_printf(&a, "县域发布%d", (int)i),
                        [ACCOUNT_TYPE] = STR("微信订阅号"),
                        [ACCOUNT_OWNER] = arena_printf(&a, "第%d局", site / 2),
                        [ACCOUNT_REGION] = arena_printf(&a, "51%02d00", site % CITIES),
                        [ACCOUNT_STATE] = STR("运行"),
                        [ACCOUNT_MAIN] = i % ACCOUNTS_A_SITE ? STR("否") : STR("是"),
                        [ACCOUNT_HANDLE] = arena_printf(&a, "gh_%d", (int)i),
                        [ACCOUNT_SOURCE] = arena_printf(&a, "http://feeds.test/%d.xml", (int)i) },
        };
        size_t n_changed;
        bool is_new;

        must(store_registered_write(store, &row, &who, &is_new, &n_changed, &err), &err);
    }
}

/* Every 20th finding of a site is decided on; now and then for the whole site or everywhere. */
static void decide(int64_t i)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    const struct str code = code_of(i, &a);

    for (int64_t k = 0; k < n_each; k += 20) {
        const struct finding f = {
            .site = code,
            .check =
                check_ids[((uint64_t)i + (uint64_t)k % CHECKS_A_SITE * 7) % COUNT_OF(check_ids)],
            .key = arena_printf(&a, "%d", (int)k)
        };
        const struct review_action action = {
            .at = ENTERED + run,
            .by = STR("张三"),
            .kind = k % 40 ? REVIEW_CONFIRM : REVIEW_DISMISS,
            .site = code,
            .finding = finding_id(&f),
            .subject =
                review_subject(&f, arena_printf(&a, "{\"word\":\"第%d批\"}", (int)draw(3000))),
            .scope = k == 0 ? SCOPE_SITE : SCOPE_HERE,
            .reason = STR("核对过"),
        };
        int64_t id;

        must(store_review_add(store, &action, &id, &err), &err);
    }
}

static void fill(void)
{
    struct err err = { 0 };
    struct run_info info;
    const int64_t began = clock_ms();

    for (int r = 0; r < RUNS; r++) {
        must(store_run_begin(store, (20000 + r) * (int64_t)DAY_S, STR("{\"checks\":\"all\"}"),
                             &info, &err),
             &err);
        run = info.id;
        put_results();
        if (r + 1 < RUNS)
            must(store_run_finish(store, run, (20000 + r) * (int64_t)DAY_S + 100, &err), &err);
    }
    for (int64_t i = 0; i < n_sites; i++)
        put_site(i);
    put_accounts();
    must(store_begin(store, &err), &err);
    enter_sites();
    enter_accounts();
    must(store_commit(store, &err), &err);

    const int64_t handed = clock_ms();

    must(store_begin(store, &err), &err);
    for (int64_t i = 0; i < n_sites; i++)
        decide(i);
    must(store_commit(store, &err), &err);
    (void)printf("handed over %lld findings in %lld ms, decided on %lld in %lld ms\n",
                 (long long)(n_sites * n_each), (long long)(handed - began),
                 (long long)(n_sites * n_each / 20), (long long)(clock_ms() - handed));
}

/* ---- the questions ---- */

static void ask(const struct finding_query *given)
{
    struct finding_query q = *given;
    struct finding_total total;
    struct err err = { 0 };

    if (!q.n_max)
        q.n_max = 50;
    must(store_findings(store, &q, look, NULL, &total, &err), &err);
}

static void first_page(void)
{
    ask(&(struct finding_query){ .is_descending = true });
}
static void open_queue(void)
{
    ask(&(struct finding_query){
        .states = 1u << FINDING_UNREVIEWED, .is_descending = true, .skip = (int64_t)draw(500000) });
}
static void one_site(void)
{
    AUTO(arena_done) struct arena a = { 0 };

    ask(&(struct finding_query){ .site = code_of((int64_t)draw((uint64_t)n_sites), &a),
                                 .order = BY_CHECK });
}
static void one_check(void)
{
    ask(&(struct finding_query){
        .check = STR("typo"), .states = 1, .order = BY_SITE, .skip = (int64_t)draw(20000) });
}
static void of_city(void)
{
    ask(&(struct finding_query){ .unit = unit_of_city, .states = 1, .is_descending = true });
}
static void newest_first(void)
{
    ask(&(struct finding_query){ .order = BY_FIRST_SEEN,
                                 .is_descending = true,
                                 .skip = (int64_t)draw(FINDINGS_BY_TIME_MAX) });
}
static void newest_vetoes(void)
{
    ask(&(struct finding_query){
        .order = BY_FIRST_SEEN, .grade = GRADE_VETO, .is_descending = true });
}
static void newest_of_city(void)
{
    ask(&(struct finding_query){
        .order = BY_FIRST_SEEN, .unit = unit_of_city, .is_descending = true });
}
static void text_of_site(void)
{
    AUTO(arena_done) struct arena a = { 0 };

    ask(&(struct finding_query){ .site = code_of((int64_t)draw((uint64_t)n_sites), &a),
                                 .text = STR("附件77的") });
}
static void text_anywhere(void)
{
    ask(&(struct finding_query){ .text = STR("没有这样的字") });
}
static void sites_by_code(void)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct site_lines lines;
    struct err err = { 0 };

    must(store_sites(store, &(struct site_query){ 0 }, &a, &lines, &err), &err);
    site_lines_sort(&lines, SITES_BY_VETO, true);
}
static void accounts_by_name(void)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct site_query q = { .kind = REGISTRY_ACCOUNTS,
                                  .is_brief = true,
                                  .order = SITES_BY_NAME };
    struct site_lines lines;
    struct err err = { 0 };

    must(store_sites(store, &q, &a, &lines, &err), &err);
    site_lines_sort(&lines, SITES_BY_NAME, false);
    must(site_lines_fill(store, lines.sites, lines.n < 50 ? lines.n : 50, &a, &err), &err);
}
static void overview(void)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct site_totals accounts;
    struct site_lines lines;
    struct run_line *runs;
    size_t n;
    struct err err = { 0 };

    must(store_sites(store, &(struct site_query){ 0 }, &a, &lines, &err), &err);
    must(store_site_totals(store, REGISTRY_ACCOUNTS, 0, &a, &accounts, &err), &err);
    must(store_trend(store, &lines, &a, &runs, &n, &err), &err);
}
static void decide_one(void)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    const struct review_action action = { .at = ENTERED,
                                          .by = STR("张三"),
                                          .kind = REVIEW_DISMISS,
                                          .site = code_of((int64_t)draw((uint64_t)n_sites), &a),
                                          .subject = draw(1000),
                                          .finding = draw(1000),
                                          .reason = STR("核对过") };
    int64_t id;

    must(store_review_add(store, &action, &id, &err), &err);
}
static void dismiss_everywhere(void)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    const struct finding f = { .check = "typo" };
    struct review_action action = { .at = ENTERED,
                                    .by = STR("张三"),
                                    .kind = REVIEW_DISMISS,
                                    .site = code_of(0, &a),
                                    .scope = SCOPE_EVERYWHERE,
                                    .reason = STR("核对过") };
    struct review_action undo = { .at = ENTERED, .by = STR("张三"), .kind = REVIEW_UNDO };
    int64_t id;

    action.subject = review_subject(&f, arena_printf(&a, "{\"word\":\"第%d批\"}", (int)draw(3000)));
    must(store_review_add(store, &action, &undo.target, &err), &err);
    must(store_review_add(store, &undo, &id, &err), &err);
}

static const struct question {
    const char *name;
    void (*ask)(void);
} questions[] = {
    { "findings, first page", first_page },
    { "unreviewed, any page", open_queue },
    { "findings of a site", one_site },
    { "unreviewed of a check", one_check },
    { "unreviewed of a city", of_city },
    { "newest first", newest_first },
    { "newest vetoes", newest_vetoes },
    { "newest of a city", newest_of_city },
    { "text, in a site", text_of_site },
    { "text, anywhere", text_anywhere },
    { "sites, sorted by vetoes", sites_by_code },
    { "accounts, sorted by name", accounts_by_name },
    { "overview", overview },
    { "one dismissal", decide_one },
    { "dismissed everywhere, undone", dismiss_everywhere },
};

static int by_value(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void measure(const struct question *q)
{
    int64_t ms[TIMES];

    for (int i = 0; i < TIMES; i++) {
        const int64_t began = clock_ms();

        q->ask();
        ms[i] = clock_ms() - began;
    }
    qsort(ms, TIMES, sizeof(*ms), by_value);
    (void)printf("%-30s  median %4lld ms  p95 %4lld ms  worst %4lld ms\n", q->name,
                 (long long)ms[TIMES / 2], (long long)ms[TIMES * 95 / 100],
                 (long long)ms[TIMES - 1]);
}

static enum rc take_city(void *ctx, const struct unit *unit, struct err *err)
{
    (void)ctx;
    (void)err;
    if (unit->is_office && unit->region.n && !unit_of_city)
        unit_of_city = unit->id;
    return RC_OK;
}

static void find_city(void)
{
    struct err err = { 0 };

    must(store_unit_each(store, UNIT_TOP, take_city, NULL, &err), &err);
}

static const char *evidence_dir(const char *file, struct arena *a)
{
    const char *slash = strrchr(file, '/');

    return arena_printf(a, "%.*sevidence", slash ? (int)(slash - file + 1) : 0, file).p;
}

int main(int argc, char **argv)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };

    if (argc != 4 || !str_to_i64(str_of(argv[2]), 1, 100000, &n_sites) ||
        !str_to_i64(str_of(argv[3]), n_sites, 100000000, &n_each)) {
        (void)fprintf(stderr, "usage: %s FILE SITES FINDINGS\n", argv[0]);
        return 2;
    }
    n_each /= n_sites;

    const bool is_new = access(argv[1], F_OK) != 0;

    must(store_open(arena_printf(&a, "sqlite:%s", argv[1]), &store, &err), &err);
    if (is_new) {
        archive_pages(evidence_dir(argv[1], &a), &a);
        fill();
    }
    find_city();
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        measure(&questions[i]);
    store_closep(&store);
    return 0;
}
