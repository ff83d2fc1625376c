/* Signing in and out, and one's own password. */
#include "base/base.h"

#include "api/replies.h"
#include "api/routes.h"
#include "web/call.h"
#include "web/password.h"

/* A name that is guessed at, and an address that guesses; the latter may be an office of many. */
static const struct login_limits name_limits = {
    .n_free = 4, .first_s = 30, .most_s = 3600, .forget_s = 24 * 3600
};
static const struct login_limits address_limits = {
    .n_free = 30, .first_s = 60, .most_s = 3600, .forget_s = 24 * 3600
};

/* ---- signing in ---- */

static const struct member session_reply[] = {
    { .name = "user", .type = MEMBER_OBJECT, .help = "登录的用户", .of = reply_user },
    { .name = "csrf", .type = MEMBER_TEXT, .help = "以后每个操作放在 X-CSRF-Token 中" },
    { .name = "must_change_password", .type = MEMBER_FLAG, .help = "须先修改初始密码" },
    { 0 },
};

static struct json *reply_of(const struct user *u, struct str csrf)
{
    struct json *to = json_new_object();

    json_put(to, "user", reply_of_user(u));
    json_put_str(to, "csrf", csrf);
    json_put_bool(to, "must_change_password", u->must_change);
    return to;
}

struct signing_in {
    struct str name_key, address_key;
    struct user user; /* id 0: there is none of that name */
    struct str csrf;  /* of the new session */
};

static struct str address_key(const struct call *c)
{
    return arena_join(c->a, STR("address:"), http_network(c->address, c->a));
}

static enum rc need_unlocked(struct call *c, const struct signing_in *in, struct err *err)
{
    int64_t by_name = 0, by_address = 0;
    enum rc rc = store_login_locked(c->store, in->name_key, c->now, &by_name, err);

    if (!rc)
        rc = store_login_locked(c->store, in->address_key, c->now, &by_address, err);
    if (rc || (!by_name && !by_address))
        return rc;
    c->retry_s = by_name > by_address ? by_name : by_address;
    return call_fail(c, err, 429, NULL, "登录失败次数过多，请 %lld 秒后再试",
                     (long long)c->retry_s);
}

/* Kept although the request fails. */
static enum rc count_failure(struct call *c, void *ctx, struct err *err)
{
    const struct signing_in *in = ctx;
    AUTO(json_freep) struct json *now = json_new_object();
    enum rc rc = store_login_failed(c->store, in->name_key, c->now, &name_limits, err);

    json_put_str(now, "address", c->address);
    if (!rc)
        rc = store_login_failed(c->store, in->address_key, c->now, &address_limits, err);
    if (rc || !in->user.id) /* a name that nobody has may be a password in the wrong box */
        return rc;
    return call_audit(c, "session.refused", reply_subject("user", in->user.id, c->a), NULL, now,
                      err);
}

static enum rc begin(struct call *c, void *ctx, struct err *err)
{
    struct signing_in *in = ctx;
    AUTO(json_freep) struct json *now = json_new_object();
    enum rc rc = store_login_clear(c->store, in->name_key, err);

    json_put_str(now, "address", c->address);
    if (!rc && c->session)
        rc = store_session_end(c->store, c->session->token, err);
    if (!rc)
        rc = session_begin(c->store, in->user.id, c->now, c->is_secure, c->a, &in->csrf, &c->cookie,
                           err);
    c->user = &in->user;
    return rc ? rc
              : call_audit(c, "session.begin", reply_subject("user", in->user.id, c->a), NULL, now,
                           err);
}

static enum rc run_begin(struct call *c, struct err *err)
{
    const struct str name = json_get_str(c->body, "name");
    struct signing_in in = { .name_key = arena_join(c->a, STR("name:"), name),
                             .address_key = address_key(c) };
    enum rc rc = need_unlocked(c, &in, err);

    if (rc)
        return rc;
    rc = store_user_find(c->store, name, c->a, &in.user, err);
    if (rc && rc != RC_NOT_FOUND)
        return rc;

    const bool is_right = password_fits(json_get_str(c->body, "password"), in.user.password);

    if (!is_right || in.user.is_disabled) {
        rc = call_hold(c, count_failure, &in, err);
        return rc ? rc : call_fail(c, err, 401, NULL, "用户名或密码不正确");
    }
    rc = call_hold(c, begin, &in, err);
    if (!rc)
        c->reply = reply_of(&in.user, in.csrf);
    return rc;
}

static const struct member begin_body[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "用户名", .min = 1, .max = 64 },
    { .name = "password", .type = MEMBER_TEXT, .help = "密码", .min = 1, .max = 128 },
    { 0 },
};

const struct endpoint endpoint_session_begin = {
    .summary = "登录",
    .help = "答复中的 csrf 用于以后的操作；连续失败后用户名和地址会锁定一段时间（429）。",
    .body = begin_body,
    .reply = session_reply,
    .status = 201,
    .lane = LANE_PASSWORD,
    .opens_own_transaction = true,
    .run = run_begin,
};

static enum rc run_get(struct call *c, struct err *err)
{
    (void)err;
    c->reply = reply_of(c->user, c->session->csrf);
    return RC_OK;
}

const struct endpoint endpoint_session_get = {
    .summary = "登录的用户",
    .reply = session_reply,
    .is_without_password_change = true,
    .run = run_get,
};

static enum rc run_end(struct call *c, struct err *err)
{
    const enum rc rc = store_session_end(c->store, c->session->token, err);

    c->cookie = session_goodbye(c->is_secure, c->a);
    return rc ? rc
              : call_audit(c, "session.end", reply_subject("user", c->user->id, c->a), NULL, NULL,
                           err);
}

const struct endpoint endpoint_session_end = {
    .summary = "退出",
    .is_without_password_change = true,
    .run = run_end,
};

/* ---- one's own password ---- */

static enum rc keep(struct call *c, void *ctx, struct err *err)
{
    const struct str *hash = ctx;
    const enum rc rc =
        store_user_set_password(c->store, c->user->id, *hash, false, c->session->token, err);

    return rc ? rc
              : call_audit(c, "user.password", reply_subject("user", c->user->id, c->a), NULL, NULL,
                           err);
}

/* Somebody else at an open screen may not guess the old one either. */
static enum rc run_password(struct call *c, struct err *err)
{
    const struct str old = json_get_str(c->body, "old"), new = json_get_str(c->body, "new");
    struct signing_in in = { .name_key = arena_join(c->a, STR("name:"), c->user->name),
                             .address_key = address_key(c),
                             .user = *c->user };
    struct str hash;
    enum rc rc = need_unlocked(c, &in, err);

    if (rc)
        return rc;
    if (!password_fits(old, c->user->password)) {
        rc = call_hold(c, count_failure, &in, err);
        return rc ? rc : call_fail(c, err, 422, "old", "原密码不正确");
    }
    if (str_eq(old, new))
        return call_fail(c, err, 422, "new", "新密码不能与原密码相同");
    if ((rc = password_check(new, c->user->name, err))) {
        c->field = STR("new");
        return rc;
    }
    rc = password_hash(new, c->a, &hash, err);
    return rc ? rc : call_hold(c, keep, &hash, err);
}

static const struct member password_body[] = {
    { .name = "old", .type = MEMBER_TEXT, .help = "原密码", .min = 1, .max = 128 },
    { .name = "new", .type = MEMBER_TEXT, .help = "新密码", .min = 1, .max = 128 },
    { 0 },
};

const struct endpoint endpoint_session_password = {
    .summary = "修改自己的密码",
    .help = "该用户的其他登录随之失效。",
    .body = password_body,
    .lane = LANE_PASSWORD,
    .opens_own_transaction = true,
    .is_without_password_change = true,
    .run = run_password,
};
