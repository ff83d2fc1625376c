/* The built pages: read once, served from memory. */
#ifndef XJ_WEB_FILES_H
#define XJ_WEB_FILES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { FILES_MAX = 2000, FILES_BYTES_MAX = 64 << 20, FILES_DEPTH_MAX = 4 };

struct page_file {
    struct str path; /* "assets/index-1a2b3c.js" */
    struct str bytes;
    struct str gzip; /* of PATH.gz beside it; empty: none */
    const char *type;
    struct str etag;
    bool is_hashed; /* under assets/: its name changes with its content */
};

struct page_files {
    struct page_file *files; /* by path */
    size_t n;
};

/*
 * Reads the folder; links and hidden files are left out. A folder that is missing has no files.
 *
 * RC_IO; RC_LIMIT: more than a build of ours ever is.
 */
MUST_USE enum rc page_files_load(const char *dir, struct arena *a, struct page_files *out,
                                 struct err *err);
/* What to show at a path ("/", "/sites/6107000034", "/assets/x.js"): a path without a dot in its
 * last part is index.html. NULL: nothing. */
const struct page_file *page_files_find(const struct page_files *f, struct str path);

#endif
