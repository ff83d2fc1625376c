#include "base/base.h"

#include "text/field.h"

#include "base/buf.h"

#include <string.h>

enum spaces { SPACES_ONE, SPACES_NONE };
enum width { WIDTH_AS_IS, WIDTH_HALF };

static bool is_blank(uint32_t cp)
{
    return cp <= ' ' || cp == 0x7f || cp == 0xa0 || cp == 0x3000 || (cp >= 0x80 && cp < 0xa0);
}

static bool is_invisible(uint32_t cp)
{
    return (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) || cp == 0x2060 ||
           cp == 0xfeff;
}

/* Without invisible characters and spaces at the ends; spaces inside become one or none. */
static struct str tidy(struct str s, enum spaces spaces, enum width width, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };
    bool has_gap = false;

    while (s.n) {
        uint32_t cp;

        s = str_skip(s, str_rune(s, &cp));
        if (is_invisible(cp))
            continue;
        if (is_blank(cp)) {
            has_gap = out.n > 0;
            continue;
        }
        if (has_gap && spaces == SPACES_ONE)
            buf_add_char(&out, ' ');
        has_gap = false;
        buf_add_rune(&out, width == WIDTH_HALF ? field_half_rune(cp) : cp);
    }
    return arena_copy(a, buf_str(&out));
}

struct str field_text(struct str s, struct arena *a)
{
    return tidy(s, SPACES_ONE, WIDTH_AS_IS, a);
}

struct str field_half(struct str s, struct arena *a)
{
    return tidy(s, SPACES_ONE, WIDTH_HALF, a);
}

struct str field_word(struct str s, struct arena *a)
{
    return tidy(s, SPACES_NONE, WIDTH_HALF, a);
}

struct str field_code(struct str s, struct arena *a)
{
    s = field_word(s, a);
    if (s.n > 3 && str_starts(s, STR("=\"")) && str_ends(s, STR("\"")))
        return str_sub(s, 2, s.n - 3);
    return str_starts(s, STR("'")) ? str_skip(s, 1) : s;
}

struct str field_half_text(struct str s, struct arena *a)
{
    enum { LEAD = 0xEF }; /* of all full-width characters, and of few others */
    char *out = arena_alloc(a, s.n);
    size_t n = 0;

    while (s.n) {
        const size_t plain = str_chr(s, (char)LEAD);
        const size_t kept = plain == STR_NONE ? s.n : plain;
        uint32_t cp;

        memcpy(out + n, s.p, kept);
        n += kept;
        s = str_skip(s, kept);
        if (!s.n)
            break;

        const size_t n_bytes = str_rune(s, &cp);
        const uint32_t half = field_half_rune(cp);

        if (half != cp) {
            out[n++] = (char)half;
        } else {
            memcpy(out + n, s.p, n_bytes);
            n += n_bytes;
        }
        s = str_skip(s, n_bytes);
    }
    return str_from(out, n);
}

bool field_is_digits(struct str s, size_t n)
{
    if (s.n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!char_is_digit(s.p[i]))
            return false;
    return true;
}
