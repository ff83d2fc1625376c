/* The loopback server, asked over real sockets; its folder is made anew for each test. */
#include "base/base.h"

#include "loopback/local.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <gnutls/gnutls.h>

struct fixture {
    struct arena a;
    char dir[64];
    struct local_server *server;
    struct err err;
};

/* Writes dir/path, folders included. */
static void put(struct fixture *f, const char *path, const char *text)
{
    char full[512];

    (void)snprintf(full, sizeof(full), "%s/%s", f->dir, path);
    for (char *p = full + strlen(f->dir) + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = 0;
        (void)mkdir(full, 0700);
        *p = '/';
    }

    FILE *to = fopen(full, "wb");

    assert_non_null(to);
    assert_true(fputs(text, to) >= 0);
    assert_int_equal(fclose(to), 0);
}

static void start(struct fixture *f)
{
    const enum rc rc = local_server_start(f->dir, 0, &f->server, &f->err);

    if (rc)
        fail_msg("%s", f->err.text);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    (void)snprintf(f->dir, sizeof(f->dir), "/tmp/xunjian-local-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[128];

    local_server_stopp(&f->server);
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", f->dir);
    assert_int_equal(system(command), 0);
    arena_done(&f->a);
    free(f);
    return 0;
}

static int dial(uint16_t port)
{
    const struct sockaddr_in at = { .sin_family = AF_INET,
                                    .sin_port = htons(port),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

static int ask(struct fixture *f, const char *method, const char *host, const char *path,
               const char *more)
{
    const int fd = dial(local_server_port(f->server));
    const struct str text =
        arena_printf(&f->a, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n", method,
                     path, host, more);

    assert_int_equal(send(fd, text.p, text.n, 0), (ssize_t)text.n);
    return fd;
}

/* All bytes until the end; empty after a reset. */
static struct str answer(struct fixture *f, int fd)
{
    AUTO(buf_done) struct buf all = { 0 };
    ssize_t n;

    while ((n = recv(fd, buf_room(&all, 4096), 4096, 0)) > 0)
        all.n += (size_t)n;
    (void)close(fd);
    return arena_copy(&f->a, buf_str(&all));
}

static struct str get(struct fixture *f, const char *host, const char *path)
{
    return answer(f, ask(f, "GET", host, path, ""));
}

static struct str body_of(struct str all)
{
    const size_t at = str_find(all, STR("\r\n\r\n"));

    return at == STR_NONE ? (struct str){ 0 } : str_skip(all, at + 4);
}

static void assert_has(struct str all, const char *part)
{
    if (!str_has(all, str_of(part)))
        fail_msg("“%s” is missing in:\n%.*s", part, STR_ARG(all));
}

static void assert_body(struct str all, const char *body)
{
    if (!str_eq(body_of(all), str_of(body)))
        fail_msg("body should be “%s”:\n%.*s", body, STR_ARG(all));
}

static void serves_each_host_its_own_files(void **state)
{
    struct fixture *f = *state;

    put(f, "www/a.gov.cn/index.html", "A");
    put(f, "www/b.gov.cn/index.html", "B");
    put(f, "www/a.gov.cn/sub/index.html", "SUB");
    put(f, "www/a.gov.cn/附件/表 1.pdf", "PDF");
    put(f, "www/a.gov.cn/show.asp?id=3", "THREE");
    put(f, "www/a.gov.cn/show.asp", "NONE");
    start(f);
    assert_body(get(f, "a.gov.cn", "/"), "A");
    assert_body(get(f, "B.gov.cn:8080", "/index.html?x=1"), "B");
    assert_body(get(f, "a.gov.cn", "/sub/"), "SUB");
    assert_has(get(f, "a.gov.cn", "/sub"), "Location: /sub/\r\n");
    assert_has(get(f, "a.gov.cn", "/%E9%99%84%E4%BB%B6/%E8%A1%A8%201.pdf"), "application/pdf");
    assert_body(get(f, "a.gov.cn", "/show.asp?id=3"), "THREE");
    assert_body(get(f, "a.gov.cn", "/show.asp?id=4"), "NONE");
    assert_has(get(f, "a.gov.cn", "/"), "Content-Type: text/html; charset=utf-8\r\n");
    assert_int_equal(get(f, "c.gov.cn", "/").n, 0);
}

static void answers_404_and_never_leaves_its_folder(void **state)
{
    struct fixture *f = *state;
    static const char *const paths[] = {
        "/x.html",  "/../serve.yaml", "/%2e%2e/serve.yaml", "/..%2fserve.yaml",
        "/.hidden", "/x%00.html",     "/site.pages",        "/sub/../../b/secret"
    };

    put(f, "www/a/404.html", "GONE");
    put(f, "www/a/.hidden", "secret");
    put(f, "www/a/site.pages", "layout:\n");
    put(f, "www/b/secret", "secret");
    put(f, "serve.yaml", "rules: []\n");
    start(f);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const struct str all = get(f, "a", paths[i]);

        assert_has(all, "HTTP/1.1 404 ");
        assert_body(all, "GONE");
    }
    assert_int_equal(get(f, "../www/a", "/").n, 0);
    assert_int_equal(get(f, "..", "/serve.yaml").n, 0);
}

static void knows_what_a_client_has_already(void **state)
{
    struct fixture *f = *state;

    put(f, "www/a/x.css", "p{}");
    put(f, "serve.yaml",
        "rules:\n  - path: /dated.css\n    body_file: www/a/x.css\n"
        "    headers: [ \"Last-Modified: Fri, 20 Nov 2026 01:00:00 GMT\" ]\n");
    start(f);

    const struct str first = get(f, "a", "/x.css");
    const size_t at = str_find(first, STR("ETag: "));

    assert_true(at != STR_NONE);
    assert_has(first, "Content-Type: text/css; charset=utf-8");

    struct str tag, rest;

    (void)str_cut(str_skip(first, at + 6), '\r', &tag, &rest);
    assert_true(str_eq(body_of(first), STR("p{}")));

    const struct str again =
        answer(f, ask(f, "GET", "a", "/x.css",
                      arena_printf(&f->a, "If-None-Match: %.*s\r\n", STR_ARG(tag)).p));

    assert_has(again, "HTTP/1.1 304 ");
    assert_body(again, "");
    assert_has(answer(f, ask(f, "GET", "a", "/x.css", "If-None-Match: \"0\"\r\n")),
               "HTTP/1.1 200 ");
    assert_has(answer(f, ask(f, "GET", "a", "/dated.css",
                             "If-Modified-Since: Fri, 20 Nov 2026 01:00:00 GMT\r\n")),
               "HTTP/1.1 304 ");
    assert_has(answer(f, ask(f, "GET", "a", "/dated.css",
                             "If-Modified-Since: Thu, 19 Nov 2026 01:00:00 GMT\r\n")),
               "HTTP/1.1 200 ");

    const struct str head = answer(f, ask(f, "HEAD", "a", "/x.css", ""));

    assert_has(head, "Content-Length: 3\r\n");
    assert_body(head, "");
}

static void follows_the_rules(void **state)
{
    struct fixture *f = *state;

    put(f, "www/a/index.html", "云溪");
    put(f, "www/a/p.html", "page");
    put(f, "serve.yaml",
        "rules:\n"
        "  - { path: /old/*, status: 301, location: /new/ }\n"
        "  - { path: /gone.html, status: 410 }\n"
        "  - { path: '/q?id=*', status: 503, headers: [ 'Retry-After: 5' ] }\n"
        "  - { path: /p.html, status: 500, times: 2 }\n"
        "  - { path: /p.html, method: HEAD, status: 405 }\n"
        "  - { host: '*.b', status: 403 }\n"
        "  - { path: /, charset: gbk }\n"
        "  - { path: /index.html, charset: gbk, charset_header: false }\n");
    start(f);
    assert_has(get(f, "a", "/old/x"), "HTTP/1.1 301 ");
    assert_has(get(f, "a", "/old/x"), "Location: /new/\r\n");
    assert_has(get(f, "a", "/gone.html"), "HTTP/1.1 410 ");
    assert_has(get(f, "a", "/q?id=7"), "Retry-After: 5\r\n");
    assert_has(get(f, "a", "/q"), "HTTP/1.1 404 ");
    assert_has(get(f, "a", "/p.html"), "HTTP/1.1 500 ");
    assert_has(get(f, "a", "/p.html"), "HTTP/1.1 500 ");
    assert_has(get(f, "a", "/p.html"), "HTTP/1.1 200 ");
    assert_has(answer(f, ask(f, "HEAD", "a", "/p.html", "")), "HTTP/1.1 405 ");
    assert_has(get(f, "x.b", "/any"), "HTTP/1.1 403 ");

    const struct str said = get(f, "a", "/"), silent = get(f, "a", "/index.html");

    assert_has(said, "Content-Type: text/html; charset=gbk\r\n");
    assert_has(silent, "Content-Type: text/html\r\n");
    assert_body(said, "\xd4\xc6\xcf\xaa");
    assert_body(silent, "\xd4\xc6\xcf\xaa");
}

static void a_late_answer_does_not_hold_up_others(void **state)
{
    struct fixture *f = *state;

    put(f, "www/a/index.html", "now");
    put(f, "www/a/late.html", "late");
    put(f, "serve.yaml",
        "rules:\n  - { path: /late.html, delay_ms: 300 }\n"
        "  - { path: /never.html, delay_ms: 3600000 }\n");
    start(f);

    const int64_t from = clock_ms();
    const int late = ask(f, "GET", "a", "/late.html", "");
    const int never = ask(f, "GET", "a", "/never.html", "");

    for (int i = 0; i < 20; i++)
        assert_body(get(f, "a", "/"), "now");
    assert_body(answer(f, late), "late");
    assert_true(clock_ms() - from >= 300);
    local_server_stopp(&f->server); /* does not wait an hour */
    (void)answer(f, never);
}

static void breaks_off_when_told(void **state)
{
    struct fixture *f = *state;

    put(f, "www/a/half.html", "0123456789");
    put(f, "serve.yaml",
        "rules:\n  - { path: /half.html, close: middle }\n"
        "  - { path: /cut.html, close: before }\n");
    start(f);

    const struct str half = get(f, "a", "/half.html");

    assert_has(half, "Content-Length: 10\r\n");
    assert_body(half, "01234");
    assert_int_equal(get(f, "a", "/cut.html").n, 0);
}

static void makes_pages_of_bundles(void **state)
{
    struct fixture *f = *state;

    put(f, "layout/page.html", "<title>{{title}}-{{site}}</title>{{>foot}}|{{content}}|");
    put(f, "layout/foot.html", "{{#code}}[{{code}}]{{/code}}{{^code}}none{{/code}}");
    put(f, "www/a/site.pages",
        "site: 云溪\ncode: 1\nlayout: page\n\n"
        "=== index.html\ntitle: 首页\n\n"
        "{{#list /n/ 2}}<{{title}} {{mm}}-{{dd}} {{href}}>{{/list}}"
        "{{#list /n/ 9 2}}({{title}}){{/list}}\n");
    put(f, "www/a/n/n.pages",
        "# a remark\ncode:\n"
        "=== 1.html\ntitle: one\ndate: 2026-11-01 09:00\n\nfirst\n"
        "=== 2.html\ntitle: two\ndate: 2026-11-02\n\nsecond\n"
        "=== 3.html\ntitle: three\ndate: 2026-10-31\n\n3\n"
        "=== index.html\ntitle: list\n\n{{#list . 1}}{{url}}{{/list}}\n"
        "=== list.asp?p=2\nlayout:\n\nquery\n");
    start(f);
    assert_body(get(f, "a", "/"), "<title>首页-云溪</title>[1]|"
                                  "<two 11-02 /n/2.html><one 11-01 /n/1.html>(three)|");
    assert_body(get(f, "a", "/n/1.html"), "<title>one-云溪</title>none|first|");
    assert_body(get(f, "a", "/n/"), "<title>list-云溪</title>none|http://a/n/2.html|");
    assert_body(get(f, "a", "/n/list.asp?p=2"), "query");
    assert_has(get(f, "a", "/n"), "Location: /n/\r\n");
    assert_has(get(f, "a", "/n/n.pages"), "HTTP/1.1 404 ");
}

static void tells_where_a_mistake_stands(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *path, *text;
        enum rc rc;
        const char *says;
    } cases[] = {
        { "serve.yaml", "rules:\n  - hosts: a\n", RC_SYNTAX, "line: 2" },
        { "serve.yaml", "rules:\n  - host: a\n    close: perhaps\n", RC_SYNTAX, "line: 3" },
        { "serve.yaml", "rules:\n  - status: 3x\n", RC_SYNTAX, "第 1 条规则的 status" },
        { "serve.yaml", "rules:\n  - status: 199\n", RC_SYNTAX, "200 至 599" },
        { "serve.yaml", "rules:\n  - headers: [ Retry ]\n", RC_SYNTAX, "没有冒号" },
        { "serve.yaml", "rules: [\n", RC_SYNTAX, "serve.yaml" },
        { "www/a/x.pages", "a\n=== x.html\n", RC_SYNTAX, "第 1 行" },
        { "www/a/x.pages", "=== x.html\n\na\n{{#list /x/}}{{/list}}\n", RC_SYNTAX, "列表" },
        { "www/a/x.pages", "=== x.html\n\n{{#k}}\n", RC_SYNTAX, "没有结束" },
        { "www/a/x.pages", "=== x.html\n\n{{k\n", RC_SYNTAX, "第 1 行" },
        { "www/a/x.pages", "=== x.html\nk: {{k}}\n\n{{k}}\n", RC_SYNTAX, "嵌套过深" },
        { "www/a/x.pages", "layout: none\n=== x.html\n", RC_SYNTAX, "没有这个版式" },
        { "www/a/x.pages", "=== x.html\n=== x.html\n", RC_SYNTAX, "两次" },
        { "www/a/x.pages", "=== /x.html\n", RC_SYNTAX, "相对" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        put(f, "serve.yaml", "");
        put(f, "www/a/x.pages", "");
        put(f, cases[i].path, cases[i].text);
        assert_int_equal(local_server_start(f->dir, 0, &f->server, &f->err), cases[i].rc);
        assert_null(f->server);
        assert_has(str_of(f->err.text), cases[i].says);
    }
}

static void refuses_a_port_that_is_taken(void **state)
{
    struct fixture *f = *state;
    struct local_server *second = NULL;

    put(f, "www/a/index.html", "A");
    start(f);
    assert_int_equal(local_server_start(f->dir, local_server_port(f->server), &second, &f->err),
                     RC_IO);
    assert_null(second);
    assert_int_equal(local_server_tls_port(f->server), 0);
    assert_int_equal(local_server_ca(f->server).n, 0);
}

/* The verification status of GnuTLS for a host; -1 when the handshake is refused. */
static int verify(struct fixture *f, const char *host)
{
    const struct str ca = local_server_ca(f->server);
    gnutls_datum_t pem = { .data = (unsigned char *)(uintptr_t)ca.p, .size = (unsigned)ca.n };
    gnutls_certificate_credentials_t trust;
    gnutls_session_t session;
    unsigned status = 0;
    int result = -1;
    const int fd = dial(local_server_tls_port(f->server));

    assert_int_equal(gnutls_certificate_allocate_credentials(&trust), 0);
    assert_int_equal(gnutls_certificate_set_x509_trust_mem(trust, &pem, GNUTLS_X509_FMT_PEM), 1);
    assert_int_equal(gnutls_init(&session, GNUTLS_CLIENT), 0);
    assert_int_equal(gnutls_set_default_priority(session), 0);
    assert_int_equal(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, trust), 0);
    assert_int_equal(gnutls_server_name_set(session, GNUTLS_NAME_DNS, host, strlen(host)), 0);
    gnutls_transport_set_int(session, fd);
    if (gnutls_handshake(session) == 0) {
        assert_int_equal(gnutls_certificate_verify_peers3(session, host, &status), 0);
        result = (int)status;
    }
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(trust);
    (void)close(fd);
    return result;
}

static void shows_each_host_its_certificate(void **state)
{
    struct fixture *f = *state;

    put(f, "www/a.cn/index.html", "A");
    put(f, "serve.yaml",
        "tls:\n  - { host: good.cn, certificate: good }\n"
        "  - { host: old.cn, certificate: expired }\n"
        "  - { host: own.cn, certificate: self-signed }\n"
        "  - { host: other.cn, certificate: wrong-name }\n");
    start(f);
    assert_true(local_server_tls_port(f->server) != 0);
    assert_int_equal(verify(f, "good.cn"), 0);
    assert_true(verify(f, "old.cn") & GNUTLS_CERT_EXPIRED);
    assert_true(verify(f, "own.cn") & GNUTLS_CERT_SIGNER_NOT_FOUND);
    assert_true(verify(f, "other.cn") & GNUTLS_CERT_UNEXPECTED_OWNER);
    assert_int_equal(verify(f, "a.cn"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(serves_each_host_its_own_files, setup, teardown),
        cmocka_unit_test_setup_teardown(answers_404_and_never_leaves_its_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(knows_what_a_client_has_already, setup, teardown),
        cmocka_unit_test_setup_teardown(follows_the_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(a_late_answer_does_not_hold_up_others, setup, teardown),
        cmocka_unit_test_setup_teardown(breaks_off_when_told, setup, teardown),
        cmocka_unit_test_setup_teardown(makes_pages_of_bundles, setup, teardown),
        cmocka_unit_test_setup_teardown(tells_where_a_mistake_stands, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_a_port_that_is_taken, setup, teardown),
        cmocka_unit_test_setup_teardown(shows_each_host_its_certificate, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
