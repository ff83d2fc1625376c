/* Text in columns of a terminal, where a Chinese character is two cells wide. */
#ifndef XJ_REPORT_COLUMNS_H
#define XJ_REPORT_COLUMNS_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

/* Cells that the text takes; control and combining characters take none. */
size_t text_width(struct str s);

/*
 * Adds s in exactly `width` cells: filled with spaces, or cut with "…" at its end. Control
 * characters, which could move the cursor or colour the terminal, are left out.
 */
void column_add(struct buf *out, struct str s, size_t width);
/* All of s in one line, likewise without control characters, and without those that turn the
 * direction. */
void column_add_rest(struct buf *out, struct str s);
/* A number against the right edge; never cut. */
void column_add_int(struct buf *out, int64_t value, size_t width);

#endif
