/* Words that are looked for together. */
#include "base/base.h"

#include "base/needles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = { "主办单位", "主办：", "ICP备", "icp备", "Copyright" };

static bool has(struct str s)
{
    struct needles w;

    needles_init(&w, words, COUNT_OF(words));
    return needles_in(&w, s);
}

static void a_word_is_found_wherever_it_stands(void **state)
{
    (void)state;
    for (size_t n = 0; n < 100; n++)
        for (size_t behind = 0; behind < 70; behind += 23)
            for (size_t i = 0; i < COUNT_OF(words); i++) {
                const struct str word = str_of(words[i]);
                /* of its own size, so that a read past the end is seen */
                char *text = malloc(n + word.n + behind);

                assert_non_null(text);
                memset(text, 'o', n + word.n + behind);
                memcpy(text + n, word.p, word.n);
                assert_true(has(str_from(text, n + word.n + behind)));
                assert_false(has(str_from(text, n + word.n - 1)));
                free(text);
            }
}

static void what_only_begins_like_a_word_is_none(void **state)
{
    (void)state;
    assert_false(has(STR("")));
    assert_false(has(STR("主")));
    assert_false(has(STR("本页主办科室、主要领导、主办单")));
    assert_false(has(STR("ICP 备 copyright COPYRIGHT")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_found_wherever_it_stands),
        cmocka_unit_test(what_only_begins_like_a_word_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
