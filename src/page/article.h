/* What an article says of itself: headline, dates, source, text. */
#ifndef XJ_PAGE_ARTICLE_H
#define XJ_PAGE_ARTICLE_H

#include "page/flow.h"
#include "page/published.h"
#include "page/tags.h"

struct article {
    uint32_t headline; /* seg, or NO_SEG */
    struct published date;
    struct str source;           /* visible, behind 来源; a view into the tree */
    uint32_t body_from, body_to; /* segs */
    uint32_t body_bytes;
};

void article_read(const struct flow *fl, const struct page *page, const struct tags_loose *loose,
                  struct arena *a, struct article *out);

#endif
