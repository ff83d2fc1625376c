/* Rounds as requests name them. */
#ifndef XJ_API_ROUND_H
#define XJ_API_ROUND_H

#include "judge/indicator.h"
#include "store/round.h"
#include "web/call.h"

/* The round of {id}, when its unit lies in the user's part of the tree. RC_NOT_FOUND. */
MUST_USE enum rc round_of_call(struct call *c, struct round *out, struct err *err);
/* With the set that judges it, zeroed when it is frozen (desk/round_rules.h). */
MUST_USE enum rc round_and_set(struct call *c, struct round *out, struct indicator_set *set,
                               struct err *err);
/* Name of the site as the round's run had it; its code when it had none. In c->a. */
struct str round_site_name(struct call *c, const struct round *r, struct str code);

#endif
