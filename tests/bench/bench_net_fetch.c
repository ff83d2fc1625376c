/*
 * What a fetch costs.
 *
 *   bench_net_fetch get URL N [CONCURRENCY [CA_FILE]]   N requests; keep-alive if the server does
 *   bench_net_fetch bare URL N CONCURRENCY CA_FILE      the same by libcurl alone, each on a new
 * connection bench_net_fetch sites N RATE LATENCY_MS SECONDS     N addresses of servers of its own
 */
#include "base/base.h"

#include "net/fetch.h"

#include "base/clock.h"
#include "support/hostile.h"

#include <curl/curl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double cpu_s(void)
{
    struct rusage u;

    (void)getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static long peak_kb(void)
{
    struct rusage u;

    (void)getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss;
}

/* 0 = none. */
static int number(const char *text)
{
    int64_t value = 0;

    return str_to_i64(str_of(text), 0, INT_MAX, &value) ? (int)value : 0;
}

static struct fetcher *start(const struct fetch_options *o)
{
    struct fetcher *f = NULL;
    struct err err = { 0 };

    if (fetcher_new(o, &f, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    return f;
}

static int run_requests(int argc, char **argv)
{
    const int n = number(argv[3]);
    const struct fetch_options o = { .user_agent = "xunjian/bench",
                                     .n_per_address = argc > 4 ? number(argv[4]) : 0,
                                     .ca_file = argc > 5 ? argv[5] : NULL,
                                     .allow_private = true };
    struct fetcher *f = start(&o);
    const struct fetch_request r = { .url = str_of(argv[2]) };
    struct fetch_result result;
    int64_t n_bytes = 0, n_wire = 0;
    int n_bad = 0, n_started = 0, n_connections = 0;
    const double cpu = cpu_s();
    const int64_t begin = clock_ms();

    while (n_started < n || fetch_pending(f)) {
        while (n_started < n && fetch_pending(f) < 64) {
            fetch_start(f, &r);
            n_started++;
        }
        if (!fetch_next(f, 1000, &result))
            continue;
        n_bytes += (int64_t)result.body.n;
        n_wire += result.n_wire;
        n_bad += result.reason != REASON_NONE;
        n_connections += result.is_new_connection;
    }

    const double s = (double)(clock_ms() - begin) / 1000;

    (void)printf("%d requests, %d bad, %d connections, %.1f MB (%.1f on the wire), %.2f s, %.0f/s, "
                 "%.1f us CPU each, peak %ld MB\n",
                 n, n_bad, n_connections, (double)n_bytes / 1e6, (double)n_wire / 1e6, s, n / s,
                 1e6 * (cpu_s() - cpu) / n, peak_kb() / 1024);
    fetcher_free(f);
    return n_bad > 0;
}

/* ---- libcurl alone ---- */

static size_t drop(UNUSED char *bytes, size_t size, size_t n, UNUSED void *ctx)
{
    return size * n;
}

static CURL *bare_request(const char *url, const char *ca_file)
{
    CURL *easy = curl_easy_init();

    if (!easy)
        abort();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL); /* else the roots are loaded each time */
    curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    return easy;
}

/* The next request on each handle that is done; how many went wrong. */
static int bare_turn(CURLM *multi, int *n_left)
{
    CURLMsg *m;
    int n_bad = 0, n_queued;

    while ((m = curl_multi_info_read(multi, &n_queued))) {
        CURL *easy = m->easy_handle;

        n_bad += m->data.result != CURLE_OK;
        curl_multi_remove_handle(multi, easy);
        if (*n_left > 0) {
            curl_multi_add_handle(multi, easy);
            --*n_left;
        } else {
            curl_easy_cleanup(easy);
        }
    }
    return n_bad;
}

/* What the fetcher can at best cost. */
static int run_bare(char **argv)
{
    const int n = number(argv[3]), n_at_once = number(argv[4]);
    int n_left = n, n_running, n_bad = 0;
    CURLM *multi = curl_multi_init();
    const double cpu = cpu_s();

    for (; n_left > 0 && n_left > n - n_at_once; n_left--)
        curl_multi_add_handle(multi, bare_request(argv[2], argv[5]));
    do {
        curl_multi_perform(multi, &n_running);
        n_bad += bare_turn(multi, &n_left);
        curl_multi_poll(multi, NULL, 0, 10, NULL);
    } while (n_running || n_left);
    (void)printf("%d requests, %d bad, %.1f us CPU each\n", n, n_bad, 1e6 * (cpu_s() - cpu) / n);
    curl_multi_cleanup(multi);
    return n_bad > 0;
}

/* ---- many polite sites ---- */

enum { SITES_MAX = 1000, ARRIVALS_MAX = 65536 };

static void ip_of(int i, char out[32])
{
    (void)snprintf(out, 32, "127.0.%d.%d", 1 + i / 250, 1 + i % 250);
}

/* The crawling process: as much as it may get in that time. */
static int crawl_sites(int fd, int n, double rate, int latency_ms, int seconds)
{
    const struct fetch_options o = { .user_agent = "xunjian/bench",
                                     .rate = rate,
                                     .allow_private = true };
    struct fetcher *f = start(&o);
    struct fetch_result result;
    int64_t n_done = 0, n_bad = 0;
    double s;

    for (int i = 0; i < n; i++) {
        uint16_t port;
        char ip[32], url[128];
        const struct fetch_request r = { .url = { .p = url, .n = 0 } };

        if (read(fd, &port, sizeof(port)) != sizeof(port))
            return 1;
        ip_of(i, ip);
        for (int k = 0; k < (int)(rate * seconds) + 10; k++) {
            struct fetch_request one = r;

            (void)snprintf(url, sizeof(url), "http://%s:%d/page?n=27000&late=%d&k=%d", ip, port,
                           latency_ms, k);
            one.url = str_of(url);
            fetch_start(f, &one);
        }
    }

    const double cpu = cpu_s();
    const int64_t begin = clock_ms();

    while (clock_ms() - begin < (int64_t)seconds * 1000) {
        if (!fetch_next(f, 100, &result))
            continue;
        n_done++;
        n_bad += result.reason != REASON_NONE;
    }
    s = (double)(clock_ms() - begin) / 1000;
    (void)printf("%lld requests, %lld bad, %.1f s, %.1f %% of a core, %.1f us CPU each, "
                 "peak %ld MB\n",
                 (long long)n_done, (long long)n_bad, s, 100 * (cpu_s() - cpu) / s,
                 1e6 * (cpu_s() - cpu) / (double)(n_done ? n_done : 1), peak_kb() / 1024);
    fetcher_free(f);
    return n_bad > 0;
}

/* What one server saw. */
static void judge_site(struct hostile *h, double rate, double *share, int *most, int64_t *least_ms,
                       int *n_close)
{
    static int64_t at[ARRIVALS_MAX];
    const size_t n = hostile_arrivals(h, at, ARRIVALS_MAX);

    const size_t n_rate = rate < 1 ? 1 : (size_t)rate;

    for (size_t i = n_rate; i < n; i++) {
        const int64_t ms = at[i] - at[i - n_rate];

        *least_ms = ms < *least_ms ? ms : *least_ms;
        *n_close += ms < 1000;
    }
    *most = 0;
    *share = 0;
    for (size_t i = 0, k = 0; i < n; i++) {
        while (at[i] - at[k] >= 1000)
            k++;
        if ((int)(i - k + 1) > *most)
            *most = (int)(i - k + 1);
    }
    if (n > 1 && at[n - 1] > at[0])
        *share = (double)(n - 1) * 1000 / (double)(at[n - 1] - at[0]) / rate;
}

static int run_sites(char **argv)
{
    static struct hostile *servers[SITES_MAX];
    const int n = number(argv[2]), latency_ms = number(argv[4]), seconds = number(argv[5]);
    const double rate = strtod(argv[3], NULL);
    double low = 1e9, high = 0, share;
    int pipes[2], status = 1, most = 0, n_close = 0, one;
    int64_t least_ms = INT64_MAX;

    if (n < 1 || n > SITES_MAX || pipe(pipes))
        return 2;

    const pid_t child = fork();

    if (child == 0)
        exit(crawl_sites(pipes[0], n, rate, latency_ms, seconds));
    for (int i = 0; i < n; i++) {
        char ip[32];

        ip_of(i, ip);
        servers[i] = hostile_start(&(struct hostile_options){ .ip = ip });

        const uint16_t port = hostile_port(servers[i]);

        if (write(pipes[1], &port, sizeof(port)) != sizeof(port))
            return 1;
    }
    (void)waitpid(child, &status, 0);
    for (int i = 0; i < n; i++) {
        judge_site(servers[i], rate, &share, &one, &least_ms, &n_close);
        low = share < low ? share : low;
        high = share > high ? share : high;
        most = one > most ? one : most;
        hostile_stop(servers[i]);
    }
    (void)printf("%d addresses: %.3f to %.3f of the allowed rate, at most %d in any second; "
                 "%d times less than a second from a request to the one that is `rate` later, "
                 "at least %lld ms\n",
                 n, low, high, most, n_close, (long long)least_ms);
    return status != 0;
}

int main(int argc, char **argv)
{
    if (argc >= 4 && strcmp(argv[1], "get") == 0)
        return run_requests(argc, argv);
    if (argc == 6 && strcmp(argv[1], "bare") == 0)
        return run_bare(argv);
    if (argc == 6 && strcmp(argv[1], "sites") == 0)
        return run_sites(argv);
    (void)fputs("bench_net_fetch get URL N [CONCURRENCY [CA_FILE]] | bare URL N CONCURRENCY CA_FILE"
                " | sites N RATE LATENCY_MS S\n",
                stderr);
    return 2;
}
