/* The registry as an office keeps it: lists imported after a look at what they change, single
 * fields set, and the list written out again in the same columns. */
#ifndef XJ_DESK_REGISTRY_DESK_H
#define XJ_DESK_REGISTRY_DESK_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "desk/list_file.h"
#include "desk/signature.h"
#include "office/registry.h"

/* A row of the file that is not in the registry, or not so. */
struct registry_difference {
    struct registry_row row;
    struct registry_row before;          /* of a changed one */
    size_t changed[REGISTRY_FIELDS_MAX]; /* places of its fields */
    size_t n_changed;
};

struct registry_preview {
    char token[DIGEST_TEXT_BYTES]; /* of the file's content and of all that is said below */
    const struct registry_difference *added, *changed;
    size_t n_added, n_changed, n_unchanged;
    const struct registry_row *absent; /* in the registry, not closed, not in the file: they stay */
    size_t n_absent;
    const struct bad_row *bad;
    size_t n_bad;
};

/* What importing the list would do; writes nothing. rc as list_file_parse. */
MUST_USE enum rc registry_preview(struct store *s, enum registry_kind kind, struct str bytes,
                                  struct arena *a, struct registry_preview *out, struct err *err);
/*
 * Does what a preview said, in one transaction.
 *
 *   token  of that preview
 *   out    may be NULL
 *
 * RC_BUSY: the registry is not as it was, so that the import would do something else.
 */
MUST_USE enum rc registry_import(struct store *s, enum registry_kind kind, struct str bytes,
                                 struct str token, const struct registrar *who, struct arena *a,
                                 struct registry_preview *out, struct err *err);

/* A field as people type it. */
struct registry_value {
    size_t field; /* place in the form */
    struct str value;
};
/* The other fields stay. RC_NOT_FOUND: no such. RC_SYNTAX: a value that the field does not take, or
 * one that makes another id. */
MUST_USE enum rc registry_set(struct store *s, struct str id, const struct registry_value *values,
                              size_t n, const struct registrar *who, size_t *n_changed,
                              struct err *err);

/* The columns of the list's file, with BOM; then one registered thing, a registered_fn with a
 * struct buf. */
void registry_list_begin(enum registry_kind kind, struct buf *out);
MUST_USE enum rc registry_list_add(void *list, const struct registered *r, struct err *err);
/* The list of the unit and of those below it (0 = all). */
MUST_USE enum rc registry_export(struct store *s, enum registry_kind kind, int64_t unit,
                                 struct buf *out, struct err *err);

#endif
