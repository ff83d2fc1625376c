/* A record of visits as a strip of cells of equal length, for people to look at. */
#ifndef XJ_WATCH_STRIP_H
#define XJ_WATCH_STRIP_H

#include "base/base.h"
#include "check/visits.h"

struct strip_cell {
    int64_t at; /* time of its start */
    size_t n;   /* visits in it */
    size_t n_known, n_failed;
};

/* Fills n_cells cells of span_s seconds each, the first one starting at `from`. tries: by time;
 * what lies outside is left out. Gives the sum, with at = from. */
struct strip_cell strip_fill(const struct visit_rule *rule, const struct attempt *tries, size_t n,
                             int64_t from, int64_t span_s, struct strip_cell *cells,
                             size_t n_cells);

#endif
