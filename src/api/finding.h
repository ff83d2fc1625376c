/* A finding in replies. */
#ifndef XJ_API_FINDING_H
#define XJ_API_FINDING_H

#include "base/json.h"
#include "store/finding_query.h"
#include "web/shape.h"

extern const struct member reply_finding[];
struct json *reply_of_finding(const struct finding_row *row);
struct json *reply_of_evidence(struct str references);
/* "00c0ffee00c0ffee" */
void reply_put_finding_id(struct json *to, const char *key, uint64_t id);

#endif
