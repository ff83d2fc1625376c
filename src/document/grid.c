#include "base/base.h"

#include "document/grid.h"

#include "base/clock.h"
#include "document/xml_char.h"

static void add_formats(struct grid *b)
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

enum rc grid_open(struct grid *b, const char *path, struct err *err)
{
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    const enum rc rc = out_file_open_path(&b->file, path, err);

    if (rc)
        return rc;
    b->workbook = workbook_new_opt(b->file.part, &options);
    if (!b->workbook)
        return err_set(err, RC_IO, "%s：无法写入", path);
    add_formats(b);
    return RC_OK;
}

enum rc grid_commit(struct grid *b, struct err *err)
{
    const lxw_error failed = workbook_close(b->workbook);

    b->workbook = NULL;
    if (failed != LXW_NO_ERROR || b->is_failed)
        return err_set(err, RC_IO, "%s：无法写入", b->file.path);
    return out_file_commit(&b->file, err);
}

void grid_done(struct grid *b)
{
    if (b->workbook)
        (void)workbook_close(b->workbook);
    out_file_done(&b->file);
    buf_done(&b->text);
    arena_done(&b->a);
    *b = (struct grid){ 0 };
}

/* ---- sheets ---------------------------------------------------------------------------------- */

void grid_begin_sheet(struct grid *b, const char *name, const struct grid_column *columns, size_t n)
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
    grid_end_row(b);
}

void grid_end_sheet(struct grid *b)
{
    const lxw_row_t last = b->row > 1 ? b->row - 1 : 1;

    if (b->sheet)
        (void)worksheet_autofilter(b->sheet, 0, 0, last, (lxw_col_t)(b->n_columns - 1));
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* The cell's text, ended by NUL; valid until the next one. */
static const char *clean(struct grid *b, struct str text)
{
    buf_reset(&b->text);
    text = str_head_chars(text, GRID_CELL_CHARS_MAX);
    while (text.n) {
        uint32_t cp;

        text = str_skip(text, str_rune(text, &cp));
        buf_add_rune(&b->text, xml_char(cp));
    }
    buf_add_char(&b->text, 0);
    return b->text.p;
}

void grid_text(struct grid *b, struct str text)
{
    if (b->sheet && text.n)
        (void)worksheet_write_string(b->sheet, b->row, b->column, clean(b, text), NULL);
    b->column++;
}

void grid_day(struct grid *b, int32_t day)
{
    char text[DAY_TEXT_BYTES];

    grid_text(b, str_of(day_text(day, text)));
}

void grid_count(struct grid *b, int64_t count)
{
    if (b->sheet)
        (void)worksheet_write_number(b->sheet, b->row, b->column, (double)count, NULL);
    b->column++;
}

void grid_share(struct grid *b, int64_t part, int64_t whole)
{
    if (b->sheet && whole)
        (void)worksheet_write_number(b->sheet, b->row, b->column, (double)part / (double)whole,
                                     b->percent);
    b->column++;
}

void grid_number(struct grid *b, struct number number)
{
    if (number.is_set)
        grid_count(b, number.value);
    else
        b->column++;
}

/* Excel allows no more links in a sheet, and none that is too long: then there is only the text. */
static void put_target(struct grid *b, const char *target, struct str text)
{
    const char *shown = clean(b, text);

    if (b->sheet && b->n_links < GRID_LINKS_MAX &&
        worksheet_write_url_opt(b->sheet, b->row, b->column, target ? target : shown, b->link,
                                shown, NULL) == LXW_NO_ERROR) {
        b->n_links++;
        b->column++;
        return;
    }
    grid_text(b, text);
}

/* Of what pages name only web addresses become links: "internal:" and "external:" mean places of
 * this machine. */
void grid_link(struct grid *b, struct str url)
{
    if (str_starts_nocase(url, STR("http://")) || str_starts_nocase(url, STR("https://")))
        put_target(b, NULL, url);
    else
        grid_text(b, url);
}

void grid_file_link(struct grid *b, struct str text, struct str path)
{
    arena_reset(&b->a);
    if (path.n) /* not "external:", which makes backslashes */
        put_target(
            b, arena_printf(&b->a, "%s%.*s", path.p[0] == '/' ? "file://" : "", STR_ARG(path)).p,
            text);
    else
        grid_text(b, text);
}

void grid_end_row(struct grid *b)
{
    b->row++;
    b->column = 0;
}

bool grid_is_full(const struct grid *b, struct err *err)
{
    return b->row > GRID_ROWS_MAX &&
           err_set(err, RC_LIMIT, "内容超过一张表的 %d 行，请缩小范围后再导出", GRID_ROWS_MAX);
}
