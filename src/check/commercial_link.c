/*
 * commercial-link: an article links straight to a commercial news site; a page carries advertising.
 *
 * Basis: 广东 2019Q2 notice: reprints from commercial sites are copied after strict review, not
 * linked. Links of the header, the footer and the navigation, and share buttons, are none. A link
 * that openly offers gambling is found on any page (国办秘函〔2019〕19号, 单项否决 W1: 链接 …);
 * links that readers cannot see are hidden-link's business.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/host.h"
#include "check/words.h"

enum { L_NEWS_HOSTS, L_SHOP_HOSTS, L_AD_HOSTS, L_AD_WORDS, L_SHARE, L_GAMBLING, L_GAMBLING_EXCEPT };
enum { P_OFFER_CHARS };

static const struct param params[] = {
    [P_OFFER_CHARS] = { .name = "offer_chars",
                        .unit = "字",
                        .help = "长于此数的链接文字是新闻标题，不是招揽",
                        .min = 1,
                        .max = 100 },
};

static const struct word_list lists[] = {
    [L_NEWS_HOSTS] = { .name = "news_hosts", .help = "商业新闻网站和自媒体平台的域名" },
    [L_SHOP_HOSTS] = { .name = "shop_hosts",
                       .help = "网上商城、订票订房等商业平台的域名，仅作提示" },
    [L_AD_HOSTS] = { .name = "ad_hosts", .help = "广告联盟和广告投放的域名" },
    [L_AD_WORDS] = { .name = "ad_words", .help = "指向商业平台的链接文字含有这些词的是广告" },
    [L_SHARE] = { .name = "share", .help = "网址含有这些词的是分享按钮" },
    [L_GAMBLING] = { .name = "gambling", .help = "招揽赌博的链接文字" },
    [L_GAMBLING_EXCEPT] = { .name = "gambling_except", .help = "含有这些词的是打击赌博的消息" },
};

enum what { NEWS, SHOP, ADVERTISING, GAMBLING, NOTHING };

static const struct {
    const char *fault, *suggest;
    enum grade grade;
    double confidence;
} whats[] = {
    [NEWS] = { "news", "确需转载的，经审核后把内容复制到本站并注明来源，不直接链接商业网站",
               GRADE_FAULT, 0.85 },
    [SHOP] = { "shop", "请核实有无必要直接链接商业网站，无必要的予以删除", GRADE_NOTICE, 0.5 },
    [ADVERTISING] = { "advertising", "政府网站不得刊登广告，请删除", GRADE_FAULT, 0.8 },
    [GAMBLING] = { "gambling", "请立即删除赌博网站的链接，并检查网站是否被入侵篡改", GRADE_VETO,
                   0.9 },
};

static void report(const struct check_ctx *c, enum what what, const struct link *l, struct str host)
{

    sink_add(
        c->out,
        (struct finding){
            .where = arena_printf(c->a, "%s %s[%u]", l->region == REGION_HEAD ? "head" : "body",
                                  l->element, l->nth),
            .excerpt = str_is_empty(l->text) ? l->url : l->text,
            .suggest = str_of(whats[what].suggest),
            .key = arena_printf(c->a, "%.*s %.*s", STR_ARG(c->page->url), STR_ARG(l->url)),
            .grade = whats[what].grade,
            .confidence = whats[what].confidence,
            DETAIL({ .key = "fault", .text = str_of(whats[what].fault) },
                   { .key = "target", .text = l->url }, { .key = "host", .text = host }),
        });
}

static bool was_seen(const struct page *p, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!p->links[k].is_same_site && str_eq(p->links[k].url, p->links[i].url))
            return true;
    return false;
}

static enum what judge(const struct check_ctx *c, const struct link *l, struct str host)
{
    const bool is_article = c->page->kind == PAGE_ARTICLE && l->region == REGION_BODY;

    switch (l->kind) {
    case LINK_PAGE:
        if (words_in(&c->list[L_SHARE], l->url))
            return NOTHING;
        if (is_article && words_host(&c->list[L_NEWS_HOSTS], host))
            return NEWS;
        if ((int64_t)str_chars(l->text) <= c->value[P_OFFER_CHARS] &&
            words_in(&c->list[L_GAMBLING], l->text) &&
            !words_in(&c->list[L_GAMBLING_EXCEPT], l->text))
            return GAMBLING;
        if (!words_host(&c->list[L_SHOP_HOSTS], host))
            return NOTHING;
        return words_in(&c->list[L_AD_WORDS], l->text) ? ADVERTISING : is_article ? SHOP : NOTHING;
    case LINK_SCRIPT:
    case LINK_FRAME:
    case LINK_IMAGE:
        return words_host(&c->list[L_AD_HOSTS], host) ? ADVERTISING : NOTHING;
    default:
        return NOTHING;
    }
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct page *p = c->page;

    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        if (l->is_same_site || str_is_empty(l->url) || l->is_hidden)
            continue;
        const struct str host = host_of(l->url);
        const enum what what = host_is_gov(host) ? NOTHING : judge(c, l, host);

        if (what != NOTHING && !was_seen(p, i))
            report(c, what, l, host);
    }
    return JUDGED;
}

const struct check check_commercial_link = {
    .id = "commercial-link",
    .rev = 2,
    .title = "链接商业网站与广告",
    .case_id = "A30",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
