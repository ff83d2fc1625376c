#include "base/base.h"

#include "watch/strip.h"

struct strip_cell strip_fill(const struct visit_rule *rule, const struct attempt *tries, size_t n,
                             int64_t from, int64_t span_s, struct strip_cell *cells, size_t n_cells)
{
    struct strip_cell all = { .at = from };

    for (size_t i = 0; i < n_cells; i++)
        cells[i] = (struct strip_cell){ .at = from + (int64_t)i * span_s };
    for (size_t i = 0; i < n; i++) {
        const int64_t after = tries[i].at - from;
        const enum visit_outcome outcome = visit_judge(rule, &tries[i]);
        struct strip_cell *cell;

        if (after < 0 || after / span_s >= (int64_t)n_cells)
            continue;
        cell = &cells[after / span_s];
        cell->n++;
        cell->n_known += outcome != VISIT_UNKNOWN;
        cell->n_failed += outcome == VISIT_FAILED;
        all.n++;
        all.n_known += outcome != VISIT_UNKNOWN;
        all.n_failed += outcome == VISIT_FAILED;
    }
    return all;
}
