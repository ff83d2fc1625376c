#include "base/base.h"

#include "check/identifier.h"

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

static size_t n_digits(struct str s)
{
    size_t n = 0;

    while (n < s.n && char_is_digit(s.p[n]))
        n++;
    return n;
}

bool identifier_is_code(struct str s)
{
    return s.n == 10 && (all_digits(s) || (str_starts(s, STR("bm")) && all_digits(str_skip(s, 2))));
}

bool identifier_is_icp(struct str s)
{
    const struct str provinces =
        STR("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼蜀黔滇陇秦");
    const struct str mark = STR("ICP备");
    static const char *const dashes[] = { "-", "－", "—", "–" };

    if (s.n < 3 || !str_has(provinces, str_sub(s, 0, 3)))
        return false;
    s = str_skip(s, 3);
    if (!str_starts_nocase(s, mark))
        return false;
    s = str_skip(s, mark.n);

    const size_t n = n_digits(s);

    if (n != 8 && n != 10)
        return false;
    s = str_skip(s, n);
    if (!str_starts(s, STR("号")))
        return false;
    s = str_skip(s, STR("号").n);
    if (str_is_empty(s))
        return true;
    /* a dash of another width is a matter of typing */
    for (size_t i = 0; i < COUNT_OF(dashes); i++)
        if (str_starts(s, str_of(dashes[i]))) {
            s = str_skip(s, str_of(dashes[i]).n);
            return s.n <= 3 && all_digits(s);
        }
    return false;
}

struct str identifier_icp_core(struct str s)
{
    const size_t at = str_find(s, STR("备"));

    if (at == STR_NONE)
        return s;
    return str_sub(s, 0, at + 3 + n_digits(str_skip(s, at + 3)));
}

struct str identifier_police_digits(struct str s)
{
    const size_t end = str_find(s, STR("号"));

    s = str_trim(end == STR_NONE || end + 3 != s.n ? s : str_sub(s, 0, end));

    size_t at = s.n;

    while (at > 0 && char_is_digit(s.p[at - 1]))
        at--;
    return str_skip(s, at);
}

bool identifier_is_police(struct str s)
{
    return (s.n == 14 || s.n == 11) && all_digits(s);
}
