/*
 * Official working days: the weekdays, without the holidays that the State Council's yearly
 * arrangement names and with the weekend days that it makes working days.
 *
 * A period counts from the day after its event (民法典第二百零一条: 开始的当日不计入).
 */
#ifndef XJ_TEXT_WORKDAY_H
#define XJ_TEXT_WORKDAY_H

#include "base/base.h"

struct days_off {
    int32_t from, to; /* both included */
};

/* One year's arrangement. The days of 元旦 may begin in the year before, as those of 2019 did. */
struct work_year {
    int32_t year;
    bool is_official; /* false: entered by somebody, not checked against the notice */
    const struct days_off *off;
    size_t n_off;
    const int32_t *worked; /* weekend days that are working days */
    size_t n_worked;
};

struct work_calendar {
    const struct work_year *years;
    size_t n_years;
};

bool workday_is(const struct work_calendar *c, int32_t day);
/*
 * The n-th working day after `day`; n >= 0, 0 = the day itself.
 *
 *   is_sure  false: it touches days whose official arrangement the calendar does not have; there
 *            weekdays are counted. May be NULL
 */
int32_t workday_after(const struct work_calendar *c, int32_t day, int64_t n, bool *is_sure);
/* Working days after `from` up to `to`, that one included; negative when `to` lies before. */
int64_t workdays_between(const struct work_calendar *c, int32_t from, int32_t to);

#endif
