/* Bytes of a response -> struct page. Keeps parser memory between pages; one thread. */
#ifndef XJ_PAGE_READER_H
#define XJ_PAGE_READER_H

#include "base/arena.h"
#include "base/base.h"
#include "dom/sheet.h"
#include "model/page.h"

struct page_limits {
    size_t max_bytes; /* 0 = 8 MiB */
    size_t max_nodes; /* 0 = 100,000 */
    size_t max_depth; /* 0 = 512 */
    size_t max_links; /* 0 = 20,000 */
};

/* The type of what a browser made of a page. */
#define PAGE_RENDERED_TYPE STR("text/html; charset=utf-8")

enum page_parts {
    PAGE_ALL,
    PAGE_LINKS, /* charset, base, refresh, links and anchors only: a fraction of the cost */
};

struct page_input {
    struct str url;          /* where it was read from; may be empty */
    struct str content_type; /* header; may be empty */
    struct str body;
    enum page_parts parts;
    bool is_rendered; /* the body is what a browser made of the page, and its scripts had all that
                         they asked for: what is empty now is empty */
    bool is_home;  /* the site's home page, as the crawl knows it; else guessed from the URL and the
                      content */
    int32_t today; /* for dates without a year; DAY_NONE: such dates are not read */
    const struct sheet *const *sheets; /* the linked style sheets that are at hand */
    size_t n_sheets;
};

struct page_reader;

struct page_reader *page_reader_new(const struct page_limits *limits); /* NULL = defaults */
void page_reader_free(struct page_reader *r);
void page_reader_freep(struct page_reader **r);

/*
 * Reads one page. Never fails: what is no HTML gives kind PAGE_OTHER and no links.
 *
 *   in   borrowed; page strings may point into the body or into a, so both must outlive *out
 *   out  always written whole
 */
void page_read(struct page_reader *r, const struct page_input *in, struct arena *a,
               struct page *out);

#endif
