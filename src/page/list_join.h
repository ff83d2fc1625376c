/* Which rows of a page are one list to its reader. */
#ifndef XJ_PAGE_LIST_JOIN_H
#define XJ_PAGE_LIST_JOIN_H

#include "page/flow.h"

/* A link with a date, on the way to an item. */
struct list_entry {
    uint32_t seg, link, row, list; /* link: its handle */
    uint32_t date_seg;
    uint32_t key; /* the same for lists that are one to a reader */
    int32_t date;
    bool by_bracket; /* "[11-20] title" */
};

/* Fills row (from: the box of title and date), list and key of entries in the order of the page. */
void list_join(const struct flow *fl, struct list_entry *entries, uint32_t n, struct arena *a);

#endif
