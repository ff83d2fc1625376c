/* The ledger of escalations (office/escalation.h) as a workbook. */
#ifndef XJ_REPORT_ESCALATION_SHEET_H
#define XJ_REPORT_ESCALATION_SHEET_H

#include "base/base.h"
#include "base/err.h"
#include "office/escalation.h"

/* path: an .xlsx that appears whole, or not at all. n: its lines. RC_IO, RC_DB. */
MUST_USE enum rc escalation_sheet_write(struct store *s, const struct escalation_query *q,
                                        const char *path, int64_t *n, struct err *err);

#endif
