/* What stands behind store.h: one table of functions an engine. The contracts are those of store.h.
 */
#ifndef XJ_STORE_ENGINE_H
#define XJ_STORE_ENGINE_H

#include "store/store.h"

struct store_handover {
    int64_t run;
    struct str site;
    int64_t now;
    const struct stored_finding *findings;
    size_t n;
    const struct str *unjudged;
    size_t n_unjudged;
};

struct db;
struct tally;
struct tally_shelf;
struct trend;

struct store_engine {
    struct str scheme; /* "sqlite" */
    /* place: what follows "scheme:" */
    enum rc (*open)(struct str place, struct store **out, struct err *err);
    void (*close)(struct store *s);
    struct db *(*db)(struct store *s); /* for the statements of reviews and rounds */
    enum rc (*run_begin)(struct store *s, int64_t now, struct str options, struct run_info *out,
                         struct err *err);
    enum rc (*run_finish)(struct store *s, int64_t run, int64_t now, struct err *err);
    enum rc (*site_findings)(struct store *s, const struct store_handover *h, struct err *err);
    enum rc (*add_evidence)(struct store *s, struct str site, uint64_t id, struct str reference,
                            struct err *err);
    enum rc (*site_result)(struct store *s, int64_t run, struct str site, struct str result_json,
                           struct err *err);
    enum rc (*each_finding)(struct store *s, int64_t run, stored_finding_fn each, void *ctx,
                            struct err *err);
    enum rc (*each_reviewed)(struct store *s, int64_t run, stored_finding_fn each, void *ctx,
                             struct err *err);
    enum rc (*each_finding_of)(struct store *s, int64_t run, struct str site,
                               stored_finding_fn each, void *ctx, struct err *err);
    enum rc (*get_site)(struct store *s, int64_t run, struct str site, struct arena *a,
                        struct str *result_json, struct err *err);
    enum rc (*get_run)(struct store *s, int64_t run, struct arena *a, struct run_info *out,
                       struct err *err);
    enum rc (*each_site)(struct store *s, int64_t run, bool is_account, site_result_fn each,
                         void *ctx, struct err *err);
};

/* The first member of every engine's own struct. */
struct store {
    const struct store_engine *engine;
    struct tally_shelf *shelf; /* tally.h */
    struct tally *tally;       /* the one that is held; NULL: nobody has asked yet */
    struct trend *trend;       /* trend.h; so too */
};

extern const struct store_engine store_sqlite;

#endif
