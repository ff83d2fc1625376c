/* Windows at the side of a column or an article that show what is read elsewhere: 热门文章. */
#ifndef XJ_PAGE_ASIDE_H
#define XJ_PAGE_ASIDE_H

#include "page/article.h"

/*
 * Marks what stands in them (seg.in_aside); their links lead elsewhere (REGION_NAV), and their text
 * is not the page's own (own_chars). A column of that name is none, nor is the only list of a page
 * without a text.
 */
void aside_read(struct flow *fl, const struct article *ar, struct arena *a, struct page *out);

#endif
