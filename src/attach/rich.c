#include "base/base.h"

#include "attach/rich.h"

#include "base/arena.h"
#include "base/buf.h"
#include "text/charset.h"

struct rich {
    struct lines *out;
    struct buf raw;  /* bytes of a codepage, until something else comes */
    bool is_chinese; /* that codepage is 936; else 1252 */
    int64_t depth,
        hidden_from;    /* groups around; those from this depth on are not shown, 0 = none */
    int64_t n_fallback; /* characters behind \u for readers that do not know it */
    int64_t n_skip;     /* of them that are still to come */
};

/* A control word with its number: \ansicpg936. */
struct control {
    struct str word;
    int64_t number;
    bool has_number;
};

static void flush(struct rich *r)
{
    AUTO(arena_done) struct arena a = { 0 };
    size_t n_bad;

    if (r->raw.n)
        lines_add(r->out, charset_to_utf8(buf_str(&r->raw),
                                          r->is_chinese ? "gb18030" : "windows-1252", &a, &n_bad));
    buf_reset(&r->raw);
}

/* One character of text, as a byte of the codepage. */
static void add_byte(struct rich *r, char c)
{
    if (r->n_skip > 0)
        r->n_skip--;
    else if (!r->hidden_from)
        buf_add_char(&r->raw, c);
}

static void add_break(struct rich *r, enum lines_break b)
{
    if (r->hidden_from)
        return;
    flush(r);
    lines_end(r->out, b);
}

static void add_unicode(struct rich *r, int64_t number)
{
    AUTO(buf_done) struct buf b = { 0 };
    const int64_t rune = number < 0 ? number + 65536 : number;

    r->n_skip = r->n_fallback;
    if (r->hidden_from || rune < ' ' || rune > 0xffff || (rune >= 0xd800 && rune < 0xe000))
        return;
    flush(r);
    buf_add_rune(&b, (uint32_t)rune);
    lines_add(r->out, buf_str(&b));
}

/* Groups that begin with one of these hold no text. */
static bool is_hidden_group(struct str word)
{
    static const char *const words[] = {
        "fonttbl",   "colortbl",  "stylesheet",        "info",      "pict",        "object",
        "fldinst",   "listtable", "listoverridetable", "revtbl",    "rsidtbl",     "generator",
        "themedata", "filetbl",   "xmlnstbl",          "datastore", "latentstyles"
    };

    return str_eq_any(word, words, COUNT_OF(words));
}

static enum lines_break break_of(struct str word)
{
    static const char *const lines[] = { "par", "line", "row", "page", "sect", "nestrow" };
    static const char *const spaces[] = { "cell", "tab", "nestcell", "emspace", "enspace" };

    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (str_eq(word, str_of(lines[i])))
            return LINES_NEW;
    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (str_eq(word, str_of(spaces[i])))
            return LINES_SPACE;
    return LINES_JOINED;
}

static void hide_group(struct rich *r)
{
    if (!r->hidden_from)
        r->hidden_from = r->depth;
}

/* Returns how many bytes behind it belong to it. */
static size_t obey(struct rich *r, const struct control *c)
{
    const enum lines_break b = break_of(c->word);

    if (b)
        add_break(r, b);
    else if (is_hidden_group(c->word))
        hide_group(r);
    else if (str_eq(c->word, STR("u")) && c->has_number)
        add_unicode(r, c->number);
    else if (str_eq(c->word, STR("uc")))
        r->n_fallback = c->number >= 0 && c->number < 16 ? c->number : 1;
    else if (str_eq(c->word, STR("ansicpg")))
        r->is_chinese = c->number == 936;
    else if (str_eq(c->word, STR("bin")) && c->number > 0)
        return (size_t)c->number;
    return 0;
}

/* A control word behind its backslash; its bytes, with the space that may end it. */
static size_t control_at(struct str s, struct control *c)
{
    size_t n = 0, digits;

    *c = (struct control){ 0 };
    while (n < s.n && char_lower(s.p[n]) >= 'a' && char_lower(s.p[n]) <= 'z')
        n++;
    c->word = str_sub(s, 0, n);
    digits = n;
    if (n && n < s.n && s.p[n] == '-')
        n++;
    while (n > 0 && n < s.n && char_is_digit(s.p[n]))
        n++;
    c->has_number = str_to_i64(str_sub(s, digits, n - digits), -65536, INT32_MAX, &c->number);
    return n && n < s.n && s.p[n] == ' ' ? n + 1 : n;
}

static int hex_digit(char c)
{
    return char_is_digit(c)                               ? c - '0'
           : char_lower(c) >= 'a' && char_lower(c) <= 'f' ? char_lower(c) - 'a' + 10
                                                          : -1;
}

/* What begins with a backslash; its bytes behind that. */
static size_t take_control(struct rich *r, struct str s)
{
    struct control c;
    size_t n;

    if (s.n == 0)
        return 0;
    n = control_at(s, &c);
    if (n)
        return n + obey(r, &c);
    if (s.p[0] == '\'' && s.n >= 3 && hex_digit(s.p[1]) >= 0 && hex_digit(s.p[2]) >= 0) {
        add_byte(r, (char)(hex_digit(s.p[1]) << 4 | hex_digit(s.p[2])));
        return 3;
    }
    if (s.p[0] == '*') /* a group that old readers may skip */
        hide_group(r);
    else if (s.p[0] == '~')
        add_byte(r, ' ');
    else if (s.p[0] == '_')
        add_byte(r, '-');
    else if (s.p[0] == '\\' || s.p[0] == '{' || s.p[0] == '}')
        add_byte(r, s.p[0]);
    else if (s.p[0] == '\n' || s.p[0] == '\r')
        add_break(r, LINES_NEW);
    return 1;
}

static void close_group(struct rich *r)
{
    if (r->hidden_from && r->depth <= r->hidden_from)
        r->hidden_from = 0;
    r->depth -= r->depth > 0;
    r->n_skip = 0;
}

enum attach_outcome rich_text(struct str bytes, struct lines *out)
{
    struct rich r = { .out = out, .n_fallback = 1, .is_chinese = true };

    for (size_t at = 0; at < bytes.n && !out->is_cut; at++) {
        const char c = bytes.p[at];

        if (c == '{')
            r.depth++;
        else if (c == '}')
            close_group(&r);
        else if (c == '\\')
            at += take_control(&r, str_skip(bytes, at + 1));
        else if (c != '\r' && c != '\n')
            add_byte(&r, c);
    }
    flush(&r);
    buf_done(&r.raw);
    return ATTACH_READ;
}
