#include "base/base.h"

#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum rc err_set(struct err *err, enum rc rc, const char *fmt, ...)
{
    va_list args;

    if (!err)
        return rc;
    err->rc = rc;
    va_start(args, fmt);
    (void)vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    return rc;
}

void assert_failed(const char *cond, const char *file, int line)
{
    (void)fprintf(stderr, "xunjian: %s:%d: broken promise: %s\n", file, line, cond);
    abort();
}
