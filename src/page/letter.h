/* A citizen's message and its answer, as labels name their parts. */
#ifndef XJ_PAGE_LETTER_H
#define XJ_PAGE_LETTER_H

#include "base/arena.h"
#include "page/flow.h"

/* How many different labels of letters the page has. */
unsigned letter_labels(const struct flow *fl);
/* Has it the question, its day and what became of it, each with its label? */
bool letter_is_labelled(const struct flow *fl, struct arena *a);
/* Does the page tell once when a message was written, and not in the row of a list? may_list: lists
 * have such an address. */
bool letter_is_one(const struct flow *fl, bool may_list, struct arena *a);
/* NULL when the page shows no message, or more than one. In the arena. */
const struct letter *letter_read(const struct flow *fl, const struct page *page, struct arena *a);

#endif
