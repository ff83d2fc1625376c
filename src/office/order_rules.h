/* The table of order.h: which event an order takes, and where it leads. */
#ifndef XJ_OFFICE_ORDER_RULES_H
#define XJ_OFFICE_ORDER_RULES_H

#include "office/order_finding.h"

/*
 *   n_open  findings that no re-check has seen repaired, and no appeal took out
 *   to      of an appeal that is approved: appealed still; what is left tells where it leads
 *
 * RC_BUSY: the state does not take it. RC_SYNTAX: something is missing.
 */
MUST_USE enum rc order_rules_apply(enum order_state from, const struct order_event *event,
                                   int64_t n_open, enum order_state *to, struct err *err);

/* Behind the name of a row of order_finding: its order has still to do with it. */
#define ORDER_KEEPS "outcome <> 4 "
_Static_assert(OUTCOME_DISMISSED == 4, "the outcome that ORDER_KEEPS names");

#endif
