#include "base/base.h"

#include "net/resolve.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { SWEEP_MIN = 8192, STACK_BYTES = 512 << 10 };

/* What the threads share with the owner; lives until the last of them lets go. */
struct desk {
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t asked_any;
    struct question *asked, *last_asked, *answered;
    size_t n_asked, n_idle, n_threads;
    bool is_closed;
    lookup_fn *lookup;
    void (*wake)(void *ctx);
    void *ctx;
};

struct question {
    struct question *next;
    struct name *name; /* only the owner follows it */
    struct lookup answer;
    char host[RESOLVE_HOST_MAX + 1];
};

struct resolver {
    struct desk *desk;
    struct table names;
    struct question *collected; /* taken off the desk, not yet handed out */
    size_t sweep_at;
};

/* ---- the system's answer ---- */

static void fail(struct lookup *out, int code)
{
    const bool is_final = code == EAI_NONAME
#ifdef EAI_NODATA
                          || code == EAI_NODATA
#endif
#ifdef EAI_ADDRFAMILY
                          || code == EAI_ADDRFAMILY
#endif
        ;

    out->reason = is_final ? REASON_DNS : REASON_DNS_TEMPORARY;
    out->message = gai_strerror(code);
}

/* Each family has its half of the places: a name of many servers has both. */
static void add_ips(const struct addrinfo *list, int family, struct lookup *out)
{
    const size_t max = out->n + RESOLVE_IPS_MAX / 2;

    for (const struct addrinfo *a = list; a && out->n < max; a = a->ai_next)
        if (a->ai_family == family && getnameinfo(a->ai_addr, a->ai_addrlen, out->ips[out->n],
                                                  IP_TEXT_BYTES, NULL, 0, NI_NUMERICHOST) == 0)
            out->n++;
}

/* "localhost" and what lies below it are this machine, and no name server is asked (RFC 6761, 6.3).
 */
static bool is_localhost(const char *host)
{
    const struct str name = str_of(host);

    return str_eq_nocase(name, STR("localhost")) || str_ends_nocase(name, STR(".localhost"));
}

static void answer_loopback(struct lookup *out)
{
    (void)snprintf(out->ips[out->n++], IP_TEXT_BYTES, "127.0.0.1");
    (void)snprintf(out->ips[out->n++], IP_TEXT_BYTES, "::1");
}

void lookup_by_system(const char *host, struct lookup *out)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    struct addrinfo *list = NULL;
    int code;

    if (is_localhost(host)) {
        answer_loopback(out);
        return;
    }
    code = getaddrinfo(host, NULL, &hints, &list);
    if (code) {
        fail(out, code);
        return;
    }
    /* IPv4 first: so a site with both is one address to the politeness rules. */
    add_ips(list, AF_INET, out);
    add_ips(list, AF_INET6, out);
    freeaddrinfo(list);
    if (out->n == 0)
        fail(out, EAI_NONAME);
}

/* ---- threads ---- */

static void desk_leave(struct desk *d)
{
    const bool is_last = --d->n_threads == 0 && d->is_closed;

    (void)pthread_mutex_unlock(&d->lock);
    if (!is_last)
        return;
    (void)pthread_cond_destroy(&d->asked_any);
    (void)pthread_mutex_destroy(&d->lock);
    free(d);
}

static void *answer_questions(void *arg)
{
    struct desk *d = arg;

    (void)pthread_mutex_lock(&d->lock);
    while (!d->is_closed) {
        struct question *q = d->asked;

        if (!q) {
            d->n_idle++;
            (void)pthread_cond_wait(&d->asked_any, &d->lock);
            d->n_idle--;
            continue;
        }
        d->asked = q->next;
        d->n_asked--;
        (void)pthread_mutex_unlock(&d->lock);
        d->lookup(q->host, &q->answer);
        (void)pthread_mutex_lock(&d->lock);
        if (d->is_closed) {
            free(q);
            break;
        }
        q->next = d->answered;
        d->answered = q;
        /* Under the lock, since what it wakes must not be freed meanwhile; it only writes a byte.
         */
        d->wake(d->ctx);
    }
    desk_leave(d);
    return NULL;
}

/* One more thread when more is asked than idle ones can take. With the lock held. */
static void hire(struct desk *d)
{
    pthread_attr_t attr;
    pthread_t thread;

    if (d->n_idle >= d->n_asked || d->n_threads == RESOLVE_THREADS)
        return;
    if (pthread_attr_init(&attr))
        return;
    (void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    (void)pthread_attr_setstacksize(&attr, STACK_BYTES);
    if (pthread_create(&thread, &attr, answer_questions, d) == 0)
        d->n_threads++;
    /* Without a single thread no name would ever be answered: as bad as no memory. */
    ASSERT(d->n_threads > 0);
    (void)pthread_attr_destroy(&attr);
}

/* ---- owner ---- */

struct resolver *resolver_new(lookup_fn *lookup, void (*wake)(void *ctx), void *ctx)
{
    struct resolver *r = calloc(1, sizeof(*r));
    struct desk *d = calloc(1, sizeof(*d));

    if (!r || !d || pthread_mutex_init(&d->lock, NULL) || pthread_cond_init(&d->asked_any, NULL))
        abort();
    d->lookup = lookup;
    d->wake = wake;
    d->ctx = ctx;
    r->desk = d;
    r->sweep_at = SWEEP_MIN;
    return r;
}

static void free_questions(struct question *q)
{
    while (q) {
        struct question *next = q->next;

        free(q);
        q = next;
    }
}

typedef void drop_fn(struct waiting *line);

/* ctx: NULL, or a drop_fn * */
static bool free_name(struct entry *e, void *ctx)
{
    struct name *name = (struct name *)e;

    if (ctx)
        (*(drop_fn **)ctx)(name->waiting);
    free(name->ips);
    free(name);
    return false;
}

void resolver_free(struct resolver *r, drop_fn *drop)
{
    if (!r)
        return;

    struct desk *d = r->desk;

    (void)pthread_mutex_lock(&d->lock);
    free_questions(d->asked);
    free_questions(d->answered);
    d->asked = d->answered = NULL;
    d->is_closed = true;
    d->n_threads++; /* the owner leaves as one of them */
    (void)pthread_cond_broadcast(&d->asked_any);
    desk_leave(d);
    free_questions(r->collected);
    table_sweep(&r->names, free_name, drop ? &drop : NULL);
    table_done(&r->names);
    free(r);
}

/* is_first: before those that were asked earlier. is_held: what is known of it holds meanwhile. */
static void ask(struct resolver *r, struct name *name, struct str host, bool is_first, bool is_held)
{
    struct desk *d = r->desk;
    struct question *q = calloc(1, sizeof(*q));

    if (!q)
        abort();
    q->name = name;
    memcpy(q->host, host.p, host.n);
    name->is_asked = true;
    name->is_pending = !is_held;
    (void)pthread_mutex_lock(&d->lock);
    if (!d->asked) {
        d->asked = d->last_asked = q;
    } else if (is_first) {
        q->next = d->asked;
        d->asked = q;
    } else {
        d->last_asked->next = q;
        d->last_asked = q;
    }
    d->n_asked++;
    hire(d);
    (void)pthread_cond_signal(&d->asked_any);
    (void)pthread_mutex_unlock(&d->lock);
}

static bool keep_name(struct entry *e, void *ctx)
{
    const struct name *name = (const struct name *)e;

    return name->is_asked || name->expires_ms > *(const int64_t *)ctx || free_name(e, NULL);
}

static struct name *add_name(struct resolver *r, struct str key, int64_t now_ms)
{
    if (r->names.n >= r->sweep_at) {
        table_sweep(&r->names, keep_name, &now_ms);
        r->sweep_at = 2 * r->names.n > SWEEP_MIN ? 2 * r->names.n : SWEEP_MIN;
    }

    struct name *name = calloc(1, sizeof(*name) + key.n);

    if (!name)
        abort();
    memcpy(name + 1, key.p, key.n);
    name->entry.key = str_from((const char *)(name + 1), key.n);
    table_add(&r->names, &name->entry);
    return name;
}

struct name *resolver_ask(struct resolver *r, struct str host, bool is_urgent, int64_t now_ms)
{
    ASSERT(host.n > 0 && host.n <= RESOLVE_HOST_MAX);

    struct name *name = (struct name *)table_find(&r->names, host);

    if (!name)
        name = add_name(r, host, now_ms);
    else if (name->is_asked || name->expires_ms > now_ms)
        return name;

    const bool is_held = name->n_ips && now_ms - name->expires_ms < RESOLVE_KEEP_MS;

    ask(r, name, host, is_urgent, is_held);
    return name;
}

static void keep_answer(struct name *name, const struct lookup *l, int64_t now_ms)
{
    const size_t n_bytes = l->n * sizeof(l->ips[0]);
    const bool is_held = !name->is_pending;

    name->is_asked = name->is_pending = false;
    if (l->reason == REASON_DNS_TEMPORARY && is_held) {
        name->expires_ms = now_ms + RESOLVE_KEEP_UNSURE_MS; /* nothing new was learnt */
        return;
    }
    free(name->ips);
    name->ips = n_bytes ? malloc(n_bytes) : NULL;
    if (n_bytes) {
        if (!name->ips)
            abort();
        memcpy(name->ips, l->ips, n_bytes);
    }
    name->n_ips = l->n;
    name->reason = l->reason;
    name->message = l->message;
    name->expires_ms = now_ms + (l->reason == REASON_NONE  ? RESOLVE_KEEP_MS
                                 : l->reason == REASON_DNS ? RESOLVE_KEEP_FAILED_MS
                                                           : RESOLVE_KEEP_UNSURE_MS);
}

struct name *resolver_collect(struct resolver *r, int64_t now_ms)
{
    if (!r->collected) {
        (void)pthread_mutex_lock(&r->desk->lock);
        r->collected = r->desk->answered;
        r->desk->answered = NULL;
        (void)pthread_mutex_unlock(&r->desk->lock);
    }

    struct question *q = r->collected;

    if (!q)
        return NULL;
    r->collected = q->next;

    struct name *name = q->name;

    keep_answer(name, &q->answer, now_ms);
    free(q);
    return name;
}
