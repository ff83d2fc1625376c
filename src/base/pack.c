#include "base/base.h"

#include "base/pack.h"

void pack_u64(struct buf *b, uint64_t value)
{
    char *to = buf_room(b, 10);
    size_t n = 0;

    if (!to)
        return;
    for (; value >= 0x80; value >>= 7)
        to[n++] = (char)(value | 0x80);
    to[n++] = (char)value;
    b->n += n;
}

void pack_i64(struct buf *b, int64_t value)
{
    pack_u64(b, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

void pack_str(struct buf *b, struct str s)
{
    pack_u64(b, s.n);
    buf_add(b, s);
}

static void fail(struct str *from)
{
    *from = (struct str){ 0 };
}

uint64_t unpack_u64(struct str *from)
{
    uint64_t value = 0;

    for (size_t i = 0; i < from->n && i < 10; i++) {
        const unsigned char c = (unsigned char)from->p[i];

        value |= (uint64_t)(c & 0x7f) << (7 * i);
        if (c < 0x80) {
            *from = str_skip(*from, i + 1);
            return value;
        }
    }
    fail(from);
    return 0;
}

int64_t unpack_i64(struct str *from)
{
    const uint64_t value = unpack_u64(from);

    return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

struct str unpack_str(struct str *from)
{
    const uint64_t n = unpack_u64(from);

    if (!from->p || n > from->n) {
        fail(from);
        return (struct str){ 0 };
    }

    const struct str s = str_from(from->p, (size_t)n);

    *from = str_skip(*from, (size_t)n);
    return s;
}
