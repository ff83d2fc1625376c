#include "base/base.h"

#include "check/collected.h"

#include "base/clock.h"

int32_t collected_day(const struct check_ctx *c)
{
    const int32_t today = day_of_time(c->now), as_of = c->account->posts.as_of;

    return as_of != DAY_NONE && as_of < today ? as_of : today;
}

enum judged collected_too_early(const struct check_ctx *c)
{
    char day[DAY_TEXT_BYTES];

    return cannot_judge(c, arena_printf(c->a, "导入的发布记录截至 %s，此后的情况未知，请导入新的",
                                        day_text(collected_day(c), day))
                               .p);
}
