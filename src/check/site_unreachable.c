/*
 * site-unreachable: the share of tries at the home page that failed.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 站点无法访问: a week of at least 20 spaced visits a day,
 * each given 15 seconds; a share of failures of 5 % or more fails the site. Only the record of such
 * a week (watch/watch.h) says veto; the few tries of one inspection never do. Not judged: tries
 * that our own resolver, our address guard or the site's robots.txt stopped, and answers by which
 * firewalls turn programs away.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/visits.h"

enum { P_MAX_PERCENT, P_MAX_MS, P_RECORD_DAYS, P_RECORD_PER_DAY };
enum { L_REFUSED_HTTP };
enum { TRIES_SHOWN_MAX = 100 };

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
    [P_RECORD_DAYS] = { .name = "record_days",
                        .unit = "天",
                        .help = "访问记录连续达到此天数，方可据以单项否决",
                        .min = 1,
                        .max = 31 },
    [P_RECORD_PER_DAY] = { .name = "record_per_day",
                           .unit = "次",
                           .help = "每天的间隔性访问达到此次数，这一天才算数",
                           .min = 1,
                           .max = 1440 },
};

static const struct word_list lists[] = {
    [L_REFUSED_HTTP] = { .name = "refused_http", .help = "防火墙拒绝程序访问时的 HTTP 状态" },
};

struct visit_rule visit_rule_of(const struct check_set *s)
{
    const int64_t *value = check_set_values(s, "site-unreachable");

    return (struct visit_rule){ .max_ms = value[P_MAX_MS],
                                .refused = &check_set_lists(s, "site-unreachable")[L_REFUSED_HTTP],
                                .days = value[P_RECORD_DAYS],
                                .per_day = value[P_RECORD_PER_DAY] };
}

/* "2026-11-23T02:00:00+08:00 timeout 15000 毫秒" */
static struct str describe(const struct check_ctx *c, const struct attempt *t)
{
    char at[TIME_TEXT_BYTES], word[REASON_TEXT_BYTES];
    const char *reason = reason_text(t->reason, t->http_status, word);

    return arena_printf(c->a, "%s %s %lld 毫秒", time_text(t->at, at), reason[0] ? reason : "ok",
                        (long long)t->ms);
}

static struct str reason_of(const struct check_ctx *c, const struct attempt *t)
{
    char word[REASON_TEXT_BYTES];

    return t->reason == REASON_NONE
               ? STR("timeout")
               : arena_copy(c->a, str_of(reason_text(t->reason, t->http_status, word)));
}

/* ---- the record of the week ---- */

/* The failed visits of the days that count, the newest ones when there are many. */
static const struct str *failed_visits(const struct check_ctx *c, const struct visit_rule *rule,
                                       size_t *n, const struct attempt **last)
{
    const struct site_view *v = c->view;
    struct str *out = arena_array(c->a, struct str, TRIES_SHOWN_MAX);
    size_t at = TRIES_SHOWN_MAX;

    for (size_t i = v->n_record; i-- > 0 && at > 0;) {
        const struct attempt *t = &v->record[i];

        if (t->at < v->visits.from || t->at > v->visits.to || visit_judge(rule, t) != VISIT_FAILED)
            continue;
        if (!*last)
            *last = t;
        out[--at] = describe(c, t);
    }
    *n = TRIES_SHOWN_MAX - at;
    return out + at;
}

/* False: the week says nothing against the site. */
static bool judge_record(const struct check_ctx *c, const struct visit_rule *rule)
{
    const struct visit_record *r = &c->view->visits;
    const struct attempt *last = NULL;
    char from[TIME_TEXT_BYTES], to[TIME_TEXT_BYTES];
    size_t n = 0;

    if (!visits_are_enough(rule, r) || r->n_failed * 100 < c->value[P_MAX_PERCENT] * r->n)
        return false;

    const struct str *tries = failed_visits(c, rule, &n, &last);

    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(
                     c->a, "%.10s 至 %.10s 访问首页 %lld 次，失败 %lld 次，占 %.1f%%（%s）",
                     time_text(r->from, from), time_text(r->to, to), (long long)r->n,
                     (long long)r->n_failed, 100.0 * (double)r->n_failed / (double)r->n,
                     last->reason == REASON_NONE ? "超过时限才打开" : reason_title(last->reason)),
                 .suggest = STR("请检查域名解析、服务器和网络；确需临时下线的，按程序报批并公告"),
                 .key = STR("home"),
                 .measured = NUMBER(r->n_failed * 100 / r->n),
                 .limit = NUMBER(c->value[P_MAX_PERCENT]),
                 .grade = GRADE_VETO,
                 .confidence = 0.98,
                 DETAIL({ .key = "reason", .text = reason_of(c, last) },
                        { .key = "tries", .list = tries, .n_list = n },
                        { .key = "n_failed", .number = NUMBER(r->n_failed) },
                        { .key = "n_visits", .number = NUMBER(r->n) },
                        { .key = "from", .text = arena_copy(c->a, str_of(from)) },
                        { .key = "to", .text = arena_copy(c->a, str_of(to)) }),
             });
    return true;
}

/* ---- the tries of this inspection ---- */

static const struct str *all_tries(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct str *out = arena_array(c->a, struct str, v->n_attempts);

    for (size_t i = 0; i < v->n_attempts; i++)
        out[i] = describe(c, &v->attempts[i]);
    return out;
}

static void tell_failed(const struct check_ctx *c, const struct attempt *last, size_t n_failed,
                        size_t n)
{
    const int64_t percent = (int64_t)(n_failed * 100 / n);
    /* a server that refuses programs in between is there */
    const bool is_all = n_failed == n && n == c->view->n_attempts;

    if (percent < c->value[P_MAX_PERCENT])
        return;
    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(c->a, "访问首页 %zu 次，失败 %zu 次（%s）", n, n_failed,
                                         last->reason == REASON_NONE ? "超过时限才打开"
                                                                     : reason_title(last->reason)),
                 .suggest =
                     is_all ? STR("请检查域名解析、服务器和网络；确需临时下线的，按程序报批并公告")
                            : STR("站点时通时断，请检查服务器和网络的稳定性"),
                 .key = STR("home"),
                 .measured = NUMBER(percent),
                 .limit = NUMBER(c->value[P_MAX_PERCENT]),
                 .grade = is_all ? GRADE_FAULT : GRADE_NOTICE,
                 .confidence = is_all ? 0.95 : 0.8,
                 DETAIL({ .key = "reason", .text = reason_of(c, last) },
                        { .key = "tries", .list = all_tries(c), .n_list = c->view->n_attempts },
                        { .key = "n_failed", .number = NUMBER((int64_t)n_failed) }),
             });
}

static enum judged judge_tries(const struct check_ctx *c, const struct visit_rule *rule)
{
    const struct site_view *v = c->view;
    const struct attempt *last = NULL;
    size_t n_judged = 0, n_failed = 0;
    char word[REASON_TEXT_BYTES];

    for (size_t i = 0; i < v->n_attempts; i++) {
        const enum visit_outcome visit = visit_judge(rule, &v->attempts[i]);

        n_judged += visit != VISIT_UNKNOWN;
        n_failed += visit == VISIT_FAILED;
        if (visit == VISIT_FAILED)
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
    if (last)
        tell_failed(c, last, n_failed, n_judged);
    return JUDGED;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct visit_rule rule = { .max_ms = c->value[P_MAX_MS],
                                     .refused = &c->list[L_REFUSED_HTTP],
                                     .days = c->value[P_RECORD_DAYS],
                                     .per_day = c->value[P_RECORD_PER_DAY] };

    return judge_record(c, &rule) ? JUDGED : judge_tries(c, &rule);
}

const struct check check_site_unreachable = {
    .id = "site-unreachable",
    .rev = 3,
    .title = "站点无法访问",
    .case_id = "A01",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .check_site = check_site,
};
