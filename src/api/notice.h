/* The numbers of a round's notice, for those who ask what is behind them. */
#ifndef XJ_API_NOTICE_H
#define XJ_API_NOTICE_H

#include "base/json.h"
#include "store/round.h"
#include "web/call.h"

/* The round of {id}, and its notice.json (docs/notice.md) as the query wants it. Gives *out.
 * RC_NOT_FOUND; 409 when it is not frozen. */
MUST_USE enum rc notice_numbers_read(struct call *c, struct round *r, struct json **out,
                                     struct err *err);

#endif
