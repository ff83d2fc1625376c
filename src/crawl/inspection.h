/*
 * The inspection of a list of sites: crawl, check, keep, hand over. One thread, one event loop.
 *
 * Everything is in DIR: work/ (journal, pages of sites that are not judged yet), evidence/ (WARC).
 * A run that was cut off goes on where it was when it is called again with the same DIR.
 */
#ifndef XJ_CRAWL_INSPECTION_H
#define XJ_CRAWL_INSPECTION_H

#include "archive/archive.h"
#include "base/base.h"
#include "base/err.h"
#include "check/check.h"
#include "model/hours.h"
#include "model/site.h"
#include "net/fetch.h"
#include "store/store.h"

#include <signal.h>

struct inspection_progress {
    size_t n_sites, n_sites_begun, n_sites_done; /* done = crawled to the end */
    uint64_t n_known, n_fetched;                 /* URLs, of this run */
    uint64_t n_waiting;
    uint64_t n_pages; /* of them pages that were read */
    uint64_t n_unchanged;
    uint64_t n_findings; /* so far: of pages; at the end: all */
    uint64_t n_bytes;    /* received */
    uint64_t n_pictures; /* taken */
    int64_t ms;          /* since the start of this process */
    const char *phase;   /* Chinese: "抓取", "复核", "判定", "截图" */
};

/* What one site asks of us. Zeroed: nothing. */
struct site_limits {
    struct hours quiet[2]; /* in which nothing is asked */
    int64_t gap_ms;        /* between two requests, where that is more than the pace of all */
};

/* Pages of one site. */
struct site_focus {
    struct str *urls;
    size_t n;
};

struct inspection_outcome {
    int64_t run; /* of the store */
    bool is_resumed;
    struct inspection_progress total;
    uint64_t frontier_bytes; /* memory for the known URLs */
};

struct inspection_options {
    const struct site_list *sites;
    const struct site_list *registry; /* these and others that share hosts with them; NULL: these */
    const char *dir;
    struct store *store;
    const struct check_set *checks;
    struct str options_json;    /* kept with the run */
    int64_t now;                /* what deadlines are judged by */
    struct fetch_options fetch; /* borrowed parts live as long as the call */
    int64_t max_pages;          /* a site; 0 = 200,000 */
    int64_t max_links;          /* URLs that a site makes known in a run, files and those outside
                                   included, a long one counted as several; 0 =
                                   1,000,000 */
    int64_t n_tries;            /* at a home page that does not open; 0 = 3 */
    int64_t try_gap_ms;         /* between them */
    int64_t n_sites_at_once;    /* 0 = 300 */
    int64_t robots_ms;          /* so long a robots.txt holds; 0 = a day (RFC 9309, 2.4) */
    int64_t max_site_ms;        /* that a site may take from the start of this process, quiet hours
                                   left out; 0 = three days */
    /*
     * Looks at home pages, columns, what failed and what is new. The rest keeps what was found on
     * it, and counts as not looked at. A site that was last judged by other rules is looked at
     * whole.
     */
    bool is_incremental;
    bool after_crash; /* the process before this one crashed: see reading.h */
    /*
     * Of each site, one a site of `sites`, looks at the home page, at these and at what is around
     * them alone. A site's result has "focus": how each of them ended, with its evidence. NULL: at
     * all.
     */
    const struct site_focus *focus;
    struct archive *archive;            /* takes the evidence; NULL: that of DIR */
    const struct site_limits *limits;   /* one a site of `sites`; NULL = none */
    int64_t clock_offset_s;             /* for the quiet hours: the clock is ahead by so much */
    int64_t give_up_at;                 /* time by that clock; 0 = never */
    const volatile sig_atomic_t *hurry; /* set: gives up at once, as then. NULL = never */
    /* A site that was given up; what was not looked at keeps its findings. NULL: nobody asks.
     *   is_begun  false: it has no result in this run */
    void (*on_left)(void *ctx, const struct site *site, bool is_begun);
    int64_t max_spool;      /* bytes; see spool_open */
    int64_t max_attachment; /* bytes of one that is read; 0 = 64 MiB, -1 = none is read */
    const char *browser;    /* program that opens pages filled by script and takes pictures of those
                               that a fault is seen on; NULL: none */
    int64_t max_rendered;   /* pages of a site that it opens; 0 = 300 */
    const volatile sig_atomic_t *stop; /* set by a signal; NULL = never */
    void (*on_progress)(void *ctx, const struct inspection_progress *p); /* a few times a second */
    void *ctx;
    /* Called with the visible text of every page that was read, errors shown as pages left out.
     * NULL: nothing. */
    void (*on_text)(void *ctx, const struct site *site, struct str text);
    /* Called when the store's run is known, also when it is resumed. NULL: nothing. */
    enum rc (*first)(void *ctx, int64_t run, struct err *err);
    /* What else belongs to the run, after its sites: called with the store's run and the evidence
     * archive before the run ends, and again when it is resumed. NULL: nothing. */
    enum rc (*then)(void *ctx, int64_t run, struct archive *archive, struct err *err);
    /* Makes of the run, which is finished in the store, what is made of it. It has ended when that
     * is there: until then it is resumed, and this is called again. NULL: nothing. */
    enum rc (*report)(void *ctx, const struct inspection_outcome *out, struct err *err);
};

/*
 * RC_BUSY: another one works in DIR. RC_IO, RC_DB: disk or store; the run can be resumed.
 * RC_STOPPED: *stop was set; all that was done is kept.
 */
MUST_USE enum rc inspection_run(const struct inspection_options *o, struct inspection_outcome *out,
                                struct err *err);

#endif
