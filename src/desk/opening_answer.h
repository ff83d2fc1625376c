/*
 * How the answer of a process that opens something hostile begins (web/opener.h): with how it went
 * there, and why it did not go well.
 */
#ifndef XJ_DESK_OPENING_ANSWER_H
#define XJ_DESK_OPENING_ANSWER_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* rc RC_OK: what was seen follows. Another: its sentence, and nothing more. */
void opening_answer_begin(struct buf *answer, enum rc rc, const struct err *err);
/*
 * Takes that off. The answer is not trusted.
 *
 * RC_OK: what was seen follows. RC_UNSUPPORTED, RC_LIMIT, RC_IO, RC_SYNTAX, RC_NOT_FOUND: as it was
 * answered. RC_SYNTAX with `harmful` as its sentence: it is no answer of ours.
 */
MUST_USE enum rc opening_answer_take(struct str *answer, const char *harmful, struct err *err);

#endif
