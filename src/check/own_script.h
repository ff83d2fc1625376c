/* Whether what stands empty on a page may be filled by script. */
#ifndef XJ_CHECK_OWN_SCRIPT_H
#define XJ_CHECK_OWN_SCRIPT_H

#include "base/base.h"
#include "model/page.h"

/* A script of the site's own stands in the page's middle. */
bool has_own_script(const struct page *p);

#endif
