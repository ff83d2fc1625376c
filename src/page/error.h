/* An error text behind status 200. */
#ifndef XJ_PAGE_ERROR_H
#define XJ_PAGE_ERROR_H

#include "page/kind.h"

bool error_is_page(const struct kind_input *in, const struct page *page);

#endif
