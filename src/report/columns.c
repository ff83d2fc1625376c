#include "base/base.h"

#include "report/columns.h"

#include <stdio.h>

static const struct range {
    uint32_t first, last;
} wide[] = {
    /* Unicode 15 East_Asian_Width W and F, neighbours joined. */
    { 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2329, 0x232a },   { 0x23e9, 0x23ec },
    { 0x23f0, 0x23f0 },   { 0x23f3, 0x23f3 },   { 0x25fd, 0x25fe },   { 0x2614, 0x2615 },
    { 0x2648, 0x2653 },   { 0x267f, 0x267f },   { 0x2693, 0x2693 },   { 0x26a1, 0x26a1 },
    { 0x26aa, 0x26ab },   { 0x26bd, 0x26be },   { 0x26c4, 0x26c5 },   { 0x26ce, 0x26ce },
    { 0x26d4, 0x26d4 },   { 0x26ea, 0x26ea },   { 0x26f2, 0x26f3 },   { 0x26f5, 0x26f5 },
    { 0x26fa, 0x26fa },   { 0x26fd, 0x26fd },   { 0x2705, 0x2705 },   { 0x270a, 0x270b },
    { 0x2728, 0x2728 },   { 0x274c, 0x274c },   { 0x274e, 0x274e },   { 0x2753, 0x2755 },
    { 0x2757, 0x2757 },   { 0x2795, 0x2797 },   { 0x27b0, 0x27b0 },   { 0x27bf, 0x27bf },
    { 0x2b1b, 0x2b1c },   { 0x2b50, 0x2b50 },   { 0x2b55, 0x2b55 },   { 0x2e80, 0x303e },
    { 0x3041, 0x3247 },   { 0x3250, 0x4dbf },   { 0x4e00, 0xa4c6 },   { 0xa960, 0xa97c },
    { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe10, 0xfe19 },   { 0xfe30, 0xfe6b },
    { 0xff01, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x16fe0, 0x18cd5 }, { 0x1aff0, 0x1b2fb },
    { 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e }, { 0x1f191, 0x1f19a },
    { 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f64f }, { 0x1f680, 0x1f6fc }, { 0x1f7e0, 0x1f7f0 },
    { 0x1f90c, 0x1faff }, { 0x20000, 0x3fffd },
};

static const struct range unseen[] = {
    { 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad }, { 0x0300, 0x036f },
    { 0x061c, 0x061c }, { 0x180b, 0x180f }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff },
    { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x20d0, 0x20ff },
    { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
};

static bool is_in(const struct range *ranges, size_t n, uint32_t cp)
{
    size_t low = 0, high = n;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (cp > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && cp >= ranges[low].first;
}

static size_t rune_width(uint32_t cp)
{
    if (is_in(unseen, COUNT_OF(unseen), cp))
        return 0;
    return is_in(wide, COUNT_OF(wide), cp) ? 2 : 1;
}

size_t text_width(struct str s)
{
    size_t width = 0;

    while (s.n) {
        uint32_t cp;

        s = str_skip(s, str_rune(s, &cp));
        width += rune_width(cp);
    }
    return width;
}

static void spaces(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_add_char(out, ' ');
}

void column_add(struct buf *out, struct str s, size_t width)
{
    const bool is_cut = text_width(s) > width;
    const size_t room = is_cut ? width - (width > 0) : width;
    size_t used = 0;

    while (s.n) {
        uint32_t cp;
        const size_t n = str_rune(s, &cp);
        const size_t cells = rune_width(cp);

        if (used + cells > room)
            break;
        if (cells > 0) /* the unseen ones could turn or move what follows */
            buf_add_rune(out, cp);
        used += cells;
        s = str_skip(s, n);
    }
    if (is_cut && width > 0) {
        buf_add(out, STR("…"));
        used++;
    }
    spaces(out, width - used);
}

void column_add_rest(struct buf *out, struct str s)
{
    while (s.n) {
        uint32_t cp;

        s = str_skip(s, str_rune(s, &cp));
        if (cp == '\t' || cp == '\n' || cp == '\r')
            cp = ' '; /* it holds words apart */
        if (cp >= ' ' && (cp < 0x7f || cp > 0x9f) && (cp < 0x202a || cp > 0x202e) &&
            (cp < 0x2066 || cp > 0x2069))
            buf_add_rune(out, cp);
    }
}

void column_add_int(struct buf *out, int64_t value, size_t width)
{
    char text[24];
    const int n = snprintf(text, sizeof(text), "%lld", (long long)value);

    if ((size_t)n < width)
        spaces(out, width - (size_t)n);
    buf_add(out, str_from(text, (size_t)n));
}
