/* What the server counts, as Prometheus reads it. Counted by any thread. */
#ifndef XJ_WEB_METRICS_H
#define XJ_WEB_METRICS_H

#include "base/base.h"
#include "base/buf.h"
#include "web/route.h"

struct metrics;

/* routes: borrowed. */
struct metrics *metrics_new(const struct route *routes, size_t n);
void metrics_freep(struct metrics **m);

/* A reply was sent; route NULL: a page, or no route. */
void metrics_count(struct metrics *m, const struct route *route, int status, int64_t ms);
/* What is there now. */
struct metrics_now {
    size_t n_connections, n_swept; /* swept: those shut for slowness, since the last call */
    size_t n_waiting[LANES];
};
void metrics_set(struct metrics *m, const struct metrics_now *now);
/* Appends the text exposition format. */
void metrics_write(struct metrics *m, struct buf *out);
/* One more, without labels; type: "gauge", "counter". */
void metrics_write_one(struct buf *out, const char *name, const char *type, const char *help,
                       uint64_t value);

#endif
