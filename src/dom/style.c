#include "base/base.h"

#include "dom/style.h"

#include <string.h>

/* Lengths in thousandths of a px. */
static const int64_t far_outside = 500000, beyond = 5000000, tiny = 1000;
enum { PX_MAX = 1000000 };

/* ---- colours ------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int32_t rgb;
} colors[] = {
    { "white", 0xffffff },    { "black", 0x000000 },      { "red", 0xff0000 },
    { "blue", 0x0000ff },     { "green", 0x008000 },      { "gray", 0x808080 },
    { "grey", 0x808080 },     { "silver", 0xc0c0c0 },     { "yellow", 0xffff00 },
    { "orange", 0xffa500 },   { "purple", 0x800080 },     { "maroon", 0x800000 },
    { "navy", 0x000080 },     { "teal", 0x008080 },       { "aqua", 0x00ffff },
    { "cyan", 0x00ffff },     { "lime", 0x00ff00 },       { "olive", 0x808000 },
    { "fuchsia", 0xff00ff },  { "magenta", 0xff00ff },    { "pink", 0xffc0cb },
    { "brown", 0xa52a2a },    { "gold", 0xffd700 },       { "snow", 0xfffafa },
    { "ivory", 0xfffff0 },    { "whitesmoke", 0xf5f5f5 }, { "ghostwhite", 0xf8f8ff },
    { "beige", 0xf5f5dc },    { "lightgray", 0xd3d3d3 },  { "lightgrey", 0xd3d3d3 },
    { "darkgray", 0xa9a9a9 }, { "darkblue", 0x00008b },   { "darkred", 0x8b0000 },
};

static int hex_digit(char c)
{
    if (char_is_digit(c))
        return c - '0';
    c = char_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int32_t hex_color(struct str s)
{
    int32_t v = 0, alpha = 0xf;

    if (s.n != 3 && s.n != 4 && s.n != 6 && s.n != 8)
        return COLOR_UNKNOWN;
    for (size_t i = 0; i < s.n; i++) {
        const int d = hex_digit(s.p[i]);

        if (d < 0)
            return COLOR_UNKNOWN;
        if (i == 3 && s.n == 4)
            alpha = d;
        else if (i >= 6)
            alpha = i == 6 ? d : alpha | d;
        else
            v = s.n < 6 ? v << 8 | d << 4 | d : v << 4 | d;
    }
    return alpha == 0 ? COLOR_NONE : v;
}

/* A number at the start of s, in thousandths; false when there is none. */
static bool read_number(struct str *s, int64_t *milli)
{
    const bool is_negative = s->n && s->p[0] == '-';
    size_t at = s->n && (s->p[0] == '-' || s->p[0] == '+');
    int64_t v = 0, unit = 1000;
    bool is_number = false;

    for (; at < s->n && char_is_digit(s->p[at]); at++, is_number = true)
        v = v < PX_MAX ? v * 10 + (s->p[at] - '0') : v;
    v *= 1000;
    if (at < s->n && s->p[at] == '.')
        for (at++; at < s->n && char_is_digit(s->p[at]); at++, is_number = true)
            v += (s->p[at] - '0') * (unit /= 10);
    if (!is_number)
        return false;
    *milli = is_negative ? -v : v;
    *s = str_skip(*s, at);
    return true;
}

/* The next argument of rgb(): a number, or per cent of `whole`. In thousandths, clipped. */
static bool read_channel(struct str *s, int64_t whole, int64_t *out)
{
    while (s->n && (char_is_space(s->p[0]) || s->p[0] == ',' || s->p[0] == '/'))
        *s = str_skip(*s, 1);
    if (!read_number(s, out))
        return false;
    if (s->n && s->p[0] == '%')
        *out = *out * whole / 100;
    if (s->n && s->p[0] == '%')
        *s = str_skip(*s, 1);
    *out = *out < 0 ? 0 : *out > whole * 1000 ? whole * 1000 : *out;
    return true;
}

/* Inside the parentheses of rgb(), rgba(). */
static int32_t rgb_color(struct str s)
{
    int64_t red, green, blue, alpha = 1000;

    if (!read_channel(&s, 255, &red) || !read_channel(&s, 255, &green) ||
        !read_channel(&s, 255, &blue))
        return COLOR_UNKNOWN;
    if (read_channel(&s, 1, &alpha) && alpha <= 50)
        return COLOR_NONE;
    return (int32_t)(red / 1000 << 16 | green / 1000 << 8 | blue / 1000);
}

int32_t style_color(struct str s)
{
    s = str_trim(s);
    if (s.n > 1 && s.p[0] == '#')
        return hex_color(str_skip(s, 1));
    if (str_starts_nocase(s, STR("rgb")) && str_chr(s, '(') != STR_NONE)
        return rgb_color(str_skip(s, str_chr(s, '(') + 1));
    if (str_eq_nocase(s, STR("transparent")))
        return COLOR_NONE;
    for (size_t i = 0; i < COUNT_OF(colors); i++)
        if (str_eq_nocase(s, str_of(colors[i].name)))
            return colors[i].rgb;
    return COLOR_UNKNOWN;
}

/* The next piece between blanks, parentheses kept whole. */
static bool next_word(struct str *s, struct str *word)
{
    size_t n = 0;
    int depth = 0;

    *s = str_trim(*s);
    while (n < s->n && (depth > 0 || !char_is_space(s->p[n]))) {
        depth += s->p[n] == '(' ? 1 : s->p[n] == ')' ? -1 : 0;
        n++;
    }
    *word = str_from(s->p, n);
    *s = str_skip(*s, n);
    return n > 0;
}

static int32_t background(struct str value)
{
    struct str word;
    int32_t color = COLOR_NONE;

    if (str_chr(value, '(') != STR_NONE && (str_find_nocase(value, STR("url(")) != STR_NONE ||
                                            str_find_nocase(value, STR("gradient(")) != STR_NONE))
        return COLOR_IMAGE;
    while (next_word(&value, &word)) {
        const int32_t c = style_color(word);

        if (c != COLOR_UNKNOWN)
            color = c;
    }
    return color;
}

/* ---- lengths ------------------------------------------------------------------------------- */

/* Thousandths of px at the start of s; percentages of a screen 1,000 px wide. */
static bool read_px(struct str *s, int64_t *milli)
{
    static const struct {
        const char *unit;
        int64_t percent; /* of a px */
    } units[] = { { "px", 100 },  { "em", 1600 }, { "rem", 1600 }, { "pt", 133 },
                  { "%", 1000 },  { "vw", 1000 }, { "vh", 1000 },  { "cm", 3780 },
                  { "in", 9600 }, { "mm", 378 },  { "ex", 800 } };

    if (!read_number(s, milli))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (str_starts_nocase(*s, str_of(units[i].unit))) {
            *milli = *milli * units[i].percent / 100;
            *s = str_skip(*s, strlen(units[i].unit));
            break;
        }
    }
    return true;
}

/* One of the lengths in "0 auto -9999px" or "translate(-9999px, 0)" is far outside. */
static bool is_far(struct str value, bool is_positioned)
{
    int64_t milli;

    while (value.n) {
        const char c = value.p[0];

        if (!char_is_digit(c) && c != '-' && c != '.') {
            value = str_skip(value, 1);
            continue;
        }
        if (!read_px(&value, &milli)) {
            value = str_skip(value, 1);
            continue;
        }
        if (milli <= -far_outside || (is_positioned && milli >= beyond))
            return true;
    }
    return false;
}

/* 0 .. 1 px. Percentages and "auto" are not. */
static bool is_tiny(struct str value)
{
    int64_t milli;

    return read_px(&value, &milli) && milli >= 0 && milli <= tiny;
}

static bool is_tiny_font(struct str value)
{
    struct str word;

    while (next_word(&value, &word)) {
        int64_t milli;
        struct str s = word;

        if (!read_px(&s, &milli))
            continue;
        if (s.n == word.n || milli < 0)
            continue;
        return milli <= tiny;
    }
    return false;
}

/* ---- properties ---------------------------------------------------------------------------- */

static bool is_none(struct str value)
{
    return str_eq_nocase(value, STR("none"));
}

static bool is_invisible(struct str value)
{
    return str_eq_nocase(value, STR("hidden")) || str_eq_nocase(value, STR("collapse"));
}

static bool is_transparent(struct str value)
{
    int64_t milli;

    return read_number(&value, &milli) && milli <= (value.n && value.p[0] == '%' ? 5000 : 50);
}

static bool is_alpha_zero(struct str value)
{
    const size_t at = str_find_nocase(value, STR("opacity="));

    return at != STR_NONE && is_transparent(str_skip(value, at + 8));
}

static bool is_placed(struct str value)
{
    return str_eq_nocase(value, STR("absolute")) || str_eq_nocase(value, STR("fixed")) ||
           str_eq_nocase(value, STR("relative"));
}

static bool is_offset_far(struct str value)
{
    return is_far(value, true);
}

static bool is_margin_far(struct str value)
{
    return is_far(value, false);
}

static bool is_clipping(struct str value)
{
    return is_invisible(value) || str_eq_nocase(value, STR("auto")) ||
           str_eq_nocase(value, STR("scroll")) || str_eq_nocase(value, STR("clip"));
}

/* rect(0 0 0 0), rect(1px,1px,1px,1px), inset(50%), circle(0). */
static bool is_clipped(struct str value)
{
    const size_t open = str_chr(value, '(');
    struct str args = str_skip(value, open == STR_NONE ? value.n : open + 1);
    int64_t first;

    if (str_starts_nocase(value, STR("inset(")))
        return read_number(&args, &first) && first >= 50000 && args.n && args.p[0] == '%';
    if (str_starts_nocase(value, STR("circle(")))
        return is_tiny(args);
    if (!str_starts_nocase(value, STR("rect(")))
        return false;
    for (; args.n; args = str_skip(args, 1)) {
        struct str rest = args;

        if (!char_is_digit(args.p[0]))
            continue;
        if (!is_tiny(rest))
            return false;
        (void)read_px(&rest, &first);
        args = str_from(rest.p - 1, rest.n + 1);
    }
    return true;
}

static bool is_below(struct str value)
{
    int64_t milli;

    return read_number(&value, &milli) && milli < 0;
}

/* scale(0), scaleX(0): no size, and nothing stands out of it. */
static bool is_scaled_away(struct str value)
{
    const size_t open = str_chr(value, '(');
    struct str args = str_skip(value, open == STR_NONE ? value.n : open + 1);
    int64_t milli;

    return str_starts_nocase(value, STR("scale")) && read_number(&args, &milli) && milli == 0;
}

static bool is_padded(struct str value)
{
    return str_chr(value, '%') == STR_NONE;
}

/* Which property says what; by name. */
static const struct property {
    const char *name;
    size_t n;
    uint32_t bit;
    bool (*is_on)(struct str value);
    bool only_on; /* another value does not take it back: several properties share the bit */
} properties[] = {
    { "bottom", 6, STYLE_FAR, is_offset_far, true },
    { "clip", 4, STYLE_CLIP, is_clipped, false },
    { "clip-path", 9, STYLE_CLIP, is_clipped, true },
    { "display", 7, STYLE_DISPLAY, is_none, false },
    { "filter", 6, STYLE_OPACITY, is_alpha_zero, true },
    { "font", 4, STYLE_FONT_SIZE, is_tiny_font, false },
    { "font-size", 9, STYLE_FONT_SIZE, is_tiny_font, false },
    { "height", 6, STYLE_HEIGHT, is_tiny, false },
    { "left", 4, STYLE_FAR, is_offset_far, true },
    { "margin", 6, STYLE_MARGIN, is_margin_far, true },
    { "margin-left", 11, STYLE_MARGIN, is_margin_far, true },
    { "margin-top", 10, STYLE_MARGIN, is_margin_far, true },
    { "max-height", 10, STYLE_HEIGHT, is_tiny, true },
    { "max-width", 9, STYLE_WIDTH, is_tiny, true },
    { "opacity", 7, STYLE_OPACITY, is_transparent, false },
    { "overflow", 8, STYLE_OVERFLOW, is_clipping, false },
    { "overflow-x", 10, STYLE_OVERFLOW, is_clipping, true },
    { "overflow-y", 10, STYLE_OVERFLOW, is_clipping, true },
    /* The box of a film: no height, but padding in percent of its width. */
    { "padding-bottom", 14, STYLE_OVERFLOW, is_padded, false },
    { "padding-top", 11, STYLE_OVERFLOW, is_padded, false },
    { "position", 8, STYLE_POSITION, is_placed, false },
    { "right", 5, STYLE_FAR, is_offset_far, true },
    { "text-indent", 11, STYLE_INDENT, is_margin_far, false },
    { "top", 3, STYLE_FAR, is_offset_far, true },
    { "transform", 9, STYLE_MARGIN, is_margin_far, true },
    { "transform", 9, STYLE_HEIGHT | STYLE_OVERFLOW, is_scaled_away, true },
    { "visibility", 10, STYLE_VISIBILITY, is_invisible, false },
    { "width", 5, STYLE_WIDTH, is_tiny, false },
    { "z-index", 7, STYLE_Z_INDEX, is_below, false },
};

static bool strip_important(struct str *value)
{
    const size_t at = str_chr(*value, '!');

    if (at == STR_NONE)
        return false;

    const bool is_it = str_eq_nocase(str_trim(str_skip(*value, at + 1)), STR("important"));

    *value = str_trim(str_sub(*value, 0, at));
    return is_it;
}

static void say(struct style *s, uint32_t bit, bool is_on, bool only_on, bool is_strong)
{
    s->off |= is_on ? 0 : bit;
    if ((only_on && !is_on) || (s->strong & bit && !is_strong))
        return;
    s->set |= bit;
    s->on = is_on ? s->on | bit : s->on & ~bit;
    s->strong |= is_strong ? bit : 0;
}

static void read_colors(struct str name, struct str value, bool is_strong, struct style *s)
{
    if (str_eq_nocase(name, STR("color"))) {
        const int32_t c = style_color(value);

        if (c == COLOR_UNKNOWN || (s->strong & STYLE_COLOR && !is_strong))
            return;
        s->color = c;
        say(s, STYLE_COLOR, false, false, is_strong);
    } else if (str_eq_nocase(name, STR("background")) ||
               str_eq_nocase(name, STR("background-color")) ||
               str_eq_nocase(name, STR("background-image"))) {
        const int32_t c = background(value);

        if ((s->strong & STYLE_BACKGROUND && !is_strong) ||
            (c == COLOR_NONE && name.n == STR("background-image").n))
            return;
        s->background = c;
        say(s, STYLE_BACKGROUND, false, false, is_strong);
    }
}

static void read_one(struct str name, struct str value, struct style *s)
{
    const bool is_strong = strip_important(&value);
    const char c = name.n ? char_lower(name.p[0]) : 0;

    if (c == 'c' || c == 'b')
        read_colors(name, value, is_strong, s);
    for (size_t i = 0; i < COUNT_OF(properties) && properties[i].name[0] <= c; i++) {
        const struct property *p = &properties[i];

        if (c != p->name[0] || name.n != p->n || !str_eq_nocase(name, str_from(p->name, p->n)))
            continue;
        if (p->is_on == is_padded) {
            if (!is_padded(value))
                say(s, STYLE_OVERFLOW, false, false, true);
            return;
        }
        say(s, p->bit, p->is_on(value), p->only_on, is_strong);
    }
}

/* Bytes up to the ';' that ends a declaration. */
static size_t declaration_bytes(struct str s)
{
    int depth = 0;
    char quote = 0;

    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];

        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(' || c == ')')
            depth += c == '(' ? 1 : -1;
        else if (c == ';' && depth <= 0)
            return i;
    }
    return s.n;
}

void style_read(struct str declarations, struct style *s)
{
    while (declarations.n) {
        const size_t n = declaration_bytes(declarations);
        struct str name, value;

        if (str_cut(str_sub(declarations, 0, n), ':', &name, &value))
            read_one(str_trim(name), str_trim(value), s);
        declarations = str_skip(declarations, n + 1);
    }
}

void style_merge(struct style *s, const struct style *later)
{
    const uint32_t take = later->set & ~(s->strong & ~later->strong);

    s->on = (s->on & ~take) | (later->on & take);
    s->set |= take;
    s->strong |= later->strong & take;
    s->opened |= later->opened;
    if (take & STYLE_COLOR)
        s->color = later->color;
    if (take & STYLE_BACKGROUND)
        s->background = later->background;
}

/* A value that begins like "none", "hidden" or "collapse". */
static bool may_be_unseen(struct str declarations)
{
    for (size_t at = 0; at < declarations.n; at++) {
        if (declarations.p[at] != ':')
            continue;
        while (at + 1 < declarations.n && char_is_space(declarations.p[at + 1]))
            at++;

        const char c = at + 1 < declarations.n ? char_lower(declarations.p[at + 1]) : 0;

        if (c == 'n' || c == 'h' || c == 'c')
            return true;
    }
    return false;
}

bool style_is_unseen(struct str declarations)
{
    struct style s = { 0 };

    if (!may_be_unseen(declarations))
        return false;
    style_read(declarations, &s);
    return s.on & (STYLE_DISPLAY | STYLE_VISIBILITY);
}
