/*
 * Rows of characters that other texts of the field have, two to five long, and in how many places
 * each was seen: a slip that was copied within one place counts once. Either every paragraph is a
 * place, as in a text that somebody hands in, or every site, as in what was crawled: then the order
 * in which texts are added makes no difference.
 *
 * Of a fixed size: when a bucket is full the least seen one gives way. What the book's own prose
 * has (data/prose/) counts too: as many places as it has paragraphs.
 */
#ifndef XJ_SPELLER_NGRAMS_H
#define XJ_SPELLER_NGRAMS_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "speller/book.h"

enum { NGRAM_MIN = 2, NGRAM_MAX = 5, NGRAM_SITES_MAX = 16 /* more are not told apart */ };

struct ngrams;

enum ngrams_by { NGRAMS_BY_PARAGRAPH, NGRAMS_BY_SITE };

/*
 *   b          borrowed; may be NULL while the book is made
 *   megabytes  0..1024, rounded down to a power of two; 0: only what the book has, nothing is added
 *
 * Gives.
 */
struct ngrams *ngrams_new(const struct book *b, enum ngrams_by by, size_t megabytes);
void ngrams_free(struct ngrams *s);
void ngrams_freep(struct ngrams **s);
enum ngrams_by ngrams_by(const struct ngrams *s);
/*
 *   text    UTF-8; runs of Han characters are counted
 *   source  of paragraphs: a number, all texts of one in a row. Of sites: a hash of the code
 */
void ngrams_add(struct ngrams *s, const struct book *b, struct str text, uint32_t source);
/*
 * By sites: from now on what this one has is not counted, so that its own slips are no usage of the
 * others. The sites that are not told apart from it go with it. NULL: all count.
 */
void ngrams_ignore(struct ngrams *s, const uint32_t *source);
/* Changes with it; 0: nothing is ignored. */
uint32_t ngrams_ignored(const struct ngrams *s);
/*
 * In how many places, at most 255. n in NGRAM_MIN..NGRAM_MAX. A row of three with a 0 in the
 * middle: in how many any character stood there.
 */
unsigned ngrams_count(const struct ngrams *s, const uint16_t *glyphs, size_t n);
/* Fetches what ngrams_count(s, glyphs, n) is going to look at: the rows are larger than any cache.
 */
void ngrams_expect(const struct ngrams *s, const uint16_t *glyphs, size_t n);
/*
 * Which glyphs may have stood in the middle of a row of three with a 0 there, those of ignored
 * places too: the other rows need not be looked for.
 */
struct between ngrams_between(const struct ngrams *s, const uint16_t row[3]);
/* What was added, as PART_SEEN and PART_BETWEEN of a book; *n entries of the first. Borrowed. */
const uint32_t *ngrams_entries(const struct ngrams *s, const struct between **between, size_t *n);
/* Of what was added: the same rows, the same number. */
uint64_t ngrams_hash(const struct ngrams *s);

/* What was added, by sites, as a file that only the same book can read. Whole or not at all. RC_IO.
 */
MUST_USE enum rc ngrams_write(const struct ngrams *s, const struct book *b, const char *path,
                              struct err *err);
/*
 * From now on what is added lies in this file and outlives the process, however it ends (not the
 * machine: a power cut may take some of it). A file that was begun with the same key, which is not
 * 0, and size is gone on with; what was added before is in it then, as it is when the file begins
 * now. Who is done removes it.
 *
 * RC_IO: nothing has changed.
 */
MUST_USE enum rc ngrams_keep(struct ngrams *s, uint64_t key, const char *path, struct err *err);
/* RC_IO; RC_SYNTAX: not such a file, damaged, or of another book. Gives *out. */
MUST_USE enum rc ngrams_read(const char *path, const struct book *b, struct ngrams **out,
                             struct err *err);

#endif
