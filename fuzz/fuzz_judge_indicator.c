/* Any bytes as an indicator file: it is refused with a reason, or keeps what the header promises.
 */
#include "base/base.h"

#include "check/check.h"
#include "judge/indicator.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct indicator_set set;
    struct err err = { 0 };
    const enum rc rc =
        indicator_parse("fuzz.yaml", str_from((const char *)data, n), &a, &set, &err);

    if (rc) {
        ASSERT(rc == RC_SYNTAX);
        ASSERT(err.text[0]);
        return 0;
    }
    ASSERT(set.n_metrics <= METRICS_MAX);
    for (size_t i = 0; i < set.n_metrics; i++)
        ASSERT(check_find(set.metrics[i].check));
    for (size_t i = 0; i < set.n_numbers; i++)
        ASSERT(set.numbers[i].quantity.trust == TRUST_OPEN || set.numbers[i].quantity.basis.n);
    for (size_t i = 0; i < set.n_indicators; i++)
        ASSERT(set.indicators[i].part != PART_DEDUCT ||
               indicator_category(&set, set.indicators[i].category));
    return 0;
}
