/* Fills in the places of layouts: {{key}}, {{>part}}, {{#list ...}}. See docs/fixtures.md. */
#ifndef XJ_WEB_LAYOUT_H
#define XJ_WEB_LAYOUT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* A list of "key: value" lines. */
struct pair {
    struct str key, value;
    struct pair *next;
};

/* A page as its author wrote it. */
struct source {
    struct str host, path;
    struct pair *own;                         /* what the page says of itself */
    struct pair *const *bundle, *const *site; /* defaults; NULL: none */
    struct str body;
    struct str date; /* value of "date"; empty: in no list */
    const char *file;
    size_t line; /* where the page begins in its file */
};

/* All pages and layouts of one folder. */
struct layouts {
    const char *dir;              /* folder of the layouts */
    const struct source *sources; /* by host, then date, newest first, then path from the end */
    size_t n;
    struct arena *a;
    struct layout_file *files; /* read so far; starts as NULL */
};

/* Orders sources for struct layouts: for qsort. */
int source_cmp(const void *a, const void *b);

/* Appends the page. RC_SYNTAX, RC_LIMIT, RC_NOT_FOUND, RC_IO: file, line and reason. */
MUST_USE enum rc layout_render(struct layouts *l, const struct source *s, struct buf *out,
                               struct err *err);

/* The whole file, in a. RC_IO, RC_LIMIT. */
MUST_USE enum rc layout_read_file(const char *path, struct arena *a, struct str *out,
                                  struct err *err);

#endif
