/* The date of a list's row, in one piece of text or in two. */
#ifndef XJ_PAGE_ROW_DATE_H
#define XJ_PAGE_ROW_DATE_H

#include "page/flow.h"

enum { ROW_DATE_BYTES = 60 }; /* a piece that is a date is not longer, unless it has a label */

struct row_date {
    int32_t day;
    uint32_t n_segs;      /* pieces that make it up, from the first on */
    bool year_is_guessed; /* none is written */
};

/* A quick look: whether the piece of text may be a date at all. */
bool row_date_may_be(const struct seg *seg);
/* The date that the piece `seg` is, perhaps together with the next. today: for dates without a
 * year; DAY_NONE: those are not read. */
bool row_date_read(const struct flow *fl, uint32_t seg, int32_t today, struct row_date *out);

/* The whole date behind 发布日期 or the like, among other labels and values; DAY_NONE without one.
 */
int32_t row_date_in_line(struct str s);

/*
 * What the date of the piece `seg` is of, by the word before it or above it in its table: whether
 * of publishing (发布日期, 答复时间) and not of writing (成文日期, 来信时间) or ending.
 */
bool row_date_is_of_publishing(const struct flow *fl, uint32_t seg);

/* The piece stands in a table's column with the head 发布时间 or 日期; 办理时间 is another. */
bool row_date_has_head(const struct flow *fl, uint32_t seg);

/* "2026年" and nothing else: the heading of the rows below it. */
bool row_date_is_year(struct str s, int *year);

/*
 * A date without a year is of the year that brings it next to the one in its link's URL, if there
 * is one: old lists do not become young.
 */
int32_t row_date_fit(int32_t date, struct str href);

#endif
