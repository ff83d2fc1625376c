/*
 * cloaking: the home page shows a search engine, a reader who comes from one, or a phone what other
 * readers do not see.
 *
 * Basis: 广东 2019Q2 notice (暗链 shown to search engines only). What is new in the other answer
 * counts only where it is of the kind that hidden-link calls dark, or leads to a stranger: times,
 * greetings and other news differ at every visit. Phones sent to a site's own mobile edition are
 * clean. A script that asks where a reader comes from and sends on those of search engines is found
 * in what all get. Not judged: other pages than the home page, answers that were refused, what
 * other scripts show.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/dark.h"
#include "check/excerpt.h"
#include "check/host.h"
#include "check/words.h"
#include "net/address.h"
#include "net/url.h"

enum { P_WORDS };
/* Dark links looked for on the home page; of texts. More was made to cost time. */
enum { LOOKED_AT_MAX = 1000, TEXT_BYTES = 1 << 20 };
enum { L_ROBOT, L_REFERRER, L_PHONE }; /* by enum guise; crawl/guise.c asks with them */

static const struct param params[] = {
    [P_WORDS] = { .name = "words",
                  .unit = "个",
                  .help = "只在正文中出现时，至少有这么多个不同的不良词语才报告；不良链接少于这个"
                          "数的不作单项否决",
                  .min = 1,
                  .max = 100 },
};

static const struct word_list lists[] = {
    [L_ROBOT] = { .name = "robot", .help = "以搜索引擎身份访问时的 User-Agent（用第一个）" },
    [L_REFERRER] = { .name = "referrer", .help = "从搜索引擎点入时的 Referer（用第一个）" },
    [L_PHONE] = { .name = "phone", .help = "以手机访问时的 User-Agent（用第一个）" },
};

static const char *const names[GUISE_N] = {
    [GUISE_ROBOT] = "search-engine",
    [GUISE_REFERRED] = "referrer",
    [GUISE_PHONE] = "phone",
};

static const char *const titles[GUISE_N] = {
    [GUISE_ROBOT] = "搜索引擎抓取时",
    [GUISE_REFERRED] = "从搜索引擎点入时",
    [GUISE_PHONE] = "用手机打开时",
};

static const struct {
    int list;
    const char *title;
    enum grade grade;
} kinds[] = {
    { DARK_GAMBLING, "赌博", GRADE_VETO },
    { DARK_PORN, "色情", GRADE_VETO },
    { DARK_SPAM, "推广", GRADE_FAULT },
};

static void report(const struct check_ctx *c, enum guise guise, const char *fault,
                   struct str excerpt, struct str target, enum grade grade)
{
    const struct guise_view *g = &c->view->guises[guise];

    sink_add(c->out, (struct finding){
                         .url = c->view->home->url,
                         .excerpt = excerpt,
                         .suggest = STR("网站可能被入侵，请立即清除植入的内容并排查漏洞"),
                         .key = arena_printf(c->a, "%s %s", names[guise], fault),
                         .grade = grade,
                         .confidence = 0.9,
                         .proof = &g->url,
                         .n_proof = 1,
                         DETAIL({ .key = "fault", .text = str_of(fault) },
                                { .key = "guise", .text = str_of(names[guise]) },
                                { .key = "target", .text = target }),
                     });
}

static bool is_strange(const struct check_ctx *c, struct str url)
{
    const struct str host = host_of(url);

    return !str_is_empty(host) && (!address_is_literal(host) || address_is_public(host)) &&
           !host_is_gov(host) && !host_is_own(c->site, host) &&
           !url_same_domain(host, host_of(c->view->home->url)) &&
           !words_host(&c->dark[DARK_HARMLESS_HOSTS], host);
}

static bool has_link(const struct page *page, struct str url)
{
    for (size_t i = 0; i < page->n_links; i++)
        if (str_eq(page->links[i].url, url))
            return true;
    return false;
}

/* Its edition for phones, too: m.a.com beside www.a.com. */
static bool knows_host(const struct page *page, struct str host)
{
    for (size_t i = 0; i < page->n_links; i++)
        if (url_same_domain(host_of(page->links[i].url), host))
            return true;
    return false;
}

/* Links to strangers that other readers do not get, and whose words are dark. */
struct dark_links {
    const struct link *first;
    int64_t n;
};

static struct dark_links dark_links(const struct check_ctx *c, const struct page *other, int list)
{
    struct dark_links d = { 0 };

    for (size_t i = 0, n = 0; i < other->n_links && n < LOOKED_AT_MAX; i++) {
        const struct link *l = &other->links[i];

        if ((l->kind != LINK_PAGE && l->kind != LINK_FRAME) || !is_strange(c, l->url) ||
            !(words_find_name(&c->dark[list], l->text, NULL) ||
              words_find_name(&c->dark[list], l->url, NULL)))
            continue;
        n++;
        if (knows_host(c->view->home, host_of(l->url)))
            continue;
        d.first = d.first ? d.first : l;
        d.n++;
    }
    return d;
}

/* Different words of the list in the other answer's text that stand nowhere in the reader's; one
 * that is a piece of another is told once. */
static int64_t n_new_words(const struct check_ctx *c, struct str text, int list)
{
    const struct words *w = &c->dark[list];
    const struct str seen = str_sub(c->view->home->text, 0, TEXT_BYTES);
    bool *is_told = arena_array(c->a, bool, w->n + 1);
    const struct str *word;
    int64_t n = 0;
    size_t at;

    text = str_sub(text, 0, TEXT_BYTES);
    for (; (word = words_find_name(w, text, &at)) != NULL; text = str_skip(text, at + word->n)) {
        if (is_told[word - w->words])
            continue;
        is_told[word - w->words] = true;
        n += str_find_nocase(seen, *word) == STR_NONE;
    }
    return n;
}

/* false: nothing dark is in it. */
static bool compare(const struct check_ctx *c, enum guise guise, const struct page *other)
{
    const struct page *home = c->view->home;

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const struct str *word = words_find_name(&c->dark[kinds[i].list], other->title, NULL);
        const struct dark_links l = dark_links(c, other, kinds[i].list);
        const bool is_many = l.n >= c->value[P_WORDS];

        if (word && !words_in(&c->dark[kinds[i].list], home->title)) {
            report(c, guise, "title",
                   arena_printf(c->a, "%s，标题变为“%.*s”", titles[guise],
                                STR_ARG(excerpt_head(other->title))),
                   (struct str){ 0 }, kinds[i].grade);
            return true;
        }
        if (l.first) {
            report(c, guise, "link",
                   arena_printf(c->a, "%s，多出%s链接“%.*s”", titles[guise], kinds[i].title,
                                STR_ARG(excerpt_head(l.first->text))),
                   l.first->url, is_many ? kinds[i].grade : GRADE_FAULT);
            return true;
        }
        if (n_new_words(c, other->text, kinds[i].list) >= c->value[P_WORDS]) {
            report(c, guise, "text",
                   arena_printf(c->a, "%s，多出%s内容", titles[guise], kinds[i].title),
                   (struct str){ 0 }, guise == GUISE_PHONE ? GRADE_FAULT : kinds[i].grade);
            return true;
        }
    }
    return false;
}

/* Where the answer sends on, by the server or by the page; empty: nowhere. */
static struct str sent_to(const struct guise_view *g)
{
    for (size_t i = 0; g->page && g->page->refresh.n && i < g->page->n_links; i++)
        if (str_eq(g->page->links[i].href, g->page->refresh))
            return g->page->links[i].url;
    return g->leads_to;
}

/* NULL: judged; else why not. */
static const char *look(const struct check_ctx *c, enum guise guise)
{
    const struct guise_view *g = &c->view->guises[guise];
    const struct page *home = c->view->home;
    const struct str to = sent_to(g);

    /* all readers get the script, it sends on those alone who come from a search engine */
    if (guise == GUISE_REFERRED && is_strange(c, home->referrer_refresh)) {
        report(c, guise, "redirect",
               arena_printf(c->a, "%s，被页面脚本转到 %.*s", titles[guise],
                            STR_ARG(host_of(home->referrer_refresh))),
               home->referrer_refresh, GRADE_FAULT);
        return NULL;
    }
    if (!str_is_empty(to) && is_strange(c, to) && !(home->refresh.n && has_link(home, to))) {
        report(c, guise, "redirect",
               arena_printf(c->a, "%s，被转到 %.*s", titles[guise], STR_ARG(host_of(to))), to,
               guise == GUISE_PHONE ? GRADE_NOTICE : GRADE_FAULT);
        return NULL;
    }
    if (g->page && (home->needs_browser || home->kind == PAGE_SHELL || home->kind == PAGE_STUB))
        return "首页由脚本生成，无从比较";
    if (g->page && compare(c, guise, g->page))
        return NULL;
    /* within the site, or to another office */
    if (!str_is_empty(to) && (!g->page || g->page->kind == PAGE_STUB))
        return guise == GUISE_PHONE ? NULL : "被转到其他页面，没有再看";
    if (g->page)
        return g->page->kind == PAGE_SHELL ? "所得页面由脚本生成，需用浏览器查看"
               : g->page->kind == PAGE_SOFT_ERROR ? "所得页面是出错页面"
                                                  : NULL;
    if (g->attempt.at == 0)
        return "没有访问到";
    return g->attempt.reason == REASON_HTTP
               ? arena_printf(c->a, "被拒绝（http-%d）", g->attempt.http_status).p
               : "没有打开";
}

static enum judged check_site(const struct check_ctx *c)
{
    const char *doubt = NULL;

    for (int i = 0; i < GUISE_N; i++) {
        const char *why = look(c, (enum guise)i);

        if (why)
            doubt = arena_printf(c->a, "%s，%s", titles[i], why).p;
    }
    return doubt ? cannot_judge(c, doubt) : JUDGED;
}

const struct check check_cloaking = {
    .id = "cloaking",
    .rev = 5,
    .title = "隐匿内容",
    .case_id = "A09",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
