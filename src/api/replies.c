#include "base/base.h"

#include "api/replies.h"

const struct member reply_unit_name[] = {
    { .name = "id", .type = MEMBER_INT, .help = "单位编号" },
    { .name = "name", .type = MEMBER_TEXT, .help = "单位名称" },
    { 0 },
};

const struct member reply_user[] = {
    { .name = "id", .type = MEMBER_INT, .help = "用户编号" },
    { .name = "name", .type = MEMBER_TEXT, .help = "用户名" },
    { .name = "title", .type = MEMBER_TEXT, .help = "姓名" },
    { .name = "role", .type = MEMBER_WORD, .help = "角色", .words = ROLE_WORDS },
    { .name = "unit", .type = MEMBER_OBJECT, .help = "单位", .of = reply_unit_name },
    { 0 },
};

void reply_put_unit(struct json *to, int64_t id, struct str name)
{
    struct json *unit = json_new_object();

    json_put_int(unit, "id", id);
    json_put_text(unit, "name", name);
    json_put(to, "unit", unit);
}

struct json *reply_of_user(const struct user *u)
{
    struct json *to = json_new_object();

    json_put_int(to, "id", u->id);
    json_put_str(to, "name", u->name);
    json_put_str(to, "title", u->title);
    json_put_str(to, "role", str_of(user_role_name(u->role)));
    reply_put_unit(to, u->unit, u->unit_name);
    return to;
}

struct str reply_subject(const char *kind, int64_t id, struct arena *a)
{
    return arena_printf(a, "%s:%lld", kind, (long long)id);
}
