/*
 * error-report-entry: "我为政府网站找错" is missing, leads to a dead platform, or carries another
 * site's code.
 *
 * Basis: 政府网站发展指引 and 扣分指标 (entry in the footer of all pages), 广东 2019Q2 notice
 * (missing on some column pages). Looked for on home, column and article pages. One finding for the
 * whole site, for all but its home page, or for each directory. Not judged: footers that a script
 * writes.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/column.h"
#include "check/tally.h"

static bool is_asked(const struct digest *d)
{
    return !d->is_framed &&
           (d->kind == PAGE_HOME || d->kind == PAGE_COLUMN || d->kind == PAGE_ARTICLE);
}

static bool is_blind(const struct digest *d)
{
    return d->footer_by_script || d->needs_browser;
}

static void report(const struct check_ctx *c, const char *fault, struct str key, struct str excerpt,
                   const struct tally *pages, enum grade grade)
{
    sink_add(
        c->out,
        (struct finding){
            .url = pages->samples[0],
            .excerpt = excerpt,
            .suggest = STR("请在每个页面的页脚加挂“我为政府网站找错”入口，并使用本站的网站标识码"),
            .key = arena_printf(c->a, "%s %.*s", fault, STR_ARG(key)),
            .measured = NUMBER((int64_t)pages->n),
            .grade = grade,
            .confidence = 0.9,
            DETAIL({ .key = "fault", .text = str_of(fault) },
                   { .key = "value", .text = pages->value },
                   { .key = "pages", .list = pages->samples, .n_list = pages->n_samples }),
        });
}

/* The group of directories that the page belongs to: one it lies below, or its own. */
static struct str group_of(const struct tallies *groups, struct str url)
{
    const struct str dir = column_directory(url);
    size_t slashes = 0;

    for (size_t i = 0; i < groups->n; i++) {
        const struct str known = groups->all[i].value;

        slashes = 0;
        for (size_t k = 0; k < known.n; k++)
            slashes += known.p[k] == '/';
        /* what lies at the top of the site ("http://host/") does not stand for all of it */
        if (slashes > 3 && str_starts(dir, known))
            return known;
    }
    return dir;
}

/* The pages by what their entry is like. */
struct sorted {
    struct tallies missing; /* by directory */
    struct tallies all_missing, obsolete, own;
    struct tallies codes; /* of other sites */
    size_t n_with, n_home_with, n_blind;
};

static void report_missing(const struct check_ctx *c, const struct sorted *s)
{
    const struct tally *all = &s->all_missing.all[0];

    if (s->n_with == 0) {
        report(c, "missing", STR("site"),
               arena_printf(c->a, "全站未见“我为政府网站找错”入口（查看 %zu 个页面）", all->n), all,
               GRADE_FAULT);
        return;
    }
    if (s->n_with == s->n_home_with && s->missing.n > 1) {
        report(c, "missing", STR("all but home"),
               arena_printf(c->a, "首页以外未见“我为政府网站找错”入口（%zu 个页面）", all->n), all,
               GRADE_FAULT);
        return;
    }
    for (size_t i = 0; i < s->missing.n; i++)
        report(c, "missing", s->missing.all[i].value,
               arena_printf(c->a, "%zu 个页面没有“我为政府网站找错”入口", s->missing.all[i].n),
               &s->missing.all[i], GRADE_FAULT);
}

static void sort_page(const struct check_ctx *c, const struct digest *d, struct sorted *s)
{
    const struct str code = d->site_code_report;

    switch (d->error_report) {
    case REPORT_NONE:
        if (is_blind(d)) {
            s->n_blind++;
            return;
        }
        tally_add(&s->missing, group_of(&s->missing, d->url), d->url, c->a);
        tally_add(&s->all_missing, STR(""), d->url, c->a);
        return;
    case REPORT_OBSOLETE:
        tally_add(&s->obsolete, STR(""), d->url, c->a);
        break;
    case REPORT_OWN:
        tally_add(&s->own, STR(""), d->url, c->a);
        break;
    case REPORT_NATIONAL:
        break;
    }
    s->n_with++;
    s->n_home_with += d->kind == PAGE_HOME;
    if (!str_is_empty(code) && !str_eq(code, c->site->code))
        tally_add(&s->codes, code, d->url, c->a);
}

static void report_entries(const struct check_ctx *c, const struct sorted *s)
{
    if (s->obsolete.n > 0)
        report(c, "obsolete", STR(""),
               arena_printf(c->a, "%zu 个页面的找错入口指向已停用的旧平台", s->obsolete.all[0].n),
               &s->obsolete.all[0], GRADE_FAULT);
    if (s->own.n > 0)
        report(c, "own", STR(""),
               arena_printf(c->a, "%zu 个页面的纠错入口不是全国统一的“我为政府网站找错”平台",
                            s->own.all[0].n),
               &s->own.all[0], GRADE_NOTICE);
    for (size_t i = 0; i < s->codes.n; i++)
        report(c, "other-code", s->codes.all[i].value,
               arena_printf(c->a, "找错入口使用的网站标识码为 %.*s，本站为 %.*s（%zu 个页面）",
                            STR_ARG(s->codes.all[i].value), STR_ARG(c->site->code),
                            s->codes.all[i].n),
               &s->codes.all[i], GRADE_FAULT);
}

/* The platform's page asked for without a code: the report reaches nobody. */
static void check_code(const struct check_ctx *c)
{
    const struct page *home = c->view->home;
    struct tallies pages = { 0 };

    if (home->error_report != REPORT_NATIONAL || !str_is_empty(home->site_code_report) ||
        !str_has(home->error_report_href, STR("jiucuo.html")))
        return;
    tally_add(&pages, home->error_report_href, home->url, c->a);
    report(c, "no-code", STR(""), STR("找错入口没有带上网站标识码"), pages.all, GRADE_FAULT);
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct sorted s = { 0 };

    for (size_t i = 0; i < v->n_digests; i++)
        if (is_asked(&v->digests[i]))
            sort_page(c, &v->digests[i], &s);
    /* none seen, and some that we cannot see: the site may well have it */
    if (s.missing.n > 0 && (s.n_with > 0 || s.n_blind == 0))
        report_missing(c, &s);
    report_entries(c, &s);
    check_code(c);
    if (s.n_blind > 0)
        return cannot_judge(
            c, arena_printf(c->a, "%zu 个页面的页脚由脚本或框架页填入，没有读到", s.n_blind).p);
    if (s.n_with + s.missing.n == 0)
        return cannot_judge(c, "没有读到首页、栏目页或文章页");
    return JUDGED;
}

const struct check check_error_report_entry = {
    .id = "error-report-entry",
    .rev = 5,
    .title = "“我为政府网站找错”入口",
    .case_id = "A13",
    .needs_text = true,
    .needs_home = true,
    .compares_pages = true,
    .check_site = check_site,
};
