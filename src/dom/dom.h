/*
 * The HTML5 tree, behind a few functions of our own. dom.c, which builds it, and node.c, which
 * reads it, are the only files that know the parser.
 *
 * Nodes and their strings are borrowed from the document and live until the next dom_parse on it.
 * Element names are lower case. The content of script, style, noscript, iframe, noframes, noembed,
 * xmp and textarea is one text node: scripts count as switched on.
 */
#ifndef XJ_DOM_DOM_H
#define XJ_DOM_DOM_H

#include "base/base.h"
#include "base/str.h"
#include "dom/element.h"

#include <string.h>

struct dom;  /* one parser with its memory, used again for page after page */
struct node; /* an element, a text or a comment; never NULL in the middle of a walk */

struct dom *dom_new(void);
void dom_free(struct dom *d);

struct dom_limits {
    size_t max_nodes, max_depth;
};
/*
 * Parses a whole document of UTF-8. Size and nesting are bounded while
 * the tree is built, for tree builders are quadratic in depth: start tags past max_depth become
 * comments, and past about max_nodes nothing is added. *is_cut says that something was left out.
 * Never fails: the empty text has a tree too.
 */
void dom_parse(struct dom *d, struct str html, const struct dom_limits *limits, bool *is_cut);
size_t dom_n_nodes(const struct dom *d);

const struct node *dom_root(const struct dom *d); /* html */
const struct node *dom_head(const struct dom *d); /* may be NULL */
const struct node *dom_body(const struct dom *d); /* may be NULL (framesets) */

/* Document order. dom_next stays below `top` (NULL at the end); dom_skip does not enter n. */
const struct node *dom_next(const struct node *n, const struct node *top);
const struct node *dom_skip(const struct node *n, const struct node *top);
const struct node *dom_parent(const struct node *n);
const struct node *dom_child(const struct node *n);
const struct node *dom_sibling(const struct node *n); /* the next one */
const struct node *dom_previous(const struct node *n);

enum element dom_element(const struct node *n);
const char *dom_name(const struct node *n); /* "" for no element */
bool dom_is_text(const struct node *n);
bool dom_is_comment(const struct node *n);
/* Characters of a text or comment node, entities decoded. */
struct str dom_text(const struct node *n);

/* Empty with p == NULL when there is no such attribute; empty with p != NULL when it is empty. The
 * name in lower case. */
struct str dom_attr_n(const struct node *n, const char *name, size_t n_name);
static inline struct str dom_attr(const struct node *n, const char *name)
{
    return dom_attr_n(n, name, strlen(name)); /* a constant for the compiler */
}
/* In order; false past the end. */
bool dom_attr_at(const struct node *n, size_t i, struct str *name, struct str *value);
/* All of ours at once; at is written whole. */
struct attrs;
void dom_attrs(const struct node *n, struct attrs *at);

/* The longest named character reference at the start of s ("lt;x" without its '&'): its bytes, 0
 * for none. Gives one or two characters. */
size_t dom_entity(struct str s, uint32_t cp[2], size_t *n_cp);

#endif
