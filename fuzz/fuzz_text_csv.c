/* Any bytes as CSV: rows are within the text, lines count up, every byte is read. */
#include "base/base.h"

#include "text/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct csv csv = csv_of(str_from((const char *)data, n));
    struct csv_row row;
    size_t line = 0, sum = 0;

    while (csv_next(&csv, &a, &row)) {
        ASSERT(row.line > line);
        ASSERT(row.fault ? row.n == 0 : row.n > 0);
        ASSERT(row.n <= CSV_CELLS_MAX);
        line = row.line;
        for (size_t i = 0; i < row.n; i++)
            for (size_t k = 0; k < row.cells[i].n; k++)
                sum += (unsigned char)row.cells[i].p[k];
        arena_reset(&a);
    }
    ASSERT(csv.rest.n == 0);
    ASSERT(line <= n + 1);
    return sum == 1 ? 1 : 0;
}
