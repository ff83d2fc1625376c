/* How sites stood after the newest inspections. */
#ifndef XJ_STORE_TREND_H
#define XJ_STORE_TREND_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "model/standing.h"
#include "store/site_query.h"

enum { TREND_RUNS = 12 };

/* By enum standing_of. A site that the run did not reach counts as it stood before; not when it
 * does not run any more, for nobody knows since when. */
struct run_line {
    int64_t run, started;
    int64_t n[STANDING_N];
};
/* Of these sites, old to new: of the newest TREND_RUNS runs that reached any site those that
 * reached one of these. Costs little until a result is handed over, whoever does it. */
MUST_USE enum rc store_trend(struct store *s, const struct site_lines *sites, struct arena *a,
                             struct run_line **out, size_t *n, struct err *err);

struct trend;
void trend_free(struct trend *t);

#endif
