#include "base/base.h"

#include "net/transfer.h"

#include "base/clock.h"
#include "net/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RECEIVE_BYTES = 32 << 10, /* most pages come in one read */
    KEEP_BYTES = 256 << 10,   /* larger buffers are not kept for the next page */
    EXPANSION_MAX = 100,      /* decoded to received bytes; as of archives, attach/attach.h */
    EXPANSION_FREE = 1 << 20, /* below this any expansion is harmless */
};

/* ---- callbacks ---- */

static size_t cut(struct transfer *t, enum reason reason, const char *message)
{
    t->cut = reason;
    t->cut_message = message;
    return 0;
}

/* When something that is seen now may have come. */
static int64_t met(const struct transfer *t, int64_t now_ms)
{
    const int64_t ms = now_ms - t->wire->away_ms;

    return ms > t->start_ms ? ms : t->start_ms;
}

/* libcurl takes other things for one, such as "HTTP/2<tab>200". */
static bool is_status_line(struct str line)
{
    return str_starts(line, STR("HTTP/")) && str_chr(line, ' ') != STR_NONE;
}

static size_t on_header(char *p, UNUSED size_t one, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    const struct str line = str_from(p, n);
    long status = 0;

    if (t->first_byte_ms == 0)
        t->first_byte_ms = met(t, clock_ms());
    t->n_header_bytes += n;
    if (t->n_header_bytes > t->wire->max_header_bytes)
        return cut(t, REASON_HEADERS, "headers past the limit");
    if (t->is_headed && t->http_status >= 200)
        return n; /* a trailer, which is no part of the header (RFC 9110, 6.5.1) */
    if (t->is_headed) {
        buf_reset(&t->headers);
        t->is_headed = false;
    }
    if (!t->headers.n && !is_status_line(line))
        return cut(t, REASON_PROTOCOL, "no status line");
    buf_add(&t->headers, line);
    if (n <= 2 && (p[0] == '\r' || p[0] == '\n')) {
        (void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
        t->http_status = (int)status;
        t->is_headed = true;
    }
    return n;
}

static bool is_bomb(const struct transfer *t)
{
    curl_off_t received = 0;

    if (t->body.n <= EXPANSION_FREE)
        return false;
    (void)curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
    /* Chunks are counted only when the read that brought them has been decoded. */
    if (str_find_nocase(buf_str(&t->headers), STR("transfer-encoding:")) != STR_NONE)
        received += RECEIVE_BYTES;
    return (curl_off_t)t->body.n / EXPANSION_MAX > received;
}

static size_t on_body(char *p, UNUSED size_t one, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    const size_t room = (size_t)t->job->request.max_body - t->body.n;

    buf_add(&t->body, str_from(p, n < room ? n : room));
    t->wire->n_buffered += n < room ? n : room;
    if (is_bomb(t))
        return cut(t, REASON_ENCODING, "expansion past the limit");
    if (n > room)
        return cut(t, REASON_TOO_LARGE, "body past the limit");
    return n;
}

static bool read_facts(struct transfer *t)
{
    struct wire *w = t->wire;
    const struct curl_tlssessioninfo *tls = NULL;

    if (curl_easy_getinfo(t->easy, CURLINFO_TLS_SSL_PTR, &tls) || !tls || !tls->internals)
        return false;
    if (!w->roots)
        w->roots = tls_roots_load(w->ca_file);
    if (!w->roots)
        return false;
    tls_facts_read(tls->internals, w->roots, t->job->host, clock_now(), &t->facts);
    return t->facts.is_good;
}

/* The connection stands; the request goes out when this returns. */
static int on_connected(void *ctx, UNUSED char *ip, UNUSED char *own_ip, UNUSED int port,
                        UNUSED int own_port)
{
    struct transfer *t = ctx;

    if (t->is_sent) { /* libcurl sends it again by itself; every start is the queue's business */
        t->is_lost = true;
        (void)cut(t, REASON_RESET, "connection lost");
        return CURL_PREREQFUNC_ABORT;
    }
    t->is_sent = true;
    queue_sent(&t->wire->queue, &t->job->waiting, clock_ms());
    if (t->set.is_own_connection && t->job->is_https && !read_facts(t) &&
        !t->job->request.ignore_tls) {
        (void)cut(t, REASON_TLS, t->facts.message[0] ? t->facts.message : "no certificate");
        return CURL_PREREQFUNC_ABORT;
    }
    return CURL_PREREQFUNC_OK;
}

/* Servers of the years before 2010 neither renegotiate safely nor know today's ciphers. */
static CURLcode on_old_tls(UNUSED CURL *easy, void *ssl_ctx, UNUSED void *ctx)
{
    (void)SSL_CTX_set_options(ssl_ctx, SSL_OP_LEGACY_SERVER_CONNECT);
    return CURLE_OK;
}

/* ---- handle ---- */

struct transfer *transfer_new(struct wire *wire)
{
    struct transfer *t = calloc(1, sizeof(*t));
    CURL *e = t ? curl_easy_init() : NULL;

    if (!e)
        abort();
    t->easy = e;
    t->wire = wire;
    t->pin.data = t->pin_text;
    curl_easy_setopt(e, CURLOPT_PRIVATE, t);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->error);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_connected);
    curl_easy_setopt(e, CURLOPT_PREREQDATA, t);
    curl_easy_setopt(e, CURLOPT_CONNECT_TO, &t->pin);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_PROXY, "");
    curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(e, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(e, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(e, CURLOPT_BUFFERSIZE, (long)RECEIVE_BYTES);
    curl_easy_setopt(e, CURLOPT_USERAGENT, wire->user_agent);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)wire->connect_ms);
    /* libcurl shares the roots between connections only without a CA path: 0.5 ms instead of 22. */
    curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(e, CURLOPT_CAINFO, wire->ca_file);
    return t;
}

void transfer_free(struct transfer *t)
{
    if (!t)
        return;
    curl_easy_cleanup(t->easy);
    buf_done(&t->headers);
    buf_done(&t->body);
    buf_done(&t->field_text);
    free(t);
}

/* Setting an option costs time: only what differs from the last job is set. */
static void set_long(struct transfer *t, long *now, long wanted, CURLoption option, long value)
{
    if (*now == wanted)
        return;
    *now = wanted;
    curl_easy_setopt(t->easy, option, value);
}

/* No byte of a field's value may end the field. */
static bool is_clean(struct str value)
{
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < ' ' || value.p[i] == 0x7f)
            return false;
    return value.n > 0;
}

static void set_fields(struct transfer *t, const struct fetch_request *r)
{
    const struct {
        const char *name;
        struct str value;
    } wanted[COUNT_OF(t->fields)] = { { "Accept: ", r->accept },
                                      { "If-None-Match: ", r->etag },
                                      { "If-Modified-Since: ", r->last_modified },
                                      { "Cookie: ", r->cookie } };
    size_t at[COUNT_OF(t->fields)], n = 0;

    buf_reset(&t->field_text);
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        if (!is_clean(wanted[i].value))
            continue;
        at[n++] = t->field_text.n;
        buf_add(&t->field_text, str_of(wanted[i].name));
        buf_add(&t->field_text, wanted[i].value);
        buf_add_char(&t->field_text, '\0');
    }
    /* libcurl borrows the list, so that it needs no memory of its own. */
    for (size_t i = 0; i < n; i++)
        t->fields[i] = (struct curl_slist){ .data = t->field_text.p + at[i],
                                            .next = i + 1 < n ? &t->fields[i + 1] : NULL };
    if (n > 0 || t->set.has_fields)
        curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, n > 0 ? t->fields : NULL);
    t->set.has_fields = n > 0;
}

static void set_text(struct transfer *t, bool *has, struct str value, CURLoption option,
                     const char *otherwise)
{
    const bool is_wanted = is_clean(value);

    if (is_wanted || *has)
        curl_easy_setopt(t->easy, option, is_wanted ? value.p : otherwise);
    *has = is_wanted;
}

static void set_tls(struct transfer *t, const struct job *job)
{
    const struct fetch_request *r = &job->request;
    /* With want_tls we judge the certificate ourselves, since libcurl tells nothing of a bad one.
     */
    const bool is_verified = !r->ignore_tls && !r->want_tls;

    if (t->set.is_unverified != !is_verified)
        curl_easy_setopt(t->easy, CURLOPT_SSL_VERIFYHOST, is_verified ? 2L : 0L);
    set_long(t, &t->set.is_unverified, !is_verified, CURLOPT_SSL_VERIFYPEER, is_verified);
    if (t->set.is_own_connection != r->want_tls)
        curl_easy_setopt(t->easy, CURLOPT_FORBID_REUSE, (long)r->want_tls);
    t->set.is_own_connection = r->want_tls;
    if (t->set.is_old_tls == job->is_old_tls)
        return;
    t->set.is_old_tls = job->is_old_tls;
    curl_easy_setopt(t->easy, CURLOPT_SSLVERSION,
                     (long)(job->is_old_tls ? CURL_SSLVERSION_TLSv1_0 : CURL_SSLVERSION_DEFAULT));
    curl_easy_setopt(t->easy, CURLOPT_SSL_CIPHER_LIST,
                     job->is_old_tls ? "DEFAULT@SECLEVEL=0" : NULL);
    curl_easy_setopt(t->easy, CURLOPT_SSL_CTX_FUNCTION, job->is_old_tls ? on_old_tls : NULL);
}

void transfer_begin(struct transfer *t, struct job *job, int64_t now_ms)
{
    const struct fetch_request *r = &job->request;
    const int64_t left_ms = t->wire->total_ms - job->spent_ms;
    const bool is_head = r->method == FETCH_HEAD;

    t->job = job;
    t->start_ms = now_ms;
    job->transfer = t;
    (void)snprintf(t->pin_text, sizeof(t->pin_text), strchr(job->ip, ':') ? "::[%s]:%u" : "::%s:%u",
                   job->ip, job->to_port);
    curl_easy_setopt(t->easy, CURLOPT_URL, r->url.p);
    if (t->set.is_head && !is_head)
        curl_easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
    set_long(t, &t->set.is_head, is_head, CURLOPT_NOBODY, is_head);
    set_long(t, &t->set.timeout_ms, (long)left_ms, CURLOPT_TIMEOUT_MS,
             left_ms > 0 ? (long)left_ms : 1);
    set_long(t, &t->set.is_undecoded, job->is_undecoded, CURLOPT_HTTP_CONTENT_DECODING,
             !job->is_undecoded);
    set_long(t, &t->set.is_http1, job->is_http1, CURLOPT_HTTP_VERSION,
             job->is_http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS);
    set_long(t, &t->set.is_fresh, r->want_tls || job->was_lost, CURLOPT_FRESH_CONNECT,
             r->want_tls || job->was_lost);
    set_fields(t, r);
    set_text(t, &t->set.has_referer, r->referer, CURLOPT_REFERER, NULL);
    set_text(t, &t->set.has_own_agent, r->user_agent, CURLOPT_USERAGENT, t->wire->user_agent);
    if (job->is_https)
        set_tls(t, job);
}

static enum reason judge(const struct transfer *t)
{
    const int status = t->http_status;

    /* An error status stands, whatever became of the page that explains it. */
    if (t->is_headed && status > 299 && status != 304)
        return REASON_HTTP;
    if (t->cut)
        return t->cut;
    if (t->code)
        return answer_reason(t->code, t->is_headed, t->error);
    if (status < 200) /* 1xx only announces an answer */
        return REASON_PROTOCOL;
    if (status == 304 && !t->job->request.etag.n && !t->job->request.last_modified.n)
        return REASON_PROTOCOL; /* unchanged since when? */
    if (status == 200 && t->body.n == 0 && !t->set.is_head)
        return REASON_EMPTY;
    return REASON_NONE;
}

void transfer_end(struct transfer *t, CURLcode code, int64_t now_ms)
{
    long status = 0;

    (void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    t->code = code;
    t->http_status = (int)status;
    t->end_ms = met(t, now_ms);
    if (!code && !t->cut && !t->is_headed) /* libcurl takes the connection's end for the header's */
        (void)cut(t, REASON_RESET, "cut within the header");
    t->job->reason = judge(t);
}

int64_t transfer_retry_after_s(const struct transfer *t)
{
    curl_off_t seconds = 0;

    if (t->http_status == 429 || t->http_status == 503)
        (void)curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &seconds);
    return seconds;
}

void transfer_tell(const struct transfer *t, struct fetch_result *out)
{
    const struct job *job = t->job;
    struct answer_fields fields;
    curl_off_t n_body = 0;
    long n_connects = 0;

    (void)curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &n_body);
    (void)curl_easy_getinfo(t->easy, CURLINFO_NUM_CONNECTS, &n_connects);
    answer_fields_read(buf_str(&t->headers), &fields);
    *out = (struct fetch_result){
        .tag = job->request.tag,
        .url = job->request.url,
        .reason = job->reason,
        .http_status = t->http_status,
        .message = t->cut    ? str_of(t->cut_message)
                   : t->code ? str_of(t->error[0] ? t->error : curl_easy_strerror(t->code))
                             : (struct str){ 0 },
        .headers = buf_str(&t->headers),
        .body = buf_str(&t->body),
        .n_wire = n_body + (int64_t)t->n_header_bytes,
        .content_type = fields.content_type,
        .location = fields.location,
        .etag = fields.etag,
        .last_modified = fields.last_modified,
        .retry_after_s = transfer_retry_after_s(t),
        .ip = str_of(job->ip),
        .at = job->at,
        .ms = job->spent_ms + t->end_ms - t->start_ms,
        .first_byte_ms = t->first_byte_ms ? job->spent_ms + t->first_byte_ms - t->start_ms : 0,
        .is_new_connection = n_connects > 0,
    };
    if (!job->is_https || !job->request.want_tls)
        return;
    tls_facts_tell(&t->facts, &out->tls);
    if (out->tls.tls_version.n == 0 && job->reason != REASON_TLS) /* no handshake took place */
        out->tls.tls_reason = job->reason;
}

static void shrink(struct buf *b)
{
    if (b->cap > KEEP_BYTES)
        buf_done(b);
    else
        buf_reset(b);
}

void transfer_clear(struct transfer *t)
{
    t->wire->n_buffered -= t->body.n;
    shrink(&t->headers);
    shrink(&t->body);
    t->job->transfer = NULL;
    t->job = NULL;
    t->n_header_bytes = 0;
    t->is_headed = t->is_sent = t->is_lost = false;
    t->cut = REASON_NONE;
    t->cut_message = NULL;
    t->code = CURLE_OK;
    t->http_status = 0;
    t->start_ms = t->first_byte_ms = t->end_ms = t->forgiven_ms = 0;
    t->facts = (struct tls_facts){ 0 };
    t->error[0] = '\0';
}
