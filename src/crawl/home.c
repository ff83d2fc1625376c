#include "base/base.h"

#include "crawl/crawler.h"
#include "crawl/focus.h"
#include "crawl/gate.h"
#include "crawl/keep.h"
#include "crawl/searching.h"
#include "crawl/turn.h"

#include "base/clock.h"
#include "base/pack.h"
#include "check/visits.h"

#include <stdlib.h>

/* ---- notes: what is known of a site beside its pages ---- */

void attempts_pack(const struct site_run *s, struct buf *to)
{
    pack_u64(to, s->n_attempts);
    for (size_t i = 0; i < s->n_attempts; i++) {
        const struct attempt *t = &s->attempts[i];

        pack_i64(to, t->at);
        pack_u64(to, t->reason);
        pack_i64(to, t->http_status);
        pack_i64(to, t->ms);
    }
}

size_t attempts_unpack(struct str p, struct attempt out[ATTEMPTS_MAX])
{
    const uint64_t n = unpack_u64(&p);
    size_t i = 0;

    for (; unpack_ok(&p) && i < n && i < ATTEMPTS_MAX; i++) {
        out[i].at = unpack_i64(&p);
        out[i].reason = (enum reason)(unpack_u64(&p) % REASON_N);
        out[i].http_status = (int)unpack_i64(&p);
        out[i].ms = unpack_i64(&p);
    }
    return i;
}

void transport_pack(const struct transport *t, struct buf *to)
{
    pack_u64(to, t->https);
    pack_u64(to, t->tls_trusted);
    pack_u64(to, t->tls_name_fits);
    pack_i64(to, t->tls_not_after);
    pack_i64(to, t->tls_not_before);
    pack_str(to, t->tls_issuer);
    pack_str(to, t->tls_version);
    pack_u64(to, t->tls_reason);
    pack_u64(to, t->has_aaaa);
    pack_u64(to, t->opens_on_ipv6);
    pack_str(to, t->ipv6_unknown);
}

void transport_unpack(struct str p, struct arena *a, struct transport *out)
{
    struct transport t = { .https = (enum tri)(unpack_u64(&p) % 3) };

    t.tls_trusted = (enum tri)(unpack_u64(&p) % 3);
    t.tls_name_fits = (enum tri)(unpack_u64(&p) % 3);
    t.tls_not_after = unpack_i64(&p);
    t.tls_not_before = unpack_i64(&p);
    t.tls_issuer = arena_copy(a, unpack_str(&p));
    t.tls_version = arena_copy(a, unpack_str(&p));
    t.tls_reason = (enum reason)(unpack_u64(&p) % REASON_N);
    t.has_aaaa = (enum tri)(unpack_u64(&p) % 3);
    t.opens_on_ipv6 = (enum tri)(unpack_u64(&p) % 3);
    t.ipv6_unknown = arena_copy(a, unpack_str(&p));
    *out = unpack_ok(&p) ? t : (struct transport){ .ipv6_unknown = STR("没有测到") };
}

static enum rc put_note(struct crawler *c, const struct site_run *s, const char *name,
                        struct err *err)
{
    return journal_put_note(c->journal, s->number, c->run, name, buf_str(&c->packed), err);
}

/* ---- asking ---- */

void site_name(const struct site_run *s, struct fetch_request *r)
{
    if (!s)
        return;
    r->named[0] = s->site->home;
    r->named[1] = s->site->domains;
}

/* Each try begins where a reader does: where the last one was led to may be a session's. */
static enum rc ask_home(struct crawler *c, struct site_run *s, struct err *err)
{
    const enum rc rc = role_give(c, s, ROLE_HOME, s->start, err);

    if (rc)
        return rc;
    s->n_hops[ROLE_HOME] = 0;
    s->try_at = clock_now();
    s->is_trying = true;
    frontier_mark_done(c->frontier, s->roles[ROLE_HOME]);
    return request_url(c, s, s->roles[ROLE_HOME], err);
}

enum rc site_forbids_home(struct crawler *c, struct site_run *s, struct err *err)
{
    const struct attempt none = { .at = c->o->now, .reason = REASON_ROBOTS };
    const enum rc rc = site_attempted(c, s, &none, err);

    s->next_try_ms = 0;
    return rc;
}

/* ---- transport ---- */

static void ask_transport(struct crawler *c, struct site_run *s, enum task_kind kind, bool is_retry,
                          const struct fetch_request *r)
{
    struct fetch_request request = *r;
    struct task *task = task_new(c, kind, s);

    task->url.site = s->number;
    task->is_retry = is_retry;
    request.tag = task;
    request.ignore_tls = true;
    request.max_body = 64 << 10;
    request.named[0] = request.url; /* not what a page says */
    turn_ask(c, task, &request);
}

static void ask_ipv6(struct crawler *c, struct site_run *s, bool is_retry)
{
    ask_transport(c, s, TASK_IPV6, is_retry,
                  &(struct fetch_request){ .url = s->scope.home.href, .family = FETCH_IPV6 });
}

static void probe_transport(struct crawler *c, struct site_run *s)
{
    const struct url *home = &s->scope.home;
    const struct fetch_options *o = &c->o->fetch;

    s->transport = (struct transport){ .ipv6_unknown = STR("没有检查") };
    if (c->wants_tls) {
        const struct str url = home->scheme == URL_HTTPS
                                   ? home->href
                                   : arena_printf(&s->memory, "https://%.*s/", STR_ARG(home->host));

        ask_transport(c, s, TASK_TLS, false,
                      &(struct fetch_request){ .url = url, .want_tls = true });
    }
    if (!c->wants_ipv6)
        return;
    if (connect_to_find(o->connect_to, o->n_connect_to, home->host, home->port))
        s->transport.ipv6_unknown = STR("连接地址由 --connect-to 指定，不经过域名解析");
    else if (address_is_literal(home->host) && !address_is_public(home->host))
        s->transport.ipv6_unknown = STR("首页在内部地址上，不经过域名解析");
    else
        ask_ipv6(c, s, false);
}

static void take_tls(struct site_run *s, const struct fetch_result *r)
{
    struct transport *t = &s->transport;
    const struct transport ipv6 = *t;
    const bool answered = r->http_status > 0;

    *t = r->tls;
    t->tls_issuer = arena_copy(&s->memory, r->tls.tls_issuer);
    t->tls_version = arena_copy(&s->memory, r->tls.tls_version);
    t->tls_reason = r->reason;
    t->https = answered || r->reason == REASON_TLS ? TRI_YES
               : r->reason == REASON_CONNECT       ? TRI_NO
                                                   : TRI_UNKNOWN;
    t->has_aaaa = ipv6.has_aaaa;
    t->opens_on_ipv6 = ipv6.opens_on_ipv6;
    t->ipv6_unknown = ipv6.ipv6_unknown;
}

/* The server is there, and turns the asker away, or will not for long. */
static bool is_refusal(const struct crawler *c, int http_status)
{
    const struct visit_rule rule = visit_rule_of(c->o->checks);
    const struct attempt t = { .reason = REASON_HTTP, .http_status = http_status };

    return reason_is_passing(t.reason, http_status) || visit_judge(&rule, &t) == VISIT_UNKNOWN;
}

static void take_ipv6(const struct crawler *c, struct site_run *s, const struct fetch_result *r)
{
    struct transport *t = &s->transport;

    t->ipv6_unknown = (struct str){ 0 };
    if (r->reason == REASON_DNS_TEMPORARY) {
        t->ipv6_unknown = STR("域名解析服务暂时无应答");
        return;
    }
    t->has_aaaa = r->reason == REASON_DNS ? TRI_NO : TRI_YES;
    if (r->http_status && is_refusal(c, r->http_status))
        t->ipv6_unknown =
            arena_printf(&s->memory, "经 IPv6 访问时服务器拒绝程序访问（HTTP %d）", r->http_status);
    else if (r->http_status > 0)
        t->opens_on_ipv6 = r->http_status < 400 ? TRI_YES : TRI_NO;
    else if (t->has_aaaa == TRI_NO || fetch_machine_has_ipv6())
        t->opens_on_ipv6 = TRI_NO;
    else
        t->ipv6_unknown = STR("本机没有 IPv6 网络");
}

enum rc site_took_transport(struct crawler *c, struct site_run *s, const struct task *task,
                            const struct fetch_result *r, struct err *err)
{
    const bool is_failed = r->http_status == 0 || r->http_status >= 400;

    if (task->kind == TASK_TLS) {
        take_tls(s, r);
    } else if (is_failed && !task->is_retry && r->reason != REASON_DNS) {
        ask_ipv6(c, s, true);
        return RC_OK;
    } else {
        take_ipv6(c, s, r);
    }
    buf_reset(&c->packed);
    transport_pack(&s->transport, &c->packed);
    return put_note(c, s, "transport", err);
}

/* ---- the home page ---- */

enum rc site_note_attempts(struct crawler *c, const struct site_run *s, struct err *err)
{
    buf_reset(&c->packed);
    attempts_pack(s, &c->packed);
    return put_note(c, s, "attempts", err);
}

/* What is asked for beside what the pages lead to. */
static enum rc go_on_from_home(struct crawler *c, struct site_run *s, struct err *err)
{
    const enum rc rc = s->site->state == SITE_RUNNING ? keep_schedule(c, s, err) : RC_OK;

    return rc ? rc : focus_schedule(c, s, err);
}

/* After a try that failed. What robots.txt forbids stays forbidden. */
static bool may_try_again(const struct crawler *c, const struct site_run *s)
{
    return !s->home_opened && (int64_t)s->n_attempts < c->o->n_tries &&
           s->attempts[s->n_attempts - 1].reason != REASON_ROBOTS;
}

enum rc site_attempted(struct crawler *c, struct site_run *s, const struct attempt *attempt,
                       struct err *err)
{
    if (s->n_attempts < ATTEMPTS_MAX)
        s->attempts[s->n_attempts++] = *attempt;
    s->home_opened = attempt->reason == REASON_NONE || attempt->reason == REASON_TOO_LARGE;
    s->next_try_ms = 0;
    s->is_trying = false;
    if (may_try_again(c, s))
        s->next_try_ms = clock_ms() + c->o->try_gap_ms;

    const enum rc rc = site_note_attempts(c, s, err);

    return rc || !s->home_opened ? rc : go_on_from_home(c, s, err);
}

enum rc site_tick(struct crawler *c, struct site_run *s, int64_t ms, struct err *err)
{
    gate_tick(c, s, ms);
    if (s->next_try_ms && ms >= s->next_try_ms) {
        s->next_try_ms = 0;
        return ask_home(c, s, err);
    }
    return RC_OK;
}

/* Where the home page had moved, step by step, before the process was cut off. */
static void move_again(struct crawler *c, struct site_run *s)
{
    uint32_t number = s->start;

    for (int i = 0; i <= REDIRECTS_MAX && number && number != s->roles[ROLE_HOME]; i++) {
        struct journal_result r;
        struct journal_url u;
        struct url to;
        const bool is_redirect =
            journal_get_result(c->journal, number, &c->scratch, &r, NULL) == RC_OK && r.redirect;

        number = is_redirect ? r.redirect : s->roles[ROLE_HOME]; /* or a stub led there */
        if (journal_get_url(c->journal, number, &c->scratch, &u, NULL) ||
            url_parse(u.url, NULL, NULL, &c->scratch, &to))
            return;
        (void)scope_follow_home(&s->scope, &to, &s->memory);
    }
}

/* What an earlier, cut-off process of this run knew. */
static void recall(struct crawler *c, struct site_run *s)
{
    const struct str attempts = journal_note(c->journal, s->number, c->run, "attempts", &s->memory);
    const struct str transport =
        journal_note(c->journal, s->number, c->run, "transport", &s->memory);
    int64_t time_cut;

    if (str_to_i64(journal_note(c->journal, s->number, c->run, TIME_CUT, &s->memory), 1, INT64_MAX,
                   &time_cut) &&
        time_cut >= c->o->max_site_ms) { /* it may not take longer now */
        s->is_over = true;
        site_cut(c, s, CUT_TIME);
    }
    if (journal_note(c->journal, s->number, c->run, LINKS_CUT, &s->memory).n)
        s->n_links = c->o->max_links;
    s->n_attempts = attempts_unpack(attempts, s->attempts);
    if (transport.n)
        transport_unpack(transport, &s->memory, &s->transport);
    if (s->n_attempts) {
        const enum reason last = s->attempts[s->n_attempts - 1].reason;

        s->home_opened = last == REASON_NONE || last == REASON_TOO_LARGE;
    }
    for (int role = ROLE_HOME; role < ROLE_N; role++)
        s->roles[role] = journal_role(c->journal, s->number, role);
    search_recall(c, s);
    if (s->roles[ROLE_HOME])
        move_again(c, s);
}

/* Which pages are the site's, and what some checks compare them with, stands in the registry: what
 * was judged by another row does not hold. */
static enum rc compare_row(struct crawler *c, struct site_run *s, struct err *err)
{
    static const char name[] = "row";
    const struct str before = journal_note(c->journal, s->number, s->base, name, &s->memory);

    buf_reset(&c->packed);
    pack_str(&c->packed, s->site->name);
    pack_str(&c->packed, s->site->home);
    pack_str(&c->packed, s->site->domains);
    if (before.n && !str_eq(before, buf_str(&c->packed)))
        s->base = 0;
    return put_note(c, s, name, err);
}

enum rc site_prepare(struct crawler *c, struct site_run *s, const struct site *site,
                     struct err *err)
{
    enum rc rc = journal_site(c->journal, site->code, &s->number, err);

    s->site = site;
    if (rc)
        return rc;
    if (scope_init(&s->scope, site, c->o->registry, &s->memory))
        return err_set(err, RC_SYNTAX, "%.*s：首页网址“%.*s”不是有效的网址", STR_ARG(site->code),
                       STR_ARG(site->home));
    s->trap = trap_new(&(struct trap_limits){ 0 });

    struct journal_url u = {
        .site = s->number, .url = s->scope.home.href, .lane = LANE_URGENT, .kind = LINK_PAGE
    };

    s->start = frontier_find(c->frontier, s->number, u.url);
    if (!s->start) {
        if ((rc = frontier_enter(c->frontier, &u, err)))
            return rc;
        s->start = u.number;
    }
    s->base = journal_site_base(c->journal, s->number, check_set_hash(c->o->checks));
    if ((rc = compare_row(c, s, err)))
        return rc;
    s->since = c->o->is_incremental && s->base ? s->base : c->run;
    if (c->is_resumed)
        recall(c, s);
    if (!s->roles[ROLE_HOME])
        rc = role_give(c, s, ROLE_HOME, s->start, err);
    return rc;
}

enum rc site_start(struct crawler *c, struct site_run *s, struct err *err)
{
    s->is_started = true;
    if (s->site->state == SITE_RUNNING && !s->transport.https && !s->transport.ipv6_unknown.n)
        probe_transport(c, s);
    if (s->home_opened)
        return go_on_from_home(c, s, err);
    if (!s->n_attempts)
        return ask_home(c, s, err);
    if (may_try_again(c, s)) /* of a process that was cut off */
        s->next_try_ms = clock_ms() + c->o->try_gap_ms;
    return RC_OK;
}

void site_done(struct site_run *s)
{
    for (size_t i = 0; i < s->n_sheets; i++)
        sheet_free(s->sheets[i]);
    s->n_sheets = 0;
    s->n_usual_sheets = 0;
    hashes_done(&s->sheet_index);
    hashes_done(&s->bodies);
    hashes_done(&s->likenesses);
    url_list_done(&s->due);
    gates_done(s);
    free(s->kept);
    s->kept = NULL;
    s->n_kept = s->cap_kept = 0;
    trap_free(s->trap);
    s->trap = NULL;
    arena_done(&s->memory);
}
