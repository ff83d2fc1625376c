/* Does it open: the week's visits of one site, and the outages of those that one may see. */
#include "base/base.h"

#include "api/routes.h"
#include "api/scope.h"
#include "base/buf.h"
#include "base/clock.h"
#include "check/check.h"
#include "office/registry.h"
#include "store/probe.h"
#include "watch/strip.h"
#include "web/call.h"
#include "web/short_list.h"

enum { HOURS = 7 * 24, HOUR_S = 3600, WEEK_S = HOURS * HOUR_S };

static struct str reason_word(const struct outage *o, struct arena *a)
{
    char word[REASON_TEXT_BYTES];

    return arena_copy(a, str_of(reason_text(o->reason, o->http_status, word)));
}

static struct json *of_outage(const struct outage *o, struct arena *a)
{
    struct json *to = json_new_object();

    json_put_str(to, "site", o->site);
    reply_put_time(to, "began", o->began);
    reply_put_time(to, "alarmed", o->alarmed);
    reply_put_time(to, "ended", o->ended);
    json_put_str(to, "reason", reason_word(o, a));
    json_put_str(to, "reason_title", str_of(reason_title(o->reason)));
    return to;
}

#define OUTAGE                                                                                     \
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码" },                                 \
        { .name = "began", .type = MEMBER_TIME, .help = "第一次打不开" },                          \
        { .name = "alarmed", .type = MEMBER_TIME, .help = "报警" },                                \
        { .name = "ended",                                                                         \
          .type = MEMBER_TIME,                                                                     \
          .help = "恢复；空为现在仍打不开",                                                        \
          .flags = NULLABLE },                                                                     \
        { .name = "reason", .type = MEMBER_TEXT, .help = "原因（词）" },                           \
    {                                                                                              \
        .name = "reason_title", .type = MEMBER_TEXT, .help = "原因"                              \
    }

/* ---- the week of one site ---- */

struct outage_list {
    struct json *items;
    struct arena *a;
};

static enum rc add_outage(void *ctx, const struct outage *o, struct err *err)
{
    const struct outage_list *list = ctx;

    (void)err;
    json_add(list->items, of_outage(o, list->a));
    return RC_OK;
}

static struct json *of_hours(const struct strip_cell *cells)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < HOURS; i++) {
        struct json *to = json_new_object();

        reply_put_time(to, "at", cells[i].at);
        json_put_int(to, "visits", (int64_t)cells[i].n);
        json_put_int(to, "failed", (int64_t)cells[i].n_failed);
        json_put_int(to, "unknown", (int64_t)(cells[i].n - cells[i].n_known));
        json_add(list, to);
    }
    return list;
}

static enum rc load_rule(struct call *c, struct check_set **set, struct visit_rule *rule,
                         struct err *err)
{
    const enum rc rc =
        check_set_load(STR("site-unreachable"), c->place->data_path("checks.yaml", c->a), set, err);

    if (!rc)
        *rule = visit_rule_of(*set);
    return rc;
}

static struct json *of_week(const struct visit_rule *rule, const struct attempt *tries, size_t n,
                            int64_t from, int64_t now)
{
    const struct visit_record week = visits_count(rule, tries, n, now);
    struct json *to = json_new_object();
    struct strip_cell cells[HOURS];
    const struct strip_cell all = strip_fill(rule, tries, n, from, HOUR_S, cells, HOURS);

    reply_put_time(to, "as_of", n ? tries[n - 1].at : 0);
    reply_put_time(to, "from", from);
    reply_put_time(to, "to", now);
    json_put_int(to, "visits", (int64_t)all.n);
    json_put_int(to, "failed", (int64_t)all.n_failed);
    json_put_int(to, "unknown", (int64_t)(all.n - all.n_known));
    if (all.n_known)
        json_put_real(to, "percent", 100.0 * (double)all.n_failed / (double)all.n_known);
    else
        json_put_null(to, "percent");
    json_put_int(to, "days", week.days);
    json_put_int(to, "days_needed", rule->days);
    json_put(to, "hours", of_hours(cells));
    return to;
}

static enum rc run_week(struct call *c, struct err *err)
{
    AUTO(check_set_freep) struct check_set *set = NULL;
    const int64_t from = c->now + 1 - WEEK_S;
    struct outage_list outages = { .a = c->a };
    const struct attempt *tries;
    struct registered r;
    struct visit_rule rule;
    size_t n = 0;
    enum rc rc;

    if ((rc = store_registered_read(c->store, scope_own(c), call_part(c, "code"), c->a, &r, err)) ||
        (rc = load_rule(c, &set, &rule, err)) ||
        (rc = store_probes_read(c->store, r.row.id, from, c->now + 1, c->a, &tries, &n, err)))
        return rc;
    outages.items = json_new_array();
    c->reply = of_week(&rule, tries, n, from, c->now);
    json_put(c->reply, "outages", outages.items);
    return store_outages_each(c->store, r.row.id, from, c->now + 1, add_outage, &outages, err);
}

static const struct member hour[] = {
    { .name = "at", .type = MEMBER_TIME, .help = "这一小时的开始" },
    { .name = "visits", .type = MEMBER_INT, .help = "访问次数" },
    { .name = "failed", .type = MEMBER_INT, .help = "失败次数" },
    { .name = "unknown", .type = MEMBER_INT, .help = "不计的次数" },
    { 0 },
};

static const struct member outage[] = { OUTAGE, { 0 } };

static const struct member week[] = {
    { .name = "as_of", .type = MEMBER_TIME, .help = "最近一次访问", .flags = NULLABLE },
    { .name = "from", .type = MEMBER_TIME, .help = "开始" },
    { .name = "to", .type = MEMBER_TIME, .help = "截至" },
    { .name = "visits", .type = MEMBER_INT, .help = "访问次数" },
    { .name = "failed", .type = MEMBER_INT, .help = "失败次数" },
    { .name = "unknown", .type = MEMBER_INT, .help = "不计的次数：本机网络不通、防火墙拒绝等" },
    { .name = "percent", .type = MEMBER_REAL, .help = "失败占比（%）", .flags = NULLABLE },
    { .name = "days", .type = MEMBER_INT, .help = "可据以认定的记录天数" },
    { .name = "days_needed", .type = MEMBER_INT, .help = "认定需要的天数" },
    { .name = "hours", .type = MEMBER_LIST, .help = "每小时，由早到晚", .of = hour },
    { .name = "outages", .type = MEMBER_LIST, .help = "中断，由近到远", .of = outage },
    { 0 },
};

const struct endpoint endpoint_site_availability = {
    .summary = "网站近 7 天的访问记录",
    .help = "定时访问首页的结果，每小时一格，和其间的中断。",
    .reply = week,
    .run = run_week,
};

/* ---- outages ---- */

struct outage_page {
    struct call *c;
    bool only_open;
    int64_t unit;
    struct json *items;
    struct buf found; /* of struct outage; the store may not be asked while it tells them */
};

static enum rc keep_outage(void *ctx, const struct outage *o, struct err *err)
{
    struct outage_page *p = ctx;
    struct outage own = *o;

    (void)err;
    own.site = arena_copy(p->c->a, o->site);
    if (!p->only_open || !o->ended)
        buf_add(&p->found, str_from((const char *)&own, sizeof(own)));
    return RC_OK;
}

/* Those of sites that the user may see. */
static enum rc choose(struct outage_page *p, struct err *err)
{
    const struct outage *all = (const void *)p->found.p;
    struct call *c = p->c;

    for (size_t i = 0; i < p->found.n / sizeof(*all); i++) {
        struct registered r;
        const enum rc rc = store_registered_read(c->store, p->unit, all[i].site, c->a, &r, err);
        struct json *to;

        if (rc == RC_NOT_FOUND)
            continue;
        if (rc)
            return rc;
        to = of_outage(&all[i], c->a);
        json_put_text(to, "site_name", registry_name(&r.row));
        json_put_int(to, "minutes", ((all[i].ended ? all[i].ended : c->now) - all[i].began) / 60);
        json_add(p->items, to);
    }
    return RC_OK;
}

static enum rc run_outages(struct call *c, struct err *err)
{
    struct outage_page p = { .c = c,
                             .only_open = call_query(c, "state").n > 0,
                             .items = json_new_array() };
    int64_t as_of = 0;
    enum rc rc = store_probes_newest(c->store, &as_of, err);

    if (!rc)
        rc = scope_unit(c, &p.unit, err);
    if (!rc)
        rc = store_outages_each(c->store, call_query(c, "site"), c->now - WEEK_S, c->now + 1,
                                keep_outage, &p, err);

    if (!rc)
        rc = choose(&p, err);
    buf_done(&p.found);
    if (rc)
        json_free(p.items);
    else
        short_list_reply(c, p.items, as_of);
    return rc;
}

static const struct member outage_query[] = {
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码", .max = 32 },
    { .name = "state", .type = MEMBER_WORD, .help = "open：只要现在打不开的", .words = "open" },
    SCOPE_UNIT_MEMBER,
    { 0 },
};

static const struct member outage_item[] = {
    OUTAGE,
    { .name = "site_name", .type = MEMBER_TEXT, .help = "网站名称" },
    { .name = "minutes", .type = MEMBER_INT, .help = "持续分钟数" },
    { 0 },
};

const struct endpoint endpoint_outage_list = {
    .summary = "近 7 天的中断",
    .help = "不写 sort 时由近到远。",
    .query = outage_query,
    .reply = outage_item,
    .is_list = true,
    .sort = "began|-began|ended|-ended|minutes|-minutes|site_name|-site_name",
    .run = run_outages,
};
