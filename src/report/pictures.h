/* The pictures of index.html as values of its template: bars and columns, already measured out. */
#ifndef XJ_REPORT_PICTURES_H
#define XJ_REPORT_PICTURES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/json.h"
#include "report/figures.h"
#include "report/standing.h"

enum {
    PICTURE_WIDTH = 1000, /* of a bar, in units of its own */
    PICTURE_HEIGHT = 160, /* of the columns; the template has room for STANDING_RUNS_MAX */
    PICTURE_REGIONS_MAX = 60,
    PICTURE_WORST_MAX = 10,
};

/*
 * Puts into `values`: types, regions, n_regions_more, has_items, items, worst, covered, unmeasured,
 * n_measured, has_trend, trend.
 */
void pictures_put(const struct figures *figures, const struct standing *standing,
                  struct json *values, struct arena *a);

#endif
