/* A picture of a whole sheet of paper, as the one page of a PDF: what reads PDFs reads it then. */
#ifndef XJ_ATTACH_PICTURE_H
#define XJ_ATTACH_PICTURE_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

enum {
    PICTURE_WIDTH_MIN = 500, /* pixels: a sheet of A4 in fewer cannot be read */
    PICTURE_SIDE_MAX = 16384
};

bool picture_is_one(struct str bytes); /* JPEG or PNG, by the first bytes */
/*
 * Adds the PDF to *out, its page as wide as A4. PDF has JPEG and nearly all of PNG in it, so
 * nothing is unpacked here. RC_NOT_FOUND: it shows no sheet, for it is smaller or not upright (1.2
 * to 1.7 times as high as wide; A4 is 1.41, and scans are cut a little). RC_UNSUPPORTED: it is
 * damaged, or of a form that PDF has not: interlaced, or of four inks.
 */
MUST_USE enum rc picture_as_pdf(struct str bytes, struct buf *out);

#endif
