#include "base/base.h"

#include "text/fingerprint.h"

static bool counts(uint32_t rune)
{
    if (rune < 0x80)
        return char_is_digit((char)rune) ||
               (char_lower((char)rune) >= 'a' && char_lower((char)rune) <= 'z');
    return rune >= 0x3400 && rune <= 0x9fff;
}

uint64_t fingerprint(struct str text, size_t *n_chars)
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a, a character at a time */
    size_t n = 0;

    while (text.n) {
        uint32_t rune;
        const size_t bytes = str_rune(text, &rune);

        text = str_skip(text, bytes);
        if (!counts(rune))
            continue;
        hash = (hash ^ rune) * 0x100000001b3;
        n++;
    }
    *n_chars = n;
    return n ? hash : 0;
}
