/* What was found in a draft, as a document to hand on with it. */
#ifndef XJ_REPORT_DRAFT_RESULT_H
#define XJ_REPORT_DRAFT_RESULT_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "desk/draft_opening.h"

/*
 * A .docx, made in memory: nothing of a draft lies on the disk.
 *
 *   name  of its file; may be empty
 *   day   of the check
 *
 * RC_IO: cannot be made.
 */
MUST_USE enum rc draft_result_docx(const struct draft_opened *d, struct str name, int32_t day,
                                   struct buf *out, struct err *err);

#endif
