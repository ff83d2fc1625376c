/*
 * What makes libcurl's transfers go on: epoll for its sockets, one deadline for its timers.
 *
 * libcurl's own curl_multi_perform looks at every running transfer in every round, with a system
 * call each: measured at 300 addresses of 2 requests a second, that is 11-16 % of a core.
 */
#ifndef XJ_NET_REACTOR_H
#define XJ_NET_REACTOR_H

#include "base/base.h"

#include <curl/curl.h>

struct reactor;

/* Gives it; NULL = libcurl or the system refuses. */
struct reactor *reactor_new(void);
/* After the last easy handle was taken out. */
void reactor_free(struct reactor *r);
/* Once for each easy handle, before it is added: the reactor has to know what is closed. */
void reactor_take(struct reactor *r, CURL *easy);
/* Borrowed: to add, remove and ask. */
CURLM *reactor_multi(const struct reactor *r);
/* Lets what was just added, or is due, go its first steps; does not wait. */
void reactor_kick(struct reactor *r);
/* Waits for something to happen, at most until that time (monotonic ms), and lets it happen. */
void reactor_wait(struct reactor *r, int64_t until_ms);
/* Ends the wait. From any thread; takes a struct reactor *. */
void reactor_wake(void *reactor);

#endif
