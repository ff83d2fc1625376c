/* How a problem is shown: the words around it, on one line. */
#ifndef XJ_PROOF_EXCERPT_H
#define XJ_PROOF_EXCERPT_H

#include "base/arena.h"
#include "base/base.h"
#include "proof/problem.h"

/* What stands at the place, or its masked form. */
struct str problem_wrong(const struct problem *p, struct str text);

/*
 * The line around problem i of a settled list, at most some 60 characters, "…" where it was cut.
 * Whatever the list masks is masked, and so are the numbers of people. In the arena.
 */
struct str problem_excerpt(const struct problem_list *l, size_t i, struct str text,
                           struct arena *a);

#endif
