/* Text that no person wrote: pieces of templates, characters read in the wrong charset. */
#ifndef XJ_CHECK_DEBRIS_H
#define XJ_CHECK_DEBRIS_H

#include "base/base.h"
#include "base/str.h"
#include "check/words.h"

enum { DEBRIS_RUN_MAX = 100 };

/* The first piece of a template: ${x}, #{x}, $!{x}, {{x}}, {$x}, <%=x%>, the tags of wide-spread
 * systems ({dede:x/}), with ASCII alone inside. */
bool debris_template(struct str text, size_t *at, size_t *n);
/* What a script writes where a value should be, behind a Chinese label: "联系电话：undefined". */
bool debris_value(struct str text, size_t *at, size_t *n);
/* What PHP writes into a page when a file of it fails: "Warning: … in /www/foot.php on line 88";
 * kinds: the words that such a message begins with. */
bool debris_program(const struct words *kinds, struct str text, size_t *at, size_t *n);
/* A run of characters that UTF-8 leaves when it is read as Latin-1 or Windows-1252. */
bool debris_latin(struct str text, int64_t run, size_t *at);
/* A run of replacement characters (U+FFFD); run is at most DEBRIS_RUN_MAX. */
bool debris_lost(struct str text, int64_t run, size_t *at);

#endif
