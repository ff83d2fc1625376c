#include "base/base.h"

#include "loopback/local.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "loopback/bundle.h"
#include "loopback/local_answer.h"
#include "loopback/local_tls.h"
#include "loopback/serve_rules.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The loop looks at its clocks at least this often. */
enum { TICK_MS = 1000 };

enum { PLAIN, TLS, DAEMONS };

/* One request, from its first line until its answer is sent. */
struct request {
    struct local_server *server;
    struct MHD_Connection *connection;
    struct arena a;
    struct str uri; /* as asked for: path and query */
    struct serve_rule plan;
    bool is_planned;
    struct str body; /* of the answer */
    int64_t due;     /* waits until then */
    struct request *next_waiting;
};

/* All but the constructor runs in the one thread; nothing is shared. */
struct local_server {
    struct arena a;
    const char *dir;
    struct serve_rules rules;
    struct bundles bundles;
    struct local_tls *tls;
    struct MHD_Daemon *daemon[DAEMONS];
    uint16_t port[DAEMONS];
    struct request *waiting;
    pthread_t thread;
    bool has_thread;
    int stop[2]; /* a pipe: closing its end stops the thread */
};

/* ---- sending ----------------------------------------------------------------------------------
 */

/* From the request's memory, which lives until the answer is sent; may break off at half. */
static ssize_t send_body(void *ctx, uint64_t at, char *to, size_t max)
{
    const struct request *r = ctx;
    const bool is_cut = r->plan.close == CLOSE_MIDDLE;
    const struct str rest = str_skip(str_sub(r->body, 0, r->body.n / (is_cut ? 2 : 1)), (size_t)at);
    const size_t n = rest.n < max ? rest.n : max;

    if (n == 0)
        return is_cut ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
    memcpy(to, rest.p, n);
    return (ssize_t)n;
}

static void add_header(struct MHD_Response *response, struct str name, struct str value,
                       struct arena *a)
{
    (void)MHD_add_response_header(response, arena_copy(a, name).p, arena_copy(a, value).p);
}

/* The client has it already: by its ETag, else by the date that a rule gives. */
static bool is_unchanged(struct request *r, const char *etag)
{
    const char *tag = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "If-None-Match");
    const char *since =
        MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "If-Modified-Since");

    if (tag)
        return str_eq(str_of(tag), STR("*")) || str_has(str_of(tag), str_of(etag));
    for (size_t i = 0; since && i < r->plan.n_headers; i++) {
        struct str name, value;

        (void)str_cut(r->plan.headers[i], ':', &name, &value);
        if (str_eq_nocase(name, STR("Last-Modified")) && str_eq(str_trim(value), str_of(since)))
            return true;
    }
    return false;
}

static enum MHD_Result send_answer(struct request *r, struct answer *to)
{
    const char *etag = arena_printf(&r->a, "\"%016llx\"", (unsigned long long)str_hash(to->body)).p;
    struct MHD_Response *response;

    if (to->status == 200 && is_unchanged(r, etag))
        *to = (struct answer){ .status = 304 };
    r->body = to->body;
    response = MHD_create_response_from_callback(r->body.n, 1 << 16, send_body, r, NULL);
    if (!response)
        return MHD_NO;
    if (to->content_type.n)
        add_header(response, STR("Content-Type"), to->content_type, &r->a);
    if (to->location.n)
        add_header(response, STR("Location"), to->location, &r->a);
    if (to->status == 200 || to->status == 304)
        add_header(response, STR("ETag"), str_of(etag), &r->a);
    for (size_t i = 0; i < r->plan.n_headers; i++) {
        struct str name, value;

        (void)str_cut(r->plan.headers[i], ':', &name, &value);
        add_header(response, str_trim(name), str_trim(value), &r->a);
    }

    const enum MHD_Result sent = MHD_queue_response(r->connection, to->status, response);

    MHD_destroy_response(response);
    return sent;
}

/* So that closing sends a reset, not an end. */
static enum MHD_Result reset_connection(struct request *r)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(r->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const struct linger now = { .l_onoff = 1 };

    if (info)
        (void)setsockopt(info->connect_fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    return MHD_NO;
}

/* ---- one request ------------------------------------------------------------------------------
 */

static int hex_value(char c)
{
    c = char_lower(c);
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str percent_decode(struct str s, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        const int hi = s.p[i] == '%' && i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
        const int lo = hi >= 0 ? hex_value(s.p[i + 2]) : -1;

        if (lo >= 0)
            i += 2;
        out[n++] = lo >= 0 ? (char)(hi * 16 + lo) : s.p[i];
    }
    return str_from(out, n);
}

static struct str header_of(struct request *r, const char *name)
{
    const char *value = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);

    return value ? str_of(value) : (struct str){ 0 };
}

static struct serve_request read_request(struct request *r, const char *method)
{
    const char *header = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Host");
    struct serve_request asked = { .method = str_of(method),
                                   .agent = header_of(r, "User-Agent"),
                                   .referer = header_of(r, "Referer") };
    struct str path, port;

    (void)str_cut(str_of(header), ':', &asked.host, &port);

    char *host = arena_alloc(&r->a, asked.host.n + 1);

    for (size_t i = 0; i < asked.host.n; i++)
        host[i] = char_lower(asked.host.p[i]);
    asked.host.p = host;
    asked.has_query = str_cut(r->uri, '?', &path, &asked.query);
    asked.path = percent_decode(path, &r->a);
    return asked;
}

static enum MHD_Result answer(struct request *r, const char *method)
{
    struct local_server *s = r->server;
    const struct serve_request asked = read_request(r, method);

    if (!r->is_planned) {
        r->plan = serve_rules_plan(&s->rules, &asked);
        r->is_planned = true;
        if (r->plan.delay_ms) {
            r->due = clock_ms() + r->plan.delay_ms;
            r->next_waiting = s->waiting;
            s->waiting = r;
            MHD_suspend_connection(r->connection);
            return MHD_YES;
        }
    }
    if (r->plan.close == CLOSE_BEFORE ||
        (!r->plan.status && !answer_knows_host(s->dir, asked.host)))
        return reset_connection(r);

    struct answer to = answer_make(s->dir, &s->bundles, &asked, &r->plan, &r->a);

    return send_answer(r, &to);
}

/* NOLINTNEXTLINE(readability-function-size): the library's prototype */
static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *n_upload, void **state)
{
    struct request *r = *state;

    (void)ctx;
    (void)url;
    (void)version;
    (void)upload;
    if (!r)
        return MHD_NO;
    if (!r->connection) { /* headers only: the answer comes when the whole request was read */
        r->connection = connection;
        return MHD_YES;
    }
    if (*n_upload) {
        *n_upload = 0;
        return MHD_YES;
    }
    return answer(r, method);
}

static void *on_uri(void *ctx, const char *uri, struct MHD_Connection *connection)
{
    struct request *r = calloc(1, sizeof(*r));

    (void)connection;
    if (!r)
        abort();
    r->server = ctx;
    r->uri = arena_copy(&r->a, str_of(uri));
    return r;
}

static void on_done(void *ctx, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode why)
{
    struct request *r = *state;

    (void)ctx;
    (void)connection;
    (void)why;
    if (!r)
        return;
    for (struct request **p = &r->server->waiting; *p; p = &(*p)->next_waiting) {
        if (*p == r) {
            *p = r->next_waiting;
            break;
        }
    }
    arena_done(&r->a);
    free(r);
    *state = NULL;
}

/* The library gives the certificate callback no context of ours: it hangs at the connection. */
static void on_connection(void *ctx, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    (void)connection;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *socket_context = ctx;
}

/* NOLINTNEXTLINE(readability-function-size): the library's prototype */
static int on_certificate(gnutls_session_t session, const gnutls_datum_t *authorities,
                          int n_authorities, const gnutls_pk_algorithm_t *algorithms,
                          int n_algorithms, gnutls_pcert_st **cert, unsigned *n_certs,
                          gnutls_privkey_t *key)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        gnutls_session_get_ptr(session), MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const struct local_server *s = info ? info->socket_context : NULL;
    char name[256];
    size_t n = sizeof(name);
    unsigned type;

    (void)authorities;
    (void)n_authorities;
    (void)algorithms;
    (void)n_algorithms;
    if (!s || gnutls_server_name_get(session, name, &n, &type, 0) ||
        !local_tls_find(s->tls, str_from(name, strnlen(name, n)), cert, key))
        return -1;
    *n_certs = 1;
    return 0;
}

/* ---- the thread -------------------------------------------------------------------------------
 */

/* Lets those go on whose time has come (all: everybody); returns milliseconds until the next one.
 */
static int64_t resume_due(struct local_server *s, bool all)
{
    const int64_t now = clock_ms();
    int64_t wait = TICK_MS;

    for (struct request **p = &s->waiting; *p;) {
        struct request *r = *p;

        if (all || r->due <= now) {
            *p = r->next_waiting;
            MHD_resume_connection(r->connection);
            wait = 0;
            continue;
        }
        wait = r->due - now < wait ? r->due - now : wait;
        p = &r->next_waiting;
    }
    return wait;
}

static int64_t library_wait(struct local_server *s, int64_t wait)
{
    for (size_t i = 0; i < DAEMONS; i++) {
        MHD_UNSIGNED_LONG_LONG ms;

        if (s->daemon[i] && MHD_get_timeout(s->daemon[i], &ms) == MHD_YES && (int64_t)ms < wait)
            wait = (int64_t)ms;
    }
    return wait;
}

static void *run(void *ctx)
{
    struct local_server *s = ctx;
    struct pollfd fds[1 + DAEMONS] = { { .fd = s->stop[0], .events = POLLIN } };
    nfds_t n = 1;

    for (size_t i = 0; i < DAEMONS; i++)
        if (s->daemon[i])
            fds[n++] = (struct pollfd){
                .fd = MHD_get_daemon_info(s->daemon[i], MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
                .events = POLLIN,
            };
    for (;;) {
        const int64_t wait = library_wait(s, resume_due(s, false));

        (void)poll(fds, n, (int)wait);
        if (fds[0].revents)
            break;
        for (size_t i = 0; i < DAEMONS; i++)
            if (s->daemon[i])
                (void)MHD_run(s->daemon[i]);
    }
    (void)resume_due(s, true);
    for (size_t i = 0; i < DAEMONS; i++) {
        if (s->daemon[i])
            MHD_stop_daemon(s->daemon[i]);
        s->daemon[i] = NULL;
    }
    return NULL;
}

static enum rc listen_on(struct local_server *s, int which, uint16_t port, struct err *err)
{
    const struct sockaddr_in at = { .sin_family = AF_INET,
                                    .sin_port = htons(port),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const struct MHD_OptionItem plain[] = {
        { MHD_OPTION_END, 0, NULL },
    };
    gnutls_certificate_retrieve_function2 *retrieve = on_certificate;
    void *callback;

    memcpy(&callback, &retrieve, sizeof(callback));

    const struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_CERT_CALLBACK, 0, callback },
        { MHD_OPTION_END, 0, NULL },
    };
    const unsigned flags =
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (which == TLS ? MHD_USE_TLS : 0);

    s->daemon[which] = MHD_start_daemon(
        flags, port, NULL, NULL, on_request, s, MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)&at,
        MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_NOTIFY_COMPLETED, on_done, s,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_ARRAY,
        which == TLS ? tls : plain, MHD_OPTION_END);
    if (!s->daemon[which])
        return err_set(err, RC_IO, "127.0.0.1:%u 无法监听：%s", port, os_reason(errno));
    s->port[which] = MHD_get_daemon_info(s->daemon[which], MHD_DAEMON_INFO_BIND_PORT)->port;
    return RC_OK;
}

enum rc local_server_start(const char *dir, uint16_t port, struct local_server **out,
                           struct err *err)
{
    AUTO(local_server_stopp) struct local_server *s = calloc(1, sizeof(*s));
    enum rc rc;

    if (!s)
        abort();
    s->stop[0] = s->stop[1] = -1;
    s->dir = arena_copy(&s->a, str_of(dir)).p;
    rc = serve_rules_load(arena_printf(&s->a, "%s/serve.yaml", dir).p, &s->a, &s->rules, err);
    if (!rc)
        rc = bundles_load(dir, &s->a, &s->bundles, err);
    if (!rc && s->rules.n_tls)
        rc = local_tls_new(s->rules.tls, s->rules.n_tls, &s->tls, err);
    if (!rc)
        rc = listen_on(s, PLAIN, port, err);
    if (!rc && s->tls)
        rc = listen_on(s, TLS, 0, err);
    if (rc)
        return rc;
    if (pipe(s->stop) || pthread_create(&s->thread, NULL, run, s))
        return err_set(err, RC_IO, "本地服务没有启动：%s", os_reason(errno));
    s->has_thread = true;
    *out = s;
    s = NULL;
    return RC_OK;
}

void local_server_stopp(struct local_server **server)
{
    struct local_server *s = *server;

    if (!s)
        return;
    if (s->stop[1] >= 0)
        (void)close(s->stop[1]);
    if (s->has_thread)
        (void)pthread_join(s->thread, NULL);
    for (size_t i = 0; i < DAEMONS; i++)
        if (s->daemon[i])
            MHD_stop_daemon(s->daemon[i]);
    if (s->stop[0] >= 0)
        (void)close(s->stop[0]);
    local_tls_freep(&s->tls);
    arena_done(&s->a);
    free(s);
    *server = NULL;
}

uint16_t local_server_port(const struct local_server *s)
{
    return s->port[PLAIN];
}

uint16_t local_server_tls_port(const struct local_server *s)
{
    return s->port[TLS];
}

struct str local_server_ca(const struct local_server *s)
{
    return s->tls ? local_tls_ca(s->tls) : (struct str){ 0 };
}

int64_t local_server_now(const struct local_server *s)
{
    return s->rules.now;
}
