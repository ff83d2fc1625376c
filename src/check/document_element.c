/*
 * document-element: the page of an official document leaves elements of the document (索引号,
 * 发布机构, 发文字号, 成文日期) empty, or has none of them.
 *
 * Basis: 天津 2020H2 notice (政务信息发布存在格式、基本内容不规范). A label with nothing behind it
 * is a fault; an element that the page does not name is worth a look, for sites differ in what they
 * name. A document number counts as left out only when the document itself shows one. Not judged:
 * pages that show neither such elements nor a document number.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/excerpt.h"
#include "check/own_script.h"

enum { L_POLICY, L_UPPER };

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

const struct check check_document_element = {
    .id = "document-element",
    .rev = 2,
    .title = "公文要素不全",
    .case_id = "A34",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .shows = true,
    .check_page = check_page,
};
