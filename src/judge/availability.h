/*
 * 站点无法访问: the rule counts visits, so it says what a record of visits is worth.
 *
 * With the fewest visits that the rule asks for (7 days of 20) a site that truly fails 3 % of the
 * time is condemned in 13 of 100 weeks; more visits make that rare.
 */
#ifndef XJ_JUDGE_AVAILABILITY_H
#define XJ_JUDGE_AVAILABILITY_H

#include "base/arena.h"
#include "base/base.h"
#include "judge/indicator.h"

/* What was tried. */
struct visits {
    int64_t n, n_failed;
    int64_t days; /* from the first to the last, both counted; each with enough visits */
};

enum availability {
    AVAILABILITY_SHORT, /* too few visits to say anything */
    AVAILABILITY_GOOD,
    AVAILABILITY_BAD,
};

enum availability availability_of(const struct indicator_set *set, const struct visits *v);
/* The fewest failures that condemn after n visits: 7 of 140 at 5 %. */
int64_t availability_failures(const struct indicator_set *set, int64_t n);
/* How likely at least k of n visits fail when each fails with probability p. */
double availability_tail(int64_t n, int64_t k, double p);
/* The arithmetic in a Chinese sentence. */
struct str availability_text(const struct indicator_set *set, const struct visits *v,
                             struct arena *a);

#endif
