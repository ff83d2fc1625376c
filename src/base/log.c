#include "base/base.h"

#include "base/log.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static struct {
    enum log_level level;
    void (*before)(void *ctx);
    void (*after)(void *ctx);
    void *ctx;
    const char *process; /* NULL: lines are for people */
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

void log_set_json(const char *process)
{
    state.process = process;
}

void log_set_process(const char *process)
{
    if (state.process)
        state.process = process;
}

static void write_json(enum log_level level, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

static void write_json(enum log_level level, const char *fmt, va_list args)
{
    static const char *const word[] = {
        [LOG_ERROR] = "error", [LOG_WARN] = "warn", [LOG_INFO] = "info", [LOG_DEBUG] = "debug"
    };
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *line = json_new_object();
    char at[TIME_TEXT_BYTES], *text;
    struct str out;
    va_list again;
    int n;

    va_copy(again, args);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    text = arena_alloc(&a, (size_t)(n > 0 ? n : 0) + 1);
    (void)vsnprintf(text, (size_t)(n > 0 ? n : 0) + 1, fmt, args);
    json_put_str(line, "time", str_of(time_text(clock_now(), at)));
    json_put_str(line, "level", str_of(word[level]));
    json_put_str(line, "process", str_of(state.process));
    json_put_int(line, "pid", getpid());
    json_put_text(line, "message", str_of(text));
    out = arena_join(&a, json_text(line, &a), STR("\n"));
    (void)fwrite(out.p, 1, out.n, stderr);
}

void log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const word[] = {
        [LOG_ERROR] = "错误：", [LOG_WARN] = "警告：", [LOG_INFO] = "", [LOG_DEBUG] = "调试："
    };
    va_list args;

    if (level > state.level || level == LOG_QUIET)
        return;
    va_start(args, fmt);
    if (state.process) {
        write_json(level, fmt, args);
        va_end(args);
        return;
    }
    if (state.before)
        state.before(state.ctx);
    (void)fputs(word[level], stderr);
    (void)vfprintf(stderr, fmt, args);
    va_end(args);
    (void)fputc('\n', stderr);
    if (state.after)
        state.after(state.ctx);
}
