/* Whether anything of a site was seen behind a home page that opened. */
#ifndef XJ_CHECK_UNREAD_H
#define XJ_CHECK_UNREAD_H

#include "base/base.h"
#include "check/check.h"

/*
 * Fills in home_unread and is_unread of a view that has its home page and digests.
 *
 *   is_foreign  the home page led to a page that is not the site's
 */
void unread_look(const struct check_set *s, bool is_foreign, struct site_view *v, struct arena *a);

#endif
