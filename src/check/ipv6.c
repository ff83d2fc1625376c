/*
 * ipv6: the site has no IPv6 address, or does not open over it.
 *
 * Basis: 扣分指标 功能设计·IPv6改造. Not judged on a machine that has no IPv6 itself.
 */
#include "base/base.h"

#include "check/check.h"

static void report(const struct check_ctx *c, const char *fault, struct str excerpt)
{
    sink_add(c->out, (struct finding){
                         .excerpt = excerpt,
                         .suggest = STR("请完成 IPv6 改造：配置 AAAA 记录，并保证经 IPv6 可以打开"),
                         .key = str_of(fault),
                         .grade = GRADE_FAULT,
                         .confidence = 0.9,
                         DETAIL({ .key = "fault", .text = str_of(fault) }),
                     });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct transport *t = &c->view->transport;

    if (t->has_aaaa == TRI_NO) {
        report(c, "no-address", STR("域名没有 IPv6 地址（AAAA 记录）"));
        return JUDGED;
    }
    if (t->has_aaaa == TRI_YES && t->opens_on_ipv6 == TRI_NO) {
        report(c, "not-open", STR("域名有 IPv6 地址，但经 IPv6 打不开首页"));
        return JUDGED;
    }
    if (t->has_aaaa == TRI_YES && t->opens_on_ipv6 == TRI_YES)
        return JUDGED;
    return cannot_judge(c, str_is_empty(t->ipv6_unknown) ? "本机没有 IPv6 网络"
                                                         : arena_copy(c->a, t->ipv6_unknown).p);
}

const struct check check_ipv6 = {
    .id = "ipv6",
    .rev = 2,
    .title = "IPv6 支持",
    .case_id = "A29",
    .check_site = check_site,
};
