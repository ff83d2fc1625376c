/* The command line: one table row an option. */
#ifndef XJ_BASE_OPTIONS_H
#define XJ_BASE_OPTIONS_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#include <stdio.h>

enum option_type {
    OPTION_FLAG,  /* bool */
    OPTION_TEXT,  /* struct str: a view into argv */
    OPTION_TEXTS, /* struct texts: may be given several times */
    OPTION_INT,   /* int64_t within [min, max] */
    OPTION_REAL,  /* double within [min, max] */
    OPTION_TIME,  /* int64_t: RFC 3339 or a date */
};

enum { OPTION_TEXTS_MAX = 64 };
struct texts {
    struct str text[OPTION_TEXTS_MAX];
    size_t n;
};

struct option {
    const char *name;  /* "max-pages" */
    const char *value; /* "N": how help names the value; NULL for flags */
    const char *help;  /* Chinese */
    void *to;          /* where the value goes, by its type; holds the default before */
    enum option_type type;
    int64_t min, max; /* OPTION_INT, OPTION_REAL */
};

/*
 * Reads "--name value", "--name=value" and "--". What is no option stays, in order, in argv[0 ..
 * *n_rest).
 * "--help" is left to the caller's table.
 *
 * RC_USAGE: unknown option, missing or bad value; the sentence names the option and what it takes.
 */
MUST_USE enum rc options_parse(const struct option *options, size_t n, int argc, char **argv,
                               int *n_rest, struct err *err);
/* A line an option. */
void options_print(const struct option *options, size_t n, FILE *to);

#endif
