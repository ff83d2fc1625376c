/*
 * guide-element: a service guide lacks some of its official elements.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 服务不实用 (2) 办事指南重点要素类别缺失, 扣分指标 办事指南.
 * A label with nothing behind it counts as missing. The item's name may be the page's title.
 * Not judged: tabs whose panels cannot be told apart.
 */
#include "base/base.h"

#include "check/check.h"

enum { P_MANY };

static const struct param params[] = {
    [P_MANY] = { .name = "many",
                 .unit = "类",
                 .help = "缺失要素达到此数为问题，更少的作提示",
                 .min = 1,
                 .max = GUIDE_PARTS },
};

static enum judged check_page(const struct check_ctx *c)
{
    const struct guide *g = c->page->guide;
    struct str *missing = arena_array(c->a, struct str, GUIDE_PARTS);
    struct str text = { 0 };
    int64_t n = 0;

    if (!g)
        return JUDGED;
    if (g->is_several)
        return cannot_judge(c, "一页有多个办事指南，未能逐一判断");
    for (int part = GUIDE_NAME + 1; part < GUIDE_PARTS; part++) {
        if (g->value[part].n)
            continue;
        missing[n] = str_of(guide_part_title((enum guide_part)part));
        text = n ? arena_join(c->a, arena_join(c->a, text, STR("、")), missing[n]) : missing[n];
        n++;
    }
    if (n == 0)
        return JUDGED;
    if (g->is_untold)
        return cannot_judge(c, "办事指南分标签页展示，未能与各标签对应，请人工查看");
    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "办事指南缺少%.*s", STR_ARG(text)),
                         .suggest = STR("请补全办事指南的各项要素"),
                         .key = c->page->url,
                         .measured = NUMBER(n),
                         .limit = NUMBER(c->value[P_MANY]),
                         .grade = n >= c->value[P_MANY] ? GRADE_FAULT : GRADE_NOTICE,
                         .confidence = n >= c->value[P_MANY] ? 0.8 : 0.6,
                         DETAIL({ .key = "missing", .list = missing, .n_list = (size_t)n }),
                     });
    return JUDGED;
}

const struct check check_guide_element = {
    .id = "guide-element",
    .rev = 4,
    .title = "办事指南要素缺失",
    .case_id = "A26",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .check_page = check_page,
};
