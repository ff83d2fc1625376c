/* A row of the table of findings, read. */
#ifndef XJ_STORE_FINDING_ROW_H
#define XJ_STORE_FINDING_ROW_H

#include "store/db.h"
#include "store/store.h"

/* Of a finding f. */
#define FINDING_COLUMNS                                                                            \
    "f.id, f.check_id, f.case_id, f.url, f.place, f.excerpt, f.suggest, f.measured, "              \
    "f.limit_value, f.grade, f.confidence, f.since, f.detail, f.evidence, f.first_seen, "          \
    "f.last_seen, f.gone, f.n_returns"
enum { FINDING_COLUMNS_N = 18 };

/* From the columns that begin at `first` of the row that q stands on; strings are views into it. */
struct stored_finding finding_at(struct stmt *q, int first, struct str site);

#endif
