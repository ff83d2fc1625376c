/*
 * Findings as pages ask for them: filtered, sorted, a page at a time, with the total.
 *
 * Findings of one site, check, grade and state are a group; the store counts groups, so that a page
 * and its total cost the groups that fit and the rows shown, not the rows that exist.
 */
#ifndef XJ_STORE_FINDING_QUERY_H
#define XJ_STORE_FINDING_QUERY_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/review.h"
#include "store/store.h"

/* Stored numbers. What is gone is gone, whatever was said of it. */
enum finding_state {
    FINDING_UNREVIEWED,
    FINDING_CONFIRMED,
    FINDING_DISMISSED,
    FINDING_MERGED,
    FINDING_GONE,
    FINDING_STATE_N,
};
const char *finding_state_name(enum finding_state state); /* "unreviewed" */
MUST_USE bool finding_state_of(struct str name, enum finding_state *out);

/* In the order of the fields that GET /findings sorts by. */
enum finding_order {
    BY_GRADE,      /* then by site and check */
    BY_SITE,       /* code; worst first */
    BY_CHECK,      /* worst first */
    BY_STATE,      /* worst first */
    BY_FIRST_SEEN, /* a time */
};

enum {
    FINDINGS_SEARCHED_MAX = 10000, /* rows that a search for a text reads */
    FINDINGS_BY_TIME_MAX = 5000,   /* skipped rows when ordered by time */
    FINDING_TEXT_BYTES_MAX = 256,
};

/* Zeroed: all of them, grades upwards. Empty fields ask nothing. */
struct finding_query {
    int64_t unit; /* and the units below it; 0 = all */
    struct str site, check;
    struct str region; /* how it begins: 5107 */
    enum grade grade;  /* GRADE_NONE = any */
    unsigned states;   /* 1u << state, or'ed; 0 = any */
    struct str text;   /* in excerpt, URL or detail; ASCII letters without case */
    enum finding_order order;
    bool is_descending;
    int64_t skip, n_max;
};

struct finding_row {
    struct stored_finding stored; /* `review` is the last word */
    enum finding_state state;
    struct str site_name;
    int64_t unit; /* of the site */
};
/* Valid until it returns; must not use the store. */
typedef enum rc (*finding_row_fn)(void *ctx, const struct finding_row *row, struct err *err);

struct finding_total {
    int64_t n;       /* that fit the query */
    bool is_partial; /* there may be more: FINDINGS_SEARCHED_MAX were read */
};

/*
 * Calls `each` for at most n_max findings in order; of equal ones the older first.
 *
 * RC_LIMIT: skip is too far for an order by time, or text is too long.
 */
MUST_USE enum rc store_findings(struct store *s, const struct finding_query *q, finding_row_fn each,
                                void *ctx, struct finding_total *total, struct err *err);

/* One. RC_NOT_FOUND: it is not there, or its site is not of the unit (0 = any). */
MUST_USE enum rc store_finding(struct store *s, int64_t unit, struct str site, uint64_t id,
                               finding_row_fn each, void *ctx, struct err *err);

#endif
