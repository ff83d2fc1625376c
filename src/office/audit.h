/*
 * The log of operations: who changed what, when, from what to what. Lines are only added; each
 * carries a hash over itself and the one before, so that a line that was changed or taken out
 * shows.
 */
#ifndef XJ_OFFICE_AUDIT_H
#define XJ_OFFICE_AUDIT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "store/store.h"

struct audit_line {
    int64_t id; /* 1, 2, 3 … without a gap */
    int64_t at;
    struct str by;       /* name of a user, or who the system says */
    struct str action;   /* "round.freeze" */
    struct str subject;  /* what was changed: "round:3" */
    struct str old, now; /* JSON; empty = there was nothing */
    struct str hash;     /* hex, 64 digits */
};

/* id and hash are not read. Within the transaction of the change itself. */
MUST_USE enum rc store_audit_add(struct store *s, const struct audit_line *line, struct err *err);

/* Empty fields and 0 ask nothing. */
struct audit_filter {
    struct str by, what; /* what: the beginning of action or subject */
    int64_t from, to;    /* times; to is not in it */
    int64_t unit;        /* by users of it and of the units below it; 0 = all */
    int64_t skip, most;  /* newest first; most 0 = all, oldest first */
};
/* One line as the API and the exported log show it; the caller owns it. */
struct json *audit_json(const struct audit_line *line);

typedef enum rc (*audit_fn)(void *ctx, const struct audit_line *line, struct err *err);
/* Valid until it returns. */
MUST_USE enum rc store_audit_each(struct store *s, const struct audit_filter *filter, audit_fn each,
                                  void *ctx, struct err *err);
MUST_USE enum rc store_audit_count(struct store *s, const struct audit_filter *filter, int64_t *n,
                                   struct err *err);

/* Goes over all lines. n: how many fit; bad: the first one that does not, 0 = all fit. */
MUST_USE enum rc store_audit_verify(struct store *s, int64_t *n, int64_t *bad, struct err *err);

#endif
