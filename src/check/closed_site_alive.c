/*
 * closed-site-alive: the registry says closed or being closed, but the site still opens.
 *
 * Basis: 政府网站发展指引 (closing), 广东 2019Q2 notice (申请关停后仍违规运行). A closing notice is
 * allowed for a while, so it is only worth a look, and not even that while the closing is under
 * way.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/closed.h"

static void report(const struct check_ctx *c, const char *fault, struct str excerpt,
                   const char *suggest, enum grade grade)
{
    const bool is_closed = c->site->state == SITE_CLOSED;

    sink_add(c->out, (struct finding){
                         .excerpt = excerpt,
                         .suggest = str_of(suggest),
                         .key = str_of(fault),
                         .grade = grade,
                         .confidence = grade == GRADE_NOTICE ? 0.6
                                       : is_closed           ? 0.95
                                                             : 0.7,
                         DETAIL({ .key = "fault", .text = str_of(fault) },
                                { .key = "state", .text = str_of(site_state_name(c->site->state)) },
                                { .key = "title", .text = c->view->home->title },
                                { .key = "final_url", .text = c->view->home_final }),
                     });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct closed_site closed = closed_look(c);
    const struct str state = str_of(site_state_name(c->site->state));
    const bool is_closed = c->site->state == SITE_CLOSED;

    switch (closed.state) {
    case CLOSED_OWN:
        report(c, "alive",
               arena_printf(c->a, "登记状态为%.*s，网站仍可打开：%.*s", STR_ARG(state),
                            STR_ARG(c->view->home->title)),
               is_closed ? "请关闭网站并注销域名、ICP 备案、公安备案和党政机关网站标识"
                         : "申请关停期间不得违规运行，请尽快完成关停手续",
               GRADE_FAULT);
        return JUDGED;
    case CLOSED_NOTICE:
        if (is_closed)
            report(c, "notice",
                   arena_printf(c->a, "网站仍可打开，显示关停公告：%.*s", STR_ARG(*closed.word)),
                   "公告期满后请关闭网站并注销域名", GRADE_NOTICE);
        return JUDGED;
    case CLOSED_REDIRECT:
        if (is_closed)
            report(c, "redirect",
                   arena_printf(c->a, "域名仍可打开，跳转到 %.*s", STR_ARG(closed.leads_to)),
                   "请注销已关停网站的域名", GRADE_NOTICE);
        return JUDGED;
    case CLOSED_NOT_KNOWN:
        return cannot_judge(c, c->view->home ? "网站可以打开，但看不出是谁的页面"
                                             : "本机未能访问该域名，不能认定是否已关闭");
    case CLOSED_SILENT:
    case CLOSED_STRANGER: /* closed-domain-taken */
        break;
    }
    return JUDGED;
}

const struct check check_closed_site_alive = {
    .id = "closed-site-alive",
    .rev = 3,
    .title = "关停网站仍在运行",
    .case_id = "D03",
    .params = closed_params,
    .n_params = CLOSED_PARAMS_N,
    .lists = closed_lists,
    .n_lists = CLOSED_LISTS_N,
    .needs_text = true,
    .for_closed = true,
    .shows = true,
    .check_site = check_site,
};
