#include "base/base.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_BYTES = 4 << 10, /* the first one: most arenas, as of a request, need hundreds of bytes */
    KEEP_BYTES = 1 << 20,
    ALIGN = 16
};

struct arena_block {
    struct arena_block *older;
    size_t n; /* bytes after this header */
};

_Static_assert(sizeof(struct arena_block) % ALIGN == 0, "content stays aligned");

static char *content(struct arena_block *b)
{
    return (char *)(b + 1);
}

static void use_block(struct arena *a, struct arena_block *b)
{
    a->block = b;
    a->at = b ? content(b) : NULL;
    a->end = b ? content(b) + b->n : NULL;
}

static void grow(struct arena *a, size_t need)
{
    const size_t twice = a->block ? a->block->n * 2 : BLOCK_BYTES;
    const size_t n = need > twice ? need : twice > KEEP_BYTES ? KEEP_BYTES : twice;
    struct arena_block *b = malloc(sizeof(*b) + (n > need ? n : need));

    if (!b)
        abort();
    *b = (struct arena_block){ .older = a->block, .n = n > need ? n : need };
    use_block(a, b);
}

static void free_from(struct arena_block *b)
{
    while (b) {
        struct arena_block *older = b->older;

        free(b);
        b = older;
    }
}

void arena_done(struct arena *a)
{
    if (!a)
        return;
    free_from(a->block);
    *a = (struct arena){ 0 };
}

void arena_reset(struct arena *a)
{
    struct arena_block *b = a->block;

    if (!b)
        return;
    free_from(b->older);
    b->older = NULL;
    if (b->n > KEEP_BYTES) {
        free(b);
        b = NULL;
    }
    use_block(a, b);
}

/* What is overwritten at once needs no zeros. */
static char *take(struct arena *a, size_t n_bytes)
{
    ASSERT(n_bytes <= SIZE_MAX / 4);

    const size_t n = (n_bytes + ALIGN - 1) / ALIGN * ALIGN;

    if (!a->at || n > (size_t)(a->end - a->at)) /* nothing of nothing is not NULL either */
        grow(a, n);

    char *p = a->at;

    a->at += n;
    return p;
}

void *arena_alloc(struct arena *a, size_t n_bytes)
{
    return memset(take(a, n_bytes), 0, n_bytes);
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
    ASSERT(size == 0 || n <= SIZE_MAX / 4 / size);
    return arena_alloc(a, n * size);
}

struct str arena_join(struct arena *a, struct str s, struct str t)
{
    char *p = take(a, s.n + t.n + 1);

    if (s.n)
        memcpy(p, s.p, s.n);
    if (t.n)
        memcpy(p + s.n, t.p, t.n);
    p[s.n + t.n] = '\0';
    return str_from(p, s.n + t.n);
}

struct str arena_copy(struct arena *a, struct str s)
{
    return arena_join(a, s, (struct str){ 0 });
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list args, again;

    va_start(args, fmt);
    va_copy(again, args);

    const int n = vsnprintf(NULL, 0, fmt, args);

    ASSERT(n >= 0);

    char *p = take(a, (size_t)n + 1);

    (void)vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(args);
    return str_from(p, (size_t)n);
}
