/* What people type into the cells of a list, made fit to compare. Results live in the arena. */
#ifndef XJ_TEXT_FIELD_H
#define XJ_TEXT_FIELD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* Without invisible characters; runs of white space become one space, none at the ends. */
struct str field_text(struct str s, struct arena *a);
/* Also with full-width letters, digits and signs made ASCII. */
struct str field_half(struct str s, struct arena *a);
/* The same without any white space. */
struct str field_word(struct str s, struct arena *a);
/* A word, without the ways by which people keep Excel from making a number of it: ="1", '1. */
struct str field_code(struct str s, struct arena *a);

/* The ASCII character that a full-width one stands for; others as they are. */
static inline uint32_t field_half_rune(uint32_t cp)
{
    return cp > 0xff00 && cp < 0xff5f ? cp - 0xfee0 : cp;
}
/* A text with its full-width letters, digits and signs made ASCII and all else as it stands. */
struct str field_half_text(struct str s, struct arena *a);

/* s is n ASCII digits. */
bool field_is_digits(struct str s, size_t n);

#endif
