/*
 * Which servers have fallen silent: request after request ran into its time limit, and none was
 * answered. Counted for a port of an address, and there for each host: neither one of many hosts
 * on a platform, nor a thousand names of one machine, may cost a time limit a URL. (Where one of
 * those names answers, each of the others costs its own row.)
 *
 * Only what ever ran into a limit is kept.
 */
#ifndef XJ_NET_SILENCE_H
#define XJ_NET_SILENCE_H

#include "base/base.h"
#include "base/hashes.h"
#include "base/str.h"

/* Zeroed: nobody is ever silent. */
struct silence {
    struct hashes counts; /* of requests since the last answer, + 1 */
    uint32_t n_max;       /* so many one after the other; 0 = never */
};

/* Borrows its strings. */
struct server {
    struct str ip, host;
    uint16_t port;
};

void silence_done(struct silence *s);
/* A request ended: with an answer, or by its time limit with hardly a byte. */
void silence_note(struct silence *s, const struct server *at, bool is_answered);
bool silence_is_at(const struct silence *s, const struct server *at);
/* All are asked again as if nothing had been. */
void silence_forget(struct silence *s);

#endif
