#include "base/base.h"

#include "crawl/viewer.h"

#include "base/arena.h"
#include "base/clock.h"

#include <stdlib.h>

enum { WAIT_MS = 5, DRAIN_MS = 100 };

struct asked {
    uint64_t request;
    void *tag; /* of the page */
    struct arena memory;
    struct str url, page;
    bool is_sent;
    struct asked *next, **at; /* at: what points to it */
};

static void asked_free(struct asked *q)
{
    *q->at = q->next;
    if (q->next)
        q->next->at = q->at;
    arena_done(&q->memory);
    free(q);
}

static void asked_add(struct viewer *v, const struct browser_event *e, struct str url)
{
    struct asked *q = calloc(1, sizeof(*q)), **end = &v->first;

    if (!q)
        abort();
    while (*end)
        end = &(*end)->next;
    *q = (struct asked){ .request = e->request, .tag = e->tag, .at = end };
    q->url = arena_copy(&q->memory, url);
    q->page = arena_copy(&q->memory, e->page);
    *end = q;
}

struct fetch_request viewer_request(struct str url, struct str page, void *tag)
{
    return (struct fetch_request){ .url = url,
                                   .referer = page,
                                   .max_body = ANSWER_BYTES_MAX,
                                   .is_urgent = true,
                                   .ignore_tls = true,
                                   .tag = tag };
}

void viewer_done(struct viewer *v)
{
    void *tag;

    while (browser_drop(v->browser, &tag))
        ;
    while (v->first)
        asked_free(v->first);
}

static struct fetch_request request_of(const struct viewer *v, struct asked *q)
{
    struct fetch_request request = viewer_request(q->url, q->page, q);

    v->name(v->ctx, q->tag, &request);
    return request;
}

/* What is known, or was brought by another page meanwhile, takes no turn. */
static void send(const struct viewer *v, struct asked *q, int64_t now_ms)
{
    const struct fetch_request request = request_of(v, q);
    const struct cached_answer *known = answer_cache_find(v->cache, q->url, request.named[0]);

    if (known) {
        browser_answer(v->browser, q->request, known->status, known->headers, known->body);
        asked_free(q);
        return;
    }
    switch (v->turn ? v->turn(v->ctx, q->tag, now_ms) : VIEWER_NOW) {
    case VIEWER_NOW:
        fetch_start(v->fetcher, &request);
        q->is_sent = true;
        break;
    case VIEWER_LATER:
        break;
    case VIEWER_NEVER:
        browser_refuse(v->browser, q->request);
        asked_free(q);
        break;
    }
}

static void send_all(const struct viewer *v)
{
    const int64_t now_ms = clock_ms();
    struct asked *next;

    for (struct asked *q = v->first; q; q = next) {
        next = q->next;
        if (!q->is_sent)
            send(v, q, now_ms);
    }
}

/* The page is over: what it still waits for is not asked. */
static void forget_unsent(const struct viewer *v, const void *tag)
{
    struct asked *next;

    for (struct asked *q = v->first; q; q = next) {
        next = q->next;
        if (q->tag == tag && !q->is_sent)
            asked_free(q);
    }
}

static void ask(struct viewer *v, const struct browser_event *e)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url url;

    if (url_parse(e->url, NULL, NULL, &a, &url) || !v->may_ask(v->ctx, e->tag, &url))
        browser_refuse(v->browser, e->request);
    else
        asked_add(v, e, url.href);
}

/* is_late: the page that asked is over. */
static void take(const struct viewer *v, const struct fetch_result *r, bool is_late)
{
    struct asked *q = r->tag;
    const struct str home = request_of(v, q).named[0];
    const struct cached_answer answer = { r->http_status, r->headers, r->body };

    if (r->http_status && (r->reason == REASON_NONE || r->reason == REASON_HTTP)) {
        answer_cache_put(v->cache, q->url, home, &answer);
        if (!is_late)
            browser_answer(v->browser, q->request, r->http_status, r->headers, r->body);
    } else if (!is_late) {
        browser_refuse(v->browser, q->request);
    }
    asked_free(q);
}

static bool is_stopped(const struct viewer *v)
{
    return v->stop && *v->stop;
}

bool viewer_next(struct viewer *v, struct browser_event *out)
{
    struct fetch_result r;

    while (browser_pending(v->browser) && !is_stopped(v)) {
        if (fetch_next(v->fetcher, 0, &r))
            take(v, &r, false);
        send_all(v);
        if (!browser_next(v->browser, WAIT_MS, out))
            continue;
        if (out->kind == BROWSER_REQUEST) {
            ask(v, out);
            continue;
        }
        forget_unsent(v, out->tag);
        while (!browser_pending(v->browser) && fetch_pending(v->fetcher) && !is_stopped(v))
            if (fetch_next(v->fetcher, DRAIN_MS, &r))
                take(v, &r, true);
        return true;
    }
    return false;
}
