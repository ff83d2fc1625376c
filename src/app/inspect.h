/* The main job as the commands start it: registry in, inspection, report out. */
#ifndef XJ_APP_INSPECT_H
#define XJ_APP_INSPECT_H

#include "base/base.h"
#include "base/err.h"
#include "net/fetch.h"

struct progress; /* report/progress.h */

struct inspect_options {
    const char *sites_file;    /* NULL: no sites, accounts only */
    const char *accounts_file; /* NULL: no accounts; one of both is given */
    const char *out_dir;
    int64_t round; /* of the store: of the lists only what is in it; it judges the run. 0 = none */
    struct str store;        /* URL; empty = DIR/xunjian.db */
    struct str checks;       /* ids; empty = all */
    const char *data_file;   /* checks.yaml; NULL = the program's */
    const struct str *words; /* paths of word lists */
    size_t n_words;
    const char *articles; /* NULL: none */
    const char *field;    /* read with this file of usage, proof/field.h; NULL: none */
    const char
        *learn; /* what is read adds to this one, when the inspection has ended; NULL: none */
    bool field_may_fail;   /* either may be damaged or of another book: says so, and goes on */
    struct str indicators; /* name of the indicator set; empty = the national one of 2019 */
    int64_t now;           /* 0 = the machine's */
    struct fetch_options fetch;
    int64_t max_pages, n_tries, try_gap_ms, n_sites_at_once;
    int64_t max_site_ms;    /* as in crawl/inspection.h */
    int64_t max_attachment; /* bytes; as in crawl/inspection.h */
    struct str browser;     /* what opens pages filled by script: "auto" or empty = the one that is
                               installed, if any; "off"; or a path */
    int64_t max_rendered;   /* pages of a site that it opens; as in crawl/inspection.h */
    bool quiet, as_json;
    bool after_crash; /* as in crawl/inspection.h, like the next three */
    bool is_incremental;
    int64_t give_up_at;
    int64_t clock_offset_s;
    bool keeps_pace;  /* what the office has set for each site: a pace of its own */
    bool keeps_hours; /* and quiet hours, of all and of each */
    /* The store's run is known. NULL: nobody asks. */
    enum rc (*on_run)(void *ctx, int64_t run, struct err *err);
    void *run_ctx;
    /* At the end: codes of sites that were given up, separated by spaces; also when there is none.
     */
    enum rc (*on_left)(void *ctx, struct str codes, struct err *err);
    /* How far it is, a few times a second; NULL: nobody asks. */
    void (*on_progress)(void *ctx, const struct progress *p);
    void *progress_ctx;
};

/* Prints progress on stderr and the summary on stdout. An exit status of the contract. */
int inspect_run(const struct inspect_options *o);

#endif
