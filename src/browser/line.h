/* The line to a running browser: commands go out, messages come in. Inside browser/ only. */
#ifndef XJ_BROWSER_LINE_H
#define XJ_BROWSER_LINE_H

#include "base/base.h"
#include "browser/message.h"
#include "browser/process.h"

/* Zeroed is closed. */
struct line {
    struct process process;
    struct message_reader reader;
    struct buf unsent;
    size_t n_sent; /* of it */
    int64_t last_id;
    bool is_open, is_lost; /* lost: it has to be closed */
};

MUST_USE enum rc line_open(struct line *l, const char *program, const char *user_agent,
                           bool has_sandbox, size_t max_message, struct err *err);
/* Ends the process. */
void line_close(struct line *l);

/* session empty: the browser itself. Takes params (NULL: none). The id of its answer. */
int64_t line_send(struct line *l, const char *method, struct str session, struct json *params);
/* true with one message, to be released with message_done; false when none came within wait_ms or
 * the line is lost. */
bool line_next(struct line *l, int64_t wait_ms, struct message *out);

#endif
