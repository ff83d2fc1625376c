/* Text files, tables as text, and pages of HTML that are handed out as files. */
#ifndef XJ_ATTACH_PLAIN_H
#define XJ_ATTACH_PLAIN_H

#include "attach/attach.h"
#include "attach/lines.h"
#include "base/base.h"
#include "base/str.h"

/* In whatever charset. Of HTML only what stands between the tags; a row of a table is a line. */
enum attach_outcome plain_text(struct str bytes, bool is_html, struct lines *out);

#endif
