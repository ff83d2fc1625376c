/* annex.xlsx as a reader of .xlsx takes it: values, links, heads, filters, the chart. */
#include "base/base.h"

#include "attach/xlsx_read.h"
#include "base/file.h"
#include "document/grid.h"
#include "docx_support.h"
#include "notice/annex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct notice_count regions[] = {
    { .name = { "青石镇", 9 }, .running = 8, .checked = 6, .bad = 1, .undecided = 1 },
    { .name = { "白河镇", 9 }, .running = 1 },
    { .name = { "东山镇", 9 }, .running = 8, .checked = 6, .bad = 1 },
};

/* The annex of n with `n_findings` times the finding, opened again. */
struct made {
    char dir[32], path[64];
    struct opened o;
    struct buf rows; /* all sheets: "a|b|c\n" */
};

static enum rc add_row(void *ctx, const struct csv_row *row, struct err *err)
{
    struct buf *to = ctx;

    (void)err;
    for (size_t i = 0; i < row->n; i++) {
        buf_add(to, row->cells[i]);
        buf_add_char(to, '|');
    }
    buf_add_char(to, '\n');
    return RC_OK;
}

static void begin_sheet(void *ctx, size_t number, struct str name)
{
    (void)ctx;
    (void)number;
    (void)name;
}

static void make(struct made *m, const struct notice *n, const struct notice_finding *f,
                 size_t n_findings)
{
    AUTO(numbers_done) struct numbers numbers = { 0 };
    AUTO(annex_closep) struct annex *annex = NULL;
    struct err err = { 0 };

    *m = (struct made){ .dir = "/tmp/xj-annex-XXXXXX" };
    assert_non_null(mkdtemp(m->dir));
    (void)snprintf(m->path, sizeof(m->path), "%s/annex.xlsx", m->dir);
    assert_int_equal(annex_open(m->path, n, &numbers, &annex, &err), RC_OK);
    for (size_t i = 0; i < n_findings; i++)
        annex_add(annex, f);
    assert_int_equal(annex_commit(annex, &err), RC_OK);
    assert_int_equal(file_read(m->path, 64 << 20, &m->o.bytes, &err), RC_OK);
    assert_int_equal(package_open(buf_str(&m->o.bytes), &m->o.package, &err), RC_OK);
    assert_int_equal(xlsx_read_all(m->o.package, begin_sheet, add_row, &m->rows, &err), RC_OK);
    buf_add_char(&m->rows, 0);
}

static void unmake(struct made *m)
{
    buf_done(&m->rows);
    close_again(&m->o);
    assert_int_equal(unlink(m->path), 0);
    assert_int_equal(rmdir(m->dir), 0);
}

static void has_row(struct made *m, const char *row)
{
    if (!strstr(m->rows.p, row))
        fail_msg("no \"%s\" in:\n%s", row, m->rows.p);
}

static size_t count_of(struct made *m, const char *part_name, const char *element)
{
    AUTO(part_closep) struct part *part = NULL;
    struct err err = { 0 };
    enum rc rc = RC_OK;
    size_t n = 0;

    assert_int_equal(part_open(m->o.package, part_name, &part, &err), RC_OK);
    while (part_next(part, &rc, &err))
        n += part_is_start(part) && str_eq(part_node(part), str_of(element));
    assert_int_equal(rc, RC_OK);
    return n;
}

static const struct notice_finding one = {
    .code = { "5100000012", 10 },
    .name = { "商务局", 9 },
    .check = { "dead-link", 9 },
    .title = { "断链错链", 12 },
    .grade = GRADE_FAULT,
    .url = { "http://sw.yunxi.example/a?b=1&c=2", 33 },
    .measured = { .is_set = true, .value = 404 },
};

static void figures_are_numbers_with_their_rates(void **state)
{
    struct made m;
    const struct notice n = { .sites = {
                                  .all = { .running = 9, .checked = 6, .bad = 1, .undecided = 1 },
                                  .regions = regions,
                                  .n_regions = COUNT_OF(regions) } };

    (void)state;
    make(&m, &n, NULL, 0);
    has_row(&m, "分类|名称|运行数|检查数|检查比例|合格数|不合格数|未能判定数|合格率|\n");
    has_row(&m, "地区|青石镇|8|7|0.875|5|1|1|待定|");
    has_row(&m, "地区|东山镇|8|6|0.75|5|1|0|0.8333333");
    has_row(&m, "地区|白河镇|1|0|0|0|0|0|");
    assert_true(package_has(m.o.package, "xl/charts/chart1.xml"));
    assert_int_equal(count_of(&m, "xl/charts/chart1.xml", "ser"), 3); /* 合格, 不合格, 未能判定 */
    unmake(&m);
}

static void each_sheet_has_a_frozen_head_with_filters(void **state)
{
    struct made m;
    const struct notice n = { .sites = { .all = { .running = 1 } },
                              .accounts = { .all = { .running = 1 } } };

    (void)state;
    make(&m, &n, NULL, 0);
    for (int i = 1; i <= 6; i++) {
        char part[64];

        (void)snprintf(part, sizeof(part), "xl/worksheets/sheet%d.xml", i);
        assert_int_equal(count_of(&m, part, "pane"), 1);
        assert_int_equal(count_of(&m, part, "autoFilter"), 1);
    }
    assert_false(package_has(m.o.package, "xl/worksheets/sheet7.xml"));
    unmake(&m);
}

static void findings_are_rows_with_links(void **state)
{
    struct made m;
    const struct notice n = { .sites = { .all = { .running = 1 } } };

    (void)state;
    make(&m, &n, &one, 3);
    has_row(&m,
            "|商务局|5100000012|断链错链|dead-link|问题|http://sw.yunxi.example/a?b=1&c=2|||404|");
    assert_int_equal(count_of(&m, "xl/worksheets/sheet4.xml", "row"), 1 + 3);
    assert_int_equal(count_of(&m, "xl/worksheets/sheet4.xml", "hyperlink"), 3);
    unmake(&m);
}

static void hostile_text_is_text(void **state)
{
    struct made m;
    const struct notice n = { .sites = { .all = { .running = 1 } } };
    struct notice_finding f = one;

    (void)state;
    f.url = STR("internal:'C:/x'!A1");
    f.name = STR("=HYPERLINK(\"http://x\")");
    f.excerpt = STR("</t><f>1</f>\x01\xff&");
    make(&m, &n, &f, 1);
    has_row(&m, "|=HYPERLINK(\"http://x\")|5100000012|");
    has_row(&m, "|internal:'C:/x'!A1||</t><f>1</f>\xef\xbf\xbd\xef\xbf\xbd&|404|");
    assert_int_equal(count_of(&m, "xl/worksheets/sheet4.xml", "hyperlink"), 0);
    assert_int_equal(count_of(&m, "xl/worksheets/sheet4.xml", "f"), 0);
    unmake(&m);
}

static void long_texts_are_cut_and_links_end_at_their_limit(void **state)
{
    struct made m;
    const struct notice n = { .sites = { .all = { .running = 1 } } };
    struct notice_finding f = one;
    char *text = malloc(40000);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', 40000);
    f.excerpt = str_from(text, 40000);
    make(&m, &n, &f, 1);
    text[GRID_CELL_CHARS_MAX] = 0;
    has_row(&m, text);
    unmake(&m);
    free(text);

    make(&m, &n, &one, GRID_LINKS_MAX + 2);
    assert_int_equal(count_of(&m, "xl/worksheets/sheet4.xml", "hyperlink"), GRID_LINKS_MAX);
    assert_int_equal(count_of(&m, "xl/worksheets/sheet4.xml", "row"), 1 + GRID_LINKS_MAX + 2);
    unmake(&m);
}

static void a_sheet_is_full_past_its_last_row(void **state)
{
    struct grid g = { .row = GRID_ROWS_MAX };
    struct err err = { 0 };

    (void)state;
    assert_false(grid_is_full(&g, &err)); /* the last row is still to be written */
    g.row++;
    assert_true(grid_is_full(&g, &err));
    assert_non_null(strstr(err.text, "请缩小范围"));
}

static void what_is_not_committed_leaves_no_file(void **state)
{
    char dir[] = "/tmp/xj-annex-XXXXXX", path[64];
    const struct notice n = { 0 };
    AUTO(numbers_done) struct numbers numbers = { 0 };
    struct annex *annex = NULL;
    struct err err = { 0 };

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof(path), "%s/annex.xlsx", dir);
    assert_int_equal(annex_open(path, &n, &numbers, &annex, &err), RC_OK);
    annex_closep(&annex);
    assert_int_equal(rmdir(dir), 0);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    AUTO(numbers_done) struct numbers numbers = { 0 };
    AUTO(annex_closep) struct annex *annex = NULL;
    struct err err = { 0 };
    const struct notice n = { 0 };

    (void)state;
    assert_int_equal(annex_open("/nonexistent/annex.xlsx", &n, &numbers, &annex, &err), RC_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_numbers_with_their_rates),
        cmocka_unit_test(each_sheet_has_a_frozen_head_with_filters),
        cmocka_unit_test(findings_are_rows_with_links),
        cmocka_unit_test(hostile_text_is_text),
        cmocka_unit_test(long_texts_are_cut_and_links_end_at_their_limit),
        cmocka_unit_test(a_sheet_is_full_past_its_last_row),
        cmocka_unit_test(what_is_not_committed_leaves_no_file),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
