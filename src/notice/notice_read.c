#include "base/base.h"

#include "notice/notice_read.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "check/check.h"
#include "judge/evaluate.h"
#include "office/filing.h"

#include <stdlib.h>

/* Names of one check's sites, or accounts, as they come. */
struct problem_list {
    struct str check, title;
    bool of_accounts;
    struct str *names;
    size_t n, cap;
    const struct listed *last;
    int64_t n_findings;
};

/* A site or an account, as the registry has it. */
struct listed {
    struct str code, name, region;
    struct str of;   /* 首页网址, 开设主体 */
    struct str type; /* its word; empty: none is registered */
    int rank;        /* of the type in lists */
    bool is_running;
    bool is_due; /* belongs to what is judged, and has no result */
};

/* All sites, or all accounts. */
struct counted {
    struct listed *all; /* by code */
    size_t n;
    struct notice_count sum;
    struct notice_count *types; /* of running sites by rank, of accounts the most first */
    size_t n_types;
    struct notice_count *regions; /* by code */
    size_t n_regions;
    struct notice_failure *failures; /* at most n */
    size_t n_failures;
    int64_t waits[WAIT_N]; /* undecided ones that wait for it */
    int64_t n_unknown_due; /* a round's own that the run has nothing of */
};

struct counter {
    const struct notice_source *source;
    struct arena *a;
    struct counted sites, accounts;
    struct problem_list problems[2 * CHECK_IDS_MAX];
    size_t n_problems;
    int64_t n_unreviewed, n_left_out;
};

/* ---- the registry ---------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;

    return str_cmp(x->code, y->code);
}

static int by_count_code(const void *a, const void *b)
{
    const struct notice_count *x = a, *y = b;

    return str_cmp(x->code, y->code);
}

static int by_rank(const void *a, const void *b)
{
    const struct listed *const *x = a, *const *y = b;
    const int order = (*x)->rank - (*y)->rank;

    return order ? order : str_cmp((*x)->type, (*y)->type);
}

static struct notice_count *region_of(const struct counted *p, const struct listed *s)
{
    const struct notice_count key = { .code = s->region };

    return bsearch(&key, p->regions, p->n_regions, sizeof(key), by_count_code);
}

static struct notice_count *type_of(const struct counted *p, const struct listed *s)
{
    size_t i = 0;

    while (!str_eq(p->types[i].code, s->type))
        i++;
    return &p->types[i];
}

static void list_regions(struct counted *p, struct arena *a)
{
    size_t n_all = 0, n = 0;

    p->regions = arena_array(a, struct notice_count, p->n);
    for (size_t i = 0; i < p->n; i++)
        if (p->all[i].is_running)
            p->regions[n_all++].code = p->all[i].region;
    if (n_all)
        qsort(p->regions, n_all, sizeof(*p->regions), by_count_code);
    for (size_t i = 0; i < n_all; i++)
        if (n == 0 || !str_eq(p->regions[n - 1].code, p->regions[i].code))
            p->regions[n++] = p->regions[i];
    p->n_regions = n;
}

static void list_types(struct counted *p, struct arena *a)
{
    const struct listed **order =
        (const struct listed **)arena_calloc(a, p->n, sizeof(const struct listed *));
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        if (p->all[i].is_running)
            order[n++] = &p->all[i];
    if (n)
        qsort(order, n, sizeof(const struct listed *), by_rank);
    p->types = arena_array(a, struct notice_count, n);
    for (size_t i = 0; i < n; i++)
        if (p->n_types == 0 || !str_eq(p->types[p->n_types - 1].code, order[i]->type))
            p->types[p->n_types++] =
                (struct notice_count){ .name = order[i]->type.n ? order[i]->type
                                                                : STR("类型未登记的网站"),
                                       .code = order[i]->type };
}

static int by_running(const void *a, const void *b)
{
    const struct notice_count *x = a, *y = b;

    if (x->running != y->running)
        return x->running > y->running ? -1 : 1;
    return str_cmp(x->code, y->code);
}

/* Sorts what was listed, and counts what runs. */
static void begin_part(struct counter *c, struct counted *p)
{
    if (p->n)
        qsort(p->all, p->n, sizeof(*p->all), by_code);
    p->failures = arena_array(c->a, struct notice_failure, p->n);
    list_regions(p, c->a);
    list_types(p, c->a);
    for (size_t i = 0; i < p->n; i++) {
        struct listed *s = &p->all[i];

        if (!s->is_running)
            continue;
        s->is_due = !c->source->round;
        p->sum.running++;
        type_of(p, s)->running++;
        region_of(p, s)->running++;
    }
}

static void list_sites(struct counter *c)
{
    const struct site_list *list = c->source->sites;
    struct counted *p = &c->sites;

    p->all = arena_array(c->a, struct listed, list->n);
    for (; p->n < list->n; p->n++) {
        const struct site *s = &list->sites[p->n];

        p->all[p->n] = (struct listed){ .code = s->code,
                                        .name = s->name,
                                        .region = s->region,
                                        .of = s->home,
                                        .type = str_of(site_type_name(s->type)),
                                        .rank = (int)s->type,
                                        .is_running = s->state == SITE_RUNNING };
    }
    begin_part(c, p);
}

static void list_accounts(struct counter *c)
{
    static const struct account_list none;
    const struct account_list *list = c->source->accounts ? c->source->accounts : &none;
    struct counted *p = &c->accounts;

    p->all = arena_array(c->a, struct listed, list->n);
    for (; p->n < list->n; p->n++) {
        const struct account *s = &list->accounts[p->n];

        p->all[p->n] = (struct listed){ .code = s->id,
                                        .name = s->name,
                                        .region = s->region,
                                        .of = s->owner,
                                        .type = s->type,
                                        .is_running = s->state == ACCOUNT_RUNNING };
    }
    begin_part(c, p);
}

static struct counted *part_of(struct counter *c, struct str code)
{
    return account_id_is(code) ? &c->accounts : &c->sites;
}

/* NULL: it is not in the registry. */
static struct listed *find(const struct counted *p, struct str code)
{
    const struct listed key = { .code = code };

    return p->n ? bsearch(&key, p->all, p->n, sizeof(key), by_code) : NULL;
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

/* "首页不更新；栏目不更新": the vetoes that stand, each once, as item or as situation. */
static struct str veto_words(const struct json *vetoes, const char *key, struct arena *a)
{
    struct str out = { 0 }, last = { 0 };

    for (size_t i = 0; i < json_count(vetoes); i++) {
        const struct json *veto = json_at(vetoes, i);
        const struct str word = json_get_str(veto, key);

        if (!str_eq(json_get_str(veto, "state"), STR("已认定")) || str_eq(word, last))
            continue;
        if (out.n)
            out = arena_join(a, out, STR("；"));
        out = arena_join(a, out, word);
        last = word;
    }
    return out;
}

static void count_waits(struct counted *p, const struct json *words)
{
    for (size_t i = 0; i < json_count(words); i++)
        p->waits[wait_of(json_str(json_at(words, i)))]++;
}

static const struct notice_wait *list_waits(const struct counted *p, struct arena *a, size_t *n)
{
    static const char *const texts[WAIT_N] = {
        [WAIT_NONE] = "",
        [WAIT_REVIEW] = "影响结论的问题尚未复核",
        [WAIT_PERSON] = "须人工检查的情形尚未检查",
        [WAIT_VISITS] = "访问监测的天数或者次数不足",
        [WAIT_MEASURE] = "部分内容未能检测",
        [WAIT_NUMBER] = "检查指标的部分数值未定",
    };
    struct notice_wait *waits = arena_array(a, struct notice_wait, WAIT_N);

    *n = 0;
    for (int i = WAIT_NONE + 1; i < WAIT_N; i++)
        if (p->waits[i])
            waits[(*n)++] = (struct notice_wait){ .word = str_of(wait_name((enum wait)i)),
                                                  .text = str_of(texts[i]),
                                                  .n = p->waits[i] };
    return waits;
}

/* Of an account its type stands where a site has its code, and the rule in its own words. */
static void add_failure(struct counter *c, struct counted *p, const struct listed *s,
                        const struct json *result)
{
    const bool is_account = p == &c->accounts;
    const struct str vetoes =
        veto_words(json_get(result, "vetoes"), is_account ? "text" : "item", c->a);

    p->failures[p->n_failures++] = (struct notice_failure){
        .region = notice_region(c->source->sites, s->region),
        .name = s->name,
        .home = s->of,
        .code = is_account ? s->type : s->code,
        .result = vetoes.n && !is_account ? STR("单项否决") : STR("不合格"),
        .problems = vetoes.n ? vetoes : STR("检查得分低于合格线"),
    };
}

static enum rc take_result(void *ctx, struct str code, struct str text, struct err *err)
{
    struct counter *c = ctx;
    struct counted *p = part_of(c, code);
    struct listed *s = find(p, code);
    AUTO(json_freep) struct json *result = NULL;
    enum verdict v;
    enum rc rc;

    if (!s)
        p->n_unknown_due += text.n == 0;
    else
        s->is_due = text.n == 0;
    if (!s || !s->is_running || text.n == 0)
        return RC_OK;
    rc = json_parse(text, &result, err);
    if (rc)
        return rc;
    if (json_kind(result) != JSON_IS_OBJECT)
        return err_set(err, RC_SYNTAX, "网站（账号） %.*s 的结果不是 JSON 对象", STR_ARG(code));
    v = verdict_of(json_get_str(result, "verdict"));
    count_verdict(&p->sum, v);
    count_verdict(type_of(p, s), v);
    count_verdict(region_of(p, s), v);
    if (v == VERDICT_UNKNOWN)
        count_waits(p, json_get(result, "waits_for"));
    if (v == VERDICT_FAIL)
        add_failure(c, p, s, result);
    return RC_OK;
}

/* ---- problems -------------------------------------------------------------------------------- */

static struct str check_title(const char *id)
{
    const struct check *known = check_find(str_of(id));

    return str_of(known ? known->title : id);
}

static struct problem_list *problem_of(struct counter *c, const char *id, bool of_accounts)
{
    size_t i = 0;

    while (i < c->n_problems &&
           (c->problems[i].of_accounts != of_accounts || !str_eq(c->problems[i].check, str_of(id))))
        i++;
    if (i == COUNT_OF(c->problems))
        return NULL;
    if (i == c->n_problems)
        c->problems[c->n_problems++] =
            (struct problem_list){ .check = arena_copy(c->a, str_of(id)),
                                   .title = arena_copy(c->a, check_title(id)),
                                   .of_accounts = of_accounts };
    return &c->problems[i];
}

/* Accounts of one name are told apart by their type: “云溪教育”新浪微博, “文旅云溪”百度贴吧. */
static struct str shown_name(const struct problem_list *p, const struct listed *s, struct arena *a)
{
    const struct str other = STR("其他+");
    const struct str type = str_starts(s->type, other) ? str_skip(s->type, other.n) : s->type;

    return p->of_accounts ? arena_printf(a, "“%.*s”%.*s", STR_ARG(s->name), STR_ARG(type))
                          : s->name;
}

static void add_name(struct counter *c, struct problem_list *p, const struct listed *subject)
{
    if (p->last == subject) /* findings come sorted by site */
        return;
    p->last = subject;
    if (p->n == p->cap) {
        struct str *more = arena_array(c->a, struct str, p->cap * 2 + 8);

        for (size_t i = 0; i < p->n; i++)
            more[i] = p->names[i];
        p->names = more;
        p->cap = p->cap * 2 + 8;
    }
    p->names[p->n++] = shown_name(p, subject, c->a);
}

static enum rc take_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct counter *c = ctx;
    const struct counted *part = part_of(c, f->finding.site);
    const struct listed *s = find(part, f->finding.site);
    struct problem_list *p;

    if (!s || f->finding.grade < GRADE_FAULT)
        return RC_OK;
    if (!f->is_confirmed && !c->source->with_unreviewed) {
        c->n_left_out++;
        return RC_OK;
    }
    p = problem_of(c, f->finding.check, part == &c->accounts);
    if (!p)
        return err_set(err, RC_LIMIT, "检查项超过 %d 个", CHECK_IDS_MAX);
    c->n_unreviewed += !f->is_confirmed;
    p->n_findings++;
    add_name(c, p, s);
    return RC_OK;
}

/* ---- filings --------------------------------------------------------------------------------- */

struct filed {
    const struct filing_kinds *kinds;
    struct arena *a;
    struct buf list; /* struct notice_filings, by kind */
};

static void filed_done(struct filed *f)
{
    buf_done(&f->list);
}

static enum rc take_filings(void *ctx, const struct filing_count *count, struct err *err)
{
    struct filed *f = ctx;
    const struct str kind = arena_copy(f->a, count->kind);
    const struct notice_filings one = { .kind = kind,
                                        .title = filing_kind_title(f->kinds, kind),
                                        .n = count->n[FILING_NONE] };

    (void)err;
    buf_add(&f->list, str_from((const char *)&one, sizeof(one)));
    return RC_OK;
}

/* The place of a kind in its file; its end: the file has it no more. */
static size_t place_of(const struct filing_kinds *kinds, struct str id)
{
    const struct filing_kind *kind = filing_kind_of(kinds, id);

    return kind ? (size_t)(kind - kinds->kinds) : kinds->n;
}

static enum rc read_filings(const struct notice_source *s, struct arena *a, struct notice *out,
                            struct err *err)
{
    AUTO(filed_done) struct filed f = { .kinds = s->filings, .a = a };
    struct notice_filings *sorted;
    size_t n;
    enum rc rc;

    if (!s->round || !s->filings)
        return RC_OK;
    rc = store_filing_counts(s->store, &(struct filing_query){ .round = s->round->id }, DAY_NONE,
                             take_filings, &f, err);
    if (rc)
        return rc;

    const struct notice_filings *list = (const struct notice_filings *)(const void *)f.list.p;

    n = f.list.n / sizeof(*list);
    sorted = arena_array(a, struct notice_filings, n);
    for (size_t place = 0; place <= s->filings->n; place++)
        for (size_t i = 0; i < n; i++)
            if (place_of(s->filings, list[i].kind) == place)
                sorted[out->n_filings++] = list[i];
    out->filings = sorted;
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

/* Gives what was counted, and how many are still to be looked at. */
static struct notice_part finish_part(struct counter *c, struct counted *p, int64_t *n_unfinished)
{
    size_t n_waits = 0;

    *n_unfinished = p->n_unknown_due;
    for (size_t i = 0; i < p->n; i++)
        *n_unfinished += p->all[i].is_due;
    for (size_t i = 0; i < p->n_regions; i++)
        p->regions[i].name = notice_region(c->source->sites, p->regions[i].code);

    const struct notice_wait *waits = list_waits(p, c->a, &n_waits);

    return (struct notice_part){ .all = p->sum,
                                 .types = p->types,
                                 .n_types = p->n_types,
                                 .regions = p->regions,
                                 .n_regions = p->n_regions,
                                 .waits = waits,
                                 .n_waits = n_waits,
                                 .failures = p->failures,
                                 .n_failures = p->n_failures };
}

/* A round may be frozen before the last day that it was planned for: nothing is known of later. */
static int32_t last_day(const struct notice_source *s)
{
    const int32_t frozen = s->round && s->round->frozen ? day_of_time(s->round->frozen) : DAY_NONE;

    return frozen != DAY_NONE && s->day != DAY_NONE && frozen < s->day ? frozen : s->day;
}

static void finish(struct counter *c, struct notice *out)
{
    const struct notice_source *s = c->source;
    struct notice_problem *problems = arena_array(c->a, struct notice_problem, c->n_problems);

    for (size_t i = 0; i < c->n_problems; i++)
        problems[i] = (struct notice_problem){ .check = c->problems[i].check,
                                               .title = c->problems[i].title,
                                               .of_accounts = c->problems[i].of_accounts,
                                               .names = c->problems[i].names,
                                               .n_names = c->problems[i].n,
                                               .n_findings = c->problems[i].n_findings };
    *out = (struct notice){
        .round = arena_printf(c->a, "%lld", (long long)s->run),
        .period = s->period.n ? s->period : period_of(s->day, c->a),
        .rules = s->rules,
        .from = s->round ? s->round->from : DAY_NONE,
        .to = last_day(s),
        .problems = problems,
        .n_problems = c->n_problems,
        .n_unreviewed = c->n_unreviewed,
        .n_left_out = c->n_left_out,
        .with_unreviewed = s->with_unreviewed,
    };
    out->sites = finish_part(c, &c->sites, &out->n_unfinished);
    out->accounts = finish_part(c, &c->accounts, &out->n_unfinished_accounts);
}

enum rc notice_read(const struct notice_source *s, struct arena *a, struct notice *out,
                    struct err *err)
{
    struct counter *c = arena_array(a, struct counter, 1);
    struct notice n;
    enum rc rc;

    *c = (struct counter){ .source = s, .a = a };
    list_sites(c);
    list_accounts(c);
    if (c->accounts.n_types)
        qsort(c->accounts.types, c->accounts.n_types, sizeof(*c->accounts.types), by_running);
    rc = notice_source_results(s, take_result, c, err);
    if (!rc)
        rc = notice_source_findings(s, take_finding, c, err);
    if (rc)
        return rc;
    finish(c, &n);
    if (!(rc = read_filings(s, a, &n, err)))
        *out = n;
    return rc;
}
