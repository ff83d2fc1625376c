#include "base/base.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

static struct {
    enum log_level level;
    void (*before)(void *ctx);
    void (*after)(void *ctx);
    void *ctx;
} state = { .level = LOG_INFO };

void log_set_level(enum log_level level)
{
    state.level = level;
}

void log_set_hook(void (*before)(void *ctx), void (*after)(void *ctx), void *ctx)
{
    state.before = before;
    state.after = after;
    state.ctx = ctx;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const word[] = {
        [LOG_ERROR] = "错误：", [LOG_WARN] = "警告：", [LOG_INFO] = "", [LOG_DEBUG] = "调试："
    };
    va_list args;

    if (level > state.level || level == LOG_QUIET)
        return;
    if (state.before)
        state.before(state.ctx);
    (void)fputs(word[level], stderr);
    va_start(args, fmt);
    (void)vfprintf(stderr, fmt, args);
    va_end(args);
    (void)fputc('\n', stderr);
    if (state.after)
        state.after(state.ctx);
}
