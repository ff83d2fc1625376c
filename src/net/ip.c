#include "base/base.h"

#include "net/ip.h"

#include <stdio.h>

static int digit_of(char c, int base)
{
    const char lower = char_lower(c);
    const int value = char_is_digit(c)               ? c - '0'
                      : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                     : 99;

    return value < base ? value : -1;
}

/* One part of an IPv4 address; numbers past 2^40 stay there, they are refused anyway. */
static bool number(struct str part, uint64_t *out)
{
    int base = 10;
    uint64_t value = 0;

    if (part.n == 0)
        return false;
    if (str_starts_nocase(part, STR("0x"))) {
        base = 16;
        part = str_skip(part, 2);
    } else if (part.n > 1 && part.p[0] == '0') {
        base = 8;
        part = str_skip(part, 1);
    }
    for (size_t i = 0; i < part.n; i++) {
        const int digit = digit_of(part.p[i], base);

        if (digit < 0)
            return false;
        value = value * (uint64_t)base + (uint64_t)digit;
        if (value > (uint64_t)1 << 40)
            value = (uint64_t)1 << 40;
    }
    *out = value;
    return true;
}

static struct str without_last_dot(struct str host)
{
    return host.n > 1 && host.p[host.n - 1] == '.' ? str_sub(host, 0, host.n - 1) : host;
}

bool ipv4_is_meant(struct str host)
{
    host = without_last_dot(host);

    /* A number begins with a digit; this settles nearly every name. */
    size_t at = host.n;
    bool is_digits = true;
    uint64_t ignored;

    while (at && host.p[at - 1] != '.')
        at--;

    const struct str last = str_skip(host, at);

    if (last.n == 0 || !char_is_digit(last.p[0]))
        return false;
    for (size_t i = 0; i < last.n; i++)
        is_digits = is_digits && char_is_digit(last.p[i]);
    return is_digits || number(last, &ignored);
}

bool ipv4_parse(struct str host, uint32_t *out)
{
    struct str rest = without_last_dot(host), part;
    uint64_t ip = 0, value;
    int n = 0;
    bool more;

    do {
        more = str_cut(rest, '.', &part, &rest);
        if (n == 4 || !number(part, &value))
            return false;
        if (more) {
            if (value > 255)
                return false;
            ip |= value << (24 - 8 * n);
        } else {
            /* The last number fills what is left. */
            if (value >= (uint64_t)1 << (32 - 8 * n))
                return false;
            ip |= value;
        }
        n++;
    } while (more);
    *out = (uint32_t)ip;
    return true;
}

static void add_byte(struct pen *w, unsigned value)
{
    if (value > 99)
        pen_add_char(w, (char)('0' + value / 100));
    if (value > 9)
        pen_add_char(w, (char)('0' + value / 10 % 10));
    pen_add_char(w, (char)('0' + value % 10));
}

/* Done for every URL of a site without a name: no printf. */
void ipv4_add(struct pen *w, uint32_t ip)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        add_byte(w, ip >> shift & 255);
        if (shift)
            pen_add_char(w, '.');
    }
}

/* Four decimal numbers without leading zeros, the whole of s, as two pieces. */
static bool tail4(struct str s, uint16_t out[2])
{
    uint32_t ip = 0;
    struct str part;
    int n = 0;
    bool more;

    do {
        int64_t value;

        more = str_cut(s, '.', &part, &s);
        if (n == 4 || part.n == 0 || !char_is_digit(part.p[0]) ||
            (part.n > 1 && part.p[0] == '0') || !str_to_i64(part, 0, 255, &value))
            return false;
        ip = ip << 8 | (uint32_t)value;
        n++;
    } while (more);
    out[0] = (uint16_t)(ip >> 16);
    out[1] = (uint16_t)ip;
    return n == 4;
}

/* What was read of an IPv6 address. */
struct pieces {
    uint16_t value[IPV6_PIECES];
    int n;
    int gap; /* the piece before which the "::" stands, -1 = none */
};

/* Takes the next piece and the ':' after it, the second ':' of a gap, or an IPv4 address. */
static bool take_piece(struct str *text, struct pieces *to)
{
    unsigned value = 0;
    size_t n = 0;

    if (text->p[0] == ':') {
        if (to->gap >= 0)
            return false;
        to->gap = to->n;
        *text = str_skip(*text, 1);
        return true;
    }
    for (; n < 4 && n < text->n && digit_of(text->p[n], 16) >= 0; n++)
        value = value * 16 + (unsigned)digit_of(text->p[n], 16);
    if (n < text->n && text->p[n] == '.') {
        if (to->n > IPV6_PIECES - 2 || !tail4(*text, to->value + to->n))
            return false;
        to->n += 2;
        *text = str_skip(*text, text->n);
        return true;
    }
    /* A piece ends with the text or with a ':' that something follows. */
    if (n == 0 || (n < text->n && text->p[n] != ':') || n + 1 == text->n)
        return false;
    to->value[to->n++] = (uint16_t)value;
    *text = str_skip(*text, n + 1);
    return true;
}

bool ipv6_parse(struct str text, uint16_t out[IPV6_PIECES])
{
    struct pieces pieces = { .gap = -1 };

    if (str_starts(text, STR("::"))) {
        pieces.gap = 0;
        text = str_skip(text, 2);
    } else if (text.n == 0 || text.p[0] == ':') {
        return false;
    }
    while (text.n)
        if (pieces.n == IPV6_PIECES || !take_piece(&text, &pieces))
            return false;
    if (pieces.gap < 0 ? pieces.n != IPV6_PIECES : pieces.n == IPV6_PIECES)
        return false;
    for (int i = 0; i < IPV6_PIECES; i++)
        out[i] = 0;
    for (int i = 0; i < pieces.n; i++) {
        const bool after_gap = pieces.gap >= 0 && i >= pieces.gap;

        out[after_gap ? IPV6_PIECES - pieces.n + i : i] = pieces.value[i];
    }
    return true;
}

void ipv6_add(struct pen *w, const uint16_t pieces[IPV6_PIECES])
{
    int best = 0, best_n = 1;

    for (int i = 0; i < IPV6_PIECES; i++) {
        int n = 0;

        while (i + n < IPV6_PIECES && pieces[i + n] == 0)
            n++;
        if (n > best_n) {
            best = i;
            best_n = n;
        }
    }
    if (best_n == 1)
        best = IPV6_PIECES;
    for (int i = 0; i < IPV6_PIECES; i++) {
        char text[8];

        if (i == best) {
            pen_add(w, i == 0 ? STR("::") : STR(":"));
            i += best_n - 1;
            continue;
        }

        const int n = snprintf(text, sizeof(text), "%x%s", (unsigned)pieces[i],
                               i < IPV6_PIECES - 1 ? ":" : "");

        pen_add(w, str_from(text, (size_t)n));
    }
}
