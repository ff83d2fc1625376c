#include "base/base.h"

#include "report/notice_read.h"

#include "base/clock.h"
#include "base/json.h"
#include "check/check.h"
#include "judge/evaluate.h"
#include "report/figures.h"

#include <stdlib.h>

enum { SITE_TYPES = SITE_SPECIAL + 1 };

/* Names of one check's sites, as they come. */
struct problem_list {
    struct str check, title;
    struct str *names;
    size_t n, cap;
    const struct site *last;
    int64_t n_findings;
};

struct counter {
    const struct notice_source *source;
    struct arena *a;
    const struct site **sites; /* by code */
    bool *is_due;              /* belongs to what is judged, and has no result */
    size_t n;
    struct notice_count all;
    struct notice_count types[SITE_TYPES];
    struct notice_count *regions; /* by code */
    size_t n_regions;
    struct notice_failure *failures; /* at most n */
    size_t n_failures;
    struct problem_list problems[FIGURES_CHECKS_MAX];
    size_t n_problems;
    int64_t waits[WAIT_N]; /* undecided sites that wait for it */
    int64_t n_unreviewed, n_left_out;
    int64_t n_unknown_due; /* a round's sites that the run has nothing of */
};

/* ---- the registry ---------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
    const struct site *const *x = a, *const *y = b;

    return str_cmp((*x)->code, (*y)->code);
}

static int by_region(const void *a, const void *b)
{
    const struct notice_count *x = a, *y = b;

    return str_cmp(x->code, y->code);
}

static struct notice_count *region_of(const struct counter *c, const struct site *s)
{
    const struct notice_count key = { .code = s->region };

    return bsearch(&key, c->regions, c->n_regions, sizeof(key), by_region);
}

static bool is_running(const struct site *s)
{
    return s->state == SITE_RUNNING;
}

static void list_sites(struct counter *c)
{
    const struct site_list *list = c->source->sites;
    size_t n_regions = 0, n = 0;

    c->sites = (const struct site **)arena_calloc(c->a, list->n, sizeof(*c->sites));
    for (size_t i = 0; i < list->n; i++)
        c->sites[c->n++] = &list->sites[i];
    c->is_due = arena_array(c->a, bool, c->n);
    c->failures = arena_array(c->a, struct notice_failure, c->n);
    c->regions = arena_array(c->a, struct notice_count, c->n);
    for (size_t i = 0; i < c->n; i++)
        if (is_running(c->sites[i]))
            c->regions[n_regions++].code = c->sites[i]->region;
    if (c->n)
        qsort(c->sites, c->n, sizeof(const struct site *), by_code);
    if (n_regions)
        qsort(c->regions, n_regions, sizeof(*c->regions), by_region);
    for (size_t i = 0; i < n_regions; i++)
        if (n == 0 || !str_eq(c->regions[n - 1].code, c->regions[i].code))
            c->regions[n++] = c->regions[i];
    c->n_regions = n;
    for (size_t i = 0; i < SITE_TYPES; i++)
        c->types[i].name = c->types[i].code = str_of(site_type_name((enum site_type)i));
    for (size_t i = 0; i < c->n; i++) {
        if (!is_running(c->sites[i]))
            continue;
        c->is_due[i] = !c->source->round;
        c->all.running++;
        c->types[c->sites[i]->type].running++;
        region_of(c, c->sites[i])->running++;
    }
}

/* c->n when the site is not in the registry. */
static size_t find_site(const struct counter *c, struct str code)
{
    size_t from = 0, to = c->n;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const int order = str_cmp(c->sites[middle]->code, code);

        if (order == 0)
            return middle;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return c->n;
}

struct str notice_region(const struct site_list *list, struct str code)
{
    static const char *const words[] = { "人民政府", "政府" };

    for (size_t i = 0; i < list->n; i++) {
        const struct site *s = &list->sites[i];

        if (s->type != SITE_PORTAL || !str_eq(s->region, code))
            continue;
        for (size_t k = 0; k < COUNT_OF(words); k++) {
            const size_t at = str_find(s->name, str_of(words[k]));

            if (at != STR_NONE && at > 0)
                return str_sub(s->name, 0, at);
        }
    }
    return code.n ? code : STR("未登记地区");
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static void count_verdict(struct notice_count *to, enum verdict v)
{
    to->checked += v == VERDICT_PASS || v == VERDICT_FAIL;
    to->bad += v == VERDICT_FAIL;
    to->undecided += v != VERDICT_PASS && v != VERDICT_FAIL;
}

/* "首页不更新；栏目不更新": the vetoes that stand, each once. */
static struct str veto_titles(const struct json *vetoes, struct arena *a)
{
    struct str out = { 0 }, last = { 0 };

    for (size_t i = 0; i < json_count(vetoes); i++) {
        const struct json *veto = json_at(vetoes, i);
        const struct str item = json_get_str(veto, "item");

        if (!str_eq(json_get_str(veto, "state"), STR("已认定")) || str_eq(item, last))
            continue;
        if (out.n)
            out = arena_join(a, out, STR("；"));
        out = arena_join(a, out, item);
        last = item;
    }
    return out;
}

static void count_waits(struct counter *c, const struct json *words)
{
    for (size_t i = 0; i < json_count(words); i++)
        c->waits[wait_of(json_str(json_at(words, i)))]++;
}

static const struct notice_wait *list_waits(const struct counter *c, size_t *n)
{
    static const char *const texts[WAIT_N] = {
        [WAIT_NONE] = "",
        [WAIT_REVIEW] = "发现的问题尚未复核",
        [WAIT_PERSON] = "须人工检查的情形尚未检查",
        [WAIT_VISITS] = "访问监测的天数或者次数不足",
        [WAIT_MEASURE] = "部分内容未能检测",
        [WAIT_NUMBER] = "检查指标的部分数值未定",
    };
    struct notice_wait *waits = arena_array(c->a, struct notice_wait, WAIT_N);

    *n = 0;
    for (int i = WAIT_NONE + 1; i < WAIT_N; i++)
        if (c->waits[i])
            waits[(*n)++] = (struct notice_wait){ .word = str_of(wait_name((enum wait)i)),
                                                  .text = str_of(texts[i]),
                                                  .n = c->waits[i] };
    return waits;
}

static void add_failure(struct counter *c, const struct site *s, const struct json *result)
{
    const struct str vetoes = veto_titles(json_get(result, "vetoes"), c->a);

    c->failures[c->n_failures++] = (struct notice_failure){
        .region = notice_region(c->source->sites, s->region),
        .name = s->name,
        .home = s->home,
        .code = s->code,
        .result = vetoes.n ? STR("单项否决") : STR("不合格"),
        .problems = vetoes.n ? vetoes : STR("检查得分低于合格线"),
    };
}

static enum rc take_result(void *ctx, struct str code, struct str text, struct err *err)
{
    struct counter *c = ctx;
    const size_t i = find_site(c, code);
    AUTO(json_freep) struct json *result = NULL;
    enum verdict v;
    enum rc rc;

    if (i == c->n)
        c->n_unknown_due += text.n == 0;
    if (i == c->n || !is_running(c->sites[i]))
        return RC_OK;
    c->is_due[i] = text.n == 0;
    if (text.n == 0)
        return RC_OK;
    rc = json_parse(text, &result, err);
    if (rc)
        return rc;
    if (json_kind(result) != JSON_IS_OBJECT)
        return err_set(err, RC_SYNTAX, "网站 %.*s 的结果不是 JSON 对象", STR_ARG(code));
    v = verdict_of(json_get_str(result, "verdict"));
    count_verdict(&c->all, v);
    count_verdict(&c->types[c->sites[i]->type], v);
    count_verdict(region_of(c, c->sites[i]), v);
    if (v == VERDICT_UNKNOWN)
        count_waits(c, json_get(result, "waits_for"));
    if (v == VERDICT_FAIL)
        add_failure(c, c->sites[i], result);
    return RC_OK;
}

/* ---- problems -------------------------------------------------------------------------------- */

static struct str check_title(const char *id)
{
    const struct check *known = check_find(str_of(id));

    return str_of(known ? known->title : id);
}

static struct problem_list *problem_of(struct counter *c, const char *id)
{
    size_t i = 0;

    while (i < c->n_problems && !str_eq(c->problems[i].check, str_of(id)))
        i++;
    if (i == FIGURES_CHECKS_MAX)
        return NULL;
    if (i == c->n_problems)
        c->problems[c->n_problems++] =
            (struct problem_list){ .check = arena_copy(c->a, str_of(id)),
                                   .title = arena_copy(c->a, check_title(id)) };
    return &c->problems[i];
}

static void add_name(struct counter *c, struct problem_list *p, const struct site *site)
{
    if (p->last == site) /* findings come sorted by site */
        return;
    p->last = site;
    if (p->n == p->cap) {
        struct str *more = arena_array(c->a, struct str, p->cap * 2 + 8);

        for (size_t i = 0; i < p->n; i++)
            more[i] = p->names[i];
        p->names = more;
        p->cap = p->cap * 2 + 8;
    }
    p->names[p->n++] = site->name;
}

static enum rc take_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct counter *c = ctx;
    const size_t i = find_site(c, f->finding.site);
    struct problem_list *p;

    if (i == c->n || f->finding.grade < GRADE_FAULT)
        return RC_OK;
    if (!f->is_confirmed && !c->source->with_unreviewed) {
        c->n_left_out++;
        return RC_OK;
    }
    p = problem_of(c, f->finding.check);
    if (!p)
        return err_set(err, RC_LIMIT, "检查项超过 %d 个", FIGURES_CHECKS_MAX);
    c->n_unreviewed += !f->is_confirmed;
    p->n_findings++;
    add_name(c, p, c->sites[i]);
    return RC_OK;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static struct str period_of(int32_t day, struct arena *a)
{
    static const char *const quarters[] = { "一", "二", "三", "四" };
    int year, month, mday;

    if (day == DAY_NONE)
        return STR("");
    day_split(day, &year, &month, &mday);
    return arena_printf(a, "%d年第%s季度", year, quarters[(month - 1) / 3]);
}

static void finish(struct counter *c, struct notice *out)
{
    const struct notice_source *s = c->source;
    struct notice_problem *problems = arena_array(c->a, struct notice_problem, c->n_problems);
    struct notice_count *types = arena_array(c->a, struct notice_count, SITE_TYPES);
    int64_t n_unfinished = c->n_unknown_due;
    size_t n_types = 0, n_waits = 0;

    for (size_t i = 0; i < c->n; i++)
        n_unfinished += c->is_due[i];
    c->types[SITE_TYPE_NONE].name = STR("类型未登记的网站");
    for (size_t i = 0; i < SITE_TYPES; i++)
        if (c->types[i].running)
            types[n_types++] = c->types[i];
    for (size_t i = 0; i < c->n_regions; i++)
        c->regions[i].name = notice_region(s->sites, c->regions[i].code);
    for (size_t i = 0; i < c->n_problems; i++)
        problems[i] = (struct notice_problem){ .check = c->problems[i].check,
                                               .title = c->problems[i].title,
                                               .names = c->problems[i].names,
                                               .n_names = c->problems[i].n,
                                               .n_findings = c->problems[i].n_findings };
    const struct notice_wait *waits = list_waits(c, &n_waits);

    *out = (struct notice){
        .round = arena_printf(c->a, "%lld", (long long)s->run),
        .period = s->period.n ? s->period : period_of(s->day, c->a),
        .rules = s->rules,
        .to = s->day,
        .sites = { .all = c->all,
                   .types = types,
                   .n_types = n_types,
                   .regions = c->regions,
                   .n_regions = c->n_regions,
                   .waits = waits,
                   .n_waits = n_waits,
                   .failures = c->failures,
                   .n_failures = c->n_failures },
        .problems = problems,
        .n_problems = c->n_problems,
        .n_unfinished = n_unfinished,
        .n_unreviewed = c->n_unreviewed,
        .n_left_out = c->n_left_out,
        .with_unreviewed = s->with_unreviewed,
    };
}

enum rc notice_read(const struct notice_source *s, struct arena *a, struct notice *out,
                    struct err *err)
{
    struct counter *c = arena_array(a, struct counter, 1);
    enum rc rc;

    *c = (struct counter){ .source = s, .a = a };
    list_sites(c);
    rc = notice_source_results(s, take_result, c, err);
    if (!rc)
        rc = notice_source_findings(s, take_finding, c, err);
    if (!rc)
        finish(c, out);
    return rc;
}
