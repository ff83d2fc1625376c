/*
 * A web server that misbehaves, for tests: raw sockets on a loopback address, a thread a
 * connection. What it does is chosen by the path; the table is in hostile.c.
 */
#ifndef XJ_SUPPORT_HOSTILE_H
#define XJ_SUPPORT_HOSTILE_H

#include "support/certificates.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hostile_options {
    const char *ip; /* NULL = 127.0.0.1 */
    uint16_t port;  /* 0 = any */
    bool is_tls;
    enum certificate certificate;
    bool is_old_tls;       /* TLS 1.1 at most, with a cipher of its time */
    bool closes_at_once;   /* every connection, before a byte */
    bool resets_at_once;   /* the same with a TCP reset */
    bool stays_unaccepted; /* listens, but never answers */
};

struct hostile;

/* Gives it; aborts when it cannot start. Makes the process ignore SIGPIPE. */
struct hostile *hostile_start(const struct hostile_options *o);
void hostile_stop(struct hostile *h);
uint16_t hostile_port(const struct hostile *h);
/* The PEM file of its root certificate. */
const char *hostile_ca_file(const struct hostile *h);
/* So far. */
int hostile_connections(const struct hostile *h);
int hostile_requests(const struct hostile *h);
/* When the requests came, monotonic ms, in order; at most max. Returns how many. */
size_t hostile_arrivals(struct hostile *h, int64_t *out, size_t max);

#endif
