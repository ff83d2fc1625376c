/*
 * search-entry: no way to search on the home page.
 *
 * Basis: 云南 2018Q3 notice; 扣分指标 功能设计·站内搜索. The pages in the home page's frames are
 * part of it. Not judged: a home page that a script fills, frames that were not read.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/framed.h"

static const struct digest *digest_of(const struct site_view *v, struct str url)
{
    for (size_t i = 0; i < v->n_digests; i++)
        if (str_eq(v->digests[i].url, url))
            return &v->digests[i];
    return NULL;
}

/* What the frames of the home page show. */
static enum tri search_in_frames(const struct site_view *v)
{
    enum tri answer = TRI_NO;

    for (size_t i = 0; i < v->home->n_links; i++) {
        const struct link *l = &v->home->links[i];
        const struct digest *d;

        if (l->kind != LINK_FRAME || l->is_hidden || !l->is_same_site)
            continue;
        d = digest_of(v, l->url);
        if (d && d->has_search)
            return TRI_YES;
        if (!d || d->needs_browser)
            answer = TRI_UNKNOWN;
    }
    return answer;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct framed framed = framed_home(v);
    const enum tri in_frames = v->home->has_search || framed.has_search ? TRI_YES
                               : framed.is_blind                        ? TRI_UNKNOWN
                                                                        : search_in_frames(v);
    size_t n_pages = 0;

    if (in_frames == TRI_YES)
        return JUDGED;
    if (v->home->needs_browser || v->home->kind == PAGE_SHELL || v->home->kind == PAGE_STUB)
        return cannot_judge(c, "首页由脚本生成，需用浏览器查看");
    if (v->home->is_cut)
        return cannot_judge(c, "首页过大，未能读全");
    if (in_frames == TRI_UNKNOWN)
        return cannot_judge(c, "首页的框架页未能读取");
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
    .rev = 8,
    .title = "站内搜索入口",
    .case_id = "A16",
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
