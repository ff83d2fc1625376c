/*
 * stale-column: the newest item of a column is older than that kind of column allows.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 栏目不更新: 动态、要闻 two weeks, 通知公告、政策文件 six
 * months, of the first level alone; other kinds by local practice. A column is of the first level
 * when the home page leads to it. One finding a column; its further pages are not columns of their
 * own. Not judged: columns filled by script, columns without dates, archives and topics.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/column_says.h"
#include "check/host.h"
#include "check/words.h"

#include <stdlib.h>
#include <string.h>

enum {
    P_NEWS_DAYS,
    P_POLICY_MONTHS,
    P_YEARLY_MONTHS,
    P_OTHER_MONTHS,
    P_TITLE_CHARS,
    P_INSIDE_CHARS
};
enum {
    L_EXEMPT,
    L_EXEMPT_EXCEPT,
    L_NEWS,
    L_NEWS_EXCEPT,
    L_POLICY,
    L_INTERPRETATION,
    L_YEARLY,
    L_TOPIC_FOLDERS,
    L_WRITING
};

static const struct param params[] = {
    [P_NEWS_DAYS] = { .name = "news_days",
                      .unit = "天",
                      .help = "动态、要闻类栏目的更新期限",
                      .min = 1,
                      .max = 3650 },
    [P_POLICY_MONTHS] = { .name = "policy_months",
                          .unit = "个月",
                          .help = "通知公告、政策文件、政策解读类栏目的更新期限",
                          .min = 1,
                          .max = 120 },
    [P_YEARLY_MONTHS] = { .name = "yearly_months",
                          .unit = "个月",
                          .help = "人事、规划计划、总结、公报类栏目的更新期限",
                          .min = 1,
                          .max = 120 },
    [P_OTHER_MONTHS] = { .name = "other_months",
                         .unit = "个月",
                         .help = "其他标有日期的栏目的更新期限，超过仅作提示",
                         .min = 1,
                         .max = 120 },
    [P_TITLE_CHARS] = { .name = "title_chars",
                        .unit = "字",
                        .help = "不少于此数的未标日期的链接可能是更新的条目",
                        .min = 1,
                        .max = 100 },
    [P_INSIDE_CHARS] = { .name = "inside_chars",
                         .unit = "字",
                         .help = "通往栏目目录之内的链接，文字不少于此数即可能是条目",
                         .min = 1,
                         .max = 100 },
};

static const struct word_list lists[] = {
    [L_EXEMPT] = { .name = "exempt",
                   .help = "名称含有这些词的栏目不要求更新（归档、专题、概况等）" },
    [L_EXEMPT_EXCEPT] = { .name = "exempt_except", .help = "含有上述用词但应当更新的名称" },
    [L_NEWS] = { .name = "news", .help = "动态、要闻类栏目的名称用词" },
    [L_NEWS_EXCEPT] = { .name = "news_except", .help = "含有动态类用词但不是动态类的名称" },
    [L_POLICY] = { .name = "policy", .help = "通知公告、政策文件类栏目的名称用词" },
    [L_INTERPRETATION] = { .name = "interpretation", .help = "政策解读类栏目的名称用词" },
    [L_YEARLY] = { .name = "yearly", .help = "一年内应有更新的栏目的名称用词" },
    [L_TOPIC_FOLDERS] = { .name = "topic_folders",
                          .help = "网址含有这些目录的栏目是专题的一部分，不要求更新" },
    [L_WRITING] = { .name = "writing", .help = "列表标的是成文、印发日期，不能说明何时发布" },
};

struct undated_rule undated_rule_of(const struct check_set *s)
{
    const int64_t *value = check_set_values(s, "stale-column");

    return (struct undated_rule){ .title_chars = value[P_TITLE_CHARS],
                                  .inside_chars = value[P_INSIDE_CHARS],
                                  .writing = &check_set_lists(s, "stale-column")[L_WRITING] };
}

enum { BY_ARTICLES_MAX = 500 }; /* columns: each costs a walk over the digests */

struct column {
    struct str base;
    const struct digest *page; /* the one with the lowest number, then the nearest to home */
    int64_t number;
    int32_t newest;
    uint32_t n_items;
    uint16_t depth; /* the least of all its pages */
    bool is_blind;  /* a page of it needs a browser */
    bool has_undated_title;
    bool is_by_article; /* newest is of its articles: the list shows no dates */
};

struct kind {
    const char *title;
    enum grade grade;
    double confidence;
};

enum {
    KIND_NEWS,
    KIND_POLICY,
    KIND_LOWER_POLICY,
    KIND_INTERPRETATION,
    KIND_YEARLY,
    KIND_OTHER,
    KIND_EXEMPT
};

static const struct kind kinds[] = {
    [KIND_NEWS] = { "动态要闻", GRADE_FAULT, 0.95 },
    [KIND_POLICY] = { "通知公告、政策文件", GRADE_FAULT, 0.9 },
    [KIND_LOWER_POLICY] = { "通知公告、政策文件（非一级）", GRADE_FAULT, 0.85 },
    [KIND_INTERPRETATION] = { "政策解读", GRADE_FAULT, 0.85 },
    [KIND_YEARLY] = { "人事、规划、总结、公报", GRADE_FAULT, 0.85 },
    [KIND_OTHER] = { "其他", GRADE_NOTICE, 0.5 },
    [KIND_EXEMPT] = { "不要求更新", GRADE_NONE, 0 },
};

/* "2023年民生实事": a column of its year is finished, not stale. 0: it names none. */
static int year_in(struct str name)
{
    const size_t at = str_find(name, STR("20"));

    if (at == STR_NONE || at + 4 > name.n || !char_is_digit(name.p[at + 2]) ||
        !char_is_digit(name.p[at + 3]))
        return 0;
    return 2000 + (name.p[at + 2] - '0') * 10 + (name.p[at + 3] - '0');
}

/* "2024年", the link that the column was met by, leads to what a year left behind. */
static bool is_of_past_year(struct str link, int32_t today)
{
    int year, month, mday;

    day_split(today, &year, &month, &mday);
    return year_in(link) && year_in(link) < year;
}

static int kind_of(const struct check_ctx *c, const struct column *column, struct str name,
                   int32_t today)
{
    if (str_is_empty(name) || year_in(name) || is_of_past_year(column->page->link_text, today) ||
        (words_in(&c->list[L_EXEMPT], name) && !words_in(&c->list[L_EXEMPT_EXCEPT], name)))
        return KIND_EXEMPT;
    if (words_in(&c->list[L_NEWS], name) && !words_in(&c->list[L_NEWS_EXCEPT], name))
        return KIND_NEWS;
    if (words_in(&c->list[L_INTERPRETATION], name))
        return KIND_INTERPRETATION;
    if (words_in(&c->list[L_POLICY], name))
        return column->depth > 1 ? KIND_LOWER_POLICY : KIND_POLICY;
    return words_in(&c->list[L_YEARLY], name) ? KIND_YEARLY : KIND_OTHER;
}

/* Days from the oldest day that still counts as fresh until today. */
static int64_t limit_days(const struct check_ctx *c, int kind, int32_t today)
{
    static const int param_of[] = {
        [KIND_POLICY] = P_POLICY_MONTHS,         [KIND_LOWER_POLICY] = P_POLICY_MONTHS,
        [KIND_INTERPRETATION] = P_POLICY_MONTHS, [KIND_YEARLY] = P_YEARLY_MONTHS,
        [KIND_OTHER] = P_OTHER_MONTHS,
    };

    if (kind == KIND_NEWS)
        return c->value[P_NEWS_DAYS];
    return today - day_minus_months(today, c->value[param_of[kind]]);
}

static int by_base(const void *a, const void *b)
{
    const struct column *x = a, *y = b;
    const int order = str_cmp(x->base, y->base);

    if (order)
        return order;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    if (x->page->depth != y->page->depth)
        return x->page->depth < y->page->depth ? -1 : 1;
    return str_cmp(x->page->url, y->page->url);
}

static bool is_column(const struct digest *d)
{
    return d->kind == PAGE_COLUMN || (d->kind == PAGE_SHELL && !str_is_empty(d->column_name));
}

static void join(struct column *to, const struct column *from)
{
    if (from->newest > to->newest)
        to->newest = from->newest;
    if (from->depth < to->depth)
        to->depth = from->depth;
    to->n_items += from->n_items;
    to->is_blind |= from->is_blind;
    to->has_undated_title |= from->has_undated_title;
}

static int with_base(const void *key, const void *column)
{
    return str_cmp(*(const struct str *)key, ((const struct column *)column)->base);
}

/*
 * Later pages that are called otherwise than the first one, ".../tzgg/list_10_2.html" (DedeCMS),
 * go to the column of the same name in whose folder they lie.
 */
static size_t join_later_pages(const struct check_ctx *c, struct column *all, size_t n)
{
    size_t n_left = 0;

    for (size_t i = 0; i < n; i++) {
        const struct str dir = column_directory(all[i].page->url);
        struct column *first =
            all[i].number > 1 ? bsearch(&dir, all, n_left, sizeof *all, with_base) : NULL;

        if (first && first->number == 1 &&
            str_eq(column_name(first->page, c->site), column_name(all[i].page, c->site)))
            join(first, &all[i]);
        else
            all[n_left++] = all[i];
    }
    return n_left;
}

/* The page that a column shows in a frame; NULL. */
static const struct digest *framed_by(const struct site_view *v, const struct digest *column)
{
    for (size_t i = 0; column->frame && i < v->n_digests; i++)
        if (str_hash(v->digests[i].url) == column->frame)
            return &v->digests[i];
    return NULL;
}

/* The page is the list of a column that shows it in a frame, and was judged as that. */
static bool is_list_of_another(const struct site_view *v, const struct digest *d)
{
    const uint64_t url = str_hash(d->url);

    for (size_t i = 0; i < v->n_digests; i++)
        if (v->digests[i].frame == url)
            return true;
    return false;
}

/* A column that shows its list in a frame, or in a frame of that, has the days of that list. */
static void add_framed(const struct site_view *v, struct column *column, int32_t today)
{
    enum { LEVELS_MAX = 3 };
    const struct digest *d = framed_by(v, column->page);

    for (int i = 0; i < LEVELS_MAX && d; i++) {
        if (d->newest_item <= today + 1 && d->newest_item > column->newest)
            column->newest = d->newest_item;
        column->n_items += d->n_items;
        column->is_blind |= (d->needs_browser || d->kind == PAGE_SHELL) && !d->frame;
        d = framed_by(v, d);
    }
}

/* The columns of the site, each once, with the newest day of all its pages. */
static size_t collect(const struct check_ctx *c, int32_t today, struct column **out)
{
    const struct site_view *v = c->view;
    struct column *all;
    size_t n = 0, n_columns = 0;

    for (size_t i = 0; i < v->n_digests; i++)
        n += is_column(&v->digests[i]);
    all = arena_array(c->a, struct column, n + 1);
    n = 0;
    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (!is_column(d))
            continue;
        all[n] = (struct column){
            .page = d,
            .newest = d->newest_item <= today + 1 ? d->newest_item : DAY_NONE,
            .depth = d->depth,
            .n_items = d->n_items,
            .is_blind = (d->needs_browser || d->kind == PAGE_SHELL) && !d->frame,
            .has_undated_title = d->has_undated_title,
        };
        all[n].base = column_base(d->url, c->a, &all[n].number);
        n++;
    }
    qsort(all, n, sizeof *all, by_base);
    for (size_t i = 0; i < n; i++) {
        struct column *last = n_columns ? &all[n_columns - 1] : NULL;

        if (!last || !str_eq(last->base, all[i].base)) {
            all[n_columns++] = all[i];
            continue;
        }
        join(last, &all[i]);
    }
    *out = all;
    return join_later_pages(c, all, n_columns);
}

/* A page of one text, or one that was not understood: it may stand in a list. */
static bool may_be_item(enum page_kind kind)
{
    return kind != PAGE_HOME && kind != PAGE_COLUMN && kind != PAGE_SITEMAP && kind != PAGE_SEARCH;
}

/* Something of the column was not read, or is a file of its list: it may be the newest. */
static bool has_unread(const struct site_view *v, const struct column *column, struct str dir)
{
    for (size_t i = 0; i < v->n_targets; i++)
        if (dir.n && str_starts(v->targets[i].url, dir) &&
            (v->targets[i].kind == LINK_PAGE || v->targets[i].kind == LINK_ATTACHMENT))
            return true;
    for (size_t i = 0; i < v->n_attachments; i++)
        if (str_eq(v->attachments[i].found_on, column->page->url))
            return true;
    return false;
}

/* What the articles of a column tell by their own days. */
struct articles {
    int32_t newest;
    uint32_t n_dated;
    bool is_in_doubt; /* one has no day that is known */
};

/* Those of the column's name, and with `dir` those in that folder, whatever they are called; or
 * only what is both. */
static struct articles articles_of(const struct check_ctx *c, struct str name, struct str dir,
                                   bool both, int32_t today)
{
    const struct site_view *v = c->view;
    struct articles out = { .newest = DAY_NONE };

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];
        const bool is_named = str_eq(str_trim(d->column_name), name);
        const bool is_inside = dir.n && str_starts(d->url, dir);

        if (!may_be_item(d->kind) || !(both ? is_named && is_inside : is_named || is_inside))
            continue;
        if (d->published == DAY_NONE || d->published > today + 1) {
            out.is_in_doubt = true;
            continue;
        }
        out.n_dated += d->kind == PAGE_ARTICLE;
        if (d->published > out.newest)
            out.newest = d->published;
    }
    return out;
}

/* Empty: the column shares that of the whole site. */
static struct str own_folder(const struct column *column)
{
    const struct str folder = column_directory(column->page->url);

    return path_of(folder).n > 1 ? folder : (struct str){ 0 };
}

/*
 * A list without dates is as new as its newest article. That is known when as many articles of the
 * column were read, with a day each, as its list has items, and nothing of it is left whose day is
 * not known, which may be newer; a day within the limit is new enough.
 */
static void date_by_articles(const struct check_ctx *c, struct column *column, struct str name,
                             int64_t limit, int32_t today)
{
    const struct site_view *v = c->view;
    const struct str dir = own_folder(column);
    const struct articles a = articles_of(c, name, dir, false, today);
    const bool is_in_doubt = a.is_in_doubt || !v->is_complete || has_unread(v, column, dir);

    if (a.n_dated < column->n_items || (is_in_doubt && today - a.newest > limit))
        return;
    column->newest = a.newest;
    column->is_by_article = true;
}

/*
 * A list with an item without a day (置顶), or with one that is not understood: an article of the
 * column's name in its folder that is newer than what the list shows may be that item. Not where
 * several columns have that name; a department's in a portal may, but lies elsewhere.
 */
static void renew_by_articles(const struct check_ctx *c, struct column *columns, size_t n,
                              struct column *column, int32_t today)
{
    const struct str name = column_name(column->page, c->site);

    for (size_t i = 0; i < n; i++)
        if (&columns[i] != column && str_eq(column_name(columns[i].page, c->site), name))
            return;

    const struct articles a = articles_of(c, name, own_folder(column), true, today);

    if (a.newest > column->newest)
        column->newest = a.newest;
}

static void report(const struct check_ctx *c, const struct column *column, struct str name,
                   int kind, int64_t limit, int32_t today)
{
    const int64_t age = today - column->newest;
    char day[DAY_TEXT_BYTES];

    sink_add(
        c->out,
        (struct finding){
            .url = column->page->url,
            .excerpt = arena_printf(c->a, "%.*s：最新一条为 %s，距今 %lld 天", STR_ARG(name),
                                    day_text(column->newest, day), (long long)age),
            .suggest = arena_printf(c->a,
                                    "该栏目已超过 %lld "
                                    "天的更新期限，请及时更新；确无内容的，按程序整合归并或归档",
                                    (long long)limit),
            .key = arena_join(c->a, STR("column "), column->base),
            .measured = NUMBER(age),
            .limit = NUMBER(limit),
            .grade = kinds[kind].grade,
            .confidence = kinds[kind].confidence - (column->is_by_article ? 0.1 : 0),
            .since = column->newest + (int32_t)limit + 1,
            DETAIL({ .key = "column", .text = name },
                   { .key = "kind", .text = str_of(kinds[kind].title) },
                   { .key = "newest", .text = arena_copy(c->a, str_of(day)) }),
        });
}

static enum judged check_site(const struct check_ctx *c)
{
    const int32_t today = day_of_time(c->now);
    struct column *columns;
    const size_t n = collect(c, today, &columns);
    size_t n_unknown = 0, n_by_articles = 0;

    for (size_t i = 0; i < n; i++) {
        const struct str name = column_name(columns[i].page, c->site);
        const int kind = kind_of(c, &columns[i], name, today);

        if (kind == KIND_EXEMPT || columns[i].page->is_of_topic ||
            words_in(&c->list[L_TOPIC_FOLDERS], path_of(columns[i].base)))
            continue;
        const int64_t limit = limit_days(c, kind, today);

        if (columns[i].page->is_framed && n_by_articles++ < BY_ARTICLES_MAX &&
            is_list_of_another(c->view, columns[i].page))
            continue;
        if (columns[i].page->frame && n_by_articles++ < BY_ARTICLES_MAX)
            add_framed(c->view, &columns[i], today);
        if (columns[i].newest == DAY_NONE && !columns[i].is_blind && columns[i].n_items &&
            n_by_articles++ < BY_ARTICLES_MAX)
            date_by_articles(c, &columns[i], name, limit, today);
        else if (columns[i].has_undated_title && today - columns[i].newest > limit &&
                 n_by_articles++ < BY_ARTICLES_MAX)
            renew_by_articles(c, columns, n, &columns[i], today);
        if (columns[i].newest != DAY_NONE && today - columns[i].newest <= limit)
            continue;
        if (columns[i].is_blind || columns[i].newest == DAY_NONE)
            n_unknown += columns[i].is_blind || kind != KIND_OTHER;
        else
            report(c, &columns[i], name, kind, limit, today);
    }
    if (n_unknown > 0)
        return cannot_judge(
            c,
            arena_printf(c->a, "%zu 个栏目由脚本或框架页填入，或条目未标日期，未能判断", n_unknown)
                .p);
    if (c->view->is_partial)
        return cannot_judge(c, c->view->incomplete_reason.p);
    if (n == 0 && !c->view->is_complete)
        return cannot_judge(c, "没有读到栏目页");
    return JUDGED;
}

const struct check check_stale_column = {
    .id = "stale-column",
    .rev = 11,
    .title = "栏目不更新",
    .case_id = "A03",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .shows = true,
    .check_site = check_site,
};
