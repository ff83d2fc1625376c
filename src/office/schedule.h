/*
 * The settings of inspections that start by themselves (plan.h), of all and of one site, and which
 * were started.
 */
#ifndef XJ_OFFICE_SCHEDULE_H
#define XJ_OFFICE_SCHEDULE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "office/plan.h"
#include "store/store.h"

MUST_USE enum rc store_schedule_get(struct store *s, struct schedule *out, struct err *err);
/* RC_SYNTAX: quiet hours that leave less than QUIET_REST_MINUTES of a day. */
enum { QUIET_REST_MINUTES = 60 };
MUST_USE enum rc store_schedule_put(struct store *s, const struct schedule *schedule,
                                    struct err *err);

enum site_plan { SITE_EVERY_NIGHT, SITE_EVERY_WEEK, SITE_NEVER, SITE_PLAN_N };
const char *site_plan_name(enum site_plan plan); /* "nightly", "weekly", "never" */
MUST_USE bool site_plan_of(struct str name, enum site_plan *out);

/* Zeroed: as all. */
struct site_schedule {
    enum site_plan plan;
    struct hours quiet; /* besides those of all */
    double rate;        /* requests a second at most; 0 = as all */
};
#define SITE_RATE_MIN 0.01
#define SITE_RATE_MAX 100.0
/* A site without settings has the zeroed ones. */
MUST_USE enum rc store_site_schedule_get(struct store *s, struct str code,
                                         struct site_schedule *out, struct err *err);
MUST_USE enum rc store_site_schedule_put(struct store *s, struct str code,
                                         const struct site_schedule *schedule, struct err *err);

/* Running sites of the registry, by their setting. */
MUST_USE enum rc store_schedule_count(struct store *s, int64_t n[SITE_PLAN_N], struct err *err);
/* The days that were started. */
MUST_USE enum rc store_plan_done(struct store *s, struct plan_done *out, struct err *err);
/*
 * Starts what is due, if anything: asks for an inspection of the sites that it is for, by 定时, and
 * notes its day, in one transaction. A day that was noted is never started again.
 *
 *   out  kind PLAN_BY_HAND: nothing was due
 */
MUST_USE enum rc store_plan_start(struct store *s, int64_t now, struct planned *out,
                                  struct err *err);

#endif
