#include "base/base.h"

#include "fetch_support.h"

#include "net/cookie.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
/* Sanitizers hold freed memory back. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||                               \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { GROWTH_KB_MAX = 400 << 10 };
#else
enum { GROWTH_KB_MAX = 32 << 10 };
#endif

/* ---- what works ---- */

static void a_page_comes_whole_with_its_facts(void **state)
{
    struct bench b;
    int tag;

    (void)state;
    open_bench(&b);
    get_with(&b, "/page?n=300000", (struct fetch_request){ .tag = &tag });
    assert_ptr_equal(b.result.tag, &tag);
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_int_equal(b.result.http_status, 200);
    assert_int_equal(b.result.body.n, 300000);
    assert_true(b.result.n_wire > 300000 && b.result.n_wire < 300300);
    assert_true(str_eq(b.result.content_type, STR("text/html")));
    assert_true(str_eq(b.result.ip, STR("127.0.0.1")));
    assert_true(str_starts(b.result.headers, STR("HTTP/1.1 200 X\r\nContent-Type: text/html\r\n")));
    assert_true(b.result.is_new_connection);
    assert_true(b.result.at > 1700000000);
    assert_true(b.result.ms >= b.result.first_byte_ms);
    close_bench(&b);
}

static void statuses_and_redirects_are_answers(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    get(&b, "/status/404");
    assert_int_equal(b.result.reason, REASON_HTTP);
    assert_int_equal(b.result.http_status, 404);
    assert_true(str_eq(b.result.body, STR("sorry")));
    get(&b, "/redirect");
    assert_int_equal(b.result.reason, REASON_HTTP);
    assert_int_equal(b.result.http_status, 302);
    assert_true(str_eq(b.result.location, STR("/page?\xe4\xb8\xad")));
    get(&b, "/short-404");
    assert_int_equal(b.result.reason, REASON_HTTP);
    assert_int_equal(b.result.http_status, 404);
    get(&b, "/status/204");
    assert_int_equal(b.result.reason, REASON_NONE);
    get(&b, "/page?n=0");
    assert_int_equal(b.result.reason, REASON_EMPTY);
    get(&b, "/busy");
    assert_int_equal(b.result.http_status, 429);
    assert_int_equal(b.result.retry_after_s, 7);
    close_bench(&b);
}

static void what_comes_before_and_behind_an_answer_is_none_of_its_header(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    get(&b, "/trailer");
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_true(str_eq(b.result.body, STR("hello")));
    assert_true(
        str_eq(b.result.headers, STR("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")));
    assert_int_equal(b.result.location.n, 0);
    close_bench(&b);
}

static void requests_say_who_we_are_and_nothing_that_was_not_asked(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    get(&b, "/redirect"); /* offers a cookie */
    get(&b, "/echo");
    assert_true(body_has(&b, "User-Agent: xunjian/test\r\n"));
    assert_true(body_has(&b, "Accept: */*\r\n"));
    assert_true(body_has(&b, "gzip"));
    assert_false(body_has(&b, "Cookie"));
    assert_false(body_has(&b, "Upgrade"));
    get_with(&b, "/echo",
             (struct fetch_request){ .accept = STR("text/html"),
                                     .user_agent = STR("Mozilla/5.0"),
                                     .referer = STR("http://x.gov.cn/"),
                                     .etag = STR("\"a\"\r\nX-Bad: 1") });
    assert_true(body_has(&b, "User-Agent: Mozilla/5.0\r\n"));
    assert_true(body_has(&b, "Accept: text/html\r\n"));
    assert_true(body_has(&b, "Referer: http://x.gov.cn/"));
    assert_false(body_has(&b, "X-Bad"));
    get(&b, "/echo"); /* nothing stays from the last one */
    assert_true(body_has(&b, "User-Agent: xunjian/test\r\n"));
    assert_true(body_has(&b, "Accept: */*\r\n"));
    assert_false(body_has(&b, "Referer"));
    close_bench(&b);
}

static void a_cookie_goes_back_when_it_is_asked_for(void **state)
{
    struct arena a = { 0 };
    struct bench b;

    (void)state;
    open_bench(&b);
    get(&b, "/redirect");

    const struct str cookie = cookies_of(b.result.headers, &a);

    get_with(&b, "/echo", (struct fetch_request){ .cookie = cookie });
    assert_true(body_has(&b, "Cookie: a=b\r\n"));
    get(&b, "/echo");
    assert_false(body_has(&b, "Cookie"));
    close_bench(&b);
    assert_true(str_eq(cookies_of(STR("HTTP/1.1 200 OK\r\nset-cookie: a=1; path=/; HttpOnly\r\n"
                                      "Set-Cookie: none\r\nSet-Cookie:b=2\r\n\r\n"),
                                  &a),
                       STR("a=1; b=2")));
    arena_done(&a);
}

static void an_unchanged_page_costs_no_body(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    get(&b, "/etag");
    assert_int_equal(b.result.http_status, 200);
    assert_true(str_eq(b.result.etag, STR("\"v1\"")));
    assert_true(str_eq(b.result.last_modified, STR("Mon, 02 Nov 2026 00:00:00 GMT")));
    get_with(&b, "/etag",
             (struct fetch_request){ .etag = STR("\"v1\""),
                                     .last_modified = STR("Mon, 02 Nov 2026 00:00:00 GMT") });
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_int_equal(b.result.http_status, 304);
    assert_int_equal(b.result.body.n, 0);
    get(&b, "/etag");
    assert_int_equal(b.result.http_status, 200);
    close_bench(&b);
}

static void head_and_get_take_turns_on_one_connection(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    for (int i = 0; i < 10; i++) {
        get_with(&b, "/page?n=5000",
                 (struct fetch_request){ .method = i % 2 ? FETCH_HEAD : FETCH_GET });
        assert_int_equal(b.result.reason, REASON_NONE);
        assert_int_equal(b.result.body.n, i % 2 ? 0 : 5000);
        assert_int_equal(b.result.is_new_connection, i == 0);
    }
    assert_int_equal(hostile_connections(b.server), 1);
    assert_int_equal(hostile_requests(b.server), 10);
    close_bench(&b);
}

static void many_at_once_use_few_connections(void **state)
{
    struct bench b;
    size_t n_given = 0;

    (void)state;
    open_bench(&b);
    for (int i = 0; i < 300; i++) {
        const struct fetch_request r = { .url = url_to(&b, "http", "127.0.0.1", "/page?n=100") };

        fetch_start(b.fetcher, &r);
    }
    while (fetch_pending(b.fetcher)) {
        wait_one(&b);
        assert_int_equal(b.result.reason, REASON_NONE);
        n_given++;
    }
    assert_int_equal(n_given, 300);
    assert_false(fetch_next(b.fetcher, 1000, &b.result));
    assert_in_range(hostile_connections(b.server), 1, 6);
    assert_int_equal(hostile_requests(b.server), 300);
    close_bench(&b);
}

static void compressed_pages_are_decoded(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    get(&b, "/gzip?n=50000");
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_int_equal(b.result.body.n, 50000);
    assert_true(b.result.n_wire < 1000);
    get(&b, "/gzip-chunked?n=1000000"); /* high expansion, but small */
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_int_equal(b.result.body.n, 1000000);
    get(&b, "/encoding-none"); /* "Content-Encoding: utf-8" is a mistake that browsers forgive */
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_true(str_eq(b.result.body, STR("plain text")));
    close_bench(&b);
}

/* ---- what does not ---- */

static const struct {
    const char *path;
    enum reason reason;
    int http_status;
    size_t n_body_max;
} hostilities[] = {
    { "/drip", REASON_TIMEOUT, 200, 1000 },
    { "/drip-headers", REASON_TIMEOUT, 200, 0 },
    { "/silent", REASON_TIMEOUT, 0, 0 },
    { "/endless-headers", REASON_HEADERS, 200, 0 },
    { "/endless-continue", REASON_HEADERS, 100, 0 },
    { "/long-header", REASON_HEADERS, 200, 0 },
    { "/bad-chunk", REASON_RESET, 200, 10 },
    { "/cut-chunk", REASON_RESET, 200, 10 },
    { "/half-header", REASON_RESET, 200, 0 },
    { "/short", REASON_RESET, 200, 10 },
    { "/reset", REASON_RESET, 200, 10 },
    { "/close", REASON_RESET, 0, 0 },
    { "/garbage", REASON_PROTOCOL, 0, 0 },
    { "/http09", REASON_PROTOCOL, 0, 0 },
    { "/nul-header", REASON_PROTOCOL, 200, 0 },
    { "/tab-status", REASON_PROTOCOL, 200, 0 },
    { "/gzip?n=67108864", REASON_ENCODING, 200, 8 << 20 },
    { "/gzip-chunked?n=67108864", REASON_ENCODING, 200, 8 << 20 },
    { "/bad-gzip", REASON_ENCODING, 200, 0 },
    { "/endless-body", REASON_TOO_LARGE, 200, 8 << 20 },
};

static void each_hostility_ends_with_its_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(hostilities); i++) {
        struct fetch_options o = short_limits();
        struct bench b;

        /* Making a bomb takes the server longer than a silent one is waited for. */
        if (strstr(hostilities[i].path, "gzip"))
            o.first_byte_ms = o.total_ms = FAR_MS;
        open_bench_with(&b, (struct hostile_options){ 0 }, o);
        get(&b, hostilities[i].path);
        if (b.result.reason != hostilities[i].reason ||
            b.result.http_status != hostilities[i].http_status)
            print_error("%s: reason %d, status %d: %.*s\n", hostilities[i].path,
                        (int)b.result.reason, b.result.http_status, STR_ARG(b.result.message));
        assert_int_equal(b.result.reason, hostilities[i].reason);
        assert_int_equal(b.result.http_status, hostilities[i].http_status);
        assert_in_range(b.result.body.n, 0, hostilities[i].n_body_max);
        assert_in_range(b.result.headers.n, 0, 64 << 10);
        assert_true(b.result.message.n > 0);
        if (o.total_ms != FAR_MS)
            assert_in_range(b.result.ms, 0, 4 * SOON_MS);
        get(&b, "/page"); /* and the fetcher is as good as new */
        assert_int_equal(b.result.reason, REASON_NONE);
        close_bench(&b);
    }
}

static void the_kept_part_of_a_large_body_is_exact(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    get_with(&b, "/page?n=1000", (struct fetch_request){ .max_body = 1000 });
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_int_equal(b.result.body.n, 1000);
    get_with(&b, "/page?n=1001", (struct fetch_request){ .max_body = 1000 });
    assert_int_equal(b.result.reason, REASON_TOO_LARGE);
    assert_int_equal(b.result.body.n, 1000);
    close_bench(&b);
}

static void hostile_servers_do_not_make_memory_grow(void **state)
{
    struct bench b;
    struct rusage before, after;
    struct fetch_options o = short_limits();

    (void)state;
    o.total_ms = o.first_byte_ms = FAR_MS;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    get(&b, "/endless-body");
    (void)getrusage(RUSAGE_SELF, &before);
    for (int i = 0; i < 30; i++) {
        get(&b, "/endless-body");
        assert_int_equal(b.result.reason, REASON_TOO_LARGE);
        get(&b, "/endless-headers");
        assert_int_equal(b.result.reason, REASON_HEADERS);
    }
    (void)getrusage(RUSAGE_SELF, &after);
    /* 240 MB of bodies went by. */
    assert_true(after.ru_maxrss - before.ru_maxrss < GROWTH_KB_MAX);
    close_bench(&b);
}

static void connections_that_end_before_a_word_are_named(void **state)
{
    struct bench b;
    struct fetch_request r = { .url = STR("http://127.0.0.1:1/") };

    (void)state;
    open_bench_with(&b, (struct hostile_options){ .closes_at_once = true }, short_limits());
    get(&b, "/page");
    assert_int_equal(b.result.reason, REASON_RESET);
    assert_int_equal(b.result.http_status, 0);
    close_bench(&b);
    open_bench_with(&b, (struct hostile_options){ .resets_at_once = true }, short_limits());
    get(&b, "/page");
    assert_int_equal(b.result.reason, REASON_RESET);
    fetch_start(b.fetcher, &r);
    wait_one(&b);
    assert_int_equal(b.result.reason, REASON_CONNECT);
    close_bench(&b);
    open_bench_with(&b, (struct hostile_options){ .stays_unaccepted = true }, short_limits());
    get(&b, "/page");
    assert_int_equal(b.result.reason, REASON_TIMEOUT);
    assert_in_range(b.result.ms, SOON_MS, 4 * SOON_MS);
    close_bench(&b);
}

static void what_is_no_url_is_said_at_once(void **state)
{
    static const char *const urls[] = { "",
                                        "x",
                                        "ftp://x/",
                                        "http://",
                                        "http:///x",
                                        "http://:80/",
                                        "http://a:99999/",
                                        "http://a:0/",
                                        "https://[::1/",
                                        "javascript:alert(1)" };
    struct bench b;

    (void)state;
    open_bench(&b);
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        const struct fetch_request r = { .url = str_of(urls[i]) };

        fetch_start(b.fetcher, &r);
        wait_one(&b);
        assert_int_equal(b.result.reason, REASON_URL);
        assert_true(str_eq(b.result.url, r.url));
    }
    close_bench(&b);
}

static void the_time_of_the_caller_is_not_that_of_the_server(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    fetch_start(b.fetcher,
                &(struct fetch_request){ .url = url_to(&b, "http", "127.0.0.1", "/page?n=10") });
    assert_false(fetch_next(b.fetcher, 0, &b.result) && b.result.reason);
    clock_wait(SOON_MS + SOON_MS / 2);
    if (fetch_pending(b.fetcher))
        wait_one(&b);
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_true(b.result.ms >= 0 && b.result.ms < SOON_MS);
    close_bench(&b);
}

static void a_fetcher_may_be_freed_in_the_middle(void **state)
{
    struct bench b;

    (void)state;
    open_bench(&b);
    for (int i = 0; i < 20; i++) {
        const struct fetch_request r = { .url =
                                             url_to(&b, "http", i % 2 ? "localhost" : "127.0.0.1",
                                                    i % 3 ? "/silent" : "/page") };

        fetch_start(b.fetcher, &r);
    }
    wait_one(&b);
    close_bench(&b);
}

/* ---- names and addresses ---- */

/* A name server of our own. */
static void lookup_in_test(const char *host, struct lookup *out)
{
    static const struct {
        const char *host;
        enum reason reason;
        const char *ips[4];
    } names[] = {
        { "good.test.cn", REASON_NONE, { "127.0.0.1" } },
        { "private.test.cn", REASON_NONE, { "192.168.1.1", "fd00::1" } },
        { "second.test.cn", REASON_NONE, { "127.0.0.9", "127.0.0.8", "127.0.0.1" } },
        { "two.test.cn", REASON_NONE, { "127.0.0.2", "127.0.0.1" } },
        { "six.test.cn", REASON_NONE, { "::1" } },
        { "silent.test.cn", REASON_DNS_TEMPORARY, { NULL } },
    };

    out->reason = REASON_DNS;
    out->message = "no such name";
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(names[i].host, host) != 0)
            continue;
        out->reason = names[i].reason;
        for (size_t k = 0; k < COUNT_OF(names[i].ips) && names[i].ips[k]; k++)
            (void)snprintf(out->ips[out->n++], IP_TEXT_BYTES, "%s", names[i].ips[k]);
    }
}

static enum reason reason_of(struct bench *b, const char *host, enum fetch_family family)
{
    const struct fetch_request r = { .url = url_to(b, "http", host, "/page"), .family = family };

    fetch_start(b->fetcher, &r);
    wait_one(b);
    return b->result.reason;
}

static void private_addresses_are_not_reached_without_a_rule(void **state)
{
    static const char *const hosts[] = {
        "127.0.0.1",          "localhost", "a.localhost", "10.0.0.1",       "192.168.1.1",
        "169.254.169.254",    "[::1]",     "0.0.0.0",     "2130706433",     "0x7f000001",
        "[::ffff:127.0.0.1]", "[fe80::1]", "127.1",       "user@127.0.0.1", "[fd00::1]",
        "[64:ff9b::7f00:1]",
    };
    struct fetch_options o = short_limits();
    struct bench b;

    (void)state;
    o.allow_private = false;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    for (size_t i = 0; i < COUNT_OF(hosts); i++) {
        if (reason_of(&b, hosts[i], FETCH_ANY) != REASON_BLOCKED_ADDRESS)
            print_error("%s\n", hosts[i]);
        assert_int_equal(b.result.reason, REASON_BLOCKED_ADDRESS);
    }
    assert_int_equal(hostile_connections(b.server), 0);
    close_bench(&b);

    o.lookup = lookup_in_test;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    assert_int_equal(reason_of(&b, "good.test.cn", FETCH_ANY), REASON_BLOCKED_ADDRESS);
    assert_int_equal(reason_of(&b, "private.test.cn", FETCH_ANY), REASON_BLOCKED_ADDRESS);
    assert_int_equal(hostile_connections(b.server), 0);
    close_bench(&b);
}

static void a_rule_says_where_to_connect(void **state)
{
    struct hostile *server = hostile_start(&(struct hostile_options){ 0 });
    struct bench b = { 0 };
    char text[64];
    struct connect_to rule;
    struct fetch_options o = short_limits();
    struct err err = { 0 };
    struct fetch_request r = { .url = STR("http://www.x.gov.cn/echo") };

    (void)state;
    (void)snprintf(text, sizeof(text), "www.x.gov.cn::127.0.0.1:%d", hostile_port(server));
    assert_true(connect_to_parse(str_of(text), &rule));
    o.allow_private = false;
    o.connect_to = &rule;
    o.n_connect_to = 1;
    o.lookup = lookup_in_test;
    assert_int_equal(fetcher_new(&o, &b.fetcher, &err), RC_OK);
    fetch_start(b.fetcher, &r);
    wait_one(&b);
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_true(body_has(&b, "Host: www.x.gov.cn\r\n"));
    r.url = STR("http://www.y.gov.cn/echo");
    fetch_start(b.fetcher, &r);
    wait_one(&b);
    assert_int_equal(b.result.reason, REASON_DNS);
    fetcher_free(b.fetcher);
    hostile_stop(server);
}

static void names_that_fail_say_how(void **state)
{
    struct fetch_options o = short_limits();
    struct bench b;

    (void)state;
    o.lookup = lookup_in_test;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    assert_int_equal(reason_of(&b, "nowhere.test.cn", FETCH_ANY), REASON_DNS);
    assert_int_equal(reason_of(&b, "silent.test.cn", FETCH_ANY), REASON_DNS_TEMPORARY);
    assert_int_equal(reason_of(&b, "good.test.cn", FETCH_IPV6), REASON_DNS);
    assert_int_equal(reason_of(&b, "good.test.cn", FETCH_IPV4), REASON_NONE);
    close_bench(&b);
}

static void another_address_is_tried_when_one_does_not_connect(void **state)
{
    struct fetch_options o = short_limits();
    struct bench b;

    (void)state;
    o.lookup = lookup_in_test;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    assert_int_equal(reason_of(&b, "second.test.cn", FETCH_ANY), REASON_NONE);
    assert_true(str_eq(b.result.ip, STR("127.0.0.1")));
    close_bench(&b);
}

static void another_address_is_asked_when_one_has_fallen_silent(void **state)
{
    enum { SILENT = 2 };
    struct fetch_options o = short_limits();
    struct hostile *silent;
    struct bench b;

    (void)state;
    o.lookup = lookup_in_test;
    o.n_silent = SILENT;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    silent = hostile_start(&(struct hostile_options){
        .ip = "127.0.0.2", .port = hostile_port(b.server), .stays_unaccepted = true });
    for (int i = 0; i <= SILENT; i++) {
        const struct fetch_request r = { .url = url_to(&b, "http", "two.test.cn", "/page"),
                                         .is_sparable = true };

        fetch_start(b.fetcher, &r);
        wait_one(&b);
        assert_int_equal(b.result.reason, i < SILENT ? REASON_TIMEOUT : REASON_NONE);
    }
    hostile_stop(silent);
    close_bench(&b);
}

/* ---- TLS ---- */

static void open_tls(struct bench *b, enum certificate kind)
{
    struct fetch_options o = short_limits();

    o.lookup = lookup_in_test;
    o.first_byte_ms = o.total_ms = FAR_MS;
    open_bench_with(b, (struct hostile_options){ .is_tls = true, .certificate = kind }, o);
}

static void get_tls(struct bench *b, struct fetch_request r)
{
    r.url = url_to(b, "https", "good.test.cn", "/page");
    fetch_start(b->fetcher, &r);
    wait_one(b);
}

static void a_good_certificate_is_taken_and_told(void **state)
{
    struct bench b;

    (void)state;
    open_tls(&b, CERTIFICATE_GOOD);
    for (int i = 0; i < 3; i++) {
        get_tls(&b, (struct fetch_request){ 0 });
        assert_int_equal(b.result.reason, REASON_NONE);
        assert_int_equal(b.result.is_new_connection, i == 0);
    }
    get_tls(&b, (struct fetch_request){ .want_tls = true });
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_true(b.result.is_new_connection);
    assert_int_equal(b.result.tls.tls_reason, REASON_NONE);
    assert_int_equal(b.result.tls.tls_trusted, TRI_YES);
    assert_int_equal(b.result.tls.tls_name_fits, TRI_YES);
    assert_true(str_eq(b.result.tls.tls_issuer, STR("测试根")));
    assert_true(str_eq(b.result.tls.tls_version, STR("TLSv1.3")));
    assert_in_range(b.result.tls.tls_not_after - clock_now(), 89 * 86400, 90 * 86400);
    assert_in_range(clock_now() - b.result.tls.tls_not_before, 10 * 86400 - 60, 10 * 86400 + 60);
    close_bench(&b);
}

static void a_bad_certificate_is_a_reason_and_a_fact(void **state)
{
    static const struct {
        enum certificate kind;
        enum tri trusted, name_fits;
    } bad[] = {
        { CERTIFICATE_EXPIRED, TRI_YES, TRI_YES },
        { CERTIFICATE_OTHER_NAME, TRI_YES, TRI_NO },
        { CERTIFICATE_SELF_SIGNED, TRI_NO, TRI_YES },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct bench b;

        open_tls(&b, bad[i].kind);
        get_tls(&b, (struct fetch_request){ 0 });
        assert_int_equal(b.result.reason, REASON_TLS);
        assert_int_equal(b.result.http_status, 0);
        get_tls(&b, (struct fetch_request){ .ignore_tls = true });
        assert_int_equal(b.result.reason, REASON_NONE);
        get_tls(&b, (struct fetch_request){ 0 }); /* no way around through an open connection */
        assert_int_equal(b.result.reason, REASON_TLS);
        for (int ignore = 0; ignore < 2; ignore++) {
            const int before = hostile_requests(b.server);

            get_tls(&b, (struct fetch_request){ .want_tls = true, .ignore_tls = ignore });
            assert_int_equal(b.result.reason, ignore ? REASON_NONE : REASON_TLS);
            assert_int_equal(hostile_requests(b.server) - before, ignore);
            assert_int_equal(b.result.tls.tls_reason, REASON_TLS);
            assert_int_equal(b.result.tls.tls_trusted, bad[i].trusted);
            assert_int_equal(b.result.tls.tls_name_fits, bad[i].name_fits);
            assert_int_equal(b.result.tls.tls_not_after < clock_now(),
                             bad[i].kind == CERTIFICATE_EXPIRED);
        }
        close_bench(&b);
    }
}

static void a_server_of_old_tls_is_reached_and_told(void **state)
{
    struct fetch_options o = short_limits();
    struct bench b;

    (void)state;
    o.lookup = lookup_in_test;
    o.first_byte_ms = o.total_ms = FAR_MS;
    open_bench_with(&b, (struct hostile_options){ .is_tls = true, .is_old_tls = true }, o);
    get_tls(&b, (struct fetch_request){ 0 });
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_int_equal(hostile_connections(b.server), 2);
    get_tls(&b, (struct fetch_request){ .want_tls = true });
    assert_int_equal(b.result.reason, REASON_NONE);
    assert_true(str_eq(b.result.tls.tls_version, STR("TLSv1.1")));
    assert_int_equal(hostile_connections(b.server), 3); /* what it speaks was remembered */
    close_bench(&b);
}

static void what_is_no_tls_server_is_named(void **state)
{
    struct bench b;
    struct fetch_request r = { .want_tls = true };

    (void)state;
    open_bench(&b);
    r.url = url_to(&b, "https", "127.0.0.1", "/page");
    fetch_start(b.fetcher, &r);
    wait_one(&b);
    /* The server waits for the end of what it takes for a request. */
    assert_int_equal(b.result.reason, REASON_TIMEOUT);
    assert_int_equal(b.result.tls.tls_reason, REASON_TIMEOUT);
    assert_int_equal(b.result.tls.tls_trusted, TRI_UNKNOWN);
    close_bench(&b);
}

static void without_root_certificates_nothing_starts(void **state)
{
    struct fetch_options o = short_limits();
    struct fetcher *f = NULL;
    struct err err = { 0 };

    (void)state;
    o.ca_file = "/nonexistent/ca.crt";
    assert_int_equal(fetcher_new(&o, &f, &err), RC_IO);
    assert_null(f);
    assert_non_null(strstr(err.text, "/nonexistent/ca.crt"));
}

/* ---- politeness ---- */

static void the_rate_holds_at_the_server(void **state)
{
    enum { RATE = 20, N = 45 };
    struct fetch_options o = short_limits();
    int64_t at[N];
    struct bench b;

    (void)state;
    o.rate = RATE;
    o.first_byte_ms = o.total_ms = FAR_MS;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    for (int i = 0; i < N; i++) {
        const struct fetch_request r = { .url = url_to(&b, "http", "127.0.0.1", "/page?late=100") };

        fetch_start(b.fetcher, &r);
    }
    while (fetch_pending(b.fetcher)) {
        wait_one(&b);
        assert_int_equal(b.result.reason, REASON_NONE);
    }
    assert_int_equal(hostile_arrivals(b.server, at, N), N);
    /* When they arrive is also this machine's business: half of a second's room is left for that;
     * what was sent when is looked at in test_net_pace.c. */
    for (int i = RATE; i < N; i++)
        assert_true(at[i] - at[i - RATE] >= 500);
    close_bench(&b);
}

static void retry_after_holds_the_address_back(void **state)
{
    struct fetch_options o = short_limits();
    struct bench b;

    (void)state;
    o.rate = 1000;
    open_bench_with(&b, (struct hostile_options){ 0 }, o);
    get(&b, "/busy");

    const struct fetch_request r = { .url = url_to(&b, "http", "127.0.0.1", "/page") };

    fetch_start(b.fetcher, &r);
    assert_false(fetch_next(b.fetcher, 100, &b.result));
    assert_int_equal(fetch_pending(b.fetcher), 1);
    assert_int_equal(hostile_requests(b.server), 1);
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_comes_whole_with_its_facts),
        cmocka_unit_test(statuses_and_redirects_are_answers),
        cmocka_unit_test(what_comes_before_and_behind_an_answer_is_none_of_its_header),
        cmocka_unit_test(requests_say_who_we_are_and_nothing_that_was_not_asked),
        cmocka_unit_test(a_cookie_goes_back_when_it_is_asked_for),
        cmocka_unit_test(an_unchanged_page_costs_no_body),
        cmocka_unit_test(head_and_get_take_turns_on_one_connection),
        cmocka_unit_test(many_at_once_use_few_connections),
        cmocka_unit_test(compressed_pages_are_decoded),
        cmocka_unit_test(each_hostility_ends_with_its_reason),
        cmocka_unit_test(the_kept_part_of_a_large_body_is_exact),
        cmocka_unit_test(hostile_servers_do_not_make_memory_grow),
        cmocka_unit_test(connections_that_end_before_a_word_are_named),
        cmocka_unit_test(what_is_no_url_is_said_at_once),
        cmocka_unit_test(the_time_of_the_caller_is_not_that_of_the_server),
        cmocka_unit_test(a_fetcher_may_be_freed_in_the_middle),
        cmocka_unit_test(private_addresses_are_not_reached_without_a_rule),
        cmocka_unit_test(a_rule_says_where_to_connect),
        cmocka_unit_test(names_that_fail_say_how),
        cmocka_unit_test(another_address_is_tried_when_one_does_not_connect),
        cmocka_unit_test(another_address_is_asked_when_one_has_fallen_silent),
        cmocka_unit_test(a_good_certificate_is_taken_and_told),
        cmocka_unit_test(a_bad_certificate_is_a_reason_and_a_fact),
        cmocka_unit_test(a_server_of_old_tls_is_reached_and_told),
        cmocka_unit_test(what_is_no_tls_server_is_named),
        cmocka_unit_test(without_root_certificates_nothing_starts),
        cmocka_unit_test(the_rate_holds_at_the_server),
        cmocka_unit_test(retry_after_holds_the_address_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
