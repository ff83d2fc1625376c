/* The text of a Word 97-2003 document (MS-DOC), also as WPS writes it. */
#ifndef XJ_ATTACH_WORD_H
#define XJ_ATTACH_WORD_H

#include "attach/attach.h"
#include "attach/lines.h"
#include "attach/ole.h"
#include "base/base.h"

/* The file has the stream "WordDocument". Body, notes, headers, comments and text boxes, in order.
 */
enum attach_outcome word_text(const struct ole *o, struct arena *a, struct lines *out);

#endif
