#include "base/base.h"

#include "dom/datastore.h"

#include <string.h>

static const struct str none = { 0 };

/* What stands between two marks from *at on; *at moves behind the second. */
static bool between(struct str s, size_t *at, struct str open, struct str close, struct str *out)
{
    const size_t from = str_find(str_skip(s, *at), open);
    size_t n;

    if (from == STR_NONE)
        return false;

    const size_t begin = *at + from + open.n;

    n = str_find(str_skip(s, begin), close);
    if (n == STR_NONE)
        return false;
    *out = str_sub(s, begin, n);
    *at = begin + n + close.n;
    return true;
}

/* Without "<![CDATA[" and "]]>". */
static struct str unwrap(struct str record)
{
    size_t at = 0;
    struct str inner;

    return between(record, &at, STR("<![CDATA["), STR("]]>"), &inner) ? inner : record;
}

static size_t append(char *to, size_t n, struct str s)
{
    if (s.n)
        memcpy(to + n, s.p, s.n);
    return n + s.n;
}

/* The records of a script's content, appended to `to`, which has room for all of it. */
static size_t add_records(struct str content, char *to, size_t n)
{
    struct str record;

    for (size_t at = 0; between(content, &at, STR("<record>"), STR("</record>"), &record);)
        n = append(to, n, unwrap(record));
    return n;
}

/* The begin of the script tag whose content the mark at `at` opens; STR_NONE when it is none. */
static size_t script_before(struct str html, size_t at)
{
    size_t end = at;

    while (end && char_is_space(html.p[end - 1]))
        end--;
    if (!end || html.p[end - 1] != '>')
        return STR_NONE;
    for (size_t i = end - 1; i > 0 && end - i < 200; i--)
        if (html.p[i - 1] == '<')
            return str_starts_nocase(str_skip(html, i), STR("script")) ? i - 1 : STR_NONE;
    return STR_NONE;
}

bool datastore_is(struct str script)
{
    while (script.n && char_is_space(script.p[0]))
        script = str_skip(script, 1);
    return str_starts(script, STR("<datastore>"));
}

struct str datastore_open(struct str html, struct arena *a)
{
    const struct str mark = STR("<datastore>"), close = STR("</datastore>"),
                     end_tag = STR("</script>");
    size_t at = 0, done = 0, n = 0;
    struct str content = none;
    char *to = NULL;

    while (between(html, &at, mark, close, &content)) {
        const size_t script = script_before(html, (size_t)(content.p - html.p) - mark.n);
        const size_t tail = str_find_nocase(str_sub(html, at, 64), end_tag);

        if (script == STR_NONE || script < done || tail == STR_NONE ||
            !str_has(content, STR("<record>")))
            continue;
        if (!to)
            to = arena_alloc(a, html.n);
        n = append(to, n, str_sub(html, done, script - done));
        n = add_records(content, to, n);
        at += tail + end_tag.n;
        done = at;
    }
    if (!to)
        return html;
    return str_from(to, append(to, n, str_skip(html, done)));
}
