#include "base/base.h"

#include "web/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Of a lane. Passwords take 64 MiB each: one at a time. */
static const struct {
    size_t n_threads, n_jobs_max;
} sizes[LANES] = {
    [LANE_QUICK] = { 4, 512 },
    [LANE_SLOW] = { 2, 32 },
    [LANE_PASSWORD] = { 1, 64 },
};
enum { THREADS_MAX = 8 };

struct pool {
    pthread_mutex_t lock;
    bool is_ending;
    struct queue {
        struct pool *pool;
        pthread_cond_t filled;
        struct job *first, **end;
        size_t n; /* waiting and running */
    } queues[LANES];
    struct worker {
        struct queue *queue;
        struct store *store;
        pthread_t thread;
    } workers[THREADS_MAX];
    size_t n_workers; /* whose threads run */
};

/* Waits; NULL: nothing comes any more. */
static struct job *take(struct queue *q)
{
    struct job *job;

    (void)pthread_mutex_lock(&q->pool->lock);
    while (!q->first && !q->pool->is_ending)
        (void)pthread_cond_wait(&q->filled, &q->pool->lock);
    job = q->first;
    if (job) {
        q->first = job->next;
        if (!q->first)
            q->end = &q->first;
    }
    (void)pthread_mutex_unlock(&q->pool->lock);
    return job;
}

static void *work(void *ctx)
{
    struct worker *w = ctx;
    struct job *job;

    while ((job = take(w->queue))) {
        job->run(job, w->store);
        (void)pthread_mutex_lock(&w->queue->pool->lock);
        w->queue->n--;
        (void)pthread_mutex_unlock(&w->queue->pool->lock);
    }
    return NULL;
}

static enum rc start(struct pool *p, enum lane lane, struct str store_url, struct err *err)
{
    struct worker *w = &p->workers[p->n_workers];
    const enum rc rc = store_open(store_url, &w->store, err);

    ASSERT(p->n_workers < THREADS_MAX);
    if (rc)
        return rc;
    w->queue = &p->queues[lane];
    if (p->n_workers)
        store_share(w->store, p->workers[0].store);
    if (pthread_create(&w->thread, NULL, work, w)) {
        store_closep(&w->store);
        return err_set(err, RC_IO, "不能建立线程");
    }
    p->n_workers++;
    return RC_OK;
}

enum rc pool_new(struct str store_url, struct pool **out, struct err *err)
{
    AUTO(pool_freep) struct pool *p = calloc(1, sizeof(*p));
    enum rc rc = RC_OK;

    if (!p)
        abort();
    (void)pthread_mutex_init(&p->lock, NULL);
    for (size_t i = 0; i < LANES; i++) {
        p->queues[i] = (struct queue){ .pool = p, .end = &p->queues[i].first };
        (void)pthread_cond_init(&p->queues[i].filled, NULL);
    }
    for (size_t i = 0; i < LANES; i++)
        for (size_t k = 0; !rc && k < sizes[i].n_threads; k++)
            rc = start(p, (enum lane)i, store_url, err);
    if (rc)
        return rc;
    *out = p;
    p = NULL;
    return RC_OK;
}

void pool_end(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    p->is_ending = true;
    for (size_t i = 0; i < LANES; i++)
        (void)pthread_cond_broadcast(&p->queues[i].filled);
    (void)pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->n_workers; i++) {
        (void)pthread_join(p->workers[i].thread, NULL);
        store_closep(&p->workers[i].store);
    }
    p->n_workers = 0;
}

void pool_freep(struct pool **pool)
{
    struct pool *p = *pool;

    if (!p)
        return;
    pool_end(p);
    for (size_t i = 0; i < LANES; i++)
        (void)pthread_cond_destroy(&p->queues[i].filled);
    (void)pthread_mutex_destroy(&p->lock);
    free(p);
    *pool = NULL;
}

bool pool_add(struct pool *p, enum lane lane, struct job *job)
{
    struct queue *q = &p->queues[lane];
    bool is_taken;

    job->next = NULL;
    (void)pthread_mutex_lock(&p->lock);
    is_taken = !p->is_ending && q->n < sizes[lane].n_jobs_max;
    if (is_taken) {
        *q->end = job;
        q->end = &job->next;
        q->n++;
        (void)pthread_cond_signal(&q->filled);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return is_taken;
}

size_t pool_load(struct pool *p, enum lane lane)
{
    size_t n;

    (void)pthread_mutex_lock(&p->lock);
    n = p->queues[lane].n;
    (void)pthread_mutex_unlock(&p->lock);
    return n;
}
