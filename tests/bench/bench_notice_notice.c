/*
 * What a notice costs: bench_notice_notice SITES FINDINGS DIR data/notice.yaml puts so many sites
 * and findings into a store in DIR, then writes notice.docx and annex.xlsx there; prints seconds
 * and peak memory.
 */
#include "base/base.h"

#include "base/arena.h"
#include "base/clock.h"
#include "notice/notice_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static const char *const checks_used[] = { "dead-link",   "stale-column", "blank-column",
                                           "hidden-link", "page-tags",    "site-identity" };

static double now_s(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const struct err *err)
{
    (void)fprintf(stderr, "%s\n", err->text);
    exit(1);
}

static void fill_site(struct store *store, int64_t run, struct str code, size_t n, int64_t now)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct stored_finding *list = arena_array(&a, struct stored_finding, n);
    struct err err = { 0 };

    for (size_t i = 0; i < n; i++) {
        list[i].finding = (struct finding){
            .site = code,
            .check = checks_used[i % COUNT_OF(checks_used)],
            .case_id = "A11",
            .url = arena_printf(&a, "http://www.%.*s.example/zwgk/list_%zu.html", STR_ARG(code), i),
            .where = STR("body > div:nth-child(3) > a"),
            .excerpt = STR("关于公布2026年度行政审批事项目录的通知"),
            .suggest = STR("修复或删除链接"),
            .measured = NUMBER(404),
            .grade = GRADE_FAULT,
        };
        list[i].evidence = STR("warc:000001.warc.gz#18234");
        list[i].id = finding_id(&list[i].finding);
    }
    if (store_site_findings(store, run, code, now, list, n, NULL, 0, &err) ||
        store_site_result(store, run, code,
                          code.p[code.n - 1] % 2 == 0
                              ? STR("{\"verdict\":\"合格\"}")
                              : STR("{\"verdict\":\"不合格\",\"vetoes\":[]}"),
                          &err))
        stop(&err);
}

int main(int argc, char **argv)
{
    AUTO(arena_done) struct arena a = { 0 };
    int64_t n_sites = 0, n_findings = 0;
    struct store *store = NULL;
    struct run_info info;
    struct err err = { 0 };
    struct rusage used;
    double begin;

    if (argc != 5 || !str_to_i64(str_of(argv[1]), 1, 1000000, &n_sites) ||
        !str_to_i64(str_of(argv[2]), 0, 100000000, &n_findings)) {
        (void)fprintf(stderr, "usage: bench_notice_notice SITES FINDINGS DIR data/notice.yaml\n");
        return 2;
    }

    struct site *sites = arena_array(&a, struct site, (size_t)n_sites);
    const struct site_list list = { .sites = sites, .n = (size_t)n_sites };
    const int64_t now = 1795370400;

    if (store_open(arena_printf(&a, "sqlite:%s/store.db", argv[3]), &store, &err) ||
        store_run_begin(store, now, STR("{}"), &info, &err))
        stop(&err);
    for (size_t i = 0; i < list.n; i++) {
        sites[i] = (struct site){ .code = arena_printf(&a, "51%08zu", i),
                                  .name = arena_printf(&a, "第%zu局", i),
                                  .home = STR("http://www.example.gov.cn/"),
                                  .region = arena_printf(&a, "51%04zu", i % 20),
                                  .type = SITE_DEPARTMENT,
                                  .state = SITE_RUNNING };
        fill_site(store, info.id, sites[i].code, (size_t)(n_findings / n_sites), now);
    }
    begin = now_s();

    const struct notice_source source = { .store = store,
                                          .run = info.id,
                                          .sites = &list,
                                          .day = day_of_time(now),
                                          .with_unreviewed = true };

    const struct notice_files files = { .docx = arena_printf(&a, "%s/notice.docx", argv[3]).p,
                                        .xlsx = arena_printf(&a, "%s/annex.xlsx", argv[3]).p,
                                        .json = arena_printf(&a, "%s/notice.json", argv[3]).p,
                                        .office = argv[4] };

    if (notice_files_write(&source, &files, NULL, &err))
        stop(&err);
    (void)getrusage(RUSAGE_SELF, &used);
    (void)printf("%.1f s, %ld MB\n", now_s() - begin, used.ru_maxrss / 1024);
    store_closep(&store);
    return 0;
}
