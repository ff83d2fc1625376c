#include "base/base.h"

#include "text/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void full_width_characters_of_a_text_are_made_ascii_and_nothing_else(void **state)
{
    static const struct {
        const char *from, *to;
    } texts[] = {
        { "网站标识码：２３４５６７８９２２", "网站标识码:2345678922" },
        { "蜀ＩＣＰ备２２号－３\n第二行　完。", "蜀ICP备22号-3\n第二行　完。" },
        { "abc 全是平常的", "abc 全是平常的" },
        { "\xEF\xBB\xBF\xEF\xBF\xA5\xEF", "\xEF\xBB\xBF\xEF\xBF\xA5\xEF" },
        { "", "" },
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!str_eq(field_half_text(str_of(texts[i].from), &a), str_of(texts[i].to)))
            fail_msg("%s", texts[i].from);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_width_characters_of_a_text_are_made_ascii_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
