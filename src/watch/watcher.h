/* The state of one watch; private to this folder. */
#ifndef XJ_WATCH_WATCHER_H
#define XJ_WATCH_WATCHER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "net/url.h"
#include "watch/watch.h"

struct watched {
    const struct site *site;
    struct url home;
    int64_t due; /* time of the next try */

    /* the try that is under way, or doubted */
    bool is_busy, is_doubted;
    struct attempt attempt;
    int n_redirects;
    bool wants_cookie; /* one of them set one */

    /* what is known of it */
    bool is_tried;
    enum visit_outcome last;
    size_t n_failed;   /* in a row */
    int64_t began;     /* time of the first of them */
    bool is_told;      /* as an outage */
    int64_t answered;  /* time of its last answer, whatever it said; 0 = none */
    int64_t robots_at; /* when robots.txt was read; 0 = it is to be read */
    char ip[IP_TEXT_BYTES];
};

enum ask_kind { ASK_ROBOTS, ASK_HOME, ASK_CONTROL };

/* A request under way. */
struct ask {
    enum ask_kind kind;
    struct watched *site; /* NULL: a control page of the options */
    struct ask *next;     /* of the free ones */
};

/* An outage that is not in the store yet, and not told. */
struct telling {
    const struct watched *site;
    struct outage outage;
};

struct watcher {
    const struct watch_options *o;
    int lock; /* file; held as long as it is open */
    struct arena memory, scratch;
    struct fetcher *fetcher;
    int64_t gap_s;
    struct watched *sites;
    size_t n;
    struct ask *free_asks;
    struct buf settled; /* of struct probe: not in the store yet */
    struct buf untold;  /* of struct telling */
    int64_t flush_ms;   /* monotonic: then both go to the store */
    bool is_store_held; /* by somebody else, the last time */
    uint64_t n_tries;
    int32_t forgot; /* the day on which old tries were forgotten */

    /* whether our own network works (doubt.h) */
    size_t n_asked;           /* control requests under way */
    int64_t asked;            /* time at which they were sent */
    int64_t control_answered; /* time of the last answer of a control page of the options */
};

void watcher_ask(struct watcher *w, enum ask_kind kind, struct watched *s, struct str url);
/* The try is what it is: kept, counted, told. */
MUST_USE enum rc watcher_settle(struct watcher *w, struct watched *s, struct err *err);

#endif
