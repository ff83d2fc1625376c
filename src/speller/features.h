/* What the decision looks at: numbers that say how believable an edit is. */
#ifndef XJ_SPELLER_FEATURES_H
#define XJ_SPELLER_FEATURES_H

#include "base/base.h"
#include "speller/edits.h"
#include "speller/lattice.h"
#include "speller/ngrams.h"

enum feature {
    F_GAIN,        /* by pairs of words */
    F_GAIN_THREE,  /* by rows of three words */
    F_LEAD,        /* against the next best edit of the place */
    F_RIVALS,      /* how many were considered there */
    F_KIND,        /* enum edit_kind */
    F_CHANGED,     /* characters changed */
    F_WORD_LENGTH, /* of the new word */
    F_SOUND,       /* the least alike of the changed characters */
    F_STROKES,
    F_PHONETIC,
    F_OLD_FREQUENCY, /* of the rarest character, log10 */
    F_NEW_FREQUENCY,
    F_NEW_PROB,   /* of the new word alone */
    F_OLD_LENGTH, /* of the word that covers the place now */
    F_OLD_PROB,
    F_OLD_SEEN, /* how many of that word's two neighbours the model has seen it with */
    F_NEW_SEEN,
    F_NEW_LEFT, /* what the neighbours add to the new word's own probability */
    F_NEW_RIGHT,
    F_RUN_LENGTH,
    F_FROM_BEGIN,
    F_TO_END,
    F_RUN_SCORE,    /* of the run as it stands, a character */
    F_AROUND_SCORE, /* of the three words on each side, a character */
    F_PLACE_SCORE,  /* of what the new word replaces, a character */
    F_SINGLES,      /* words of one character now, two characters around */
    F_FEWER_WORDS,  /* words that the new one replaces */
    F_REPEATS,      /* -1: a repeated character goes away; 1: one comes */
    F_SPAN_IS_WORD, /* where the new word goes, another word stands already */
    F_SPAN_PROB,
    F_TIES,     /* words that start or end amid the new word in the best way now */
    F_OLD_LEFT, /* what the neighbours add to the old word's own probability */
    F_OLD_RIGHT,
    F_MARK_BEFORE, /* enum mark that the run begins at, if it is near; -1: it is not */
    F_MARK_AFTER,
    F_NAME,               /* a surname that stands alone is before: how many characters; 0: none */
    F_LEAD_NEAR,          /* against the best edit that touches the place but begins elsewhere */
    F_SEEN_TWO_OLD_LEAST, /* from here on: the book's prose and texts of the field */
    F_SEEN_TWO_OLD_MOST,
    F_SEEN_TWO_NEW_LEAST,
    F_SEEN_TWO_NEW_MOST,
    F_SEEN_THREE_OLD,
    F_SEEN_THREE_NEW,
    F_SEEN_THREE_OLD_MOST,
    F_SEEN_THREE_NEW_MOST,
    F_SEEN_FOUR_OLD,
    F_SEEN_FOUR_NEW,
    F_SEEN_FIVE_OLD,
    F_SEEN_FIVE_NEW,
    F_SEEN_AROUND,  /* pairs of characters beside the place */
    F_KNOWN_LENGTH, /* of the longest word, on the best path or not, that has a changed character
                       now */
    F_KNOWN_PROB,   /* of the likeliest such word of two characters and more */
    FEATURES,
};

void features_measure(const struct book *b, const struct lattice *l, const struct ngrams *seen,
                      const struct edit *e, float out[FEATURES]);
/* What it changes may be the name of a place or an institution, a long term, or part of one. */
bool features_is_in_name(const struct book *b, const struct lattice *l, const struct edit *e);
/* How many characters behind its place the longest word goes on that its last one would be in. */
uint16_t features_reach(const struct book *b, const struct lattice *l, const struct edit *e);

#endif
