#include "base/base.h"

#include "text/field.h"

#include "base/buf.h"

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
        buf_add_rune(&out, width == WIDTH_HALF && cp > 0xff00 && cp < 0xff5f ? cp - 0xfee0 : cp);
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

bool field_is_digits(struct str s, size_t n)
{
    if (s.n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!char_is_digit(s.p[i]))
            return false;
    return true;
}
