/* What a crawl knows of one site, put together from its records: the input of the whole-site
 * checks. */
#ifndef XJ_CRAWL_DOSSIER_H
#define XJ_CRAWL_DOSSIER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "check/check.h"
#include "model/crawl.h"

struct crawler;
struct site_run;

/* How every URL of the run ended: 8 bytes each. */
struct endings {
    struct ending {
        uint32_t redirect; /* URL number; 0 = none */
        uint16_t http_status;
        uint8_t reason;   /* enum reason */
        uint8_t is_known; /* it was fetched in this run */
    } * of;               /* by URL number */
    size_t n;
};

MUST_USE enum rc endings_load(struct endings *e, struct crawler *c, struct err *err);
void endings_done(struct endings *e);

struct dossier {
    struct site_view view;
    struct digest *digests; /* the view's, n_pages of them */
    size_t n_pages;
    uint64_t n_by_kind[PAGE_KIND_N];
    bool has_browser; /* one was used */
    uint64_t n_blind; /* pages that need a browser as received */
    uint64_t n_rendered, n_need_browser, n_unchanged, n_bytes;
    uint64_t n_kept; /* URLs that were not looked at again */
};

void dossier_done(struct dossier *d);
/* All but the digests goes to a, which must outlive *out. RC_DB; dossier_done then, too. */
MUST_USE enum rc dossier_open(struct dossier *out, struct crawler *c, struct site_run *s,
                              const struct endings *e, struct arena *a, struct err *err);
/* The site's line of sites.jsonl, without "unknown". Gives.
 *
 *   today  of the inspection
 */
struct json *dossier_json(const struct dossier *d, int32_t today, struct arena *a,
                          const struct check_set *set);

#endif
