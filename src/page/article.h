/* What an article says of itself: headline, dates, source, text. */
#ifndef XJ_PAGE_ARTICLE_H
#define XJ_PAGE_ARTICLE_H

#include "page/flow.h"
#include "page/tags.h"

struct article {
    uint32_t headline;           /* seg, or NO_SEG */
    int32_t labelled;            /* visible date behind a label such as 发布时间 */
    int32_t unlabelled;          /* visible date alone in the line below the headline */
    uint32_t date_seg;           /* where it stands, or NO_SEG */
    uint32_t n_labelled;         /* how often a publishing label with a date stands on the page */
    struct str source;           /* visible, behind 来源 */
    uint32_t body_from, body_to; /* segs */
    uint32_t body_bytes;
};

/* The date of a PubDate tag, in any form; DAY_NONE. */
int32_t article_meta_date(struct str value);

void article_read(const struct flow *fl, const struct page *page, const struct tags_loose *loose,
                  struct arena *a, struct article *out);

#endif
