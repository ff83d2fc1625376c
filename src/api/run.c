/* Inspections: those that were made, asking for one, how far the one at hand is, stopping it. */
#include "base/base.h"

#include "api/replies.h"
#include "api/routes.h"
#include "base/buf.h"
#include "check/check.h"
#include "office/registry.h"
#include "office/run_queue.h"
#include "office/unit.h"
#include "store/site_query.h"
#include "web/call.h"

/* ---- the list ---- */

static const struct member item[] = {
    { .name = "id", .type = MEMBER_INT, .help = "第几次巡检" },
    { .name = "started", .type = MEMBER_TIME, .help = "开始" },
    { .name = "finished", .type = MEMBER_TIME, .help = "结束", .flags = NULLABLE },
    { .name = "sites", .type = MEMBER_INT, .help = "有结果的网站" },
    { 0 },
};

static enum rc add_item(void *ctx, const struct run_line_of *run, struct err *err)
{
    struct json *to = json_new_object();

    (void)err;
    json_put_int(to, "id", run->id);
    reply_put_time(to, "started", run->started);
    reply_put_time(to, "finished", run->finished);
    json_put_int(to, "sites", run->n_sites);
    json_add(ctx, to);
    return RC_OK;
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct json *items = json_new_array();
    int64_t n = 0;
    const enum rc rc =
        store_run_each(c->store, c->user->unit, page.skip, page.per_page, add_item, items, &n, err);

    if (rc)
        json_free(items);
    else
        call_reply_list(c, items, n, 0);
    return rc;
}

const struct endpoint endpoint_run_list = {
    .summary = "各次巡检",
    .help = "新的在前。",
    .reply = item,
    .is_list = true,
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
    { .name = "started", .type = MEMBER_TIME, .help = "开始", .flags = NULLABLE },
    { .name = "phase", .type = MEMBER_TEXT, .help = "阶段", .flags = NULLABLE },
    { .name = "sites", .type = MEMBER_INT, .help = "网站总数" },
    { .name = "done", .type = MEMBER_INT, .help = "已完成的网站" },
    { .name = "pages", .type = MEMBER_INT, .help = "已读取的页面" },
    { .name = "rate", .type = MEMBER_REAL, .help = "每秒页面数", .flags = NULLABLE },
    { .name = "findings", .type = MEMBER_INT, .help = "发现的问题" },
    { .name = "left_s", .type = MEMBER_INT, .help = "估计还要几秒", .flags = NULLABLE },
    { 0 },
};

static void put_progress(struct json *to, const struct json *progress)
{
    static const char *const counts[] = { "sites", "done", "pages", "findings" };
    const double rate = json_get_real(progress, "rate", -1);
    const int64_t left = json_get_int(progress, "left_s", -1);

    json_put_str(to, "phase", json_get_str(progress, "phase"));
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        json_put_int(to, counts[i], json_get_int(progress, counts[i], 0));
    if (rate >= 0)
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
    struct asked_run run = { 0 };
    const enum rc rc = store_run_at_hand(c->store, c->a, &run, err);

    if (rc && rc != RC_NOT_FOUND)
        return rc;
    c->reply = json_new_object();
    json_put_bool(c->reply, "running", run.state == ASKED_RUNNING);
    json_put_str(c->reply, "state", rc ? (struct str){ 0 } : str_of(asked_state_name(run.state)));
    json_put_str(c->reply, "error", run.error.n ? run.error : (struct str){ 0 });
    reply_put_time(c->reply, "started", run.started);
    if (run.progress.n && json_parse(run.progress, &progress, err))
        return RC_DB;
    put_progress(c->reply, progress);
    return RC_OK;
}

const struct endpoint endpoint_run_current = {
    .summary = "正在进行的巡检，或最近的一次",
    .reply = current,
    .run = run_current,
};

/* ---- asking for one ---- */

static enum rc read_sites(struct call *c, struct buf *out, struct err *err)
{
    const struct json *sites = json_get(c->body, "sites");

    for (size_t i = 0; i < json_count(sites); i++) {
        const struct str code = json_str(json_at(sites, i));
        struct registered site;

        if (store_registered_read(c->store, c->user->unit, code, c->a, &site, NULL) ||
            !site.is_listed)
            return call_fail(c, err, 422, "sites", "名单中没有网站“%.*s”",
                             STR_ARG(str_head_chars(code, 20)));
        buf_addf(out, "%s%.*s", i ? " " : "", STR_ARG(code));
    }
    return RC_OK;
}

static enum rc add_own(void *ctx, const struct registered *r, struct err *err)
{
    struct buf *out = ctx;

    (void)err;
    buf_addf(out, "%s%.*s", out->n ? " " : "", STR_ARG(r->row.id));
    return RC_OK;
}

/* All of one's own; whose is everything says nothing, so that new sites are in it too. */
static enum rc all_sites(struct call *c, struct buf *out, struct err *err)
{
    const enum rc rc =
        c->user->unit == UNIT_TOP
            ? RC_OK
            : store_registered_each(c->store, REGISTRY_SITES, c->user->unit, add_own, out, err);

    if (!rc && c->user->unit != UNIT_TOP && !out->n)
        return call_fail(c, err, 422, "sites", "名单中没有本单位的网站");
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

static enum rc run_ask(struct call *c, struct err *err)
{
    AUTO(buf_done) struct buf sites = { 0 };
    AUTO(buf_done) struct buf checks_wanted = { 0 };
    struct asked_run run = { .at = c->now, .by = c->user->name, .unit = c->user->unit };
    enum rc rc = json_absent(json_get(c->body, "sites")) ? all_sites(c, &sites, err)
                                                         : read_sites(c, &sites, err);

    if (!rc)
        rc = read_checks(c, &checks_wanted, err);
    run.sites = buf_str(&sites);
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
      .help = "网站标识码；null 为全部",
      .flags = OPTIONAL | NULLABLE,
      .min = 1 },
    { .name = "checks",
      .type = MEMBER_TEXTS,
      .help = "检查项；null 为全部",
      .flags = OPTIONAL | NULLABLE,
      .min = 1 },
    { 0 },
};

static const struct member asked[] = {
    { .name = "id", .type = MEMBER_INT, .help = "要求的编号；不是第几次巡检" },
    { 0 },
};

const struct endpoint endpoint_run_ask = {
    .summary = "开始一次巡检",
    .help = "有别的巡检在进行时排在后面。",
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
