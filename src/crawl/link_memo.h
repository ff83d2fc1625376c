/*
 * How links were resolved: most links of a page stand on the pages before it too, written alike.
 * Remembers the last ones; forgetting costs time only.
 */
#ifndef XJ_CRAWL_LINK_MEMO_H
#define XJ_CRAWL_LINK_MEMO_H

#include "base/arena.h"
#include "base/base.h"
#include "model/page.h"
#include "net/url.h"

enum { LINK_MEMO_PLACES = 16 << 10 }; /* 1 MiB */

/* Zeroed is empty. */
struct link_memo {
    struct resolved {
        uint64_t key;
        struct str href; /* as written */
        struct str url, fragment;
        bool is_bad_url, is_same_site;
    } * places; /* LINK_MEMO_PLACES of them, one for a key */
    struct arena memory;
    size_t n_bytes; /* of strings */
};

/* What the pages of one folder, site and charset have in common. */
struct link_base {
    uint64_t origin, folder;
};

void link_memo_done(struct link_memo *m);
/* What counts as the same site has changed. What was found and added stays valid until the next
 * page. */
void link_memo_forget(struct link_memo *m);
/* scope: any number that tells apart what counts as the same site. */
struct link_base link_base_of(const struct url *base, const char *charset, uint64_t scope);
/* Before a page: makes room. What was found and added is valid until the next call. */
void link_memo_begin(struct link_memo *m);
/* false: not known. */
bool link_memo_find(const struct link_memo *m, const struct link_base *base, struct link *link);
void link_memo_add(struct link_memo *m, const struct link_base *base, const struct link *link);

#endif
