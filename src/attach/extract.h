/* Bytes to text in this process: everything but PDF. Called inside the sandbox only, and by tests.
 */
#ifndef XJ_ATTACH_EXTRACT_H
#define XJ_ATTACH_EXTRACT_H

#include "attach/attach.h"
#include "attach/lines.h"
#include "base/base.h"
#include "base/str.h"

/* Gets each PDF that lies in an archive, with its name there, UTF-8 or empty; it is read elsewhere.
 */
typedef void extract_pdf_fn(void *ctx, struct str name, struct str bytes);

/*
 * What was read before something went wrong stays in `out`. The files of an archive are read one
 * below the other; of several outcomes the first one counts. An archive in an archive is not read.
 */
enum attach_outcome extract_text(struct str bytes, struct lines *out, extract_pdf_fn *pdf,
                                 void *ctx);

#endif
