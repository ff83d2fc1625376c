#include "base/base.h"

#include "report/review_book.h"

#include "document/grid.h"

#include <stdio.h>

static const double widths[REVIEW_COLUMN_N] = {
    [REVIEW_ID] = 20,    [REVIEW_SITE] = 14, [REVIEW_CHECK] = 16,
    [REVIEW_GRADE] = 10, [REVIEW_URL] = 40,  [REVIEW_EXCERPT] = 60,
    [REVIEW_DONE] = 10,  [REVIEW_WORD] = 10, [REVIEW_REASON] = 30,
};

static enum rc add_row(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct grid *b = ctx;
    AUTO(arena_done) struct arena a = { 0 };
    struct str cells[REVIEW_COLUMN_N];

    if (b->row > GRID_ROWS_MAX)
        return err_set(err, RC_LIMIT,
                       "一张复核表最多 %d 行，请按 --site 或 --check 分开导出，或导出 .csv",
                       GRID_ROWS_MAX);
    review_cells(f, &a, cells);
    for (size_t i = 0; i < REVIEW_COLUMN_N; i++)
        if (i == REVIEW_URL)
            grid_link(b, cells[i]);
        else
            grid_text(b, cells[i]);
    grid_end_row(b);
    return RC_OK;
}

/* 结论 of every row is chosen from a list. */
static void add_choice(struct grid *b)
{
    static char title[] = "结论", wrong[] = "只能是 确认 或 排除";
    static char help[] = "确认或者排除；排除须在右边写明理由。空着的不作决定。";
    char texts[REVIEW_WORDS_N][32], *words[REVIEW_WORDS_N + 1] = { 0 };
    lxw_data_validation choice = { .validate = LXW_VALIDATION_TYPE_LIST,
                                   .value_list = words,
                                   .input_title = title,
                                   .input_message = help,
                                   .error_title = title,
                                   .error_message = wrong };

    if (!b->sheet || b->row < 2)
        return;
    for (size_t i = 0; i < REVIEW_WORDS_N; i++) {
        (void)snprintf(texts[i], sizeof(texts[i]), "%s", review_words[i]);
        words[i] = texts[i];
    }
    (void)worksheet_data_validation_range(b->sheet, 1, REVIEW_WORD, b->row - 1, REVIEW_WORD,
                                          &choice);
}

enum rc review_book_write(struct store *s, const struct review_filter *filter, const char *path,
                          struct err *err)
{
    AUTO(grid_done) struct grid b = { 0 };
    struct grid_column columns[REVIEW_COLUMN_N];
    enum rc rc = grid_open(&b, path, err);

    if (rc)
        return rc;
    for (size_t i = 0; i < REVIEW_COLUMN_N; i++)
        columns[i] = (struct grid_column){ review_titles[i], widths[i] };
    grid_begin_sheet(&b, "复核表", columns, REVIEW_COLUMN_N);
    rc = review_pick(s, filter, add_row, &b, err);
    if (rc)
        return rc;
    add_choice(&b);
    grid_end_sheet(&b);
    return grid_commit(&b, err);
}
