#include "base/base.h"

#include "web/server.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "web/exchange.h"
#include "web/files.h"
#include "web/guard.h"
#include "web/metrics.h"
#include "web/pool.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    SILENT_S = 30, /* without a byte either way while one is due */
    PEM_BYTES_MAX = 1 << 20,
    ADDRESS_BYTES = 64,
    UPLOADS_MAX = 8, /* at once, of 32 MiB */
    LAST_MS = 3000,  /* for replies to be taken when the server ends */
    LAST_STEP_MS = 10,
};

struct server {
    struct server_options o;
    struct arena a;
    struct page_files files;
    struct pool *pool;
    struct guard *guard;
    struct metrics *metrics;
    struct MHD_Daemon *daemon;
    atomic_size_t n_open;    /* requests that were begun and not ended */
    atomic_size_t n_uploads; /* files that are in memory */
    atomic_bool is_ending;   /* each connection ends with its next reply */
};

/* The library calls once with the head, then for each piece of the body, then once more at the end;
 * and again after it was suspended, at the same place. A reply before the end closes the
 * connection. */
enum stage {
    STAGE_NEW,
    STAGE_HEAD,     /* the head came; without a body the end comes next */
    STAGE_ADMITTED, /* let in, at the head */
    STAGE_BODY,     /* the body comes */
    STAGE_RUNNING,  /* the handler runs, or has run */
};

/* One request of the library. */
struct request {
    struct job job; /* first, so that a job is a request */
    struct server *server;
    struct MHD_Connection *connection;
    struct guarded *guarded;
    struct exchange exchange;
    enum stage stage;
    bool has_body, is_counted; /* in n_uploads */
    int64_t started_ms;
};

/* ---- the head ---- */

static struct str header(struct request *r, const char *name)
{
    const char *value = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);

    return value ? arena_copy(&r->exchange.a, str_of(value)) : (struct str){ 0 };
}

static struct str address_text(const struct sockaddr *address, struct arena *a)
{
    char text[ADDRESS_BYTES] = "";

    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, address, sizeof(in));
        (void)inet_ntop(AF_INET, &in.sin_addr, text, sizeof(text));
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, address, sizeof(in));
        if (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr)) /* one socket hears both */
            (void)inet_ntop(AF_INET, in.sin6_addr.s6_addr + 12, text, sizeof(text));
        else
            (void)inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof(text));
    }
    return arena_copy(a, str_of(text));
}

static enum MHD_Result take_forwarded(void *ctx, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
    struct str *last = ctx;

    (void)kind;
    if (str_eq_nocase(str_of(name), STR("X-Forwarded-For")))
        *last = str_of(value);
    return MHD_YES;
}

/* The address that the proxy saw: the last one of the last such line, which it wrote itself; what
 * stands before it may be the client's. */
static struct str forwarded(struct request *r)
{
    struct str list = { 0 }, item = { 0 };

    (void)MHD_get_connection_values(r->connection, MHD_HEADER_KIND, take_forwarded, &list);
    list = arena_copy(&r->exchange.a, list);
    while (list.n)
        (void)str_cut(list, ',', &item, &list);
    return str_trim(item);
}

static void read_head(struct request *r, const char *method)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(r->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const union MHD_ConnectionInfo *guarded =
        MHD_get_connection_info(r->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct exchange *e = &r->exchange;
    struct str seen = { 0 };

    r->guarded = guarded ? guarded->socket_context : NULL;
    e->metrics = r->server->metrics;

    e->method = arena_copy(&e->a, str_of(method));
    e->address = info && info->client_addr ? address_text(info->client_addr, &e->a) : STR("");
    e->is_secure = r->server->o.cert != NULL;
    if (r->server->o.behind_proxy && http_is_loopback(e->address)) {
        seen = forwarded(r);
        e->is_secure = e->is_secure || str_eq(header(r, "X-Forwarded-Proto"), STR("https"));
        if (seen.n)
            e->address = seen;
    }
    e->cookie = header(r, "Cookie");
    e->csrf = header(r, "X-CSRF-Token");
    e->content_type = header(r, "Content-Type");
    e->if_none_match = header(r, "If-None-Match");
    e->if_match = header(r, "If-Match");
    e->fetch_site = header(r, "Sec-Fetch-Site");
    r->has_body = header(r, "Content-Length").n > 0 || header(r, "Transfer-Encoding").n > 0;
    if (str_eq(header(r, "Content-Length"), STR("0")))
        r->has_body = false;
}

/* Larger than it may be, by its own words. */
static bool says_too_much(struct request *r)
{
    const struct str text = header(r, "Content-Length");
    int64_t n = 0;

    return text.n && (!str_to_i64(text, 0, INT64_MAX, &n) || (size_t)n > r->exchange.body.max);
}

/*
 * An upload that is a little too large is read and thrown away: a browser that is still sending
 * when the connection is closed sees no answer at all.
 */
static bool will_drop(struct request *r)
{
    struct exchange *e = &r->exchange;
    int64_t n = 0;

    if (!e->route->endpoint->is_upload ||
        !str_to_i64(header(r, "Content-Length"), 0, UPLOAD_UNREAD_MAX, &n))
        return false;
    e->body.max = 1; /* nothing of it is kept */
    return true;
}

/* ---- the answer ---- */

static enum MHD_Result send_reply(struct request *r)
{
    const struct reply *reply = &r->exchange.reply;
    union {
        const char *in;
        void *out; /* the library writes nothing there */
    } body = { .in = reply->body.n ? reply->body.p : "" };
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.n, body.out, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result;

    if (!response)
        return MHD_NO;
    if (reply->type)
        (void)MHD_add_response_header(response, "Content-Type", reply->type);
    for (size_t i = 0; i < reply->n_headers; i++)
        (void)MHD_add_response_header(response, reply->headers[i].name.p,
                                      arena_copy(&r->exchange.a, reply->headers[i].value).p);
    if (r->exchange.is_secure)
        (void)MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (r->server->is_ending ||
        (r->has_body && r->stage != STAGE_RUNNING)) /* what is left of the body is not wanted */
        (void)MHD_add_response_header(response, "Connection", "close");
    result = MHD_queue_response(r->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    guard_deadline(r->server->guard, r->guarded,
                   clock_ms() + GUARD_BODY_MS + (int64_t)reply->body.n / GUARD_BYTES_A_MS);
    return result;
}

static void problem(struct request *r, int status, const char *detail)
{
    exchange_problem(&r->exchange, status, arena_copy(&r->exchange.a, str_of(detail)),
                     (struct str){ 0 });
}

/* ---- pages ---- */

static void answer_file(struct request *r, const struct page_file *file)
{
    struct exchange *e = &r->exchange;
    const bool is_packed = file->gzip.n && http_takes_gzip(header(r, "Accept-Encoding"));

    e->reply = (struct reply){ .status = 200,
                               .type = file->type,
                               .body = is_packed ? file->gzip : file->bytes };
    reply_secure(&e->reply,
                 STR("default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
                     "base-uri 'none'; form-action 'self'; frame-src 'self'; "
                     "frame-ancestors 'none'"));
    reply_add_header(&e->reply, "X-Frame-Options", STR("DENY"));
    reply_add_header(&e->reply, "Cache-Control",
                     file->is_hashed ? STR("public, max-age=31536000, immutable")
                                     : STR("no-cache"));
    reply_add_header(&e->reply, "ETag", file->etag);
    if (file->gzip.n)
        reply_add_header(&e->reply, "Vary", STR("Accept-Encoding"));
    if (is_packed)
        reply_add_header(&e->reply, "Content-Encoding", STR("gzip"));
    if (http_names_etag(e->if_none_match, file->etag)) {
        e->reply.status = 304;
        e->reply.type = NULL;
        e->reply.body = (struct str){ 0 };
    }
}

static void answer_page(struct request *r)
{
    struct exchange *e = &r->exchange;
    const struct page_file *file;
    struct err err = { 0 };

    if (http_target_parse(e->uri, &e->a, &e->target, &err)) {
        problem(r, 400, err.text);
        return;
    }
    if (!str_eq(e->method, STR("GET")) && !str_eq(e->method, STR("HEAD"))) {
        problem(r, 405, NULL);
        return;
    }
    file = page_files_find(&r->server->files, e->target.path);
    if (file)
        answer_file(r, file);
    else
        problem(r, 404, r->server->files.n ? NULL : "没有安装网页；接口在 /api/v1 下");
}

/* ---- handlers, in the pool ---- */

static int64_t server_now(const struct server *s)
{
    return clock_now() + s->o.now_offset_s;
}

static struct request *request_of(struct job *job)
{
    return (struct request *)(void *)job;
}

static void admit(struct job *job, struct store *s)
{
    struct request *r = request_of(job);
    struct exchange *e = &r->exchange;

    exchange_admit(e, s, server_now(r->server));
    if (!e->reply.status && !r->has_body) {
        r->stage = STAGE_RUNNING;
        exchange_run(e, s, r->server->o.place, server_now(r->server));
    } else if (!e->reply.status) {
        r->stage = STAGE_ADMITTED;
        guard_deadline(r->server->guard, r->guarded,
                       clock_ms() + GUARD_BODY_MS + (int64_t)e->body.max / GUARD_BYTES_A_MS);
    }
    MHD_resume_connection(r->connection);
}

static void run(struct job *job, struct store *s)
{
    struct request *r = request_of(job);

    exchange_run(&r->exchange, s, r->server->o.place, server_now(r->server));
    MHD_resume_connection(r->connection);
}

/* Hands the request to the pool; the connection waits meanwhile. */
static enum MHD_Result hand_over(struct request *r, void (*work)(struct job *job, struct store *s))
{
    const struct endpoint *to = r->exchange.route->endpoint;
    /* Whoever only has to be looked up waits for nobody's password. */
    const enum lane lane = work == admit && r->has_body ? LANE_QUICK : to->lane;

    guard_deadline(r->server->guard, r->guarded, 0);
    r->job.run = work;
    MHD_suspend_connection(r->connection);
    if (pool_add(r->server->pool, lane, &r->job))
        return MHD_YES;
    if (r->server->is_ending) { /* no reply: the client asks anew, and reaches the next process */
        MHD_resume_connection(r->connection);
        return MHD_NO;
    }
    exchange_problem(&r->exchange, 503, STR("现在请求过多，请稍后再试"), (struct str){ 0 });
    reply_add_header(&r->exchange.reply, "Retry-After", STR("2"));
    MHD_resume_connection(r->connection);
    return MHD_YES;
}

/* ---- the library's callbacks ---- */

static bool is_page(struct str uri)
{
    struct str path, query;

    (void)str_cut(uri, '?', &path, &query);
    return !str_starts(path, STR("/api/")) && !str_eq(path, STR("/api")) &&
           !str_eq(path, STR("/healthz")) && !str_eq(path, STR("/metrics"));
}

/* What is to be done with it is known from the head. */
static void on_head(struct request *r, const char *method)
{
    struct exchange *e = &r->exchange;

    read_head(r, method);
    r->stage = STAGE_HEAD;
    if (is_page(e->uri)) {
        answer_page(r);
        return;
    }
    exchange_route(e, r->server->o.routes, r->server->o.n_routes);
    e->body.max = exchange_body_max(e);
    if (!e->reply.status && r->has_body && (e->body.max == 0 || says_too_much(r)) && !will_drop(r))
        problem(r, 413, e->body.max ? "内容过大" : "这个接口不接受内容");
}

static enum MHD_Result await_body(struct request *r)
{
    struct server *s = r->server;

    r->stage = STAGE_BODY;
    if (!r->exchange.route->endpoint->is_upload)
        return MHD_YES;
    r->is_counted = true;
    if (++s->n_uploads <= UPLOADS_MAX)
        return MHD_YES;
    problem(r, 503, "现在上传的文件过多，请稍后再试");
    return send_reply(r);
}

static enum MHD_Result on_body(struct request *r, const char *bytes, size_t *n)
{
    struct exchange *e = &r->exchange;

    if (*n) {
        buf_add(&e->body, str_from(bytes, *n));
        *n = 0;
        return MHD_YES;
    }
    r->stage = STAGE_RUNNING;
    if (e->body.rc) {
        problem(r, 413, "内容过大");
        return send_reply(r);
    }
    return hand_over(r, run);
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
    if (!r)
        return MHD_NO;
    if (r->stage == STAGE_NEW) {
        r->connection = connection;
        on_head(r, method);
        if (r->has_body)
            return r->exchange.reply.status ? send_reply(r) : hand_over(r, admit);
        return MHD_YES;
    }
    if (r->exchange.reply.status)
        return send_reply(r);
    switch (r->stage) {
    case STAGE_HEAD:
        return hand_over(r, admit);
    case STAGE_ADMITTED:
        return await_body(r);
    case STAGE_BODY:
        return on_body(r, upload, n_upload);
    case STAGE_NEW:
    case STAGE_RUNNING:
        break;
    }
    return MHD_NO;
}

static void *on_uri(void *ctx, const char *uri, struct MHD_Connection *connection)
{
    struct request *r = calloc(1, sizeof(*r));

    (void)connection; /* not ready yet */
    if (!r)
        abort();
    r->server = ctx;
    r->server->n_open++;
    r->started_ms = clock_ms();
    r->exchange.uri = arena_copy(&r->exchange.a, str_of(uri));
    return r;
}

static void on_done(void *ctx, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode why)
{
    struct request *r = *state;
    struct server *s = ctx;

    (void)connection;
    (void)why;
    if (!r)
        return;
    if (r->exchange.reply.status)
        metrics_count(s->metrics, r->exchange.route, r->exchange.reply.status,
                      clock_ms() - r->started_ms);
    guard_deadline(s->guard, r->guarded, clock_ms() + GUARD_HEAD_MS);
    s->n_uploads -= r->is_counted;
    exchange_done(&r->exchange);
    free(r);
    *state = NULL;
    s->n_open--;
}

static enum MHD_Result on_accept(void *ctx, const struct sockaddr *address, socklen_t n)
{
    struct server *s = ctx;

    (void)n;
    return guard_may_enter(s->guard, address) ? MHD_YES : MHD_NO;
}

static void on_connection(void *ctx, struct MHD_Connection *connection, void **state,
                          enum MHD_ConnectionNotificationCode code)
{
    struct server *s = ctx;
    const union MHD_ConnectionInfo *fd, *address;

    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        guard_leave(s->guard, *state);
        *state = NULL;
        return;
    }
    address = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (address && fd)
        *state = guard_enter(s->guard, address->client_addr, fd->connect_fd, clock_ms());
}

/* ---- starting and stopping ---- */

static enum rc read_pem(const char *path, struct arena *a, struct str *out, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    const enum rc rc = file_read(path, PEM_BYTES_MAX, &bytes, err);

    if (!rc)
        *out = arena_copy(a, buf_str(&bytes));
    return rc;
}

static enum rc listen_on(struct server *s, struct err *err)
{
    const struct server_options *o = &s->o;
    struct str cert = { 0 }, key = { 0 };
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    struct MHD_OptionItem tls[3] = { { MHD_OPTION_END, 0, NULL } };
    enum rc rc;

    if (o->cert) {
        if ((rc = read_pem(o->cert, &s->a, &cert, err)) ||
            (rc = read_pem(o->key, &s->a, &key, err)))
            return rc;
        flags |= MHD_USE_TLS;
        tls[0] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)cert.p };
        tls[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key.p };
        tls[2] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    }
    s->daemon = MHD_start_daemon(
        flags, 0, on_accept, s, on_request, s, MHD_OPTION_LISTEN_SOCKET, o->listen_fd,
        MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_NOTIFY_COMPLETED, on_done, s,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)SILENT_S, MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->n_connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVER_HEAD_BYTES, MHD_OPTION_ARRAY, tls,
        MHD_OPTION_END);
    if (!s->daemon)
        return err_set(err, RC_IO, o->cert ? "不能开始服务；请核对证书和私钥" : "不能开始服务");
    return RC_OK;
}

enum rc server_start(const struct server_options *o, struct server **out, struct err *err)
{
    AUTO(server_stopp) struct server *s = calloc(1, sizeof(*s));
    enum rc rc;

    if (!s)
        abort();
    s->o = *o;
    s->o.n_connections = o->n_connections ? o->n_connections : SERVER_CONNECTIONS;
    s->o.n_per_address = o->n_per_address ? o->n_per_address : SERVER_PER_ADDRESS;
    s->guard = guard_new(s->o.n_connections, s->o.n_per_address);
    s->metrics = metrics_new(o->routes, o->n_routes);
    if (sodium_init() < 0)
        return err_set(err, RC_IO, "不能取得随机数");
    if ((rc = page_files_load(o->web_dir, &s->a, &s->files, err)) ||
        (rc = pool_new(o->store_url, &s->pool, err)) || (rc = listen_on(s, err)))
        return rc;
    *out = s;
    s = NULL;
    return RC_OK;
}

void server_tick(struct server *s)
{
    struct metrics_now now = { .n_connections = guard_count(s->guard),
                               .n_swept = guard_sweep(s->guard, clock_ms()) };

    for (size_t i = 0; i < LANES; i++)
        now.n_waiting[i] = pool_load(s->pool, (enum lane)i);
    metrics_set(s->metrics, &now);
}

/* Until every request that was begun has its reply. */
static void drain(struct server *s)
{
    for (int ms = 0; s->n_open && ms < LAST_MS; ms += LAST_STEP_MS)
        (void)poll(NULL, 0, LAST_STEP_MS);
}

/* What runs in the pool resumes its connections, so the pool ends first. */
void server_stopp(struct server **server)
{
    struct server *s = *server;

    if (!s)
        return;
    if (s->daemon) {
        s->is_ending = true;
        (void)MHD_quiesce_daemon(s->daemon);
        drain(s);
        pool_end(s->pool);
        drain(s);
        MHD_stop_daemon(s->daemon);
    }
    pool_freep(&s->pool);
    guard_freep(&s->guard);
    metrics_freep(&s->metrics);
    arena_done(&s->a);
    free(s);
    *server = NULL;
}
