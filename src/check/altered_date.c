/*
 * altered-date: an article bears another day of publishing than when it was first read, and its
 * text is the same.
 *
 * Basis: 自贡 2022Q3 notice (改动信息发布时间); 国办秘函〔2019〕19号, 单项否决 弄虚作假
 * (伪造发稿日期). Only days count that stand behind a label, or that the tag and the page give
 * alike. Many at once are one finding: a new system may have dated them anew. Not judged: texts
 * that were changed, too, and short ones.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"

enum { P_MIN_DAYS, P_MAX_SINGLE, P_MIN_CHARS };

static const struct param params[] = {
    [P_MIN_DAYS] = { .name = "min_days",
                     .unit = "天",
                     .help = "发布日期前后相差达到此天数才算改动",
                     .min = 1,
                     .max = 365 },
    [P_MAX_SINGLE] = { .name = "max_single",
                       .unit = "篇",
                       .help = "同时改动的多于此数时合并为一条提示",
                       .min = 1,
                       .max = 1000 },
    [P_MIN_CHARS] = { .name = "min_chars",
                      .unit = "字",
                      .help = "短于此数的正文不比较",
                      .min = 10,
                      .max = 1000 },
};

enum { TOLD_MAX = 20 };

static bool is_altered(const struct check_ctx *c, const struct digest *d)
{
    const int64_t apart = (int64_t)d->published - d->first_published;

    return d->first_published != DAY_NONE && d->published != DAY_NONE && d->is_dated &&
           d->body_chars >= c->value[P_MIN_CHARS] &&
           (apart >= c->value[P_MIN_DAYS] || -apart >= c->value[P_MIN_DAYS]);
}

static void report(const struct check_ctx *c, const struct digest *d)
{
    const int64_t apart = (int64_t)d->published - d->first_published;
    char was[DAY_TEXT_BYTES], is[DAY_TEXT_BYTES];

    sink_add(c->out, (struct finding){
                         .url = d->url,
                         .excerpt = arena_printf(c->a, "正文没有变化，发布日期由 %s 改为 %s",
                                                 day_text(d->first_published, was),
                                                 day_text(d->published, is)),
                         .suggest = STR("请恢复真实的发布日期，不得随意修改发稿时间"),
                         .key = d->url,
                         .measured = NUMBER(apart < 0 ? -apart : apart),
                         .grade = GRADE_FAULT,
                         .confidence = 0.75,
                         DETAIL({ .key = "value", .text = arena_copy(c->a, str_of(is)) },
                                { .key = "expected", .text = arena_copy(c->a, str_of(was)) }),
                     });
}

static void report_many(const struct check_ctx *c, const struct str *urls, size_t n)
{
    sink_add(c->out,
             (struct finding){
                 .url = urls[0],
                 .excerpt = arena_printf(c->a, "%zu 篇文章的正文没有变化而发布日期变了", n),
                 .suggest = STR("网站改版、迁移时应保留原来的发布日期"),
                 .key = STR("many"),
                 .measured = NUMBER((int64_t)n),
                 .limit = NUMBER(c->value[P_MAX_SINGLE]),
                 .grade = GRADE_NOTICE,
                 .confidence = 0.6,
                 DETAIL({ .key = "pages", .list = urls, .n_list = n < TOLD_MAX ? n : TOLD_MAX }),
             });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct str *urls = arena_array(c->a, struct str, TOLD_MAX);
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++) {
        if (!is_altered(c, &v->digests[i]))
            continue;
        if (n < TOLD_MAX)
            urls[n] = v->digests[i].url;
        n++;
    }
    if ((int64_t)n > c->value[P_MAX_SINGLE]) {
        report_many(c, urls, n);
        return JUDGED;
    }
    for (size_t i = 0; i < v->n_digests; i++)
        if (is_altered(c, &v->digests[i]))
            report(c, &v->digests[i]);
    return v->is_partial ? cannot_judge(c, v->incomplete_reason.p) : JUDGED;
}

const struct check check_altered_date = {
    .id = "altered-date",
    .rev = 3,
    .title = "发布日期被改动",
    .case_id = "A23",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .needs_home = true,
    .shows = true,
    .check_site = check_site,
};
