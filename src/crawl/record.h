/* The packed forms of what a page leaves behind: digest, links, findings. */
#ifndef XJ_CRAWL_RECORD_H
#define XJ_CRAWL_RECORD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "check/check.h"
#include "model/crawl.h"
#include "model/finding.h"
#include "store/journal.h"

/* It, a column on it, or the footer of a home page is written by script. The links are resolved. */
bool page_wants_browser(const struct page *page);

/* Why the body of an answer is not whole, as its evidence says it; empty: it is, for all we know.
 * is_shortened: not all that came was kept. */
struct str why_cut(enum reason reason, bool is_shortened);

/* The page's facts for the whole-site checks, some by their numbers and words. url, depth, ms and
 * n_bytes come from the journal's rows. Strings in a or the page's. */
void digest_of_page(const struct page *page, const struct check_set *set, struct arena *a,
                    struct digest *out);
/*
 * The same for pages that the whole-site checks cannot tell apart: those of one folder with the
 * same tags, identity and entries.
 */
uint64_t digest_likeness(const struct digest *d, struct str url);
/* Shared strings are interned in the journal. */
MUST_USE enum rc digest_pack(const struct digest *d, struct journal *j, struct buf *to,
                             struct err *err);
/* Of a packed one, without unpacking the rest. */
enum page_kind digest_kind(struct str packed);
/* The later of the days on which it says that it was published; DAY_NONE: it says none. */
int32_t digest_published(struct str packed);
bool digest_is_rendered(struct str packed);
bool digest_wants_browser(struct str packed);
/* RC_SYNTAX: damaged. */
MUST_USE enum rc digest_unpack(struct str packed, struct journal *j, struct arena *a,
                               struct digest *out);

/*
 * The links of one page, by URL number: all targets once, in order; the anchors that links ask of
 * other pages; and the anchors that this page has. About two bytes a link.
 */
enum { ANCHOR_ANY = 0 };
struct anchor_link {
    uint32_t target;
    uint32_t anchor; /* low half of str_hash of the fragment */
    struct str fragment;
    struct str where, text;
};
struct page_links {
    const uint32_t *targets;
    size_t n_targets;
    const struct anchor_link *anchor_links;
    size_t n_anchor_links;
    const uint32_t *anchors; /* sorted; ANCHOR_ANY alone: it may have any */
    size_t n_anchors;
};
void links_pack(const struct page_links *l, struct buf *to);
/* Arrays in a; strings in `packed`. RC_SYNTAX: damaged. */
MUST_USE enum rc links_unpack(struct str packed, struct arena *a, struct page_links *out);

void finding_pack(const struct finding *f, struct buf *to);
/* Strings in `packed`, arrays in a. RC_SYNTAX: damaged, or its check is no more. */
MUST_USE enum rc finding_unpack(struct str packed, struct arena *a, struct finding *out);

#endif
