/*
 * slow-page: the home page takes long to open.
 *
 * Basis: 政府网站发展指引, 网页设计规范 (quoted at second hand): a page loads within 3 seconds.
 * Measured here is the page's own document, so a real reader waits longer: it is only worth a look.
 */
#include "base/base.h"

#include "check/check.h"

#include <stdlib.h>

enum { P_MAX_MS };

static const struct param params[] = {
    [P_MAX_MS] = { .name = "max_ms",
                   .unit = "毫秒",
                   .help = "首页打开用时（多次的中位数）超过此数即提示",
                   .min = 100,
                   .max = 60000 },
};

static int by_value(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    int64_t *ms = arena_array(c->a, int64_t, v->n_attempts + 1);
    size_t n = 0;

    for (size_t i = 0; i < v->n_attempts; i++)
        if (v->attempts[i].reason == REASON_NONE)
            ms[n++] = v->attempts[i].ms;
    if (n == 0)
        return cannot_judge(c, "首页未能打开");
    qsort(ms, n, sizeof *ms, by_value);

    const int64_t middle = ms[(n - 1) / 2]; /* the lower one of two */

    if (middle <= c->value[P_MAX_MS])
        return JUDGED;
    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "打开首页用时 %lld 毫秒（%zu 次的中位数）",
                                                 (long long)middle, n),
                         .suggest = STR("请优化服务器、网络和首页体量，使首页在 3 秒内打开"),
                         .key = STR("home"),
                         .measured = NUMBER(middle),
                         .limit = NUMBER(c->value[P_MAX_MS]),
                         .grade = GRADE_NOTICE,
                         .confidence = 0.6,
                     });
    return JUDGED;
}

const struct check check_slow_page = {
    .id = "slow-page",
    .rev = 1,
    .title = "首页打开缓慢",
    .case_id = "A29",
    .params = params,
    .n_params = COUNT_OF(params),
    .check_site = check_site,
};
