/*
 * blank-column: a column, or a titled window of the home page, that shows nothing.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 栏目不更新 (3) 空白栏目; a blank column is one that has a
 * name and no content. Not judged: what a script or a frame fills, maps and canvases. Pages that
 * only lead to sub-columns are not blank, nor those that are a form.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/debris.h"
#include "check/host.h"
#include "check/own_script.h"
#include "check/words.h"
#include "text/date.h"

#include <string.h>

enum {
    P_MIN_CHARS,
    P_MAX_PORTAL_LINKS,
    P_PROSE_CHARS,
    P_SUB_COLUMNS,
    P_HEADER_LINKS,
    P_HOME_COLUMNS,
    P_OUTSIDE_LINKS
};
enum { L_NOTHING, L_MAP_HOSTS, L_MAP_NAMES, L_FURNITURE, L_DECLARED };

static const struct param params[] = {
    [P_MIN_CHARS] = { .name = "min_chars",
                      .unit = "字",
                      .help = "没有条目且文字少于此数的栏目为空白",
                      .min = 1,
                      .max = 1000 },
    [P_MAX_PORTAL_LINKS] = { .name = "max_links",
                             .unit = "个",
                             .help = "正文区链接多于此数的页面视为下级栏目的导航，不算空白",
                             .min = 0,
                             .max = 1000 },
    [P_PROSE_CHARS] = { .name = "prose_chars",
                        .unit = "字",
                        .help = "有带句号、长于此数的一段话的页面不算空白（机构职能等）",
                        .min = 10,
                        .max = 1000 },
    [P_SUB_COLUMNS] = { .name = "sub_columns",
                        .unit = "个",
                        .help = "没有空列表、链到这么多下级栏目的页面视为导航，不算空白",
                        .min = 1,
                        .max = 1000 },
    [P_HEADER_LINKS] = { .name = "header_links",
                         .unit = "个",
                         .help = "不多于此数的外站链接是页眉里的，不算栏目内容",
                         .min = 0,
                         .max = 1000 },
    [P_HOME_COLUMNS] = { .name = "home_columns",
                         .unit = "个",
                         .help = "首页未能查看时，按可能有这么多个栏目未能判断计",
                         .min = 1,
                         .max = 1000 },
    [P_OUTSIDE_LINKS] = { .name = "outside_links",
                          .unit = "个",
                          .help = "没有看到列表的栏目里有这么多到其他网站的链接，可能是查询、办事的"
                                  "入口，不作判定",
                          .min = 1,
                          .max = 1000 },
};

static const struct word_list lists[] = {
    [L_NOTHING] = { .name = "nothing", .help = "栏目里表示没有内容的话（暂无信息等）" },
    [L_MAP_HOSTS] = { .name = "map_hosts",
                      .help = "引用这些网站脚本、名称又像地图的栏目，不判为空白" },
    [L_MAP_NAMES] = { .name = "map_names", .help = "地图栏目的名称里的词" },
    [L_FURNITURE] = { .name = "outside_furniture",
                      .help = "到其他网站的链接里，这些不是栏目的内容（技术支持、友情链接等）" },
    [L_DECLARED] = { .name = "declared",
                     .help = "说明本单位没有此项内容的话，有的栏目只需如此说明" },
};

/* column: its base, where it is known. */
static void report(const struct check_ctx *c, struct str title, struct str column, struct str where,
                   int64_t n_chars, struct str said)
{
    sink_add(
        c->out,
        (struct finding){
            .where = where,
            .excerpt = str_is_empty(said)
                           ? title
                           : arena_printf(c->a, "%.*s：%.*s", STR_ARG(title), STR_ARG(said)),
            .key = arena_join(c->a, title, column_base(c->page->url, c->a, &(int64_t){ 0 })),
            .suggest = STR("请补充该栏目的内容；无内容可发布的，不在网站上开设"),
            .measured = NUMBER(n_chars),
            .limit = NUMBER(c->value[P_MIN_CHARS]),
            .grade = GRADE_FAULT,
            .confidence = str_is_empty(said) ? 0.8 : 0.95,
            DETAIL({ .key = "column", .text = title }, { .key = "column_url", .text = column }),
        });
}

/*
 * The markup may put a window's title and its list into boxes that share nothing: then the home
 * page shows pages of the column that the window's "more" link leads to.
 */
static bool shows_items_elsewhere(const struct check_ctx *c, const struct block *b)
{
    const struct page *p = c->page;

    if (b->more >= p->n_links || str_is_empty(p->links[b->more].url))
        return false;
    const struct str column = p->links[b->more].url, dir = column_directory(column);
    int64_t number;
    const struct str base = column_base(column, c->a, &number);

    if (path_of(dir).n <= 1)
        return false; /* the whole site lies there */
    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        if (l->kind == LINK_PAGE && str_starts(l->url, dir) && !str_eq(l->url, column) &&
            !str_eq(column_base(l->url, c->a, &number), base))
            return true;
    }
    return false;
}

/* The base of the column that the window's "more" link leads to; empty: none is known. */
static struct str column_behind(const struct check_ctx *c, const struct block *b)
{
    const struct page *p = c->page;

    if (b->more >= p->n_links || path_of(p->links[b->more].url).n <= 1)
        return (struct str){ 0 };
    return column_base(p->links[b->more].url, c->a, &(int64_t){ 0 });
}

/* A title that readers would call a column's: not empty, not the date of an item. */
static bool is_title(struct str s)
{
    struct date_hit hit;

    return !str_is_empty(s) && !date_find(s, 0, &hit);
}

static enum judged check_home(const struct check_ctx *c)
{
    const struct page *p = c->page;
    int64_t n_by_script = 0;

    for (size_t i = 0; i < p->n_blocks; i++) {
        const struct block *b = &p->blocks[i];

        if (b->n_items > 0 || (int64_t)b->n_chars >= c->value[P_MIN_CHARS] || !is_title(b->title) ||
            shows_items_elsewhere(c, b))
            continue;
        n_by_script += b->by_script;
        if (!b->by_script && !p->needs_browser)
            report(c, b->title, column_behind(c, b), b->where, b->n_chars, (struct str){ 0 });
    }
    if (p->needs_browser || n_by_script)
        return cannot_judge_some(c, "首页有栏目由脚本或框架页填入，没有读到",
                                 p->needs_browser ? c->value[P_HOME_COLUMNS] : n_by_script);
    return JUDGED;
}

/* The page says by its tags or its making that it is a column. */
static bool is_column(const struct page *p)
{
    const uint32_t article = 1U << TAG_ARTICLE_TITLE | 1U << TAG_PUB_DATE;

    return p->kind == PAGE_COLUMN ||
           (p->kind == PAGE_OTHER && !str_is_empty(p->tags[TAG_COLUMN_NAME]) &&
            !(p->tags_present & article));
}

/* A page without tags that has nothing to say but that there is nothing. */
static bool says_only_nothing(const struct check_ctx *c)
{
    const struct page *p = c->page;

    return p->kind == PAGE_OTHER && (int64_t)p->own_chars < c->value[P_PROSE_CHARS] &&
           p->published == DAY_NONE && str_eq(column_directory(p->url), p->url) &&
           words_in(&c->list[L_NOTHING], p->text);
}

static struct str title_of(const struct page *p)
{
    if (!str_is_empty(p->headline) && !str_eq(p->headline, p->tags[TAG_SITE_NAME]))
        return p->headline;
    return str_is_empty(p->tags[TAG_COLUMN_NAME]) ? p->title : p->tags[TAG_COLUMN_NAME];
}

/* What leads on from a page. */
struct own_links {
    int64_t n;         /* links in the page's own part */
    int64_t n_below;   /* of them below 当前位置, where no header is */
    int64_t n_inside;  /* of those in the page's own folder, and no later pages of its list */
    int64_t n_outside; /* below 当前位置, to other sites: 便民查询, 办事入口 */
    bool has_title;    /* one of those below is as long as an item's title */
    bool may_title; /* one below the navigation is, where no 当前位置 is: a side menu's, or an
                       item's */
    bool has_frame;
};

/* "当前位置：首页 > …" begins with it, whatever its box is called. */
static bool is_home_link(const struct link *l)
{
    return l->region == REGION_BODY &&
           (str_eq(l->text, STR("首页")) || str_eq(l->text, STR("网站首页")));
}

/* "/tzgg/index.html" on the page "/tzgg/", or a later page of its list. */
static bool is_itself(const struct check_ctx *c, const struct link *l)
{
    int64_t number;

    return str_eq(column_base(l->url, c->a, &number), column_base(c->page->url, c->a, &number));
}

/*
 * Links to the home page and to the page itself do not lead on; of links to other sites every
 * header has a few. What stands above the navigation, which the place in the site stands below,
 * leads to other versions of the site. A menu of the site's own pages stands on all of them, and
 * what is chosen from others beside it is no content either.
 */
static struct own_links own_links_of(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const struct str folder = column_directory(p->url);
    struct own_links out = { 0 };
    int64_t n_outside = 0, n_header = 0, n_to_choose = 0;
    bool has_own_menu = false;
    bool past_nav = false, past_crumbs = false, past_body = false;

    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        out.has_frame |= l->kind == LINK_FRAME && !l->is_hidden;
        past_nav |= l->region == REGION_NAV && !past_crumbs;
        past_crumbs |= l->region == REGION_CRUMBS || (past_nav && is_home_link(l));
        past_body |= past_crumbs && link_is_of_footer(l);
        if (l->region != REGION_BODY || l->is_hidden || str_is_empty(l->url) ||
            (l->kind != LINK_PAGE && l->kind != LINK_ATTACHMENT))
            continue;

        const bool is_option = strcmp(l->element, "option") == 0;
        const bool is_entry = past_crumbs && !past_body && !l->is_same_site &&
                              !str_is_empty(l->text) && !words_in(&c->list[L_FURNITURE], l->text);

        if (is_option) {
            has_own_menu |= l->is_same_site;
            n_to_choose += is_entry;
        } else if (!l->is_same_site) {
            n_outside++;
            out.n_outside += is_entry;
        } else if (path_of(l->url).n > 1 && !str_eq(l->url, p->url)) {
            out.n++;
            n_header += !past_nav;
            const bool is_title = (int64_t)str_chars(l->text) >= c->value[P_MIN_CHARS];

            out.has_title |= past_crumbs && is_title;
            out.may_title |= past_nav && !past_crumbs && is_title;
            out.n_below += past_crumbs && !str_eq(l->href, p->sitemap_href);
            out.n_inside += past_crumbs && path_of(folder).n > 1 && str_starts(l->url, folder) &&
                            !str_has(l->text, STR("页")) && !is_itself(c, l);
        }
    }
    if (!has_own_menu)
        out.n_outside += n_to_choose;
    if (past_nav && past_crumbs)
        out.n -= n_header;
    if (n_outside > c->value[P_HEADER_LINKS])
        out.n += n_outside;
    return out;
}

/* A paragraph: menus, lists of links and footers have no long sentences. */
static bool has_prose(struct str text, int64_t min_chars)
{
    struct str line;

    while (str_line(&text, &line))
        if (line.n > (size_t)min_chars && str_has(line, STR("。")) &&
            (int64_t)str_chars(line) >= min_chars)
            return true;
    return false;
}

/* What the blocks of a page without items tell. */
struct blocks {
    const struct block *empty; /* the first titled one without text */
    bool has_items, by_script;
};

static struct blocks look_at_blocks(const struct check_ctx *c)
{
    struct blocks out = { 0 };

    for (size_t i = 0; i < c->page->n_blocks; i++) {
        const struct block *b = &c->page->blocks[i];

        out.has_items |= b->n_items > 0;
        out.by_script |= b->by_script;
        if (!out.empty && !str_is_empty(b->title) && (int64_t)b->n_chars < c->value[P_MIN_CHARS])
            out.empty = b;
    }
    return out;
}

/* "办公电话：0999-6021100", where a reader may call or write by touching it. */
static size_t chars_to_call(const struct page *p)
{
    static const char *const schemes[] = { "tel:", "mailto:" };
    size_t n = 0;

    for (size_t i = 0; i < p->n_links; i++)
        if (p->links[i].region == REGION_BODY && !p->links[i].is_hidden &&
            str_starts_any(p->links[i].href, schemes, COUNT_OF(schemes)))
            n += str_chars(p->links[i].text);
    return n;
}

/*
 * The page's own words beside its title: telephones, units, an opening time; where the page shows
 * its path, none above that. Where an empty list is seen, more of them are needed to make up for
 * it.
 */
static bool has_own_words(const struct check_ctx *c, bool has_empty_list)
{
    const int64_t least = c->value[has_empty_list ? P_PROSE_CHARS : P_MIN_CHARS];
    const size_t own = c->page->own_chars + chars_to_call(c->page);
    const size_t title = str_chars(title_of(c->page));

    return (int64_t)own - (int64_t)title >= least &&
           (!c->page->shows_path || (int64_t)str_chars(c->page->below) >= least);
}

/* Something to download, to look at or to listen to in the page's own part. A picture below the
 * place in the site may be all that a column has, where no list is. */
static bool has_things(const struct page *p, bool has_empty_list)
{
    bool past_nav = false, past_crumbs = false, past_body = has_empty_list;

    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        past_nav |= l->region == REGION_NAV;
        past_crumbs |= l->region == REGION_CRUMBS || (past_nav && is_home_link(l));
        past_body |= past_crumbs && link_is_of_footer(l);
        if (l->kind == LINK_IMAGE && l->region == REGION_BODY && !l->is_hidden && past_crumbs &&
            !past_body)
            return true;
        if ((l->kind == LINK_ATTACHMENT || l->kind == LINK_MEDIA) && l->region == REGION_BODY &&
            !l->is_hidden)
            return true;
    }
    return false;
}

/* Templates load the script of a map on all pages of a site. */
static bool has_map(const struct check_ctx *c)
{
    const bool is_map = words_in(&c->list[L_MAP_NAMES], title_of(c->page));

    for (size_t i = 0; is_map && i < c->page->n_links; i++)
        if (c->page->links[i].kind == LINK_SCRIPT &&
            words_host(&c->list[L_MAP_HOSTS], host_of(c->page->links[i].url)))
            return true;
    return c->page->has_drawing;
}

/* Sub-columns or a text: the page is more than an empty list. */
static bool has_other_content(const struct check_ctx *c, const struct own_links *links,
                              bool has_empty_list)
{
    return has_things(c->page, has_empty_list) || links->has_title ||
           has_own_words(c, has_empty_list) || links->n > c->value[P_MAX_PORTAL_LINKS] ||
           ((links->n_below >= c->value[P_SUB_COLUMNS] || links->n_inside > 0) &&
            !has_empty_list) ||
           (int64_t)str_chars(c->page->body) >= c->value[P_MIN_CHARS] ||
           has_prose(c->page->text, c->value[P_PROSE_CHARS]);
}

static enum judged check_column(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const struct blocks blocks = look_at_blocks(c);
    const struct own_links links = own_links_of(c);

    if (p->n_items > 0 || p->newest_item != DAY_NONE || blocks.has_items)
        return JUDGED;
    if (links.has_frame)
        return cannot_judge(c, "栏目内容在嵌入的框架页里，未与本页合并判断，请人工查看");
    if (p->needs_browser || blocks.by_script)
        return cannot_judge(c, "栏目内容由脚本填入，需用浏览器查看");

    size_t at, n;
    const struct str base = column_base(p->url, c->a, &(int64_t){ 0 });
    const struct str where = blocks.empty ? blocks.empty->where : (struct str){ 0 };
    const struct str *said = words_find(&c->list[L_NOTHING], p->text, &at);

    /* A paragraph may say of something else that there is none of it. */
    if (said && !has_prose(p->text, c->value[P_PROSE_CHARS])) {
        report(c, title_of(p), base, where, 0, *said);
        return JUDGED;
    }
    if (p->has_form || has_other_content(c, &links, blocks.empty) ||
        debris_template(p->text, &at, &n)) /* soft-error's business */
        return JUDGED;
    if (p->has_field)
        return cannot_judge(c, "栏目只有一个填写框，可能是查询、登记的入口，请人工查看");
    if (words_in(&c->list[L_DECLARED], p->below))
        return cannot_judge(c, "栏目说明没有此项内容，是否妥当请人工查看");
    if (has_map(c))
        return cannot_judge(c, "栏目内容是地图或画布，读不出文字，请人工查看");
    if (links.n_outside >= c->value[P_OUTSIDE_LINKS] && !blocks.empty)
        return cannot_judge(c, "栏目只有到其他网站的链接，可能是查询、办事的入口，请人工查看");
    if (links.may_title)
        return cannot_judge(c, "栏目没有列表，是否有内容须人工查看");
    if (has_own_script(p) && !p->is_rendered)
        return cannot_judge(c, "栏目为空，但页面有脚本可能填入内容，需用浏览器查看");
    if (blocks.empty || p->n_blocks == 0)
        report(c, title_of(p), base, where, blocks.empty ? blocks.empty->n_chars : 0,
               (struct str){ 0 });
    return JUDGED;
}

static enum judged check_page(const struct check_ctx *c)
{
    if (c->page->kind == PAGE_HOME)
        return check_home(c);
    if (c->page->kind == PAGE_SHELL)
        return cannot_judge_some(c, "页面由脚本生成，需用浏览器查看",
                                 path_of(c->page->url).n <= 1 ? c->value[P_HOME_COLUMNS] : 0);
    return is_column(c->page) || says_only_nothing(c) ? check_column(c) : JUDGED;
}

const struct check check_blank_column = {
    .id = "blank-column",
    .rev = 21,
    .title = "空白栏目",
    .case_id = "A05",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .shows = true,
    .check_page = check_page,
};
