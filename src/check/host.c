#include "base/base.h"

#include "check/host.h"

#include "net/url.h"

/* What stands after "//"; empty when nothing does. */
static struct str after_scheme(struct str url)
{
    const size_t at = str_find(url, STR("://"));

    return at == STR_NONE || at > 5 ? (struct str){ 0 } : str_skip(url, at + 3);
}

static size_t authority_end(struct str s)
{
    size_t n = 0;

    while (n < s.n && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#')
        n++;
    return n;
}

struct str host_of(struct str url)
{
    struct str s = after_scheme(url);

    s = str_sub(s, 0, authority_end(s));
    const size_t user = str_chr(s, '@');

    if (user != STR_NONE)
        s = str_skip(s, user + 1);
    if (s.n && s.p[0] == '[') {
        const size_t end = str_chr(s, ']');

        return end == STR_NONE ? s : str_sub(s, 0, end + 1);
    }
    return str_sub(s, 0, str_chr(s, ':'));
}

struct str path_of(struct str url)
{
    const struct str s = after_scheme(url);
    const struct str path = str_skip(s, authority_end(s));

    return str_is_empty(path) && !str_is_empty(s) ? STR("/") : path;
}

bool host_is_gov(struct str host)
{
    return url_host_within(host, STR("gov.cn")) || url_host_within(host, STR("xn--zfr164b")) ||
           str_ends(host, STR(".政务"));
}

bool host_is_private(struct str host)
{
    static const struct {
        const char *prefix;
    } table[] = { { "10." }, { "127." }, { "192.168." }, { "169.254." } };
    bool is_number = !str_is_empty(host);
    struct str label, rest;
    int64_t second;

    if (str_eq_nocase(host, STR("localhost")) || str_eq(host, STR("[::1]")))
        return true;
    for (size_t i = 0; i < host.n; i++)
        is_number &= char_is_digit(host.p[i]) || host.p[i] == '.';
    if (!is_number)
        return false;
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (str_starts(host, str_of(table[i].prefix)))
            return true;
    (void)str_cut(host, '.', &label, &rest);
    if (!str_eq(label, STR("172")))
        return false;
    (void)str_cut(rest, '.', &label, &rest);
    return str_to_i64(label, 16, 31, &second);
}

bool host_next(struct str *rest, struct str *host)
{
    while (!str_is_empty(*rest)) {
        struct str word;

        (void)str_cut(*rest, ' ', &word, rest);
        word = str_trim(word);
        if (str_is_empty(word))
            continue;
        *host = str_has(word, STR("://")) ? host_of(word) : str_sub(word, 0, str_chr(word, '/'));
        return true;
    }
    return false;
}

bool host_is_own(const struct site *site, struct str host)
{
    struct str rest = site->domains, other;

    if (str_is_empty(host))
        return false;
    if (url_same_domain(host, host_of(site->home)))
        return true;
    while (host_next(&rest, &other))
        if (url_same_domain(host, other))
            return true;
    return false;
}
