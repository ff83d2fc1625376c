#include "base/base.h"

#include "app/first_user.h"

#include "base/arena.h"
#include "base/log.h"
#include "office/audit.h"
#include "office/unit.h"
#include "office/user.h"
#include "store/review.h"
#include "web/password.h"

static enum rc stop_at_first(void *ctx, const struct user *u, struct err *err)
{
    (void)u;
    (void)err;
    *(bool *)ctx = true;
    return RC_STOPPED;
}

static enum rc add(struct store *s, const struct user *u, struct err *err)
{
    const struct audit_line line = {
        .at = u->created, .by = STR("-"), .action = STR("user.add"), .subject = STR("user:1")
    };
    int64_t id;
    enum rc rc = store_hold(s, err), kept;

    if (rc)
        return rc;
    rc = store_user_add(s, u, &id, err);
    if (!rc)
        rc = store_audit_add(s, &line, err);
    kept = store_release(s, !rc, rc ? NULL : err);
    return rc ? rc : kept;
}

enum rc first_user_make(struct str store_url, int64_t now, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(store_closep) struct store *s = NULL;
    struct user u = { .name = STR("admin"),
                      .title = STR("管理员"),
                      .role = ROLE_ADMIN,
                      .unit = UNIT_TOP,
                      .must_change = true,
                      .created = now };
    const struct str password = password_make(&a);
    bool has_users = false;
    enum rc rc = store_open(store_url, &s, err);

    if (!rc)
        rc = store_user_each(s, 0, stop_at_first, &has_users, err);
    if (has_users)
        return RC_OK;
    if (!rc)
        rc = password_hash(password, &a, &u.password, err);
    if (!rc)
        rc = add(s, &u, err);
    if (!rc)
        log_line(LOG_INFO, "还没有用户，已新建管理员 admin，初始密码 %.*s（登录后须修改）",
                 STR_ARG(password));
    return rc;
}
