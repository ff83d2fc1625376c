/* A hash of what a text says, whatever its spaces and punctuation. */
#ifndef XJ_TEXT_FINGERPRINT_H
#define XJ_TEXT_FINGERPRINT_H

#include "base/base.h"
#include "base/str.h"

/* Of its Chinese characters, ASCII letters and digits in order; *n_chars counts them. Texts with
 * the same one are taken for the same. 0: it has none. */
uint64_t fingerprint(struct str text, size_t *n_chars);

#endif
