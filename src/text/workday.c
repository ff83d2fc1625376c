#include "base/base.h"

#include "text/workday.h"

#include "base/clock.h"

static int year_of_day(int32_t day)
{
    int year, month, mday;

    day_split(day, &year, &month, &mday);
    return year;
}

static const struct work_year *find_year(const struct work_calendar *c, int year)
{
    for (size_t i = 0; i < c->n_years; i++)
        if (c->years[i].year == year)
            return &c->years[i];
    return NULL;
}

static bool is_worked(const struct work_year *y, int32_t day)
{
    for (size_t i = 0; y && i < y->n_worked; i++)
        if (y->worked[i] == day)
            return true;
    return false;
}

static bool is_off(const struct work_year *y, int32_t day)
{
    for (size_t i = 0; y && i < y->n_off; i++)
        if (day >= y->off[i].from && day <= y->off[i].to)
            return true;
    return false;
}

bool workday_is(const struct work_calendar *c, int32_t day)
{
    const int year = year_of_day(day);
    const struct work_year *this = find_year(c, year), *next = find_year(c, year + 1);

    if (is_worked(this, day) || is_worked(next, day))
        return true;
    return !is_off(this, day) && !is_off(next, day) && day_weekday(day) <= 5;
}

static bool is_official(const struct work_calendar *c, int year)
{
    const struct work_year *y = find_year(c, year);

    return y && y->is_official;
}

/* The next year's arrangement may speak of the last days, too: of 29 December at the earliest until
 * now (2018). */
enum { NEW_YEAR_FROM = 25 };

static bool is_arranged(const struct work_calendar *c, int32_t day)
{
    int year, month, mday;

    day_split(day, &year, &month, &mday);
    return is_official(c, year) && (month < 12 || mday < NEW_YEAR_FROM || is_official(c, year + 1));
}

int32_t workday_after(const struct work_calendar *c, int32_t day, int64_t n, bool *is_sure)
{
    bool sure = true;

    while (n > 0) {
        day++;
        sure = sure && is_arranged(c, day);
        n -= workday_is(c, day);
    }
    if (is_sure)
        *is_sure = sure;
    return day;
}

int64_t workdays_between(const struct work_calendar *c, int32_t from, int32_t to)
{
    const bool is_back = to < from;
    const int32_t first = is_back ? to : from, last = is_back ? from : to;
    int64_t n = 0;

    for (int32_t day = first + 1; day <= last; day++)
        n += workday_is(c, day);
    return is_back ? -n : n;
}
