/* The one writer of CSV (RFC 4180, UTF-8 with a BOM, which spreadsheets need for Chinese). */
#ifndef XJ_TEXT_CSV_WRITE_H
#define XJ_TEXT_CSV_WRITE_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

#define CSV_BOM "\xEF\xBB\xBF"

/*
 * A row. Text from web sites must not become a formula: a cell that begins with = + - @ or a tab,
 * behind apostrophes or none, gets an apostrophe before it, unless it is a number.
 */
void csv_add_row(struct buf *out, const struct str *cells, size_t n);
/* A cell that was read back, without that apostrophe. */
struct str csv_meant(struct str cell);

#endif
