#include "base/base.h"

#include "attach/plain.h"

#include "base/arena.h"
#include "text/charset.h"

/* ---- HTML ------------------------------------------------------------------------------------ */

/* The few references that such files use; what is none stays as it stands. */
static size_t reference_at(struct str s, struct str *meaning)
{
    static const struct {
        const char *name, *meaning;
    } references[] = { { "&nbsp;", " " }, { "&lt;", "<" },    { "&gt;", ">" },
                       { "&amp;", "&" },  { "&quot;", "\"" }, { "&ensp;", " " },
                       { "&emsp;", " " }, { "&#160;", " " },  { "&#xa0;", " " } };

    for (size_t i = 0; i < COUNT_OF(references); i++) {
        const struct str name = str_of(references[i].name);

        if (str_starts_nocase(s, name)) {
            *meaning = str_of(references[i].meaning);
            return name.n;
        }
    }
    return 0;
}

static bool is_tag(struct str tag, const char *name)
{
    const struct str rest = str_skip(tag, str_of(name).n);

    return str_starts_nocase(tag, str_of(name)) &&
           (rest.n == 0 || char_is_space(rest.p[0]) || rest.p[0] == '>' || rest.p[0] == '/');
}

static enum lines_break break_of(struct str tag)
{
    static const char *const cells[] = { "td", "th" };
    static const char *const inline_tags[] = { "a",   "b",    "i",    "u",      "s",   "em",
                                               "o:p", "font", "span", "strong", "sub", "sup" };

    for (size_t i = 0; i < COUNT_OF(cells); i++)
        if (is_tag(tag, cells[i]))
            return LINES_SPACE;
    for (size_t i = 0; i < COUNT_OF(inline_tags); i++)
        if (is_tag(tag, inline_tags[i]))
            return LINES_JOINED;
    return LINES_NEW;
}

/* Bytes up to and with the end of what begins here, all of s when it does not end. */
static size_t until(struct str s, struct str end)
{
    const size_t at = str_find_nocase(s, end);

    return at == STR_NONE ? s.n : at + end.n;
}

/* A tag or comment at the start of s is taken off; styles and scripts with all that is in them. */
static size_t take_tag(struct str s, struct lines *out)
{
    struct str tag = str_skip(s, 1);

    if (str_starts(s, STR("<!--")))
        return until(s, STR("-->"));
    if (is_tag(tag, "style"))
        return until(s, STR("</style>"));
    if (is_tag(tag, "script"))
        return until(s, STR("</script>"));
    if (str_starts(tag, STR("/")))
        tag = str_skip(tag, 1);
    lines_end(out, break_of(tag));
    return until(s, STR(">"));
}

static void add_html(struct str s, struct lines *out)
{
    while (s.n && !out->is_cut) {
        struct str meaning = { 0 };
        size_t n = 0;

        while (n < s.n && s.p[n] != '<' && s.p[n] != '&')
            n++;
        if (n == 0 && s.p[0] == '<') {
            n = take_tag(s, out);
        } else if (n == 0) {
            n = reference_at(s, &meaning);
            lines_add(out, n ? meaning : STR("&"));
            n = n ? n : 1;
        } else {
            lines_add(out, str_sub(s, 0, n));
        }
        s = str_skip(s, n);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

enum attach_outcome plain_text(struct str bytes, bool is_html, struct lines *out)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct charset_guess guess = charset_detect(bytes, (struct str){ 0 });
    size_t n_bad = 0;
    const struct str text = charset_to_utf8(str_skip(bytes, guess.bom), guess.name, &a, &n_bad);

    if (n_bad > 8 && n_bad > text.n / 50)
        return ATTACH_UNSUPPORTED; /* no text at all */
    if (is_html)
        add_html(text, out);
    else
        lines_add(out, text);
    return ATTACH_READ;
}
