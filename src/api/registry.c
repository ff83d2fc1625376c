/* Lists of the registry, of sites and of accounts: looked at, taken in, given out. */
#include "base/base.h"

#include "api/opening.h"
#include "api/routes.h"
#include "api/scope.h"
#include "desk/registry_desk.h"
#include "store/scope.h"
#include "web/call.h"

static const struct member row_members[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码，或账号" },
    { .name = "name", .type = MEMBER_TEXT, .help = "名称" },
    { 0 },
};
static const struct member field_members[] = {
    { .name = "field", .type = MEMBER_TEXT, .help = "项目" },
    { .name = "title", .type = MEMBER_TEXT, .help = "项目名称" },
    { .name = "old", .type = MEMBER_TEXT, .help = "名录中" },
    { .name = "new", .type = MEMBER_TEXT, .help = "名单中" },
    { 0 },
};
static const struct member changed_members[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码，或账号" },
    { .name = "name", .type = MEMBER_TEXT, .help = "名称" },
    { .name = "changes", .type = MEMBER_LIST, .help = "不同的项目", .of = field_members },
    { 0 },
};
static const struct member bad_members[] = {
    { .name = "line", .type = MEMBER_INT, .help = "第几行" },
    { .name = "reason", .type = MEMBER_TEXT, .help = "哪里不对" },
    { 0 },
};

enum { ROWS_MAX = LIST_ROWS_MAX };

static const struct member preview_members[] = {
    { .name = "token", .type = MEMBER_TEXT, .help = "导入时用，一天内有效" },
    { .name = "added", .type = MEMBER_LIST, .help = "新增", .max = ROWS_MAX, .of = row_members },
    { .name = "changed",
      .type = MEMBER_LIST,
      .help = "修改",
      .max = ROWS_MAX,
      .of = changed_members },
    { .name = "unchanged", .type = MEMBER_INT, .help = "未变的个数" },
    { .name = "absent",
      .type = MEMBER_LIST,
      .help = "名录中有而名单中没有；名录中保留",
      .max = ROWS_MAX,
      .of = row_members },
    { .name = "bad",
      .type = MEMBER_LIST,
      .help = "有误而略过的行",
      .max = ROWS_MAX,
      .of = bad_members },
    { 0 },
};

static struct json *of_row(const struct registry_row *row)
{
    struct json *to = json_new_object();

    json_put_text(to, "code", row->id);
    json_put_text(to, "name", registry_name(row));
    return to;
}

static struct json *of_changed(const struct registry_difference *d)
{
    struct json *to = of_row(&d->row), *changes = json_new_array();

    for (size_t i = 0; i < d->n_changed; i++) {
        const struct registry_field *field = &registry_form(d->row.kind)->fields[d->changed[i]];
        struct json *one = json_new_object();

        json_put_text(one, "field", str_of(field->key));
        json_put_text(one, "title", str_of(field->title));
        json_put_text(one, "old", d->before.values[d->changed[i]]);
        json_put_text(one, "new", d->row.values[d->changed[i]]);
        json_add(changes, one);
    }
    json_put(to, "changes", changes);
    return to;
}

static struct json *of_preview(const struct registry_preview *p)
{
    struct json *to = json_new_object(), *added = json_new_array(), *changed = json_new_array();
    struct json *absent = json_new_array(), *bad = json_new_array();

    for (size_t i = 0; i < p->n_added; i++)
        json_add(added, of_row(&p->added[i].row));
    for (size_t i = 0; i < p->n_changed; i++)
        json_add(changed, of_changed(&p->changed[i]));
    for (size_t i = 0; i < p->n_absent; i++)
        json_add(absent, of_row(&p->absent[i]));
    for (size_t i = 0; i < p->n_bad; i++) {
        struct json *one = json_new_object();

        json_put_int(one, "line", (int64_t)p->bad[i].line);
        json_put_str(one, "reason", p->bad[i].reason);
        json_add(bad, one);
    }
    json_put_str(to, "token", str_of(p->token));
    json_put(to, "added", added);
    json_put(to, "changed", changed);
    json_put_int(to, "unchanged", (int64_t)p->n_unchanged);
    json_put(to, "absent", absent);
    json_put(to, "bad", bad);
    return to;
}

/* What the log of operations says of a list: how much, not all of it. */
static enum rc audit(struct call *c, const char *action, const struct registry_preview *p,
                     struct err *err)
{
    AUTO(json_freep) struct json *counts = json_new_object();

    json_put_int(counts, "added", (int64_t)p->n_added);
    json_put_int(counts, "changed", (int64_t)p->n_changed);
    json_put_int(counts, "bad", (int64_t)p->n_bad);
    return call_audit(c, action, arena_join(c->a, STR("list:"), str_of(p->token)), NULL, counts,
                      err);
}

static enum registry_kind kind_of(struct str word)
{
    return str_eq(word, str_of(registry_form(REGISTRY_ACCOUNTS)->word)) ? REGISTRY_ACCOUNTS
                                                                        : REGISTRY_SITES;
}

/* A list is of all units, and its preview tells of all. */
static enum rc need_top(struct call *c, struct err *err)
{
    return call_need_rank(c, UNIT_TOP, "名单由最上级单位导入", err);
}

static enum rc preview(struct call *c, void *ctx, struct err *err)
{
    const enum registry_kind kind = kind_of(call_query(c, "kind"));
    const struct str csv = *(const struct str *)ctx;
    struct registry_preview p;
    enum rc rc = registry_preview(c->store, kind, csv, c->a, &p, err);

    if (rc == RC_SYNTAX || rc == RC_LIMIT)
        return call_fail(c, err, 422, NULL, "%s", err->text);
    if (!rc)
        rc = store_upload_put(c->store, str_of(p.token), str_of(registry_form(kind)->word), c->now,
                              csv, err);
    if (rc)
        return rc;
    c->reply = of_preview(&p);
    return audit(c, "registry.preview", &p, err);
}

/* The file is read first: that takes as long as it takes, and others write meanwhile. */
static enum rc run_preview(struct call *c, struct err *err)
{
    struct str csv;
    enum rc rc = need_top(c, err);

    if (!rc)
        rc = opening_table(c, &csv, err);
    return rc ? rc : call_hold(c, preview, &csv, err);
}

static const struct member preview_query[] = {
    { .name = "kind",
      .type = MEMBER_WORD,
      .help = "哪种名单；默认 sites",
      .words = "sites|accounts" },
    { 0 },
};

const struct endpoint endpoint_registry_preview = {
    .summary = "预览名单与名录的差别",
    .help =
        "sites.csv 或 accounts.csv 的各列，CSV 或 xlsx。不写入名录。最上级单位的管理员才能导入。",
    .query = preview_query,
    .is_upload = true,
    .reply = preview_members,
    .lane = LANE_SLOW,
    .opens_own_transaction = true,
    .run = run_preview,
};

static enum rc run_import(struct call *c, struct err *err)
{
    const struct str token = json_get_str(c->body, "token");
    const struct registrar who = { .by = c->user->name, .at = c->now };
    struct registry_preview p;
    struct str kind, bytes;
    enum rc rc = need_top(c, err);

    if (rc)
        return rc;
    rc = store_upload_get(c->store, token, c->a, &kind, &bytes, err);

    if (rc == RC_NOT_FOUND)
        return call_fail(c, err, 422, "token", "%s", err->text);
    if (!rc)
        rc = registry_import(c->store, kind_of(kind), bytes, token, &who, c->a, &p, err);
    if (rc == RC_BUSY)
        return call_fail(c, err, 412, "token", "%s", err->text);
    if (!rc)
        rc = store_upload_drop(c->store, token, err);
    if (rc)
        return rc;
    c->reply = json_new_object();
    json_put_int(c->reply, "added", (int64_t)p.n_added);
    json_put_int(c->reply, "changed", (int64_t)p.n_changed);
    return audit(c, "registry.import", &p, err);
}

static const struct member import_body[] = {
    { .name = "token", .type = MEMBER_TEXT, .help = "预览给出的", .max = 64 },
    { 0 },
};
static const struct member import_members[] = {
    { .name = "added", .type = MEMBER_INT, .help = "新增的个数" },
    { .name = "changed", .type = MEMBER_INT, .help = "修改的个数" },
    { 0 },
};

const struct endpoint endpoint_registry_import = {
    .summary = "按预览导入名单",
    .help = "名录在预览之后有变化时拒绝（412），须重新预览。",
    .body = import_body,
    .reply = import_members,
    .lane = LANE_SLOW,
    .run = run_import,
};

static enum rc export_list(struct call *c, enum registry_kind kind, struct err *err)
{
    AUTO(buf_done) struct buf out = { 0 };
    const enum rc rc = registry_export(c->store, kind, scope_own(c), &out, err);

    if (rc)
        return rc;
    c->file = arena_copy(c->a, buf_str(&out));
    c->file_name = arena_join(c->a, str_of(registry_form(kind)->word), STR(".csv"));
    return RC_OK;
}

static enum rc run_sites(struct call *c, struct err *err)
{
    return export_list(c, REGISTRY_SITES, err);
}

static enum rc run_accounts(struct call *c, struct err *err)
{
    return export_list(c, REGISTRY_ACCOUNTS, err);
}

const struct endpoint endpoint_registry_sites = {
    .summary = "网站名录（CSV，与导入的各列相同）",
    .reply_type = "text/csv; charset=utf-8",
    .lane = LANE_SLOW,
    .run = run_sites,
};

const struct endpoint endpoint_registry_accounts = {
    .summary = "新媒体账号名录（CSV，与导入的各列相同）",
    .reply_type = "text/csv; charset=utf-8",
    .lane = LANE_SLOW,
    .run = run_accounts,
};
