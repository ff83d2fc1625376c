/* Sites: lists with what was found, one with its result and history, and changes of the registry.
 */
#include "base/base.h"

#include "api/registered.h"
#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"

#define TYPE_WORDS "政府门户网站|部门网站|专项网站"
#define STATE_WORDS "运行|申请关停|已关停"

/* ---- the list ---- */

static struct json *item_of(const struct site_line *s)
{
    struct json *to = json_new_object();

    json_put_text(to, "code", s->code);
    json_put_text(to, "home", s->home);
    json_put_text(to, "sponsor", s->sponsor);
    if (s->pages >= 0)
        json_put_int(to, "pages", s->pages);
    else
        json_put_null(to, "pages");
    registered_put_line(to, s);
    return to;
}

static enum rc run_list(struct call *c, struct err *err)
{
    return registered_list(c, REGISTRY_SITES, item_of, err);
}

static const struct member item[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "name", .type = MEMBER_TEXT, .help = "网站名称" },
    { .name = "home", .type = MEMBER_TEXT, .help = "首页网址" },
    { .name = "sponsor", .type = MEMBER_TEXT, .help = "主办单位" },
    { .name = "type", .type = MEMBER_TEXT, .help = "网站类型" },
    REGISTERED_LINE(STATE_WORDS),
    { .name = "pages", .type = MEMBER_INT, .help = "页面数", .flags = NULLABLE },
    { 0 },
};

static const struct member list_query[] = {
    SCOPE_UNIT_MEMBER,
    { .name = "q", .type = MEMBER_TEXT, .help = "标识码、名称、网址或主办单位中的字", .max = 100 },
    { .name = "region", .type = MEMBER_TEXT, .help = "行政区划代码的开头", .max = 6 },
    { .name = "type", .type = MEMBER_WORD, .help = "网站类型", .words = TYPE_WORDS },
    { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },
    { .name = "verdict", .type = MEMBER_WORD, .help = "结论", .words = STANDING_WORDS },
    { 0 },
};

const struct endpoint endpoint_site_list = {
    .summary = "网站",
    .help = "名录中的网站，和巡检过而不在名录中的网站（is_listed 为 false）。",
    .query = list_query,
    .reply = item,
    .is_list = true,
    .sort = "code|-code|name|-name|region|-region|type|-type|state|-state|verdict|-verdict|veto|"
            "-veto|fault|-fault|notice|-notice|unreviewed|-unreviewed|pages|-pages|newest|-newest|"
            "as_of|-as_of",
    .run = run_list,
};

/* ---- one ---- */

#define FIELDS(flag, state_type)                                                                   \
    { .name = "name", .type = MEMBER_TEXT, .help = "网站名称", .flags = flag, .max = 200 },        \
        { .name = "home", .type = MEMBER_TEXT, .help = "首页网址", .flags = flag, .max = 2000 },   \
        { .name = "sponsor", .type = MEMBER_TEXT, .help = "主办单位", .flags = flag, .max = 200 }, \
        { .name = "region", .type = MEMBER_TEXT, .help = "行政区划", .flags = flag, .max = 6 },    \
        { .name = "type", .type = MEMBER_TEXT, .help = "网站类型", .flags = flag, .max = 20 },     \
        { .name = "serves_public", .type = MEMBER_FLAG, .help = "对外服务", .flags = flag },       \
        { .name = "supervisor",                                                                    \
          .type = MEMBER_TEXT,                                                                     \
          .help = "主管单位",                                                                      \
          .flags = flag | state_type,                                                              \
          .max = 200 },                                                                            \
        { .name = "icp",                                                                           \
          .type = MEMBER_TEXT,                                                                     \
          .help = "ICP备案号",                                                                     \
          .flags = flag | state_type,                                                              \
          .max = 100 },                                                                            \
        { .name = "police",                                                                        \
          .type = MEMBER_TEXT,                                                                     \
          .help = "公安备案号",                                                                    \
          .flags = flag | state_type,                                                              \
          .max = 100 },                                                                            \
        { .name = "domains",                                                                       \
          .type = MEMBER_TEXT,                                                                     \
          .help = "其他域名，空格分开",                                                            \
          .flags = flag | state_type,                                                              \
          .max = 2000 },                                                                           \
        { .name = "platform",                                                                      \
          .type = MEMBER_TEXT,                                                                     \
          .help = "集约化平台",                                                                    \
          .flags = flag | state_type,                                                              \
          .max = 200 },                                                                            \
    {                                                                                              \
        .name = "service_link", .type = MEMBER_TEXT, .help = "政务服务链接",                       \
        .flags = flag | state_type, .max = 2000                                                    \
    }

#define REGISTERED                                                                                 \
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码" }, FIELDS(0, 0),                   \
        { .name = "state",                                                                         \
          .type = MEMBER_WORD,                                                                     \
          .help = "状态；只访问过而不在名录中的为 null",                                           \
          .flags = NULLABLE,                                                                       \
          .words = STATE_WORDS },                                                                  \
        REGISTERED_PLACE

static const struct member registered_members[] = { REGISTERED, { 0 } };
static const struct member one_members[] = { REGISTERED, REGISTERED_REST, { 0 } };

static enum rc run_get(struct call *c, struct err *err)
{
    return registered_get(c, REGISTRY_SITES, err);
}

const struct endpoint endpoint_site_get = {
    .summary = "一个网站",
    .reply = one_members,
    .run = run_get,
};

/* ---- changing ---- */

static enum rc run_change(struct call *c, struct err *err)
{
    return registered_change(c, REGISTRY_SITES, err);
}

static const struct member change_body[] = {
    FIELDS(OPTIONAL, 0),
    { .name = "unit", .type = MEMBER_INT, .help = "划归哪个单位", .flags = OPTIONAL },
    { 0 },
};

const struct endpoint endpoint_site_change = {
    .summary = "修改网站",
    .help = "状态另用 /sites/{code}/state 修改。",
    .body = change_body,
    .reply = registered_members,
    .run = run_change,
};

static enum rc run_add(struct call *c, struct err *err)
{
    return registered_add(c, REGISTRY_SITES, err);
}

static const struct member add_body[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码", .max = 10 },
    FIELDS(0, OPTIONAL),
    { 0 },
};

const struct endpoint endpoint_site_add = {
    .summary = "加入名录",
    .help = "状态为运行；单位按主办单位和行政区划归入。",
    .body = add_body,
    .reply = registered_members,
    .status = 201,
    .run = run_add,
};

static enum rc run_state(struct call *c, struct err *err)
{
    return registered_state(c, REGISTRY_SITES, err);
}

static const struct member state_body[] = {
    { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },
    { .name = "date",
      .type = MEMBER_DAY,
      .help = "状态的日期：从哪天起；申请关停、已关停须写",
      .flags = OPTIONAL | NULLABLE },
    { .name = "filing",
      .type = MEMBER_TEXT,
      .help = "批准或备案的文件；已关停须写",
      .flags = OPTIONAL,
      .max = 200 },
    { 0 },
};

const struct endpoint endpoint_site_state = {
    .summary = "网站的运行、申请关停、关停",
    .body = state_body,
    .reply = registered_members,
    .run = run_state,
};

static enum rc run_remove(struct call *c, struct err *err)
{
    return registered_remove(c, REGISTRY_SITES, err);
}

const struct endpoint endpoint_site_remove = {
    .summary = "从名录中删除登记有误的网站",
    .help =
        "从来没有巡检过，也没有任何轮次、报备、整改涉及它的，才能删除；不再运行的，应变更状态。",
    .run = run_remove,
};
