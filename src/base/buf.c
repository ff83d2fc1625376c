#include "base/base.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_done(struct buf *b)
{
    if (!b)
        return;
    free(b->p);
    *b = (struct buf){ .max = b->max };
}

void buf_reset(struct buf *b)
{
    b->n = 0;
    b->rc = RC_OK;
}

char *buf_room(struct buf *b, size_t n)
{
    if (b->rc)
        return NULL;
    if (b->max && n > b->max - (b->n < b->max ? b->n : b->max)) {
        b->rc = RC_LIMIT;
        return NULL;
    }
    if (n > b->cap - b->n) {
        const size_t twice = b->cap ? b->cap * 2 : 256;
        const size_t cap = twice - b->n >= n ? twice : b->n + n;
        char *p = realloc(b->p, cap);

        if (!p)
            abort();
        b->p = p;
        b->cap = cap;
    }
    return b->p + b->n;
}

void buf_add(struct buf *b, struct str s)
{
    char *to = s.n ? buf_room(b, s.n) : NULL;

    if (!to)
        return;
    memcpy(to, s.p, s.n);
    b->n += s.n;
}

void buf_add_char(struct buf *b, char c)
{
    buf_add(b, str_from(&c, 1));
}

void buf_add_rune(struct buf *b, uint32_t cp)
{
    char u[4];
    size_t n;

    if (cp < 0x80) {
        u[0] = (char)cp;
        n = 1;
    } else if (cp < 0x800) {
        u[0] = (char)(0xc0 | cp >> 6);
        u[1] = (char)(0x80 | (cp & 0x3f));
        n = 2;
    } else if (cp < 0x10000) {
        u[0] = (char)(0xe0 | cp >> 12);
        u[1] = (char)(0x80 | (cp >> 6 & 0x3f));
        u[2] = (char)(0x80 | (cp & 0x3f));
        n = 3;
    } else {
        u[0] = (char)(0xf0 | (cp >> 18 & 7));
        u[1] = (char)(0x80 | (cp >> 12 & 0x3f));
        u[2] = (char)(0x80 | (cp >> 6 & 0x3f));
        u[3] = (char)(0x80 | (cp & 0x3f));
        n = 4;
    }
    buf_add(b, str_from(u, n));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list args, again;

    va_start(args, fmt);
    va_copy(again, args);

    const int n = vsnprintf(NULL, 0, fmt, args);
    char *to = n >= 0 ? buf_room(b, (size_t)n + 1) : NULL;

    if (to) {
        (void)vsnprintf(to, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}
