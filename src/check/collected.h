/* Lists of posts that somebody collected some days ago: of what came after, nobody knows. */
#ifndef XJ_CHECK_COLLECTED_H
#define XJ_CHECK_COLLECTED_H

#include "check/check.h"

/* The day that the posts of the account speak of: today, or the one on which they were collected.
 */
int32_t collected_day(const struct check_ctx *c);
/* Today it would be a fault, on that day it was none. */
enum judged collected_too_early(const struct check_ctx *c);

#endif
