/*
 * Parts of a document that its reader can turn to (pages, sheets, slides, files of an archive), and
 * the headings that it marks as such.
 */
#ifndef XJ_MODEL_PLACE_H
#define XJ_MODEL_PLACE_H

#include "base/base.h"
#include "base/str.h"

/* From `at` on, a byte of the document's text where a line begins, until the next one. */
struct text_place {
    size_t at;
    struct str name; /* "第 3 页", "工作表“名单”"; borrowed; a heading has none */
    int64_t line;    /* the reader's own number of its first line, from which they count on (lines
                        of a page, rows of a sheet); 0: paragraphs, which nobody numbers */
    int heading;     /* 1 (the widest) and up: this line is a heading, no part begins. 0: a part */
};
struct text_places {
    const struct text_place *places; /* ascending; borrowed */
    size_t n;
};

#endif
