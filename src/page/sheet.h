/* A style sheet, read for two things only: what it hides, and what it links to (url(), @import). */
#ifndef XJ_PAGE_SHEET_H
#define XJ_PAGE_SHEET_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* Opaque; owns its memory. Rules that hide nothing are dropped, so it is small. */
struct sheet;

/* UTF-8 or ASCII-compatible text; at most 1 MiB is read. Never fails; NULL when it hides nothing.
 */
struct sheet *sheet_parse(struct str css);
void sheet_free(struct sheet *s);

/* The targets of url() and @import, as written, in order, without data: URLs; at most 2,000. */
size_t sheet_links(struct str css, struct arena *a, const struct str **out);

#endif
