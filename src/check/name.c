#include "base/base.h"

#include "check/name.h"

static bool drop_end(struct str *s, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct str end = str_of(ends[i]);

        if (s->n > end.n && str_ends(*s, end)) {
            s->n -= end.n;
            return true;
        }
    }
    return false;
}

struct str name_core(struct str name)
{
    static const char *const ends[] = {
        "门户网站", "官方网站", "政府网站", "政务网站", "网站群", "网站首页", "网站",
        "门户",     "官网",     "首页",     "网",       "”",      "\"",       "》",
        "站",       "-",        "_",        "—",        "|",      " ",
    };
    struct str s = str_trim(name);

    while (drop_end(&s, ends, COUNT_OF(ends)))
        s = str_trim(s);
    if (str_starts(s, STR("“")))
        s = str_skip(s, STR("“").n);
    if (str_starts(s, STR("\"")))
        s = str_skip(s, 1);
    return str_trim(s);
}

bool name_agrees(struct str a, struct str b)
{
    const struct str x = name_core(a), y = name_core(b);

    if (str_is_empty(x) || str_is_empty(y))
        return false;
    return str_has(x, y) || str_has(y, x);
}

bool name_in_text(const struct site *site, struct str text)
{
    const struct str name = name_core(site->name), sponsor = str_trim(site->sponsor);

    return (!str_is_empty(name) && str_has(text, name)) ||
           (!str_is_empty(sponsor) && str_has(text, sponsor));
}

struct str name_region(struct str name)
{
    static const char *const ends[] = { "省", "市", "县", "区", "旗", "州", "盟" };
    size_t at = 0, n_chars = 0;

    while (at < name.n && n_chars < 10) {
        const struct str rest = str_skip(name, at);
        uint32_t cp;

        for (size_t i = 0; n_chars >= 2 && i < COUNT_OF(ends); i++)
            if (str_starts(rest, str_of(ends[i])))
                return str_sub(name, 0, at + 3);
        at += str_rune(rest, &cp);
        n_chars++;
    }
    return (struct str){ 0 };
}
