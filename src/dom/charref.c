#include "base/base.h"

#include "dom/charref.h"
#include "dom/dom.h"

#include <string.h>

/* What "&#128;" and its neighbours mean: windows-1252 (HTML 13.2.5.84). */
static const uint16_t c1[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
};

static char *put_rune(char *to, uint32_t cp)
{
    if (cp < 0x80) {
        *to++ = (char)cp;
        return to;
    }
    if (cp < 0x800) {
        *to++ = (char)(0xc0 | cp >> 6);
    } else {
        if (cp < 0x10000) {
            *to++ = (char)(0xe0 | cp >> 12);
        } else {
            *to++ = (char)(0xf0 | cp >> 18);
            *to++ = (char)(0x80 | (cp >> 12 & 0x3f));
        }
        *to++ = (char)(0x80 | (cp >> 6 & 0x3f));
    }
    *to++ = (char)(0x80 | (cp & 0x3f));
    return to;
}

static int digit(char c, bool is_hex)
{
    if (char_is_digit(c))
        return c - '0';
    return is_hex && char_lower(c) >= 'a' && char_lower(c) <= 'f' ? char_lower(c) - 'a' + 10 : -1;
}

/* s stands behind "&#". Bytes used, 0 when it is no reference. */
static size_t read_number(struct str s, uint32_t *cp)
{
    const bool is_hex = s.n && char_lower(s.p[0]) == 'x';
    const size_t begin = is_hex;
    size_t at = begin;
    uint32_t v = 0;

    for (int d; at < s.n && (d = digit(s.p[at], is_hex)) >= 0; at++)
        v = v > 0x10ffff ? v : v * (is_hex ? 16 : 10) + (uint32_t)d;
    if (at == begin)
        return 0;
    if (v >= 0x80 && v < 0xa0)
        v = c1[v - 0x80];
    *cp = v == 0 || v > 0x10ffff || (v >= 0xd800 && v < 0xe000) ? 0xfffd : v;
    return at + (at < s.n && s.p[at] == ';');
}

/* s stands behind '&'. Bytes used and characters given, 0 when it is no reference. */
static size_t read_ref(struct str s, bool is_attr, uint32_t cp[2], size_t *n_cp)
{
    if (s.n && s.p[0] == '#') {
        const size_t used = read_number(str_skip(s, 1), cp);

        *n_cp = 1;
        return used ? used + 1 : 0;
    }

    const size_t used = dom_entity(s, cp, n_cp);
    const char after = used && used < s.n ? s.p[used] : 0;

    if (used && is_attr && s.p[used - 1] != ';' &&
        (after == '=' || char_is_digit(after) ||
         (char_lower(after) >= 'a' && char_lower(after) <= 'z')))
        return 0;
    return used;
}

struct str charref_decode(struct str raw, bool is_attr, struct arena *a)
{
    const char *amp = raw.n ? memchr(raw.p, '&', raw.n) : NULL;

    if (!amp)
        return raw;

    /* The longest growth: "&nGt;" gives six bytes. */
    char *const begin = arena_alloc(a, raw.n + raw.n / 4 + 8);
    char *to = begin;
    struct str rest = raw;

    while (amp) {
        const size_t n = (size_t)(amp - rest.p);
        uint32_t cp[2];
        size_t n_cp = 0;

        memcpy(to, rest.p, n);
        to += n;
        rest = str_skip(rest, n + 1);

        const size_t used = read_ref(rest, is_attr, cp, &n_cp);

        if (!used)
            *to++ = '&';
        for (size_t i = 0; used && i < n_cp; i++)
            to = put_rune(to, cp[i]);
        rest = str_skip(rest, used);
        amp = rest.n ? memchr(rest.p, '&', rest.n) : NULL;
    }
    if (rest.n)
        memcpy(to, rest.p, rest.n);
    return str_from(begin, (size_t)(to - begin) + rest.n);
}
