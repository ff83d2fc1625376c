#include "base/base.h"

#include "page/article.h"

#include "page/source.h"

#include <string.h>

enum {
    NEAR_SEGS = 40, /* what belongs to the headline stands within so many pieces of it */
};

/* ---- headline -------------------------------------------------------------------------------- */

/* How well a piece of text matches the article's title; 0: not at all. mask: str_bytes of the
 * title, by which most other texts are told apart at once. */
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
    const uint64_t article_mask = str_bytes(article_title), page_mask = str_bytes(page_title);
    uint32_t best = NO_SEG;
    size_t best_score = 0;
    uint32_t text_end = fl->foot;

    while (text_end > 0 && !published_is_prose(&fl->segs[text_end - 1]))
        text_end--;
    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        size_t score;

        if (s->in_a || s->is_hidden || s->in_form || s->text.n > 600 || s->text.n < 6)
            continue;
        score = title_score(s->text, article_title, article_mask) * 2;
        if (!score)
            score = title_score(s->text, page_title, page_mask);
        /* A heading that is no part of the title, below all text, is that of what follows it; and
         * lines of facts are marked up as headings, too. */
        if ((s->heading == 1 || s->heading == 2) &&
            (score || ((i < text_end || text_end == 0) && !published_has_label(s->text, 12))))
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

/* Where the page's title is that of the site: the heading above the line with the date. */
static uint32_t heading_above(const struct flow *fl, uint32_t date)
{
    enum { HEADING_BYTES = 12, LINE_SEGS = 8 };

    for (uint32_t i = date; i > 0 && i + LINE_SEGS > date; i--) {
        const struct seg *s = &fl->segs[i - 1];

        if (s->heading >= 1 && s->heading <= 4)
            return !s->in_a && !s->is_hidden && s->text.n >= HEADING_BYTES ? i - 1 : NO_SEG;
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

/* A footer without a number that would tell it: "Copyright © 2026 …". */
static bool is_imprint(struct str s)
{
    static const char *const words[] = { "Copyright", "copyright", "COPYRIGHT", "©",
                                         "版权所有",  "主办单位",  "地址：",    "地址:" };

    return str_starts_any(s, words, COUNT_OF(words));
}

/* The smallest box with most of the prose behind the headline. */
static void find_body(const struct flow *fl, struct arena *a, struct article *out)
{
    uint32_t *sum = arena_array(a, uint32_t, fl->n_segs + 1);
    uint32_t box = 0, longest = NO_SEG;
    const uint32_t from = body_start(fl, out);

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const bool counts = i >= from && i < fl->foot && published_is_prose(&fl->segs[i]) &&
                            !is_imprint(fl->segs[i].text);

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
    if (out->body_to > fl->foot && out->body_from < fl->foot)
        out->body_to = fl->foot;
    for (uint32_t i = out->body_from; i < out->body_to; i++)
        if (!fl->segs[i].in_a && !fl->segs[i].is_hidden && !fl->segs[i].in_form)
            out->body_bytes += (uint32_t)fl->segs[i].text.n;
}

/* ---- all together ---------------------------------------------------------------------------- */

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
    if (out->headline == NO_SEG && out->date.labelled)
        out->headline = heading_above(fl, out->date.seg);
    out->source = source_find(fl, out->headline);
    find_body(fl, a, out);
}
