/*
 * A few words that are looked for together, in one pass: for texts that seldom have one of them.
 */
#ifndef XJ_BASE_NEEDLES_H
#define XJ_BASE_NEEDLES_H

#include "base/base.h"
#include "base/str.h"

enum { NEEDLE_BYTES_MIN = 6, NEEDLE_BEGINNINGS_MAX = 8 };

/* A word begins in one of at most eight ways, told by its second, third and sixth byte: these tell
 * its first two Chinese characters best. */
struct needles {
    const char *const *words;
    size_t n;
    /* Of each of the three bytes: the ways that its lower or its upper half leaves, a bit each. */
    uint8_t low[3][16], high[3][16];
};

/* Of at least NEEDLE_BYTES_MIN each; borrowed as long as the needles are used. */
void needles_init(struct needles *w, const char *const *words, size_t n);

/* Whether one of the words stands in s. */
bool needles_in(const struct needles *w, struct str s);

#endif
