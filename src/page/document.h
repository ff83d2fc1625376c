/* The elements of an official document, as the head of its page gives them. */
#ifndef XJ_PAGE_DOCUMENT_H
#define XJ_PAGE_DOCUMENT_H

#include "base/arena.h"
#include "page/flow.h"

/* NULL when the page shows no official document, or more than one. In the arena. */
const struct document *document_read(const struct flow *fl, const struct page *page,
                                     struct arena *a);

/* An article that is called like a document of its publisher's ("关于…的通知") and names none of
 * the elements, not even where readers have to open them. page->paper is set. */
bool document_is_headless(const struct flow *fl, const struct page *page, struct arena *a);

#endif
