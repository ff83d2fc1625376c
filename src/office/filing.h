/*
 * What units report to the office above them, and apply to it for (报备、申请). Events are only
 * ever added; the state is what they lead to.
 *
 *   state               event      by          then
 *   (none), returned    submit     the unit    waiting    待受理
 *   waiting             accept     the office  accepted   已受理
 *   waiting, accepted   return     the office  returned   已退回
 *   waiting, accepted   complete   the office  done       已办结
 *
 * What kinds there are, and how long the office has for each, is data (filing_kinds.h).
 */
#ifndef XJ_OFFICE_FILING_H
#define XJ_OFFICE_FILING_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum filing_state {
    FILING_NONE,
    FILING_WAITING,
    FILING_ACCEPTED,
    FILING_RETURNED,
    FILING_DONE,
    FILING_STATE_N,
};
const char *filing_state_name(enum filing_state state);  /* "waiting" */
const char *filing_state_title(enum filing_state state); /* 待受理 */
enum filing_state filing_state_of(struct str name);      /* FILING_NONE: it is none */

enum filing_step {
    FILING_NO_STEP,
    FILING_SUBMIT,
    FILING_ACCEPT,
    FILING_RETURN,
    FILING_COMPLETE,
    FILING_STEP_N,
};
const char *filing_step_name(enum filing_step step); /* "submit" */
enum filing_step filing_step_of(struct str name);    /* FILING_NO_STEP: it is none */

struct filing {
    int64_t id;
    struct str kind; /* id of a filing_kind */
    int64_t unit;    /* whose it is */
    struct str unit_name;
    struct str subject; /* code of a site or account; empty: it is about none */
    struct str subject_name;
    struct str domain;     /* empty: about none */
    struct str document;   /* its number; may be empty */
    struct str text;       /* what it says */
    int32_t submitted;     /* the day that the last time counts from */
    int32_t deadline;      /* the last day that the office has; DAY_NONE: no rule says */
    bool deadline_is_sure; /* counted by official calendars alone */
    enum filing_state state;
    int64_t created, changed;
    struct str by;
};

/* The day comes after its deadline, and the office has still to act. */
bool filing_is_overdue(const struct filing *filing, int32_t day);

/*
 * The first `submit`. Of `filing` all but id, the names, state and changed is read.
 *
 * RC_SYNTAX: no text, name or day. RC_NOT_FOUND: no such unit.
 */
MUST_USE enum rc store_filing_add(struct store *s, const struct filing *filing, int64_t *id,
                                  struct err *err);

struct filing_event {
    int64_t at;
    struct str by;
    enum filing_step step;
    struct str text;     /* needed to return */
    struct str document; /* its number; may be empty */
    /* FILING_SUBMIT: from when it counts now, and until when. */
    int32_t submitted, deadline;
    bool deadline_is_sure;
};
/* RC_NOT_FOUND: no such filing. RC_BUSY: its state does not take it. RC_SYNTAX: something is
 * missing. */
MUST_USE enum rc store_filing_event(struct store *s, int64_t id, const struct filing_event *event,
                                    struct err *err);
typedef enum rc (*filing_event_fn)(void *ctx, const struct filing_event *event, struct err *err);
/* Oldest first. Valid until it returns; must not use the store. So of all below. */
MUST_USE enum rc store_filing_each_event(struct store *s, int64_t id, filing_event_fn each,
                                         void *ctx, struct err *err);

/* In the order of the fields that GET /filings sorts by. */
enum filing_by {
    FILINGS_BY_ID,
    FILINGS_BY_KIND,
    FILINGS_BY_UNIT,
    FILINGS_BY_SUBMITTED,
    FILINGS_BY_DEADLINE,
    FILINGS_BY_STATE,
};

/* Empty fields ask nothing. */
struct filing_query {
    int64_t unit;  /* and those below it; 0 = all */
    int64_t round; /* only those that this frozen round counts; 0 = all */
    struct str kind, subject;
    enum filing_state state;
    int32_t from, to;   /* days of `submitted`, both included */
    struct str text;    /* in subject, its name, domain, document or text */
    int32_t overdue_on; /* open ones whose deadline lies before this day */
    enum filing_by by;
    bool is_ascending;
    int64_t skip, n_max; /* n_max 0 = all */
};
typedef enum rc (*filing_fn)(void *ctx, const struct filing *filing, struct err *err);
/* Zeroed: newest first; of equal ones, too. total: without skip and n_max. */
MUST_USE enum rc store_filings(struct store *s, const struct filing_query *q, filing_fn each,
                               void *ctx, int64_t *total, struct err *err);
/* RC_NOT_FOUND: not there, or not of the unit (0 = any). Strings go to a. */
MUST_USE enum rc store_filing_get(struct store *s, int64_t unit, int64_t id, struct arena *a,
                                  struct filing *out, struct err *err);

struct filing_count {
    struct str kind;
    int64_t n[FILING_STATE_N]; /* by state; FILING_NONE: of all states */
    int64_t n_overdue;
};
typedef enum rc (*filing_count_fn)(void *ctx, const struct filing_count *count, struct err *err);
/* Of what fits the query, a kind each, by kind. today: what is overdue. */
MUST_USE enum rc store_filing_counts(struct store *s, const struct filing_query *q, int32_t today,
                                     filing_count_fn each, void *ctx, struct err *err);

#endif
