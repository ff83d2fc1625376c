/* Orders to repair (整改). */
#include "base/base.h"

#include "api/finding.h"
#include "api/handed.h"
#include "api/replies.h"
#include "api/review.h"
#include "api/routes.h"
#include "api/scope.h"
#include "api/workbook.h"
#include "base/clock.h"
#include "check/check.h"
#include "desk/calendar_file.h"
#include "office/escalation.h"
#include "office/order_finding.h"
#include "office/unit.h"
#include "report/jsonl.h"
#include "report/order_sheet.h"
#include "web/call.h"

#define STATE_WORDS "issued|seen|replied|explained|appealed|returned|closed|withdrawn"
#define EVENT_WORDS                                                                                \
    "issue|seen|reply|explain|appeal|approve|return|recheck|rechecked|remind|escalate|reopen|"     \
    "withdraw|prolong"
#define SENT_WORDS                                                                                 \
    "seen|reply|explain|appeal|approve|return|recheck|remind|escalate|reopen|withdraw|prolong"
#define OUTCOME_WORDS "gone|still|unknown|dismissed"
#define CLAIM_WORDS "repaired|unable"

enum { SIMILAR_MAX = 100 };

/* ---- an order as JSON ---- */

#define ORDER_MEMBERS                                                                              \
    { .name = "id", .type = MEMBER_INT, .help = "编号" },                                          \
        { .name = "unit", .type = MEMBER_OBJECT, .help = "整改单位", .of = reply_unit_name },      \
        { .name = "created", .type = MEMBER_TIME, .help = "发出时间" },                            \
        { .name = "by", .type = MEMBER_TEXT, .help = "由谁发出" },                                 \
        { .name = "days", .type = MEMBER_INT, .help = "期限，工作日" },                            \
        { .name = "deadline", .type = MEMBER_DAY, .help = "最后一天" },                            \
        { .name = "deadline_is_sure",                                                              \
          .type = MEMBER_FLAG,                                                                     \
          .help = "只按国务院公布的放假安排计算；false：有一年尚未公布" },                         \
        { .name = "is_overdue", .type = MEMBER_FLAG, .help = "逾期未回复" },                       \
        { .name = "demand", .type = MEMBER_TEXT, .help = "要求" },                                 \
        { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },            \
        { .name = "changed", .type = MEMBER_TIME, .help = "最近一次变化" },                        \
        { .name = "explained_until",                                                               \
          .type = MEMBER_DAY,                                                                      \
          .help = "特殊情况说明的有效期",                                                          \
          .flags = NULLABLE },                                                                     \
        { .name = "n_findings", .type = MEMBER_INT, .help = "问题数" },                            \
        { .name = "n_gone", .type = MEMBER_INT, .help = "复查已整改" },                            \
        { .name = "n_still", .type = MEMBER_INT, .help = "复查仍存在" },                           \
        { .name = "n_unknown", .type = MEMBER_INT, .help = "复查未能判定" },                       \
        { .name = "n_dismissed", .type = MEMBER_INT, .help = "申诉后排除的" },                     \
    {                                                                                              \
        .name = "n_repeats", .type = MEMBER_INT, .help = "整改办结后又出现的"             \
    }

static struct json *of_order(const struct order *o, int64_t now)
{
    struct json *to = json_new_object();

    json_put_int(to, "id", o->id);
    reply_put_unit(to, o->unit, o->unit_name);
    reply_put_time(to, "created", o->created);
    json_put_text(to, "by", o->by);
    json_put_int(to, "days", o->days);
    json_put_day(to, "deadline", o->deadline);
    json_put_bool(to, "deadline_is_sure", o->deadline_is_sure);
    json_put_bool(to, "is_overdue",
                  order_state_is_awaited(o->state) && o->deadline < day_of_time(now));
    json_put_text(to, "demand", o->demand);
    json_put_str(to, "state", str_of(order_state_name(o->state)));
    reply_put_time(to, "changed", o->changed);
    json_put_day(to, "explained_until", o->explained_day);
    json_put_int(to, "n_findings", o->n_findings);
    json_put_int(to, "n_gone", o->n_gone);
    json_put_int(to, "n_still", o->n_still);
    json_put_int(to, "n_unknown", o->n_unknown);
    json_put_int(to, "n_dismissed", o->n_dismissed);
    json_put_int(to, "n_repeats", o->n_repeats);
    return to;
}

/* ---- the list ---- */

struct listing {
    struct json *items;
    int64_t now;
};

static enum rc add_item(void *ctx, const struct order *o, struct err *err)
{
    const struct listing *l = ctx;

    (void)err;
    json_add(l->items, of_order(o, l->now));
    return RC_OK;
}

static enum rc read_query(struct call *c, struct order_query *q, struct err *err)
{
    const struct str asked = call_query(c, "state");
    enum order_state state;

    *q = (struct order_query){ 0 };
    if (str_eq(asked, STR("open")))
        q->states = ORDERS_OPEN;
    else if (str_eq(asked, STR("to_decide")))
        q->states = ORDERS_TO_DECIDE;
    else if (order_state_of(asked, &state))
        q->states = 1u << state;
    if (call_query_flag(c, "overdue"))
        q->overdue_on = day_of_time(c->now);
    return scope_unit(c, &q->unit, err);
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct listing l = { .now = c->now };
    struct order_query q;
    int64_t n = 0;
    enum rc rc = read_query(c, &q, err);

    if (rc)
        return rc;
    q.by = (enum order_by)page.by;
    q.is_ascending = page.sort.n && !page.is_down;
    q.skip = page.skip;
    q.n_max = page.per_page;
    l.items = json_new_array();
    rc = store_orders(c->store, &q, add_item, &l, &n, err);
    if (rc)
        json_free(l.items);
    else
        call_reply_list(c, l.items, n, c->now);
    return rc;
}

static const struct member order_members[] = { ORDER_MEMBERS, { 0 } };
static const struct member list_query[] = {
    SCOPE_UNIT_MEMBER,
    { .name = "state",
      .type = MEMBER_WORD,
      .help = "状态；open 为尚未办结的，to_decide 为等待审核的",
      .words = STATE_WORDS "|open|to_decide" },
    { .name = "overdue", .type = MEMBER_FLAG, .help = "逾期：只要逾期未回复的" },
    { 0 },
};

const struct endpoint endpoint_order_list = {
    .summary = "整改通知",
    .help = "不写 sort 时新的在前。",
    .query = list_query,
    .reply = order_members,
    .is_list = true,
    .sort = "id|-id|unit|-unit|deadline|-deadline|state|-state",
    .run = run_list,
};

static enum rc write_sheet(struct call *c, const char *path, struct err *err)
{
    struct order_query q;
    int64_t n;
    const enum rc rc = read_query(c, &q, err);

    return rc ? rc : order_sheet_write(c->store, &q, path, &n, err);
}

static enum rc run_sheet(struct call *c, struct err *err)
{
    return workbook_reply(c, "orders.xlsx", write_sheet, err);
}

const struct endpoint endpoint_order_sheet = {
    .summary = "整改台账（.xlsx），每个问题一行",
    .query = list_query,
    .reply_type = WORKBOOK_TYPE,
    .lane = LANE_SLOW,
    .run = run_sheet,
};

/* ---- one ---- */

static enum rc add_finding(void *ctx, const struct order_finding *f, struct err *err)
{
    const struct check *check = check_find(f->check);
    struct json *to = json_new_object(), *detail = NULL;

    (void)err;
    json_put_text(to, "site", f->site);
    json_put_text(to, "site_name", f->site_name);
    reply_put_finding_id(to, "id", f->id);
    json_put_text(to, "check", f->check);
    json_put_str(to, "check_title", check ? str_of(check->title) : f->check);
    json_put_text(to, "url", f->url);
    json_put_text(to, "where", f->where);
    json_put_text(to, "excerpt", f->excerpt);
    json_put_text(to, "suggest", f->suggest);
    json_put_str(to, "grade", str_of(grade_name(f->grade)));
    if (json_parse(f->detail_json, &detail, NULL))
        detail = json_new_object();
    json_put(to, "detail", detail);
    json_put(to, "evidence", evidence_json(f->evidence));
    json_put_bool(to, "is_repeat", f->is_repeat);
    json_put_str(to, "outcome",
                 f->outcome ? str_of(order_outcome_name(f->outcome)) : (struct str){ 0 });
    reply_put_time(to, "outcome_at", f->outcome_at);
    json_put_text(to, "outcome_reason", f->outcome_reason);
    json_put_text(to, "outcome_excerpt", f->outcome_excerpt);
    json_put(to, "outcome_evidence", evidence_json(f->outcome_evidence));
    json_put_str(to, "claim", f->claim ? str_of(order_claim_name(f->claim)) : (struct str){ 0 });
    json_put_text(to, "claim_text", f->claim_text);
    reply_put_time(to, "claim_at", f->claim_at);
    json_add(ctx, to);
    return RC_OK;
}

static enum rc add_event(void *ctx, const struct order_event *e, struct err *err)
{
    struct json *to = json_new_object();

    (void)err;
    json_put_int(to, "id", e->id);
    reply_put_time(to, "at", e->at);
    json_put_text(to, "by", e->by);
    json_put_str(to, "kind", str_of(order_event_name(e->kind)));
    json_put_text(to, "text", e->text);
    json_put_text(to, "document", e->document);
    json_put_text(to, "measure", e->measure);
    json_put_day(to, "day", e->day);
    json_add(ctx, to);
    return RC_OK;
}

static enum rc add_similar(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)err;
    json_add(ctx, reply_of_finding(row));
    return RC_OK;
}

static enum rc find_order(struct call *c, struct order *out, struct err *err)
{
    return store_order_get(c->store, scope_own(c), call_number(c, "id"), c->a, out, err);
}

static enum rc put_parts(struct call *c, struct json *to, int64_t id, struct err *err)
{
    struct json *findings = json_new_array(), *events = json_new_array();
    struct json *similar = json_new_array();
    enum rc rc = store_order_each_finding(c->store, id, add_finding, findings, err);

    if (!rc)
        rc = store_order_each_event(c->store, id, add_event, events, err);
    if (!rc)
        rc = handed_put_list(c, HANDED_WITH_ORDER, id, to, err);
    if (!rc)
        rc = store_order_each_similar(c->store, id, SIMILAR_MAX, add_similar, similar, err);
    json_put(to, "findings", findings);
    json_put(to, "events", events);
    json_put(to, "similar", similar);
    return rc;
}

static enum rc run_get(struct call *c, struct err *err)
{
    struct order order;
    bool is_ours = false;
    enum rc rc = find_order(c, &order, err);

    if (!rc)
        rc = store_unit_is_below(c->store, order.issuer, c->user->unit, &is_ours, err);
    if (rc)
        return rc;
    c->reply = of_order(&order, c->now);
    json_put_bool(c->reply, "is_ours", is_ours);
    return put_parts(c, c->reply, order.id, err);
}

static const struct member finding_members[] = {
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "site_name", .type = MEMBER_TEXT, .help = "网站名称" },
    { .name = "id", .type = MEMBER_HEX, .help = "问题编号" },
    { .name = "check", .type = MEMBER_TEXT, .help = "检查项" },
    { .name = "check_title", .type = MEMBER_TEXT, .help = "检查项名称" },
    { .name = "url", .type = MEMBER_TEXT, .help = "页面" },
    { .name = "where", .type = MEMBER_TEXT, .help = "位置" },
    { .name = "excerpt", .type = MEMBER_TEXT, .help = "发出时的摘录" },
    { .name = "suggest", .type = MEMBER_TEXT, .help = "建议" },
    { .name = "grade", .type = MEMBER_WORD, .help = "级别", .words = "veto|fault|notice" },
    { .name = "detail", .type = MEMBER_ANY, .help = "各检查项自己的内容" },
    { .name = "evidence", .type = MEMBER_TEXTS, .help = "发出时的证据" },
    { .name = "is_repeat", .type = MEMBER_FLAG, .help = "整改办结后又出现" },
    { .name = "outcome",
      .type = MEMBER_WORD,
      .help = "复查：已整改、仍存在、未能判定；dismissed：申诉后排除；null：没有复查",
      .flags = NULLABLE,
      .words = OUTCOME_WORDS },
    { .name = "outcome_at", .type = MEMBER_TIME, .help = "复查时间", .flags = NULLABLE },
    { .name = "outcome_reason", .type = MEMBER_TEXT, .help = "为何如此判定，排除的理由" },
    { .name = "outcome_excerpt", .type = MEMBER_TEXT, .help = "复查时的摘录" },
    { .name = "outcome_evidence", .type = MEMBER_TEXTS, .help = "复查的证据" },
    { .name = "claim",
      .type = MEMBER_WORD,
      .help = "整改单位填报的整改情况：已整改、无法整改；null：没有逐个填报",
      .flags = NULLABLE,
      .words = CLAIM_WORDS },
    { .name = "claim_text", .type = MEMBER_TEXT, .help = "无法整改的原因，或者如何整改的" },
    { .name = "claim_at", .type = MEMBER_TIME, .help = "何时填报", .flags = NULLABLE },
    { 0 },
};
static const struct member event_members[] = {
    { .name = "id", .type = MEMBER_INT, .help = "序号" },
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { .name = "by", .type = MEMBER_TEXT, .help = "用户名" },
    { .name = "kind", .type = MEMBER_WORD, .help = "种类", .words = EVENT_WORDS },
    { .name = "text", .type = MEMBER_TEXT, .help = "内容" },
    { .name = "document", .type = MEMBER_TEXT, .help = "文件字号" },
    { .name = "measure", .type = MEMBER_TEXT, .help = "escalate 的措施；空为督办" },
    { .name = "day", .type = MEMBER_DAY, .help = "期限或有效期", .flags = NULLABLE },
    { 0 },
};
static const struct member one_members[] = {
    ORDER_MEMBERS,
    { .name = "is_ours",
      .type = MEMBER_FLAG,
      .help = "由用户的单位或下级单位发出：通过、退回等由其办理" },
    { .name = "findings", .type = MEMBER_LIST, .help = "问题", .of = finding_members },
    { .name = "events", .type = MEMBER_LIST, .help = "经过，旧的在前", .of = event_members },
    { .name = "files", .type = MEMBER_LIST, .help = "回复的文件", .of = handed_members },
    { .name = "similar",
      .type = MEMBER_LIST,
      .help = "该单位其他地方的同样问题（举一反三），至多 100 个",
      .of = reply_finding },
    { 0 },
};

const struct endpoint endpoint_order_get = {
    .summary = "一份整改通知",
    .reply = one_members,
    .run = run_get,
};

/* ---- issuing ---- */

static enum rc run_free(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct json *items = json_new_array();
    int64_t unit = 0, total = 0, as_of = 0;
    enum rc rc = scope_unit(c, &unit, err);

    if (!rc)
        rc = scope_as_of(c, &as_of, err);
    if (!rc)
        rc = store_order_each_free(c->store, unit, page.skip, page.per_page, add_similar, items,
                                   &total, err);
    if (rc)
        json_free(items);
    else
        call_reply_list(c, items, total, as_of);
    return rc;
}

static const struct member free_query[] = {
    SCOPE_UNIT_MEMBER,
    { 0 },
};

const struct endpoint endpoint_finding_free = {
    .summary = "可以下达整改的问题",
    .help = "已确认、不在尚未办结的整改通知中的。",
    .query = free_query,
    .reply = reply_finding,
    .is_list = true,
    .run = run_free,
};

static enum rc read_targets(struct call *c, struct order_target **out, size_t *n, struct err *err)
{
    const struct json *list = json_get(c->body, "findings");
    struct order_target *targets;

    *n = json_count(list);
    targets = arena_array(c->a, struct order_target, *n);
    for (size_t i = 0; i < *n; i++) {
        targets[i].site = json_get_str(json_at(list, i), "site");
        if (!shape_hex(json_get_str(json_at(list, i), "id"), &targets[i].id))
            return call_fail(c, err, 422, "findings", "问题编号应为 16 位十六进制数");
    }
    *out = targets;
    return RC_OK;
}

/* So many working days from today on. */
static enum rc deadline_of(struct call *c, int64_t days, int32_t *day, bool *is_sure,
                           struct err *err)
{
    struct work_calendar calendar;
    const enum rc rc = calendar_load(c->place->data_path("calendar", c->a), c->a, &calendar, err);

    if (!rc)
        *day = workday_after(&calendar, day_of_time(c->now), days, is_sure);
    return rc;
}

static enum rc run_deadline(struct call *c, struct err *err)
{
    const int64_t days = call_query_int(c, "days", 0);
    bool is_sure = false;
    int32_t day = DAY_NONE;
    enum rc rc;

    if (!days)
        return call_fail(c, err, 422, "days", "须写明几个工作日");
    if ((rc = deadline_of(c, days, &day, &is_sure, err)))
        return rc;
    c->reply = json_new_object();
    json_put_day(c->reply, "deadline", day);
    json_put_bool(c->reply, "deadline_is_sure", is_sure);
    return RC_OK;
}

static const struct member deadline_query[] = {
    { .name = "days",
      .type = MEMBER_INT,
      .help = "工作日，从次日起算",
      .min = 1,
      .max = ORDER_DAYS_MAX },
    { 0 },
};
static const struct member deadline_reply[] = {
    { .name = "deadline", .type = MEMBER_DAY, .help = "最后一天" },
    { .name = "deadline_is_sure", .type = MEMBER_FLAG, .help = "只按国务院公布的放假安排计算" },
    { 0 },
};

const struct endpoint endpoint_order_deadline = {
    .summary = "今天起若干个工作日是哪一天",
    .query = deadline_query,
    .reply = deadline_reply,
    .run = run_deadline,
};

static enum rc run_add(struct call *c, struct err *err)
{
    struct order order = { .unit = json_get_int(c->body, "unit", 0),
                           .created = c->now,
                           .by = c->user->name,
                           .issuer = c->user->unit,
                           .days = json_get_int(c->body, "days", 0),
                           .demand = json_get_str(c->body, "demand") };
    struct order_target *targets = NULL;
    size_t n = 0;
    int64_t id = 0;
    enum rc rc = read_targets(c, &targets, &n, err);

    if (rc)
        return rc;
    if (call_need_unit(c, order.unit, "", NULL))
        return call_fail(c, err, 422, "unit", "没有这个单位");
    if ((rc = deadline_of(c, order.days, &order.deadline, &order.deadline_is_sure, err)))
        return rc;
    rc = store_order_add(c->store, &order, targets, n, &id, err);
    if (rc == RC_SYNTAX || rc == RC_LIMIT)
        return call_fail(c, err, 422, NULL, "%s", err->text);
    if (rc || (rc = store_order_get(c->store, 0, id, c->a, &order, err)))
        return rc;
    c->reply = of_order(&order, c->now);
    return call_audit(c, "order.issue", reply_subject("order", id, c->a), NULL, c->reply, err);
}

static const struct member target_members[] = {
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码", .max = 200 },
    { .name = "id", .type = MEMBER_HEX, .help = "问题编号" },
    { 0 },
};
static const struct member add_body[] = {
    { .name = "unit", .type = MEMBER_INT, .help = "整改单位" },
    { .name = "findings",
      .type = MEMBER_LIST,
      .help = "问题",
      .min = 1,
      .max = ORDER_FINDINGS_MAX,
      .of = target_members },
    { .name = "days",
      .type = MEMBER_INT,
      .help = "期限，工作日，从次日起算",
      .min = 1,
      .max = ORDER_DAYS_MAX },
    { .name = "demand", .type = MEMBER_TEXT, .help = "要求", .min = 1, .max = 2000 },
    { 0 },
};

const struct endpoint endpoint_order_add = {
    .summary = "发出整改通知",
    .help = "问题须是该单位和下级单位的网站上仍存在、未排除的，且不在别的未办结的整改通知中。",
    .body = add_body,
    .reply = order_members,
    .status = 201,
    .run = run_add,
};

/* ---- events ---- */

/* The unit's own events are the operator's, the others the office's; an administrator may all. */
static bool may_send(const struct user *u, enum order_event_kind kind)
{
    if (u->role == ROLE_ADMIN)
        return true;
    return order_event_is_of_unit(kind) == (u->role == ROLE_OPERATOR);
}

/* What was said and decided is in the log, also where the order's state stays. */
static void put_event(struct json *to, const struct order_event *e)
{
    json_put_str(to, "kind", str_of(order_event_name(e->kind)));
    json_put_text(to, "text", e->text);
    json_put_text(to, "document", e->document);
    json_put_text(to, "measure", e->measure);
    json_put_day(to, "expires", e->day);
}

/* The unit says with it what became of single findings. */
static bool may_claim(enum order_event_kind kind)
{
    return kind == EVENT_REPLY || kind == EVENT_EXPLAIN;
}

/* The text becomes the reason of reviews, and is as long as theirs. */
static enum rc may_dismiss(struct call *c, const struct order *order,
                           const struct order_event *event, struct err *err)
{
    if (event->kind != EVENT_APPROVE)
        return call_fail(c, err, 422, "findings", "通过申诉时才选定排除哪些问题");
    if (order->state != ORDER_APPEALED)
        return call_fail(c, err, 409, "kind", "整改通知%s，通过申诉时才选定排除哪些问题",
                         order_state_title(order->state));
    if (str_is_empty(str_trim(event->text)))
        return call_fail(c, err, 422, "text", "通过申诉须写明理由");
    if (str_chars(event->text) > REASON_CHARS_MAX)
        return call_fail(c, err, 422, "text", "通过申诉的理由最多 %d 个字符", REASON_CHARS_MAX);
    return RC_OK;
}

static bool is_named_before(const struct order_target *targets, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (targets[k].id == targets[i].id && str_eq(targets[k].site, targets[i].site))
            return true;
    return false;
}

/* The findings of the order that an appeal is right about: dismissed, for the same reason. */
static enum rc dismiss_appealed(struct call *c, const struct order *order,
                                const struct order_event *event, struct err *err)
{
    struct order_target *targets;
    size_t n;
    enum rc rc = read_targets(c, &targets, &n, err);

    if (may_claim(event->kind))
        return rc;
    if (!rc && n)
        rc = may_dismiss(c, order, event, err);
    for (size_t i = 0; !rc && i < n; i++) {
        int64_t holding = 0;

        if (is_named_before(targets, i))
            continue;
        rc = store_order_holding(c->store, targets[i].site, targets[i].id, &holding, err);
        if (!rc && holding != order->id)
            return call_fail(c, err, 422, "findings", "所选的问题不在这份整改通知中");
        if (!rc)
            rc = review_dismiss(c, targets[i].site,
                                json_get_str(json_at(json_get(c->body, "findings"), i), "id"),
                                event->text, err);
    }
    return rc;
}

/* What the unit says of single findings; how many of each goes to the log. */
static enum rc put_claims(struct call *c, const struct order *order, int64_t event,
                          struct json *logged, struct err *err)
{
    static const char *const keys[] = {
        [CLAIM_REPAIRED] = "claimed_repaired", [CLAIM_UNABLE] = "claimed_unable"
    };
    const struct json *items = json_get(c->body, "findings");
    int64_t counts[COUNT_OF(keys)] = { 0 };
    struct order_target *targets;
    struct order_finding *list;
    size_t n;
    enum rc rc = read_targets(c, &targets, &n, err);

    list = arena_array(c->a, struct order_finding, rc ? 0 : n);
    for (size_t i = 0; !rc && i < n; i++) {
        const struct json *item = json_at(items, i);

        list[i] = (struct order_finding){ .site = targets[i].site,
                                          .id = targets[i].id,
                                          .claim = order_claim_of(json_get_str(item, "claim")),
                                          .claim_text = str_trim(json_get_str(item, "text")) };
        if (!list[i].claim)
            return call_fail(c, err, 422, "findings", "须逐个写明已整改还是无法整改");
        counts[list[i].claim]++;
    }
    if (!rc)
        rc = store_order_put_claims(c->store, order->id, event, list, n, err);
    for (size_t i = 1; i < COUNT_OF(keys); i++)
        if (counts[i])
            json_put_int(logged, keys[i], counts[i]);
    return rc == RC_SYNTAX ? call_fail(c, err, 422, "findings", "%s", err->text) : rc;
}

static enum rc run_event(struct call *c, struct err *err)
{
    struct order_event event = { .at = c->now,
                                 .by = c->user->name,
                                 .text = json_get_str(c->body, "text"),
                                 .document = json_get_str(c->body, "document"),
                                 .measure = json_get_str(c->body, "measure") };
    struct order order;
    int64_t id = 0;
    enum rc rc = find_order(c, &order, err);

    if (rc)
        return rc;

    AUTO(json_freep) struct json *old = of_order(&order, c->now);

    if (!order_event_of(json_get_str(c->body, "kind"), &event.kind))
        return call_fail(c, err, 422, "kind", "没有这种事项");
    if (!may_send(c->user, event.kind))
        return call_fail(c, err, 403, "kind", "您的角色不能办理这一事项");
    if (!order_event_is_of_unit(event.kind) &&
        (rc = call_need_rank(c, order.issuer, "整改通知由上级单位发出，由发出单位办理", err)))
        return rc;
    if (event.measure.n && event.kind != EVENT_ESCALATE)
        return call_fail(c, err, 422, "measure", "只有督办时写明措施");
    (void)!day_parse(json_get_str(c->body, "expires"), &event.day);
    if ((rc = dismiss_appealed(c, &order, &event, err)))
        return rc;
    rc = store_order_event(c->store, order.id, &event, &id, err);
    if (rc == RC_SYNTAX)
        return call_fail(c, err, 422, NULL, "%s", err->text);
    if (rc == RC_BUSY)
        return call_fail(c, err, 409, "kind", "%s", err->text);
    if (rc || (rc = find_order(c, &order, err)))
        return rc;
    c->reply = of_order(&order, c->now);

    AUTO(json_freep) struct json *now = json_clone(c->reply);

    put_event(now, &event);
    if (may_claim(event.kind) && (rc = put_claims(c, &order, id, now, err)))
        return rc;
    return call_audit(c, "order.event", reply_subject("order", order.id, c->a), old, now, err);
}

static const struct member event_findings[] = {
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码", .max = 200 },
    { .name = "id", .type = MEMBER_HEX, .help = "问题编号" },
    { .name = "claim",
      .type = MEMBER_WORD,
      .help = "回复、说明时的整改情况",
      .flags = OPTIONAL,
      .words = CLAIM_WORDS },
    { .name = "text",
      .type = MEMBER_TEXT,
      .help = "如何整改的；无法整改的须写原因",
      .flags = OPTIONAL,
      .max = 1000 },
    { 0 },
};
static const struct member event_body[] = {
    { .name = "findings",
      .type = MEMBER_LIST,
      .help = "问题：通过申诉时为排除的，其余的继续整改；回复、说明时为逐个填报的，可以只填一部分",
      .flags = OPTIONAL,
      .max = ORDER_FINDINGS_MAX,
      .of = event_findings },
    { .name = "kind", .type = MEMBER_WORD, .help = "事项", .words = SENT_WORDS },
    { .name = "text", .type = MEMBER_TEXT, .help = "内容", .flags = OPTIONAL, .max = 10000 },
    { .name = "document",
      .type = MEMBER_TEXT,
      .help = "文件字号；督办须写",
      .flags = OPTIONAL,
      .max = 200 },
    { .name = "measure",
      .type = MEMBER_WORD,
      .help = "escalate 的措施；不写是督办",
      .flags = OPTIONAL,
      .words = ESCALATION_MEASURES },
    { .name = "expires",
      .type = MEMBER_DAY,
      .help = "期限：特殊情况说明的有效期；延期、退回、通过申诉、重新整改时为新的期限",
      .flags = OPTIONAL | NULLABLE },
    { 0 },
};

const struct endpoint endpoint_order_event = {
    .summary = "办理整改通知",
    .help = "签收、回复、说明、申诉由整改单位办理，其余由发出通知的单位或其上级单位办理。状态不允许"
            "时 409。"
            "回复之后自动复查；recheck 再复查一次，结果是 rechecked。"
            "通过申诉须写明理由和排除哪些问题；其余的按申诉之前的状态继续整改，没有了即办结。"
            "申诉之外的通过和没有了的不定新的期限。"
            "撤回之后不再整改，其中的问题可以另行下达；延期须晚于现在的期限。",
    .body = event_body,
    .reply = order_members,
    .status = 201,
    .run = run_event,
};

/* ---- files ---- */

static enum rc run_put_file(struct call *c, struct err *err)
{
    struct order order;
    const enum rc rc = find_order(c, &order, err);

    return rc ? rc : handed_take(c, HANDED_WITH_ORDER, order.id, "order", err);
}

const struct endpoint endpoint_order_put_file = {
    .summary = "回复的文件",
    .help = HANDED_LIMITS,
    .is_upload = true,
    .lane = LANE_SLOW,
    .run = run_put_file,
};

static enum rc run_get_file(struct call *c, struct err *err)
{
    struct order order;
    const enum rc rc = find_order(c, &order, err);

    return rc ? rc : handed_give(c, HANDED_WITH_ORDER, order.id, err);
}

/* Whatever it is, a browser only saves it. */
const struct endpoint endpoint_order_get_file = {
    .summary = "取回复的文件",
    .reply_type = "application/octet-stream",
    .lane = LANE_SLOW,
    .run = run_get_file,
};
