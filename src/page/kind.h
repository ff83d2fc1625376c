/* What kind of page it is (model/page.h). */
#ifndef XJ_PAGE_KIND_H
#define XJ_PAGE_KIND_H

#include "page/article.h"
#include "page/facts.h"
#include "page/flow.h"
#include "page/list.h"

enum { OWN_THINGS_MAX = 32 };

/* A field to fill in, or a map or canvas, met while walking. */
struct own_thing {
    const struct node *node;
    uint32_t seg; /* the first piece of text behind it */
    bool is_drawing;
    bool is_named; /* a field that says what is to be filled in */
    bool is_asked; /* ... that holds a message, or that a button sends */
};

/* Counted while walking. */
struct furniture {
    struct own_thing things[OWN_THINGS_MAX]; /* the first ones, and the last */
    uint32_t n_things;
    struct own_thing *field;    /* the field met last; NULL: none */
    uint32_t n_forms, n_fields; /* fields: text inputs and text areas */
    bool has_textarea, has_password;
    struct str form_action; /* of the form met last; a view */
    bool form_is_plain;     /* ... sent by GET, without a script */
    struct str form_query;  /* ... its hidden fields: "a=1&" */
    bool form_hides_search; /* ... has a hidden field that is named so */
    bool form_is_search;    /* ... is the one of page.search_field */
};

/* Form, input, link: notes search entry and site map. seg: the next piece of text. */
void furniture_element(struct furniture *fu, const struct node *n, enum element el, uint32_t seg,
                       struct arena *a, struct page *out);
/* A canvas or a map that a script draws. */
void furniture_drawing(struct furniture *fu, const struct node *n, uint32_t seg);
/* An empty <i> or <span> that shows a picture: that of a magnifying glass opens the search. */
void furniture_icon(const struct node *n, struct page *out);
/* What of it stands in the page's own part: below its path, else below its headline. Fills
 * has_form, has_field and has_drawing. */
void furniture_own(const struct furniture *fu, const struct flow *fl, uint32_t headline,
                   const struct facts_input *f, struct page *out);
/* Links "搜索" and "网站地图", buttons "搜索" beside a field. */
void furniture_read(const struct furniture *fu, const struct flow *fl, struct page *out);

struct kind_input {
    const struct flow *fl;
    const struct article *article;
    const struct lists *lists;
    const struct furniture *furniture;
    struct arena *arena;
    bool is_home; /* the caller knows it */
};

/* The page has the look of a home page: by its tags, by its URL, or without one by its content. */
bool kind_looks_home(const struct flow *fl, const struct article *ar, const struct page *page);
/* Also whether a browser is needed. */
enum page_kind kind_of(const struct kind_input *in, const struct page *page, bool *needs_browser);

#endif
