#include "base/base.h"

#include "web/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { CLASSES = 6 }; /* of statuses: 2 is 2xx */

struct counted {
    _Atomic uint64_t n[CLASSES], ms;
};

struct metrics {
    const struct route *routes;
    size_t n_routes;
    struct counted *counted; /* by route, then the one without */
    _Atomic uint64_t n_connections, n_swept, n_waiting[LANES];
};

struct metrics *metrics_new(const struct route *routes, size_t n)
{
    struct metrics *m = calloc(1, sizeof(*m));

    if (!m)
        abort();
    m->routes = routes;
    m->n_routes = n;
    m->counted = calloc(n + 1, sizeof(*m->counted));
    if (!m->counted)
        abort();
    return m;
}

void metrics_freep(struct metrics **m)
{
    if (!*m)
        return;
    free((*m)->counted);
    free(*m);
    *m = NULL;
}

void metrics_count(struct metrics *m, const struct route *route, int status, int64_t ms)
{
    struct counted *c = &m->counted[route ? (size_t)(route - m->routes) : m->n_routes];

    c->n[status / 100 % CLASSES]++;
    c->ms += (uint64_t)ms;
}

void metrics_set(struct metrics *m, const struct metrics_now *now)
{
    m->n_connections = now->n_connections;
    m->n_swept += now->n_swept;
    for (size_t i = 0; i < LANES; i++)
        m->n_waiting[i] = now->n_waiting[i];
}

static void write_route(struct metrics *m, size_t i, struct buf *out)
{
    const char *method = i < m->n_routes ? m->routes[i].method : "GET";
    const char *path = i < m->n_routes ? m->routes[i].path : "pages";
    struct counted *c = &m->counted[i];
    uint64_t n = 0;

    for (int class = 1; class < CLASSES; class ++) {
        if (c->n[class])
            buf_addf(out,
                     "xunjian_http_requests_total{method=\"%s\",route=\"%s\",status=\"%dxx\"} "
                     "%" PRIu64 "\n",
                     method, path, class, c->n[class]);
        n += c->n[class];
    }
    if (n)
        buf_addf(out,
                 "xunjian_http_request_seconds_sum{method=\"%s\",route=\"%s\"} %.3f\n"
                 "xunjian_http_request_seconds_count{method=\"%s\",route=\"%s\"} %" PRIu64 "\n",
                 method, path, (double)c->ms / 1000, method, path, n);
}

void metrics_write(struct metrics *m, struct buf *out)
{
    static const char *const lanes[LANES] = {
        [LANE_QUICK] = "quick", [LANE_SLOW] = "slow", [LANE_PASSWORD] = "password"
    };

    for (size_t i = 0; i <= m->n_routes; i++)
        write_route(m, i, out);
    buf_addf(out,
             "xunjian_connections %" PRIu64 "\nxunjian_connections_too_slow_total %" PRIu64 "\n",
             m->n_connections, m->n_swept);
    for (size_t i = 0; i < LANES; i++)
        buf_addf(out, "xunjian_requests_waiting{lane=\"%s\"} %" PRIu64 "\n", lanes[i],
                 m->n_waiting[i]);
}
