/*
 * Whose fault is it that nothing answered: the site's, or our own network's? Answered by asking
 * others at that moment; private to this folder.
 */
#ifndef XJ_WATCH_DOUBT_H
#define XJ_WATCH_DOUBT_H

#include "base/base.h"
#include "watch/watcher.h"

/* Nothing of the network's other side was seen, so the failure may be ours. */
bool doubt_is_due(const struct attempt *t);
/* site: NULL = a control page of the options. */
void doubt_took_control(struct watcher *w, struct watched *site, const struct fetch_result *r);
/* Settles the doubted tries that can be, and asks others about the rest. */
MUST_USE enum rc doubt_settle(struct watcher *w, struct err *err);

#endif
