/* The elements of a service guide, as labels name them. */
#ifndef XJ_PAGE_GUIDE_H
#define XJ_PAGE_GUIDE_H

#include "base/arena.h"
#include "page/flow.h"

/* Its labels make the page a guide. They may be numbered headings in_column, one of guides, and
 * below a headline (a seg, or NO_SEG) that ends in 指南; notices are divided like that, too. */
bool guide_is_page(const struct flow *fl, uint32_t headline, bool in_column);
/* NULL when the page shows no guide. In the arena. page->kind is set. */
const struct guide *guide_read(const struct flow *fl, const struct page *page, struct arena *a);

#endif
