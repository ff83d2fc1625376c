/* Users of the office, from the command line: for the first one, and for one who is locked out. */
#include "base/base.h"

#include "app/app.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/options.h"
#include "office/audit.h"
#include "office/removal.h"
#include "office/user.h"
#include "report/columns.h"
#include "store/review.h"
#include "web/password.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PASSWORD_FILE_BYTES_MAX = 4096, NAME_WIDTH = 20, TITLE_WIDTH = 14, ROLE_WIDTH = 16 };

static const char usage[] =
    "用法：xunjian user 动作 [用户名] --dir 目录 [选项]…\n"
    "  add 用户名 --role 角色 [--title 姓名] [--unit 单位编号]   新建\n"
    "  list                                                      列出\n"
    "  passwd 用户名                                             重设密码，解除锁定\n"
    "  disable 用户名                                            停用\n"
    "  remove 用户名                                             删除从来没有登录过的\n";

struct user_command {
    struct str dir, role, title, password_file, name, by;
    struct str made; /* password of our making: printed once it holds */
    int64_t unit, now;
    bool help;
    struct store *s;
    struct arena a;
};

static void command_done(struct user_command *c)
{
    store_closep(&c->s);
    arena_done(&c->a);
}

/* The first line of the file ("-": standard input), or one of our making, which is printed. */
static enum rc read_password(struct user_command *c, struct str *hash, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct str password, rest;
    enum rc rc = RC_OK;

    if (!c->password_file.n) {
        password = password_make(&c->a);
        c->made = password;
        return password_hash(password, &c->a, hash, err);
    }
    if (str_eq(c->password_file, STR("-")))
        rc = file_read_rest(stdin, "标准输入", PASSWORD_FILE_BYTES_MAX, &bytes, err);
    else
        rc = file_read(c->password_file.p, PASSWORD_FILE_BYTES_MAX, &bytes, err);
    rest = buf_str(&bytes);
    if (rc)
        return rc;
    (void)str_line(&rest, &password);
    rc = password_check(password, c->name, err);
    return rc ? rc : password_hash(password, &c->a, hash, err);
}

/* As the log of operations says of who was changed in the pages. */
static struct str user_json(const struct user *u, struct arena *a)
{
    AUTO(json_freep) struct json *j = json_new_object();

    json_put_text(j, "name", u->name);
    json_put_text(j, "title", u->title);
    json_put_text(j, "role", str_of(user_role_name(u->role)));
    json_put_text(j, "unit", u->unit_name);
    json_put_bool(j, "disabled", u->is_disabled);
    return json_text(j, a);
}

static enum rc keep(struct user_command *c, const char *action, const struct user *before,
                    struct err *err)
{
    struct audit_line line = { .at = c->now,
                               .by = arena_join(&c->a, STR("system:"), c->by),
                               .action = str_of(action) };
    struct user now;
    const enum rc rc = store_user_find(c->s, c->name, &c->a, &now, err);

    if (rc && !(rc == RC_NOT_FOUND && before)) /* he was removed */
        return rc;
    line.subject = arena_printf(&c->a, "user:%" PRId64, rc ? before->id : now.id);
    if (before)
        line.old = user_json(before, &c->a);
    if (!rc)
        line.now = user_json(&now, &c->a);
    return store_audit_add(c->s, &line, err);
}

static enum rc add(struct user_command *c, struct err *err)
{
    struct user u = { .name = c->name,
                      .title = c->title.n ? c->title : c->name,
                      .role = user_role_of(c->role),
                      .unit = c->unit,
                      .must_change = !c->password_file.n,
                      .created = c->now };
    int64_t id = 0;
    enum rc rc;

    if (!c->name.n || !u.role)
        return err_set(err, RC_USAGE,
                       "add 需要用户名和 --role admin|inspector|reviewer|operator|leader");
    rc = store_user_find(c->s, c->name, &c->a, &(struct user){ 0 }, err);
    if (rc != RC_NOT_FOUND)
        return rc ? rc : err_set(err, RC_BUSY, "用户名“%.*s”已有人使用", STR_ARG(c->name));
    if ((rc = read_password(c, &u.password, err)) || (rc = store_user_add(c->s, &u, &id, err)))
        return rc;
    return keep(c, "user.add", NULL, err);
}

static enum rc print_user(void *ctx, const struct user *u, struct err *err)
{
    AUTO(buf_done) struct buf line = { 0 };

    (void)ctx;
    (void)err;
    column_add(&line, u->name, NAME_WIDTH);
    column_add(&line, u->title, TITLE_WIDTH);
    column_add(&line, str_of(user_role_title(u->role)), ROLE_WIDTH);
    buf_add(&line, u->unit_name);
    (void)printf("%.*s%s\n", STR_ARG(buf_str(&line)), u->is_disabled ? "（已停用）" : "");
    return RC_OK;
}

static enum rc list(struct user_command *c, struct err *err)
{
    return store_user_each(c->s, 0, print_user, NULL, err);
}

static enum rc passwd(struct user_command *c, struct err *err)
{
    struct user u;
    enum rc rc = store_user_find(c->s, c->name, &c->a, &u, err);

    if (!rc)
        rc = read_password(c, &u.password, err);
    if (!rc)
        rc = store_user_set_password(c->s, u.id, u.password, !c->password_file.n, (struct str){ 0 },
                                     err);
    if (!rc)
        rc = store_login_clear(c->s, arena_join(&c->a, STR("name:"), u.name), err);
    return rc ? rc : keep(c, "user.password", &u, err);
}

static enum rc disable(struct user_command *c, struct err *err)
{
    struct user before, u;
    enum rc rc = store_user_find(c->s, c->name, &c->a, &before, err);

    if (rc)
        return rc;
    u = before;
    u.is_disabled = true;
    rc = store_user_change(c->s, &u, err);
    return rc ? rc : keep(c, "user.change", &before, err);
}

static enum rc take_back(struct user_command *c, struct err *err)
{
    struct user u;
    enum rc rc = store_user_find(c->s, c->name, &c->a, &u, err);

    if (!rc)
        rc = store_user_remove(c->s, u.id, err);
    return rc ? rc : keep(c, "user.remove", &u, err);
}

static const struct verb {
    const char *name;
    enum rc (*run)(struct user_command *c, struct err *err);
} verbs[] = {
    { "add", add },         { "list", list },        { "passwd", passwd },
    { "disable", disable }, { "remove", take_back },
};

static enum rc run_held(struct user_command *c, const struct verb *verb, struct err *err)
{
    enum rc rc = store_hold(c->s, err), kept;

    if (rc)
        return rc;
    rc = verb->run(c, err);
    kept = store_release(c->s, !rc, rc ? NULL : err);
    if (!rc && !kept && c->made.n)
        (void)printf("初始密码 %.*s（登录后须修改）\n", STR_ARG(c->made));
    return rc ? rc : kept;
}

static enum rc run_verb(struct user_command *c, int n, char **words, struct err *err)
{
    if (n < 1 || n > 2 || !c->dir.n)
        return err_set(err, RC_USAGE, "%s", usage);
    c->name = n > 1 ? str_of(words[1]) : (struct str){ 0 };
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (strcmp(words[0], verbs[i].name) == 0) {
            const enum rc rc =
                store_open(arena_printf(&c->a, "sqlite:%s/xunjian.db", c->dir.p), &c->s, err);

            return rc ? rc : run_held(c, &verbs[i], err);
        }
    return err_set(err, RC_USAGE, "%s", usage);
}

int cmd_user(int argc, char **argv)
{
    AUTO(command_done) struct user_command c = { .unit = 1, .now = clock_now(), .by = app_user() };
    const struct option options[] = {
        { "dir", "DIR", "数据所在的目录，同 serve --dir", &c.dir, OPTION_TEXT, 0, 0 },
        { "role", "ROLE",
          "角色：admin 监管单位管理员，inspector 检查员，reviewer 审核员，operator 主办单位，"
          "leader 领导",
          &c.role, OPTION_TEXT, 0, 0 },
        { "title", "NAME", "姓名", &c.title, OPTION_TEXT, 0, 0 },
        { "unit", "ID", "单位编号，默认 1（最上级）", &c.unit, OPTION_INT, 1, INT64_MAX },
        { "password-file", "FILE", "密码在这个文件的第一行（- 为标准输入）；不给出时由程序生成",
          &c.password_file, OPTION_TEXT, 0, 0 },
        { "help", NULL, "显示本说明", &c.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    if (!app_options(options, COUNT_OF(options), usage, &argc, argv, &status))
        return status;
    return run_verb(&c, argc, argv, &err) ? app_fail(&err) : EXIT_DONE;
}
