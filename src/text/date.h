/* Dates as Chinese pages write them. */
#ifndef XJ_TEXT_DATE_H
#define XJ_TEXT_DATE_H

#include "base/base.h"
#include "base/str.h"

/* One date found in a text. */
struct date_hit {
    size_t at, n;          /* bytes in the text */
    int32_t day;           /* DAY_NONE when the text names a day that does not exist (2月30日) */
    int year, month, mday; /* as written; year 0 = none written */
    bool has_time;         /* a clock time follows directly */
    int second_of_day;
};

/*
 * The next date at or after `from`: 2026-11-20, 2026/11/20, 2026.11.20, 2026年11月20日,
 * 二〇二六年十一月二十日, 20261120 standing alone, 11-20, [11-20], 11/20, 11月20日, with full-width
 * digits and the dashes that real pages use (－ — ―). Not inside longer numbers, version numbers,
 * phone numbers, document numbers, amounts. Years outside 1980..2100 are no dates.
 */
bool date_find(struct str text, size_t from, struct date_hit *out);

/*
 * A date without a year takes the latest year that does not put it after `today`, with two days of
 * tolerance (a list is newest first and not in the future).
 */
int32_t date_complete(const struct date_hit *hit, int32_t today);

/* The date in a URL path: /2026/11/20/, /202611/t20261120_1.html, /art/2026/11/20/art_1.html.
 * DAY_NONE when none or in doubt. */
int32_t date_in_url(struct str url);

#endif
