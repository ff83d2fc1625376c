/*
 * Looking for the words of a list in a text. Words are at least three bytes long (one Chinese
 * character), which the data file's reader enforces; ASCII letters match without case.
 */
#ifndef XJ_CHECK_WORDS_H
#define XJ_CHECK_WORDS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "check/check.h"

enum { WORD_BYTES_MIN = 3, WORDS_FILTER_BITS = 4096 };

/* Makes a list's filter; the words are borrowed, the filter lives in the arena. */
void words_init(struct words *w, const struct str *words, size_t n, struct arena *a);

/* The word that stands first in the text, and where; NULL when none does. One pass. */
const struct str *words_find(const struct words *w, struct str text, size_t *at);
static inline bool words_in(const struct words *w, struct str text)
{
    return words_find(w, text, NULL) != NULL;
}
/* The same, the longest that stands there, and no piece of a name: letters of the word do not stand
 * amid others, "vpn" of "movpnet"; those of a short word in the path of a URL not beside others. */
const struct str *words_find_name(const struct words *w, struct str text, size_t *at);
/* The word that the text equals. */
const struct str *words_equal(const struct words *w, struct str text);
/* The word, a domain, that the host is or lies under. */
const struct str *words_host(const struct words *w, struct str host);
/* The word that the text ends in. */
const struct str *words_end(const struct words *w, struct str text);

#endif
