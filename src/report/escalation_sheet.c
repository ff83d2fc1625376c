#include "base/base.h"

#include "report/escalation_sheet.h"

#include "base/clock.h"
#include "document/grid.h"

static enum rc add_row(void *ctx, const struct escalation *e, struct err *err)
{
    struct grid *g = ctx;

    if (grid_is_full(g, err))
        return RC_LIMIT;
    grid_day(g, day_of_time(e->at));
    grid_text(g, e->unit_name);
    grid_text(g, e->kind);
    grid_text(g, e->document);
    grid_count(g, e->order);
    grid_text(g, e->text);
    grid_text(g, e->by);
    grid_end_row(g);
    return RC_OK;
}

enum rc escalation_sheet_write(struct store *s, const struct escalation_query *q, const char *path,
                               int64_t *n, struct err *err)
{
    static const struct grid_column columns[] = {
        { "日期", 12 },     { "单位", 30 }, { "措施", 12 }, { "文件字号", 28 },
        { "整改通知", 10 }, { "内容", 60 }, { "经办", 14 },
    };
    AUTO(grid_done) struct grid g = { 0 };
    enum rc rc = grid_open(&g, path, err);

    if (rc)
        return rc;
    grid_begin_sheet(&g, "督办台账", columns, COUNT_OF(columns));
    rc = store_escalations(s, q, add_row, &g, n, err);
    grid_end_sheet(&g);
    return rc ? rc : grid_commit(&g, err);
}
