#include "base/base.h"

#include "text/quote.h"

enum { REACH = 100 };

bool quote_holds(struct str text, size_t at)
{
    static const struct {
        const char *open, *close;
    } marks[] = { { "“", "”" }, { "「", "」" }, { "『", "』" }, { "‘", "’" } };
    const size_t from = at > REACH ? at - REACH : 0;

    for (size_t i = at; i > from && text.p[i - 1] != '\n'; i--)
        for (size_t k = 0; k < COUNT_OF(marks); k++) {
            const struct str rest = str_sub(text, i - 1, at - (i - 1));

            if (str_starts(rest, str_of(marks[k].close)))
                return false;
            if (str_starts(rest, str_of(marks[k].open)))
                return true;
        }
    return false;
}
