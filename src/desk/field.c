#include "base/base.h"

#include "desk/field.h"

#include "base/buf.h"
#include "net/url.h"

#include <string.h>

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

static bool names_a_host(struct str host)
{
    return str_chr(host, '.') != STR_NONE || str_starts(host, STR("[")) ||
           str_eq(host, STR("localhost"));
}

bool field_url(struct str s, struct arena *a, struct str *out)
{
    struct str value = tidy(s, SPACES_ONE, WIDTH_HALF, a);
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
    struct str rest = tidy(s, SPACES_ONE, WIDTH_HALF, a);

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
