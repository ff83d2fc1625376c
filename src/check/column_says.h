/* What a page says of its column, for checks that see only digests later (crawl/record.h). */
#ifndef XJ_CHECK_COLUMN_SAYS_H
#define XJ_CHECK_COLUMN_SAYS_H

#include "base/base.h"
#include "check/check.h"

/* The numbers and words of stale-column. */
struct undated_rule {
    int64_t title_chars;         /* a title has so many, */
    int64_t inside_chars;        /* or so many where it leads into the column's folder */
    const struct words *writing; /* labels of days that are no publishing's */
};
struct undated_rule undated_rule_of(const struct check_set *s);
/* Beside dated items a column's own part has a link that may be a title and is none of them, or the
 * days are those of writing: the newest text may be newer. */
bool column_has_undated_title(const struct page *page, const struct undated_rule *rule);

/* The words of expired-topic by which a column tells its readers that it is kept for the record. */
const struct words *archived_words_of(const struct check_set *s);
bool column_says_archived(const struct page *page, const struct words *archived);

#endif
