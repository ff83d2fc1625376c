#include "base/base.h"

#include "check/tally.h"

void tally_add(struct tallies *t, struct str value, struct str url, struct arena *a)
{
    size_t i = 0;

    if (!t->all)
        t->all = arena_array(a, struct tally, TALLY_VALUES_MAX);
    while (i < t->n && !str_eq(t->all[i].value, value))
        i++;
    if (i == TALLY_VALUES_MAX)
        i--;
    if (i == t->n)
        t->all[t->n++].value = value;

    struct tally *at = &t->all[i];

    at->n++;
    if (at->n_samples < TALLY_SAMPLES_MAX)
        at->samples[at->n_samples++] = url;
}
