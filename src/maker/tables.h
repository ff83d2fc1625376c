/* The look-up tables of the book. All take the arena's memory and fill part[] and count[]. */
#ifndef XJ_MAKER_TABLES_H
#define XJ_MAKER_TABLES_H

#include "maker/hanzi.h"
#include "maker/kenlm.h"
#include "maker/vocabulary.h"

struct tables {
    const void *part[BOOK_PARTS];
    uint64_t count[BOOK_PARTS];
};

/* Bigrams and trigrams whose words are all in the vocabulary. */
void tables_model(const struct kenlm *model, const struct vocabulary *v, struct arena *a,
                  struct tables *t);
/* Which glyphs are alike, and what each sounds like. */
void tables_likeness(const struct hanzi *hanzi, struct vocabulary *v, struct arena *a,
                     struct tables *t);
/* Words with a gap. */
void tables_patterns(const struct vocabulary *v, struct arena *a, struct tables *t);
/*
 * Words of one sound.
 *
 *   pinyin  lines "word zhuang'yuan cost"; words that it lacks sound like their characters do
 */
void tables_sounds(const struct hanzi *hanzi, struct str pinyin, const struct vocabulary *v,
                   struct arena *a, struct tables *t);
/*
 * Rows of characters that official prose has; after PART_GLYPHS.
 *
 *   prose  n texts, a paragraph a line
 */
void tables_seen(const struct str *prose, size_t n, struct arena *a, struct tables *t);

#endif
