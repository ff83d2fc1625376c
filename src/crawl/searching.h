/* The site's own search is asked once: for the title of an article that was just read. */
#ifndef XJ_CRAWL_SEARCHING_H
#define XJ_CRAWL_SEARCHING_H

#include "crawl/crawler.h"

/* The home page has a plain search form: articles may be searched for. What an earlier run asked is
 * asked again. */
MUST_USE enum rc search_learn(struct crawler *c, struct site_run *s, const struct page *home,
                              struct err *err);
/* What a process of this run that was cut off had learnt. */
void search_recall(struct crawler *c, struct site_run *s);
/* Asks for the page's title if it is the first article that will do, old enough to be found. */
MUST_USE enum rc search_ask(struct crawler *c, const struct task *task, const struct page *page,
                            struct err *err);
/* What was asked, for the checks; nothing when it was not, or not in this run. In a. */
void search_tell(struct crawler *c, const struct site_run *s, struct site_view *v, struct arena *a);

#endif
