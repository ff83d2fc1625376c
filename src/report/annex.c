#include "base/base.h"

#include "report/annex.h"

#include "base/buf.h"
#include "report/out_file.h"
#include "report/xml_char.h"

#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

struct annex {
    struct out_file file;
    struct numbers *numbers;
    struct arena a;
    lxw_workbook *workbook;
    lxw_format *head, *percent, *link;
    lxw_worksheet *sheet; /* the open one; NULL when it could not be made */
    bool is_failed;       /* some sheet could not */
    int n_lists;          /* sheets of findings */
    int64_t n_findings;   /* in all of them */
    lxw_row_t row;        /* where the next one goes */
    lxw_col_t column;     /* where the next cell goes */
    uint16_t n_columns;
    size_t n_links; /* in the sheet */
    struct buf text;
};

struct column {
    const char *title;
    double width; /* characters */
};

/* ---- cells ----------------------------------------------------------------------------------- */

/* The cell's text, ended by NUL; valid until the next one. */
static const char *clean(struct annex *b, struct str text)
{
    buf_reset(&b->text);
    text = str_head_chars(text, ANNEX_CELL_CHARS_MAX);
    while (text.n) {
        uint32_t cp;

        text = str_skip(text, str_rune(text, &cp));
        buf_add_rune(&b->text, xml_char(cp));
    }
    buf_add_char(&b->text, 0);
    return b->text.p;
}

static void put_text(struct annex *b, struct str text)
{
    if (text.n)
        (void)worksheet_write_string(b->sheet, b->row, b->column, clean(b, text), NULL);
    b->column++;
}

static void put_count(struct annex *b, int64_t count)
{
    (void)worksheet_write_number(b->sheet, b->row, b->column++, (double)count, NULL);
}

static void put_number(struct annex *b, struct number number)
{
    if (number.is_set)
        put_count(b, number.value);
    else
        b->column++;
}

/* Excel allows no more links in a sheet, and none that is too long: then there is only the text. */
static void put_target(struct annex *b, const char *target, struct str text)
{
    const char *shown = clean(b, text);

    if (b->n_links < ANNEX_LINKS_MAX &&
        worksheet_write_url_opt(b->sheet, b->row, b->column, target ? target : shown, b->link,
                                shown, NULL) == LXW_NO_ERROR) {
        b->n_links++;
        b->column++;
        return;
    }
    put_text(b, text);
}

/* Of what pages name only web addresses become links: "internal:" and "external:" mean places of
 * this machine. */
static void put_link(struct annex *b, struct str url)
{
    if (str_starts_nocase(url, STR("http://")) || str_starts_nocase(url, STR("https://")))
        put_target(b, NULL, url);
    else
        put_text(b, url);
}

/* path: the archive's file, which is ours; empty: nobody knows where it lies. */
static void put_proof(struct annex *b, struct str evidence, struct str path)
{
    arena_reset(&b->a);
    if (path.n) /* not "external:", which makes backslashes */
        put_target(
            b, arena_printf(&b->a, "%s%.*s", path.p[0] == '/' ? "file://" : "", STR_ARG(path)).p,
            evidence);
    else
        put_text(b, evidence);
}

static void end_row(struct annex *b)
{
    b->row++;
    b->column = 0;
}

static struct number_place place(struct annex *b)
{
    char cell[LXW_MAX_CELL_NAME_LENGTH];

    lxw_rowcol_to_cell(cell, b->row, b->column);
    arena_reset(&b->a);
    return (struct number_place){ "xlsx", arena_printf(&b->a, "%s!%s", b->sheet->name, cell) };
}

/* The rows of a list. */
static void put_rows(struct annex *b, int64_t n, const struct selection *of)
{
    const struct number_place at = { "xlsx", str_of(b->sheet->name) };

    numbers_rows(b->numbers, &at, n, of);
}

/* ---- sheets ---------------------------------------------------------------------------------- */

static void begin_sheet(struct annex *b, const char *name, const struct column *columns, size_t n)
{
    b->sheet = workbook_add_worksheet(b->workbook, name);
    b->row = 0;
    b->column = 0;
    b->n_columns = (uint16_t)n;
    b->n_links = 0;
    if (!b->sheet) {
        b->is_failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const lxw_col_t at = (lxw_col_t)i;

        (void)worksheet_set_column(b->sheet, at, at, columns[i].width, NULL);
        (void)worksheet_write_string(b->sheet, 0, at, columns[i].title, b->head);
    }
    worksheet_freeze_panes(b->sheet, 1, 0);
    end_row(b);
}

static void end_sheet(struct annex *b)
{
    const lxw_row_t last = b->row > 1 ? b->row - 1 : 1;

    if (b->sheet)
        (void)worksheet_autofilter(b->sheet, 0, 0, last, (lxw_col_t)(b->n_columns - 1));
}

/* A number of a figure: the value as it is, and what it counts. */
static void put_counted(struct annex *b, int64_t value, const struct selection *of)
{
    const struct number_place at = place(b);

    numbers_count(b->numbers, &at, (struct str){ 0 }, value, of);
    put_count(b, value);
}

/* Empty where there is nothing to divide by, a word where it cannot be said yet. */
static void put_shared(struct annex *b, const struct number_share *share)
{
    const struct number_place at = place(b);

    if (share->whole || share->open)
        numbers_share(b->numbers, &at, (struct str){ 0 }, share);
    if (share->open) {
        put_text(b, STR("待定"));
        return;
    }
    if (share->whole)
        (void)worksheet_write_number(b->sheet, b->row, b->column,
                                     (double)share->part / (double)share->whole, b->percent);
    b->column++;
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
    put_text(b, str_of(of));
    put_text(b, name);
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
    end_row(b);
}

enum { PASSED_COLUMN = 5, UNDECIDED_COLUMN = 7, LAST_COLUMN = 8, FAILURE_COLUMNS = 6 };

/* What became of each row's sites, as a bar of the whole width beside the table. */
static void add_chart(struct annex *b, const char *sheet, lxw_row_t first, lxw_row_t last)
{
    enum { ROW_PIXELS = 24, AROUND_PIXELS = 140 };
    static const lxw_color_t colours[] = { 0x4E9A5B, 0xC0392B, 0xB0B0B0 };
    lxw_chart *chart = workbook_add_chart(b->workbook, LXW_CHART_BAR_STACKED_PERCENT);
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
    (void)worksheet_insert_chart_opt(b->sheet, 0, LAST_COLUMN + 2, chart, &size);
}

static void add_overview(struct annex *b, const char *sheet, const struct notice_part *part,
                         enum select_of of)
{
    struct selection row = { .of = of, .is_running = true };

    static const struct column columns[] = {
        { "分类", 8 },      { "名称", 28 },       { "运行数", 10 },
        { "检查数", 10 },   { "检查比例", 10 },   { "合格数", 10 },
        { "不合格数", 10 }, { "未能判定数", 12 }, { "合格率", 10 },
    };
    lxw_row_t first;

    begin_sheet(b, sheet, columns, COUNT_OF(columns));
    if (!b->sheet)
        return;
    add_count(b, "合计", STR("合计"), &part->all, &row);
    for (size_t i = 0; i < part->n_types; i++) {
        row.type = &part->types[i].code;
        add_count(b, "类型", part->types[i].name, &part->types[i], &row);
    }
    row.type = NULL;
    first = b->row;
    for (size_t i = 0; i < part->n_regions; i++) {
        row.region = &part->regions[i].code;
        add_count(b, "地区", part->regions[i].name, &part->regions[i], &row);
    }
    if (part->n_regions)
        add_chart(b, sheet, first, b->row - 1);
    end_sheet(b);
}

/* Six columns, whatever they are called. */
static void add_failures(struct annex *b, const char *sheet, const struct column *columns,
                         const struct notice_part *part, enum select_of of)
{
    const struct selection failed = { .of = of, .is_running = true, .verdicts = SELECT_FAILED };

    begin_sheet(b, sheet, columns, FAILURE_COLUMNS);
    if (!b->sheet)
        return;
    for (size_t i = 0; i < part->n_failures; i++) {
        const struct notice_failure *f = &part->failures[i];

        put_text(b, f->region);
        put_text(b, f->name);
        put_link(b, f->home);
        put_text(b, f->code);
        put_text(b, f->result);
        put_text(b, f->problems);
        end_row(b);
    }
    put_rows(b, (int64_t)part->n_failures, &failed);
    end_sheet(b);
}

static void add_problems(struct annex *b, const struct notice *n)
{
    static const struct column columns[] = {
        { "检查项", 28 }, { "检查项标识", 22 }, { "涉及网站（账号）数", 18 }, { "问题数", 12 }
    };

    begin_sheet(b, "问题汇总", columns, COUNT_OF(columns));
    if (!b->sheet)
        return;
    for (size_t i = 0; i < n->n_problems; i++) {
        const struct selection findings = {
            .of = SELECT_FINDINGS,
            .is_problem = true,
            .check = n->problems[i].check,
            .reviews = n->with_unreviewed ? NULL : "confirmed",
        };
        struct selection sites = findings;

        sites.of = str_starts(sites.check, STR("account-")) ? SELECT_ACCOUNTS : SELECT_SITES;
        sites.has_problem = true;
        put_text(b, n->problems[i].title);
        put_text(b, n->problems[i].check);
        put_counted(b, (int64_t)n->problems[i].n_names, &sites);
        put_counted(b, n->problems[i].n_findings, &findings);
        end_row(b);
    }
    end_sheet(b);
}

static void begin_list(struct annex *b)
{
    static const struct column columns[] = {
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
    begin_sheet(b, name, columns, COUNT_OF(columns));
}

/* ---- the book -------------------------------------------------------------------------------- */

static void add_tables(struct annex *b, const struct notice *n)
{
    static const struct column sites[FAILURE_COLUMNS] = {
        { "地区", 14 },       { "网站名称", 30 }, { "首页网址", 40 },
        { "网站标识码", 14 }, { "检查结果", 12 }, { "存在的严重问题", 60 }
    };
    static const struct column accounts[FAILURE_COLUMNS] = {
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

static void add_formats(struct annex *b)
{
    b->head = workbook_add_format(b->workbook);
    b->percent = workbook_add_format(b->workbook);
    b->link = workbook_add_format(b->workbook);
    format_set_bold(b->head);
    format_set_bg_color(b->head, 0xDDEBF7);
    format_set_border(b->head, LXW_BORDER_THIN);
    format_set_num_format(b->percent, "0.00%");
    format_set_font_color(b->link, LXW_COLOR_BLUE);
    format_set_underline(b->link, LXW_UNDERLINE_SINGLE);
}

enum rc annex_open(const char *path, const struct notice *n, struct numbers *numbers,
                   struct annex **out, struct err *err)
{
    AUTO(annex_closep) struct annex *b = calloc(1, sizeof(*b));
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    enum rc rc;

    if (!b)
        abort();
    rc = out_file_open_path(&b->file, path, err);
    if (rc)
        return rc;
    b->workbook = workbook_new_opt(b->file.part, &options);
    if (!b->workbook)
        return err_set(err, RC_IO, "%s：无法写入", path);
    b->numbers = numbers;
    add_formats(b);
    add_tables(b, n);
    begin_list(b);
    *out = b;
    b = NULL;
    return RC_OK;
}

void annex_add(struct annex *b, const struct notice_finding *f)
{
    if (b->sheet && b->row > ANNEX_ROWS_MAX) {
        end_sheet(b);
        begin_list(b);
    }
    if (!b->sheet)
        return;
    b->n_findings++;
    put_text(b, f->region);
    put_text(b, f->name);
    put_text(b, f->code);
    put_text(b, f->title);
    put_text(b, f->check);
    put_text(b, str_of(grade_title(f->grade)));
    put_link(b, f->url);
    put_text(b, f->where);
    put_text(b, f->excerpt);
    put_number(b, f->measured);
    put_number(b, f->limit);
    put_text(b, f->suggest);
    put_text(b, f->seen);
    put_text(b, f->review);
    put_proof(b, f->evidence, f->proof);
    end_row(b);
}

enum rc annex_commit(struct annex *b, struct err *err)
{
    const struct number_place at = { "xlsx", STR("问题清单") };
    lxw_error failed;

    numbers_rows(b->numbers, &at, b->n_findings, &(struct selection){ .of = SELECT_FINDINGS });
    end_sheet(b);
    failed = workbook_close(b->workbook);
    b->workbook = NULL;
    if (failed != LXW_NO_ERROR || b->is_failed)
        return err_set(err, RC_IO, "%s：无法写入", b->file.path);
    return out_file_commit(&b->file, err);
}

void annex_closep(struct annex **b)
{
    if (!*b)
        return;
    if ((*b)->workbook)
        (void)workbook_close((*b)->workbook);
    out_file_done(&(*b)->file);
    buf_done(&(*b)->text);
    arena_done(&(*b)->a);
    free(*b);
    *b = NULL;
}
