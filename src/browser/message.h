/*
 * The browser's messages: JSON texts, each ended by a NUL. What the browser says is no more trusted
 * than the pages that it shows.
 */
#ifndef XJ_BROWSER_MESSAGE_H
#define XJ_BROWSER_MESSAGE_H

#include "base/base.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

/* Zeroed is not valid: set `max`. */
struct message_reader {
    struct buf bytes; /* received and not yet taken */
    size_t at;        /* the first byte not yet taken */
    size_t looked;    /* bytes after it that hold no NUL */
    size_t max;       /* bytes of one message */
};

/* An answer has an id, an event a method. Strings live as long as `json`. */
struct message {
    struct json *json; /* owned */
    int64_t id;        /* 0: an event */
    struct str method, session;
    const struct json *content; /* params of an event, result of an answer; NULL: an error */
};

enum message_end {
    MESSAGE_WHOLE,
    MESSAGE_NONE, /* more bytes are needed */
    MESSAGE_BAD,  /* no JSON, no message, or longer than max: nothing that follows can be trusted */
};

void message_reader_done(struct message_reader *r);
/* Room for n more bytes, to be counted with r->bytes.n. */
char *message_reader_room(struct message_reader *r, size_t n);
/* *out is owned by the caller only for MESSAGE_WHOLE. */
enum message_end message_next(struct message_reader *r, struct message *out);
void message_done(struct message *m);

#endif
