/*
 * guide-form: a service guide asks for a form and offers no way to get it.
 *
 * Basis: 汉中 2022Q3 notice (未提供规范表格获取渠道); 扣分指标 表格样表. An attachment, or a link
 * that speaks of forms, is a way; so is a form that the counter or the system hands out, when the
 * guide says so.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/words.h"

enum { L_FORMS, L_WAYS };

static const struct word_list lists[] = {
    [L_FORMS] = { .name = "forms", .help = "办理材料中表示需填写表格的用词" },
    [L_WAYS] = { .name = "ways", .help = "表示表格获取渠道的用词，查链接文字和办理材料" },
};

static bool offers_form(const struct check_ctx *c)
{
    const struct page *p = c->page;

    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        if (l->is_hidden || l->region == REGION_NAV || l->region == REGION_FOOTER)
            continue;
        if (l->kind == LINK_ATTACHMENT ||
            (l->kind == LINK_PAGE &&
             (words_in(&c->list[L_FORMS], l->text) || words_in(&c->list[L_WAYS], l->text))))
            return true;
    }
    return false;
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct guide *g = c->page->guide;
    const struct str materials = g ? g->value[GUIDE_MATERIALS] : (struct str){ 0 };
    const struct str *form = words_find(&c->list[L_FORMS], materials, NULL);

    if (g && g->is_several)
        return cannot_judge(c, "一页有多个办事指南，未能逐一判断");
    if (!form || words_in(&c->list[L_WAYS], materials) || offers_form(c))
        return JUDGED;
    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(c->a, "办理材料中有“%.*s”，页面没有提供", STR_ARG(*form)),
                 .suggest = STR("请提供空白表格和样表下载"),
                 .key = c->page->url,
                 .grade = GRADE_FAULT,
                 .confidence = 0.65,
                 DETAIL({ .key = "word", .text = *form }),
             });
    return JUDGED;
}

const struct check check_guide_form = {
    .id = "guide-form",
    .rev = 4,
    .title = "办事指南未提供表格",
    .case_id = "A26",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
