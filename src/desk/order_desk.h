/* What the office does about orders by itself: reminders before and after the deadline, and what
 * follows when the day of an explanation has passed. */
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

/*
 * Opens orders again whose explanation (特殊情况说明) has ended although their findings still
 * stand: an event, a reminder to the unit, a line in the log of operations, and a new deadline of
 * as many working days as before; once each, however often it is called. One transaction.
 *
 *   n  orders
 */
MUST_USE enum rc order_reopen_expired(struct store *s, const struct work_calendar *calendar,
                                      int64_t now, size_t *n, struct err *err);

#endif
