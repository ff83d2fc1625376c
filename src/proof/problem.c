#include "base/base.h"

#include "proof/problem.h"

#include <stdlib.h>
#include <string.h>

const char *problem_level_title(enum problem_level level)
{
    return level == PROBLEM_CONFIRMED ? "确认" : "疑似";
}

void problems_add(struct problem_list *l, struct problem p)
{
    if (l->n == PROBLEMS_MAX)
        return;
    if (l->n == l->cap) {
        const size_t cap = l->cap ? l->cap * 2 : 16;
        struct problem *grown = arena_array(l->a, struct problem, cap);

        if (l->n)
            memcpy(grown, l->problems, l->n * sizeof(*grown));
        l->problems = grown;
        l->cap = cap;
    }
    l->problems[l->n++] = p;
}

static int by_place(const void *a, const void *b)
{
    const struct problem *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* a is a fixed expression written wrong, and b the slip in it that an ordinary reader sees. */
static bool explains(const struct problem *a, const struct problem *b)
{
    return a->at <= b->at && a->at + a->n >= b->at + b->n && a->check && b->check &&
           strcmp(a->check, "wrong-expression") == 0 && strcmp(b->check, "typo") == 0;
}

static bool is_better(const struct problem *a, const struct problem *b)
{
    if ((a->masked.n > 0) != (b->masked.n > 0)) /* else what is masked would be shown */
        return a->masked.n > 0;
    if (a->is_serious != b->is_serious)
        return a->is_serious;
    if (a->level != b->level)
        return a->level > b->level;
    if (explains(a, b) || explains(b, a))
        return explains(a, b);
    if (a->score < b->score || a->score > b->score)
        return a->score > b->score;
    return a->n > b->n;
}

void problems_settle(struct problem_list *l)
{
    size_t n = 0;

    if (l->n)
        qsort(l->problems, l->n, sizeof(*l->problems), by_place);
    for (size_t i = 0; i < l->n; i++) {
        const struct problem p = l->problems[i];

        while (n > 0 && l->problems[n - 1].at + l->problems[n - 1].n > p.at &&
               is_better(&p, &l->problems[n - 1]))
            n--;
        if (n == 0 || l->problems[n - 1].at + l->problems[n - 1].n <= p.at)
            l->problems[n++] = p;
    }
    l->n = n;
}
