/*
 * Chinese characters by the ranges of Unicode (Blocks.txt). Extensions beyond U+FFFF have no use on
 * our pages.
 */
#ifndef XJ_TEXT_HAN_H
#define XJ_TEXT_HAN_H

#include "base/base.h"
#include "base/str.h"

enum {
    HAN_FIRST = 0x3400,  /* CJK Unified Ideographs Extension A, behind it 64 hexagrams */
    HAN_COMMON = 0x4e00, /* CJK Unified Ideographs: what texts are written with */
    HAN_END = 0xa000,
    HAN_BYTES = 3, /* of UTF-8, all of them */
};

static inline bool han_is(uint32_t rune)
{
    return rune >= HAN_FIRST && rune < HAN_END;
}

/* Without extension A: for names and words. */
static inline bool han_is_common(uint32_t rune)
{
    return rune >= HAN_COMMON && rune < HAN_END;
}

/* The first character of s is a common one. */
static inline bool han_starts_common(struct str s)
{
    uint32_t rune;

    return s.n && str_rune(s, &rune) && han_is_common(rune);
}

/* The last character of s is one. */
static inline bool han_ends(struct str s)
{
    uint32_t rune;

    return s.n >= HAN_BYTES && str_rune(str_skip(s, s.n - HAN_BYTES), &rune) && han_is(rune);
}

/* For hot paths, without decoding: c is the first byte of U+4000 to U+9FFF in UTF-8. */
static inline bool han_begins(char c)
{
    return (unsigned char)c >= 0xe4 && (unsigned char)c <= 0xe9;
}

#endif
