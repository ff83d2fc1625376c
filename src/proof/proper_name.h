/*
 * Names of persons, places and firms, which may be like anything: what stands beside a place of the
 * text tells that it may be (part of) one. `at` and `n` are bytes of the text.
 */
#ifndef XJ_PROOF_PROPER_NAME_H
#define XJ_PROOF_PROPER_NAME_H

#include "base/base.h"
#include "base/str.h"
#include "speller/speller.h"

/* The character before `at`; empty at the begin of the text. */
static inline struct str char_before(struct str text, size_t at)
{
    size_t begin = at;

    if (begin > 0)
        do
            begin--;
        while (begin > 0 && ((unsigned char)text.p[begin] & 0xc0) == 0x80);
    return str_sub(text, begin, at - begin);
}

/* The Chinese characters in front of `at` and from it on, of each no more than a name has. */
struct str item_around(struct str text, size_t at);

/* Such a name is likely enough that only a sure slip in it is one. */
bool proper_name_may_be(struct str text, const struct misspelling *m);
/* 郅良, behind a title (局长). */
bool proper_name_is_titled(struct str text, size_t at, size_t n);
/* 傅正策, before a word that ends a name (先生). */
bool proper_name_is_addressed(struct str text, size_t at, size_t n);
/* 徐晋平, between others in a list. */
bool proper_name_is_listed(struct str text, size_t at);
/* 冷宜, as in 林卡乡冷宜村. */
bool proper_name_is_in_village(struct str text, size_t at, size_t n);

#endif
