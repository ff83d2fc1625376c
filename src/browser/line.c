#include "base/base.h"

#include "browser/line.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { READ_BYTES = 1 << 16 };

enum rc line_open(struct line *l, const char *program, const char *user_agent, bool has_sandbox,
                  size_t max_message, struct err *err)
{
    struct process p;
    const enum rc rc = process_start(program, user_agent, has_sandbox, &p, err);

    if (!rc)
        *l = (struct line){ .process = p, .reader = { .max = max_message }, .is_open = true };
    return rc;
}

void line_close(struct line *l)
{
    if (!l->is_open)
        return;
    process_end(&l->process);
    message_reader_done(&l->reader);
    buf_done(&l->unsent);
    *l = (struct line){ 0 };
}

static void flush(struct line *l)
{
    while (l->n_sent < l->unsent.n && !l->is_lost) {
        const ssize_t n = write(l->process.to, l->unsent.p + l->n_sent, l->unsent.n - l->n_sent);

        if (n > 0)
            l->n_sent += (size_t)n;
        else if (n < 0 && errno == EAGAIN)
            return;
        else if (n == 0 || errno != EINTR)
            l->is_lost = true;
    }
    buf_reset(&l->unsent);
    l->n_sent = 0;
}

int64_t line_send(struct line *l, const char *method, struct str session, struct json *params)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *command = json_new_object();

    json_put_int(command, "id", ++l->last_id);
    json_put_text(command, "method", str_of(method));
    if (session.n)
        json_put_text(command, "sessionId", session);
    if (params)
        json_put(command, "params", params);
    buf_add(&l->unsent, json_text(command, &a));
    buf_add_char(&l->unsent, '\0');
    flush(l);
    return l->last_id;
}

static void receive(struct line *l)
{
    const ssize_t n =
        read(l->process.from, message_reader_room(&l->reader, READ_BYTES), READ_BYTES);

    if (n > 0)
        l->reader.bytes.n += (size_t)n;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR))
        l->is_lost = true;
}

bool line_next(struct line *l, int64_t wait_ms, struct message *out)
{
    const int64_t until_ms = clock_ms() + wait_ms;

    while (l->is_open && !l->is_lost) {
        struct pollfd polls[] = {
            { .fd = l->process.from, .events = POLLIN },
            { .fd = l->process.to, .events = l->unsent.n ? POLLOUT : 0 },
        };
        const enum message_end end = message_next(&l->reader, out);
        int64_t left;

        if (end == MESSAGE_WHOLE)
            return true;
        if (end == MESSAGE_BAD) {
            l->is_lost = true;
            return false;
        }
        left = until_ms - clock_ms();
        if (poll(polls, COUNT_OF(polls), left > 0 ? (int)left : 0) > 0) {
            if (polls[1].revents)
                flush(l);
            if (polls[0].revents)
                receive(l);
        } else if (left <= 0) {
            return false;
        }
    }
    return false;
}
