/*
 * Short names as numbers, so that they are compared at once: eight bytes each, the first one
 * lowest, zeros behind the end, ASCII letters in lower case.
 */
#ifndef XJ_DOM_WORD_H
#define XJ_DOM_WORD_H

#include "base/base.h"

enum { WORD_BYTES = 8 };

static inline uint64_t word_half(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;

    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* All eight bytes of a table's name that is padded with zeros and in lower case already. */
static inline uint64_t word_whole(const char *p)
{
    return word_half(p) | word_half(p + 4) << 32;
}

static inline uint64_t word_lower(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101U, low = w & 0x7f * ones;
    const uint64_t from_a = low + (0x80 - 'A') * ones, past_z = low + (0x7f - 'Z') * ones;

    return w | ((from_a & ~past_z & ~w & 0x80 * ones) >> 2);
}

/* The first eight bytes of the n at p. They go through no memory: what was written byte by byte a
 * moment ago is slow to read as a whole. */
static inline uint64_t word_of(const char *p, size_t n)
{
    const unsigned char *b = (const unsigned char *)p;

    if (n >= WORD_BYTES)
        return word_lower(word_whole(p));
    if (n >= 4) /* both halves may name the same byte */
        return word_lower(word_half(p) | word_half(p + n - 4) << 8 * (n - 4));
    if (n == 0)
        return 0;
    return word_lower(b[0] | (uint64_t)b[n / 2] << 8 * (n / 2) | (uint64_t)b[n - 1] << 8 * (n - 1));
}

#endif
