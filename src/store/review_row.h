/* A row of the table of review actions, read. */
#ifndef XJ_STORE_REVIEW_ROW_H
#define XJ_STORE_REVIEW_ROW_H

#include "store/db.h"
#include "store/review.h"

/* Of an action a. */
#define REVIEW_COLUMNS                                                                             \
    "a.id, a.at, a.who, a.kind, a.site, a.finding, a.subject, a.scope, a.reason, a.expires, "      \
    "a.target, a.unit, "                                                                           \
    "EXISTS (SELECT 1 FROM review_action u WHERE u.kind = 'undo' AND u.target = a.id)"

/* From the columns that begin at `first` of the row that q stands on; strings are views into it. */
struct review_action review_at(struct stmt *q, int first);

#endif
