/*
 * Where the sites of a run stand, for the pictures of the page: verdicts by region and type, by
 * item of the indicator set, and through the runs before.
 */
#ifndef XJ_REPORT_STANDING_H
#define XJ_REPORT_STANDING_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "model/standing.h"
#include "report/figures.h"
#include "report/report.h"

struct standing_row {
    struct str name;
    int64_t n[STANDING_N]; /* sites */
};

/* Where the results list an item. An indicator set names its items as it likes: no id tells this.
 */
enum standing_part {
    STANDING_VETO,   /* among the vetoes of some site */
    STANDING_SCORED, /* among the points that some site loses */
    STANDING_NOWHERE /* only among what could not be judged */
};

/* An item that sites were judged by. A site is counted once, where it is worst. */
struct standing_item {
    struct str name;
    enum standing_part part;
    int64_t n_confirmed, n_open; /* sites: stands; stands once it is confirmed */
    int64_t n_unknown;           /* sites: could not be told */
    struct str last_site;
    int last_rank;
};

struct standing_run {
    int64_t id;
    struct str day; /* of its first visit; empty: not recorded */
    int64_t n[STANDING_N];
};

enum { STANDING_ITEMS_MAX = 256, STANDING_RUNS_MAX = 12 };

struct standing {
    struct standing_row *types;
    size_t n_types;
    struct standing_row *regions; /* by code */
    size_t n_regions;
    struct standing_item *items; /* vetoes first, then what stands most often */
    size_t n_items;
    struct standing_run *runs; /* old to new, this one last; at most STANDING_RUNS_MAX */
    size_t n_runs;
};

/*
 * Strings live in `a`. Runs without any result are left out.
 *
 * RC_DB and what the store says. RC_SYNTAX: a result is no JSON object. RC_LIMIT: more than
 * STANDING_ITEMS_MAX items.
 */
MUST_USE enum rc standing_read(const struct report_input *in, const struct figures *figures,
                               struct arena *a, struct standing *out, struct err *err);

#endif
