/*
 * The inspection of a list of accounts: their sources, menus and downloads are fetched, checked,
 * and handed over. One thread, one event loop.
 *
 * An account that has its result in the run is not asked again, so a survey that was cut off goes
 * on where it was when it is called again with the same run.
 */
#ifndef XJ_ACCOUNT_SURVEY_H
#define XJ_ACCOUNT_SURVEY_H

#include "archive/archive.h"
#include "base/base.h"
#include "base/err.h"
#include "check/check.h"
#include "model/account.h"
#include "model/site.h"
#include "net/fetch.h"
#include "store/store.h"

#include <signal.h>

struct survey_progress {
    size_t n_accounts, n_done;
    uint64_t n_requests; /* answered */
    uint64_t n_findings;
};

struct survey_options {
    const struct account_list *accounts;
    const struct site_list *sites; /* NULL: none. An account is linked to its owner's site */
    struct store *store;
    int64_t run;             /* of the store */
    struct archive *archive; /* takes the answers behind findings */
    const struct check_set *checks;
    int64_t now;                /* what deadlines are judged by */
    struct fetch_options fetch; /* borrowed parts live as long as the call */
    bool keep_sources;          /* archives the answer of each; its line says where: "evidence" */
    int64_t try_gap_ms;         /* before the second try of what failed */
    int64_t n_at_once;          /* accounts; 0 = 64 */
    const volatile sig_atomic_t *stop; /* set by a signal; NULL = never */
    void (*on_progress)(void *ctx, const struct survey_progress *p); /* a few times a second */
    void *ctx;
};

/* RC_IO, RC_DB: disk or store; can be called again. RC_STOPPED: *stop was set. */
MUST_USE enum rc survey_run(const struct survey_options *o, struct survey_progress *out,
                            struct err *err);

#endif
