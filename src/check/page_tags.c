/*
 * page-tags: the guideline's meta tags are missing, empty, malformed or off the list.
 *
 * Basis: 政府网站发展指引, 网页标签规范: 网站标签 on every page, 栏目标签 on column pages,
 * 内容页标签 on articles. One finding a tag and fault, with the number of pages. What real sites do
 * and nobody objects to (seconds in PubDate, a column type of their own) is only worth a look.
 * Codes that are well formed but another site's belong to site-identity.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/excerpt.h"
#include "check/host.h"
#include "check/identifier.h"
#include "check/tally.h"
#include "check/words.h"
#include "net/url.h"
#include "text/date.h"

enum { L_COLUMN_TYPES, L_VERSIONS };

static const struct word_list lists[] = {
    [L_COLUMN_TYPES] = { .name = "column_types", .help = "网页标签规范列出的栏目类别" },
    [L_VERSIONS] = { .name = "versions", .help = "手机版、外文版、繁体版首页的路径" },
};

enum { ON_HOME = 1, ON_COLUMN = 2, ON_ARTICLE = 4, EVERYWHERE = 7 };

static const struct {
    enum page_tag tag;
    int where;
} required[] = {
    { TAG_SITE_NAME, EVERYWHERE },         { TAG_SITE_DOMAIN, EVERYWHERE },
    { TAG_SITE_ID_CODE, EVERYWHERE },      { TAG_COLUMN_NAME, ON_COLUMN },
    { TAG_COLUMN_DESCRIPTION, ON_COLUMN }, { TAG_COLUMN_KEYWORDS, ON_COLUMN },
    { TAG_COLUMN_TYPE, ON_COLUMN },        { TAG_ARTICLE_TITLE, ON_ARTICLE },
    { TAG_PUB_DATE, ON_ARTICLE },          { TAG_CONTENT_SOURCE, ON_ARTICLE },
};

enum fault { MISSING, EMPTY, MISSPELT, MALFORMED, IRREGULAR, OFF_LIST, FAULT_N };

static const struct {
    const char *name, *title;
    enum grade grade;
} faults[FAULT_N] = {
    [MISSING] = { "missing", "缺少", GRADE_FAULT },
    [EMPTY] = { "empty", "内容为空", GRADE_FAULT },
    [MISSPELT] = { "misspelt", "名称写法不规范", GRADE_NOTICE },
    [MALFORMED] = { "malformed", "内容格式有误", GRADE_FAULT },
    [IRREGULAR] = { "irregular", "内容格式与规范略有出入", GRADE_NOTICE },
    [OFF_LIST] = { "off-list", "不在规范所列的类别中", GRADE_NOTICE },
};

/* A column that shows one text (概况, 职能): its address is a column's, and so are its tags. */
static bool is_text_column(const struct digest *d)
{
    const uint32_t article =
        1U << TAG_ARTICLE_TITLE | 1U << TAG_PUB_DATE | 1U << TAG_CONTENT_SOURCE;
    struct str file = path_of(d->url);

    for (size_t slash; (slash = str_chr(file, '/')) != STR_NONE;)
        file = str_skip(file, slash + 1);
    return (d->tags_present & 1U << TAG_COLUMN_NAME) && !(d->tags_present & article) &&
           (str_is_empty(file) || str_starts_nocase(file, STR("index.")));
}

/* "/m/", "/en/index.html": the home page of the site for phones or in another language. */
static bool is_other_home(const struct check_ctx *c, const struct digest *d)
{
    const struct str dir = column_directory(d->url);

    return words_equal(&c->list[L_VERSIONS], path_of(dir)) &&
           (str_eq(dir, d->url) || str_starts_nocase(str_skip(d->url, dir.n), STR("index.")));
}

static int place_of(const struct check_ctx *c, const struct digest *d)
{
    if (d->needs_browser || d->is_framed)
        return 0;
    return d->kind == PAGE_HOME      ? ON_HOME
           : d->kind == PAGE_COLUMN  ? is_other_home(c, d) ? ON_HOME : ON_COLUMN
           : d->kind == PAGE_ARTICLE ? is_text_column(d) ? ON_COLUMN : ON_ARTICLE
                                     : 0;
}

/* "2026-11-20 09:30" is the norm's form. */
static bool is_normal_date(struct str s)
{
    static const char form[] = "dddd-dd-dd dd:dd";

    if (s.n != sizeof form - 1)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (form[i] == 'd' ? !char_is_digit(s.p[i]) : s.p[i] != form[i])
            return false;
    return true;
}

/* A host alone, as the norm wants it. */
static bool is_bare_host(struct str s)
{
    bool has_dot = false;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '/' || s.p[i] == ':' || s.p[i] == '@' || char_is_space(s.p[i]))
            return false;
        has_dot |= s.p[i] == '.';
    }
    return has_dot;
}

/* What the page says in a tag whose form is known; empty for the others. */
static struct str value_of(const struct digest *d, enum page_tag tag)
{
    return str_trim(tag == TAG_SITE_ID_CODE                            ? d->site_code_meta
                    : tag == TAG_SITE_DOMAIN                           ? d->site_domain
                    : tag == TAG_PUB_DATE                              ? d->pub_date
                    : tag == TAG_COLUMN_TYPE && d->kind == PAGE_COLUMN ? d->column_type
                                                                       : (struct str){ 0 });
}

/* What is wrong with a tag's content, which is not empty; FAULT_N when nothing is. */
static enum fault judge_value(const struct check_ctx *c, enum page_tag tag, struct str value)
{
    struct date_hit hit;

    if (tag == TAG_SITE_ID_CODE)
        return identifier_is_code(value) ? FAULT_N : MALFORMED;
    if (tag == TAG_SITE_DOMAIN)
        return is_bare_host(value) && host_is_own(c->site, value) ? FAULT_N : MALFORMED;
    if (tag == TAG_PUB_DATE && !is_normal_date(value))
        return date_find(value, 0, &hit) ? IRREGULAR : MALFORMED;
    if (tag == TAG_COLUMN_TYPE && !words_equal(&c->list[L_COLUMN_TYPES], value))
        return OFF_LIST;
    return FAULT_N;
}

static void report(const struct check_ctx *c, enum page_tag tag, enum fault fault,
                   const struct tallies *found, size_t n_asked)
{
    struct str *values = arena_array(c->a, struct str, found->n);
    const struct tally *first = &found->all[0];
    size_t n = 0;

    for (size_t i = 0; i < found->n; i++) {
        values[i] = found->all[i].value;
        n += found->all[i].n;
    }
    sink_add(c->out,
             (struct finding){
                 .url = first->samples[0],
                 .where = arena_printf(c->a, "head meta[%s]", page_tag_name(tag)),
                 .excerpt = arena_printf(c->a, "%s 标签%s%s%.*s（%zu 个页面，共查 %zu 个）",
                                         page_tag_name(tag), faults[fault].title,
                                         str_is_empty(first->value) ? "" : "：",
                                         STR_ARG(excerpt_head(first->value)), n, n_asked),
                 .suggest = STR("请按《政府网站发展指引》的网页标签规范修改页面模板"),
                 .key = arena_printf(c->a, "%s %s", page_tag_name(tag), faults[fault].name),
                 .measured = NUMBER((int64_t)n),
                 .grade = faults[fault].grade,
                 .confidence = faults[fault].grade == GRADE_FAULT ? 0.95 : 0.6,
                 DETAIL({ .key = "tag", .text = str_of(page_tag_name(tag)) },
                        { .key = "fault", .text = str_of(faults[fault].name) },
                        { .key = "values", .list = values, .n_list = found->n },
                        { .key = "pages", .list = first->samples, .n_list = first->n_samples },
                        { .key = "n_asked", .number = NUMBER((int64_t)n_asked) }),
             });
}

static void check_tag(const struct check_ctx *c, enum page_tag tag, int where)
{
    const struct site_view *v = c->view;
    const uint32_t bit = 1U << tag;
    struct tallies found[FAULT_N] = { { 0 } };
    size_t n_asked = 0;

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];
        const struct str nothing = { 0 }, value = value_of(d, tag);

        if (!(place_of(c, d) & where))
            continue;
        n_asked++;
        if (!(d->tags_present & bit)) {
            tally_add(&found[MISSING], nothing, d->url, c->a);
            continue;
        }
        if (d->tags_misspelt & bit)
            tally_add(&found[MISSPELT], nothing, d->url, c->a);
        if (d->tags_empty & bit) {
            tally_add(&found[EMPTY], nothing, d->url, c->a);
            continue;
        }
        const enum fault fault = str_is_empty(value) ? FAULT_N : judge_value(c, tag, value);

        if (fault != FAULT_N)
            tally_add(&found[fault], value, d->url, c->a);
    }
    for (int fault = 0; fault < FAULT_N; fault++)
        if (found[fault].n > 0)
            report(c, tag, (enum fault)fault, &found[fault], n_asked);
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    size_t n_read = 0;

    for (size_t i = 0; i < v->n_digests; i++)
        n_read += place_of(c, &v->digests[i]) != 0;
    if (n_read == 0)
        return cannot_judge(c, "没有读到首页、栏目页或文章页");
    for (size_t i = 0; i < COUNT_OF(required); i++)
        check_tag(c, required[i].tag, required[i].where);
    return JUDGED;
}

const struct check check_page_tags = {
    .id = "page-tags",
    .rev = 5,
    .title = "网页标签",
    .case_id = "A28",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .compares_pages = true,
    .check_site = check_site,
};
