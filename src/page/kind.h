/* What kind of page it is (contract.md). */
#ifndef XJ_PAGE_KIND_H
#define XJ_PAGE_KIND_H

#include "page/article.h"
#include "page/flow.h"
#include "page/list.h"

/* Counted while walking. */
struct furniture {
    uint32_t n_forms, n_fields; /* fields: text inputs and text areas */
    bool has_textarea, has_password;
    struct str form_action; /* of the form met last; a view */
    bool form_is_plain;     /* ... sent by GET, without a script */
    struct str form_query;  /* ... its hidden fields: "a=1&" */
    bool form_is_search;    /* ... is the one of page.search_field */
};

/* Form, input, link: notes search entry and site map. */
void furniture_element(struct furniture *fu, const struct node *n, enum element el, uint32_t link,
                       struct arena *a, struct page *out);
/* An empty <i> or <span> that shows a picture: that of a magnifying glass opens the search. */
void furniture_icon(const struct node *n, struct page *out);
/* Links "搜索" and "网站地图", buttons "搜索" beside a field. */
void furniture_read(const struct furniture *fu, const struct flow *fl, struct page *out);

struct kind_input {
    const struct flow *fl;
    const struct article *article;
    const struct lists *lists;
    const struct furniture *furniture;
    bool is_home; /* the caller knows it */
};

/* The page has the look of a home page: by its tags, by its URL, or without one by its content. */
bool kind_looks_home(const struct flow *fl, const struct article *ar, const struct page *page);
/* Also whether a browser is needed. */
enum page_kind kind_of(const struct kind_input *in, const struct page *page, bool *needs_browser);

#endif
