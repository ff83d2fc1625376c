#include "base/base.h"

#include "page/aside.h"

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

/* The window that the heading `seg` begins: the highest box that begins with it. */
static uint32_t window_of(const struct flow *fl, uint32_t seg)
{
    uint32_t box = fl->segs[seg].box;

    while (box && fl->boxes[fl->boxes[box].parent].seg_from == seg)
        box = fl->boxes[box].parent;
    return box;
}

static void mark(struct flow *fl, uint32_t box, struct link *links, struct page *out)
{
    const struct box *b = &fl->boxes[box];
    size_t n_chars = 0;

    for (uint32_t i = b->seg_from; i < b->seg_to; i++) {
        fl->segs[i].in_aside = true;
        n_chars += fl->segs[i].link == NO_LINK ? str_chars(fl->segs[i].text) : 0;
    }
    for (uint32_t i = b->link_from; i < b->link_to; i++)
        if (links[i].region == REGION_BODY)
            links[i].region = REGION_NAV;
    if (out->own_chars < OWN_CHARS_MAX)
        out->own_chars -= n_chars < out->own_chars ? n_chars : out->own_chars;
}

/* The box that the heading `seg` begins, if it is such a window and no part of the page's own. */
static uint32_t side_window(const struct flow *fl, uint32_t seg, uint32_t path,
                            const struct page *page)
{
    const struct seg *s = &fl->segs[seg];
    uint32_t box;

    if (s->in_form || s->link != NO_LINK || !is_name(s->text) ||
        str_eq(s->text, page->tags[TAG_COLUMN_NAME]) || str_starts(page->title, s->text))
        return 0;
    box = window_of(fl, seg);
    return path >= fl->boxes[box].seg_from && path < fl->boxes[box].seg_to ? 0 : box;
}

void aside_read(struct flow *fl, struct arena *a, struct page *out)
{
    const uint32_t path = path_find(fl);
    struct link *links = NULL;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const uint32_t box = side_window(fl, i, path, out);

        if (!box)
            continue;
        if (!links) {
            links = arena_array(a, struct link, out->n_links);
            if (out->n_links)
                memcpy(links, out->links, out->n_links * sizeof(*links));
            out->links = links;
        }
        mark(fl, box, links, out);
        i = fl->boxes[box].seg_to > i ? fl->boxes[box].seg_to - 1 : i;
    }
}
