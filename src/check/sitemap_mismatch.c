/*
 * sitemap-mismatch: the site map leaves out columns of the navigation, or lists what is none.
 *
 * Basis: 汉中 2022Q3 and 广东 2019Q2 notices (站点地图 differs from the real columns; its links are
 * dead). Compared are the home page's navigation and the site map's own part, without the header
 * and footer that every page carries. Not judged: sites without a site map, or without a navigation
 * that the markup tells.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/column.h"
#include "check/words.h"

enum { P_MIN_ENTRIES, P_MAX_SINGLE };
enum { L_NO_COLUMN };

static const struct param params[] = {
    [P_MIN_ENTRIES] = { .name = "min_entries",
                        .unit = "条",
                        .help = "网站地图或导航的链接少于此数时无法比对",
                        .min = 1,
                        .max = 1000 },
    [P_MAX_SINGLE] = { .name = "max_single",
                       .unit = "个",
                       .help = "缺少的栏目多于此数时合并为一条",
                       .min = 1,
                       .max = 1000 },
};

static const struct word_list lists[] = {
    [L_NO_COLUMN] = { .name = "no_column",
                      .help = "导航中不是栏目的链接文字（首页、登录、无障碍等）" },
};

/* A link that may stand for a column. */
static bool is_entry(const struct link *l)
{
    return l->kind == LINK_PAGE && l->is_same_site && !l->is_hidden && !str_is_empty(l->url) &&
           str_is_empty(l->fragment) && !str_is_empty(l->text);
}

struct entry {
    struct str base, text, url;
    uint32_t link;
    bool is_column; /* not 首页, 登录, 联系我们 by its text */
    bool is_dead;
};

/* No site map that a person reads has more; the comparison is quadratic. */
enum { ENTRIES_MAX = 3000 };

/* The entries of a page in a region, each target once. */
static size_t entries_of(const struct check_ctx *c, const struct page *p, enum region region,
                         struct entry **out)
{
    struct entry *all = arena_array(c->a, struct entry, ENTRIES_MAX);
    int64_t number;
    const struct str home = column_base(c->view->home->url, c->a, &number);
    const struct str map = column_base(c->view->sitemap->url, c->a, &number);
    size_t n = 0;

    for (size_t i = 0; i < p->n_links && n < ENTRIES_MAX; i++) {
        const struct link *l = &p->links[i];
        bool is_known = false;

        if (l->region != region || !is_entry(l))
            continue;
        const struct str base = column_base(l->url, c->a, &number);

        for (size_t k = 0; k < n && !is_known; k++)
            is_known = str_eq(all[k].base, base);
        if (is_known || str_eq(base, home) || (region == REGION_NAV && str_eq(base, map)))
            continue;
        all[n++] = (struct entry){ .base = base,
                                   .text = l->text,
                                   .url = l->url,
                                   .link = (uint32_t)i,
                                   .is_column = !words_in(&c->list[L_NO_COLUMN], l->text) };
    }
    *out = all;
    return n;
}

static int64_t n_columns(const struct entry *all, size_t n)
{
    int64_t n_found = 0;

    for (size_t i = 0; i < n; i++)
        n_found += all[i].is_column;
    return n_found;
}

static bool has_entry(const struct entry *all, size_t n, const struct entry *e)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].base, e->base) || str_eq(all[i].text, e->text))
            return true;
    return false;
}

static struct str place(const struct check_ctx *c, const struct link *l)
{
    return arena_printf(c->a, "body %s[%u]", l->element, l->nth);
}

static void report_missing(const struct check_ctx *c, const struct entry *const *missing, size_t n)
{
    struct str *texts = arena_array(c->a, struct str, n);
    struct str *targets = arena_array(c->a, struct str, n);
    const bool is_one = n == 1;

    for (size_t i = 0; i < n; i++) {
        texts[i] = missing[i]->text;
        targets[i] = missing[i]->url;
    }
    sink_add(c->out,
             (struct finding){
                 .url = c->view->sitemap->url,
                 .excerpt = is_one ? arena_printf(c->a, "网站地图缺少栏目“%.*s”", STR_ARG(texts[0]))
                                   : arena_printf(c->a, "网站地图缺少 %zu 个栏目，如“%.*s”", n,
                                                  STR_ARG(texts[0])),
                 .suggest = STR("请按实际栏目更新网站地图"),
                 .key = is_one ? arena_join(c->a, STR("missing "), missing[0]->base)
                               : STR("missing many"),
                 .measured = NUMBER((int64_t)n),
                 .grade = GRADE_FAULT,
                 .confidence = is_one ? 0.8 : 0.6,
                 DETAIL({ .key = "fault", .text = STR("missing") },
                        { .key = "target", .text = targets[0] },
                        { .key = "columns", .list = texts, .n_list = n },
                        { .key = "targets", .list = targets, .n_list = n }),
             });
}

static bool is_gone(const struct target *t)
{
    return !t->is_passing &&
           ((t->reason == REASON_HTTP && (t->http_status == 404 || t->http_status == 410)) ||
            t->reason == REASON_SOFT_404);
}

/* What the navigation leads to is no column any more: dead-link tells it. */
static bool leads_nowhere(const struct site_view *v, struct str url)
{
    for (size_t i = 0; i < v->n_targets; i++)
        if (is_gone(&v->targets[i]) && str_eq(v->targets[i].url, url))
            return true;
    return false;
}

static bool begins_with_entry(const struct entry *all, size_t n, struct str line)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(line, all[i].text))
            return true;
    return false;
}

/* "政务公开" over the entries of its sub-columns, without a link of its own: the map has more lines
 * with the name than links, and one behind those of the navigation leads to entries. */
static bool is_heading_of(const struct page *page, struct str name, const struct entry *map,
                          size_t n_map)
{
    struct str text = page->text, line;
    int64_t n_lines = 0, n_links = 0, n_above = 0;
    bool is_heading = false, has_entries = false;

    for (size_t i = 0; i < page->n_links; i++)
        if (str_eq(page->links[i].text, name)) {
            n_links++;
            n_above += page->links[i].region != REGION_FOOTER;
        }
    while (str_line(&text, &line)) {
        line = str_trim(line);
        if (str_is_empty(line))
            continue;
        has_entries |= is_heading && begins_with_entry(map, n_map, line);
        is_heading = str_eq(line, name) && ++n_lines > n_above;
    }
    return n_lines > n_links && has_entries;
}

static void check_missing(const struct check_ctx *c, const struct entry *nav, size_t n_nav,
                          const struct entry *map, size_t n_map)
{
    const struct entry **missing = arena_array(c->a, const struct entry *, n_nav + 1);
    size_t n = 0;

    for (size_t i = 0; i < n_nav; i++)
        if (nav[i].is_column && !has_entry(map, n_map, &nav[i]) &&
            !leads_nowhere(c->view, nav[i].url) &&
            !is_heading_of(c->view->sitemap, nav[i].text, map, n_map))
            missing[n++] = &nav[i];
    if ((int64_t)n > c->value[P_MAX_SINGLE]) {
        report_missing(c, missing, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        report_missing(c, &missing[i], 1);
}

static void report_dead(const struct check_ctx *c, const struct entry *e, struct str reason)
{
    sink_add(
        c->out,
        (struct finding){
            .url = c->view->sitemap->url,
            .where = place(c, &c->view->sitemap->links[e->link]),
            .excerpt = arena_printf(c->a, "网站地图中的“%.*s”已不是可用的栏目", STR_ARG(e->text)),
            .suggest = STR("请从网站地图中去掉该条，或改为正确的网址"),
            .key = arena_join(c->a, STR("dead "), e->url),
            .grade = GRADE_FAULT,
            .confidence = 0.9,
            DETAIL({ .key = "fault", .text = STR("dead") }, { .key = "target", .text = e->url },
                   { .key = "reason", .text = reason }, { .key = "text", .text = e->text }),
            .proof = &e->url,
            .n_proof = 1,
        });
}

/* Reports the entries with this URL, each once. */
static void mark_dead(const struct check_ctx *c, struct entry *map, size_t n_map, struct str url,
                      struct str reason)
{
    for (size_t i = 0; i < n_map; i++) {
        if (map[i].is_dead || !map[i].is_column || !str_eq(map[i].url, url))
            continue;
        map[i].is_dead = true;
        report_dead(c, &map[i], arena_copy(c->a, reason));
    }
}

/* Entries that did not open, for good, or show an error page. */
static void check_dead(const struct check_ctx *c, struct entry *map, size_t n_map)
{
    const struct site_view *v = c->view;
    char word[REASON_TEXT_BYTES];

    for (size_t k = 0; k < v->n_targets; k++)
        if (is_gone(&v->targets[k]))
            mark_dead(c, map, n_map, v->targets[k].url,
                      str_of(reason_text(v->targets[k].reason, v->targets[k].http_status, word)));
    for (size_t k = 0; k < v->n_digests; k++)
        if (v->digests[k].kind == PAGE_SOFT_ERROR)
            mark_dead(c, map, n_map, v->digests[k].url, STR("soft-404"));
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct entry *map, *nav;

    if (!v->sitemap)
        return cannot_judge(c, str_is_empty(v->sitemap_url) ? "首页没有网站地图链接"
                                                            : "网站地图未能打开");
    if (v->sitemap->needs_browser || v->sitemap->kind == PAGE_SHELL)
        return cannot_judge(c, "网站地图由脚本生成，需用浏览器查看");
    const size_t n_map = entries_of(c, v->sitemap, REGION_BODY, &map);

    if (n_columns(map, n_map) < c->value[P_MIN_ENTRIES])
        return cannot_judge(c, "网站地图中没有识别出栏目链接");
    check_dead(c, map, n_map);

    const size_t n_nav = entries_of(c, v->home, REGION_NAV, &nav);

    if (n_columns(nav, n_nav) < c->value[P_MIN_ENTRIES])
        return cannot_judge(c, "首页没有识别出栏目导航，未能与网站地图比对");
    check_missing(c, nav, n_nav, map, n_map);
    return JUDGED;
}

const struct check check_sitemap_mismatch = {
    .id = "sitemap-mismatch",
    .rev = 4,
    .title = "网站地图与栏目不一致",
    .case_id = "A10",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
