/* Counts which values stand on how many pages, with the first pages of each. */
#ifndef XJ_CHECK_TALLY_H
#define XJ_CHECK_TALLY_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum { TALLY_SAMPLES_MAX = 20, TALLY_VALUES_MAX = 50 };

struct tally {
    struct str value;
    size_t n; /* pages */
    struct str samples[TALLY_SAMPLES_MAX];
    size_t n_samples;
};

/* Zeroed is empty. Values in the order in which they came; past TALLY_VALUES_MAX different ones the
 * rest counts for the last. */
struct tallies {
    struct tally *all;
    size_t n;
};

/* value and url are borrowed for as long as the tallies are used. */
void tally_add(struct tallies *t, struct str value, struct str url, struct arena *a);

#endif
