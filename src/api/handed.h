/* Files that are handed in with an order or a filing (office/handed_file.h), in requests and
 * replies. */
#ifndef XJ_API_HANDED_H
#define XJ_API_HANDED_H

#include "office/handed_file.h"
#include "web/call.h"
#include "web/shape.h"

#define HANDED_LIMITS "一个至多 20 MB，一份至多 50 个、共 200 MB；同名的新的在前。"

/* {name, hash, bytes, at, by} */
extern const struct member handed_members[];
/* As `files`, oldest first. */
MUST_USE enum rc handed_put_list(struct call *c, enum handed_with with, int64_t owner,
                                 struct json *to, struct err *err);

/* The handlers of PUT and GET …/files/{name}, of an owner that the user may see. word: of the log
 * of operations and its subject, "order". */
MUST_USE enum rc handed_take(struct call *c, enum handed_with with, int64_t owner, const char *word,
                             struct err *err);
MUST_USE enum rc handed_give(struct call *c, enum handed_with with, int64_t owner, struct err *err);

#endif
