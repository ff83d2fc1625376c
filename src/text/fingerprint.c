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

/* Most of a Chinese text, whole. */
static bool is_whole_han(const unsigned char *p)
{
    return han_begins((char)p[0]) && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80;
}

uint64_t fingerprint(struct str text, size_t *n_chars)
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a, a character at a time */
    size_t n = 0;

    while (text.n) {
        const unsigned char *p = (const unsigned char *)text.p;
        uint32_t rune;

        if (text.n >= 3 && is_whole_han(p)) {
            rune = (p[0] & 0xfU) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
            text = str_skip(text, 3);
        } else {
            text = str_skip(text, str_rune(text, &rune));
            if (!counts(rune))
                continue;
        }
        hash = (hash ^ rune) * 0x100000001b3;
        n++;
    }
    *n_chars = n;
    return n ? hash : 0;
}
