#include "base/base.h"

#include "dom/tokens.h"

#include <string.h>

static bool is_alpha(char c)
{
    const char lower = char_lower(c);

    return lower >= 'a' && lower <= 'z';
}

/* What ends a tag's name, an attribute's name, an unquoted value; white space within tags: not
 * '\v'. */
enum { ENDS_TAG = 1, ENDS_NAME = 2, ENDS_VALUE = 4, ENDS_ALL = 7, IS_GAP = 8, GAP = 15 };
static const uint8_t ends[256] = {
    [' '] = GAP,      ['\n'] = GAP,      ['\t'] = GAP,
    ['\r'] = GAP,     ['\f'] = GAP,      ['/'] = ENDS_TAG | ENDS_NAME,
    ['>'] = ENDS_ALL, ['='] = ENDS_NAME,
};

static bool is_gap(char c)
{
    return ends[(unsigned char)c] & IS_GAP;
}

/* On to the first byte that ends it, or to the end of s. */
static size_t pass(struct str s, size_t at, unsigned what)
{
    while (at < s.n && !(ends[(unsigned char)s.p[at]] & what))
        at++;
    return at;
}

static size_t find(struct str s, size_t from, char c)
{
    const char *p = from < s.n ? memchr(s.p + from, c, s.n - from) : NULL;

    return p ? (size_t)(p - s.p) : s.n;
}

/* ---- what is skipped ----------------------------------------------------------------------- */

/* Behind "<!--": the offset after the end of the comment. */
static size_t comment_end(struct str s, size_t from)
{
    for (size_t at = find(s, from, '>'); at < s.n; at = find(s, at + 1, '>')) {
        const char *p = s.p + at;

        if (p[-1] == '-' && p[-2] == '-') /* may be the dashes of "<!-->" */
            return at + 1;
        if (at >= from + 3 && p[-1] == '!' && p[-2] == '-' && p[-3] == '-')
            return at + 1;
    }
    return s.n;
}

/* At "<!": doctype, comment, CDATA section or what is none of these. */
static size_t declaration_end(const struct tokens *t, struct str s)
{
    if (str_starts(s, STR("<!--"))) {
        if (str_starts(s, STR("<!-->")))
            return 5;
        return comment_end(s, 4);
    }
    if (t->n_drawn && !t->n_islands && str_starts(s, STR("<![CDATA["))) {
        const size_t end = str_find(s, STR("]]>"));

        return end == STR_NONE ? s.n : end + 3;
    }

    const size_t end = find(s, 2, '>');

    return end < s.n ? end + 1 : s.n;
}

/* ---- tags ---------------------------------------------------------------------------------- */

static size_t skip_gaps(struct str s, size_t at)
{
    while (at < s.n && is_gap(s.p[at]))
        at++;
    return at;
}

/* The value behind '='; at stands on its first character. */
static size_t read_value(struct str s, size_t at, struct str *value)
{
    const char quote = at < s.n ? s.p[at] : 0;

    if (quote == '"' || quote == '\'') {
        const size_t end = find(s, at + 1, quote);

        *value = str_from(s.p + at + 1, end - (at + 1 < s.n ? at + 1 : s.n));
        return end < s.n ? end + 1 : s.n;
    }

    const size_t end = pass(s, at, ENDS_VALUE);

    *value = str_from(s.p + at, end - at);
    return end;
}

/* From behind the tag's name to behind its '>'; s.n + 1 when the tag does not end. */
static size_t read_attrs(struct str s, size_t at, struct token *out)
{
    for (;;) {
        at = skip_gaps(s, at);
        if (at >= s.n)
            return s.n + 1;
        if (s.p[at] == '>')
            return at + 1;
        if (s.p[at] == '/') {
            out->is_self_closed = at + 1 < s.n && s.p[at + 1] == '>';
            at++;
            continue;
        }

        const size_t begin = at;
        struct str value = STR("");

        at = pass(s, at + 1, ENDS_NAME); /* a '=' may begin a name */

        const struct str name = str_from(s.p + begin, at - begin);
        const size_t equals = skip_gaps(s, at);

        if (equals < s.n && s.p[equals] == '=')
            at = read_value(s, skip_gaps(s, equals + 1), &value);
        out->n_attrs++;
        if (out->kind == TOKEN_START_TAG)
            attrs_add(&out->attrs, name, value);
    }
}

/* Which content comes next, and whether we are in a drawing: there nothing is raw. */
static void follow(struct tokens *t, const struct token *tag)
{
    const bool is_start = tag->kind == TOKEN_START_TAG;

    if (!t->n_drawn) {
        if (is_start && element_is(tag->element, IS_RAW | IS_RCDATA))
            t->raw = tag->element;
        else if (is_start && (tag->element == EL_SVG || tag->element == EL_MATH))
            t->n_drawn = !tag->is_self_closed;
        return;
    }
    switch ((unsigned)tag->element) {
    case EL_SVG:
    case EL_MATH:
        t->n_drawn += is_start ? !tag->is_self_closed : -1U;
        break;
    case EL_FOREIGNOBJECT:
        if (is_start)
            t->n_islands += !tag->is_self_closed;
        else if (t->n_islands)
            t->n_islands--;
        break;
    default:
        if (t->n_islands && is_start && element_is(tag->element, IS_RAW | IS_RCDATA))
            t->raw = tag->element;
        if (!t->n_islands && is_start && element_is(tag->element, IS_BREAKOUT))
            t->n_drawn = 0;
        break;
    }
    if (!t->n_drawn)
        t->n_islands = 0;
}

/* At '<' and a letter, or "</" and a letter. false when the tag is cut off by the end. */
static bool read_tag(struct tokens *t, struct token *out)
{
    const struct str s = t->rest;
    const bool is_end = s.p[1] == '/';
    const size_t begin = is_end ? 2 : 1;
    size_t at = pass(s, begin, ENDS_TAG);

    out->kind = is_end ? TOKEN_END_TAG : TOKEN_START_TAG;
    out->element = element_of(str_from(s.p + begin, at - begin));
    out->attrs.present = 0;
    out->n_attrs = 0;
    out->is_self_closed = false;
    at = read_attrs(s, at, out);
    if (at > s.n) {
        t->rest = str_skip(s, s.n);
        return false;
    }
    t->rest = str_skip(s, at);
    follow(t, out);
    return true;
}

/* ---- text ---------------------------------------------------------------------------------- */

/* "</name" and a character that ends the name stand at `at`. */
static bool is_end_tag(struct str s, size_t at, const char *name, size_t n)
{
    if (s.n - at < n + 3 || s.p[at + 1] != '/' ||
        !str_eq_nocase(str_from(s.p + at + 2, n), str_from(name, n)))
        return false;

    const char c = s.p[at + 2 + n];

    return is_gap(c) || c == '/' || c == '>';
}

static bool is_script_tag(struct str s, size_t at)
{
    return s.n - at >= 8 && str_eq_nocase(str_from(s.p + at, 7), STR("<script")) &&
           (is_gap(s.p[at + 7]) || s.p[at + 7] == '/' || s.p[at + 7] == '>');
}

/* "-->" ends the state in which "<!-- <script> </script>" does not end a script. */
static bool has_arrow(struct str s, size_t from, size_t to)
{
    return str_find(str_from(s.p + from, to - from), STR("-->")) != STR_NONE;
}

static size_t script_end(struct str s)
{
    enum { PLAIN, ESCAPED, ESCAPED_TWICE } state = PLAIN;
    size_t seen = 0;

    for (size_t at = find(s, 0, '<'); at < s.n; at = find(s, at + 1, '<')) {
        if (state != PLAIN && has_arrow(s, seen, at))
            state = PLAIN;
        if (state != PLAIN)
            seen = at;
        if (is_end_tag(s, at, "script", 6)) {
            if (state != ESCAPED_TWICE)
                return at;
            state = ESCAPED;
        } else if (state == PLAIN && str_starts(str_skip(s, at), STR("<!--"))) {
            state = ESCAPED;
            seen = at + 2; /* "<!-->" is an arrow at once */
        } else if (state == ESCAPED && is_script_tag(s, at)) {
            state = ESCAPED_TWICE;
        }
    }
    return s.n;
}

static size_t raw_end(struct str s, enum element raw)
{
    const char *name = element_name(raw);
    const size_t n = strlen(name);

    if (raw == EL_PLAINTEXT)
        return s.n;
    if (raw == EL_SCRIPT)
        return script_end(s);
    for (size_t at = find(s, 0, '<'); at < s.n; at = find(s, at + 1, '<'))
        if (is_end_tag(s, at, name, n))
            return at;
    return s.n;
}

static bool give_text(struct tokens *t, size_t n, enum element inside, struct token *out)
{
    out->kind = TOKEN_TEXT;
    out->element = EL_NONE;
    out->inside = inside;
    out->attrs.present = 0;
    out->n_attrs = 0;
    out->text = str_from(t->rest.p, n);
    t->rest = str_skip(t->rest, n);
    return true;
}

/* At "<!", "<?" or "</" without a name: the offset behind it. */
static size_t skip_other(const struct tokens *t, struct str s)
{
    if (s.p[1] == '!')
        return declaration_end(t, s);

    const size_t end = find(s, 2, '>');

    return end < s.n ? end + 1 : s.n;
}

/* At '<'. */
static bool begins_tag(struct str s)
{
    if (s.n < 2)
        return false;
    return is_alpha(s.p[1]) || (s.p[1] == '/' && s.n > 2 && is_alpha(s.p[2]));
}

/* At '<' that begins no tag. */
static bool begins_other(struct str s)
{
    return s.n > 1 && (s.p[1] == '!' || s.p[1] == '?' || (s.p[1] == '/' && s.n > 2));
}

/* The content of a raw element; false when it has none. */
static bool next_raw(struct tokens *t, struct token *out)
{
    const enum element raw = t->raw;
    size_t n;

    if (raw == EL_NONE)
        return false;
    t->raw = EL_NONE;
    n = raw_end(t->rest, raw);
    return n && give_text(t, n, raw, out);
}

bool tokens_next(struct tokens *t, struct token *out)
{
    if (next_raw(t, out))
        return true;
    while (t->rest.n) {
        const struct str s = t->rest;

        if (s.p[0] != '<')
            return give_text(t, find(s, 0, '<'), EL_NONE, out);
        if (begins_tag(s))
            return read_tag(t, out);
        if (!begins_other(s)) /* a '<' that is text */
            return give_text(t, find(s, 1, '<'), EL_NONE, out);
        t->rest = str_skip(s, skip_other(t, s));
    }
    out->kind = TOKEN_END;
    return false;
}
