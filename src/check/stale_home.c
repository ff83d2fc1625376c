/*
 * stale-home: the newest date that the home page shows is too old.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 首页不更新: nothing new on the home page for two weeks;
 * where the home page only leads elsewhere, nothing new on all second-level pages. A list without
 * dates is as new as its articles. Not judged: lists that a script fills, articles without dates.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/framed.h"

enum { P_MAX_DAYS };

static const struct param params[] = {
    [P_MAX_DAYS] = { .name = "max_days",
                     .unit = "天",
                     .help = "首页最新信息距今超过此天数即为不更新",
                     .min = 1,
                     .max = 3650 },
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

/* News that stand elsewhere: their days are not known. */
static bool leads_to_other_news(const struct page *home)
{
    enum { TITLE_CHARS = 12 };

    for (size_t i = 0; i < home->n_links; i++) {
        const struct link *l = &home->links[i];

        if (l->kind == LINK_PAGE && !l->is_same_site && l->region == REGION_BODY &&
            str_chars(l->text) >= TITLE_CHARS)
            return true;
    }
    return false;
}

/* Of titles without dates, the articles behind them tell: all were read, each with its day. */
static bool is_dated_by_articles(const struct site_view *v, const struct near *near)
{
    enum { ARTICLES_MIN = 3 };

    return near->n_dated >= ARTICLES_MIN && near->n_undated == 0 && near->n_blind == 0 &&
           v->is_complete && !leads_to_other_news(v->home);
}

static enum judged report(const struct check_ctx *c, int32_t newest, int32_t today, bool is_home)
{
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
                         .confidence = is_home ? 0.95 : 0.7,
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
    const int32_t on_home = newer(newest_on_home(v->home, today), framed.newest, today);
    const int64_t max_days = c->value[P_MAX_DAYS];

    if (on_home != DAY_NONE && today - on_home <= max_days)
        return JUDGED;
    if (may_be_filled_by_script(v->home) || framed.is_blind)
        return cannot_judge(c, "首页有内容由脚本生成，需用浏览器查看");
    if (on_home != DAY_NONE)
        return report(c, on_home, today, true);

    const struct near near = look_one_click_away(v, today);

    if (near.newest != DAY_NONE && today - near.newest <= max_days)
        return JUDGED;
    if (near.newest != DAY_NONE && is_dated_by_articles(v, &near))
        return report(c, near.newest, today, true);
    if (has_items(v->home) || near.n_columns == 0)
        return cannot_judge(c, "首页信息未标日期");
    if (near.n_blind > 0 || !v->is_complete)
        return cannot_judge(c, "首页为导航页，部分二级页面未能读取");
    return report(c, near.newest, today, false);
}

const struct check check_stale_home = {
    .id = "stale-home",
    .rev = 3,
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
