#include "base/base.h"

#include "check/excerpt.h"

#include "proof/personal.h"

struct str excerpt_head(struct str text)
{
    return str_sub(text, 0, personal_cut_behind(text, str_head_chars(text, EXCERPT_CHARS).n));
}

struct str excerpt_around(struct str text, size_t at)
{
    enum { CHARS_BEFORE = 15 };
    size_t from = at, n_chars = 0;

    while (from > 0 && n_chars < CHARS_BEFORE && text.p[from - 1] != '\n') {
        from--;
        n_chars += ((unsigned char)text.p[from] & 0xC0) != 0x80;
    }
    while (from < at && ((unsigned char)text.p[from] & 0xC0) == 0x80)
        from++;
    const struct str part = str_skip(text, personal_cut_before(text, from));

    return excerpt_head(str_sub(part, 0, str_chr(part, '\n')));
}
