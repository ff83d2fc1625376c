/* Users, by an administrator, within his own part of the tree of units. */
#include "base/base.h"

#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "office/removal.h"
#include "office/unit.h"
#include "web/call.h"
#include "web/password.h"
#include "web/short_list.h"

static const struct member item[] = {
    { .name = "id", .type = MEMBER_INT, .help = "用户编号" },
    { .name = "name", .type = MEMBER_TEXT, .help = "用户名" },
    { .name = "title", .type = MEMBER_TEXT, .help = "姓名" },
    { .name = "role", .type = MEMBER_WORD, .help = "角色", .words = ROLE_WORDS },
    { .name = "unit", .type = MEMBER_OBJECT, .help = "单位", .of = reply_unit_name },
    { .name = "disabled", .type = MEMBER_FLAG, .help = "已停用" },
    { .name = "must_change_password", .type = MEMBER_FLAG, .help = "须先修改初始密码" },
    { .name = "created", .type = MEMBER_TIME, .help = "建立时间", .flags = NULLABLE },
    { .name = "seen", .type = MEMBER_TIME, .help = "最近登录时间", .flags = NULLABLE },
    { 0 },
};

static struct json *item_of(const struct user *u)
{
    struct json *to = reply_of_user(u);

    json_put_bool(to, "disabled", u->is_disabled);
    json_put_bool(to, "must_change_password", u->must_change);
    reply_put_time(to, "created", u->created);
    reply_put_time(to, "seen", u->seen);
    return to;
}

/* A user of the administrator's own part of the tree; to others he does not exist. */
static enum rc get(struct call *c, int64_t id, struct user *out, struct err *err)
{
    const enum rc rc = store_user_get(c->store, id, c->a, out, err);

    return rc ? rc : call_need_unit(c, out->unit, "没有这个用户", err);
}

/* ---- the list ---- */

struct listing {
    struct str word, role, state;
    struct json *items;
};

static bool is_wanted(const struct user *u, const struct listing *l)
{
    if (l->state.n && u->is_disabled != str_eq(l->state, STR("disabled")))
        return false;
    if (l->role.n && user_role_of(l->role) != u->role)
        return false;
    return !l->word.n || str_find_nocase(u->name, l->word) != STR_NONE ||
           str_has(u->title, l->word) || str_has(u->unit_name, l->word);
}

static enum rc add_item(void *ctx, const struct user *u, struct err *err)
{
    const struct listing *l = ctx;

    (void)err;
    if (is_wanted(u, l))
        json_add(l->items, item_of(u));
    return RC_OK;
}

static enum rc run_list(struct call *c, struct err *err)
{
    struct listing l = { .word = call_query(c, "q"),
                         .role = call_query(c, "role"),
                         .state = call_query(c, "state") };
    int64_t unit = 0;
    enum rc rc = scope_unit(c, &unit, err);

    if (rc)
        return rc;
    l.items = json_new_array();
    rc = store_user_each(c->store, unit, add_item, &l, err);
    if (rc)
        json_free(l.items);
    else
        short_list_reply(c, l.items, 0);
    return rc;
}

static const struct member list_query[] = {
    { .name = "q", .type = MEMBER_TEXT, .help = "用户名、姓名或单位中的字", .max = 100 },
    { .name = "role", .type = MEMBER_WORD, .help = "角色", .words = ROLE_WORDS },
    { .name = "state",
      .type = MEMBER_WORD,
      .help = "正常使用的，或已停用的",
      .words = "active|disabled" },
    SCOPE_UNIT_MEMBER,
    { 0 },
};

const struct endpoint endpoint_user_list = {
    .summary = "用户",
    .help = "不写 sort 时按用户名。",
    .query = list_query,
    .reply = item,
    .is_list = true,
    .sort =
        "name|-name|title|-title|role|-role|unit|-unit|disabled|-disabled|created|-created|seen|"
        "-seen",
    .run = run_list,
};

/* ---- adding ---- */

static const struct member made[] = {
    { .name = "user", .type = MEMBER_OBJECT, .help = "用户", .of = item },
    { .name = "password",
      .type = MEMBER_TEXT,
      .help = "初始密码，只在这里给出一次；由请求给出的不再重复",
      .flags = NULLABLE },
    { 0 },
};

/* Of what stands in a name that is typed, printed and compared. */
static bool is_name(struct str s)
{
    static const char banned[] = "\"'<>&/\\%,;:";

    if (str_chars(s) < 2)
        return false;
    while (s.n) {
        uint32_t cp;
        const size_t n = str_rune(s, &cp);

        if (cp <= ' ' || cp == 0xa0 || cp == 0x3000 ||
            (cp < 0x80 && str_chr(str_of(banned), (char)cp) != STR_NONE))
            return false;
        s = str_skip(s, n);
    }
    return true;
}

/* The one that was given, or one of our making. */
static enum rc choose_password(struct call *c, struct str user, struct str *made_up,
                               struct str *hash, struct err *err)
{
    struct str password = json_get_str(c->body, "password");
    enum rc rc = RC_OK;

    if (password.n)
        rc = password_check(password, user, err);
    else
        password = *made_up = password_make(c->a);
    if (rc) {
        c->field = STR("password");
        return rc;
    }
    return password_hash(password, c->a, hash, err);
}

struct adding {
    struct user user;
    struct str password; /* of our making; empty: given */
};

static enum rc add(struct call *c, void *ctx, struct err *err)
{
    struct adding *adding = ctx;
    struct user *u = &adding->user;
    enum rc rc = store_user_add(c->store, u, &u->id, err);

    if (!rc)
        rc = store_user_get(c->store, u->id, c->a, u, err);
    if (rc)
        return rc;

    AUTO(json_freep) struct json *now = item_of(u);

    return call_audit(c, "user.add", reply_subject("user", u->id, c->a), NULL, now, err);
}

static void reply_made(struct call *c, const struct user *u, struct str password)
{
    c->reply = json_new_object();
    json_put(c->reply, "user", item_of(u));
    if (password.n)
        json_put_str(c->reply, "password", password);
    else
        json_put_null(c->reply, "password");
}

static enum rc run_add(struct call *c, struct err *err)
{
    struct adding adding = { .user = { .name = json_get_str(c->body, "name"),
                                       .title = json_get_str(c->body, "title"),
                                       .role = user_role_of(json_get_str(c->body, "role")),
                                       .unit = json_get_int(c->body, "unit", 0),
                                       .must_change = true,
                                       .created = c->now } };
    enum rc rc;

    if (!is_name(adding.user.name))
        return call_fail(c, err, 422, "name", "用户名应为 2 至 32 个字符，不含空格和标点");
    if (call_need_unit(c, adding.user.unit, "没有这个单位", err))
        return call_fail(c, err, 422, "unit", "没有这个单位");
    rc = choose_password(c, adding.user.name, &adding.password, &adding.user.password, err);
    if (!rc)
        rc = call_hold(c, add, &adding, err);
    if (!rc)
        reply_made(c, &adding.user, adding.password);
    return rc;
}

#define PASSWORD_MEMBER                                                                            \
    {                                                                                              \
        .name = "password", .type = MEMBER_TEXT, .help = "密码；不给出时由程序生成",               \
        .flags = OPTIONAL, .max = 128                                                              \
    }

static const struct member add_body[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "用户名", .min = 1, .max = 32 },
    { .name = "title", .type = MEMBER_TEXT, .help = "姓名", .min = 1, .max = 50 },
    { .name = "role", .type = MEMBER_WORD, .help = "角色", .words = ROLE_WORDS },
    { .name = "unit", .type = MEMBER_INT, .help = "单位编号" },
    PASSWORD_MEMBER,
    { 0 },
};

const struct endpoint endpoint_user_add = {
    .summary = "新建用户",
    .help = "用户第一次登录须修改密码。",
    .body = add_body,
    .reply = made,
    .status = 201,
    .lane = LANE_PASSWORD,
    .opens_own_transaction = true,
    .run = run_add,
};

/* ---- changing ---- */

static enum rc read_change(struct call *c, struct user *u, struct err *err)
{
    const struct json *title = json_get(c->body, "title"), *role = json_get(c->body, "role");
    const struct json *disabled = json_get(c->body, "disabled");

    if (u->id == c->user->id && disabled && json_is_yes(disabled))
        return call_fail(c, err, 409, "disabled", "不能停用自己，可由另一位管理员停用");
    if (u->id == c->user->id && role && user_role_of(json_str(role)) != u->role)
        return call_fail(c, err, 409, "role", "不能改变自己的角色，可由另一位管理员改");
    if (u->id == c->user->id && json_get_int(c->body, "unit", u->unit) != u->unit)
        return call_fail(c, err, 409, "unit", "不能改变自己的单位，可由另一位管理员改");
    if (title)
        u->title = json_str(title);
    if (role)
        u->role = user_role_of(json_str(role));
    if (disabled)
        u->is_disabled = json_is_yes(disabled);
    u->unit = json_get_int(c->body, "unit", u->unit);
    return call_need_unit(c, u->unit, "没有这个单位", err)
               ? call_fail(c, err, 422, "unit", "没有这个单位")
               : RC_OK;
}

static enum rc run_change(struct call *c, struct err *err)
{
    struct user u;
    enum rc rc = get(c, call_number(c, "id"), &u, err);

    if (rc)
        return rc;

    AUTO(json_freep) struct json *old = item_of(&u);

    if ((rc = call_match(c, old, err)) || (rc = read_change(c, &u, err)) ||
        (rc = store_user_change(c->store, &u, err)) ||
        (rc = store_user_get(c->store, u.id, c->a, &u, err)))
        return rc;
    c->reply = item_of(&u);
    return call_audit(c, "user.change", reply_subject("user", u.id, c->a), old, c->reply, err);
}

static const struct member change_body[] = {
    { .name = "title",
      .type = MEMBER_TEXT,
      .help = "姓名",
      .flags = OPTIONAL,
      .min = 1,
      .max = 50 },
    { .name = "role", .type = MEMBER_WORD, .help = "角色", .flags = OPTIONAL, .words = ROLE_WORDS },
    { .name = "unit", .type = MEMBER_INT, .help = "单位编号", .flags = OPTIONAL },
    { .name = "disabled", .type = MEMBER_FLAG, .help = "停用", .flags = OPTIONAL },
    { 0 },
};

const struct endpoint endpoint_user_change = {
    .summary = "修改用户",
    .help =
        "停用后立即不能再用。不能停用自己、改变自己的角色和单位；最上级单位至少保留一个管理员。",
    .body = change_body,
    .reply = item,
    .run = run_change,
};

/* ---- somebody's new password ---- */

static enum rc keep(struct call *c, void *ctx, struct err *err)
{
    struct user *u = ctx;
    enum rc rc =
        store_user_set_password(c->store, u->id, u->password, true, (struct str){ 0 }, err);

    if (!rc)
        rc = store_login_clear(c->store, arena_join(c->a, STR("name:"), u->name), err);
    return rc ? rc
              : call_audit(c, "user.password", reply_subject("user", u->id, c->a), NULL, NULL, err);
}

static enum rc run_password(struct call *c, struct err *err)
{
    struct str password = { 0 };
    struct user u;
    enum rc rc = get(c, call_number(c, "id"), &u, err);

    if (!rc)
        rc = choose_password(c, u.name, &password, &u.password, err);
    if (!rc)
        rc = call_hold(c, keep, &u, err);
    if (rc)
        return rc;
    u.must_change = true;
    reply_made(c, &u, password);
    return RC_OK;
}

static const struct member password_body[] = { PASSWORD_MEMBER, { 0 } };

const struct endpoint endpoint_user_password = {
    .summary = "重设用户的密码",
    .help = "解除因登录失败而来的锁定；该用户的登录随之失效，下次登录须修改密码。",
    .body = password_body,
    .reply = made,
    .lane = LANE_PASSWORD,
    .opens_own_transaction = true,
    .run = run_password,
};

static enum rc run_remove(struct call *c, struct err *err)
{
    struct user u;
    enum rc rc = get(c, call_number(c, "id"), &u, err);

    if (rc)
        return rc;

    AUTO(json_freep) struct json *old = item_of(&u);

    rc = call_match(c, old, err);
    if (!rc)
        rc = store_user_remove(c->store, u.id, err);
    return rc ? rc
              : call_audit(c, "user.remove", reply_subject("user", u.id, c->a), old, NULL, err);
}

const struct endpoint endpoint_user_remove = {
    .summary = "删除登记有误的用户",
    .help = "从来没有登录过的才能删除；登录过的只能停用。",
    .run = run_remove,
};
