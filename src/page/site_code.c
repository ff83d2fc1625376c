#include "base/base.h"

#include "page/site_code.h"

#include <string.h>

size_t site_code_digits(struct str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && char_is_digit(s.p[at + n]))
        n++;
    return n;
}

struct str site_code_at(struct str s, size_t at)
{
    if (site_code_digits(s, at) == 10)
        return str_sub(s, at, 10);
    if (at + 2 < s.n && char_lower(s.p[at]) == 'b' && char_lower(s.p[at + 1]) == 'm' &&
        site_code_digits(s, at + 2) == 8)
        return str_sub(s, at, 10);
    return str_from(NULL, 0);
}

struct str site_code_near(struct str s, size_t at, size_t reach)
{
    const size_t end = at + reach < s.n ? at + reach : s.n;

    for (; at < end; at++) {
        const bool is_start = at == 0 || !char_is_digit(s.p[at - 1]);
        const struct str code = is_start ? site_code_at(s, at) : str_from(NULL, 0);

        if (code.n)
            return code;
    }
    return str_from(NULL, 0);
}

struct str site_code_in_url(struct str s)
{
    static const char *const keys[] = { "site_code", "sitecode" };

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const size_t at = str_find_nocase(s, str_of(keys[i]));
        const struct str code =
            at == STR_NONE ? str_from(NULL, 0) : site_code_near(s, at + strlen(keys[i]), 8);

        if (code.n)
            return code;
    }
    return str_from(NULL, 0);
}
