/* Inspections: those that were made, asking for one, how far the one at hand is, stopping it. */
#include "base/base.h"

#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "base/buf.h"
#include "check/check.h"
#include "desk/round_desk.h"
#include "office/registry.h"
#include "office/run_queue.h"
#include "office/unit.h"
#include "store/site_query.h"
#include "web/call.h"
#include "web/short_list.h"

/* ---- the list ---- */

#define KIND                                                                                       \
    {                                                                                              \
        .name = "kind", .type = MEMBER_WORD, .help = "人工发起、每夜、每周",                       \
        .words = "manual|nightly|weekly"                                                           \
    }

#define BY_HELP "谁要求的；上级和其他单位要求的为 null"

static void put_count(struct json *to, const char *key, int64_t n)
{
    if (n >= 0)
        json_put_int(to, key, n);
    else
        json_put_null(to, key);
}

static const struct member item[] = {
    { .name = "id", .type = MEMBER_INT, .help = "第几次巡检" },
    { .name = "started", .type = MEMBER_TIME, .help = "开始" },
    { .name = "finished", .type = MEMBER_TIME, .help = "结束", .flags = NULLABLE },
    { .name = "sites", .type = MEMBER_INT, .help = "有结果的网站" },
    { .name = "veto", .type = MEMBER_INT, .help = "单项否决", .flags = NULLABLE },
    { .name = "fault", .type = MEMBER_INT, .help = "问题", .flags = NULLABLE },
    { .name = "notice",
      .type = MEMBER_INT,
      .help = "提示；这三项是全部网站的，结束时数的，还没有数过、不能查看全部网站的为 null",
      .flags = NULLABLE },
    KIND,
    { .name = "by", .type = MEMBER_TEXT, .help = BY_HELP, .flags = NULLABLE },
    { .name = "round",
      .type = MEMBER_INT,
      .help = "属于哪一轮检查；上级和其他单位的为 null",
      .flags = NULLABLE },
    { .name = "left", .type = MEMBER_INT, .help = "没有查看完的网站" },
    { 0 },
};

struct listing {
    struct str kind;
    struct json *items;
    bool is_of_all; /* the user sees every site */
};

static enum rc add_item(void *ctx, const struct run_line_of *run, struct err *err)
{
    const struct listing *l = ctx;
    const struct str kind = str_of(plan_kind_name(run->kind));
    struct json *to;

    (void)err;
    if (l->kind.n && !str_eq(l->kind, kind))
        return RC_OK;
    to = json_new_object();
    json_put_int(to, "id", run->id);
    reply_put_time(to, "started", run->started);
    reply_put_time(to, "finished", run->finished);
    for (enum grade grade = GRADE_NOTICE; grade <= GRADE_VETO; grade++)
        put_count(to, grade_name(grade), l->is_of_all ? run->found[grade] : -1);
    json_put_str(to, "kind", kind);
    json_put_str(to, "by", run->by.n ? run->by : (struct str){ 0 });
    put_count(to, "round", run->round ? run->round : -1);
    json_put_str(to, "left", run->left);
    json_add(l->items, to);
    return RC_OK;
}

/* Codes become how many of them the user may see. */
static void count_left(struct call *c, struct json *items)
{
    for (size_t i = 0; i < json_count(items); i++) {
        struct json *run = json_item(items, i);
        AUTO(json_freep)
        struct json *left = scope_codes(c, arena_copy(c->a, json_get_str(run, "left")));

        json_put_int(run, "left", (int64_t)json_count(left));
    }
}

static enum rc count_sites(struct call *c, struct json *page, struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < json_count(page); i++) {
        struct json *run = json_item(page, i);
        int64_t n = 0;

        rc = store_run_count_sites(c->store, scope_own(c), json_get_int(run, "id", 0), &n, err);
        json_put_int(run, "sites", n);
    }
    return rc;
}

static enum rc run_list(struct call *c, struct err *err)
{
    struct listing l = { .kind = call_query(c, "kind"),
                         .items = json_new_array(),
                         .is_of_all = !scope_own(c) };
    int64_t n = 0;
    enum rc rc = store_run_each(c->store, scope_own(c), add_item, &l, err);

    count_left(c, l.items);
    l.items = short_list_page(c, l.items, &n);
    if (!rc)
        rc = count_sites(c, l.items, err);
    if (rc)
        json_free(l.items);
    else
        call_reply_list(c, l.items, n, 0);
    return rc;
}

static const struct member list_query[] = { KIND, { 0 } };

const struct endpoint endpoint_run_list = {
    .summary = "各次巡检",
    .help = "不写 sort 时新的在前。",
    .query = list_query,
    .reply = item,
    .is_list = true,
    .sort = "id|-id|veto|-veto|fault|-fault|notice|-notice|left|-left",
    .run = run_list,
};

/* ---- the one at hand ---- */

static const struct member current[] = {
    { .name = "running", .type = MEMBER_FLAG, .help = "正在巡检" },
    { .name = "state",
      .type = MEMBER_WORD,
      .help = "这一次的情况；从来没有时为 null",
      .flags = NULLABLE,
      .words = "waiting|running|done|failed|stopped" },
    { .name = "error", .type = MEMBER_TEXT, .help = "没有做成的原因", .flags = NULLABLE },
    KIND,
    { .name = "by", .type = MEMBER_TEXT, .help = BY_HELP, .flags = NULLABLE },
    { .name = "left", .type = MEMBER_TEXTS, .help = "没有查看完的网站" },
    { .name = "started", .type = MEMBER_TIME, .help = "开始", .flags = NULLABLE },
    { .name = "phase", .type = MEMBER_TEXT, .help = "阶段", .flags = NULLABLE },
    { .name = "sites",
      .type = MEMBER_INT,
      .help = "网站总数；下级单位看不到整次巡检的数，各数为 null",
      .flags = NULLABLE },
    { .name = "done", .type = MEMBER_INT, .help = "已完成的网站", .flags = NULLABLE },
    { .name = "pages", .type = MEMBER_INT, .help = "已读取的页面", .flags = NULLABLE },
    { .name = "rate", .type = MEMBER_REAL, .help = "每秒页面数", .flags = NULLABLE },
    { .name = "findings", .type = MEMBER_INT, .help = "发现的问题", .flags = NULLABLE },
    { .name = "left_s", .type = MEMBER_INT, .help = "估计还要几秒", .flags = NULLABLE },
    { 0 },
};

/* Of an inspection of units above the user's its numbers are not his. */
static void put_progress(struct json *to, const struct json *progress, bool is_ours)
{
    static const char *const counts[] = { "sites", "done", "pages", "findings" };
    const double rate = json_get_real(progress, "rate", -1);
    const int64_t left = json_get_int(progress, "left_s", -1);

    json_put_str(to, "phase", json_get_str(progress, "phase"));
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (is_ours)
            json_put_int(to, counts[i], json_get_int(progress, counts[i], 0));
        else
            json_put_null(to, counts[i]);
    if (is_ours && rate >= 0)
        json_put_real(to, "rate", rate);
    else
        json_put_null(to, "rate");
    if (left >= 0)
        json_put_int(to, "left_s", left);
    else
        json_put_null(to, "left_s");
}

static enum rc run_current(struct call *c, struct err *err)
{
    AUTO(json_freep) struct json *progress = NULL;
    const int64_t round = call_query_int(c, "round", 0);
    struct asked_run run = { 0 };
    struct round r;
    bool is_ours;
    enum rc rc = round ? store_round_get(c->store, round, c->a, &r, err) : RC_OK;

    if (!rc && round)
        rc = call_need_unit(c, r.unit, "", err);
    if (rc == RC_NOT_FOUND)
        return err_set(err, rc, "没有这一轮检查");
    if (rc)
        return rc;
    rc = store_run_at_hand(c->store, round, c->a, &run, err);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    is_ours = rc || !call_need_unit(c, run.unit, "", NULL);
    c->reply = json_new_object();
    json_put_bool(c->reply, "running", run.state == ASKED_RUNNING);
    json_put_str(c->reply, "state", rc ? (struct str){ 0 } : str_of(asked_state_name(run.state)));
    json_put_str(c->reply, "error", run.error.n ? run.error : (struct str){ 0 });
    json_put_str(c->reply, "kind", str_of(plan_kind_name(run.kind)));
    json_put_str(c->reply, "by", is_ours && run.by.n ? run.by : (struct str){ 0 });
    json_put(c->reply, "left", scope_codes(c, run.left));
    reply_put_time(c->reply, "started", run.started);
    if (run.progress.n && json_parse(run.progress, &progress, err))
        return RC_DB;
    put_progress(c->reply, progress, is_ours);
    return RC_OK;
}

static const struct member current_query[] = {
    { .name = "round", .type = MEMBER_INT, .help = "轮次：只要属于这一轮检查的，还在等待的也算" },
    { 0 },
};

const struct endpoint endpoint_run_current = {
    .summary = "正在进行的巡检，或最近的一次",
    .query = current_query,
    .reply = current,
    .run = run_current,
};

/* ---- asking for one ---- */

/* How the queue keeps the ids of a kind, and how the body calls them. */
static const struct {
    const char *field, *separator;
} wanted[REGISTRY_KINDS_N] = {
    [REGISTRY_SITES] = { "sites", " " },
    [REGISTRY_ACCOUNTS] = { "accounts", "\n" },
};

struct wanted_lists {
    struct buf of[REGISTRY_KINDS_N];
};

static void lists_done(struct wanted_lists *l)
{
    for (size_t i = 0; i < REGISTRY_KINDS_N; i++)
        buf_done(&l->of[i]);
}

static void add_id(struct buf *out, struct str id)
{
    buf_addf(out, "%s%.*s", out->n ? wanted[registry_kind_of(id)].separator : "", STR_ARG(id));
}

static enum rc read_ids(struct call *c, enum registry_kind kind, struct buf *out, struct err *err)
{
    const struct json *ids = json_get(c->body, wanted[kind].field);

    for (size_t i = 0; i < json_count(ids); i++) {
        const struct str id = json_str(json_at(ids, i));
        struct registered r;

        if (registry_kind_of(id) != kind ||
            store_registered_read(c->store, c->user->unit, id, c->a, &r, NULL) || !r.is_listed)
            return call_fail(c, err, 422, wanted[kind].field, "名录中没有%s“%.*s”",
                             registry_form(kind)->noun, STR_ARG(str_head_chars(id, 40)));
        add_id(out, id);
    }
    return RC_OK;
}

static enum rc add_own(void *ctx, const struct registered *r, struct err *err)
{
    (void)err;
    add_id(ctx, r->row.id);
    return RC_OK;
}

/* What was named; when nothing was, all of one's own. Whose is everything says nothing then, so
 * that what is new by the time is in it too. */
static enum rc read_wanted(struct call *c, struct wanted_lists *lists, struct err *err)
{
    const bool is_all = json_absent(json_get(c->body, wanted[REGISTRY_SITES].field)) &&
                        json_absent(json_get(c->body, wanted[REGISTRY_ACCOUNTS].field));
    enum rc rc = RC_OK;

    if (is_all && c->user->unit == UNIT_TOP)
        return RC_OK;
    for (enum registry_kind kind = REGISTRY_SITES; !rc && kind < REGISTRY_KINDS_N; kind++)
        rc = is_all ? store_registered_each(c->store, kind, c->user->unit, add_own,
                                            &lists->of[kind], err)
                    : read_ids(c, kind, &lists->of[kind], err);
    if (!rc && !lists->of[REGISTRY_SITES].n && !lists->of[REGISTRY_ACCOUNTS].n)
        return call_fail(c, err, 422, "sites", "名录中没有本单位的网站和账号");
    return rc;
}

static enum rc read_checks(struct call *c, struct buf *out, struct err *err)
{
    const struct json *ids = json_get(c->body, "checks");

    for (size_t i = 0; i < json_count(ids); i++) {
        const struct str id = json_str(json_at(ids, i));

        if (!check_find(id))
            return call_fail(c, err, 422, "checks", "没有检查项“%.*s”",
                             STR_ARG(str_head_chars(id, 40)));
        buf_addf(out, "%s%.*s", i ? "," : "", STR_ARG(id));
    }
    return RC_OK;
}

/* Its sites are the round's own; it is judged by this run from then on. */
static enum rc need_round(struct call *c, int64_t id, struct err *err)
{
    struct asked_run last;
    struct round r;
    enum rc rc = store_round_get(c->store, id, c->a, &r, NULL);

    if (rc == RC_NOT_FOUND || (!rc && call_need_unit(c, r.unit, "", NULL)))
        return call_fail(c, err, 422, "round", "没有这一轮检查");
    if (rc)
        return rc;
    if (!round_is_of_registry(&r))
        return call_fail(c, err, 422, "round", "这一轮不是按名录开始的，没有要做的巡检");
    if (r.frozen)
        return call_fail(c, err, 409, "round", "这一轮检查已经冻结");
    if (!json_absent(json_get(c->body, "sites")) || !json_absent(json_get(c->body, "accounts")))
        return call_fail(c, err, 422, "sites", "这一轮查哪些网站和账号，开始时已定");
    rc = store_run_at_hand(c->store, id, c->a, &last, err);
    if (!rc && last.state <= ASKED_RUNNING)
        return call_fail(c, err, 409, "round", "这一轮的检查%s，结束之后才能再检查一遍",
                         last.state == ASKED_RUNNING ? "正在进行" : "已在等待");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc run_ask(struct call *c, struct err *err)
{
    AUTO(lists_done) struct wanted_lists lists = { 0 };
    AUTO(buf_done) struct buf checks_wanted = { 0 };
    const int64_t round = json_get_int(c->body, "round", 0);
    struct asked_run run = { .at = c->now,
                             .by = c->user->name,
                             .unit = c->user->unit,
                             .keeps_hours = json_is_yes(json_get(c->body, "keep_hours")),
                             .round = round };
    enum rc rc = round ? need_round(c, round, err) : read_wanted(c, &lists, err);

    if (!rc)
        rc = read_checks(c, &checks_wanted, err);
    run.sites = buf_str(&lists.of[REGISTRY_SITES]);
    run.accounts = buf_str(&lists.of[REGISTRY_ACCOUNTS]);
    run.checks = buf_str(&checks_wanted);
    if (!rc)
        rc = store_run_ask(c->store, &run, &run.id, err);
    if (rc)
        return rc;
    c->reply = json_new_object();
    json_put_int(c->reply, "id", run.id);
    return call_audit(c, "run.ask", reply_subject("run", run.id, c->a), NULL, c->body, err);
}

static const struct member ask_body[] = {
    { .name = "sites",
      .type = MEMBER_TEXTS,
      .help = "网站标识码；sites、accounts 都没有时为全部",
      .flags = OPTIONAL | NULLABLE,
      .min = 1 },
    { .name = "accounts",
      .type = MEMBER_TEXTS,
      .help = "新媒体账号",
      .flags = OPTIONAL | NULLABLE,
      .min = 1 },
    { .name = "checks",
      .type = MEMBER_TEXTS,
      .help = "检查项；null 为全部",
      .flags = OPTIONAL | NULLABLE,
      .min = 1 },
    { .name = "round",
      .type = MEMBER_INT,
      .help = "轮次：属于按名录开始的哪一轮检查；查它的网站，它按这次巡检判定",
      .flags = OPTIONAL },
    { .name = "keep_hours",
      .type = MEMBER_FLAG,
      .help = "遵守时段：也等不巡检的时段过去",
      .flags = OPTIONAL },
    { 0 },
};

static const struct member asked[] = {
    { .name = "id", .type = MEMBER_INT, .help = "要求的编号；不是第几次巡检" },
    { 0 },
};

const struct endpoint endpoint_run_ask = {
    .summary = "开始一次巡检",
    .help = "有别的巡检在进行时排在后面；一轮检查的巡检同时只有一次（409）。",
    .body = ask_body,
    .reply = asked,
    .status = 201,
    .run = run_ask,
};

/* ---- stopping it ---- */

static enum rc run_stop(struct call *c, struct err *err)
{
    struct asked_run run;
    enum rc rc = store_run_next(c->store, c->a, &run, err);

    if (!rc)
        rc = call_need_unit(c, run.unit, "没有本单位的巡检", err);
    if (!rc)
        rc = store_run_stop(c->store, run.id, c->now, err);
    return rc ? rc : call_audit(c, "run.stop", reply_subject("run", run.id, c->a), NULL, NULL, err);
}

const struct endpoint endpoint_run_stop = {
    .summary = "停止正在进行的巡检",
    .help = "已经做完的网站的结果留下。",
    .run = run_stop,
};
