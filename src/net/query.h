/* The query of a URL, which browsers send in the charset of the page that the link stands in. */
#ifndef XJ_NET_QUERY_H
#define XJ_NET_QUERY_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "net/percent.h"

/*
 * Adds a query (without '?') percent-encoded. `charset` NULL is UTF-8. Bytes that are no UTF-8, as
 * in a Location header in GBK, are encoded as they are. `a` takes what is converted on the way.
 */
void query_add(struct pen *w, struct str query, const char *charset, struct arena *a);

#endif
