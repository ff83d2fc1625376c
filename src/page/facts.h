/*
 * What a careful reader takes off a page beside its links and its text: meta tags, identity,
 * article, lists, kind. Called by reader.c as the last step.
 */
#ifndef XJ_PAGE_FACTS_H
#define XJ_PAGE_FACTS_H

#include "base/arena.h"
#include "base/base.h"
#include "dom/dom.h"
#include "model/page.h"
#include "page/reader.h"

struct facts_input {
    const struct dom *dom;
    const struct page_input *in;
    /* The element of each of out->links: parallel to it, in document order (one element may stand
     * for several links in a row). */
    const struct node *const *link_nodes;
    /* Tops of the subtrees that readers cannot see, in document order, none within another; their
     * dates and sources do not count as visible. May be empty. */
    const struct node *const *hidden_tops;
    size_t n_hidden_tops;
};

/*
 * Fills kind, headline, tags*, site_code .. footer_by_script, source .. newest_item, items, blocks
 * and needs_browser. Reads url, title, links, refresh, text, text_chars, n_nodes and is_cut, which
 * must be there already. Strings go into a or stay in page_input's; nothing points into the tree.
 */
void facts_read(const struct facts_input *f, struct arena *a, struct page *out);

/* For PAGE_LINKS: nothing but kind (stub or other). */
void facts_read_links_only(const struct facts_input *f, struct page *out);

#endif
