/*
 * tls: the certificate of the site is expired, about to expire, of another name, or not trusted.
 *
 * Basis: 扣分指标 功能设计 (可用性, 兼容性): browsers warn readers off. A fault where the home page
 * is an https page; a notice where readers come by http. Sites without https are not reported: no
 * rule demands it.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/words.h"

enum { P_MIN_DAYS };
enum { L_OLD_VERSIONS };

static const struct param params[] = {
    [P_MIN_DAYS] = { .name = "min_days",
                     .unit = "天",
                     .help = "证书剩余有效期少于此天数即提示",
                     .min = 1,
                     .max = 365 },
};

static const struct word_list lists[] = {
    [L_OLD_VERSIONS] = { .name = "old_versions", .help = "已经停用的加密协议版本" },
};

static void report(const struct check_ctx *c, const char *fault, struct str excerpt,
                   const char *suggest, enum grade grade, struct number days)
{
    const struct transport *t = &c->view->transport;
    char until[TIME_TEXT_BYTES] = "";

    if (t->tls_not_after)
        (void)time_text(t->tls_not_after, until);
    sink_add(c->out, (struct finding){
                         .excerpt = excerpt,
                         .suggest = str_of(suggest),
                         .key = str_of(fault),
                         .measured = days,
                         .limit = days.is_set ? NUMBER(c->value[P_MIN_DAYS]) : (struct number){ 0 },
                         .grade = grade,
                         .confidence = 0.95,
                         DETAIL({ .key = "fault", .text = str_of(fault) },
                                { .key = "not_after", .text = arena_copy(c->a, str_of(until)) },
                                { .key = "issuer", .text = t->tls_issuer }),
                     });
}

/* Days left, rounded down, also below zero. */
static int64_t days_until(int64_t time, int64_t now)
{
    const int64_t s = time - now;

    return s >= 0 ? s / 86400 : -((-s + 86399) / 86400);
}

/* When the certificate was seen: later than a clock that was set back (--now) for the deadlines. */
static int64_t seen_at(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const int64_t last = v->n_attempts ? v->attempts[v->n_attempts - 1].at : 0;

    return last > c->now ? last : c->now;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct transport *t = &c->view->transport;
    const bool is_https = str_starts_nocase(c->site->home, STR("https:")) ||
                          str_starts_nocase(c->view->home_final, STR("https:"));
    const enum grade grade = is_https ? GRADE_FAULT : GRADE_NOTICE;
    const int64_t left = days_until(t->tls_not_after, c->now);
    const bool may_pass = t->tls_reason == REASON_TIMEOUT || t->tls_reason == REASON_RESET ||
                          reason_is_ours(t->tls_reason);

    if (t->tls_not_after == 0) {
        if (t->https == TRI_UNKNOWN && (is_https || may_pass))
            return cannot_judge(c, "未能取得证书");
        return t->https == TRI_YES ? cannot_judge(c, "未能取得证书") : JUDGED;
    }
    if (t->tls_not_after <= c->now)
        report(c, "expired", arena_printf(c->a, "证书已过期 %lld 天", (long long)-left),
               "请立即更换证书", grade, NUMBER(left));
    else if (t->tls_not_before > seen_at(c))
        report(c, "not-yet-valid", STR("证书尚未生效"), "请更换证书", grade, (struct number){ 0 });
    else if (t->tls_name_fits != TRI_NO && t->tls_trusted == TRI_NO)
        report(c, "untrusted", STR("证书不受浏览器信任（自签名或缺少中间证书）"),
               "请换用受信任机构签发的证书，并配齐证书链", grade, (struct number){ 0 });
    else if (t->tls_name_fits != TRI_NO && left < c->value[P_MIN_DAYS])
        report(c, "expiring", arena_printf(c->a, "证书将在 %lld 天内到期", (long long)left + 1),
               "请及时续期证书", GRADE_NOTICE, NUMBER(left));
    if (t->tls_name_fits == TRI_NO)
        report(c, "name-mismatch", STR("证书上的域名与网站域名不符"), "请更换包含本站域名的证书",
               grade, (struct number){ 0 });
    if (words_equal(&c->list[L_OLD_VERSIONS], t->tls_version))
        report(c, "old-version", t->tls_version, "请启用 TLS 1.2 及以上版本", GRADE_NOTICE,
               (struct number){ 0 });
    return JUDGED;
}

const struct check check_tls = {
    .id = "tls",
    .rev = 2,
    .title = "加密连接与证书",
    .case_id = "A29",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .check_site = check_site,
};
