/* What is checked and what it is worth: checks and indicator sets. */
#include "base/base.h"

#include "api/routes.h"
#include "check/check.h"
#include "judge/indicator.h"
#include "web/call.h"

#include <dirent.h>
#include <stdlib.h>

/* ---- checks ---- */

static const struct member param[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "阈值" },
    { .name = "unit", .type = MEMBER_TEXT, .help = "单位" },
    { .name = "help", .type = MEMBER_TEXT, .help = "含义" },
    { .name = "min", .type = MEMBER_INT, .help = "最小值" },
    { .name = "max", .type = MEMBER_INT, .help = "最大值" },
    { 0 },
};

static const struct member list[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "词表" },
    { .name = "help", .type = MEMBER_TEXT, .help = "含义" },
    { 0 },
};

static const struct member check[] = {
    { .name = "id", .type = MEMBER_TEXT, .help = "检查项" },
    { .name = "title", .type = MEMBER_TEXT, .help = "名称" },
    { .name = "case", .type = MEMBER_TEXT, .help = "情形编号" },
    { .name = "rev", .type = MEMBER_INT, .help = "版本" },
    { .name = "params", .type = MEMBER_LIST, .help = "阈值", .of = param },
    { .name = "lists", .type = MEMBER_LIST, .help = "词表", .of = list },
    { 0 },
};

static struct json *params_of(const struct check *of)
{
    struct json *to = json_new_array();

    for (size_t i = 0; i < of->n_params; i++) {
        struct json *j = json_new_object();

        json_put_str(j, "name", str_of(of->params[i].name));
        json_put_str(j, "unit", str_of(of->params[i].unit));
        json_put_str(j, "help", str_of(of->params[i].help));
        json_put_int(j, "min", of->params[i].min);
        json_put_int(j, "max", of->params[i].max);
        json_add(to, j);
    }
    return to;
}

static struct json *lists_of(const struct check *of)
{
    struct json *to = json_new_array();

    for (size_t i = 0; i < of->n_lists; i++) {
        struct json *j = json_new_object();

        json_put_str(j, "name", str_of(of->lists[i].name));
        json_put_str(j, "help", str_of(of->lists[i].help));
        json_add(to, j);
    }
    return to;
}

static const struct member all_checks[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "各检查项", .of = check },
    { 0 },
};

static enum rc run_checks(struct call *c, struct err *err)
{
    struct json *items = json_new_array();

    (void)err;
    for (size_t i = 0; checks[i]; i++) {
        struct json *j = json_new_object();

        json_put_str(j, "id", str_of(checks[i]->id));
        json_put_str(j, "title", str_of(checks[i]->title));
        json_put_str(j, "case", str_of(checks[i]->case_id));
        json_put_int(j, "rev", checks[i]->rev);
        json_put(j, "params", params_of(checks[i]));
        json_put(j, "lists", lists_of(checks[i]));
        json_add(items, j);
    }
    c->reply = json_new_object();
    json_put(c->reply, "items", items);
    return RC_OK;
}

const struct endpoint endpoint_check_list = {
    .summary = "检查项",
    .reply = all_checks,
    .run = run_checks,
};

/* ---- indicator sets ---- */

static const struct member set_item[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "指标的名字" },
    { .name = "title", .type = MEMBER_TEXT, .help = "名称" },
    { .name = "version", .type = MEMBER_TEXT, .help = "版本" },
    { .name = "basis", .type = MEMBER_TEXT, .help = "依据" },
    { .name = "note", .type = MEMBER_TEXT, .help = "说明" },
    { 0 },
};

static const struct member all_sets[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "各套指标", .of = set_item },
    { 0 },
};

static void put_set(struct json *to, const struct indicator_set *set)
{
    json_put_text(to, "name", set->name);
    json_put_text(to, "title", set->title);
    json_put_text(to, "version", set->version);
    json_put_text(to, "basis", set->basis);
    json_put_text(to, "note", set->note);
}

static int ends_in_yaml(const struct dirent *d)
{
    return str_ends(str_of(d->d_name), STR(".yaml"));
}

static enum rc run_indicators(struct call *c, struct err *err)
{
    const char *dir = c->place->data_path("indicator", c->a);
    struct dirent **entries = NULL;
    const int n = scandir(dir, &entries, ends_in_yaml, alphasort);
    struct json *items = json_new_array();
    enum rc rc = n < 0 ? err_set(err, RC_IO, "%s：打不开", dir) : RC_OK;

    for (int i = 0; i < n; i++) {
        struct indicator_set set;

        if (!rc)
            rc = indicator_load_file(arena_printf(c->a, "%s/%s", dir, entries[i]->d_name).p, c->a,
                                     &set, err);
        if (!rc) {
            struct json *j = json_new_object();

            put_set(j, &set);
            json_add(items, j);
        }
        free(entries[i]);
    }
    free(entries);
    c->reply = json_new_object();
    json_put(c->reply, "items", items);
    return rc;
}

const struct endpoint endpoint_indicator_list = {
    .summary = "检查指标",
    .reply = all_sets,
    .run = run_indicators,
};

#define TRUST_WORDS "open|unconfirmed|local|official"

/* A number of a rule, with how far it may be trusted. */
static const struct member quantity[] = {
    { .name = "value", .type = MEMBER_REAL, .help = "数值；没有规定时为 null", .flags = NULLABLE },
    { .name = "trust", .type = MEMBER_WORD, .help = "可靠程度", .words = TRUST_WORDS },
    { .name = "basis", .type = MEMBER_TEXT, .help = "依据" },
    { 0 },
};

static const struct member situation[] = {
    { .name = "id", .type = MEMBER_TEXT, .help = "情形" },
    { .name = "text", .type = MEMBER_TEXT, .help = "内容" },
    { .name = "kind",
      .type = MEMBER_WORD,
      .help = "怎样认定",
      .words = "count|availability|person" },
    { .name = "checks", .type = MEMBER_TEXTS, .help = "计数的检查项" },
    { .name = "at_least", .type = MEMBER_OBJECT, .help = "达到几个", .of = quantity },
    { .name = "points", .type = MEMBER_OBJECT, .help = "分值", .of = quantity },
    { .name = "is_each", .type = MEMBER_FLAG, .help = "按个计分" },
    { 0 },
};

static const struct member indicator[] = {
    { .name = "id", .type = MEMBER_TEXT, .help = "指标" },
    { .name = "title", .type = MEMBER_TEXT, .help = "名称" },
    { .name = "category", .type = MEMBER_TEXT, .help = "一级指标" },
    { .name = "part",
      .type = MEMBER_WORD,
      .help = "部分",
      .words = "veto|deduct|bonus|supervision" },
    { .name = "subject",
      .type = MEMBER_WORD,
      .help = "对象",
      .words = "site|portal|account|office" },
    { .name = "full", .type = MEMBER_OBJECT, .help = "满分", .of = quantity },
    { .name = "situations", .type = MEMBER_LIST, .help = "情形", .of = situation },
    { 0 },
};

static const struct member whole_set[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "指标的名字" },
    { .name = "title", .type = MEMBER_TEXT, .help = "名称" },
    { .name = "version", .type = MEMBER_TEXT, .help = "版本" },
    { .name = "basis", .type = MEMBER_TEXT, .help = "依据" },
    { .name = "note", .type = MEMBER_TEXT, .help = "说明" },
    { .name = "indicators", .type = MEMBER_LIST, .help = "各项指标", .of = indicator },
    { 0 },
};

static struct json *quantity_of(const struct quantity *q)
{
    struct json *to = json_new_object();

    if (q->trust == TRUST_OPEN)
        json_put_null(to, "value");
    else
        json_put_real(to, "value", (double)q->value / QUANTITY_ONE);
    json_put_str(to, "trust", str_of(trust_name(q->trust)));
    json_put_text(to, "basis", q->basis);
    return to;
}

static struct json *situation_of(const struct indicator_set *set, const struct situation *s)
{
    static const char *const kinds[] = { [SITUATION_COUNT] = "count",
                                         [SITUATION_AVAILABILITY] = "availability",
                                         [SITUATION_PERSON] = "person" };
    struct json *to = json_new_object(), *counted = json_new_array();

    for (size_t i = 0; i < set->n_metrics; i++)
        if (s->metrics >> i & 1)
            json_add_str(counted, set->metrics[i].check);
    json_put_text(to, "id", s->id);
    json_put_text(to, "text", s->text);
    json_put_str(to, "kind", str_of(kinds[s->kind]));
    json_put(to, "checks", counted);
    json_put(to, "at_least", quantity_of(&s->at_least));
    json_put(to, "points", quantity_of(&s->points));
    json_put_bool(to, "is_each", s->is_each);
    return to;
}

static struct json *indicator_of(const struct indicator_set *set, const struct indicator *in)
{
    static const char *const parts[] = { [PART_VETO] = "veto",
                                         [PART_DEDUCT] = "deduct",
                                         [PART_BONUS] = "bonus",
                                         [PART_SUPERVISION] = "supervision" };
    static const char *const subjects[] = { [SUBJECT_SITE] = "site",
                                            [SUBJECT_PORTAL] = "portal",
                                            [SUBJECT_ACCOUNT] = "account",
                                            [SUBJECT_OFFICE] = "office" };
    struct json *to = json_new_object(), *situations = json_new_array();

    for (size_t i = 0; i < in->n_situations; i++)
        json_add(situations, situation_of(set, &in->situations[i]));
    json_put_text(to, "id", in->id);
    json_put_text(to, "title", in->title);
    json_put_text(to, "category", in->category);
    json_put_str(to, "part", str_of(parts[in->part]));
    json_put_str(to, "subject", str_of(subjects[in->subject]));
    json_put(to, "full", quantity_of(&in->full));
    json_put(to, "situations", situations);
    return to;
}

/* The name is a file's: nothing but letters, digits, '-' and '_' gets as far as the disk. */
static bool is_set_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const char c = char_lower(s.p[i]);

        if (!(c >= 'a' && c <= 'z') && !char_is_digit(c) && c != '-' && c != '_')
            return false;
    }
    return s.n > 0 && s.n <= 60;
}

static enum rc run_indicator(struct call *c, struct err *err)
{
    const struct str name = call_part(c, "name");
    struct json *indicators;
    struct indicator_set set;
    enum rc rc;

    if (!is_set_name(name))
        return err_set(err, RC_NOT_FOUND, "没有这套指标");
    if ((rc = indicator_load(c->place->data_path("indicator", c->a), name, c->a, &set, err)))
        return rc;
    indicators = json_new_array();
    for (size_t i = 0; i < set.n_indicators; i++)
        json_add(indicators, indicator_of(&set, &set.indicators[i]));
    c->reply = json_new_object();
    put_set(c->reply, &set);
    json_put(c->reply, "indicators", indicators);
    return RC_OK;
}

const struct endpoint endpoint_indicator_get = {
    .summary = "一套检查指标的全部内容",
    .reply = whole_set,
    .run = run_indicator,
};
