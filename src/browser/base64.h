/* Base64 (RFC 4648), which is how bytes travel in the browser's messages. */
#ifndef XJ_BROWSER_BASE64_H
#define XJ_BROWSER_BASE64_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

void base64_write(struct str bytes, struct buf *to);
/* false: no base64; what was appended before is garbage. */
MUST_USE bool base64_read(struct str text, struct buf *to);

#endif
