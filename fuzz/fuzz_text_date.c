#include "base/base.h"

#include "text/date.h"

#include "base/clock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const struct str s = str_from((const char *)data, n);
    const int32_t today = day_of(2026, 11, 23);
    struct date_hit hit;

    for (size_t at = 0; date_find(s, at, &hit); at = hit.at + hit.n) {
        ASSERT(hit.at >= at && hit.n >= 4 && hit.at + hit.n <= n);
        ASSERT(hit.year || date_complete(&hit, today) <= today + 2);
    }
    (void)date_in_url(s);
    return 0;
}
