/*
 * Orders to repair (整改): findings of one unit's sites with a deadline, and all that happens to
 * them. Events are only ever added; the state is what they lead to.
 *
 *   state      event       by                  then
 *   issued     seen        the unit            seen
 *   issued, seen, returned, appealed*
 *              reply       the unit            replied    整改完成
 *              explain     the unit            explained  特殊情况说明，到某日为止
 *              appeal      the unit            appealed   申诉
 *   replied, explained
 *              approve     the office          closed
 *   appealed   approve     the office          as before the appeal, closed when nothing is left;
 *                                              可给新的期限
 *   replied, explained, appealed
 *              return      the office          returned   退回；可给新的期限
 *   any but closed, withdrawn
 *              recheck, rechecked, remind, escalate    the state stays
 *              withdraw    the office          withdrawn  撤回：下达有误，问题可以另行下达
 *   issued, seen, returned, appealed
 *              prolong     the office          the state stays: 延期到更晚的一天
 *   closed, explained
 *              reopen      the office          returned   又出现，或说明到期
 *
 * (*) an appeal may be given up by replying.
 */
#ifndef XJ_OFFICE_ORDER_H
#define XJ_OFFICE_ORDER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum order_state {
    ORDER_NONE,
    ORDER_ISSUED,
    ORDER_SEEN,
    ORDER_REPLIED,
    ORDER_EXPLAINED,
    ORDER_APPEALED,
    ORDER_RETURNED,
    ORDER_CLOSED,    /* from here on nothing is waited for */
    ORDER_WITHDRAWN, /* numbers are stored */
    ORDER_STATE_N,
};
/* Sets of states, 1u << state or'ed: not settled; answered, so that the office decides next. */
#define ORDERS_OPEN ((1u << ORDER_CLOSED) - 1)
#define ORDERS_TO_DECIDE (1u << ORDER_REPLIED | 1u << ORDER_EXPLAINED | 1u << ORDER_APPEALED)
const char *order_state_name(enum order_state state);  /* "issued" */
const char *order_state_title(enum order_state state); /* 已下达 */
MUST_USE bool order_state_of(struct str name, enum order_state *out);

/* Closed or withdrawn. */
static inline bool order_state_is_settled(enum order_state state)
{
    return state >= ORDER_CLOSED;
}
/* The unit has something to do: its deadline runs. */
bool order_state_is_awaited(enum order_state state);

enum order_event_kind {
    EVENT_NONE,
    EVENT_ISSUE, /* the first one of each */
    EVENT_SEEN,
    EVENT_REPLY,
    EVENT_EXPLAIN, /* until `day` */
    EVENT_APPEAL,
    EVENT_APPROVE,
    EVENT_RETURN,    /* `day`: a new deadline; so of an appeal that is approved */
    EVENT_RECHECK,   /* asked for; a reply asks for one too */
    EVENT_RECHECKED, /* what it came to */
    EVENT_REMIND,
    EVENT_ESCALATE, /* with the number of a document; `measure` says how (escalation.h) */
    EVENT_REOPEN,
    EVENT_WITHDRAW,
    EVENT_PROLONG, /* `day`: the new deadline, later than the one that holds */
    EVENT_KIND_N,
};
const char *order_event_name(enum order_event_kind kind); /* "seen" */
MUST_USE bool order_event_of(struct str name, enum order_event_kind *out);
/* The unit itself sends it; else the office does. */
bool order_event_is_of_unit(enum order_event_kind kind);

enum {
    ORDER_FINDINGS_MAX = 10000,
    ORDER_DAYS_MAX = 250, /* working days */
};

struct order {
    int64_t id;
    int64_t unit;
    struct str unit_name;
    int64_t created;
    struct str by;
    int64_t issuer;        /* the unit that gave it; 0 when adding: the top one */
    int64_t days;          /* working days that it gives */
    int32_t deadline;      /* the last day; a return may have set another */
    bool deadline_is_sure; /* counted by official calendars alone */
    struct str demand;
    enum order_state state;
    int64_t changed;       /* time of the newest event */
    int64_t reminded;      /* time of the newest reminder; 0: none */
    int32_t explained_day; /* until when an explanation holds, that day too; DAY_NONE: none */
    /* Of its findings, as the newest re-check saw them. */
    int64_t n_findings, n_gone, n_still, n_unknown, n_repeats;
    int64_t n_dismissed; /* after an appeal */
};

/* ---- issuing ---- */

struct order_target {
    struct str site;
    uint64_t id;
};
/*
 * Issues an order. Of `order` unit, created, by, issuer, days, deadline, deadline_is_sure and
 * demand are read. A finding that its unit once called repaired, in an order that was approved for
 * that, is marked as a repeat, and so is another of the same subject on its site; one that was
 * explained or appealed against is not.
 *
 * RC_SYNTAX: nothing to repair, no demand or name; a finding that is not there, not of the unit,
 * dismissed, merged or gone, or in an order that is not closed. RC_NOT_FOUND: no such unit.
 * RC_LIMIT: more than ORDER_FINDINGS_MAX.
 */
MUST_USE enum rc store_order_add(struct store *s, const struct order *order,
                                 const struct order_target *targets, size_t n, int64_t *id,
                                 struct err *err);

/* ---- what happens to it ---- */

#define ORDER_BY_OFFICE "系统" /* who does what the office does by itself */
struct order_event {
    int64_t id; /* given by the store */
    int64_t at;
    struct str by;
    enum order_event_kind kind;
    struct str text; /* what was said; needed to reply, explain, appeal, return, reopen, withdraw,
                        prolong */
    struct str document; /* its number */
    struct str measure;  /* of EVENT_ESCALATE; empty: 督办 */
    int32_t day;         /* DAY_NONE: none */
    bool day_is_unsure;  /* counted without an official calendar; not kept with the event */
};
/*
 * Who approves an appeal has dismissed findings of the order (store/review.h): those are out of it.
 *
 * RC_NOT_FOUND: no such order. RC_BUSY: its state does not take the event; reopened while another
 * order that is not closed has one of its findings. RC_SYNTAX: what the event needs is missing;
 * approved although a finding was not seen repaired, without a reason; an appeal, without a reason
 * or with nothing dismissed.
 */
MUST_USE enum rc store_order_event(struct store *s, int64_t order, const struct order_event *event,
                                   int64_t *id, struct err *err);
typedef enum rc (*order_event_fn)(void *ctx, const struct order_event *event, struct err *err);
/* Oldest first. Valid until it returns; must not use the store. So of all below. */
MUST_USE enum rc store_order_each_event(struct store *s, int64_t order, order_event_fn each,
                                        void *ctx, struct err *err);

/*
 * Orders whose explanation, accepted or not decided on, ended before the day although findings
 * still stand: seen by the newest inspection, and not dismissed. One whose findings were ordered
 * anew waits until those orders are closed.
 *
 *   n  how many stand
 */
typedef enum rc (*expired_fn)(void *ctx, const struct order *order, int64_t n, struct err *err);
MUST_USE enum rc store_order_each_expired(struct store *s, int32_t day, expired_fn each, void *ctx,
                                          struct err *err);

/* ---- lists ---- */

/* In the order of the fields that GET /orders sorts by. */
enum order_by { ORDERS_BY_ID, ORDERS_BY_UNIT, ORDERS_BY_DEADLINE, ORDERS_BY_STATE };

struct order_query {
    int64_t unit;       /* and those below it; 0 = all */
    unsigned states;    /* 1u << state, or'ed; 0 = any */
    int32_t overdue_on; /* only those whose deadline lies before this day and that are not
                           closed, replied or explained; DAY_NONE = any */
    enum order_by by;
    bool is_ascending;
    int64_t skip, n_max;
};
typedef enum rc (*order_fn)(void *ctx, const struct order *order, struct err *err);
/* Zeroed: newest first; of equal ones, too. */
MUST_USE enum rc store_orders(struct store *s, const struct order_query *q, order_fn each,
                              void *ctx, int64_t *total, struct err *err);
/* RC_NOT_FOUND: not there, or not of the unit (0 = any). Strings go to a. */
MUST_USE enum rc store_order_get(struct store *s, int64_t unit, int64_t id, struct arena *a,
                                 struct order *out, struct err *err);

#endif
