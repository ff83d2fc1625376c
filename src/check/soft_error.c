/*
 * soft-error: what readers see is an error text, a piece of a template, a trial or
 * garbled characters, although the server said that all is well.
 *
 * Basis: 广东 2019Q2 notice ("非法嵌入信访系统请求地址" behind HTTP 200); 扣分指标 可用性. An
 * article that talks about errors is none: a phrase counts in the title, or where the page has
 * little else to say. A home page that says that the site is being worked on is worth a look: a
 * site may be taken offline for a while with approval and a notice (政府网站发展指引). Not judged:
 * templates on pages that a script fills.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/debris.h"
#include "check/excerpt.h"
#include "check/host.h"
#include "check/soft_error.h"
#include "check/words.h"
#include "text/quote.h"

#include <string.h>

enum {
    P_SHORT_CHARS,
    P_HEAD_CHARS,
    P_BODY_CHARS,
    P_GARBLED_RUN,
    P_EMPTY_LINKS,
    P_OTHER_LINKS,
    P_OTHER_CHARS
};
enum {
    L_SYSTEM,
    L_PHRASES,
    L_TITLES,
    L_LEAKS,
    L_GARBLED,
    L_TEMPLATE_SCRIPTS,
    L_LOGIN,
    L_PROGRAM,
    L_TRIALS,
    L_VACANT,
    L_MAINTENANCE,
    L_ASKS,
    L_CASES,
};

static const struct param params[] = {
    [P_SHORT_CHARS] = { .name = "short_chars",
                        .unit = "字",
                        .help = "全页文字少于此数的页面按短页看待，全文查错误提示",
                        .min = 1,
                        .max = 5000 },
    [P_HEAD_CHARS] = { .name = "head_chars",
                       .unit = "字",
                       .help = "较长的页面只查开头这么多字",
                       .min = 1,
                       .max = 5000 },
    [P_BODY_CHARS] = { .name = "body_chars",
                       .unit = "字",
                       .help = "标有日期、正文达到此数的页面是文章，谈到错误不算错误页",
                       .min = 1,
                       .max = 5000 },
    [P_GARBLED_RUN] = { .name = "garbled_run",
                        .unit = "个",
                        .help = "连续这么多个替代字符或乱码字符即为乱码",
                        .min = 2,
                        .max = DEBRIS_RUN_MAX },
    [P_EMPTY_LINKS] = { .name = "empty_links",
                        .unit = "个",
                        .help = "首页链到本站的链接不多于此数，才看作没有网站内容的维护页或默认页",
                        .min = 0,
                        .max = 1000 },
    [P_OTHER_LINKS] = { .name = "other_links",
                        .unit = "个",
                        .help = "页面另有这么多个链接的，问到错误提示的一句不算错误提示",
                        .min = 1,
                        .max = 1000 },
    [P_OTHER_CHARS] = { .name = "other_chars",
                        .unit = "字",
                        .help = "页面另有这么多文字的，问到错误提示的一句不算错误提示",
                        .min = 1,
                        .max = 5000 },
};

static const struct word_list lists[] = {
    [L_SYSTEM] = { .name = "system", .help = "只有系统出错才会写出的话，出现在短页或显著位置即是" },
    [L_PHRASES] = { .name = "phrases", .help = "错误页常用语，页面别无内容时才算" },
    [L_TITLES] = { .name = "titles", .help = "整个标题就是这些词的页面为错误页" },
    [L_LEAKS] = { .name = "leaks", .help = "程序漏出的固定字样，出现在正文任何位置即是" },
    [L_GARBLED] = { .name = "garbled", .help = "编码错乱产生的固定字样" },
    [L_TEMPLATE_SCRIPTS] = { .name = "template_scripts",
                             .help = "文件名含有这些词的脚本会在浏览器里填写模板" },
    [L_LOGIN] = { .name = "login", .help = "登录页的用语，这样的页面不是错误页" },
    [L_PROGRAM] = { .name = "program", .help = "PHP 报错信息开头的字样，后面有文件名和行号才算" },
    [L_TRIALS] = { .name = "trials", .help = "整个标题就是这些词的文章是试发的" },
    [L_VACANT] = { .name = "vacant",
                   .help = "服务器或建站程序的默认页面用语，是首页标题，或首页别无内容时才算" },
    [L_MAINTENANCE] = { .name = "maintenance", .help = "停站维护的用语，首页别无内容时才算" },
    [L_ASKS] = { .name = "asks",
                 .help = "与错误提示在同一句里的，是问到错误提示（系统繁忙怎么办）" },
    [L_CASES] = { .name = "cases", .help = "说的是假设的情形的词，紧接在后面的不算错误提示" },
};

static void report(const struct check_ctx *c, const char *fault, struct str excerpt,
                   struct str text, double confidence)
{
    const bool is_page = strcmp(fault, "error-page") == 0;
    const bool is_left = strcmp(fault, "placeholder") == 0;

    sink_add(c->out,
             (struct finding){
                 .excerpt = excerpt,
                 .suggest = is_page ? STR("页面显示错误提示，请修复该页或删除指向它的链接")
                            : is_left ? STR("请填写内容，删去占位和测试文字")
                                      : STR("请修复页面模板或文字编码，使公众看到正常内容"),
                 .key = arena_printf(c->a, "%.*s %s", STR_ARG(c->page->url), fault),
                 .grade = GRADE_FAULT,
                 .confidence = confidence,
                 DETAIL({ .key = "fault", .text = str_of(fault) }, { .key = "text", .text = text }),
             });
}

/* The beginning of a text, counted generously: Chinese characters have three bytes. */
static struct str head_of(const struct check_ctx *c, struct str text)
{
    return str_sub(text, 0, (size_t)c->value[P_HEAD_CHARS] * 3);
}

/* ---- templates ------------------------------------------------------------------------------- */

static bool filled_by_script(const struct check_ctx *c)
{
    const struct page *p = c->page;

    if (p->is_rendered) /* its scripts had their chance */
        return false;
    if (p->needs_browser || p->fills_templates || p->kind == PAGE_SHELL)
        return true;
    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        if (l->kind == LINK_SCRIPT &&
            words_in(&c->list[L_TEMPLATE_SCRIPTS], str_skip(l->url, column_directory(l->url).n)))
            return true;
    }
    return false;
}

static enum judged check_templates(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const struct str texts[] = { p->title, p->text };
    size_t at, n;

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (!debris_template(texts[i], &at, &n) && !debris_value(texts[i], &at, &n))
            continue;
        if (filled_by_script(c))
            return cannot_judge(c, "页面模板由脚本填写，需用浏览器查看");
        report(c, "template", excerpt_around(texts[i], at), str_sub(texts[i], at, n), 0.85);
        return JUDGED;
    }
    return JUDGED;
}

/* ---- garbled text ---------------------------------------------------------------------------- */

static bool check_garbled(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const struct str texts[] = { p->title, p->text, p->body };
    const int64_t run = c->value[P_GARBLED_RUN];
    size_t at;

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const struct str head = head_of(c, texts[i]);
        const struct str *word = words_find(&c->list[L_GARBLED], head, &at);

        if (!word && !debris_latin(head, 2 * run, &at) &&
            !debris_lost(i == 1 ? p->text : head, run, &at))
            continue;
        report(c, "mojibake", excerpt_around(texts[i], at), word ? *word : (struct str){ 0 }, 0.9);
        return true;
    }
    return false;
}

/* ---- error pages ----------------------------------------------------------------------------- */

static bool has_text(const struct check_ctx *c)
{
    const struct str body = str_sub(c->page->body, 0, 8192);

    return str_head_chars(body, (size_t)c->value[P_BODY_CHARS] - 1).n < body.n;
}

static bool is_article(const struct check_ctx *c)
{
    return c->page->published != DAY_NONE && has_text(c);
}

/* The sentence that holds what stands at `at`. */
static struct str sentence_at(struct str text, size_t at)
{
    enum { REACH = 200 };
    static const char *const ends[] = { "\n", "。", "！", "？", "；", "!", "?" };
    size_t from = at > REACH ? at - REACH : 0, to = at + REACH < text.n ? at + REACH : text.n;

    for (size_t i = from; i < to; i++)
        for (size_t k = 0; k < COUNT_OF(ends); k++) {
            if (!str_starts(str_skip(text, i), str_of(ends[k])))
                continue;
            if (i >= at)
                to = i;
            else
                from = i + str_of(ends[k]).n;
        }
    return str_sub(text, from, to - from);
}

/* The page has a list or a text beside the sentence: links of its own, or words. */
static bool has_more(const struct check_ctx *c, struct str sentence)
{
    const struct page *p = c->page;
    int64_t n = 0;

    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        n += l->kind == LINK_PAGE && l->region == REGION_BODY && l->is_same_site && !l->is_hidden &&
             !str_is_empty(l->text) && path_of(l->url).n > 1 && !str_eq(l->url, p->url) &&
             !str_eq(l->href, p->sitemap_href);
    }
    return n >= c->value[P_OTHER_LINKS] ||
           (int64_t)p->own_chars - (int64_t)str_chars(sentence) >= c->value[P_OTHER_CHARS];
}

/* "系统繁忙怎么办" among other questions, or above its answer. */
static bool is_asked(const struct check_ctx *c, struct str text, size_t at)
{
    const struct str sentence = sentence_at(text, at);

    return words_in(&c->list[L_ASKS], sentence) && has_more(c, sentence);
}

/* A word of the list that the text says, and does not quote or give as a case (参数错误时，…,
 * 若出现404错误); 维护中 is none of 维护中心. Where n_asked is given, those that are asked about
 * are only counted.
 */
static const struct str *find_said(const struct check_ctx *c, int list, struct str text, size_t *at,
                                   size_t *n_asked)
{
    for (size_t from = 0, next; from < text.n;) {
        const struct str *word = words_find(&c->list[list], str_skip(text, from), &next);

        if (!word)
            return NULL;
        *at = from + next;
        const struct str behind = str_skip(text, *at + word->n);

        if (!quote_holds(text, *at) && !words_end(&c->list[L_CASES], str_sub(text, 0, *at)) &&
            !str_starts(behind, STR("时")) &&
            !(str_ends(*word, STR("中")) && str_starts(behind, STR("心")))) {
            if (!n_asked || !is_asked(c, text, *at))
                return word;
            ++*n_asked;
        }
        from = *at + word->n;
    }
    return NULL;
}

/* An error text stands at the beginning of its line; behind other words it is spoken about. */
static bool begins_line(struct str text, size_t at)
{
    while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '\t'))
        at--;
    return at == 0 || text.p[at - 1] == '\n';
}

/* A dated page says such a thing as news, a login page to those who have no account. */
static bool may_be_error(const struct check_ctx *c, bool is_short)
{
    return c->page->published == DAY_NONE &&
           !(is_short && words_in(&c->list[L_LOGIN], c->page->text));
}

/* The sentence that gives the page away; its place in *text. *n_asked: others are asked about. */
static const struct str *find_error(const struct check_ctx *c, struct str *text, size_t *at,
                                    size_t *n_asked)
{
    const struct page *p = c->page;

    *n_asked = 0;
    if (is_article(c))
        return NULL;

    const bool is_short = (int64_t)p->text_chars < c->value[P_SHORT_CHARS];
    const bool is_all = is_short && p->n_items == 0; /* a long page has something else to say */
    const bool may_be_one = may_be_error(c, is_short);
    const struct str places[] = { p->title, p->headline, p->text, p->body, p->alert };
    const struct str *word;

    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const struct str part = i == 2 && is_short ? p->text : head_of(c, places[i]);

        *text = places[i];
        if (str_is_empty(part))
            continue;
        word = find_said(c, L_SYSTEM, part, at, n_asked);
        if (word && (p->published == DAY_NONE || begins_line(part, *at)))
            return word;
        if (!may_be_one || (i >= 2 && !is_all))
            continue;
        word = find_said(c, L_PHRASES, part, at, n_asked);
        if (word && (i < 2 || !has_text(c)))
            return word;
    }
    *text = p->title;
    *at = 0;
    return may_be_one && p->n_items == 0 ? words_equal(&c->list[L_TITLES], p->title) : NULL;
}

/* "[object Object]": the list's words begin with '[', so that a long text costs little. */
static const struct str *find_leak(const struct check_ctx *c, size_t *at)
{
    const struct str text = c->page->text;
    const struct words *w = &c->list[L_LEAKS];
    const struct str *word = NULL;

    for (*at = 0; !word && *at < text.n; *at += !word) {
        const size_t next = str_chr(str_skip(text, *at), '[');

        if (next == STR_NONE)
            return NULL;
        *at += next;
        for (size_t i = 0; i < w->n && !word; i++)
            if (str_starts_nocase(str_skip(text, *at), w->words[i]))
                word = &w->words[i];
    }
    return word;
}

/* ---- trials ------------------------------------------------------- */

/* An article that is called 测试, or whose title says so in front of the site's name. */
static const struct str *find_trial(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const struct str *trial = words_equal(&c->list[L_TRIALS], p->headline);
    size_t n = 0;

    if (p->kind != PAGE_ARTICLE)
        return NULL;
    while (n < p->title.n && !strchr("-_|", p->title.p[n]))
        n++;
    return trial ? trial : words_equal(&c->list[L_TRIALS], str_trim(str_sub(p->title, 0, n)));
}

/* ---- home pages that show no site ------------------------------------------------------------ */

static bool has_few_links(const struct check_ctx *c)
{
    const struct page *p = c->page;
    int64_t n = 0;

    for (size_t i = 0; i < p->n_links; i++)
        n += p->links[i].kind == LINK_PAGE && p->links[i].is_same_site;
    return n <= c->value[P_EMPTY_LINKS];
}

/* A banner above a site's content says the same words: the page must have nothing else. */
static const struct str *find_no_site(const struct check_ctx *c, int list, struct str *text,
                                      size_t *at)
{
    const struct page *p = c->page;
    const bool is_empty =
        p->n_items == 0 && has_few_links(c) && (int64_t)p->text_chars < c->value[P_SHORT_CHARS];
    const struct str *word;

    if (p->kind != PAGE_HOME && p->kind != PAGE_SHELL)
        return NULL;
    *text = p->title;
    word = find_said(c, list, *text, at, NULL);
    if (word && (is_empty || list == L_VACANT)) /* no site of its own has such a title */
        return word;
    *text = p->text;
    return is_empty ? find_said(c, list, *text, at, NULL) : NULL;
}

static bool check_no_site(const struct check_ctx *c)
{
    struct str text;
    size_t at;
    const struct str *word = find_no_site(c, L_VACANT, &text, &at);

    if (word) {
        report(c, "error-page", excerpt_around(text, at), *word, 0.9);
        return true;
    }
    word = find_no_site(c, L_MAINTENANCE, &text, &at);
    if (word)
        sink_add(c->out,
                 (struct finding){
                     .excerpt = excerpt_around(text, at),
                     .suggest = STR("请核实停站维护是否按程序报批并公告，维护结束后及时恢复"),
                     .key = arena_printf(c->a, "%.*s maintenance", STR_ARG(c->page->url)),
                     .grade = GRADE_NOTICE,
                     .confidence = 0.9,
                     DETAIL({ .key = "fault", .text = STR("maintenance") },
                            { .key = "text", .text = *word }),
                 });
    return word != NULL;
}

struct str soft_error_of_home(const struct check_set *s, const struct page *home)
{
    const struct check_ctx c = { .value = check_set_values(s, check_soft_error.id),
                                 .list = check_set_lists(s, check_soft_error.id),
                                 .page = home };
    struct str text;
    size_t at, n_asked;

    if (find_no_site(&c, L_MAINTENANCE, &text, &at))
        return STR("首页只说网站正在维护或建设，没有网站内容");
    if (find_no_site(&c, L_VACANT, &text, &at))
        return STR("首页是服务器或建站程序的默认页面，没有网站内容");
    if (home->kind == PAGE_SOFT_ERROR ||
        (home->n_items == 0 && has_few_links(&c) && find_error(&c, &text, &at, &n_asked)))
        return STR("首页显示的是错误提示，没有网站内容");
    return (struct str){ 0 };
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct page *p = c->page;
    struct str text;
    size_t at, n, n_asked;
    const struct str *word = find_error(c, &text, &at, &n_asked);

    if (word) {
        report(c, "error-page", excerpt_around(text, at), *word,
               p->kind == PAGE_SOFT_ERROR ? 0.95 : 0.85);
        return JUDGED;
    }
    if (p->kind == PAGE_SOFT_ERROR && !is_article(c) && !n_asked) {
        report(c, "error-page", str_is_empty(p->title) ? excerpt_head(p->text) : p->title,
               (struct str){ 0 }, 0.75);
        return JUDGED;
    }
    if (check_no_site(c))
        return JUDGED;
    if (p->kind == PAGE_SHELL)
        return cannot_judge(c, "页面由脚本生成，需用浏览器查看");
    if (check_garbled(c))
        return JUDGED;
    /* also amid a good text */
    if (debris_program(&c->list[L_PROGRAM], p->text, &at, &n) && !quote_holds(p->text, at)) {
        report(c, "error-page", excerpt_around(p->text, at), excerpt_head(str_sub(p->text, at, n)),
               0.9);
        return JUDGED;
    }
    const struct str *leak = find_leak(c, &at);

    if (leak) {
        report(c, "template", excerpt_around(p->text, at), *leak, 0.9);
        return JUDGED;
    }
    word = find_trial(c);
    if (word) {
        report(c, "placeholder", p->headline.n ? p->headline : p->title, *word, 0.9);
        return JUDGED;
    }
    return check_templates(c);
}

const struct check check_soft_error = {
    .id = "soft-error",
    .rev = 14,
    .title = "错误页面与乱码",
    .case_id = "A18",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .shows = true,
    .check_page = check_page,
};
