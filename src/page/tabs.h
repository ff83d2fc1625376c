/* Headings that stand in one list, and what belongs to them in panels behind it, in the same order.
 */
#ifndef XJ_PAGE_TABS_H
#define XJ_PAGE_TABS_H

#include "base/arena.h"
#include "page/flow.h"
#include "page/label.h"

struct tabs {
    uint32_t from, to;      /* the pieces that are headings */
    const uint32_t *panels; /* the box of each; NULL: which belongs to which cannot be told */
};

/* The first list of headings, two of which are labels side by side; false: the page has none. */
bool tabs_find(const struct flow *fl, const struct page *page, const struct label_word *words,
               size_t n_words, struct arena *a, struct tabs *out);

#endif
