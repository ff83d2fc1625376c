/* The text of an Excel 97-2003 workbook (MS-XLS, BIFF8), also as WPS writes it. */
#ifndef XJ_ATTACH_SHEETS_H
#define XJ_ATTACH_SHEETS_H

#include "attach/attach.h"
#include "attach/lines.h"
#include "attach/ole.h"
#include "base/base.h"

/* The file has the stream "Workbook". A line a row, all sheets; formulas count as their stored
 * results. */
enum attach_outcome sheets_text(const struct ole *o, struct arena *a, struct lines *out);

#endif
