/* Rounds: opening one, how it stands, what people state, freezing it, and what changed since. */
#include "base/base.h"

#include "api/round.h"

#include "api/registered.h"
#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "base/clock.h"
#include "desk/round_desk.h"
#include "desk/round_rules.h"
#include "office/registry.h"
#include "office/removal.h"
#include "office/run_queue.h"
#include "store/round_finding.h"
#include "web/call.h"
#include "web/short_list.h"

#include <math.h>

#define ROUND_MEMBERS                                                                              \
    { .name = "id", .type = MEMBER_INT, .help = "轮次" },                                          \
        { .name = "title", .type = MEMBER_TEXT, .help = "名称" },                                  \
        { .name = "from", .type = MEMBER_DAY, .help = "检查开始的日期" },                          \
        { .name = "to", .type = MEMBER_DAY, .help = "检查结束的日期" },                            \
        { .name = "run", .type = MEMBER_INT, .help = "按第几次巡检判定；0 为尚未巡检" },           \
        { .name = "has_own_run",                                                                   \
          .type = MEMBER_FLAG,                                                                     \
          .help = "按名录开始的：它的巡检要另外要求（POST /runs）" },                              \
        { .name = "indicators", .type = MEMBER_TEXT, .help = "检查指标" },                         \
        { .name = "percent", .type = MEMBER_INT, .help = "门户以外的网站抽查百分之几" },           \
        { .name = "seed", .type = MEMBER_INT, .help = "抽样种子" },                                \
        { .name = "unit", .type = MEMBER_INT, .help = "哪个单位的" },                              \
        { .name = "created", .type = MEMBER_TIME, .help = "建立时间" },                            \
        { .name = "by", .type = MEMBER_TEXT, .help = "由谁建立" },                                 \
        { .name = "frozen", .type = MEMBER_TIME, .help = "冻结时间", .flags = NULLABLE },          \
    {                                                                                              \
        .name = "sites", .type = MEMBER_INT, .help = "网站数"                                   \
    }

static const struct member item[] = { ROUND_MEMBERS, { 0 } };

static void put_round(struct json *to, const struct round *r)
{
    json_put_int(to, "id", r->id);
    json_put_str(to, "title", r->title);
    json_put_day(to, "from", r->from);
    json_put_day(to, "to", r->to);
    json_put_int(to, "run", r->run);
    json_put_bool(to, "has_own_run", round_is_of_registry(r));
    json_put_str(to, "indicators", r->indicators);
    json_put_int(to, "percent", r->percent);
    json_put_int(to, "seed", r->seed);
    json_put_int(to, "unit", r->unit);
    reply_put_time(to, "created", r->created);
    json_put_str(to, "by", r->by);
    reply_put_time(to, "frozen", r->frozen);
}

enum rc round_of_call(struct call *c, struct round *out, struct err *err)
{
    const enum rc rc = store_round_get(c->store, call_number(c, "id"), c->a, out, err);

    return rc ? rc : call_need_unit(c, out->unit, "没有这一轮检查", err);
}

enum rc round_and_set(struct call *c, struct round *out, struct indicator_set *set, struct err *err)
{
    const enum rc rc = round_of_call(c, out, err);

    return rc ? rc : round_rules(c->place->data_path("indicator", c->a), out, c->a, set, err);
}

/* As the registry calls it, else its code. */
static struct str name_of(struct call *c, struct str code)
{
    struct registered own;

    return store_registered_read(c->store, 0, code, c->a, &own, NULL) ? code
                                                                      : registry_name(&own.row);
}

struct str round_site_name(struct call *c, const struct round *r, struct str code)
{
    AUTO(json_freep) struct json *line = NULL;
    struct str text;

    if (store_get_site(c->store, r->run, code, c->a, &text, NULL) ||
        json_parse(text, &line, NULL) || !json_get_str(line, "name").n)
        return name_of(c, code);
    return arena_copy(c->a, json_get_str(line, "name"));
}

/* ---- the list ---- */

struct listing {
    struct str word, state;
    struct json *items;
};

static enum rc add_item(void *ctx, const struct round *r, struct err *err)
{
    const struct listing *l = ctx;
    struct json *to;

    (void)err;
    if ((l->word.n && !str_has(r->title, l->word)) ||
        (l->state.n && (r->frozen != 0) != str_eq(l->state, STR("frozen"))))
        return RC_OK;
    to = json_new_object();
    put_round(to, r);
    json_add(l->items, to);
    return RC_OK;
}

static enum rc count_sites(struct call *c, struct json *page, struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < json_count(page); i++) {
        struct json *round = json_item(page, i);
        int64_t n = 0, n_accounts;

        rc =
            store_round_count_members(c->store, json_get_int(round, "id", 0), &n, &n_accounts, err);
        json_put_int(round, "sites", n);
    }
    return rc;
}

static enum rc run_list(struct call *c, struct err *err)
{
    struct listing l = { .word = call_query(c, "q"),
                         .state = call_query(c, "state"),
                         .items = json_new_array() };
    int64_t unit = 0, n = 0;
    enum rc rc = scope_unit(c, &unit, err);

    if (!rc)
        rc = store_round_each(c->store, unit, add_item, &l, err);
    l.items = short_list_page(c, l.items, &n);
    if (!rc)
        rc = count_sites(c, l.items, err);
    if (rc)
        json_free(l.items);
    else
        call_reply_list(c, l.items, n, 0);
    return rc;
}

static const struct member list_query[] = {
    { .name = "q", .type = MEMBER_TEXT, .help = "名称中的字", .max = 100 },
    { .name = "state",
      .type = MEMBER_WORD,
      .help = "已冻结的，或尚未冻结的",
      .words = "open|frozen" },
    SCOPE_UNIT_MEMBER,
    { 0 },
};

const struct endpoint endpoint_round_list = {
    .summary = "各轮检查",
    .help = "不写 sort 时新的在前。",
    .query = list_query,
    .sort = "id|-id|title|-title|from|-from|to|-to|percent|-percent|frozen|-frozen",
    .reply = item,
    .is_list = true,
    .run = run_list,
};

/* ---- opening one ---- */

static int32_t day_of_body(const struct call *c, const char *name)
{
    int32_t day = DAY_NONE;

    return day_parse(json_get_str(c->body, name), &day) ? day : DAY_NONE;
}

static enum rc run_add(struct call *c, struct err *err)
{
    struct round r = { .title = json_get_str(c->body, "title"),
                       .from = day_of_body(c, "from"),
                       .to = day_of_body(c, "to"),
                       .indicators = json_get_str(c->body, "indicators"),
                       .percent = json_get_int(c->body, "percent", 100),
                       .account_percent = json_get_int(c->body, "account_percent", 100),
                       .seed = json_get_int(c->body, "seed", 0),
                       .created = c->now,
                       .by = c->user->name,
                       .unit = c->user->unit };
    const bool is_of_registry = json_is_yes(json_get(c->body, "registry"));
    const char *field;
    int64_t n_sites = 0, n_accounts;
    enum rc rc;

    r.run = json_get_int(c->body, "run", 0);
    if (is_of_registry && r.run)
        return call_fail(c, err, 422, "run", "按名录开始的一轮，还没有巡检");
    rc = round_begin(c->store, is_of_registry ? ROUND_OVER_REGISTRY : ROUND_OVER_RUN,
                     c->place->data_path("indicator", c->a), NULL, &r, &field, err);
    if (rc == RC_USAGE && field)
        return call_fail(c, err, 422, field, "%s", err->text);
    if (rc || (rc = store_round_count_members(c->store, r.id, &n_sites, &n_accounts, err)))
        return rc;
    c->reply = json_new_object();
    put_round(c->reply, &r);
    json_put_int(c->reply, "sites", n_sites);
    return call_audit(c, "round.add", reply_subject("round", r.id, c->a), NULL, c->reply, err);
}

static const struct member add_body[] = {
    { .name = "title", .type = MEMBER_TEXT, .help = "名称", .min = 1, .max = 100 },
    { .name = "from", .type = MEMBER_DAY, .help = "检查开始的日期" },
    { .name = "to", .type = MEMBER_DAY, .help = "检查结束的日期" },
    { .name = "indicators", .type = MEMBER_TEXT, .help = "检查指标", .min = 1, .max = 60 },
    { .name = "account_percent",
      .type = MEMBER_INT,
      .help = "主账号以外的新媒体账号抽查百分之几，默认 100",
      .flags = OPTIONAL,
      .min = 1,
      .max = 100 },
    { .name = "percent",
      .type = MEMBER_INT,
      .help = "门户以外的网站抽查百分之几，默认 100",
      .flags = OPTIONAL,
      .min = 1,
      .max = 100 },
    { .name = "seed", .type = MEMBER_INT, .help = "抽样种子，默认 0", .flags = OPTIONAL },
    { .name = "run", .type = MEMBER_INT, .help = "第几次巡检，默认最近一次", .flags = OPTIONAL },
    { .name = "registry",
      .type = MEMBER_FLAG,
      .help = "按名录：不按已有的巡检，而按本单位的名录；再要求属于这一轮的巡检",
      .flags = OPTIONAL },
    { 0 },
};

const struct endpoint endpoint_round_add = {
    .summary = "开始一轮检查",
    .body = add_body,
    .reply = item,
    .status = 201,
    .lane = LANE_SLOW,
    .run = run_add,
};

/* ---- how one stands ---- */

#define PART_MEMBERS                                                                               \
    { .name = "results", .type = MEMBER_INT, .help = "有巡检结果的" },                             \
        { .name = "pass", .type = MEMBER_INT, .help = "合格" },                                    \
        { .name = "fail", .type = MEMBER_INT, .help = "不合格" },                                  \
        { .name = "unknown", .type = MEMBER_INT, .help = "未能判定" },                             \
    {                                                                                              \
        .name = "closed", .type = MEMBER_INT,                                                      \
        .help = "不作判定的：申请关停、已关停、申请注销、已注销"            \
    }

static const struct member account_state[] = {
    { .name = "accounts", .type = MEMBER_INT, .help = "账号" },
    PART_MEMBERS,
    { 0 },
};

static const struct member state[] = {
    { .name = "sites", .type = MEMBER_INT, .help = "网站" },
    PART_MEMBERS,
    { .name = "accounts", .type = MEMBER_OBJECT, .help = "政务新媒体", .of = account_state },
    { .name = "findings", .type = MEMBER_INT, .help = "问题" },
    { .name = "confirmed", .type = MEMBER_INT, .help = "已确认的问题" },
    { .name = "repeats", .type = MEMBER_INT, .help = "以前的巡检已有、在冻结的一轮中的问题" },
    { .name = "run_finished", .type = MEMBER_FLAG, .help = "巡检已经结束" },
    { 0 },
};

static const struct member whole[] = {
    ROUND_MEMBERS,
    { .name = "state", .type = MEMBER_OBJECT, .help = "进度和结论", .of = state },
    { 0 },
};

static void put_part(struct json *to, const struct round_part *p)
{
    json_put_int(to, "results", (int64_t)p->n_results);
    json_put_int(to, "pass", (int64_t)p->n_pass);
    json_put_int(to, "fail", (int64_t)p->n_fail);
    json_put_int(to, "unknown", (int64_t)p->n_unknown);
    json_put_int(to, "closed", (int64_t)p->n_closed);
}

static void reply_round(struct call *c, const struct round *r, const struct round_state *s)
{
    struct json *to = json_new_object(), *accounts = json_new_object();

    json_put_int(to, "sites", (int64_t)s->sites.n);
    put_part(to, &s->sites);
    json_put_int(accounts, "accounts", (int64_t)s->accounts.n);
    put_part(accounts, &s->accounts);
    json_put(to, "accounts", accounts);
    json_put_int(to, "findings", (int64_t)s->n_findings);
    json_put_int(to, "confirmed", (int64_t)s->n_confirmed);
    json_put_int(to, "repeats", (int64_t)s->n_repeats);
    json_put_bool(to, "run_finished", s->is_run_finished);
    c->reply = json_new_object();
    put_round(c->reply, r);
    json_put_int(c->reply, "sites", (int64_t)s->sites.n);
    json_put(c->reply, "state", to);
}

static enum rc run_get(struct call *c, struct err *err)
{
    struct indicator_set set;
    struct round_state s;
    struct round r;
    enum rc rc = round_and_set(c, &r, &set, err);

    if (!rc)
        rc = round_judge(c->store, &r, &set, c->place->rounds, &s, err);
    if (!rc)
        reply_round(c, &r, &s);
    return rc;
}

const struct endpoint endpoint_round_get = {
    .summary = "一轮检查的进度和结论",
    .help = "没有冻结的，按现在的复核和认定判定。",
    .reply = whole,
    .lane = LANE_SLOW,
    .run = run_get,
};

static enum rc run_freeze(struct call *c, struct err *err)
{
    struct indicator_set set;
    struct round_state s;
    struct round r;
    enum rc rc = round_and_set(c, &r, &set, err);

    if (!rc)
        rc = round_freeze(c->store, &r, &set, c->now, &s, err);
    if (rc == RC_USAGE)
        return call_fail(c, err, 409, NULL, "这一轮还没有检查，请先点“检查本轮网站”");
    if (rc)
        return rc;
    r.frozen = c->now;
    reply_round(c, &r, &s);
    return call_audit(c, "round.freeze", reply_subject("round", r.id, c->a), NULL, c->reply, err);
}

const struct endpoint endpoint_round_freeze = {
    .summary = "冻结一轮检查",
    .help = "结论、问题和各项版本以后不再改变。",
    .reply = whole,
    .lane = LANE_SLOW,
    .run = run_freeze,
};

/* ---- one that was begun by mistake ---- */

/* Its page shows how it stands, so it is judged for that. */
static enum rc match(struct call *c, struct err *err)
{
    enum rc rc = run_get(c, err);

    if (!rc)
        rc = call_match(c, c->reply, err);
    json_free(c->reply);
    c->reply = NULL;
    return rc;
}

static enum rc run_remove(struct call *c, struct err *err)
{
    struct round r;
    enum rc rc = round_of_call(c, &r, err);

    if (!rc && c->if_match.n)
        rc = match(c, err);
    if (rc)
        return rc;

    AUTO(json_freep) struct json *old = json_new_object();

    put_round(old, &r);
    rc = store_round_remove(c->store, r.id, err);
    return rc ? rc
              : call_audit(c, "round.remove", reply_subject("round", r.id, c->a), old, NULL, err);
}

const struct endpoint endpoint_round_remove = {
    .summary = "删除建立有误的一轮检查",
    .help = "没有冻结，没有为它安排过巡检，也没有人工认定的，才能删除。",
    .lane = LANE_SLOW,
    .run = run_remove,
};

/* ---- its sites ---- */

static const struct member site_item[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "name", .type = MEMBER_TEXT, .help = "网站名称" },
    { .name = "verdict",
      .type = MEMBER_WORD,
      .help = "结论；没有结果时为 null",
      .flags = NULLABLE,
      .words = VERDICT_WORDS },
    { .name = "if_confirmed",
      .type = MEMBER_WORD,
      .help = "预判",
      .flags = NULLABLE,
      .words = VERDICT_WORDS },
    { .name = "standing", .type = MEMBER_WORD, .help = "检查结果", .words = STANDING_WORDS },
    { .name = "findings", .type = MEMBER_INT, .help = "问题" },
    { .name = "confirmed", .type = MEMBER_INT, .help = "已确认的问题" },
    { 0 },
};

struct site_listing {
    struct arena *a;
    struct round_site sites[PER_PAGE_MAX];
    size_t n;
};

static enum rc take_site(void *ctx, const struct round_site *site, struct err *err)
{
    struct site_listing *l = ctx;

    (void)err;
    l->sites[l->n++] = (struct round_site){ .code = arena_copy(l->a, site->code),
                                            .verdict = arena_copy(l->a, site->verdict),
                                            .result = arena_copy(l->a, site->result) };
    return RC_OK;
}

static void put_word(struct json *to, const char *key, struct str word)
{
    json_put_str(to, key, word.n ? word : (struct str){ 0 });
}

/* at: its state, as standing_of takes it. */
static void put_verdict(struct json *to, struct str at, struct str verdict, struct str foreseen)
{
    const enum standing_of standing =
        verdict.n ? standing_of(at, verdict, foreseen) : STANDING_MISSING;

    put_word(to, "verdict", verdict);
    put_word(to, "if_confirmed", foreseen);
    json_put_str(to, "standing", str_of(registered_standing(standing)));
}

static enum rc frozen_site(struct call *c, const struct round *r, const struct round_site *site,
                           struct json *to, struct err *err)
{
    AUTO(json_freep) struct json *line = NULL;
    struct round_counts n;
    enum rc rc = store_round_count(c->store, r->id, site->code, &n, err);

    if (!rc && site->result.n)
        rc = json_parse(site->result, &line, err);
    if (rc)
        return rc;

    const struct str name = json_get_str(line, "name");

    json_put_str(to, "name", name.n ? name : name_of(c, site->code));
    put_verdict(to, json_get_str(line, "state"), site->verdict, json_get_str(line, "if_confirmed"));
    json_put_int(to, "findings", n.n);
    json_put_int(to, "confirmed", n.n_confirmed);
    return RC_OK;
}

static void open_site(struct call *c, const struct round *r, struct str code,
                      const struct round_judged *j, struct json *to)
{
    json_put_str(to, "name", round_site_name(c, r, code));
    if (j->has_result)
        put_verdict(to, j->is_running ? (struct str){ 0 } : str_of(site_state_name(SITE_CLOSED)),
                    str_of(verdict_name(j->verdict)), str_of(verdict_name(j->foreseen)));
    else
        put_verdict(to, (struct str){ 0 }, (struct str){ 0 }, (struct str){ 0 });
    json_put_int(to, "findings", j->n_findings);
    json_put_int(to, "confirmed", j->n_confirmed);
}

/* As the round would judge them now; NULL: it is frozen. */
static enum rc judge_listed(struct call *c, const struct round *r, const struct indicator_set *set,
                            const struct site_listing *l, struct round_judged **out,
                            struct err *err)
{
    struct str *codes = arena_array(c->a, struct str, l->n);

    *out = NULL;
    if (r->frozen)
        return RC_OK;
    for (size_t i = 0; i < l->n; i++)
        codes[i] = l->sites[i].code;
    *out = arena_array(c->a, struct round_judged, l->n);
    return round_judge_some(c->store, r, set, c->place->rounds, codes, l->n, *out, err);
}

static enum rc run_sites(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct site_listing *l = arena_alloc(c->a, sizeof(*l));
    struct json *items = json_new_array();
    struct round_judged *judged = NULL;
    struct indicator_set set;
    struct round r;
    int64_t n = 0, n_accounts = 0;
    enum rc rc = round_and_set(c, &r, &set, err);

    l->a = c->a;
    if (!rc)
        rc = store_round_count_members(c->store, r.id, &n, &n_accounts, err);
    if (!rc)
        rc = store_round_some_sites(c->store, r.id, page.skip, page.per_page, take_site, l, err);
    if (!rc)
        rc = judge_listed(c, &r, &set, l, &judged, err);
    for (size_t i = 0; !rc && i < l->n; i++) {
        struct json *to = json_new_object();

        json_put_str(to, "code", l->sites[i].code);
        json_add(items, to);
        if (judged)
            open_site(c, &r, l->sites[i].code, &judged[i], to);
        else
            rc = frozen_site(c, &r, &l->sites[i], to, err);
    }
    if (rc)
        json_free(items);
    else
        call_reply_list(c, items, n + n_accounts, r.frozen);
    return rc;
}

const struct endpoint endpoint_round_sites = {
    .summary = "一轮检查的网站和账号",
    .help = "没有冻结的，按现在的复核和认定判定。",
    .reply = site_item,
    .is_list = true,
    .lane = LANE_SLOW,
    .run = run_sites,
};

/* ---- what people state ---- */

static const struct member statement[] = {
    { .name = "site",
      .type = MEMBER_TEXT,
      .help = "网站标识码；所有网站时为 null",
      .flags = NULLABLE },
    { .name = "item", .type = MEMBER_TEXT, .help = "指标或情形" },
    { .name = "is_fault", .type = MEMBER_FLAG, .help = "存在该情形" },
    { .name = "points", .type = MEMBER_REAL, .help = "分值；按指标时为 null", .flags = NULLABLE },
    { .name = "reason", .type = MEMBER_TEXT, .help = "理由" },
    { .name = "by", .type = MEMBER_TEXT, .help = "由谁认定" },
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { 0 },
};

static struct json *facts_of_statement(const struct round_statement *t)
{
    struct json *to = json_new_object();

    put_word(to, "site", t->site);
    json_put_str(to, "item", t->item);
    if (t->points < 0)
        json_put_null(to, "points");
    else
        json_put_real(to, "points", (double)t->points / QUANTITY_ONE);
    json_put_str(to, "reason", t->reason);
    json_put_str(to, "by", t->by);
    reply_put_time(to, "at", t->at);
    return to;
}

static struct json *of_statement(const struct round_statement *t)
{
    struct json *to = facts_of_statement(t);

    json_put_bool(to, "is_fault", t->is_fault);
    return to;
}

static enum rc add_statement(void *ctx, const struct round_statement *t, struct err *err)
{
    (void)err;
    json_add(ctx, of_statement(t));
    return RC_OK;
}

static const struct member statements[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "各条认定", .of = statement },
    { 0 },
};

static enum rc run_statements(struct call *c, struct err *err)
{
    struct json *items = json_new_array();
    struct round r;
    enum rc rc = round_of_call(c, &r, err);

    c->reply = json_new_object();
    json_put(c->reply, "items", items);
    return rc ? rc : store_round_each_statement(c->store, r.id, add_statement, items, err);
}

const struct endpoint endpoint_round_statements = {
    .summary = "一轮检查的人工认定",
    .reply = statements,
    .run = run_statements,
};

static enum rc run_state(struct call *c, struct err *err)
{
    const double points = json_get_real(c->body, "points", -1);
    struct round_statement t = { .site = json_get_str(c->body, "site"),
                                 .item = json_get_str(c->body, "item"),
                                 .is_fault = json_is_yes(json_get(c->body, "is_fault")),
                                 .points = points < 0 ? -1 : (int64_t)lround(points * QUANTITY_ONE),
                                 .reason = json_get_str(c->body, "reason"),
                                 .by = c->user->name,
                                 .at = c->now };
    struct indicator_set set;
    struct round r;
    const char *field = NULL;
    enum rc rc = round_and_set(c, &r, &set, err);

    if (!rc)
        rc = round_state_add(c->store, &r, &set, &t, &field, err);
    if (rc == RC_USAGE && field)
        return call_fail(c, err, 422, field, "%s", err->text);
    if (rc)
        return rc;
    c->reply = of_statement(&t);

    AUTO(json_freep) struct json *logged = facts_of_statement(&t);

    json_put_str(logged, "verdict", t.is_fault ? STR("存在") : STR("不存在"));
    return call_audit(c, "round.state", reply_subject("round", r.id, c->a), NULL, logged, err);
}

static const struct member state_body[] = {
    { .name = "site",
      .type = MEMBER_TEXT,
      .help = "网站标识码；不给出时为所有网站",
      .flags = OPTIONAL | NULLABLE,
      .max = 100 },
    { .name = "item",
      .type = MEMBER_TEXT,
      .help = "情形；不存在时也可以是指标，即其各种情形都不存在",
      .min = 1,
      .max = 30 },
    { .name = "is_fault", .type = MEMBER_FLAG, .help = "存在该情形" },
    { .name = "points",
      .type = MEMBER_REAL,
      .help = "分值；不给出时按指标",
      .flags = OPTIONAL | NULLABLE,
      .max = 1000 },
    { .name = "reason", .type = MEMBER_TEXT, .help = "理由", .min = 1, .max = 1000 },
    { 0 },
};

const struct endpoint endpoint_round_state = {
    .summary = "人工认定一个指标或情形",
    .body = state_body,
    .reply = statement,
    .status = 201,
    .run = run_state,
};

/* ---- what changed ---- */

static const struct member change[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "name", .type = MEMBER_TEXT, .help = "网站名称" },
    { .name = "before",
      .type = MEMBER_WORD,
      .help = "前一轮的结论；不在其中时为 null",
      .flags = NULLABLE,
      .words = VERDICT_WORDS "|未检查" },
    { .name = "now",
      .type = MEMBER_WORD,
      .help = "本轮的结论；不在其中时为 null",
      .flags = NULLABLE,
      .words = VERDICT_WORDS "|未检查" },
    { 0 },
};

static const struct member changes[] = {
    { .name = "items",
      .type = MEMBER_LIST,
      .help = "结论不同的网站",
      .of = change,
      .max = INT32_MAX },
    { 0 },
};

static enum rc run_compare(struct call *c, struct err *err)
{
    struct round_change *list = NULL;
    struct round r, earlier;
    struct json *items;
    size_t n = 0;
    enum rc rc = round_of_call(c, &r, err);

    if (!rc)
        rc = store_round_get(c->store, call_number(c, "earlier"), c->a, &earlier, err);
    if (!rc)
        rc = call_need_unit(c, earlier.unit, "没有前一轮检查", err);
    if (!rc)
        rc = round_compare(c->store, earlier.id, r.id, c->a, &list, &n, err);
    if (rc)
        return rc;
    items = json_new_array();
    for (size_t i = 0; i < n; i++) {
        struct json *to = json_new_object();

        json_put_str(to, "code", list[i].site);
        json_put_str(to, "name", round_site_name(c, list[i].now.n ? &r : &earlier, list[i].site));
        put_word(to, "before", list[i].before);
        put_word(to, "now", list[i].now);
        json_add(items, to);
    }
    c->reply = json_new_object();
    json_put(c->reply, "items", items);
    return RC_OK;
}

const struct endpoint endpoint_round_compare = {
    .summary = "与前一轮比较",
    .help = "两轮都须已冻结。",
    .reply = changes,
    .lane = LANE_SLOW,
    .run = run_compare,
};
