/* The findings of an order to repair: as they were when it was issued, and what became of them. */
#ifndef XJ_OFFICE_ORDER_FINDING_H
#define XJ_OFFICE_ORDER_FINDING_H

#include "model/finding.h"
#include "office/order.h"
#include "store/finding_query.h"

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

/* What the unit says of it (整改情况). Numbers are stored. */
enum order_claim { CLAIM_NONE, CLAIM_REPAIRED, CLAIM_UNABLE };
const char *order_claim_name(enum order_claim claim);  /* "", "repaired", "unable" */
const char *order_claim_title(enum order_claim claim); /* "", 已整改, 无法整改 */
enum order_claim order_claim_of(struct str name);      /* CLAIM_NONE: no such */

/* As it was when the order was issued, what the unit said last, and what re-checks saw since. */
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
    enum order_claim claim;
    struct str claim_text; /* why it cannot be repaired, or how it was */
    int64_t claim_at;
};
typedef enum rc (*order_finding_fn)(void *ctx, const struct order_finding *f, struct err *err);
MUST_USE enum rc store_order_each_finding(struct store *s, int64_t order, order_finding_fn each,
                                          void *ctx, struct err *err);
/* What a re-check saw of one; site, id and outcome* are read. What was dismissed stays so.
 * RC_NOT_FOUND: not of the order. RC_BUSY: it is settled, and stays as it was when it was. */
MUST_USE enum rc store_order_put_outcome(struct store *s, int64_t order,
                                         const struct order_finding *f, struct err *err);
/*
 * What the unit says of findings of the order, with a reply or an explanation; site, id, claim and
 * claim_text are read. Within the transaction of the event.
 *
 * RC_SYNTAX: one is not of the order, or out of it; it cannot be repaired, and no reason is given.
 */
MUST_USE enum rc store_order_put_claims(struct store *s, int64_t order, int64_t event,
                                        const struct order_finding *list, size_t n,
                                        struct err *err);
/* A re-check that is waited for. It serves what was asked for until it began, which is the time of
 * its event: `asked` at least, though a clock was set back. */
struct recheck_wanted {
    int64_t order;
    int64_t asked; /* time of the newest request */
};
/* The oldest one. RC_NOT_FOUND: none. */
MUST_USE enum rc store_order_next_recheck(struct store *s, struct recheck_wanted *out,
                                          struct err *err);
/* The order that has the finding and is not settled; 0: none. */
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

#endif
