/* Parts of a document that its reader can turn to: pages, sheets, slides, files of an archive. */
#ifndef XJ_MODEL_PLACE_H
#define XJ_MODEL_PLACE_H

#include "base/base.h"
#include "base/str.h"

/* From `at` on, a byte of the document's text where a line begins, until the next one. */
struct text_place {
    size_t at;
    struct str name; /* "第 3 页", "第 2 张工作表"; borrowed. That of a page, whose lines are the
                        layout's, ends in 页 */
};
struct text_places {
    const struct text_place *places; /* ascending; borrowed */
    size_t n;
};

#endif
