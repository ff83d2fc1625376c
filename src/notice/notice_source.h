/* Where a notice's verdicts and findings come from: a run as it stands, or a frozen round. */
#ifndef XJ_NOTICE_NOTICE_SOURCE_H
#define XJ_NOTICE_NOTICE_SOURCE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "model/account.h"
#include "model/site.h"
#include "office/filing_kinds.h"
#include "store/round.h"
#include "store/store.h"

struct notice_source {
    struct store *store;
    int64_t run;
    const struct round *round; /* frozen, of that run; NULL: the run itself */
    const struct site_list *sites;
    const struct account_list *accounts; /* NULL: none */
    struct str period;                   /* empty: the quarter of `day` */
    int32_t day;                         /* the last one of the check, or DAY_NONE */
    struct str rules;                    /* title of the indicator set */
    const struct filing_kinds *filings;  /* of what a round counts of them; NULL: nothing of it */
    bool with_unreviewed;                /* findings that nobody confirmed enter, and are counted */
    struct str evidence; /* the folder of the archive, as seen from the annex; empty: not known */
};

/* The round's lists, drawn or not: its registry. accounts: NULL to leave them out. RC_DB,
 * RC_SYNTAX. */
MUST_USE enum rc notice_source_lists(struct store *s, const struct round *r, struct arena *a,
                                     struct site_list *sites, struct account_list *accounts,
                                     struct err *err);
/* Sites and accounts with their results; a site of the round without result has an empty one. */
MUST_USE enum rc notice_source_results(const struct notice_source *s, site_result_fn each,
                                       void *ctx, struct err *err);
/* By site, check, URL, place. */
MUST_USE enum rc notice_source_findings(const struct notice_source *s, stored_finding_fn each,
                                        void *ctx, struct err *err);

#endif
