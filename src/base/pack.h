/* Numbers and strings in few bytes, for records that we write and read back ourselves. */
#ifndef XJ_BASE_PACK_H
#define XJ_BASE_PACK_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

/* LEB128: 7 bits a byte, low ones first. */
void pack_u64(struct buf *b, uint64_t value);
/* Zigzag: small numbers of either sign are short. */
void pack_i64(struct buf *b, int64_t value);
void pack_str(struct buf *b, struct str s);

/*
 * Take the value off the front of *from. A record that ends early or is malformed gives 0 or the
 * empty string and sets from->p to NULL, so one look at the end (unpack_ok) is enough.
 */
uint64_t unpack_u64(struct str *from);
int64_t unpack_i64(struct str *from);
struct str unpack_str(struct str *from);
static inline bool unpack_ok(const struct str *from)
{
    return from->p != NULL;
}

#endif
