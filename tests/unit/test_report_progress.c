#include "base/base.h"

#include "report/progress.h"

#include "report/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct progress busy = {
    .n_sites = 12,
    .n_sites_begun = 12,
    .n_sites_done = 3,
    .n_pages = 1500,
    .n_left = 4500,
    .n_findings = 87,
    .rate = 25,
    .left_s = -1,
};

static void width_counts_cells(void **state)
{
    (void)state;
    assert_int_equal(text_width(STR("abc")), 3);
    assert_int_equal(text_width(STR("巡检")), 4);
    assert_int_equal(text_width(STR("（：）")), 6);
    assert_int_equal(text_width(STR("e\xcc\x81\x1b\xe2\x80\xae")), 1); /* accent, escape, RTL */
    assert_int_equal(text_width(STR("😀𠀀")), 4);
    assert_int_equal(text_width(STR("\xff")), 1);
}

static void column_is(const char *text, size_t width, const char *expected)
{
    AUTO(buf_done) struct buf out = { 0 };

    column_add(&out, str_of(text), width);
    buf_add_char(&out, 0);
    assert_string_equal(out.p, expected);
}

static void columns_fill_cut_and_disarm(void **state)
{
    (void)state;
    column_is("ab", 4, "ab  ");
    column_is("云溪县", 6, "云溪县");
    column_is("云溪县", 5, "云溪…");
    column_is("云溪县", 4, "云… ");
    column_is("云", 1, "…");
    column_is("云", 0, "");
    column_is("\x1b[31mred\n", 8, "[31mred ");
    column_is("a\xe2\x80\xae"
              "b",
              3, "ab ");
}

static void line_is(int width, const char *expected)
{
    char line[PROGRESS_LINE_BYTES];

    assert_string_equal(progress_line(&busy, width, line), expected);
    assert_true(text_width(str_of(line)) <= (size_t)width);
}

static void line_drops_its_end_where_room_is_short(void **state)
{
    (void)state;
    line_is(80, "[###.........] 25%  1500 页  25.0 页/秒  网站 3/12  发现 87  约剩 3 分 0 秒");
    line_is(73, "[###.........] 25%  1500 页  25.0 页/秒  网站 3/12  发现 87");
    line_is(30, "[###.........] 25%  1500 页");
    line_is(20, "[###.........] 25%");
}

static void time_left_is_said_only_when_it_is_known(void **state)
{
    struct progress p = busy;
    char line[PROGRESS_LINE_BYTES];

    (void)state;
    p.rate = 0;
    assert_null(strstr(progress_line(&p, 100, line), "约剩"));
    p.left_s = 59;
    assert_non_null(strstr(progress_line(&p, 100, line), "约剩 59 秒"));
    p.left_s = 60;
    assert_non_null(strstr(progress_line(&p, 100, line), "约剩 1 分 0 秒"));
    p.left_s = 7260;
    assert_non_null(strstr(progress_line(&p, 100, line), "约剩 2 小时 1 分"));
    p.left_s = 3 * 86400;
    assert_non_null(strstr(progress_line(&p, 100, line), "约剩 3 天"));
}

/* 4 of 12 sites have shown 6000 pages so far; the other eight will have as many each. */
static void sites_that_are_not_begun_count_like_the_others(void **state)
{
    struct progress p = busy;
    char line[PROGRESS_LINE_BYTES];

    (void)state;
    p.n_sites_begun = 4;
    assert_int_equal(progress_left(&p), 4500 + 8 * 1500);
    assert_string_equal(
        progress_line(&p, 80, line),
        "[#...........] 8%  1500 页  25.0 页/秒  网站 3/12  发现 87  约剩 11 分 0 秒");
}

static void nothing_known_is_no_division_by_zero(void **state)
{
    const struct progress p = { .left_s = -1 };
    char line[PROGRESS_LINE_BYTES];

    (void)state;
    assert_string_equal(progress_line(&p, 80, line),
                        "[............] 0%  0 页  0.0 页/秒  网站 0/0  发现 0");
}

static char *drawn; /* what the bar wrote; for the tests below */
static size_t n_drawn;

static FILE *paper(void)
{
    FILE *f = open_memstream(&drawn, &n_drawn);

    assert_non_null(f);
    return f;
}

static void plain_lines_come_every_ten_seconds(void **state)
{
    struct progress_bar bar = { .to = paper() };
    struct progress p = busy;
    size_t n_lines = 0;

    (void)state;
    for (int64_t ms = 1000; ms <= 31000; ms += 100) {
        p.n_pages += 2;
        progress_bar_update(&bar, &p, ms);
    }
    progress_bar_done(&bar);
    (void)fclose(bar.to);
    for (const char *c = drawn; *c; c++)
        n_lines += *c == '\n';
    assert_int_equal(n_lines, 3);
    assert_null(strchr(drawn, '\r'));
    assert_non_null(strstr(drawn, "20.0 页/秒"));
    free(drawn);
}

static void terminal_line_is_redrawn_in_place_and_steps_aside(void **state)
{
    struct progress_bar bar = { .to = paper(), .is_terminal = true, .width = 40 };

    (void)state;
    progress_bar_update(&bar, &busy, 1000);
    progress_bar_update(&bar, &busy, 1249); /* too soon */
    progress_bar_update(&bar, &busy, 1250);
    progress_bar_hide(&bar);
    progress_bar_show(&bar);
    progress_bar_done(&bar);
    progress_bar_hide(&bar); /* nothing left to take away */
    (void)fclose(bar.to);

#define LINE "\r\033[K[###.........] 25%  1500 页  0.0 页/秒"
    assert_string_equal(drawn, LINE LINE "\r\033[K" LINE "\r\033[K");
    free(drawn);
}

static void quiet_draws_nothing(void **state)
{
    struct progress_bar bar = { .to = NULL, .is_terminal = true };

    (void)state;
    progress_bar_update(&bar, &busy, 1000);
    progress_bar_hide(&bar);
    progress_bar_show(&bar);
    progress_bar_done(&bar);
    assert_false(bar.is_shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(width_counts_cells),
        cmocka_unit_test(columns_fill_cut_and_disarm),
        cmocka_unit_test(line_drops_its_end_where_room_is_short),
        cmocka_unit_test(time_left_is_said_only_when_it_is_known),
        cmocka_unit_test(sites_that_are_not_begun_count_like_the_others),
        cmocka_unit_test(nothing_known_is_no_division_by_zero),
        cmocka_unit_test(plain_lines_come_every_ten_seconds),
        cmocka_unit_test(terminal_line_is_redrawn_in_place_and_steps_aside),
        cmocka_unit_test(quiet_draws_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
