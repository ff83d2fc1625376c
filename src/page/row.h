/* Rows of lists whose title has no address: a script opens it, or the address is gone. */
#ifndef XJ_PAGE_ROW_H
#define XJ_PAGE_ROW_H

#include "page/flow.h"

#define ROW_BUTTONS UINT32_MAX

/* The <li> or <tr> around a box; 0. */
uint32_t row_around(const struct flow *fl, uint32_t box);

/*
 * For each box 0, or one more than the piece that is the title of this dated row, or ROW_BUTTONS
 * where the links without an address are no title: its day is of a title before them. One such row
 * alone is a bar with buttons: at least three dated rows stand below each other, with addresses or
 * without, or the days below a head such as 发布时间; on a home page at least three of those
 * without an address, or fewer than of the others. What says the same in all rows is a button.
 * Where the linked title without a day stands before the row, the day is that one's; where none
 * stands before the first row, 0: the days may stand above their titles.
 */
const uint32_t *row_titles(const struct flow *fl, int32_t today, bool is_home, struct arena *a);

#endif
