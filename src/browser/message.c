#include "base/base.h"

#include "browser/message.h"

#include <string.h>

void message_reader_done(struct message_reader *r)
{
    buf_done(&r->bytes);
    *r = (struct message_reader){ .max = r->max };
}

char *message_reader_room(struct message_reader *r, size_t n)
{
    if (r->at && r->at * 2 >= r->bytes.n) {
        memmove(r->bytes.p, r->bytes.p + r->at, r->bytes.n - r->at);
        r->bytes.n -= r->at;
        r->at = 0;
    }
    return buf_room(&r->bytes, n);
}

void message_done(struct message *m)
{
    json_freep(&m->json);
    *m = (struct message){ 0 };
}

/* What is neither an answer nor an event is no message. */
static bool read_message(struct str text, struct message *out)
{
    struct message m = { 0 };
    const struct json *content;

    if (json_parse(text, &m.json, NULL))
        return false;
    m.id = json_get_int(m.json, "id", 0);
    m.method = json_get_str(m.json, "method");
    m.session = json_get_str(m.json, "sessionId");
    content = json_get(m.json, m.id ? "result" : "params");
    m.content = json_kind(content) == JSON_IS_OBJECT ? content : NULL;
    if (m.id < 0 || (m.id == 0 && !m.method.n)) {
        message_done(&m);
        return false;
    }
    *out = m;
    return true;
}

enum message_end message_next(struct message_reader *r, struct message *out)
{
    const struct str all = str_skip(buf_str(&r->bytes), r->at);
    const size_t end = str_chr(str_skip(all, r->looked), '\0');
    struct str text;

    if (end == STR_NONE) {
        r->looked = all.n;
        return all.n > r->max ? MESSAGE_BAD : MESSAGE_NONE;
    }
    text = str_sub(all, 0, r->looked + end);
    r->at += text.n + 1;
    r->looked = 0;
    return text.n <= r->max && read_message(text, out) ? MESSAGE_WHOLE : MESSAGE_BAD;
}
