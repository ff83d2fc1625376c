/*
 * Any bytes as what a client sends: the first line is the target, the second the cookie header, the
 * third the entity tags, the rest the JSON body of a declared shape.
 */
#include "base/base.h"

#include "web/http.h"
#include "web/route.h"
#include "web/shape.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct member inner[] = {
    { .name = "kind", .type = MEMBER_WORD, .help = "种类", .words = "a|b" },
    { .name = "id", .type = MEMBER_HEX, .help = "编号", .flags = OPTIONAL | NULLABLE },
    { 0 },
};

static const struct member shape[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "名称", .min = 1, .max = 20 },
    { .name = "n", .type = MEMBER_INT, .help = "数", .flags = OPTIONAL, .min = -5, .max = 5 },
    { .name = "real", .type = MEMBER_REAL, .help = "数", .flags = OPTIONAL },
    { .name = "flag", .type = MEMBER_FLAG, .help = "是否", .flags = OPTIONAL },
    { .name = "day", .type = MEMBER_DAY, .help = "日期", .flags = OPTIONAL },
    { .name = "time", .type = MEMBER_TIME, .help = "时间", .flags = OPTIONAL | NULLABLE },
    { .name = "list", .type = MEMBER_LIST, .help = "各项", .flags = OPTIONAL, .of = inner },
    { .name = "texts", .type = MEMBER_TEXTS, .help = "各字", .flags = OPTIONAL, .max = 3 },
    { .name = "ints", .type = MEMBER_INTS, .help = "各数", .flags = OPTIONAL },
    { 0 },
};

static const struct member query[] = {
    { .name = "q", .type = MEMBER_TEXT, .help = "字", .max = 20 },
    { .name = "page", .type = MEMBER_INT, .help = "页", .min = 1, .max = 100 },
    { .name = "from", .type = MEMBER_TIME, .help = "从" },
    { .name = "all", .type = MEMBER_FLAG, .help = "全部" },
    { 0 },
};

static void check_clean(struct str s)
{
    while (s.n) {
        uint32_t cp;
        const size_t n = str_rune(s, &cp);

        ASSERT(cp >= 0x20 && cp != 0x7f && (cp != 0xfffd || n > 1));
        s = str_skip(s, n);
    }
}

static void check_target(struct str uri, struct arena *a)
{
    static const struct endpoint endpoint = { .summary = "" };
    static const struct route routes[] = {
        { "GET", "/api/v1/rounds/{id}/numbers/{n}", WHO_USER, &endpoint },
        { "PUT", "/api/v1/files/{name}", WHO_USER, &endpoint },
    };
    struct http_target t;
    const struct route *route = NULL;
    struct str allowed, field;
    struct err err = { 0 };

    if (http_target_parse(uri, a, &t, &err)) {
        ASSERT(err.text[0]);
        return;
    }
    ASSERT(t.n_parts <= HTTP_PARTS_MAX && t.n_query <= HTTP_QUERY_MAX);
    for (size_t i = 0; i < t.n_parts; i++) {
        check_clean(t.parts[i]);
        ASSERT(t.parts[i].n && str_chr(t.parts[i], '/') == STR_NONE);
        ASSERT(!str_eq(t.parts[i], STR("..")) && !str_eq(t.parts[i], STR(".")));
    }
    for (size_t i = 0; i < t.n_query; i++) {
        check_clean(t.query[i].name);
        check_clean(t.query[i].value);
    }
    if (route_find(routes, COUNT_OF(routes), STR("GET"), &t, a, &route, &allowed) == ROUTE_FOUND) {
        int64_t id;

        ASSERT(str_to_i64(route_part(route, &t, STR("id")), 1, INT64_MAX, &id));
        ASSERT(str_to_i64(route_part(route, &t, STR("n")), 0, INT64_MAX, &id));
    }
    (void)!shape_check_query(query, &t, &field, &err);
}

static void check_body(struct str body, struct arena *a)
{
    AUTO(json_freep) struct json *j = NULL;
    struct str field = { 0 };
    struct err err = { 0 };

    if (json_parse(body, &j, &err))
        return;
    if (shape_check(shape, j, a, &field, &err)) {
        ASSERT(err.text[0]);
        return;
    }
    ASSERT(json_get_str(j, "name").n > 0 && str_chars(json_get_str(j, "name")) <= 20);
    ASSERT(json_get_int(j, "n", 0) >= -5 && json_get_int(j, "n", 0) <= 5);
    ASSERT(json_count(json_get(j, "texts")) <= 3);
    ASSERT(shape_check_reply(shape, j, &err) == RC_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str rest = str_from((const char *)data, n), uri, cookie, tags;

    (void)str_cut(rest, '\n', &uri, &rest);
    (void)str_cut(rest, '\n', &cookie, &rest);
    (void)str_cut(rest, '\n', &tags, &rest);
    check_target(uri, &a);

    const struct str value = http_cookie(cookie, STR("xunjian_session"));

    ASSERT(!value.n || (value.p >= cookie.p && value.p + value.n <= cookie.p + cookie.n));
    (void)http_names_etag(tags, STR("\"0123456789abcdef\""));
    (void)http_takes_gzip(tags);
    (void)http_media_type(tags);
    check_body(rest, &a);
    return 0;
}
