/* Files that are read for their text. Inside crawl/ only. */
#ifndef XJ_CRAWL_ATTACHMENTS_H
#define XJ_CRAWL_ATTACHMENTS_H

#include "crawl/crawler.h"

/* So many are on the wire or being read at once: each may be 64 MiB. */
enum { ATTACHMENTS_AT_ONCE = 16 };
/* Starts the helpers, when the checks want text of attachments. */
MUST_USE enum rc attachments_open(struct crawler *c, struct err *err);
/* The page is an article of pictures, and a check wants to see whether they are scans. Those of
 * them that are looked at are known with LANE_ATTACHMENT. */
bool attachments_are_pictures(const struct crawler *c, const struct page *page);
/* The URL is fetched whole; by its site, kind and name, of a picture by its lane. */
bool attachments_want(const struct crawler *c, const struct journal_url *u);
/* This answer is a file whose text is wanted. */
bool attachments_is_one(const struct crawler *c, const struct task *task,
                        const struct fetch_result *r);
/* Hands the file on to be read (*is_held, the task is taken), or records why it is not. */
MUST_USE enum rc attachments_take(struct crawler *c, struct task *task,
                                  const struct fetch_result *r, bool *is_held, struct err *err);
/* Checks and records one file that was read by now, waiting for it at most so long. *of = its site,
 * or NULL. */
MUST_USE enum rc attachments_collect(struct crawler *c, int64_t wait_ms, struct site_run **of,
                                     struct err *err);
/* Lets go of what is still being read. */
void attachments_close(struct crawler *c);

#endif
