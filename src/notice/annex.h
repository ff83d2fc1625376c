/* The tables of a notice and all its findings as .xlsx, to be sorted and filtered. */
#ifndef XJ_NOTICE_ANNEX_H
#define XJ_NOTICE_ANNEX_H

#include "base/base.h"
#include "base/err.h"
#include "model/notice.h"
#include "notice/numbers.h"

/* Of findings in a sheet; then another one. Excel ends at 1,048,576. */
enum { ANNEX_ROWS_MAX = 1000000 };

struct annex;

/*
 * Gives *out with its tables: figures by type and region with a chart (sites, accounts), failures,
 * problems by check. Heads are frozen and have filters. Memory does not grow with the findings but
 * for their links.
 *
 *   path     appears whole or not at all
 *   numbers  gets every number of the tables, and how many rows the lists have; used until
 *            annex_commit
 *
 * RC_IO.
 */
MUST_USE enum rc annex_open(const char *path, const struct notice *n, struct numbers *numbers,
                            struct annex **out, struct err *err);
/* One more row of the list of findings; *f is not kept. */
void annex_add(struct annex *x, const struct notice_finding *f);
/* RC_IO: the disk. */
MUST_USE enum rc annex_commit(struct annex *x, struct err *err);
void annex_closep(struct annex **x);

#endif
