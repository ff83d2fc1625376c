/*
 * What is known, what is next: the URLs of all sites of a run.
 *
 * A URL is entered once, in the same step that makes it known. The texts are in the journal; in
 * memory a URL costs its hash (16 bytes), a bit, 4 bytes for the page that it is told of, and 4
 * while it waits. Lanes are served in order, each first come, first served.
 */
#ifndef XJ_CRAWL_FRONTIER_H
#define XJ_CRAWL_FRONTIER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "store/journal.h"

enum lane {
    LANE_URGENT, /* home page, robots.txt, style sheets, pages with a role */
    LANE_COLUMN, /* pages that look like columns: they lead on, and they go stale */
    LANE_PAGE,
    LANE_FILE,       /* images, scripts */
    LANE_ATTACHMENT, /* files that are read for their text, of which few may be in memory at once */
    LANE_N,
};

struct frontier;

/* Borrows the journal; reads all its URLs. */
MUST_USE enum rc frontier_new(struct journal *j, struct frontier **out, struct err *err);
void frontier_freep(struct frontier **f);

/* The number of a URL of the site (0 = outside), 0 when it is not known. */
uint32_t frontier_find(const struct frontier *f, uint32_t site, struct str url);
/* Makes a URL known. u->number is filled in; u->url must not be known yet. */
MUST_USE enum rc frontier_enter(struct frontier *f, struct journal_url *u, struct err *err);
/* It waits to be fetched in this run; false when it does already, or did. */
bool frontier_schedule(struct frontier *f, uint32_t site, uint32_t number, enum lane lane);
/* It was fetched, and waits to be fetched once more. */
void frontier_schedule_again(struct frontier *f, uint32_t site, uint32_t number, enum lane lane);
/* It was fetched in this run already (a resumed one). */
void frontier_mark_done(struct frontier *f, uint32_t number);
bool frontier_is_scheduled(const struct frontier *f, uint32_t number);

/* The page leads to the URL. Gives the smallest number of a page that did before in this process, 0
 * for none: a fault of the URL is told of the smallest. */
uint32_t frontier_refer(struct frontier *f, uint32_t number, uint32_t page);

/* Takes the next one of a site off its queue, of lanes up to this one; 0 when none waits. */
uint32_t frontier_take(struct frontier *f, uint32_t site, enum lane last);
size_t frontier_waiting(const struct frontier *f, uint32_t site);
size_t frontier_waiting_in_all(const struct frontier *f);
/* The highest number that was handed out. */
uint32_t frontier_last_number(const struct frontier *f);
size_t frontier_known(const struct frontier *f);
/* Bytes of memory, for the figure in run.json. */
size_t frontier_bytes(const struct frontier *f);

#endif
