/* Lists that are short enough to be sorted in memory. */
#ifndef XJ_WEB_SHORT_LIST_H
#define XJ_WEB_SHORT_LIST_H

#include "base/base.h"
#include "base/json.h"
#include "web/call.h"

/*
 * The page that is asked for, of all items, sorted by the member that the query's `sort` names: a
 * number, a text by its bytes, an object by its `name`; null comes before all else. Without `sort`,
 * and among equal ones, they stay as they are.
 *
 *   items  taken
 *   total  how many there are
 */
struct json *short_list_page(const struct call *c, struct json *items, int64_t *total);
/* The same as the answer. */
void short_list_reply(struct call *c, struct json *items, int64_t as_of);

#endif
