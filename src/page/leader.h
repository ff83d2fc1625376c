/* Who a page of leaders names, and with which post. */
#ifndef XJ_PAGE_LEADER_H
#define XJ_PAGE_LEADER_H

#include "base/arena.h"
#include "model/page.h"
#include "page/flow.h"

/* Fills leaders of a page whose column or title speaks of leaders; text and tags are set. */
void leader_read(const struct flow *fl, struct arena *a, struct page *page);

#endif
