/* The ledger of filings (office/filing.h) as a workbook, with how many there are of each kind. */
#ifndef XJ_REPORT_FILING_SHEET_H
#define XJ_REPORT_FILING_SHEET_H

#include "base/base.h"
#include "base/err.h"
#include "office/filing.h"
#include "office/filing_kinds.h"

/*
 * path: an .xlsx that appears whole, or not at all. today: what is overdue. n: its lines. RC_IO,
 * RC_DB.
 */
MUST_USE enum rc filing_sheet_write(struct store *s, const struct filing_kinds *kinds,
                                    const struct filing_query *q, int32_t today, const char *path,
                                    int64_t *n, struct err *err);

#endif
