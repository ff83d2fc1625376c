/* Threads that run handlers, so that none keeps the connections waiting; each has a store of its
 * own. */
#ifndef XJ_WEB_POOL_H
#define XJ_WEB_POOL_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"
#include "web/route.h"

struct pool;

/* A piece of work; lives in its owner's memory until `run` was called. */
struct job {
    void (*run)(struct job *job, struct store *s);
    struct job *next; /* the pool's */
};

/* store_url: borrowed for ever. RC_DB and the others of store_open; RC_IO: no threads. */
MUST_USE enum rc pool_new(struct str store_url, struct pool **out, struct err *err);
/* Takes no more, and waits until what was added has been done. */
void pool_end(struct pool *p);
void pool_freep(struct pool **p);
/* false: not taken, because too much waits in the lane already, or the pool has ended. */
MUST_USE bool pool_add(struct pool *p, enum lane lane, struct job *job);
/* How many wait or run. */
size_t pool_load(struct pool *p, enum lane lane);

#endif
