/*
 * site-identity: what identifies the site is missing, malformed, or differs from the registry or
 * between its pages.
 *
 * Basis: 政府网站发展指引 (footer: 网站标识码, ICP备案编号, 公安机关备案标识, 主办单位; 网站名称),
 * 云南 2018Q3 notice. One finding a deviation with its number of pages. Of a home page in frames
 * all frames count. Not judged: footers that a script writes, and single pages that lack a part.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/framed.h"
#include "check/identifier.h"
#include "check/name.h"
#include "check/tally.h"
#include "check/words.h"
#include "net/url.h"

enum { P_MIN_PAGES };
enum { L_SPONSOR };

static const struct param params[] = {
    [P_MIN_PAGES] = { .name = "min_pages",
                      .unit = "个",
                      .help = "栏目页或文章页达到此数而页脚都没有，首页有的，才提示",
                      .min = 1,
                      .max = 10000 },
};

static const struct word_list lists[] = {
    [L_SPONSOR] = { .name = "sponsor",
                    .help = "页脚中说明由谁主办的用词，一个也没有即为缺主办单位" },
};

/* One identifying item: how it is read off a page, and when two values are the same. */
struct item_rule {
    const char *id, *title;
    struct str (*on_page)(const struct digest *d);
    struct str (*on_record)(const struct site *site);
    struct str (*core)(struct str s);            /* what is compared; NULL = all of it */
    bool (*is_formed)(struct str core_or_value); /* NULL = any form */
    bool (*agrees)(struct str a, struct str b);  /* of cores; NULL = equal */
    bool must_stand_on_home;
};

/* Malformed tags are the business of page-tags; a page without a visible code gives its tag's. */
static struct str page_code(const struct digest *d)
{
    const bool is_tag = str_eq(d->site_code, d->site_code_meta);

    return is_tag && !identifier_is_code(d->site_code) ? (struct str){ 0 } : d->site_code;
}

static struct str page_code_meta(const struct digest *d)
{
    const bool is_news = !str_eq(d->site_code, d->site_code_meta);

    return is_news && identifier_is_code(d->site_code_meta) ? d->site_code_meta : (struct str){ 0 };
}

static struct str page_icp(const struct digest *d)
{
    return d->icp;
}

static struct str page_police(const struct digest *d)
{
    return d->police;
}

static struct str page_name(const struct digest *d)
{
    return d->site_name;
}

static struct str record_code(const struct site *site)
{
    return site->code;
}

static struct str record_icp(const struct site *site)
{
    return site->icp;
}

static struct str record_police(const struct site *site)
{
    return site->police;
}

static struct str record_name(const struct site *site)
{
    return site->name;
}

static const struct item_rule rules[] = {
    { "code", "网站标识码", page_code, record_code, NULL, identifier_is_code, NULL, true },
    { "code-meta", "网站标识码标签", page_code_meta, record_code, NULL, identifier_is_code, NULL,
      false },
    { "icp", "ICP备案号", page_icp, record_icp, identifier_icp_core, identifier_is_icp, NULL,
      true },
    { "police", "公安备案号", page_police, record_police, identifier_police_digits,
      identifier_is_police, NULL, true },
    { "name", "网站名称标签", page_name, record_name, name_core, NULL, name_agrees, false },
};

/* Its value is compared in a way of its own. */
static struct str record_sponsor(const struct site *site)
{
    return site->sponsor;
}

static const struct item_rule sponsor_rule = { .id = "sponsor",
                                               .title = "主办单位",
                                               .on_record = record_sponsor };

static struct str core_of(const struct item_rule *r, struct str s)
{
    return r->core ? r->core(str_trim(s)) : str_trim(s);
}

static bool same(const struct item_rule *r, struct str a, struct str b)
{
    return r->agrees ? r->agrees(a, b) : str_eq(core_of(r, a), core_of(r, b));
}

/* What a page says, and what it should. pages: NULL for the home page alone. */
struct deviation {
    const char *fault;
    const struct tally *pages;
    struct str value, expected;
};

static void report(const struct check_ctx *c, const struct item_rule *r, const struct deviation *d,
                   struct str excerpt)
{
    const struct tally *pages = d->pages;
    const bool is_malformed = str_eq(str_of(d->fault), STR("malformed"));
    /* That the sponsor must stand there, that the footer must be whole inside, and what a link must
     * hold, is not confirmed from an official text. */
    const bool is_advice = (r == &sponsor_rule && str_eq(str_of(d->fault), STR("missing"))) ||
                           str_starts(str_of(d->fault), STR("link-")) ||
                           str_eq(str_of(d->fault), STR("missing-inside"));

    sink_add(
        c->out,
        (struct finding){
            .url = pages ? pages->samples[0] : (struct str){ 0 },
            .excerpt = excerpt,
            .suggest = arena_printf(c->a, "请按登记信息在页脚和标签中正确标注%s", r->title),
            .key = arena_printf(c->a, "%s %s %.*s", r->id, d->fault, STR_ARG(d->value)),
            .measured = pages ? NUMBER((int64_t)pages->n) : (struct number){ 0 },
            .grade = is_advice ? GRADE_NOTICE : GRADE_FAULT,
            .confidence = is_malformed ? 0.8 : 0.9,
            DETAIL({ .key = "item", .text = str_of(r->id) },
                   { .key = "fault", .text = str_of(d->fault) },
                   { .key = "value", .text = d->value }, { .key = "expected", .text = d->expected },
                   { .key = "pages",
                     .list = pages ? pages->samples : NULL,
                     .n_list = pages ? pages->n_samples : 0 }),
        });
}

/* What the value should be: the registry's, else what most pages say. */
static struct str expected_of(const struct check_ctx *c, const struct item_rule *r,
                              const struct tallies *values, bool *by_record)
{
    size_t best = 0;

    *by_record = !str_is_empty(str_trim(r->on_record(c->site)));
    if (*by_record || values->n == 0)
        return str_trim(r->on_record(c->site));
    for (size_t i = 1; i < values->n; i++)
        if (values->all[i].n > values->all[best].n)
            best = i;
    return values->all[best].value;
}

/* How the pages' values are spread. */
static struct tallies values_of(const struct check_ctx *c, const struct item_rule *r)
{
    const struct site_view *v = c->view;
    struct tallies values = { 0 };

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];
        const struct str value = str_trim(r->on_page(d));

        if (!str_is_empty(value) && d->kind != PAGE_SOFT_ERROR)
            tally_add(&values, value, d->url, c->a);
    }
    return values;
}

/* A licence needs its "号"; the police number is its digits. */
static bool is_formed(const struct item_rule *r, struct str value)
{
    if (!r->is_formed)
        return true;
    return r->is_formed(r->is_formed == identifier_is_police ? core_of(r, value) : value);
}

static void check_values(const struct check_ctx *c, const struct item_rule *r)
{
    const struct tallies values = values_of(c, r);
    bool by_record;
    const struct str expected = expected_of(c, r, &values, &by_record);
    const char *differs = by_record ? "differs-registry" : "differs-pages";
    const char *whose = by_record ? "登记" : "其他页面";

    for (size_t i = 0; i < values.n; i++) {
        const struct tally *t = &values.all[i];
        const bool is_ok = is_formed(r, t->value);
        const struct deviation d = {
            .fault = is_ok ? differs : "malformed",
            .pages = t,
            .value = t->value,
            .expected = expected,
        };

        if (is_ok && same(r, t->value, expected))
            continue;
        report(c, r, &d,
               is_ok ? arena_printf(c->a, "%s为 %.*s（%zu 个页面），%s为 %.*s", r->title,
                                    STR_ARG(t->value), t->n, whose, STR_ARG(expected))
                     : arena_printf(c->a, "%s格式有误：%.*s（%zu 个页面）", r->title,
                                    STR_ARG(t->value), t->n));
    }
}

/* The link to the police register asks for a number: that of the text, in digits alone. */
static void check_police_link(const struct check_ctx *c)
{
    enum { DIGITS = 14 };
    const struct page *home = c->view->home;
    const struct str code = str_trim(url_decode(home->police_code, c->a));
    const struct str shown = identifier_police_digits(str_trim(home->police));
    const struct item_rule *police = NULL;
    struct deviation d = { .value = code, .expected = shown };

    if (!home->has_police_code)
        return;
    if (!code.n)
        d.fault = "link-empty";
    else if (str_ends(code, STR("号")))
        d.fault = "link-malformed";
    else if (code.n == DIGITS && shown.n == DIGITS && identifier_is_police(code) &&
             !str_eq(code, shown) && !str_has(home->text, code))
        d.fault = "link-differs";
    else
        return;
    for (size_t i = 0; i < COUNT_OF(rules) && !police; i++)
        police = str_eq(str_of(rules[i].id), STR("police")) ? &rules[i] : NULL;
    report(c, police, &d,
           code.n ? arena_printf(c->a, "公安备案号的链接指向 %.*s，页脚写的是 %.*s", STR_ARG(code),
                                 STR_ARG(shown))
                  : STR("公安备案号的链接没有带备案号"));
}

static void check_title(const struct check_ctx *c)
{
    static const struct item_rule rule = { .id = "title", .title = "网站名称" };
    const struct page *home = c->view->home;
    const struct str tag = home->tags[TAG_SITE_NAME];

    if (str_is_empty(home->title)) {
        report(c, &rule, &(struct deviation){ .fault = "missing", .expected = c->site->name },
               STR("首页没有标题"));
        return;
    }
    /* a wrong tag is reported with the other values; here only what the reader sees */
    if (str_is_empty(tag) && !name_agrees(home->title, c->site->name) &&
        !name_in_text(c->site, home->text))
        report(c, &rule,
               &(struct deviation){
                   .fault = "differs-registry", .value = home->title, .expected = c->site->name },
               arena_printf(c->a, "首页标题为“%.*s”，登记的网站名称为“%.*s”", STR_ARG(home->title),
                            STR_ARG(c->site->name)));
}

/* "县人民政府办公室" hosts for "县人民政府": only names with nothing in common differ. */
static void check_sponsor_value(const struct check_ctx *c)
{
    const struct str shown = str_trim(c->view->home->sponsor), known = str_trim(c->site->sponsor);

    if (str_is_empty(known) || str_has(shown, known) || str_has(known, shown))
        return;
    const struct str region = name_region(known);
    const struct str unit = str_skip(known, region.n);

    if (str_is_empty(region) || !str_starts(shown, region) ||
        (!str_is_empty(unit) && !str_has(shown, str_head_chars(unit, 2))))
        report(
            c, &sponsor_rule,
            &(struct deviation){ .fault = "differs-registry", .value = shown, .expected = known },
            arena_printf(c->a, "首页主办单位为“%.*s”，登记为“%.*s”", STR_ARG(shown),
                         STR_ARG(known)));
}

/* What of the footer is not seen is in a script, in a picture, or in another frame. */
static bool check_missing(const struct check_ctx *c, bool is_blind)
{
    const struct page *home = c->view->home;
    const struct framed framed = framed_home(c->view);
    const bool on_home[] = { !str_is_empty(home->site_code_footer) || framed.has_code, true,
                             !str_is_empty(home->icp) || framed.has_icp,
                             !str_is_empty(home->police) || framed.has_police, true };
    bool is_unknown = false;

    for (size_t i = 0; i <= COUNT_OF(rules); i++) {
        const struct item_rule *r = i < COUNT_OF(rules) ? &rules[i] : &sponsor_rule;
        const bool is_there = i < COUNT_OF(rules)
                                  ? !r->must_stand_on_home || on_home[i]
                                  : framed.is_set || words_in(&c->list[L_SPONSOR], home->text);

        is_unknown |= !is_there && (is_blind || framed.is_blind);
        if (!is_there && !is_blind && !framed.is_blind)
            report(c, r,
                   &(struct deviation){ .fault = "missing", .expected = r->on_record(c->site) },
                   arena_printf(c->a, "首页页脚未见%s", r->title));
    }
    return !is_unknown;
}

static bool stands_on_home(const struct page *home, const struct item_rule *r)
{
    return r->on_page == page_code     ? home->site_code_footer.n > 0
           : r->on_page == page_icp    ? home->icp.n > 0
           : r->on_page == page_police ? home->police.n > 0
                                       : false;
}

/* What the home page has and no page of a kind, as from a template of its own. false: a page that
 * was left unread may have it. */
static bool check_inside(const struct check_ctx *c, const struct item_rule *r, enum page_kind kind)
{
    const struct site_view *v = c->view;
    const bool is_code = r->on_page == page_code;
    struct tallies lacking = { 0 };

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (d->kind != kind || d->footer_by_script || d->needs_browser || d->is_framed)
            continue;
        if (is_code ? d->shows_code : r->on_page(d).n > 0)
            return true;
        tally_add(&lacking, STR("-"), d->url, c->a);
    }
    if (v->is_partial)
        return false;
    if (lacking.n == 0 || (int64_t)lacking.all[0].n < c->value[P_MIN_PAGES])
        return true;

    const struct str where = kind == PAGE_COLUMN ? STR("栏目页") : STR("文章页");
    const struct deviation d = { .fault = "missing-inside",
                                 .pages = &lacking.all[0],
                                 .value = where };

    report(c, r, &d,
           arena_printf(c->a, "首页页脚有%s，%.*s页脚都没有（%zu 个页面）", r->title,
                        STR_ARG(where), lacking.all[0].n));
    return true;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct page *home = c->view->home;
    const bool is_empty =
        home->needs_browser || home->kind == PAGE_SHELL || home->kind == PAGE_STUB;
    const bool is_seen = check_missing(c, is_empty || home->footer_by_script || home->is_cut);
    bool is_read = true;

    for (size_t i = 0; i < COUNT_OF(rules); i++)
        check_values(c, &rules[i]);
    if (!is_empty && !framed_home(c->view).is_set)
        check_title(c);
    if (!is_empty)
        check_police_link(c);
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (stands_on_home(home, &rules[i])) {
            is_read &= check_inside(c, &rules[i], PAGE_COLUMN);
            is_read &= check_inside(c, &rules[i], PAGE_ARTICLE);
        }
    if (!str_is_empty(str_trim(home->sponsor)))
        check_sponsor_value(c);
    if (!is_seen)
        return cannot_judge(c, "首页页脚由脚本或框架页填入，没有读到");
    return is_read ? JUDGED : cannot_judge(c, c->view->incomplete_reason.p);
}

const struct check check_site_identity = {
    .id = "site-identity",
    .rev = 11,
    .title = "网站标识信息",
    .case_id = "A15",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .compares_pages = true,
    .check_site = check_site,
};
