/*
 * Rows of characters that other texts of the field have, two to five long, and in how many places
 * (hosts, documents) each was seen: a slip that was copied within one place counts once.
 *
 * Of a fixed size: when a bucket is full the least seen one gives way.
 */
#ifndef XJ_SPELLER_NGRAMS_H
#define XJ_SPELLER_NGRAMS_H

#include "base/base.h"
#include "base/str.h"
#include "speller/book.h"

enum { NGRAM_MIN = 2, NGRAM_MAX = 5 };

struct ngrams;

/* megabytes: 1..1024, rounded down to a power of two. Gives. */
struct ngrams *ngrams_new(size_t megabytes);
void ngrams_free(struct ngrams *s);
void ngrams_freep(struct ngrams **s);
/*
 *   text    UTF-8; runs of Han characters are counted
 *   source  a number of the place; the same place must add all of its texts in a row, or a row that
 *           it repeats may be counted again
 */
void ngrams_add(struct ngrams *s, const struct book *b, struct str text, uint32_t source);
/* In how many places, at most 255. n in NGRAM_MIN..NGRAM_MAX. */
unsigned ngrams_count(const struct ngrams *s, const uint16_t *glyphs, size_t n);

#endif
