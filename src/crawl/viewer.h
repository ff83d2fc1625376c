/*
 * Pages shown by the browser when nothing else is fetched: what they ask for goes through a fetcher
 * that does nothing else meanwhile. Inside crawl/ only.
 */
#ifndef XJ_CRAWL_VIEWER_H
#define XJ_CRAWL_VIEWER_H

#include "base/base.h"
#include "browser/browser.h"
#include "crawl/answer_cache.h"
#include "net/fetch.h"
#include "net/url.h"

#include <signal.h>

struct asked; /* a request of a page, on the wire or before it */
enum viewer_turn { VIEWER_NOW, VIEWER_LATER, VIEWER_NEVER };

struct viewer {
    struct browser *browser; /* idle at first, like the fetcher; all borrowed */
    struct fetcher *fetcher;
    struct answer_cache *cache;
    /* robots.txt and the like; tag: of the job. */
    bool (*may_ask)(void *ctx, void *tag, const struct url *url);
    /* Whose registry entry names private addresses (fetch.h). */
    void (*name)(void *ctx, void *tag, struct fetch_request *r);
    /* The site has its turn, and takes it; asked until it has, for what came first first. NULL:
     * always. now_ms: monotonic, the same for all that wait. */
    enum viewer_turn (*turn)(void *ctx, void *tag, int64_t now_ms);
    void *ctx;
    const volatile sig_atomic_t *stop; /* NULL = never */
    struct asked *first;               /* in the order in which they came; owned */
};

/* The request for what a page in the browser asks for. */
struct fetch_request viewer_request(struct str url, struct str page, void *tag);
/* Lets go of pages and requests that are still under way, if any: then the fetcher can only be
 * freed. */
void viewer_done(struct viewer *v);
/* Hands a page over: what becomes of it comes from viewer_next. */
static inline void viewer_start(const struct viewer *v, const struct browser_job *job)
{
    browser_start(v->browser, job);
}
/*
 * Waits for the next page that is done (BROWSER_DONE; valid until the next call). false: none is
 * left, or *stop was set. When none is left, and it was not, nothing is on the wire either.
 */
MUST_USE bool viewer_next(struct viewer *v, struct browser_event *out);

#endif
