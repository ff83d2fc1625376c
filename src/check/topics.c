#include "base/base.h"

#include "check/topics.h"

#include <stdlib.h>

static int by_topic(const void *a, const void *b)
{
    const struct digest *x = *(const struct digest *const *)a;
    const struct digest *y = *(const struct digest *const *)b;

    if (x->topic != y->topic)
        return x->topic < y->topic ? -1 : 1;
    if (x->published != y->published)
        return x->published < y->published ? -1 : 1;
    return str_cmp(x->url, y->url);
}

void topics_each(const struct check_ctx *c, topic_taker *take, void *ctx)
{
    const struct site_view *v = c->view;
    const struct digest **all = arena_array(c->a, const struct digest *, v->n_digests);
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++)
        if (v->digests[i].topic)
            all[n++] = &v->digests[i];
    if (n)
        // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
        qsort(all, n, sizeof(*all), by_topic);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && all[to]->topic == all[from]->topic; to++)
            ;
        take(ctx, c, all + from, to - from);
    }
}
