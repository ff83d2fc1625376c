/* The first page: where the sites stand, what is open, what is red. */
#include "base/base.h"

#include "api/routes.h"
#include "api/scope.h"
#include "base/clock.h"
#include "check/check.h"
#include "office/order.h"
#include "office/run_queue.h"
#include "store/site_query.h"
#include "store/trend.h"
#include "web/call.h"

#include <stdlib.h>

enum { WORST = 10 };

static const char *const keys[STANDING_N] = {
    [STANDING_PASS] = "pass",         [STANDING_FAIL] = "fail",
    [STANDING_FORESEEN] = "foreseen", [STANDING_UNKNOWN] = "unknown",
    [STANDING_MISSING] = "missing",   [STANDING_CLOSED] = "closed",
};

static void put_standings(struct json *to, const int64_t n[STANDING_N])
{
    for (size_t i = 0; i < STANDING_N; i++)
        json_put_int(to, keys[i], n[i]);
}

/* ---- groups ---- */

struct keyed {
    struct str key;
    const struct site_line *site;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    const int order = str_cmp(x->key, y->key);

    return order ? order : str_cmp(x->site->code, y->site->code);
}

/* "云溪县" of its portal 云溪县人民政府; else the code. */
static struct str place_name(const struct keyed *group, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct site_line *s = group[i].site;
        const size_t at = str_find(s->name, STR("人民政府"));

        if (str_eq(s->type, STR("政府门户网站")) && at != STR_NONE && at)
            return str_sub(s->name, 0, at);
    }
    return group[0].key;
}

static struct json *groups(struct keyed *all, size_t n, bool is_region)
{
    struct json *list = json_new_array();

    if (n)
        qsort(all, n, sizeof(*all), by_key);
    for (size_t from = 0, to; from < n; from = to) {
        struct json *one = json_new_object();
        int64_t counts[STANDING_N] = { 0 };
        struct str name;

        for (to = from; to < n && str_eq(all[to].key, all[from].key); to++)
            counts[site_standing(all[to].site)]++;
        name = is_region ? place_name(all + from, to - from) : all[from].key;
        if (is_region)
            json_put_str(one, "code", all[from].key.n ? all[from].key : STR(""));
        json_put_str(one, "name", name.n ? name : STR("未注明"));
        put_standings(one, counts);
        json_add(list, one);
    }
    return list;
}

static void put_groups(struct json *to, const struct site_lines *lines, struct arena *a)
{
    struct keyed *all = arena_array(a, struct keyed, lines->n);

    for (size_t i = 0; i < lines->n; i++)
        all[i] = (struct keyed){ lines->sites[i].region, &lines->sites[i] };
    json_put(to, "regions", groups(all, lines->n, true));
    for (size_t i = 0; i < lines->n; i++)
        all[i] = (struct keyed){ lines->sites[i].type, &lines->sites[i] };
    json_put(to, "types", groups(all, lines->n, false));
}

/* ---- sites and findings ---- */

static void put_part(struct json *to, const char *key, const int64_t n[STANDING_N])
{
    struct json *part = json_new_object();
    int64_t total = 0;

    for (size_t i = 0; i < STANDING_N; i++)
        total += n[i];
    json_put_int(part, "total", total);
    put_standings(part, n);
    json_put(to, key, part);
}

/* No rate until everything that runs and was looked at is judged (notice/rate.h). */
static void put_rate(struct json *to, const int64_t n[STANDING_N])
{
    if (n[STANDING_PASS] + n[STANDING_FAIL] && !n[STANDING_FORESEEN] && !n[STANDING_UNKNOWN])
        json_put_real(to, "pass_rate",
                      (double)n[STANDING_PASS] / (double)(n[STANDING_PASS] + n[STANDING_FAIL]));
    else
        json_put_null(to, "pass_rate");
}

static void put_sites(struct json *to, const struct site_lines *lines,
                      const struct site_totals *accounts)
{
    struct json *findings = json_new_object();
    struct open_counts open = accounts->open;
    int64_t n[STANDING_N] = { 0 };

    for (size_t i = 0; i < lines->n; i++) {
        n[site_standing(&lines->sites[i])]++;
        open_counts_add(&open, &lines->sites[i].open);
    }
    put_part(to, "accounts", accounts->n);
    put_part(to, "sites", n);
    put_rate(to, n);
    json_put_int(findings, "veto", open.found[GRADE_VETO]);
    json_put_int(findings, "fault", open.found[GRADE_FAULT]);
    json_put_int(findings, "notice", open.found[GRADE_NOTICE]);
    json_put_int(findings, "unreviewed", open.n_unreviewed);
    json_put(to, "findings", findings);
}

static int by_id(const void *a, const void *b)
{
    const struct check_line *x = a, *y = b;

    return str_cmp(x->id, y->id);
}

/* Of both lists; what is found on both is one line. */
static struct json *checks_of(const struct site_lines *lines, const struct site_totals *accounts,
                              struct arena *a)
{
    struct check_line *all =
        arena_array(a, struct check_line, lines->n_checks + accounts->n_checks + 1);
    struct json *list = json_new_array();
    size_t n = 0;

    for (size_t i = 0; i < lines->n_checks; i++)
        all[n++] = lines->checks[i];
    for (size_t i = 0; i < accounts->n_checks; i++)
        all[n++] = accounts->checks[i];
    qsort(all, n, sizeof(*all), by_id);
    for (size_t i = 0; i < n; i++) {
        const struct check_line *line = &all[i];

        if (i + 1 < n && str_eq(all[i + 1].id, line->id)) {
            open_counts_add(&all[i + 1].open, &line->open);
            all[i + 1].n_sites += line->n_sites;
            continue;
        }
        const struct check *check = check_find(line->id);
        struct json *one = json_new_object();

        json_put_str(one, "id", line->id);
        json_put_str(one, "title", check ? str_of(check->title) : line->id);
        json_put_int(one, "veto", line->open.found[GRADE_VETO]);
        json_put_int(one, "fault", line->open.found[GRADE_FAULT]);
        json_put_int(one, "notice", line->open.found[GRADE_NOTICE]);
        json_put_int(one, "sites", line->n_sites);
        json_add(list, one);
    }
    return list;
}

static int by_badness(const void *a, const void *b)
{
    const struct site_line *x = *(const struct site_line *const *)a;
    const struct site_line *y = *(const struct site_line *const *)b;

    for (int g = GRADE_VETO; g >= GRADE_FAULT; g--)
        if (x->open.found[g] != y->open.found[g])
            return x->open.found[g] > y->open.found[g] ? -1 : 1;
    return str_cmp(x->code, y->code);
}

static struct json *worst_of(const struct site_lines *lines, struct arena *a)
{
    const struct site_line **all = arena_array(a, const struct site_line *, lines->n);
    struct json *list = json_new_array();

    for (size_t i = 0; i < lines->n; i++)
        all[i] = &lines->sites[i];
    if (lines->n)
        qsort(all, lines->n, sizeof(*all), by_badness);
    for (size_t i = 0; i < lines->n && i < WORST; i++) {
        struct json *one;

        if (!all[i]->open.found[GRADE_VETO] && !all[i]->open.found[GRADE_FAULT])
            break;
        one = json_new_object();
        json_put_str(one, "code", all[i]->code);
        json_put_str(one, "name", all[i]->name);
        json_put_int(one, "veto", all[i]->open.found[GRADE_VETO]);
        json_put_int(one, "fault", all[i]->open.found[GRADE_FAULT]);
        json_add(list, one);
    }
    return list;
}

/* ---- runs and orders ---- */

static enum rc put_run(struct call *c, int64_t *as_of, struct err *err)
{
    struct json *to = json_new_object();
    struct run_info run = { 0 };
    struct asked_run at_hand = { 0 };
    enum rc rc = store_get_run(c->store, 0, c->a, &run, err);

    if (!rc) /* one that was stopped never finishes */
        rc = store_run_at_hand(c->store, 0, c->a, &at_hand, err);

    if (rc && rc != RC_NOT_FOUND) {
        json_free(to);
        return rc;
    }
    *as_of = run.started;
    if (!run.id) {
        json_free(to);
        json_put_null(c->reply, "run");
        return RC_OK;
    }
    json_put_int(to, "id", run.id);
    reply_put_time(to, "started", run.started);
    reply_put_time(to, "finished", run.finished);
    json_put_bool(to, "running", at_hand.state == ASKED_RUNNING && at_hand.run == run.id);
    json_put(c->reply, "run", to);
    return RC_OK;
}

static enum rc put_trend(struct call *c, const struct site_lines *sites, struct err *err)
{
    struct json *list = json_new_array();
    struct run_line *runs = NULL;
    size_t n = 0;
    const enum rc rc = store_trend(c->store, sites, c->a, &runs, &n, err);

    for (size_t i = 0; !rc && i < n; i++) {
        struct json *one = json_new_object();

        json_put_int(one, "run", runs[i].run);
        json_put_day(one, "day", day_of_time(runs[i].started));
        for (size_t k = 0; k < STANDING_MISSING; k++)
            json_put_int(one, keys[k], runs[i].n[k]);
        json_add(list, one);
    }
    json_put(c->reply, "trend", list);
    return rc;
}

static enum rc no_order(void *ctx, const struct order *order, struct err *err)
{
    (void)ctx;
    (void)order;
    (void)err;
    return RC_OK;
}

static enum rc put_orders(struct call *c, int64_t unit, struct err *err)
{
    const struct {
        const char *key;
        struct order_query q;
    } parts[] = {
        { "open", { .unit = unit, .states = ORDERS_OPEN } },
        { "overdue", { .unit = unit, .overdue_on = day_of_time(c->now) } },
        { "replied", { .unit = unit, .states = ORDERS_TO_DECIDE } },
    };
    struct json *to = json_new_object();
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < COUNT_OF(parts); i++) {
        int64_t n = 0;

        rc = store_orders(c->store, &parts[i].q, no_order, NULL, &n, err);
        json_put_int(to, parts[i].key, n);
    }
    json_put(c->reply, "orders", to);
    return rc;
}

static enum rc run_overview(struct call *c, struct err *err)
{
    struct site_query q = { 0 };
    struct site_totals accounts;
    struct site_lines lines;
    int64_t as_of = 0;
    enum rc rc = scope_unit(c, &q.unit, err);

    if (!rc)
        rc = store_sites(c->store, &q, c->a, &lines, err);
    if (!rc)
        rc = store_site_totals(c->store, REGISTRY_ACCOUNTS, q.unit, c->a, &accounts, err);
    if (rc)
        return rc;
    c->reply = json_new_object();
    if ((rc = put_run(c, &as_of, err)))
        return rc;
    reply_put_time(c->reply, "as_of", as_of);
    put_sites(c->reply, &lines, &accounts);
    put_groups(c->reply, &lines, c->a);
    json_put(c->reply, "checks", checks_of(&lines, &accounts, c->a));
    json_put(c->reply, "worst", worst_of(&lines, c->a));
    if ((rc = put_trend(c, &lines, err)))
        return rc;
    return put_orders(c, q.unit, err);
}

#define STANDINGS                                                                                  \
    { .name = "pass", .type = MEMBER_INT, .help = "合格" },                                        \
        { .name = "fail", .type = MEMBER_INT, .help = "不合格" },                                  \
        { .name = "foreseen", .type = MEMBER_INT, .help = "确认后将不合格" },                      \
    {                                                                                              \
        .name = "unknown", .type = MEMBER_INT, .help = "未能判定"                              \
    }
#define NOT_JUDGED                                                                                       \
    { .name = "missing", .type = MEMBER_INT, .help = "没有结果" },                                       \
    {                                                                                                    \
        .name = "closed", .type = MEMBER_INT, .help = "不作判定：申请关停、已关停、注销" \
    }
#define GRADES                                                                                     \
    { .name = "veto", .type = MEMBER_INT, .help = "单项否决" },                                    \
    {                                                                                              \
        .name = "fault", .type = MEMBER_INT, .help = "问题"                                      \
    }
#define NOTICES                                                                                    \
    {                                                                                              \
        .name = "notice", .type = MEMBER_INT, .help = "提示"                                     \
    }

static const struct member run_members[] = {
    { .name = "id", .type = MEMBER_INT, .help = "第几次巡检" },
    { .name = "started", .type = MEMBER_TIME, .help = "开始" },
    { .name = "finished", .type = MEMBER_TIME, .help = "结束", .flags = NULLABLE },
    { .name = "running", .type = MEMBER_FLAG, .help = "正在巡检" },
    { 0 },
};
static const struct member site_members[] = {
    { .name = "total", .type = MEMBER_INT, .help = "网站总数" }, STANDINGS, NOT_JUDGED, { 0 }
};
static const struct member account_members[] = {
    { .name = "total", .type = MEMBER_INT, .help = "账号总数" }, STANDINGS, NOT_JUDGED, { 0 }
};
static const struct member finding_members[] = {
    GRADES, NOTICES, { .name = "unreviewed", .type = MEMBER_INT, .help = "未复核" }, { 0 }
};
static const struct member region_members[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "行政区划代码" },
    { .name = "name", .type = MEMBER_TEXT, .help = "地名；不知道时为代码" },
    STANDINGS,
    NOT_JUDGED,
    { 0 },
};
static const struct member type_members[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "网站类型" }, STANDINGS, NOT_JUDGED, { 0 }
};
static const struct member check_members[] = {
    { .name = "id", .type = MEMBER_TEXT, .help = "检查项" },
    { .name = "title", .type = MEMBER_TEXT, .help = "名称" },
    GRADES,
    NOTICES,
    { .name = "sites", .type = MEMBER_INT, .help = "涉及网站和账号" },
    { 0 },
};
static const struct member worst_members[] = {
    { .name = "code", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "name", .type = MEMBER_TEXT, .help = "网站名称" },
    GRADES,
    { 0 },
};
static const struct member trend_members[] = {
    { .name = "run", .type = MEMBER_INT, .help = "第几次巡检" },
    { .name = "day", .type = MEMBER_DAY, .help = "日期" },
    STANDINGS,
    { 0 },
};
static const struct member order_members[] = {
    { .name = "open", .type = MEMBER_INT, .help = "尚未办结" },
    { .name = "overdue", .type = MEMBER_INT, .help = "逾期未回复" },
    { .name = "replied", .type = MEMBER_INT, .help = "等待审核" },
    { 0 },
};

static const struct member reply[] = {
    { .name = "as_of", .type = MEMBER_TIME, .help = "数据的时间", .flags = NULLABLE },
    { .name = "run",
      .type = MEMBER_OBJECT,
      .help = "最近一次巡检",
      .flags = NULLABLE,
      .of = run_members },
    { .name = "sites", .type = MEMBER_OBJECT, .help = "网站", .of = site_members },
    { .name = "accounts", .type = MEMBER_OBJECT, .help = "新媒体账号", .of = account_members },
    { .name = "pass_rate",
      .type = MEMBER_REAL,
      .help = "合格率；null：还有网站没有判定",
      .flags = NULLABLE },
    { .name = "findings",
      .type = MEMBER_OBJECT,
      .help = "未排除、未合并、仍存在的问题，含新媒体账号的",
      .of = finding_members },
    { .name = "regions", .type = MEMBER_LIST, .help = "各地区", .of = region_members },
    { .name = "types", .type = MEMBER_LIST, .help = "各类型", .of = type_members },
    { .name = "checks", .type = MEMBER_LIST, .help = "有问题的检查项", .of = check_members },
    { .name = "worst", .type = MEMBER_LIST, .help = "问题最多的网站", .of = worst_members },
    { .name = "trend", .type = MEMBER_LIST, .help = "各次巡检，旧的在前", .of = trend_members },
    { .name = "orders", .type = MEMBER_OBJECT, .help = "整改", .of = order_members },
    { 0 },
};

static const struct member query[] = {
    SCOPE_UNIT_MEMBER,
    { 0 },
};

const struct endpoint endpoint_overview = {
    .summary = "总览",
    .query = query,
    .reply = reply,
    .run = run_overview,
};
