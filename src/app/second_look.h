/*
 * Findings that no single page can tell of: their sites and accounts are looked at once more, as
 * far as these findings need it, in a folder and a store of their own. Nothing else is judged anew.
 */
#ifndef XJ_APP_SECOND_LOOK_H
#define XJ_APP_SECOND_LOOK_H

#include "crawl/recheck.h"
#include "store/store.h"

struct second_look {
    struct store *store;     /* the registry, posts that were handed in, visits */
    struct archive *archive; /* takes the evidence */
    const char *folder;      /* made, and taken away again */
    struct str checks;       /* ids, with commas */
    int64_t now;
    int64_t since; /* visits before are of what was to be repaired */
    int64_t try_gap_ms;
    const char *browser; /* NULL: none */
    struct fetch_options fetch;
    const volatile sig_atomic_t *stop; /* NULL = never */
};

/* Needs it; else recheck_run tells. */
bool second_look_is_for(const struct recheck_target *t);
/* targets: sorted by their sites. RC_STOPPED, RC_IO, RC_DB; of rules, RC_SYNTAX. */
MUST_USE enum rc second_look_run(const struct second_look *o, const struct recheck_target *targets,
                                 size_t n, recheck_fn each, void *ctx, struct err *err);

#endif
