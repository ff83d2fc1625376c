/* The first administrator of an office that has no users yet. */
#ifndef XJ_APP_FIRST_USER_H
#define XJ_APP_FIRST_USER_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

/* Makes "admin" when there is no user at all, and prints his one-time password on stderr. */
MUST_USE enum rc first_user_make(struct str store_url, int64_t now, struct err *err);

#endif
