#include "base/base.h"

#include "net/queue.h"

#include <stdlib.h>
#include <string.h>

enum { SWEEP_MIN = 1024, KEY_BYTES_MAX = 512 };
#define NOT_IN_HEAP SIZE_MAX

struct address {
    struct entry entry; /* key: ip */
    struct pace pace;
    struct waiting *first, *last; /* those that go ahead of all */
    struct host *turn;            /* last in the ring: its next_turn is served next */
    int n_running;
    int64_t key;    /* next start, at most: what the heap is ordered by */
    size_t heap_at; /* NOT_IN_HEAP: nothing waits, or no room */
};

/* ---- heap ---- */

static void heap_set(struct queue *q, size_t i, struct address *a)
{
    q->heap[i] = a;
    a->heap_at = i;
}

static void heap_up(struct queue *q, size_t i)
{
    struct address *a = q->heap[i];

    while (i > 0 && q->heap[(i - 1) / 2]->key > a->key) {
        heap_set(q, i, q->heap[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    heap_set(q, i, a);
}

static void heap_down(struct queue *q, size_t i)
{
    struct address *a = q->heap[i];

    for (;;) {
        size_t child = 2 * i + 1;

        if (child >= q->n_heap)
            break;
        if (child + 1 < q->n_heap && q->heap[child + 1]->key < q->heap[child]->key)
            child++;
        if (q->heap[child]->key >= a->key)
            break;
        heap_set(q, i, q->heap[child]);
        i = child;
    }
    heap_set(q, i, a);
}

static void heap_add(struct queue *q, struct address *a)
{
    if (q->n_heap == q->cap_heap) {
        q->cap_heap = q->cap_heap ? 2 * q->cap_heap : 64;
        q->heap = realloc(q->heap, q->cap_heap * sizeof(struct address *));
        if (!q->heap)
            abort();
    }
    a->key = pace_next(&a->pace);
    heap_set(q, q->n_heap++, a);
    heap_up(q, a->heap_at);
}

static void heap_take_first(struct queue *q)
{
    struct address *a = q->heap[0], *last = q->heap[--q->n_heap];

    a->heap_at = NOT_IN_HEAP;
    if (q->n_heap == 0)
        return;
    heap_set(q, 0, last);
    heap_down(q, 0);
}

static bool has_waiting(const struct address *a)
{
    return a->first || a->turn;
}

/* In the heap is exactly what could start: something waits, and there is room. */
static void heap_refresh(struct queue *q, struct address *a)
{
    if (a->heap_at == NOT_IN_HEAP && has_waiting(a) && a->n_running < q->n_per_address)
        heap_add(q, a);
}

/* ---- addresses and hosts ---- */

void queue_init(struct queue *q, double rate, int n_per_address)
{
    ASSERT(n_per_address > 0);
    *q = (struct queue){ .rate = rate, .n_per_address = n_per_address, .sweep_at = SWEEP_MIN };
}

typedef void drop_fn(struct waiting *line);

/* ctx: NULL, or a drop_fn * */
static bool free_host(struct entry *e, void *ctx)
{
    if (ctx)
        (*(drop_fn **)ctx)(((struct host *)e)->first);
    free(e);
    return false;
}

static bool free_address(struct entry *e, void *ctx)
{
    struct address *a = (struct address *)e;

    if (ctx)
        (*(drop_fn **)ctx)(a->first);
    pace_done(&a->pace);
    free(a);
    return false;
}

void queue_done(struct queue *q, drop_fn *drop)
{
    table_sweep(&q->hosts, free_host, drop ? &drop : NULL);
    table_sweep(&q->addresses, free_address, drop ? &drop : NULL);
    table_done(&q->hosts);
    table_done(&q->addresses);
    free(q->heap);
    *q = (struct queue){ 0 };
}

/* An address without work may be forgotten when none of its starts counts any more. */
static bool is_idle(const struct address *a, int64_t now_ms)
{
    return a->n_running == 0 && !has_waiting(a) && pace_is_over(&a->pace, now_ms);
}

static bool keep_host(struct entry *e, void *ctx)
{
    const struct host *h = (const struct host *)e;

    return !is_idle(h->address, *(const int64_t *)ctx) || free_host(e, NULL);
}

static bool keep_address(struct entry *e, void *ctx)
{
    return !is_idle((struct address *)e, *(const int64_t *)ctx) || free_address(e, NULL);
}

static void sweep(struct queue *q, int64_t now_ms)
{
    table_sweep(&q->hosts, keep_host, &now_ms);
    table_sweep(&q->addresses, keep_address, &now_ms);
    q->sweep_at = 2 * q->addresses.n > SWEEP_MIN ? 2 * q->addresses.n : SWEEP_MIN;
}

/* A zeroed thing of `size` bytes with the key behind it. */
static struct entry *new_entry(size_t size, struct str key)
{
    struct entry *e = calloc(1, size + key.n);

    if (!e)
        abort();

    char *text = (char *)e + size;

    memcpy(text, key.p, key.n);
    e->key = str_from(text, key.n);
    return e;
}

static bool is_loopback(struct str ip)
{
    return str_starts(ip, STR("127.")) || str_eq(ip, STR("::1"));
}

static struct address *address_of(struct queue *q, struct str ip, int64_t now_ms)
{
    struct address *a = (struct address *)table_find(&q->addresses, ip);

    if (a)
        return a;
    a = (struct address *)new_entry(sizeof(*a), ip);
    a->heap_at = NOT_IN_HEAP;
    pace_init(&a->pace, q->rate > 0 ? q->rate : is_loopback(ip) ? 0 : QUEUE_RATE_DEFAULT);
    if (a->pace.rate > 0) {
        if (q->next_first_ms < now_ms)
            q->next_first_ms = now_ms;
        pace_hold(&a->pace, q->next_first_ms++);
    }
    table_add(&q->addresses, &a->entry);
    return a;
}

static struct host *host_of(struct queue *q, struct str ip, struct str host, int64_t now_ms)
{
    char text[KEY_BYTES_MAX];
    const struct str key = str_from(text, ip.n + 1 + host.n);

    ASSERT(key.n <= sizeof(text));
    memcpy(text, ip.p, ip.n);
    text[ip.n] = '|';
    memcpy(text + ip.n + 1, host.p, host.n);

    struct host *h = (struct host *)table_find(&q->hosts, key);

    if (h)
        return h;
    h = (struct host *)new_entry(sizeof(*h), key);
    h->address = address_of(q, ip, now_ms);
    table_add(&q->hosts, &h->entry);
    return h;
}

/* ---- waiting ---- */

static void append(struct waiting **first, struct waiting **last, struct waiting *w)
{
    w->next = NULL;
    if (*first)
        (*last)->next = w;
    else
        *first = w;
    *last = w;
}

static struct waiting *take(struct waiting **first)
{
    struct waiting *w = *first;

    *first = w->next;
    w->next = NULL;
    return w;
}

static void join_ring(struct address *a, struct host *h)
{
    if (h->next_turn)
        return;
    if (a->turn) {
        h->next_turn = a->turn->next_turn;
        a->turn->next_turn = h;
    } else {
        h->next_turn = h;
    }
    a->turn = h;
}

void queue_add(struct queue *q, struct str ip, struct str host, bool is_first, struct waiting *w,
               int64_t now_ms)
{
    if (q->addresses.n >= q->sweep_at)
        sweep(q, now_ms);

    struct host *h = host_of(q, ip, host, now_ms);
    struct address *a = h->address;

    w->host = h;
    if (is_first) {
        append(&a->first, &a->last, w);
    } else {
        append(&h->first, &h->last, w);
        join_ring(a, h);
    }
    heap_refresh(q, a);
}

static struct waiting *take_in_turn(struct address *a)
{
    if (a->first)
        return take(&a->first);

    struct host *h = a->turn->next_turn;
    struct waiting *w = take(&h->first);

    if (h->first) {
        a->turn = h;
    } else if (a->turn == h) {
        a->turn = h->next_turn = NULL;
    } else {
        a->turn->next_turn = h->next_turn;
        h->next_turn = NULL;
    }
    return w;
}

int64_t queue_next_ms(struct queue *q)
{
    /* A request that left late or a pushback moved its address on after it was put in. */
    while (q->n_heap) {
        struct address *a = q->heap[0];
        const int64_t next = pace_next(&a->pace);

        if (next <= a->key)
            return a->key;
        a->key = next;
        heap_down(q, 0);
    }
    return INT64_MAX;
}

struct waiting *queue_next(struct queue *q, int64_t now_ms)
{
    if (queue_next_ms(q) > now_ms)
        return NULL;

    struct address *a = q->heap[0];
    struct waiting *w = take_in_turn(a);

    w->start = pace_start(&a->pace, now_ms);
    a->n_running++;
    if (has_waiting(a) && a->n_running < q->n_per_address) {
        a->key = pace_next(&a->pace);
        heap_down(q, 0);
    } else {
        heap_take_first(q);
    }
    return w;
}

void queue_sent(UNUSED struct queue *q, const struct waiting *w, int64_t now_ms)
{
    pace_sent(&w->host->address->pace, w->start, now_ms);
}

void queue_ended(struct queue *q, const struct waiting *w)
{
    w->host->address->n_running--;
    heap_refresh(q, w->host->address);
}

void queue_pushback(UNUSED struct queue *q, const struct waiting *w, int64_t now_ms,
                    int64_t retry_after_s)
{
    pace_pushback(&w->host->address->pace, now_ms, retry_after_s);
}

struct str queue_ip(const struct waiting *w)
{
    return w->host->address->entry.key;
}
