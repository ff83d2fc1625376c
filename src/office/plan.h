/*
 * When inspections start by themselves: a nightly one of what is new, a weekly one of everything.
 * Plain functions of the settings, of what was started before, and of the clock.
 *
 * Each belongs to a day, and is started once for that day. One that was missed is made up for once,
 * as the newest day that is due, outside of the quiet hours.
 */
#ifndef XJ_OFFICE_PLAN_H
#define XJ_OFFICE_PLAN_H

#include "base/base.h"
#include "model/hours.h"

enum plan_kind { PLAN_BY_HAND, PLAN_NIGHTLY, PLAN_WEEKLY, PLAN_KIND_N };
const char *plan_kind_name(enum plan_kind kind); /* "manual", "nightly", "weekly" */

struct schedule {
    bool nightly, weekly;
    int nightly_at, weekly_at; /* minutes since midnight */
    int weekly_day;            /* Monday 1 .. Sunday 7 */
    struct hours quiet;        /* nothing is asked of any site */
    int64_t since; /* time when it was last set: what was planned before is not made up for */
};

/* The newest day that was started, by kind; DAY_NONE: none. */
struct plan_done {
    int32_t day[PLAN_KIND_N];
};

struct planned {
    enum plan_kind kind;
    int32_t day;
    int64_t at; /* when it was to begin; may be in the quiet hours */
};

/*
 * What is to be started now; false: nothing. On the day of the weekly one there is no nightly one,
 * nor is one made up for that a weekly one covers.
 */
bool plan_due(const struct schedule *s, const struct plan_done *done, int64_t now,
              struct planned *out);
/* The newest day of the kind that was to begin by now, on or off; what a weekly start covers. */
struct planned plan_newest(const struct schedule *s, enum plan_kind kind, int64_t now);
/* When the next one of the kind begins, if it is on and nothing else runs; 0: never. */
int64_t plan_next(const struct schedule *s, const struct plan_done *done, enum plan_kind kind,
                  int64_t now);
/* How long one may take, pauses included; what is left then is left. Seconds. */
int64_t plan_most_s(enum plan_kind kind);

#endif
