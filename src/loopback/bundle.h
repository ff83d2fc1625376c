/*
 * Bundles: files "*.pages" that hold many alike pages as readable source, and the layouts that make
 * pages of them. docs/fixtures.md describes both.
 */
#ifndef XJ_WEB_BUNDLE_H
#define XJ_WEB_BUNDLE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

/* One page, ready to be sent. */
struct bundle_page {
    struct str host;
    struct str path; /* "/zwdt/index.html", "/show.asp?id=3" */
    struct str body;
};

struct bundles {
    const struct bundle_page *pages; /* by host, then path */
    size_t n;
};

/* Layouts, values and lists may stand within each other this deep. */
enum { BUNDLE_DEPTH_MAX = 24, BUNDLE_PAGES_MAX = 100000, BUNDLE_PAGE_BYTES_MAX = 16 << 20 };

/*
 * Reads and fills in all bundles below dir/www, so that mistakes show at the start. A folder
 * without bundles gives none. RC_IO, RC_SYNTAX, RC_LIMIT: the sentence has file, line and reason.
 */
MUST_USE enum rc bundles_load(const char *dir, struct arena *a, struct bundles *out,
                              struct err *err);

/* The page, or NULL. */
const struct bundle_page *bundles_find(const struct bundles *b, struct str host, struct str path);

#endif
