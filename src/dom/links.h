/* Collects the links of a page, element by element, from the tree or from tokens. */
#ifndef XJ_DOM_LINKS_H
#define XJ_DOM_LINKS_H

#include "base/arena.h"
#include "base/base.h"
#include "dom/attrs.h"
#include "dom/element.h"
#include "model/page.h"

enum { LINK_TEXT_CHARS_MAX = 100, HREF_BYTES_MAX = 8192 };

/* Zeroed is empty. Keeps its memory from page to page; strings go into the arena of links_begin. */
struct links {
    struct link *list;
    const struct node **nodes; /* parallel: the element, NULL for tokens */
    size_t n, cap, max;
    uint32_t *anchors;
    size_t n_anchors, cap_anchors;
    struct arena *arena;
    bool is_raw; /* attribute values are undecoded views of the text, which outlives the page */
    bool in_head;
    bool is_cut;
    enum region region;
    bool is_menu;          /* in a <select> that goes where its options say */
    uint32_t nth[2][EL_N]; /* seen so far in body, head */
    bool has_base;
    struct str base_href, refresh;
    size_t n_sheets; /* linked style sheets */
};

void links_done(struct links *l);
void links_begin(struct links *l, size_t max, bool is_raw, struct arena *a);

/* The links of one element; also base, meta refresh and anchors. Counts the element. */
void links_element(struct links *l, enum element el, const struct attrs *at,
                   const struct node *node);
/* The url()s and @imports of a <style>. */
void links_style(struct links *l, struct str css, const struct node *node);
/* The next page of a list whose pager a script writes. */
void links_script_pager(struct links *l, struct str script, const struct node *node);
/* A script: the nth one of head or body. */
struct script_place {
    const struct node *node;
    uint32_t nth;
    bool in_head;
};
/* Of the script that was seen last; the node may be NULL. */
struct script_place links_script(const struct links *l, const struct node *node);
/* A link that a script writes where nobody sees it; it is marked as hidden. */
void links_written(struct links *l, struct str href, struct str text,
                   const struct script_place *at);
/* A redirect by script, when the page has no other. */
void links_script_redirect(struct links *l, struct str script, const struct script_place *at);

/* An attribute's value, decoded, in memory that lives as long as the page. */
struct str links_value(const struct links *l, const struct attrs *at, enum attr_id id);

/* Links and anchors into the arena and out; sorts the anchors. */
void links_end(struct links *l, struct page *out);

#endif
