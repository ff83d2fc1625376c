#include "base/base.h"

#include "page/row.h"

#include "page/pager.h"
#include "page/row_date.h"
#include "page/title.h"

enum {
    ROW_SEGS_MAX = 16,
    ROWS_MIN = 3,
    DEAD_TITLE_BYTES = 9, /* three characters: 下载, 收藏 and 打印 are buttons */
    PLAIN_TITLE_BYTES = 24,
};

/* The dated rows of one box. */
struct rows {
    uint32_t n_live, n_dead;
    uint32_t first_dead;     /* the title's piece */
    uint32_t end;            /* behind the last of them */
    bool differ;             /* the titles without addresses */
    bool has_head;           /* 发布时间 above the days */
    bool is_begun, is_below; /* a title with an address stands before the first of them */
};

uint32_t row_around(const struct flow *fl, uint32_t box)
{
    while (box && fl->boxes[box].element != EL_LI && fl->boxes[box].element != EL_TR)
        box = fl->boxes[box].parent;
    return box;
}

static bool may_be_title(const struct seg *s, size_t bytes_min)
{
    return s->text.n >= bytes_min && !s->in_form && !s->in_aside && !pager_is_way(s->text);
}

static bool is_live(const struct seg *s)
{
    return s->link != NO_LINK && may_be_title(s, TITLE_BYTES_MIN);
}

static bool is_dead(const struct seg *s)
{
    return s->in_a && s->link == NO_LINK && may_be_title(s, DEAD_TITLE_BYTES);
}

/* The longest piece of the row in a link without an address. NO_SEG: there is none, or a title with
 * an address or without a link stands there, and the rest are buttons. */
static uint32_t dead_title(const struct flow *fl, const struct box *row, uint32_t date_seg,
                           bool *has_live)
{
    uint32_t best = NO_SEG;
    size_t plain = 0;

    *has_live = false;
    if (row->seg_to - row->seg_from > ROW_SEGS_MAX)
        return NO_SEG;
    for (uint32_t i = row->seg_from; i < row->seg_to; i++) {
        const struct seg *s = &fl->segs[i];

        if (is_live(s)) {
            *has_live = true;
            return NO_SEG;
        }
        if (!s->in_a && best == NO_SEG && s->text.n > plain)
            plain = s->text.n;
        if (i != date_seg && is_dead(s) && (best == NO_SEG || s->text.n > fl->segs[best].text.n))
            best = i;
    }
    return best != NO_SEG && plain >= PLAIN_TITLE_BYTES && plain > fl->segs[best].text.n ? NO_SEG
                                                                                         : best;
}

/* A title with an address stands between the last dated row and this one. */
static bool is_below_live(const struct flow *fl, uint32_t from, uint32_t to)
{
    for (uint32_t i = to; i > from && to - i < ROW_SEGS_MAX; i--)
        if (is_live(&fl->segs[i - 1]))
            return true;
    return false;
}

/* date_seg: the day of the row `box`. */
static void count_row(const struct flow *fl, uint32_t box, uint32_t date_seg, struct rows *all,
                      uint32_t *titles)
{
    const struct box *row = &fl->boxes[box], *list = &fl->boxes[row->parent];
    struct rows *rows = &all[row->parent];
    const uint32_t from = rows->end > list->seg_from ? rows->end : list->seg_from;
    bool has_live;
    const uint32_t title = dead_title(fl, row, date_seg, &has_live);

    if (row->seg_from < from) /* its second date */
        return;
    rows->end = row->seg_to;
    rows->n_live += has_live;
    if (title == NO_SEG)
        return;

    const bool is_below = is_below_live(fl, from, row->seg_from);

    rows->is_below |= is_below && !rows->is_begun;
    rows->is_begun = true;
    if (is_below) {
        titles[box] = rows->is_below ? ROW_BUTTONS : 0;
        return;
    }
    if (rows->n_dead++ == 0) {
        rows->first_dead = title;
        rows->has_head = row_date_has_head(fl, date_seg);
    } else if (!str_eq(fl->segs[title].text, fl->segs[rows->first_dead].text)) {
        rows->differ = true;
    }
    titles[box] = title + 1;
}

static bool is_list(const struct rows *rows, bool is_home)
{
    return (rows->n_live + rows->n_dead >= ROWS_MIN || rows->has_head) &&
           (rows->n_dead == 1 || rows->differ) &&
           (!is_home || rows->n_live > rows->n_dead || rows->n_dead >= ROWS_MIN);
}

static bool has_dead_title(const struct flow *fl)
{
    for (uint32_t i = 0; i < fl->n_segs; i++)
        if (is_dead(&fl->segs[i]))
            return true;
    return false;
}

const uint32_t *row_titles(const struct flow *fl, int32_t today, bool is_home, struct arena *a)
{
    uint32_t *titles = arena_array(a, uint32_t, fl->n_boxes);

    if (!has_dead_title(fl)) /* as on most pages */
        return titles;

    struct rows *all = arena_array(a, struct rows, fl->n_boxes);

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        const uint32_t box =
            !s->in_form && !s->in_aside && row_date_may_be(s) ? row_around(fl, s->box) : 0;
        struct row_date date;

        if (box && row_date_read(fl, i, today, &date))
            count_row(fl, box, i, all, titles);
    }
    for (uint32_t i = 0; i < fl->n_boxes; i++) {
        const struct rows *rows = &all[fl->boxes[i].parent];

        if (titles[i] && !is_list(rows, is_home))
            titles[i] = rows->is_below || (is_home && rows->n_dead < 2) ? ROW_BUTTONS : 0;
    }
    return titles;
}
