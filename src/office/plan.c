#include "base/base.h"

#include "office/plan.h"

#include "base/clock.h"

enum { DAY_S = 24 * 3600 };

const char *plan_kind_name(enum plan_kind kind)
{
    static const char *const names[] = {
        [PLAN_BY_HAND] = "manual", [PLAN_NIGHTLY] = "nightly", [PLAN_WEEKLY] = "weekly"
    };

    return names[kind];
}

int64_t plan_most_s(enum plan_kind kind)
{
    return kind == PLAN_NIGHTLY ? DAY_S : 3 * DAY_S;
}

static int64_t time_of(int32_t day, int minute)
{
    return (int64_t)day * DAY_S - CHINA_OFFSET_S + minute * 60;
}

static bool is_on(const struct schedule *s, enum plan_kind kind)
{
    return kind == PLAN_WEEKLY ? s->weekly : s->nightly;
}

static int minute_of(const struct schedule *s, enum plan_kind kind)
{
    return kind == PLAN_WEEKLY ? s->weekly_at : s->nightly_at;
}

static bool is_day_of(const struct schedule *s, enum plan_kind kind, int32_t day)
{
    const bool is_weekly_day = day_weekday(day) == s->weekly_day;

    return kind == PLAN_WEEKLY ? is_weekly_day : !(s->weekly && is_weekly_day);
}

struct planned plan_newest(const struct schedule *s, enum plan_kind kind, int64_t now)
{
    int32_t day = day_of_time(now);

    while (time_of(day, minute_of(s, kind)) > now || !is_day_of(s, kind, day))
        day--;
    return (struct planned){ .kind = kind, .day = day, .at = time_of(day, minute_of(s, kind)) };
}

static bool is_due(const struct schedule *s, const struct plan_done *done, enum plan_kind kind,
                   int64_t now, struct planned *out)
{
    *out = plan_newest(s, kind, now);
    return is_on(s, kind) && out->at >= s->since && out->day > done->day[kind];
}

bool plan_due(const struct schedule *s, const struct plan_done *done, int64_t now,
              struct planned *out)
{
    if (hours_has(&s->quiet, now))
        return false;
    return is_due(s, done, PLAN_WEEKLY, now, out) || is_due(s, done, PLAN_NIGHTLY, now, out);
}

/* The first moment from `time` on that is not quiet. */
static int64_t after_quiet(const struct schedule *s, int64_t time)
{
    int64_t end;

    if (!hours_has(&s->quiet, time))
        return time;
    end = time_of(day_of_time(time), s->quiet.to);
    return end > time ? end : end + DAY_S;
}

int64_t plan_next(const struct schedule *s, const struct plan_done *done, enum plan_kind kind,
                  int64_t now)
{
    struct planned p;
    int32_t day;

    if (!is_on(s, kind))
        return 0;
    if (is_due(s, done, kind, now, &p))
        return after_quiet(s, now);
    day = p.day + 1;
    while (!is_day_of(s, kind, day) || time_of(day, minute_of(s, kind)) <= now)
        day++;
    return after_quiet(s, time_of(day, minute_of(s, kind)));
}
