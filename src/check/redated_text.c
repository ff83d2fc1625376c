/*
 * redated-text: an old text was published again in the same column, under a new date.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 弄虚作假 (伪造发稿日期); old news sent again to make a
 * column look alive was punished before (2015, 2017). Title and text must be the same, word for
 * word, and both must stand in one column. Not judged: what was reworded, and the same text in two
 * columns.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"

#include <stdlib.h>

enum { P_MIN_DAYS };

static const struct param params[] = {
    [P_MIN_DAYS] = { .name = "min_days",
                     .unit = "天",
                     .help = "两次发布相隔达到此天数才算旧稿重发",
                     .min = 1,
                     .max = 3650 },
};

/* The column's tag, else the folder that holds the article. */
static int by_column(const struct digest *x, const struct digest *y)
{
    if (x->column_name.n || y->column_name.n)
        return str_cmp(x->column_name, y->column_name);
    return str_cmp(column_directory(x->url), column_directory(y->url));
}

/* One text under one title in one column. */
static int by_place(const struct digest *x, const struct digest *y)
{
    if (x->body != y->body)
        return x->body < y->body ? -1 : 1;
    if (x->topic != y->topic)
        return x->topic < y->topic ? -1 : 1;
    return by_column(x, y);
}

static int by_text(const void *a, const void *b)
{
    const struct digest *x = *(const struct digest *const *)a;
    const struct digest *y = *(const struct digest *const *)b;
    const int place = by_place(x, y);

    if (place)
        return place;
    if (x->published != y->published)
        return x->published < y->published ? -1 : 1;
    return str_cmp(x->url, y->url);
}

static void report(const struct check_ctx *c, const struct digest *old, const struct digest *again)
{
    char was[DAY_TEXT_BYTES], is[DAY_TEXT_BYTES];

    sink_add(c->out, (struct finding){
                         .url = again->url,
                         .excerpt = arena_printf(
                             c->a, "%s 的文章与同一栏目 %s 的标题、正文完全相同",
                             day_text(again->published, is), day_text(old->published, was)),
                         .suggest = STR("请删除重发的旧稿，不得以旧稿充作更新"),
                         .key = again->url,
                         .measured = NUMBER(again->published - old->published),
                         .limit = NUMBER(c->value[P_MIN_DAYS]),
                         .grade = GRADE_FAULT,
                         .confidence = 0.7,
                         DETAIL({ .key = "target", .text = old->url },
                                { .key = "value", .text = arena_copy(c->a, str_of(is)) },
                                { .key = "expected", .text = arena_copy(c->a, str_of(was)) }),
                         .proof = &old->url,
                         .n_proof = 1,
                     });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct digest **all = arena_array(c->a, const struct digest *, v->n_digests);
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (d->body && d->topic && d->is_dated && d->published != DAY_NONE)
            all[n++] = d;
    }
    if (n)
        // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
        qsort(all, n, sizeof(*all), by_text);
    for (size_t i = 1; i < n; i++)
        if (by_place(all[i - 1], all[i]) == 0 &&
            all[i]->published - all[i - 1]->published >= c->value[P_MIN_DAYS])
            report(c, all[i - 1], all[i]);
    return v->is_partial ? cannot_judge(c, v->incomplete_reason.p) : JUDGED;
}

const struct check check_redated_text = {
    .id = "redated-text",
    .rev = 1,
    .title = "旧稿改日期重发",
    .case_id = "A23",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
