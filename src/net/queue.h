/*
 * Requests that wait for their server: one line a server address, in it one line a host, taken
 * in turn, so that a large site does not keep a small one on the same machine waiting. Addresses
 * begin a millisecond apart, since equal rates would keep those that begin together in step: 300
 * requests at once, then none.
 *
 * Pure logic, times are handed in (monotonic milliseconds).
 */
#ifndef XJ_NET_QUEUE_H
#define XJ_NET_QUEUE_H

#include "base/base.h"
#include "base/str.h"
#include "net/pace.h"
#include "net/table.h"

struct address;

/* One host at one address. Lives as long as something waits or runs at its address. */
struct host {
    struct entry entry; /* key: ip, '|', host */
    struct address *address;
    struct waiting *first, *last;
    struct host *next_turn; /* in the address's ring; NULL = nothing waits */
    bool needs_old_tls;     /* spoke only TLS 1.0 or 1.1 the last time */
};

/* First member of what is queued. */
struct waiting {
    struct waiting *next;
    struct host *host; /* set by queue_add */
    uint32_t start;    /* set by queue_next, for queue_sent */
};

/* Zeroed is not valid: queue_init. Owns addresses and hosts, borrows what waits. */
struct queue {
    struct table hosts, addresses;
    struct address **heap; /* that have something waiting and room; by next start */
    size_t n_heap, cap_heap;
    size_t sweep_at;       /* addresses; then those without work are let go */
    int64_t next_first_ms; /* no other address with a limit has its first start before */
    double rate;
    int n_per_address;
};

/* rate: a second and address; 0 = no limit for loopback addresses, RATE_DEFAULT for others. */
enum { QUEUE_RATE_DEFAULT = 2 };
void queue_init(struct queue *q, double rate, int n_per_address);
/* drop gets each line of what still waits; NULL = leave it. */
void queue_done(struct queue *q, void (*drop)(struct waiting *line));

/* is_first: ahead of all others at the address. */
void queue_add(struct queue *q, struct str ip, struct str host, bool is_first, struct waiting *w,
               int64_t now_ms);
/* Takes the next one that may start now, and counts it as started; NULL = none. */
struct waiting *queue_next(struct queue *q, int64_t now_ms);
/* The time from which queue_next gives something; INT64_MAX = nothing waits, or only for
 * queue_ended. */
int64_t queue_next_ms(struct queue *q);
/* The request left just now: its connection had to be made first. */
void queue_sent(struct queue *q, const struct waiting *w, int64_t now_ms);
/* One that queue_next gave has ended. Its host may be gone at the next queue_add. */
void queue_ended(struct queue *q, const struct waiting *w);
/* Its server answered 429 or 503. Before queue_ended. */
void queue_pushback(struct queue *q, const struct waiting *w, int64_t now_ms,
                    int64_t retry_after_s);
/* The address that w was sent to. */
struct str queue_ip(const struct waiting *w);

#endif
