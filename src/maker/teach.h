/* Trains the speller's decision on self-made slips in clean text. */
#ifndef XJ_MAKER_TEACH_H
#define XJ_MAKER_TEACH_H

#include "base/base.h"
#include "base/err.h"
#include "speller/book.h"

#include <stdio.h>

struct teach_options {
    /* Paths, plain or .bz2; a paragraph a line. The first is of the field, the others of others. */
    char *const *texts;
    size_t n_texts;
    char *const *prose; /* the book's own, for the forest that has no texts of the field */
    size_t n_prose;
    size_t n_runs; /* runs of characters to learn from */
    uint64_t seed;
    FILE *progress; /* a few lines for people; may be NULL */
};

/*
 * Writes two forests to `path`: without and with other texts of the field. Part of the text is
 * those other texts, another part gets the slips.
 *
 * RC_IO: a file. RC_SYNTAX: too little text.
 */
MUST_USE enum rc teach(const struct book *b, const struct teach_options *o, const char *path,
                       struct err *err);

#endif
