/* Who wrote an article: what stands behind 来源. */
#ifndef XJ_PAGE_SOURCE_H
#define XJ_PAGE_SOURCE_H

#include "page/flow.h"

/* headline: a seg, or NO_SEG. Empty when the page does not say; else a view into the tree. */
struct str source_find(const struct flow *fl, uint32_t headline);

#endif
