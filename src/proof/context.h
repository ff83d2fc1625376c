/*
 * What must stand, or must not stand, around a place for a lexicon entry to count there. Everything
 * is looked for within the line, in folded text (proof/folded.h).
 */
#ifndef XJ_PROOF_CONTEXT_H
#define XJ_PROOF_CONTEXT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "proof/folded.h"

enum context_side {
    CONTEXT_BEFORE, /* directly in front of the place */
    CONTEXT_AFTER,  /* directly behind it */
    CONTEXT_NEAR,   /* within n_chars of it, on either side */
};

/* One of the words must stand there (or, when it forbids, none may). */
struct condition {
    enum context_side side;
    bool forbids;
    size_t n_chars;          /* CONTEXT_NEAR */
    const struct str *words; /* folded */
    size_t n;
};

enum { CONTEXT_CONDITIONS_MAX = 12, CONTEXT_CHARS_MAX = 200 };

/* All conditions must hold. Zeroed: always. Arrays in the arena of the parser. */
struct context {
    struct condition conditions[CONTEXT_CONDITIONS_MAX];
    size_t n;
    bool outside_title; /* not within 《》 */
    bool alone;         /* all of a line, or between punctuation */
    bool not_past;      /* not where the text speaks of a time before the entry begins to count */
};

/*
 * Adds what a cell of the column 条件 says: "前非 原|时任；近须30 书记|主席；书名号外；往事除外"
 * (docs/lexicon.md). RC_SYNTAX: the sentence says which part is not understood.
 */
MUST_USE enum rc context_parse(struct str cell, const struct fold_table *t, struct arena *a,
                               struct context *c, struct err *err);

/*
 *   text   folded
 *   at, n  the place in it
 *   year   in which the entry begins to count; 0: it always did
 */
bool context_fits(const struct context *c, struct str text, size_t at, size_t n, int year);

#endif
