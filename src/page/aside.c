#include "base/base.h"

#include "page/aside.h"

#include "dom/dom.h"
#include "page/pager.h"
#include "page/path.h"
#include "page/published.h"
#include "text/han.h"

#include <string.h>

/* What such a window is called, whole. */
static bool is_name(struct str s)
{
    static const char *const firsts[] = { "热点", "热门", "推荐",    "相关",     "近期",
                                          "点击", "阅读", "浏览",    "本周热点", "一周热点",
                                          "随机", "归档", "文章归档" };
    static const char *const seconds[] = {
        "",     "资讯", "新闻", "信息",   "文章", "推荐", "阅读",
        "排行", "点击", "报道", "排行榜", "榜",   "关注", "内容"
    };
    enum { BYTES_MAX = 24 };

    if (s.n > BYTES_MAX || s.n < 6)
        return false;
    if (str_eq(s, STR("猜你喜欢")) || str_eq(s, STR("随便看看")) || str_eq(s, STR("排行榜")))
        return true;
    if (!str_starts_any(s, firsts, COUNT_OF(firsts))) /* nearly all */
        return false;
    for (size_t i = 0; i < COUNT_OF(firsts); i++)
        for (size_t k = 0; str_starts(s, str_of(firsts[i])) && k < COUNT_OF(seconds); k++)
            if (str_eq(str_skip(s, str_of(firsts[i]).n), str_of(seconds[k])))
                return true;
    return false;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* What may stand between a heading and its list: "HOT", "更多>>", the names of tabs beside it. */
static bool is_of_bar(struct str s)
{
    return is_ascii(s) || is_name(s) || pager_is_more(s);
}

/* What may stand beside a heading in its line: "HOT", "更多>>"; a number would be what it counts.
 */
static bool is_beside(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (char_is_digit(s.p[i]))
            return false;
    return pager_is_more(s) || is_ascii(s);
}

/* A cell of a table's head or of a row that has more to say: "标题 发布日期 点击". */
static bool is_cell_of_row(const struct flow *fl, uint32_t seg)
{
    enum { BAR_SEGS_MAX = 4 };
    uint32_t cell = fl->segs[seg].box;

    while (cell && fl->boxes[cell].element != EL_TD && fl->boxes[cell].element != EL_TH)
        cell = fl->boxes[cell].parent;
    if (fl->boxes[cell].seg_to - fl->boxes[cell].seg_from != 1)
        return false;

    const struct box *row = &fl->boxes[fl->boxes[cell].parent];

    if (fl->boxes[cell].element == EL_TH || row->seg_to - row->seg_from > BAR_SEGS_MAX)
        return true;
    for (uint32_t i = row->seg_from; i < row->seg_to; i++)
        if (i != seg && !is_beside(fl->segs[i].text))
            return true;
    return false;
}

/* It has its line for itself: it is no column's name in the head of a list, and no way to sort. */
static bool is_heading(const struct flow *fl, uint32_t seg)
{
    const uint32_t line = fl->segs[seg].line;

    if ((seg > 0 && fl->segs[seg - 1].line == line) || is_cell_of_row(fl, seg))
        return false;
    for (uint32_t i = seg + 1; i < fl->n_segs && fl->segs[i].line == line; i++)
        if (!is_beside(fl->segs[i].text))
            return false;
    return true;
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

/* A heading of what follows, of another part of the page: no row begins so. */
static bool is_other_heading(const struct flow *fl, uint32_t seg)
{
    const struct seg *s = &fl->segs[seg];

    return s->heading || (s->link == NO_LINK && !s->in_a && han_begins(s->text.p[0]));
}

/* `next`, which follows `box`, is another row of its list. Lists side by side may be two. */
static bool goes_on(const struct flow *fl, const struct box *box, const struct box *next)
{
    const struct str class = dom_attr(box->node, "class");

    if (box->element != next->element || !str_eq(dom_attr(next->node, "class"), class) ||
        next->link_from == next->link_to || is_other_heading(fl, next->seg_from))
        return false;
    switch (box->element) {
    case EL_P:
    case EL_LI:
    case EL_DD:
    case EL_TR:
        return true;
    case EL_UL:
    case EL_OL:
    case EL_DL:
    case EL_TABLE:
        return false;
    default:
        return class.n && box->link_to - box->link_from == 1 &&
               next->link_to - next->link_from == 1;
    }
}

/* A row without a box of its own: "<a>…</a> 2026-11-20<br>". */
static bool is_bare_row(const struct flow *fl, uint32_t i, uint32_t up)
{
    enum { DATE_BYTES = 40 };
    const struct seg *s = &fl->segs[i];
    const bool begins_line = i > 0 && s[-1].line != s->line;

    return s->box == up && (s->in_a || s->text.n <= DATE_BYTES) &&
           !(begins_line && is_other_heading(fl, i));
}

/* The first piece behind the list that begins with `item`, in the box `up`; *link_to: the first
 * link behind it. */
static uint32_t end_of_list(const struct flow *fl, uint32_t item, uint32_t up, uint32_t *link_to)
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

        if (!next || !goes_on(fl, &fl->boxes[list], &fl->boxes[next]))
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
    out->seg_to = end_of_list(fl, item, up, &out->link_to);
    return true;
}

/* The text has the name with no Chinese character beside it: a part of it, as in
 * "热点新闻-云溪县人民政府" and "首页 > 热点新闻". */
static bool has_part(struct str text, struct str name)
{
    for (size_t from = 0, next; (next = str_find(str_skip(text, from), name)) != STR_NONE;
         from += next + name.n) {
        const size_t at = from + next, end = at + name.n;

        if ((at < HAN_BYTES || !han_begins(text.p[at - HAN_BYTES])) &&
            (end == text.n || !han_begins(text.p[end])))
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

/* The piece is what such a window is called, and stands as its heading. */
static bool is_window_heading(const struct flow *fl, uint32_t seg)
{
    const struct seg *s = &fl->segs[seg];

    return !s->in_form && s->link == NO_LINK && is_name(s->text) && is_heading(fl, seg);
}

enum { WINDOWS_MAX = 32 };

/* The windows that are no part of the page's own. Of the headings no more than WINDOWS_MAX are
 * looked at: behind each a whole list may have to be read. */
static uint32_t find_windows(const struct flow *fl, const struct page *page, struct window *out)
{
    const uint32_t path = path_find(fl);
    uint32_t n = 0, n_seen = 0;

    for (uint32_t i = 0; i < fl->n_segs && n_seen < WINDOWS_MAX; i++) {
        struct window *w = &out[n];

        if (!is_window_heading(fl, i))
            continue;
        n_seen++;
        if (is_own_name(fl, path, page, fl->segs[i].text) || !find_window(fl, i, w) ||
            (path >= w->seg_from && path < w->seg_to))
            continue;
        i = w->seg_to - 1;
        n++;
    }
    return n;
}

static void set_aside(struct flow *fl, const struct window *windows, uint32_t n, bool in_aside)
{
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = windows[k].seg_from; i < windows[k].seg_to; i++)
            fl->segs[i].in_aside = in_aside;
}

/* An empty list that is no menu's (<li>政务公开<ul></ul></li>) and none that a script may fill. */
static bool is_own_empty_list(const struct flow *fl, uint32_t box)
{
    const struct box *b = &fl->boxes[box];
    const enum element up = fl->boxes[b->parent].element;

    return b->seg_from == b->seg_to && b->link_from == b->link_to && up != EL_LI &&
           !dom_attr(b->node, "id").n && (b->element == EL_UL || b->element == EL_OL);
}

/* Beside the windows the page has a list, even an empty one, or a text. A page's only list is its
 * own, whatever stands above it. */
static bool has_own_part(const struct flow *fl, const struct article *ar, const struct page *page)
{
    enum { TITLE_BYTES = 24 };
    const uint32_t path_to = path_end(fl);

    if (page->tags_present & (1U << TAG_ARTICLE_TITLE | 1U << TAG_PUB_DATE))
        return true;
    for (uint32_t i = ar->body_from; i < ar->body_to; i++)
        if (!fl->segs[i].in_aside && published_is_prose(&fl->segs[i]))
            return true;
    for (uint32_t i = path_to; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];

        if (!s->in_aside && !s->in_form && !s->is_hidden && s->text.n >= TITLE_BYTES &&
            (s->link == NO_LINK ? s->is_call : page->links[s->link].region == REGION_BODY))
            return true;
    }
    for (uint32_t i = 1; i < fl->n_boxes; i++)
        if (fl->boxes[i].seg_from >= path_to && is_own_empty_list(fl, i))
            return true;
    return false;
}

/* Their links lead elsewhere, and what they say is not the page's own. */
static void take(const struct flow *fl, const struct window *w, struct link *links,
                 struct page *out)
{
    size_t n_chars = 0;

    for (uint32_t i = w->seg_from; i < w->seg_to; i++)
        n_chars += fl->segs[i].link == NO_LINK ? str_chars(fl->segs[i].text) : 0;
    for (uint32_t i = w->link_from; i < w->link_to; i++)
        if (links[i].region == REGION_BODY)
            links[i].region = REGION_NAV;
    if (out->own_chars < OWN_CHARS_MAX)
        out->own_chars -= n_chars < out->own_chars ? n_chars : out->own_chars;
}

void aside_read(struct flow *fl, const struct article *ar, struct arena *a, struct page *out)
{
    struct window windows[WINDOWS_MAX];
    const uint32_t n = find_windows(fl, out, windows);
    struct link *links;

    if (n == 0)
        return;
    set_aside(fl, windows, n, true);
    if (!has_own_part(fl, ar, out)) {
        set_aside(fl, windows, n, false);
        return;
    }
    links = arena_array(a, struct link, out->n_links);
    if (out->n_links)
        memcpy(links, out->links, out->n_links * sizeof(*links));
    out->links = links;
    for (uint32_t k = 0; k < n; k++)
        take(fl, &windows[k], links, out);
}
