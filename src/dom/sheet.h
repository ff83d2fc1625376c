/* A style sheet, read for two things only: what it hides, and what it links to (url(), @import). */
#ifndef XJ_DOM_SHEET_H
#define XJ_DOM_SHEET_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* Opaque; owns its memory. Rules that neither hide nor show nor colour anything are dropped. */
struct sheet;

/* UTF-8 or ASCII-compatible text; at most 1 MiB is read. Never fails; NULL when it hides nothing.
 */
struct sheet *sheet_parse(struct str css);
void sheet_free(struct sheet *s);

/* The targets of url() and @import, as written, in order, without data: URLs; at most 2,000. */
size_t sheet_links(struct str css, struct arena *a, const struct str **out);

/* The next of them, whatever its scheme; a view. *css advances; false at the end. */
bool sheet_next_link(struct str *css, struct str *url, bool *is_import);

/* For matching (hidden.c). */
struct node;
struct style;
enum { SUBJECT_ATOMS_MAX = 24 };
/* What selectors ask of an element: hashes of its name, id and classes. */
struct subject {
    const struct node *node;
    uint32_t atoms[SUBJECT_ATOMS_MAX];
    size_t n_atoms;
};
void subject_of(const struct node *n, struct subject *out);
/*
 * Adds to *style what the sheets (in the order of the page; NULLs are skipped) say of the element.
 * Simple selectors only: tag, .class, #id and their compounds, descendants and children.
 *
 * Each comparison takes one from *budget; at 0 nothing more is found.
 */
void sheets_apply(const struct sheet *const *sheets, size_t n_sheets, const struct subject *subject,
                  size_t *budget, struct style *style);

#endif
