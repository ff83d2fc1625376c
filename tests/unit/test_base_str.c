#include "base/base.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LONGEST = 70, NEEDLE = 20 };

static size_t find_plainly(const char *s, size_t n, const char *needle, size_t k)
{
    for (size_t at = 0; at + k <= n; at++)
        if (memcmp(s + at, needle, k) == 0)
            return at;
    return STR_NONE;
}

/* Blocks of their own, so that a sanitizer sees what is read beside them. */
static void check(const char *text, size_t n, const char *word, size_t k)
{
    char *s = malloc(n ? n : 1), *needle = malloc(k);

    assert_non_null(s);
    assert_non_null(needle);
    memcpy(s, text, n);
    memcpy(needle, word, k);
    assert_int_equal(str_find(str_from(s, n), str_from(needle, k)), find_plainly(s, n, needle, k));
    free(s);
    free(needle);
}

static void what_is_looked_for_is_found_wherever_it_stands(UNUSED void **state)
{
    char text[LONGEST], word[NEEDLE];

    for (size_t n = 0; n <= LONGEST; n++)
        for (size_t k = 1; k <= NEEDLE && k <= n; k++)
            for (size_t at = 0; at + k <= n; at++) {
                memset(text, 'x', sizeof(text));
                for (size_t i = 0; i < k; i++)
                    word[i] = (char)('a' + i);
                memcpy(text + at, word, k);
                check(text, n, word, k);
            }
}

/* Few letters: many places begin and end as the needle does, and more than one is right. */
static void the_first_of_several_places_is_told(UNUSED void **state)
{
    uint32_t dice = 1;

    for (size_t i = 0; i < 20000; i++) {
        char text[LONGEST], word[NEEDLE];
        const size_t n = i % (LONGEST + 1), k = 1 + i / 7 % 5;

        for (size_t b = 0; b < n + k; b++) {
            dice = dice * 1664525 + 1013904223;
            *(b < n ? &text[b] : &word[b - n]) = (char)('a' + (dice >> 24) % 2);
        }
        check(text, n, word, k);
    }
}

static void chinese_is_found_between_its_like(UNUSED void **state)
{
    const struct str text = STR("相关文献、相关链结、文件连接、相关文件链接");

    assert_int_equal(str_find(text, STR("文件链接")), text.n - 12);
    assert_int_equal(str_find(text, STR("相关链接")), STR_NONE);
    assert_int_equal(str_find(text, STR("")), 0);
    assert_int_equal(str_find(STR(""), STR("文")), STR_NONE);
    assert_int_equal(str_find(str_from(NULL, 0), STR("文")), STR_NONE);
}

static void a_text_has_the_bytes_of_its_words(UNUSED void **state)
{
    const uint64_t text = str_bytes(STR("上一页 2026 第3页"));

    assert_int_equal(str_bytes(STR("一页")) & ~text, 0);
    assert_int_equal(str_bytes(STR("2026")) & ~text, 0);
    assert_int_not_equal(str_bytes(STR("纠错")) & ~text, 0);
    assert_int_equal(str_bytes(STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_looked_for_is_found_wherever_it_stands),
        cmocka_unit_test(the_first_of_several_places_is_told),
        cmocka_unit_test(chinese_is_found_between_its_like),
        cmocka_unit_test(a_text_has_the_bytes_of_its_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
