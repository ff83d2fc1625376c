/*
 * Inspections that people ask for in the pages, or that are planned, and how far the one at hand
 * is: done by the crawl child, those that people ask for first, in the order in which they were
 * asked for.
 */
#ifndef XJ_OFFICE_RUN_QUEUE_H
#define XJ_OFFICE_RUN_QUEUE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/finding.h"
#include "office/plan.h"
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
    enum plan_kind kind;
    bool keeps_hours;      /* quiet hours, though a person asked for it */
    int64_t round;         /* that it is for; 0 = none */
    struct str indicators; /* of that round; read only. Empty: the usual ones */
    int64_t run;           /* that it became; 0 = none yet */
    struct str left; /* codes of sites that were not looked at to the end, separated by spaces */
    enum asked_state state;
    int64_t started; /* time; 0 = not yet. The clock of the inspection, also when it goes on */
    int64_t ended;   /* time */
    bool is_stop_asked;
    struct str error;    /* of a failed one: the sentence */
    struct str progress; /* JSON, of the one at hand or of the last */
};

/* id, run, left, state and what follows are not read. RC_BUSY: too many that people asked for wait.
 */
enum { ASKED_WAITING_MAX = 20 };
MUST_USE enum rc store_run_ask(struct store *s, const struct asked_run *run, int64_t *id,
                               struct err *err);
/* The one at hand, else the first that waits; people first. RC_NOT_FOUND: none. Strings go to a. */
MUST_USE enum rc store_run_next(struct store *s, struct arena *a, struct asked_run *out,
                                struct err *err);
/* The one at hand, else the last that ended; of a round (0 = any) that which waits before that.
 * RC_NOT_FOUND: there never was one. */
MUST_USE enum rc store_run_at_hand(struct store *s, int64_t round, struct arena *a,
                                   struct asked_run *out, struct err *err);
/* Of a waiting one; a running one stays as it is. */
MUST_USE enum rc store_run_start(struct store *s, int64_t id, int64_t now, struct err *err);
MUST_USE enum rc store_run_end(struct store *s, int64_t id, enum asked_state state,
                               struct str error, int64_t now, struct err *err);
/* It became this run; one that was stopped in it no longer is. */
MUST_USE enum rc store_run_became(struct store *s, int64_t id, int64_t run, struct err *err);
MUST_USE enum rc store_run_left(struct store *s, int64_t id, struct str codes, struct err *err);
/* A planned one gave way: what it left waits to be gone on with, as asked for at the same time. */
MUST_USE enum rc store_run_go_on(struct store *s, int64_t id, struct err *err);
/* Somebody waits for one that a person asked for. */
MUST_USE enum rc store_run_person_waits(struct store *s, bool *out, struct err *err);
MUST_USE enum rc store_run_progress(struct store *s, int64_t id, struct str json, struct err *err);
/* Ends one that waits; one at hand is asked to stop. */
MUST_USE enum rc store_run_stop(struct store *s, int64_t id, int64_t now, struct err *err);
MUST_USE enum rc store_run_is_stopped(struct store *s, int64_t id, bool *out, struct err *err);

/* The last planned ones, newest first. What it is handed is valid until it returns. */
typedef enum rc (*asked_fn)(void *ctx, const struct asked_run *run, int32_t day, struct err *err);
MUST_USE enum rc store_run_planned(struct store *s, int64_t most, asked_fn each, void *ctx,
                                   struct err *err);

/* Inspections that were made, newest first. */
struct run_line_of {
    int64_t id, started, finished; /* finished 0 = not yet */
    int64_t found[GRADE_VETO + 1]; /* by grade, at its end, on all sites; -1 = not counted */
    enum plan_kind kind;           /* of one that was not asked for: by hand */
    struct str by;                 /* empty: it was not asked for in the office, or elsewhere */
    int64_t round;                 /* 0: likewise */
    struct str left; /* codes of the sites that it did not get through, spaces between */
};
typedef enum rc (*run_fn)(void *ctx, const struct run_line_of *run, struct err *err);
/* Newest first. Valid until it returns; must not use the store. unit: who asked for one and for
 * which round is told of what was asked for there and below; 0 = of all. */
MUST_USE enum rc store_run_each(struct store *s, int64_t unit, run_fn each, void *ctx,
                                struct err *err);
/* How many sites of the unit (0 = any) and of those below it have a result of the run. */
MUST_USE enum rc store_run_count_sites(struct store *s, int64_t unit, int64_t run, int64_t *n,
                                       struct err *err);

#endif
