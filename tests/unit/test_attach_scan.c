#include "base/base.h"

#include "attach/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

/* A4 at SCAN_DPI. */
enum { WIDTH = 413, HEIGHT = 585 };

struct sheet {
    uint8_t rgb[HEIGHT * WIDTH * 3];
    struct scan scan;
};

static int new_sheet(void **state)
{
    static struct sheet sheet;

    memset(sheet.rgb, 245, sizeof(sheet.rgb));
    sheet.scan = (struct scan){ .rgb = sheet.rgb, .width = WIDTH, .height = HEIGHT };
    *state = &sheet;
    return 0;
}

static void ink(struct sheet *s, size_t x, size_t y, uint8_t red)
{
    uint8_t *p = s->rgb + (y * WIDTH + x) * 3;

    p[0] = red;
    p[1] = p[2] = 40;
}

static void box(struct sheet *s, size_t x, size_t y, size_t width, size_t height)
{
    for (size_t k = 0; k < height; k++)
        for (size_t i = 0; i < width; i++)
            ink(s, x + i, y + k, 205);
}

/* Two pixels thick, from one angle to another, in degrees; with a mark in the middle. */
static void ring(struct sheet *s, double cx, double cy, double radius, int from, int to,
                 uint8_t red)
{
    for (int i = from * 4; i < to * 4; i++)
        for (double r = radius - 1; r <= radius; r += 0.5)
            ink(s, (size_t)lround(cx + r * cos(i / 4.0 / 57.29578)),
                (size_t)lround(cy + r * sin(i / 4.0 / 57.29578)), red);
    for (size_t k = 0; k < 144; k++)
        ink(s, (size_t)cx - 6 + k % 12, (size_t)cy - 6 + k / 12, red);
}

/* Eight signs, each two strokes. */
static void name(struct sheet *s, size_t y)
{
    for (size_t i = 0; i < 8; i++) {
        box(s, 70 + i * 36, y, 4, 26);
        box(s, 70 + i * 36, y + 10, 26, 4);
    }
}

static void a_round_seal_is_seen(void **state)
{
    struct sheet *s = *state;

    assert_false(scan_has_seal(&s->scan));
    ring(s, 300, 470, 41, 0, 360, 205);
    assert_true(scan_has_seal(&s->scan));
    assert_false(scan_has_red_head(&s->scan));
}

static void a_seal_that_text_runs_through_is_seen(void **state)
{
    struct sheet *s = *state;

    ring(s, 300, 470, 44, 20, 170, 190);
    ring(s, 300, 470, 44, 200, 350, 190);
    assert_true(scan_has_seal(&s->scan));
}

static void other_circles_are_no_seals(void **state)
{
    struct sheet *s = *state;

    ring(s, 100, 100, 41, 0, 360, 40);  /* black */
    ring(s, 300, 100, 15, 0, 360, 205); /* a sign of traffic */
    ring(s, 200, 300, 41, 0, 180, 205); /* half of one */
    for (double r = 1; r < 41; r += 0.5)
        ring(s, 300, 470, r, 0, 360, 205); /* a disc */
    assert_false(scan_has_seal(&s->scan));
}

static void a_red_head_is_seen(void **state)
{
    struct sheet *s = *state;

    name(s, 75);
    assert_false(scan_has_red_head(&s->scan));
    box(s, 55, 140, 306, 2);
    assert_true(scan_has_red_head(&s->scan));
    assert_false(scan_has_seal(&s->scan));
}

static void a_letter_has_a_line_at_its_foot(void **state)
{
    struct sheet *s = *state;

    name(s, 60);
    box(s, 40, 96, 334, 2);
    assert_false(scan_has_red_head(&s->scan)); /* a title that is underlined */
    box(s, 40, 545, 334, 2);
    assert_true(scan_has_red_head(&s->scan));
}

static void a_red_table_is_no_head(void **state)
{
    struct sheet *s = *state;

    name(s, 60);
    for (size_t y = 140; y < 500; y += 60)
        box(s, 40, y, 334, 2);
    assert_false(scan_has_red_head(&s->scan));
}

static void pictures_stand_one_behind_the_other(void **state)
{
    static const char two[] = "P6\n1 2\n255\nabcdefP6 1 1 255 xyz";
    struct str rest = str_from(two, sizeof(two) - 1);
    struct scan page;

    (void)state;
    assert_true(scan_take(&rest, &page));
    assert_int_equal(page.width, 1);
    assert_int_equal(page.height, 2);
    assert_memory_equal(page.rgb, "abcdef", 6);
    assert_true(scan_take(&rest, &page));
    assert_memory_equal(page.rgb, "xyz", 3);
    assert_false(scan_take(&rest, &page));
}

static void what_is_no_whole_picture_is_left(void **state)
{
    static const char *const bad[] = { "",           "P5 1 1 255 xyz",     "P6 1 1 255 xy",
                                       "P6 0 1 255", "P6 99999 1 255 xyz", "P6 1 1 65535 xyzxyz",
                                       "P6 1 1",     "P6 2001 1 255 " };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct str rest = str_of(bad[i]);
        struct scan page;

        assert_false(scan_take(&rest, &page));
        assert_int_equal(rest.n, strlen(bad[i]));
    }
}

#define ON_SHEET(f) cmocka_unit_test_setup(f, new_sheet)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SHEET(a_round_seal_is_seen),
        ON_SHEET(a_seal_that_text_runs_through_is_seen),
        ON_SHEET(other_circles_are_no_seals),
        ON_SHEET(a_red_head_is_seen),
        ON_SHEET(a_letter_has_a_line_at_its_foot),
        ON_SHEET(a_red_table_is_no_head),
        cmocka_unit_test(pictures_stand_one_behind_the_other),
        cmocka_unit_test(what_is_no_whole_picture_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
