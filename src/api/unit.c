/* Units as a tree: an administrator sees and changes his own part of it. */
#include "base/base.h"

#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "office/removal.h"
#include "office/unit.h"
#include "store/scope.h"
#include "web/call.h"
#include "web/short_list.h"

static const struct member item[] = {
    { .name = "id", .type = MEMBER_INT, .help = "单位编号" },
    { .name = "parent", .type = MEMBER_INT, .help = "上级单位", .flags = NULLABLE },
    { .name = "name", .type = MEMBER_TEXT, .help = "单位名称" },
    { .name = "region", .type = MEMBER_TEXT, .help = "行政区划代码；可以为空" },
    { .name = "is_office", .type = MEMBER_FLAG, .help = "监管单位" },
    { 0 },
};

static struct json *item_of(const struct unit *u)
{
    struct json *to = json_new_object();

    json_put_int(to, "id", u->id);
    if (u->parent)
        json_put_int(to, "parent", u->parent);
    else
        json_put_null(to, "parent");
    json_put_str(to, "name", u->name);
    json_put_str(to, "region", u->region.p ? u->region : STR(""));
    json_put_bool(to, "is_office", u->is_office);
    return to;
}

/* ---- the list ---- */

struct listing {
    struct str word, kind;
    struct json *items;
};

static enum rc add_item(void *ctx, const struct unit *u, struct err *err)
{
    const struct listing *l = ctx;

    (void)err;
    if (l->word.n && !str_has(u->name, l->word) && !str_starts(u->region, l->word))
        return RC_OK;
    if (!l->kind.n || u->is_office == str_eq(l->kind, STR("office")))
        json_add(l->items, item_of(u));
    return RC_OK;
}

static enum rc run_list(struct call *c, struct err *err)
{
    struct listing l = { .word = call_query(c, "q"),
                         .kind = call_query(c, "kind"),
                         .items = json_new_array() };
    int64_t unit = 0;
    enum rc rc = scope_unit(c, &unit, err);

    if (!rc)
        rc = store_unit_each(c->store, unit ? unit : UNIT_TOP, add_item, &l, err);
    if (rc)
        json_free(l.items);
    else
        short_list_reply(c, l.items, 0);
    return rc;
}

static const struct member list_query[] = {
    { .name = "q", .type = MEMBER_TEXT, .help = "名称中的字，或行政区划代码的开头", .max = 100 },
    { .name = "kind",
      .type = MEMBER_WORD,
      .help = "监管单位，或其他单位",
      .words = "office|sponsor" },
    SCOPE_UNIT_MEMBER,
    { 0 },
};

const struct endpoint endpoint_unit_list = {
    .summary = "单位",
    .help = "登录用户的单位和它的全部下级；不写 sort 时按编号。",
    .query = list_query,
    .reply = item,
    .is_list = true,
    .sort = "id|-id|name|-name|region|-region|is_office|-is_office",
    .run = run_list,
};

/* ---- adding and changing ---- */

/* "510700" as "5107": what lies in a city begins so. */
static struct str part_of_region(struct str region)
{
    while (region.n >= 2 && region.p[region.n - 1] == '0' && region.p[region.n - 2] == '0')
        region.n -= 2;
    return region;
}

/* New sites go to the unit of their sponsor and region, new sponsors below the office of theirs:
 * nobody draws another's to himself. */
static enum rc need_own(struct call *c, const struct unit *before, const struct unit *u,
                        struct err *err)
{
    struct unit own;
    const enum rc rc = store_unit_get(c->store, c->user->unit, c->a, &own, err);
    const bool is_top = c->user->unit == UNIT_TOP;

    if (rc)
        return rc;
    if (u->region.n && !str_eq(u->region, before->region) &&
        !((own.region.n || is_top) && str_starts(u->region, part_of_region(own.region))))
        return call_fail(c, err, 403, "region", "行政区划不在本单位范围内");
    if (u->is_office && !before->is_office && !own.is_office && !is_top)
        return call_fail(c, err, 403, "is_office", "本单位不是监管单位，不能设监管单位");
    return RC_OK;
}

static enum rc read_unit(struct call *c, struct unit *u, struct err *err)
{
    const struct unit before = *u;
    const struct json *name = json_get(c->body, "name"), *region = json_get(c->body, "region");
    const struct json *is_office = json_get(c->body, "is_office");

    if (name)
        u->name = json_str(name);
    if (region)
        u->region = json_str(region);
    if (is_office)
        u->is_office = json_is_yes(is_office);
    u->parent = json_get_int(c->body, "parent", u->parent);
    if (u->parent != before.parent && call_need_unit(c, u->parent, "", NULL))
        return call_fail(c, err, 422, "parent", "没有这个上级单位");
    if (u->id && u->id == c->user->unit && u->id != UNIT_TOP &&
        (!str_eq(u->region, before.region) || u->is_office != before.is_office))
        return call_fail(c, err, 403, NULL, "本单位的行政区划和性质由上级单位改动");
    return need_own(c, &before, u, err);
}

static enum rc run_add(struct call *c, struct err *err)
{
    struct unit u = { 0 };
    enum rc rc = read_unit(c, &u, err);

    if (!rc)
        rc = store_unit_add(c->store, &u, &u.id, err);
    if (rc)
        return rc;
    c->reply = item_of(&u);
    return call_audit(c, "unit.add", reply_subject("unit", u.id, c->a), NULL, c->reply, err);
}

static const struct member add_body[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "单位名称", .min = 1, .max = 100 },
    { .name = "parent", .type = MEMBER_INT, .help = "上级单位" },
    { .name = "region",
      .type = MEMBER_TEXT,
      .help = "行政区划代码（6 位数字）",
      .flags = OPTIONAL,
      .max = 6 },
    { .name = "is_office", .type = MEMBER_FLAG, .help = "监管单位", .flags = OPTIONAL },
    { 0 },
};

const struct endpoint endpoint_unit_add = {
    .summary = "新建单位",
    .body = add_body,
    .reply = item,
    .status = 201,
    .run = run_add,
};

static enum rc run_change(struct call *c, struct err *err)
{
    const int64_t id = call_number(c, "id");
    struct unit u;
    enum rc rc = call_need_unit(c, id, "没有这个单位", err);

    if (!rc)
        rc = store_unit_get(c->store, id, c->a, &u, err);
    if (rc)
        return rc;

    AUTO(json_freep) struct json *old = item_of(&u);

    if (id == c->user->unit && json_get(c->body, "parent"))
        return call_fail(c, err, 403, "parent", "不能移动自己所在的单位");
    if ((rc = call_match(c, old, err)) || (rc = read_unit(c, &u, err)) ||
        (rc = store_unit_set(c->store, &u, err)))
        return rc;
    c->reply = item_of(&u);
    return call_audit(c, "unit.change", reply_subject("unit", id, c->a), old, c->reply, err);
}

static const struct member change_body[] = {
    { .name = "name",
      .type = MEMBER_TEXT,
      .help = "单位名称",
      .flags = OPTIONAL,
      .min = 1,
      .max = 100 },
    { .name = "parent", .type = MEMBER_INT, .help = "上级单位", .flags = OPTIONAL },
    { .name = "region",
      .type = MEMBER_TEXT,
      .help = "行政区划代码（6 位数字）",
      .flags = OPTIONAL,
      .max = 6 },
    { .name = "is_office", .type = MEMBER_FLAG, .help = "监管单位", .flags = OPTIONAL },
    { 0 },
};

const struct endpoint endpoint_unit_change = {
    .summary = "修改单位",
    .body = change_body,
    .reply = item,
    .run = run_change,
};

static enum rc run_remove(struct call *c, struct err *err)
{
    const int64_t id = call_number(c, "id");
    struct unit u;
    enum rc rc = call_need_unit(c, id, "没有这个单位", err);

    if (!rc)
        rc = store_unit_get(c->store, id, c->a, &u, err);
    if (rc)
        return rc;

    AUTO(json_freep) struct json *old = item_of(&u);

    rc = call_match(c, old, err);
    if (!rc)
        rc = store_unit_remove(c->store, id, err);
    return rc ? rc : call_audit(c, "unit.remove", reply_subject("unit", id, c->a), old, NULL, err);
}

const struct endpoint endpoint_unit_remove = {
    .summary = "删除登记有误的单位",
    .help = "没有网站、账号、用户和下级单位，也没有整改、报备和检查轮次的，才能删除。",
    .run = run_remove,
};
