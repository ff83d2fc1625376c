/* Sites: lists with what was found, one with its result and history, and changes of the registry.
 */
#include "base/base.h"

#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "base/clock.h"
#include "desk/registry_desk.h"
#include "store/site_query.h"
#include "web/call.h"

#define TYPE_WORDS "政府门户网站|部门网站|专项网站"
#define STATE_WORDS "运行|申请关停|已关停"
#define STANDING_WORDS "pass|fail|foreseen|unknown|missing"

static const char *const standings[STANDING_N] = {
    [STANDING_PASS] = "pass",         [STANDING_FAIL] = "fail",
    [STANDING_FORESEEN] = "foreseen", [STANDING_UNKNOWN] = "unknown",
    [STANDING_MISSING] = "missing",
};

static void put_unit(struct json *to, int64_t id, struct str name)
{
    struct json *unit = json_new_object();

    json_put_int(unit, "id", id);
    json_put_text(unit, "name", name);
    json_put(to, "unit", unit);
}

static void put_counts(struct json *to, const struct open_counts *open)
{
    json_put_int(to, "veto", open->found[GRADE_VETO]);
    json_put_int(to, "fault", open->found[GRADE_FAULT]);
    json_put_int(to, "notice", open->found[GRADE_NOTICE]);
    json_put_int(to, "unreviewed", open->n_unreviewed);
}

#define COUNTS                                                                                     \
    { .name = "veto", .type = MEMBER_INT, .help = "单项否决" },                                    \
        { .name = "fault", .type = MEMBER_INT, .help = "问题" },                                   \
        { .name = "notice", .type = MEMBER_INT, .help = "提示" },                                  \
    {                                                                                              \
        .name = "unreviewed", .type = MEMBER_INT, .help = "其中未复核"                        \
    }

/* ---- the list ---- */

static struct json *item_of(const struct site_line *s)
{
    struct json *to = json_new_object();

    json_put_text(to, "code", s->code);
    json_put_text(to, "name", s->name);
    json_put_text(to, "home", s->home);
    json_put_text(to, "sponsor", s->sponsor);
    put_unit(to, s->unit, s->unit_name);
    json_put_text(to, "region", s->region);
    json_put_text(to, "type", s->type);
    json_put_str(to, "state", s->state.n ? s->state : (struct str){ 0 });
    json_put_bool(to, "is_listed", s->is_listed);
    json_put_str(to, "standing", str_of(standings[site_standing(s)]));
    json_put_str(to, "verdict", s->has_result ? s->verdict : (struct str){ 0 });
    json_put_str(to, "if_confirmed", s->if_confirmed.n ? s->if_confirmed : (struct str){ 0 });
    put_counts(to, &s->open);
    if (s->pages >= 0)
        json_put_int(to, "pages", s->pages);
    else
        json_put_null(to, "pages");
    json_put_day(to, "newest", s->newest);
    reply_put_time(to, "as_of", s->at);
    return to;
}

static enum site_order order_of(struct str sort)
{
    static const char *const names[] = {
        [SITES_BY_CODE] = "code",     [SITES_BY_NAME] = "name",
        [SITES_BY_REGION] = "region", [SITES_BY_TYPE] = "type",
        [SITES_BY_STATE] = "state",   [SITES_BY_VERDICT] = "verdict",
        [SITES_BY_VETO] = "veto",     [SITES_BY_FAULT] = "fault",
        [SITES_BY_NOTICE] = "notice", [SITES_BY_UNREVIEWED] = "unreviewed",
        [SITES_BY_PAGES] = "pages",   [SITES_BY_NEWEST] = "newest",
        [SITES_BY_TIME] = "as_of",
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(sort, str_of(names[i])))
            return (enum site_order)i;
    return SITES_BY_CODE;
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    const struct str verdict = call_query(c, "verdict");
    struct site_query q = { .region = call_query(c, "region"),
                            .type = call_query(c, "type"),
                            .state = call_query(c, "state"),
                            .text = call_query(c, "q") };
    struct site_lines lines;
    struct json *items;
    int64_t n = 0, as_of = 0;
    enum rc rc = scope_unit(c, &q.unit, err);

    if (rc || (rc = scope_as_of(c, &as_of, err)) ||
        (rc = store_sites(c->store, &q, c->a, &lines, err)))
        return rc;
    site_lines_sort(&lines, order_of(page.sort), page.is_down);
    items = json_new_array();
    for (size_t i = 0; i < lines.n; i++) {
        if (verdict.n && !str_eq(verdict, str_of(standings[site_standing(&lines.sites[i])])))
            continue;
        if (n >= page.skip && n < page.skip + page.per_page)
            json_add(items, item_of(&lines.sites[i]));
        n++;
    }
    call_reply_list(c, items, n, as_of);
    return RC_OK;
}

static const struct member item[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "name", .type = MEMBER_TEXT, .help = "网站名称" },
    { .name = "home", .type = MEMBER_TEXT, .help = "首页网址" },
    { .name = "sponsor", .type = MEMBER_TEXT, .help = "主办单位" },
    { .name = "unit", .type = MEMBER_OBJECT, .help = "所属单位", .of = reply_unit_name },
    { .name = "region", .type = MEMBER_TEXT, .help = "行政区划代码" },
    { .name = "type", .type = MEMBER_TEXT, .help = "网站类型" },
    { .name = "state",
      .type = MEMBER_WORD,
      .help = "状态；不在名录中时为 null",
      .flags = NULLABLE,
      .words = STATE_WORDS },
    { .name = "is_listed", .type = MEMBER_FLAG, .help = "在名录中" },
    { .name = "standing", .type = MEMBER_WORD, .help = "结论（词）", .words = STANDING_WORDS },
    { .name = "verdict",
      .type = MEMBER_WORD,
      .help = "结论",
      .flags = NULLABLE,
      .words = VERDICT_WORDS },
    { .name = "if_confirmed",
      .type = MEMBER_WORD,
      .help = "全部确认后的结论",
      .flags = NULLABLE,
      .words = VERDICT_WORDS },
    COUNTS,
    { .name = "pages", .type = MEMBER_INT, .help = "页面数", .flags = NULLABLE },
    { .name = "newest", .type = MEMBER_DAY, .help = "最近一次更新", .flags = NULLABLE },
    { .name = "as_of", .type = MEMBER_TIME, .help = "最近一次巡检", .flags = NULLABLE },
    { 0 },
};

static const struct member list_query[] = {
    { .name = "unit", .type = MEMBER_INT, .help = "单位和它的下级；默认登录用户的单位" },
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

static enum rc add_change(void *ctx, const struct registry_change *change, struct err *err)
{
    struct json *to = json_new_object();

    (void)err;
    reply_put_time(to, "at", change->at);
    json_put_text(to, "by", change->by);
    json_put_text(to, "field", change->field);
    json_put_text(to, "old", change->old);
    json_put_text(to, "new", change->now);
    json_add(ctx, to);
    return RC_OK;
}

/* The registry's part. */
static struct json *of_registered(const struct registered *r)
{
    struct json *to = json_new_object();

    for (enum site_field f = SITE_CODE; f < SITE_FIELD_N; f++)
        if (f == SITE_PUBLIC)
            json_put_bool(to, site_field_key(f), r->site.serves_public);
        else
            json_put_text(to, site_field_key(f), site_field_text(&r->site, f));
    put_unit(to, r->unit, r->unit_name);
    json_put_bool(to, "is_listed", r->is_listed);
    json_put_day(to, "state_day", r->state_day);
    json_put_text(to, "filing", r->filing);
    return to;
}

static enum rc put_result(struct call *c, struct json *to, const struct registered *r,
                          struct err *err)
{
    struct json *result = NULL;
    struct str text;
    enum rc rc = r->last_run ? store_get_site(c->store, r->last_run, r->site.code, c->a, &text, err)
                             : RC_NOT_FOUND;

    if (rc && rc != RC_NOT_FOUND)
        return rc;
    if (rc || json_parse(text, &result, NULL))
        json_put_null(to, "result");
    else
        json_put(to, "result", result);
    return RC_OK;
}

static enum rc put_rest(struct call *c, struct json *to, const struct registered *r,
                        struct err *err)
{
    const struct site_query q = { .code = r->site.code };
    struct json *history = json_new_array(), *counts = json_new_object();
    struct site_lines lines = { 0 };
    enum rc rc = store_sites(c->store, &q, c->a, &lines, err);

    put_counts(counts, lines.n ? &lines.sites[0].open : &(struct open_counts){ 0 });
    json_put(to, "counts", counts);
    json_put_str(to, "standing",
                 str_of(lines.n ? standings[site_standing(&lines.sites[0])] : "missing"));
    reply_put_time(to, "as_of", lines.n ? lines.sites[0].at : 0);
    if (!rc)
        rc = store_site_history(c->store, r->site.code, add_change, history, err);
    json_put(to, "history", history);
    return rc ? rc : put_result(c, to, r, err);
}

static enum rc read_site(struct call *c, struct registered *out, struct err *err)
{
    return store_site_read(c->store, scope_own(c), call_part(c, "code"), c->a, out, err);
}

static enum rc run_get(struct call *c, struct err *err)
{
    struct registered r;
    const enum rc rc = read_site(c, &r, err);

    if (rc)
        return rc;
    c->reply = of_registered(&r);
    return put_rest(c, c->reply, &r, err);
}

static const struct member change_members[] = {
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { .name = "by", .type = MEMBER_TEXT, .help = "由谁修改" },
    { .name = "field", .type = MEMBER_TEXT, .help = "项目；code：加入名录" },
    { .name = "old", .type = MEMBER_TEXT, .help = "原为" },
    { .name = "new", .type = MEMBER_TEXT, .help = "改为" },
    { 0 },
};
static const struct member count_members[] = { COUNTS, { 0 } };

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
        { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },            \
        { .name = "unit", .type = MEMBER_OBJECT, .help = "所属单位", .of = reply_unit_name },      \
        { .name = "is_listed", .type = MEMBER_FLAG, .help = "在名录中" },                          \
        { .name = "state_day", .type = MEMBER_DAY, .help = "状态从哪天起", .flags = NULLABLE },    \
    {                                                                                              \
        .name = "filing", .type = MEMBER_TEXT, .help = "批准或备案的文件"                  \
    }

static const struct member registered_members[] = { REGISTERED, { 0 } };
static const struct member one_members[] = {
    REGISTERED,
    { .name = "standing", .type = MEMBER_WORD, .help = "结论（词）", .words = STANDING_WORDS },
    { .name = "as_of", .type = MEMBER_TIME, .help = "最近一次巡检", .flags = NULLABLE },
    { .name = "result",
      .type = MEMBER_ANY,
      .help = "最近一次巡检的结果，同 sites.jsonl；null：没有",
      .flags = NULLABLE },
    { .name = "counts", .type = MEMBER_OBJECT, .help = "仍存在的问题", .of = count_members },
    { .name = "history", .type = MEMBER_LIST, .help = "变更，新的在前", .of = change_members },
    { 0 },
};

const struct endpoint endpoint_site_get = {
    .summary = "一个网站",
    .reply = one_members,
    .run = run_get,
};

/* ---- changing ---- */

static struct registrar registrar_of(const struct call *c)
{
    return (struct registrar){ .by = c->user->name, .at = c->now };
}

/* Answers with the site as it is now, and writes the log. */
static enum rc answer(struct call *c, const char *action, struct str code, const struct json *old,
                      struct err *err)
{
    struct registered r;
    enum rc rc = store_site_read(c->store, 0, code, c->a, &r, err);

    if (rc)
        return rc;
    c->reply = of_registered(&r);
    return call_audit(c, action, arena_join(c->a, STR("site:"), code), old, c->reply, err);
}

static struct str text_of(const struct json *value)
{
    if (json_kind(value) == JSON_IS_BOOL)
        return json_is_yes(value) ? STR("是") : STR("否");
    return json_str(value);
}

/* The fields that the body has. */
static size_t values_of(const struct call *c, struct registry_value values[SITE_FIELD_N])
{
    size_t n = 0;

    for (enum site_field f = SITE_NAME; f < SITE_FIELD_N; f++) {
        const struct json *value = json_get(c->body, site_field_key(f));

        if (value)
            values[n++] = (struct registry_value){ f, text_of(value) };
    }
    return n;
}

/* What stands now must be what the client has seen: the whole reply of GET. */
static enum rc match(struct call *c, const struct registered *r, struct err *err)
{
    AUTO(json_freep) struct json *now = of_registered(r);
    const enum rc rc = put_rest(c, now, r, err);

    return rc ? rc : call_match(c, now, err);
}

static enum rc run_change(struct call *c, struct err *err)
{
    const struct registrar who = registrar_of(c);
    const int64_t unit = json_get_int(c->body, "unit", 0);
    struct registry_value values[SITE_FIELD_N];
    const size_t n = values_of(c, values);
    struct registered before;
    size_t n_changed;
    enum rc rc = read_site(c, &before, err);

    if (rc || (rc = match(c, &before, err)))
        return rc;

    AUTO(json_freep) struct json *old = of_registered(&before);

    if (unit && call_need_unit(c, unit, "", NULL))
        return call_fail(c, err, 422, "unit", "没有这个单位");
    if (n)
        rc = registry_set(c->store, before.site.code, values, n, &who, &n_changed, err);
    if (!rc && unit)
        rc = store_site_move(c->store, before.site.code, unit, &who, err);
    if (rc)
        return rc == RC_SYNTAX ? call_fail(c, err, 422, NULL, "%s", err->text) : rc;
    return answer(c, "site.change", before.site.code, old, err);
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
    const struct registrar who = registrar_of(c);
    struct registry_value values[SITE_FIELD_N];
    const size_t n = values_of(c, values);
    struct str cells[SITE_FIELD_N] = { 0 };
    struct registered before;
    struct site site;
    size_t n_changed;
    bool is_new;
    enum rc rc;

    cells[SITE_CODE] = json_get_str(c->body, "code");
    cells[SITE_STATE] = STR("运行");
    for (size_t i = 0; i < n; i++)
        cells[values[i].field] = values[i].value;
    if ((rc = registry_file_check_site(cells, c->a, &site, err)))
        return call_fail(c, err, 422, NULL, "%s", err->text);
    rc = store_site_read(c->store, 0, site.code, c->a, &before, NULL);
    if (!rc && before.is_listed)
        return call_fail(c, err, 422, "code", "名录中已有这个标识码");
    rc = store_site_write(c->store, &site, &who, &is_new, &n_changed, err);
    return rc ? rc : answer(c, "site.add", site.code, NULL, err);
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
    const struct registrar who = registrar_of(c);
    const enum site_state state = site_state_of(json_get_str(c->body, "state"));
    struct registered before;
    int32_t day = DAY_NONE;
    enum rc rc = read_site(c, &before, err);

    if (rc)
        return rc;

    AUTO(json_freep) struct json *old = of_registered(&before);

    (void)!day_parse(json_get_str(c->body, "date"), &day);
    rc = store_site_set_state(c->store, before.site.code, state, day,
                              json_get_str(c->body, "filing"), &who, err);
    if (rc)
        return rc == RC_SYNTAX ? call_fail(c, err, 422, NULL, "%s", err->text) : rc;
    return answer(c, "site.state", before.site.code, old, err);
}

static const struct member state_body[] = {
    { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },
    { .name = "date",
      .type = MEMBER_DAY,
      .help = "从哪天起；申请关停、已关停须写",
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
