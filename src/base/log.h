/* Lines for the journal on stderr. Only crawl, desk, web, api and app log; lower layers return
 * errors.
 */
#ifndef XJ_BASE_LOG_H
#define XJ_BASE_LOG_H

#include "base/base.h"

enum log_level { LOG_QUIET, LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Process-wide; default LOG_INFO. */
void log_set_level(enum log_level level);
/* Called before and after each line, so that a progress bar can step aside; NULL = none. */
void log_set_hook(void (*before)(void *ctx), void (*after)(void *ctx), void *ctx);
void log_line(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);
/*
 * From now on lines are JSON objects, each written at once: time (RFC 3339), level ("error",
 * "warn", "info", "debug"), process, pid, message.
 *
 *   process  borrowed for ever: what this process is called; set anew after fork
 */
void log_set_json(const char *process);
/* Takes effect where lines are JSON already. */
void log_set_process(const char *process);

#endif
