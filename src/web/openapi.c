#include "base/base.h"

#include "web/openapi.h"

#include "base/json.h"
#include "web/call.h"

#include <stdio.h>

/* ---- shapes as JSON schemas ---- */

static struct json *schema_of(const struct member *of);

static void put_type(struct json *to, const char *type, unsigned flags)
{
    struct json *types;

    if (!(flags & NULLABLE)) {
        json_put_str(to, "type", str_of(type));
        return;
    }
    types = json_new_array();
    json_add_str(types, str_of(type));
    json_add_str(types, STR("null"));
    json_put(to, "type", types);
}

static struct json *words_of(const char *words)
{
    struct str rest = str_of(words), word;
    struct json *to = json_new_array();

    while (rest.n) {
        (void)str_cut(rest, '|', &word, &rest);
        json_add_str(to, word);
    }
    return to;
}

static void put_text_type(struct json *to, const struct member *m)
{
    static const char *const formats[] = { [MEMBER_DAY] = "date", [MEMBER_TIME] = "date-time" };

    put_type(to, "string", m->flags);
    if (m->type == MEMBER_DAY || m->type == MEMBER_TIME)
        json_put_str(to, "format", str_of(formats[m->type]));
    if (m->type == MEMBER_HEX)
        json_put_str(to, "pattern", STR("^[0-9a-fA-F]{16}$"));
    if (m->type == MEMBER_WORD)
        json_put(to, "enum", words_of(m->words));
    if (m->type == MEMBER_TEXT && m->max)
        json_put_int(to, "maxLength", m->max);
    if (m->type == MEMBER_TEXT && m->min)
        json_put_int(to, "minLength", m->min);
}

static void put_list_type(struct json *to, const struct member *m)
{
    struct json *items = m->type == MEMBER_LIST ? schema_of(m->of) : json_new_object();

    if (m->type == MEMBER_TEXTS)
        json_put_str(items, "type", STR("string"));
    if (m->type == MEMBER_INTS)
        json_put_str(items, "type", STR("integer"));
    put_type(to, "array", m->flags);
    json_put(to, "items", items);
    if (m->min)
        json_put_int(to, "minItems", m->min);
    if (m->max)
        json_put_int(to, "maxItems", m->max);
}

static struct json *schema_of_member(const struct member *m)
{
    struct json *to = json_new_object();

    switch (m->type) {
    case MEMBER_TEXT:
    case MEMBER_DAY:
    case MEMBER_TIME:
    case MEMBER_WORD:
    case MEMBER_HEX:
        put_text_type(to, m);
        break;
    case MEMBER_INT:
    case MEMBER_REAL:
        put_type(to, m->type == MEMBER_INT ? "integer" : "number", m->flags);
        if (m->min || m->max) {
            json_put_int(to, "minimum", m->min);
            json_put_int(to, "maximum", m->max);
        }
        break;
    case MEMBER_FLAG:
        put_type(to, "boolean", m->flags);
        break;
    case MEMBER_OBJECT:
        json_free(to);
        to = schema_of(m->of);
        if (m->flags & NULLABLE)
            put_type(to, "object", m->flags);
        break;
    case MEMBER_LIST:
    case MEMBER_TEXTS:
    case MEMBER_INTS:
        put_list_type(to, m);
        break;
    case MEMBER_ANY:
        break;
    }
    json_put_str(to, "description", str_of(m->help));
    return to;
}

static struct json *schema_of(const struct member *of)
{
    struct json *to = json_new_object(), *members = json_new_object();
    struct json *required = json_new_array();

    json_put_str(to, "type", STR("object"));
    for (; of->name; of++) {
        json_put(members, of->name, schema_of_member(of));
        if (!(of->flags & OPTIONAL))
            json_add_str(required, str_of(of->name));
    }
    json_put(to, "properties", members);
    if (json_count(required))
        json_put(to, "required", required);
    else
        json_free(required);
    json_put_bool(to, "additionalProperties", false);
    return to;
}

static struct json *page_schema(const struct member *item)
{
    const struct member page[] = {
        { .name = "items", .type = MEMBER_LIST, .help = "本页各项", .of = item },
        { .name = "total", .type = MEMBER_INT, .help = "全部项数" },
        { .name = "page", .type = MEMBER_INT, .help = "第几页" },
        { .name = "per_page", .type = MEMBER_INT, .help = "每页几项" },
        { .name = "as_of", .type = MEMBER_TIME, .help = "数据的时间", .flags = NULLABLE },
        { .name = "is_partial",
          .type = MEMBER_FLAG,
          .help = "没有数完：total 是已找到的个数",
          .flags = OPTIONAL },
        { 0 },
    };

    return schema_of(page);
}

/* ---- parameters ---- */

static void add_parameter(struct json *list, const char *in, const struct member *m)
{
    struct json *to = json_new_object();

    json_put_str(to, "name", str_of(m->name));
    json_put_str(to, "in", str_of(in));
    if (str_eq(str_of(in), STR("path")))
        json_put_bool(to, "required", true);
    json_put(to, "schema", schema_of_member(m));
    json_add(list, to);
}

static void add_path_parameters(struct json *list, struct str path)
{
    struct str part;

    while (path.n) {
        (void)str_cut(path, '/', &part, &path);
        if (!str_starts(part, STR("{")))
            continue;

        AUTO(arena_done) struct arena a = { 0 };
        const struct str name = arena_copy(&a, str_sub(part, 1, part.n - 2));

        add_parameter(
            list, "path",
            &(struct member){ .name = name.p,
                              .type = route_part_is_number(name) ? MEMBER_INT : MEMBER_TEXT,
                              .help = "路径中的一段" });
    }
}

static struct json *parameters_of(const struct route *r)
{
    const struct endpoint *e = r->endpoint;
    struct json *list = json_new_array();

    add_path_parameters(list, str_of(r->path));
    for (const struct member *m = e->query; m && m->name; m++)
        add_parameter(list, "query", m);
    if (e->is_list) {
        add_parameter(list, "query",
                      &(struct member){ .name = "page",
                                        .type = MEMBER_INT,
                                        .help = "第几页，默认 1",
                                        .min = 1,
                                        .max = PAGE_MAX });
        add_parameter(list, "query",
                      &(struct member){ .name = "per_page",
                                        .type = MEMBER_INT,
                                        .help = "每页几项，默认 50",
                                        .min = 1,
                                        .max = PER_PAGE_MAX });
    }
    if (e->sort)
        add_parameter(list, "query",
                      &(struct member){ .name = "sort",
                                        .type = MEMBER_WORD,
                                        .help = "排序，前加 - 为倒序",
                                        .words = e->sort });
    return list;
}

/* ---- an operation ---- */

static struct json *content_of(const char *type, struct json *schema)
{
    struct json *content = json_new_object(), *media = json_new_object();

    json_put(media, "schema", schema);
    json_put(content, type, media);
    return content;
}

/* A JSON file is told of elsewhere. */
static struct json *file_schema(const char *type)
{
    const bool is_json = type && str_eq(str_of(type), STR("application/json"));
    struct json *to = json_new_object();

    json_put_str(to, "type", is_json ? STR("object") : STR("string"));
    if (!is_json)
        json_put_str(to, "format", STR("binary"));
    return to;
}

static struct json *body_of(const struct endpoint *e)
{
    struct json *to = json_new_object();

    json_put_bool(to, "required", true);
    json_put(to, "content",
             e->is_upload ? content_of("application/octet-stream", file_schema(NULL))
                          : content_of("application/json", schema_of(e->body)));
    return to;
}

static struct json *success_of(const struct endpoint *e)
{
    struct json *to = json_new_object();

    json_put_str(to, "description", STR("成功"));
    if (e->reply)
        json_put(to, "content",
                 content_of("application/json",
                            e->is_list ? page_schema(e->reply) : schema_of(e->reply)));
    else if (e->reply_type)
        json_put(to, "content", content_of(e->reply_type, file_schema(e->reply_type)));
    return to;
}

static struct json *problem_of(void)
{
    struct json *to = json_new_object();

    json_put_str(to, "$ref", STR("#/components/responses/problem"));
    return to;
}

static struct json *roles_of(unsigned who)
{
    struct json *to = json_new_array();

    for (int role = ROLE_NONE + 1; role <= ROLE_LEADER; role++)
        if (who & 1u << role)
            json_add_str(to, str_of(user_role_name((enum role)role)));
    return to;
}

static struct json *operation_of(const struct route *r)
{
    const struct endpoint *e = r->endpoint;
    struct json *to = json_new_object(), *replies = json_new_object();
    struct json *parameters = parameters_of(r);
    char status[16];

    json_put_str(to, "summary", str_of(e->summary));
    if (e->help)
        json_put_str(to, "description", str_of(e->help));
    if (r->who & WHO_ALL)
        json_put(to, "security", json_new_array());
    else
        json_put(to, "x-roles", roles_of(r->who));
    if (json_count(parameters))
        json_put(to, "parameters", parameters);
    else
        json_free(parameters);
    if (e->body || e->is_upload)
        json_put(to, "requestBody", body_of(e));
    (void)snprintf(status, sizeof(status), "%d", endpoint_status(e));
    json_put(replies, status, success_of(e));
    json_put(replies, "default", problem_of());
    json_put(to, "responses", replies);
    return to;
}

/* ---- the document ---- */

static struct json *paths_of(const struct route *routes, size_t n)
{
    struct json *paths = json_new_object();

    for (size_t i = 0; i < n; i++) {
        struct json *path;

        if (json_get(paths, routes[i].path))
            continue;
        path = json_new_object();
        for (size_t k = i; k < n; k++)
            if (str_eq(str_of(routes[k].path), str_of(routes[i].path))) {
                char method[16] = { 0 };

                for (size_t j = 0; routes[k].method[j] && j + 1 < sizeof(method); j++)
                    method[j] = char_lower(routes[k].method[j]);
                json_put(path, method, operation_of(&routes[k]));
            }
        json_put(paths, routes[i].path, path);
    }
    return paths;
}

static struct json *components(void)
{
    static const struct member problem[] = {
        { .name = "title", .type = MEMBER_TEXT, .help = "出了什么问题" },
        { .name = "status", .type = MEMBER_INT, .help = "HTTP 状态" },
        { .name = "detail", .type = MEMBER_TEXT, .help = "详细说明" },
        { .name = "field", .type = MEMBER_TEXT, .help = "有问题的字段", .flags = OPTIONAL },
        { 0 },
    };
    struct json *to = json_new_object(), *responses = json_new_object();
    struct json *reply = json_new_object(), *schemes = json_new_object();
    struct json *cookie = json_new_object();

    json_put_str(reply, "description", STR("没有成功"));
    json_put(reply, "content", content_of("application/problem+json", schema_of(problem)));
    json_put(responses, "problem", reply);
    json_put(to, "responses", responses);
    json_put_str(cookie, "type", STR("apiKey"));
    json_put_str(cookie, "in", STR("cookie"));
    json_put_str(cookie, "name", STR("xunjian_session"));
    json_put(schemes, "session", cookie);
    json_put(to, "securitySchemes", schemes);
    return to;
}

static struct json *document(const struct route *routes, size_t n)
{
    struct json *to = json_new_object(), *info = json_new_object();
    struct json *security = json_new_array(), *session = json_new_object();

    json_put_str(info, "title", STR("巡检"));
    json_put_str(info, "version", STR("1"));
    json_put_str(
        info, "description",
        STR("由 xunjian serve --openapi 输出。除读取外的操作须带 X-CSRF-Token（见登录的答复）；"
            "读取的答复带 ETag；单位以外的内容一律为 404。"));
    json_put(session, "session", json_new_array());
    json_add(security, session);
    json_put_str(to, "openapi", STR("3.1.0"));
    json_put(to, "info", info);
    json_put(to, "security", security);
    json_put(to, "paths", paths_of(routes, n));
    json_put(to, "components", components());
    return to;
}

/* ---- as YAML: JSON's own spelling for texts, indented for the rest ---- */

struct writing {
    struct buf *out;
    int depth;
    bool is_first; /* after "- ", on the same line */
};

static void write_value(struct writing *w, const struct json *j);

static void indent(struct writing *w)
{
    if (!w->is_first)
        for (int i = 0; i < w->depth; i++)
            buf_add(w->out, STR("  "));
    w->is_first = false;
}

/* On the same line as its key. */
static bool is_plain(const struct json *j)
{
    const enum json_kind kind = json_kind(j);

    return kind != JSON_IS_OBJECT && (kind != JSON_IS_LIST || json_count(j) == 0);
}

static void write_plain(struct writing *w, const struct json *j)
{
    AUTO(arena_done) struct arena a = { 0 };

    buf_add(w->out, json_text(j, &a));
    buf_add_char(w->out, '\n');
}

static void write_member(void *ctx, const char *key, const struct json *value)
{
    struct writing *w = ctx;

    indent(w);
    buf_addf(w->out, "\"%s\":", key);
    buf_add_char(w->out, is_plain(value) ? ' ' : '\n');
    w->depth++;
    write_value(w, value);
    w->depth--;
}

static void write_value(struct writing *w, const struct json *j)
{
    if (json_kind(j) == JSON_IS_OBJECT) {
        json_each(j, write_member, w);
        return;
    }
    if (is_plain(j)) {
        write_plain(w, j);
        return;
    }
    for (size_t i = 0; i < json_count(j); i++) {
        indent(w);
        buf_add(w->out, STR("- "));
        w->depth++;
        w->is_first = json_kind(json_at(j, i)) == JSON_IS_OBJECT;
        write_value(w, json_at(j, i));
        w->depth--;
    }
}

void openapi_write(const struct route *routes, size_t n, struct buf *out)
{
    AUTO(json_freep) struct json *j = document(routes, n);
    struct writing w = { .out = out };

    write_value(&w, j);
}
