/*
 * search-entry: no way to search on the home page.
 *
 * Basis: 云南 2018Q3 notice; 扣分指标 功能设计·站内搜索. Not judged: a home page that a script
 * fills.
 */
#include "base/base.h"

#include "check/check.h"

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    size_t n_pages = 0;

    if (v->home->has_search)
        return JUDGED;
    if (v->home->needs_browser || v->home->kind == PAGE_SHELL || v->home->kind == PAGE_STUB)
        return cannot_judge(c, "首页由脚本生成，需用浏览器查看");
    if (v->home->is_cut)
        return cannot_judge(c, "首页过大，未能读全");
    for (size_t i = 0; i < v->n_digests; i++)
        n_pages += v->digests[i].has_search;
    sink_add(c->out,
             (struct finding){
                 .excerpt = n_pages
                                ? arena_printf(c->a, "首页没有搜索框（另有 %zu 个页面有）", n_pages)
                                : STR("首页没有搜索框，全站也未见搜索入口"),
                 .suggest = STR("请在首页显著位置提供站内搜索"),
                 .key = STR("home"),
                 .grade = GRADE_FAULT,
                 .confidence = 0.85,
                 DETAIL({ .key = "fault", .text = STR("missing") },
                        { .key = "n_pages_with", .number = NUMBER((int64_t)n_pages) }),
             });
    return JUDGED;
}

const struct check check_search_entry = {
    .id = "search-entry",
    .rev = 1,
    .title = "站内搜索入口",
    .case_id = "A16",
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
