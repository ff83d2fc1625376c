/*
 * The office's server: libmicrohttpd with epoll in a thread of its own, handlers in the pool, pages
 * from memory.
 */
#ifndef XJ_WEB_SERVER_H
#define XJ_WEB_SERVER_H

#include "base/base.h"
#include "base/err.h"
#include "web/call.h"
#include "web/route.h"

struct server;

struct server_options {
    int listen_fd;          /* bound and listening; taken */
    const char *cert, *key; /* PEM files; NULL: without TLS */
    struct str store_url;
    const char *web_dir; /* the built pages */
    const struct route *routes;
    size_t n_routes;
    const struct office_place *place;
    int64_t now_offset_s; /* between the machine's clock and the one that is judged by */
    bool behind_proxy;    /* believe X-Forwarded-For and -Proto of loopback addresses */
    size_t n_connections, n_per_address; /* at most; 0 = 4,096 and 256 */
};

enum { SERVER_CONNECTIONS = 4096, SERVER_PER_ADDRESS = 256, SERVER_HEAD_BYTES = 32 << 10 };

/* Strings and tables are borrowed until it has stopped. RC_IO, and the codes of store_open. */
MUST_USE enum rc server_start(const struct server_options *o, struct server **out, struct err *err);
/* Call once a second. */
void server_tick(struct server *s);
/* Takes no new connection, answers what was asked, and ends. */
void server_stopp(struct server **s);

#endif
