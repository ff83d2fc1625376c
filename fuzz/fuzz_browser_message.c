/* Any bytes as what the browser writes, in pieces: the first byte says how large they are. */
#include "base/base.h"

#include "browser/base64.h"
#include "browser/message.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct message_reader r = { .max = 4096 };
    struct str rest = str_from((const char *)data, n);
    const size_t piece = n ? (size_t)data[0] + 1 : 1;
    enum message_end end = MESSAGE_NONE;

    for (rest = str_skip(rest, 1); rest.n && end != MESSAGE_BAD; rest = str_skip(rest, piece)) {
        const struct str part = str_sub(rest, 0, piece);
        struct message m;

        memcpy(message_reader_room(&r, part.n), part.p, part.n);
        r.bytes.n += part.n;
        while ((end = message_next(&r, &m)) == MESSAGE_WHOLE) {
            AUTO(buf_done) struct buf bytes = { 0 };

            ASSERT(m.id > 0 || m.method.n);
            ASSERT(!base64_read(json_get_str(m.content, "data"), &bytes) || bytes.n < 4096);
            message_done(&m);
        }
        ASSERT(end == MESSAGE_BAD || r.bytes.n - r.at <= r.max);
    }
    message_reader_done(&r);
    return 0;
}
