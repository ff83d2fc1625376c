/* The parts of a .docx that are the same in each document: styles, page numbers, fonts. */
#ifndef XJ_DOCUMENT_DOCX_PARTS_H
#define XJ_DOCUMENT_DOCX_PARTS_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

struct docx_part {
    const char *name; /* "word/settings.xml" */
    struct str xml;
};

/* In twentieths of a point: one character and the type area of the standard's page. */
enum { DOCX_CHARACTER = 316, DOCX_TYPE_AREA = 8844 };

extern const struct docx_part docx_parts[];
extern const size_t docx_n_parts;
extern const char docx_section[]; /* w:sectPr */
/* word/styles.xml */
void docx_add_styles(struct buf *out);

#endif
