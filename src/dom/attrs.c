#include "base/base.h"

#include "dom/attrs.h"

enum { NAME_BYTES_MAX = 13 };

/* By the bytes of the name; each row ends with NULL. */
static const struct {
    const char *name;
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

static bool is_name(struct str s, const char *name)
{
    for (size_t i = 0; i < s.n; i++)
        if (char_lower(s.p[i]) != name[i])
            return false;
    return true;
}

void attrs_add(struct attrs *at, struct str name, struct str value)
{
    if (name.n > NAME_BYTES_MAX)
        return;
    for (size_t i = 0; by_length[name.n][i].name; i++) {
        if (!is_name(name, by_length[name.n][i].name))
            continue;

        const enum attr_id id = by_length[name.n][i].id;

        if (!attrs_has(at, id)) {
            at->present |= 1U << id;
            at->value[id] = value;
        }
        return;
    }
}
