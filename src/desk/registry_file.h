/* sites.csv (or .xlsx) -> struct site_list. */
#ifndef XJ_DESK_REGISTRY_FILE_H
#define XJ_DESK_REGISTRY_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "model/site.h"

enum { REGISTRY_SITES_MAX = 200000, REGISTRY_BYTES_MAX = 256 << 20 };

/* A row that was not taken. */
struct bad_row {
    size_t line;       /* in the file, 1-based, header counted; the row number for .xlsx */
    struct str reason; /* Chinese: which column, what is wrong, what is expected */
};

struct registry_file {
    struct site_list sites;
    const struct bad_row *bad;
    size_t n_bad;
};

/*
 * Reads by the extension: .xlsx, else CSV (RFC 4180, UTF-8 with or without BOM, else GB18030).
 * Columns are found by their Chinese names, in any order; unknown columns are ignored.
 *
 * RC_IO: cannot read. RC_SYNTAX: no header, or a required column is missing. RC_LIMIT: too large.
 */
MUST_USE enum rc registry_file_read_sites(const char *path, struct arena *a,
                                          struct registry_file *out, struct err *err);

#endif
