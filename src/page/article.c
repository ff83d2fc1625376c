#include "base/base.h"

#include "page/article.h"

#include "text/date.h"

#include "base/clock.h"

#include <string.h>

enum {
    INFO_BYTES = 400, /* a line of facts is not longer */
    NEAR_SEGS = 40,   /* an unlabelled date stands within so many pieces of the headline */
    PROSE_CHARS = 24, /* a line with so many characters and no link is prose */
    SOURCE_CHARS_MAX = 50,
};

int32_t article_meta_date(struct str value)
{
    struct date_hit hit;

    return date_find(value, 0, &hit) && hit.year ? hit.day : DAY_NONE;
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

static bool is_cjk_at_end(struct str s)
{
    uint32_t rune;

    if (s.n < 3)
        return false;
    (void)str_rune(str_skip(s, s.n - 3), &rune);
    return rune >= 0x3400 && rune < 0xa000;
}

/* A label found in a text. */
struct label {
    size_t at, end; /* of 时间/日期 itself */
    int rank;       /* 0: of another date than that of publishing */
    bool is_bare;   /* 时间 or 日期 alone: as often the time of an event */
    bool needs_time;
};

static void judge_label(struct str s, struct label *label)
{
    struct str before = str_sub(s, 0, label->at);
    char word[6]; /* the two characters before, spaces between them left out */

    before.n -= space_before(before, before.n);
    label->is_bare = !is_cjk_at_end(before);
    label->rank = label->is_bare ? 3 : 0;
    if (label->is_bare)
        return;
    memcpy(word + 3, before.p + before.n - 3, 3);
    before.n -= 3;
    before.n -= space_before(before, before.n);
    if (!is_cjk_at_end(before))
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

/* 发布于, 发表于 in a short text. */
static bool next_published_on(struct str s, size_t from, struct label *out)
{
    enum { SHORT_BYTES = 120 };
    const struct str rest = str_skip(s, from);
    const size_t at = rest.n > SHORT_BYTES ? STR_NONE : str_find(rest, STR("于"));

    if (at == STR_NONE || at < 6)
        return false;
    if (!str_ends(str_sub(rest, 0, at), STR("发布")) &&
        !str_ends(str_sub(rest, 0, at), STR("发表")))
        return false;
    *out = (struct label){ .at = from + at - 6, .end = from + at + 3, .rank = 5 };
    return true;
}

/* 时 and 日 are E6 97 xx: the middle byte is rare enough to be looked for alone. */
static bool next_label(struct str s, size_t from, struct label *out)
{
    for (size_t at = from + 1; at + 2 <= s.n;) {
        const size_t skip = str_chr(str_skip(s, at), '\x97');
        size_t end;

        if (skip == STR_NONE || at + skip + 2 > s.n)
            break;
        at += skip;
        if ((unsigned char)s.p[at - 1] == 0xe6 && is_date_word(s, at - 1, &end)) {
            *out = (struct label){ .at = at - 1, .end = end };
            judge_label(s, out);
            return true;
        }
        at++;
    }
    return next_published_on(s, from, out);
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

/* A full date right behind the label: in the same text, or in the next pieces. */
static int32_t date_behind(const struct flow *fl, uint32_t seg, struct str s,
                           const struct label *label, uint32_t *where)
{
    const size_t end = label->end;
    struct date_hit hit;
    struct label other;

    *where = seg;
    if (date_find(s, end, &hit) && hit.year && !(next_label(s, end, &other) && other.at < hit.at) &&
        (hit.at - end <= 24 || is_gap(str_sub(s, end, hit.at - end))))
        return label->needs_time && !hit.has_time ? DAY_NONE : hit.day;
    if (!is_gap(str_skip(s, end)))
        return DAY_NONE;
    for (uint32_t i = seg + 1; i < fl->n_segs && i <= seg + 2; i++) {
        const struct str next = str_sub(fl->segs[i].text, 0, INFO_BYTES);

        *where = i;
        if (date_find(next, 0, &hit) && hit.year && hit.at <= 6)
            return label->needs_time && !hit.has_time ? DAY_NONE : hit.day;
        if (!is_gap(next))
            return DAY_NONE;
    }
    return DAY_NONE;
}

struct best_date {
    int rank;
    int32_t day;
    uint32_t seg;
};

/* is_in_text: behind the beginning of the text, where a bare label means an event. */
static void dates_of_seg(const struct flow *fl, uint32_t i, bool is_in_text, struct best_date *best,
                         struct article *out)
{
    const struct str s = str_sub(fl->segs[i].text, 0, INFO_BYTES);
    struct label label;

    for (size_t at = 0; next_label(s, at, &label); at = label.end) {
        uint32_t where;
        int32_t day;

        if (label.rank == 0 || (label.is_bare && is_in_text))
            continue;
        day = date_behind(fl, i, s, &label, &where);
        if (day == DAY_NONE)
            continue;
        out->n_labelled += label.rank >= 3;
        if (label.rank > best->rank)
            *best = (struct best_date){ label.rank, day, where };
    }
}

/* ---- source ---------------------------------------------------------------------------------- */

static bool is_source_end(struct str s)
{
    static const char *const ends[] = {
        "发布", "发表",     "时间",         "日期",         "作者", "浏览", "点击", "字体", "字号",
        "编辑", "责编",     "阅读",         "访问",         "打印", "【",   "】",   "]",    "[",
        "|",    "｜",       "分享",         "审核",         "撰稿", "记者", "\n",   "\t",   "  ",
        "　",   "\xc2\xa0", "\xe2\x80\x83", "\xe2\x80\x82", "文章", "公开"
    };

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_starts(s, str_of(ends[i])))
            return true;
    return false;
}

static struct str cut_source(struct str s)
{
    size_t n = 0;

    s = str_trim(s);
    while (n < s.n && n < 4 * SOURCE_CHARS_MAX && !is_source_end(str_skip(s, n)))
        do
            n++;
        while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80);
    return str_trim(str_head_chars(str_sub(s, 0, n), SOURCE_CHARS_MAX));
}

/* 来源, by the rare second byte of 来 (E6 9D A5). */
static size_t find_source(struct str s)
{
    for (size_t at = 1; at < s.n;) {
        const size_t skip = str_chr(str_skip(s, at), '\x9d');

        if (skip == STR_NONE)
            return STR_NONE;
        at += skip;
        if (str_starts(str_skip(s, at - 1), STR("来源")))
            return at - 1;
        at++;
    }
    return STR_NONE;
}

/* The value behind 来源 at `at` of seg i; empty when it is blank or the words mean something else.
 */
static struct str source_at(const struct flow *fl, uint32_t i, size_t at)
{
    const struct seg *s = &fl->segs[i];
    struct str rest = str_skip(s->text, at + 6);
    const struct str before = str_sub(s->text, 0, at);

    /* 资金来源, 资料来源, 收入来源 are other things. */
    if (is_cjk_at_end(before) && !str_ends(before, STR("信息")) && !str_ends(before, STR("文章")) &&
        !str_ends(before, STR("稿件")) && !str_ends(before, STR("新闻")) &&
        !str_ends(before, STR("内容")) && !str_ends(before, STR("文字")))
        return str_from(NULL, 0);
    rest = str_trim(rest);
    if (str_starts(rest, STR("：")))
        rest = str_skip(rest, 3);
    else if (str_starts(rest, STR(":")))
        rest = str_skip(rest, 1);
    else if (rest.n || at)
        return str_from(NULL, 0);

    const struct str here = cut_source(rest);

    if (str_trim(rest).n)
        return here;
    if (i + 1 >= fl->n_segs || fl->segs[i + 1].is_hidden ||
        (fl->segs[i + 1].line != s->line && fl->segs[i + 1].line != s->line + 1))
        return str_from(NULL, 0);

    const struct str next = fl->segs[i + 1].text;
    struct label label;

    if (next.n > 150 || str_has(next, STR("：")) || (next_label(next, 0, &label) && label.at < 12))
        return str_from(NULL, 0);
    return cut_source(next);
}

/* ---- headline -------------------------------------------------------------------------------- */

/* The third bytes of a title's characters: most other texts are told apart by it at once. */
static uint64_t mask_of(struct str title)
{
    uint64_t mask = 0;

    for (size_t i = 0; i < title.n; i++)
        mask |= 1ULL << ((unsigned char)title.p[i] & 63);
    return mask;
}

/* How well a piece of text matches the article's title; 0: not at all. */
static size_t title_score(struct str text, struct str title, uint64_t mask)
{
    if (title.n < 6)
        return 0;
    if (text.n <= title.n && (!(mask >> ((unsigned char)text.p[2] & 63) & 1) ||
                              !(mask >> ((unsigned char)text.p[text.n - 1] & 63) & 1) ||
                              !(mask >> ((unsigned char)text.p[text.n / 2] & 63) & 1)))
        return 0;
    if (str_eq(text, title))
        return text.n * 2;
    if (text.n <= title.n)
        return str_has(title, text) ? text.n : 0;
    return text.n <= title.n * 2 && str_has(text, title) ? title.n : 0;
}

static uint32_t find_headline(const struct flow *fl, struct str article_title,
                              struct str page_title)
{
    const uint64_t article_mask = mask_of(article_title), page_mask = mask_of(page_title);
    uint32_t best = NO_SEG;
    size_t best_score = 0;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        size_t score;

        if (s->in_a || s->is_hidden || s->in_form || s->text.n > 600 || s->text.n < 6)
            continue;
        score = title_score(s->text, article_title, article_mask) * 2;
        if (!score)
            score = title_score(s->text, page_title, page_mask);
        if (s->heading == 1 || s->heading == 2)
            score = score * 2 + s->text.n / 2;
        /* Crumbs repeat the title before the headline; what comes long after is something else. */
        if (score > best_score || (score && score == best_score && i < best + NEAR_SEGS)) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

/* ---- body ------------------------------------------------------------------------------------ */

static bool is_prose(const struct seg *s)
{
    return !s->in_a && !s->is_hidden && !s->in_form && s->text.n >= PROSE_CHARS * 3;
}

static uint32_t box_prose(const uint32_t *sum, const struct box *b)
{
    return sum[b->seg_to] - sum[b->seg_from];
}

/* Date, source, counter, buttons: what stands between headline and text. */
static bool is_info(const struct seg *s)
{
    static const char *const words[] = { "来源", "浏览", "点击", "阅读", "作者", "字号", "字体",
                                         "打印", "分享", "编辑", "发布", "次数", "访问", "收藏" };

    if (s->text.n > 90)
        return false;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_has(s->text, str_of(words[i])))
            return true;
    return s->text.n < 6;
}

/* The first piece of text behind the headline and its facts. */
static uint32_t body_start(const struct flow *fl, const struct article *ar)
{
    uint32_t i = ar->headline == NO_SEG ? 0 : ar->headline + 1;

    if (ar->date_seg != NO_SEG && ar->date_seg >= i && ar->date_seg < i + NEAR_SEGS)
        i = ar->date_seg + 1;
    while (i > 0 && i < fl->n_segs && fl->segs[i].line == fl->segs[i - 1].line)
        i++;
    while (i < fl->n_segs && is_info(&fl->segs[i]))
        i++;
    return i;
}

/* The smallest box with most of the prose behind the headline. */
static void find_body(const struct flow *fl, struct arena *a, struct article *out)
{
    uint32_t *sum = arena_array(a, uint32_t, fl->n_segs + 1);
    uint32_t box = 0, longest = NO_SEG;
    const uint32_t from = body_start(fl, out);

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const bool counts = i >= from && is_prose(&fl->segs[i]);

        sum[i + 1] = sum[i] + (counts ? (uint32_t)fl->segs[i].text.n : 0);
        if (counts && (longest == NO_SEG || fl->segs[i].text.n > fl->segs[longest].text.n))
            longest = i;
    }
    if (longest == NO_SEG)
        return;
    box = fl->segs[longest].box;
    while (box && box_prose(sum, &fl->boxes[box]) * 10 < sum[fl->n_segs] * 7U)
        box = fl->boxes[box].parent;
    out->body_from = fl->boxes[box].seg_from > from ? fl->boxes[box].seg_from : from;
    out->body_to = fl->boxes[box].seg_to;
    for (uint32_t i = out->body_from; i < out->body_to; i++)
        if (!fl->segs[i].in_a && !fl->segs[i].is_hidden && !fl->segs[i].in_form)
            out->body_bytes += (uint32_t)fl->segs[i].text.n;
}

/* ---- all together ---------------------------------------------------------------------------- */

static bool is_related_word(struct str s)
{
    return str_starts(s, STR("关联")) || str_starts(s, STR("相关")) || str_starts(s, STR("附件")) ||
           str_has(s, STR("解读：")) || str_starts(s, STR("上一")) || str_starts(s, STR("下一"));
}

/* A date with its clock time and nothing else. */
static int32_t lone_moment(struct str s)
{
    struct date_hit hit;

    if (s.n < 15 || s.n > 30 || !date_find(s, 0, &hit) || !hit.year || !hit.has_time || hit.at > 0)
        return DAY_NONE;
    return hit.day;
}

/* The only such piece behind the headline: some pages put it below the text. */
static void only_moment(const struct flow *fl, struct article *out)
{
    int32_t day = DAY_NONE;
    uint32_t n = 0;

    if (out->headline == NO_SEG)
        return;
    for (uint32_t i = out->headline + 1; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        const int32_t found =
            s->in_a || s->is_hidden || s->in_form ? DAY_NONE : lone_moment(s->text);

        if (found != DAY_NONE) {
            day = found;
            n++;
        }
    }
    if (n == 1)
        out->unlabelled = day;
}

/* A date that stands alone below the headline, before the text begins. */
static void unlabelled_date(const struct flow *fl, struct article *out)
{
    if (out->headline == NO_SEG)
        return;
    for (uint32_t i = out->headline; i < fl->n_segs && i < out->headline + NEAR_SEGS; i++) {
        const struct seg *s = &fl->segs[i];
        struct date_hit hit;
        struct label label;

        if (s->is_hidden || s->in_form || (i == out->headline && s->text.n > 30))
            continue;
        if (i > out->headline && (is_related_word(s->text) || str_chars(s->text) > 60))
            return;
        if (s->link != NO_LINK) {
            if (s->text.n > 24) /* a list has begun */
                return;
            continue;
        }
        if (!date_find(s->text, 0, &hit) || !hit.year || hit.day == DAY_NONE)
            continue;
        if (next_label(s->text, 0, &label) && label.rank == 0)
            continue;
        if (str_has(s->text, STR("星期")) || hit.at > 12)
            continue;
        if (!hit.has_time && s->text.n > hit.n + 60)
            continue;
        /* The value of a label of another kind: 生成日期：, 2026-11-20 */
        if (i > 0 && i - 1 > out->headline && str_ends(fl->segs[i - 1].text, STR("：")) &&
            next_label(fl->segs[i - 1].text, 0, &label) && label.rank == 0)
            continue;
        out->unlabelled = hit.day;
        if (out->date_seg == NO_SEG)
            out->date_seg = i;
        return;
    }
}

void article_read(const struct flow *fl, const struct page *page, const struct tags_loose *loose,
                  struct arena *a, struct article *out)
{
    struct best_date best = { 0, DAY_NONE, NO_SEG };
    bool is_in_text = false;
    struct str title = page->tags[TAG_ARTICLE_TITLE];

    *out = (struct article){ .headline = NO_SEG, .date_seg = NO_SEG };
    if (!title.n)
        title = loose->value[TAG_ARTICLE_TITLE];
    out->headline = find_headline(fl, title, page->title);
    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        size_t at;

        if (s->is_hidden || s->in_form)
            continue;
        if (s->text.n > 3 * INFO_BYTES) {
            is_in_text = is_in_text || i > out->headline;
            continue;
        }
        dates_of_seg(fl, i, is_in_text, &best, out);
        if (!out->source.n && s->text.n <= INFO_BYTES && !s->in_a &&
            (at = find_source(s->text)) != STR_NONE)
            out->source = source_at(fl, i, at);
        is_in_text = is_in_text || (i > out->headline && is_prose(s));
    }
    out->labelled = best.day;
    out->date_seg = best.seg;
    unlabelled_date(fl, out);
    if (out->labelled == DAY_NONE && out->unlabelled == DAY_NONE)
        only_moment(fl, out);
    find_body(fl, a, out);
}
