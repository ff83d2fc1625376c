#include "base/base.h"

#include "proof/rules.h"

#include "speller/book.h"

#include <string.h>

static const char class_name[] = "重复";

/* ---- one character --------------------------------------------------------------------------- */

/* Characters that are not said twice, but where another word ends (left) or begins (right) so. */
static const struct twice {
    const char *c, *left, *right;
} twices[] = {
    { "的", "目标有中打红无端准似", "确士" },
    { "和", "饱缓平中共总温祥柔调随暖谐协义人宥附应", "美气睦顺平谐乐解缓好田林静硕县政布龙" },
    { "与", "参给赋授赠干", "会" },
    { "及", "以涉普波埃顾触提论危推", "时格早至第物" },
    { "被", "棉植", "子褥" },
    { "将", "大麻女名即必主上中少老小", "士领军才来相乐" },
    { "在", "存现正内外所实潜自旨好健贵重", "线职校建岗编册读任籍逃押" },
    { "于", "属由对关终等小大", "都田洪潜谦家" },
};

static bool is_one_of(const char *set, struct str c)
{
    return c.n && str_has(str_of(set), c);
}

/* The character that ends in front of `at`. */
static struct str char_before(struct str line, size_t at)
{
    size_t from = at;

    while (from > 0 && ((unsigned char)line.p[from - 1] & 0xC0) == 0x80)
        from--;
    from -= from > 0;
    return str_sub(line, from, at - from);
}

static void check_chars(struct str text, struct str line, struct problem_list *out)
{
    for (size_t i = 0; i < COUNT_OF(twices); i++) {
        const struct str c = str_of(twices[i].c);
        char both[2 * 3];

        memcpy(both, c.p, 3);
        memcpy(both + 3, c.p, 3);
        const size_t at = str_find(line, str_from(both, sizeof both));

        if (at == STR_NONE || is_one_of(twices[i].left, char_before(line, at)) ||
            is_one_of(twices[i].right, str_head_chars(str_skip(line, at + sizeof both), 1)) ||
            str_starts(str_skip(line, at + sizeof both), c))
            continue;
        rule_add(out, text, str_sub(line, at, sizeof both), c, class_name, 0.93);
    }
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Words of official texts that stand twice only by mistake. */
static const char words[] = "项目政府社会经济人民国家单位部门有关情况问题组织活动精神方案制度任务"
                            "领导干部群众基层党委书记主任会议文件通知公告意见措施政策规划机制体系"
                            "农村农业乡镇街道社区村民居民资金财政税收企业市场环境生态安全生产质量"
                            "教育卫生医疗文化旅游交通道路城市住房就业养老保险扶贫脱贫产业科技创新"
                            "目标要求责任作用基础条件能力水平效率成效成果全面深入积极进一切实认真"
                            "贯彻落实推进推动加强提高完善促进实施开展坚持努力召开举行印发通过根据"
                            "按照为了关于以及并且因此所以但是如果同时目前今年去年近年"
                            "他们我们它们这些那些"
                            "工作建设发展管理服务提升宣传学习监督检查审批公开解决完成保护培训就业";

static bool is_word(struct str two)
{
    for (size_t i = 0; i + two.n < sizeof words; i += two.n)
        if (memcmp(words + i, two.p, two.n) == 0)
            return true;
    return false;
}

/*
 * "发展发展再发展", "项目项目，": a slogan, or somebody counting; or the second begins a longer
 * word: 居民企业企业所得税, 幸福社区社区党委.
 */
static bool is_meant(struct str behind)
{
    static const char *const next[] = { "再",     "、",   "！",      "还是", "采购",   "信息公开",
                                        "投资",   "储备", "书记",    "党",   "所得税", "年金",
                                        "工作者", "居委", "链",      "园",   "性",     "化",
                                        "家",     "型",   "法律顾问" };

    return str_starts_any(behind, next, COUNT_OF(next));
}

static bool is_han_lead(char c)
{
    return (unsigned char)c >= 0xE4 && (unsigned char)c <= 0xE9;
}

static void check_words(struct str text, struct str line, struct problem_list *out)
{
    enum { TWO = 6 };
    static const char full_stop[] = "。";

    /* menus and tables repeat words by right; sentences do not */
    if (line.n < 4 * TWO || !str_has(line, str_of(full_stop)))
        return;
    for (size_t at = 0; at + 2 * TWO <= line.n;) {
        const char *p = line.p + at;

        if (!is_han_lead(*p)) {
            at++;
            continue;
        }
        if (memcmp(p, p + TWO, TWO) == 0 && is_word(str_from(p, TWO)) &&
            !is_meant(str_skip(line, at + 2 * TWO)))
            rule_add(out, text, str_sub(line, at, 2 * TWO), str_sub(line, at, TWO), class_name,
                     0.92);
        at += 3;
    }
}

/* A word of two characters and more begins here. */
static bool begins_word(const struct book *b, struct str s)
{
    uint32_t node = 0, cp;

    for (size_t n = 1; s.n && n <= BOOK_WORD_MAX; n++) {
        s = str_skip(s, str_rune(s, &cp));
        node = book_glyph(b, cp) ? book_step(b, node, book_glyph(b, cp)) : 0;
        if (!node)
            return false;
        if (n >= 2 && b->nodes[node].flags & NODE_IS_WORD)
            return true;
    }
    return false;
}

/*
 * The character belongs to what is behind it: 通过过闸, 城市道路路内, 对防汛工作作全面部署. Of the
 * first set everything may follow; in 16 M characters of laws nothing else of `words` is left.
 */
static bool goes_on(const struct book *b, struct str tail)
{
    const struct str alone = STR("作路部过任于全市村民议人员会记及以为"),
                     verbal = STR("了过出好到成的在");
    const struct str c = str_head_chars(tail, 1), next = str_head_chars(str_skip(tail, c.n), 1);

    if (!next.n || !is_han_lead(next.p[0]))
        return false;
    return !b || str_has(alone, c) || str_has(verbal, next) || begins_word(b, tail);
}

/* "建设设，", "工作作有序": a word's last character once more, and nothing that it could begin. */
static void check_tails(const struct book *b, struct str text, struct str line,
                        struct problem_list *out)
{
    enum { ONE = 3, TWO = 6 };

    for (size_t at = 0; at + TWO + ONE <= line.n; at++) {
        const char *p = line.p + at;

        if (!is_han_lead(*p) || memcmp(p + ONE, p + TWO, ONE) != 0)
            continue;
        if (is_word(str_from(p, TWO)) && !goes_on(b, str_skip(line, at + TWO)))
            rule_add(out, text, str_sub(line, at + ONE, TWO), str_sub(line, at + ONE, ONE),
                     class_name, 0.92);
    }
}

void rule_repeats(const struct book *b, struct str text, struct str line, struct problem_list *out)
{
    check_chars(text, line, out);
    check_words(text, line, out);
    check_tails(b, text, line, out);
}
