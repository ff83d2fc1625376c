/*
 * The counts of findings, held in memory: one row a group of one site, check, grade and state. Read
 * again when findings have changed since, whoever changed them; once for all stores that share
 * (store_share).
 */
#ifndef XJ_STORE_TALLY_H
#define XJ_STORE_TALLY_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "store/check_names.h"
#include "store/finding_query.h"

struct tally_row {
    int64_t site, n;
    uint32_t rank;  /* place of the site in codes */
    uint16_t check; /* number in checks */
    uint8_t grade, state;
};

enum { FINDING_ORDERS_N = BY_FIRST_SEEN + 1 };

struct tally_shelf;

struct tally {
    struct tally_shelf *shelf;
    size_t n_holders; /* stores, and the shelf */
    struct arena a;
    struct buf list;      /* struct tally_row, by code of the site */
    struct buf code_list; /* struct str */
    struct check_names checks;
    uint64_t check_ranks[CHECK_NAMES_MAX]; /* by name */
    int64_t mark;                          /* of the store's, when it was read */
    uint32_t *orders[FINDING_ORDERS_N][2]; /* places of rows: upwards, downwards; NULL: not yet */
};

/* Valid until findings are asked for again. */
MUST_USE enum rc tally_get(struct store *s, struct tally **out, struct err *err);

/* What stores share; a store has its own or takes that of another. */
struct tally_shelf *tally_shelf_new(void);
void tally_join(struct store *s, struct tally_shelf *shelf);
void tally_leave(struct store *s);

static inline const struct tally_row *tally_rows(const struct tally *t)
{
    return (const struct tally_row *)(const void *)t->list.p;
}
static inline size_t tally_n(const struct tally *t)
{
    return t->list.n / sizeof(struct tally_row);
}
static inline struct str tally_code(const struct tally *t, const struct tally_row *row)
{
    return ((const struct str *)(const void *)t->code_list.p)[row->rank];
}

/* Which sites fit the unit, site and region of q, by their rank; NULL: all. */
MUST_USE enum rc tally_sites(struct store *s, const struct tally *t, const struct finding_query *q,
                             struct arena *a, bool **out, struct err *err);

/* The rows as they are to be shown: by the field asked for, then what is worse, then by site. */
const uint32_t *tally_order(struct tally *t, enum finding_order order, bool is_descending);

#endif
