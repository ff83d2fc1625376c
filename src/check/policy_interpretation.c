/*
 * policy-interpretation: a policy document and its interpretation do not link each other, the
 * interpretation came late, a document has none on a site that interprets others, or a portal has
 * no column for interpretations.
 *
 * Basis: 国办秘函〔2019〕19号, 扣分指标 政策解读、解读比例、解读关联; 汉中 2022Q3 and 自贡 2022Q3
 * notices. Document and interpretation are found by their titles, on one site. That a
 * document has none is told of rules (办法, 细则) of the last months alone, and only where no
 * interpretation of those days is left over whose title names its document otherwise. Not judged:
 * pages whose links a script may bring, documents of other sites.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/excerpt.h"
#include "check/names.h"
#include "check/topics.h"
#include "check/words.h"
#include "text/workday.h"

enum { P_WORKDAYS, P_MONTHS, P_GRACE_DAYS, P_MIN_PAIRS, P_NAME_CHARS, P_HOME_LINKS };
enum { L_COLUMNS, L_DOCUMENTS, L_RULES };

static const struct param params[] = {
    [P_WORKDAYS] = { .name = "workdays",
                     .unit = "个工作日",
                     .help = "解读晚于文件公布超过此期限即提示",
                     .min = 0,
                     .max = 365 },
    [P_MONTHS] = { .name = "months",
                   .unit = "个月",
                   .help = "只查这段时间内公布的文件有没有解读",
                   .min = 1,
                   .max = 120 },
    [P_GRACE_DAYS] = { .name = "grace_days",
                       .unit = "天",
                       .help = "公布不满此天数的文件不算没有解读",
                       .min = 0,
                       .max = 365 },
    [P_MIN_PAIRS] = { .name = "min_pairs",
                      .unit = "份",
                      .help = "按标题找到解读的文件少于此数的网站，不判断文件有没有解读",
                      .min = 1,
                      .max = 100 },
    [P_NAME_CHARS] = NAMES_CHARS,
    [P_HOME_LINKS] = NAMES_HOME_LINKS,
};

static const struct word_list lists[] = {
    [L_COLUMNS] = { .name = "columns", .help = "政策解读栏目的名称用词" },
    [L_DOCUMENTS] = { .name = "documents", .help = "政策文件栏目的名称用词" },
    [L_RULES] = { .name = "rules", .help = "书名号中含有这些词的文件应当解读" },
};

/* What was found of documents and interpretations that have no counterpart. */
struct counterparts {
    const struct digest **documents; /* rules of the last months */
    const struct digest **orphans;   /* interpretations */
    size_t n_documents, n_orphans;
    int64_t n_pairs;
};

/* The first of them that is of a kind; *leads_on: one of that kind has links. */
static const struct digest *first_of(const struct digest *const *all, size_t n, enum paper paper,
                                     bool *leads_on)
{
    const struct digest *first = NULL;

    *leads_on = false;
    for (size_t i = 0; i < n; i++) {
        if (all[i]->paper != paper)
            continue;
        *leads_on |= all[i]->leads_on;
        first = first ? first : all[i];
    }
    return first;
}

/* other: its counterpart, or NULL. */
static void report(const struct check_ctx *c, const char *fault, const struct digest *at,
                   const struct digest *other, struct finding f)
{
    f.url = at->url;
    f.key = arena_printf(c->a, "%s %.*s", fault, STR_ARG(at->url));
    f.detail = (const struct field[]){ { .key = "fault", .text = str_of(fault) },
                                       { .key = "target",
                                         .text = other ? other->url : (struct str){ 0 } } };
    f.n_detail = 2;
    f.proof = other ? &other->url : NULL;
    f.n_proof = other != NULL;
    sink_add(c->out, f);
}

static void check_late(const struct check_ctx *c, const struct digest *text,
                       const struct digest *interpretation)
{
    char published[DAY_TEXT_BYTES], interpreted[DAY_TEXT_BYTES];
    bool is_sure;

    if (!c->calendar || c->view->is_partial || !text->is_dated || !interpretation->is_dated)
        return;

    const int32_t due = workday_after(c->calendar, text->published, c->value[P_WORKDAYS], &is_sure);

    if (!is_sure || interpretation->published <= due)
        return;
    report(c, "late", interpretation, text,
           (struct finding){
               .excerpt = arena_printf(c->a, "文件 %s 公布，解读 %s 才发布",
                                       day_text(text->published, published),
                                       day_text(interpretation->published, interpreted)),
               .suggest = STR("解读材料应与文件同步发布"),
               .measured = NUMBER(
                   workdays_between(c->calendar, text->published, interpretation->published)),
               .limit = NUMBER(c->value[P_WORKDAYS]),
               .grade = GRADE_NOTICE,
               .confidence = 0.6,
               .since = due + 1,
           });
}

/* Of the site's own rules: one that was published long enough ago to be interpreted by now. */
static bool wants_interpretation(const struct check_ctx *c, const struct digest *d)
{
    const int32_t today = day_of_time(c->now);
    return d->is_dated && !d->leads_on && str_has(d->link_text, STR("《")) &&
           words_in(&c->list[L_RULES], d->link_text) &&
           words_in(&c->list[L_DOCUMENTS], column_name(d, c->site)) &&
           d->published >= day_minus_months(today, c->value[P_MONTHS]) &&
           today - d->published > c->value[P_GRACE_DAYS];
}

static bool is_interpretation(const struct check_ctx *c, const struct digest *d)
{
    return d->paper == PAPER_INTERPRETATION ||
           (d->kind == PAGE_ARTICLE && words_in(&c->list[L_COLUMNS], column_name(d, c->site)));
}

/* An interpretation that names its document in other words: 图说农村公路怎么养. */
static bool may_be_interpreted(const struct counterparts *p, const struct digest *document)
{
    for (size_t i = 0; i < p->n_orphans; i++)
        if (!p->orphans[i]->is_dated || p->orphans[i]->published >= document->published)
            return true;
    return false;
}

static void check_counterparts(const struct check_ctx *c, struct counterparts *p)
{
    const struct site_view *v = c->view;
    char day[DAY_TEXT_BYTES];

    for (size_t i = 0; i < v->n_digests; i++)
        if (!v->digests[i].topic && is_interpretation(c, &v->digests[i]))
            p->orphans[p->n_orphans++] = &v->digests[i];
    if (v->is_partial || p->n_pairs < c->value[P_MIN_PAIRS])
        return;
    for (size_t i = 0; i < p->n_documents; i++) {
        const struct digest *d = p->documents[i];

        if (may_be_interpreted(p, d))
            continue;
        report(c, "not-interpreted", d, NULL,
               (struct finding){ .excerpt = arena_printf(c->a, "%s 公布的文件未见解读：%.*s",
                                                         day_text(d->published, day),
                                                         STR_ARG(excerpt_head(d->link_text))),
                                 .suggest = STR("请发布该文件的解读材料，并与文件相互链接"),
                                 .grade = GRADE_NOTICE,
                                 .confidence = 0.5 });
    }
}

/* Pages about one document. */
static void check_topic(void *ctx, const struct check_ctx *c, const struct digest *const *all,
                        size_t n)
{
    struct counterparts *p = ctx;
    bool text_leads_on, interpretation_leads_on;
    const struct digest *text = first_of(all, n, PAPER_TEXT, &text_leads_on);
    const struct digest *interpretation =
        first_of(all, n, PAPER_INTERPRETATION, &interpretation_leads_on);

    if (text && !interpretation && wants_interpretation(c, text))
        p->documents[p->n_documents++] = text;
    for (size_t i = 0; i < n && !text; i++)
        if (is_interpretation(c, all[i]))
            p->orphans[p->n_orphans++] = all[i];
    if (!text || !interpretation)
        return;
    p->n_pairs++;
    if (!interpretation_leads_on)
        report(c, "not-linked", interpretation, text,
               (struct finding){ .excerpt = STR("解读稿没有链接到所解读的文件"),
                                 .suggest = STR("请在解读稿中链接所解读的文件"),
                                 .grade = GRADE_FAULT,
                                 .confidence = 0.75 });
    if (!text_leads_on)
        report(c, "not-linked", text, interpretation,
               (struct finding){ .excerpt = STR("政策文件没有链接到它的解读"),
                                 .suggest = STR("请在文件页面链接它的解读"),
                                 .grade = GRADE_FAULT,
                                 .confidence = 0.75 });
    check_late(c, text, interpretation);
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct counterparts p = {
        .documents = arena_array(c->a, const struct digest *, v->n_digests),
        .orphans = arena_array(c->a, const struct digest *, v->n_digests),
    };
    struct names names;

    topics_each(c, check_topic, &p);
    check_counterparts(c, &p);
    if (v->is_partial)
        return cannot_judge(c, v->incomplete_reason.p);
    if (c->site->type != SITE_PORTAL)
        return JUDGED;
    names_of_site(c, c->value[P_NAME_CHARS], c->value[P_HOME_LINKS], &names);
    if (names_find(&names, &c->list[L_COLUMNS], NULL))
        return JUDGED;
    if (names.doubt)
        return cannot_judge(c, names.doubt);
    sink_add(c->out, (struct finding){
                         .url = v->home->url,
                         .excerpt = STR("网站没有政策解读栏目"),
                         .suggest = STR("请开设政策解读栏目，与政策文件同步发布解读材料"),
                         .key = STR("no-column"),
                         .grade = GRADE_FAULT,
                         .confidence = 0.8,
                         DETAIL({ .key = "fault", .text = STR("no-column") }),
                     });
    return JUDGED;
}

const struct check check_policy_interpretation = {
    .id = "policy-interpretation",
    .rev = 5,
    .title = "政策解读不规范",
    .case_id = "A22",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
