/* How long to wait before a process that ended by itself is started again: one that ends at once
 * each time must not keep the machine busy. Zeroed: nothing ended yet. */
#ifndef XJ_BASE_BACKOFF_H
#define XJ_BASE_BACKOFF_H

#include "base/base.h"

enum {
    BACKOFF_FIRST_MS = 1000,
    BACKOFF_MAX_MS = 30 * 1000,
    BACKOFF_STEADY_MS = 60 * 1000, /* what lived as long ended by chance */
};

struct backoff {
    int64_t pause_ms; /* before the next start, should this one end soon */
};

/* 0 after a first end or a long life; then 1 s, and twice as long after each, up to 30 s. */
static inline int64_t backoff_next(struct backoff *b, int64_t lived_ms)
{
    const int64_t pause_ms = lived_ms < BACKOFF_STEADY_MS ? b->pause_ms : 0;

    b->pause_ms = pause_ms ? pause_ms * 2 : BACKOFF_FIRST_MS;
    if (b->pause_ms > BACKOFF_MAX_MS)
        b->pause_ms = BACKOFF_MAX_MS;
    return pause_ms;
}

#endif
