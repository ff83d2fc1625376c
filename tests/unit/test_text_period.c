#include "base/base.h"

#include "text/period.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* As of 2026-11-20. */
static const struct {
    const char *text, *newest;
} texts[] = {
    { "截至2026年10月31日，累计办件12345件", "2026-10-31" },
    { "2026年8月办件统计", "2026-08-31" },
    { "2026年11月办件统计", "2026-11-20" },
    { "2026年12月办件统计", "" },
    { "2026年2月份办件量", "2026-02-28" },
    { "2026年1-10月办件情况", "2026-10-31" },
    { "2026年1月至9月办件情况", "2026-09-30" },
    { "2026年第三季度办件统计", "2026-09-30" },
    { "2026年四季度办件统计", "2026-11-20" },
    { "2026年2季度", "2026-06-30" },
    { "2025年下半年办件统计", "2025-12-31" },
    { "统计时间：2026-07", "2026-07-31" },
    { "统计周期：2026/06 办件数 2026.05", "2026-06-30" },
    { "2025年三季度、2026年1月3日、2026年二季度", "2026-06-30" },
    { "2025年办件统计", "" },
    { "办件12026年10月", "" },
    { "10月办件统计", "" },
    { "增长2026.35万", "" },
    { "", "" },
};

static void newest_day_that_statistics_speak_of(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        char day[DAY_TEXT_BYTES];
        const int32_t got = period_newest(str_of(texts[i].text), day_of(2026, 11, 20));

        if (strcmp(day_text(got, day), texts[i].newest) != 0)
            fail_msg("%s: '%s' instead of '%s'", texts[i].text, day, texts[i].newest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newest_day_that_statistics_speak_of),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
