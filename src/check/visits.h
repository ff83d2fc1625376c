/*
 * What tries at a home page are worth, by the national rule: 国办秘函〔2019〕19号, 单项否决
 * 站点无法访问 (a week, at least 20 spaced visits a day, 15 seconds each, 5 % of failures).
 */
#ifndef XJ_CHECK_VISITS_H
#define XJ_CHECK_VISITS_H

#include "base/base.h"
#include "check/check.h"
#include "model/crawl.h"

/* The numbers of the check site-unreachable. */
struct visit_rule {
    int64_t max_ms;              /* a page that takes as long did not open */
    const struct words *refused; /* HTTP statuses by which firewalls turn programs away */
    int64_t days, per_day;       /* of a record that can be judged */
};
struct visit_rule visit_rule_of(const struct check_set *s);

enum visit_outcome {
    VISIT_OPENED,
    VISIT_FAILED,
    VISIT_UNKNOWN, /* our own network, resolver or guard; the site's robots.txt; a firewall; a
                      cookie */
};
enum visit_outcome visit_judge(const struct visit_rule *r, const struct attempt *t);

/*
 * Counts the end of a record: 24 hours before its last visit, and the 24 hours before those, and so
 * on, while each has at least per_day visits that are known; no more than rule->days times. A
 * record that ended more than a day before now counts nothing.
 *
 *   tries  by time; older ones may be there
 */
struct visit_record visits_count(const struct visit_rule *r, const struct attempt *tries, size_t n,
                                 int64_t now);
/* The record is long enough to be judged. */
bool visits_are_enough(const struct visit_rule *r, const struct visit_record *v);

#endif
