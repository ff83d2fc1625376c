/* Dated lists on a page: items, the main list, and the titled windows of a home page. */
#ifndef XJ_PAGE_LIST_H
#define XJ_PAGE_LIST_H

#include "page/facts.h"
#include "page/flow.h"

struct lists {
    uint32_t n_dated;     /* items with a date that stands on the page */
    uint32_t n_main;      /* items of the main list, dated or not */
    uint32_t main_box;    /* the box that holds it; 0: none */
    uint32_t n_main_urls; /* of them, dated by their URL alone */
    bool begins_dated;    /* the first piece below the path to the page is a dated item's title */
    bool is_table;        /* the days of the main list stand below a head: a table of titles */
    uint32_t first_day;   /* piece with its first day, where it is one */
    uint32_t
        n_long_links; /* links with a text like a title, outside of the footer and navigation */
};

/*
 * Finds items and blocks. is_home: every dated list of the page gives items, else only the main
 * one.
 */
void list_read(const struct facts_input *f, const struct flow *fl, bool is_home, struct arena *a,
               struct page *out, struct lists *lists);

#endif
