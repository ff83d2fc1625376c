/* Which paragraph styles of a docx are headings. */
#ifndef XJ_ATTACH_STYLES_H
#define XJ_ATTACH_STYLES_H

#include "attach/package.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum { STYLES_MAX = 2000 }; /* further ones are no headings */

struct style {
    struct str id, base; /* in the arena */
    int level;           /* of the outline, from 1; 0: none of its own */
};
struct styles {
    struct style *styles; /* in the arena */
    size_t n;
};

/* Of "word/styles.xml"; what is missing or damaged gives no headings. */
void styles_read(struct package *package, struct arena *a, struct styles *out);
/* The level of a paragraph of this style, 1..9, that of the style it is based on if need be; 0: it
 * is no heading. */
int styles_level(const struct styles *s, struct str id);
/* What w:outlineLvl says: 1..9; 0: body text. */
int styles_outline(struct str value);

#endif
