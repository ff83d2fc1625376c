/* What comes in a request: targets, cookies, tags, bodies of a declared shape; passwords. */
#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "web/guard.h"
#include "web/http.h"
#include "web/password.h"
#include "web/route.h"
#include "web/shape.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static enum rc parse(const char *uri, struct arena *a, struct http_target *out)
{
    return http_target_parse(str_of(uri), a, out, NULL);
}

static void a_target_is_decoded_part_by_part(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct http_target t;

    (void)state;
    assert_int_equal(parse("/a%20b/%E4%B8%AD/?x=1+2&y=%2B&z", &a, &t), RC_OK);
    assert_int_equal(t.n_parts, 2);
    assert_true(str_eq(t.parts[0], STR("a b")));
    assert_true(str_eq(t.parts[1], STR("中")));
    assert_true(str_eq(t.path, STR("/a b/中")));
    assert_int_equal(t.n_query, 3);
    assert_true(str_eq(t.query[0].value, STR("1 2")));
    assert_true(str_eq(t.query[1].value, STR("+")));
    assert_true(str_eq(t.query[2].name, STR("z")));
    assert_int_equal(parse("/", &a, &t), RC_OK);
    assert_int_equal(t.n_parts, 0);
}

static void a_target_that_climbs_or_is_no_text_is_refused(void **state)
{
    static const char *const bad[] = { "",     "a",       "*",      "/../a",   "/%2e%2E",
                                       "/./a", "/a%2fb",  "/a%5cb", "/a%00",   "/%0a",
                                       "/%ff", "/%c0%af", "/%",     "/%2",     "/%zz",
                                       "//a",  "/a//b",   "/a?x=%", "/a?%ff=1" };
    AUTO(arena_done) struct arena a = { 0 };
    struct http_target t;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(parse(bad[i], &a, &t), RC_SYNTAX);
}

static void a_target_has_its_limits(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf uri = { 0 };
    struct http_target t;

    (void)state;
    assert_int_equal(parse("/1/2/3/4/5/6/7/8/9/10", &a, &t), RC_OK);
    assert_int_equal(parse("/1/2/3/4/5/6/7/8/9/10/11", &a, &t), RC_LIMIT);
    buf_add(&uri, STR("/?a"));
    for (int i = 1; i < HTTP_QUERY_MAX; i++)
        buf_add(&uri, STR("&a"));
    assert_int_equal(http_target_parse(buf_str(&uri), &a, &t, NULL), RC_OK);
    buf_add(&uri, STR("&a"));
    assert_int_equal(http_target_parse(buf_str(&uri), &a, &t, NULL), RC_LIMIT);
    buf_reset(&uri);
    buf_add_char(&uri, '/');
    while (uri.n < HTTP_TARGET_BYTES_MAX)
        buf_add_char(&uri, 'a');
    assert_int_equal(http_target_parse(buf_str(&uri), &a, &t, NULL), RC_OK);
    buf_add_char(&uri, 'a');
    assert_int_equal(http_target_parse(buf_str(&uri), &a, &t, NULL), RC_LIMIT);
}

static void one_cookie_of_the_name_is_taken(void **state)
{
    (void)state;
    assert_true(str_eq(http_cookie(STR("a=1; s=2 ;b=3"), STR("s")), STR("2")));
    assert_true(str_is_empty(http_cookie(STR("as=1; s"), STR("s"))));
    assert_true(str_is_empty(http_cookie(STR("s=1; s=1"), STR("s"))));
}

static void tags_and_codings_are_read(void **state)
{
    (void)state;
    assert_true(http_names_etag(STR("\"a\", W/\"b\""), STR("\"b\"")));
    assert_true(http_names_etag(STR(" * "), STR("\"b\"")));
    assert_false(http_names_etag(STR("\"ab\""), STR("\"b\"")));
    assert_true(http_takes_gzip(STR("br, GZIP;q=0.5")));
    assert_false(http_takes_gzip(STR("gzip;q=0, br")));
    assert_false(http_takes_gzip(STR("xgzip")));
    assert_true(str_eq(http_media_type(STR("text/html; charset=utf-8")), STR("text/html")));
}

/* ---- routes ---- */

static const struct endpoint none = { .summary = "" };
static const struct route routes[] = {
    { "GET", "/a", WHO_USER, &none },
    { "POST", "/a", WHO_USER, &none },
    { "GET", "/a/{id}", WHO_USER, &none },
    { "GET", "/a/current", WHO_USER, &none },
    { "GET", "/b/{name}/{n}", WHO_USER, &none },
};

static int find(const char *method, const char *path, const struct route **out, struct str *allowed,
                struct arena *a)
{
    struct http_target t;

    assert_int_equal(parse(path, a, &t), RC_OK);
    return route_find(routes, COUNT_OF(routes), str_of(method), &t, a, out, allowed);
}

static void a_route_is_found_by_method_and_path(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct route *r = NULL;
    struct str allowed;

    (void)state;
    assert_int_equal(find("HEAD", "/a", &r, &allowed, &a), ROUTE_FOUND);
    assert_ptr_equal(r, &routes[0]);
    assert_int_equal(find("GET", "/a/current", &r, &allowed, &a), ROUTE_FOUND);
    assert_ptr_equal(r, &routes[3]);
    assert_int_equal(find("GET", "/a/7", &r, &allowed, &a), ROUTE_FOUND);
    assert_ptr_equal(r, &routes[2]);
    assert_int_equal(find("PUT", "/a", &r, &allowed, &a), ROUTE_OTHER_METHOD);
    assert_true(str_eq(allowed, STR("GET, POST")));
    assert_int_equal(find("GET", "/a/7/8", &r, &allowed, &a), ROUTE_NONE);
}

static void a_part_that_is_a_number_takes_only_numbers(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct route *r;
    struct str allowed;

    (void)state;
    assert_int_equal(find("GET", "/a/0", &r, &allowed, &a), ROUTE_NONE);
    assert_int_equal(find("GET", "/a/x", &r, &allowed, &a), ROUTE_NONE);
    assert_int_equal(find("GET", "/a/99999999999999999999", &r, &allowed, &a), ROUTE_NONE);
    assert_int_equal(find("GET", "/b/x/0", &r, &allowed, &a), ROUTE_FOUND);
    assert_int_equal(find("GET", "/b/x/-1", &r, &allowed, &a), ROUTE_NONE);
}

/* ---- shapes ---- */

static const struct member of[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "名称", .min = 1, .max = 3 },
    { .name = "n", .type = MEMBER_INT, .help = "数", .flags = OPTIONAL, .min = 1, .max = 5 },
    { .name = "day", .type = MEMBER_DAY, .help = "日期", .flags = OPTIONAL | NULLABLE },
    { .name = "texts",
      .type = MEMBER_TEXTS,
      .help = "各字",
      .flags = OPTIONAL,
      .min = 1,
      .max = 2 },
    { 0 },
};

/* The field that is wrong; "" when all is right. */
static void check(const char *text, const char *wrong)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *j = NULL;
    struct str field = { 0 };
    struct err err = { 0 };
    enum rc rc;

    assert_int_equal(json_parse(str_of(text), &j, &err), RC_OK);
    rc = shape_check(of, j, &a, &field, &err);
    assert_int_equal(rc, wrong ? RC_SYNTAX : RC_OK);
    if (wrong)
        assert_true(str_eq(field, str_of(wrong)));
}

static void a_body_is_checked_to_the_limits(void **state)
{
    (void)state;
    check("{\"name\":\"中文字\",\"n\":5,\"day\":null,\"texts\":[\"a\",\"b\"]}", NULL);
    check("{\"name\":\"中\",\"n\":1,\"texts\":[\"a\"]}", NULL);
    check("{\"name\":\"中文字四\"}", "name");
    check("{\"name\":\"\"}", "name");
    check("{}", "name");
    check("{\"name\":\"a\",\"n\":0}", "n");
    check("{\"name\":\"a\",\"n\":6}", "n");
    check("{\"name\":\"a\",\"n\":1.5}", "n");
    check("{\"name\":\"a\",\"n\":null}", "n");
    check("{\"name\":\"a\",\"day\":\"2026-02-30\"}", "day");
    check("{\"name\":\"a\",\"texts\":[]}", "texts");
    check("{\"name\":\"a\",\"texts\":[\"a\",\"b\",\"c\"]}", "texts");
    check("{\"name\":\"a\",\"texts\":[1]}", "texts");
    check("{\"name\":\"a\",\"other\":1}", "other");
    check("[]", "");
}

/* ---- connections ---- */

static struct sockaddr_in address(uint32_t host)
{
    return (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(host) };
}

static void an_address_has_so_many_connections_and_no_more(void **state)
{
    AUTO(guard_freep) struct guard *g = guard_new(3, 2);
    const struct sockaddr_in one = address(1), two = address(2);
    const struct sockaddr *a = (const struct sockaddr *)(const void *)&one;
    const struct sockaddr *b = (const struct sockaddr *)(const void *)&two;
    struct guarded *first;

    (void)state;
    first = guard_enter(g, a, 100, 0);
    assert_true(guard_may_enter(g, a));
    assert_non_null(guard_enter(g, a, 101, 0));
    assert_false(guard_may_enter(g, a));
    assert_true(guard_may_enter(g, b));
    assert_non_null(guard_enter(g, b, 102, 0));
    assert_false(guard_may_enter(g, b)); /* there are three */
    assert_null(guard_enter(g, b, 103, 0));
    guard_leave(g, first);
    assert_true(guard_may_enter(g, a));
    assert_int_equal(guard_count(g), 2);
}

/* ::ffff:0.0.0.host, as a socket that hears both kinds names an IPv4 client. */
static struct sockaddr_in6 mapped(unsigned char host)
{
    return (struct sockaddr_in6){ .sin6_family = AF_INET6,
                                  .sin6_addr.s6_addr = { [10] = 0xff, [11] = 0xff, [15] = host } };
}

static void clients_of_ipv4_are_told_apart_on_a_socket_of_ipv6(void **state)
{
    AUTO(guard_freep) struct guard *g = guard_new(3, 1);
    const struct sockaddr_in6 one = mapped(1), two = mapped(2);
    const struct sockaddr_in same = address(1);

    (void)state;
    assert_non_null(guard_enter(g, (const struct sockaddr *)(const void *)&one, 100, 0));
    assert_false(guard_may_enter(g, (const struct sockaddr *)(const void *)&one));
    assert_false(guard_may_enter(g, (const struct sockaddr *)(const void *)&same));
    assert_true(guard_may_enter(g, (const struct sockaddr *)(const void *)&two));
}

static void who_has_an_address_of_ipv6_has_its_network(void **state)
{
    static const char *const cases[][2] = {
        { "192.0.2.1", "192.0.2.1" },
        { "::ffff:192.0.2.1", "192.0.2.1" },
        { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::" },
        { "2001:db8:1:2::9", "2001:db8:1:2::" },
        { "2001:db8:1:3::9", "2001:db8:1:3::" },
        { "unknown", "unknown" },
        { "", "" },
    };
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct str network = http_network(str_of(cases[i][0]), &a);

        if (!str_eq(network, str_of(cases[i][1])))
            fail_msg("%s: %.*s", cases[i][0], STR_ARG(network));
    }
}

static void a_connection_whose_time_is_over_is_shut(void **state)
{
    AUTO(guard_freep) struct guard *g = guard_new(2, 2);
    const struct sockaddr_in one = address(1);
    const struct sockaddr *a = (const struct sockaddr *)(const void *)&one;
    struct guarded *c;
    int pair[2];
    char byte;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    c = guard_enter(g, a, pair[0], 1000);
    assert_int_equal(guard_sweep(g, 1000 + GUARD_HEAD_MS - 1), 0);
    guard_deadline(g, c, 0); /* waits for us */
    assert_int_equal(guard_sweep(g, INT64_MAX), 0);
    guard_deadline(g, c, 5000);
    assert_int_equal(guard_sweep(g, 4999), 0);
    assert_int_equal(guard_sweep(g, 5000), 1);
    assert_int_equal(read(pair[1], &byte, 1), 0);
    (void)close(pair[0]);
    (void)close(pair[1]);
}

/* ---- passwords ---- */

static void a_password_fits_its_hash_and_no_other(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str hash;

    (void)state;
    assert_int_equal(password_hash(STR("Kunlun-2026!"), &a, &hash, NULL), RC_OK);
    assert_true(str_starts(hash, STR("$argon2id$")));
    assert_true(password_fits(STR("Kunlun-2026!"), hash));
    assert_false(password_fits(STR("Kunlun-2026"), hash));
    assert_false(password_fits(STR(""), hash));
    assert_false(password_fits(STR("Kunlun-2026!"), (struct str){ 0 }));
    assert_false(password_fits(STR("x"), STR("no hash")));
}

static void a_password_meets_the_rules(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    assert_int_equal(password_check(STR("Abcdefgh12"), STR("wang"), NULL), RC_OK);
    assert_int_equal(password_check(STR("Abcdefgh1"), STR("wang"), NULL), RC_SYNTAX);
    assert_int_equal(password_check(STR("abcdefgh12"), STR("wang"), NULL), RC_SYNTAX);
    assert_int_equal(password_check(STR("Abcwang123"), STR("WANG"), NULL), RC_SYNTAX);
    for (int i = 0; i < 50; i++)
        assert_int_equal(password_check(password_make(&a), STR("wang"), NULL), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_is_decoded_part_by_part),
        cmocka_unit_test(a_target_that_climbs_or_is_no_text_is_refused),
        cmocka_unit_test(a_target_has_its_limits),
        cmocka_unit_test(one_cookie_of_the_name_is_taken),
        cmocka_unit_test(tags_and_codings_are_read),
        cmocka_unit_test(a_route_is_found_by_method_and_path),
        cmocka_unit_test(a_part_that_is_a_number_takes_only_numbers),
        cmocka_unit_test(a_body_is_checked_to_the_limits),
        cmocka_unit_test(an_address_has_so_many_connections_and_no_more),
        cmocka_unit_test(clients_of_ipv4_are_told_apart_on_a_socket_of_ipv6),
        cmocka_unit_test(who_has_an_address_of_ipv6_has_its_network),
        cmocka_unit_test(a_connection_whose_time_is_over_is_shut),
        cmocka_unit_test(a_password_fits_its_hash_and_no_other),
        cmocka_unit_test(a_password_meets_the_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
