/*
 * Articles of a site that bear one text and several dates, as redated-text tells them. What they
 * are is known when all are read, and few answers of articles are kept: those that were not are
 * asked for once more, at the end of the crawl, as evidence. Inside crawl/ only.
 */
#ifndef XJ_CRAWL_TWINS_H
#define XJ_CRAWL_TWINS_H

#include "crawl/crawler.h"

/* Adds the numbers of those of one site to *again, and to c->twins. */
MUST_USE enum rc twins_find(struct crawler *c, struct site_run *s, struct url_list *again,
                            struct err *err);
/* The answer is kept when it shows what was read before; else nothing becomes of it. */
MUST_USE enum rc twins_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                            struct err *err);

#endif
