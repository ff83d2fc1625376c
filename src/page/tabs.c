#include "base/base.h"

#include "page/tabs.h"

#include "dom/dom.h"

enum {
    HEADING_BYTES = 36,
    TABS_MAX = 24,
    ALONE_MIN = 3, /* labels in a row that are headings though their list holds more */
    TRIES_MAX = 8, /* lists that may be one */
    UP_MAX = 4     /* boxes around the list, behind which the panels may stand */
};

/* A short piece that leads nowhere else; in a row of cells it may be any value. */
static bool may_head(const struct flow *fl, const struct page *page, uint32_t i)
{
    const struct seg *seg = &fl->segs[i];
    const enum element el = (enum element)fl->boxes[seg->box].element;

    return seg->text.n <= HEADING_BYTES && !seg->is_hidden && el != EL_DD &&
           !element_is(el, IS_CELL) &&
           (seg->link == NO_LINK || str_starts(page->links[seg->link].href, STR("#")));
}

/* Headings, paragraphs and terms are mostly followed by their values, or by nothing: only panels
 * that fit make them a list. */
static bool is_loose(const struct flow *fl, uint32_t i)
{
    const uint32_t box = fl->segs[i].box;
    const enum element el = (enum element)fl->boxes[box].element;

    return fl->segs[i].heading || el == EL_P ||
           (el == EL_DT && box + 1 < fl->n_boxes && fl->boxes[box + 1].element == EL_DD &&
            fl->boxes[box + 1].seg_from == fl->boxes[box + 1].seg_to);
}

static bool is_label(const struct flow *fl, uint32_t i, const struct label_word *words,
                     size_t n_words)
{
    return label_alone(fl->segs[i].text, words, n_words) != LABEL_NONE;
}

/* Does box hold nothing but headings, and no more than tabs are? */
static bool is_list(const struct flow *fl, const struct page *page, uint32_t box)
{
    uint32_t i = fl->boxes[box].seg_from;

    if (fl->boxes[box].seg_to - i > TABS_MAX)
        return false;
    while (i < fl->boxes[box].seg_to && may_head(fl, page, i))
        i++;
    return i == fl->boxes[box].seg_to;
}

/* The children of `box` from the piece `from` on; those without text at the end are left out when
 * there are more than n. */
static size_t children(const struct flow *fl, uint32_t box, uint32_t from, size_t n, uint32_t *out)
{
    size_t n_out = 0;

    for (uint32_t k = box + 1; k < fl->n_boxes && fl->boxes[k].depth > fl->boxes[box].depth; k++)
        if (fl->boxes[k].parent == box && fl->boxes[k].seg_from >= from && n_out < TABS_MAX)
            out[n_out++] = k;
    while (n_out > n && fl->boxes[out[n_out - 1]].seg_from == fl->boxes[out[n_out - 1]].seg_to)
        n_out--;
    return n_out;
}

/* A panel without text may hold a picture, or be filled by a script: no telling. */
static bool have_text(const struct flow *fl, const uint32_t *boxes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fl->boxes[boxes[i]].seg_from == fl->boxes[boxes[i]].seg_to)
            return false;
    return true;
}

/* The first word of its class: what panels of one kind share. */
static struct str kind_word(const struct box *b)
{
    const struct str s = str_trim(dom_attr(b->node, "class"));
    const size_t at = str_find(s, STR(" "));

    return at == STR_NONE ? s : str_sub(s, 0, at);
}

static size_t keep_kind(const struct flow *fl, uint32_t like, uint32_t *boxes, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        const struct box *b = &fl->boxes[boxes[i]];

        if (b->element == fl->boxes[like].element &&
            str_eq(kind_word(b), kind_word(&fl->boxes[like])))
            boxes[kept++] = boxes[i];
    }
    return kept;
}

/* n panels in the first box behind the headings, or side by side with it. */
static bool find_panels(const struct flow *fl, uint32_t box, uint32_t to, size_t n, uint32_t *out)
{
    uint32_t behind[TABS_MAX];
    size_t n_behind = 0, first = 0;

    for (int up = 0; up < UP_MAX && first == n_behind; up++, box = fl->boxes[box].parent) {
        n_behind = children(fl, box, to, TABS_MAX, behind);
        for (first = 0; first < n_behind && !have_text(fl, &behind[first], 1);)
            first++;
    }
    if (first == n_behind)
        return false;

    uint32_t holder = behind[first];
    size_t n_out = children(fl, holder, 0, n, out);

    while (n_out == 1) {
        holder = out[0];
        n_out = children(fl, holder, 0, n, out);
    }
    if (n_out == n && have_text(fl, out, n))
        return true;
    n_out = keep_kind(fl, behind[first], behind, n_behind);
    for (size_t i = 0; i < n_out; i++)
        out[i] = behind[i];
    return n_out == n && have_text(fl, out, n);
}

bool tabs_find(const struct flow *fl, const struct page *page, const struct label_word *words,
               size_t n_words, struct arena *a, struct tabs *out)
{
    int n_tries = 0;

    for (uint32_t i = 0; i + 1 < fl->n_segs && n_tries < TRIES_MAX; i++) {
        if (!may_head(fl, page, i) || !is_label(fl, i, words, n_words) ||
            !may_head(fl, page, i + 1) || !is_label(fl, i + 1, words, n_words))
            continue;

        const uint32_t box = flow_common(fl, fl->segs[i].box, fl->segs[i + 1].box);
        const bool is_whole = is_list(fl, page, box);
        uint32_t to = i;

        while (to < fl->n_segs && may_head(fl, page, to) && is_label(fl, to, words, n_words))
            to++;
        *out = (struct tabs){ .from = is_whole ? fl->boxes[box].seg_from : i,
                              .to = is_whole ? fl->boxes[box].seg_to : to };

        const uint32_t n = out->to - out->from;
        uint32_t *panels = arena_array(a, uint32_t, TABS_MAX);

        if (n > TABS_MAX || (!is_whole && n < ALONE_MIN)) {
            i = to;
            continue;
        }
        n_tries++;
        if (find_panels(fl, box, out->to, n, panels))
            out->panels = panels;
        if (out->panels || !is_loose(fl, i))
            return true;
        i = to;
    }
    return false;
}
