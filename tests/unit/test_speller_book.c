/* The speller's book: what is not whole is refused; words and likeness are found. */
#include "base/base.h"

#include "base/buf.h"
#include "base/file.h"
#include "speller/book.h"
#include "speller/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char path[] = "speller.bin"; /* made by the build */

static uint32_t word(const struct book *b, struct str text)
{
    uint16_t glyphs[BOOK_WORD_MAX];
    size_t n = 0;

    while (text.n && n < BOOK_WORD_MAX) {
        uint32_t cp;

        text = str_skip(text, str_rune(text, &cp));
        glyphs[n++] = book_glyph(b, cp);
    }
    return book_word(b, glyphs, n);
}

static int like(const struct book *b, uint32_t x, uint32_t y)
{
    return book_likeness(b, book_glyph(b, x), book_glyph(b, y));
}

static void words_of_all_sources_are_there(void **state)
{
    AUTO(book_close) struct book b = { 0 };
    struct err err = { 0 };

    (void)state;
    assert_int_equal(book_open(path, &b, &err), RC_OK);
    assert_true(word(&b, STR("会议")) != 0);
    assert_true(b.nodes[word(&b, STR("会议"))].flags & NODE_IN_MODEL);
    assert_true(word(&b, STR("放管服")) != 0); /* of data/terms.txt */
    assert_int_equal(word(&b, STR("议会会")), 0);
    assert_true(b.nodes[word(&b, STR("汾西"))].flags & NODE_IS_NAME);
    assert_false(b.nodes[word(&b, STR("会议"))].flags & NODE_IS_NAME);
}

static void each_character_knows_the_word_that_it_is_alone(void **state)
{
    AUTO(book_close) struct book b = { 0 };
    struct err err = { 0 };

    (void)state;
    assert_int_equal(book_open(path, &b, &err), RC_OK);
    for (size_t g = 1; g < b.count[PART_GLYPH_FACTS]; g++) {
        const struct glyph_fact *f = &b.facts[g];

        assert_int_equal(f->word, book_step(&b, 0, (uint16_t)g));
        assert_true(f->word_prob == b.nodes[f->word].prob);
    }
}

static void the_usual_order_of_words_is_likelier(void **state)
{
    AUTO(book_close) struct book b = { 0 };
    struct err err = { 0 };
    bool seen;

    (void)state;
    assert_int_equal(book_open(path, &b, &err), RC_OK);
    const uint32_t hold = word(&b, STR("召开")), meeting = word(&b, STR("会议"));
    const uint32_t rain = word(&b, STR("下雨"));
    const float usual = language_two(&b, hold, meeting, &seen);

    assert_true(seen);
    assert_true(usual > language_two(&b, hold, rain, &seen));
    assert_false(seen);
}

static void sound_and_shape_are_told_apart(void **state)
{
    AUTO(book_close) struct book b = { 0 };
    struct err err = { 0 };

    (void)state;
    assert_int_equal(book_open(path, &b, &err), RC_OK);
    assert_int_equal(like(&b, 0x8bbe, 0x793e) & LIKE_SOUND_MASK, SOUND_TONE);  /* 设 社 */
    assert_int_equal(like(&b, 0x5e02, 0x65f6) & LIKE_SOUND_MASK, SOUND_SAME);  /* 市 时 */
    assert_int_equal(like(&b, 0x5f20, 0x8d5e) & LIKE_SOUND_MASK, SOUND_FUZZY); /* 张 赞 */
    assert_int_equal(like(&b, 0x81ea, 0x767d) & LIKE_SOUND_MASK, SOUND_OTHER); /* 自 白 */
    assert_true((like(&b, 0x81ea, 0x767d) >> LIKE_STROKES_SHIFT & LIKE_STROKES_MASK) >= 12);
    assert_int_equal(like(&b, 0x81ea, 0x5e02), -1);
}

static void the_bits_say_what_is_alike(void **state)
{
    AUTO(book_close) struct book b = { 0 };
    struct err err = { 0 };

    (void)state;
    assert_int_equal(book_open(path, &b, &err), RC_OK);
    for (uint16_t x = 1; x < 40; x++)
        for (size_t y = 1; y < b.count[PART_GLYPH_FACTS]; y++)
            assert_int_equal(book_is_like(&b, x, (uint16_t)y),
                             book_likeness(&b, x, (uint16_t)y) >= 0);
}

static void singles_are_alike_and_the_likeliest_come_first(void **state)
{
    AUTO(book_close) struct book b = { 0 };
    struct err err = { 0 };
    size_t n = 0;

    (void)state;
    assert_int_equal(book_open(path, &b, &err), RC_OK);
    for (uint16_t g = 1; g < b.count[PART_GLYPH_FACTS]; g++) {
        const uint16_t *singles = b.singles + g * (size_t)BOOK_SINGLES;

        for (size_t i = 0; i < BOOK_SINGLES && singles[i]; i++, n++) {
            assert_true(book_is_like(&b, g, singles[i]));
            if (i > 0)
                assert_true(b.facts[singles[i]].word_prob <= b.facts[singles[i - 1]].word_prob);
        }
    }
    assert_true(n > b.count[PART_GLYPH_FACTS]);
}

static void a_pattern_is_the_sum_of_its_glyphs(void **state)
{
    const uint16_t glyphs[] = { 5, 77, 4000 };
    const uint64_t sum = book_pattern_term(5, 0) + book_pattern_term(4000, 2);

    (void)state;
    assert_true(book_pattern_hash(glyphs, 3, 1) == book_pattern_sum(sum, 3, 1));
    assert_true(book_pattern_hash(glyphs, 3, 1) != book_pattern_hash(glyphs, 3, 0));
}

static void read_all(struct buf *out)
{
    struct err err = { 0 };

    assert_int_equal(file_read(path, SIZE_MAX / 2, out, &err), RC_OK);
}

static void a_book_cut_off_is_refused(void **state)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct book b;

    (void)state;
    read_all(&bytes);
    for (size_t n = 0; n < bytes.n; n += bytes.n / 7 + 1) {
        struct err err = { 0 };

        assert_int_equal(book_read(str_sub(buf_str(&bytes), 0, n), &b, &err), RC_SYNTAX);
    }
}

static void an_altered_book_is_refused(void **state)
{
    static const size_t places[] = { 0, 17, 24, 33, 40, 100, 1000, 4000000 };
    AUTO(buf_done) struct buf bytes = { 0 };
    struct book b;
    struct err err = { 0 };

    (void)state;
    read_all(&bytes);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        bytes.p[places[i]] ^= 4;
        assert_int_equal(book_read(buf_str(&bytes), &b, &err), RC_SYNTAX);
        bytes.p[places[i]] ^= 4;
    }
    assert_int_equal(book_read(buf_str(&bytes), &b, &err), RC_OK);
}

static void a_missing_book_is_named(void **state)
{
    struct book b;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(book_open("no-such-book", &b, &err), RC_IO);
    assert_non_null(strstr(err.text, "no-such-book"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_all_sources_are_there),
        cmocka_unit_test(each_character_knows_the_word_that_it_is_alone),
        cmocka_unit_test(the_usual_order_of_words_is_likelier),
        cmocka_unit_test(sound_and_shape_are_told_apart),
        cmocka_unit_test(the_bits_say_what_is_alike),
        cmocka_unit_test(singles_are_alike_and_the_likeliest_come_first),
        cmocka_unit_test(a_pattern_is_the_sum_of_its_glyphs),
        cmocka_unit_test(a_book_cut_off_is_refused),
        cmocka_unit_test(an_altered_book_is_refused),
        cmocka_unit_test(a_missing_book_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
