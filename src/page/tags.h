/* The meta tags of the national guideline (政府网站发展指引, 网页标签规范). */
#ifndef XJ_PAGE_TAGS_H
#define XJ_PAGE_TAGS_H

#include "base/arena.h"
#include "base/base.h"
#include "dom/dom.h"
#include "model/page.h"

/* What tags with a wrong name say: the norm does not count them, but a reader may fall back on
 * them. */
struct tags_loose {
    struct str value[TAG_N];
};

/*
 * One <meta>. Its name counts in any letter case; with spaces around it, in `property` instead of
 * `name`, or with a usual slip in it, it only sets tags_misspelt and `loose`. The first tag that is
 * not empty wins.
 */
void tags_read(const struct node *meta, struct arena *a, struct page *out,
               struct tags_loose *loose);

#endif
