#include "base/base.h"

#include "attach/table_read.h"

#include "attach/xlsx_read.h"
#include "base/arena.h"
#include "base/buf.h"
#include "text/charset.h"
#include "text/csv.h"
#include "text/field.h"

struct reader {
    const struct table_form *form;
    table_row_fn each;
    void *ctx;
    struct arena memory;          /* of the reading */
    struct arena shreds;          /* of one row */
    size_t at[TABLE_COLUMNS_MAX]; /* where a column stands; STR_NONE: nowhere */
    bool has_header;
    size_t n_looked;    /* rows above the header */
    size_t n_best;      /* required columns in the row that looked most like a header */
    struct str missing; /* and what it lacked */
    size_t n_rows;
};

static void reader_done(struct reader *r)
{
    arena_done(&r->memory);
    arena_done(&r->shreds);
}

/* ---- the header ---- */

static bool names_column(struct str cell, const struct table_column *c)
{
    return str_eq_nocase(cell, str_of(c->name)) ||
           (c->other && str_eq_nocase(cell, str_of(c->other)));
}

static void find_columns(struct reader *r, const struct csv_row *row)
{
    for (size_t c = 0; c < r->form->n_columns; c++)
        r->at[c] = STR_NONE;
    for (size_t i = row->n; i-- > 0;) { /* of two with one name the first counts */
        struct str cell = field_word(row->cells[i], &r->shreds);

        while (str_ends(cell, STR("*"))) /* "to be filled in" */
            cell.n--;
        if (str_starts(cell, STR("*")))
            cell = str_skip(cell, 1);
        for (size_t c = 0; c < r->form->n_columns; c++)
            if (names_column(cell, &r->form->columns[c]))
                r->at[c] = i;
    }
}

/* The names of required columns that are nowhere, "、" between them. */
static struct str missing_columns(struct reader *r, size_t *n_found)
{
    AUTO(buf_done) struct buf names = { 0 };

    *n_found = 0;
    for (size_t c = 0; c < r->form->n_required; c++) {
        if (r->at[c] != STR_NONE) {
            ++*n_found;
            continue;
        }
        if (names.n)
            buf_add(&names, STR("、"));
        buf_add(&names, str_of(r->form->columns[c].name));
    }
    return arena_copy(&r->memory, buf_str(&names));
}

static enum rc no_header(const struct reader *r, struct err *err)
{
    if (r->n_looked == 0)
        return err_set(err, RC_SYNTAX, "文件是空的");
    return err_set(err, RC_SYNTAX, "表头缺少以下各列：%.*s", STR_ARG(r->missing));
}

/* The header is the row that names the key column; titles may stand above it. */
static enum rc look_for_header(struct reader *r, const struct csv_row *row, struct err *err)
{
    size_t n_found;

    find_columns(r, row);

    const struct str missing = missing_columns(r, &n_found);

    if (r->n_looked++ == 0 || n_found > r->n_best) {
        r->n_best = n_found;
        r->missing = missing;
    }
    if (n_found == r->form->n_required)
        r->has_header = true;
    else if (r->at[r->form->key] != STR_NONE || r->n_looked == TABLE_HEADER_ROWS_MAX)
        return no_header(r, err);
    return RC_OK;
}

/* ---- rows ---- */

static bool is_blank_row(const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (!str_is_empty(str_trim(row->cells[i])))
            return false;
    return !row->fault;
}

static enum rc take_row(void *ctx, const struct csv_row *row, struct err *err)
{
    struct reader *r = ctx;
    struct str cells[TABLE_COLUMNS_MAX] = { 0 };

    if (is_blank_row(row))
        return RC_OK;
    arena_reset(&r->shreds);
    if (!r->has_header)
        return look_for_header(r, row, err);
    if (++r->n_rows > r->form->max_rows)
        return err_set(err, RC_LIMIT, "超过 %zu 行", r->form->max_rows);
    for (size_t c = 0; c < r->form->n_columns && !row->fault; c++)
        if (r->at[c] < row->n)
            cells[c] = row->cells[r->at[c]];
    return r->each(
        r->ctx, &(struct table_row){ .line = row->line, .fault = row->fault, .cells = cells }, err);
}

static enum rc read_csv(struct reader *r, struct str bytes, struct err *err)
{
    AUTO(arena_done) struct arena text_arena = { 0 };
    AUTO(arena_done) struct arena row_arena = { 0 };
    const struct charset_guess guess = charset_detect(bytes, (struct str){ 0 });
    /* Short lists are too little text to tell Big5 by: what is not Unicode is GB18030. */
    const bool is_unicode = guess.name && str_starts(str_of(guess.name), STR("utf-"));
    const char *name = is_unicode ? guess.name : "gb18030";
    const struct str body = str_skip(bytes, is_unicode ? guess.bom : 0);
    size_t n_bad = 0;
    struct csv csv = csv_of(charset_to_utf8(body, name, &text_arena, &n_bad));
    struct csv_row row;
    enum rc rc = RC_OK;

    while (!rc && csv_next(&csv, &row_arena, &row)) {
        rc = take_row(r, &row, err);
        arena_reset(&row_arena);
    }
    return rc;
}

enum rc table_read(const struct table_form *form, struct str bytes, table_row_fn each, void *ctx,
                   struct err *err)
{
    AUTO(reader_done) struct reader r = { .form = form, .each = each, .ctx = ctx };
    enum rc rc;

    ASSERT(form->n_columns <= TABLE_COLUMNS_MAX && form->n_required <= form->n_columns);
    if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")))
        return err_set(err, RC_SYNTAX,
                       "是旧式 .xls 文件或加了密码的 .xlsx 文件，请另存为不加密的 .xlsx 或 CSV");
    if (str_starts(bytes, STR("PK\x03\x04")))
        rc = xlsx_read(bytes, take_row, &r, err);
    else
        rc = read_csv(&r, bytes, err);
    return !rc && !r.has_header ? no_header(&r, err) : rc;
}
