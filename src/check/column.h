/* Columns: which pages are one column, what it is called, how old its newest item may be. */
#ifndef XJ_CHECK_COLUMN_H
#define XJ_CHECK_COLUMN_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "check/check.h"
#include "model/crawl.h"
#include "model/site.h"

/*
 * What the pages of one column have in common: "http://x.gov.cn/tzgg/" of .../tzgg/index_2.html,
 * .../tzgg/list.html, .../tzgg/page/2/ and .../tzgg/?page=3. In the arena, or a view of url.
 * *number is the page's number in the column, 1 for the first or when it shows none.
 */
struct str column_base(struct str url, struct arena *a, int64_t *number);

/* The page's own name: its ColumnName tag, else the first part of its title that is not the site's
 * name. May be empty. */
struct str column_name(const struct digest *d, const struct site *site);

/* "http://x.gov.cn/a/" of "http://x.gov.cn/a/b.html?c". */
struct str column_directory(struct str url);

/* The page's column is called by one of the words: by its tag, or by the way to it that the page
 * shows. */
bool column_has_name(const struct page *page, const struct words *words);

/* What only footers lead to, whatever their box is called: the filings, the badge, the error entry.
 */
bool link_is_of_footer(const struct link *l);

/* The same day so many calendar months before; the month's last day when it has no such day. */
int32_t day_minus_months(int32_t day, int64_t months);

#endif
