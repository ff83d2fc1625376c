#include "base/base.h"

#include "page/pager.h"

#include "base/needles.h"

#include <string.h>

/* 页 is in all words of a pager, and its last byte is rare: most pieces are passed over by it. */
static bool may_page(struct str s)
{
    return str_chr(s, '\xb5') != STR_NONE;
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

        if (may_page(s) && ((s.n <= WORD_BYTES && needles_in(&w, s)) || is_pager_line(s)))
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

        if (may_page(s->text) &&
            (is_pager_line(s->text) ||
             (s->text.n <= WORD_BYTES &&
              str_has_any(s->text, words, s->link == NO_LINK ? N_ENDS : COUNT_OF(words)))))
            return i;
    }
    return NO_SEG;
}

bool pager_is_way(struct str s)
{
    enum { WAY_BYTES = 24 };
    static const char *const tails[] = { ">", "＞", "»", "+", ".", "…", "]", "】", "→" };
    static const char *const words[] = { "更多",   "查看更多", "了解更多", "首页",
                                         "第一页", "末页",     "尾页",     "最后一页",
                                         "下页",   "下一页",   "上页",     "上一页" };

    if (s.n > WAY_BYTES)
        return false;
    for (size_t n = s.n + 1; s.n < n;) {
        n = s.n;
        s = str_trim(s);
        for (size_t i = 0; i < COUNT_OF(tails); i++)
            if (str_ends(s, str_of(tails[i])))
                s.n -= strlen(tails[i]);
    }
    s = str_skip(s, str_starts(s, STR("[")) ? 1 : str_starts(s, STR("【")) ? STR("【").n : 0);
    return str_eq_any(s, words, COUNT_OF(words));
}
