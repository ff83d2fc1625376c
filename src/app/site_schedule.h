/* `xunjian site schedule`: shows and sets when inspections start by themselves. */
#ifndef XJ_APP_SITE_SCHEDULE_H
#define XJ_APP_SITE_SCHEDULE_H

#include "base/base.h"
#include "base/err.h"
#include "office/registry.h"

/*
 * words: a site's code first, or none for what is set for all; then settings, name=value. Without
 * settings it prints them. A change is noted in the log of operations.
 */
MUST_USE enum rc site_schedule(struct store *s, const struct str *words, size_t n,
                               const struct registrar *who, struct err *err);

#endif
