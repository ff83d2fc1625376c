#include "base/base.h"

#include "page/title.h"

#include "base/clock.h"
#include "text/date.h"

#include <string.h>

enum { DATE_BYTES = 24 }; /* a date at the end of a title is not longer, with its brackets */

static const struct {
    const char *open, *close;
} brackets[] = { { "（", "）" }, { "(", ")" }, { "[", "]" }, { "【", "】" } };

struct str title_bare(struct str title)
{
    static const char *const bullets[] = { "·", "•", "●", "■", "◆", "▪", "►", "▶", "»" };
    struct str rest = title;

    while (str_starts_any(rest, bullets, COUNT_OF(bullets)))
        rest = str_trim(str_skip(rest, str_head_chars(rest, 1).n));
    return rest.n ? rest : title;
}

/* "title（2026-11-20）" */
static struct str cut_behind(struct str title, int32_t *day)
{
    enum { BRACKETS = 2 };
    const size_t from = title.n > DATE_BYTES ? title.n - DATE_BYTES : 0;
    struct date_hit hit;

    for (size_t k = 0; k < COUNT_OF(brackets); k++) {
        const size_t open = str_find(str_skip(title, from), str_of(brackets[k].open));
        const struct str tail = str_skip(title, open == STR_NONE ? title.n : from + open);

        if (!tail.n || !date_find(tail, 0, &hit) || hit.at != strlen(brackets[k].open) ||
            hit.at + hit.n + BRACKETS + 1 < tail.n)
            continue;
        *day = hit.year ? hit.day : DAY_NONE;
        return str_trim(str_sub(title, 0, title.n - tail.n));
    }
    return title;
}

/* The text between the brackets at the start, and the title behind them; both empty without. */
static struct str in_brackets(struct str title, struct str *rest)
{
    *rest = str_from(NULL, 0);
    for (size_t k = 0; k < COUNT_OF(brackets); k++) {
        const struct str open = str_of(brackets[k].open), close = str_of(brackets[k].close);
        const size_t end = str_starts(title, open) ? str_find(title, close) : STR_NONE;

        if (end == STR_NONE || end > open.n + DATE_BYTES)
            continue;
        *rest = str_trim(str_skip(title, end + close.n));
        return rest->n < TITLE_BYTES_MIN ? str_from(NULL, 0)
                                         : str_trim(str_sub(title, open.n, end - open.n));
    }
    return str_from(NULL, 0);
}

struct str title_cut_month_day(struct str title, struct date_hit *out)
{
    enum { MONTH_DAY = 5 };
    struct str rest;
    const struct str inner = in_brackets(title, &rest);

    return inner.n == MONTH_DAY && date_find(inner, 0, out) && !out->year && out->n == inner.n
               ? rest
               : title;
}

/* "【2026-11-20】title" */
static struct str cut_before(struct str title, int32_t *day)
{
    struct str rest;
    const struct str inner = in_brackets(title, &rest);
    struct date_hit hit;

    if (!inner.n || !date_find(inner, 0, &hit) || hit.at > 0 || hit.n != inner.n || !hit.year)
        return title;
    *day = hit.day;
    return rest;
}

struct str title_cut(struct str title, int32_t *day)
{
    const size_t from = title.n > DATE_BYTES ? title.n - DATE_BYTES : 0;
    struct date_hit hit;
    struct str rest;

    *day = DAY_NONE;
    rest = cut_behind(title, day);
    if (rest.n == title.n)
        rest = cut_before(title, day);
    if (rest.n < title.n)
        return rest;
    if (date_find(title, 0, &hit) && hit.at == 0 && hit.year) {
        rest = str_trim(str_skip(title, hit.n));
        if (rest.n >= TITLE_BYTES_MIN && hit.n + rest.n < str_trim(title).n) {
            *day = hit.day;
            return rest;
        }
    }
    if (date_find(title, from, &hit) && hit.year && hit.at + hit.n == title.n) {
        rest = str_trim(str_sub(title, 0, hit.at));
        if (rest.n >= TITLE_BYTES_MIN && rest.n < hit.at) {
            *day = hit.day;
            return rest;
        }
    }
    return title;
}

bool title_are_days(const struct title_day *titles, uint32_t n)
{
    enum { DAYS_MIN = 3, NEARLY_ALL = 9 /* of ten */ };
    uint32_t n_days = 0;
    int32_t first = DAY_NONE, last = DAY_NONE;

    for (uint32_t i = 0; i < n; i++) {
        if (titles[i].day == DAY_NONE)
            continue;
        if (n_days++ == 0)
            first = last = titles[i].day;
        if (titles[i].day > last)
            return false;
        last = titles[i].day;
    }
    return n_days >= DAYS_MIN && last < first && 10 * n_days >= NEARLY_ALL * n;
}
