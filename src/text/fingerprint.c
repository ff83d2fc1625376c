#include "base/base.h"

#include "text/fingerprint.h"

#include "text/han.h"

static bool counts(uint32_t rune)
{
    if (rune < 0x80)
        return char_is_digit((char)rune) ||
               (char_lower((char)rune) >= 'a' && char_lower((char)rune) <= 'z');
    return han_is(rune);
}

/* Goes on with a character. */
static bool is_tail(unsigned char c)
{
    return (int8_t)c < (int8_t)0xc0;
}

/* Most of a Chinese text, whole. */
static bool is_whole_han(const unsigned char *p)
{
    return han_begins((char)p[0]) && is_tail(p[1]) && is_tail(p[2]);
}

/* Of a whole one: what marks its bytes is the same in all. */
static uint32_t rune_of_han(const unsigned char *p)
{
    enum { MARKS = (0xe0 << 12) + (0x80 << 6) + 0x80 };

    return ((uint32_t)p[0] << 12) + ((uint32_t)p[1] << 6) + p[2] - MARKS;
}

/* FNV-1a, a character at a time. */
static uint64_t add_rune(uint64_t hash, uint32_t rune)
{
    return (hash ^ rune) * 0x100000001b3;
}

uint64_t fingerprint(struct str text, size_t *n_chars)
{
    const unsigned char *p = (const unsigned char *)text.p, *const end = p + text.n;
    const unsigned char *const whole_end = text.n < HAN_BYTES ? p : end - (HAN_BYTES - 1);
    uint64_t hash = 0xcbf29ce484222325;
    size_t n = 0;

    while (p < end) {
        uint32_t rune;

        for (; p < whole_end && is_whole_han(p); p += HAN_BYTES, n++)
            hash = add_rune(hash, rune_of_han(p));
        if (p == end)
            break;
        p += str_rune(str_from((const char *)p, (size_t)(end - p)), &rune);
        if (counts(rune)) {
            hash = add_rune(hash, rune);
            n++;
        }
    }
    *n_chars = n;
    return n ? hash : 0;
}
