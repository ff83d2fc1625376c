/* What is not looked at: what is known, in a run that looks at what is new only; sites in their
 * quiet hours; what is left when time is up. */
#ifndef XJ_CRAWL_KEEP_H
#define XJ_CRAWL_KEEP_H

#include "crawl/crawler.h"

/* Of a run that looks at what is new only: sorts what is known into due and kept. */
MUST_USE enum rc keep_known(struct crawler *c, struct err *err);
/* Schedules what is due of the site. */
MUST_USE enum rc keep_schedule(struct crawler *c, struct site_run *s, struct err *err);
/* It may be asked for something now. */
bool site_may_ask(const struct crawler *c, const struct site_run *s);
/* Begins its quiet hours, or ends them. */
MUST_USE enum rc site_watch_hours(struct crawler *c, struct site_run *s, struct err *err);
/* Nothing of it waits any more. */
void site_drop(struct crawler *c, const struct site_run *s);
/* The rest of it is not looked at; what was known before is kept. */
void site_cut(struct crawler *c, struct site_run *s, enum cut cut);
/* Gives it up when it took the time that a site may take; ms = monotonic now. */
MUST_USE enum rc site_watch_time(struct crawler *c, struct site_run *s, int64_t ms,
                                 struct err *err);
/* Time is up, or somebody needs the place: what waits is not looked at any more. */
bool keep_is_over(const struct crawler *c);
void keep_give_up(struct crawler *c);
/* Tells the caller of sites that were not looked at to the end. */
void keep_tell_left(const struct crawler *c);

#endif
