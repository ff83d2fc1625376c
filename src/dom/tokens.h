/*
 * The HTML5 tokenizer, without the tree: start tags, end tags and text. For reading links only, and
 * for fragments that scripts write. Comments, doctypes and what is text only because of where it
 * stands (script, style, textarea, title, xmp, iframe, noscript, ...) give no tags.
 */
#ifndef XJ_DOM_TOKENS_H
#define XJ_DOM_TOKENS_H

#include "base/base.h"
#include "base/str.h"
#include "dom/attrs.h"
#include "dom/element.h"

enum token_kind { TOKEN_END, TOKEN_TEXT, TOKEN_START_TAG, TOKEN_END_TAG };

/* Views of the text; entities are not decoded. */
struct token {
    enum token_kind kind;
    enum element element; /* of a tag */
    enum element inside;  /* of text: the raw element that it fills; EL_NONE for ordinary text */
    bool is_self_closed;
    struct str text;
    struct attrs attrs; /* of a start tag: those of ours */
    size_t n_attrs;     /* of a tag: all of them */
};

/* Where the tokenizer stands. Zeroed but for `rest` at the beginning. */
struct tokens {
    struct str rest;
    enum element raw;   /* its text comes next */
    unsigned n_drawn;   /* <svg> and <math> that are open */
    unsigned n_islands; /* HTML within a drawing (<foreignObject>) */
};

/* false at the end. */
bool tokens_next(struct tokens *t, struct token *out);

#endif
