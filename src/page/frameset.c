#include "base/base.h"

#include "page/frameset.h"

#include "dom/dom.h"

#include <string.h>

/* No frame set of a reader's has as many; more were made to cost time. */
enum { WINDOW_PX = 1000, DEPTH_MAX = 8, FRAMES_MAX = 64, SIZES_BYTES = 1000 };
enum { WINDOW_CHARS = 40 /* "您的浏览器不支持框架" */ };

/* The share, in WINDOW_PXths, of part `nth` in "90,*,30%": pixels, per cent, the rest. */
static int64_t share_of(struct str sizes, size_t nth)
{
    int64_t fixed = 0, rest = 0, own = 0;
    bool is_rest = false;
    struct str part;

    sizes = str_sub(sizes, 0, SIZES_BYTES);
    if (str_is_empty(str_trim(sizes)))
        return WINDOW_PX;
    for (size_t i = 0; !str_is_empty(sizes); i++) {
        int64_t n = 0;

        (void)str_cut(sizes, ',', &part, &sizes);
        part = str_trim(part);
        const bool is_star = str_ends(part, STR("*")), is_percent = str_ends(part, STR("%"));

        if (!str_to_i64(str_sub(part, 0, part.n - (is_star || is_percent)), 0, WINDOW_PX, &n) &&
            is_star)
            n = 1;
        if (is_percent)
            n = n * WINDOW_PX / 100;
        *(is_star ? &rest : &fixed) += n;
        if (i == nth) {
            own = n;
            is_rest = is_star;
        }
    }
    if (!is_rest)
        return own;
    return fixed < WINDOW_PX && rest ? (WINDOW_PX - fixed) * own / rest : 0;
}

/* Which frame or frame set of its parent this is. */
static size_t place_of(const struct node *n)
{
    size_t nth = 0;

    while (nth < FRAMES_MAX && (n = dom_previous(n)))
        nth += dom_element(n) == EL_FRAME || dom_element(n) == EL_FRAMESET;
    return nth;
}

/* Rows go first: with both, parts are counted row by row, and such a grid has no main frame. */
static int64_t area_of(const struct node *frame)
{
    int64_t area = (int64_t)WINDOW_PX * WINDOW_PX;
    const struct node *set = dom_parent(frame);

    for (int i = 0; i < DEPTH_MAX && set && dom_element(set) == EL_FRAMESET;
         i++, frame = set, set = dom_parent(set)) {
        const struct str rows = dom_attr(set, "rows"), cols = dom_attr(set, "cols");

        if (!str_is_empty(rows) != !str_is_empty(cols))
            area = area * share_of(str_is_empty(rows) ? cols : rows, place_of(frame)) / WINDOW_PX;
    }
    return area;
}

uint32_t frameset_main(const struct facts_input *f, const struct page *page)
{
    uint32_t best = UINT32_MAX;
    int64_t best_area = 0;

    for (uint32_t i = 0, n = 0; i < page->n_links && n < FRAMES_MAX; i++) {
        if (page->links[i].kind != LINK_FRAME || strcmp(page->links[i].element, "frame") != 0)
            continue;
        n++;
        const int64_t area = area_of(f->link_nodes[i]);

        if (best == UINT32_MAX || area >= best_area) {
            best = i;
            best_area = area;
        }
    }
    return best;
}

/* "portal/index.html": on the page's own host, and not the page itself, as "/index.html" may be. */
static bool leads_on(struct str href)
{
    static const char *const own[] = { "index.", "default." };
    const struct str bare = str_skip(href, str_starts(href, STR("./"))  ? 2
                                           : str_starts(href, STR("/")) ? 1
                                                                        : 0);

    return bare.n > 1 && href.p[0] != '#' && bare.p[0] != '/' && bare.p[0] != '?' &&
           str_chr(href, ':') == STR_NONE && !str_starts_any(bare, own, COUNT_OF(own));
}

uint32_t frameset_only(const struct page *page, bool has_scripts)
{
    bool may_cover = false;
    uint32_t only = UINT32_MAX;

    if (page->text_chars > WINDOW_CHARS)
        return UINT32_MAX;
    for (uint32_t i = 0; i < page->n_links; i++) /* a picture */
        may_cover |= page->links[i].kind == LINK_IMAGE && !page->links[i].is_hidden;
    may_cover = may_cover && !has_scripts && page->own_chars == 0;
    for (uint32_t i = 0; i < page->n_links; i++) {
        const struct link *l = &page->links[i];

        if (l->is_hidden || (l->kind != LINK_FRAME && l->kind != LINK_PAGE))
            continue;
        if (l->kind == LINK_PAGE && (!may_cover || !leads_on(l->href)))
            return UINT32_MAX;
        if (only == UINT32_MAX)
            only = i;
        else if (l->kind == LINK_FRAME || !str_eq(l->href, page->links[only].href))
            return UINT32_MAX;
    }
    return only;
}
