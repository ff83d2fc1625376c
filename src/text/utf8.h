/* How far bytes are UTF-8: every byte of every page goes through here. */
#ifndef XJ_TEXT_UTF8_H
#define XJ_TEXT_UTF8_H

#include "base/base.h"
#include "base/str.h"

/* Bytes of ASCII without NUL at the start of the n bytes at p. */
size_t utf8_ascii_run(const char *p, size_t n);

/*
 * Offset of the first byte that is NUL or not valid UTF-8 (RFC 3629); s.n when there is none.
 * *n_chars is raised by the characters beyond ASCII before it.
 */
size_t utf8_clean_run(struct str s, size_t *n_chars);

#endif
