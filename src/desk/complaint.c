#include "base/base.h"

#include "desk/complaint.h"

enum { SHOWN_CHARS = 40 /* of a wrong value */ };

void complaint_add(struct buf *sentence, const char *column, struct str value, const char *why)
{
    const struct str shown = str_head_chars(value, SHOWN_CHARS);

    if (sentence->n)
        buf_add(sentence, STR("；"));
    buf_add(sentence, str_of(column));
    if (str_is_empty(value))
        buf_add(sentence, STR("没有填写"));
    else
        buf_addf(sentence, "“%.*s%s”%s", STR_ARG(shown), shown.n < value.n ? "…" : "", why);
}
