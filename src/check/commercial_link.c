/*
 * commercial-link: an article links straight to a commercial news site; a page carries advertising.
 *
 * Basis: 广东 2019Q2 notice: reprints from commercial sites are copied after strict review, not
 * linked. Links of the header, the footer and the navigation, and share buttons, are none.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/host.h"
#include "check/words.h"

enum { L_NEWS_HOSTS, L_AD_HOSTS, L_SHARE };

static const struct word_list lists[] = {
    [L_NEWS_HOSTS] = { .name = "news_hosts", .help = "商业新闻网站和自媒体平台的域名" },
    [L_AD_HOSTS] = { .name = "ad_hosts", .help = "广告联盟和广告投放的域名" },
    [L_SHARE] = { .name = "share", .help = "网址含有这些词的是分享按钮" },
};

static void report(const struct check_ctx *c, const char *fault, const struct link *l,
                   struct str host, double confidence)
{
    const bool is_news = fault[0] == 'n';

    sink_add(
        c->out,
        (struct finding){
            .where = arena_printf(c->a, "%s %s[%u]", l->region == REGION_HEAD ? "head" : "body",
                                  l->element, l->nth),
            .excerpt = str_is_empty(l->text) ? l->url : l->text,
            .suggest =
                is_news ? STR("确需转载的，经审核后把内容复制到本站并注明来源，不直接链接商业网站")
                        : STR("政府网站不得刊登广告，请删除"),
            .key = arena_printf(c->a, "%.*s %.*s", STR_ARG(c->page->url), STR_ARG(l->url)),
            .grade = GRADE_FAULT,
            .confidence = confidence,
            DETAIL({ .key = "fault", .text = str_of(fault) }, { .key = "target", .text = l->url },
                   { .key = "host", .text = host }),
        });
}

static bool was_seen(const struct page *p, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!p->links[k].is_same_site && str_eq(p->links[k].url, p->links[i].url))
            return true;
    return false;
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const bool is_article = p->kind == PAGE_ARTICLE;

    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        if (l->is_same_site || str_is_empty(l->url) || l->is_hidden)
            continue;
        const struct str host = host_of(l->url);

        if (host_is_gov(host))
            continue;
        if (l->kind == LINK_PAGE) {
            if (is_article && l->region == REGION_BODY &&
                words_host(&c->list[L_NEWS_HOSTS], host) && !words_in(&c->list[L_SHARE], l->url) &&
                !was_seen(p, i))
                report(c, "news", l, host, 0.85);
        } else if ((l->kind == LINK_SCRIPT || l->kind == LINK_FRAME || l->kind == LINK_IMAGE) &&
                   words_host(&c->list[L_AD_HOSTS], host) && !was_seen(p, i)) {
            report(c, "advertising", l, host, 0.8);
        }
    }
    return JUDGED;
}

const struct check check_commercial_link = {
    .id = "commercial-link",
    .rev = 1,
    .title = "链接商业网站与广告",
    .case_id = "A30",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
