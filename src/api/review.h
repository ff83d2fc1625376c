/* Decisions on findings that come with something else. */
#ifndef XJ_API_REVIEW_H
#define XJ_API_REVIEW_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "web/call.h"

enum { REASON_CHARS_MAX = 1000 };

/* Dismisses a finding at its place, as POST /reviews does; fails as that, status and field. */
MUST_USE enum rc review_dismiss(struct call *c, struct str site, struct str finding,
                                struct str reason, struct err *err);

#endif
