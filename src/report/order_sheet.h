/* The ledger of orders to repair (整改台账) as a workbook. */
#ifndef XJ_REPORT_ORDER_SHEET_H
#define XJ_REPORT_ORDER_SHEET_H

#include "base/base.h"
#include "base/err.h"
#include "office/order.h"

/*
 * A row each finding of the orders that fit; skip and n_max are not read. path: an .xlsx that
 * appears whole, or not at all. n: its lines. RC_IO, RC_DB. RC_LIMIT: more than a sheet takes.
 */
MUST_USE enum rc order_sheet_write(struct store *s, const struct order_query *q, const char *path,
                                   int64_t *n, struct err *err);

#endif
