/*
 * Taking back what was entered by mistake: as long as nothing depends on it. What somebody was told
 * by it, or said of it, stays for ever.
 */
#ifndef XJ_OFFICE_REMOVAL_H
#define XJ_OFFICE_REMOVAL_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "office/registry.h"
#include "store/store.h"

/* All of them: RC_NOT_FOUND: there is none. RC_BUSY: one sentence says what depends on it. */

/*
 * A site or account that was never inspected, is in no round's lists, and that nobody reported
 * anything of. The visits of the watch to it go with it; its history stays, and says so.
 */
MUST_USE enum rc store_registered_remove(struct store *s, struct str id,
                                         const struct registrar *who, struct err *err);
/* A unit without sites, users, units below it, orders, filings and rounds. Never the top one. */
MUST_USE enum rc store_unit_remove(struct store *s, int64_t id, struct err *err);
/* A round that was not frozen, has no inspection of its own, and no statement of anybody. */
MUST_USE enum rc store_round_remove(struct store *s, int64_t id, struct err *err);
/* A user who never signed in, and therefore did nothing. */
MUST_USE enum rc store_user_remove(struct store *s, int64_t id, struct err *err);

#endif
