/*
 * Watching: the home page of every running site is tried on a schedule, every try is kept
 * (store/probe.h), and an outage is told once it is certain. One thread, one event loop.
 *
 * A try that gets no answer at all may be our own network's fault. It counts against the site only
 * when a site at another address, or a control page, answers at that time; else it is kept as
 * REASON_OFFLINE and counts for nobody.
 *
 * robots.txt of the home page's origin is kept: asked for once a day, and before each try while it
 * forbids the home page. Quiet hours and paces of the office are for inspections and not asked
 * here: a try is one page, and the rule wants the week whole, 20 visits spaced over each day.
 */
#ifndef XJ_WATCH_WATCH_H
#define XJ_WATCH_WATCH_H

#include "base/base.h"
#include "base/err.h"
#include "check/visits.h"
#include "model/site.h"
#include "net/fetch.h"
#include "store/probe.h"

#include <signal.h>

enum {
    WATCH_GAP_S = 300,       /* 288 tries a day; the rule asks for 20 */
    WATCH_ALARM_FAILURES = 3 /* in a row */
};

struct watch_progress {
    size_t n_sites; /* that are watched */
    size_t n_open, n_down,
        n_else;       /* as last tried; n_else: not tried yet, or it could not be told */
    uint64_t n_tries; /* of this process */
    /* All that answered stand at one address, and there is no control page: when that address is
     * silent, nobody can tell whose network it is. Told once each was tried. */
    bool needs_control;
};

#define WATCH_NEEDS_CONTROL                                                                                                    \
    "所有网站都在同一个服务器地址：它没有应答时，分不清是它的问题还是本机网络的问题，" \
    "因此不计为打不开；请用 --control 给出别处的一个网址"

struct watch_options {
    const struct site_list *sites;
    const char *dir; /* where the lock lies: a record has one writer */
    struct store *store;
    struct visit_rule rule;
    struct fetch_options fetch; /* borrowed parts live as long as the call */
    int64_t gap_s;              /* between two tries at a site; 0 = WATCH_GAP_S */
    bool once;                  /* each site once, at once, then the end */
    int64_t keep_days;          /* older tries are forgotten; 0 = all are kept */
    const struct str *controls; /* URLs */
    size_t n_controls;
    const volatile sig_atomic_t *stop; /* set by a signal; NULL = never */
    /* It began (ended == 0) or ended; each is told once, also over restarts. */
    void (*on_outage)(void *ctx, const struct site *site, const struct outage *o);
    void (*on_progress)(void *ctx, const struct watch_progress *p); /* a few times a second */
    void *ctx;
};

/*
 * Ends when it was stopped (RC_OK: that is how it ends), or with `once`. What was tried is in the
 * store a second later at most.
 *
 * RC_USAGE: no site is to be watched. RC_BUSY: another one watches in dir. RC_IO: dir. RC_DB and
 * what the store says. RC_SYNTAX: a bad URL.
 */
MUST_USE enum rc watch_run(const struct watch_options *o, struct err *err);

#endif
