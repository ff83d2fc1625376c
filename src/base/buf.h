/* A growing string of bytes with a limit that was chosen beforehand. */
#ifndef XJ_BASE_BUF_H
#define XJ_BASE_BUF_H

#include "base/base.h"
#include "base/str.h"

/* Zeroed is valid, empty and without limit. Keeps its first error; what is added after it is lost.
 */
struct buf {
    char *p; /* owned; not ended by NUL */
    size_t n, cap;
    size_t max; /* bytes; 0 = no limit */
    enum rc rc; /* RC_LIMIT once max was passed */
};

void buf_done(struct buf *b);
/* Empties it and forgets the error; keeps the memory. */
void buf_reset(struct buf *b);
void buf_add(struct buf *b, struct str s);
void buf_add_char(struct buf *b, char c);
void buf_add_rune(struct buf *b, uint32_t cp);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Room for n more bytes at the returned place, to be counted with b->n += used; NULL past the
 * limit. */
char *buf_room(struct buf *b, size_t n);
static inline struct str buf_str(const struct buf *b)
{
    return str_from(b->p, b->n);
}

#endif
