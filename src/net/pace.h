/*
 * Politeness towards one server address: when the next request may start.
 *
 * Pure logic, times in milliseconds of any monotonic clock are handed in. Start n waits until a
 * full second has passed since start n - rate, so no second, wherever it begins, holds more than
 * `rate` starts; and lateness of one start does not add up over the others, as it would with a
 * pause after each. A margin of 3.5 % absorbs what happens between our clock and the server's.
 */
#ifndef XJ_NET_PACE_H
#define XJ_NET_PACE_H

#include "base/base.h"

enum {
    PACE_RATE_MAX = 1000,        /* a higher rate is taken as this one */
    PACE_RETRY_AFTER_MAX_S = 60, /* a longer Retry-After is cut to this */
    PACE_SLOW_S = 60,            /* half the rate for this long after 429 or 503 */
};

/* Zeroed: no limit at all, and then pushback is not kept either. */
struct pace {
    double rate;       /* requests a second; 0 = no limit */
    int64_t window_ms; /* between a start and the one n_starts later */
    int64_t gap_ms;    /* between two starts */
    int64_t *starts;   /* the last n_starts, a ring; owned */
    uint32_t n_starts, at;
    int64_t last_ms;
    int64_t blocked_until_ms, slow_until_ms;
};

void pace_init(struct pace *p, double rate);
void pace_done(struct pace *p);
/* No start before that time. */
void pace_hold(struct pace *p, int64_t until_ms);
/* The earliest time of the next start; for a pace without limit the time of the last one. */
int64_t pace_next(const struct pace *p);
/* Nothing that was noted has a say in what may start from now on. */
bool pace_is_over(const struct pace *p, int64_t now_ms);
/* Notes a start. Returns its number for pace_sent. */
uint32_t pace_start(struct pace *p, int64_t now_ms);
/* The request of that start went out only now: a connection had to be made first. */
void pace_sent(struct pace *p, uint32_t start, int64_t now_ms);
/* The server answered 429 or 503. retry_after_s: what it asked for, 0 = nothing. */
void pace_pushback(struct pace *p, int64_t now_ms, int64_t retry_after_s);

#endif
