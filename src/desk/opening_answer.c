#include "base/base.h"

#include "desk/opening_answer.h"

#include "base/pack.h"
#include "text/charset.h"

void opening_answer_begin(struct buf *answer, enum rc rc, const struct err *err)
{
    pack_u64(answer, rc);
    if (rc)
        pack_str(answer, str_of(err->text));
}

enum rc opening_answer_take(struct str *answer, const char *harmful, struct err *err)
{
    static const enum rc known[] = { RC_UNSUPPORTED, RC_LIMIT, RC_IO, RC_SYNTAX, RC_NOT_FOUND };
    const uint64_t rc = unpack_u64(answer);

    if (unpack_ok(answer) && rc == RC_OK)
        return RC_OK;

    const struct str why = unpack_str(answer);

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (rc == known[i] && unpack_ok(answer) && charset_is_utf8(why))
            return err_set(err, known[i], "%.*s", STR_ARG(why));
    return err_set(err, RC_SYNTAX, "%s", harmful);
}
