#include "base/base.h"

#include "proof/rules.h"

#include "speller/book.h"
#include "text/han.h"

#include <string.h>

static const char class_name[] = "重复";

/* ---- one character --------------------------------------------------------------------------- */

/* Characters that are not said twice, but where a word ends with the first of the two or one begins
 * with the second: the words, divided by spaces. */
static const struct twice {
    const char *c, *ends, *begins;
} twices[] = {
    { "的", "目的 标的 打的 一语中的 众矢之的", "的确 的士 的哥 的黎波里 的喀喀" },
    { "和",
      "饱和 缓和 平和 中和 共和 总和 温和 祥和 柔和 调和 随和 暖和 谐和 协和 宥和 附和 "
      "应和 亲和 谦和 求和 议和 讲和 言和 颐和 泰和 嘉和 仁和 太和 "
      "省民和 区人和 县人和 政通人和 地利人和 区义和 县义和",
      "和美 和气 和睦 和顺 和平 和谐 和乐 和解 和缓 和好 和田 和林 和静 和硕 和县 和政 和布 和龙 "
      "和声 和服 和煦 和合 和弦 和约 和善 和蔼 和而不同 "
      "和循化 和化隆 和乐都" },
    { "与", "参与 赋与 给与 授与 赠与 干与", "与会 与时俱进 与否 与日俱增 与众不同 与世 与其" },
    { "及", "以及 涉及 普及 波及 埃及 顾及 触及 提及 论及 危及 推及 惠及 累及 殃及 旁及 兼及",
      "及时 及格 及早 及至 及第 及物" },
    { "被", "棉被 植被 盖被 绒被 丝被",
      "被子 被褥 被告 被害 被申请 被执行 被保险 被征 被选举 被监护 被上诉 被服 被套" },
    { "将", "大将 麻将 女将 名将 即将 必将 主将 上将 中将 少将 老将 小将 虎将 强将 武将",
      "将士 将领 将军 将才 将来 将相 将乐 将要 将近 将帅" },
    { "在",
      "存在 现在 正在 内在 外在 所在 实在 潜在 自在 旨在 好在 健在 贵在 重在 志在 意在 仍在 尚在",
      "在线 在职 在校 在建 在岗 在编 在册 在读 在任 在籍 在逃 在押 在场 在野 在位 在地 在产 在研 "
      "在售 "
      "在营 在途 在库 在园 在院 在网 在用 在手 在学 在审 在案 在家" },
    { "对",
      "应对 面对 针对 相对 反对 绝对 核对 校对 查对 配对 成对 敌对 结对 作对 比对 一对 派对 不对 "
      "对对 双对 面对面 没对",
      "对方 对象 对策 对比 对接 对于 对口 对外 对手 对话 对照 对应 对立 对抗 对待 对面 对联 对岸 "
      "对等 "
      "对子 对碰 对换 对称 对症 对账 对错 对内 对华 对台 对价 对标 对公 对下 对上 对准 对焦 对答 "
      "对折 对流" },
    { "同",
      "共同 相同 不同 合同 协同 陪同 会同 等同 认同 如同 连同 随同 伙同 赞同 一同 雷同 混同 苟同 "
      "大同 "
      "趋同 视同 胡同",
      "同时 同意 同志 同比 同级 同步 同一 同样 同等 同类 同行 同期 同年 同月 同日 同学 同事 同心 "
      "同济 "
      "同仁 同龄 同城 同乡 同德 同价 同工 同质 同名 同向 同频 同位 同源 同居 同安 同江 同伴 同胞 "
      "同甘 "
      "同台 同场 同区 同层 同种 同业 同岗 同酬 同责 同权 同网 同标 同管 同治 同防 同部署 同检查 "
      "同落实" },
    { "要",
      "重要 主要 必要 需要 纪要 摘要 概要 提要 简要 紧要 只要 想要 将要 就要 还要 都要 也要 既要 "
      "又要 "
      "不要 险要 首要 枢要 扼要 索要",
      "要求 要点 要素 要件 要害 要务 要闻 要约 要么 要紧 要领 要职 要地 要员 要道 要塞 要旨 要义 "
      "要案 "
      "要事 要价 要账 要债" },
    { "由", "自由 理由 缘由 事由 案由 来由 根由 因由 情由",
      "由于 由此 由来 由衷 由东 由南 由西 由北 由浅 由表 由点 由小 由里" },
    { "约",
      "合约 条约 节约 契约 违约 履约 预约 大约 特约 签约 公约 制约 简约 隐约 邀约 集约 要约 解约 "
      "续约 毁约 失约 守约 相约 如约 婚约 租约 纽约 爽约 赴约 立约 和约 盟约 誓约 乡约 民约 规约 "
      "缔约 换约 村约",
      "约定 约束 约谈 约翰 约旦 约见 约会 约请 约法 约稿 约瑟" },
    { "于", "属于 由于 对于 关于 终于 等于 小于 大于", "于都 于田 于洪 于潜 于谦 于家 于右任" },
};

static bool ends_word(struct str s, const char *words)
{
    struct str rest = str_of(words), word;

    while (rest.n) {
        (void)str_cut(rest, ' ', &word, &rest);
        if (str_ends(s, word))
            return true;
    }
    return false;
}

static bool starts_word(struct str s, const char *words)
{
    struct str rest = str_of(words), word;

    while (rest.n) {
        (void)str_cut(rest, ' ', &word, &rest);
        if (str_starts(s, word))
            return true;
    }
    return false;
}

static void check_char(const struct twice *t, struct str text, struct str line,
                       struct problem_list *out)
{
    const struct str c = str_of(t->c);
    size_t at = 0, next;

    for (; (next = str_find(str_skip(line, at), c)) != STR_NONE; at += c.n) {
        const struct str second = str_skip(line, at + next + c.n);

        at += next;
        if (!str_starts(second, c) || str_starts(str_skip(second, c.n), c) ||
            str_ends(str_sub(line, 0, at), c) || ends_word(str_sub(line, 0, at + c.n), t->ends) ||
            starts_word(second, t->begins))
            continue;
        rule_add(out, text, str_sub(line, at, 2 * c.n), c, class_name, 0.93);
    }
}

static void check_chars(struct str text, struct str line, struct problem_list *out)
{
    for (size_t i = 0; i < COUNT_OF(twices); i++)
        check_char(&twices[i], text, line, out);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Words of official texts that stand twice only by mistake. */
static const char words[] = "项目政府社会经济人民国家单位部门有关情况问题组织活动精神方案制度任务"
                            "领导干部群众基层党委书记主任会议文件通知公告意见措施政策规划机制体系"
                            "农村农业乡镇街道社区村民居民资金财政税收企业市场环境生态安全生产质量"
                            "教育卫生医疗文化旅游交通道路城市住房就业养老保险扶贫脱贫产业科技创新"
                            "目标要求责任作用基础条件能力水平效率成效成果全面深入积极进一切实认真"
                            "重视发布进行整治排查"
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

/* What no dictionary has of the longer words that begin with one of `words`: 居民企业企业所得税. */
static const char longer_words[] =
    "企业所得税 企业年金 企业家 企业信息公开 产业链 产业园 产业化 政府性 政府采购 政府投资 "
    "政府储备 "
    "政府信息公开 政府法律顾问 社区书记 社区党 社区工作者 社区居委 社会化 社会性 社会工作者 市场化 "
    "市场主体 市场监管 生态园 生态型 农业园 科技园 科技型 创新型 安全性 文化园 制度化 城市化 "
    "生产性 "
    "群众性 质量奖 责任制 工作者 服务中心 发布会 发布日期 发布时间 发布单位 发布机构 发布平台";

/* A word of `least` characters and more begins here. */
static bool begins_word(const struct book *b, struct str s, size_t least)
{
    uint32_t node = 0, cp;

    for (size_t n = 1; s.n && n <= BOOK_WORD_MAX; n++) {
        s = str_skip(s, str_rune(s, &cp));
        node = book_glyph(b, cp) ? book_step(b, node, book_glyph(b, cp)) : 0;
        if (!node)
            return false;
        if (n >= least && b->nodes[node].flags & NODE_IS_WORD)
            return true;
    }
    return false;
}

/* Behind these no word ends that the second of the two could follow: 加强项目项目管理. */
static const char verbs[] =
    "加强 提高 完善 促进 推进 推动 加快 发展 提升 抓好 做好 搞好 强化 优化 健全 建立 深化 "
    "规范 改善 开展 实施 落实 坚持 支持 保障 参与 从事";

/* "发展发展再发展", "创新创新再出发": a slogan; or the second begins a longer word. */
static bool is_meant(const struct book *b, struct str ahead, struct str word, struct str behind)
{
    static const char *const slogans[] = { "再", "！" };
    const struct str still = STR("还是"), both = str_from(word.p, word.n + behind.n);

    if (str_starts_any(behind, slogans, COUNT_OF(slogans)) || starts_word(both, longer_words) ||
        (str_starts(behind, still) && str_starts(str_skip(behind, still.n), word)))
        return true;
    return b && !ends_word(ahead, verbs) && begins_word(b, both, 3);
}

static void check_words(const struct book *b, struct str text, struct str line,
                        struct problem_list *out)
{
    enum { TWO = 6 };
    static const char full_stop[] = "。";

    /* menus and tables repeat words by right; sentences do not */
    if (line.n < 4 * TWO || !str_has(line, str_of(full_stop)))
        return;
    for (size_t at = 0; at + 2 * TWO <= line.n;) {
        const char *p = line.p + at;

        if (!han_begins(*p)) {
            at++;
            continue;
        }
        if (memcmp(p, p + TWO, TWO) == 0 && is_word(str_from(p, TWO)) &&
            !is_meant(b, str_sub(line, 0, at), str_sub(line, at + TWO, TWO),
                      str_skip(line, at + 2 * TWO)))
            rule_add(out, text, str_sub(line, at, 2 * TWO), str_sub(line, at, TWO), class_name,
                     0.92);
        at += 3;
    }
}

/*
 * The character belongs to what is behind it: 通过过闸, 城市道路路内, 对防汛工作作全面部署. Of the
 * first set everything may follow; in 16 M characters of laws nothing else of `words` is left.
 */
static bool goes_on(const struct book *b, struct str tail)
{
    const struct str alone = STR("作路部过任于全市村民议人员会记及以为新"),
                     verbal = STR("了过出好到成的在");
    const struct str c = str_head_chars(tail, 1), next = str_head_chars(str_skip(tail, c.n), 1);

    if (!next.n || !han_begins(next.p[0]))
        return false;
    return !b || str_has(alone, c) || str_has(verbal, next) || begins_word(b, tail, 2);
}

/* "建设设，", "工作作有序": a word's last character once more, and nothing that it could begin. */
static void check_tails(const struct book *b, struct str text, struct str line,
                        struct problem_list *out)
{
    enum { ONE = 3, TWO = 6 };

    for (size_t at = 0; at + TWO + ONE <= line.n; at++) {
        const char *p = line.p + at;

        if (!han_begins(*p) || memcmp(p + ONE, p + TWO, ONE) != 0 ||
            (at >= ONE && memcmp(p - ONE, p, ONE) == 0)) /* 认认真真 */
            continue;
        if (is_word(str_from(p, TWO)) && !goes_on(b, str_skip(line, at + TWO)))
            rule_add(out, text, str_sub(line, at + ONE, TWO), str_sub(line, at + ONE, ONE),
                     class_name, 0.92);
    }
}

/* The text ends with a word of two characters and more, as far as the book knows. */
static bool ends_known(const struct book *b, struct str text)
{
    enum { MOST_CHARS = 5, ONE = 3 };

    for (size_t n = 2; n <= MOST_CHARS && text.n >= n * ONE; n++) {
        struct str rest = str_skip(text, text.n - n * ONE);
        uint32_t node = 0, cp;

        if (!han_begins(rest.p[0]))
            return false;
        do {
            rest = str_skip(rest, str_rune(rest, &cp));
            node = book_glyph(b, cp) ? book_step(b, node, book_glyph(b, cp)) : 0;
        } while (node && rest.n);
        if (node && b->nodes[node].flags & NODE_IS_WORD)
            return true;
    }
    return false;
}

/* 鸿建建设工程有限公司: a name goes on behind. */
static bool is_in_name(struct str behind)
{
    enum { NAME_BYTES = 60 };
    static const char *const stops[] = { "，", "。", "、", "；", "：" };
    static const char *const kinds[] = { "公司", "集团",   "学校", "研究", "中心",
                                         "医院", "合作社", "协会", "基金" };

    for (size_t i = 0; i < behind.n && i < NAME_BYTES; i++) {
        const struct str rest = str_skip(behind, i);

        if (str_starts_any(rest, stops, COUNT_OF(stops)))
            return false;
        if (str_starts_any(rest, kinds, COUNT_OF(kinds)))
            return true;
    }
    return false;
}

/* What names (东马池村村民, 帮扶组组织) and kinds (网格工工作, 首问制制度) end with belongs to what
 * is ahead; so may what short forms of two characters end with (税企企业, 绿农农业). */
static bool ends_name(const struct book *b, struct str ahead, struct str c)
{
    const struct str names = STR("村乡镇街国城社科人市会组方"), kinds = STR("工制税道"),
                     shorts = STR("农企管学检保情建居教监规评");
    static const char *const starts[] = { "，", "。", "；", "：" };

    if (str_has(names, c))
        return true;
    if (!ahead.n || str_ends_any(ahead, starts, COUNT_OF(starts)) || ends_word(ahead, verbs))
        return false;
    return str_has(kinds, c) || (str_has(shorts, c) && !ends_known(b, ahead));
}

/* 5项项目, 各项项目: it counts what is behind it. */
static bool is_measure(struct str ahead, struct str c)
{
    static const char *const counts[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九",
                                          "十", "百", "千", "万", "两", "几", "多", "余", "各",
                                          "每", "此", "该", "这", "那", "某", "本" };

    if (!str_has(STR("项条"), c) || !ahead.n)
        return false;
    return char_is_digit(ahead.p[ahead.n - 1]) || str_ends_any(ahead, counts, COUNT_OF(counts));
}

/* "落落实": a word's first character once more, and nothing that it could end. Nor is 认认真真. */
static void check_heads(const struct book *b, struct str text, struct str line,
                        struct problem_list *out)
{
    enum { ONE = 3, TWO = 6 };

    for (size_t at = 0; at + ONE + TWO <= line.n; at++) {
        const char *p = line.p + at;
        const struct str ahead = str_sub(line, 0, at), c = str_from(p, ONE),
                         next = str_sub(line, at + ONE + TWO, ONE);

        if (!han_begins(*p) || memcmp(p, p + ONE, ONE) != 0 || str_ends(ahead, c) ||
            str_eq(str_from(p + TWO, ONE), next))
            continue;
        if (is_word(str_from(p + ONE, TWO)) && !is_measure(ahead, c) && !ends_name(b, ahead, c) &&
            !ends_known(b, str_sub(line, 0, at + ONE)) &&
            !is_in_name(str_skip(line, at + ONE + TWO)))
            rule_add(out, text, str_sub(line, at, TWO), c, class_name, 0.92);
    }
}

void rule_repeats(const struct book *b, struct str text, struct str line, struct problem_list *out)
{
    check_chars(text, line, out);
    check_words(b, text, line, out);
    check_tails(b, text, line, out);
    if (b)
        check_heads(b, text, line, out);
}
