/* The pause that a site wants between two requests. Inside crawl/ only. */
#ifndef XJ_CRAWL_GAP_H
#define XJ_CRAWL_GAP_H

#include "base/base.h"

struct gap {
    int64_t ms;      /* 0 = none: the pace of all is enough */
    int64_t next_ms; /* monotonic: not before */
};

static inline bool gap_is_over(const struct gap *g, int64_t now_ms)
{
    return !g->ms || now_ms >= g->next_ms;
}

/* It is over, and the next one begins. */
static inline bool gap_take(struct gap *g, int64_t now_ms)
{
    if (!gap_is_over(g, now_ms))
        return false;
    if (g->ms)
        g->next_ms = now_ms + g->ms;
    return true;
}

#endif
