#include "base/base.h"

#include "page/published.h"

#include "base/clock.h"
#include "page/row_date.h"
#include "text/date.h"
#include "text/han.h"

#include <string.h>

enum {
    INFO_BYTES = 400,     /* a line of facts is not longer */
    LABEL_BYTES = 200,    /* inside of a text, a label stands in a short piece only */
    NEAR_SEGS = 40,       /* an unlabelled date stands within so many pieces of the headline */
    NEAR_LINE_CHARS = 60, /* and before the first line of so many characters, */
    NEAR_DAY_CHARS = 25,  /* or of so many when it has no clock time: it may be a signature's */
    SEEN_CHARS_MAX = 100, /* more than any of these */
    BLANK_RANK = 5,       /* labels that say of a page that it is one text, even without a date */
    HEAD_RANK = 3,        /* labels of the head with this rank win over all below */
    LABEL_WORD = 6,       /* 时间, 日期 */
    PROSE_BYTES = 72,     /* a piece with so much text and no link is prose */
    REACH_SEGS = 16,      /* a label's value stands within so many pieces, hidden ones among them */
};

int32_t published_of_tag(struct str value)
{
    struct date_hit hit;

    return date_find(value, 0, &hit) && hit.year ? hit.day : DAY_NONE;
}

bool published_is_prose(const struct seg *s)
{
    return !s->in_a && !s->is_hidden && !s->in_form && s->text.n >= PROSE_BYTES;
}

/* ---- labels ---------------------------------------------------------------------------------- */

/* What stands before 时间 or 日期, and how much it is the date of publishing. 0: another date. */
static const struct {
    const char *word;
    int rank;
    bool needs_time; /* without a clock time it is the date of a document */
} labels[] = {
    { "发布", 5, false }, { "发表", 5, false }, { "公布", 4, false }, { "发稿", 4, false },
    { "上传", 4, false }, { "上网", 4, false }, { "信息", 4, false }, { "录入", 4, false },
    { "刊发", 4, false }, { "刊登", 4, false }, { "登载", 4, false }, { "上线", 3, false },
    { "发送", 3, false }, { "公开", 3, false }, { "公示", 3, false }, { "公告", 3, false },
    { "添加", 3, false }, { "编辑", 3, false }, { "提交", 3, false }, { "创建", 3, false },
    { "文章", 3, false }, { "新闻", 3, false }, { "稿件", 3, false }, { "更新", 2, false },
    { "印发", 1, false }, { "转载", 2, false }, { "播出", 2, false }, { "发文", 2, true },
    { "上载", 4, false }, { "挂网", 3, false }, { "发帖", 3, false }, { "修改", 2, false },
};

/* The bytes before `at` that are white space of any kind. */
static size_t space_before(struct str s, size_t at)
{
    static const char *const spaces[] = { " ",  "\t",       "\n",           "\r",
                                          "　", "\xc2\xa0", "\xe2\x80\x82", "\xe2\x80\x83" };
    const size_t start = at;

    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (str_ends(str_sub(s, 0, at), str_of(spaces[i]))) {
            at -= strlen(spaces[i]);
            i = SIZE_MAX;
        }
    return start - at;
}

/* A label found in a text. */
struct label {
    size_t at, end; /* of 时间/日期 itself */
    int rank;       /* 0: of another date than that of publishing */
    bool is_bare;   /* 时间 or 日期 alone: as often the time of an event */
    bool needs_time;
};

/* "来源：云溪日报", "来　源：": what is set apart behind it begins anew; not 水源. */
static bool names_source(struct str before)
{
    static const char *const words[] = { "源：", "源:" }, *const firsts[] = { "来", "稿" };
    static const char *const authors[] = { "作者：", "作者:" };

    for (size_t at = 0, next; (next = str_find(str_skip(before, at), STR("源"))) != STR_NONE;) {
        at += next;
        if (str_ends_any(str_sub(before, 0, at - space_before(before, at)), firsts,
                         COUNT_OF(firsts)) &&
            str_starts_any(str_skip(before, at), words, COUNT_OF(words)))
            return true;
        at += STR("源").n;
    }
    return str_has_any(before, authors, COUNT_OF(authors));
}

static void judge_label(struct str s, struct label *label)
{
    struct str before = str_sub(s, 0, label->at);
    char word[6]; /* the two characters before, spaces between them left out */

    before.n -= space_before(before, before.n);
    label->is_bare =
        !han_ends(before) ||
        (label->at - before.n > label->end - label->at - LABEL_WORD && names_source(before));
    label->rank = label->is_bare ? 3 : 0;
    if (label->is_bare)
        return;
    memcpy(word + 3, before.p + before.n - 3, 3);
    before.n -= 3;
    before.n -= space_before(before, before.n);
    if (!han_ends(before))
        return;
    memcpy(word, before.p + before.n - 3, 3);
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (str_eq(str_from(word, 6), str_of(labels[i].word))) {
            label->rank = labels[i].rank;
            label->needs_time = labels[i].needs_time;
        }
}

/* 时间 or 日期 at `at`, perhaps with its letters set apart. */
static bool is_date_word(struct str s, size_t at, size_t *end)
{
    const unsigned char c = (unsigned char)s.p[at + 2];
    const struct str second = c == 0xb6 ? STR("间") : STR("期");
    size_t i = at + 3;

    if (c != 0xb6 && c != 0xa5) /* 时, 日 */
        return false;
    while (i < s.n && i < at + 16 && !str_starts(str_skip(s, i), second))
        i++;
    if (!str_starts(str_skip(s, i), second))
        return false;
    if (i != at + 3 && space_before(s, i) != i - at - 3)
        return false;
    *end = i + 3;
    return true;
}

/* What `word` says of the day behind it in s: "发布于" anywhere, "发布：" only where a piece
 * begins, for 信息发布： and 首次发布： tell of other things. */
static size_t find_word_of_day(struct str s, struct str word, size_t *end)
{
    static const char *const colons[] = { "：", ":" };

    for (size_t at = 0, next; (next = str_find(str_skip(s, at), word)) != STR_NONE;) {
        const size_t found = at + next;
        const struct str behind = str_skip(s, at = found + word.n);

        *end = at + (str_starts(behind, STR(":")) ? 1 : 3);
        if (str_starts(behind, STR("于")) || (str_starts_any(behind, colons, COUNT_OF(colons)) &&
                                              (found == 0 || space_before(s, found) > 0)))
            return found;
    }
    return STR_NONE;
}

/* 发布于, 发表于, "发布：", "更新：" in a short text. */
static bool next_published_on(struct str s, size_t from, struct label *out)
{
    enum { SHORT_BYTES = 120 };
    static const struct {
        const char *word;
        int rank;
    } words[] = { { "发布", 5 }, { "发表", 5 }, { "最后更新", 2 }, { "更新", 2 } };
    const struct str rest = str_skip(s, from);
    size_t first = STR_NONE;

    if (rest.n > SHORT_BYTES || (!str_has(rest, STR("发")) && !str_has(rest, STR("更"))))
        return false;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        size_t end;
        const size_t at = find_word_of_day(rest, str_of(words[i].word), &end);

        if (at < first) {
            first = at;
            *out = (struct label){ .at = from + at, .end = from + end, .rank = words[i].rank };
        }
    }
    return first != STR_NONE;
}

/* 时 and 日 are E6 97 xx. */
static bool next_label(struct str s, size_t from, struct label *out)
{
    const struct str either = STR("\xe6\x97");

    for (size_t at = from, next; (next = str_find(str_skip(s, at), either)) != STR_NONE;
         at += either.n) {
        size_t end;

        at += next;
        if (at + either.n < s.n && is_date_word(s, at, &end)) {
            *out = (struct label){ .at = at, .end = end };
            judge_label(s, out);
            return true;
        }
    }
    return next_published_on(s, from, out);
}

bool published_has_label(struct str s, size_t within)
{
    struct label label;

    return next_label(s, 0, &label) && label.at < within;
}

/* ---- dates ----------------------------------------------------------------------------------- */

/* The text is nothing but punctuation between a label and its value. */
static bool is_gap(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];

        if (c < 0x80 ? !char_is_space(s.p[i]) && c != ':' && c != '[' && c != '(' && c != '|'
                     : false)
            return false;
        if (c >= 0xe3 && c <= 0xe9 && !str_starts(str_skip(s, i), STR("　")))
            return false;
    }
    return true;
}

/* "2026年11月20日至11月26日": a time of something, not the day of publishing. */
static bool is_range(struct str behind)
{
    static const char *const marks[] = { "至", "到", "—", "－", "-", "~", "～" };
    const size_t n = (behind = str_trim(behind)).n;

    if (str_starts(behind, STR("起")) || str_starts(behind, STR("止")))
        return true;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        while (str_starts(behind, str_of(marks[i])))
            behind = str_trim(str_skip(behind, strlen(marks[i])));
    return behind.n && behind.n < n && char_is_digit(behind.p[0]);
}

/* "2026", "年", "11", "月", "20", "日" behind the label, in pieces of its line. */
static int32_t date_in_pieces(const struct flow *fl, uint32_t seg)
{
    enum { DATE_BYTES = 48 };
    char text[DATE_BYTES];
    size_t n = 0;
    struct date_hit hit;

    for (uint32_t i = seg + 1;
         i < fl->n_segs && i <= seg + REACH_SEGS && fl->segs[i].line == fl->segs[seg].line; i++) {
        const struct str s = fl->segs[i].text;

        if (fl->segs[i].is_hidden)
            continue;
        if (n + s.n > sizeof(text))
            break;
        memcpy(text + n, s.p, s.n);
        n += s.n;
    }
    return date_find(str_from(text, n), 0, &hit) && hit.year && hit.at <= 3 ? hit.day : DAY_NONE;
}

/* A full date right behind the label: in the same text, or in the next pieces that readers see. */
static int32_t date_behind(const struct flow *fl, uint32_t seg, struct str s,
                           const struct label *label, uint32_t *where)
{
    enum { PIECES = 2 };
    const size_t end = label->end;
    struct date_hit hit;
    struct label other;

    *where = seg;
    if (date_find(s, end, &hit) && hit.year && !(next_label(s, end, &other) && other.at < hit.at) &&
        (hit.at - end <= 24 || is_gap(str_sub(s, end, hit.at - end))))
        return (label->needs_time && !hit.has_time) || is_range(str_skip(s, hit.at + hit.n))
                   ? DAY_NONE
                   : hit.day;
    if (!is_gap(str_skip(s, end)))
        return DAY_NONE;
    for (uint32_t i = seg + 1, n = 0; i < fl->n_segs && i <= seg + REACH_SEGS && n < PIECES; i++) {
        const struct str next = str_sub(fl->segs[i].text, 0, INFO_BYTES);

        if (fl->segs[i].is_hidden)
            continue;
        n++;
        *where = i;
        if (date_find(next, 0, &hit) && hit.year && hit.at <= 6)
            return label->needs_time && !hit.has_time ? DAY_NONE : hit.day;
        if (!is_gap(next))
            break;
    }
    return label->needs_time ? DAY_NONE : date_in_pieces(fl, seg);
}

struct best_date {
    int rank;
    int32_t day;
    uint32_t seg;
    bool is_in_text;
};

/* A time with a place or guests beside it is that of an event: an interview, a hearing. */
static bool is_of_event(const struct flow *fl, uint32_t i)
{
    static const char *const words[] = { "地点", "地 点", "地　点", "嘉宾", "嘉 宾", "嘉　宾" };
    const uint32_t from = i > 1 ? i - 2 : 0;

    for (uint32_t k = from; k < fl->n_segs && k <= i + 2; k++)
        if (fl->segs[k].text.n <= LABEL_BYTES &&
            str_has_any(fl->segs[k].text, words, COUNT_OF(words)))
            return true;
    return false;
}

/* 日 or 时, 发 or 更. */
static bool may_have_label(const struct seg *s)
{
    return seg_may_have(s, STR("\xe6\x97")) || seg_may_have(s, STR("发")) ||
           seg_may_have(s, STR("更"));
}

/* is_in_text: behind the beginning of the text, where a bare label means an event. */
static void dates_of_seg(const struct flow *fl, uint32_t i, bool is_in_text, struct best_date *best,
                         struct published *out)
{
    const struct str s = str_sub(fl->segs[i].text, 0, INFO_BYTES);
    struct label label;

    for (size_t at = 0; next_label(s, at, &label); at = label.end) {
        uint32_t where;
        int32_t day;

        if (label.rank == 0 || (label.is_bare && (is_in_text || is_of_event(fl, i))))
            continue;
        day = date_behind(fl, i, s, &label, &where);
        if (day == DAY_NONE) {
            out->has_blank |= label.rank >= BLANK_RANK && !is_in_text;
            continue;
        }
        out->n_labelled += label.rank >= 3;
        /* What a notice says of its own dates is not what the head of the page says. */
        if (label.rank > best->rank &&
            !(is_in_text && best->rank >= (label.rank < HEAD_RANK ? 1 : HEAD_RANK)))
            *best = (struct best_date){ label.rank, day, where, is_in_text };
    }
}

/* "作者：张三 李四 王五 …", "——记全县第二十次…": however long, it is not the text. */
static bool is_below_headline(struct str s)
{
    static const char *const words[] = { "作者：", "来源：", "记者：", "撰稿：", "编辑：", "作者:",
                                         "来源:",  "记者:",  "撰稿:",  "编辑:",  "——" };

    return str_starts_any(s, words, COUNT_OF(words));
}

/* Dates with labels, all over the page but its footer: the best label wins, then the first. */
static struct best_date find_labelled(const struct flow *fl, uint32_t headline,
                                      struct published *out)
{
    struct best_date best = { .day = DAY_NONE, .seg = NO_SEG };
    /* A top bar that shows the site's numbers is no footer. */
    const uint32_t end = headline != NO_SEG && fl->foot <= headline ? fl->n_segs : fl->foot;
    bool is_in_text = false;

    for (uint32_t i = 0; i < end; i++) {
        const struct seg *s = &fl->segs[i];

        if (s->is_hidden || s->in_form)
            continue;
        if (s->text.n <= (is_in_text ? LABEL_BYTES : 3 * (size_t)INFO_BYTES) && may_have_label(s))
            dates_of_seg(fl, i, is_in_text, &best, out);
        is_in_text =
            is_in_text || (i > headline && published_is_prose(s) && !is_below_headline(s->text));
    }
    return best;
}

static bool is_related_word(struct str s)
{
    return str_starts(s, STR("关联")) || str_starts(s, STR("相关")) || str_starts(s, STR("附件")) ||
           str_has(s, STR("解读：")) || str_starts(s, STR("上一")) || str_starts(s, STR("下一"));
}

/* Ends with what is said of other days than that of publishing: "有效期至：", "今天是"; but not in
 * "来源：今日云溪". */
static bool is_other_name(struct str s)
{
    static const char *const words[] = { "有效", "效期", "期限", "截止", "起止", "会期",
                                         "施行", "实施", "生效", "失效", "废止", "报名",
                                         "今天", "今日", "现在", "当前", "出生", "成立" };
    static const char *const tails[] = { "：", "（", "是", "为", "自", "至", "到", "于", "日" };

    if (s.n > LABEL_BYTES || names_source(s))
        return false;
    for (size_t n = s.n + 1; s.n < n && !str_ends_any(s, words, COUNT_OF(words));) {
        n = s.n;
        s.n -= space_before(s, s.n);
        s.n -= str_ends_any(s, tails, COUNT_OF(tails))          ? 3
               : str_ends(s, STR(":")) || str_ends(s, STR("(")) ? 1
                                                                : 0;
    }
    return str_ends_any(s, words, COUNT_OF(words));
}

/* The piece that ends with a label, or is one in the cell before, names a day that is not that of
 * publishing. */
static bool is_other_label(struct str s, const struct date_hit *hit)
{
    struct label label;

    if (!next_label(s, 0, &label))
        return false;
    return (label.end == s.n || str_ends(s, STR("：")) || str_ends(s, STR(":"))) &&
           (label.rank == 0 || (label.needs_time && !hit->has_time));
}

/* The date of the piece is the value of a label of another kind: 生成日期：, 2026-11-20 */
static bool is_other_value(const struct flow *fl, uint32_t i, const struct date_hit *hit)
{
    const struct str before = i > 0 ? fl->segs[i - 1].text : str_from(NULL, 0);
    struct label label;

    if (is_other_name(str_sub(fl->segs[i].text, 0, hit->at)) ||
        (next_label(fl->segs[i].text, 0, &label) && label.rank == 0))
        return true;
    return is_other_label(before, hit) ||
           ((str_ends(before, STR("：")) || str_ends(before, STR(":"))) && is_other_name(before));
}

/* Characters that a reader sees, counted up to SEEN_CHARS_MAX: sources are indented and padded at
 * will. */
static size_t seen_chars(struct str s)
{
    size_t n = 0;

    while (s.n && n < SEEN_CHARS_MAX) {
        uint32_t rune;

        s = str_skip(s, str_rune(s, &rune));
        n += !(rune <= ' ' || rune == 0xa0 || rune == 0x3000 || (rune >= 0x2000 && rune <= 0x200b));
    }
    return n;
}

/* "来源：县政府办" and the like, before a date in the same piece. */
static bool is_source_name(struct str s)
{
    enum { NAME_CHARS = 40 };
    static const char *const opens[] = { "（", "(", "[", "【" };
    static const char *const words[] = { "来源", "信息来源", "文章来源", "稿件来源",
                                         "稿源", "作者",     "编辑",     "发布机构" };

    s = str_trim(s);
    for (size_t i = 0; i < COUNT_OF(opens); i++)
        if (str_starts(s, str_of(opens[i])))
            s = str_trim(str_skip(s, strlen(opens[i])));
    return str_starts_any(s, words, COUNT_OF(words)) && seen_chars(s) <= NAME_CHARS &&
           !str_has(s, STR("。"));
}

/* "云溪县教育局　", "云溪政府网 (": who publishes, set apart from the date behind. A place, an
 * event or a company with a date is of the text. */
static bool is_name_before(struct str s)
{
    enum { NAME_CHARS = 20 };
    static const char *const marks[] = { "，", "。", "：", ":", "；", "、", "《", "“", "？" };
    static const char *const ends[] = { "局",   "办", "办公室", "网", "中心",
                                        "政府", "社", "报",     "台", ".cn" };
    const size_t n = s.n;

    s = str_trim(s);
    if (str_ends(s, STR("(")))
        s.n -= 1;
    else if (str_ends(s, STR("（")))
        s.n -= 3;
    s.n -= space_before(s, s.n);
    return s.n < n && str_ends_any(s, ends, COUNT_OF(ends)) && seen_chars(s) <= NAME_CHARS &&
           !str_has_any(s, marks, COUNT_OF(marks));
}

/* Words of the line below a headline: source, counter, buttons. */
static bool has_info_word(struct str s)
{
    static const char *const words[] = { "阅读", "浏览", "点击", "字号", "字体", "打印", "访问" };

    return str_has_any(s, words, COUNT_OF(words));
}

/* "（2026年6月1日县政府第三次常务会议通过）": the history of a document. */
static bool is_history(struct str s)
{
    static const char *const words[] = { "通过", "会议", "批准", "修订", "修正", "施行", "实施" };

    return str_has_any(s, words, COUNT_OF(words));
}

/* The piece is a full date, perhaps with a few words around it. */
static bool is_lone_date(const struct flow *fl, uint32_t i, struct date_hit *hit)
{
    const struct str s = fl->segs[i].text;

    if (!date_find(s, 0, hit) || !hit->year || hit->day == DAY_NONE || is_other_value(fl, i, hit))
        return false;
    if (is_source_name(str_sub(s, 0, hit->at)) || (hit->at > 12 && has_info_word(s)))
        return true;
    if (hit->at == 0 && s.n <= INFO_BYTES && (has_info_word(s) || str_has(s, STR("来源"))))
        return true;
    if (is_name_before(str_sub(s, 0, hit->at)) && !is_history(s) &&
        (hit->has_time || hit->at + hit->n == s.n))
        return true;
    return hit->at <= 12 && (hit->has_time || s.n <= hit->n + 60) && !str_has(s, STR("星期")) &&
           (hit->has_time || !is_history(s));
}

bool published_is_date(const struct flow *fl, uint32_t i)
{
    struct date_hit hit;

    return fl->segs[i].link == NO_LINK && is_lone_date(fl, i, &hit);
}

/* Here the lines between headline and text are over: a list or the text has begun. */
static bool is_past_head(const struct seg *s)
{
    if (s->link != NO_LINK)
        return s->text.n > 24;
    return is_related_word(s->text) ||
           (s->text.n > NEAR_LINE_CHARS && seen_chars(s->text) > NEAR_LINE_CHARS);
}

/* "12" and "2026-11" in two boxes, either first; with a link behind them they are a list's. */
static int32_t split_date(const struct flow *fl, uint32_t i)
{
    enum { HALF_BYTES = 12 };
    struct row_date date;

    return fl->segs[i].text.n <= HALF_BYTES && i + 2 < fl->n_segs &&
                   fl->segs[i + 2].link == NO_LINK && row_date_may_be(&fl->segs[i]) &&
                   row_date_read(fl, i, DAY_NONE, &date) && date.n_segs == 2 &&
                   !date.year_is_guessed
               ? date.day
               : DAY_NONE;
}

/* "2026" and "11/20" beside each other, the year first. */
static int32_t year_and_day(const struct flow *fl, uint32_t i)
{
    enum { YEAR_BYTES = 4 };
    const struct str s = fl->segs[i].text;
    struct date_hit hit;
    int64_t year;

    if (s.n != YEAR_BYTES || !str_to_i64(s, 1980, 2100, &year) || i + 1 >= fl->n_segs ||
        fl->segs[i + 1].link != NO_LINK)
        return DAY_NONE;

    const struct str next = fl->segs[i + 1].text;

    return date_find(next, 0, &hit) && !hit.year && hit.n == next.n
               ? day_of((int)year, hit.month, hit.mday)
               : DAY_NONE;
}

/* The date that the piece is; past_line: behind a line that may be the text's first. */
static int32_t date_of_piece(const struct flow *fl, uint32_t i, bool past_line)
{
    struct date_hit hit;

    if (fl->segs[i].link != NO_LINK)
        return DAY_NONE;
    if (is_lone_date(fl, i, &hit) && (hit.has_time || !past_line))
        return hit.day;
    if (past_line)
        return DAY_NONE;

    const int32_t day = year_and_day(fl, i);

    return day != DAY_NONE ? day : split_date(fl, i);
}

/* Date after date: the rows of a list whose titles are no links. */
static bool is_in_rows(const struct flow *fl, uint32_t i)
{
    enum { ROWS_SEGS = 8, MORE_ROWS = 2 };
    unsigned n = 0;
    struct date_hit hit;

    for (uint32_t k = i + 1; k < fl->n_segs && k <= i + ROWS_SEGS; k++)
        n += fl->segs[k].link == NO_LINK && is_lone_date(fl, k, &hit) && !hit.has_time;
    return n >= MORE_ROWS;
}

/* A date that stands alone below the headline, before the text begins. */
static void find_unlabelled(const struct flow *fl, uint32_t headline, struct published *out)
{
    bool past_line = false;

    for (uint32_t i = headline; i < fl->n_segs && i < headline + NEAR_SEGS; i++) {
        const struct seg *s = &fl->segs[i];

        if (s->is_hidden || s->in_form || (i == headline && s->text.n > 30))
            continue;
        if (i > headline && is_past_head(s))
            return;
        if ((out->unlabelled = date_of_piece(fl, i, past_line)) != DAY_NONE) {
            if (is_in_rows(fl, i)) {
                out->unlabelled = DAY_NONE;
                return;
            }
            out->seg = out->seg == NO_SEG ? i : out->seg;
            return;
        }
        past_line = past_line || (i > headline && s->text.n > NEAR_DAY_CHARS &&
                                  seen_chars(s->text) > NEAR_DAY_CHARS);
    }
}

/* A date with its clock time, alone or beside the source: "2026-11-20 08:30 新华网". */
static int32_t lone_moment(const struct seg *s, bool *has_source)
{
    enum { MOMENT_BYTES = 15, LINE_CHARS = 50, NAME_BYTES = 48 };
    static const char *const marks[] = { "，", "。", "：" };
    struct date_hit hit;

    if (s->in_a || s->is_hidden || s->in_form || s->text.n < MOMENT_BYTES ||
        s->text.n > INFO_BYTES || seen_chars(s->text) > LINE_CHARS ||
        !date_find(s->text, 0, &hit) || !hit.year || !hit.has_time)
        return DAY_NONE;
    *has_source = hit.at > 0 && is_source_name(str_sub(s->text, 0, hit.at));
    if (!*has_source && (hit.at > 0 || s->text.n > NAME_BYTES ||
                         str_has_any(str_skip(s->text, hit.n), marks, COUNT_OF(marks))))
        return DAY_NONE;
    return hit.day;
}

/* The source stands in its line, before or behind it. */
static bool is_beside_source(const struct flow *fl, uint32_t i)
{
    const struct seg *s = &fl->segs[i];

    return (i > 0 && s[-1].line == s->line && is_source_name(s[-1].text)) ||
           (i + 1 < fl->n_segs && s[1].line == s->line && is_source_name(s[1].text));
}

/* The only such piece from seg `from` on: some pages put it below the text. */
static int32_t only_moment(const struct flow *fl, uint32_t from, bool needs_source)
{
    int32_t day = DAY_NONE;
    uint32_t n = 0;

    for (uint32_t i = from; i < fl->n_segs; i++) {
        bool has_source = false;
        const int32_t found = lone_moment(&fl->segs[i], &has_source);

        if (found != DAY_NONE && (has_source || !needs_source || is_beside_source(fl, i))) {
            day = found;
            n++;
        }
    }
    return n == 1 ? day : DAY_NONE;
}

/* "首页 >> 政策文件 >> 正文": the end of the path to a text, which has no title of its own there.
 */
static uint32_t path_to_text(const struct flow *fl)
{
    enum { PATH_BYTES = 120 };
    const struct str end = STR("正文");

    for (uint32_t i = 1; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];

        if (s->text.n > PATH_BYTES || s->in_a || s->is_hidden || !str_ends(s->text, end))
            continue;

        const struct str before = str_trim(str_sub(s->text, 0, s->text.n - end.n));

        if (str_ends(before, STR(">")) || str_ends(before, STR("》")) ||
            str_ends(before, STR("→")) || (!before.n && fl->segs[i - 1].line == s->line))
            return i;
    }
    return NO_SEG;
}

/* The weak label 更新日期 gives way to the day that stands alone in the head: when both are of the
 * same days, or when that has a clock time and the label stands in the text below. Far from the
 * label, a day without one may be that of a document or its signature. */
static bool gives_way(const struct flow *fl, const struct best_date *best,
                      const struct published *lone)
{
    enum { DAYS = 2 };
    const struct str s = fl->segs[lone->seg].text;
    const int32_t apart = best->day - lone->unlabelled;
    struct date_hit hit;

    if (best->rank >= HEAD_RANK || apart == 0)
        return false;
    return (apart >= -DAYS && apart <= DAYS) ||
           (best->is_in_text && date_find(s, 0, &hit) && hit.has_time &&
            !is_range(str_skip(s, hit.at + hit.n)));
}

void published_find(const struct flow *fl, uint32_t headline, struct published *out)
{
    *out = (struct published){ .seg = NO_SEG };

    const struct best_date best = find_labelled(fl, headline, out);

    if (headline != NO_SEG) {
        find_unlabelled(fl, headline, out);
        if (out->unlabelled != DAY_NONE && gives_way(fl, &best, out))
            return;
    }
    out->labelled = best.day;
    if (best.seg != NO_SEG)
        out->seg = best.seg;
    if (published_is_seen(out))
        return;
    if (headline != NO_SEG) {
        out->unlabelled = only_moment(fl, headline + 1, false);
        return;
    }
    headline = path_to_text(fl);
    out->unlabelled =
        headline == NO_SEG ? only_moment(fl, 0, true) : only_moment(fl, headline + 1, false);
}
