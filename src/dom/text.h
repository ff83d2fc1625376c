/* Visible text: pieces put together the way a reader sees them. */
#ifndef XJ_DOM_TEXT_H
#define XJ_DOM_TEXT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

enum text_break { TEXT_JOINED, TEXT_SPACE, TEXT_LINE };

/* Zeroed is empty. White space is folded, and stands neither at the ends nor beside a line break.
 */
struct text {
    struct buf buf;
    enum text_break pending; /* what comes before the next character */
};

void text_reset(struct text *t);
void text_done(struct text *t);
void text_add(struct text *t, struct str s);
static inline void text_break(struct text *t, enum text_break b)
{
    if (b > t->pending)
        t->pending = b;
}

/* s without white space at its ends, folded, in one line, at most n_chars characters, and no number
 * cut in two; in a. */
struct str text_line(struct str s, size_t n_chars, struct arena *a);

/* The same of what a struct text holds, where little is left to do. */
struct str text_line_of_folded(struct str s, size_t n_chars, struct arena *a);

/*
 * SimHash over pairs of neighbouring characters, digits and white space left out: pages that differ
 * in a counter or a date have (nearly) the same. s is valid UTF-8; *n_chars: its characters that
 * are no white space.
 */
uint64_t text_likeness(struct str s, size_t *n_chars);

#endif
