/* JSON Feed 1.1, and the JSON of an import (account/posts.h). */
#include "base/base.h"

#include "account/collect.h"
#include "account/markup.h"

#include "base/clock.h"
#include "base/json.h"
#include "text/field.h"

static struct str text_at(const struct json *j, const char *const *keys, struct arena *a)
{
    for (; *keys; keys++)
        if (json_get_str(j, *keys).n)
            return field_text(json_get_str(j, *keys), a);
    return (struct str){ 0 };
}

static const char *const when_keys[] = { "date_published", "time",          "发布时间",
                                         "date",           "date_modified", NULL };
static const char *const title_keys[] = { "title", "标题", "summary", NULL };
static const char *const body_keys[] = { "content_text", "text", "正文", NULL };
static const char *const url_keys[] = { "url", "链接", "external_url", NULL };
static const char *const text_keys[] = { "text", "留言内容", NULL };
static const char *const answered_keys[] = { "answered", "答复时间", NULL };

static void take_messages(struct collect *c, const struct json *list, struct arena *a)
{
    for (size_t i = 0; i < json_count(list) && i < POSTS_MAX; i++) {
        const struct json *one = json_at(list, i);

        collect_message(c, text_at(one, when_keys, a), text_at(one, answered_keys, a),
                        text_at(one, text_keys, a));
    }
}

static struct str text_of(const struct json *one, struct arena *a)
{
    const struct str text = text_at(one, body_keys, a);

    return text.n ? text : markup_text(json_get_str(one, "content_html"), a);
}

static void take_posts(struct collect *c, const struct json *list, struct arena *a)
{
    for (size_t i = 0; i < json_count(list) && i < POSTS_MAX; i++) {
        const struct json *one = json_at(list, i);

        collect_post(c, text_at(one, when_keys, a),
                     (struct post){ .title = text_at(one, title_keys, a),
                                    .url = text_at(one, url_keys, a),
                                    .text = text_of(one, a) });
        take_messages(c, json_get(one, "comments"), a);
    }
}

static const struct json *list_of(const struct json *j)
{
    if (json_kind(j) == JSON_IS_LIST)
        return j;
    return json_get(j, "items") ? json_get(j, "items") : json_get(j, "posts");
}

bool json_posts_read(const struct posts_input *in, struct arena *a, struct posts *out,
                     struct str *unseen)
{
    AUTO(collect_done) struct collect c = { .now = in->now };
    AUTO(json_freep) struct json *j = NULL;
    struct err err = { 0 };

    if (json_parse(in->body, &j, &err)) {
        *unseen = arena_printf(a, "数据源不是完整的 JSON（%s）", err.text);
        return false;
    }

    const struct json *list = list_of(j), *messages = json_get(j, "messages");
    const struct str name = json_get_str(j, "name");
    const struct json *interaction = json_get(j, "interaction");

    if (json_kind(list) != JSON_IS_LIST || (json_count(list) == 0 && !json_count(messages))) {
        *unseen = STR("数据源的 JSON 里没有内容列表");
        return false;
    }
    take_posts(&c, list, a);
    take_messages(&c, messages, a);
    *out = (struct posts){
        .grade = str_eq(json_get_str(j, "collected"), STR("self")) ? ACCOUNT_SELF : ACCOUNT_FEED,
        .name = field_text(name.n ? name : json_get_str(j, "title"), a),
        .name_is_exact = name.n > 0,
        .tells_messages = json_kind(messages) == JSON_IS_LIST,
        .interaction = json_kind(interaction) != JSON_IS_BOOL ? INTERACTION_UNKNOWN
                       : json_is_yes(interaction)             ? INTERACTION_THERE
                                                              : INTERACTION_NONE,
    };
    collect_finish(&c, a, out);
    return true;
}

/* ---- writing ---- */

static void put_time(struct json *to, const char *key, int64_t at)
{
    char text[TIME_TEXT_BYTES];

    json_put_str(to, key, str_of(time_text(at, text)));
}

static void put_filled(struct json *to, const char *key, struct str text)
{
    if (text.n)
        json_put_str(to, key, text);
}

static struct json *posts_list(const struct posts *p)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < p->n; i++) {
        struct json *one = json_new_object();

        put_time(one, "time", p->posts[i].at);
        put_filled(one, "title", p->posts[i].title);
        put_filled(one, "url", p->posts[i].url);
        put_filled(one, "text", p->posts[i].text);
        json_add(list, one);
    }
    for (size_t i = 0; i < p->n_undated; i++) /* they are counted */
        json_add(list, json_new_object());
    return list;
}

static struct json *messages_list(const struct posts *p)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < p->n_messages; i++) {
        struct json *one = json_new_object();

        put_time(one, "time", p->messages[i].at);
        put_filled(one, "text", p->messages[i].text);
        if (p->messages[i].answered)
            put_time(one, "answered", p->messages[i].answered);
        json_add(list, one);
    }
    return list;
}

void posts_write(const struct posts *p, struct buf *out)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *j = json_new_object();

    put_filled(j, p->name_is_exact ? "name" : "title", p->name);
    if (p->grade == ACCOUNT_SELF)
        json_put_str(j, "collected", STR("self"));
    if (p->interaction != INTERACTION_UNKNOWN)
        json_put_bool(j, "interaction", p->interaction == INTERACTION_THERE);
    json_put(j, "posts", posts_list(p));
    if (p->tells_messages)
        json_put(j, "messages", messages_list(p));
    buf_add(out, json_text(j, &a));
}
