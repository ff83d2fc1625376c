/* Cuts a text into runs of characters that the book knows, and says what stands beside each. */
#ifndef XJ_SPELLER_RUN_H
#define XJ_SPELLER_RUN_H

#include "base/base.h"
#include "base/str.h"
#include "speller/book.h"

enum { RUN_MAX = 200 }; /* characters; longer runs are cut */

/* What a run ends at. */
enum mark {
    MARK_EDGE,  /* of the line */
    MARK_STOP,  /* a sentence or a part of one ends */
    MARK_COMMA, /* ， 、 and the middle dot of names */
    MARK_DIGIT,
    MARK_LETTER,
    MARK_QUOTE, /* quotation marks and brackets of all kinds */
    MARK_OTHER, /* a character that the book lacks; the run is too long */
};

struct run {
    uint16_t glyph[RUN_MAX];
    size_t n;
    size_t at[RUN_MAX + 1]; /* bytes in the text of each, and the end */
    uint8_t before, after;  /* enum mark */
};

/* Where the cutting is. Begin: the text alone. */
struct run_cutter {
    struct str text;
    size_t place;
    uint8_t last; /* enum mark */
};

/* The next run of at least one character; false: there is none. */
bool run_next(const struct book *b, struct run_cutter *c, struct run *out);

#endif
