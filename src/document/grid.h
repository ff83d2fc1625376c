/*
 * A workbook (.xlsx) that is written row by row, one sheet after the other. Cells of text stay text
 * whatever they say: no formula, no link but to the web. Memory does not grow with the rows, but
 * for their links.
 */
#ifndef XJ_DOCUMENT_GRID_H
#define XJ_DOCUMENT_GRID_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/out_file.h"
#include "model/finding.h"

#include <xlsxwriter.h>

enum {
    /* in a sheet; past it addresses are text. Excel ends at 65,530, and each is held until the file
     * is written: some 2 KB */
    GRID_LINKS_MAX = 20000,
    GRID_ROWS_MAX = 1048575, /* of a sheet, below its head: Excel's */
    GRID_CELL_CHARS_MAX = 2000,
};

struct grid {
    struct out_file file;
    lxw_workbook *workbook;
    lxw_format *head, *percent, *link;
    lxw_worksheet *sheet; /* the open one; NULL when it could not be made: cells go nowhere */
    bool is_failed;       /* some sheet could not */
    lxw_row_t row;        /* where the next cell goes */
    lxw_col_t column;
    uint16_t n_columns;
    size_t n_links; /* in the sheet */
    struct buf text;
    struct arena a;
};

struct grid_column {
    const char *title;
    double width; /* characters */
};

/* path: appears whole at grid_commit, or not at all. RC_IO. */
MUST_USE enum rc grid_open(struct grid *b, const char *path, struct err *err);
/* RC_IO: the disk. */
MUST_USE enum rc grid_commit(struct grid *b, struct err *err);
void grid_done(struct grid *b);

/* The head stays in sight and has filters. */
void grid_begin_sheet(struct grid *b, const char *name, const struct grid_column *columns,
                      size_t n);
void grid_end_sheet(struct grid *b);

/* The next cells of the row; an empty text, a number that is not set leave theirs empty. */
void grid_text(struct grid *b, struct str text);
void grid_day(struct grid *b, int32_t day); /* DAY_NONE: empty */
void grid_count(struct grid *b, int64_t count);
void grid_number(struct grid *b, struct number number);
void grid_share(struct grid *b, int64_t part, int64_t whole); /* as percent; whole 0: empty */
void grid_link(struct grid *b, struct str url);
/* Text that leads to a file of ours, beside the workbook or absolute; path empty: not known. */
void grid_file_link(struct grid *b, struct str text, struct str path);
void grid_end_row(struct grid *b);
/* The sheet takes no further row; then err says so, as RC_LIMIT. */
bool grid_is_full(const struct grid *b, struct err *err);

#endif
