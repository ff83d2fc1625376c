/* What must be true of a whole indicator set, whoever wrote it. */
#ifndef XJ_JUDGE_INDICATOR_CHECK_H
#define XJ_JUDGE_INDICATOR_CHECK_H

#include "judge/indicator.h"

/* What is wrong: the object it is about (an id, a name; empty: the set), and the Chinese reason. */
struct set_fault {
    struct str id, reason;
};

/* false: something is wrong, and *out says the first thing. */
MUST_USE bool indicator_check(const struct indicator_set *set, struct arena *a,
                              struct set_fault *out);

#endif
