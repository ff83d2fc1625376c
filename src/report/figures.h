/* The counts that the page and the terminal show: by site, by check, in all. */
#ifndef XJ_REPORT_FIGURES_H
#define XJ_REPORT_FIGURES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "model/crawl.h"
#include "model/finding.h"
#include "report/report.h"

enum { GRADE_N = GRADE_VETO + 1 };

/* A check that could not judge a site. */
struct refusal_row {
    struct str check, reason;
    int64_t n_pages, n_files; /* it was only these of the site; both 0 = the whole site */
};

struct site_row {
    struct str code, name, url;
    struct str state;        /* as the result says it, else the registry's */
    struct str verdict;      /* empty: no result */
    struct str if_confirmed; /* what it would be, once people confirm what was seen; may be empty */
    struct str region, type; /* as the result says them, else the registry's */
    bool has_result;         /* false: the run did not get to it */
    int64_t pages, links;    /* -1: the result does not say */
    int64_t columns;         /* how many were found; -1 likewise */
    struct str newest;       /* "2026-11-20" of its columns; empty: none dated. Not past `now` */
    double share;            /* of pages readable without a browser, 0..1; -1: not said */
    struct str incomplete;   /* why not all pages were looked at; where it says so */
    enum tri complete;       /* every known page was looked at */
    int64_t found[GRADE_N];
    const struct refusal_row *unknown;
    size_t n_unknown;
};

/* A new-media account with a result. */
struct account_row {
    struct str id, name, type, owner, state;
    struct str verdict, if_confirmed;
    struct str newest; /* day of its newest post; empty: none was seen */
    struct str source; /* where its posts were seen: "订阅源"; empty: nowhere */
    struct str unseen; /* why not */
    int64_t found[GRADE_N];
    const struct refusal_row *unknown;
    size_t n_unknown;
};

struct check_row {
    struct str id;
    struct str title, case_id; /* of the check table; the id and "" for an unknown one */
    int64_t found[GRADE_N];
    int64_t n_sites;   /* sites and accounts with findings */
    int64_t n_unknown; /* sites that it could not judge */
    int64_t n_unknown_accounts;
    struct str last_site;
};

struct figures {
    struct site_row *sites; /* by code; the registry's and the results' */
    size_t n_sites;
    struct account_row *accounts; /* by id; of the results */
    size_t n_accounts;
    struct check_row *checks; /* those that ran, found something or could not judge; in the order
                                   of the check table */
    size_t n_checks;
    int64_t found[GRADE_N];
    int64_t n_findings;
    int64_t n_done; /* sites with a result */
    int64_t pages, links;
    int64_t n_unknown; /* of sites and accounts */
};

/*
 * Reads the run's results and findings once. Strings live in `a`. Checks that ran are those of
 * `options.checks` in run.json: ids with commas, or "all".
 *
 * RC_DB and what the store says; RC_SYNTAX: a result is no JSON object. RC_LIMIT: more than
 * CHECK_IDS_MAX checks.
 */
MUST_USE enum rc figures_read(const struct report_input *in, const struct json *run,
                              struct arena *a, struct figures *out, struct err *err);

/* The index in `checks`, or n_checks. */
size_t figures_check(const struct figures *t, struct str id);

#endif
