/* Where a site stands after an inspection. */
#ifndef XJ_MODEL_STANDING_H
#define XJ_MODEL_STANDING_H

#include "base/base.h"
#include "base/str.h"

enum standing_of {
    STANDING_PASS,     /* 合格 */
    STANDING_FAIL,     /* 不合格 */
    STANDING_FORESEEN, /* 不合格 once a person confirms what was seen */
    STANDING_UNKNOWN,  /* 未能判定 */
    STANDING_MISSING,  /* no result in this run */
    STANDING_CLOSED,   /* it does not run: it is not judged */
    STANDING_N,
};

/* By the words of its result, and of its state: empty where nobody says that it does not run. */
enum standing_of standing_of(struct str state, struct str verdict, struct str if_confirmed);

#endif
