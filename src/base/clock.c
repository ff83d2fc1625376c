#include "base/base.h"

#include "base/clock.h"

#include <stdio.h>
#include <time.h>

int64_t clock_now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec;
}

int64_t clock_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void clock_wait(int64_t ms)
{
    const struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (ms % 1000) * 1000000 };

    (void)nanosleep(&t, NULL);
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01; the civil calendar counted in eras of 400 years from March. */
static int32_t days_from_civil(int year, int month, int mday)
{
    const int y = month <= 2 ? year - 1 : year;
    const int era = y / 400;
    const int yoe = y - era * 400;
    const int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
    const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * 146097 + doe - 719468;
}

int32_t day_of(int year, int month, int mday)
{
    static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (year < 1971 || year > 9999 || month < 1 || month > 12 || mday < 1)
        return DAY_NONE;
    if (mday > length[month - 1] + (month == 2 && is_leap(year)))
        return DAY_NONE;
    return days_from_civil(year, month, mday);
}

void day_split(int32_t day, int *year, int *month, int *mday)
{
    const int32_t z = day + 719468;
    const int32_t era = z / 146097;
    const int32_t doe = z - era * 146097;
    const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int32_t mp = (5 * doy + 2) / 153;

    *mday = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}

int32_t day_of_time(int64_t time)
{
    return (int32_t)((time + CHINA_OFFSET_S) / 86400);
}

int day_weekday(int32_t day)
{
    return (day + 3) % 7 + 1;
}

const char *day_text(int32_t day, char out[DAY_TEXT_BYTES])
{
    int y, m, d;

    out[0] = 0;
    if (day == DAY_NONE)
        return out;
    day_split(day, &y, &m, &d);
    (void)snprintf(out, DAY_TEXT_BYTES, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100,
                   (unsigned)d % 100);
    return out;
}

/* n digits at the start of *s, taken off. */
static bool take_digits(struct str *s, size_t n, int *out)
{
    int64_t value;

    if (s->n < n || !str_to_i64(str_sub(*s, 0, n), 0, 9999, &value) || s->p[0] == '-')
        return false;
    *s = str_skip(*s, n);
    *out = (int)value;
    return true;
}

static bool take_char(struct str *s, char c)
{
    if (s->n == 0 || char_lower(s->p[0]) != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

static bool take_day(struct str *s, int32_t *day)
{
    int y, m, d;

    if (!take_digits(s, 4, &y) || !take_char(s, '-') || !take_digits(s, 2, &m) ||
        !take_char(s, '-') || !take_digits(s, 2, &d))
        return false;
    *day = day_of(y, m, d);
    return *day != DAY_NONE;
}

bool day_parse(struct str s, int32_t *day)
{
    int32_t value;

    if (!take_day(&s, &value) || s.n)
        return false;
    *day = value;
    return true;
}

const char *time_text(int64_t time, char out[TIME_TEXT_BYTES])
{
    const int64_t local = time + CHINA_OFFSET_S;
    const int64_t second = local % 86400;
    char day[DAY_TEXT_BYTES];

    (void)snprintf(out, TIME_TEXT_BYTES, "%sT%02d:%02d:%02d+08:00",
                   day_text((int32_t)(local / 86400), day), (int)(second / 3600),
                   (int)(second / 60 % 60), (int)(second % 60));
    return out;
}

/* "+08:00", "Z": seconds east of UTC. */
static bool take_offset(struct str *s, int *offset_s)
{
    int h, m;
    const bool is_west = take_char(s, '-');

    *offset_s = 0;
    if (!is_west && take_char(s, 'z'))
        return true;
    if ((!is_west && !take_char(s, '+')) || !take_digits(s, 2, &h) || !take_char(s, ':') ||
        !take_digits(s, 2, &m) || h > 23 || m > 59)
        return false;
    *offset_s = (h * 3600 + m * 60) * (is_west ? -1 : 1);
    return true;
}

bool time_parse(struct str s, int64_t *time)
{
    int h = 0, m = 0, sec = 0, offset_s = CHINA_OFFSET_S, ignored;
    int32_t day;

    if (!take_day(&s, &day))
        return false;
    if (s.n) {
        if ((!take_char(&s, 't') && !take_char(&s, ' ')) || !take_digits(&s, 2, &h) ||
            !take_char(&s, ':') || !take_digits(&s, 2, &m) || !take_char(&s, ':') ||
            !take_digits(&s, 2, &sec))
            return false;
        if (take_char(&s, '.'))
            while (take_digits(&s, 1, &ignored))
                ;
        if (!take_offset(&s, &offset_s) || s.n || h > 23 || m > 59 || sec > 60)
            return false;
    }
    *time = (int64_t)day * 86400 + (int64_t)h * 3600 + (int64_t)m * 60 + sec - offset_s;
    return true;
}
