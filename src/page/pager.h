/* Where a page says that more pages of its list follow. */
#ifndef XJ_PAGE_PAGER_H
#define XJ_PAGE_PAGER_H

#include "base/base.h"
#include "page/flow.h"

/* The last piece that is of a pager: "尾页", "下一页", "首页 上一页 下一页". NO_SEG: none. */
uint32_t pager_find(const struct flow *fl);
/* The first one: "尾页", or "下一页" with an address, for buttons that only a script answers turn
 * pictures. NO_SEG: none. */
uint32_t pager_first(const struct flow *fl);
/* "更多>>": the text of a link from a window to its column. */
bool pager_is_more(struct str s);
/* The same, and "<上一页", "第一页": leads to other rows and is the title of none. */
bool pager_is_way(struct str s);
/* "[查看全文]": the way to the text whose title stands elsewhere in the row. */
bool pager_is_whole(struct str s);
/* The piece is the title of the text before or behind this one, behind its label 上一篇 or with it:
 * what such stand between is no list. */
bool pager_is_neighbour(const struct flow *fl, uint32_t i);

#endif
