/*
 * Finds wrong characters in Chinese text: a language model says which change of like-sounding or
 * like-looking characters would make the text more likely, and a trained decision says whether
 * that is believable.
 */
#ifndef XJ_SPELLER_SPELLER_H
#define XJ_SPELLER_SPELLER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "speller/edits.h"
#include "speller/features.h"
#include "speller/ngrams.h"

struct speller;

/*
 *   book      path of the compiled data (maker/)
 *   decision  path of data/speller.txt, the trained decision
 *
 * RC_IO, RC_SYNTAX: the sentence names the file. Gives *out; may be used by several threads, each
 * with work of its own.
 */
MUST_USE enum rc speller_open(const char *book, const char *decision, struct speller **out,
                              struct err *err);
void speller_free(struct speller *s);
void speller_freep(struct speller **s);
/* Hash of data and decision: two runs with the same one give the same answers. */
uint64_t speller_hash(const struct speller *s);
const struct book *speller_book(const struct speller *s);
/* Texts of the field, or NULL; borrowed, replaces the ones before. Drops nothing that was found. */
void speller_set_seen(struct speller *s, const struct ngrams *seen);

/* Memory of one reader, and what it found in the sentences that it saw last. */
struct speller_work;
struct speller_work *speller_work_new(void);
void speller_work_free(struct speller_work *w);
void speller_work_freep(struct speller_work **w);

/* A place of the text that is likely wrong. */
struct misspelling {
    size_t at, n;      /* bytes */
    struct str right;  /* in the arena */
    double score;      /* SPELLER_SUSPECT..1: how likely it is wrong and this is right */
    bool is_confirmed; /* shown to everybody; others only on request */
    bool is_in_name;   /* it may be (part of) the name of a place, or a long term of the field */
    size_t reach;      /* characters behind it that belong to a word that `right` makes */
};
struct misspelling_list {
    struct misspelling *found; /* in the arena, by place; no two overlap */
    size_t n;
};

/* UTF-8; past SPELLER_FOUND_MAX the rest of the text is not looked at. */
enum { SPELLER_FOUND_MAX = 10000 };
void speller_read(const struct speller *s, struct speller_work *w, struct str text, struct arena *a,
                  struct misspelling_list *out);

/* For training: each edit of a run that is measured, with its features. is_field: `seen` has texts
 * of the field, not the book's prose alone. */
typedef void edit_visitor(void *ctx, const struct lattice *l, const struct edit *e,
                          const float features[FEATURES]);
void speller_visit(const struct book *b, const struct ngrams *seen, bool is_field,
                   struct speller_work *w, const struct run *run, edit_visitor *visit, void *ctx);

#endif
