/* Parts of replies that several endpoints have. */
#ifndef XJ_API_REPLIES_H
#define XJ_API_REPLIES_H

#include "base/arena.h"
#include "base/json.h"
#include "office/user.h"
#include "web/shape.h"

/* {id, name} */
extern const struct member reply_unit_name[];
/* {id, name, title, role, unit} */
extern const struct member reply_user[];
struct json *reply_of_user(const struct user *u);
/* As `unit`. */
void reply_put_unit(struct json *to, int64_t id, struct str name);

/* What a line of the log of operations is about: "user:3". */
struct str reply_subject(const char *kind, int64_t id, struct arena *a);

#define VERDICT_WORDS "合格|不合格|未能判定"
#define ROLE_WORDS "admin|inspector|reviewer|operator|leader"

#endif
