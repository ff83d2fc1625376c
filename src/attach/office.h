/* The text of the formats that are XML in a zip archive: docx, xlsx, pptx (ISO 29500), ofd (GB/T
 * 33190). */
#ifndef XJ_ATTACH_OFFICE_H
#define XJ_ATTACH_OFFICE_H

#include "attach/attach.h"
#include "attach/lines.h"
#include "attach/package.h"
#include "base/base.h"

/* ATTACH_ZIP when it is an archive of files. */
enum attach_format office_format(struct package *p);
/* What was read before something went wrong stays in `out`. */
enum attach_outcome office_text(struct package *p, enum attach_format format, struct lines *out);

#endif
