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

/* What Prometheus wants before the lines of one name, which stand together. */
static void write_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static const char *method_of(const struct metrics *m, size_t i)
{
    return i < m->n_routes ? m->routes[i].method : "GET";
}

static const char *path_of(const struct metrics *m, size_t i)
{
    return i < m->n_routes ? m->routes[i].path : "pages";
}

static void write_requests(struct metrics *m, struct buf *out)
{
    write_head(out, "xunjian_http_requests_total", "counter", "Replies sent, by class of status.");
    for (size_t i = 0; i <= m->n_routes; i++)
        for (int class = 1; class < CLASSES; class ++)
            if (m->counted[i].n[class])
                buf_addf(out,
                         "xunjian_http_requests_total{method=\"%s\",route=\"%s\","
                         "status=\"%dxx\"} %" PRIu64 "\n",
                         method_of(m, i), path_of(m, i), class, m->counted[i].n[class]);
}

static void write_times(struct metrics *m, struct buf *out)
{
    write_head(out, "xunjian_http_request_seconds", "summary", "From the head to the last byte.");
    for (size_t i = 0; i <= m->n_routes; i++) {
        uint64_t n = 0;

        for (int class = 1; class < CLASSES; class ++)
            n += m->counted[i].n[class];
        if (n)
            buf_addf(out,
                     "xunjian_http_request_seconds_sum{method=\"%s\",route=\"%s\"} %.3f\n"
                     "xunjian_http_request_seconds_count{method=\"%s\",route=\"%s\"} %" PRIu64 "\n",
                     method_of(m, i), path_of(m, i), (double)m->counted[i].ms / 1000,
                     method_of(m, i), path_of(m, i), n);
    }
}

void metrics_write_one(struct buf *out, const char *name, const char *type, const char *help,
                       uint64_t value)
{
    write_head(out, name, type, help);
    buf_addf(out, "%s %" PRIu64 "\n", name, value);
}

void metrics_write(struct metrics *m, struct buf *out)
{
    static const char *const lanes[LANES] = {
        [LANE_QUICK] = "quick", [LANE_SLOW] = "slow", [LANE_PASSWORD] = "password"
    };

    write_requests(m, out);
    write_times(m, out);
    metrics_write_one(out, "xunjian_connections", "gauge", "Open connections.", m->n_connections);
    metrics_write_one(out, "xunjian_connections_too_slow_total", "counter",
                      "Connections shut for slowness.", m->n_swept);
    write_head(out, "xunjian_requests_waiting", "gauge", "Requests that wait for a thread.");
    for (size_t i = 0; i < LANES; i++)
        buf_addf(out, "xunjian_requests_waiting{lane=\"%s\"} %" PRIu64 "\n", lanes[i],
                 m->n_waiting[i]);
}
