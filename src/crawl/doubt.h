/* Tries that our own network spoilt say nothing of their sites. */
#ifndef XJ_CRAWL_DOUBT_H
#define XJ_CRAWL_DOUBT_H

#include "base/base.h"
#include "base/err.h"

struct crawler;
struct fetch_result;
struct task;

/* What the answer says of our network. */
void doubt_note(struct crawler *c, const struct task *task, const struct fetch_result *r);
/* Asks others, or settles what was in doubt. is_last: nothing else is under way. RC_DB. */
MUST_USE enum rc doubt_settle_all(struct crawler *c, bool is_last, struct err *err);

#endif
