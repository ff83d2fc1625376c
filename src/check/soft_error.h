/* Whether a home page shows its site at all, by the numbers and words of the check soft-error. */
#ifndef XJ_CHECK_SOFT_ERROR_H
#define XJ_CHECK_SOFT_ERROR_H

#include "base/base.h"
#include "check/check.h"

extern const struct check check_soft_error;

/* What the page shows instead of the site, Chinese: an error, maintenance, a server's default page;
 * empty: none of these. */
struct str soft_error_of_home(const struct check_set *s, const struct page *home);

#endif
