#include "base/base.h"

#include "report/order_sheet.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "check/check.h"
#include "document/grid.h"
#include "model/reason.h"
#include "office/order_finding.h"

/* An order while its rows are written. */
struct writing {
    struct grid *grid;
    const struct order *order;
    int32_t seen, answered; /* days; DAY_NONE */
    struct buf documents;   /* their numbers, ；between */
    struct buf changes;     /* 延期, 撤回, with their reasons; likewise */
};

static void writing_done(struct writing *w)
{
    buf_done(&w->documents);
    buf_done(&w->changes);
}

static void note_change(struct writing *w, const struct order_event *e)
{
    char day[DAY_TEXT_BYTES];

    buf_add(&w->changes, w->changes.n ? STR("；") : STR(""));
    if (e->kind == EVENT_PROLONG)
        buf_addf(&w->changes, "延期至 %s", day_text(e->day, day));
    else
        buf_add(&w->changes, STR("撤回"));
    buf_addf(&w->changes, "：%.*s", STR_ARG(e->text));
}

static enum rc take_event(void *ctx, const struct order_event *e, struct err *err)
{
    struct writing *w = ctx;

    (void)err;
    if (e->kind == EVENT_SEEN && w->seen == DAY_NONE)
        w->seen = day_of_time(e->at);
    if (e->kind == EVENT_REPLY || e->kind == EVENT_EXPLAIN || e->kind == EVENT_APPEAL)
        w->answered = day_of_time(e->at);
    if (e->kind == EVENT_PROLONG || e->kind == EVENT_WITHDRAW)
        note_change(w, e);
    if (e->document.n) {
        buf_add(&w->documents, w->documents.n ? STR("；") : STR(""));
        buf_add(&w->documents, e->document);
    }
    return RC_OK;
}

/* "http-404", "dns" for people; a word of another check stands as it is. */
static void put_reason(struct grid *g, struct str word)
{
    char text[REASON_TEXT_BYTES + 16];

    if (str_starts(word, STR("http-"))) {
        const struct str status = str_skip(word, STR("http-").n);

        (void)snprintf(text, sizeof(text), "HTTP 状态 %.*s", STR_ARG(str_sub(status, 0, 3)));
        grid_text(g, str_of(text));
        return;
    }
    for (int i = REASON_NONE + 1; i < REASON_N; i++)
        if (i != REASON_HTTP && str_eq(word, str_of(reason_text((enum reason)i, 0, text)))) {
            grid_text(g, str_of(reason_title((enum reason)i)));
            return;
        }
    grid_text(g, word);
}

/* What is wrong there, and where a link leads that is. */
static void put_remedy(struct grid *g, const struct order_finding *f)
{
    AUTO(json_freep) struct json *detail = NULL;

    if (json_parse(f->detail_json, &detail, NULL))
        detail = json_new_object();
    grid_text(g, f->suggest);
    grid_text(g, json_get_str(detail, "target"));
    put_reason(g, json_get_str(detail, "reason"));
}

static void put_claim(struct grid *g, const struct order_finding *f)
{
    AUTO(buf_done) struct buf text = { 0 };

    buf_addf(&text, "%s%s%.*s", order_claim_title(f->claim), f->claim_text.n ? "：" : "",
             STR_ARG(f->claim_text));
    grid_text(g, buf_str(&text));
}

static enum rc add_row(void *ctx, const struct order_finding *f, struct err *err)
{
    struct writing *w = ctx;
    struct grid *g = w->grid;
    const struct order *o = w->order;
    const struct check *check = check_find(f->check);

    if (grid_is_full(g, err))
        return RC_LIMIT;
    grid_count(g, o->id);
    grid_text(g, o->unit_name);
    grid_text(g, f->site_name);
    grid_text(g, f->site);
    grid_text(g, check ? str_of(check->title) : f->check);
    grid_text(g, f->excerpt);
    grid_link(g, f->url);
    put_remedy(g, f);
    grid_text(g, o->demand);
    grid_day(g, day_of_time(o->created));
    grid_day(g, o->deadline);
    grid_text(g, str_of(order_state_title(o->state)));
    grid_day(g, w->seen);
    grid_day(g, w->answered);
    grid_text(g, str_of(order_outcome_title(f->outcome)));
    grid_text(g, buf_str(&w->documents));
    grid_text(g, buf_str(&w->changes));
    put_claim(g, f);
    grid_end_row(g);
    return RC_OK;
}

static enum rc add_order(struct store *s, struct writing *w, int64_t id, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct order order;
    enum rc rc = store_order_get(s, 0, id, &a, &order, err);

    w->order = &order;
    w->seen = w->answered = DAY_NONE;
    buf_reset(&w->documents);
    buf_reset(&w->changes);
    if (!rc)
        rc = store_order_each_event(s, id, take_event, w, err);
    return rc ? rc : store_order_each_finding(s, id, add_row, w, err);
}

static enum rc take_id(void *ctx, const struct order *o, struct err *err)
{
    (void)err;
    buf_add(ctx, str_from((const char *)&o->id, sizeof(o->id)));
    return RC_OK;
}

static enum rc add_orders(struct store *s, const struct order_query *q, struct writing *w,
                          struct err *err)
{
    AUTO(buf_done) struct buf ids = { 0 };
    struct order_query all = *q;
    int64_t n;
    enum rc rc;

    all.skip = 0;
    all.n_max = INT64_MAX;
    rc = store_orders(s, &all, take_id, &ids, &n, err);

    const int64_t *list = (const int64_t *)(const void *)ids.p;

    for (size_t i = 0; !rc && i < ids.n / sizeof(*list); i++)
        rc = add_order(s, w, list[i], err);
    return rc;
}

enum rc order_sheet_write(struct store *s, const struct order_query *q, const char *path,
                          int64_t *n, struct err *err)
{
    static const struct grid_column columns[] = {
        { "编号", 8 },      { "整改单位", 30 }, { "网站（账号）", 30 }, { "标识码", 16 },
        { "问题", 20 },     { "摘录", 40 },     { "页面", 40 },         { "建议", 40 },
        { "目标", 40 },     { "原因", 20 },     { "要求", 40 },         { "下达日期", 12 },
        { "期限", 12 },     { "状态", 10 },     { "签收日期", 12 },     { "回复日期", 12 },
        { "复查结果", 12 }, { "文件字号", 28 }, { "延期、撤回", 40 },   { "单位填报", 40 },
    };
    AUTO(grid_done) struct grid g = { 0 };
    AUTO(writing_done) struct writing w = { .grid = &g };
    enum rc rc = grid_open(&g, path, err);

    if (rc)
        return rc;
    grid_begin_sheet(&g, "整改台账", columns, COUNT_OF(columns));
    rc = add_orders(s, q, &w, err);
    grid_end_sheet(&g);
    *n = g.row - 1; /* below the head */
    return rc ? rc : grid_commit(&g, err);
}
