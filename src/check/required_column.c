/*
 * required-column: a column that a site of its kind must have is not there.
 *
 * Basis: 国办秘函〔2019〕19号, 扣分指标 概况信息、机构职能、领导信息; 国办发〔2017〕47号; 天津
 * 2020H2 and 自贡 2022Q3 notices (政府信息公开专栏统一规范). A column counts that a link of the
 * home page or the site map, or a page, is called by one of its names. That it is empty is
 * blank-column's, and the column of interpretations policy-interpretation's. Not judged: columns of
 * 政府信息公开 that a department may have on the portal, unless it has most of them itself.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/names.h"
#include "check/words.h"

enum { P_NAME_CHARS, P_HOME_LINKS };
enum { L_PORTAL, L_EVERY, L_DISCLOSURE };

static const struct param params[] = {
    [P_NAME_CHARS] = NAMES_CHARS,
    [P_HOME_LINKS] = NAMES_HOME_LINKS,
};

static const struct word_list lists[] = {
    [L_PORTAL] = { .name = "portal",
                   .help = "政府门户网站应设的栏目；一个栏目的几种叫法用空格隔开" },
    [L_EVERY] = { .name = "every", .help = "各类网站应设的栏目，缺少仅作提示" },
    [L_DISCLOSURE] = { .name = "disclosure", .help = "政府信息公开专栏的名称用词" },
};

static bool is_called(const struct names *names, struct str word)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_has(names->all[i].name, word))
            return true;
    return false;
}

/* The column by any of its names. */
static bool is_there(const struct names *names, struct str column)
{
    struct str word;

    while (column.n) {
        (void)str_cut(column, ' ', &word, &column);
        if (word.n && is_called(names, word))
            return true;
    }
    return false;
}

/* Those of a list that are missing, by their first names. */
static size_t missing_of(const struct check_ctx *c, const struct names *names, int list,
                         struct str **out)
{
    const struct words *columns = &c->list[list];
    struct str others;
    size_t n = 0;

    *out = arena_array(c->a, struct str, columns->n);
    for (size_t i = 0; i < columns->n; i++)
        if (!is_there(names, columns->words[i]))
            (void)str_cut(columns->words[i], ' ', &(*out)[n++], &others);
    return n;
}

static void report(const struct check_ctx *c, const struct str *missing, size_t n, enum grade grade)
{
    struct str text = missing[0];

    for (size_t i = 1; i < n; i++)
        text = arena_join(c->a, arena_join(c->a, text, STR("、")), missing[i]);
    sink_add(c->out, (struct finding){
                         .url = c->view->home->url,
                         .excerpt = arena_printf(c->a, "没有找到应设的栏目：%.*s", STR_ARG(text)),
                         .suggest = STR("请按要求开设该栏目，或者在首页、网站地图中列出"),
                         .key = grade == GRADE_FAULT ? arena_join(c->a, STR("column "), text)
                                                     : STR("columns"),
                         .measured = NUMBER((int64_t)n),
                         .grade = grade,
                         .confidence = grade == GRADE_FAULT ? 0.7 : 0.5,
                         DETAIL({ .key = "fault", .text = STR("missing") },
                                { .key = "column", .text = missing[0] },
                                { .key = "columns", .list = missing, .n_list = n }),
                     });
}

/* 政府信息公开 leads to another site's: its columns are there. */
static bool is_disclosed_elsewhere(const struct check_ctx *c, const struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (names->all[i].is_outside && words_in(&c->list[L_DISCLOSURE], names->all[i].name))
            return true;
    return false;
}

/* A department that has most of the columns itself has not left them to the portal. */
static bool keeps_own(const struct check_ctx *c, size_t n_missing)
{
    return c->site->type == SITE_PORTAL || n_missing * 2 < c->list[L_EVERY].n;
}

static enum judged check_site(const struct check_ctx *c)
{
    struct names names;
    struct str *of_portal = NULL, *of_every;
    size_t n_portal = 0, n_every;

    names_of_site(c, c->value[P_NAME_CHARS], c->value[P_HOME_LINKS], &names);
    if (c->site->type == SITE_PORTAL)
        n_portal = missing_of(c, &names, L_PORTAL, &of_portal);
    n_every = missing_of(c, &names, L_EVERY, &of_every);
    if (n_portal + n_every && names.doubt)
        return cannot_judge(c, names.doubt);
    for (size_t i = 0; i < n_portal; i++)
        report(c, &of_portal[i], 1, GRADE_FAULT);
    if (n_every && (!keeps_own(c, n_every) || is_disclosed_elsewhere(c, &names)))
        return cannot_judge(c, "政府信息公开专栏可能在门户网站或别的网站，未能判断其中的栏目");
    if (n_every)
        report(c, of_every, n_every, GRADE_NOTICE);
    return JUDGED;
}

const struct check check_required_column = {
    .id = "required-column",
    .rev = 5,
    .title = "应设栏目缺失",
    .case_id = "A33",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
