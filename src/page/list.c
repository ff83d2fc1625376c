#include "base/base.h"

#include "page/list.h"

#include "dom/dom.h"
#include "page/list_join.h"
#include "page/pager.h"
#include "page/path.h"
#include "page/row.h"
#include "page/row_date.h"
#include "page/title.h"
#include "text/date.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
    LONG_TITLE_BYTES = 24, /* eight characters: what navigation seldom has */
    ROW_SEGS_MAX = 16,
    ROW_LINKS_MAX = 6, /* links in one row: title, picture, its column ... */
    LIST_MIN = 3,
};

struct reading {
    const struct facts_input *f;
    const struct flow *fl;
    struct page *out;
    struct arena *arena;
    int32_t today;
    const uint32_t *row_titles; /* see row.h */
    struct list_entry *entries;
    uint32_t n, cap;
    int32_t *date_of_link; /* DAY_NONE, or taken already */
    uint32_t n_in_links;   /* entries whose date stands in the link itself */
    bool takes_calls;      /* also titles that a script opens: <a onclick="show(17)"> */
};

/* ---- entries --------------------------------------------------------------------------------- */

static bool is_title_seg(const struct reading *r, const struct seg *s)
{
    if (s->link == NO_LINK && !(r->takes_calls && s->is_call && s->text.n >= LONG_TITLE_BYTES))
        return false;
    return s->text.n >= TITLE_BYTES_MIN && !s->in_form && !s->in_aside &&
           !pager_is_neighbour(r->fl, (uint32_t)(s - r->fl->segs)) && !pager_is_way(s->text);
}

/* The link of a title; behind them the pieces that a script opens, each for itself. */
static uint32_t handle_of(const struct reading *r, uint32_t seg)
{
    const uint32_t link = r->fl->segs[seg].link;

    return link != NO_LINK ? link : (uint32_t)r->out->n_links + seg;
}

/* How near two pieces are: depth of their common box, and a bonus for the same line. */
static uint32_t nearness(const struct flow *fl, uint32_t seg_a, uint32_t seg_b)
{
    const struct seg *x = &fl->segs[seg_a], *y = &fl->segs[seg_b];

    return 2U * fl->boxes[flow_common(fl, x->box, y->box)].depth + (x->line == y->line);
}

/* "[社会] title 11-20": the category is a link too. The row's much longer link is the title; beside
 * 查看全文 any is. */
static uint32_t longer_title(const struct reading *r, uint32_t title_seg, const struct box *row)
{
    const struct flow *fl = r->fl;
    const size_t times = pager_is_whole(fl->segs[title_seg].text) ? 0 : 2;
    uint32_t best = title_seg;

    if (fl->segs[title_seg].text.n > LONG_TITLE_BYTES || row->seg_to - row->seg_from > ROW_SEGS_MAX)
        return title_seg;
    for (uint32_t i = row->seg_from; i < row->seg_to; i++)
        if (i != title_seg && is_title_seg(r, &fl->segs[i]) &&
            r->date_of_link[handle_of(r, i)] == DAY_NONE &&
            fl->segs[i].text.n > (best == title_seg ? times : 2) * fl->segs[best].text.n)
            best = i;
    return best;
}

/* A row with two dates: the day of publishing counts, wherever it stands. */
static void second_date(struct reading *r, uint32_t link, uint32_t date_seg,
                        const struct row_date *date)
{
    struct list_entry *e = r->n ? &r->entries[r->n - 1] : NULL;

    if (!e || e->link != link || date->year_is_guessed ||
        !row_date_is_of_publishing(r->fl, date_seg) ||
        row_date_is_of_publishing(r->fl, e->date_seg))
        return;
    e->date = date->day;
    e->date_seg = date_seg;
}

/* "最近更新：2026-11-20" in no row, though the title has one: it is the list's. */
static bool is_of_list(const struct flow *fl, uint32_t title_seg, uint32_t date_seg)
{
    return row_around(fl, fl->segs[title_seg].box) && !row_around(fl, fl->segs[date_seg].box) &&
           row_date_is_of_publishing(fl, date_seg);
}

static void add_entry(struct reading *r, uint32_t title_seg, uint32_t date_seg,
                      const struct row_date *date)
{
    const struct flow *fl = r->fl;

    if (is_of_list(fl, title_seg, date_seg))
        return;

    const uint32_t row = flow_common(fl, fl->segs[title_seg].box, fl->segs[date_seg].box);
    const struct box *b = &fl->boxes[row];

    /* A date in the title's own link leaves no doubt. */
    if (fl->segs[title_seg].link == NO_LINK || fl->segs[date_seg].link != fl->segs[title_seg].link)
        title_seg = longer_title(r, title_seg, b);

    const struct seg *t = &fl->segs[title_seg];

    /* "2026年11月20日 星期五" among the links above everything is the page's clock. */
    if (t->text.n <= LONG_TITLE_BYTES && str_has(fl->segs[date_seg].text, STR("星期")))
        return;

    const uint32_t handle = handle_of(r, title_seg);

    if (r->date_of_link[handle] != DAY_NONE) {
        second_date(r, handle, date_seg, date);
        return;
    }
    /* A row holds its title and little else; where everything stands in one box, the line tells. */
    if (b->link_to - b->link_from > ROW_LINKS_MAX && t->line != fl->segs[date_seg].line &&
        (title_seg > date_seg ? title_seg - date_seg : date_seg - title_seg) > 2)
        return;
    if (r->n == r->cap) {
        struct list_entry *grown =
            arena_array(r->arena, struct list_entry, r->cap ? r->cap * 2 : 64);

        if (r->n)
            memcpy(grown, r->entries, r->n * sizeof(*grown));
        r->entries = grown;
        r->cap = r->cap ? r->cap * 2 : 64;
    }

    const int32_t day = date->year_is_guessed && t->link != NO_LINK
                            ? row_date_fit(date->day, r->out->links[t->link].href)
                            : date->day;

    r->date_of_link[handle] = day;
    r->n_in_links += t->link != NO_LINK && fl->segs[date_seg].link == t->link;
    r->entries[r->n++] = (struct list_entry){
        .seg = title_seg,
        .link = handle,
        .row = row,
        .date = day,
        .date_seg = date_seg,
        .by_bracket = date->year_is_guessed && title_seg == date_seg,
    };
}

/* A heading is the title, however long the summary below it is; else the longer piece. */
static bool is_better_title(const struct seg *s, const struct seg *than)
{
    if (!s->heading != !than->heading)
        return s->heading;
    return s->text.n > than->text.n;
}

/* Another piece of the same link, with its title. */
static uint32_t title_of_link(const struct flow *fl, uint32_t i)
{
    const uint32_t link = fl->segs[i].link;
    uint32_t best = i;
    uint32_t from = i, to = i;

    while (from > 0 && fl->segs[from - 1].link == link && i - from < 8)
        from--;
    while (to + 1 < fl->n_segs && fl->segs[to + 1].link == link && to - i < 8)
        to++;
    for (uint32_t k = from; k <= to; k++)
        if (k != i && (best == i || is_better_title(&fl->segs[k], &fl->segs[best])))
            best = k;
    return best;
}

/* Gives the date at seg i to the title before or behind it, whichever stands nearer. */
static void pair_date(struct reading *r, uint32_t i, const struct row_date *date, uint32_t before)
{
    const struct flow *fl = r->fl;
    const uint32_t row = row_around(fl, fl->segs[i].box), own = r->row_titles[row];
    uint32_t behind = i + date->n_segs;

    if (own && own != ROW_BUTTONS) {
        add_entry(r, own - 1, i, date);
        return;
    }
    while (behind < fl->n_segs && behind < i + 12 && !is_title_seg(r, &fl->segs[behind]))
        behind++;
    if (behind >= fl->n_segs || behind >= i + 12 ||
        (own == ROW_BUTTONS && behind >= fl->boxes[row].seg_to))
        behind = NO_SEG;
    if (before != NO_SEG && i - before > 12)
        before = NO_SEG;

    const uint32_t near_before = before == NO_SEG ? 0 : nearness(fl, before, i) + 1;
    const uint32_t near_behind = behind == NO_SEG ? 0 : nearness(fl, i, behind) + 1;

    if (near_before == 0 && near_behind == 0)
        return;
    if (near_before > near_behind ||
        (near_before == near_behind && r->date_of_link[handle_of(r, before)] == DAY_NONE))
        add_entry(r, before, i, date);
    else if (behind != NO_SEG)
        add_entry(r, behind, i, date);
}

/* A date without a year below a heading "2025年" is of that year. */
static void take_heading(struct row_date *date, int year, int32_t today)
{
    int guessed, month, mday;

    if (!date->year_is_guessed || !year)
        return;
    day_split(date->day, &guessed, &month, &mday);

    const int32_t day = day_of(year, month, mday);

    if (day == DAY_NONE || day > today)
        return;
    date->day = day;
    date->year_is_guessed = false;
}

static void find_entries(struct reading *r)
{
    const struct flow *fl = r->fl;
    uint32_t title = NO_SEG;
    int year = 0;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        const bool may_be_date = !s->in_form && !s->in_aside && row_date_may_be(s) &&
                                 !(i > 0 && pager_is_neighbour(fl, i - 1));
        const uint32_t other = may_be_date && s->link != NO_LINK ? title_of_link(fl, i) : NO_SEG;
        struct row_date date;

        /* In a link, a date has its title there beside it; otherwise it is a title itself. */
        if (!may_be_date || other == i ||
            (other != NO_SEG && fl->segs[other].text.n < TITLE_BYTES_MIN) ||
            !row_date_read(fl, i, r->today, &date)) {
            if (is_title_seg(r, s))
                title = i;
            else if (may_be_date && s->link == NO_LINK)
                (void)row_date_is_year(s->text, &year);
            continue;
        }
        take_heading(&date, year, r->today);
        if (other != NO_SEG)
            add_entry(r, other, i, &date);
        else
            pair_date(r, i, &date, title);
        i += date.n_segs - 1;
    }
}

static uint32_t n_linked(const struct reading *r)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < r->n; i++)
        n += r->entries[i].link < r->out->n_links;
    return n;
}

/* Rows that a script opens, where there is no list of links. */
static void find_calls(struct reading *r)
{
    struct reading again = {
        .f = r->f,
        .fl = r->fl,
        .out = r->out,
        .arena = r->arena,
        .today = r->today,
        .row_titles = r->row_titles,
        .takes_calls = true,
    };
    uint32_t n_calls = 0;

    for (uint32_t i = 0; i < r->fl->n_segs; i++)
        n_calls += r->fl->segs[i].is_call;
    if (n_calls < LIST_MIN)
        return;
    again.date_of_link = arena_array(r->arena, int32_t, r->out->n_links + r->fl->n_segs + 1);
    find_entries(&again);
    if (again.n >= LIST_MIN && again.n > r->n)
        *r = again;
}

/* Where rows have no date beside the link, those in the titles count. */
static void find_dates_in_titles(struct reading *r)
{
    for (uint32_t i = 0; i < r->fl->n_segs; i++) {
        const struct seg *s = &r->fl->segs[i];
        struct row_date date = { .n_segs = 1 };

        if (!is_title_seg(r, s) || s->text.n < LONG_TITLE_BYTES)
            continue;
        (void)title_cut(s->text, &date.day);
        if (date.day != DAY_NONE)
            add_entry(r, i, i, &date);
    }
}

/* The day of "[11-20] title"; DAY_NONE also when the link's address is of another time. */
static int32_t bracket_day(const struct reading *r, const struct seg *s)
{
    enum { NEAR_DAYS = 45 };
    const struct str href = s->link == NO_LINK ? str_from(NULL, 0) : r->out->links[s->link].href;
    const int32_t by_url = date_in_url(href);
    struct date_hit hit;
    int32_t day;

    if (!r->today || title_cut_month_day(s->text, &hit).n == s->text.n)
        return DAY_NONE;
    day = row_date_fit(date_complete(&hit, r->today), href);
    return by_url == DAY_NONE || abs(day - by_url) <= NEAR_DAYS ? day : DAY_NONE;
}

/* "[11-20] title": only a whole list of such titles tells that they are days. */
static void find_days_in_brackets(struct reading *r)
{
    const struct flow *fl = r->fl;
    struct title_day *titles = arena_array(r->arena, struct title_day, fl->n_segs + 1);
    uint32_t n = 0;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];
        const uint32_t row = row_around(fl, s->box);

        if (is_title_seg(r, s) && s->text.n >= LONG_TITLE_BYTES)
            titles[n++] = (struct title_day){ .seg = i,
                                              .list = fl->boxes[row ? row : s->box].parent,
                                              .day = bracket_day(r, s) };
    }
    for (uint32_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && titles[to].list == titles[from].list; to++) {
        }
        if (!title_are_days(&titles[from], to - from))
            continue;
        for (uint32_t i = from; i < to; i++)
            if (titles[i].day != DAY_NONE)
                add_entry(r, titles[i].seg, titles[i].seg,
                          &(struct row_date){ .day = titles[i].day, .year_is_guessed = true });
    }
}

/* What shows when the pointer rests on a title: "标题：… 发布时间：2026-11-20", where rows show
 * none.
 */
static void find_dates_in_tips(struct reading *r)
{
    for (uint32_t i = 0; i < r->fl->n_segs; i++) {
        const struct seg *s = &r->fl->segs[i];
        struct row_date date = { .n_segs = 1 };

        if (!is_title_seg(r, s) || s->link == NO_LINK || r->date_of_link[s->link] != DAY_NONE)
            continue;
        date.day = row_date_in_line(dom_attr(r->f->link_nodes[s->link], "title"));
        if (date.day != DAY_NONE)
            add_entry(r, i, i, &date);
    }
}

static int by_place(const void *x, const void *y)
{
    const struct list_entry *a = x, *b = y;

    return a->seg < b->seg ? -1 : a->seg > b->seg;
}

/* ---- undated lists --------------------------------------------------------------------------- */

/* What follows "http://" or "//"; empty for a relative address. */
static struct str from_host(struct str url)
{
    const size_t at = str_chr(str_sub(url, 0, 7), '/');

    return str_starts(str_skip(url, at), STR("//")) ? str_skip(url, at + 2) : str_from(NULL, 0);
}

/* "http://host/": the front door of another site, in a list of friends; no item. */
static bool is_door(struct str href)
{
    const struct str host = from_host(href);
    const size_t slash = str_chr(host, '/');

    return host.n && (slash == STR_NONE || slash + 1 == host.n);
}

static bool is_long_link(const struct reading *r, const struct seg *s)
{
    return s->link != NO_LINK && !s->in_form && !s->in_aside && s->text.n >= LONG_TITLE_BYTES &&
           r->out->links[s->link].region == REGION_BODY && !is_door(r->out->links[s->link].href);
}

static bool leaves_site(const struct reading *r, const struct seg *s)
{
    const struct str here = from_host(r->out->url), there = from_host(r->out->links[s->link].href);

    return here.n && there.n &&
           !str_eq_nocase(str_sub(here, 0, str_chr(here, '/')),
                          str_sub(there, 0, str_chr(there, '/')));
}

/* The first long piece below the path is the title of a row with its date: that list is the page's
 * own, be it short; what is read most stands beside it. NULL: it is not. */
static const struct list_entry *first_below_path(const struct reading *r)
{
    const struct flow *fl = r->fl;
    uint32_t i = path_end(fl);

    if (i == 0)
        return NULL;
    while (i < fl->n_segs && (fl->segs[i].text.n < LONG_TITLE_BYTES || fl->segs[i].is_hidden))
        i++;
    if (i == fl->n_segs || !is_long_link(r, &fl->segs[i]))
        return NULL;
    for (uint32_t k = 0; k < r->n; k++)
        if (r->entries[k].link == fl->segs[i].link)
            return &r->entries[k];
    return NULL;
}

/* The rows of the list that begins with entry i, and the bytes of their titles. */
static uint32_t rows_of(const struct reading *r, uint32_t i, size_t *bytes)
{
    const uint32_t from = i, key = r->entries[i].key;

    *bytes = 0;
    for (; i < r->n && r->entries[i].key == key; i++)
        *bytes += r->fl->segs[r->entries[i].seg].text.n;
    return i - from;
}

static uint32_t first_of(const struct reading *r, uint32_t i)
{
    while (i > 0 && r->entries[i - 1].key == r->entries[i].key)
        i--;
    return i;
}

/* The first entry of the list right above the pager; r->n: there is none. */
static uint32_t paged_list(const struct reading *r)
{
    enum { NEAR_SEGS = 12 };
    const uint32_t pager = pager_first(r->fl);

    for (uint32_t i = r->n; i > 0 && pager != NO_SEG; i--) {
        const struct list_entry *e = &r->entries[i - 1];
        const uint32_t last = e->date_seg > e->seg ? e->date_seg : e->seg;

        if (last < pager)
            return last + NEAR_SEGS >= pager ? first_of(r, i - 1) : r->n;
    }
    return r->n;
}

/* A title of the list that begins with entry i lies in the folder of the page. */
static bool is_of_folder(const struct reading *r, uint32_t i)
{
    const struct str here = from_host(r->out->url), path = str_skip(here, str_chr(here, '/'));
    struct str folder = path;

    while (folder.n && folder.p[folder.n - 1] != '/')
        folder.n--;
    for (const uint32_t key = r->entries[i].key; i < r->n && r->entries[i].key == key; i++) {
        if (r->entries[i].link >= r->out->n_links)
            continue;

        const struct str href = r->out->links[r->entries[i].link].href, there = from_host(href);
        const bool is_relative = !there.n && !str_starts(href, STR("/"));

        if (is_relative ? !str_starts(href, STR("../"))
                        : str_starts(there.n ? str_skip(there, str_chr(there, '/')) : href, folder))
            return true;
    }
    return false;
}

/* 更多>> above its first row leads to the column of the list of n rows that begins with entry i, in
 * a box with no row of another. */
static bool is_window(const struct reading *r, uint32_t i, uint32_t n)
{
    enum { HEAD_SEGS = 4 };
    const struct flow *fl = r->fl;
    const struct box *row = &fl->boxes[r->entries[i].row];
    const struct seg *first = &fl->segs[row->seg_from], *s = first;

    while (s > fl->segs && first - s < HEAD_SEGS && s[-1].text.n <= LONG_TITLE_BYTES) {
        s--;
        if (s->link == NO_LINK || !pager_is_more(s->text))
            continue;

        const struct box *both = &fl->boxes[flow_common(fl, s->box, first->box)];

        return (i == 0 || r->entries[i - 1].seg < both->seg_from) &&
               (i + n == r->n || r->entries[i + n].seg >= both->seg_to);
    }
    return false;
}

/* Each list is a window of its column: none is the page's own. */
static bool is_cover(const struct reading *r)
{
    size_t bytes;

    if (pager_first(r->fl) != NO_SEG)
        return false;
    for (uint32_t i = 0, n; i < r->n; i += n) {
        n = rows_of(r, i, &bytes);
        if (n == r->n || !is_window(r, i, n))
            return false;
    }
    return true;
}

/* The rows with dates are few, and so many more titles stand without: those are the list. Links to
 * other offices are no titles. */
static bool is_undated(const struct reading *r, const struct lists *lists)
{
    uint32_t n = 0;

    if (r->n >= LIST_MIN || lists->n_long_links <= 2 * r->n + LIST_MIN || lists->begins_dated)
        return false;
    for (uint32_t i = 0; i < r->fl->n_segs && r->n > 0; i++)
        n += is_long_link(r, &r->fl->segs[i]) && !leaves_site(r, &r->fl->segs[i]);
    return r->n == 0 || n > 2 * r->n + LIST_MIN;
}

/* The picture, the title and 详细 of a row lead to one address; what a row shows leads nowhere. */
static bool leads_one_way(const struct reading *r, const struct box *b)
{
    enum { LINKS_MAX = 8 };
    const struct link *first = NULL;

    if (b->link_to > b->link_from + LINKS_MAX)
        return false;
    for (uint32_t i = b->link_from; i < b->link_to; i++) {
        const struct link *l = &r->out->links[i];

        if (l->kind == LINK_IMAGE)
            continue;
        if (first && !str_eq(l->href, first->href))
            return false;
        first = first ? first : l;
    }
    return true;
}

/* Box of the most links with titles; rows without dates. */
static uint32_t main_undated(const struct reading *r, uint32_t *n_items)
{
    const struct flow *fl = r->fl;
    uint32_t *n = arena_array(r->arena, uint32_t, fl->n_boxes), best = 0;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        uint32_t box = fl->segs[i].box;

        if (!is_long_link(r, &fl->segs[i]))
            continue;
        /* The row is the highest box that leads there alone. */
        while (box && leads_one_way(r, &fl->boxes[fl->boxes[box].parent]))
            box = fl->boxes[box].parent;
        box = leads_one_way(r, &fl->boxes[box]) ? fl->boxes[box].parent : box;
        n[box]++;
        if (n[box] > n[best] || best == 0)
            best = box;
    }
    *n_items = n[best];
    return best;
}

/* The link's text, or, where more than the title stands in the link, the title's piece of it. */
static struct str item_title(const struct reading *r, uint32_t seg)
{
    const struct flow *fl = r->fl;
    const uint32_t link = fl->segs[seg].link;
    const bool is_alone = link != NO_LINK && (seg == 0 || fl->segs[seg - 1].link != link) &&
                          (seg + 1 >= fl->n_segs || fl->segs[seg + 1].link != link);

    return title_bare(is_alone && r->out->links[link].text.n
                          ? r->out->links[link].text
                          : flow_fold(fl->segs[seg].text, r->arena));
}

static void take_undated(struct reading *r, struct lists *lists)
{
    const struct flow *fl = r->fl;
    uint32_t n_items = 0, last = NO_LINK;
    const uint32_t box = main_undated(r, &n_items);
    struct item *items;
    uint32_t n = 0, n_dated = 0;

    if (n_items < LIST_MIN)
        return;
    items = arena_array(r->arena, struct item, n_items);
    for (uint32_t i = fl->boxes[box].seg_from; i < fl->boxes[box].seg_to && n < n_items; i++) {
        const struct seg *s = &fl->segs[i];

        if (!is_long_link(r, s) || s->link == last)
            continue;
        last = s->link;
        items[n] = (struct item){
            .link = s->link,
            .title = item_title(r, i),
            .date = date_in_url(r->out->links[s->link].href),
        };
        n_dated += items[n++].date != DAY_NONE;
    }
    /* Dates of URLs count only when the whole list has them. */
    for (uint32_t i = 0; i < n && n_dated < n; i++)
        items[i].date = DAY_NONE;
    r->out->items = items;
    r->out->n_items = n;
    lists->n_main = n;
    lists->main_box = box;
    lists->n_main_urls = n_dated == n ? n : 0;
}

/* ---- all together ---------------------------------------------------------------------------- */

/* First entry of the page's own list: above its pager, or the longest; of two that are nearly as
 * long the one that begins below the path, where it is no window. News of another column's folder
 * are not, where the longest is of this. */
static uint32_t main_list(const struct reading *r, uint32_t *n_items)
{
    const struct list_entry *below = first_below_path(r);
    const uint32_t paged = paged_list(r);
    uint32_t best = 0, n;
    size_t best_bytes = 0, bytes;

    *n_items = 0;
    for (uint32_t i = 0; i < r->n; i += n) {
        n = rows_of(r, i, &bytes);
        if (n > *n_items || (n == *n_items && bytes > best_bytes)) {
            best = i;
            *n_items = n;
            best_bytes = bytes;
        }
    }

    const bool is_own = is_of_folder(r, best);
    const uint32_t first = below ? first_of(r, (uint32_t)(below - r->entries)) : r->n;
    const uint32_t n_first = below ? rows_of(r, first, &bytes) : 0;

    if (paged < r->n && (!is_own || is_of_folder(r, paged)))
        best = paged;
    else if (below && 2 * n_first >= *n_items && !is_window(r, first, n_first) &&
             (!is_own || is_of_folder(r, first)))
        best = first;
    *n_items = rows_of(r, best, &bytes);
    return best;
}

/* All rows of a home page and of a cover, which has no list of its own. */
static void take_dated(struct reading *r, bool is_home, struct lists *lists)
{
    uint32_t n_main = 0;
    const uint32_t first = main_list(r, &n_main), key = r->entries[first].key;
    const bool takes_all = is_home || is_cover(r);
    struct item *items = arena_array(r->arena, struct item, r->n);
    uint32_t n = 0;

    for (uint32_t i = 0; i < r->n; i++) {
        const struct list_entry *e = &r->entries[i];

        if (!takes_all && e->key != key)
            continue;
        if (n == 0) {
            lists->is_table = row_date_has_head(r->fl, e->date_seg);
            lists->first_day = e->date_seg;
        }
        const struct str title = item_title(r, e->seg);
        struct date_hit hit;
        int32_t day;

        items[n++] = (struct item){
            .link = e->link < r->out->n_links ? e->link : ITEM_NO_LINK,
            .title = e->by_bracket           ? title_cut_month_day(title, &hit)
                     : e->seg == e->date_seg ? title_cut(title, &day)
                                             : title,
            .date = e->date,
        };
    }
    r->out->items = items;
    r->out->n_items = n;
    lists->n_main = is_home ? n : n_main;
    lists->main_box = key;
}

void list_read(const struct facts_input *f, const struct flow *fl, bool is_home, struct arena *a,
               struct page *out, struct lists *lists)
{
    const int32_t today = f->in->today;
    struct reading r = {
        .f = f,
        .fl = fl,
        .out = out,
        .arena = a,
        .today = today,
        .row_titles = row_titles(fl, today, is_home, a),
        .date_of_link = arena_array(a, int32_t, out->n_links + fl->n_segs + 1),
    };

    *lists = (struct lists){ 0 };
    for (uint32_t i = 0; i < fl->n_segs; i++)
        lists->n_long_links += is_long_link(&r, &fl->segs[i]);
    find_entries(&r);
    if (r.n < LIST_MIN || r.n_in_links * 2 > r.n) {
        if (r.n < LIST_MIN)
            find_dates_in_tips(&r);
        find_dates_in_titles(&r);
        find_days_in_brackets(&r);
        if (r.n > 1)
            qsort(r.entries, r.n, sizeof(*r.entries), by_place);
    }
    if (!is_home && n_linked(&r) < LIST_MIN)
        find_calls(&r);
    lists->n_dated = r.n;
    if (r.n > 0) {
        list_join(fl, r.entries, r.n, a);
        take_dated(&r, is_home, lists);
    }
    lists->begins_dated = !is_home && r.n > 0 && first_below_path(&r) != NULL;
    if (!is_home && is_undated(&r, lists))
        take_undated(&r, lists);
    for (size_t i = 0; i < out->n_items; i++)
        if (out->items[i].date > out->newest_item &&
            (today == DAY_NONE || out->items[i].date <= today + 1))
            out->newest_item = out->items[i].date;
}
