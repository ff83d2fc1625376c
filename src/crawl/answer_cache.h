/* What pages in the browser asked for: those of a site use the same scripts, styles and pictures.
 * Inside crawl/ only. */
#ifndef XJ_CRAWL_ANSWER_CACHE_H
#define XJ_CRAWL_ANSWER_CACHE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/hashes.h"
#include "base/str.h"

enum {
    ANSWER_CACHE_BYTES = 64 << 20,
    ANSWER_CACHE_PLACES = 4096,
    ANSWER_BYTES_MAX = 8 << 20, /* of one that is asked for */
};

struct cached_answer {
    int status;
    struct str headers, body;
};

/* Zeroed is valid and empty. Forgotten as a whole when it is full. */
struct answer_cache {
    struct arena a;
    struct hashes index; /* of the URL -> place + 1 */
    struct cached_answer answers[ANSWER_CACHE_PLACES];
    size_t n, n_bytes;
};

void answer_cache_done(struct answer_cache *k);
/* home: of the site whose page asks: what lies at a private address is known to that site alone.
 * NULL: not known. Valid until the next put. */
const struct cached_answer *answer_cache_find(const struct answer_cache *k, struct str url,
                                              struct str home);
/* A copy; what is no good answer is not kept. */
void answer_cache_put(struct answer_cache *k, struct str url, struct str home,
                      const struct cached_answer *answer);

#endif
