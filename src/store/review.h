/*
 * What people decided about findings. Actions are only ever added; the state of a finding is what
 * the actions that were not undone say of it.
 *
 * A confirmation, or a merge, holds while the finding lasts: when it comes back after it was gone,
 * or is graver than it was, a person has to look at it again.
 *
 * A dismissal holds for the finding itself, for the same thing on its site, or for the same thing
 * anywhere, until it expires; the thing is the check and what it is about (review_subject).
 */
#ifndef XJ_STORE_REVIEW_H
#define XJ_STORE_REVIEW_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum review_kind {
    REVIEW_NONE,
    REVIEW_CONFIRM,
    REVIEW_DISMISS,
    REVIEW_MERGE, /* the same as finding `target` of the site, which is kept */
    REVIEW_NOTE,
    REVIEW_UNDO, /* of action `target` */
};
const char *review_kind_name(enum review_kind kind);  /* "confirm" */
const char *review_kind_title(enum review_kind kind); /* 确认 */

enum review_kind review_kind_of(struct str name); /* REVIEW_NONE when it is none */

enum review_scope { SCOPE_HERE, SCOPE_SITE, SCOPE_EVERYWHERE };
const char *review_scope_name(enum review_scope scope); /* "here" */
MUST_USE bool review_scope_of(struct str name, enum review_scope *out);

struct review_action {
    int64_t id; /* given by the store, rising */
    int64_t at;
    struct str by; /* who; never empty */
    int64_t unit;  /* whose; 0 when adding: the top one */
    enum review_kind kind;
    struct str site;
    uint64_t finding;
    uint64_t subject;
    enum review_scope scope; /* of a dismissal */
    struct str reason;       /* never empty for a dismissal */
    int64_t expires;         /* time from which a dismissal holds no more; 0 = never */
    int64_t target;          /* finding id read as signed, or action id */
    bool is_undone;          /* a later action undid it; not stored */
};

/* What a finding is about, whichever page it stands on: hash of the check and of the word, the
 * target, the column ... in its detail; of its place when it names none. */
uint64_t review_subject(const struct finding *f, struct str detail_json);

/*
 * Adds one action, and makes it the last word on the findings that it holds for (an undone one: is
 * it no more); id is not read. Gives its number. One transaction, or part of the open one.
 *
 * RC_NOT_FOUND: to undo what is not there or was undone. RC_SYNTAX: no name; a dismissal without
 * a reason; merged into what is not there, or not open.
 */
MUST_USE enum rc store_review_add(struct store *s, const struct review_action *action, int64_t *id,
                                  struct err *err);
/* The units whose decisions hold for this thing on a site; in a. */
MUST_USE enum rc store_review_deciders(struct store *s, struct str site, uint64_t subject,
                                       struct arena *a, int64_t **out, size_t *n, struct err *err);
/* All actions on the site (empty = all sites), in order, undone ones too. Valid until it returns.
 */
typedef enum rc (*review_fn)(void *ctx, const struct review_action *action, struct err *err);
MUST_USE enum rc store_review_each(struct store *s, struct str site, review_fn each, void *ctx,
                                   struct err *err);
/* The same, of one finding. */
MUST_USE enum rc store_review_each_of(struct store *s, struct str site, uint64_t finding,
                                      review_fn each, void *ctx, struct err *err);

/* Empty fields ask nothing. */
struct review_query {
    int64_t unit; /* of sites of this one and of those below it; 0 = all */
    struct str site;
    enum review_kind kind;
    struct str by;
    bool oldest_first;
    int64_t skip, n_max;
};
/* Valid until it returns. total: without skip and n_max. */
MUST_USE enum rc store_review_page(struct store *s, const struct review_query *query,
                                   review_fn each, void *ctx, int64_t *total, struct err *err);
/* One. RC_NOT_FOUND, also when its site is not of the unit. Strings go to a. */
MUST_USE enum rc store_review_get(struct store *s, int64_t unit, int64_t id, struct arena *a,
                                  struct review_action *out, struct err *err);

/* Nothing of many is done when one fails. */
MUST_USE enum rc store_begin(struct store *s, struct err *err);
MUST_USE enum rc store_commit(struct store *s, struct err *err);
void store_rollback(struct store *s);
/* One write transaction around several of those; see db_hold and db_release of store/db.h. */
MUST_USE enum rc store_hold(struct store *s, struct err *err);
MUST_USE enum rc store_release(struct store *s, bool keep, struct err *err);

#endif
