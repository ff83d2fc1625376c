/*
 * Attachments read beside the work of this process: a few small helper processes, forked before
 * this one grows, each of which reads one file after the other in sandboxed children of its own. A
 * hostile file costs that file.
 */
#ifndef XJ_ATTACH_POOL_H
#define XJ_ATTACH_POOL_H

#include "attach/attach.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/place.h"

struct attach_pool;

/* Text is what was read, also when the outcome says why it is not all. Borrowed until the next
 * call. */
struct attach_result {
    void *tag;
    enum attach_outcome outcome;
    struct str text;           /* UTF-8 */
    struct text_places places; /* pages, sheets, slides, files of an archive, where there are any */
};

/*
 * Gives *out. Call it early and before there are threads: it forks. 0 helpers = one a processor, at
 * most 8.
 *
 * RC_UNSUPPORTED: this system has no sandbox, so nothing may be read. RC_IO: no processes to be
 * had.
 */
MUST_USE enum rc attach_pool_new(size_t n_helpers, struct attach_pool **out, struct err *err);
/* What was not given back is lost. */
void attach_pool_freep(struct attach_pool **p);

/* The bytes are borrowed until the tag comes back; the caller bounds how much waits. */
void attach_pool_start(struct attach_pool *p, struct str bytes, void *tag);
/* true with one finished file; false when none finished within wait_ms, or none is left. */
bool attach_pool_next(struct attach_pool *p, int64_t wait_ms, struct attach_result *out);
/* Gives one file's tag back unread; false when none is left. For the end of all work. */
bool attach_pool_drop(struct attach_pool *p, void **tag);
/* Handed in and not yet given back. */
size_t attach_pool_pending(const struct attach_pool *p);

#endif
