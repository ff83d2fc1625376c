/* New-media accounts: lists with what was found, one with its result and history, and changes of
 * the registry. */
#include "base/base.h"

#include "api/registered.h"
#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"

#define STATE_WORDS "运行|申请注销|已注销"

/* ---- the list ---- */

static struct json *item_of(const struct site_line *s)
{
    struct json *to = json_new_object();
    struct str type, platform = { 0 };

    (void)!account_type_of(s->type, &type, &platform);
    json_put_text(to, "id", s->code);
    json_put_text(to, "platform", platform);
    json_put_text(to, "owner", s->sponsor);
    json_put_bool(to, "is_main", s->is_main);
    if (s->pages >= 0)
        json_put_int(to, "posts", s->pages);
    else
        json_put_null(to, "posts");
    registered_put_line(to, s);
    return to;
}

static enum rc run_list(struct call *c, struct err *err)
{
    return registered_list(c, REGISTRY_ACCOUNTS, item_of, err);
}

static const struct member item[] = {
    { .name = "id",
      .type = MEMBER_TEXT,
      .help = "账号类型:账号标识，没有标识时 账号类型:账号名称" },
    { .name = "name", .type = MEMBER_TEXT, .help = "账号名称" },
    { .name = "type", .type = MEMBER_TEXT, .help = "账号类型" },
    { .name = "platform", .type = MEMBER_TEXT, .help = "平台" },
    { .name = "owner", .type = MEMBER_TEXT, .help = "开设主体" },
    { .name = "is_main", .type = MEMBER_FLAG, .help = "是主账号" },
    REGISTERED_LINE(STATE_WORDS),
    { .name = "posts",
      .type = MEMBER_INT,
      .help = "看到的条数；null：没有看到",
      .flags = NULLABLE },
    { 0 },
};

static const struct member list_query[] = {
    SCOPE_UNIT_MEMBER,
    { .name = "q", .type = MEMBER_TEXT, .help = "账号、名称或开设主体中的字", .max = 100 },
    { .name = "region", .type = MEMBER_TEXT, .help = "行政区划代码的开头", .max = 6 },
    { .name = "type", .type = MEMBER_TEXT, .help = "账号类型", .max = 100 },
    { .name = "platform", .type = MEMBER_TEXT, .help = "平台，如 微信", .max = 100 },
    { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },
    { .name = "verdict", .type = MEMBER_WORD, .help = "结论", .words = STANDING_WORDS },
    { 0 },
};

const struct endpoint endpoint_account_list = {
    .summary = "新媒体账号",
    .help = "名录中的账号，和巡检过而不在名录中的账号（is_listed 为 false）。",
    .query = list_query,
    .reply = item,
    .is_list = true,
    .sort = "id|-id|name|-name|region|-region|type|-type|state|-state|verdict|-verdict|veto|-veto|"
            "fault|-fault|notice|-notice|unreviewed|-unreviewed|posts|-posts|newest|-newest|as_of|"
            "-as_of",
    .run = run_list,
};

/* ---- one ---- */

#define TEXT_FIELD(field, what, flag, chars)                                                       \
    {                                                                                              \
        .name = field, .type = MEMBER_TEXT, .help = what, .flags = flag, .max = chars              \
    }
#define FIELDS(flag, optional)                                                                     \
    TEXT_FIELD("name", "账号名称", flag, 200), TEXT_FIELD("type", "账号类型", flag, 100),          \
        TEXT_FIELD("owner", "开设主体", flag, 200), TEXT_FIELD("region", "行政区划", flag, 6),     \
        { .name = "is_main", .type = MEMBER_FLAG, .help = "是主账号", .flags = flag },             \
        TEXT_FIELD("handle", "账号标识", (flag) | (optional), 200),                                \
        TEXT_FIELD("source", "数据源：网址", (flag) | (optional), 2000),                           \
        TEXT_FIELD("filed_name", "备案名称", (flag) | (optional), 200),                            \
        TEXT_FIELD("download", "下载链接", (flag) | (optional), 2000),                             \
        TEXT_FIELD("menu", "菜单的 JSON", (flag) | (optional), 65536)

#define REGISTERED                                                                                 \
    { .name = "id", .type = MEMBER_TEXT, .help = "账号" },                                         \
        { .name = "platform", .type = MEMBER_TEXT, .help = "平台" }, FIELDS(0, 0),                 \
        { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },            \
        REGISTERED_PLACE

static const struct member registered_members[] = { REGISTERED, { 0 } };
static const struct member one_members[] = {
    REGISTERED,
    REGISTERED_REST,
    { .name = "posts_file",
      .type = MEMBER_OBJECT,
      .help = "导入的内容；null：没有",
      .flags = NULLABLE,
      .of = registered_posts },
    { 0 },
};

static enum rc run_get(struct call *c, struct err *err)
{
    return registered_get(c, REGISTRY_ACCOUNTS, err);
}

const struct endpoint endpoint_account_get = {
    .summary = "一个新媒体账号",
    .reply = one_members,
    .run = run_get,
};

/* ---- changing ---- */

static enum rc run_change(struct call *c, struct err *err)
{
    return registered_change(c, REGISTRY_ACCOUNTS, err);
}

static const struct member change_body[] = {
    FIELDS(OPTIONAL, 0),
    { .name = "unit", .type = MEMBER_INT, .help = "划归哪个单位", .flags = OPTIONAL },
    { 0 },
};

const struct endpoint endpoint_account_change = {
    .summary = "修改账号",
    .help = "账号类型和账号标识（没有账号标识的，账号名称）不能修改。"
            "状态另用 /accounts/{account}/state 修改。",
    .body = change_body,
    .reply = registered_members,
    .run = run_change,
};

static enum rc run_add(struct call *c, struct err *err)
{
    return registered_add(c, REGISTRY_ACCOUNTS, err);
}

static const struct member add_body[] = { FIELDS(0, OPTIONAL), { 0 } };

const struct endpoint endpoint_account_add = {
    .summary = "加入名录",
    .help = "状态为运行；单位按开设主体和行政区划归入。",
    .body = add_body,
    .reply = registered_members,
    .status = 201,
    .run = run_add,
};

static enum rc run_state(struct call *c, struct err *err)
{
    return registered_state(c, REGISTRY_ACCOUNTS, err);
}

static const struct member state_body[] = {
    { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },
    { .name = "date",
      .type = MEMBER_DAY,
      .help = "状态的日期：从哪天起；申请注销、已注销须写",
      .flags = OPTIONAL | NULLABLE },
    { .name = "filing",
      .type = MEMBER_TEXT,
      .help = "批准或备案的文件；已注销须写",
      .flags = OPTIONAL,
      .max = 200 },
    { 0 },
};

const struct endpoint endpoint_account_state = {
    .summary = "账号的运行、申请注销、注销",
    .body = state_body,
    .reply = registered_members,
    .run = run_state,
};

static enum rc run_remove(struct call *c, struct err *err)
{
    return registered_remove(c, REGISTRY_ACCOUNTS, err);
}

const struct endpoint endpoint_account_remove = {
    .summary = "从名录中删除登记有误的账号",
    .help =
        "从来没有巡检过，也没有任何轮次、报备、整改涉及它的，才能删除；不再运行的，应变更状态。",
    .run = run_remove,
};
