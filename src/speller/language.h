/* How likely words follow each other: log10 probabilities with backoff, out of the book. */
#ifndef XJ_SPELLER_LANGUAGE_H
#define XJ_SPELLER_LANGUAGE_H

#include "base/base.h"
#include "speller/book.h"

/* The entry of a hash in buckets, or 0. */
static inline uint32_t language_entry(const uint32_t *buckets, uint64_t n, uint64_t hash,
                                      unsigned shift, uint32_t check)
{
    const uint64_t n_buckets = n / BOOK_LINE;
    uint64_t at = ((hash & 0xffffffff) * n_buckets) >> 32;

    for (uint64_t tried = 0; tried < n_buckets; tried++) {
        const uint32_t *line = buckets + at * BOOK_LINE;

        unsigned hits = 0; /* no branch on an entry: the compiler looks at several at once */

        for (unsigned i = 0; i < BOOK_LINE; i++)
            hits |= line[i] >> shift == check ? 1U << i : 0;
        if (hits)
            return line[__builtin_ctz(hits)];
        if (line[BOOK_LINE - 1] == 0) /* they are filled from the start */
            return 0;
        at = at + 1 == n_buckets ? 0 : at + 1;
    }
    return 0;
}

/* Fetches what language_two(b, u, v) is going to look at: the pairs of a place are all over it. */
static inline void language_expect(const struct book *b, uint32_t u, uint32_t v)
{
    const uint64_t n_buckets = b->count[PART_BIGRAMS] / BOOK_LINE;
    const uint64_t at = ((book_hash2(u, v) & 0xffffffff) * n_buckets) >> 32;

    __builtin_prefetch(b->bigrams + at * BOOK_LINE);
}

static inline uint32_t language_bigram(const struct book *b, uint32_t u, uint32_t v)
{
    const uint64_t hash = book_hash2(u, v);

    return language_entry(b->bigrams, b->count[PART_BIGRAMS], hash, 14, (uint32_t)(hash >> 46 | 1));
}

/* v after u; u = 0: at the beginning. *seen, unless NULL: the model has the pair itself. */
static inline float language_two(const struct book *b, uint32_t u, uint32_t v, bool *seen)
{
    const uint32_t entry =
        u && (b->nodes[u].flags & b->nodes[v].flags & NODE_IN_MODEL) ? language_bigram(b, u, v) : 0;

    if (seen)
        *seen = entry != 0;
    if (entry)
        return b->bins->bigram_prob[entry >> 6 & 255];
    return b->nodes[v].prob + (u ? b->nodes[u].backoff : 0);
}

/* w after u, v; u = 0: only v is before it. */
float language_three(const struct book *b, uint32_t u, uint32_t v, uint32_t w);

#endif
