/* The dates on a page that readers take for the day of publishing. */
#ifndef XJ_PAGE_PUBLISHED_H
#define XJ_PAGE_PUBLISHED_H

#include "page/flow.h"

struct published {
    int32_t labelled;    /* behind a label such as 发布时间 */
    int32_t unlabelled;  /* alone, in the lines below the headline */
    uint32_t seg;        /* where the first of them stands, or NO_SEG */
    uint32_t n_labelled; /* how often a publishing label with a date stands on the page */
    bool has_blank;      /* 发布日期 or the like stands before the text, without a date */
};

/* headline: a seg, or NO_SEG. */
void published_find(const struct flow *fl, uint32_t headline, struct published *out);

/* Piece with so much text and no link: a paragraph. */
bool published_is_prose(const struct seg *s);
/* Seg i is a full date that stands alone, perhaps with a few words around it. */
bool published_is_date(const struct flow *fl, uint32_t i);
/* A label of any date stands within the first `within` bytes. */
bool published_has_label(struct str s, size_t within);
/* The date of a PubDate tag, in any form; DAY_NONE. */
int32_t published_of_tag(struct str value);

static inline bool published_is_seen(const struct published *p)
{
    return p->labelled || p->unlabelled;
}

#endif
