/* Memory of one unit of work: allocated bit by bit, released at once. */
#ifndef XJ_BASE_ARENA_H
#define XJ_BASE_ARENA_H

#include "base/base.h"
#include "base/str.h"

struct arena_block;

/* Zeroed is valid and empty. Owns its blocks. */
struct arena {
    struct arena_block *block; /* newest; filled from the front */
    char *at, *end;            /* free room in it */
};

void arena_done(struct arena *a);
/* Forgets the content; keeps one block of at most 1 MiB so that the next page needs no malloc. */
void arena_reset(struct arena *a);

/* Zeroed, aligned to 16, never NULL: aborts when memory ends, so bound the size first. */
void *arena_alloc(struct arena *a, size_t n_bytes);
/* The same for n objects; checks the multiplication. */
#define arena_array(a, type, n) ((type *)arena_calloc(a, n, sizeof(type)))
void *arena_calloc(struct arena *a, size_t n, size_t size);

/* A copy, followed by a NUL that is not counted. */
struct str arena_copy(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* a + b in one string. */
struct str arena_join(struct arena *a, struct str s, struct str t);

#endif
