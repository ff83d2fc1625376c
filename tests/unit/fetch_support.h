/* A fetcher and a hostile server (support/hostile.h) beside it, for tests of net/. */
#ifndef XJ_TESTS_FETCH_SUPPORT_H
#define XJ_TESTS_FETCH_SUPPORT_H

#include "base/clock.h"
#include "net/fetch.h"
#include "support/hostile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { SOON_MS = 300, FAR_MS = 20 * 1000 };

/* A server, a fetcher that may reach it, and the one result at hand. */
struct bench {
    struct hostile *server;
    struct fetcher *fetcher;
    struct fetch_result result;
    char url[512];
};

static inline struct fetch_options short_limits(void)
{
    return (struct fetch_options){
        .user_agent = "xunjian/test",
        .connect_ms = SOON_MS,
        .first_byte_ms = SOON_MS,
        .total_ms = SOON_MS + SOON_MS,
        .allow_private = true,
    };
}

static inline void open_bench_with(struct bench *b, struct hostile_options server,
                                   struct fetch_options options)
{
    struct err err = { 0 };

    *b = (struct bench){ .server = hostile_start(&server) };
    if (server.is_tls && !options.ca_file)
        options.ca_file = hostile_ca_file(b->server);
    assert_int_equal(fetcher_new(&options, &b->fetcher, &err), RC_OK);
}

static inline void open_bench(struct bench *b)
{
    open_bench_with(b, (struct hostile_options){ 0 }, short_limits());
}

static inline void close_bench(struct bench *b)
{
    fetcher_free(b->fetcher);
    hostile_stop(b->server);
}

static inline struct str url_to(struct bench *b, const char *scheme, const char *host,
                                const char *path)
{
    (void)snprintf(b->url, sizeof(b->url), "%s://%s:%d%s", scheme, host,
                   b->server ? hostile_port(b->server) : 1, path);
    return str_of(b->url);
}

/* Waits for one result, but fails when it takes far too long. */
static inline void wait_one(struct bench *b)
{
    const int64_t start = clock_ms();

    while (!fetch_next(b->fetcher, 1000, &b->result)) {
        assert_true(fetch_pending(b->fetcher) > 0);
        assert_true(clock_ms() - start < FAR_MS);
    }
}

static inline void get_with(struct bench *b, const char *path, struct fetch_request r)
{
    r.url = url_to(b, "http", "127.0.0.1", path);
    fetch_start(b->fetcher, &r);
    wait_one(b);
    assert_int_equal(fetch_pending(b->fetcher), 0);
}

static inline void get(struct bench *b, const char *path)
{
    get_with(b, path, (struct fetch_request){ 0 });
}

static inline bool body_has(const struct bench *b, const char *text)
{
    return str_has(b->result.body, str_of(text));
}

#endif
