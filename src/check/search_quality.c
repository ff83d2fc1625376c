/*
 * search-quality: the site's own search does not find an article that stands on the site.
 *
 * Basis: 汉中 2022Q3 notice (a randomly picked article is not on the first page of results);
 * 国办秘函〔2019〕19号, 扣分指标 站内搜索. One article is searched for by its whole title. A fault
 * only when the answer says that nothing was found, and not by script. Not judged: searches that
 * are no plain form, and answers that show something else: what of them are results, nobody can
 * tell.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/own_script.h"
#include "check/words.h"

enum { RESULT_BYTES_MIN = 24 /* eight characters: a shorter text may be of another title */ };

enum { P_MIN_DAYS };
enum { L_NOTHING };

static const struct param params[] = {
    /* the crawl chooses the article by it (crawl/searching.c) */
    [P_MIN_DAYS] = { .name = "min_days",
                     .unit = "天",
                     .help = "只搜索已发布满此天数的文章，让搜索有时间收录",
                     .min = 0,
                     .max = 365 },
};

static const struct word_list lists[] = {
    [L_NOTHING] = { .name = "nothing", .help = "搜索结果页表示没有找到的用语" },
};

/* The article may be gone since it was chosen. */
static bool is_there(const struct site_view *v)
{
    for (size_t i = 0; i < v->n_digests; i++)
        if (str_eq(v->digests[i].url, v->search_article))
            return true;
    return false;
}

/* A link that is called so, or leads there. */
static bool has_result(const struct page *p, struct str title, struct str url)
{
    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];
        const struct str text = str_sub(l->text, 0, title.n);

        /* results are cut off at their ends */
        if (str_eq(l->url, url) ||
            (text.n * 2 >= title.n && text.n >= RESULT_BYTES_MIN && str_starts(title, text)))
            return true;
    }
    return false;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct page *p = v->search ? v->search->page : NULL;

    if (!v->home->has_search)
        return JUDGED; /* search-entry's */
    if (!v->home->search_field.n)
        return cannot_judge(c, "站内搜索由脚本提交，未能自动检索");
    if (!v->search_title.n || !is_there(v))
        return cannot_judge(c, "没有读到可供检索的文章，或者不允许抓取搜索页");
    if (!p)
        return cannot_judge(c, "站内搜索页没有打开");
    if (has_result(p, v->search_title, v->search_article))
        return JUDGED;
    if (p->needs_browser || (!p->is_rendered && has_own_script(p)))
        return cannot_judge(c, "搜索结果可能由脚本填入，需用浏览器查看");
    if (!words_in(&c->list[L_NOTHING], p->text))
        return cannot_judge(c, "没有认出搜索结果，请人工检索核实");
    sink_add(c->out, (struct finding){
                         .url = v->search->final_url,
                         .excerpt = arena_printf(c->a, "站内搜索找不到已发布的文章“%.*s”",
                                                 STR_ARG(v->search_title)),
                         .suggest = STR("请检查搜索的收录范围和更新，使已发布的信息能搜到"),
                         .key = STR("not-found"),
                         .grade = GRADE_FAULT,
                         .confidence = 0.8,
                         DETAIL({ .key = "target", .text = v->search_article },
                                { .key = "title", .text = v->search_title }),
                         .proof = &v->search_article,
                         .n_proof = 1,
                     });
    return JUDGED;
}

const struct check check_search_quality = {
    .id = "search-quality",
    .rev = 2,
    .title = "站内搜索搜不到已有内容",
    .case_id = "A17",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .shows = true,
    .check_site = check_site,
};
