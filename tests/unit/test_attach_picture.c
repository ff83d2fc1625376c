/* Pictures as pages of a PDF: which are taken, and what is said of them. */
#include "base/base.h"

#include "attach/picture.h"

#include "attach_support.h"

/* The head of a JPEG with a comment before its frame. */
static struct buf jpeg_of(unsigned width, unsigned height, unsigned colours)
{
    struct buf b = { 0 };

    buf_add(&b, STR("\xff\xd8\xff\xfe\x00\x04hi\xff\xc0\x00\x11\x08"));
    buf_add_char(&b, (char)(height >> 8));
    buf_add_char(&b, (char)height);
    buf_add_char(&b, (char)(width >> 8));
    buf_add_char(&b, (char)width);
    buf_add_char(&b, (char)colours);
    return b;
}

static void add_chunk(struct buf *b, const char *name, struct str content)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(b, (char)(content.n >> shift));
    buf_add(b, str_of(name));
    buf_add(b, content);
    buf_add(b, STR("sum!"));
}

static struct buf png_of(unsigned char type, unsigned char interlace, struct str palette)
{
    const char header[13] = { 0, 0, 2, 0x58, 0, 0, 3, 0x50, 8, (char)type, 0, 0, (char)interlace };
    struct buf b = { 0 };

    buf_add(&b, STR("\x89PNG\r\n\x1a\n"));
    add_chunk(&b, "IHDR", str_from(header, sizeof(header))); /* 600 x 848 */
    if (palette.n)
        add_chunk(&b, "PLTE", palette);
    add_chunk(&b, "IDAT", STR("first"));
    add_chunk(&b, "tEXt", STR("by a scanner"));
    add_chunk(&b, "IDAT", STR("second"));
    add_chunk(&b, "IEND", STR(""));
    return b;
}

/* Takes the bytes. */
static enum rc take(struct buf bytes, struct buf *pdf)
{
    const enum rc rc = picture_as_pdf(buf_str(&bytes), pdf);

    assert_true((rc == RC_OK) == (pdf->n > 0));
    buf_done(&bytes);
    return rc;
}

static void an_upright_sheet_is_taken(void **state)
{
    static const struct {
        unsigned width, height, colours;
        enum rc rc;
    } cases[] = {
        { 1240, 1754, 3, RC_OK },          { 1240, 1754, 1, RC_OK },
        { 1240, 1754, 4, RC_UNSUPPORTED }, { 500, 707, 3, RC_OK },
        { 499, 707, 3, RC_NOT_FOUND },     { 1000, 1200, 3, RC_OK },
        { 1000, 1199, 3, RC_NOT_FOUND },   { 1000, 1700, 3, RC_OK },
        { 1000, 1701, 3, RC_NOT_FOUND },   { 1754, 1240, 3, RC_NOT_FOUND },
        { 16384, 20000, 3, RC_NOT_FOUND },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(buf_done) struct buf pdf = { 0 };

        if (take(jpeg_of(cases[i].width, cases[i].height, cases[i].colours), &pdf) != cases[i].rc)
            fail_msg("%u x %u, %u", cases[i].width, cases[i].height, cases[i].colours);
    }
}

static void a_png_is_said_in_the_words_of_pdf(void **state)
{
    AUTO(buf_done) struct buf colour = { 0 }, indexed = { 0 }, none = { 0 };
    AUTO(buf_done) struct buf hinted = { 0 }, clear = { 0 };

    (void)state;
    assert_int_equal(take(png_of(2, 0, (struct str){ 0 }), &colour), RC_OK);
    assert_true(str_has(buf_str(&colour), STR("/Width 600/Height 848/BitsPerComponent 8")));
    assert_true(str_has(buf_str(&colour), STR("/DeviceRGB/Filter/FlateDecode")));
    assert_true(str_has(buf_str(&colour), STR("/Predictor 15/Colors 3/BitsPerComponent 8"
                                              "/Columns 600")));
    assert_true(str_has(buf_str(&colour), STR("/Length 11>>stream\nfirstsecond\nendstream")));
    assert_int_equal(RC_OK, take(png_of(3, 0,
                                        STR("\xff\x01\x02"
                                            "abcd")),
                                 &indexed));
    assert_true(str_has(buf_str(&indexed), STR("[/Indexed/DeviceRGB 1<ff0102616263>]")));
    assert_int_equal(take(png_of(2, 0, STR("abc")), &hinted), RC_OK); /* for poor screens */
    assert_false(str_has(buf_str(&hinted), STR("/Indexed")));
    assert_int_equal(take(png_of(6, 0, (struct str){ 0 }), &clear), RC_OK);
    assert_true(str_has(buf_str(&clear), STR("[/DeviceN[/r/g/b/a]/DeviceRGB 6 0 R]")));
    assert_true(str_has(buf_str(&clear), STR("/Predictor 15/Colors 4")));
    assert_int_equal(take(png_of(3, 0, (struct str){ 0 }), &none), RC_UNSUPPORTED);
    assert_int_equal(take(png_of(5, 0, (struct str){ 0 }), &none), RC_UNSUPPORTED);
    assert_int_equal(take(png_of(2, 1, (struct str){ 0 }), &none), RC_UNSUPPORTED); /* interlaced */
}

static void what_is_cut_off_is_not_taken(void **state)
{
    AUTO(buf_done)
    struct buf jpeg = jpeg_of(1240, 1754, 3), png = png_of(2, 0, STR("")), pdf = { 0 };

    (void)state;
    for (size_t n = 0; n < jpeg.n - 1; n++)
        assert_int_equal(picture_as_pdf(str_from(jpeg.p, n), &pdf), RC_UNSUPPORTED);
    for (size_t n = 0; n < 33 + 17; n++) /* header and the first IDAT */
        assert_int_equal(picture_as_pdf(str_from(png.p, n), &pdf), RC_UNSUPPORTED);
    assert_int_equal(pdf.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_upright_sheet_is_taken),
        cmocka_unit_test(a_png_is_said_in_the_words_of_pdf),
        cmocka_unit_test(what_is_cut_off_is_not_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
