/* What a page of leaders is; whom it names, and with which post. */
#ifndef XJ_PAGE_LEADER_H
#define XJ_PAGE_LEADER_H

#include "base/arena.h"
#include "page/kind.h"

bool leader_is_page(const struct kind_input *in, const struct page *page);
/* Fills leaders of a page whose column or title speaks of leaders; text and tags are set. */
void leader_read(const struct flow *fl, struct arena *a, struct page *page);

#endif
