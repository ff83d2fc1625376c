/* The lists of sites and of accounts, sites.csv and accounts.csv (or .xlsx), as rows of texts. */
#ifndef XJ_DESK_LIST_FILE_H
#define XJ_DESK_LIST_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "desk/complaint.h"
#include "model/registry.h"

enum { LIST_ROWS_MAX = 200000, LIST_BYTES_MAX = 256 << 20 };

struct list_file {
    const struct registry_row *rows;
    size_t n;
    const struct bad_row *bad;
    size_t n_bad;
};

/*
 * Reads .xlsx (by its first bytes, whatever the name) or CSV (RFC 4180; comma, tab or semicolon;
 * UTF-8 with or without BOM, UTF-16 with BOM, GB18030). Columns are found by their Chinese names,
 * in any order, within the first ten rows; unknown columns are ignored. Forgiven: spaces, invisible
 * and full-width characters, a missing "http://", blank rows. Of two rows with one id the first is
 * taken.
 *
 *   a    takes the result
 *   out  written only on RC_OK
 *
 * RC_SYNTAX: no header, a required column is missing, a damaged or old .xls file. RC_LIMIT: too
 * large.
 */
MUST_USE enum rc list_file_parse(enum registry_kind kind, struct str bytes, struct arena *a,
                                 struct list_file *out, struct err *err);
/* The same of a file; the sentence names it. Also RC_IO: cannot read. */
MUST_USE enum rc list_file_read(enum registry_kind kind, const char *path, struct arena *a,
                                struct list_file *out, struct err *err);

/* One row as people typed it, in the order of the form's fields. RC_SYNTAX: the sentence says what
 * is wrong. */
MUST_USE enum rc list_file_check(enum registry_kind kind, const struct str *cells, struct arena *a,
                                 struct registry_row *out, struct err *err);

/* Their sites; strings are those of the rows. */
struct site_list list_file_sites(const struct list_file *f, struct arena *a);

#endif
