/* A list's title without what rows put before and behind it: bullets and dates. */
#ifndef XJ_PAGE_TITLE_H
#define XJ_PAGE_TITLE_H

#include "base/base.h"
#include "base/str.h"
#include "text/date.h"

enum { TITLE_BYTES_MIN = 6 }; /* two characters: a title is not shorter */

/* "· title": without the bullets at its start; what is nothing else stays. */
struct str title_bare(struct str title);

/*
 * "2026-11-20 title", "【2026-11-20】title", "title（2026-11-20）": the title alone. *day: DAY_NONE
 * when no date is cut off, or one without a year behind the title.
 */
struct str title_cut(struct str title, int32_t *day);

/* "[11-20] title": the title, and month and day, written with two digits each; the title as it is
 * when nothing of the kind stands there. Of "[10-12]级" only the rows beside it tell that it is no
 * day.
 */
struct str title_cut_month_day(struct str title, struct date_hit *out);

/* A title of the list, and the day in the brackets before it or DAY_NONE. */
struct title_day {
    uint32_t seg, list;
    int32_t day;
};

/* At least three and nearly all the titles of a list have days, which fall. */
bool title_are_days(const struct title_day *titles, uint32_t n);

#endif
