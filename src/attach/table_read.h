/* A list that people keep, as .csv or .xlsx: columns found by their names, row by row. */
#ifndef XJ_ATTACH_TABLE_READ_H
#define XJ_ATTACH_TABLE_READ_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { TABLE_COLUMNS_MAX = 32, TABLE_HEADER_ROWS_MAX = 10 };

struct table_form {
    const struct table_column {
        const char *name, *other; /* other: used for the same elsewhere; NULL = none */
    } * columns;
    size_t n_columns;  /* at most TABLE_COLUMNS_MAX */
    size_t n_required; /* the first ones; a file without one of them is refused */
    size_t key;        /* a row that names this column is the header, or the file has none */
    size_t max_rows;   /* below the header, blank ones not counted */
};

/* One row below the header that is not blank. */
struct table_row {
    size_t line;       /* in the file, 1-based; the row number for .xlsx */
    const char *fault; /* Chinese; the row is malformed and its cells are empty. NULL = none */
    const struct str *cells; /* n_columns, in the order of the form; empty: not given */
};

/* Returning other than RC_OK stops the reading. The row is valid until it returns. */
typedef enum rc (*table_row_fn)(void *ctx, const struct table_row *row, struct err *err);

/*
 * Reads .xlsx (by its first bytes) or CSV (RFC 4180; comma, tab or semicolon; UTF-8 with or without
 * BOM, UTF-16 with BOM, GB18030). Titles may stand above the header, within the first ten rows;
 * unknown columns are ignored, of two with one name the first counts.
 *
 *   bytes  the file, borrowed
 *
 * RC_SYNTAX: no header, a required column is missing, a damaged or old .xls file. RC_LIMIT: too
 * large, too many rows.
 */
MUST_USE enum rc table_read(const struct table_form *form, struct str bytes, table_row_fn each,
                            void *ctx, struct err *err);

#endif
