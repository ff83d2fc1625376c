/*
 * A web server on loopback for little sites on disk: the demo county, site fixtures of the tests.
 * Runs in a thread of its own. docs/fixtures.md describes the folder.
 */
#ifndef XJ_WEB_LOCAL_H
#define XJ_WEB_LOCAL_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct local_server;

/*
 * Serves on 127.0.0.1; port 0 takes a free one. Reads rules and bundles once; plain files are read
 * at each request. RC_IO: cannot listen or read. RC_SYNTAX: serve.yaml or a bundle, with file, line
 * and reason. Gives *out.
 */
MUST_USE enum rc local_server_start(const char *dir, uint16_t port, struct local_server **out,
                                    struct err *err);
uint16_t local_server_port(const struct local_server *s);
/* Where https is answered; 0 when serve.yaml names no host for it. */
uint16_t local_server_tls_port(const struct local_server *s);
/* The authority behind its good certificates, PEM; empty without https. Lives as long as s. */
struct str local_server_ca(const struct local_server *s);
/* The clock that the folder is made for (serve.yaml, now); 0 = none. */
int64_t local_server_now(const struct local_server *s);
/* Answers what is under way no more, ends the thread. */
void local_server_stopp(struct local_server **s);

#endif
