/* The attributes that our code asks for, taken off an element in one pass. */
#ifndef XJ_DOM_ATTRS_H
#define XJ_DOM_ATTRS_H

#include "base/base.h"
#include "base/str.h"
#include "dom/dom.h"

enum attr_id {
    AT_ACTION,
    AT_ALT,
    AT_BACKGROUND,
    AT_CLASS,
    AT_CONTENT,
    AT_DATA,
    AT_HIDDEN,
    AT_HREF,
    AT_HTTP_EQUIV,
    AT_ID,
    AT_LABEL, /* aria-label */
    AT_LAZY,  /* any of the names under which scripts keep the real src */
    AT_LAZY_SRCSET,
    AT_NAME,
    AT_ONCHANGE,
    AT_ONCLICK,
    AT_POSTER,
    AT_REL,
    AT_SRC,
    AT_SRCSET,
    AT_STYLE,
    AT_TITLE,
    AT_TYPE,
    AT_VALUE,
    AT_N
};

/* Zeroed is empty. Views as in the tree (decoded) or as in the text (not decoded). */
struct attrs {
    uint32_t present; /* bit 1 << AT_x: value[AT_x] is there, perhaps empty */
    struct str value[AT_N];
};

static inline bool attrs_has(const struct attrs *at, enum attr_id id)
{
    return at->present >> id & 1;
}
/* Empty with p == NULL when it is not there. */
static inline struct str attrs_get(const struct attrs *at, enum attr_id id)
{
    return attrs_has(at, id) ? at->value[id] : str_from(NULL, 0);
}

/* Keeps it if it is one of ours and the first of its name. */
void attrs_add(struct attrs *at, struct str name, struct str value);

#endif
