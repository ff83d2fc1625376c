/* The review sheet as .xlsx: what desk/review_desk.h writes as CSV, with a list to choose from. */
#ifndef XJ_REPORT_REVIEW_BOOK_H
#define XJ_REPORT_REVIEW_BOOK_H

#include "base/base.h"
#include "base/err.h"
#include "desk/review_desk.h"

/*
 * Writes a row for each finding picked; the file appears whole or not at all. 结论 takes only
 * 确认 and 排除; review_sheet_read takes the file back.
 *
 * RC_IO: cannot write. RC_LIMIT: more findings than rows in a sheet. The store's codes.
 */
MUST_USE enum rc review_book_write(struct store *s, const struct review_filter *filter,
                                   const char *path, struct err *err);

#endif
