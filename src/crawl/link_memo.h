/*
 * How links were resolved: most links of a page stand on the pages before it too, written alike.
 * Remembers the last 24,000 or so; forgetting costs time only.
 */
#ifndef XJ_CRAWL_LINK_MEMO_H
#define XJ_CRAWL_LINK_MEMO_H

#include "base/base.h"
#include "model/page.h"
#include "net/url.h"

/* Zeroed is empty. Owns its memory, at most 4.3 MB. */
struct link_memo {
    /* Where each is and half of its key, in one small table: the rest is then read once, when it is
     * the right one. */
    struct link_memo_place {
        uint32_t at; /* of a struct resolved in memory, plus 1; 0 = free */
        uint32_t tag;
    } * places;
    size_t n_places_taken;
    char *memory; /* each struct resolved, its strings behind it */
    size_t n_bytes;
    bool is_full, is_stale; /* begins anew with the next page */
};

struct resolved {
    uint64_t key;
    uint32_t number; /* struct link's */
    uint16_t n_href, n_url, n_fragment;
    bool is_bad_url, is_same_site;
};

/* What the pages of one folder, site and charset have in common. */
struct link_base {
    uint64_t origin, folder;
};

void link_memo_done(struct link_memo *m);
/* What counts as the same site has changed. What was found stays valid until the next page. */
void link_memo_forget(struct link_memo *m);
/* scope: any number that tells apart what counts as the same site. */
struct link_base link_base_of(const struct url *base, const char *charset, uint64_t scope);
/* Before a page: makes room. What was found is valid until the next call. */
void link_memo_begin(struct link_memo *m);
/*
 * Completes the links that are known.
 *
 *   found   room for n: NULL where a link is not known; the caller may note the number that it gave
 *           the URL in the others
 */
void link_memo_find(const struct link_memo *m, const struct link_base *base, struct link *links,
                    size_t n, struct resolved **found);
void link_memo_add(struct link_memo *m, const struct link_base *base, const struct link *link);

#endif
