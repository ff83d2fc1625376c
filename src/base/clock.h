/*
 * Time. Only this file asks the system; everybody else is handed `now`.
 *
 * A time is int64_t seconds since 1970-01-01 UTC. A day is int32_t days since 1970-01-01 in China's
 * time (UTC+8, no summer time), 0 = none: no page of ours is that old.
 */
#ifndef XJ_BASE_CLOCK_H
#define XJ_BASE_CLOCK_H

#include "base/base.h"
#include "base/str.h"

enum { DAY_NONE = 0, CHINA_OFFSET_S = 8 * 3600 };

int64_t clock_now(void);
/* Monotonic milliseconds, for waiting and measuring only. */
int64_t clock_ms(void);
/* Waits; a signal ends it early. */
void clock_wait(int64_t ms);

/* DAY_NONE unless y-m-d exists (1971..9999). */
int32_t day_of(int year, int month, int mday);
void day_split(int32_t day, int *year, int *month, int *mday);
int32_t day_of_time(int64_t time);
/* Monday 1 .. Sunday 7. */
int day_weekday(int32_t day);

enum { DAY_TEXT_BYTES = 16, TIME_TEXT_BYTES = 40 };
/* "2026-11-20"; "" for DAY_NONE. Returns out. */
const char *day_text(int32_t day, char out[DAY_TEXT_BYTES]);
/* Accepts exactly "2026-11-20". */
MUST_USE bool day_parse(struct str s, int32_t *day);

/* RFC 3339 in China's time: "2026-11-23T02:00:00+08:00". Returns out. */
const char *time_text(int64_t time, char out[TIME_TEXT_BYTES]);
/* RFC 3339 with any offset or Z; also a date alone, meaning 00:00 in China. */
MUST_USE bool time_parse(struct str s, int64_t *time);

#endif
