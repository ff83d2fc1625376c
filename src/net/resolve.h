/*
 * Names to addresses: getaddrinfo in threads of its own, and a cache with a time limit.
 *
 * The resolver belongs to one thread; its threads touch only the list of names to look up and the
 * list of answers. So a name that takes half a minute holds up nobody but itself.
 */
#ifndef XJ_NET_RESOLVE_H
#define XJ_NET_RESOLVE_H

#include "base/base.h"
#include "base/str.h"
#include "model/reason.h"
#include "net/table.h"

enum {
    RESOLVE_THREADS = 16,               /* a dead name holds one for 10 to 30 s */
    RESOLVE_KEEP_MS = 300 * 1000,       /* an answer with addresses; as long as a crawl's pause */
    RESOLVE_KEEP_FAILED_MS = 60 * 1000, /* "no such name" */
    RESOLVE_KEEP_UNSURE_MS = 10 * 1000, /* the name server did not answer */
    RESOLVE_IPS_MAX = 8,    /* a name, half of each family; further addresses are not tried */
    RESOLVE_HOST_MAX = 253, /* RFC 1035: bytes of a name */
    IP_TEXT_BYTES = 48,
};

struct waiting;

/* What a lookup found. */
struct lookup {
    enum reason reason;  /* NONE, DNS or DNS_TEMPORARY */
    const char *message; /* static; with a failure */
    size_t n;            /* addresses, IPv4 first, in the name server's order; > 0 with NONE */
    char ips[RESOLVE_IPS_MAX][IP_TEXT_BYTES];
};

/* Asks the system and fills a zeroed `out`; blocks. Called from several threads at once. */
typedef void lookup_fn(const char *host, struct lookup *out);
/* The real one: getaddrinfo. */
lookup_fn lookup_by_system;

/* A name in the cache. */
struct name {
    struct entry entry;      /* key: the name */
    struct name *next_asked; /* in the lists between the threads */
    bool is_pending;         /* asked, and no answer that holds */
    bool is_asked;           /* a lookup of it runs */
    int64_t expires_ms;
    struct waiting *waiting; /* the caller's list of who waits for the answer */
    enum reason reason;
    const char *message;
    size_t n_ips;
    char (*ips)[IP_TEXT_BYTES]; /* owned */
};

struct resolver;

/* wake(ctx) is called from a thread when an answer has come; with lookups still running at
 * resolver_free it is not called any more. Never NULL. */
struct resolver *resolver_new(lookup_fn *lookup, void (*wake)(void *ctx), void *ctx);
/* Does not wait for running lookups: their threads end by themselves. drop gets each list of those
 * who wait; NULL = leave it. */
void resolver_free(struct resolver *r, void (*drop)(struct waiting *line));

/* The name with its answer, or with is_pending when the lookup has just begun or still runs.
 * Addresses hold for as long again while they are looked up anew. Borrowed until the next call.
 * host: at most RESOLVE_HOST_MAX bytes. is_urgent: before the names that are not. */
struct name *resolver_ask(struct resolver *r, struct str host, bool is_urgent, int64_t now_ms);
/* The next name whose answer has come in since, or NULL. */
struct name *resolver_collect(struct resolver *r, int64_t now_ms);

#endif
