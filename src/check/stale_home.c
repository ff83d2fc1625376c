/*
 * stale-home: the newest date that the home page shows is too old.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 首页不更新: nothing new on the home page for two weeks;
 * where the home page only leads elsewhere, nothing new on all second-level pages. A list without
 * dates is as new as its articles. Not judged: lists that a script fills, unless the column that
 * one leads on to is new, and where nothing on the home page bears a date, titles whose day is not
 * known: what stands elsewhere, was not read, is a file, or bears no date. Beside dates such titles
 * only make it less sure.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/framed.h"

#include <stdlib.h>

enum { P_MAX_DAYS, P_TITLE_CHARS, P_ARTICLES };

static const struct param params[] = {
    [P_MAX_DAYS] = { .name = "max_days",
                     .unit = "天",
                     .help = "首页最新信息距今超过此天数即为不更新",
                     .min = 1,
                     .max = 3650 },
    [P_TITLE_CHARS] = { .name = "title_chars",
                        .unit = "字",
                        .help = "正文区文字不少于此数的链接视为信息标题，更短的多是栏目和网站名称",
                        .min = 4,
                        .max = 100 },
    [P_ARTICLES] = { .name = "articles",
                     .unit = "篇",
                     .help = "首页信息未标日期的，至少读到这么多篇有日期的文章才作判断",
                     .min = 1,
                     .max = 1000 },
};

/* The newer day; days in the future say nothing about updates. */
static int32_t newer(int32_t a, int32_t b, int32_t today)
{
    return b > a && b <= today + 1 ? b : a;
}

static int32_t newest_on_home(const struct page *home, int32_t today)
{
    int32_t newest = newer(DAY_NONE, home->newest_item, today);

    for (size_t i = 0; i < home->n_items; i++)
        newest = newer(newest, home->items[i].date, today);
    for (size_t i = 0; i < home->n_blocks; i++)
        newest = newer(newest, home->blocks[i].newest, today);
    return newest;
}

static bool has_items(const struct page *home)
{
    bool found = home->n_items > 0;

    for (size_t i = 0; i < home->n_blocks; i++)
        found |= home->blocks[i].n_items > 0;
    return found;
}

static bool may_be_filled_by_script(const struct page *home)
{
    bool found = home->needs_browser || home->kind == PAGE_SHELL;

    for (size_t i = 0; i < home->n_blocks; i++)
        found |= home->blocks[i].by_script;
    return found;
}

/* What the pages one click away tell. */
struct near {
    int32_t newest;
    size_t n_columns;          /* with dates */
    size_t n_blind;            /* that need a browser */
    size_t n_dated, n_undated; /* articles */
};

static struct near look_one_click_away(const struct site_view *v, int32_t today)
{
    struct near near = { 0 };

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (d->depth != 1)
            continue;
        near.n_blind += d->needs_browser;
        near.n_dated += d->kind == PAGE_ARTICLE && d->published != DAY_NONE;
        near.n_undated += d->kind == PAGE_ARTICLE && d->published == DAY_NONE;
        near.n_columns += d->newest_item != DAY_NONE;
        near.newest = newer(near.newest, d->newest_item, today);
        near.newest = newer(near.newest, d->published, today);
    }
    return near;
}

/* The home page and the pages one click away, by URL. */
struct pages {
    const struct digest **list;
    size_t n;
};

/* What the home page's own links lead to. */
struct titles {
    int32_t newest;   /* day of the newest article, as readers see it */
    size_t n_unknown; /* titles of which no day is known */
};

static int by_url(const void *a, const void *b)
{
    return str_cmp((*(const struct digest *const *)a)->url,
                   (*(const struct digest *const *)b)->url);
}

static int with_url(const void *key, const void *digest)
{
    return str_cmp(*(const struct str *)key, (*(const struct digest *const *)digest)->url);
}

static struct pages pages_near(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct pages out = { .list = arena_array(c->a, const struct digest *, v->n_digests + 1) };

    for (size_t i = 0; i < v->n_digests; i++)
        if (v->digests[i].depth <= 1)
            out.list[out.n++] = &v->digests[i];
    // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
    qsort(out.list, out.n, sizeof *out.list, by_url);
    return out;
}

/* NULL: it is none of them. */
static const struct digest *page_at(const struct pages *pages, struct str url)
{
    // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are searched
    const struct digest *const *at =
        bsearch(&url, pages->list, pages->n, sizeof *pages->list, with_url);

    return at ? *at : NULL;
}

/* The newest day of the columns that windows filled by script lead on to: not what they show, but
 * the news are there. */
static int32_t newest_behind_windows(const struct page *home, const struct pages *pages,
                                     int32_t today)
{
    int32_t newest = DAY_NONE;

    for (size_t i = 0; i < home->n_blocks; i++) {
        const struct block *b = &home->blocks[i];
        const struct digest *column = b->by_script && b->more < home->n_links
                                          ? page_at(pages, home->links[b->more].url)
                                          : NULL;

        if (column)
            newest = newer(newest, column->newest_item, today);
    }
    return newest;
}

static struct titles look_at_titles(const struct check_ctx *c, const struct pages *pages,
                                    int32_t today)
{
    const struct site_view *v = c->view;
    struct titles out = { 0 };

    for (size_t i = 0; i < v->home->n_links; i++) {
        const struct link *l = &v->home->links[i];

        if ((l->kind != LINK_PAGE && l->kind != LINK_ATTACHMENT) || l->region != REGION_BODY ||
            link_is_of_footer(l))
            continue;
        const struct digest *d = page_at(pages, l->url);

        /* The tag alone may be the day on which a page that stays was made anew. */
        if (d && d->kind == PAGE_ARTICLE && d->is_dated)
            out.newest = newer(out.newest, d->published, today);
        if (!d || (d->published == DAY_NONE && d->newest_item == DAY_NONE))
            out.n_unknown += (int64_t)str_chars(l->text) >= c->value[P_TITLE_CHARS];
    }
    return out;
}

/* Of titles without dates, the articles behind them tell: all were read, each with its day. */
static bool is_dated_by_articles(const struct check_ctx *c, const struct near *near,
                                 const struct titles *titles)
{
    return (int64_t)near->n_dated >= c->value[P_ARTICLES] && near->n_undated == 0 &&
           near->n_blind == 0 && titles->n_unknown == 0 && c->view->is_complete;
}

/* How the newest day came to be known. */
enum basis { BY_HOME, BY_HOME_IN_DOUBT, BY_ARTICLES, BY_COLUMNS };

static enum judged report(const struct check_ctx *c, int32_t newest, int32_t today,
                          enum basis basis)
{
    static const double confidence[] = {
        [BY_HOME] = 0.95, [BY_HOME_IN_DOUBT] = 0.8, [BY_ARTICLES] = 0.85, [BY_COLUMNS] = 0.7
    };
    const bool is_home = basis != BY_COLUMNS;
    const int64_t age = today - newest;
    char day[DAY_TEXT_BYTES];

    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "%s最新信息的日期为 %s，距今 %lld 天",
                                                 is_home ? "首页" : "首页为导航页，各二级页面",
                                                 day_text(newest, day), (long long)age),
                         .suggest = STR("请及时更新首页信息；首页只作导航的，更新其链接的各页面"),
                         .key = STR("home"),
                         .measured = NUMBER(age),
                         .limit = NUMBER(c->value[P_MAX_DAYS]),
                         /* whether a home page only leads on is for a person to say */
                         .grade = is_home ? GRADE_VETO : GRADE_FAULT,
                         .confidence = confidence[basis],
                         .since = newest + (int32_t)c->value[P_MAX_DAYS] + 1,
                         DETAIL({ .key = "newest", .text = arena_copy(c->a, str_of(day)) }),
                     });
    return JUDGED;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const int32_t today = day_of_time(c->now);
    const struct framed framed = framed_home(v);
    const struct pages pages = pages_near(c);
    const int32_t on_home = newer(newest_on_home(v->home, today), framed.newest, today);
    const int64_t max_days = c->value[P_MAX_DAYS];

    if (on_home != DAY_NONE && today - on_home <= max_days)
        return JUDGED;
    if (may_be_filled_by_script(v->home) || framed.is_blind) {
        const int32_t behind = newest_behind_windows(v->home, &pages, today);

        return behind != DAY_NONE && today - behind <= max_days
                   ? JUDGED
                   : cannot_judge(c, "首页有内容由脚本或框架页填入，没有读到");
    }
    const struct titles titles = look_at_titles(c, &pages, today);

    if (titles.newest != DAY_NONE && today - titles.newest <= max_days) /* listed without its day */
        return JUDGED;
    if (on_home != DAY_NONE)
        return report(c, on_home, today, titles.n_unknown ? BY_HOME_IN_DOUBT : BY_HOME);

    const struct near near = look_one_click_away(v, today);

    if (near.newest != DAY_NONE && today - near.newest <= max_days)
        return JUDGED;
    if (near.newest != DAY_NONE && is_dated_by_articles(c, &near, &titles))
        return report(c, near.newest, today, BY_ARTICLES);
    if (has_items(v->home) || near.n_columns == 0)
        return cannot_judge(c, "首页信息未标日期");
    if (near.n_blind > 0 || !v->is_complete)
        return cannot_judge(c, "首页为导航页，部分二级页面未能读取");
    return report(c, near.newest, today, BY_COLUMNS);
}

const struct check check_stale_home = {
    .id = "stale-home",
    .rev = 7,
    .title = "首页不更新",
    .case_id = "A02",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .needs_home = true,
    .compares_pages = true,
    .shows = true,
    .check_site = check_site,
};
