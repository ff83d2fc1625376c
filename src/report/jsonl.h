/* findings.jsonl and sites.jsonl: the contract's names, a line an object. */
#ifndef XJ_REPORT_JSONL_H
#define XJ_REPORT_JSONL_H

#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "store/store.h"

/* From `case` to `since`, in the contract's order: what everybody is told of a finding. Strings are
 * never null. `since` is the fault's own first day where it shows one, else the day it was first
 * seen. */
void finding_put_said(struct json *to, const struct stored_finding *f);
/* References, parted by spaces, as a list. Gives. */
struct json *evidence_json(struct str references);

/*
 * A finding as the contract spells it, fields in its order.
 *
 * RC_SYNTAX: detail_json is no object. Gives *out.
 */
MUST_USE enum rc finding_record(const struct stored_finding *f, struct json **out, struct err *err);

typedef void (*finding_line_fn)(void *ctx, const struct stored_finding *f, struct str line);
/*
 * DIR/findings.jsonl, sorted by site, check, url, where; `each` is given every line, without its
 * newline and valid within the call: written out once for all who show it. RC_IO and what the store
 * says.
 */
MUST_USE enum rc findings_write(const char *dir, struct store *store, int64_t run,
                                finding_line_fn each, void *ctx, struct err *err);
/* DIR/sites.jsonl, sorted by site. RC_SYNTAX: a stored result is no JSON object. */
MUST_USE enum rc sites_write(const char *dir, struct store *store, int64_t run, struct err *err);
/* DIR/accounts.jsonl, sorted by account; none is written when the run has no accounts. */
MUST_USE enum rc accounts_write(const char *dir, struct store *store, int64_t run, struct err *err);

#endif
