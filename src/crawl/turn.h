/*
 * The way of what a crawl asks of its sites, pages in the browser included: where a site has a pace
 * of its own requests wait for their turn, first come, first served. Pictures and re-checks, which
 * ask when no crawl does, keep the same gap (gap.h). A link that another site has and the question
 * whether our own network works (uplink.h) are nobody's, and go at the pace of all. Inside crawl/
 * only.
 */
#ifndef XJ_CRAWL_TURN_H
#define XJ_CRAWL_TURN_H

#include "crawl/crawler.h"

/* Asks now, or when it is the request's turn. r->tag is its task, which keeps what waits and is
 * taken; r->named outlives it. Counts it as in flight. When the run is over nothing is asked, and
 * in quiet hours nothing for pages in the browser, which others wait for. */
void turn_ask(struct crawler *c, struct task *task, const struct fetch_request *r);
/* Another request would go out at once. s NULL = outside, which has no pace of its own. */
bool turn_is_free(const struct site_run *s);
/* Sends what has waited long enough. */
void turn_next(struct crawler *c, struct site_run *s);
/* The run is over, or quiet hours began: what waits and would not be asked now is let go. */
void turns_drop(struct crawler *c, struct site_run *s);

#endif
