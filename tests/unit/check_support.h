/* What the tests of checks share: the real data file, one check at a time, pages built by hand. */
#ifndef XJ_TESTS_CHECK_SUPPORT_H
#define XJ_TESTS_CHECK_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/clock.h"
#include "check/check.h"

#include <stdio.h>
#include <string.h>

#define DATA_FILE XJ_SOURCE_DIR "/data/checks.yaml"

/* 2026-11-23 10:00 in China. */
static const int64_t NOW = 1795399200;

static const struct site SITE = {
    .code = { "5109000001", 10 },
    .name = { "云溪县人民政府门户网站", 33 },
    .home = { "http://www.yunxi.gov.cn/", 24 },
    .sponsor = { "云溪县人民政府办公室", 30 },
    .region = { "510900", 6 },
    .type = SITE_PORTAL,
    .state = SITE_RUNNING,
    .serves_public = true,
};

/* One run of one check; done with run_done. */
struct run {
    struct check_set *set;
    struct arena a;
    struct check_result r;
};

UNUSED static void run_done(struct run *run)
{
    check_set_free(run->set);
    arena_done(&run->a);
    memset(run, 0, sizeof *run);
}

UNUSED static void load(struct run *run, const char *id)
{
    struct err err = { 0 };

    memset(run, 0, sizeof *run);
    if (check_set_load(str_of(id), DATA_FILE, &run->set, &err) != RC_OK)
        fail_msg("%s", err.text);
}

UNUSED static void run_page_of(struct run *run, const char *id, const struct site *site,
                               const struct page *page)
{
    load(run, id);
    check_run_page(run->set, site, page, NOW, &run->a, &run->r);
}

UNUSED static void run_page(struct run *run, const char *id, const struct page *page)
{
    run_page_of(run, id, &SITE, page);
}

UNUSED static void run_site(struct run *run, const char *id, const struct site_view *view)
{
    load(run, id);
    check_run_site(run->set, view, NOW, &run->a, &run->r);
}

/* The text of a detail field; empty when there is none. */
UNUSED static struct str detail(const struct finding *f, const char *key)
{
    for (size_t i = 0; i < f->n_detail; i++)
        if (strcmp(f->detail[i].key, key) == 0)
            return f->detail[i].text;
    return (struct str){ 0 };
}

#define assert_str(s, expected)                                                                    \
    do {                                                                                           \
        const struct str s_ = (s);                                                                 \
        char text_[1024];                                                                          \
        (void)snprintf(text_, sizeof text_, "%.*s", STR_ARG(s_));                                  \
        assert_string_equal(text_, expected);                                                      \
    } while (0)

UNUSED static void show(const struct check_result *r)
{
    for (size_t i = 0; i < r->n; i++)
        print_message("  %s %s %.*s | %.*s | %.*s\n", r->findings[i].check,
                      grade_name(r->findings[i].grade), STR_ARG(r->findings[i].url),
                      STR_ARG(r->findings[i].where), STR_ARG(r->findings[i].excerpt));
    for (size_t i = 0; i < r->n_refusals; i++)
        print_message("  unknown %s: %.*s\n", r->refusals[i].check, STR_ARG(r->refusals[i].reason));
}

/* Neither findings nor a refusal. */
#define assert_clean(run)                                                                          \
    do {                                                                                           \
        if ((run)->r.n || (run)->r.n_refusals)                                                     \
            show(&(run)->r);                                                                       \
        assert_int_equal((run)->r.n, 0);                                                           \
        assert_int_equal((run)->r.n_refusals, 0);                                                  \
    } while (0)

#define assert_unknown(run)                                                                        \
    do {                                                                                           \
        if ((run)->r.n || (run)->r.n_refusals != 1)                                                \
            show(&(run)->r);                                                                       \
        assert_int_equal((run)->r.n, 0);                                                           \
        assert_int_equal((run)->r.n_refusals, 1);                                                  \
        assert_true((run)->r.refusals[0].reason.n > 0);                                            \
    } while (0)

/* One finding of this grade, no refusal; gives it. */
UNUSED static const struct finding *only(const struct run *run, enum grade grade)
{
    if (run->r.n != 1 || run->r.n_refusals || run->r.findings[0].grade != grade)
        show(&run->r);
    assert_int_equal(run->r.n, 1);
    assert_int_equal(run->r.n_refusals, 0);
    assert_int_equal(run->r.findings[0].grade, grade);
    assert_true(run->r.findings[0].confidence > 0);
    assert_true(run->r.findings[0].excerpt.n > 0);
    return &run->r.findings[0];
}

UNUSED static int32_t today(void)
{
    return day_of_time(NOW);
}

#endif
