#include "base/base.h"

#include "page/source.h"

#include "page/published.h"
#include "text/date.h"
#include "text/han.h"

enum {
    SHORT_BYTES = 120, /* far from the headline, a line of facts is not longer */
    INFO_BYTES = 400,  /* nor near it */
    NEAR_SEGS = 40,    /* what belongs to the headline stands within so many pieces of it */
    CHARS_MAX = 50,
};

/* ---- where the name ends --------------------------------------------------------------------- */

static bool is_separator(struct str s)
{
    static const char *const marks[] = { "【",       "】",           "]",           "[",  "|",
                                         "｜",       "\n",           "\t",          "  ", "　",
                                         "\xc2\xa0", "\xe2\x80\x83", "\xe2\x80\x82" };

    return str_starts_any(s, marks, COUNT_OF(marks));
}

/* Bytes of the word that begins s; 0. */
static size_t word_of(struct str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, str_of(words[i])))
            return str_of(words[i]).n;
    return 0;
}

static bool is_colon(struct str s)
{
    return str_starts(s, STR("：")) || str_starts(s, STR(":"));
}

/* "供稿：", "审稿人：", "发 布 日 期：": the label of whatever fact. */
static bool is_label(struct str s)
{
    enum { LABEL_RUNES = 6 };
    bool is_stretched = true;

    for (int i = 0; i <= LABEL_RUNES && s.n; i++) {
        uint32_t rune;

        if (is_colon(s))
            return i > 1;
        s = str_skip(s, str_rune(s, &rune));
        if (!han_is(rune))
            break;
        is_stretched = is_stretched && s.n && s.p[0] == ' ';
        if (is_stretched)
            s = str_skip(s, 1);
    }
    return false;
}

/* "大 中 小": buttons; but not 中 国. */
static bool is_size(struct str s)
{
    static const char *const sizes[] = { "大", "中", "小" };
    const size_t n = word_of(s, sizes, COUNT_OF(sizes));
    const struct str behind = str_trim(str_skip(s, n));

    return n && (!behind.n || is_separator(behind) || word_of(behind, sizes, COUNT_OF(sizes)));
}

/* Another fact of the line begins: "发布日期：", "浏览12次", "阅读人数(12)", and behind white space
 * its word alone, "打印本页", "大 中 小". Their words are parts of names as well: 云溪发布,
 * 政务公开科. */
static bool is_next_fact(struct str s, bool is_apart, bool is_first)
{
    static const char *const facts[] = {
        "发布",     "发表", "更新", "录入", "上传", "添加", "公开", "公布", "发稿", "创建",
        "时间",     "日期", "作者", "浏览", "点击", "字体", "字号", "编辑", "责编", "阅读",
        "责任编辑", "访问", "打印", "分享", "审核", "审稿", "撰稿", "供稿", "记者", "通讯员",
        "摄影",     "文章", "收藏", "下载", "查看", "人气", "关闭", "纠错", "保护", "视力保护色"
    };
    static const char *const tails[] = { "时间", "日期", "次数", "人次", "量",   "数",   "率",
                                         "人",   "者",   "单位", "机构", "部门", "来源", "大小",
                                         "作者", "到",   "本页", "此页", "窗口" };
    static const char *const brackets[] = { "(", "（" };
    size_t n = word_of(s, facts, COUNT_OF(facts)), more;

    if (!n)
        return is_apart && (is_label(s) || is_size(s));
    if (is_apart && !is_first)
        return true;
    while ((more = word_of(str_skip(s, n), tails, COUNT_OF(tails))) > 0)
        n += more;

    const struct str behind = str_skip(s, n);
    const struct str value =
        str_skip(str_trim(behind), word_of(str_trim(behind), brackets, COUNT_OF(brackets)));

    return str_starts(behind, STR("于")) || is_colon(value) ||
           (value.n && char_is_digit(value.p[0])) ||
           (is_apart && (!behind.n || char_is_space(behind.p[0]) || is_separator(behind)));
}

static struct str name_of(struct str s)
{
    static const char *const open[] = { "（", "(", "，", ",", "；", ";", "、", "/", "-", "—" };
    struct date_hit date;
    bool is_apart = true;
    size_t n = 0;

    s = str_trim(s);
    if (date_find(s, 0, &date) && date.year)
        s = str_trim(str_sub(s, 0, date.at));
    while (n < s.n && n < 4 * (size_t)CHARS_MAX && !is_separator(str_skip(s, n)) &&
           !is_next_fact(str_skip(s, n), is_apart, n == 0)) {
        is_apart = char_is_space(s.p[n]);
        do
            n++;
        while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80);
    }
    s = str_trim(str_head_chars(str_sub(s, 0, n), CHARS_MAX));
    for (size_t i = 0; i < COUNT_OF(open); i++)
        if (str_ends(s, str_of(open[i])))
            s = str_trim(str_sub(s, 0, s.n - str_of(open[i]).n));
    return s;
}

/* ---- where it stands ------------------------------------------------------------------------- */

/* 来源, 稿源, perhaps with its letters set apart: 来　源. STR_NONE; *end: behind it. */
static size_t find_label(struct str s, size_t *end)
{
    static const char *const spaces[] = { " ", "　", "\xc2\xa0", "\xe2\x80\x83", "\xe2\x80\x82" };
    static const char *const firsts[] = { "来", "稿" };
    const struct str second = STR("源");

    for (size_t at = 0, next; (next = str_find(str_skip(s, at), second)) != STR_NONE;) {
        struct str before = str_sub(s, 0, at + next);

        *end = at = at + next + second.n;
        for (size_t i = 0; i < COUNT_OF(spaces); i++)
            if (str_ends(before, str_of(spaces[i]))) {
                before.n -= str_of(spaces[i]).n;
                i = SIZE_MAX;
            }
        if (str_ends_any(before, firsts, COUNT_OF(firsts)))
            return before.n - 3;
    }
    return STR_NONE;
}

/* The next piece is the value of the label that ends seg i: in its line, or in the cell or line
 * below a label that stands alone. Below a blank one at the end of a line, the text begins. */
static bool is_value_below(const struct flow *fl, uint32_t i, struct str before)
{
    enum { LEVELS = 2 };
    const struct seg *s = &fl->segs[i], *next = s + 1;
    const struct box *box = &fl->boxes[s->box];

    if (next->is_hidden || (next->line != s->line && next->line != s->line + 1))
        return false;
    if (next->line == s->line)
        return true;
    if (before.n && !han_ends(before))
        return false;
    return (i == 0 || fl->segs[i - 1].line != s->line) &&
           fl->boxes[flow_common(fl, s->box, next->box)].depth + LEVELS >= box->depth;
}

/* "发表于2026-11-10 | 来源": there the label has no colon, its value is no link that selects. */
static bool is_bar_of_facts(const struct flow *fl, uint32_t i, struct str before)
{
    struct date_hit date;

    return str_ends(str_trim(before), STR("|")) && date_find(before, 0, &date) && date.year &&
           i + 1 < fl->n_segs && !fl->segs[i + 1].in_a;
}

/* "公开方式：主动公开": a colon in its first word; the one of an address "http://" is none. */
static bool begins_with_label(struct str s)
{
    for (size_t n = 0; n < s.n && !char_is_space(s.p[n]) && !is_separator(str_skip(s, n)); n++)
        if (is_colon(str_skip(s, n)) && !str_starts(str_skip(s, n), STR("://")))
            return true;
    return false;
}

/* The value behind the label at..end of seg i; empty when it is blank or the words mean something
 * else. */
static struct str value_at(const struct flow *fl, uint32_t i, size_t at, size_t end)
{
    static const char *const of_text[] = { "信息", "文章", "稿件", "新闻", "内容", "文字" };
    struct str rest = str_trim(str_skip(fl->segs[i].text, end));
    const struct str before = str_sub(fl->segs[i].text, 0, at);

    /* 资金来源, 资料来源, 收入来源 are other things. */
    if (han_ends(before) && !str_ends_any(before, of_text, COUNT_OF(of_text)))
        return str_from(NULL, 0);
    if (is_colon(rest))
        rest = str_skip(rest, str_starts(rest, STR(":")) ? 1 : 3);
    else if (rest.n || (at && !han_ends(before) && !is_bar_of_facts(fl, i, before)))
        return str_from(NULL, 0);
    if (str_trim(rest).n)
        return name_of(rest);
    if (i + 1 >= fl->n_segs || !is_value_below(fl, i, before))
        return str_from(NULL, 0);

    const struct str next = fl->segs[i + 1].text;

    /* In the next line a colon may end an address: 各乡镇人民政府： */
    if (next.n > 150 || published_has_label(next, 12) || begins_with_label(next) ||
        (fl->segs[i + 1].line != fl->segs[i].line && str_has(next, STR("："))))
        return str_from(NULL, 0);
    return name_of(next);
}

/* Without its white space, with which templates pad lines at will, s is no longer than that. */
static bool is_within(struct str s, size_t max)
{
    enum { PADDED = 3 };
    size_t n = 0;

    if (s.n > PADDED * max)
        return false;
    for (size_t i = 0; i < s.n; i++)
        n += !char_is_space(s.p[i]);
    return n <= max;
}

struct str source_find(const struct flow *fl, uint32_t headline)
{
    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        const size_t max = i > headline && i - headline > NEAR_SEGS ? SHORT_BYTES : INFO_BYTES;
        size_t end = 0;
        const size_t at = s->is_hidden || s->in_form || s->in_a || !is_within(s->text, max)
                              ? STR_NONE
                              : find_label(s->text, &end);
        const struct str source = at == STR_NONE ? str_from(NULL, 0) : value_at(fl, i, at, end);

        if (source.n)
            return source;
    }
    return str_from(NULL, 0);
}
