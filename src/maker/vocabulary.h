/* The words of the book while it is made: a trie over glyphs, in the form that the file has. */
#ifndef XJ_MAKER_VOCABULARY_H
#define XJ_MAKER_VOCABULARY_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "maker/hanzi.h"
#include "maker/kenlm.h"
#include "speller/book.h"

struct vocabulary {
    uint16_t *glyphs;         /* 65536, by code point */
    struct glyph_fact *facts; /* by glyph; like and sounds are filled in later */
    size_t n_glyphs;          /* with 0 */
    struct word_node *nodes;
    size_t n_nodes;
    uint64_t *edges;
    size_t n_edges;     /* slots, a power of two */
    uint32_t *of_model; /* node of each word of the model; 0 = not in the book */
};

/*
 *   model  words with probabilities
 *   jieba  lines "word count class": words that exist, and how often characters do
 *   terms  our own words, one a line, '#' begins a comment
 *   hanzi  by code point; traditional characters are left out
 *   a      takes it all
 */
void vocabulary_make(const struct kenlm *model, struct str jieba, struct str pinyin,
                     struct str terms, const struct hanzi *hanzi, struct arena *a,
                     struct vocabulary *out);
/* Glyphs of a text of Han characters; 0 when one is not known or there are more than max. */
size_t vocabulary_glyphs(const struct vocabulary *v, struct str text, uint16_t *out, size_t max);
/* The word's node; 0 = none. */
uint32_t vocabulary_find(const struct vocabulary *v, struct str text);

#endif
