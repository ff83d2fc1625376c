/* What is wrong with a row of a list, in a sentence: 行政区划“51”不符合格式；状态没有填写. */
#ifndef XJ_DESK_COMPLAINT_H
#define XJ_DESK_COMPLAINT_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

/* A row that was not taken. */
struct bad_row {
    size_t line;       /* in the file, 1-based, header counted; the row number for .xlsx */
    struct str reason; /* Chinese: which column, what is wrong, what is expected */
};

/* Adds one; `why` follows the value in quotes, an empty value was "没有填写". */
void complaint_add(struct buf *sentence, const char *column, struct str value, const char *why);

#endif
