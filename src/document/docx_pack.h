/* The bytes of a .docx: its parts in a zip archive, and text as XML. */
#ifndef XJ_DOCUMENT_DOCX_PACK_H
#define XJ_DOCUMENT_DOCX_PACK_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "document/docx_parts.h"

/* The content of w:t: escaped, a newline as a break of the line. */
void docx_add_text(struct buf *out, struct str text);

/*
 * Adds an archive with the parts to out; the same parts have the same bytes.
 *
 *   base  an archive whose other parts stay as they are; empty: there are no others
 *
 * RC_IO: it cannot be made.
 */
MUST_USE enum rc docx_pack(struct str base, const struct docx_part *parts, size_t n,
                           struct buf *out, struct err *err);

#endif
