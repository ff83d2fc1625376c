/* The registry as an office keeps it: lists imported after a look at what they change, single
 * fields set, and the list written out again in the same columns. */
#ifndef XJ_DESK_REGISTRY_DESK_H
#define XJ_DESK_REGISTRY_DESK_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "desk/registry_file.h"
#include "desk/signature.h"
#include "office/registry.h"

/* A row of the file that is not in the registry, or not so. */
struct registry_entry {
    struct site site;
    struct site before; /* of a changed one */
    enum site_field changed[SITE_FIELD_N];
    size_t n_changed;
};

struct registry_preview {
    char token[DIGEST_TEXT_BYTES]; /* of the file's content and of all that is said below */
    const struct registry_entry *added, *changed;
    size_t n_added, n_changed, n_unchanged;
    const struct site *absent; /* in the registry, not closed, and not in the file: they stay */
    size_t n_absent;
    const struct bad_row *bad;
    size_t n_bad;
};

/* What importing the file would do; writes nothing. rc as registry_file_parse_sites. */
MUST_USE enum rc registry_preview_sites(struct store *s, struct str bytes, struct arena *a,
                                        struct registry_preview *out, struct err *err);
/*
 * Does what a preview said, in one transaction.
 *
 *   token  of that preview
 *   out    may be NULL
 *
 * RC_BUSY: the registry is not as it was, so that the import would do something else.
 */
MUST_USE enum rc registry_import_sites(struct store *s, struct str bytes, struct str token,
                                       const struct registrar *who, struct arena *a,
                                       struct registry_preview *out, struct err *err);

/* Fields of a site as people type them; the others stay. */
struct registry_value {
    enum site_field field;
    struct str value;
};
/* RC_NOT_FOUND: no such site. RC_SYNTAX: a value that the field does not take, or the code. */
MUST_USE enum rc registry_set(struct store *s, struct str code, const struct registry_value *values,
                              size_t n, const struct registrar *who, size_t *n_changed,
                              struct err *err);

/* sites.csv, with BOM: the registered sites of the unit and of those below it (0 = all). */
MUST_USE enum rc registry_export_sites(struct store *s, int64_t unit, struct buf *out,
                                       struct err *err);

#endif
