/*
 * A text as the engines compare it: what only hides a word from a search is taken out. Full-width
 * letters and digits become ASCII, traditional characters simplified, zero-width characters and
 * spaces between Chinese characters disappear. Places lead back to the text as it stands.
 */
#ifndef XJ_PROOF_FOLDED_H
#define XJ_PROOF_FOLDED_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

/* Which characters fold into which; made once, then only read. */
struct fold_table;

/* RC_IO: the conversion data of OpenCC cannot be read. Gives *out. */
MUST_USE enum rc fold_table_new(struct fold_table **out, struct err *err);
void fold_table_free(struct fold_table *t);
void fold_table_freep(struct fold_table **t);

/*
 * The simplified form of a character that is used in traditional Chinese only; 0 for all others.
 * What GB 2312 has (乾, 瞭, 著) is written in simplified Chinese too.
 */
uint32_t fold_traditional(const struct fold_table *t, uint32_t cp);

struct fold_step;

/* Strings and steps live in the arena; the text may be the original itself. */
struct folded {
    struct str text;
    struct str original;
    const struct fold_step *steps; /* where the distance to the original changes */
    size_t n_steps;
};

struct folded fold(const struct fold_table *t, struct str text, struct arena *a);

/* The place in the original of `n` > 0 bytes at `at`; both are borders of characters. */
struct str fold_original(const struct folded *f, size_t at, size_t n);

#endif
