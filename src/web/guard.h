/*
 * Who is connected, and for how long: at most so many connections an address, and none that sends
 * its request, or takes its reply, drop by drop. The library knows only how long one was silent.
 */
#ifndef XJ_WEB_GUARD_H
#define XJ_WEB_GUARD_H

#include "base/base.h"

#include <sys/socket.h>

enum {
    GUARD_HEAD_MS = 75 * 1000, /* until the head of the next request is whole */
    GUARD_BODY_MS = 30 * 1000, /* for a body, either way ... */
    GUARD_BYTES_A_MS = 64,     /* ... and a millisecond more for so many bytes */
};

struct guard;
struct guarded; /* one connection */

struct guard *guard_new(size_t n_max, size_t n_per_address);
void guard_freep(struct guard **g);

/* false: the address has as many as it may, or there are as many as there may be. */
bool guard_may_enter(struct guard *g, const struct sockaddr *address);
/* A connection that was let in; NULL when there is no room. Leave before its socket is closed. */
struct guarded *guard_enter(struct guard *g, const struct sockaddr *address, int fd,
                            int64_t now_ms);
void guard_leave(struct guard *g, struct guarded *c);
/* It must be done by then; 0 = it waits for us. c may be NULL. */
void guard_deadline(struct guard *g, struct guarded *c, int64_t at_ms);
/* Shuts the sockets of those whose time is over. Returns how many. */
size_t guard_sweep(struct guard *g, int64_t now_ms);
size_t guard_count(struct guard *g);

#endif
