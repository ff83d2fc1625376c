#include "base/base.h"

#include "notice/notice.h"

#include "base/clock.h"
#include "notice/notice_text.h"

#include <inttypes.h>

enum { REGIONS_NAMED_MAX = 6 };

/* ---- before the first heading ---------------------------------------------------------------- */

/* "before N after", framed. */
static void add_warning(struct notice_text *t, const char *before, int64_t value,
                        const struct selection *of, const char *after)
{
    docx_begin(t->d, DOCX_WARNING);
    notice_put(t, str_of(before));
    notice_put_count(t, value, of);
    notice_put(t, str_of(after));
    docx_end(t->d);
}

static void add_undecided_warning(struct notice_text *t, const struct notice_part *part,
                                  const char *unit)
{
    const struct selection undecided = notice_of(t, part, SELECT_UNDECIDED);
    const struct str after =
        arena_printf(t->a, "%s未能判定，%s待定，须检查、复核、认定后方可印发。", unit,
                     notice_rate_title(t->office));

    if (part->all.undecided)
        add_warning(t, "本轮还有", part->all.undecided, &undecided, after.p);
}

static void add_unfinished(struct notice_text *t)
{
    const struct selection sites = { .of = SELECT_SITES, .verdicts = SELECT_MISSING };
    const struct selection accounts = { .of = SELECT_ACCOUNTS, .verdicts = SELECT_MISSING };
    const struct notice *n = t->n;

    docx_begin(t->d, DOCX_WARNING);
    notice_put(t, STR("本轮检查尚未完成：还有"));
    if (n->n_unfinished) {
        notice_put_count(t, n->n_unfinished, &sites);
        notice_put(t, n->n_unfinished_accounts ? STR("个网站、") : STR("个网站"));
    }
    if (n->n_unfinished_accounts) {
        notice_put_count(t, n->n_unfinished_accounts, &accounts);
        notice_put(t, STR("个政务新媒体账号"));
    }
    notice_put(t, STR("未检查，以下数字为阶段性数据，不得印发。"));
    docx_end(t->d);
}

void notice_warnings(struct notice_text *t)
{
    const struct notice *n = t->n;
    const struct selection open = { .of = SELECT_FINDINGS,
                                    .is_problem = true,
                                    .reviews = "unreviewed" };

    t->at.place = STR("文首提示");
    if (n->n_unfinished || n->n_unfinished_accounts)
        add_unfinished(t);
    add_undecided_warning(t, &n->sites, "家政府网站");
    add_undecided_warning(t, &n->accounts, "个政务新媒体账号");
    if (n->n_unreviewed)
        add_warning(t, "本稿含未经人工复核的问题", n->n_unreviewed, &open,
                    "条，须逐条复核后方可印发。");
    if (n->n_left_out)
        add_warning(t, "另有", n->n_left_out, &open, "条问题未经人工复核，没有写入本稿。");
}

static void add_head(struct notice_text *t)
{
    const struct office *o = t->office;
    const struct str subjects = notice_subjects(t->n), work = notice_work(o);

    if (o->head.n) {
        docx_paragraph(t->d, DOCX_ISSUER, o->head);
        docx_begin(t->d, DOCX_NUMBER);
        notice_put_office(t, o->number, "发文字号");
        docx_end(t->d);
    }
    docx_begin(t->d, DOCX_TITLE);
    notice_put_office(t, o->issuer, "发文机关");
    notice_put(t, arena_printf(t->a, "关于%.*s\n%.*s%.*s%.*s情况的通报", STR_ARG(t->n->period),
                               STR_ARG(o->area), STR_ARG(subjects), STR_ARG(work)));
    docx_end(t->d);
    docx_begin(t->d, DOCX_ADDRESSEE);
    notice_put_office(t, o->addressees, "主送机关");
    notice_put(t, STR("："));
    docx_end(t->d);
}

void notice_basis(struct notice_text *t)
{
    const struct office *o = t->office;
    const struct str subjects = notice_subjects(t->n), work = notice_work(o);

    docx_begin(t->d, DOCX_BODY);
    notice_put(t, STR("按照"));
    if (o->n_basis == 0)
        notice_put_office(t, STR(""), "检查依据");
    for (size_t i = 0; i < o->n_basis; i++) {
        if (i > 0)
            notice_put(t, i + 1 == o->n_basis ? STR("和") : STR("、"));
        notice_put_office(t, o->basis[i], "检查依据");
    }
    notice_put(t, STR("要求，"));
    notice_put_office(t, o->issuer, "发文机关");
    notice_put(t, arena_printf(t->a, "组织开展了%.*s%.*s%.*s%.*s工作，现将有关情况通报如下。",
                               STR_ARG(t->n->period), STR_ARG(o->area), STR_ARG(subjects),
                               STR_ARG(work)));
    docx_end(t->d);
}

static void begin_part(struct notice_text *t, const char *number, const char *title)
{
    t->part = str_of(number);
    docx_paragraph(t->d, DOCX_LEVEL_1, arena_printf(t->a, "%s%s", number, title));
}

/* ---- 一、总体情况 -----------------------------------------------------------------------------
 */

/* "其中：政府门户网站1家、部门网站41家。" */
static void put_types(struct notice_text *t, const struct notice_part *part, const char *unit)
{
    size_t n = 0;

    for (size_t i = 0; i < part->n_types; i++) {
        struct selection of = notice_of(t, part, NULL);

        of.type = &part->types[i].code;
        if (part->types[i].running == 0)
            continue;
        notice_put(t, n++ ? STR("、") : STR("，其中："));
        notice_put(t, part->types[i].name);
        notice_put_count(t, part->types[i].running, &of);
        notice_put(t, str_of(unit));
    }
    notice_put(t, STR("。"));
}

/* "除甲、乙外，其余9个地区（部门）合格率均为100%。", where few regions have all that failed. */
static void put_regions(struct notice_text *t, const struct notice_part *part)
{
    struct selection of = notice_of(t, part, SELECT_PASSED);
    size_t n_bad = 0, n_good = 0, n = 0;

    for (size_t i = 0; i < part->n_regions; i++) {
        n_bad += part->regions[i].bad > 0;
        n_good += part->regions[i].bad == 0 && part->regions[i].checked > 0 &&
                  part->regions[i].undecided == 0;
    }
    if (n_bad == 0 || n_bad > REGIONS_NAMED_MAX || n_good == 0 || n_bad + n_good < part->n_regions)
        return;
    for (size_t i = 0; i < part->n_regions; i++)
        if (part->regions[i].bad > 0)
            notice_put(
                t, arena_printf(t->a, "%s%.*s", n++ ? "、" : "除", STR_ARG(part->regions[i].name)));
    of.of = SELECT_REGIONS;
    if (part == &t->n->accounts)
        of.subject = "accounts";
    of.none_of = SELECT_FAILED "|" SELECT_UNDECIDED;
    notice_put(t, STR("外，其余"));
    notice_put_count(t, (int64_t)n_good, &of);
    notice_put(t, STR("个地区（部门）合格率均为100%。"));
}

/* "另有12家未能判定：12家须人工检查的情形尚未检查，3家影响结论的问题尚未复核（…）。" */
static void put_undecided(struct notice_text *t, const struct notice_part *part, const char *unit)
{
    struct selection undecided = notice_of(t, part, SELECT_UNDECIDED);

    notice_put(t, part->all.checked ? STR("另有") : STR(""));
    notice_put_count(t, part->all.undecided, &undecided);
    notice_put(t, arena_printf(t->a, "%s未能判定", unit));
    for (size_t i = 0; i < part->n_waits; i++) {
        undecided.wait = part->waits[i].word;
        notice_put(t, i ? STR("，") : STR("："));
        notice_put_count(t, part->waits[i].n, &undecided);
        notice_put(t, arena_printf(t->a, "%s%.*s", unit, STR_ARG(part->waits[i].text)));
    }
    if (part->n_waits > 1)
        notice_put(t, arena_printf(t->a, "（同一%s可有几种原因）", unit));
    notice_put(t, arena_printf(t->a, "。%s待全部判定后得出。", notice_rate_title(t->office)));
}

/* "合格48家，不合格5家（见附件2），合格率为90.57%。" */
static void put_result(struct notice_text *t, const struct notice_part *part, const char *unit)
{
    const struct notice_count *c = &part->all;
    const size_t annex = t->has_annexes ? notice_annex_of_failures(t->n, part) : 0;
    const struct selection all = notice_of(t, part, NULL);
    const struct number_share rate = notice_rate_of(t->office, c, &all);
    const struct selection passed = notice_of(t, part, SELECT_PASSED),
                           failed = notice_of(t, part, SELECT_FAILED);

    if (c->checked) {
        notice_put(t, c->undecided ? STR("已判定的结果：合格") : STR("检查结果：合格"));
        notice_put_count(t, c->checked - c->bad, &passed);
        notice_put(t, arena_printf(t->a, "%s，不合格", unit));
        notice_put_count(t, c->bad, &failed);
        notice_put(t, str_of(unit));
        if (annex)
            notice_put(t, arena_printf(t->a, "（见附件%zu）", annex));
        if (!c->undecided) {
            notice_put(t, arena_printf(t->a, "，%s为", notice_rate_title(t->office)));
            notice_put_rate(t, &rate);
        }
        notice_put(t, STR("。"));
    }
    if (c->undecided)
        put_undecided(t, part, unit);
}

static void put_day(struct notice_text *t)
{
    int year, month, day;

    if (t->n->to == DAY_NONE) {
        notice_put(t, STR("目前，"));
        return;
    }
    day_split(t->n->to, &year, &month, &day);
    notice_put(t, arena_printf(t->a, "截至%d年%d月%d日，", year, month, day));
}

static void add_part(struct notice_text *t, size_t i, const struct notice_part *part,
                     const char *subject, const char *unit)
{
    const struct notice_count *c = &part->all;
    const struct str work = notice_work(t->office);
    const struct number_share looked = { .part = c->checked + c->undecided,
                                         .whole = c->running,
                                         .of = notice_of(t, part, SELECT_LOOKED),
                                         .to = notice_of(t, part, NULL) };

    notice_begin_item(t, i, arena_printf(t->a, "%s%.*s情况", subject, STR_ARG(work)));
    put_day(t);
    notice_put(t, arena_printf(t->a, "%.*s正在运行的%s共", STR_ARG(t->office->area), subject));
    notice_put_count(t, c->running, &looked.to);
    notice_put(t, str_of(unit));
    put_types(t, part, unit);
    notice_put(t, arena_printf(t->a, "本次%.*s", STR_ARG(work)));
    notice_put_count(t, looked.part, &looked.of);
    notice_put(t, arena_printf(t->a, "%s，%.*s比例为", unit, STR_ARG(work)));
    notice_put_rate(t, &looked);
    notice_put(t, STR("。"));
    put_result(t, part, unit);
    put_regions(t, part);
    docx_end(t->d);
}

static void add_messages(struct notice_text *t, size_t i)
{
    const struct notice_messages *m = &t->n->messages;
    const struct number_share share = { .part = m->closed,
                                        .whole = m->received,
                                        .of = { .of = SELECT_MESSAGES, .verdicts = "已办结" },
                                        .to = { .of = SELECT_MESSAGES } };

    notice_begin_item(t, i, STR("网民留言办理情况"));
    notice_put(t, STR("“我为政府网站找错”平台受理网民有效留言"));
    notice_put_count(t, m->received, &share.to);
    notice_put(t, STR("条，已办结"));
    notice_put_count(t, m->closed, &share.of);
    notice_put(t, STR("条，办结率为"));
    notice_put_rate(t, &share);
    notice_put(t, STR("。"));
    docx_end(t->d);
}

/* "检查期间，各单位共报备、申请208次，其中：健康运行报备66次、网站域名业务申报74次。" */
static void add_filings(struct notice_text *t, size_t i)
{
    const struct notice *n = t->n;
    struct selection of = { .of = SELECT_FILINGS, .from = n->from, .to = n->to };
    int64_t sum = 0;

    for (size_t k = 0; k < n->n_filings; k++)
        sum += n->filings[k].n;
    notice_begin_item(t, i, STR("报备和申请情况"));
    notice_put(t, STR("检查期间，各单位共报备、申请"));
    notice_put_count(t, sum, &of);
    notice_put(t, STR("次，其中："));
    for (size_t k = 0; k < n->n_filings; k++) {
        of.kind = n->filings[k].kind;
        notice_put(t, arena_printf(t->a, "%s%.*s", k ? "次、" : "", STR_ARG(n->filings[k].title)));
        notice_put_count(t, n->filings[k].n, &of);
    }
    notice_put(t, STR("次。"));
    docx_end(t->d);
}

void notice_overall(struct notice_text *t)
{
    size_t i = 0;

    add_part(t, ++i, &t->n->sites, "政府网站", "家");
    if (t->n->accounts.all.running)
        add_part(t, ++i, &t->n->accounts, "政务新媒体", "个");
    if (t->n->messages.received)
        add_messages(t, ++i);
    if (t->n->n_filings)
        add_filings(t, ++i);
}

/* ---- 二、主要问题 -----------------------------------------------------------------------------
 */

static bool says_website(struct str name)
{
    return str_ends(name, STR("网站")) || str_ends(name, STR("网"));
}

/* "甲、乙网站": the word once where no name has it, else after each that lacks it. */
static void put_names(struct notice_text *t, const struct str *names, size_t n, bool is_sites)
{
    bool is_once = true;

    for (size_t i = 0; i < n; i++)
        is_once = is_once && !says_website(names[i]);
    for (size_t i = 0; i < n; i++) {
        const bool is_named = is_sites && !says_website(names[i]) && (!is_once || i + 1 == n);

        notice_put(t, i ? STR("、") : STR(""));
        notice_put(t, names[i]);
        notice_put(t, is_named ? STR("网站") : STR(""));
    }
}

/* "甲、乙网站存在空白栏目。" or "12家网站存在空白栏目，如甲、乙网站等。" */
static void put_problem(struct notice_text *t, const struct notice_problem *p, struct str phrase)
{
    const size_t n_max = t->office->n_names ? t->office->n_names : OFFICE_NAMES_DEFAULT;
    const bool is_sites = !p->of_accounts;

    if (p->n_names <= n_max) {
        put_names(t, p->names, p->n_names, is_sites);
        notice_put(t, arena_printf(t->a, "%.*s。", STR_ARG(phrase)));
        return;
    }
    notice_put_count(t, (int64_t)p->n_names,
                     &(struct selection){ .of = is_sites ? SELECT_SITES : SELECT_ACCOUNTS,
                                          .has_problem = true,
                                          .is_problem = true,
                                          .check = p->check,
                                          .reviews = t->n->with_unreviewed ? NULL : "confirmed" });
    notice_put(t,
               arena_printf(t->a, "%s%.*s，如", is_sites ? "家网站" : "个账号", STR_ARG(phrase)));
    put_names(t, p->names, n_max, is_sites);
    notice_put(t, STR("等。"));
}

static const struct notice_problem *find_problem(const struct notice *n, struct str check,
                                                 bool of_accounts)
{
    for (size_t i = 0; i < n->n_problems; i++)
        if (n->problems[i].of_accounts == of_accounts && str_eq(n->problems[i].check, check) &&
            n->problems[i].n_names)
            return &n->problems[i];
    return NULL;
}

static bool has_phrase(const struct office *o, struct str check)
{
    for (size_t i = 0; i < o->n_headings; i++)
        for (size_t k = 0; k < o->headings[i].n_phrases; k++)
            if (str_eq(o->headings[i].phrases[k].check, check))
                return true;
    return false;
}

static bool is_clean(const struct notice_part *p)
{
    return p->n_failures == 0 && p->all.undecided == 0;
}

/* That nothing was found is said of what was looked at and passed, alone: a failure that a person
 * stated has no finding that could stand here. */
static void add_no_problems(struct notice_text *t)
{
    const struct notice *n = t->n;

    docx_begin(t->d, DOCX_BODY);
    if (n->n_left_out)
        notice_put_office(t, STR(""), "问题尚未复核");
    else if (!is_clean(&n->sites) || !is_clean(&n->accounts) || n->n_unfinished ||
             n->n_unfinished_accounts)
        notice_put_office(t, t->office->problems, "主要问题");
    else
        notice_put(t, STR("本次检查未发现突出问题。"));
    docx_end(t->d);
}

/* Problems that no heading speaks of are not left out. */
static void add_other_problems(struct notice_text *t, size_t i)
{
    bool is_open = false;

    for (size_t k = 0; k < t->n->n_problems; k++) {
        const struct notice_problem *p = &t->n->problems[k];

        if (p->n_names == 0 || has_phrase(t->office, p->check))
            continue;
        if (!is_open)
            notice_begin_item(t, i, STR("其他问题"));
        is_open = true;
        put_problem(t, p, arena_printf(t->a, "存在“%.*s”问题", STR_ARG(p->title)));
    }
    if (is_open)
        docx_end(t->d);
    else if (i == 1)
        add_no_problems(t);
}

void notice_problems(struct notice_text *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->office->n_headings; i++) {
        const struct office_heading *h = &t->office->headings[i];
        bool is_open = false;

        for (size_t k = 0; k < 2 * h->n_phrases; k++) { /* on sites, then on accounts */
            const struct office_phrase *phrase = &h->phrases[k / 2];
            const struct notice_problem *p = find_problem(t->n, phrase->check, k % 2);

            if (!p)
                continue;
            if (!is_open)
                notice_begin_item(t, ++n, h->title);
            is_open = true;
            put_problem(t, p, phrase->text);
        }
        if (is_open)
            docx_end(t->d);
    }
    add_other_problems(t, n + 1);
}

/* ---- 三、下一步工作要求, and the end ------------------------------------------------------------
 */

void notice_demands(struct notice_text *t)
{
    for (size_t i = 0; i < t->office->n_demands; i++) {
        notice_begin_item(t, i + 1, t->office->demands[i].title);
        notice_put_office(t, t->office->demands[i].text, "工作要求");
        docx_end(t->d);
    }
    if (t->office->n_demands)
        return;
    docx_begin(t->d, DOCX_BODY);
    notice_put_office(t, STR(""), "下一步工作要求");
    docx_end(t->d);
}

/* Something is to be repaired, or may be once it is reviewed. */
static bool has_faults(const struct notice *n)
{
    return n->n_problems || n->n_left_out || n->sites.n_failures || n->accounts.n_failures;
}

void notice_repair(struct notice_text *t)
{
    const struct office *o = t->office;
    const bool has_accounts = t->n->accounts.all.running > 0;

    if (!has_faults(t->n)) {
        const struct str subjects = notice_subjects(t->n);

        docx_paragraph(
            t->d, DOCX_LAST,
            arena_printf(t->a, "各单位要对照检查指标，持续做好%.*s管理工作。", STR_ARG(subjects)));
        return;
    }
    docx_begin(t->d, DOCX_LAST);
    notice_put(t, arena_printf(t->a,
                               "对本次通报存在问题的政府网站%s，有关地区和单位要高度重视，立即"
                               "采取有力措施进行整改，并举一反三、全面自查，于",
                               has_accounts ? "和政务新媒体" : ""));
    notice_put_office(t, o->deadline, "整改期限");
    notice_put(t, STR("前将整改情况书面报送"));
    notice_put_office(t, o->recipient, "报送单位");
    notice_put(t, STR("（联系人及电话："));
    notice_put_office(t, o->contact, "联系人及电话");
    notice_put(t, STR("）。"));
    docx_end(t->d);
}

static struct str or_gap(struct notice_text *t, struct str text, const char *gap)
{
    if (text.n)
        return text;
    t->n_gaps++;
    return str_of(gap);
}

size_t notice_write(const struct notice *n, const struct office *office, struct docx *d,
                    struct numbers *numbers)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct notice_text t = { .n = n,
                             .office = office,
                             .d = d,
                             .a = &a,
                             .numbers = numbers,
                             .at.file = "docx",
                             .has_annexes = true };

    notice_warnings(&t);
    add_head(&t);
    notice_basis(&t);
    begin_part(&t, "一、", "总体情况");
    notice_overall(&t);
    begin_part(&t, "二、", "主要问题");
    notice_problems(&t);
    begin_part(&t, "三、", "下一步工作要求");
    notice_demands(&t);
    notice_repair(&t);
    notice_annex_list(&t);
    docx_signature(d, or_gap(&t, office->issuer, "【发文机关】"),
                   or_gap(&t, office->date, "【成文日期】"));
    notice_annexes(&t);
    return t.n_gaps;
}
