/*
 * closed-domain-taken: the domain of a closed site shows somebody else's page.
 *
 * Basis: 国办函〔2018〕55号 (idle domains are cancelled), 广东 2019Q2 notice (a closed site's
 * domain lived on and showed another site). A veto where the page has words of gambling or domain
 * trade.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/closed.h"
#include "check/excerpt.h"
#include "check/host.h"

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct closed_site closed = closed_look(c);

    if (closed.state == CLOSED_NOT_KNOWN)
        return cannot_judge(c, v->home ? "网站可以打开，但看不出是谁的页面"
                                       : "本机未能访问该域名，不能认定是否已被他人使用");
    if (closed.state != CLOSED_STRANGER)
        return JUDGED;
    const struct page *home = v->home;
    const struct str shown = !str_is_empty(home->title)  ? home->title
                             : !str_is_empty(home->text) ? excerpt_head(home->text)
                                                         : closed.leads_to;

    sink_add(
        c->out,
        (struct finding){
            .excerpt = arena_printf(c->a, "登记状态为%s，域名上现为：%.*s",
                                    site_state_name(c->site->state), STR_ARG(shown)),
            .suggest = STR("请立即与域名注册机构联系收回或注销域名，并清理各网站上指向它的链接"),
            .key = STR("taken"),
            .grade = closed.word ? GRADE_VETO : GRADE_FAULT,
            .confidence = closed.word ? 0.97 : 0.8,
            DETAIL({ .key = "title", .text = home->title },
                   { .key = "word", .text = closed.word ? *closed.word : (struct str){ 0 } },
                   { .key = "host", .text = host_of(closed.leads_to) }),
        });
    return JUDGED;
}

const struct check check_closed_domain_taken = {
    .id = "closed-domain-taken",
    .rev = 4,
    .title = "关停网站域名被他人使用",
    .case_id = "D02",
    .params = closed_params,
    .n_params = CLOSED_PARAMS_N,
    .lists = closed_lists,
    .n_lists = CLOSED_LISTS_N,
    .needs_text = true,
    .for_closed = true,
    .shows = true,
    .check_site = check_site,
};
