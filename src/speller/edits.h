/* What may have been meant: changes of one or more characters that make the run more likely. */
#ifndef XJ_SPELLER_EDITS_H
#define XJ_SPELLER_EDITS_H

#include "base/base.h"
#include "speller/lattice.h"
#include "speller/ngrams.h"

enum edit_kind {
    EDIT_WORD,   /* one character, which makes a word of two and more */
    EDIT_SOUND,  /* another word of the same sound, two or more characters changed */
    EDIT_SINGLE, /* one character, a word by itself */
    EDIT_SEEN,   /* one character, which makes what other texts have */
};

struct edit {
    uint16_t begin, n;              /* glyphs of the run that are replaced */
    uint16_t glyphs[BOOK_WORD_MAX]; /* by these */
    uint16_t word_begin, word_end;  /* the word that they make */
    uint32_t word;
    uint16_t before, after; /* cells beside the word */
    uint8_t kind;
    uint8_t n_rivals; /* other edits of the same place that were considered */
    float gain;       /* log10 against the run as it stands, by pairs of words */
    float lead;       /* gain against the best other edit of the same place */
    float lead_near;  /* the same against those that touch it and begin elsewhere */
};

enum {
    EDITS_MAX = 4096,  /* of a run */
    EDITS_A_PLACE = 4, /* that begin at one place; the best are kept */
};

struct edit_list {
    struct edit edits[EDITS_MAX];
    size_t n;
};

/*
 * Fills out, sorted by place, the best first.
 *
 *   seen  texts of the same field; may be NULL
 */
void edits_find(const struct book *b, const struct lattice *l, const struct ngrams *seen,
                struct edit_list *out);

#endif
