/* What the crawl asks dead-link about other sites. */
#ifndef XJ_CHECK_DEAD_LINK_H
#define XJ_CHECK_DEAD_LINK_H

#include "check/check.h"

/* The title of a home page is one of gambling or the like: REASON_TAKEN. */
bool dead_link_is_taken(const struct check_set *s, struct str title);

#endif
