#include "base/base.h"

#include "text/period.h"

#include "base/clock.h"
#include "text/date.h"

/* Months of a year, first and last; zero: none. */
struct months {
    int first, last;
};

/* The last day of months that have begun, at most today. */
static int32_t end_of(int year, struct months m, int32_t today)
{
    const int32_t first = day_of(year, m.first, 1);
    const int32_t last = (m.last < 12 ? day_of(year, m.last + 1, 1) : day_of(year + 1, 1, 1)) - 1;

    if (first == DAY_NONE || first > today)
        return DAY_NONE;
    return last < today ? last : today;
}

/* A number of one or two digits at the start of *s, taken off it; 0: none. */
static int take_number(struct str *s)
{
    size_t n = 0;
    int value = 0;

    while (n < s->n && char_is_digit(s->p[n]))
        value = value < 100 ? 10 * value + (s->p[n++] - '0') : 100 + (n++ > 0);
    *s = str_skip(*s, n);
    return n <= 2 ? value : 0;
}

static bool take(struct str *s, const char *word)
{
    if (!str_starts(*s, str_of(word)))
        return false;
    *s = str_skip(*s, str_of(word).n);
    return true;
}

static bool take_any(struct str *s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (take(s, words[i]))
            return true;
    return false;
}

/* "三季度", "第3季度", "上半年" at the start of s. */
static struct months quarter(struct str s)
{
    static const char *const digits[] = { "一", "二", "三", "四" };
    int number = 0;

    if (take(&s, "上半年"))
        return (struct months){ 1, 6 };
    if (take(&s, "下半年"))
        return (struct months){ 7, 12 };
    (void)take(&s, "第");
    for (int i = 0; i < 4 && !number; i++)
        number = take(&s, digits[i]) ? i + 1 : 0;
    if (!number)
        number = take_number(&s);
    return number >= 1 && number <= 4 && take(&s, "季度")
               ? (struct months){ 3 * number - 2, 3 * number }
               : (struct months){ 0 };
}

/* "10月", "1-10月", "1月至10月份" at the start of s, and no day behind it. */
static struct months month(struct str s)
{
    static const char *const to[] = { "-", "—", "至", "到", "－", "~" };
    int number = take_number(&s);
    bool ends = take(&s, "月");

    if (take_any(&s, to, COUNT_OF(to))) {
        number = take_number(&s);
        ends = take(&s, "月");
    }
    (void)take(&s, "份");
    return ends && number >= 1 && number <= 12 && !(s.n && char_is_digit(s.p[0]))
               ? (struct months){ number, number }
               : (struct months){ 0 };
}

/* What stands behind "2026年"; "-10" and "/10" behind the bare year. */
static struct months months_behind(struct str s)
{
    struct months m;
    int last;

    if (take(&s, "年")) {
        s = str_trim(s);
        m = quarter(s);
        return m.first ? m : month(s);
    }
    if (!take(&s, "-") && !take(&s, "/") && !take(&s, "."))
        return (struct months){ 0 };

    const struct str rest = s;

    last = take_number(&s);
    /* two digits and the end, not "2026-10-12", nor a decimal */
    return rest.n - s.n == 2 && last >= 1 && last <= 12 &&
                   !(s.n && (s.p[0] == '-' || s.p[0] == '/' || s.p[0] == '.' ||
                             (s.p[0] >= 'A' && s.p[0] <= 'z')))
               ? (struct months){ last, last }
               : (struct months){ 0 };
}

int32_t period_newest(struct str text, int32_t today)
{
    struct date_hit hit;
    int32_t newest = DAY_NONE;

    for (size_t from = 0; date_find(text, from, &hit); from = hit.at + hit.n)
        if (hit.year && hit.day <= today && hit.day > newest)
            newest = hit.day;
    for (size_t at = 0; at + 4 < text.n; at++) {
        const size_t next = str_find(str_skip(text, at), STR("20"));
        int64_t year;

        if (next == STR_NONE)
            break;
        at += next;
        if ((at && char_is_digit(text.p[at - 1])) ||
            !str_to_i64(str_sub(text, at, 4), 2000, 2099, &year))
            continue;

        const struct months m = months_behind(str_skip(text, at + 4));
        const int32_t day = m.first ? end_of((int)year, m, today) : DAY_NONE;

        newest = day > newest ? day : newest;
    }
    return newest;
}
