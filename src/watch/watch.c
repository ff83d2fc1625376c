#include "base/base.h"

#include "watch/watch.h"

#include "base/buf.h"
#include "base/clock.h"
#include "net/cookie.h"
#include "net/robots_answer.h"
#include "net/url.h"
#include "watch/doubt.h"
#include "watch/watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    WAIT_MS = 100,
    FLUSH_MS = 1000,
    BUSY_MS = 10 * 1000,
    PROGRESS_MS = 250,
    REDIRECTS_MAX = 10,
    BODY_BYTES = 64 << 10, /* enough to know that the page comes */
    DAY_S = 24 * 3600,
};

/* ---- when ---- */

/*
 * The next time after `after`: every gap_s, each site at a second of its own within the gap, a
 * little earlier or later each time, so that nothing that happens every five minutes hides or is
 * hit for ever. Needs no memory: a restart keeps the times.
 */
static int64_t next_due(const struct watcher *w, const struct watched *s, int64_t after)
{
    const uint64_t own = str_hash(s->site->code);
    const int64_t gap = w->gap_s, jitter = gap / 10 + 1;

    for (int64_t k = after / gap - 1;; k++) {
        const uint64_t mixed = (own ^ (uint64_t)k * 0x9e3779b97f4a7c15u) >> 17;
        const int64_t at =
            k * gap + (int64_t)(own % (uint64_t)gap) + (int64_t)(mixed % (uint64_t)jitter);

        if (at > after)
            return at;
    }
}

/* ---- asking ---- */

static void ask(struct watcher *w, enum ask_kind kind, struct watched *s, struct str url,
                struct str cookie)
{
    static const struct str none = { 0 };
    struct ask *tag = w->free_asks;

    if (tag)
        w->free_asks = tag->next;
    else
        tag = arena_alloc(&w->memory, sizeof(*tag));
    *tag = (struct ask){ .kind = kind, .site = s };
    fetch_start(w->fetcher, &(struct fetch_request){
                                .url = url,
                                .max_body = kind == ASK_ROBOTS ? ROBOTS_BYTES_MAX + 1 : BODY_BYTES,
                                .ignore_tls = true, /* the check `tls` judges that */
                                .cookie = cookie,
                                .tag = tag,
                                .named = { s ? s->site->home : url, s ? s->site->domains : none },
                            });
}

void watcher_ask(struct watcher *w, enum ask_kind kind, struct watched *s, struct str url)
{
    ask(w, kind, s, url, (struct str){ 0 });
}

static void ask_robots(struct watcher *w, struct watched *s)
{
    s->is_busy = true;
    s->n_redirects = 0;
    watcher_ask(w, ASK_ROBOTS, s, arena_join(&w->scratch, s->home.origin, STR("/robots.txt")));
}

static void ask_home(struct watcher *w, struct watched *s)
{
    s->is_busy = true;
    s->attempt = (struct attempt){ .at = clock_now() };
    s->n_redirects = 0;
    s->wants_cookie = false;
    watcher_ask(w, ASK_HOME, s, s->home.href);
}

static void start(struct watcher *w, struct watched *s, int64_t now)
{
    s->due = w->o->once ? INT64_MAX : next_due(w, s, now);
    if (s->robots_at && now - s->robots_at < DAY_S)
        ask_home(w, s);
    else
        ask_robots(w, s);
}

/* ---- what a try came to ---- */

static bool is_down(const struct watched *s)
{
    return s->began != 0 && s->is_told;
}

/* Forgets what stands before `n` bytes. */
static void drop(struct buf *b, size_t n)
{
    b->n -= n;
    memmove(b->p, b->p + n, b->n);
}

/*
 * The tries that made an outage are in the store before it is told. A store that somebody else
 * holds keeps nothing from being watched: it gets what there is later.
 */
static enum rc flush(struct watcher *w, struct err *err)
{
    enum rc rc = store_probes_add(w->o->store, (const void *)w->settled.p,
                                  w->settled.n / sizeof(struct probe), err);

    if (!rc)
        buf_reset(&w->settled);
    while (!rc && w->untold.n) {
        struct telling t;

        memcpy(&t, w->untold.p, sizeof(t));
        if ((rc = store_outage_put(w->o->store, &t.outage, err)))
            break;
        drop(&w->untold, sizeof(t));
        if (w->o->on_outage)
            w->o->on_outage(w->o->ctx, t.site->site, &t.outage);
    }
    w->is_store_held = rc == RC_BUSY;
    w->flush_ms = clock_ms() + (w->is_store_held ? BUSY_MS : FLUSH_MS);
    return w->is_store_held ? RC_OK : rc;
}

static enum rc tell(struct watcher *w, const struct watched *s, const struct outage *o,
                    struct err *err)
{
    const struct telling t = { .site = s, .outage = *o };

    buf_add(&w->untold, str_from((const char *)&t, sizeof(t)));
    return w->is_store_held ? RC_OK : flush(w, err);
}

static enum rc count(struct watcher *w, struct watched *s, struct err *err)
{
    const struct attempt *t = &s->attempt;
    struct outage o = { .site = s->site->code, .began = s->began, .alarmed = t->at };
    enum rc rc = RC_OK;

    s->last = visit_judge(&w->o->rule, t);
    s->is_tried = true;
    if (s->last == VISIT_OPENED) {
        o.ended = t->at;
        if (is_down(s))
            rc = tell(w, s, &o, err);
        s->n_failed = 0;
        s->began = 0;
        s->is_told = false;
    } else if (s->last == VISIT_FAILED) {
        s->began = s->began ? s->began : t->at;
        o = (struct outage){ .site = s->site->code,
                             .began = s->began,
                             .alarmed = t->at,
                             .reason = t->reason == REASON_NONE ? REASON_TIMEOUT : t->reason,
                             .http_status = t->http_status };
        if (++s->n_failed >= WATCH_ALARM_FAILURES && !s->is_told) {
            s->is_told = true;
            rc = tell(w, s, &o, err);
        }
    }
    return rc;
}

enum rc watcher_settle(struct watcher *w, struct watched *s, struct err *err)
{
    const struct probe probe = { .site = s->site->code, .attempt = s->attempt };

    s->is_busy = false;
    s->is_doubted = false;
    w->n_tries++;
    buf_add(&w->settled, str_from((const char *)&probe, sizeof(probe)));
    return count(w, s, err);
}

/* False: the chain ends here. */
static bool follow(struct watcher *w, struct watched *s, const struct fetch_result *r)
{
    struct str cookie;
    struct url base, to;

    if (r->http_status < 300 || r->http_status >= 400 || !r->location.n ||
        url_parse(r->url, NULL, NULL, &w->scratch, &base) ||
        url_parse(r->location, &base, NULL, &w->scratch, &to))
        return false;
    cookie = cookies_of(r->headers, &w->scratch);
    s->wants_cookie |= cookie.n > 0;
    if (s->n_redirects++ >= REDIRECTS_MAX) {
        s->attempt.reason = s->wants_cookie ? REASON_COOKIE : REASON_TOO_MANY_REDIRECTS;
        return false;
    }
    /* Firewalls tell browsers from programs by a redirect to itself that sets a cookie. */
    ask(w, ASK_HOME, s, to.href, str_eq(to.href, base.href) ? cookie : (struct str){ 0 });
    return true;
}

static enum rc take_home(struct watcher *w, struct watched *s, const struct fetch_result *r,
                         struct err *err)
{
    s->attempt.ms += r->ms;
    s->attempt.reason = r->reason;
    s->attempt.http_status = r->http_status;
    if (r->ip.n && r->ip.n < sizeof(s->ip)) {
        memcpy(s->ip, r->ip.p, r->ip.n);
        s->ip[r->ip.n] = '\0';
    }
    if (follow(w, s, r))
        return RC_OK;
    if (r->http_status)
        s->answered = clock_now();
    if (doubt_is_due(&s->attempt)) {
        s->is_doubted = true;
        return RC_OK;
    }
    return watcher_settle(w, s, err);
}

/* Where the file cannot be had the visit is what tells of it. */
static enum rc take_robots(struct watcher *w, struct watched *s, const struct fetch_result *r,
                           struct err *err)
{
    const struct str path = url_target(&s->home);
    const struct robots *robots;
    struct str to;
    bool is_down;

    if (robots_is_elsewhere(r, s->n_redirects, &w->scratch, &to)) {
        s->n_redirects++;
        watcher_ask(w, ASK_ROBOTS, s, to);
        return RC_OK;
    }
    robots = robots_of_answer(r->reason, r->http_status, r->body, &is_down, &w->scratch);
    s->robots_at = r->http_status && !is_down ? clock_now() : 0; /* 0: asked again next time */
    if (is_down || robots_allows(robots, path)) {
        ask_home(w, s);
        return RC_OK;
    }
    s->attempt = (struct attempt){ .at = clock_now(), .reason = REASON_ROBOTS };
    s->robots_at = 0; /* asked again before the next try */
    return watcher_settle(w, s, err);
}

static enum rc take(struct watcher *w, const struct fetch_result *r, struct err *err)
{
    struct ask *ask = r->tag;
    struct watched *s = ask->site;
    const enum ask_kind kind = ask->kind;

    ask->next = w->free_asks;
    w->free_asks = ask;
    if (kind == ASK_CONTROL) {
        doubt_took_control(w, s, r);
        return RC_OK;
    }
    return kind == ASK_ROBOTS ? take_robots(w, s, r, err) : take_home(w, s, r, err);
}

/* ---- the loop ---- */

static bool needs_control(const struct watcher *w)
{
    const char *ip = NULL;

    if (w->o->n_controls)
        return false;
    for (size_t i = 0; i < w->n; i++) {
        const struct watched *s = &w->sites[i];

        if (!s->is_tried || (ip && s->ip[0] && strcmp(ip, s->ip) != 0))
            return false;
        if (s->ip[0])
            ip = s->ip;
    }
    return ip != NULL;
}

static void tell_progress(const struct watcher *w)
{
    struct watch_progress p = { .n_sites = w->n,
                                .n_tries = w->n_tries,
                                .needs_control = needs_control(w) };

    for (size_t i = 0; i < w->n; i++) {
        const struct watched *s = &w->sites[i];

        p.n_open += s->is_tried && s->last == VISIT_OPENED;
        p.n_down += is_down(s);
    }
    p.n_else = p.n_sites - p.n_open - p.n_down;
    if (w->o->on_progress)
        w->o->on_progress(w->o->ctx, &p);
}

static void start_due(struct watcher *w)
{
    const int64_t now = clock_now();

    for (size_t i = 0; i < w->n; i++)
        if (w->sites[i].due <= now && !w->sites[i].is_busy)
            start(w, &w->sites[i], now);
}

static enum rc forget(struct watcher *w, struct err *err)
{
    const int32_t today = day_of_time(clock_now());

    if (!w->o->keep_days || w->forgot == today)
        return RC_OK;

    const enum rc rc = store_probes_forget(w->o->store, today - (int32_t)w->o->keep_days, err);

    w->forgot = rc ? w->forgot : today;
    return rc == RC_BUSY ? RC_OK : rc;
}

static bool is_over(const struct watcher *w)
{
    if (w->o->stop && *w->o->stop)
        return true;
    if (!w->o->once)
        return false;
    for (size_t i = 0; i < w->n; i++)
        if (w->sites[i].is_busy || w->sites[i].due != INT64_MAX)
            return false;
    return true;
}

static enum rc loop(struct watcher *w, struct err *err)
{
    int64_t shown = 0;
    enum rc rc = RC_OK;

    while (!rc && !is_over(w)) {
        const int64_t now = clock_ms();
        struct fetch_result r;

        arena_reset(&w->scratch);
        if (now - shown >= PROGRESS_MS) {
            shown = now;
            start_due(w);
            tell_progress(w);
        }
        if (!fetch_pending(w->fetcher))
            clock_wait(WAIT_MS);
        else if (fetch_next(w->fetcher, WAIT_MS, &r) && (rc = take(w, &r, err)))
            return rc;
        if ((rc = doubt_settle(w, err)))
            return rc;
        if (now >= w->flush_ms && !(rc = flush(w, err)))
            rc = forget(w, err);
    }
    tell_progress(w);
    if (!rc)
        rc = flush(w, err);
    return !rc && w->is_store_held ? err_set(err, RC_BUSY,
                                             "数据库正被另一个程序占用，最近的访问没有记下；请先结"
                                             "束那个程序（如正在做的导入、备份），再重新开始监测")
                                   : rc;
}

/* ---- the start ---- */

static enum rc recall_outage(void *ctx, const struct outage *o, struct err *err)
{
    struct watched *s = ctx;

    (void)err;
    if (!o->ended) {
        s->began = o->began;
        s->n_failed = WATCH_ALARM_FAILURES;
        s->is_told = true;
    }
    return RC_OK;
}

/* How the site stood when the process before this one ended. */
static enum rc recall(struct watcher *w, struct watched *s, int64_t now, struct err *err)
{
    const struct attempt *tries;
    size_t n = 0;
    enum rc rc = store_probes_read(w->o->store, s->site->code, now - DAY_S, now + 1, &w->scratch,
                                   &tries, &n, err);

    for (size_t i = n; !rc && i-- > 0;) {
        const enum visit_outcome visit = visit_judge(&w->o->rule, &tries[i]);

        if (visit == VISIT_OPENED)
            break;
        if (visit == VISIT_FAILED) {
            s->began = tries[i].at;
            s->n_failed++;
        }
    }
    arena_reset(&w->scratch);
    return rc ? rc
              : store_outages_each(w->o->store, s->site->code, now, now + 1, recall_outage, s, err);
}

static enum rc add_site(struct watcher *w, const struct site *site, int64_t now, struct err *err)
{
    struct watched *s = &w->sites[w->n];

    if (site->state != SITE_RUNNING)
        return RC_OK;
    *s = (struct watched){ .site = site };
    if (url_parse(site->home, NULL, NULL, &w->memory, &s->home))
        return err_set(err, RC_SYNTAX, "%.*s：首页网址“%.*s”不是有效的网址", STR_ARG(site->code),
                       STR_ARG(site->home));
    s->due = w->o->once ? now : next_due(w, s, now);
    w->n++;
    return recall(w, s, now, err);
}

static enum rc take_lock(struct watcher *w, struct err *err)
{
    const char *path = arena_printf(&w->memory, "%s/watch.lock", w->o->dir).p;
    const struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    w->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (w->lock < 0)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    if (fcntl(w->lock, F_SETLK, &whole))
        return err_set(err, RC_BUSY, "%s：另一个监测正在写这个目录的记录", w->o->dir);
    return RC_OK;
}

static enum rc prepare(struct watcher *w, struct err *err)
{
    const struct watch_options *o = w->o;
    struct fetch_options fetch = o->fetch;
    const int64_t now = clock_now();
    enum rc rc = take_lock(w, err);

    w->gap_s = o->gap_s ? o->gap_s : WATCH_GAP_S;
    w->sites = arena_array(&w->memory, struct watched, o->sites->n);
    for (size_t i = 0; i < o->sites->n && !rc; i++)
        rc = add_site(w, &o->sites->sites[i], now, err);
    if (rc)
        return rc;
    if (!w->n)
        return err_set(err, RC_USAGE, "名单中没有状态为“运行”的网站，没有可监测的");
    fetch.first_byte_ms = fetch.total_ms = o->rule.max_ms;
    fetch.connect_ms = fetch.connect_ms ? fetch.connect_ms : o->rule.max_ms;
    return fetcher_new(&fetch, &w->fetcher, err);
}

static void watcher_done(struct watcher *w)
{
    fetcher_freep(&w->fetcher);
    if (w->lock >= 0)
        (void)close(w->lock);
    buf_done(&w->settled);
    buf_done(&w->untold);
    arena_done(&w->scratch);
    arena_done(&w->memory);
}

enum rc watch_run(const struct watch_options *o, struct err *err)
{
    AUTO(watcher_done) struct watcher w = { .o = o, .lock = -1 };
    const enum rc rc = prepare(&w, err);

    return rc ? rc : loop(&w, err);
}
