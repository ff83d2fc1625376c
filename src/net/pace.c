#include "base/base.h"

#include "net/pace.h"

#include <stdlib.h>

/* 3.5 %: a server on a busy machine sees some requests 25 ms late, and 5 % may be lost in all. */
static const double margin = 1.035;
/* Starts are spread over the second, but closer than even, so that late ones can be caught up. */
static const double catch_up_ms = 25, closest = 0.5;

static const int64_t long_ago_ms = INT64_MIN / 4;

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

void pace_init(struct pace *p, double rate)
{
    *p = (struct pace){ .last_ms = long_ago_ms,
                        .blocked_until_ms = long_ago_ms,
                        .slow_until_ms = long_ago_ms };
    if (!(rate > 0))
        return;

    const double r = rate < PACE_RATE_MAX ? rate : PACE_RATE_MAX;
    const double even_ms = 1000.0 / r;
    uint32_t n = (uint32_t)r;

    /* 2.5 a second: 3 starts in 1.2 seconds. */
    if (n < r)
        n++;
    p->rate = r;
    p->n_starts = n;
    p->window_ms = (int64_t)(margin * even_ms * n) + 1;
    p->gap_ms = (int64_t)(even_ms - catch_up_ms > even_ms * closest ? even_ms - catch_up_ms
                                                                    : even_ms * closest);
    p->starts = malloc(n * sizeof(*p->starts));
    if (!p->starts)
        abort();
    for (uint32_t i = 0; i < n; i++)
        p->starts[i] = long_ago_ms;
}

void pace_done(struct pace *p)
{
    if (!p)
        return;
    free(p->starts);
    *p = (struct pace){ 0 };
}

void pace_hold(struct pace *p, int64_t until_ms)
{
    p->blocked_until_ms = later(p->blocked_until_ms, until_ms);
}

static int64_t next_at(const struct pace *p, int slowness)
{
    const int64_t by_window = p->starts[p->at] + p->window_ms * slowness;

    return later(later(by_window, p->last_ms + p->gap_ms * slowness), p->blocked_until_ms);
}

int64_t pace_next(const struct pace *p)
{
    if (p->rate <= 0)
        return p->last_ms;

    const int64_t normal = next_at(p, 1);

    if (normal >= p->slow_until_ms)
        return normal;

    const int64_t slow = next_at(p, 2);

    return slow < p->slow_until_ms ? slow : p->slow_until_ms;
}

bool pace_is_over(const struct pace *p, int64_t now_ms)
{
    for (uint32_t i = 0; i < p->n_starts; i++)
        if (p->starts[i] + p->window_ms > now_ms)
            return false;
    return p->blocked_until_ms <= now_ms && p->slow_until_ms <= now_ms;
}

uint32_t pace_start(struct pace *p, int64_t now_ms)
{
    const uint32_t start = p->at;

    p->last_ms = now_ms;
    if (p->rate <= 0)
        return 0;
    p->starts[start] = now_ms;
    p->at = (start + 1) % p->n_starts;
    return start;
}

void pace_sent(struct pace *p, uint32_t start, int64_t now_ms)
{
    if (p->rate > 0)
        p->starts[start] = later(p->starts[start], now_ms);
}

void pace_pushback(struct pace *p, int64_t now_ms, int64_t retry_after_s)
{
    if (p->rate <= 0)
        return;

    const int64_t s = retry_after_s < 0                        ? 0
                      : retry_after_s > PACE_RETRY_AFTER_MAX_S ? PACE_RETRY_AFTER_MAX_S
                                                               : retry_after_s;

    pace_hold(p, now_ms + s * 1000);
    p->slow_until_ms = later(p->slow_until_ms, p->blocked_until_ms + (int64_t)PACE_SLOW_S * 1000);
}
