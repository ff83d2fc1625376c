/* Inspections that start by themselves: the settings of all and of one site, what is next and what
 * was. */
#include "base/base.h"

#include "api/routes.h"
#include "api/scope.h"
#include "office/registry.h"
#include "office/run_queue.h"
#include "office/schedule.h"
#include "store/scope.h"
#include "web/call.h"

enum { LAST_ONES = 20 };

#define HOURS_HELP "不巡检的时段，如 08:30-18:00；可以跨过午夜；null 为没有"

static struct str hours_word(const struct hours *h, struct arena *a)
{
    char text[HOURS_TEXT_BYTES];

    return arena_copy(a, str_of(hours_text(h, text)));
}

static void put_hours(struct json *to, const struct hours *h, struct arena *a)
{
    const struct str text = hours_word(h, a);

    json_put_str(to, "quiet", text.n ? text : (struct str){ 0 });
}

static enum rc read_hours(struct call *c, struct hours *out, struct err *err)
{
    return hours_parse(json_get_str(c->body, "quiet"), out)
               ? RC_OK
               : call_fail(c, err, 422, "quiet", "时段应写成 08:30-18:00");
}

/* ---- of all ---- */

static void put_minute(struct json *to, const char *key, int minute, struct arena *a)
{
    char text[HOURS_TEXT_BYTES];

    json_put_str(to, key, arena_copy(a, str_of(minute_text(minute, text))));
}

static struct json *of_schedule(const struct schedule *s, struct arena *a)
{
    struct json *to = json_new_object();

    json_put_bool(to, "nightly", s->nightly);
    put_minute(to, "nightly_at", s->nightly_at, a);
    json_put_bool(to, "weekly", s->weekly);
    json_put_int(to, "weekly_day", s->weekly_day);
    put_minute(to, "weekly_at", s->weekly_at, a);
    put_hours(to, &s->quiet, a);
    return to;
}

struct last_ones {
    struct call *c;
    struct json *list;
};

static enum rc add_last(void *ctx, const struct asked_run *run, int32_t day, struct err *err)
{
    const struct last_ones *l = ctx;
    struct json *to = json_new_object();

    (void)err;
    json_put_str(to, "kind", str_of(plan_kind_name(run->kind)));
    json_put_day(to, "day", day);
    json_put_int(to, "id", run->id);
    reply_put_time(to, "started", run->started);
    reply_put_time(to, "ended", run->ended);
    json_put_str(to, "state", str_of(asked_state_name(run->state)));
    json_put_str(to, "error", run->error.n ? run->error : (struct str){ 0 });
    json_put(to, "left", scope_codes(l->c, run->left));
    json_add(l->list, to);
    return RC_OK;
}

static enum rc put_next(struct call *c, const struct schedule *s, struct json *to, struct err *err)
{
    static const enum plan_kind kinds[] = { PLAN_NIGHTLY, PLAN_WEEKLY };
    struct json *list = json_new_array();
    struct plan_done done;
    const enum rc rc = store_plan_done(c->store, &done, err);

    for (size_t i = 0; !rc && i < COUNT_OF(kinds); i++) {
        const int64_t at = plan_next(s, &done, kinds[i], c->now);
        struct json *one;

        if (!at)
            continue;
        one = json_new_object();
        json_put_str(one, "kind", str_of(plan_kind_name(kinds[i])));
        reply_put_time(one, "at", at);
        json_add(list, one);
    }
    json_put(to, "next", list);
    return rc;
}

static enum rc put_sites(struct call *c, struct json *to, struct err *err)
{
    struct json *sites = json_new_object();
    int64_t n[SITE_PLAN_N];
    const enum rc rc = store_schedule_count(c->store, n, err);

    for (enum site_plan p = SITE_EVERY_NIGHT; p < SITE_PLAN_N; p++)
        json_put_int(sites, site_plan_name(p), rc ? 0 : n[p]);
    json_put(to, "sites", sites);
    return rc;
}

static enum rc run_get(struct call *c, struct err *err)
{
    struct schedule s;
    struct last_ones last = { .c = c };
    enum rc rc = store_schedule_get(c->store, &s, err);

    if (rc)
        return rc;
    c->reply = of_schedule(&s, c->a);
    last.list = json_new_array();
    json_put(c->reply, "last", last.list);
    if ((rc = put_sites(c, c->reply, err)) || (rc = put_next(c, &s, c->reply, err)))
        return rc;
    return store_run_planned(c->store, LAST_ONES, add_last, &last, err);
}

#define SETTINGS                                                                                   \
    { .name = "nightly", .type = MEMBER_FLAG, .help = "每夜巡检首页、栏目和新内容" },              \
        { .name = "nightly_at", .type = MEMBER_TEXT, .help = "几点开始，如 01:30", .max = 5 },     \
        { .name = "weekly", .type = MEMBER_FLAG, .help = "每周巡检全部内容" },                     \
        { .name = "weekly_day",                                                                    \
          .type = MEMBER_INT,                                                                      \
          .help = "星期几：1 到 7",                                                                \
          .min = 1,                                                                                \
          .max = 7 },                                                                              \
        { .name = "weekly_at", .type = MEMBER_TEXT, .help = "几点开始，如 01:30", .max = 5 },      \
    {                                                                                              \
        .name = "quiet", .type = MEMBER_TEXT, .help = HOURS_HELP, .flags = NULLABLE, .max = 11     \
    }

static const struct member settings[] = { SETTINGS, { 0 } };

static const struct member site_counts[] = {
    { .name = "nightly", .type = MEMBER_INT, .help = "每夜" },
    { .name = "weekly", .type = MEMBER_INT, .help = "只每周" },
    { .name = "never", .type = MEMBER_INT, .help = "不自动巡检" },
    { 0 },
};

static const struct member next_one[] = {
    { .name = "kind", .type = MEMBER_WORD, .help = "哪一种", .words = "nightly|weekly" },
    { .name = "at", .type = MEMBER_TIME, .help = "什么时候开始" },
    { 0 },
};

static const struct member last_one[] = {
    { .name = "kind", .type = MEMBER_WORD, .help = "哪一种", .words = "nightly|weekly" },
    { .name = "day",
      .type = MEMBER_DAY,
      .help = "哪一天的；null 为让路之后接着做的",
      .flags = NULLABLE },
    { .name = "id", .type = MEMBER_INT, .help = "要求的编号" },
    { .name = "started", .type = MEMBER_TIME, .help = "开始", .flags = NULLABLE },
    { .name = "ended", .type = MEMBER_TIME, .help = "结束", .flags = NULLABLE },
    { .name = "state",
      .type = MEMBER_WORD,
      .help = "情况",
      .words = "waiting|running|done|failed|stopped" },
    { .name = "error", .type = MEMBER_TEXT, .help = "没有做成的原因", .flags = NULLABLE },
    { .name = "left", .type = MEMBER_TEXTS, .help = "没有查看完的网站" },
    { 0 },
};

static const struct member whole[] = {
    SETTINGS,
    { .name = "sites",
      .type = MEMBER_OBJECT,
      .help = "名录中运行的网站，按设置",
      .of = site_counts },
    { .name = "next", .type = MEMBER_LIST, .help = "下一次", .of = next_one },
    { .name = "last", .type = MEMBER_LIST, .help = "最近的，新的在前", .of = last_one },
    { 0 },
};

const struct endpoint endpoint_schedule_get = {
    .summary = "定时巡检：设置、下一次和最近的各次",
    .reply = whole,
    .run = run_get,
};

static enum rc read_minute(struct call *c, const char *key, int *out, struct err *err)
{
    return minute_parse(json_get_str(c->body, key), out)
               ? RC_OK
               : call_fail(c, err, 422, key, "时间应写成 01:30");
}

static enum rc run_put(struct call *c, struct err *err)
{
    struct schedule before, s = { .nightly = json_is_yes(json_get(c->body, "nightly")),
                                  .weekly = json_is_yes(json_get(c->body, "weekly")),
                                  .weekly_day = (int)json_get_int(c->body, "weekly_day", 1),
                                  .since = c->now };
    enum rc rc = call_need_rank(c, UNIT_TOP, "定时巡检由最上级单位设置", err);

    if (rc || (rc = read_minute(c, "nightly_at", &s.nightly_at, err)) ||
        (rc = read_minute(c, "weekly_at", &s.weekly_at, err)) ||
        (rc = read_hours(c, &s.quiet, err)) || (rc = store_schedule_get(c->store, &before, err)))
        return rc;
    if ((rc = store_schedule_put(c->store, &s, err)))
        return rc == RC_SYNTAX ? call_fail(c, err, 422, "quiet", "%s", err->text) : rc;

    AUTO(json_freep) struct json *old = of_schedule(&before, c->a);

    rc = call_audit(c, "schedule.change", STR("schedule"), old, c->body, err);
    return rc ? rc : run_get(c, err);
}

const struct endpoint endpoint_schedule_put = {
    .summary = "设置定时巡检",
    .help = "改动之前错过的，不补做。",
    .body = settings,
    .reply = whole,
    .run = run_put,
};

/* ---- of one site ---- */

static struct json *of_site(const struct site_schedule *s, struct arena *a)
{
    struct json *to = json_new_object();

    json_put_str(to, "plan", str_of(site_plan_name(s->plan)));
    put_hours(to, &s->quiet, a);
    if (s->rate > 0)
        json_put_real(to, "rate", s->rate);
    else
        json_put_null(to, "rate");
    return to;
}

static enum rc read_site(struct call *c, struct registered *out, struct err *err)
{
    const enum rc rc =
        store_registered_read(c->store, c->user->unit, call_part(c, "code"), c->a, out, err);

    if (!rc && !out->is_listed)
        return err_set(err, RC_NOT_FOUND, "名录中没有这个网站");
    return rc;
}

static enum rc run_site_get(struct call *c, struct err *err)
{
    struct registered site;
    struct site_schedule s;
    enum rc rc = read_site(c, &site, err);

    if (rc || (rc = store_site_schedule_get(c->store, site.row.id, &s, err)))
        return rc;
    c->reply = of_site(&s, c->a);
    return RC_OK;
}

static const struct member site_settings[] = {
    { .name = "plan",
      .type = MEMBER_WORD,
      .help = "每夜、只每周、不自动巡检",
      .words = "nightly|weekly|never" },
    { .name = "quiet", .type = MEMBER_TEXT, .help = HOURS_HELP, .flags = NULLABLE, .max = 11 },
    { .name = "rate",
      .type = MEMBER_REAL,
      .help = "每秒最多几个请求；比全部网站的设置低时有效；null 为一样",
      .flags = NULLABLE },
    { 0 },
};

const struct endpoint endpoint_site_schedule_get = {
    .summary = "一个网站的定时巡检",
    .reply = site_settings,
    .run = run_site_get,
};

static enum rc run_site_put(struct call *c, struct err *err)
{
    struct registered site;
    struct site_schedule before, s = { .rate = json_get_real(c->body, "rate", 0) };
    enum rc rc = read_site(c, &site, err);

    if (rc || (rc = read_hours(c, &s.quiet, err)) ||
        (rc = store_site_schedule_get(c->store, site.row.id, &before, err)))
        return rc;
    if (!site_plan_of(json_get_str(c->body, "plan"), &s.plan))
        return call_fail(c, err, 422, "plan", "没有这种设置");
    if (s.rate != 0 && (s.rate < SITE_RATE_MIN || s.rate > SITE_RATE_MAX))
        return call_fail(c, err, 422, "rate", "每秒请求数应在 0.01 到 100 之间");
    if ((rc = store_site_schedule_put(c->store, site.row.id, &s, err)))
        return rc == RC_SYNTAX ? call_fail(c, err, 422, "quiet", "%s", err->text) : rc;

    AUTO(json_freep) struct json *old = of_site(&before, c->a);

    c->reply = of_site(&s, c->a);
    return call_audit(c, "site.schedule", arena_join(c->a, STR("site:"), site.row.id), old,
                      c->reply, err);
}

const struct endpoint endpoint_site_schedule_put = {
    .summary = "设置一个网站的定时巡检",
    .body = site_settings,
    .reply = site_settings,
    .run = run_site_put,
};
