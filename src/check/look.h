/* How a link that an account gives (menu, download) is judged when it did not open. */
#ifndef XJ_CHECK_LOOK_H
#define XJ_CHECK_LOOK_H

#include "base/base.h"
#include "check/check.h"

/*
 * GRADE_NONE: it opens, or we could not look. What may pass by itself, and what a server answers to
 * programs rather than to people, is a notice.
 *
 *   dead_http  statuses that say that there is nothing
 */
enum grade look_grade(const struct look *l, const struct words *dead_http);
/* Nothing is known of it: our resolver, our guard of addresses. */
bool look_is_unknown(const struct look *l);
/* The contract's word of the reason, in c->a. */
struct str look_reason(const struct check_ctx *c, const struct look *l);

#endif
