#include "base/base.h"

#include "page/block.h"

#include "dom/dom.h"
#include "page/pager.h"
#include "page/path.h"

#include "base/clock.h"

#include <string.h>

enum {
    BLOCKS_MAX = 400,
    TITLE_CHARS_MAX = 20,
    PICTURE_CHARS = 100,        /* what pictures say */
    PLAIN_TITLE_CHARS_MAX = 12, /* outside of h1..h6 */
    BAR_LINKS_MAX = 12,         /* a title bar with tabs has at most so many links */
    ITEM_BYTES_MIN = 12         /* an item's text: four characters */
};

struct window {
    uint32_t box;       /* holds title and list */
    uint32_t title;     /* seg or NO_SEG */
    uint32_t more;      /* link or UINT32_MAX */
    uint32_t list_from; /* segs of the list */
    uint32_t list_to;
    uint32_t link_to; /* links of the box from here on are not the window's */
    bool has_bar;     /* title and "more" stand in a box of their own within it */
};

struct collecting {
    const struct flow *fl;
    struct page *out;
    struct arena *arena;
    uint32_t *more_sum; /* "more" links before link i */
    int32_t *date_of_link;
    bool *is_taken; /* by box */
    struct str column_title;
    uint32_t path_end; /* first seg below the path to the page; 0: none */
    struct block *blocks;
    size_t n;
    const struct str *scripts; /* of a home page, as long as they did not run */
    size_t n_scripts;
    size_t n_searched; /* bytes of them */
};

static bool is_plain_link(const struct link *l)
{
    return l->kind == LINK_PAGE || l->kind == LINK_ATTACHMENT;
}

/* "div[12]": the twelfth div of the page's boxes. */
static struct str where_of(const struct collecting *c, uint32_t box)
{
    const struct box *b = &c->fl->boxes[box];
    uint32_t nth = 0;

    if (box == 0)
        return STR("body");
    for (uint32_t i = 1; i <= box; i++)
        nth += c->fl->boxes[i].element == b->element;
    return arena_printf(c->arena, "body %s[%u]", dom_name(b->node), nth);
}

static uint32_t n_more(const struct collecting *c, const struct box *b)
{
    return c->more_sum[b->link_to] - c->more_sum[b->link_from];
}

/* The text of a title: short, no "more", no item. */
static bool is_title(const struct collecting *c, const struct seg *s)
{
    const size_t n_chars = str_chars(s->text);

    if (s->in_form || s->text.n < 6 || char_is_digit(s->text.p[0]) || pager_is_more(s->text) ||
        str_ends(s->text, STR("：")) || str_ends(s->text, STR(":")))
        return false;
    if (s->link != NO_LINK && c->date_of_link[s->link] != DAY_NONE)
        return false;
    return n_chars <= (s->heading ? TITLE_CHARS_MAX : PLAIN_TITLE_CHARS_MAX);
}

static uint32_t title_in(const struct collecting *c, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (is_title(c, &c->fl->segs[i]))
            return i;
    return NO_SEG;
}

/* The class has the word: "right" stands in "main_right" and "nyright", and "con" in "homecon", but
 * in these longer words it is none. */
static bool has_class_word(struct str class, struct str word)
{
    static const char *const others[] = { "copyright", "outside", "icon", "second" };

    for (size_t at = 0, next; (next = str_find_nocase(str_skip(class, at), word)) != STR_NONE;
         at++) {
        bool is_other = false;

        at += next;
        for (size_t i = 0; i < COUNT_OF(others); i++) {
            const size_t before = str_find(str_of(others[i]), word);

            is_other =
                is_other || (before != STR_NONE && before <= at &&
                             str_starts_nocase(str_skip(class, at - before), str_of(others[i])));
        }
        if (!is_other)
            return true;
    }
    return false;
}

/* A box that is there to hold a list. */
static bool is_list_box(const struct box *b)
{
    switch (b->element) {
    case EL_UL:
    case EL_OL:
    case EL_DL:
    case EL_TABLE:
    case EL_TBODY:
        return true;
    case EL_DIV:
    case EL_SECTION:
        return str_find_nocase(dom_attr(b->node, "class"), STR("list")) != STR_NONE ||
               has_class_word(dom_attr(b->node, "class"), STR("con"));
    default:
        return false;
    }
}

/* A table with its head and no rows below it. */
static bool is_head_alone(const struct flow *fl, const struct box *b)
{
    enum { CELLS_MIN = 2, CELLS_MAX = 12 };
    static const char *const names[] = { "序号",     "标题",     "名称",     "时间",     "日期",
                                         "发布时间", "发布日期", "公开时间", "公开日期", "更新时间",
                                         "文号",     "发文字号", "索引号",   "发布机构", "来源",
                                         "操作",     "状态",     "类别",     "点击",     "信息名称",
                                         "文件名称", "信息标题" };
    const uint32_t n = b->seg_to - b->seg_from;

    if ((b->element != EL_TABLE && b->element != EL_TBODY) || b->link_from != b->link_to ||
        n < CELLS_MIN || n > CELLS_MAX)
        return false;
    for (uint32_t i = b->seg_from; i < b->seg_to; i++) {
        bool is_name = false;

        for (size_t k = 0; k < COUNT_OF(names) && !is_name; k++)
            is_name = str_eq(fl->segs[i].text, str_of(names[k]));
        if (!is_name)
            return false;
    }
    return true;
}

static bool is_empty_box(const struct flow *fl, const struct box *b)
{
    return (b->seg_from == b->seg_to && b->link_from == b->link_to) || is_head_alone(fl, b);
}

/* "加载中…": what stands in a box until a script has filled it. */
static bool is_waiting(const struct flow *fl, const struct box *b)
{
    static const char *const words[] = { "加载中",   "正在加载", "数据加载",
                                         "努力加载", "Loading",  "loading" };

    return b->seg_to - b->seg_from == 1 && b->link_from == b->link_to &&
           str_starts_any(fl->segs[b->seg_from].text, words, COUNT_OF(words));
}

/* getElementById("news"), $("#news"), el: '#news' */
static bool is_named_in(struct str script, struct str id)
{
    static const char *const marks[] = { "#", "(\"", "('" };

    for (size_t at = 0, next; (next = str_find(str_skip(script, at), id)) != STR_NONE;) {
        const size_t from = at + next;

        at = from + id.n;
        if (at < script.n && (script.p[at] == '"' || script.p[at] == '\'') &&
            str_ends_any(str_sub(script, 0, from), marks, COUNT_OF(marks)))
            return true;
    }
    return false;
}

/* A script in the page names it; what is past the limit is taken for named by none. */
static bool is_named(struct collecting *c, struct str id)
{
    enum { ID_BYTES_MAX = 64, SEARCHED_MAX = 16 << 20 };

    if (!id.n || id.n > ID_BYTES_MAX)
        return false;
    for (size_t i = 0; i < c->n_scripts; i++) {
        c->n_searched += c->scripts[i].n;
        if (c->n_searched > SEARCHED_MAX)
            return false;
        if (is_named_in(c->scripts[i], id))
            return true;
    }
    return false;
}

/* It is empty and has an id, or a box in it, by which a script in the page finds it. That the page
 * has script files proves nothing: all have. */
static bool is_for_script(struct collecting *c, uint32_t box)
{
    enum { BOXES_MAX = 64 };
    const struct flow *fl = c->fl;
    const uint32_t to = fl->n_boxes - box < BOXES_MAX ? fl->n_boxes : box + BOXES_MAX;

    for (uint32_t i = box; c->n_scripts && i < to && (i == box || flow_is_in(fl, i, box)); i++)
        if ((is_empty_box(fl, &fl->boxes[i]) || is_waiting(fl, &fl->boxes[i])) &&
            is_named(c, dom_attr(fl->boxes[i].node, "id")))
            return true;
    return false;
}

/* Nothing but a title proves nothing: the list may stand elsewhere (tabs). An empty list does. */
static bool has_empty_list(const struct flow *fl, uint32_t box)
{
    for (uint32_t i = box + 1; i < fl->n_boxes && flow_is_in(fl, i, box); i++)
        if (is_empty_box(fl, &fl->boxes[i]) && is_list_box(&fl->boxes[i]))
            return true;
    return false;
}

/* A window beside it that looks alike, with its own "more", holds more than a title. A box without
 * one may be this window's list: title and list in two tables. */
static bool has_full_sibling(const struct collecting *c, uint32_t box)
{
    const struct flow *fl = c->fl;
    const struct box *b = &fl->boxes[box];
    const struct str class = dom_attr(b->node, "class");

    for (uint32_t i = b->parent + 1; i < fl->n_boxes && flow_is_in(fl, i, b->parent); i++) {
        const struct box *other = &fl->boxes[i];

        if (i != box && other->parent == b->parent && other->element == b->element &&
            other->seg_to - other->seg_from > b->seg_to - b->seg_from + 1 && n_more(c, other) &&
            str_eq(dom_attr(other->node, "class"), class))
            return true;
    }
    return false;
}

/* Items, characters and the newest date of the window's list. */
static void count_items(const struct collecting *c, const struct window *w, struct block *block)
{
    uint32_t last = NO_LINK;

    for (uint32_t i = w->list_from; i < w->list_to; i++) {
        const struct seg *s = &c->fl->segs[i];

        if (i == w->title || s->in_form || pager_is_more(s->text))
            continue;
        block->n_chars += (uint32_t)str_chars(s->text);
        if (s->link == NO_LINK || s->link == last || s->text.n < ITEM_BYTES_MIN)
            continue;
        last = s->link;
        block->n_items++;
        if (c->date_of_link[s->link] > block->newest)
            block->newest = c->date_of_link[s->link];
    }
}

/* Pictures with links are a list too. */
static bool has_pictures(const struct collecting *c, const struct window *w)
{
    const struct box *b = &c->fl->boxes[w->box];

    for (uint32_t i = b->link_from; i < w->link_to; i++)
        if (c->out->links[i].kind == LINK_IMAGE && i != w->more)
            return true;
    return false;
}

/* It shows that nothing is there, not only that nothing was recognised. */
static bool is_surely_empty(const struct collecting *c, const struct window *w)
{
    return has_empty_list(c->fl, w->box) || (w->has_bar && has_full_sibling(c, w->box));
}

static void add_block(struct collecting *c, const struct window *w)
{
    const struct box *b = &c->fl->boxes[w->box];
    struct block block = { .more = w->more, .where = where_of(c, w->box) };

    if (c->n >= BLOCKS_MAX || c->is_taken[w->box])
        return;
    c->is_taken[w->box] = true;
    if (c->out->kind == PAGE_COLUMN && w->more == UINT32_MAX && c->column_title.n)
        block.title = c->column_title;
    else if (w->title != NO_SEG)
        block.title = flow_fold(c->fl->segs[w->title].text, c->arena);
    count_items(c, w, &block);
    if (block.n_items == 0) {
        block.by_script = b->script_to > b->script_from || is_for_script(c, w->box);
        block.n_chars += has_pictures(c, w) ? PICTURE_CHARS : 0;
        if (block.n_chars == 0 && !block.by_script && !is_surely_empty(c, w))
            return;
    }
    c->blocks[c->n++] = block;
}

/*
 * The window around a "more" link: first the title bar, the lowest box with a title; then the
 * lowest box around it that holds anything else, unless that belongs to another window too.
 */
static void window_of_more(struct collecting *c, uint32_t link)
{
    const struct flow *fl = c->fl;
    struct window w = { .more = link, .title = NO_SEG };
    uint32_t box = fl->link_box[link];

    while (box) {
        w.title = title_in(c, fl->boxes[box].seg_from, fl->boxes[box].seg_to);
        if (w.title != NO_SEG || n_more(c, &fl->boxes[fl->boxes[box].parent]) > 1)
            break;
        box = fl->boxes[box].parent;
    }
    if (w.title == NO_SEG)
        return;

    const uint32_t bar = box, bar_to = fl->boxes[box].seg_to;

    w.list_from = w.title + 1;
    while (box) {
        const struct box *up = &fl->boxes[fl->boxes[box].parent];

        if (fl->boxes[box].seg_to > bar_to ||
            fl->boxes[box].link_to - fl->boxes[box].link_from > BAR_LINKS_MAX ||
            fl->boxes[box].parent == 0 || n_more(c, up) > 1 || up->element == EL_BODY)
            break;
        box = fl->boxes[box].parent;
    }
    w.box = box;
    w.has_bar = box != bar;
    w.list_to = fl->boxes[box].seg_to;
    w.link_to = fl->boxes[box].link_to;
    add_block(c, &w);
}

/* "首页 上一页 下一页 尾页 共0条 1/1": what stands below a list, full or empty. */
static bool is_pager(struct str s)
{
    static const char *const words[] = { "首页", "上一页", "下一页", "尾页", "末页", "上页", "下页",
                                         "前页", "后页",   "共",     "第",   "页",   "条",   "跳",
                                         "转到", "到第",   "当前",   "每页", "GO",   "go",   "Go" };
    bool is_ascii = true;

    if (s.n <= 60 && str_starts_any(s, words, COUNT_OF(words)))
        return true;
    for (size_t i = 0; i < s.n; i++)
        is_ascii &=
            (unsigned char)s.p[i] < 0x80 && (char_lower(s.p[i]) < 'a' || char_lower(s.p[i]) > 'z');
    return is_ascii && s.n <= 12;
}

/* A box at the side, with a heading of its own: <div class="right"><h4>便民服务</h4> … */
static bool is_at_side(const struct flow *fl, const struct box *b)
{
    const struct str class = dom_attr(b->node, "class");

    return fl->segs[b->seg_from].heading &&
           (b->element == EL_ASIDE || has_class_word(class, STR("right")) ||
            has_class_word(class, STR("side")));
}

/* Nothing stands behind the list but a pager and what stands at the side; *link_to: its first link.
 */
static bool ends_with_list(const struct flow *fl, const struct box *list, const struct box *up,
                           uint32_t *link_to)
{
    *link_to = up->link_to;
    for (uint32_t i = list->seg_to; i < up->seg_to; i++) {
        const uint32_t other = flow_box_below(fl, i, list->parent);

        if (is_pager(fl->segs[i].text))
            continue;
        if (!other || fl->boxes[other].seg_from != i || !is_at_side(fl, &fl->boxes[other]))
            return false;
        i = fl->boxes[other].seg_to - 1;
        if (fl->boxes[other].link_from < *link_to)
            *link_to = fl->boxes[other].link_from;
    }
    return true;
}

/*
 * A heading with an empty list behind it in the same box, or an empty list below a short text. The
 * path to the page above the list is a heading too: it ends with the column's name.
 */
static void window_of_empty(struct collecting *c, uint32_t empty)
{
    enum { ABOVE_MAX = 3 };
    const struct flow *fl = c->fl;
    const struct box *e = &fl->boxes[empty], *up = &fl->boxes[e->parent];
    const bool has_path = c->path_end > up->seg_from && c->path_end <= e->seg_from &&
                          c->out->kind == PAGE_COLUMN && c->column_title.n;
    const uint32_t from = has_path ? c->path_end : up->seg_from;
    struct window w = { .box = e->parent, .title = NO_SEG, .more = UINT32_MAX };

    if ((!is_empty_box(fl, e) && !is_waiting(fl, e)) || e->seg_from - from > ABOVE_MAX ||
        (e->seg_from == from && !has_path) || !ends_with_list(fl, e, up, &w.link_to))
        return;
    for (uint32_t i = from; i < e->seg_from; i++) /* the nearest above the list */
        if (is_title(c, &fl->segs[i]))
            w.title = i;
    if (w.title == NO_SEG ? !has_path : fl->segs[w.title].in_form)
        return;
    w.list_from = w.title == NO_SEG ? e->seg_from : w.title + 1;
    w.list_to = e->seg_from;
    add_block(c, &w);
}

/* Lists with dates that no "more" link stands for. */
static void window_of_list(struct collecting *c, uint32_t first_link, uint32_t last_link)
{
    const struct flow *fl = c->fl;
    uint32_t box = flow_common(fl, fl->link_box[first_link], fl->link_box[last_link]);
    struct window w = { .title = NO_SEG, .more = UINT32_MAX };

    for (uint32_t up = box; up; up = fl->boxes[up].parent)
        if (c->is_taken[up])
            return;
    w.list_from = fl->boxes[box].seg_from;
    w.list_to = fl->boxes[box].seg_to;
    w.link_to = fl->boxes[box].link_to;
    w.box = box;
    for (int level = 0; level < 3 && box && w.title == NO_SEG; level++) {
        const uint32_t from = fl->boxes[fl->boxes[box].parent].seg_from;

        box = fl->boxes[box].parent;
        if (w.list_from > from && w.list_from - from <= 8)
            w.title = title_in(c, from, w.list_from);
    }
    add_block(c, &w);
}

static void windows_of_lists(struct collecting *c)
{
    const struct flow *fl = c->fl;
    const struct page *p = c->out;

    for (size_t i = 0; i < p->n_items;) {
        const uint32_t first = p->items[i].link;
        uint32_t box, last = first, depth = 0;
        size_t k = i + 1;

        if (first == ITEM_NO_LINK) {
            i++;
            continue;
        }
        box = fl->link_box[first];
        /* Items belong together while their common box does not rise, whatever stands between them
         * without a link. */
        for (; k < p->n_items; k++) {
            if (p->items[k].link == ITEM_NO_LINK)
                continue;

            const uint32_t common = flow_common(fl, box, fl->link_box[p->items[k].link]);

            if (last != first && fl->boxes[common].depth < depth)
                break;
            depth = fl->boxes[common].depth;
            box = common;
            last = p->items[k].link;
        }
        if (last != first)
            window_of_list(c, first, last);
        i = k;
    }
}

/* A list stands in such a box, or what a script makes one. */
static bool may_hold_list(struct collecting *c, uint32_t i)
{
    const struct box *b = &c->fl->boxes[i];
    const enum element el = b->element;

    return el == EL_UL || el == EL_OL || el == EL_TABLE || el == EL_DL ||
           ((el == EL_DIV || el == EL_SECTION) &&
            (is_empty_box(c->fl, b) || is_waiting(c->fl, b)) && is_for_script(c, i));
}

void block_read(const struct flow *fl, const struct str *scripts, size_t n_scripts, struct arena *a,
                struct page *out)
{
    struct collecting c = {
        .fl = fl,
        .out = out,
        .arena = a,
        .more_sum = arena_array(a, uint32_t, out->n_links + 1),
        .date_of_link = arena_array(a, int32_t, out->n_links + 1),
        .is_taken = arena_array(a, bool, fl->n_boxes),
    };
    uint32_t n_max = 0;

    if (out->kind == PAGE_HOME && !out->is_rendered) {
        c.scripts = scripts;
        c.n_scripts = n_scripts;
    }
    c.path_end = path_end(fl);
    c.column_title = out->tags[TAG_COLUMN_NAME].n ? out->tags[TAG_COLUMN_NAME] : out->headline;
    for (size_t i = 0; i < out->n_links; i++) {
        const struct link *l = &out->links[i];

        c.more_sum[i + 1] = c.more_sum[i] + (is_plain_link(l) && pager_is_more(l->text));
    }
    for (size_t i = 0; i < out->n_items; i++)
        if (out->items[i].link != ITEM_NO_LINK)
            c.date_of_link[out->items[i].link] = out->items[i].date;
    n_max = c.more_sum[out->n_links] + (uint32_t)out->n_items + fl->n_boxes / 4 + 1;
    c.blocks = arena_array(a, struct block, n_max < BLOCKS_MAX ? n_max : BLOCKS_MAX);
    if (n_max > BLOCKS_MAX)
        n_max = BLOCKS_MAX;
    for (uint32_t i = 0; i < out->n_links && c.n < n_max; i++)
        if (c.more_sum[i + 1] > c.more_sum[i])
            window_of_more(&c, i);
    for (uint32_t i = 1; i < fl->n_boxes && c.n < n_max; i++)
        if (may_hold_list(&c, i))
            window_of_empty(&c, i);
    if (c.n < n_max)
        windows_of_lists(&c);
    out->blocks = c.blocks;
    out->n_blocks = c.n;
}
