#include "base/base.h"

#include "net/cookie.h"

struct str cookies_of(struct str headers, struct arena *a)
{
    struct str line, name, value, all = { 0 };

    while (str_line(&headers, &line)) {
        if (!str_cut(line, ':', &name, &value) || !str_eq_nocase(name, STR("set-cookie")))
            continue;
        (void)str_cut(value, ';', &value, &line);
        value = str_trim(value);
        if (str_chr(value, '=') == STR_NONE || all.n + value.n + 2 > COOKIES_BYTES_MAX)
            continue;
        all = arena_printf(a, "%.*s%s%.*s", STR_ARG(all), all.n ? "; " : "", STR_ARG(value));
    }
    return all;
}
