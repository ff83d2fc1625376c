/* Links that lead to other hosts and that readers cannot see (case A09). */
#ifndef XJ_PAGE_HIDDEN_H
#define XJ_PAGE_HIDDEN_H

#include "base/arena.h"
#include "base/base.h"
#include "dom/walk.h"
#include "model/page.h"
#include "page/reader.h"

enum { SHEET_CACHE_N = 16 };
/* The <style>s of the last pages: those of one site are mostly the same. Zeroed is empty. */
struct sheet_cache {
    struct {
        uint64_t hash;
        size_t n;            /* bytes; 0 = free */
        uint64_t page;       /* the last one that used it */
        struct sheet *sheet; /* NULL: it hides nothing */
    } slot[SHEET_CACHE_N];
    uint64_t page; /* pages so far */
};
void sheet_cache_done(struct sheet_cache *c);

/*
 * Says truthfully which trick hides a link; whether that is honest (menus, tabs, carousels) is for
 * the checks to judge by the target. Only links whose host is written out and differs from the
 * page's are looked at. Marks them in w->links and fills out->hidden.
 */
void hidden_find(struct walk *w, struct sheet_cache *cache, const struct page_input *in,
                 struct arena *a, struct page *out);

#endif
