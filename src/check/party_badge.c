/*
 * party-badge: the mark of Party and government sites is missing, revoked, or of another domain.
 *
 * Basis: 政府网站发展指引 (footer), 云南 and 汉中 notices ("已撤销",
 * "您访问的网站域名与标识证书中备案域名不符"). Not judged: a footer that a script writes, a
 * certificate page that did not open.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/excerpt.h"
#include "check/framed.h"
#include "check/host.h"
#include "check/words.h"

enum { L_HOSTS, L_REVOKED, L_OTHER_DOMAIN };

static const struct word_list lists[] = {
    [L_HOSTS] = { .name = "hosts", .help = "标识证书的域名" },
    [L_REVOKED] = { .name = "revoked", .help = "证书页表示标识已撤销的话" },
    [L_OTHER_DOMAIN] = { .name = "other_domain", .help = "证书页表示域名与备案不符的话" },
};

static void report(const struct check_ctx *c, const char *fault, struct str excerpt,
                   const char *suggest)
{
    const struct page *home = c->view->home;
    const struct str href = home->badge_href;

    sink_add(c->out, (struct finding){
                         .excerpt = excerpt,
                         .suggest = str_of(suggest),
                         .key = str_of(fault),
                         .grade = GRADE_FAULT,
                         .confidence = 0.95,
                         DETAIL({ .key = "fault", .text = str_of(fault) },
                                { .key = "target", .text = href }),
                         .proof = c->view->badge ? &c->view->badge->url : NULL,
                         .n_proof = c->view->badge ? 1 : 0,
                     });
}

static enum judged judge_certificate(const struct check_ctx *c, const struct visit *badge)
{
    const struct page *p = badge->page;
    const struct str *word;
    size_t at;

    if (!p || badge->attempt.reason != REASON_NONE) {
        char text[REASON_TEXT_BYTES];

        return cannot_judge(
            c, arena_printf(c->a, "标识证书页未能打开（%s）",
                            badge->attempt.reason == REASON_HTTP
                                ? reason_text(REASON_HTTP, badge->attempt.http_status, text)
                                : reason_title(badge->attempt.reason))
                   .p);
    }
    word = words_find(&c->list[L_REVOKED], p->text, &at);
    if (word) {
        report(c, "revoked", excerpt_head(str_skip(p->text, at)),
               "党政机关网站标识已撤销，请向机构编制部门申请恢复或重新挂标");
        return JUDGED;
    }
    word = words_find(&c->list[L_OTHER_DOMAIN], p->text, &at);
    if (word) {
        report(c, "domain-differs", excerpt_head(str_skip(p->text, at)),
               "网站域名与标识证书中备案的域名不符，请变更标识证书");
        return JUDGED;
    }
    if (p->kind == PAGE_SHELL || p->needs_browser || p->text_chars == 0)
        return cannot_judge(c, "标识证书页由脚本生成，需用浏览器查看");
    return JUDGED;
}

/* The certificate's address, but without its number: "…/sitename?method=show&id=". */
static bool has_no_number(struct str href)
{
    const size_t at = str_find(href, STR("id="));

    return str_has(href, STR("/sitename")) &&
           (at == STR_NONE || at + 3 >= href.n || href.p[at + 3] == '&' || href.p[at + 3] == '#');
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct page *home = v->home;
    const struct str href = v->badge ? v->badge->url : home->badge_href;

    const struct framed framed = framed_home(v);

    switch (home->badge) {
    case BADGE_NONE:
        if (home->footer_by_script || home->needs_browser || home->kind == PAGE_SHELL ||
            home->kind == PAGE_STUB)
            return cannot_judge(c, "首页页脚由脚本或框架页填入，没有读到");
        if (framed.has_badge || framed.is_blind)
            return cannot_judge(c, "标识在首页的其他框架中，证书未能核对");
        report(c, "missing", STR("首页未见党政机关网站标识"),
               "请在页脚加挂党政机关网站标识，并链接到其证书");
        return JUDGED;
    case BADGE_LINK:
        if (str_is_empty(href) ? !v->badge : has_no_number(href)) {
            report(c, "no-link", STR("党政机关网站标识没有链接到证书"), "请把标识链接到其证书页");
            return JUDGED;
        }
        if (!str_is_empty(host_of(href)) && !words_host(&c->list[L_HOSTS], host_of(href))) {
            report(c, "wrong-link", href, "标识应链接到机构编制部门的证书页");
            return JUDGED;
        }
        break;
    case BADGE_SCRIPT:
    case BADGE_WIDGET:
        break;
    }
    if (!v->badge)
        return cannot_judge(c, "标识由脚本写出，证书未能核对");
    return judge_certificate(c, v->badge);
}

const struct check check_party_badge = {
    .id = "party-badge",
    .rev = 5,
    .title = "党政机关网站标识",
    .case_id = "A14",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
