#include "base/base.h"

#include "check/debris.h"

/* ---- templates ------------------------------------------------------------------------------- */

/* The bytes of "name", "a.b", "item['x']" and the closing mark; 0 when it is no such thing. */
static size_t expression(struct str s, struct str close)
{
    size_t n = 0;

    while (n < s.n && n < 80 && !str_starts(str_skip(s, n), close)) {
        const unsigned char ch = (unsigned char)s.p[n];

        if (ch >= 0x80 || ch == '\n' || ch == ';')
            return 0;
        n++;
    }
    return n > 0 && str_starts(str_skip(s, n), close) ? n + close.n : 0;
}

/* The first piece of a template in a text that has `lead`: ${x}, #{x}, {{x}}, {dede:x/}; <%=x%>. */
static bool find_form(struct str text, char lead, size_t *at, size_t *n)
{
    static const struct {
        const char *open, *close;
        size_t n_before; /* bytes of `open` in front of the lead */
    } forms[] = { { "${", "}", 1 },     { "#{", "}", 1 },      { "$!{", "}", 2 },
                  { "{{", "}}", 0 },    { "{$", "}", 0 },      { "{dede:", "}", 0 },
                  { "{pc:", "}", 0 },   { "{pboot:", "}", 0 }, { "{aspcms:", "}", 0 },
                  { "{eyou:", "}", 0 }, { "<%", "%>", 0 } };

    for (size_t from = 0; from < text.n; from++) {
        const size_t next = str_chr(str_skip(text, from), lead);

        if (next == STR_NONE)
            return false;
        from += next;
        for (size_t i = 0; i < COUNT_OF(forms); i++) {
            const struct str open = str_of(forms[i].open);

            if (from < forms[i].n_before)
                continue;
            const struct str here = str_skip(text, from - forms[i].n_before);

            if (!str_starts(here, open))
                continue;
            *n = expression(str_skip(here, open.n), str_of(forms[i].close));
            if (*n == 0)
                continue;
            *n += open.n;
            *at = from - forms[i].n_before;
            return true;
        }
    }
    return false;
}

bool debris_template(struct str text, size_t *at, size_t *n)
{
    return find_form(text, '{', at, n) || find_form(text, '<', at, n);
}

/* A colon that ends a Chinese label stands in front: "电话：", "单位:". */
static bool is_behind_label(struct str text, size_t at)
{
    while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '\n'))
        at--;
    return str_ends(str_sub(text, 0, at), STR("：")) ||
           (at > 1 && text.p[at - 1] == ':' && (unsigned char)text.p[at - 2] >= 0x80);
}

bool debris_value(struct str text, size_t *at, size_t *n)
{
    static const char *const values[] = { "undefined", "null", "NaN" };

    for (size_t i = 0; i < COUNT_OF(values); i++) {
        const struct str value = str_of(values[i]);

        for (size_t from = 0, next; (next = str_find(str_skip(text, from), value)) != STR_NONE;
             from += next + value.n) {
            const struct str behind = str_skip(text, from + next + value.n);

            if (!is_behind_label(text, from + next) ||
                (behind.n && (char_is_digit(behind.p[0]) || behind.p[0] == '_' ||
                              (char_lower(behind.p[0]) >= 'a' && char_lower(behind.p[0]) <= 'z'))))
                continue;
            *at = from + next;
            *n = value.n;
            return true;
        }
    }
    return false;
}

/* ---- garbled text ---------------------------------------------------------------------------- */

/* U+00A0..U+00FF, and what Windows shows for 0x80..0x9F: how UTF-8 looks when read as Latin-1. */
static bool is_latin_debris(uint32_t cp)
{
    return (cp >= 0x80 && cp <= 0xFF) || cp == 0x0152 || cp == 0x0153 || cp == 0x0160 ||
           cp == 0x0161 || cp == 0x0178 || cp == 0x017D || cp == 0x017E || cp == 0x0192 ||
           cp == 0x02C6 || cp == 0x02DC || cp == 0x20AC || cp == 0x2122;
}

/* A run of Latin debris. Chinese that was UTF-8 always leaves some of U+00C0..U+00FF in it. */
bool debris_latin(struct str text, int64_t run, size_t *at)
{
    int64_t n_debris = 0;
    size_t n_bytes;

    if (str_chr(text, '\xC3') == STR_NONE)
        return false;
    for (size_t i = 0; i < text.n; i += n_bytes) {
        uint32_t cp;

        n_bytes = str_rune(str_skip(text, i), &cp);
        n_debris = is_latin_debris(cp) && cp != 0xA0 && cp != 0xB7 ? n_debris + 1 : 0;
        *at = i;
        if (n_debris >= run)
            return true;
    }
    return false;
}

/* A run of replacement characters. */
bool debris_lost(struct str text, int64_t run, size_t *at)
{
    static const char replacement[] = { '\xEF', '\xBF', '\xBD' };
    char mark[sizeof replacement * DEBRIS_RUN_MAX];

    for (size_t i = 0; i < (size_t)run * sizeof replacement; i++)
        mark[i] = replacement[i % sizeof replacement];
    *at = str_find(text, str_from(mark, (size_t)run * sizeof replacement));
    return *at != STR_NONE;
}

/* The end of "Warning: … in /www/foot.php on line 88" in a line that begins with its kind. */
static size_t end_of_message(struct str line)
{
    const struct str mark = STR(" on line ");
    const size_t name = str_find(line, STR(".php"));

    for (size_t end = name, next; end != STR_NONE; end += next) {
        next = str_find(str_skip(line, end), mark);
        if (next == STR_NONE)
            return 0;
        next += mark.n;
        if (end + next < line.n && char_is_digit(line.p[end + next]))
            return end + next;
    }
    return 0;
}

bool debris_program(const struct words *kinds, struct str text, size_t *at, size_t *n)
{
    struct str rest = text, line;

    if (!str_has(text, STR(" on line ")))
        return false;
    while (str_line(&rest, &line)) {
        size_t kind;

        if (!words_find(kinds, line, &kind))
            continue;
        *n = end_of_message(str_skip(line, kind));
        if (*n == 0)
            continue;
        *at = (size_t)(line.p - text.p) + kind;
        return true;
    }
    return false;
}
