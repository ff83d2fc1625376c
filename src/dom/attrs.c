#include "base/base.h"

#include "dom/attrs.h"

#include "dom/word.h"

enum { NAME_BYTES_MAX = 13, NAME_ROOM = 2 * WORD_BYTES };

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
    [8] = { { "onchange", AT_ONCHANGE },
            { "data-src", AT_LAZY },
            { "lazy-src", AT_LAZY },
            { "original", AT_LAZY } },
    [9] = { { "data-echo", AT_LAZY }, { "data-lazy", AT_LAZY } },
    [10] = { { "background", AT_BACKGROUND },
             { "http-equiv", AT_HTTP_EQUIV },
             { "aria-label", AT_LABEL } },
    [11] = { { "data-srcset", AT_LAZY_SRCSET } },
    [12] = { { "data-lazysrc", AT_LAZY } },
    [13] = { { "data-original", AT_LAZY }, { "data-lazy-src", AT_LAZY } },
};

void attrs_add(struct attrs *at, struct str name, struct str value)
{
    if (name.n > NAME_BYTES_MAX)
        return;

    const size_t n_more = name.n > WORD_BYTES ? name.n - WORD_BYTES : 0;
    const uint64_t begin = word_of(name.p, name.n), end = word_of(name.p + name.n - n_more, n_more);

    for (size_t i = 0; by_length[name.n][i].name[0]; i++) {
        if (word_whole(by_length[name.n][i].name) != begin ||
            word_whole(by_length[name.n][i].name + WORD_BYTES) != end)
            continue;

        const enum attr_id id = by_length[name.n][i].id;

        if (!attrs_has(at, id)) {
            at->present |= 1U << id;
            at->value[id] = value;
        }
        return;
    }
}
