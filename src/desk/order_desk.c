#include "base/base.h"

#include "desk/order_desk.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
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
        .by = STR("系统"),
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
