#include "base/base.h"

#include "page/pager.h"

#include "base/needles.h"
#include "text/han.h"

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

static bool is_word_char(unsigned char lead)
{
    return han_begins((char)lead) || char_is_digit((char)lead) ||
           (char_lower((char)lead) >= 'a' && char_lower((char)lead) <= 'z');
}

/* "[更多>>]", "<< 上一页", "更多→" without what stands around the word. */
static struct str without_arrows(struct str s)
{
    while (s.n && (!is_word_char((unsigned char)s.p[0]) || char_is_digit(s.p[0])))
        s = str_skip(s, 1);
    while (s.n) {
        size_t last = s.n - 1;

        while (last > 0 && ((unsigned char)s.p[last] & 0xc0) == 0x80)
            last--;
        if (is_word_char((unsigned char)s.p[last]))
            break;
        s.n = last;
    }
    return s;
}

/* Those that lead on to the whole list, and to other pages of it. */
static const char *const ways[] = { "更多",     "查看更多", "了解更多", "查看全部", "全部",
                                    "更多内容", "更多信息", "点击更多", "首页",     "第一页",
                                    "末页",     "尾页",     "最后一页", "下页",     "下一页",
                                    "上页",     "上一页" };
enum { N_MORE = 8 };

static bool is_way(struct str s, const char *const *words, size_t n)
{
    enum { WAY_BYTES = 24 };

    if (s.n > WAY_BYTES)
        return false;
    s = without_arrows(s);
    return str_eq_any(s, words, n) || str_eq_nocase(s, STR("more"));
}

bool pager_is_more(struct str s)
{
    return is_way(s, ways, N_MORE);
}

bool pager_is_way(struct str s)
{
    return is_way(s, ways, COUNT_OF(ways));
}

bool pager_is_whole(struct str s)
{
    static const char *const words[] = { "查看全文", "阅读全文", "查看详情", "查看详细", "点击查看",
                                         "详细内容", "详细信息", "查看原文", "阅读原文" };

    return is_way(s, words, COUNT_OF(words));
}

/* "上一篇：", "下一条：" */
static bool is_neighbour(struct str s)
{
    static const char *const words[] = { "上一篇", "下一篇", "上一条", "下一条", "上一则",
                                         "下一则", "前一篇", "后一篇", "上篇",   "下篇" };

    /* nearly all begin with another character: 上, 下, 前 and 后 end alike */
    return s.n >= 6 && (unsigned char)s.p[2] >= 0x8a && (unsigned char)s.p[2] <= 0x8e &&
           str_starts_any(s, words, COUNT_OF(words));
}

bool pager_is_neighbour(const struct flow *fl, uint32_t i)
{
    enum { LABEL_BYTES = 24 };
    const struct seg *s = &fl->segs[i];

    return is_neighbour(s->text) ||
           (i > 0 && !s[-1].in_a && s[-1].text.n <= LABEL_BYTES && is_neighbour(s[-1].text));
}
