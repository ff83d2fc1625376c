/* Articles of a site by text, column and date. */
#ifndef XJ_CHECK_REDATED_TEXT_H
#define XJ_CHECK_REDATED_TEXT_H

#include "base/base.h"
#include "check/check.h"
#include "model/crawl.h"

struct dated_text {
    uint64_t text; /* with its title, in its column */
    int32_t day;
    struct str url; /* borrowed */
};

/* The check's numbers, for the next two. */
const int64_t *redated_text_values(const struct check_set *set);
/* false: no article that shows its text, its title and its date, or a short one. */
bool dated_text_of(const struct digest *d, const int64_t *value, struct dated_text *out);
/* For qsort: one text in a row, by date. Also of structs that begin with one. */
int dated_text_order(const void *a, const void *b);
/* The next one in that order is the same, published again so many days later. */
bool is_redated(const struct dated_text *old, const struct dated_text *again, const int64_t *value);

#endif
