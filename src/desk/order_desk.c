#include "base/base.h"

#include "desk/order_desk.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "office/audit.h"
#include "store/review.h"

enum { ORDERS_AT_ONCE = 10000 };

struct due {
    int64_t id;
    int32_t deadline;
    bool is_over;
};

struct reminding {
    const struct work_calendar *calendar;
    int32_t today;
    struct buf due; /* struct due */
};

/* The first day of the stage that `today` lies in; DAY_NONE: it is too early. */
static int32_t stage_of(const struct reminding *r, int32_t deadline)
{
    const int64_t left = workdays_between(r->calendar, r->today, deadline);
    int32_t day = r->today;

    if (r->today <= deadline) {
        if (left > REMIND_BEFORE_DAYS)
            return DAY_NONE;
        while (workdays_between(r->calendar, day - 1, deadline) <= REMIND_BEFORE_DAYS)
            day--;
        return day;
    }
    day = deadline + 1;
    for (;;) {
        const int32_t next = workday_after(r->calendar, day, REMIND_AGAIN_DAYS, NULL);

        if (next > r->today)
            return day;
        day = next;
    }
}

static enum rc take(void *ctx, const struct order *o, struct err *err)
{
    struct reminding *r = ctx;
    const int32_t stage = stage_of(r, o->deadline);
    const struct due due = { .id = o->id,
                             .deadline = o->deadline,
                             .is_over = r->today > o->deadline };

    (void)err;
    if (stage != DAY_NONE && (!o->reminded || day_of_time(o->reminded) < stage))
        buf_add(&r->due, str_from((const char *)&due, sizeof(due)));
    return RC_OK;
}

static enum rc send(struct store *s, const struct due *due, int64_t now, struct arena *a,
                    struct err *err)
{
    char day[DAY_TEXT_BYTES];
    const struct order_event event = {
        .at = now,
        .by = STR(ORDER_BY_OFFICE),
        .kind = EVENT_REMIND,
        .text = arena_printf(a, "整改期限%s %s", due->is_over ? "已过：" : "将到：",
                             day_text(due->deadline, day)),
    };
    int64_t id;

    return store_order_event(s, due->id, &event, &id, err);
}

static void reminding_done(struct reminding *r)
{
    buf_done(&r->due);
}

enum rc order_remind(struct store *s, const struct work_calendar *calendar, int64_t now, size_t *n,
                     struct err *err)
{
    AUTO(reminding_done) struct reminding r = { .calendar = calendar, .today = day_of_time(now) };
    AUTO(arena_done) struct arena a = { 0 };
    const struct order_query q = {
        .states = 1u << ORDER_ISSUED | 1u << ORDER_SEEN | 1u << ORDER_RETURNED,
        .n_max = ORDERS_AT_ONCE,
    };
    int64_t total;
    enum rc rc = store_begin(s, err);

    if (rc)
        return rc;
    rc = store_orders(s, &q, take, &r, &total, err);

    const struct due *due = (const struct due *)(const void *)r.due.p;
    const size_t n_due = r.due.n / sizeof(*due);

    for (size_t i = 0; !rc && i < n_due; i++)
        rc = send(s, &due[i], now, &a, err);
    if (!rc)
        rc = store_commit(s, err);
    if (rc)
        store_rollback(s);
    else
        *n = n_due;
    return rc;
}

/* ---- explanations that have ended ---- */

struct expired {
    int64_t id, days, n_standing;
    int32_t explained_day;
};

static enum rc take_expired(void *ctx, const struct order *o, int64_t n, struct err *err)
{
    const struct expired one = {
        .id = o->id, .days = o->days, .n_standing = n, .explained_day = o->explained_day
    };

    (void)err;
    buf_add(ctx, str_from((const char *)&one, sizeof(one)));
    return RC_OK;
}

static enum rc reopen(struct store *s, const struct expired *x,
                      const struct work_calendar *calendar, int64_t now, struct arena *a,
                      struct err *err)
{
    AUTO(json_freep) struct json *old = json_new_object(), *json = json_new_object();
    char day[DAY_TEXT_BYTES];
    const struct str by = STR(ORDER_BY_OFFICE);
    bool is_sure = false;
    const int32_t deadline = workday_after(calendar, day_of_time(now), x->days, &is_sure);
    const struct str text = arena_printf(a, "特殊情况说明已于 %s 到期，仍有 %lld 个问题，请整改",
                                         day_text(x->explained_day, day), (long long)x->n_standing);
    const struct order_event events[] = {
        { .at = now,
          .by = by,
          .kind = EVENT_REOPEN,
          .text = text,
          .day = deadline,
          .day_is_unsure = !is_sure },
        { .at = now, .by = by, .kind = EVENT_REMIND, .text = text },
    };
    struct audit_line line = { .at = now,
                               .by = STR("system"),
                               .action = STR("order.reopen"),
                               .subject = arena_printf(a, "order:%lld", (long long)x->id) };
    enum rc rc = RC_OK;
    int64_t id;

    for (size_t i = 0; i < COUNT_OF(events) && !rc; i++)
        rc = store_order_event(s, x->id, &events[i], &id, err);
    json_put_day(old, "explained_until", x->explained_day);
    json_put_day(json, "deadline", deadline);
    line.old = json_text(old, a);
    line.now = json_text(json, a);
    return rc ? rc : store_audit_add(s, &line, err);
}

enum rc order_reopen_expired(struct store *s, const struct work_calendar *calendar, int64_t now,
                             size_t *n, struct err *err)
{
    AUTO(buf_done) struct buf found = { 0 };
    AUTO(arena_done) struct arena a = { 0 };
    enum rc rc = store_begin(s, err);

    if (rc)
        return rc;
    rc = store_order_each_expired(s, day_of_time(now), take_expired, &found, err);

    const struct expired *expired = (const struct expired *)(const void *)found.p;

    *n = 0;
    for (size_t i = 0; !rc && i < found.n / sizeof(*expired); i++) {
        rc = reopen(s, &expired[i], calendar, now, &a, err);
        /* Of two that share a finding the other one is open now. */
        if (rc == RC_BUSY)
            rc = RC_OK;
        else if (!rc)
            ++*n;
    }
    if (!rc)
        rc = store_commit(s, err);
    if (rc)
        store_rollback(s);
    return rc;
}
