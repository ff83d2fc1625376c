/* The rules that a round is judged by, and what people state by them. */
#ifndef XJ_DESK_ROUND_RULES_H
#define XJ_DESK_ROUND_RULES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "judge/indicator.h"
#include "store/round.h"

/*
 * The set that judges it while it is open; a frozen round is not judged any more and gets a zeroed
 * one, whatever became of the file.
 *
 *   sets  the folder of indicator sets
 *
 * The codes of indicator_load.
 */
MUST_USE enum rc round_rules(const char *sets, const struct round *r, struct arena *a,
                             struct indicator_set *out, struct err *err);
/* Its title as it was frozen; of rounds that did not keep it that of the file, else its name. */
struct str round_rules_title(const char *sets, const struct round *r, struct arena *a);

/*
 * What a person states of a site or an account of the round, or of all (no site).
 *
 *   field  that a refusal is about, by its name in the API: site or item; NULL: none
 *
 * RC_BUSY: frozen. RC_USAGE: it is not in the round, or the set has no such item. RC_SYNTAX: nobody
 * states it, or gives no reason.
 */
MUST_USE enum rc round_state_add(struct store *s, const struct round *r,
                                 const struct indicator_set *set, const struct round_statement *t,
                                 const char **field, struct err *err);

#endif
