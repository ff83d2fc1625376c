/*
 * service-link: the registered link to the unit's window on the service portal is dead, or leads to
 * another region's or unit's window; or a link of the home page to a window is dead.
 *
 * Basis: 广东 2019Q2 notice (link to the own window outdated). The window names its region and unit
 * in the title or in the text; a page that names neither ours nor another's is not judged. The home
 * page's links to windows are those that say so and those to the registered link's host.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/host.h"
#include "check/name.h"
#include "check/words.h"

enum { L_UNIT_ENDS, L_NO_REGION, L_WINDOWS, L_PORTAL_UNITS, L_WINDOW_ENDS };

static const struct word_list lists[] = {
    [L_UNIT_ENDS] = { .name = "unit_ends", .help = "单位名称的末尾用词（局、委员会等）" },
    [L_NO_REGION] = { .name = "no_region", .help = "以区、市等字结尾而不是行政区划的词" },
    [L_WINDOWS] = { .name = "windows", .help = "首页上通往政务服务窗口的链接文字" },
    [L_PORTAL_UNITS] = { .name = "portal_units",
                         .help = "名称含有这些词的单位主办政务服务平台，窗口都在其名下" },
    [L_WINDOW_ENDS] = { .name = "window_ends", .help = "单位名称后面表示办事窗口的词" },
};

/* What is wrong with which link. */
struct trouble {
    const char *fault;
    struct str url, where, title, excerpt, reason;
    int http_status; /* 0: none */
    enum grade grade;
};

static void add(const struct check_ctx *c, const struct trouble *t)
{
    sink_add(c->out,
             (struct finding){
                 .where = t->where,
                 .excerpt = t->excerpt,
                 .suggest = STR("请更正政务服务链接，使其指向本地区、本单位的办事窗口"),
                 .key = arena_printf(c->a, "%s %.*s", t->fault, STR_ARG(t->url)),
                 .measured = t->http_status ? NUMBER(t->http_status) : (struct number){ 0 },
                 .grade = t->grade,
                 .confidence = t->grade == GRADE_NOTICE ? 0.5
                               : t->reason.n            ? 0.9
                                                        : 0.75,
                 DETAIL({ .key = "fault", .text = str_of(t->fault) },
                        { .key = "target", .text = t->url }, { .key = "reason", .text = t->reason },
                        { .key = "title", .text = t->title }),
                 .proof = &t->url,
                 .n_proof = 1,
             });
}

static void report(const struct check_ctx *c, const char *fault, struct str excerpt,
                   struct str reason, enum grade grade)
{
    const struct visit *s = c->view->service;

    add(c, &(struct trouble){
               .fault = fault,
               .url = s->url,
               .title = s->page ? s->page->title : (struct str){ 0 },
               .excerpt = excerpt,
               .reason = reason,
               .http_status = s->attempt.reason == REASON_HTTP ? s->attempt.http_status : 0,
               .grade = grade,
           });
}

static bool is_gone(enum reason reason, int http_status)
{
    return reason == REASON_DNS || reason == REASON_CONNECT || reason == REASON_SOFT_404 ||
           reason == REASON_URL ||
           (reason == REASON_HTTP && (http_status == 404 || http_status == 410));
}

static enum judged judge_failure(const struct check_ctx *c, const struct attempt *t)
{
    char word[REASON_TEXT_BYTES];
    const struct str reason =
        arena_copy(c->a, str_of(reason_text(t->reason, t->http_status, word)));

    if (reason_is_ours(t->reason))
        return cannot_judge(c, "本机未能访问政务服务链接");
    report(c, "dead",
           arena_printf(c->a, "政务服务链接打不开（%.*s）：%.*s", STR_ARG(reason),
                        STR_ARG(c->view->service->url)),
           reason, is_gone(t->reason, t->http_status) ? GRADE_FAULT : GRADE_NOTICE);
    return JUDGED;
}

/* "教育局" of "云溪县教育局"; empty for governments and what has no such end. */
static struct str unit_of(const struct check_ctx *c, struct str name)
{
    const struct str rest = str_skip(name, name_region(name).n);

    if (str_starts(rest, STR("人民政府"))) /* its office runs the region's window */
        return (struct str){ 0 };
    return words_end(&c->list[L_UNIT_ENDS], rest) ? rest : (struct str){ 0 };
}

/* Takes the next part off a title "政务服务网-云江县". */
static struct str next_part(struct str *title)
{
    size_t n = 0;

    while (n < title->n && title->p[n] != '-' && title->p[n] != '_' && title->p[n] != '|' &&
           !char_is_space(title->p[n]) && !str_starts(str_skip(*title, n), STR("—")))
        n++;
    const struct str part = str_sub(*title, 0, n);

    *title = str_skip(*title, n + (str_starts(str_skip(*title, n), STR("—")) ? 3 : 1));
    return part;
}

/* A region in a title that the site's own names do not have; empty when there is none. */
static struct str other_region(const struct check_ctx *c, struct str title)
{
    while (!str_is_empty(title)) {
        const struct str region = name_region(next_part(&title));

        if (!str_is_empty(region) && !words_in(&c->list[L_NO_REGION], region) &&
            !str_has(c->site->sponsor, region) && !str_has(c->site->name, region))
            return region;
    }
    return (struct str){ 0 };
}

/* A part of the title is the name of a unit of an office; who runs the portal is none. */
static bool names_a_unit(const struct check_ctx *c, struct str title)
{
    while (!str_is_empty(title)) {
        struct str part = next_part(&title);
        const struct str *end = words_end(&c->list[L_WINDOW_ENDS], part);

        part.n -= end ? end->n : 0;
        const struct str unit = unit_of(c, name_core(part));

        if (!str_is_empty(unit) && !words_in(&c->list[L_PORTAL_UNITS], unit))
            return true;
    }
    return false;
}

/* Both are counties, or both are cities. */
static bool same_level(struct str a, struct str b)
{
    static const char *const ends[] = { "县", "区", "旗" };
    bool a_county = false, b_county = false;

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        a_county |= str_ends(a, str_of(ends[i]));
        b_county |= str_ends(b, str_of(ends[i]));
    }
    return a_county == b_county;
}

enum window { OWN, OTHER_REGION, OTHER_UNIT, NOT_TOLD };

/* The title goes before the text: portals list all regions and units somewhere. */
static enum window whose(const struct check_ctx *c, const struct page *p, struct str title)
{
    const struct str region = name_region(c->site->sponsor), unit = unit_of(c, c->site->sponsor);
    const struct str other = other_region(c, title);
    const bool names_region = !str_is_empty(region) && str_has(p->text, region);
    const bool names_unit = str_is_empty(unit) || str_has(p->text, unit);

    if (name_in_text(c->site, title) || name_agrees(p->title, c->site->name))
        return OWN;
    if (!str_is_empty(other) && !str_is_empty(region) && !str_has(title, region) &&
        (same_level(other, region) || !names_region))
        return OTHER_REGION;
    if (name_in_text(c->site, p->text))
        return OWN;
    if (!names_unit && names_a_unit(c, title))
        return OTHER_UNIT;
    return names_region && names_unit ? OWN : NOT_TOLD;
}

static enum judged judge_page(const struct check_ctx *c, const struct page *p)
{
    const struct str title = str_is_empty(p->headline) ? p->title : p->headline;
    const struct str excerpt = arena_printf(c->a, "政务服务链接打开的是“%.*s”，不是%.*s的窗口",
                                            STR_ARG(title), STR_ARG(c->site->sponsor));

    if (p->kind == PAGE_SOFT_ERROR) {
        report(c, "dead", arena_printf(c->a, "政务服务链接打开后为错误页：%.*s", STR_ARG(p->title)),
               STR("soft-404"), GRADE_FAULT);
        return JUDGED;
    }
    switch (whose(c, p, title)) {
    case OWN:
        return JUDGED;
    case OTHER_REGION:
        report(c, "other-region", excerpt, (struct str){ 0 }, GRADE_FAULT);
        return JUDGED;
    case OTHER_UNIT:
        report(c, "other-unit", excerpt, (struct str){ 0 }, GRADE_FAULT);
        return JUDGED;
    case NOT_TOLD:
        break;
    }
    return cannot_judge(c, p->needs_browser || p->kind == PAGE_SHELL
                               ? "政务服务页面由脚本生成，需用浏览器查看"
                               : "政务服务页面没有可比对的地区或单位名称");
}

/* The home page's first link to the target, if it is one to a service window; NULL. */
static const struct link *window_link(const struct check_ctx *c, struct str target)
{
    const struct page *home = c->view->home;
    const struct str registered = c->site->service_link;

    for (size_t i = 0; home && i < home->n_links; i++) {
        const struct link *l = &home->links[i];

        if (l->kind == LINK_PAGE && str_eq(l->url, target) &&
            (words_in(&c->list[L_WINDOWS], l->text) ||
             (!str_is_empty(registered) && str_eq(host_of(registered), host_of(l->url)))))
            return l;
    }
    return NULL;
}

static void check_home_links(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    char word[REASON_TEXT_BYTES];

    for (size_t i = 0; i < v->n_targets; i++) {
        const struct target *t = &v->targets[i];

        if (!t->is_outside || t->is_passing || !is_gone(t->reason, t->http_status) ||
            (v->service && str_eq(t->url, v->service->url)))
            continue;
        const struct link *l = window_link(c, t->url);

        if (!l)
            continue;
        const struct str reason =
            arena_copy(c->a, str_of(reason_text(t->reason, t->http_status, word)));

        add(c, &(struct trouble){
                   .fault = "dead",
                   .url = t->url,
                   .where = arena_printf(c->a, "body %s[%u]", l->element, l->nth),
                   .excerpt = arena_printf(c->a, "首页“%.*s”链接打不开（%.*s）：%.*s",
                                           STR_ARG(l->text), STR_ARG(reason), STR_ARG(t->url)),
                   .reason = reason,
                   .http_status = t->reason == REASON_HTTP ? t->http_status : 0,
                   .grade = GRADE_FAULT,
               });
    }
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct visit *s = c->view->service;

    check_home_links(c);
    if (!s)
        return JUDGED; /* none registered: nothing to judge */
    if (s->attempt.reason != REASON_NONE)
        return judge_failure(c, &s->attempt);
    return s->page ? judge_page(c, s->page) : cannot_judge(c, "政务服务链接不是网页");
}

const struct check check_service_link = {
    .id = "service-link",
    .rev = 6,
    .title = "政务服务链接",
    .case_id = "A12",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_site = check_site,
};
