/* Posts of an account that a person hands in, for a platform that shows nobody a list. */
#include "base/base.h"

#include "account/posts.h"
#include "api/opening.h"
#include "api/registered.h"
#include "api/routes.h"
#include "base/clock.h"
#include "desk/account_file.h"
#include "office/account_posts.h"

static struct str account_subject(const struct call *c, const struct registered *r)
{
    return arena_printf(c->a, "account:%.*s", STR_ARG(r->row.id));
}

/* Of a table: what it says of the account. */
static enum rc read_table(struct call *c, const struct registered *r, struct opened_posts *out,
                          struct err *err)
{
    AUTO(posts_table_freep) struct posts_table *t = NULL;
    const struct account account = account_of_row(&r->row, (struct str){ 0 }, c->a);
    struct posts p = { 0 };
    struct err own = { 0 };
    struct str csv, why = { 0 };
    enum rc rc = opening_table(c, &csv, err);

    if (rc)
        return rc;
    if (posts_table_read(csv, c->now, &t, &own))
        return call_fail(c, err, 422, NULL, "%s", own.text);
    if (!posts_table_of(t, &account, c->a, &p, &why))
        return call_fail(c, err, 422, NULL, "%.*s", STR_ARG(why));
    *out = (struct opened_posts){ .grade = p.grade,
                                  .n = (int64_t)p.n,
                                  .newest = p.n ? p.posts[0].at : 0,
                                  .oldest = p.n ? p.posts[p.n - 1].at : 0,
                                  .n_messages = (int64_t)p.n_messages,
                                  .n_undated = (int64_t)p.n_undated,
                                  .n_future = (int64_t)p.n_future,
                                  .kept = csv };
    return RC_OK;
}

static enum rc read_upload(struct call *c, const struct registered *r, struct opened_posts *out,
                           struct err *err)
{
    return posts_is_table(c->upload) ? read_table(c, r, out, err) : opening_posts(c, out, err);
}

static int32_t day_or_none(int64_t time)
{
    return time ? day_of_time(time) : DAY_NONE;
}

static struct json *of_posts(const struct opened_posts *p)
{
    const enum account_grade grade = p->grade == ACCOUNT_SELF ? ACCOUNT_SELF : ACCOUNT_IMPORT;
    struct json *to = json_new_object();

    json_put_int(to, "posts", p->n);
    json_put_day(to, "newest", day_or_none(p->newest));
    json_put_day(to, "oldest", day_or_none(p->oldest));
    json_put_int(to, "messages", p->n_messages);
    json_put_int(to, "undated", p->n_undated);
    json_put_int(to, "future", p->n_future);
    json_put_str(to, "grade", str_of(account_grade_name(grade)));
    return to;
}

static enum rc keep(struct call *c, const struct registered *r, const struct opened_posts *p,
                    struct err *err)
{
    const struct str name = call_query(c, "name");
    const struct account_posts file = { .name = name.n ? name : STR("posts"),
                                        .at = c->now,
                                        .by = c->user->name,
                                        .n_posts = p->n,
                                        .newest = day_or_none(p->newest) };
    const enum rc rc = store_posts_put(c->store, r->row.id, &file, p->kept, err);

    if (rc == RC_LIMIT)
        return call_fail(c, err, 422, NULL, "%s", err->text);
    return rc ? rc : call_audit(c, "account.posts", account_subject(c, r), NULL, c->reply, err);
}

struct putting {
    struct registered r;
    struct opened_posts posts;
};

static enum rc put(struct call *c, void *ctx, struct err *err)
{
    const struct putting *p = ctx;

    c->reply = of_posts(&p->posts);
    return call_query_flag(c, "check_only")
               ? call_audit(c, "account.posts.check", account_subject(c, &p->r), NULL, c->reply,
                            err)
               : keep(c, &p->r, &p->posts, err);
}

/* The file is read first: that takes as long as it takes, and others write meanwhile. */
static enum rc run_put(struct call *c, struct err *err)
{
    struct putting p;
    enum rc rc = registered_read(c, REGISTRY_ACCOUNTS, &p.r, err);

    if (!rc)
        rc = read_upload(c, &p.r, &p.posts, err);
    return rc ? rc : call_hold(c, put, &p, err);
}

static const struct member put_query[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "文件名", .max = 200 },
    { .name = "check_only", .type = MEMBER_FLAG, .help = "只读不存：看能读出什么，不保存" },
    { 0 },
};

static const struct member posts_members[] = {
    { .name = "posts", .type = MEMBER_INT, .help = "条数" },
    { .name = "newest", .type = MEMBER_DAY, .help = "最近一次发布", .flags = NULLABLE },
    { .name = "oldest", .type = MEMBER_DAY, .help = "最早一次发布", .flags = NULLABLE },
    { .name = "messages", .type = MEMBER_INT, .help = "留言数" },
    { .name = "undated", .type = MEMBER_INT, .help = "时间读不出来而略过的条数" },
    { .name = "future", .type = MEMBER_INT, .help = "时间在将来而略过的条数" },
    { .name = "grade",
      .type = MEMBER_WORD,
      .help = "import：收集的；self-reported：自报的",
      .words = "import|self-reported" },
    { 0 },
};

const struct endpoint endpoint_account_put_posts = {
    .summary = "导入账号的内容",
    .help =
        "平台导出的表格（CSV、xlsx）、JSON 或保存的订阅源，至多 20 MB；下次巡检用它代替数据源。",
    .query = put_query,
    .is_upload = true,
    .reply = posts_members,
    .lane = LANE_SLOW,
    .opens_own_transaction = true,
    .run = run_put,
};

static enum rc run_drop(struct call *c, struct err *err)
{
    AUTO(json_freep) struct json *old = json_new_object();
    struct registered r;
    struct account_posts file;
    enum rc rc = registered_read(c, REGISTRY_ACCOUNTS, &r, err);

    if (!rc)
        rc = store_posts_get(c->store, r.row.id, c->a, &file, NULL, err);
    if (!rc)
        rc = store_posts_drop(c->store, r.row.id, err);
    if (rc)
        return rc;
    json_put_text(old, "name", file.name);
    json_put_int(old, "posts", file.n_posts);
    return call_audit(c, "account.posts", account_subject(c, &r), old, NULL, err);
}

const struct endpoint endpoint_account_drop_posts = {
    .summary = "不再使用导入的内容",
    .run = run_drop,
};
