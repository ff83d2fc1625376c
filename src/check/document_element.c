/*
 * document-element: the page of an official document leaves elements of the document (索引号,
 * 发布机构, 发文字号, 成文日期) empty, or has none of them.
 *
 * Basis: 天津 2020H2 notice (政务信息发布存在格式、基本内容不规范). A label with nothing behind it
 * is a fault; an element that the page does not name is worth a look, for sites differ in what they
 * name. A document number counts as left out only when the document itself shows one. A page
 * that shows neither such elements nor a number is looked at when it is called like a document of
 * this unit and most documents of its column have the elements. Not judged: other such pages.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/excerpt.h"
#include "check/name.h"
#include "check/own_script.h"
#include "check/words.h"

#include <stdlib.h>

enum { P_MIN_SIBLINGS };
enum { SIBLINGS_MAX = 10 };
enum { L_POLICY, L_UPPER };

static const struct param params[] = {
    [P_MIN_SIBLINGS] = { .name = "min_siblings",
                         .unit = "篇",
                         .help = "同一栏目标明公文要素的文件达到此数，没有标明的才提示",
                         .min = 2,
                         .max = SIBLINGS_MAX },
};

static const struct word_list lists[] = {
    [L_POLICY] = { .name = "policy", .help = "政策文件类栏目的名称用词" },
    [L_UPPER] = { .name = "upper", .help = "转载上级文件的栏目的名称用词" },
};

static enum judged check_none(const struct check_ctx *c, const struct document *d)
{
    if (!d->number.n || !column_has_name(c->page, &c->list[L_POLICY]) ||
        column_has_name(c->page, &c->list[L_UPPER]))
        return JUDGED;
    if (!c->page->is_rendered && has_own_script(c->page))
        return cannot_judge(c, "公文要素可能由脚本填入，需用浏览器查看");
    if (d->may_have_head)
        return cannot_judge(c, "页面写有索引号、文号等公文要素，写法未能识别，请人工查看");
    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "政策文件页面没有标明索引号等公文要素：%.*s",
                                                 STR_ARG(excerpt_head(c->page->title))),
                         .suggest = STR("请标明文件的索引号、发布机构、发文字号、成文日期"),
                         .key = STR("no-elements"),
                         .grade = GRADE_NOTICE,
                         .confidence = 0.6,
                         DETAIL({ .key = "fault", .text = STR("no-elements") }),
                     });
    return JUDGED;
}

/* Named and left empty; a document without a number of its own may leave that empty. */
static bool is_left_empty(const struct document *d, int part)
{
    return d->is_named[part] && !d->value[part].n && (part != DOC_NUMBER || d->number.n);
}

/* "…关于印发《…办法》的通知": what issues another document has a number. */
static bool issues(const struct page *p)
{
    const struct str title = p->tags[TAG_ARTICLE_TITLE].n ? p->tags[TAG_ARTICLE_TITLE] : p->title;

    return str_has(title, STR("关于印发")) && str_has(title, STR("的通知"));
}

/* Others may have none; the day of publishing serves as a document's date. */
static bool may_go_unnamed(const struct page *p, int part)
{
    return (part == DOC_NUMBER && !p->document->number.n && !issues(p)) ||
           (part == DOC_WRITTEN && p->published != DAY_NONE);
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct document *d = c->page->document;
    struct str *missing = arena_array(c->a, struct str, DOC_PARTS);
    struct str text = { 0 };
    size_t n = 0, n_empty = 0;

    if (!d)
        return JUDGED;
    if (!d->has_head)
        return check_none(c, d);
    for (int part = 0; part < DOC_PARTS; part++) {
        const bool is_empty = is_left_empty(d, part);

        if (d->value[part].n || (!is_empty && may_go_unnamed(c->page, part)))
            continue;
        if (is_empty && d->may_be_filled[part] && !c->page->is_rendered)
            return cannot_judge(c, "公文要素可能由脚本填入，需用浏览器查看");
        n_empty += is_empty;
        missing[n] = str_of(document_part_title((enum document_part)part));
        text = n ? arena_join(c->a, arena_join(c->a, text, STR("、")), missing[n]) : missing[n];
        n++;
    }
    if (n == 0)
        return JUDGED;
    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "公文要素缺少%.*s", STR_ARG(text)),
                         .suggest = STR("请补全文件的索引号、发布机构、发文字号、成文日期"),
                         .key = c->page->url,
                         .measured = NUMBER((int64_t)n),
                         .grade = n_empty ? GRADE_FAULT : GRADE_NOTICE,
                         .confidence = n_empty ? 0.8 : 0.6,
                         DETAIL({ .key = "fault", .text = n_empty ? STR("empty") : STR("missing") },
                                { .key = "missing", .list = missing, .n_list = n }),
                     });
    return JUDGED;
}

/* A document of this unit: "关于…的通知", "云溪县教育局关于…的通知". */
static bool is_own(const struct check_ctx *c, struct str title)
{
    const struct str issuer = str_trim(str_sub(title, 0, str_find(title, STR("关于"))));

    return !issuer.n || name_in_text(c->site, issuer);
}

static bool is_policy(const struct check_ctx *c, const struct digest *d)
{
    return words_in(&c->list[L_POLICY], d->column_name) &&
           !words_in(&c->list[L_UPPER], d->column_name);
}

static int by_column(const void *a, const void *b)
{
    const struct digest *const *x = a, *const *y = b;
    const int order = str_cmp((*x)->column_name, (*y)->column_name);

    return order ? order : str_cmp((*x)->url, (*y)->url);
}

static void report_headless(const struct check_ctx *c, const struct digest *d,
                            const struct str *siblings, int64_t n_headed)
{
    sink_add(
        c->out,
        (struct finding){
            .url = d->url,
            .excerpt = arena_printf(c->a, "同一栏目的文件标明了索引号等公文要素，此件没有：%.*s",
                                    STR_ARG(excerpt_head(d->title))),
            .suggest = STR("请标明文件的索引号、发布机构、发文字号、成文日期"),
            .key = d->url,
            .measured = NUMBER(n_headed),
            .limit = NUMBER(c->value[P_MIN_SIBLINGS]),
            .grade = GRADE_NOTICE,
            .confidence = 0.6,
            DETAIL(
                { .key = "fault", .text = STR("no-elements") },
                { .key = "targets", .list = siblings, .n_list = (size_t)c->value[P_MIN_SIBLINGS] }),
            .proof = siblings,
            .n_proof = (size_t)c->value[P_MIN_SIBLINGS],
        });
}

/* The documents of one column. */
static void check_column(const struct check_ctx *c, const struct digest *const *all, size_t n)
{
    struct str *siblings = arena_array(c->a, struct str, SIBLINGS_MAX);
    int64_t n_headed = 0;

    for (size_t i = 0; i < n; i++) {
        if (all[i]->has_document_head && n_headed < SIBLINGS_MAX)
            siblings[n_headed] = all[i]->url;
        n_headed += all[i]->has_document_head;
    }
    if (n_headed < c->value[P_MIN_SIBLINGS] || n_headed <= (int64_t)n - n_headed)
        return;
    for (size_t i = 0; i < n; i++)
        if (!all[i]->has_document_head && is_own(c, all[i]->title))
            report_headless(c, all[i], siblings, n_headed);
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct digest **all = arena_array(c->a, const struct digest *, v->n_digests);
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if ((d->has_document_head || d->is_headless) && is_policy(c, d))
            all[n++] = d;
    }
    if (n)
        // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
        qsort(all, n, sizeof(*all), by_column);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && str_eq(all[to]->column_name, all[from]->column_name);)
            to++;
        check_column(c, all + from, to - from);
    }
    return JUDGED;
}

const struct check check_document_element = {
    .id = "document-element",
    .rev = 6,
    .title = "公文要素不全",
    .case_id = "A34",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .shows = true,
    .needs_home = true,
    .check_page = check_page,
    .check_site = check_site,
};
