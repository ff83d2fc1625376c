/*
 * site-unreachable: the share of tries at the home page that failed.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 站点无法访问: a week of at least 20 spaced visits a day,
 * each given 15 seconds; a share of failures of 5 % or more fails the site. One inspection makes
 * only a few tries, so it never says veto. Not judged: tries that our own resolver, our address
 * guard or the site's robots.txt stopped, and answers by which firewalls turn programs away.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/words.h"

enum { P_MAX_PERCENT, P_MAX_MS };
enum { L_REFUSED_HTTP };

static const struct param params[] = {
    [P_MAX_PERCENT] = { .name = "max_percent",
                        .unit = "%",
                        .help = "访问失败的比例达到此值即为问题",
                        .min = 1,
                        .max = 100 },
    [P_MAX_MS] = { .name = "max_ms",
                   .unit = "毫秒",
                   .help = "等待此时长仍未打开即为失败",
                   .min = 1000,
                   .max = 120000 },
};

static const struct word_list lists[] = {
    [L_REFUSED_HTTP] = { .name = "refused_http", .help = "防火墙拒绝程序访问时的 HTTP 状态" },
};

enum outcome { OPENED, FAILED, NOT_KNOWN };

static enum outcome outcome_of(const struct check_ctx *c, const struct attempt *t)
{
    char word[REASON_TEXT_BYTES];

    switch (t->reason) {
    case REASON_NONE:
    case REASON_TOO_LARGE:
        return t->ms >= c->value[P_MAX_MS] ? FAILED : OPENED;
    case REASON_DNS_TEMPORARY:
    case REASON_BLOCKED_ADDRESS:
    case REASON_ROBOTS:
        return NOT_KNOWN;
    case REASON_HTTP:
        (void)reason_text(t->reason, t->http_status, word);
        return words_equal(&c->list[L_REFUSED_HTTP], str_of(word)) ? NOT_KNOWN : FAILED;
    case REASON_ANCHOR:
        return OPENED;
    case REASON_DNS:
    case REASON_CONNECT:
    case REASON_TLS:
    case REASON_TIMEOUT:
    case REASON_RESET:
    case REASON_PROTOCOL:
    case REASON_HEADERS:
    case REASON_ENCODING:
    case REASON_EMPTY:
    case REASON_REDIRECT_LOOP:
    case REASON_TOO_MANY_REDIRECTS:
    case REASON_SOFT_404:
    case REASON_URL:
    case REASON_UNREADABLE:
    case REASON_N:
        return FAILED;
    }
    return FAILED;
}

/* "2026-11-23T02:00:00+08:00 timeout 15000" for each try. */
static const struct str *describe(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct str *out = arena_array(c->a, struct str, v->n_attempts);

    for (size_t i = 0; i < v->n_attempts; i++) {
        const struct attempt *t = &v->attempts[i];
        char at[TIME_TEXT_BYTES], word[REASON_TEXT_BYTES];
        const char *reason = reason_text(t->reason, t->http_status, word);

        out[i] = arena_printf(c->a, "%s %s %lld 毫秒", time_text(t->at, at),
                              reason[0] ? reason : "ok", (long long)t->ms);
    }
    return out;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct attempt *last = NULL;
    size_t n_judged = 0, n_failed = 0;
    char word[REASON_TEXT_BYTES];

    for (size_t i = 0; i < v->n_attempts; i++) {
        const enum outcome outcome = outcome_of(c, &v->attempts[i]);

        n_judged += outcome != NOT_KNOWN;
        n_failed += outcome == FAILED;
        if (outcome == FAILED)
            last = &v->attempts[i];
    }
    if (n_judged == 0 && v->n_attempts > 0) {
        const struct attempt *t = &v->attempts[v->n_attempts - 1];

        return cannot_judge(
            c, arena_printf(c->a, "首页未能由本机访问（%s），不能据此认定站点无法访问",
                            t->reason == REASON_HTTP ? reason_text(t->reason, t->http_status, word)
                                                     : reason_title(t->reason))
                   .p);
    }
    if (n_judged == 0)
        return cannot_judge(c, "没有访问首页的记录");
    if (!last)
        return JUDGED;

    const int64_t percent = (int64_t)(n_failed * 100 / n_judged);
    const char *reason = last->reason == REASON_NONE
                             ? "timeout"
                             : reason_text(last->reason, last->http_status, word);
    const bool is_all = n_failed == n_judged;

    if (percent < c->value[P_MAX_PERCENT])
        return JUDGED;
    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(
                     c->a, "访问首页 %zu 次，失败 %zu 次（%s）", n_judged, n_failed,
                     last->reason == REASON_NONE ? "超过时限才打开" : reason_title(last->reason)),
                 .suggest =
                     is_all ? STR("请检查域名解析、服务器和网络；确需临时下线的，按程序报批并公告")
                            : STR("站点时通时断，请检查服务器和网络的稳定性"),
                 .key = STR("home"),
                 .measured = NUMBER(percent),
                 .limit = NUMBER(c->value[P_MAX_PERCENT]),
                 .grade = is_all ? GRADE_FAULT : GRADE_NOTICE,
                 .confidence = is_all ? 0.95 : 0.8,
                 DETAIL({ .key = "reason", .text = arena_copy(c->a, str_of(reason)) },
                        { .key = "tries", .list = describe(c), .n_list = v->n_attempts },
                        { .key = "n_failed", .number = NUMBER((int64_t)n_failed) }),
             });
    return JUDGED;
}

const struct check check_site_unreachable = {
    .id = "site-unreachable",
    .rev = 1,
    .title = "站点无法访问",
    .case_id = "A01",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .check_site = check_site,
};
