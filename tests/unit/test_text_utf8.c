#include "base/base.h"

#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* The table of RFC 3629, section 4, character by character: bytes of the one at p, 0 if none. */
static size_t one_char(const unsigned char *p, size_t n)
{
    static const unsigned char rows[][6] = {
        /* first from, to; second from, to; bytes */
        { 0x01, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
        { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
        { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const unsigned char *r = rows[i];
        bool is_right = p[0] >= r[0] && p[0] <= r[1] && n >= r[4];

        for (size_t k = 1; is_right && k < r[4]; k++)
            is_right = p[k] >= (k == 1 ? r[2] : 0x80) && p[k] <= (k == 1 ? r[3] : 0xbf);
        if (is_right)
            return r[4];
    }
    return 0;
}

static void agrees(struct str s)
{
    size_t at = 0, n_chars = 0, n_counted = 0, n;

    while (at < s.n && (n = one_char((const unsigned char *)s.p + at, s.n - at))) {
        at += n;
        n_chars += n > 1;
    }
    assert_int_equal(utf8_clean_run(s, &n_counted), at);
    assert_int_equal(n_counted, n_chars);
}

/* Every byte that begins or ends a range of the table, and its neighbours. */
static const unsigned char edges[] = { 0x00, 0x01, '<',  0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
                                       0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
                                       0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff };

/* Behind ASCII many bytes are looked at together, behind anything else one by one. */
static void four_bytes_anywhere_end_the_text_where_the_standard_says(void **state)
{
    static const char *const starts[] = { "<a>", "<a>中", "é" };
    char text[160];

    (void)state;
    for (size_t s = 0; s < COUNT_OF(starts); s++) {
        for (unsigned code = 0; code < COUNT_OF(edges) * COUNT_OF(edges) * COUNT_OF(edges);
             code++) {
            const size_t at = 8 + code % 90;

            memset(text, 'x', sizeof(text));
            memcpy(text, starts[s], strlen(starts[s]));
            text[at] = (char)edges[code % COUNT_OF(edges)];
            text[at + 1] = (char)edges[code / COUNT_OF(edges) % COUNT_OF(edges)];
            text[at + 2] = (char)edges[code / COUNT_OF(edges) / COUNT_OF(edges)];
            text[at + 3] = (char)(code % 3 ? 0x80 : 'y');
            agrees(str_from(text, sizeof(text)));
            agrees(str_from(text, at + 2)); /* and cut off */
        }
    }
}

static void text_of_all_lengths_is_clean_and_counted(void **state)
{
    static const char mix[] =
        "<p>各乡镇人民政府éß😀x，县政府各部门：ascii in between, enough of it to fill a "
        "block of thirty-two bytes现将今年第三季度政务公开工作情况通报如下</p>";

    (void)state;
    for (size_t from = 0; from < 6; from++)
        for (size_t n = 0; n + from < sizeof(mix); n++)
            agrees(str_from(mix + from, n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_bytes_anywhere_end_the_text_where_the_standard_says),
        cmocka_unit_test(text_of_all_lengths_is_clean_and_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
