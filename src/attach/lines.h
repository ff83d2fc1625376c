/* Text that is put together from pieces: white space folded, at most ATTACH_TEXT_MAX bytes. */
#ifndef XJ_ATTACH_LINES_H
#define XJ_ATTACH_LINES_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

enum lines_break { LINES_JOINED, LINES_SPACE, LINES_NEW };

/* Zeroed is empty. No white space at the ends or beside a line break. */
struct lines {
    struct buf text;
    enum lines_break pending; /* what comes before the next character */
    bool is_cut;              /* there was more than fits */
};

void lines_done(struct lines *l);
/* UTF-8; white space in it breaks words, '\n' lines. */
void lines_add(struct lines *l, struct str s);
static inline void lines_end(struct lines *l, enum lines_break b)
{
    if (b > l->pending)
        l->pending = b;
}

#endif
