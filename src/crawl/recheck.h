/*
 * Looks again at single findings: fetches the pages that they stand on, runs exactly their checks,
 * and says of each whether it is repaired. What a page alone cannot tell (a stale column, a site
 * map, an account) is not looked at here, and is told as unknown.
 */
#ifndef XJ_CRAWL_RECHECK_H
#define XJ_CRAWL_RECHECK_H

#include "archive/archive.h"
#include "base/base.h"
#include "base/err.h"
#include "check/check.h"
#include "model/site.h"
#include "net/fetch.h"

#include <signal.h>

enum { RECHECK_PICTURES_MAX = 20 };

struct recheck_target {
    const struct site *site;
    int64_t gap_ms; /* that the site wants between two requests; 0 = the pace of all */
    uint64_t id;
    struct str check, url;
    struct str detail_json; /* its pages, its target */
    enum grade grade;
    uint64_t subject; /* review_subject: the same fault under another id is still there */
};

enum recheck_outcome {
    RECHECK_UNKNOWN,
    RECHECK_GONE,
    RECHECK_STILL,
};

struct recheck_result {
    enum recheck_outcome outcome;
    struct str reason;   /* Chinese; of an unknown one why, of a page that is no more how */
    struct str excerpt;  /* of what is still there */
    struct str evidence; /* references to what was fetched, separated by spaces */
    int64_t at;          /* time */
};
/* Valid until it returns; stops when it is not RC_OK. */
typedef enum rc (*recheck_fn)(void *ctx, const struct recheck_target *target,
                              const struct recheck_result *result, struct err *err);

struct recheck_options {
    struct archive *archive;        /* that answers are kept in */
    const struct check_set *checks; /* with all checks of the targets */
    struct fetch_options fetch;
    /* Opens pages filled by script and takes pictures (RECHECK_PICTURES_MAX), as in an inspection;
     * NULL: none. */
    const char *browser;
    int64_t now;
    const volatile sig_atomic_t *stop; /* NULL = never */
};

/* RC_STOPPED. RC_IO. */
MUST_USE enum rc recheck_run(const struct recheck_options *o, const struct recheck_target *targets,
                             size_t n, recheck_fn each, void *ctx, struct err *err);

#endif
