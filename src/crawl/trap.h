/*
 * Endless places: calendars, sessions in URLs, paths that grow, the same page under ever new
 * queries.
 *
 * A URL's shape is its path with digits and long hexadecimal parts folded, and the names of its
 * query's parameters. Each shape has a budget; a shape whose pages keep showing the same content is
 * closed long before it.
 */
#ifndef XJ_CRAWL_TRAP_H
#define XJ_CRAWL_TRAP_H

#include "base/base.h"
#include "base/str.h"
#include "net/url.h"

struct trap_limits {
    uint32_t max_per_shape;    /* URLs; 0 = 100,000 */
    uint32_t max_per_query;    /* URLs of a shape with a query; 0 = 20,000 */
    uint32_t look_after;       /* pages of a shape before its novelty counts; 0 = 100 */
    uint32_t min_new_permille; /* share of pages with content not seen in the shape; 0 = 50 */
};

/* Zeroed limits are the defaults. One per site. Opaque; about 300 bytes a shape with pages. */
struct trap;
struct trap *trap_new(const struct trap_limits *limits);
void trap_free(struct trap *t);

/* The shape of a URL; the key for the calls below. */
uint64_t trap_shape(const struct url *url);
/* The path repeats itself (/a/b/a/b/a/b), is too deep, or the query is too long: never worth a
 * request. */
bool trap_is_endless(const struct url *url);
/* Counts one more URL of the shape; false when its budget is spent or it was closed. */
bool trap_admit(struct trap *t, uint64_t shape, bool has_query);
/*
 * A page of the shape was read. `content` is the SimHash of what it says: it is new when it differs
 * in more than 3 bits from the last 32 new ones of its shape.
 */
void trap_learn(struct trap *t, uint64_t shape, uint64_t content);
/* Shapes that were cut, and URLs refused. */
size_t trap_n_closed(const struct trap *t, uint64_t *n_refused);

#endif
