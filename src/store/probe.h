/*
 * The record of visits: every try at a home page, made on a schedule (crawl/probe.h), and the
 * outages among them. The national rule counts visits, so none is left out and none is changed.
 *
 * A try takes 8 bytes: a site that is tried every five minutes 2.3 KiB a day.
 */
#ifndef XJ_STORE_PROBE_H
#define XJ_STORE_PROBE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/crawl.h"
#include "store/store.h"

enum { PROBES_A_DAY_MAX = 86400 }; /* of one site; one a second */

struct probe {
    struct str site; /* code */
    struct attempt attempt;
};

/* An outage that is going on when a process starts goes on. */
struct outage {
    struct str site;
    int64_t began;   /* time of the first failed try */
    int64_t alarmed; /* time of the try that raised the alarm */
    int64_t ended;   /* time of the try that opened the site again; 0 = not yet */
    enum reason reason;
    int http_status;
};

/*
 * Adds tries, in the order of their time for each site: all or none, but for those of a site that
 * was deleted from the registry. A try that the site's record already has (the same second) is not
 * added again. RC_LIMIT: more than PROBES_A_DAY_MAX.
 */
MUST_USE enum rc store_probes_add(struct store *s, const struct probe *probes, size_t n,
                                  struct err *err);
/* The tries of a site with from <= at < to, by time, in a. A site without any gives none. */
MUST_USE enum rc store_probes_read(struct store *s, struct str site, int64_t from, int64_t to,
                                   struct arena *a, const struct attempt **out, size_t *n,
                                   struct err *err);
/* Time of the newest try of all sites; 0: there is none. */
MUST_USE enum rc store_probes_newest(struct store *s, int64_t *time, struct err *err);
/* Forgets tries of the days before `day`. */
MUST_USE enum rc store_probes_forget(struct store *s, int32_t day, struct err *err);

/* Begins an outage, or ends the one that is open (outage.ended set; began and alarmed are not
 * read). Beginning one that is open or of a site that was deleted, or ending none, changes
 * nothing. */
MUST_USE enum rc store_outage_put(struct store *s, const struct outage *o, struct err *err);
typedef enum rc (*outage_fn)(void *ctx, const struct outage *o, struct err *err);
/* Those that touch [from, to), the newest first; of one site, or of all when it is empty. */
MUST_USE enum rc store_outages_each(struct store *s, struct str site, int64_t from, int64_t to,
                                    outage_fn each, void *ctx, struct err *err);

#endif
