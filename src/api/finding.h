/* A finding in replies. */
#ifndef XJ_API_FINDING_H
#define XJ_API_FINDING_H

#include "base/json.h"
#include "store/finding_query.h"
#include "web/call.h"
#include "web/shape.h"

extern const struct member reply_finding[];
struct json *reply_of_finding(const struct finding_row *row);
/* Its archived page (finding_shown) and whether there is a picture, into a reply; a page that
 * cannot be opened is told as such. Asks the opener. */
void reply_put_page(struct call *c, const struct stored_finding *f, struct json *to);
/* The archived page as it was received; its picture. RC_NOT_FOUND: none. */
MUST_USE enum rc finding_answer_page(struct call *c, const struct stored_finding *f,
                                     struct err *err);
MUST_USE enum rc finding_answer_picture(struct call *c, const struct stored_finding *f,
                                        struct err *err);
extern const struct member reply_page[];
/* "00c0ffee00c0ffee" */
void reply_put_finding_id(struct json *to, const char *key, uint64_t id);

#endif
