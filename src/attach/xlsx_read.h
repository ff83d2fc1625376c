/* The sheets of an .xlsx workbook (ISO 29500), row by row, as text. */
#ifndef XJ_ATTACH_XLSX_READ_H
#define XJ_ATTACH_XLSX_READ_H

#include "attach/package.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "text/csv.h"

enum {
    XLSX_TEXT_BYTES_MAX = 128 << 20, /* the table of shared strings, in memory */
    XLSX_STRINGS_MAX = 2 << 20,      /* shared strings */
    XLSX_CELL_BYTES_MAX = 65536, /* a longer text is cut; Excel's own limit is 32767 characters */
};

/* Returning other than RC_OK stops the reading. The row is valid until it returns. */
typedef enum rc (*xlsx_row_fn)(void *ctx, const struct csv_row *row, struct err *err);

/*
 * Calls `each` for every row of the first visible sheet that holds a cell; row->line is the sheet's
 * row number. A whole number is written with all its digits however the file writes it
 * (5.109040003E9 -> "5109040003"); a formula counts as its stored result. Columns past
 * CSV_CELLS_MAX are ignored.
 *
 *   bytes  the file, borrowed
 *
 * RC_SYNTAX: no workbook, damaged, encrypted, or with a DTD. RC_LIMIT: one of the limits above or
 * of attach/attach.h.
 */
MUST_USE enum rc xlsx_read(struct str bytes, xlsx_row_fn each, void *ctx, struct err *err);
/* The same for all sheets, hidden ones too; `begin` is told of each, from 1, and of its name
 * (borrowed; empty: the workbook does not tell). */
typedef void xlsx_sheet_fn(void *ctx, size_t number, struct str name);
MUST_USE enum rc xlsx_read_all(struct package *package, xlsx_sheet_fn *begin, xlsx_row_fn each,
                               void *ctx, struct err *err);

#endif
