/* Whose things a request is about, and since when what it is told was known. */
#ifndef XJ_API_SCOPE_H
#define XJ_API_SCOPE_H

#include "web/call.h"

/*
 * The unit whose sites, findings or orders are asked for, with those below it: the query's `unit`,
 * else the user's own. 0 = all.
 *
 * RC_NOT_FOUND: it is not in the user's subtree.
 */
MUST_USE enum rc scope_unit(struct call *c, int64_t *unit, struct err *err);
#define SCOPE_UNIT_MEMBER                                                                                 \
    {                                                                                                     \
        .name = "unit", .type = MEMBER_INT, .help = "单位和它的下级；默认登录用户的单位" \
    }
/* The same, of the user alone. */
int64_t scope_own(const struct call *c);
/* The beginning of the newest inspection; 0: there was none. */
MUST_USE enum rc scope_as_of(struct call *c, int64_t *time, struct err *err);

/* A list of those that the user may see, of codes that are separated by spaces. */
struct json *scope_codes(struct call *c, struct str codes);

#endif
