/* What an attachment costs, processes included: milliseconds a file, one after the other and all at
 * once. */
#include "base/base.h"

#include "attach/pool.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMES = 100 };

static void finish(struct attach_pool *p, size_t n_left, struct attach_result *r)
{
    while (attach_pool_pending(p) > n_left)
        (void)attach_pool_next(p, 1000, r);
}

static void measure(struct attach_pool *p, const char *path, struct str bytes)
{
    const char *name = strrchr(path, '/');
    struct attach_result r = { 0 };
    int64_t start = clock_ms();
    double alone, together;

    for (int i = 0; i < TIMES; i++) {
        attach_pool_start(p, bytes, NULL);
        finish(p, 0, &r);
    }
    alone = (double)(clock_ms() - start) / TIMES;
    start = clock_ms();
    for (int i = 0; i < TIMES; i++) {
        attach_pool_start(p, bytes, NULL);
        finish(p, 15, &r);
    }
    finish(p, 0, &r);
    together = (double)(clock_ms() - start) / TIMES;
    (void)printf("%-16s %8zu bytes %6.2f ms alone, %6.2f ms at once %s\n", name ? name + 1 : path,
                 bytes.n, alone, together, attach_outcome_name(r.outcome));
}

int main(int argc, char **argv)
{
    AUTO(attach_pool_freep) struct attach_pool *p = NULL;
    struct err err = { 0 };

    if (attach_pool_new(0, &p, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return EXIT_FAILURE;
    }
    for (int i = 1; i < argc; i++) {
        AUTO(buf_done) struct buf content = { 0 };

        if (file_read(argv[i], ATTACH_BYTES_MAX, &content, &err)) {
            (void)fprintf(stderr, "%s\n", err.text);
            return EXIT_FAILURE;
        }
        measure(p, argv[i], buf_str(&content));
    }
    return EXIT_SUCCESS;
}
