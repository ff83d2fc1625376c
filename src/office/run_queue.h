/*
 * Inspections that people ask for in the pages, and how far the one at hand is: written by the web
 * child, done by the crawl child, in the order in which they were asked for.
 */
#ifndef XJ_OFFICE_RUN_QUEUE_H
#define XJ_OFFICE_RUN_QUEUE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum asked_state { ASKED_WAITING, ASKED_RUNNING, ASKED_DONE, ASKED_FAILED, ASKED_STOPPED };
const char *asked_state_name(enum asked_state state); /* "waiting" */

struct asked_run {
    int64_t id, at;
    struct str by;
    int64_t unit;     /* of whoever asked */
    struct str sites; /* codes, separated by spaces; empty: all that the registry has */
    /* Ids of accounts, one a line; "*": all that the registry has; empty: none, but all when sites
     * is empty too. */
    struct str accounts;
    struct str checks; /* ids, comma-separated; empty: all */
    enum asked_state state;
    int64_t started; /* time; 0 = not yet. The clock of the inspection, also when it goes on */
    int64_t ended;   /* time */
    bool is_stop_asked;
    struct str error;    /* of a failed one: the sentence */
    struct str progress; /* JSON, of the one at hand or of the last */
};

/* id, state and what follows are not read. RC_BUSY: too many wait already. */
enum { ASKED_WAITING_MAX = 20 };
MUST_USE enum rc store_run_ask(struct store *s, const struct asked_run *run, int64_t *id,
                               struct err *err);
/* The one at hand, else the first that waits. RC_NOT_FOUND: none. Strings go to a. */
MUST_USE enum rc store_run_next(struct store *s, struct arena *a, struct asked_run *out,
                                struct err *err);
/* The one at hand, else the last that ended. RC_NOT_FOUND: there never was one. */
MUST_USE enum rc store_run_at_hand(struct store *s, struct arena *a, struct asked_run *out,
                                   struct err *err);
/* Of a waiting one; a running one stays as it is. */
MUST_USE enum rc store_run_start(struct store *s, int64_t id, int64_t now, struct err *err);
MUST_USE enum rc store_run_end(struct store *s, int64_t id, enum asked_state state,
                               struct str error, int64_t now, struct err *err);
MUST_USE enum rc store_run_progress(struct store *s, int64_t id, struct str json, struct err *err);
/* Ends one that waits; one at hand is asked to stop. */
MUST_USE enum rc store_run_stop(struct store *s, int64_t id, int64_t now, struct err *err);
MUST_USE enum rc store_run_is_stopped(struct store *s, int64_t id, bool *out, struct err *err);

/* Inspections that were made, newest first. */
struct run_line_of {
    int64_t id, started, finished; /* finished 0 = not yet */
    int64_t n_sites;               /* with a result */
};
typedef enum rc (*run_fn)(void *ctx, const struct run_line_of *run, struct err *err);
MUST_USE enum rc store_run_each(struct store *s, int64_t unit, int64_t skip, int64_t most,
                                run_fn each, void *ctx, int64_t *total, struct err *err);

#endif
