/* sites.csv (or .xlsx) -> struct site_list. */
#ifndef XJ_DESK_REGISTRY_FILE_H
#define XJ_DESK_REGISTRY_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "desk/complaint.h"
#include "model/site.h"

enum { REGISTRY_SITES_MAX = 200000, REGISTRY_BYTES_MAX = 256 << 20 };

struct registry_file {
    struct site_list sites;
    const struct bad_row *bad;
    size_t n_bad;
};

/*
 * Reads .xlsx (by its first bytes, whatever the name) or CSV (RFC 4180; comma, tab or semicolon;
 * UTF-8 with or without BOM, UTF-16 with BOM, GB18030). Columns are found by their Chinese names,
 * in any order, within the first ten rows; unknown columns are ignored. Forgiven: spaces, invisible
 * and full-width characters, a missing "http://", blank rows. Of two rows with one code the first
 * is taken.
 *
 *   a    takes the result
 *   out  written only on RC_OK
 *
 * RC_IO: cannot read. RC_SYNTAX: no header, a required column is missing, a damaged or old .xls
 * file. RC_LIMIT: too large. The sentence names the file.
 */
MUST_USE enum rc registry_file_read_sites(const char *path, struct arena *a,
                                          struct registry_file *out, struct err *err);
/* The same for the content of a file. */
MUST_USE enum rc registry_file_parse_sites(struct str bytes, struct arena *a,
                                           struct registry_file *out, struct err *err);

/* One row as people typed it, in the order of enum site_field. RC_SYNTAX: the sentence says what is
 * wrong. */
MUST_USE enum rc registry_file_check_site(const struct str cells[SITE_FIELD_N], struct arena *a,
                                          struct site *out, struct err *err);

#endif
