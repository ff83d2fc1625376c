/*
 * domain-rule: the site's domains do not follow the rules for government sites.
 *
 * Basis: 国办函〔2018〕55号: only .gov.cn and .政务; portals are www.□□□.gov.cn. A portal with
 * another first label has often a historic name: only worth a look.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/host.h"
#include "net/url.h"

static void report(const struct check_ctx *c, const char *fault, struct str host,
                   struct str excerpt, const char *suggest, enum grade grade)
{
    sink_add(c->out, (struct finding){
                         .excerpt = excerpt,
                         .suggest = str_of(suggest),
                         .key = arena_printf(c->a, "%s %.*s", fault, STR_ARG(host)),
                         .grade = grade,
                         .confidence = grade == GRADE_FAULT ? 0.95 : 0.5,
                         DETAIL({ .key = "fault", .text = str_of(fault) },
                                { .key = "domain", .text = host }),
                     });
}

static bool check_suffix(const struct check_ctx *c, struct str host, const char *what)
{
    if (host_is_gov(host))
        return true;
    report(c, "suffix", host,
           arena_printf(c->a, "%s %.*s 不以 .gov.cn 或 .政务 结尾", what,
                        STR_ARG(url_host_display(host, c->a))),
           "政府网站只能使用 .gov.cn 或 .政务 域名，请按程序变更", GRADE_FAULT);
    return false;
}

/* "www.□□□.gov.cn" or "www.gov.cn". */
static bool is_portal_form(struct str host)
{
    struct str label, rest;

    (void)str_cut(host, '.', &label, &rest);
    if (!str_eq(label, STR("www")))
        return false;
    if (str_eq(rest, STR("gov.cn")))
        return true;
    (void)str_cut(rest, '.', &label, &rest);
    return str_eq(rest, STR("gov.cn"));
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site *site = c->site;
    const struct str host = host_of(site->home), last = host_of(c->view->home_final);
    struct str rest = site->domains, other;

    if (check_suffix(c, host, "首页域名") && site->type == SITE_PORTAL &&
        url_host_within(host, STR("gov.cn")) && !is_portal_form(host))
        report(c, "portal-form", host,
               arena_printf(c->a, "门户网站域名 %.*s 不是 www.□□□.gov.cn 的形式", STR_ARG(host)),
               "请核实是否为历史域名，必要时按程序变更", GRADE_NOTICE);
    if (!str_is_empty(last) && !host_is_own(site, last))
        (void)check_suffix(c, last, "首页跳转到的域名");
    while (host_next(&rest, &other))
        if (!str_eq_nocase(other, host))
            (void)check_suffix(c, other, "其他域名");
    return JUDGED;
}

const struct check check_domain_rule = {
    .id = "domain-rule",
    .rev = 1,
    .title = "域名不规范",
    .case_id = "D05",
    .check_site = check_site,
};
