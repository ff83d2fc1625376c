#include "base/base.h"

#include "report/filing_sheet.h"

#include "base/clock.h"
#include "document/grid.h"

struct writing {
    struct grid *grid;
    const struct filing_kinds *kinds;
    int32_t today;
};

static enum rc add_row(void *ctx, const struct filing *f, struct err *err)
{
    const struct writing *w = ctx;
    struct grid *g = w->grid;

    if (grid_is_full(g, err))
        return RC_LIMIT;
    grid_count(g, f->id);
    grid_text(g, filing_kind_title(w->kinds, f->kind));
    grid_text(g, f->unit_name);
    grid_text(g, f->subject_name);
    grid_text(g, f->subject);
    grid_text(g, f->domain);
    grid_text(g, f->document);
    grid_text(g, f->text);
    grid_day(g, f->submitted);
    grid_day(g, f->deadline);
    grid_text(g, str_of(filing_state_title(f->state)));
    grid_text(g, filing_is_overdue(f, w->today) ? STR("是") : STR(""));
    grid_text(g, f->by);
    grid_end_row(g);
    return RC_OK;
}

static enum rc add_count(void *ctx, const struct filing_count *c, struct err *err)
{
    const struct writing *w = ctx;

    (void)err;
    grid_text(w->grid, filing_kind_title(w->kinds, c->kind));
    grid_count(w->grid, c->n[FILING_NONE]);
    for (enum filing_state state = FILING_WAITING; state < FILING_STATE_N; state++)
        grid_count(w->grid, c->n[state]);
    grid_count(w->grid, c->n_overdue);
    grid_end_row(w->grid);
    return RC_OK;
}

enum rc filing_sheet_write(struct store *s, const struct filing_kinds *kinds,
                           const struct filing_query *q, int32_t today, const char *path,
                           int64_t *n, struct err *err)
{
    static const struct grid_column rows[] = {
        { "编号", 8 },      { "种类", 22 },     { "单位", 30 },     { "网站（账号）", 30 },
        { "标识码", 16 },   { "域名", 26 },     { "文件字号", 28 }, { "内容", 60 },
        { "报送日期", 12 }, { "办结期限", 12 }, { "状态", 10 },     { "逾期", 8 },
        { "报送人", 14 },
    };
    static const struct grid_column counts[] = {
        { "种类", 22 },   { "合计", 8 },    { "待受理", 10 },   { "已受理", 10 },
        { "已退回", 10 }, { "已办结", 10 }, { "其中逾期", 10 },
    };
    AUTO(grid_done) struct grid g = { 0 };
    struct writing w = { .grid = &g, .kinds = kinds, .today = today };
    enum rc rc = grid_open(&g, path, err);

    if (rc)
        return rc;
    grid_begin_sheet(&g, "报备和申请", rows, COUNT_OF(rows));
    rc = store_filings(s, q, add_row, &w, n, err);
    grid_end_sheet(&g);
    if (rc)
        return rc;
    grid_begin_sheet(&g, "统计", counts, COUNT_OF(counts));
    rc = store_filing_counts(s, q, today, add_count, &w, err);
    grid_end_sheet(&g);
    return rc ? rc : grid_commit(&g, err);
}
