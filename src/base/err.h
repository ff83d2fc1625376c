/* The sentence that says what went wrong, written once, where it is known best. */
#ifndef XJ_BASE_ERR_H
#define XJ_BASE_ERR_H

#include "base/base.h"

enum { ERR_TEXT_BYTES = 512 };

/* Zeroed = nothing went wrong. */
struct err {
    enum rc rc;
    char text[ERR_TEXT_BYTES]; /* Chinese for users, names the object, no full stop at the end, no
                                  control characters but tab and line feed */
};

/* Fills *err (which may be NULL) and returns rc, so that callers write `return err_set(...)`. */
enum rc err_set(struct err *err, enum rc rc, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* What an errno says, for the end of a sentence: in Chinese, as far as one is known that a user can
 * do something about. Valid until the next call. */
const char *os_reason(int number);

#endif
