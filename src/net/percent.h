/* Percent-encoding, and the pen that writes the parts of a URL into fixed memory. */
#ifndef XJ_NET_PERCENT_H
#define XJ_NET_PERCENT_H

#include "base/base.h"
#include "base/str.h"

/* Writes into memory of the caller; what does not fit is lost and is_full says so. */
struct pen {
    char *p;
    size_t n, cap;
    bool is_full;
};

void pen_add(struct pen *w, struct str s);
void pen_add_char(struct pen *w, char c);

/*
 * What a byte is in a URL (https://url.spec.whatwg.org/#percent-encoded-bytes, "special" schemes):
 * the places where it has to be encoded, and what stops the short ways of the parser.
 */
enum {
    BYTE_IN_FRAGMENT = 1,
    BYTE_IN_QUERY = 2,
    BYTE_IN_PATH = 4,
    BYTE_IN_USERINFO = 8,
    BYTE_IN_HOST = 16,      /* no domain may contain it ("forbidden domain code point") */
    BYTE_CODED_HOST = 32,   /* '%' and what is not ASCII: the host has to be decoded first */
    BYTE_ENDS_SEGMENT = 64, /* '/' or '\' */
    BYTE_SCHEME = 128,      /* may stand in a scheme */
    BYTE_LONG_WAY = 256,    /* in a path: may mean that it does not stay as it is */
    BYTE_DOT = 512,         /* begins "." and "%2e", which mean something as a whole segment */
};
extern const uint16_t byte_kind[256];

static inline unsigned byte_kind_of(char c)
{
    return byte_kind[(unsigned char)c];
}

/* The kinds of all bytes of s together. */
unsigned byte_kinds(struct str s);

/* Adds s; bytes of the kind `place` (BYTE_IN_...) as %XX. */
void percent_add(struct pen *w, struct str s, unsigned place);
/* The value of "%XX" at the start of s, or -1. */
int percent_value(struct str s);

#endif
