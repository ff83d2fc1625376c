/* 排查台账: what one unit has to repair and to check itself, for all of its sites and accounts,
 * as .xlsx and .html. */
#ifndef XJ_REPORT_LEDGER_H
#define XJ_REPORT_LEDGER_H

#include "base/base.h"
#include "base/err.h"
#include "judge/indicator.h"
#include "store/store.h"

struct ledger_input {
    const char *dir; /* exists */
    struct store *store;
    int64_t run;
    struct str unit; /* 主办单位, 开设主体, or the name or code of a site or an account */
    const struct indicator_set *set;
    const char *template_dir; /* data/report */
};

/* How many went in. */
struct ledger_counts {
    size_t n_sites, n_accounts, n_findings;
};

/*
 * Writes DIR/UNIT.xlsx and DIR/UNIT.html: findings that nobody dismissed, and every situation of
 * the indicator set with what the machine says of it.
 *
 * RC_NOT_FOUND: no site or account of that unit in the run. RC_IO.
 */
MUST_USE enum rc ledger_write(const struct ledger_input *in, struct ledger_counts *out,
                              struct err *err);

#endif
