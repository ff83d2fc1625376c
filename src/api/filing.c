/* What units report to the office above them, and apply to it for: filed, and dealt with. */
#include "base/base.h"

#include "api/handed.h"
#include "api/registered.h"
#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "api/workbook.h"
#include "base/clock.h"
#include "check/host.h"
#include "desk/calendar_file.h"
#include "desk/field.h"
#include "net/url.h"
#include "office/filing.h"
#include "office/filing_kinds.h"
#include "office/unit.h"
#include "report/filing_sheet.h"
#include "web/call.h"

#define STATE_WORDS "waiting|accepted|returned|done"
#define STEP_WORDS "submit|accept|return|complete"
#define ABOUT_WORDS "unit|site|account"

static enum rc load_kinds(struct call *c, struct filing_kinds *out, struct err *err)
{
    return filing_kinds_load(c->place->data_path("filings.yaml", c->a), c->a, out, err);
}

/* ---- kinds ---- */

static const struct member kind_members[] = {
    { .name = "id", .type = MEMBER_TEXT, .help = "种类" },
    { .name = "title", .type = MEMBER_TEXT, .help = "名称" },
    { .name = "about", .type = MEMBER_WORD, .help = "关于什么", .words = ABOUT_WORDS },
    { .name = "has_domain", .type = MEMBER_FLAG, .help = "须写明域名" },
    { .name = "is_ending", .type = MEMBER_FLAG, .help = "关停网站、注销账号" },
    { .name = "days",
      .type = MEMBER_INT,
      .help = "几个工作日内办结；null：没有规定",
      .flags = NULLABLE },
    { .name = "status",
      .type = MEMBER_WORD,
      .help = "依据的可靠程度",
      .words = "official|local|unconfirmed" },
    { .name = "basis", .type = MEMBER_TEXT, .help = "依据" },
    { 0 },
};

static struct json *of_kind(const struct filing_kind *k)
{
    struct json *to = json_new_object();

    json_put_str(to, "id", k->id);
    json_put_str(to, "title", k->title);
    json_put_str(to, "about", str_of(filing_about_name(k->about)));
    json_put_bool(to, "has_domain", k->has_domain);
    json_put_bool(to, "is_ending", k->is_ending);
    if (k->days)
        json_put_int(to, "days", k->days);
    else
        json_put_null(to, "days");
    json_put_str(to, "status", k->status);
    json_put_str(to, "basis", k->basis);
    return to;
}

static enum rc run_kinds(struct call *c, struct err *err)
{
    struct filing_kinds kinds;
    struct json *items;
    const enum rc rc = load_kinds(c, &kinds, err);

    if (rc)
        return rc;
    items = json_new_array();
    for (size_t i = 0; i < kinds.n; i++)
        json_add(items, of_kind(&kinds.kinds[i]));
    c->reply = json_new_object();
    json_put(c->reply, "items", items);
    return RC_OK;
}

static const struct member kinds_reply[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "种类", .of = kind_members },
    { 0 },
};

const struct endpoint endpoint_filing_kinds = {
    .summary = "报备和申请的种类",
    .help = "data/filings.yaml 所列。",
    .reply = kinds_reply,
    .run = run_kinds,
};

/* ---- a filing as JSON ---- */

#define FILING_MEMBERS                                                                             \
    { .name = "id", .type = MEMBER_INT, .help = "编号" },                                          \
        { .name = "kind", .type = MEMBER_TEXT, .help = "种类" },                                   \
        { .name = "kind_title", .type = MEMBER_TEXT, .help = "种类名称" },                         \
        { .name = "unit", .type = MEMBER_OBJECT, .help = "报送单位", .of = reply_unit_name },      \
        { .name = "subject",                                                                       \
          .type = MEMBER_TEXT,                                                                     \
          .help = "网站标识码或账号编号；关于单位自身的为空" },                                    \
        { .name = "subject_name", .type = MEMBER_TEXT, .help = "网站或账号的名称" },               \
        { .name = "domain", .type = MEMBER_TEXT, .help = "域名" },                                 \
        { .name = "document", .type = MEMBER_TEXT, .help = "文件字号" },                           \
        { .name = "text", .type = MEMBER_TEXT, .help = "内容" },                                   \
        { .name = "submitted", .type = MEMBER_DAY, .help = "报送日期" },                           \
        { .name = "deadline",                                                                      \
          .type = MEMBER_DAY,                                                                      \
          .help = "办结期限；null：没有规定",                                                      \
          .flags = NULLABLE },                                                                     \
        { .name = "deadline_is_sure",                                                              \
          .type = MEMBER_FLAG,                                                                     \
          .help = "只按国务院公布的放假安排计算" },                                                \
        { .name = "is_overdue", .type = MEMBER_FLAG, .help = "逾期未办结" },                       \
        { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },            \
        { .name = "created", .type = MEMBER_TIME, .help = "登记时间" },                            \
        { .name = "changed", .type = MEMBER_TIME, .help = "最近一次变化" },                        \
    {                                                                                              \
        .name = "by", .type = MEMBER_TEXT, .help = "由谁报送"                                  \
    }

static const struct member filing_members[] = { FILING_MEMBERS, { 0 } };

static struct json *of_filing(const struct filing *f, const struct filing_kinds *kinds, int64_t now)
{
    struct json *to = json_new_object();

    json_put_int(to, "id", f->id);
    json_put_text(to, "kind", f->kind);
    json_put_text(to, "kind_title", filing_kind_title(kinds, f->kind));
    reply_put_unit(to, f->unit, f->unit_name);
    json_put_text(to, "subject", f->subject);
    json_put_text(to, "subject_name", f->subject_name);
    json_put_text(to, "domain", f->domain);
    json_put_text(to, "document", f->document);
    json_put_text(to, "text", f->text);
    json_put_day(to, "submitted", f->submitted);
    json_put_day(to, "deadline", f->deadline);
    json_put_bool(to, "deadline_is_sure", f->deadline_is_sure);
    json_put_bool(to, "is_overdue", filing_is_overdue(f, day_of_time(now)));
    json_put_str(to, "state", str_of(filing_state_name(f->state)));
    reply_put_time(to, "created", f->created);
    reply_put_time(to, "changed", f->changed);
    json_put_text(to, "by", f->by);
    return to;
}

/* ---- the list, as pages, as a workbook, and counted ---- */

static enum rc read_query(struct call *c, struct filing_query *q, struct err *err)
{
    *q = (struct filing_query){ .kind = call_query(c, "kind"),
                                .subject = call_query(c, "subject"),
                                .state = filing_state_of(call_query(c, "state")),
                                .text = call_query(c, "q") };
    (void)!day_parse(call_query(c, "from"), &q->from);
    (void)!day_parse(call_query(c, "to"), &q->to);
    if (call_query_flag(c, "overdue"))
        q->overdue_on = day_of_time(c->now);
    return scope_unit(c, &q->unit, err);
}

struct listing {
    struct json *items;
    const struct filing_kinds *kinds;
    int64_t now;
};

static enum rc add_item(void *ctx, const struct filing *f, struct err *err)
{
    const struct listing *l = ctx;

    (void)err;
    json_add(l->items, of_filing(f, l->kinds, l->now));
    return RC_OK;
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct filing_kinds kinds;
    struct listing l = { .kinds = &kinds, .now = c->now };
    struct filing_query q;
    int64_t n = 0;
    enum rc rc = read_query(c, &q, err);

    if (rc || (rc = load_kinds(c, &kinds, err)))
        return rc;
    q.by = (enum filing_by)page.by;
    q.is_ascending = page.sort.n && !page.is_down;
    q.skip = page.skip;
    q.n_max = page.per_page;
    l.items = json_new_array();
    rc = store_filings(c->store, &q, add_item, &l, &n, err);
    if (rc)
        json_free(l.items);
    else
        call_reply_list(c, l.items, n, c->now);
    return rc;
}

static const struct member query[] = {
    SCOPE_UNIT_MEMBER,
    { .name = "kind", .type = MEMBER_TEXT, .help = "种类", .max = 40 },
    { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },
    { .name = "overdue", .type = MEMBER_FLAG, .help = "逾期：只要逾期未办结的" },
    { .name = "subject", .type = MEMBER_TEXT, .help = "网站标识码或账号编号", .max = 200 },
    { .name = "from", .type = MEMBER_DAY, .help = "起始日期：从哪天报送的起" },
    { .name = "to", .type = MEMBER_DAY, .help = "截止日期：到哪天报送的为止，含当天" },
    { .name = "q", .type = MEMBER_TEXT, .help = "名称、域名、文件字号或内容中的字", .max = 100 },
    { 0 },
};

const struct endpoint endpoint_filing_list = {
    .summary = "报备和申请",
    .help = "不写 sort 时新的在前。",
    .query = query,
    .reply = filing_members,
    .is_list = true,
    .sort = "id|-id|kind|-kind|unit|-unit|submitted|-submitted|deadline|-deadline|state|-state",
    .run = run_list,
};

static enum rc write_sheet(struct call *c, const char *path, struct err *err)
{
    struct filing_kinds kinds;
    struct filing_query q;
    int64_t n;
    enum rc rc = read_query(c, &q, err);

    if (!rc)
        rc = load_kinds(c, &kinds, err);
    return rc ? rc : filing_sheet_write(c->store, &kinds, &q, day_of_time(c->now), path, &n, err);
}

static enum rc run_sheet(struct call *c, struct err *err)
{
    return workbook_reply(c, "filings.xlsx", write_sheet, err);
}

const struct endpoint endpoint_filing_sheet = {
    .summary = "报备和申请的台账与统计（.xlsx）",
    .query = query,
    .reply_type = WORKBOOK_TYPE,
    .lane = LANE_SLOW,
    .run = run_sheet,
};

static enum rc add_count(void *ctx, const struct filing_count *count, struct err *err)
{
    const struct listing *l = ctx;
    struct json *to = json_new_object();

    (void)err;
    json_put_text(to, "kind", count->kind);
    json_put_text(to, "kind_title", filing_kind_title(l->kinds, count->kind));
    json_put_int(to, "total", count->n[FILING_NONE]);
    for (enum filing_state state = FILING_WAITING; state < FILING_STATE_N; state++)
        json_put_int(to, filing_state_name(state), count->n[state]);
    json_put_int(to, "overdue", count->n_overdue);
    json_add(l->items, to);
    return RC_OK;
}

static enum rc run_counts(struct call *c, struct err *err)
{
    struct filing_kinds kinds;
    struct listing l = { .kinds = &kinds };
    struct filing_query q;
    enum rc rc = read_query(c, &q, err);

    if (rc || (rc = load_kinds(c, &kinds, err)))
        return rc;
    l.items = json_new_array();
    rc = store_filing_counts(c->store, &q, day_of_time(c->now), add_count, &l, err);
    c->reply = json_new_object();
    json_put(c->reply, "items", l.items);
    return rc;
}

static const struct member count_members[] = {
    { .name = "kind", .type = MEMBER_TEXT, .help = "种类" },
    { .name = "kind_title", .type = MEMBER_TEXT, .help = "种类名称" },
    { .name = "total", .type = MEMBER_INT, .help = "合计" },
    { .name = "waiting", .type = MEMBER_INT, .help = "待受理" },
    { .name = "accepted", .type = MEMBER_INT, .help = "已受理" },
    { .name = "returned", .type = MEMBER_INT, .help = "已退回" },
    { .name = "done", .type = MEMBER_INT, .help = "已办结" },
    { .name = "overdue", .type = MEMBER_INT, .help = "其中逾期未办结" },
    { 0 },
};
static const struct member counts_reply[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "每个种类一项", .of = count_members },
    { 0 },
};

const struct endpoint endpoint_filing_counts = {
    .summary = "报备和申请的数量",
    .help = "一段时间内报送的，按种类和状态；没有的种类不列。",
    .query = query,
    .reply = counts_reply,
    .run = run_counts,
};

/* ---- one ---- */

static enum rc find_filing(struct call *c, struct filing *out, struct err *err)
{
    return store_filing_get(c->store, scope_own(c), call_number(c, "id"), c->a, out, err);
}

/* A unit's own filings go to the office above it; those of the top one, to itself. */
static bool is_ours(const struct call *c, const struct filing *f)
{
    return f->unit != c->user->unit || f->unit == UNIT_TOP;
}

static enum rc add_event(void *ctx, const struct filing_event *e, struct err *err)
{
    struct json *to = json_new_object();

    (void)err;
    reply_put_time(to, "at", e->at);
    json_put_text(to, "by", e->by);
    json_put_str(to, "kind", str_of(filing_step_name(e->step)));
    json_put_text(to, "text", e->text);
    json_put_text(to, "document", e->document);
    json_add(ctx, to);
    return RC_OK;
}

/* What a step would make of the site or account; LIFE_NONE: nothing. A return undoes what an
 * acceptance began. */
static enum registry_life life_after(const struct filing_kind *kind, enum filing_step step,
                                     const struct registered *r)
{
    const enum registry_life now =
        registry_life_of(r->row.kind, r->row.values[registry_form(r->row.kind)->state]);
    const enum registry_life next = step == FILING_ACCEPT     ? LIFE_CLOSING
                                    : step == FILING_COMPLETE ? LIFE_CLOSED
                                    : step == FILING_RETURN   ? LIFE_RUNNING
                                                              : LIFE_NONE;
    const bool is_change = step == FILING_RETURN ? now == LIFE_CLOSING : next > now;

    return kind && kind->is_ending && r->is_listed && is_change ? next : LIFE_NONE;
}

static void put_offer(struct json *to, const char *key, const struct filing_kind *kind,
                      enum filing_step step, const struct registered *r)
{
    const enum registry_life life = life_after(kind, step, r);

    json_put_str(to, key,
                 life ? str_of(registry_form(r->row.kind)->lives[life]) : (struct str){ 0 });
}

static enum rc read_subject(struct call *c, const struct filing *f, struct registered *out,
                            struct err *err)
{
    const enum rc rc =
        f->subject.n ? store_registered_read(c->store, scope_own(c), f->subject, c->a, out, err)
                     : RC_NOT_FOUND;

    if (rc)
        *out = (struct registered){ 0 };
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool has_host(struct str domains, struct str host, struct arena *a)
{
    struct str one;

    while (host_next(&domains, &one))
        if (str_eq_nocase(url_host_display(one, a), host))
            return true;
    return false;
}

/* Domains of the filing that the registry does not have for its site, and will when it is
 * completed; empty: none. */
static struct str new_domains(const struct filing *f, const struct filing_kind *kind,
                              const struct registered *r, struct arena *a)
{
    struct str rest = f->domain, out = { 0 }, one;

    if (!kind || !kind->has_domain || kind->about != FILING_OF_SITE || !r->is_listed)
        return out;

    const struct site site = site_of_row(&r->row);

    while (host_next(&rest, &one)) {
        if (has_host(site.domains, one, a) || has_host(host_of(site.home), one, a))
            continue;
        out = out.n ? arena_printf(a, "%.*s %.*s", STR_ARG(out), STR_ARG(one)) : one;
    }
    return out;
}

static enum rc run_get(struct call *c, struct err *err)
{
    struct json *events = json_new_array();
    struct filing_kinds kinds;
    struct registered r;
    struct filing f;
    enum rc rc = find_filing(c, &f, err);

    if (!rc)
        rc = load_kinds(c, &kinds, err);
    if (!rc)
        rc = read_subject(c, &f, &r, err);
    if (!rc)
        rc = store_filing_each_event(c->store, f.id, add_event, events, err);
    if (rc) {
        json_free(events);
        return rc;
    }
    c->reply = of_filing(&f, &kinds, c->now);
    json_put_bool(c->reply, "is_ours", is_ours(c, &f));
    put_offer(c->reply, "on_accept", filing_kind_of(&kinds, f.kind), FILING_ACCEPT, &r);
    put_offer(c->reply, "on_complete", filing_kind_of(&kinds, f.kind), FILING_COMPLETE, &r);
    put_offer(c->reply, "on_return", filing_kind_of(&kinds, f.kind),
              f.state == FILING_ACCEPTED ? FILING_RETURN : FILING_NO_STEP, &r);
    json_put_text(c->reply, "new_domains",
                  new_domains(&f, filing_kind_of(&kinds, f.kind), &r, c->a));
    json_put(c->reply, "events", events);
    return handed_put_list(c, HANDED_WITH_FILING, f.id, c->reply, err);
}

static const struct member event_members[] = {
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { .name = "by", .type = MEMBER_TEXT, .help = "由谁办理" },
    { .name = "kind", .type = MEMBER_WORD, .help = "事项", .words = STEP_WORDS },
    { .name = "text", .type = MEMBER_TEXT, .help = "内容" },
    { .name = "document", .type = MEMBER_TEXT, .help = "文件字号" },
    { 0 },
};
static const struct member one_members[] = {
    FILING_MEMBERS,
    { .name = "is_ours", .type = MEMBER_FLAG, .help = "由登录用户的单位办理" },
    { .name = "on_accept",
      .type = MEMBER_TEXT,
      .help = "受理时可以一并改为的名录状态",
      .flags = NULLABLE },
    { .name = "on_complete",
      .type = MEMBER_TEXT,
      .help = "办结时可以一并改为的名录状态",
      .flags = NULLABLE },
    { .name = "on_return",
      .type = MEMBER_TEXT,
      .help = "退回时可以一并改回的名录状态",
      .flags = NULLABLE },
    { .name = "new_domains",
      .type = MEMBER_TEXT,
      .help = "办结时可以一并列入网站“其他域名”的，空格分开；没有时为空" },
    { .name = "events", .type = MEMBER_LIST, .help = "经过，旧的在前", .of = event_members },
    { .name = "files", .type = MEMBER_LIST, .help = "附件，旧的在前", .of = handed_members },
    { 0 },
};

const struct endpoint endpoint_filing_get = {
    .summary = "一件报备（申请）",
    .reply = one_members,
    .run = run_get,
};

/* ---- filing ---- */

static enum rc set_deadline(struct call *c, const struct filing_kind *kind, int32_t submitted,
                            int32_t *deadline, bool *is_sure, struct err *err)
{
    struct work_calendar calendar;
    enum rc rc;

    *deadline = DAY_NONE;
    *is_sure = true;
    if (!kind || !kind->days)
        return RC_OK;
    if ((rc = calendar_load(c->place->data_path("calendar", c->a), c->a, &calendar, err)))
        return rc;
    *deadline = workday_after(&calendar, submitted, kind->days, is_sure);
    return RC_OK;
}

/* The day that the body names, today when it names none; DAY_NONE: one to come. */
static int32_t submitted_of(const struct call *c)
{
    const int32_t today = day_of_time(c->now);
    int32_t day = today;

    (void)!day_parse(json_get_str(c->body, "submitted"), &day);
    return day > today ? DAY_NONE : day;
}

static enum rc read_unit(struct call *c, struct filing *f, struct err *err)
{
    f->unit = json_get_int(c->body, "unit", c->user->unit);
    if (call_need_unit(c, f->unit, "", NULL))
        return call_fail(c, err, 422, "unit", "没有这个单位");
    if (f->subject.n)
        return call_fail(c, err, 422, "subject", "这种报备（申请）不关于一个网站或账号");
    return RC_OK;
}

static enum rc read_about(struct call *c, const struct filing_kind *kind, struct filing *f,
                          struct err *err)
{
    const enum registry_kind of =
        kind->about == FILING_OF_ACCOUNT ? REGISTRY_ACCOUNTS : REGISTRY_SITES;
    struct registered r;

    f->subject = json_get_str(c->body, "subject");
    if (kind->about == FILING_OF_UNIT)
        return read_unit(c, f, err);
    if (!f->subject.n || registry_kind_of(f->subject) != of ||
        store_registered_read(c->store, scope_own(c), f->subject, c->a, &r, NULL) || !r.is_listed)
        return call_fail(c, err, 422, "subject", "名录中没有这个%s", registry_form(of)->noun);
    f->unit = r.unit;
    return RC_OK;
}

/* As a browser shows them. */
static struct str shown_domains(struct str domains, struct arena *a)
{
    struct str out = { 0 }, one;

    while (host_next(&domains, &one)) {
        one = url_host_display(one, a);
        out = out.n ? arena_printf(a, "%.*s %.*s", STR_ARG(out), STR_ARG(one)) : one;
    }
    return out;
}

static enum rc read_domain(struct call *c, const struct filing_kind *kind, struct filing *f,
                           struct err *err)
{
    f->domain = shown_domains(field_domains(json_get_str(c->body, "domain"), c->a), c->a);
    if (kind->has_domain && !f->domain.n)
        return call_fail(c, err, 422, "domain", "须写明域名");
    if (!kind->has_domain && f->domain.n)
        return call_fail(c, err, 422, "domain", "这种报备（申请）不写域名");
    return RC_OK;
}

static enum rc run_add(struct call *c, struct err *err)
{
    struct filing f = { .kind = json_get_str(c->body, "kind"),
                        .document = json_get_str(c->body, "document"),
                        .text = json_get_str(c->body, "text"),
                        .submitted = submitted_of(c),
                        .created = c->now,
                        .by = c->user->name };
    const struct filing_kind *kind;
    struct filing_kinds kinds;
    int64_t id = 0;
    enum rc rc = load_kinds(c, &kinds, err);

    if (rc)
        return rc;
    if (!(kind = filing_kind_of(&kinds, f.kind)))
        return call_fail(c, err, 422, "kind", "没有这种报备（申请）");
    if (f.submitted == DAY_NONE)
        return call_fail(c, err, 422, "submitted", "报送日期不能晚于今天");
    if ((rc = read_about(c, kind, &f, err)) || (rc = read_domain(c, kind, &f, err)) ||
        (rc = set_deadline(c, kind, f.submitted, &f.deadline, &f.deadline_is_sure, err)))
        return rc;
    rc = store_filing_add(c->store, &f, &id, err);
    if (rc == RC_SYNTAX)
        return call_fail(c, err, 422, NULL, "%s", err->text);
    if (rc || (rc = store_filing_get(c->store, 0, id, c->a, &f, err)))
        return rc;
    c->reply = of_filing(&f, &kinds, c->now);
    return call_audit(c, "filing.submit", reply_subject("filing", id, c->a), NULL, c->reply, err);
}

#define SUBMITTED                                                                                  \
    {                                                                                              \
        .name = "submitted", .type = MEMBER_DAY, .help = "报送日期；不写是今天",                   \
        .flags = OPTIONAL | NULLABLE                                                               \
    }
#define DOCUMENT                                                                                   \
    {                                                                                              \
        .name = "document", .type = MEMBER_TEXT, .help = "文件字号", .flags = OPTIONAL, .max = 200 \
    }

static const struct member add_body[] = {
    { .name = "kind", .type = MEMBER_TEXT, .help = "种类", .min = 1, .max = 40 },
    { .name = "unit",
      .type = MEMBER_INT,
      .help = "关于单位自身的：哪个单位；不写是登录用户的单位",
      .flags = OPTIONAL },
    { .name = "subject",
      .type = MEMBER_TEXT,
      .help = "关于网站、账号的：它的标识码、编号",
      .flags = OPTIONAL,
      .max = 200 },
    { .name = "domain",
      .type = MEMBER_TEXT,
      .help = "域名，几个的空格分开",
      .flags = OPTIONAL,
      .max = 500 },
    DOCUMENT,
    { .name = "text", .type = MEMBER_TEXT, .help = "内容", .min = 1, .max = 2000 },
    SUBMITTED,
    { 0 },
};

const struct endpoint endpoint_filing_add = {
    .summary = "报备（申请）",
    .help = "由单位自己或其上级单位登记。种类有办结期限的，从报送次日起按工作日计算。",
    .body = add_body,
    .reply = filing_members,
    .status = 201,
    .run = run_add,
};

/* ---- dealing with it ---- */

static enum rc add_domains(struct call *c, const struct registered *r, struct str domains,
                           struct err *err)
{
    const struct str old = r->row.values[SITE_DOMAINS];
    enum rc rc;

    if (old.n)
        domains = arena_printf(c->a, "%.*s %.*s", STR_ARG(old), STR_ARG(domains));
    rc = registered_set_field(c, r, SITE_DOMAINS, domains, err);
    json_freep(&c->reply);
    return rc;
}

/* The registry says from the same moment on what was decided; what is returned leaves it as it was
 * before. */
static enum rc change_registry(struct call *c, const struct filing *f,
                               const struct filing_kind *kind, const struct filing_event *e,
                               struct err *err)
{
    struct str domains, document = e->document.n ? e->document : f->document;
    int32_t day = day_of_time(c->now);
    enum registry_life life;
    struct registered r;
    enum rc rc;

    if (c->user->role != ROLE_ADMIN)
        return call_fail(c, err, 403, "registry", "名录由管理员修改");
    if ((rc = read_subject(c, f, &r, err)))
        return rc;
    if (e->step == FILING_COMPLETE && (domains = new_domains(f, kind, &r, c->a)).n)
        return add_domains(c, &r, domains, err);
    if (!(life = life_after(kind, e->step, &r)))
        return call_fail(c, err, 422, "registry", "名录中没有要改变的状态");
    rc = e->step == FILING_RETURN
             ? store_registered_past(c->store, r.row.id, c->a, &day, &document, err)
             : RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND)
        (void)!day_parse(json_get_str(c->body, "day"), &day);
    else if (rc)
        return rc;
    rc = registered_set_state(c, &r, str_of(registry_form(r.row.kind)->lives[life]), day, document,
                              err);
    json_freep(&c->reply);
    return rc;
}

static enum rc read_event(struct call *c, const struct filing *f, const struct filing_kind *kind,
                          struct filing_event *e, struct err *err)
{
    *e = (struct filing_event){ .at = c->now,
                                .by = c->user->name,
                                .step = filing_step_of(json_get_str(c->body, "kind")),
                                .text = json_get_str(c->body, "text"),
                                .document = json_get_str(c->body, "document") };
    if (e->step != FILING_SUBMIT) {
        if (c->user->role == ROLE_OPERATOR)
            return call_fail(c, err, 403, "kind", "您的角色不能办理这一事项");
        return is_ours(c, f) ? RC_OK : call_fail(c, err, 403, "kind", "由上级单位办理");
    }
    if ((e->submitted = submitted_of(c)) == DAY_NONE)
        return call_fail(c, err, 422, "submitted", "报送日期不能晚于今天");
    return set_deadline(c, kind, e->submitted, &e->deadline, &e->deadline_is_sure, err);
}

static enum rc run_event(struct call *c, struct err *err)
{
    const struct filing_kind *kind;
    struct filing_kinds kinds;
    struct filing_event e;
    struct filing f;
    enum rc rc = find_filing(c, &f, err);

    if (rc || (rc = load_kinds(c, &kinds, err)))
        return rc;

    AUTO(json_freep) struct json *old = of_filing(&f, &kinds, c->now);

    kind = filing_kind_of(&kinds, f.kind);
    if ((rc = read_event(c, &f, kind, &e, err)))
        return rc;
    rc = store_filing_event(c->store, f.id, &e, err);
    if (rc == RC_SYNTAX)
        return call_fail(c, err, 422, "text", "%s", err->text);
    if (rc == RC_BUSY)
        return call_fail(c, err, 409, "kind", "%s", err->text);
    if (!rc && json_is_yes(json_get(c->body, "registry")))
        rc = change_registry(c, &f, kind, &e, err);
    if (rc || (rc = find_filing(c, &f, err)))
        return rc;
    c->reply = of_filing(&f, &kinds, c->now);

    AUTO(json_freep) struct json *now = json_clone(c->reply);

    if (e.step != FILING_SUBMIT) { /* what is submitted is the filing's own */
        json_put_text(now, "answer", e.text);
        json_put_text(now, "answer_document", e.document);
    }
    return call_audit(c, arena_printf(c->a, "filing.%s", filing_step_name(e.step)).p,
                      reply_subject("filing", f.id, c->a), old, now, err);
}

static const struct member event_body[] = {
    { .name = "kind", .type = MEMBER_WORD, .help = "事项", .words = STEP_WORDS },
    { .name = "text",
      .type = MEMBER_TEXT,
      .help = "内容；退回、重新报送须写",
      .flags = OPTIONAL,
      .max = 2000 },
    DOCUMENT,
    SUBMITTED,
    { .name = "registry",
      .type = MEMBER_FLAG,
      .help = "受理、退回、办结关停（注销）时一并改变名录中的状态，办结域名申报时一并列入其他域名；"
              "由管理员"
              "办理，已关停、已注销须有文件字号",
      .flags = OPTIONAL },
    { .name = "day",
      .type = MEMBER_DAY,
      .help = "状态的日期：名录中的状态从哪天起；不写是今天，退回的恢复原来的日期和文件",
      .flags = OPTIONAL | NULLABLE },
    { 0 },
};

const struct endpoint endpoint_filing_event = {
    .summary = "办理报备（申请）",
    .help = "退回后由报送单位重新报送（submit）；受理、退回、办结由报送单位的上级单位办理。状态不允"
            "许时 "
            "409。",
    .body = event_body,
    .reply = filing_members,
    .status = 201,
    .run = run_event,
};

/* ---- files ---- */

static enum rc run_put_file(struct call *c, struct err *err)
{
    struct filing f;
    const enum rc rc = find_filing(c, &f, err);

    return rc ? rc : handed_take(c, HANDED_WITH_FILING, f.id, "filing", err);
}

const struct endpoint endpoint_filing_put_file = {
    .summary = "报备（申请）的附件",
    .help = "报送的请示、说明，上级的批复等；办结之后不能再添加。" HANDED_LIMITS,
    .is_upload = true,
    .lane = LANE_SLOW,
    .run = run_put_file,
};

static enum rc run_get_file(struct call *c, struct err *err)
{
    struct filing f;
    const enum rc rc = find_filing(c, &f, err);

    return rc ? rc : handed_give(c, HANDED_WITH_FILING, f.id, err);
}

/* Whatever it is, a browser only saves it. */
const struct endpoint endpoint_filing_get_file = {
    .summary = "取报备（申请）的附件",
    .reply_type = "application/octet-stream",
    .lane = LANE_SLOW,
    .run = run_get_file,
};
