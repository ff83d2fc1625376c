/* robots.txt by RFC 9309, read as Google's published cases read it. */
#ifndef XJ_NET_ROBOTS_H
#define XJ_NET_ROBOTS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* The part of the file that is read; the rest is ignored (RFC 9309, 2.5). */
enum { ROBOTS_BYTES_MAX = 500 * 1024 };

struct robots; /* the rules for one agent; lives in its arena. NULL allows everything. */

/*
 * Never fails: lines that are no rules are skipped. `agent` is the product token alone: "xunjian".
 * Rules with a star are matched in full, the longest first, as far as that costs little; the others
 * are read the strict way: what begins like one up to the star is forbidden by it, and not allowed.
 */
const struct robots *robots_parse(struct str text, struct str agent, struct arena *a);
/* path_and_query as in the request line: "/a?b". */
bool robots_allows(const struct robots *r, struct str path_and_query);
/* Crawl-delay in milliseconds (outside the RFC, but asked for by many sites); 0 = none. */
int64_t robots_delay_ms(const struct robots *r);
/* The Sitemap lines. */
size_t robots_sitemaps(const struct robots *r, const struct str **out);

#endif
