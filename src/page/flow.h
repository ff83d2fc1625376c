/*
 * The page as a reader's eye follows it: pieces of text in document order, and the boxes (block
 * elements) that hold them. Made in one walk over the tree; the facts are read off it.
 */
#ifndef XJ_PAGE_FLOW_H
#define XJ_PAGE_FLOW_H

#include "base/arena.h"
#include "base/base.h"
#include "dom/element.h"
#include "model/page.h"
#include "page/facts.h"

#define NO_LINK UINT32_MAX
#define NO_SEG UINT32_MAX

/* The text of one text node. */
struct seg {
    struct str text; /* without white space at its ends, never empty; a view into the tree */
    uint64_t bytes;  /* str_bytes of it; all of them where it is long */
    uint32_t line;   /* counts block boundaries: the same for what stands in one line */
    uint32_t link;   /* index into page.links of the link that holds it, or NO_LINK */
    uint32_t box;    /* innermost box */
    uint8_t heading; /* 1..6 in h1..h6, else 0 */
    bool in_a;       /* in an <a>, also one that leads nowhere (javascript:) */
    bool is_call;    /* in an <a> without an address of its own that a script answers */
    bool is_hidden;
    bool in_aside; /* in a window of what is read elsewhere (aside.h) */
    bool in_form;  /* in button, select, option or textarea: no text of the page */
};

/* The word may stand in the piece: asked first of every piece, for few have all its bytes. */
static inline bool seg_may_have(const struct seg *s, struct str word)
{
    return !(str_bytes(word) & ~s->bytes);
}

/* A block element (also table rows and cells). Its parents come before it. */
struct box {
    const struct node *node;
    uint32_t parent; /* 0 is its own parent: the root */
    uint32_t seg_from, seg_to;
    uint32_t link_from, link_to;     /* links that begin in it */
    uint32_t script_from, script_to; /* scripts that may fill it, and frames */
    uint16_t depth;
    uint8_t element; /* enum element */
};

struct flow {
    struct str title; /* the page's */
    struct seg *segs;
    uint32_t n_segs;
    struct box *boxes;
    uint32_t n_boxes;   /* at least 1: the root */
    uint32_t *link_box; /* of page.links: the innermost box around each */
    uint32_t foot;      /* the seg with which the footer begins, or n_segs */
    uint32_t n_scripts; /* scripts that may fill something, and frames */
    uint32_t cap_segs, cap_boxes;
};

/* What the walk meets beside text; each may be NULL. Called in document order. */
struct flow_seer {
    void *ctx;
    /* Elements that the facts look at: meta, script, iframe, form, input, a, img and empty ones. */
    void (*element)(void *ctx, const struct node *n, enum element el);
};

/* Arrays live in a. */
void flow_read(const struct facts_input *f, const struct page *page, struct arena *a,
               const struct flow_seer *seer, struct flow *out);

/* The deepest box that holds both. */
uint32_t flow_common(const struct flow *fl, uint32_t box_a, uint32_t box_b);
/* `inner` is `outer` or lies in it. */
static inline bool flow_is_in(const struct flow *fl, uint32_t inner, uint32_t outer)
{
    while (fl->boxes[inner].depth > fl->boxes[outer].depth)
        inner = fl->boxes[inner].parent;
    return inner == outer;
}

/* The box right below `box` that holds piece `seg`; 0: it stands in `box` itself, or elsewhere. */
uint32_t flow_box_below(const struct flow *fl, uint32_t seg, uint32_t box);

/* s with white space (also U+3000, U+00A0, U+2002, U+2003) folded to one space, in a. */
struct str flow_fold(struct str s, struct arena *a);
/* The texts of segs [from, to) joined with `sep`, at most max bytes, in a. */
struct str flow_join(const struct flow *fl, uint32_t from, uint32_t to, char sep, size_t max,
                     struct arena *a);

#endif
