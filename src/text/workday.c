#include "base/base.h"

#include "text/workday.h"

#include "base/clock.h"

static const struct work_year *year_of(const struct work_calendar *c, int32_t day)
{
    int year, month, mday;

    day_split(day, &year, &month, &mday);
    for (size_t i = 0; i < c->n_years; i++)
        if (c->years[i].year == year)
            return &c->years[i];
    return NULL;
}

bool workday_is(const struct work_calendar *c, int32_t day)
{
    const struct work_year *y = year_of(c, day);

    for (size_t i = 0; y && i < y->n_worked; i++)
        if (y->worked[i] == day)
            return true;
    for (size_t i = 0; y && i < y->n_off; i++)
        if (day >= y->off[i].from && day <= y->off[i].to)
            return false;
    return day_weekday(day) <= 5;
}

int32_t workday_after(const struct work_calendar *c, int32_t day, int64_t n, bool *is_sure)
{
    bool sure = true;

    while (n > 0) {
        const struct work_year *y = year_of(c, ++day);

        sure = sure && y && y->is_official;
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
