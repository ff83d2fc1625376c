/* What the record of visits costs: a week of 1,000 sites, tried every five minutes. usage:
 * bench_store_probe FILE SITES; FILE may be a store of bench_desk_query with as many sites. */
#include "base/base.h"

#include "base/clock.h"
#include "store/probe.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { GAP_S = 300, DAYS = 7, DAY_S = 86400, CITIES = 20, HOUR_S = 3600 };

static struct store *store;
static int64_t n_sites;

static void must(enum rc rc, const struct err *err)
{
    if (!rc)
        return;
    (void)fprintf(stderr, "%s\n", err->text);
    exit(1);
}

/* As bench_desk_query names them. */
static struct str code_of(int64_t i, struct arena *a)
{
    return arena_printf(a, "51%02d%02d%04d", (int)(i % CITIES), (int)(i / CITIES % 10), (int)i);
}

/* One site in fifty is down for two hours each night. */
static struct attempt attempt_of(int64_t site, int64_t at)
{
    const bool is_down = site % 50 == 0 && at % DAY_S < 2 * HOUR_S;

    return (struct attempt){ .at = at,
                             .reason = is_down ? REASON_TIMEOUT : REASON_NONE,
                             .http_status = is_down ? 0 : 200,
                             .ms = 120 + site % 400 };
}

static double cpu_s(void)
{
    struct rusage u;

    if (getrusage(RUSAGE_SELF, &u))
        return 0;
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static int64_t bytes_of(const char *path)
{
    struct stat st;

    return stat(path, &st) ? 0 : (int64_t)st.st_size;
}

/* Tries of [from, to), a transaction every step_s seconds. Returns how many. */
static int64_t write_tries(int64_t from, int64_t to, int64_t step_s, const struct str *codes)
{
    struct probe *probes = malloc((size_t)n_sites * sizeof(*probes));
    struct err err = { 0 };
    int64_t n_all = 0;

    if (!probes)
        abort();
    for (int64_t at = from; at < to; at += step_s) {
        size_t n = 0;

        for (int64_t i = 0; i < n_sites; i++) {
            const int64_t own = at + (i * 7919 % GAP_S - at % GAP_S + GAP_S) % GAP_S;

            if (own < at + step_s)
                probes[n++] = (struct probe){ codes[i], attempt_of(i, own) };
        }
        must(store_probes_add(store, probes, n, &err), &err);
        n_all += (int64_t)n;
    }
    free(probes);
    return n_all;
}

static void put_outages(int64_t from, const struct str *codes)
{
    struct err err = { 0 };

    for (int64_t i = 0; i < n_sites; i += 50)
        for (int64_t day = 0; day < DAYS; day++) {
            struct outage o = { .site = codes[i],
                                .began = from + day * DAY_S,
                                .alarmed = from + day * DAY_S + 2 * GAP_S,
                                .reason = REASON_TIMEOUT };

            must(store_outage_put(store, &o, &err), &err);
            o.ended = o.began + 2 * HOUR_S;
            must(store_outage_put(store, &o, &err), &err);
        }
}

static enum rc count(void *ctx, const struct outage *o, struct err *err)
{
    (void)o;
    (void)err;
    ++*(int64_t *)ctx;
    return RC_OK;
}

static void read_all(int64_t from, int64_t to, const struct str *codes)
{
    struct err err = { 0 };
    int64_t began = clock_ms(), n_tries = 0, n_outages = 0;

    for (int64_t i = 0; i < n_sites; i++) {
        AUTO(arena_done) struct arena a = { 0 };
        const struct attempt *tries;
        size_t n;

        must(store_probes_read(store, codes[i], from, to, &a, &tries, &n, &err), &err);
        n_tries += (int64_t)n;
    }
    (void)printf("a site's week is read in %.2f ms (%lld tries)\n",
                 (double)(clock_ms() - began) / (double)n_sites, (long long)(n_tries / n_sites));
    began = clock_ms();
    must(store_outages_each(store, (struct str){ 0 }, from, to, count, &n_outages, &err), &err);
    (void)printf("all %lld outages of the week in %lld ms\n", (long long)n_outages,
                 (long long)(clock_ms() - began));
}

int main(int argc, char **argv)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    struct str *codes;

    if (argc != 3 || !str_to_i64(str_of(argv[2]), 1, 100000, &n_sites))
        return 2;
    codes = arena_array(&a, struct str, (size_t)n_sites);
    for (int64_t i = 0; i < n_sites; i++)
        codes[i] = code_of(i, &a);
    must(store_open(arena_printf(&a, "sqlite:%s", argv[1]), &store, &err), &err);

    const int64_t hour = clock_now() / HOUR_S * HOUR_S - HOUR_S;
    const int64_t from = hour - DAYS * (int64_t)DAY_S, before = bytes_of(argv[1]);
    int64_t began = clock_ms(), n = write_tries(from, hour, GAP_S, codes);

    (void)printf("%lld tries of %d days in %.1f s, %.0f bytes each\n", (long long)n, DAYS,
                 (double)(clock_ms() - began) / 1000,
                 (double)(bytes_of(argv[1]) - before) / (double)n);
    put_outages(from, codes);

    const double cpu = cpu_s();

    began = clock_ms();
    n = write_tries(hour, hour + HOUR_S, 1, codes);
    (void)printf("an hour as the watch writes it, a transaction a second: %lld tries in %.1f s, "
                 "%.2f s of CPU: %.2f %% of one core\n",
                 (long long)n, (double)(clock_ms() - began) / 1000, cpu_s() - cpu,
                 (cpu_s() - cpu) * 100 / HOUR_S);
    read_all(from, hour + HOUR_S, codes);
    store_closep(&store);
    return 0;
}
