/*
 * guide-vague: conditions, materials or steps of a service guide are left open.
 *
 * Basis: 汉中 2022Q3 notice (表述含糊不清); 扣分指标 办事指南.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/words.h"

enum { L_VAGUE };

static const struct word_list lists[] = {
    [L_VAGUE] = { .name = "vague", .help = "条件、材料、流程中没有说清的兜底用语" },
};

static enum judged check_page(const struct check_ctx *c)
{
    static const enum guide_part parts[] = { GUIDE_CONDITIONS, GUIDE_MATERIALS, GUIDE_FLOW };
    const struct guide *g = c->page->guide;

    if (g && g->is_several)
        return cannot_judge(c, "一页有多个办事指南，未能逐一判断");
    for (size_t i = 0; g && i < COUNT_OF(parts); i++) {
        const struct str title = str_of(guide_part_title(parts[i]));
        const struct str *word = words_find(&c->list[L_VAGUE], g->value[parts[i]], NULL);

        if (!word)
            continue;
        sink_add(c->out,
                 (struct finding){
                     .excerpt = arena_printf(c->a, "%.*s：“%.*s”", STR_ARG(title), STR_ARG(*word)),
                     .suggest = STR("请写明具体条件和材料，不用兜底条款"),
                     .key = arena_printf(c->a, "%.*s %.*s", STR_ARG(c->page->url), STR_ARG(title)),
                     .grade = GRADE_FAULT,
                     .confidence = 0.75,
                     DETAIL({ .key = "part", .text = title }, { .key = "word", .text = *word }),
                 });
    }
    return JUDGED;
}

const struct check check_guide_vague = {
    .id = "guide-vague",
    .rev = 4,
    .title = "办事指南表述含糊",
    .case_id = "A26",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
