/* How many articles a site published in each of the last weeks, and each of its columns. */
#ifndef XJ_CRAWL_PUBLICATION_H
#define XJ_CRAWL_PUBLICATION_H

#include "base/arena.h"
#include "base/base.h"
#include "model/crawl.h"

enum { PUBLICATION_WEEKS = 53 };

/* Oldest first; the last one is the seven days that end with `today`. */
struct publication {
    uint32_t n[PUBLICATION_WEEKS];
    uint32_t total; /* the sum */
};

/*
 * Pages other than columns, by the date that they show. A page belongs to the column that its
 * ColumnName names, else to the one whose folder it lies in, the deepest. In the future or long
 * ago: not counted.
 *
 *   columns  one for each column, in the order of their digests, in a
 */
void publication_count(const struct site_view *v, int32_t today, struct arena *a,
                       struct publication *site, struct publication **columns);

#endif
