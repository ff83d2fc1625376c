/* What the office does about orders by itself: reminders before and after the deadline. */
#ifndef XJ_DESK_ORDER_DESK_H
#define XJ_DESK_ORDER_DESK_H

#include "base/base.h"
#include "base/err.h"
#include "office/order.h"
#include "text/workday.h"

enum {
    REMIND_BEFORE_DAYS = 1, /* working days: so long before the last day */
    REMIND_AGAIN_DAYS = 5,  /* and so often once it is over */
};

/*
 * Reminds the units that have still to act: a working day before the deadline, on the day after it,
 * and every five working days from then on; once each, however often it is called. One transaction.
 *
 *   n  reminders sent
 */
MUST_USE enum rc order_remind(struct store *s, const struct work_calendar *calendar, int64_t now,
                              size_t *n, struct err *err);

#endif
