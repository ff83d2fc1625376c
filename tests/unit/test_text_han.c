#include "base/base.h"

#include "text/han.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void ranges_end_where_unicode_ends_them(void **state)
{
    (void)state;
    assert_false(han_is(0x33ff));
    assert_true(han_is(0x3400));
    assert_false(han_is_common(0x4dff));
    assert_true(han_is_common(0x4e00));
    assert_true(han_is_common(0x9fff) && han_is(0x9fff));
    assert_false(han_is(0xa000) || han_is_common(0xa000));
}

static void a_text_is_asked_for_its_first_and_last_character(void **state)
{
    (void)state;
    assert_true(han_starts_common(STR("县a")));
    assert_false(han_starts_common(STR("䶮a"))); /* U+4DAE */
    assert_false(han_starts_common(STR("")) || han_starts_common(STR("a县")));
    assert_true(han_ends(STR("a县")) && han_ends(STR("䶮")));
    assert_false(han_ends(STR("")) || han_ends(STR("县a")) || han_ends(STR("县。")));
}

static void the_first_byte_tells_most(void **state)
{
    (void)state;
    assert_true(han_begins(*"一") && han_begins(*"鿿"));                    /* U+4E00, U+9FFF */
    assert_false(han_begins(*"㐀") || han_begins(*"ꀀ") || han_begins('a')); /* U+3400, U+A000 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_end_where_unicode_ends_them),
        cmocka_unit_test(a_text_is_asked_for_its_first_and_last_character),
        cmocka_unit_test(the_first_byte_tells_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
