#include "base/base.h"

#include "notice/rate.h"

#include <inttypes.h>

#define WHOLE_MAX INT64_C(1000000000000)

struct str rate_text(int64_t part, int64_t whole, unsigned decimals, struct arena *a)
{
    static const int64_t units[RATE_DECIMALS_MAX + 1] = { 1, 10, 100 }; /* in one percent */

    ASSERT(part >= 0 && part <= whole && whole <= WHOLE_MAX && decimals <= RATE_DECIMALS_MAX);
    if (whole == 0)
        return STR("—");
    if (part == 0 || part == whole)
        return part ? STR("100%") : STR("0%");

    const int64_t unit = units[decimals];
    const int64_t value = (2 * 100 * unit * part + whole) / (2 * whole);

    if (decimals == 0)
        return arena_printf(a, "%" PRId64 "%%", value);
    return arena_printf(a, "%" PRId64 ".%0*" PRId64 "%%", value / unit, (int)decimals,
                        value % unit);
}
