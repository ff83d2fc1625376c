#include "support/hostile.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { REQUEST_MAX = 16384, ARRIVALS_MAX = 65536, STACK_BYTES = 256 << 10, PIECE = 16384 };

struct conn {
    struct conn *next;
    struct hostile *h;
    pthread_t thread;
    int fd;
    SSL *ssl; /* NULL = plain */
    char request[REQUEST_MAX];
    size_t n_request; /* bytes in request; the next request may have begun */
    bool is_head;
    bool is_over; /* the handler wants the connection closed */
};

struct hostile {
    struct hostile_options o;
    int listener, stop[2];
    pthread_t thread;
    pthread_mutex_t lock; /* guards conns and arrivals */
    struct conn *conns;
    int64_t arrivals[ARRIVALS_MAX];
    atomic_int n_connections, n_requests;
    SSL_CTX *tls;
    uint16_t port;
    char ca_file[64];
};

static void need(bool ok, const char *what)
{
    if (!ok) {
        perror(what);
        abort();
    }
}

static int64_t now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- talking ---- */

/* Waits, but not longer than the server lives. false = it is to stop. */
static bool pause_ms(const struct conn *c, int ms)
{
    struct pollfd p = { .fd = c->h->stop[0], .events = POLLIN };

    return poll(&p, 1, ms) == 0;
}

static bool say_n(struct conn *c, const char *p, size_t n)
{
    while (n > 0) {
        const long sent = c->ssl ? SSL_write(c->ssl, p, (int)(n < PIECE ? n : PIECE))
                                 : (long)send(c->fd, p, n, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        p += sent;
        n -= (size_t)sent;
    }
    return true;
}

static bool say(struct conn *c, const char *text)
{
    return say_n(c, text, strlen(text));
}

__attribute__((format(printf, 2, 3))) static bool sayf(struct conn *c, const char *fmt, ...)
{
    char text[1024];
    va_list args;

    va_start(args, fmt);

    const int n = vsnprintf(text, sizeof(text), fmt, args);

    va_end(args);
    return say_n(c, text, n < (int)sizeof(text) ? (size_t)n : sizeof(text) - 1);
}

/* A whole answer of n bytes of body. extra: further fields, each ending in CRLF. */
static void answer(struct conn *c, int status, const char *extra, const char *body, size_t n)
{
    (void)sayf(c, "HTTP/1.1 %d X\r\nContent-Type: text/html\r\nContent-Length: %zu\r\n%s\r\n",
               status, n, extra);
    if (!c->is_head && status != 304 && status != 204)
        (void)say_n(c, body, n);
}

/* The number after `key` in the request line, or `otherwise`. */
static int number(const struct conn *c, const char *key, int otherwise)
{
    const char *at = strstr(c->request, key);

    return at ? (int)strtol(at + strlen(key), NULL, 10) : otherwise;
}

/* ---- what the paths do ---- */

static void do_page(struct conn *c)
{
    const size_t n = (size_t)number(c, "n=", 1000);
    char *body = malloc(n + 1);

    need(body != NULL, "malloc");
    memset(body, 'x', n + 1);
    if (pause_ms(c, number(c, "late=", 0)))
        answer(c, 200, "", body, n);
    free(body);
}

static void do_status(struct conn *c)
{
    answer(c, number(c, "/status/", 500), "", "sorry", 5);
}

static void do_redirect(struct conn *c)
{
    answer(c, 302, "Location: /page?\xe4\xb8\xad\r\nSet-Cookie: a=b\r\n", "", 0);
}

static void do_echo(struct conn *c)
{
    answer(c, 200, "", c->request, (size_t)(strstr(c->request, "\r\n\r\n") + 2 - c->request));
}

static void do_etag(struct conn *c)
{
    const char *const fields = "ETag: \"v1\"\r\nLast-Modified: Mon, 02 Nov 2026 00:00:00 GMT\r\n";

    if (strstr(c->request, "If-None-Match: \"v1\"\r\n"))
        answer(c, 304, fields, "", 0);
    else
        answer(c, 200, fields, "new", 3);
}

static void do_busy(struct conn *c)
{
    answer(c, 429, "Retry-After: 7\r\n", "", 0);
}

static void do_encoding_none(struct conn *c)
{
    answer(c, 200, "Content-Encoding: utf-8\r\n", "plain text", 10);
}

static void do_bad_gzip(struct conn *c)
{
    answer(c, 200, "Content-Encoding: gzip\r\n", "this is no gzip at all", 22);
}

/* n bytes of `fill` in gzip, sent in the given framing. */
static void say_gzip(struct conn *c, size_t n, bool is_chunked)
{
    static unsigned char zeros[PIECE];
    const size_t cap = n / 500 + 1024;
    unsigned char *out = malloc(cap);
    z_stream z = { .next_out = out, .avail_out = (uInt)cap };

    need(out && deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY) == Z_OK, "deflate");
    for (size_t left = n; left > 0; left -= z.avail_in) {
        z.next_in = zeros;
        z.avail_in = (uInt)(left < PIECE ? left : PIECE);

        const uInt given = z.avail_in;

        need(deflate(&z, given == left ? Z_FINISH : Z_NO_FLUSH) != Z_STREAM_ERROR, "deflate");
        z.avail_in = given;
    }

    const size_t n_out = cap - z.avail_out;

    (void)deflateEnd(&z);
    if (is_chunked) {
        (void)sayf(c,
                   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n%zx\r\n",
                   n_out);
        (void)say_n(c, (const char *)out, n_out);
        (void)say(c, "\r\n0\r\n\r\n");
    } else {
        answer(c, 200, "Content-Encoding: gzip\r\n", (const char *)out, n_out);
    }
    free(out);
}

static void do_gzip(struct conn *c)
{
    say_gzip(c, (size_t)number(c, "n=", 50000), false);
}

static void do_gzip_chunked(struct conn *c)
{
    say_gzip(c, (size_t)number(c, "n=", 50000), true);
}

static void do_drip(struct conn *c)
{
    (void)say(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    while (say(c, "x") && pause_ms(c, 10))
        continue;
}

static void do_drip_headers(struct conn *c)
{
    (void)say(c, "HTTP/1.1 200 OK\r\nX: ");
    while (say(c, "x") && pause_ms(c, 10))
        continue;
}

static void do_silent(struct conn *c)
{
    (void)pause_ms(c, -1);
}

static void do_endless_headers(struct conn *c)
{
    (void)say(c, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; sayf(c, "X-%d: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n", i); i++)
        continue;
}

static void do_endless_continue(struct conn *c)
{
    while (say(c, "HTTP/1.1 100 Continue\r\n\r\n"))
        continue;
}

static void do_long_header(struct conn *c)
{
    char piece[1024];
    bool ok = say(c, "HTTP/1.1 200 OK\r\nX-Long: ");

    memset(piece, 'y', sizeof(piece));
    for (int i = 0; ok && i < 1024; i++)
        ok = say_n(c, piece, sizeof(piece));
    (void)say(c, "\r\nContent-Length: 2\r\n\r\nok");
}

static void do_endless_body(struct conn *c)
{
    char piece[PIECE];

    memset(piece, 'z', sizeof(piece));
    (void)say(c, "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n");
    while (say_n(c, piece, sizeof(piece)))
        continue;
}

static void do_bad_chunk(struct conn *c)
{
    (void)say(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nx\r\n");
}

static void do_cut_chunk(struct conn *c)
{
    (void)say(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
}

static void do_short(struct conn *c)
{
    (void)say(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
}

static void do_reset(struct conn *c)
{
    const struct linger now = { .l_onoff = 1 };

    (void)say(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
    (void)setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

static void do_close(struct conn *c)
{
    c->is_over = true;
}

static void do_garbage(struct conn *c)
{
    (void)say(c, "SSH-2.0-OpenSSH_9.2\r\n\x01\x02\x03 protocol mismatch\r\n");
}

static void do_http09(struct conn *c)
{
    (void)say(c, "<html><body>an answer of 1991</body></html>\n");
}

static void do_nul_header(struct conn *c)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\nok";

    (void)say_n(c, text, sizeof(text) - 1);
}

/* What stands behind the last chunk belongs to no header. */
static void do_trailer(struct conn *c)
{
    (void)say(c, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
                 "HTTP/x:y\r\nLocation: /elsewhere\r\n\r\n");
}

static void do_tab_status(struct conn *c)
{
    (void)say(c, "HTTP/2\t200\r\nContent-Length: 2\r\n\r\nok");
}

static void do_short_404(struct conn *c)
{
    (void)say(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\nnot here");
}

static void do_half_header(struct conn *c)
{
    (void)say(c, "HTTP/1.1 200 OK\r\nContent-Ty");
}

/* Without a table entry a path is answered with 404. */
static const struct {
    const char *path;
    void (*run)(struct conn *c);
    bool stays; /* the connection is used again */
} behaviours[] = {
    { "/page", do_page, true },
    { "/status/", do_status, true },
    { "/redirect", do_redirect, true },
    { "/echo", do_echo, true },
    { "/etag", do_etag, true },
    { "/busy", do_busy, true },
    { "/encoding-none", do_encoding_none, true },
    { "/bad-gzip", do_bad_gzip, true },
    { "/gzip-chunked", do_gzip_chunked, true },
    { "/gzip", do_gzip, true },
    { "/drip-headers", do_drip_headers, false },
    { "/drip", do_drip, false },
    { "/silent", do_silent, false },
    { "/endless-headers", do_endless_headers, false },
    { "/endless-continue", do_endless_continue, false },
    { "/endless-body", do_endless_body, false },
    { "/long-header", do_long_header, true },
    { "/bad-chunk", do_bad_chunk, false },
    { "/cut-chunk", do_cut_chunk, false },
    { "/short-404", do_short_404, false },
    { "/half-header", do_half_header, false },
    { "/short", do_short, false },
    { "/reset", do_reset, false },
    { "/close", do_close, false },
    { "/garbage", do_garbage, false },
    { "/http09", do_http09, false },
    { "/nul-header", do_nul_header, false },
    { "/trailer", do_trailer, true },
    { "/tab-status", do_tab_status, false },
};

static void behave(struct conn *c)
{
    const char *path = strchr(c->request, ' ');

    c->is_head = strncmp(c->request, "HEAD ", 5) == 0;
    for (size_t i = 0; path && i < sizeof(behaviours) / sizeof(behaviours[0]); i++) {
        if (strncmp(path + 1, behaviours[i].path, strlen(behaviours[i].path)) != 0)
            continue;
        c->is_over = !behaviours[i].stays;
        behaviours[i].run(c);
        return;
    }
    answer(c, 404, "", "no such behaviour", 17);
}

/* ---- connections ---- */

/* Up to the blank line that ends a request; the request ends in NUL then. */
static bool hear(struct conn *c)
{
    while (!strstr(c->request, "\r\n\r\n")) {
        const size_t room = sizeof(c->request) - 1 - c->n_request;
        const long n = room == 0 ? 0
                       : c->ssl  ? SSL_read(c->ssl, c->request + c->n_request, (int)room)
                                 : (long)recv(c->fd, c->request + c->n_request, room, 0);

        if (n <= 0)
            return false;
        c->n_request += (size_t)n;
        c->request[c->n_request] = '\0';
    }
    return true;
}

static void forget_request(struct conn *c)
{
    const size_t n = (size_t)(strstr(c->request, "\r\n\r\n") + 4 - c->request);

    c->n_request -= n;
    memmove(c->request, c->request + n, c->n_request + 1);
}

static void note_arrival(struct hostile *h)
{
    const int64_t ms = now_ms();

    (void)pthread_mutex_lock(&h->lock);

    const int i = atomic_fetch_add(&h->n_requests, 1);

    if (i < ARRIVALS_MAX)
        h->arrivals[i] = ms;
    (void)pthread_mutex_unlock(&h->lock);
}

static void *serve(void *arg)
{
    struct conn *c = arg;

    if (c->ssl && SSL_accept(c->ssl) <= 0)
        c->is_over = true;
    while (!c->is_over && hear(c)) {
        note_arrival(c->h);
        behave(c);
        forget_request(c);
    }
    /* What the other side still sends is not worth a reset of what it has not read yet. */
    (void)shutdown(c->fd, SHUT_WR);
    (void)pthread_mutex_lock(&c->h->lock);
    (void)close(c->fd);
    c->fd = -1;
    (void)pthread_mutex_unlock(&c->h->lock);
    return NULL;
}

static void receive(struct hostile *h, int fd)
{
    const struct linger now = { .l_onoff = 1 };
    const int one = 1;
    struct conn *c = NULL;
    pthread_attr_t attr;

    atomic_fetch_add(&h->n_connections, 1);
    if (h->o.resets_at_once)
        (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    if (h->o.resets_at_once || h->o.closes_at_once) {
        (void)close(fd);
        return;
    }
    c = calloc(1, sizeof(*c));
    need(c != NULL, "calloc");
    c->h = h;
    c->fd = fd;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (h->tls) {
        c->ssl = SSL_new(h->tls);
        need(c->ssl && SSL_set_fd(c->ssl, fd), "SSL_new");
    }
    (void)pthread_mutex_lock(&h->lock);
    c->next = h->conns;
    h->conns = c;
    (void)pthread_mutex_unlock(&h->lock);
    need(pthread_attr_init(&attr) == 0, "pthread");
    (void)pthread_attr_setstacksize(&attr, STACK_BYTES);
    need(pthread_create(&c->thread, &attr, serve, c) == 0, "pthread_create");
    (void)pthread_attr_destroy(&attr);
}

static void *accept_all(void *arg)
{
    struct hostile *h = arg;
    struct pollfd p[2] = { { .fd = h->listener, .events = POLLIN },
                           { .fd = h->stop[0], .events = POLLIN } };

    while (poll(p, 2, -1) >= 0 && !p[1].revents) {
        const int fd = h->o.stays_unaccepted ? -1 : accept(h->listener, NULL, NULL);

        if (h->o.stays_unaccepted)
            p[0].fd = -1;
        if (fd >= 0)
            receive(h, fd);
    }
    return NULL;
}

/* ---- start and end ---- */

static void prepare_tls(struct hostile *h)
{
    const int fd = mkstemp(strcpy(h->ca_file, "/tmp/xunjian-test-ca-XXXXXX"));

    need(fd >= 0 && close(fd) == 0, "mkstemp");
    h->tls = certificates_server(h->o.certificate, h->ca_file);
    if (h->o.is_old_tls) {
        SSL_CTX_set_security_level(h->tls, 0);
        need(SSL_CTX_set_min_proto_version(h->tls, TLS1_VERSION) &&
                 SSL_CTX_set_max_proto_version(h->tls, TLS1_1_VERSION),
             "old TLS");
    }
}

struct hostile *hostile_start(const struct hostile_options *o)
{
    struct hostile *h = calloc(1, sizeof(*h));
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(o->port) };
    socklen_t n = sizeof(at);
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    const int one = 1;

    need(h != NULL, "calloc");
    h->o = *o;
    (void)sigaction(SIGPIPE, &ignore, NULL);
    need(inet_pton(AF_INET, o->ip ? o->ip : "127.0.0.1", &at.sin_addr) == 1, "inet_pton");
    need(pipe(h->stop) == 0 && pthread_mutex_init(&h->lock, NULL) == 0, "pipe");
    h->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    need(h->listener >= 0, "socket");
    (void)setsockopt(h->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    need(bind(h->listener, (const struct sockaddr *)&at, sizeof(at)) == 0, "bind");
    need(listen(h->listener, 128) == 0, "listen");
    need(getsockname(h->listener, (struct sockaddr *)&at, &n) == 0, "getsockname");
    h->port = ntohs(at.sin_port);
    if (o->is_tls)
        prepare_tls(h);
    need(pthread_create(&h->thread, NULL, accept_all, h) == 0, "pthread_create");
    return h;
}

void hostile_stop(struct hostile *h)
{
    if (!h)
        return;
    need(write(h->stop[1], "x", 1) == 1, "write");
    (void)pthread_join(h->thread, NULL);
    (void)close(h->listener);
    (void)pthread_mutex_lock(&h->lock);
    for (struct conn *c = h->conns; c; c = c->next)
        if (c->fd >= 0)
            (void)shutdown(c->fd, SHUT_RDWR);
    (void)pthread_mutex_unlock(&h->lock);
    for (struct conn *c = h->conns, *next; c; c = next) {
        next = c->next;
        (void)pthread_join(c->thread, NULL);
        SSL_free(c->ssl);
        free(c);
    }
    SSL_CTX_free(h->tls);
    if (h->ca_file[0])
        (void)unlink(h->ca_file);
    (void)close(h->stop[0]);
    (void)close(h->stop[1]);
    (void)pthread_mutex_destroy(&h->lock);
    free(h);
}

uint16_t hostile_port(const struct hostile *h)
{
    return h->port;
}

const char *hostile_ca_file(const struct hostile *h)
{
    return h->ca_file;
}

int hostile_connections(const struct hostile *h)
{
    return atomic_load(&h->n_connections);
}

int hostile_requests(const struct hostile *h)
{
    return atomic_load(&h->n_requests);
}

size_t hostile_arrivals(struct hostile *h, int64_t *out, size_t max)
{
    (void)pthread_mutex_lock(&h->lock);

    const size_t known = (size_t)atomic_load(&h->n_requests);
    const size_t n = known < max ? known : max;

    memcpy(out, h->arrivals, (n < ARRIVALS_MAX ? n : ARRIVALS_MAX) * sizeof(*out));
    (void)pthread_mutex_unlock(&h->lock);
    return n < ARRIVALS_MAX ? n : ARRIVALS_MAX;
}
