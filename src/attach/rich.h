/* The text of Rich Text Format, which many a .doc really is. */
#ifndef XJ_ATTACH_RICH_H
#define XJ_ATTACH_RICH_H

#include "attach/attach.h"
#include "attach/lines.h"
#include "base/base.h"
#include "base/str.h"

/* Without what readers do not see: fonts, styles, pictures, instructions of fields. */
enum attach_outcome rich_text(struct str bytes, struct lines *out);

#endif
