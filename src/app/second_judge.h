/* What a second look at a site or an account says of a finding. */
#ifndef XJ_APP_SECOND_JUDGE_H
#define XJ_APP_SECOND_JUDGE_H

#include "base/json.h"
#include "crawl/recheck.h"
#include "store/store.h"

/* All that was seen of one site or account. */
struct second_sight {
    struct json *line; /* its result; NULL: none */
    const struct stored_finding *found;
    size_t n;
    bool is_watched_enough; /* visits since the repair are enough to judge by */
    int64_t now;
};

/* Strings go to a, or are those of the sight. */
struct recheck_result second_judge(const struct recheck_target *t, const struct second_sight *sight,
                                   struct arena *a);

#endif
