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
 *   any but closed
 *              recheck, rechecked, remind, escalate    the state stays
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
#include "model/finding.h"
#include "store/finding_query.h"
#include "store/store.h"

enum order_state {
    ORDER_NONE,
    ORDER_ISSUED,
    ORDER_SEEN,
    ORDER_REPLIED,
    ORDER_EXPLAINED,
    ORDER_APPEALED,
    ORDER_RETURNED,
    ORDER_CLOSED,
    ORDER_STATE_N,
};
/* Sets of states, 1u << state or'ed: not closed; answered, so that the office decides next. */
#define ORDERS_OPEN (((1u << ORDER_STATE_N) - 1) & ~(1u << ORDER_CLOSED))
#define ORDERS_TO_DECIDE (1u << ORDER_REPLIED | 1u << ORDER_EXPLAINED | 1u << ORDER_APPEALED)
const char *order_state_name(enum order_state state);  /* "issued" */
const char *order_state_title(enum order_state state); /* 已下达 */
MUST_USE bool order_state_of(struct str name, enum order_state *out);

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
 * demand are read. A finding that its unit once called repaired, in a closed order, is marked as a
 * repeat, and so is another of the same subject on its site; one that was explained or appealed
 * against is not.
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
    struct str text;     /* what was said; needed to reply, explain, appeal, return, reopen */
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

/* ---- its findings ---- */

/* The last one is no re-check's: an appeal was approved. Numbers are stored. */
enum order_outcome {
    OUTCOME_NONE,
    OUTCOME_GONE,
    OUTCOME_STILL,
    OUTCOME_UNKNOWN,
    OUTCOME_DISMISSED,
};
const char *order_outcome_name(enum order_outcome outcome); /* "", "gone", "still", ... */
const char *
order_outcome_title(enum order_outcome outcome); /* "", 已整改, 仍存在, 未能判定, 已排除 */

/* As it was when the order was issued, and what re-checks saw since. */
struct order_finding {
    struct str site, site_name;
    uint64_t id;
    struct str check, url, where, excerpt, detail_json, evidence;
    struct str suggest; /* the finding's own, of today: an order does not keep it */
    enum grade grade;
    bool is_repeat;
    enum order_outcome outcome;
    int64_t outcome_at;
    struct str outcome_reason;   /* Chinese; why, where it is to be told */
    struct str outcome_evidence; /* references to what was seen, as those of findings */
    struct str outcome_excerpt;
};
typedef enum rc (*order_finding_fn)(void *ctx, const struct order_finding *f, struct err *err);
MUST_USE enum rc store_order_each_finding(struct store *s, int64_t order, order_finding_fn each,
                                          void *ctx, struct err *err);
/* What a re-check saw of one; site, id and outcome* are read. What was dismissed stays so.
 * RC_NOT_FOUND: not of the order. RC_BUSY: it is closed, and stays as it was when it was. */
MUST_USE enum rc store_order_put_outcome(struct store *s, int64_t order,
                                         const struct order_finding *f, struct err *err);
/* A re-check that is waited for. It serves what was asked for until it began, which is the time of
 * its event: `asked` at least, though a clock was set back. */
struct recheck_wanted {
    int64_t order;
    int64_t asked; /* time of the newest request */
};
/* The oldest one. RC_NOT_FOUND: none. */
MUST_USE enum rc store_order_next_recheck(struct store *s, struct recheck_wanted *out,
                                          struct err *err);
/* The order that has the finding and is not closed; 0: none. */
MUST_USE enum rc store_order_holding(struct store *s, struct str site, uint64_t id, int64_t *order,
                                     struct err *err);
/* 举一反三: open findings of the same subjects on sites of the unit and of those below it, that are
 * not in the order; at most n_max. */
MUST_USE enum rc store_order_each_similar(struct store *s, int64_t order, int64_t n_max,
                                          finding_row_fn each, void *ctx, struct err *err);

/*
 * What an order may be issued for: confirmed findings of the unit and of those below it that are in
 * no open order, by site and check.
 *
 *   total  NULL: not asked for
 */
MUST_USE enum rc store_order_each_free(struct store *s, int64_t unit, int64_t skip, int64_t n_max,
                                       finding_row_fn each, void *ctx, int64_t *total,
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
