#include "base/base.h"

#include "web/exchange.h"

#include "base/clock.h"
#include "base/log.h"

void exchange_done(struct exchange *e)
{
    buf_done(&e->body);
    arena_done(&e->a);
}

/* ---- replies ---- */

void reply_add_header(struct reply *r, const char *name, struct str value)
{
    ASSERT(r->n_headers < REPLY_HEADERS_MAX);
    r->headers[r->n_headers++] = (struct http_pair){ str_of(name), value };
}

void reply_secure(struct reply *r, struct str policy)
{
    reply_add_header(r, "Content-Security-Policy", policy);
    reply_add_header(r, "X-Content-Type-Options", STR("nosniff"));
    reply_add_header(r, "Referrer-Policy", STR("no-referrer"));
    reply_add_header(r, "Cross-Origin-Opener-Policy", STR("same-origin"));
    reply_add_header(r, "Cross-Origin-Resource-Policy", STR("same-origin"));
}

static void secure_api(struct exchange *e)
{
    reply_secure(&e->reply, STR("default-src 'none'; frame-ancestors 'none'"));
    reply_add_header(&e->reply, "Cache-Control", STR("no-store"));
}

static const char *title_of(int status)
{
    static const struct {
        int status;
        const char *title;
    } titles[] = {
        { 400, "请求不正确" },   { 401, "没有登录" },     { 403, "没有权限" },
        { 404, "没有找到" },     { 405, "不支持的操作" }, { 409, "现在不能这样做" },
        { 412, "内容已经改变" }, { 413, "内容过大" },     { 415, "不支持的内容类型" },
        { 422, "内容不正确" },   { 429, "请求过多" },     { 503, "暂时不能处理" },
    };

    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (titles[i].status == status)
            return titles[i].title;
    return "程序内部出错";
}

void exchange_problem(struct exchange *e, int status, struct str detail, struct str field)
{
    AUTO(json_freep) struct json *to = json_new_object();

    json_put_str(to, "title", str_of(title_of(status)));
    json_put_int(to, "status", status);
    json_put_str(to, "detail", detail.n ? detail : str_of(title_of(status)));
    if (field.n)
        json_put_str(to, "field", field);
    e->reply = (struct reply){ .status = status,
                               .type = "application/problem+json",
                               .body = json_text(to, &e->a) };
    secure_api(e);
}

static void problem(struct exchange *e, int status, const char *detail)
{
    exchange_problem(e, status, str_of(detail), (struct str){ 0 });
}

/* ---- admission ---- */

void exchange_route(struct exchange *e, const struct route *routes, size_t n)
{
    struct str allowed = { 0 };
    struct err err = { 0 };

    if (http_target_parse(e->uri, &e->a, &e->target, &err)) {
        problem(e, 400, arena_copy(&e->a, str_of(err.text)).p);
        return;
    }
    switch (route_find(routes, n, e->method, &e->target, &e->a, &e->route, &allowed)) {
    case ROUTE_FOUND:
        return;
    case ROUTE_OTHER_METHOD:
        problem(e, 405, NULL);
        reply_add_header(&e->reply, "Allow", allowed);
        return;
    default:
        problem(e, 404, "没有这个接口");
    }
}

size_t exchange_body_max(const struct exchange *e)
{
    if (!e->route || (!e->route->endpoint->body && !e->route->endpoint->is_upload))
        return 0;
    if (e->route->who & WHO_ALL)
        return BODY_OF_ANYBODY_MAX;
    return e->route->endpoint->is_upload ? UPLOAD_BYTES_MAX : BODY_BYTES_MAX;
}

static bool is_reading(const struct exchange *e)
{
    return str_eq(e->method, STR("GET")) || str_eq(e->method, STR("HEAD"));
}

/* Sent by a page of ours: a forged form of another site has neither the type nor the token. */
static bool is_ours(struct exchange *e)
{
    const struct endpoint *to = e->route->endpoint;
    const struct str type = http_media_type(e->content_type);

    if (is_reading(e))
        return true;
    if (e->fetch_site.n && !str_eq(e->fetch_site, STR("same-origin")) &&
        !str_eq(e->fetch_site, STR("none"))) {
        problem(e, 403, "不接受来自别的网站的操作");
        return false;
    }
    if (to->body && !str_eq_nocase(type, STR("application/json"))) {
        problem(e, 415, "内容应为 application/json");
        return false;
    }
    if (e->is_signed_in && !(e->route->who & WHO_ALL) && !session_same(e->csrf, e->session.csrf)) {
        problem(e, 403, "缺少 X-CSRF-Token，或与登录不符；请刷新页面");
        return false;
    }
    return true;
}

static void may_enter(struct exchange *e)
{
    const struct user *user = &e->session.user;

    if (e->route->endpoint->is_local && !http_is_loopback(e->address))
        problem(e, 404, "没有这个接口");
    else if (e->route->who & WHO_ALL)
        return;
    else if (!e->is_signed_in)
        problem(e, 401, "没有登录，或登录已经过期");
    else if (!(e->route->who & 1u << user->role))
        problem(e, 403, "您的角色不能这样做");
    else if (user->must_change && !e->route->endpoint->is_without_password_change)
        problem(e, 403, "请先修改初始密码");
}

/* rc that no handler chose: of the store, mostly. */
static void fail(struct exchange *e, enum rc rc, const struct err *err, struct str field)
{
    const struct str text = arena_copy(&e->a, str_of(err->text));

    switch (rc) {
    case RC_NOT_FOUND:
        exchange_problem(e, 404, text, field);
        return;
    case RC_BUSY:
        exchange_problem(e, 409, text, field);
        return;
    case RC_LIMIT:
        exchange_problem(e, 413, text, field);
        return;
    case RC_SYNTAX:
    case RC_USAGE:
    case RC_UNSUPPORTED:
        exchange_problem(e, 422, text, field);
        return;
    case RC_OK:
    case RC_IO:
    case RC_DB:
    case RC_STOPPED:
        break;
    }
    log_line(LOG_ERROR, "%.*s %s：%s", STR_ARG(e->method), e->route ? e->route->path : "?",
             err->text);
    problem(e, 500, "程序内部出错，已记入日志");
}

void exchange_admit(struct exchange *e, struct store *s, int64_t now)
{
    struct err err = { 0 };
    const enum rc rc = session_find(s, e->cookie, now, &e->a, &e->session, &err);

    if (rc && rc != RC_NOT_FOUND) {
        fail(e, rc, &err, (struct str){ 0 });
        return;
    }
    e->is_signed_in = !rc;
    may_enter(e);
    if (!e->reply.status)
        (void)is_ours(e);
}

/* ---- the handler ---- */

/* page, per_page and sort of lists, with the members of the endpoint's own query. */
static enum rc check_query(struct exchange *e, struct str *field, struct err *err)
{
    const struct endpoint *to = e->route->endpoint;
    struct member all[HTTP_QUERY_MAX] = { 0 };
    size_t n = 0;

    for (const struct member *m = to->query; m && m->name; m++)
        all[n++] = *m;
    if (to->is_list) {
        all[n++] = (struct member){
            .name = "page", .type = MEMBER_INT, .help = "第几页", .min = 1, .max = PAGE_MAX
        };
        all[n++] = (struct member){ .name = "per_page",
                                    .type = MEMBER_INT,
                                    .help = "每页几项",
                                    .min = 1,
                                    .max = PER_PAGE_MAX };
    }
    if (to->sort)
        all[n++] = (struct member){
            .name = "sort", .type = MEMBER_WORD, .help = "排序", .words = to->sort
        };
    ASSERT(n < HTTP_QUERY_MAX);
    return shape_check_query(all, &e->target, field, err);
}

static enum rc read_body(struct exchange *e, struct json **body, struct str *field, struct err *err)
{
    const struct member *of = e->route->endpoint->body;
    enum rc rc;

    if (!of)
        return RC_OK;
    rc = json_parse(buf_str(&e->body), body, err);
    return rc ? rc : shape_check(of, *body, &e->a, field, err);
}

/* An endpoint that answers otherwise than it declares is our own mistake: said, and sent. */
static void check_reply(const struct exchange *e, const struct json *reply)
{
    static const struct member page[] = {
        { .name = "items", .type = MEMBER_ANY, .help = "各项" },
        { .name = "total", .type = MEMBER_INT, .help = "总数" },
        { .name = "page", .type = MEMBER_INT, .help = "页" },
        { .name = "per_page", .type = MEMBER_INT, .help = "每页" },
        { .name = "as_of", .type = MEMBER_TIME, .help = "数据时间", .flags = NULLABLE },
        { .name = "is_partial", .type = MEMBER_FLAG, .help = "没有数完", .flags = OPTIONAL },
        { 0 },
    };
    const struct endpoint *from = e->route->endpoint;
    const struct json *items = json_get(reply, "items");
    struct err err = { 0 };
    enum rc rc = shape_check_reply(from->is_list ? page : from->reply, reply, &err);

    for (size_t i = 0; from->is_list && !rc && i < json_count(items); i++)
        rc = shape_check_reply(from->reply, json_at(items, i), &err);
    if (rc)
        log_line(LOG_ERROR, "%.*s %s 的答复与说明不符：%s", STR_ARG(e->method), e->route->path,
                 err.text);
}

/* For filename* (RFC 8187): all but letters, digits and "-._" is percent-encoded. */
static struct str encoded_name(struct str name, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };

    for (size_t i = 0; i < name.n; i++) {
        const unsigned char c = (unsigned char)name.p[i];
        const bool is_plain = char_is_digit((char)c) ||
                              (char_lower((char)c) >= 'a' && char_lower((char)c) <= 'z') ||
                              c == '-' || c == '.' || c == '_';

        if (is_plain)
            buf_add_char(&out, (char)c);
        else
            buf_addf(&out, "%%%02X", c);
    }
    return arena_copy(a, buf_str(&out));
}

static void answer_file(struct exchange *e, const struct call *c)
{
    const char *type =
        c->file_type.n ? arena_copy(&e->a, c->file_type).p : e->route->endpoint->reply_type;

    e->reply = (struct reply){ .status = 200, .type = type, .body = c->file };
    if (c->is_foreign)
        reply_secure(&e->reply, STR("sandbox; default-src 'none'; img-src data:; style-src "
                                    "'unsafe-inline'; frame-ancestors 'self'"));
    else
        reply_secure(&e->reply, STR("default-src 'none'; frame-ancestors 'none'"));
    reply_add_header(&e->reply, "Cache-Control", STR("no-store"));
    if (c->file_name.n)
        reply_add_header(&e->reply, "Content-Disposition",
                         arena_printf(&e->a, "attachment; filename*=UTF-8''%.*s",
                                      STR_ARG(encoded_name(c->file_name, &e->a))));
}

static void answer_json(struct exchange *e, const struct call *c)
{
    const struct endpoint *from = e->route->endpoint;
    struct str etag;

    check_reply(e, c->reply);
    e->reply = (struct reply){ .status = endpoint_status(from),
                               .type = "application/json",
                               .body = json_text(c->reply, &e->a) };
    secure_api(e);
    if (!is_reading(e))
        return;
    etag = reply_etag(e->reply.body, &e->a);
    reply_add_header(&e->reply, "ETag", etag);
    if (http_names_etag(e->if_none_match, etag)) {
        e->reply.status = 304;
        e->reply.type = NULL;
        e->reply.body = (struct str){ 0 };
    }
}

static void answer(struct exchange *e, const struct call *c)
{
    if (c->file.p) {
        answer_file(e, c);
    } else if (c->reply) {
        answer_json(e, c);
    } else {
        e->reply = (struct reply){ .status = 204 };
        secure_api(e);
    }
    if (c->cookie.n)
        reply_add_header(&e->reply, "Set-Cookie", c->cookie);
}

static void answer_failure(struct exchange *e, const struct call *c, enum rc rc,
                           const struct err *err)
{
    if (c->status)
        exchange_problem(e, c->status, arena_copy(&e->a, str_of(err->text)), c->field);
    else
        fail(e, rc, err, c->field);
    if (c->retry_s)
        reply_add_header(&e->reply, "Retry-After",
                         arena_printf(&e->a, "%lld", (long long)c->retry_s));
}

/* A change and its lines in the log of operations are kept together, or not at all. */
static enum rc run_held(struct call *c, void *ctx, struct err *err)
{
    (void)ctx;
    return c->route->endpoint->run(c, err);
}

void exchange_run(struct exchange *e, struct store *s, const struct office_place *place,
                  int64_t now)
{
    const struct endpoint *to = e->route->endpoint;
    AUTO(json_freep) struct json *body = NULL;
    struct err err = { 0 };
    struct call c = {
        .a = &e->a,
        .store = s,
        .now = now,
        .place = place,
        .route = e->route,
        .target = &e->target,
        .user = e->is_signed_in ? &e->session.user : NULL,
        .session = e->is_signed_in ? &e->session : NULL,
        .upload = to->is_upload ? buf_str(&e->body) : (struct str){ 0 },
        .upload_type = http_media_type(e->content_type),
        .if_match = e->if_match,
        .address = e->address,
        .is_secure = e->is_secure,
        .metrics = e->metrics,
    };
    enum rc rc = check_query(e, &c.field, &err);

    if (!rc)
        rc = read_body(e, &body, &c.field, &err);
    if (rc) {
        exchange_problem(e, 422, arena_copy(&e->a, str_of(err.text)), c.field);
        return;
    }
    c.body = body;
    rc = is_reading(e) || to->opens_own_transaction ? to->run(&c, &err)
                                                    : call_hold(&c, run_held, NULL, &err);
    if (rc)
        answer_failure(e, &c, rc, &err);
    else
        answer(e, &c);
    if (!rc && !is_reading(e) && !c.n_audits)
        log_line(LOG_ERROR, "%.*s %s 没有记入操作日志", STR_ARG(e->method), e->route->path);
    json_free(c.reply);
}
