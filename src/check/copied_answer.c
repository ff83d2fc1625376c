/*
 * copied-answer: several citizens' messages got the same answer, word for word.
 *
 * Basis: 自贡 2022Q3 notice (回复敷衍，无实质内容); notices of other places name copied answers.
 * Compared are answers to messages with different titles. Whether one answer may serve all of them
 * is for people to say. A short formula is empty-answer's.
 */
#include "base/base.h"

#include "check/check.h"

#include <stdlib.h>

enum { P_MIN_SAME, P_MIN_CHARS };

static const struct param params[] = {
    [P_MIN_SAME] = { .name = "min_same",
                     .unit = "封",
                     .help = "答复完全相同的留言达到此数为问题",
                     .min = 2,
                     .max = 100 },
    [P_MIN_CHARS] = { .name = "min_chars",
                      .unit = "字",
                      .help = "短于此数的答复不比较",
                      .min = 5,
                      .max = 500 },
};

enum { TOLD_MAX = 20 /* messages of one answer that are named */ };

static int by_reply(const void *a, const void *b)
{
    const struct digest *x = *(const struct digest *const *)a;
    const struct digest *y = *(const struct digest *const *)b;

    if (x->reply != y->reply)
        return x->reply < y->reply ? -1 : 1;
    return str_cmp(x->title, y->title);
}

/* The messages [from, to) got one answer; each title counts once. */
static void judge(const struct check_ctx *c, const struct digest **all, size_t from, size_t to)
{
    struct str *urls = arena_array(c->a, struct str, TOLD_MAX);
    struct str *titles = arena_array(c->a, struct str, TOLD_MAX);
    size_t n = 0, n_told;

    for (size_t i = from; i < to; i++) {
        if (i > from && str_eq(all[i]->title, all[i - 1]->title))
            continue;
        if (n < TOLD_MAX) {
            urls[n] = all[i]->url;
            titles[n] = all[i]->title;
        }
        n++;
    }
    if ((int64_t)n < c->value[P_MIN_SAME])
        return;
    n_told = n < TOLD_MAX ? n : TOLD_MAX;
    sink_add(
        c->out,
        (struct finding){
            .url = urls[0],
            .excerpt = arena_printf(c->a, "%zu 封内容不同的留言，答复完全相同（%u 字），如“%.*s”",
                                    n, (unsigned)all[from]->reply_chars, STR_ARG(titles[0])),
            .suggest = STR("请针对每封留言所提问题分别答复"),
            .key = arena_printf(c->a, "answer %016llx", (unsigned long long)all[from]->reply),
            .measured = NUMBER((int64_t)n),
            .limit = NUMBER(c->value[P_MIN_SAME]),
            .grade = GRADE_FAULT,
            .confidence = 0.7,
            DETAIL({ .key = "pages", .list = urls, .n_list = n_told }),
            .proof = urls + 1,
            .n_proof = n_told > 3 ? 3 : n_told - 1,
        });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct digest **all = arena_array(c->a, const struct digest *, v->n_digests);
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++)
        if (v->digests[i].reply && v->digests[i].reply_chars >= c->value[P_MIN_CHARS])
            all[n++] = &v->digests[i];
    if (n)
        // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
        qsort(all, n, sizeof(*all), by_reply);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && all[to]->reply == all[from]->reply; to++)
            ;
        judge(c, all, from, to);
    }
    return v->is_partial ? cannot_judge(c, v->incomplete_reason.p) : JUDGED;
}

const struct check check_copied_answer = {
    .id = "copied-answer",
    .rev = 4,
    .title = "答复照搬",
    .case_id = "C04",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
