#include "base/base.h"

#include "web/guard.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct address {
    unsigned char bytes[16]; /* of IPv6 the network's 8 alone: who has one has them all */
};

struct guarded {
    int fd; /* -1: free */
    int64_t deadline;
    size_t next_free;
};

struct guard {
    pthread_mutex_t lock;
    struct guarded *slots;
    struct address *addresses; /* of the slots; beside them, because they are all looked at */
    size_t n_max, n_per_address;
    size_t n, n_ever; /* used now; slots that were ever used */
    size_t free;      /* first free one below n_ever; n_max: none */
};

static struct address address_of(const struct sockaddr *a)
{
    struct address to = { 0 };

    if (a->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, a, sizeof(in));
        memcpy(to.bytes + 12, &in.sin_addr, 4);
        to.bytes[0] = 1; /* no network begins with it */
    } else if (a->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, a, sizeof(in));
        if (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr)) {
            memcpy(to.bytes + 12, in.sin6_addr.s6_addr + 12, 4);
            to.bytes[0] = 1;
        } else {
            memcpy(to.bytes, &in.sin6_addr, 8);
        }
    }
    return to;
}

struct guard *guard_new(size_t n_max, size_t n_per_address)
{
    struct guard *g = calloc(1, sizeof(*g));

    if (!g)
        abort();
    g->slots = calloc(n_max, sizeof(*g->slots));
    g->addresses = calloc(n_max, sizeof(*g->addresses));
    if (!g->slots || !g->addresses)
        abort();
    g->n_max = g->free = n_max;
    g->n_per_address = n_per_address;
    (void)pthread_mutex_init(&g->lock, NULL);
    return g;
}

void guard_freep(struct guard **guard)
{
    struct guard *g = *guard;

    if (!g)
        return;
    (void)pthread_mutex_destroy(&g->lock);
    free(g->slots);
    free(g->addresses);
    free(g);
    *guard = NULL;
}

bool guard_may_enter(struct guard *g, const struct sockaddr *address)
{
    const struct address of = address_of(address);
    size_t n = 0;
    bool may;

    (void)pthread_mutex_lock(&g->lock);
    for (size_t i = 0; i < g->n_ever; i++)
        n += memcmp(&g->addresses[i], &of, sizeof(of)) == 0 && g->slots[i].fd >= 0;
    may = g->n < g->n_max && n < g->n_per_address;
    (void)pthread_mutex_unlock(&g->lock);
    return may;
}

struct guarded *guard_enter(struct guard *g, const struct sockaddr *address, int fd, int64_t now_ms)
{
    struct guarded *c = NULL;

    (void)pthread_mutex_lock(&g->lock);
    if (g->n < g->n_max) {
        const size_t i = g->free < g->n_max ? g->free : g->n_ever++;

        c = &g->slots[i];
        if (i == g->free)
            g->free = c->next_free;
        g->n++;
        g->addresses[i] = address_of(address);
        *c = (struct guarded){ .fd = fd, .deadline = now_ms + GUARD_HEAD_MS };
    }
    (void)pthread_mutex_unlock(&g->lock);
    return c;
}

void guard_leave(struct guard *g, struct guarded *c)
{
    if (!c)
        return;
    (void)pthread_mutex_lock(&g->lock);
    *c = (struct guarded){ .fd = -1, .next_free = g->free };
    g->free = (size_t)(c - g->slots);
    g->n--;
    (void)pthread_mutex_unlock(&g->lock);
}

void guard_deadline(struct guard *g, struct guarded *c, int64_t at_ms)
{
    if (!c)
        return;
    (void)pthread_mutex_lock(&g->lock);
    c->deadline = at_ms;
    (void)pthread_mutex_unlock(&g->lock);
}

/* The library then sees an end of file and closes; the number of the socket stays taken until it
 * does. */
size_t guard_sweep(struct guard *g, int64_t now_ms)
{
    size_t n = 0;

    (void)pthread_mutex_lock(&g->lock);
    for (size_t i = 0; i < g->n_ever; i++) {
        struct guarded *c = &g->slots[i];

        if (c->fd < 0 || !c->deadline || c->deadline > now_ms)
            continue;
        (void)shutdown(c->fd, SHUT_RDWR);
        c->deadline = 0;
        n++;
    }
    (void)pthread_mutex_unlock(&g->lock);
    return n;
}

size_t guard_count(struct guard *g)
{
    size_t n;

    (void)pthread_mutex_lock(&g->lock);
    n = g->n;
    (void)pthread_mutex_unlock(&g->lock);
    return n;
}
