/*
 * The store: runs, sites' results and findings through time. One interface; sqlite.c is the first
 * engine behind it. A new-media account is kept as a site is, under its id (model/account.h), which
 * no code can be; where both are asked for, it says so.
 *
 * A finding is one row for its whole life, found again by finding_id: first seen, last seen, gone,
 * back.
 */
#ifndef XJ_STORE_STORE_H
#define XJ_STORE_STORE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/finding.h"

struct store;
struct review_action;

/* url: "sqlite:PATH". Makes and migrates it. RC_UNSUPPORTED: another scheme. RC_DB: not ours, or
 * newer than us. */
MUST_USE enum rc store_open(struct str url, struct store **out, struct err *err);
void store_closep(struct store **s);
/* Counts of findings are held in memory once for the two, of one file; each may go on in a thread
 * of its own. */
void store_share(struct store *s, struct store *with);
/* How long it waits for another's transaction, instead of 10 s: for work of hours, which a round
 * that is frozen must not end. */
void store_wait(struct store *s, int ms);

struct run_info {
    int64_t id;
    int64_t started, finished; /* time; finished 0 = not yet */
    struct str options;        /* JSON, for run.json */
};
/* Goes on with the newest unfinished run of the same options (byte by byte), or begins one. */
MUST_USE enum rc store_run_begin(struct store *s, int64_t now, struct str options,
                                 struct run_info *out, struct err *err);
/* A second call changes nothing. RC_NOT_FOUND: no such run. */
MUST_USE enum rc store_run_finish(struct store *s, int64_t run, int64_t now, struct err *err);

/* A finding as stored: what the check said, plus its life. Proof and detail are not kept as such:
 * see evidence and detail_json. */
struct stored_finding {
    uint64_t id;            /* finding_id */
    struct finding finding; /* borrowed strings; key, detail, proof unused */
    struct str detail_json; /* an object; empty = {} */
    struct str evidence;    /* references, separated by spaces */
    /* Handed over, and not read back. */
    bool is_unseen;  /* nobody looked: the time it was last seen stays */
    bool is_partial; /* some of its evidence was not there: what is stored stays if it is more */
    int64_t first_seen, last_seen;      /* times */
    int64_t gone;                       /* time it was first missing after last_seen; 0 = open */
    int64_t n_returns;                  /* how often it came back after it was gone */
    bool is_confirmed;                  /* a person confirmed it */
    const struct review_action *review; /* store/review.h; the last word on it. NULL: none */
};

/* The text that is stored of a finding's detail: a JSON object. */
struct str stored_detail(const struct finding *f, struct arena *a);

/*
 * Hands over all findings of one site in one run, at once: new ones are added, known ones updated,
 * open ones that are missing are marked gone - unless their check is in `unjudged` (ids), when they
 * stay as they are; so a run with some checks only must name the others there. Of several findings
 * with one id the last stays. One transaction; doing it again changes nothing, and handing over a
 * better list in the same run is no return of what the worse one lacked.
 *
 *   findings  `id`, `finding`, `detail_json`, `evidence`, `look` are read, the life is not
 *
 * RC_NOT_FOUND: no such run.
 */
MUST_USE enum rc store_site_findings(struct store *s, int64_t run, struct str site, int64_t now,
                                     const struct stored_finding *findings, size_t n,
                                     const struct str *unjudged, size_t n_unjudged,
                                     struct err *err);

/* One more reference behind a finding; nothing happens when it stands there, or the finding is no
 * more. */
MUST_USE enum rc store_finding_add_evidence(struct store *s, struct str site, uint64_t id,
                                            struct str reference, struct err *err);

/* The site's line of sites.jsonl for this run; replaces an earlier one. */
MUST_USE enum rc store_site_result(struct store *s, int64_t run, struct str site,
                                   struct str result_json, struct err *err);

/*
 * Calls `each` for every finding seen in `run` that nobody dismissed or merged, sorted by site,
 * check, url, where (bytes); what later runs saw or missed changes nothing of who is called. The
 * finding itself is told as the run saw it if a round stood on it that was not frozen when later
 * runs saw it otherwise; else as it was last seen. Stops when it returns other than RC_OK, and
 * returns that. What it is handed is valid until it returns; it must not use the store.
 * RC_NOT_FOUND: no such run.
 */
typedef enum rc (*stored_finding_fn)(void *ctx, const struct stored_finding *f, struct err *err);
MUST_USE enum rc store_each_finding(struct store *s, int64_t run, stored_finding_fn each, void *ctx,
                                    struct err *err);
/* The same with those that were dismissed or merged. */
MUST_USE enum rc store_each_reviewed(struct store *s, int64_t run, stored_finding_fn each,
                                     void *ctx, struct err *err);
/* The same as store_each_finding for one site alone; none when it has none. */
MUST_USE enum rc store_each_finding_of(struct store *s, int64_t run, struct str site,
                                       stored_finding_fn each, void *ctx, struct err *err);
/* The same for sites' results, sorted by site. */
typedef enum rc (*site_result_fn)(void *ctx, struct str site, struct str result_json,
                                  struct err *err);
MUST_USE enum rc store_each_site(struct store *s, int64_t run, site_result_fn each, void *ctx,
                                 struct err *err);
/* The same for accounts' results, sorted by id; store_each_site has none of them. */
MUST_USE enum rc store_each_account(struct store *s, int64_t run, site_result_fn each, void *ctx,
                                    struct err *err);
/* One site's or account's result, copied to a. RC_NOT_FOUND: no such run, or the site has none in
 * it. */
MUST_USE enum rc store_get_site(struct store *s, int64_t run, struct str site, struct arena *a,
                                struct str *result_json, struct err *err);
/* The run (0 = the newest), its options copied to a. RC_NOT_FOUND. */
MUST_USE enum rc store_get_run(struct store *s, int64_t run, struct arena *a, struct run_info *out,
                               struct err *err);

#endif
