/* Links that lead to other hosts and that readers cannot see (case A09). */
#ifndef XJ_PAGE_HIDDEN_H
#define XJ_PAGE_HIDDEN_H

#include "base/arena.h"
#include "base/base.h"
#include "model/page.h"
#include "page/reader.h"
#include "page/walk.h"

/*
 * Says truthfully which trick hides a link; whether that is honest (menus, tabs, carousels) is for
 * the checks to judge by the target. Only links whose host is written out and differs from the
 * page's are looked at. Marks them in w->links and fills out->hidden.
 */
void hidden_find(struct walk *w, const struct page_input *in, struct arena *a, struct page *out);

#endif
