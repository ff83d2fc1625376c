/*
 * Pages as they came, until their site is judged: what a finding needs as evidence, and the pages
 * that are read again as a whole (home, site map, certificate). One file for the whole run, written
 * in large pieces past the page cache: a page costs one copy. Deleted when the run is over.
 */
#ifndef XJ_CRAWL_SPOOL_H
#define XJ_CRAWL_SPOOL_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct spool;

struct spool_page {
    struct str url, ip, content_type, headers, body;
    struct str rendered; /* the page as a browser shows it; empty: it was not asked */
    bool is_whole;       /* ... when its scripts had all that they asked for */
    int64_t at;
};

/*
 * Goes on behind what is there. max_bytes: past it spool_add keeps only what `must` says; 0 = a
 * quarter of the free disk, at most 16 GiB. RC_IO.
 */
MUST_USE enum rc spool_open(const char *path, int64_t max_bytes, struct spool **out,
                            struct err *err);
/* What was not synced is lost. */
void spool_closep(struct spool **s);
/* *at = place for spool_read, -1 when the page was not kept for lack of room. RC_IO: the disk. */
MUST_USE enum rc spool_add(struct spool *s, const struct spool_page *p, bool must, int64_t *at,
                           struct err *err);
/* What was added outlives a power cut. */
MUST_USE enum rc spool_sync(struct spool *s, struct err *err);
/* RC_NOT_FOUND: no whole page there. Strings in a. */
MUST_USE enum rc spool_read(struct spool *s, int64_t at, struct arena *a, struct spool_page *out,
                            struct err *err);

#endif
