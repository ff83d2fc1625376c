/*
 * What reading a page costs: bench_page_read N FILE... reads each file N times and prints CPU
 * microseconds a page and MB/s for everything, for links only and for building the tree alone.
 */
#include "base/base.h"

#include "base/arena.h"
#include "dom/dom.h"
#include "page/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FILES_MAX = 2000, BYTES_MAX = 16 << 20 };

static struct str slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = malloc(BYTES_MAX);
    size_t n = 0;

    if (f && p) {
        n = fread(p, 1, BYTES_MAX, f);
        p = realloc(p, n ? n : 1);
    }
    if (f)
        (void)fclose(f);
    return str_from(p, p ? n : 0);
}

static double cpu_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void print(const char *what, double us, size_t n_pages, size_t n_bytes, size_t n_links)
{
    (void)printf("%-12s %8.1f us/page  %7.1f MB/s  %6.1f links/page\n", what, us / (double)n_pages,
                 (double)n_bytes / us, (double)n_links / (double)n_pages);
}

static void bench_read(const char *what, enum page_parts parts, const struct str *files, size_t n,
                       size_t rounds)
{
    struct page_reader *r = page_reader_new(NULL);
    AUTO(arena_done) struct arena a = { 0 };
    size_t n_bytes = 0, n_links = 0;
    double begin = 0;

    for (size_t round = 0; round <= rounds; round++) {
        if (round == 1) /* the first warms up */
            begin = cpu_us();
        for (size_t i = 0; i < n; i++) {
            const struct page_input in = { .url = STR("http://www.example.gov.cn/a/b.html"),
                                           .content_type = STR("text/html"),
                                           .body = files[i],
                                           .parts = parts };
            struct page page;

            arena_reset(&a);
            page_read(r, &in, &a, &page);
            n_links += round ? page.n_links : 0;
            n_bytes += round ? files[i].n : 0;
        }
    }
    print(what, cpu_us() - begin, n * rounds, n_bytes, n_links);
    page_reader_free(r);
}

static void bench_tree(const struct str *files, size_t n, size_t rounds)
{
    const struct dom_limits limits = { .max_nodes = 100000, .max_depth = 512 };
    struct dom *d = dom_new();
    size_t n_bytes = 0;
    double begin = 0;

    for (size_t round = 0; round <= rounds; round++) {
        if (round == 1)
            begin = cpu_us();
        for (size_t i = 0; i < n; i++) {
            bool is_cut;

            dom_parse(d, files[i], &limits, &is_cut);
            n_bytes += round ? files[i].n : 0;
        }
    }
    print("tree alone", cpu_us() - begin, n * rounds, n_bytes, 0);
    dom_free(d);
}

int main(int argc, char **argv)
{
    static struct str files[FILES_MAX];
    const long rounds = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    size_t n = 0;

    if (rounds < 1) {
        (void)fprintf(stderr, "usage: bench_page_read N FILE...\n");
        return 2;
    }
    for (int i = 2; i < argc && n < FILES_MAX; i++) {
        files[n] = slurp(argv[i]);
        n += files[n].n > 0;
    }
    if (n == 0)
        return 1;
    bench_read("everything", PAGE_ALL, files, n, (size_t)rounds);
    bench_read("links only", PAGE_LINKS, files, n, (size_t)rounds);
    bench_tree(files, n, (size_t)rounds);
    for (size_t i = 0; i < n; i++)
        free((void *)(uintptr_t)files[i].p);
    return 0;
}
