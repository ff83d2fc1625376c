/* The HTML elements that our code asks for by number, and what is known of each beforehand. */
#ifndef XJ_DOM_ELEMENT_H
#define XJ_DOM_ELEMENT_H

#include "base/base.h"
#include "base/str.h"

enum element_trait {
    IS_BLOCK = 1,     /* begins and ends a line of text */
    IS_CELL = 2,      /* keeps its text apart from its neighbour's */
    IS_RAW = 4,       /* its content is text, whatever it looks like; entities stay */
    IS_RCDATA = 8,    /* the same, entities decoded */
    IS_HEAD = 16,     /* may stand in <head> without ending it */
    IS_UNSEEN = 32,   /* its content is not shown */
    IS_BREAKOUT = 64, /* ends a drawing (<svg>, <math>) when it stands in one */
};

/* Id (also of the parser's MyHTML_TAG_<id>), name, traits; by first letter, the
 * most frequent of a letter first. */
#define ELEMENTS(X)                                                                                \
    X(A, "a", 0)                                                                                   \
    X(ADDRESS, "address", IS_BLOCK)                                                                \
    X(AREA, "area", 0)                                                                             \
    X(ARTICLE, "article", IS_BLOCK)                                                                \
    X(ASIDE, "aside", IS_BLOCK)                                                                    \
    X(AUDIO, "audio", IS_UNSEEN)                                                                   \
    X(BR, "br", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(B, "b", IS_BREAKOUT)                                                                         \
    X(BASE, "base", IS_HEAD)                                                                       \
    X(BLOCKQUOTE, "blockquote", IS_BLOCK | IS_BREAKOUT)                                            \
    X(BODY, "body", IS_BLOCK | IS_BREAKOUT)                                                        \
    X(BUTTON, "button", IS_CELL)                                                                   \
    X(CAPTION, "caption", IS_BLOCK)                                                                \
    X(CENTER, "center", IS_BLOCK | IS_BREAKOUT)                                                    \
    X(DIV, "div", IS_BLOCK | IS_BREAKOUT)                                                          \
    X(DD, "dd", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(DL, "dl", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(DT, "dt", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(EM, "em", IS_BREAKOUT)                                                                       \
    X(EMBED, "embed", IS_BREAKOUT)                                                                 \
    X(FONT, "font", 0)                                                                             \
    X(FIELDSET, "fieldset", IS_BLOCK)                                                              \
    X(FIGCAPTION, "figcaption", IS_BLOCK)                                                          \
    X(FIGURE, "figure", IS_BLOCK)                                                                  \
    X(FOOTER, "footer", IS_BLOCK)                                                                  \
    X(FOREIGNOBJECT, "foreignobject", 0)                                                           \
    X(FORM, "form", IS_BLOCK)                                                                      \
    X(FRAME, "frame", 0)                                                                           \
    X(FRAMESET, "frameset", 0)                                                                     \
    X(H1, "h1", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(H2, "h2", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(H3, "h3", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(H4, "h4", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(H5, "h5", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(H6, "h6", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(HEAD, "head", IS_HEAD | IS_UNSEEN | IS_BREAKOUT)                                             \
    X(HEADER, "header", IS_BLOCK)                                                                  \
    X(HR, "hr", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(HTML, "html", IS_HEAD)                                                                       \
    X(IMG, "img", IS_BREAKOUT)                                                                     \
    X(I, "i", IS_BREAKOUT)                                                                         \
    X(IFRAME, "iframe", IS_RAW | IS_UNSEEN)                                                        \
    X(INPUT, "input", 0)                                                                           \
    X(LI, "li", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(LABEL, "label", 0)                                                                           \
    X(LINK, "link", IS_HEAD)                                                                       \
    X(MAIN, "main", IS_BLOCK)                                                                      \
    X(MAP, "map", 0)                                                                               \
    X(MARQUEE, "marquee", IS_BLOCK)                                                                \
    X(MATH, "math", 0)                                                                             \
    X(META, "meta", IS_HEAD | IS_BREAKOUT)                                                         \
    X(NAV, "nav", IS_BLOCK)                                                                        \
    X(NOEMBED, "noembed", IS_RAW | IS_UNSEEN)                                                      \
    X(NOFRAMES, "noframes", IS_RAW | IS_HEAD | IS_UNSEEN)                                          \
    X(NOSCRIPT, "noscript", IS_RAW | IS_HEAD | IS_UNSEEN)                                          \
    X(OBJECT, "object", 0)                                                                         \
    X(OL, "ol", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(OPTGROUP, "optgroup", IS_BLOCK)                                                              \
    X(OPTION, "option", IS_BLOCK)                                                                  \
    X(P, "p", IS_BLOCK | IS_BREAKOUT)                                                              \
    X(PLAINTEXT, "plaintext", IS_BLOCK | IS_RAW)                                                   \
    X(PRE, "pre", IS_BLOCK | IS_BREAKOUT)                                                          \
    X(SPAN, "span", IS_BREAKOUT)                                                                   \
    X(SCRIPT, "script", IS_RAW | IS_HEAD | IS_UNSEEN)                                              \
    X(STRONG, "strong", IS_BREAKOUT)                                                               \
    X(SECTION, "section", IS_BLOCK)                                                                \
    X(SELECT, "select", IS_CELL)                                                                   \
    X(SOURCE, "source", 0)                                                                         \
    X(STYLE, "style", IS_RAW | IS_HEAD | IS_UNSEEN)                                                \
    X(SVG, "svg", IS_UNSEEN)                                                                       \
    X(TD, "td", IS_CELL)                                                                           \
    X(TR, "tr", IS_BLOCK)                                                                          \
    X(TABLE, "table", IS_BLOCK | IS_BREAKOUT)                                                      \
    X(TBODY, "tbody", 0)                                                                           \
    X(TEMPLATE, "template", IS_HEAD | IS_UNSEEN)                                                   \
    X(TEXTAREA, "textarea", IS_RCDATA | IS_CELL)                                                   \
    X(TFOOT, "tfoot", 0)                                                                           \
    X(TH, "th", IS_CELL)                                                                           \
    X(THEAD, "thead", 0)                                                                           \
    X(TIME, "time", 0)                                                                             \
    X(TITLE, "title", IS_RCDATA | IS_HEAD | IS_UNSEEN)                                             \
    X(TT, "tt", IS_BREAKOUT)                                                                       \
    X(UL, "ul", IS_BLOCK | IS_BREAKOUT)                                                            \
    X(U, "u", IS_BREAKOUT)                                                                         \
    X(VIDEO, "video", IS_UNSEEN)                                                                   \
    X(XMP, "xmp", IS_BLOCK | IS_RAW)

#define ELEMENT_ID(id, name, traits) EL_##id,
enum element {
    EL_NONE,  /* no element: text, comment, ... */
    EL_OTHER, /* dom_name tells */
    ELEMENTS(ELEMENT_ID) EL_N
};
#undef ELEMENT_ID

/* "" for EL_NONE, "*" for EL_OTHER. Constant string. */
const char *element_name(enum element el);
/* EL_OTHER when it is none of ours. ASCII case does not matter; "image" is img. */
enum element element_of(struct str name);

extern const uint8_t element_traits[EL_N];
static inline bool element_is(enum element el, unsigned traits)
{
    return element_traits[el] & traits;
}

#endif
