/* Lists handed out as workbooks (.xlsx). */
#ifndef XJ_API_WORKBOOK_H
#define XJ_API_WORKBOOK_H

#include "web/call.h"

#define WORKBOOK_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* Writes the workbook to the path. */
typedef enum rc (*workbook_fn)(struct call *c, const char *path, struct err *err);
/* Answers with it, under that name. */
MUST_USE enum rc workbook_reply(struct call *c, const char *name, workbook_fn write,
                                struct err *err);

#endif
