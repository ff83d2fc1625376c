#include "base/base.h"

#include "page/aside.h"

#include "dom/dom.h"
#include "page/block.h"
#include "page/path.h"

#include <string.h>

/* What such a window is called, whole. */
static bool is_name(struct str s)
{
    static const char *const firsts[] = { "热点", "热门", "推荐",    "相关",     "近期",
                                          "点击", "阅读", "浏览",    "本周热点", "一周热点",
                                          "随机", "归档", "文章归档" };
    static const char *const seconds[] = { "",     "资讯", "新闻", "信息",   "文章", "推荐", "阅读",
                                           "排行", "点击", "报道", "排行榜", "榜",   "关注" };
    enum { BYTES_MAX = 24 };

    if (s.n > BYTES_MAX || s.n < 6)
        return false;
    if (str_eq(s, STR("猜你喜欢")) || str_eq(s, STR("随便看看")) || str_eq(s, STR("排行榜")))
        return true;
    for (size_t i = 0; i < COUNT_OF(firsts); i++)
        for (size_t k = 0; str_starts(s, str_of(firsts[i])) && k < COUNT_OF(seconds); k++)
            if (str_eq(str_skip(s, str_of(firsts[i]).n), str_of(seconds[k])))
                return true;
    return false;
}

/* What may stand between a heading and its list: "HOT", "更多>>", the names of tabs beside it. */
static bool is_of_bar(struct str s)
{
    bool is_ascii = true;

    for (size_t i = 0; i < s.n; i++)
        is_ascii &= (unsigned char)s.p[i] < 0x80;
    return is_ascii || is_name(s) || block_is_more(s);
}

/* A list without items, or a place that a script fills. */
static bool is_empty_list(const struct box *b)
{
    if (b->seg_from != b->seg_to || b->link_from != b->link_to)
        return false;
    return b->element == EL_UL || b->element == EL_OL || b->element == EL_DL ||
           b->element == EL_TABLE || b->script_to > b->script_from || dom_attr(b->node, "id").n;
}

/* The first item of the list below the heading `seg`; NO_SEG: its list is empty, or it has none. */
static uint32_t first_item(const struct flow *fl, uint32_t seg)
{
    enum { BAR_SEGS_MAX = 6 };
    uint32_t i = seg + 1;

    while (i < fl->n_segs && i <= seg + BAR_SEGS_MAX && is_of_bar(fl->segs[i].text))
        i++;
    if (i == fl->n_segs || i > seg + BAR_SEGS_MAX || fl->segs[i].link == NO_LINK)
        return NO_SEG;
    for (uint32_t k = fl->segs[seg].box + 1; k < fl->n_boxes && fl->boxes[k].seg_from <= i; k++)
        if (fl->boxes[k].seg_from > seg && is_empty_list(&fl->boxes[k]))
            return NO_SEG;
    return i;
}

/* `next`, which follows `box`, goes on with its list: another row, or a group of its rows. */
static bool goes_on(const struct box *box, const struct box *next, bool is_own_box)
{
    const struct str class = dom_attr(box->node, "class");

    if (box->element != next->element || !str_eq(dom_attr(next->node, "class"), class))
        return false;
    switch (box->element) {
    case EL_P:
    case EL_LI:
    case EL_DD:
    case EL_TR:
        return true;
    case EL_UL:
    case EL_OL:
        return is_own_box || class.n;
    default:
        return class.n;
    }
}

/* A row without a box of its own: "<a>…</a> 2026-11-20<br>". */
static bool is_bare_row(const struct flow *fl, uint32_t i, uint32_t up)
{
    enum { DATE_BYTES = 40 };
    const struct seg *s = &fl->segs[i];

    return s->box == up && (s->in_a || s->text.n <= DATE_BYTES);
}

/*
 * The first piece behind the list that begins with `item`, in the box `up`.
 *
 *   is_own_box  the heading begins it: it may be the window's box, or one around the page's parts
 *   link_to     the first link behind the list
 */
static uint32_t end_of_list(const struct flow *fl, uint32_t item, uint32_t up, bool is_own_box,
                            uint32_t *link_to)
{
    const uint32_t to = fl->boxes[up].seg_to;
    uint32_t list = flow_box_below(fl, item, up), i = item;

    if (!list) {
        while (i < to && is_bare_row(fl, i, up)) {
            if (fl->segs[i].link != NO_LINK)
                *link_to = fl->segs[i].link + 1;
            i++;
        }
        return i;
    }
    for (i = fl->boxes[list].seg_to; i < to; i = fl->boxes[list].seg_to) {
        const uint32_t next = flow_box_below(fl, i, up);

        if (!next || !goes_on(&fl->boxes[list], &fl->boxes[next], is_own_box))
            break;
        list = next;
    }
    *link_to = fl->boxes[list].link_to;
    return i;
}

/* A heading, its list and nothing else. */
struct window {
    uint32_t seg_from, seg_to, link_from, link_to;
};

/* The window that the heading `seg` begins: its bar, and behind it the list. */
static bool find_window(const struct flow *fl, uint32_t seg, struct window *out)
{
    const uint32_t item = first_item(fl, seg);
    uint32_t up = fl->segs[seg].box;

    if (item == NO_SEG)
        return false;
    *out = (struct window){ .seg_from = seg,
                            .link_from = fl->segs[item].link,
                            .link_to = fl->segs[item].link + 1 };
    while (up && fl->boxes[up].seg_to <= item)
        up = fl->boxes[up].parent;
    for (uint32_t i = seg + 1; i < item; i++)
        if (fl->segs[i].link < out->link_from)
            out->link_from = fl->segs[i].link;
    out->seg_to = end_of_list(fl, item, up, fl->boxes[up].seg_from == seg, &out->link_to);
    return true;
}

static void mark(struct flow *fl, const struct window *w, struct link *links, struct page *out)
{
    size_t n_chars = 0;

    for (uint32_t i = w->seg_from; i < w->seg_to; i++) {
        fl->segs[i].in_aside = true;
        n_chars += fl->segs[i].link == NO_LINK ? str_chars(fl->segs[i].text) : 0;
    }
    for (uint32_t i = w->link_from; i < w->link_to; i++)
        if (links[i].region == REGION_BODY)
            links[i].region = REGION_NAV;
    if (out->own_chars < OWN_CHARS_MAX)
        out->own_chars -= n_chars < out->own_chars ? n_chars : out->own_chars;
}

/* The text has the name with no Chinese character (three bytes, E4 to E9) beside it: a part of it,
 * as in "热点新闻-云溪县人民政府" and "首页 > 热点新闻". */
static bool has_part(struct str text, struct str name)
{
    for (size_t from = 0, next; (next = str_find(str_skip(text, from), name)) != STR_NONE;
         from += next + name.n) {
        const size_t at = from + next, end = at + name.n;
        const unsigned char before = at < 3 ? 0 : (unsigned char)text.p[at - 3];
        const unsigned char behind = end == text.n ? 0 : (unsigned char)text.p[end];

        if ((before < 0xE4 || before > 0xE9) && (behind < 0xE4 || behind > 0xE9))
            return true;
    }
    return false;
}

/* The page, by its tags, its title or the path to it, is of that name: its list is its own. */
static bool is_own_name(const struct flow *fl, uint32_t path, const struct page *page,
                        struct str name)
{
    if (str_eq(name, page->tags[TAG_COLUMN_NAME]) || has_part(page->title, name))
        return true;
    for (uint32_t i = path; i < fl->n_segs && fl->segs[i].line == fl->segs[path].line; i++)
        if (has_part(fl->segs[i].text, name))
            return true;
    return false;
}

/* The heading `seg` begins such a window, which is no part of the page's own. */
static bool side_window(const struct flow *fl, uint32_t seg, uint32_t path, const struct page *page,
                        struct window *out)
{
    const struct seg *s = &fl->segs[seg];

    return !s->in_form && s->link == NO_LINK && is_name(s->text) &&
           !is_own_name(fl, path, page, s->text) && find_window(fl, seg, out) &&
           (path < out->seg_from || path >= out->seg_to);
}

void aside_read(struct flow *fl, struct arena *a, struct page *out)
{
    const uint32_t path = path_find(fl);
    struct link *links = NULL;
    struct window w;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        if (!side_window(fl, i, path, out, &w))
            continue;
        if (!links) {
            links = arena_array(a, struct link, out->n_links);
            if (out->n_links)
                memcpy(links, out->links, out->n_links * sizeof(*links));
            out->links = links;
        }
        mark(fl, &w, links, out);
        i = w.seg_to - 1;
    }
}
