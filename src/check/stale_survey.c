/*
 * stale-survey: surveys (征集调查) are a formality: none for a year, too few, or nothing is heard
 * of what came of them.
 *
 * Basis: 广东 2019Q2 and 天津 2020H2 notices (调查征集社情民意流于形式); how old and how many by
 * the practice of 2015. Not judged: what surveys on other sites' pages come to, and whether results
 * were told in another place than a page that names the same document.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/topics.h"
#include "check/words.h"

enum { P_MONTHS, P_MIN_PORTAL, P_MIN_OTHER, P_RESULT_DAYS };
enum { L_COLUMNS, L_RESULTS };

static const struct param params[] = {
    [P_MONTHS] = { .name = "months",
                   .unit = "个月",
                   .help = "征集调查栏目的更新期限，也是计数的期间",
                   .min = 1,
                   .max = 120 },
    [P_MIN_PORTAL] = { .name = "min_portal",
                       .unit = "次",
                       .help = "门户网站期间内的征集调查少于此数即提示",
                       .min = 0,
                       .max = 100 },
    [P_MIN_OTHER] = { .name = "min_other",
                      .unit = "次",
                      .help = "其他网站期间内的征集调查少于此数即提示",
                      .min = 0,
                      .max = 100 },
    [P_RESULT_DAYS] = { .name = "result_days",
                        .unit = "天",
                        .help = "发布后超过此天数仍没有公布结果的即提示",
                        .min = 1,
                        .max = 3650 },
};

static const struct word_list lists[] = {
    [L_COLUMNS] = { .name = "columns", .help = "征集调查栏目的名称用词" },
    [L_RESULTS] = { .name = "results", .help = "标题含有这些词的是征集调查的结果，不另计一次" },
};

/* What is known of a site's surveys. */
struct surveys {
    const struct digest *column; /* nearest to the home page; NULL: none */
    int32_t newest;              /* item of any such column */
    uint32_t n_listed;           /* items of its first page */
    int64_t n_read;              /* texts that lie in such a column */
    int64_t n_recent;            /* surveys of the last months */
    bool is_blind;
};

static bool is_column(const struct digest *d)
{
    return d->kind == PAGE_COLUMN || d->kind == PAGE_SHELL;
}

/* A survey may tell its own result, and is one all the same. */
static bool is_result(const struct check_ctx *c, const struct digest *d)
{
    return d->paper == PAPER_RESULT && words_in(&c->list[L_RESULTS], d->link_text);
}

static void collect(const struct check_ctx *c, int32_t since, struct surveys *s)
{
    const struct site_view *v = c->view;
    const int32_t today = day_of_time(c->now);

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];
        const bool is_named = words_in(&c->list[L_COLUMNS], column_name(d, c->site));

        if (is_column(d) && is_named) {
            s->column = s->column ? s->column : d;
            s->is_blind |= d->needs_browser || d->kind == PAGE_SHELL;
            if (d->newest_item <= today + 1 && d->newest_item > s->newest)
                s->newest = d->newest_item;
            s->n_listed = d->n_items > s->n_listed ? d->n_items : s->n_listed;
            continue;
        }
        s->n_read += d->kind == PAGE_ARTICLE && is_named;
        s->n_recent += d->kind == PAGE_ARTICLE && d->published >= since &&
                       (d->paper == PAPER_DRAFT || (is_named && !is_result(c, d)));
    }
}

static void report_stale(const struct check_ctx *c, const struct surveys *s, int32_t since)
{
    const int32_t today = day_of_time(c->now);
    char day[DAY_TEXT_BYTES];

    sink_add(c->out,
             (struct finding){
                 .url = s->column->url,
                 .excerpt = arena_printf(c->a, "征集调查栏目最新一条为 %s，距今 %d 天",
                                         day_text(s->newest, day), (int)(today - s->newest)),
                 .suggest = STR("请围绕社会关切开展征集调查，并公布结果"),
                 .key = STR("stale"),
                 .measured = NUMBER(today - s->newest),
                 .limit = NUMBER(today - since),
                 .grade = GRADE_FAULT,
                 .confidence = 0.8,
                 .since = day_minus_months(s->newest, -c->value[P_MONTHS]) + 1,
                 DETAIL({ .key = "fault", .text = STR("stale") },
                        { .key = "newest", .text = arena_copy(c->a, str_of(day)) }),
             });
}

static void check_number(const struct check_ctx *c, const struct surveys *s)
{
    const bool is_portal = c->site->type == SITE_PORTAL;
    const int64_t min = c->value[is_portal ? P_MIN_PORTAL : P_MIN_OTHER];

    /* others that the column lists lie elsewhere: nobody counted them */
    if (s->n_recent >= min || (int64_t)s->n_listed > s->n_read)
        return;
    sink_add(c->out,
             (struct finding){
                 .url = s->column->url,
                 .excerpt = arena_printf(c->a, "近 %lld 个月只开展了 %lld 次征集调查",
                                         (long long)c->value[P_MONTHS], (long long)s->n_recent),
                 .suggest = STR("请围绕社会关切开展征集调查，并公布结果"),
                 .key = STR("few"),
                 .measured = NUMBER(s->n_recent),
                 .limit = NUMBER(min),
                 .grade = GRADE_NOTICE,
                 .confidence = 0.6,
                 DETAIL({ .key = "fault", .text = STR("few") }),
             });
}

/* Pages about one document: a survey, and perhaps its result, or the document itself. */
static void check_result(void *ctx, const struct check_ctx *c, const struct digest *const *all,
                         size_t n)
{
    const int32_t today = day_of_time(c->now);
    const int32_t since = day_minus_months(today, c->value[P_MONTHS]);
    const struct digest *survey = NULL;
    char day[DAY_TEXT_BYTES];

    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        if (all[i]->paper != PAPER_DRAFT ||
            !words_in(&c->list[L_COLUMNS], column_name(all[i], c->site)))
            return;
        if (!survey || all[i]->published > survey->published)
            survey = all[i];
    }
    if (!survey || !survey->is_dated || survey->leads_on || survey->published < since ||
        today - survey->published <= c->value[P_RESULT_DAYS])
        return;
    sink_add(c->out, (struct finding){
                         .url = survey->url,
                         .excerpt = arena_printf(c->a, "%s 发布的征集调查没有公布结果",
                                                 day_text(survey->published, day)),
                         .suggest = STR("请公布意见采纳情况或者调查结果"),
                         .key = arena_join(c->a, STR("result "), survey->url),
                         .measured = NUMBER(today - survey->published),
                         .limit = NUMBER(c->value[P_RESULT_DAYS]),
                         .grade = GRADE_NOTICE,
                         .confidence = 0.5,
                         .since = survey->published + (int32_t)c->value[P_RESULT_DAYS] + 1,
                         DETAIL({ .key = "fault", .text = STR("no-result") }),
                     });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const int32_t since = day_minus_months(day_of_time(c->now), c->value[P_MONTHS]);
    struct surveys s = { 0 };

    if (v->is_partial)
        return cannot_judge(c, v->incomplete_reason.p);
    collect(c, since, &s);
    topics_each(c, check_result, NULL);
    if (!s.column)
        return JUDGED; /* whether it must have one is required-column's */
    if (s.newest != DAY_NONE && s.newest < since && !s.is_blind)
        report_stale(c, &s, since);
    else if (s.is_blind || (s.newest == DAY_NONE && s.n_listed))
        return cannot_judge(c, "征集调查栏目由脚本生成或条目未标日期，未能判断");
    else
        check_number(c, &s);
    return JUDGED;
}

const struct check check_stale_survey = {
    .id = "stale-survey",
    .rev = 3,
    .title = "征集调查流于形式",
    .case_id = "A35",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
