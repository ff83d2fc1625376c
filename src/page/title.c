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

    for (size_t i = 0; i < COUNT_OF(bullets); i++)
        if (str_starts(title, str_of(bullets[i]))) {
            title = str_trim(str_skip(title, strlen(bullets[i])));
            i = SIZE_MAX;
        }
    return title;
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

/* "[11-20] title", "【2026-11-20】title"; of "[2-3]" nobody can tell that it is a day. */
static struct str cut_before(struct str title, int32_t today, int32_t *day, bool *is_guessed)
{
    enum { MONTH_DAY = 5 };
    struct date_hit hit;

    for (size_t k = 0; k < COUNT_OF(brackets); k++) {
        const struct str open = str_of(brackets[k].open);
        const size_t close = str_find(title, str_of(brackets[k].close));
        const struct str inner =
            str_starts(title, open) && close != STR_NONE && close <= open.n + DATE_BYTES
                ? str_trim(str_sub(title, open.n, close - open.n))
                : str_from(NULL, 0);
        const struct str rest = str_trim(
            str_skip(title, close == STR_NONE ? title.n : close + strlen(brackets[k].close)));

        if (!inner.n || rest.n < TITLE_BYTES_MIN || !date_find(inner, 0, &hit) || hit.at > 0 ||
            hit.n != inner.n || (!hit.year && (inner.n != MONTH_DAY || !today)))
            continue;
        *day = hit.year ? hit.day : date_complete(&hit, today);
        *is_guessed = !hit.year;
        return rest;
    }
    return title;
}

struct str title_cut(struct str title, int32_t today, int32_t *day, bool *is_guessed)
{
    const size_t from = title.n > DATE_BYTES ? title.n - DATE_BYTES : 0;
    struct date_hit hit;
    struct str rest;

    *day = DAY_NONE;
    *is_guessed = false;
    rest = cut_behind(title, day);
    if (rest.n == title.n)
        rest = cut_before(title, today, day, is_guessed);
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
