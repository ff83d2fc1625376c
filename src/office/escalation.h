/*
 * The ledger of what was done about orders that were not carried out: 提醒, 督办, 通报, 约谈,
 * 书面检查. Every line is an event of an order (order.h).
 */
#ifndef XJ_OFFICE_ESCALATION_H
#define XJ_OFFICE_ESCALATION_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

#define ESCALATION_REMIND "提醒"
#define ESCALATION_USUAL "督办" /* an event that does not say how */
/* By an event's `measure`. */
#define ESCALATION_MEASURES "督办|通报|约谈|书面检查"

struct escalation {
    int64_t id, at, order, unit;
    struct str unit_name, kind, document, text, by;
};

/* In the order of the fields that GET /escalations sorts by. */
enum escalation_by {
    ESCALATIONS_BY_TIME,
    ESCALATIONS_BY_UNIT,
    ESCALATIONS_BY_KIND,
    ESCALATIONS_BY_ORDER
};

struct escalation_query {
    int64_t unit;     /* and those below it; 0 = all */
    struct str kind;  /* one of the above; empty = any */
    int64_t from, to; /* times; to is not in it; 0 = any */
    enum escalation_by by;
    bool is_ascending;
    int64_t skip, n_max; /* n_max 0 = all */
};
typedef enum rc (*escalation_fn)(void *ctx, const struct escalation *e, struct err *err);
/* Of equal ones the newest first. Valid until it returns; must not use the store. total: without
 * skip and n_max. */
MUST_USE enum rc store_escalations(struct store *s, const struct escalation_query *q,
                                   escalation_fn each, void *ctx, int64_t *total, struct err *err);

#endif
