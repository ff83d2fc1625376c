/* Frame sets: which of its frames is the page that a reader sees. */
#ifndef XJ_PAGE_FRAMESET_H
#define XJ_PAGE_FRAMESET_H

#include "base/base.h"
#include "model/page.h"
#include "page/facts.h"

/*
 * The frame of the page's frame set that has the largest share of the window: index into
 * page->links, or UINT32_MAX when the page is no frame set. With equal shares the later one.
 */
uint32_t frameset_main(const struct facts_input *f, const struct page *page);
/*
 * The one <iframe> of a page that shows nothing else, or the one page that a picture as cover leads
 * to (进入网站, and no word beside it; a page with scripts may be filled by them): index into
 * page->links, or UINT32_MAX.
 */
uint32_t frameset_only(const struct page *page, bool has_scripts);

#endif
