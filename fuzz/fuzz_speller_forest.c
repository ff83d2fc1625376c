/* Any bytes as the trained decision: refused, or good for any features. */
#include "base/base.h"

#include "base/arena.h"
#include "speller/forest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str text = str_from((const char *)data, n);
    const float features[FEATURES] = { 1, -1 };
    struct forest f;
    struct err err = { 0 };
    AUTO(arena_done) struct arena a = { 0 };

    if (forest_read(&text, &a, &f, &err) == RC_OK) {
        const float score = forest_score(&f, features);

        ASSERT(score >= 0 && score <= 1);
    }
    return 0;
}
