#include "base/base.h"

#include "browser/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { PIECE_BYTES = 3, PIECE_DIGITS = 4, NO_DIGIT = 64 };

void base64_write(struct str bytes, struct buf *to)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    size_t left = bytes.n;
    char *out = buf_room(to, (left + 2) / PIECE_BYTES * PIECE_DIGITS);
    char *at = out;

    if (!out)
        return;
    for (; left; p += PIECE_BYTES, at += PIECE_DIGITS) {
        const size_t n = left < PIECE_BYTES ? left : PIECE_BYTES;
        const unsigned bits =
            (unsigned)p[0] << 16 | (n > 1 ? (unsigned)p[1] << 8 : 0) | (n > 2 ? p[2] : 0U);

        at[0] = digits[bits >> 18];
        at[1] = digits[bits >> 12 & 63];
        at[2] = n > 1 ? digits[bits >> 6 & 63] : '=';
        at[3] = n > 2 ? digits[bits & 63] : '=';
        left -= n;
    }
    to->n += (size_t)(at - out);
}

static unsigned digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 52;
    return c == '+' ? 62 : c == '/' ? 63 : NO_DIGIT;
}

bool base64_read(struct str text, struct buf *to)
{
    while (text.n && text.p[text.n - 1] == '=')
        text.n--;
    if (text.n % PIECE_DIGITS == 1)
        return false;
    for (; text.n; text = str_skip(text, PIECE_DIGITS)) {
        const size_t n = text.n < PIECE_DIGITS ? text.n : PIECE_DIGITS;
        unsigned bits = 0;

        for (size_t i = 0; i < PIECE_DIGITS; i++) {
            const unsigned d = i < n ? digit_of(text.p[i]) : 0;

            if (d == NO_DIGIT)
                return false;
            bits = bits << 6 | d;
        }
        for (size_t i = 0; i + 1 < n; i++)
            buf_add_char(to, (char)(bits >> (16 - 8 * i) & 255));
    }
    return true;
}
