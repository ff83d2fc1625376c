/* The domains of the registry's sites (desk/domain_list.h) as a workbook. */
#ifndef XJ_REPORT_DOMAIN_SHEET_H
#define XJ_REPORT_DOMAIN_SHEET_H

#include "base/base.h"
#include "base/err.h"
#include "desk/domain_list.h"

/* path: an .xlsx that appears whole, or not at all. RC_IO. */
MUST_USE enum rc domain_sheet_write(const struct domain_list *list, const char *path,
                                    struct err *err);

#endif
