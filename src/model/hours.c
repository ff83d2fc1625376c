#include "base/base.h"

#include "model/hours.h"

#include "base/clock.h"

#include <stdio.h>

bool hours_has(const struct hours *h, int64_t time)
{
    const int64_t of_day = (time + CHINA_OFFSET_S) % (DAY_MINUTES * 60);
    const int minute = (int)(of_day / 60);

    if (h->from <= h->to)
        return minute >= h->from && minute < h->to;
    return minute >= h->from || minute < h->to;
}

bool minute_parse(struct str s, int *minute)
{
    int64_t hour, rest;

    if (s.n != 5 || s.p[2] != ':' || !str_to_i64(str_sub(s, 0, 2), 0, 23, &hour) ||
        !str_to_i64(str_sub(s, 3, 2), 0, 59, &rest))
        return false;
    *minute = (int)(hour * 60 + rest);
    return true;
}

const char *minute_text(int minute, char out[HOURS_TEXT_BYTES])
{
    (void)snprintf(out, HOURS_TEXT_BYTES, "%02d:%02d", minute / 60 % 24, minute % 60);
    return out;
}

bool hours_parse(struct str s, struct hours *out)
{
    struct hours h = { 0 };

    if (s.n && (s.n != 11 || s.p[5] != '-' || !minute_parse(str_sub(s, 0, 5), &h.from) ||
                !minute_parse(str_sub(s, 6, 5), &h.to) || h.from == h.to))
        return false;
    *out = h;
    return true;
}

const char *hours_text(const struct hours *h, char out[HOURS_TEXT_BYTES])
{
    char from[HOURS_TEXT_BYTES], to[HOURS_TEXT_BYTES];

    out[0] = '\0';
    if (h->from != h->to)
        (void)snprintf(out, HOURS_TEXT_BYTES, "%.5s-%.5s", minute_text(h->from, from),
                       minute_text(h->to, to));
    return out;
}
