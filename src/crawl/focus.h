/* An inspection that looks at single pages of a site: its home page, those named, and as much
 * around them as the checks compare them with. */
#ifndef XJ_CRAWL_FOCUS_H
#define XJ_CRAWL_FOCUS_H

#include "base/json.h"
#include "crawl/crawler.h"

/* The named pages wait; once the home page has opened. */
MUST_USE enum rc focus_schedule(struct crawler *c, struct site_run *s, struct err *err);
/* The URL may be looked at. s: NULL, or the site that leads to it. */
bool focus_admits(const struct crawler *c, const struct site_run *s, const struct journal_url *u);
/* How the named page i ended; its number, 0 when it was not looked at: {"url", "reason" (null: it
 * opened), "status", "moved_to"}. Gives. */
struct json *focus_json(struct crawler *c, const struct site_run *s, size_t i, uint32_t *number,
                        struct arena *a);

#endif
