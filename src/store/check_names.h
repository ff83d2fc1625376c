/* The checks that rows name, numbered as they come. */
#ifndef XJ_STORE_CHECK_NAMES_H
#define XJ_STORE_CHECK_NAMES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { CHECK_NAMES_MAX = 512 };

/* Zeroed is valid and empty. */
struct check_names {
    struct str ids[CHECK_NAMES_MAX];
    size_t n;
    size_t last; /* that was asked for */
};

/* The number of the check, in `last`; a new one is copied to a. Cheap when sites list their checks
 * in the same order. RC_LIMIT: more than CHECK_NAMES_MAX. */
MUST_USE enum rc check_names_find(struct check_names *c, struct arena *a, struct str id,
                                  struct err *err);

#endif
