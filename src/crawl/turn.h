/*
 * The way of every request to a site, whatever it is for: where the site has a pace of its own they
 * wait for their turn, first come, first served. Inside crawl/ only.
 */
#ifndef XJ_CRAWL_TURN_H
#define XJ_CRAWL_TURN_H

#include "crawl/crawler.h"

/* Asks now, or when it is the request's turn. r->tag is its task, which keeps what waits and is
 * taken; r->named outlives it. Counts it as in flight. When the run is over nothing is asked. */
void turn_ask(struct crawler *c, struct task *task, const struct fetch_request *r);
/* Another request would go out at once. s NULL = outside, which has no pace of its own. */
bool turn_is_free(const struct site_run *s);
/* Sends what has waited long enough. */
void turn_next(struct crawler *c, struct site_run *s);
/* The run is over: what waits is not asked for any more. */
void turns_drop(struct crawler *c, struct site_run *s);

#endif
