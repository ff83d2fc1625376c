/*
 * The matcher: thousands of expressions that are looked for in one pass over a text. What one
 * means, where it counts and what should stand there is an entry; entries come from files
 * (proof/lexicon_file.h).
 */
#ifndef XJ_PROOF_LEXICON_H
#define XJ_PROOF_LEXICON_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "proof/context.h"
#include "proof/folded.h"
#include "proof/problem.h"

enum lexicon_grade {
    LEXICON_SUSPECT, /* 疑似 */
    LEXICON_PLAIN,   /* 一般 */
    LEXICON_SERIOUS, /* 严重 */
};

/* Strings are borrowed from the arena of the list. */
struct lexicon_entry {
    struct str wrong;   /* as written in the file */
    struct str pattern; /* folded: what is looked for; at least two characters */
    struct str right;   /* empty: no suggestion */
    struct str class;   /* Chinese */
    struct str source;
    const char *check; /* check id that reports it */
    enum lexicon_grade grade;
    int32_t from, to; /* days of the page on which it counts; DAY_NONE: no such border */
    struct context context;
    struct str file; /* where it stands, for messages */
    size_t line;
};

enum { LEXICON_ENTRIES_MAX = 200000, LEXICON_WORD_BYTES_MAX = 200 };

/* Grows in the arena. Zeroed but for the arena is empty. */
struct lexicon_entries {
    struct arena *a;
    struct lexicon_entry *entries;
    size_t n, cap;
};

void lexicon_entries_add(struct lexicon_entries *l, struct lexicon_entry e);

struct lexicon;

/*
 * Compiles the patterns.
 *
 *   entries  borrowed for the life of the lexicon; may be empty
 *
 * RC_UNSUPPORTED: the processor or the pattern library refuses. Gives *out.
 */
MUST_USE enum rc lexicon_new(const struct lexicon_entries *entries, struct lexicon **out,
                             struct err *err);
void lexicon_free(struct lexicon *l);
void lexicon_freep(struct lexicon **l);

/*
 * Adds what is found. One thread at a time: the lexicon keeps the memory of the search.
 *
 *   day  the day of the page or draft; DAY_NONE: entries that have a border in time do not count
 */
void lexicon_find(struct lexicon *l, const struct folded *text, int32_t day,
                  struct problem_list *out);

#endif
