/* A footer whose box has no name: where it begins is known by what only footers say. */
#ifndef XJ_DOM_FOOT_H
#define XJ_DOM_FOOT_H

#include "base/base.h"
#include "base/needles.h"
#include "base/str.h"

/* Zeroed is the beginning of a page. */
struct foot {
    bool is_there; /* one of its numbers was met: ICP, police, 网站标识码 */
    size_t from; /* where it begins: at a 主办 or 版权 close above its first number, else there */
    bool has_sponsor;
    size_t sponsor_at;   /* the last one */
    size_t from_sponsor; /* characters since, links not counted */
    struct needles words;
};

/* The next piece of visible text; `at` is where it stands, as the caller counts. */
void foot_look(struct foot *f, struct str text, bool is_link, size_t at);

#endif
