#include "base/base.h"

#include "notice/annex.h"

#include "document/grid.h"

#include <stdio.h>
#include <stdlib.h>

struct annex {
    struct grid grid;
    struct numbers *numbers;
    struct arena a;      /* of one number */
    int n_lists;         /* sheets of findings */
    int64_t n_findings;  /* in all of them */
    const char *reviews; /* of them: see selection; NULL: any */
};

/* ---- numbers ------------------------------------------------------------------------------- */

static struct number_place place(struct annex *b)
{
    char cell[LXW_MAX_CELL_NAME_LENGTH];

    lxw_rowcol_to_cell(cell, b->grid.row, b->grid.column);
    arena_reset(&b->a);
    return (struct number_place){ "xlsx", arena_printf(&b->a, "%s!%s", b->grid.sheet->name, cell) };
}

/* The rows of a list. */
static void put_rows(struct annex *b, int64_t n, const struct selection *of)
{
    const struct number_place at = { "xlsx", str_of(b->grid.sheet->name) };

    numbers_rows(b->numbers, &at, n, of);
}

/* ---- sheets ---------------------------------------------------------------------------------- */

/* A number of a figure: the value as it is, and what it counts. */
static void put_counted(struct annex *b, int64_t value, const struct selection *of)
{
    const struct number_place at = place(b);

    numbers_count(b->numbers, &at, (struct str){ 0 }, value, of);
    grid_count(&b->grid, value);
}

/* Empty where there is nothing to divide by, a word where it cannot be said yet. */
static void put_shared(struct annex *b, const struct number_share *share)
{
    const struct number_place at = place(b);

    if (share->whole || share->open)
        numbers_share(b->numbers, &at, (struct str){ 0 }, share);
    if (share->open)
        grid_text(&b->grid, STR("待定"));
    else
        grid_share(&b->grid, share->part, share->whole);
}

/* Counts and shares of the sites or accounts that `row` selects. */
static void add_count(struct annex *b, const char *of, struct str name,
                      const struct notice_count *c, const struct selection *row)
{
    static const char *const verdicts[] = { SELECT_LOOKED, SELECT_PASSED, SELECT_FAILED,
                                            SELECT_UNDECIDED, SELECT_JUDGED };
    const int64_t looked = c->checked + c->undecided;
    struct selection s[COUNT_OF(verdicts)];

    for (size_t i = 0; i < COUNT_OF(verdicts); i++) {
        s[i] = *row;
        s[i].verdicts = verdicts[i];
    }
    grid_text(&b->grid, str_of(of));
    grid_text(&b->grid, name);
    put_counted(b, c->running, row);
    put_counted(b, looked, &s[0]);
    put_shared(b,
               &(struct number_share){
                   .part = looked, .whole = c->running, .of = s[0], .to = *row, .decimals = -1 });
    put_counted(b, c->checked - c->bad, &s[1]);
    put_counted(b, c->bad, &s[2]);
    put_counted(b, c->undecided, &s[3]);
    put_shared(b, &(struct number_share){ .part = c->checked - c->bad,
                                          .whole = c->checked,
                                          .open = c->undecided,
                                          .of = s[1],
                                          .to = s[4],
                                          .undecided = s[3],
                                          .is_open_to = true,
                                          .decimals = -1 });
    grid_end_row(&b->grid);
}

enum { PASSED_COLUMN = 5, UNDECIDED_COLUMN = 7, LAST_COLUMN = 8, FAILURE_COLUMNS = 6 };

/* What became of each row's sites, as a bar of the whole width beside the table. */
static void add_chart(struct annex *b, const char *sheet, lxw_row_t first, lxw_row_t last)
{
    enum { ROW_PIXELS = 24, AROUND_PIXELS = 140 };
    static const lxw_color_t colours[] = { 0x4E9A5B, 0xC0392B, 0xB0B0B0 };
    lxw_chart *chart = workbook_add_chart(b->grid.workbook, LXW_CHART_BAR_STACKED_PERCENT);
    lxw_chart_options size = {
        .x_scale = 1.0, .y_scale = (double)((last - first + 1) * ROW_PIXELS + AROUND_PIXELS) / 288
    };

    if (!chart)
        return;
    for (lxw_col_t i = PASSED_COLUMN; i <= UNDECIDED_COLUMN; i++) {
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        lxw_chart_fill fill = { .color = colours[i - PASSED_COLUMN] };

        if (!series)
            return;
        chart_series_set_categories(series, sheet, first, 1, last, 1);
        chart_series_set_values(series, sheet, first, i, last, i);
        chart_series_set_name_range(series, sheet, 0, i);
        chart_series_set_fill(series, &fill);
    }
    chart_title_set_name(chart, "各地区（部门）检查结果");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_axis_set_reverse(chart->y_axis); /* the first region on top */
    (void)worksheet_insert_chart_opt(b->grid.sheet, 0, LAST_COLUMN + 2, chart, &size);
}

static void add_overview(struct annex *b, const char *sheet, const struct notice_part *part,
                         enum select_of of)
{
    struct selection row = { .of = of, .is_running = true };

    static const struct grid_column columns[] = {
        { "分类", 8 },      { "名称", 28 },       { "运行数", 10 },
        { "检查数", 10 },   { "检查比例", 10 },   { "合格数", 10 },
        { "不合格数", 10 }, { "未能判定数", 12 }, { "合格率", 10 },
    };
    lxw_row_t first;

    grid_begin_sheet(&b->grid, sheet, columns, COUNT_OF(columns));
    if (!b->grid.sheet)
        return;
    add_count(b, "合计", STR("合计"), &part->all, &row);
    for (size_t i = 0; i < part->n_types; i++) {
        row.type = &part->types[i].code;
        add_count(b, "类型", part->types[i].name, &part->types[i], &row);
    }
    row.type = NULL;
    first = b->grid.row;
    for (size_t i = 0; i < part->n_regions; i++) {
        row.region = &part->regions[i].code;
        add_count(b, "地区", part->regions[i].name, &part->regions[i], &row);
    }
    if (part->n_regions)
        add_chart(b, sheet, first, b->grid.row - 1);
    grid_end_sheet(&b->grid);
}

/* Six columns, whatever they are called. */
static void add_failures(struct annex *b, const char *sheet, const struct grid_column *columns,
                         const struct notice_part *part, enum select_of of)
{
    const struct selection failed = { .of = of, .is_running = true, .verdicts = SELECT_FAILED };

    grid_begin_sheet(&b->grid, sheet, columns, FAILURE_COLUMNS);
    if (!b->grid.sheet)
        return;
    for (size_t i = 0; i < part->n_failures; i++) {
        const struct notice_failure *f = &part->failures[i];

        grid_text(&b->grid, f->region);
        grid_text(&b->grid, f->name);
        grid_link(&b->grid, f->home);
        grid_text(&b->grid, f->code);
        grid_text(&b->grid, f->result);
        grid_text(&b->grid, f->problems);
        grid_end_row(&b->grid);
    }
    put_rows(b, (int64_t)part->n_failures, &failed);
    grid_end_sheet(&b->grid);
}

static void add_problems(struct annex *b, const struct notice *n)
{
    static const struct grid_column columns[] = { { "检查项", 28 },
                                                  { "检查项标识", 22 },
                                                  { "对象", 12 },
                                                  { "涉及网站（账号）数", 18 },
                                                  { "问题数", 12 } };

    grid_begin_sheet(&b->grid, "问题汇总", columns, COUNT_OF(columns));
    if (!b->grid.sheet)
        return;
    for (size_t i = 0; i < n->n_problems; i++) {
        const struct selection findings = {
            .of = SELECT_FINDINGS,
            .is_problem = true,
            .check = n->problems[i].check,
            .reviews = b->reviews,
            .subject = n->problems[i].of_accounts ? "accounts" : "sites",
        };
        struct selection sites = findings;

        sites.of = n->problems[i].of_accounts ? SELECT_ACCOUNTS : SELECT_SITES;
        sites.subject = NULL;
        sites.has_problem = true;
        grid_text(&b->grid, n->problems[i].title);
        grid_text(&b->grid, n->problems[i].check);
        grid_text(&b->grid, n->problems[i].of_accounts ? STR("政务新媒体") : STR("政府网站"));
        put_counted(b, (int64_t)n->problems[i].n_names, &sites);
        put_counted(b, n->problems[i].n_findings, &findings);
        grid_end_row(&b->grid);
    }
    grid_end_sheet(&b->grid);
}

static void begin_list(struct annex *b)
{
    static const struct grid_column columns[] = {
        { "地区", 14 },       { "网站（账号）名称", 26 },
        { "标识码", 14 },     { "问题", 20 },
        { "检查项标识", 18 }, { "程度", 10 },
        { "网址", 50 },       { "位置", 20 },
        { "摘录", 50 },       { "测得", 10 },
        { "限值", 10 },       { "建议", 40 },
        { "检查时间", 18 },   { "复核", 10 },
        { "证据", 28 },
    };
    char name[32];

    b->n_lists++;
    (void)snprintf(name, sizeof(name), b->n_lists == 1 ? "问题清单" : "问题清单%d", b->n_lists);
    grid_begin_sheet(&b->grid, name, columns, COUNT_OF(columns));
}

/* ---- the book -------------------------------------------------------------------------------- */

static void add_tables(struct annex *b, const struct notice *n)
{
    static const struct grid_column sites[FAILURE_COLUMNS] = {
        { "地区", 14 },       { "网站名称", 30 }, { "首页网址", 40 },
        { "网站标识码", 14 }, { "检查结果", 12 }, { "存在的严重问题", 60 }
    };
    static const struct grid_column accounts[FAILURE_COLUMNS] = {
        { "地区", 14 },     { "账号名称", 30 }, { "开设主体", 30 },
        { "账号类型", 18 }, { "检查结果", 12 }, { "存在的严重问题", 60 }
    };
    const bool has_accounts = n->accounts.all.running > 0;

    add_overview(b, "网站总体情况", &n->sites, SELECT_SITES);
    if (has_accounts)
        add_overview(b, "新媒体总体情况", &n->accounts, SELECT_ACCOUNTS);
    add_failures(b, "不合格网站", sites, &n->sites, SELECT_SITES);
    if (has_accounts)
        add_failures(b, "不合格新媒体", accounts, &n->accounts, SELECT_ACCOUNTS);
    add_problems(b, n);
}

enum rc annex_open(const char *path, const struct notice *n, struct numbers *numbers,
                   struct annex **out, struct err *err)
{
    AUTO(annex_closep) struct annex *b = calloc(1, sizeof(*b));
    enum rc rc;

    if (!b)
        abort();
    rc = grid_open(&b->grid, path, err);
    if (rc)
        return rc;
    b->numbers = numbers;
    b->reviews = n->with_unreviewed ? NULL : "confirmed";
    add_tables(b, n);
    begin_list(b);
    *out = b;
    b = NULL;
    return RC_OK;
}

void annex_add(struct annex *b, const struct notice_finding *f)
{
    if (b->grid.sheet && b->grid.row > ANNEX_ROWS_MAX) {
        grid_end_sheet(&b->grid);
        begin_list(b);
    }
    if (!b->grid.sheet)
        return;
    b->n_findings++;
    grid_text(&b->grid, f->region);
    grid_text(&b->grid, f->name);
    grid_text(&b->grid, f->code);
    grid_text(&b->grid, f->title);
    grid_text(&b->grid, f->check);
    grid_text(&b->grid, str_of(grade_title(f->grade)));
    grid_link(&b->grid, f->url);
    grid_text(&b->grid, f->where);
    grid_text(&b->grid, f->excerpt);
    grid_number(&b->grid, f->measured);
    grid_number(&b->grid, f->limit);
    grid_text(&b->grid, f->suggest);
    grid_text(&b->grid, f->seen);
    grid_text(&b->grid, f->review);
    grid_file_link(&b->grid, f->evidence, f->proof);
    grid_end_row(&b->grid);
}

enum rc annex_commit(struct annex *b, struct err *err)
{
    const struct number_place at = { "xlsx", STR("问题清单") };

    numbers_rows(b->numbers, &at, b->n_findings,
                 &(struct selection){ .of = SELECT_FINDINGS, .reviews = b->reviews });
    grid_end_sheet(&b->grid);
    return grid_commit(&b->grid, err);
}

void annex_closep(struct annex **b)
{
    if (!*b)
        return;
    grid_done(&(*b)->grid);
    arena_done(&(*b)->a);
    free(*b);
    *b = NULL;
}
