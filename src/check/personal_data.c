/*
 * personal-data: a page shows identity numbers, bank cards, mobile numbers beside names, homes.
 *
 * Basis: 政府信息公开条例 第十五条 (personal privacy is not published), 个人信息保护法 第二十八条;
 * 自贡 2022Q3 notice. One finding a kind and page, so that a list of a thousand people is one line
 * of work. No value is ever shown: excerpt and detail are masked. Which numbers are personal is
 * proof/personal.h's business.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/personal_data.h"
#include "proof/excerpt.h"
#include "proof/personal.h"
#include "text/where.h"

#include <string.h>

static const struct word_list lists[] = {
    [PERSONAL_SAMPLE] = { .name = "sample", .help = "这些词后面的号码是样例" },
    [PERSONAL_OTHER] = { .name = "other_number", .help = "这些词后面的号码是别的编号" },
    [PERSONAL_CARD] = { .name = "card", .help = "这些词后面的号码是个人银行卡号" },
    [PERSONAL_ACCOUNT] = { .name = "unit_account",
                           .help = "附近有这些词的账号是单位账户，不是个人信息" },
    [PERSONAL_PRIVATE] = { .name = "private", .help = "附近有这些词的姓名和手机号码属于个人事务" },
    [PERSONAL_HEAD] = { .name = "list_head", .help = "含有这些词的标题或表头下面是人员名单" },
    [PERSONAL_OFFICE] = { .name = "office", .help = "附近有这些词的手机号码是公务联系方式" },
    [PERSONAL_HOME] = { .name = "home", .help = "这些词后面的地址是个人住址" },
};

static const struct {
    const char *kind, *suggest;
} kinds[] = {
    [PERSONAL_IDENTITY] = { "identity-number", "请立即撤下或遮盖身份证号码，并检查附件和历史版本" },
    [PERSONAL_BANK_CARD] = { "bank-card", "请立即撤下或遮盖银行卡号，并检查附件和历史版本" },
    [PERSONAL_MOBILE] = { "mobile", "请核实是否属于个人信息，不宜公开的撤下或遮盖" },
    [PERSONAL_ADDRESS] = { "address", "请核实是否属于个人信息，不宜公开的撤下或遮盖" },
};

enum { VALUES_MAX = 20 };

/* What was found of one kind. */
struct group {
    size_t n;
    const struct problem *best; /* the surest, of those the first */
    struct str *values;         /* in the arena of the call */
    size_t n_values;
};

static bool has_value(const struct group *g, struct str masked)
{
    for (size_t i = 0; i < g->n_values; i++)
        if (str_eq(g->values[i], masked))
            return true;
    return false;
}

static void group_add(struct group *g, const struct problem *p, struct arena *a)
{
    if (!g->values)
        g->values = arena_array(a, struct str, VALUES_MAX);
    g->n++;
    if (!g->best || p->score > g->best->score)
        g->best = p;
    if (g->n_values < VALUES_MAX && !has_value(g, p->masked))
        g->values[g->n_values++] = p->masked;
}

static void report(const struct check_ctx *c, const struct problem_list *l, const struct group *g,
                   bool has_identity)
{
    const struct str text = c->page->text;
    struct where walk = { .text = text, .rest = text, .places = &c->page->places };
    const enum personal_kind kind = personal_kind_of(g->best);
    const bool is_number = kind == PERSONAL_IDENTITY || kind == PERSONAL_BANK_CARD;
    const bool is_sure = g->best->level == PROBLEM_CONFIRMED && (is_number || has_identity);

    sink_add(c->out,
             (struct finding){
                 .where = c->page->is_attachment ? where_is(&walk, g->best->at, c->a) : STR(""),
                 .excerpt = problem_excerpt(l, (size_t)(g->best - l->problems), text, c->a),
                 .suggest = str_of(kinds[kind].suggest),
                 .key = arena_printf(c->a, "%.*s %s", STR_ARG(c->page->url), kinds[kind].kind),
                 .measured = NUMBER((int64_t)g->n),
                 .limit = NUMBER(0),
                 .grade = is_sure ? GRADE_FAULT : GRADE_NOTICE,
                 .confidence = g->best->score,
                 DETAIL({ .key = "kind", .text = str_of(kinds[kind].kind) },
                        { .key = "values", .list = g->values, .n_list = g->n_values }),
             });
}

static struct personal_rules rules_of(const struct words *list, int32_t today)
{
    struct personal_rules rules = { .today = today };

    for (size_t i = 0; i < PERSONAL_LISTS_N; i++)
        rules.list[i] = (struct personal_words){ list[i].words, list[i].n };
    return rules;
}

struct personal_rules personal_data_rules(const struct check_set *s, int32_t today)
{
    return rules_of(check_set_lists(s, "personal-data"), today);
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct personal_rules rules = rules_of(c->list, day_of_time(c->now));
    struct problem_list found = { .a = c->a };
    struct group groups[PERSONAL_KINDS_N] = { 0 };
    bool has_identity = false;

    personal_find(c->page->text, &rules, &found);
    problems_settle(&found);
    for (size_t i = 0; i < found.n; i++) {
        const struct problem *p = &found.problems[i];
        const enum personal_kind kind = personal_kind_of(p);

        group_add(&groups[kind], p, c->a);
        has_identity |= kind == PERSONAL_IDENTITY && p->level == PROBLEM_CONFIRMED;
    }
    for (int kind = 0; kind < PERSONAL_KINDS_N; kind++)
        if (groups[kind].n)
            report(c, &found, &groups[kind], has_identity);
    return JUDGED;
}

const struct check check_personal_data = {
    .id = "personal-data",
    .rev = 3,
    .title = "公开个人信息",
    .case_id = "A20",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .reads_attachments = true,
    .reads_posts = true,
    .check_page = check_page,
};
