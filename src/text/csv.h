/* Tables as text: RFC 4180, read the way that people's spreadsheets write it. */
#ifndef XJ_TEXT_CSV_H
#define XJ_TEXT_CSV_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum {
    CSV_CELLS_MAX = 256,        /* a row; more make it malformed */
    CSV_CELL_BYTES_MAX = 65536, /* a quoted cell; more is taken for a forgotten closing quote */
};

/* One row of a table, wherever it was read. */
struct csv_row {
    size_t line; /* 1-based, where the row begins */
    const struct str *cells;
    size_t n;
    const char *fault; /* Chinese; NULL = well-formed. A malformed row has no cells */
};

/* Reads `text` row by row, once. Zero-copy but for cells with doubled quotes. */
struct csv {
    struct str rest; /* borrowed, UTF-8 without BOM */
    size_t line;     /* of the first byte of rest */
    char separator;
};

/* Looks at the first line for the separator: comma, else tab, else semicolon. Skips a BOM. */
struct csv csv_of(struct str text);

/*
 * Takes the next row; false at the end. "\n", "\r\n" and "\r" end a line. An empty line is a row
 * with one empty cell.
 *
 * A malformed row (a quoted cell that does not end, or is followed by something else, too many
 * cells) costs its first line only: reading goes on with the line below it. Time is linear in the
 * text whatever it holds.
 *
 *   row  its cells are views into the text or live in `a`; valid until `a` is reset
 */
MUST_USE bool csv_next(struct csv *c, struct arena *a, struct csv_row *row);

#endif
