/*
 * The home page asked for once more as others would (check `cloaking`): by a search engine's robot,
 * by a reader who comes from one, by a phone. Three requests a site, at its pace and within its
 * robots.txt. Each is a URL of its own in the journal, the home page's with a fragment, that plays
 * a part; the answer is kept, and read when the site is judged.
 */
#ifndef XJ_CRAWL_GUISE_H
#define XJ_CRAWL_GUISE_H

#include "crawl/crawler.h"

static inline bool role_is_guise(enum role role)
{
    return role >= ROLE_GUISE && role < ROLE_GUISE + GUISE_N;
}

/* The site is to be asked so in this run. */
bool guises_wanted(const struct crawler *c, const struct site_run *s);
/* The home page was read. */
MUST_USE enum rc guises_ask(struct crawler *c, const struct task *home, struct err *err);
/* What the request says of itself; for others nothing changes. Strings are borrowed. */
void guise_dress(const struct crawler *c, const struct task *task, struct fetch_request *r);
/* The answer, whatever it is. */
MUST_USE enum rc guise_take(struct crawler *c, const struct task *task,
                            const struct fetch_result *r, struct err *err);
/* Everything in a; c->reader reads the pages. */
void guises_tell(struct crawler *c, const struct site_run *s, struct site_view *v, struct arena *a);

#endif
