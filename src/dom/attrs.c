#include "base/base.h"

#include "dom/attrs.h"

#include <string.h>

enum { NAME_BYTES_MAX = 13, NAME_ROOM = 16 };

/* By the bytes of the name; each row ends with an empty one. */
static const struct {
    char name[NAME_ROOM];
    enum attr_id id;
} by_length[NAME_BYTES_MAX + 1][6] = {
    [2] = { { "id", AT_ID } },
    [3] = { { "src", AT_SRC }, { "alt", AT_ALT }, { "rel", AT_REL } },
    [4] = { { "href", AT_HREF },
            { "name", AT_NAME },
            { "type", AT_TYPE },
            { "data", AT_DATA },
            { "_src", AT_LAZY } },
    [5] = { { "class", AT_CLASS },
            { "style", AT_STYLE },
            { "title", AT_TITLE },
            { "value", AT_VALUE } },
    [6] = { { "action", AT_ACTION },
            { "hidden", AT_HIDDEN },
            { "poster", AT_POSTER },
            { "srcset", AT_SRCSET } },
    [7] = { { "content", AT_CONTENT }, { "onclick", AT_ONCLICK } },
    [8] = { { "data-src", AT_LAZY }, { "lazy-src", AT_LAZY }, { "original", AT_LAZY } },
    [9] = { { "data-echo", AT_LAZY }, { "data-lazy", AT_LAZY } },
    [10] = { { "background", AT_BACKGROUND },
             { "http-equiv", AT_HTTP_EQUIV },
             { "aria-label", AT_LABEL } },
    [11] = { { "data-srcset", AT_LAZY_SRCSET } },
    [12] = { { "data-lazysrc", AT_LAZY } },
    [13] = { { "data-original", AT_LAZY }, { "data-lazy-src", AT_LAZY } },
};

/* ASCII in lower case, eight bytes at once. */
static uint64_t lower_word(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101U, low = w & 0x7f * ones;
    const uint64_t from_a = low + (0x80 - 'A') * ones, past_z = low + (0x7f - 'Z') * ones;

    return w | ((from_a & ~past_z & ~w & 0x80 * ones) >> 2);
}

void attrs_add(struct attrs *at, struct str name, struct str value)
{
    char room[NAME_ROOM] = { 0 };
    uint64_t words[2];

    if (name.n > NAME_BYTES_MAX)
        return;
    memcpy(room, name.p, name.n);
    memcpy(words, room, sizeof(words));
    words[0] = lower_word(words[0]);
    words[1] = lower_word(words[1]);
    for (size_t i = 0; by_length[name.n][i].name[0]; i++) {
        if (memcmp(words, by_length[name.n][i].name, sizeof(words)) != 0)
            continue;

        const enum attr_id id = by_length[name.n][i].id;

        if (!attrs_has(at, id)) {
            at->present |= 1U << id;
            at->value[id] = value;
        }
        return;
    }
}
