#include "base/base.h"

#include "page/pager.h"

#include "base/needles.h"

/* 页 is in all words of a pager. */
static bool may_page(const struct seg *s)
{
    return seg_may_have(s, STR("页"));
}

/* "首页 上一页 下一页 尾页" in one piece. */
static bool is_pager_line(struct str s)
{
    enum { LINE_BYTES = 150 };
    static const char *const ends[] = { "尾页", "末页", "上一页", "首页" };

    return s.n <= LINE_BYTES && str_has(s, STR("下一页")) && str_has_any(s, ends, COUNT_OF(ends));
}

uint32_t pager_find(const struct flow *fl)
{
    static const char *const words[] = { "尾页", "末页", "下一页", "上一页", "下页", "最后一页" };
    enum { WORD_BYTES = 12 };
    struct needles w;

    needles_init(&w, words, COUNT_OF(words));
    for (uint32_t i = fl->n_segs; i > 0; i--) {
        const struct str s = fl->segs[i - 1].text;

        if (may_page(&fl->segs[i - 1]) &&
            ((s.n <= WORD_BYTES && needles_in(&w, s)) || is_pager_line(s)))
            return i - 1;
    }
    return NO_SEG;
}

uint32_t pager_first(const struct flow *fl)
{
    static const char *const words[] = { "尾页", "末页", "最后一页", "下一页", "下页" };
    enum { WORD_BYTES = 12, N_ENDS = 3 };

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];

        if (may_page(s) &&
            (is_pager_line(s->text) ||
             (s->text.n <= WORD_BYTES &&
              str_has_any(s->text, words, s->link == NO_LINK ? N_ENDS : COUNT_OF(words)))))
            return i;
    }
    return NO_SEG;
}
