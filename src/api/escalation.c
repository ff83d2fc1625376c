/* The ledger of escalations: what was done about orders that were not carried out. */
#include "base/base.h"

#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "api/workbook.h"
#include "base/clock.h"
#include "office/escalation.h"
#include "report/escalation_sheet.h"
#include "web/call.h"

enum { DAY_S = 24 * 3600 };

#define KIND_WORDS ESCALATION_REMIND "|" ESCALATION_MEASURES

static int64_t day_of_query(const struct call *c, const char *name)
{
    const int64_t time = call_query_time(c, name);

    return time ? (int64_t)day_of_time(time) * DAY_S - CHINA_OFFSET_S : 0;
}

static enum rc read_query(struct call *c, struct escalation_query *q, struct err *err)
{
    const int64_t to = day_of_query(c, "to");

    *q = (struct escalation_query){ .kind = call_query(c, "kind"),
                                    .from = day_of_query(c, "from"),
                                    .to = to ? to + DAY_S : 0 };
    return scope_unit(c, &q->unit, err);
}

static enum rc add_item(void *ctx, const struct escalation *e, struct err *err)
{
    struct json *to = json_new_object();

    (void)err;
    json_put_int(to, "id", e->id);
    reply_put_time(to, "at", e->at);
    json_put_day(to, "day", day_of_time(e->at));
    json_put_int(to, "order", e->order);
    reply_put_unit(to, e->unit, e->unit_name);
    json_put_text(to, "kind", e->kind);
    json_put_text(to, "document", e->document);
    json_put_text(to, "text", e->text);
    json_put_text(to, "by", e->by);
    json_add(ctx, to);
    return RC_OK;
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct escalation_query q;
    struct json *items;
    int64_t n = 0;
    enum rc rc = read_query(c, &q, err);

    if (rc)
        return rc;
    q.by = (enum escalation_by)page.by;
    q.is_ascending = page.sort.n && !page.is_down;
    q.skip = page.skip;
    q.n_max = page.per_page;
    items = json_new_array();
    rc = store_escalations(c->store, &q, add_item, items, &n, err);
    if (rc)
        json_free(items);
    else
        call_reply_list(c, items, n, c->now);
    return rc;
}

static const struct member item[] = {
    { .name = "id", .type = MEMBER_INT, .help = "编号" },
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { .name = "day", .type = MEMBER_DAY, .help = "日期" },
    { .name = "order", .type = MEMBER_INT, .help = "整改通知" },
    { .name = "unit", .type = MEMBER_OBJECT, .help = "整改单位", .of = reply_unit_name },
    { .name = "kind", .type = MEMBER_WORD, .help = "措施", .words = KIND_WORDS },
    { .name = "document", .type = MEMBER_TEXT, .help = "文件字号" },
    { .name = "text", .type = MEMBER_TEXT, .help = "内容" },
    { .name = "by", .type = MEMBER_TEXT, .help = "经办" },
    { 0 },
};

static const struct member query[] = {
    SCOPE_UNIT_MEMBER,
    { .name = "kind", .type = MEMBER_WORD, .help = "措施", .words = KIND_WORDS },
    { .name = "from", .type = MEMBER_DAY, .help = "起始日期：从哪天起" },
    { .name = "to", .type = MEMBER_DAY, .help = "截止日期：到哪天为止，含当天" },
    { 0 },
};

const struct endpoint endpoint_escalation_list = {
    .summary = "督办台账：提醒、督办、通报、约谈、书面检查",
    .help = "不写 sort 时新的在前。",
    .query = query,
    .reply = item,
    .is_list = true,
    .sort = "at|-at|unit|-unit|kind|-kind|order|-order",
    .run = run_list,
};

static enum rc write_sheet(struct call *c, const char *path, struct err *err)
{
    struct escalation_query q;
    int64_t n;
    const enum rc rc = read_query(c, &q, err);

    return rc ? rc : escalation_sheet_write(c->store, &q, path, &n, err);
}

static enum rc run_sheet(struct call *c, struct err *err)
{
    return workbook_reply(c, "escalations.xlsx", write_sheet, err);
}

const struct endpoint endpoint_escalation_sheet = {
    .summary = "督办台账（.xlsx）",
    .query = query,
    .reply_type = WORKBOOK_TYPE,
    .lane = LANE_SLOW,
    .run = run_sheet,
};
