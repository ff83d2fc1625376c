/*
 * redated-text: an old text was published again in the same column, under a new date.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 弄虚作假 (伪造发稿日期); old news sent again to make a
 * column look alive was punished before (2015, 2017). Title and text must be the same, word for
 * word, and both must stand in one column. Not judged: what was reworded, the same text in two
 * columns, and short texts: many are standard wordings.
 */
#include "base/base.h"

#include "check/redated_text.h"

#include "base/clock.h"
#include "check/column.h"

#include <stdlib.h>

static const char check_id[] = "redated-text";

enum { P_MIN_DAYS, P_MIN_CHARS };

static const struct param params[] = {
    [P_MIN_DAYS] = { .name = "min_days",
                     .unit = "天",
                     .help = "两次发布相隔达到此天数才算旧稿重发",
                     .min = 1,
                     .max = 3650 },
    [P_MIN_CHARS] = { .name = "min_chars",
                      .unit = "字",
                      .help = "短于此数的正文不比较",
                      .min = 10,
                      .max = 1000 },
};

/* The column's tag, else the folder that holds the article. */
static uint64_t column_of(const struct digest *d)
{
    return d->column_name.n ? str_hash(d->column_name) : ~str_hash(column_directory(d->url));
}

bool dated_text_of(const struct digest *d, const int64_t *value, struct dated_text *out)
{
    if (!d->body || d->body_chars < value[P_MIN_CHARS] || !d->topic || !d->is_dated ||
        d->published == DAY_NONE)
        return false;
    *out = (struct dated_text){ .text = (d->body * 31 + d->topic) * 31 + column_of(d),
                                .day = d->published,
                                .url = d->url };
    return true;
}

int dated_text_order(const void *a, const void *b)
{
    const struct dated_text *x = a, *y = b;

    if (x->text != y->text)
        return x->text < y->text ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return str_cmp(x->url, y->url);
}

bool is_redated(const struct dated_text *old, const struct dated_text *again, const int64_t *value)
{
    return old->text == again->text && again->day - old->day >= value[P_MIN_DAYS];
}

const int64_t *redated_text_values(const struct check_set *set)
{
    return check_set_values(set, check_id);
}

static void report(const struct check_ctx *c, const struct dated_text *old,
                   const struct dated_text *again)
{
    char was[DAY_TEXT_BYTES], is[DAY_TEXT_BYTES];

    sink_add(c->out,
             (struct finding){
                 .url = again->url,
                 .excerpt = arena_printf(c->a, "%s 的文章与同一栏目 %s 的标题、正文完全相同",
                                         day_text(again->day, is), day_text(old->day, was)),
                 .suggest = STR("请删除重发的旧稿，不得以旧稿充作更新"),
                 .key = again->url,
                 .measured = NUMBER(again->day - old->day),
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
    struct dated_text *all = arena_array(c->a, struct dated_text, v->n_digests);
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++)
        n += dated_text_of(&v->digests[i], c->value, &all[n]);
    if (n)
        qsort(all, n, sizeof(*all), dated_text_order);
    for (size_t i = 1; i < n; i++)
        if (is_redated(&all[i - 1], &all[i], c->value))
            report(c, &all[i - 1], &all[i]);
    return v->is_partial ? cannot_judge(c, v->incomplete_reason.p) : JUDGED;
}

const struct check check_redated_text = {
    .id = check_id,
    .rev = 3,
    .title = "旧稿改日期重发",
    .case_id = "A23",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
