/*
 * A web server on loopback for little sites on disk: the demo county, site fixtures of the tests,
 * hostile answers. Runs in a thread of its own.
 *
 * DIR/www/<host>/<path>      what is served, by the Host header; "index.html" for a path that ends
 * in '/' DIR/serve.yaml             optional: what differs from a plain 200, see docs/fixtures.md
 */
#ifndef XJ_WEB_LOCAL_H
#define XJ_WEB_LOCAL_H

#include "base/base.h"
#include "base/err.h"

struct local_server;

/* Serves on 127.0.0.1; port 0 takes a free one. RC_IO: cannot listen. RC_SYNTAX: serve.yaml with
 * line and reason. */
MUST_USE enum rc local_server_start(const char *dir, uint16_t port, struct local_server **out,
                                    struct err *err);
uint16_t local_server_port(const struct local_server *s);
void local_server_stopp(struct local_server **s);

#endif
