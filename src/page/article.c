#include "base/base.h"

#include "page/article.h"

#include "dom/foot.h"

#include <string.h>

enum {
    SHORT_BYTES = 120, /* nor is one far from the headline */
    INFO_BYTES = 400,  /* a line of facts is not longer */
    NEAR_SEGS = 40,    /* what belongs to the headline stands within so many pieces of it */
    SOURCE_CHARS_MAX = 50,
    FOOT_SEGS_MAX = 40, /* pieces of text in a footer */
};

static bool is_cjk_at_end(struct str s)
{
    uint32_t rune;

    if (s.n < 3)
        return false;
    (void)str_rune(str_skip(s, s.n - 3), &rune);
    return rune >= 0x3400 && rune < 0xa000;
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

    return str_starts_any(s, ends, COUNT_OF(ends));
}

static struct str cut_source(struct str s)
{
    size_t n = 0;

    s = str_trim(s);
    while (n < s.n && n < 4 * (size_t)SOURCE_CHARS_MAX && !is_source_end(str_skip(s, n)))
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

/* The next piece is the value of the label 来源 that ends seg i: in its line, or in the cell or
 * line below a label that stands alone. Below a blank one at the end of a line, the text begins. */
static bool is_value_below(const struct flow *fl, uint32_t i, struct str before)
{
    enum { LEVELS = 2 };
    const struct seg *s = &fl->segs[i], *next = s + 1;
    const struct box *box = &fl->boxes[s->box];

    if (next->is_hidden || (next->line != s->line && next->line != s->line + 1))
        return false;
    if (next->line == s->line)
        return true;
    if (before.n && !is_cjk_at_end(before))
        return false;
    return (i == 0 || fl->segs[i - 1].line != s->line) &&
           fl->boxes[flow_common(fl, s->box, next->box)].depth + LEVELS >= box->depth;
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
    else if (rest.n || (at && !is_cjk_at_end(before)))
        return str_from(NULL, 0);

    const struct str here = cut_source(rest);

    if (str_trim(rest).n)
        return here;
    if (i + 1 >= fl->n_segs || !is_value_below(fl, i, before))
        return str_from(NULL, 0);

    const struct str next = fl->segs[i + 1].text;

    if (next.n > 150 || str_has(next, STR("：")) || published_has_label(next, 12))
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

/* Its date or its text stand between: what comes behind repeats the title inside of the text. */
static bool is_text_between(const struct flow *fl, uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i < to; i++)
        if (published_is_prose(&fl->segs[i]) || published_is_date(fl, i))
            return true;
    return false;
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
        if (score > best_score || (score && score == best_score && i < best + NEAR_SEGS &&
                                   !is_text_between(fl, best, i))) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

/* Where the page's title is that of the site or the column: the heading with the date below it. */
static uint32_t dated_heading(const struct flow *fl)
{
    enum { HEADING_BYTES = 12, DATE_SEGS = 4, LINE_BYTES = 200 };

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];

        if (s->heading < 1 || s->heading > 3 || s->in_a || s->is_hidden || s->in_form ||
            s->text.n < HEADING_BYTES)
            continue;
        for (uint32_t k = i + 1; k < fl->n_segs && k <= i + DATE_SEGS; k++) {
            if (fl->segs[k].in_a || fl->segs[k].text.n > LINE_BYTES)
                break;
            if (published_is_date(fl, k))
                return i;
        }
    }
    return NO_SEG;
}

/* The site's name below the text is no headline: without it, the path to the text leads to a date.
 */
static void forget_signature(const struct flow *fl, struct article *out)
{
    struct published date;

    if (out->headline == NO_SEG || published_is_seen(&out->date))
        return;
    published_find(fl, NO_SEG, &date);
    if (!date.labelled && date.unlabelled) {
        out->headline = NO_SEG;
        out->date = date;
    }
}

/* ---- body ------------------------------------------------------------------------------------ */

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
    return str_has_any(s->text, words, COUNT_OF(words)) || s->text.n < 6;
}

/* The first piece of text behind the headline and its facts. */
static uint32_t body_start(const struct flow *fl, const struct article *ar)
{
    uint32_t i = ar->headline == NO_SEG ? 0 : ar->headline + 1;

    if (ar->date.seg != NO_SEG && ar->date.seg >= i && ar->date.seg < i + NEAR_SEGS)
        i = ar->date.seg + 1;
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
    struct foot foot = { 0 };
    const uint32_t from = body_start(fl, out);

    for (uint32_t i = 0; i < fl->n_segs; i++)
        if (!fl->segs[i].is_hidden)
            foot_look(&foot, fl->segs[i].text, fl->segs[i].in_a, i);
    const bool has_foot = foot.is_there && foot.from + FOOT_SEGS_MAX >= fl->n_segs;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const bool counts =
            i >= from && !(has_foot && i >= foot.from) && published_is_prose(&fl->segs[i]);

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
    if (has_foot && out->body_to > foot.from && out->body_from < foot.from)
        out->body_to = (uint32_t)foot.from;
    for (uint32_t i = out->body_from; i < out->body_to; i++)
        if (!fl->segs[i].in_a && !fl->segs[i].is_hidden && !fl->segs[i].in_form)
            out->body_bytes += (uint32_t)fl->segs[i].text.n;
}

/* ---- all together ---------------------------------------------------------------------------- */

static struct str find_visible_source(const struct flow *fl, uint32_t headline)
{
    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        const size_t max = i > headline && i - headline > NEAR_SEGS ? SHORT_BYTES : INFO_BYTES;
        const size_t at = s->is_hidden || s->in_form || s->in_a || s->text.n > max
                              ? STR_NONE
                              : find_source(s->text);
        const struct str source = at == STR_NONE ? str_from(NULL, 0) : source_at(fl, i, at);

        if (source.n)
            return source;
    }
    return str_from(NULL, 0);
}

void article_read(const struct flow *fl, const struct page *page, const struct tags_loose *loose,
                  struct arena *a, struct article *out)
{
    struct str title = page->tags[TAG_ARTICLE_TITLE];

    *out = (struct article){ .headline = NO_SEG };
    if (!title.n)
        title = loose->value[TAG_ARTICLE_TITLE];
    out->headline = find_headline(fl, title, page->title);
    published_find(fl, out->headline, &out->date);
    forget_signature(fl, out);
    if (!published_is_seen(&out->date)) {
        const uint32_t heading = dated_heading(fl);

        if (heading != NO_SEG) {
            out->headline = heading;
            published_find(fl, heading, &out->date);
        }
    }
    out->source = find_visible_source(fl, out->headline);
    find_body(fl, a, out);
}
