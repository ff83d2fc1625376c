#include "base/base.h"

#include "desk/field.h"

#include "base/buf.h"
#include "net/url.h"
#include "text/field.h"

#include <string.h>

static bool names_a_host(struct str host)
{
    return str_chr(host, '.') != STR_NONE || str_starts(host, STR("[")) ||
           str_eq(host, STR("localhost"));
}

bool field_url(struct str s, struct arena *a, struct str *out)
{
    struct str value = field_half(s, a);
    const bool has_scheme = str_find(value, STR("://")) != STR_NONE ||
                            str_starts_nocase(value, STR("http:")) ||
                            str_starts_nocase(value, STR("https:"));
    struct url url;

    if (str_is_empty(value))
        return false;
    if (!has_scheme)
        value = arena_join(a, str_starts(value, STR("//")) ? STR("http:") : STR("http://"), value);
    if (url_parse(value, NULL, NULL, a, &url) || !names_a_host(url.host))
        return false;
    *out = arena_copy(a, url.href);
    return true;
}

static struct str lowered(struct str s, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        out[i] = char_lower(s.p[i]);
    return str_from(out, s.n);
}

/* As URLs have it: in lower case, IDN in its ASCII form; what is no host is only lowered. */
static struct str domain(struct str s, struct arena *a)
{
    struct url url;

    if (url_parse(arena_join(a, STR("http://"), s), NULL, NULL, a, &url))
        return lowered(s, a);
    return url.host;
}

struct str field_domains(struct str s, struct arena *a)
{
    static const char separators[] = " ,;|";
    AUTO(buf_done) struct buf out = { 0 };
    struct str rest = field_half(s, a);

    while (rest.n) {
        size_t n = 0;

        while (n < rest.n && !strchr(separators, rest.p[n]) &&
               !str_starts(str_skip(rest, n), STR("、")))
            n++;

        struct str one = str_sub(rest, 0, n);
        const size_t scheme = str_find(one, STR("://"));

        rest = str_skip(rest, n);
        rest = str_skip(rest, str_starts(rest, STR("、")) ? 3 : 1);
        if (scheme != STR_NONE)
            one = str_skip(one, scheme + 3);
        one = str_sub(one, 0, str_chr(one, '/'));
        if (str_is_empty(one))
            continue;
        if (out.n)
            buf_add_char(&out, ' ');
        buf_add(&out, domain(one, a));
    }
    return arena_copy(a, buf_str(&out));
}
