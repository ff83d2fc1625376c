#include "base/base.h"

#include "text/quote.h"

enum { REACH = 100, LINE_REACH = 200 };

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

bool quote_tells(struct str text, size_t at)
{
    static const char *const before[] = { "提示", "显示", "弹出" };
    static const char *const asks[] = { "怎么办",   "怎么处理", "怎么解决", "怎么回事",
                                        "如何处理", "如何解决", "什么原因" };
    const struct str head = str_sub(text, 0, at);
    struct str rest = str_sub(text, at, LINE_REACH), line;
    const size_t n = STR("提示").n; /* and of the others; alone in front it is a heading */

    return (str_ends_any(head, before, COUNT_OF(before)) && at > n && text.p[at - n - 1] != '\n') ||
           (str_line(&rest, &line) && str_has_any(line, asks, COUNT_OF(asks)));
}
