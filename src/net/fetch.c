#include "base/base.h"

#include "net/fetch.h"

#include "base/clock.h"
#include "net/answer.h"
#include "net/job.h"
#include "net/queue.h"
#include "net/reactor.h"
#include "net/silence.h"
#include "net/transfer.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    N_PER_ADDRESS = 6,
    N_TOTAL = 512,
    CONNECT_MS = 10 * 1000,
    FIRST_BYTE_MS = 15 * 1000,
    TOTAL_MS = 60 * 1000,
    HEADER_BYTES_MAX = 64 << 10,
    BUFFERED_MAX = 128 << 20, /* bytes of bodies; past it nothing new starts */
    IPS_TRIED_MAX = 3,        /* addresses of a name, one after the other */
    FILES_WANTED = 4096,
    FILES_OF_OTHERS = 256, /* left to databases, archives, the web server */
    CONNECTIONS_MAX = 1024,
    SILENT_BYTES = 4096, /* what is slower is silent, too; a large file is not */
    AWAY_MS = 50,        /* shorter absences are within the measure of a time */
};

struct fetcher {
    struct wire wire;
    struct reactor *reactor;
    CURLM *multi; /* the reactor's */
    struct resolver *resolver;
    const struct connect_to *rules;
    size_t n_rules;
    bool allow_private;
    struct silence silence;
    int n_running, n_total;
    struct transfer *running;    /* any order */
    struct transfer *idle;       /* to be used again, the warmest first */
    int64_t check_ms;            /* then a first byte may be overdue; INT64_MAX = none runs */
    int64_t left_ms;             /* when the caller was last given the word */
    struct job_list done;        /* finished, in the order in which they finished */
    struct job *given;           /* the caller looks at it */
    size_t n_pending;            /* handed in and not given back */
    struct transfer **transfers; /* all of them */
    size_t n_transfers, cap_transfers;
};

/* ---- start and end of a fetcher ---- */

static const char *system_ca_file(void)
{
    const char *const places[] = {
        getenv("SSL_CERT_FILE"),
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        curl_version_info(CURLVERSION_NOW)->cainfo,
    };

    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (places[i] && access(places[i], R_OK) == 0)
            return places[i];
    return NULL;
}

/* A socket that cannot be opened would look like a server that is down. */
static size_t files_allowed(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit))
        return (size_t)2 * FILES_OF_OTHERS;
    if (limit.rlim_cur < FILES_WANTED && limit.rlim_cur < limit.rlim_max) {
        const rlim_t old = limit.rlim_cur;

        limit.rlim_cur = limit.rlim_max < FILES_WANTED ? limit.rlim_max : FILES_WANTED;
        if (setrlimit(RLIMIT_NOFILE, &limit))
            limit.rlim_cur = old;
    }
    return limit.rlim_cur > (rlim_t)2 * FILES_OF_OTHERS ? (size_t)limit.rlim_cur - FILES_OF_OTHERS
                                                        : FILES_OF_OTHERS;
}

static char *copy_text(const char *text)
{
    char *copy = strdup(text);

    if (!copy)
        abort();
    return copy;
}

static int64_t or_default(int64_t value, int64_t otherwise)
{
    return value > 0 ? value : otherwise;
}

/* OpenSSL writes to sockets that the other side may have closed. */
static void ignore_broken_pipes(void)
{
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct sigaction now;

    if (sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        (void)sigaction(SIGPIPE, &ignore, NULL);
}

static void configure(struct fetcher *f, const struct fetch_options *o)
{
    const int n_per_address = (int)or_default(o->n_per_address, N_PER_ADDRESS);
    const size_t n_files = files_allowed();
    const int64_t n_wanted = or_default(o->n_total, N_TOTAL);
    const size_t n_total = (size_t)n_wanted < n_files / 2 ? (size_t)n_wanted : n_files / 2;
    const size_t n_kept = n_files - n_total;

    f->n_total = (int)n_total;
    f->left_ms = clock_ms();
    f->rules = o->connect_to;
    f->n_rules = o->n_connect_to;
    f->allow_private = o->allow_private;
    f->silence.n_max = (uint32_t)o->n_silent;
    f->wire.user_agent = copy_text(o->user_agent ? o->user_agent : "xunjian/" XJ_VERSION);
    f->wire.connect_ms = or_default(o->connect_ms, CONNECT_MS);
    f->wire.first_byte_ms = or_default(o->first_byte_ms, FIRST_BYTE_MS);
    f->wire.total_ms = or_default(o->total_ms, TOTAL_MS);
    f->wire.max_header_bytes = (size_t)or_default(o->max_header_bytes, HEADER_BYTES_MAX);
    queue_init(&f->wire.queue, o->rate, n_per_address);
    curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS,
                      (long)(n_kept < CONNECTIONS_MAX ? n_kept : CONNECTIONS_MAX));
    f->resolver = resolver_new(o->lookup ? o->lookup : lookup_by_system, reactor_wake, f->reactor);
}

enum rc fetcher_new(const struct fetch_options *o, struct fetcher **out, struct err *err)
{
    const char *ca_file = o->ca_file ? o->ca_file : system_ca_file();

    if (!ca_file || access(ca_file, R_OK))
        return err_set(err, RC_IO, "%s：无法读取根证书文件（软件包 ca-certificates）",
                       ca_file ? ca_file : "/etc/ssl/certs/ca-certificates.crt");
    if (curl_global_init(CURL_GLOBAL_ALL))
        return err_set(err, RC_IO, "libcurl 无法启动");

    ignore_broken_pipes();

    struct fetcher *f = calloc(1, sizeof(*f));

    if (!f)
        abort();
    f->check_ms = INT64_MAX;
    f->wire.ca_file = copy_text(ca_file);
    f->reactor = reactor_new();
    if (!f->reactor) {
        free(f->wire.ca_file);
        free(f);
        curl_global_cleanup();
        return err_set(err, RC_IO, "libcurl 无法启动");
    }
    f->multi = reactor_multi(f->reactor);
    configure(f, o);
    *out = f;
    return RC_OK;
}

static void free_line(struct waiting *w)
{
    while (w) {
        struct waiting *next = w->next;

        free(w);
        w = next;
    }
}

void fetcher_free(struct fetcher *f)
{
    if (!f)
        return;
    for (struct transfer *t = f->running; t; t = t->next) {
        (void)curl_multi_remove_handle(f->multi, t->easy);
        free(t->job);
    }
    free_line(f->done.first ? &f->done.first->waiting : NULL);
    free(f->given);
    resolver_free(f->resolver, free_line);
    queue_done(&f->wire.queue, free_line);
    silence_done(&f->silence);
    for (size_t i = 0; i < f->n_transfers; i++)
        transfer_free(f->transfers[i]);
    free(f->transfers);
    reactor_free(f->reactor);
    X509_STORE_free(f->wire.roots);
    free(f->wire.user_agent);
    free(f->wire.ca_file);
    free(f);
    curl_global_cleanup();
}

void fetcher_freep(struct fetcher **f)
{
    fetcher_free(*f);
    *f = NULL;
}

/* ---- handing in ---- */

static void finish(struct fetcher *f, struct job *job, enum reason reason, const char *message)
{
    job->reason = reason;
    job->message = message;
    job_list_add(&f->done, job);
}

/*
 * The next address of the name that was not tried yet, or NULL. A name may have public and private
 * addresses: only the public ones count; *is_blocked tells of the others.
 */
static const char *next_ip(const struct fetcher *f, const struct job *job, const struct name *name,
                           bool *is_blocked)
{
    const bool is_free = job->is_named || f->allow_private;
    const enum fetch_family family = job->request.family;
    size_t n_usable = 0;

    for (size_t i = 0; i < name->n_ips; i++) {
        const char *ip = name->ips[i];
        const enum fetch_family is = strchr(ip, ':') ? FETCH_IPV6 : FETCH_IPV4;

        if (family != FETCH_ANY && family != is)
            continue;
        if (!is_free && !address_is_public(str_of(ip)))
            *is_blocked = true;
        else if (n_usable++ == job->n_ips_tried)
            return ip;
    }
    return NULL;
}

static struct server server_of(const struct job *job)
{
    return (struct server){ .ip = str_of(job->ip), .host = job->host, .port = job->to_port };
}

static bool is_spared(const struct fetcher *f, const struct job *job)
{
    const struct server at = server_of(job);

    return job->request.is_sparable && silence_is_at(&f->silence, &at);
}

static bool is_literal(struct str host, struct name *out, char ip[1][IP_TEXT_BYTES])
{
    unsigned char bytes[sizeof(struct in6_addr)];
    const bool is_ipv6 = str_starts(host, STR("["));

    if (is_ipv6 && str_ends(host, STR("]")))
        host = str_sub(host, 1, host.n - 2);
    if (host.n == 0 || host.n >= IP_TEXT_BYTES)
        return false;
    memset(ip[0], 0, IP_TEXT_BYTES);
    memcpy(ip[0], host.p, host.n);
    *out = (struct name){ .n_ips = 1, .ips = ip };
    return inet_pton(is_ipv6 ? AF_INET6 : AF_INET, ip[0], bytes) == 1;
}

/* Another address of the job's name, where the last one could not be reached or is silent. */
static bool find_other_ip(struct fetcher *f, struct job *job)
{
    char ip[1][IP_TEXT_BYTES];
    struct name literal;
    bool is_blocked = false;

    if (is_literal(job->to_host, &literal, ip) || ++job->n_ips_tried == IPS_TRIED_MAX)
        return false;

    const struct name *name =
        resolver_ask(f->resolver, job->to_host, job->request.is_urgent, clock_ms());
    const char *other = name->is_pending ? NULL : next_ip(f, job, name, &is_blocked);

    if (other)
        memcpy(job->ip, other, sizeof(job->ip));
    return other != NULL;
}

/* Into the line of its address, or of the next one of its name that has not fallen silent. */
static void queue_up(struct fetcher *f, struct job *job)
{
    while (is_spared(f, job))
        if (!find_other_ip(f, job)) {
            finish(f, job, REASON_SILENT, "server has fallen silent");
            return;
        }
    queue_add(&f->wire.queue, str_of(job->ip), job->host, job->request.is_urgent, &job->waiting,
              clock_ms());
}

/* From a name's answer into the line of one of its addresses. */
static void choose_ip(struct fetcher *f, struct job *job, const struct name *name)
{
    bool is_blocked = false;
    const char *ip = next_ip(f, job, name, &is_blocked);

    if (name->reason) {
        finish(f, job, name->reason, name->message);
    } else if (ip) {
        memcpy(job->ip, ip, sizeof(job->ip));
        queue_up(f, job);
    } else if (is_blocked) {
        finish(f, job, REASON_BLOCKED_ADDRESS, "address is not public");
    } else {
        finish(f, job, REASON_DNS, "no address of this family");
    }
}

/* Puts the job where it waits: at its address, or for its address. */
static void place(struct fetcher *f, struct job *job)
{
    char ip[1][IP_TEXT_BYTES];
    struct name literal;

    if (is_literal(job->to_host, &literal, ip)) {
        choose_ip(f, job, &literal);
        return;
    }

    struct name *name = resolver_ask(f->resolver, job->to_host, job->request.is_urgent, clock_ms());

    if (name->is_pending) {
        job->waiting.next = name->waiting;
        name->waiting = &job->waiting;
    } else {
        choose_ip(f, job, name);
    }
}

void fetch_start(struct fetcher *f, const struct fetch_request *r)
{
    struct job *job = job_new(r);

    f->n_pending++;
    if (job->host.n == 0) {
        finish(f, job, REASON_URL, "not an absolute http or https URL");
        return;
    }

    const struct connect_to *rule = connect_to_find(f->rules, f->n_rules, job->host, job->to_port);
    int64_t port;

    if (rule && rule->to_host.n && rule->to_host.n <= RESOLVE_HOST_MAX) {
        job->to_host = rule->to_host;
        job->is_named = true;
    }
    if (rule && str_to_i64(rule->to_port, 1, UINT16_MAX, &port))
        job->to_port = (uint16_t)port;
    for (size_t i = 0; i < COUNT_OF(r->named) && !rule; i++)
        job->is_named = job->is_named || address_is_named(r->named[i], job->host, job->to_port);
    place(f, job);
}

void fetch_forget_silence(struct fetcher *f)
{
    silence_forget(&f->silence);
}

size_t fetch_pending(const struct fetcher *f)
{
    return f->n_pending;
}

/* ---- transfers ---- */

static struct transfer *idle_transfer(struct fetcher *f)
{
    struct transfer *t = f->idle;

    if (t) {
        f->idle = t->next;
        return t;
    }
    if (f->n_transfers == f->cap_transfers) {
        f->cap_transfers = f->cap_transfers ? 2 * f->cap_transfers : 16;
        f->transfers = realloc(f->transfers, f->cap_transfers * sizeof(struct transfer *));
        if (!f->transfers)
            abort();
    }
    t = transfer_new(&f->wire);
    reactor_take(f->reactor, t->easy);
    f->transfers[f->n_transfers++] = t;
    return t;
}

static void release(struct fetcher *f, struct transfer *t)
{
    transfer_clear(t);
    t->next = f->idle;
    f->idle = t;
}

static bool has_room(const struct fetcher *f)
{
    return f->n_running < f->n_total && f->wire.n_buffered < BUFFERED_MAX;
}

static int64_t first_byte_due(const struct fetcher *f, const struct transfer *t)
{
    return t->start_ms + t->forgiven_ms + f->wire.first_byte_ms - t->job->spent_ms;
}

/* Starts what may start now. Returns whether there was anything. */
static bool start_due(struct fetcher *f, int64_t now_ms)
{
    bool is_any = false;

    while (has_room(f)) {
        struct job *job = (struct job *)queue_next(&f->wire.queue, now_ms);

        if (!job)
            break;
        is_any = true;
        if (is_spared(f, job)) { /* it waited while others ran into their limit */
            queue_ended(&f->wire.queue, &job->waiting);
            queue_up(f, job);
            continue;
        }

        struct transfer *t = idle_transfer(f);

        job->is_old_tls = job->is_old_tls || job->waiting.host->needs_old_tls;
        if (job->at == 0)
            job->at = clock_now();
        transfer_begin(t, job, now_ms);
        t->prev = NULL;
        t->next = f->running;
        if (f->running)
            f->running->prev = t;
        f->running = t;
        f->n_running++;
        if (first_byte_due(f, t) < f->check_ms)
            f->check_ms = first_byte_due(f, t);
        (void)curl_multi_add_handle(f->multi, t->easy);
    }
    return is_any;
}

/* Whether another try, in another way, may do better; then the job says how. */
static bool wants_retry(struct fetcher *f, struct job *job, const struct transfer *t)
{
    const int64_t spent_ms = job->spent_ms + t->end_ms - t->start_ms;
    struct answer_fields fields;

    if (spent_ms >= f->wire.first_byte_ms)
        return false;
    switch (t->code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
        return !t->is_sent && find_other_ip(f, job);
    case CURLE_SSL_CONNECT_ERROR:
        if (job->is_old_tls)
            return false;
        job->is_old_tls = true;
        return true;
    case CURLE_BAD_CONTENT_ENCODING:
        answer_fields_read(buf_str(&t->headers), &fields);
        if (job->is_undecoded || answer_encoding_is_known(fields.content_encoding))
            return false;
        job->is_undecoded = true;
        return true;
    case CURLE_ABORTED_BY_CALLBACK: /* once, on a connection that nothing went wrong on yet */
        if (!t->is_lost || job->was_lost)
            return false;
        job->was_lost = job->is_http1 = true;
        return true;
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        if (job->is_http1)
            return false;
        job->is_http1 = true;
        return true;
    default:
        return false;
    }
}

static void note_silence(struct fetcher *f, const struct transfer *t)
{
    const struct server at = server_of(t->job);
    const bool is_late = t->code == CURLE_OPERATION_TIMEDOUT;

    if (is_late && t->n_header_bytes + t->body.n < SILENT_BYTES)
        silence_note(&f->silence, &at, false);
    else if (is_late || t->http_status)
        silence_note(&f->silence, &at, true);
}

static void end_transfer(struct fetcher *f, struct transfer *t, CURLcode code, int64_t now_ms)
{
    struct job *job = t->job;
    struct queue *q = &f->wire.queue;

    (void)curl_multi_remove_handle(f->multi, t->easy);
    *(t->prev ? &t->prev->next : &f->running) = t->next;
    if (t->next)
        t->next->prev = t->prev;
    f->n_running--;
    transfer_end(t, code, now_ms);
    note_silence(f, t);
    if (t->http_status == 429 || t->http_status == 503)
        queue_pushback(q, &job->waiting, now_ms, transfer_retry_after_s(t));
    if (t->is_sent && job->is_https)
        job->waiting.host->needs_old_tls = job->is_old_tls;
    queue_ended(q, &job->waiting);
    if (!wants_retry(f, job, t)) {
        job_list_add(&f->done, job);
        return;
    }
    job->spent_ms += t->end_ms - t->start_ms;
    release(f, t);
    queue_add(q, str_of(job->ip), job->host, true, &job->waiting, now_ms);
}

static void read_messages(struct fetcher *f, int64_t now_ms)
{
    const CURLMsg *message;
    int n_left;

    while ((message = curl_multi_info_read(f->multi, &n_left)) != NULL) {
        struct transfer *t = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
        end_transfer(f, t, message->data.result, now_ms);
    }
}

/* libcurl has no limit of its own on the time to the first byte. */
static void cut_overdue(struct fetcher *f, int64_t now_ms)
{
    struct transfer *next;

    if (now_ms < f->check_ms)
        return;
    f->check_ms = INT64_MAX;
    for (struct transfer *t = f->running; t; t = next) {
        const int64_t due = first_byte_due(f, t);

        next = t->next;
        if (t->first_byte_ms)
            continue;
        if (due > now_ms) {
            f->check_ms = due < f->check_ms ? due : f->check_ms;
            continue;
        }
        t->cut = REASON_TIMEOUT;
        t->cut_message = "no first byte in time";
        end_transfer(f, t, CURLE_OPERATION_TIMEDOUT, now_ms);
    }
}

/* Names that have been looked up: those who wait for them go on, in the order of their coming. */
static void collect_names(struct fetcher *f, int64_t now_ms)
{
    struct name *name;

    while ((name = resolver_collect(f->resolver, now_ms)) != NULL) {
        struct waiting *w = name->waiting, *first = NULL;

        name->waiting = NULL;
        while (w) {
            struct waiting *next = w->next;

            w->next = first;
            first = w;
            w = next;
        }
        while (first) {
            w = first;
            first = w->next;
            choose_ip(f, (struct job *)w, name);
        }
    }
}

/* Starts what may start, and takes what has come, so far without waiting. */
static void work(struct fetcher *f, int64_t now_ms)
{
    collect_names(f, now_ms);
    (void)start_due(f, now_ms);
    reactor_wait(f->reactor, 0);
    now_ms = clock_ms();
    read_messages(f, now_ms);
    cut_overdue(f, now_ms);
}

/* Sleeps until something happens, a request may start, one is overdue, or the deadline. */
static void sleep_until(struct fetcher *f, int64_t deadline_ms)
{
    const int64_t next_ms = has_room(f) ? queue_next_ms(&f->wire.queue) : INT64_MAX;
    const int64_t until_ms = deadline_ms < f->check_ms ? deadline_ms : f->check_ms;

    reactor_wait(f->reactor, until_ms < next_ms ? until_ms : next_ms);
}

/* ---- handing back ---- */

static void take_back(struct fetcher *f)
{
    struct job *job = f->given;

    if (job && job->transfer)
        release(f, job->transfer);
    free(job);
    f->given = NULL;
}

static void tell(const struct job *job, struct fetch_result *out)
{
    if (job->transfer) {
        transfer_tell(job->transfer, out);
        return;
    }
    *out = (struct fetch_result){
        .tag = job->request.tag,
        .url = job->request.url,
        .reason = job->reason,
        .message = str_of(job->message),
        .ip = str_of(job->ip),
        .at = clock_now(),
        .tls = { .tls_reason = job->request.want_tls ? job->reason : REASON_NONE },
    };
}

/* While the caller was at something else nobody looked at the sockets: no server is late for it,
 * and what is there at the first look counts as having come at once. */
static void forgive(struct fetcher *f, int64_t now_ms)
{
    const int64_t away_ms = now_ms - f->left_ms;

    if (away_ms < AWAY_MS)
        return;
    f->wire.away_ms = away_ms;
    for (struct transfer *t = f->running; t; t = t->next)
        t->forgiven_ms += away_ms;
}

static bool next(struct fetcher *f, int64_t now_ms, int64_t deadline_ms, struct fetch_result *out)
{
    take_back(f);
    if (f->n_pending == 0)
        return false;
    forgive(f, now_ms);
    for (bool is_first = true; !f->done.first; is_first = false) {
        work(f, now_ms);
        f->wire.away_ms = 0;
        if (f->done.first)
            break;
        if (now_ms >= deadline_ms && !is_first)
            return false;
        sleep_until(f, deadline_ms);
        now_ms = clock_ms();
    }
    /* What may start goes out now, so that the servers work while our caller does. */
    if (start_due(f, now_ms))
        reactor_kick(f->reactor);
    f->given = job_list_take(&f->done);
    f->n_pending--;
    tell(f->given, out);
    return true;
}

bool fetch_next(struct fetcher *f, int64_t wait_ms, struct fetch_result *out)
{
    const int64_t now_ms = clock_ms();
    const bool is_one = next(f, now_ms, now_ms + wait_ms, out);

    f->left_ms = clock_ms();
    return is_one;
}

/* ---- IPv6 ---- */

bool fetch_machine_has_ipv6(void)
{
    /* Connecting a datagram socket sends nothing: it only asks for a route and an own address. */
    struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = htons(53) }, own;
    socklen_t n = sizeof(own);
    char ip[IP_TEXT_BYTES];
    const int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return false;

    const bool has_route = inet_pton(AF_INET6, "2400:3200::1", &to.sin6_addr) == 1 &&
                           connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0 &&
                           getsockname(fd, (struct sockaddr *)&own, &n) == 0 &&
                           inet_ntop(AF_INET6, &own.sin6_addr, ip, sizeof(ip));

    (void)close(fd);
    return has_route && address_is_public(str_of(ip));
}
