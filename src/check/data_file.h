/* data/checks.yaml: the numbers and words that the checks judge by. Format: docs/checks-data.md. */
#ifndef XJ_CHECK_DATA_FILE_H
#define XJ_CHECK_DATA_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "check/check.h"

/* How far a number or a list of words may be trusted. */
enum data_status { DATA_OFFICIAL, DATA_LOCAL, DATA_UNCONFIRMED };

/* What one check was given, by its own enums. */
struct check_data {
    const int64_t *value;           /* n_params of the check */
    const enum data_status *status; /* the same */
    const struct words *list;       /* n_lists of the check */
    const enum data_status *list_status;
};

enum { DATA_FILE_BYTES_MAX = 1 << 20, DATA_WORDS_MAX = 5000, DATA_WORD_BYTES_MAX = 200 };

/*
 * Reads and checks the whole file, also for checks that will not run.
 *
 *   table  ended by NULL
 *   a      takes everything
 *   out    one entry for each check of the table; written only on RC_OK
 *
 * RC_IO: cannot be read. RC_LIMIT: too large. RC_SYNTAX: anything else that is wrong, with the
 * line: bad YAML, unknown, missing or doubled names, numbers out of range, words too short.
 */
MUST_USE enum rc data_file_load(const char *path, const struct check *const *table, struct arena *a,
                                struct check_data *out, struct err *err);

#endif
