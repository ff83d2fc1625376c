/* The titled windows of a page: each a list with a title, often with a link to its column. */
#ifndef XJ_PAGE_BLOCK_H
#define XJ_PAGE_BLOCK_H

#include "page/flow.h"
#include "page/list.h"

/* Reads the items' dates from out; fills blocks. scripts: the texts of those in the page. */
void block_read(const struct flow *fl, const struct str *scripts, size_t n_scripts, struct arena *a,
                struct page *out);

#endif
