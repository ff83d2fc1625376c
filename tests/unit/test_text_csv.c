#include "base/base.h"

#include "text/csv.h"

#include "base/buf.h"
#include "text/csv_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "line:cell|cell" a row, "line!fault" for a malformed one, newlines in cells as \. */
static void expect(struct str text, const char *rows)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf got = { 0 };
    struct csv csv = csv_of(text);
    struct csv_row row;

    while (csv_next(&csv, &a, &row)) {
        buf_addf(&got, "%zu%s", row.line, row.fault ? "!" : ":");
        for (size_t i = 0; i < row.n; i++) {
            if (i)
                buf_add_char(&got, '|');
            for (size_t k = 0; k < row.cells[i].n; k++) {
                const char c = row.cells[i].p[k];

                buf_add_char(&got, c == '\n' || c == '\r' ? '\\' : c);
            }
        }
        buf_add_char(&got, '\n');
    }
    buf_add_char(&got, '\0');
    assert_string_equal(got.p, rows);
}

static void rows_end_with_any_line_break(void **state)
{
    (void)state;
    expect(STR("a,b\nc,d\r\ne,f\rg,h"), "1:a|b\n2:c|d\n3:e|f\n4:g|h\n");
    expect(STR("a\n"), "1:a\n");
    expect(STR("a\n\nb\n"), "1:a\n2:\n3:b\n");
    expect(STR(""), "");
}

static void quotes_hold_separators_breaks_and_quotes(void **state)
{
    (void)state;
    expect(STR("\"a,b\",\"c\"\"d\",\"\"\n"), "1:a,b|c\"d|\n");
    expect(STR("\"\"\"\",x\n"), "1:\"|x\n");
    expect(STR("\"a\nb\",c\nd\n"), "1:a\\b|c\n3:d\n");
    expect(STR("\"a\r\nb\rc\",d\r\ne\r\n"), "1:a\\\\b\\c|d\n4:e\n");
    expect(STR("a\"b,=\"1\"\n"), "1:a\"b|=\"1\"\n");
}

static void empty_cells_count(void **state)
{
    (void)state;
    expect(STR(",\n,,x,\n"), "1:|\n2:||x|\n");
}

static void the_separator_is_found_and_a_bom_skipped(void **state)
{
    (void)state;
    expect(STR("\xef\xbb\xbf"
               "a\tb;c\n1\t2,3\n"),
           "1:a|b;c\n2:1|2,3\n");
    expect(STR("a;b\n1;2\n"), "1:a|b\n2:1|2\n");
    expect(STR("a;b,c\n1;2\n"), "1:a;b|c\n2:1;2\n");
}

static void a_malformed_row_costs_only_its_first_line(void **state)
{
    (void)state;
    expect(STR("a,\"b\nc,\"d\"\ne,f\n"), "1!\n2:c|d\n3:e|f\n"); /* forgotten closing quote */
    expect(STR("a,\"b\"x\nc\n"), "1!\n2:c\n");
    expect(STR("a,\"b\nc\nd"), "1!\n2:c\n3:d\n"); /* to the end of the file */
    expect(STR("\""), "1!\n");
}

static void limits_are_kept(void **state)
{
    AUTO(buf_done) struct buf text = { 0 };
    AUTO(arena_done) struct arena a = { 0 };
    struct csv_row row;

    (void)state;
    for (size_t i = 1; i < CSV_CELLS_MAX; i++)
        buf_add_char(&text, ',');
    buf_add_char(&text, '\n');

    struct csv csv = csv_of(buf_str(&text));

    assert_true(csv_next(&csv, &a, &row));
    assert_null(row.fault);
    assert_int_equal(row.n, CSV_CELLS_MAX);
    text.p[text.n - 1] = ',';
    csv = csv_of(buf_str(&text));
    assert_true(csv_next(&csv, &a, &row));
    assert_non_null(row.fault);
    assert_int_equal(row.n, 0);
    assert_false(csv_next(&csv, &a, &row));

    buf_reset(&text);
    buf_add_char(&text, '"');
    for (size_t i = 0; i < CSV_CELL_BYTES_MAX; i++)
        buf_add_char(&text, 'x');
    buf_add(&text, STR("\"\n"));
    csv = csv_of(buf_str(&text));
    assert_true(csv_next(&csv, &a, &row));
    assert_null(row.fault);
    assert_int_equal(row.cells[0].n, CSV_CELL_BYTES_MAX);
    text.p[text.n - 2] = 'x';
    buf_add(&text, STR("\"\n"));
    csv = csv_of(buf_str(&text));
    assert_true(csv_next(&csv, &a, &row));
    assert_non_null(row.fault);
}

static void what_is_written_is_read_back_and_calculates_nothing(void **state)
{
    static const char *const cells[] = { "=1+1",     "+86", "-5",      "@x",   "\tx", "'=1", "''-x",
                                         "'quoted'", "'",   "\"a\",b", "a\nb", "-x",  "'-5" };
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf text = { 0 };
    struct str row[COUNT_OF(cells)];
    struct csv_row read;
    struct csv csv;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        row[i] = str_of(cells[i]);
    csv_add_row(&text, row, COUNT_OF(cells));
    csv = csv_of(buf_str(&text));
    assert_true(csv_next(&csv, &a, &read));
    assert_int_equal(read.n, COUNT_OF(cells));
    for (size_t i = 0; i < read.n; i++) {
        assert_true(str_eq(csv_meant(read.cells[i]), row[i]));
        assert_true(str_eq(row[i], STR("-5")) || str_eq(row[i], STR("+86")) ||
                    !strchr("=+-@\t", read.cells[i].p[0]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_end_with_any_line_break),
        cmocka_unit_test(quotes_hold_separators_breaks_and_quotes),
        cmocka_unit_test(empty_cells_count),
        cmocka_unit_test(the_separator_is_found_and_a_bom_skipped),
        cmocka_unit_test(a_malformed_row_costs_only_its_first_line),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(what_is_written_is_read_back_and_calculates_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
