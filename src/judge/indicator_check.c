#include "base/base.h"

#include "judge/indicator_check.h"

#include "check/check.h"

#include <inttypes.h>

/* One pass over the set; the first fault stays. */
struct checker {
    const struct indicator_set *set;
    struct arena *a;
    struct set_fault fault;
    bool has_fault;
};

static void wrong(struct checker *c, struct str id, struct str reason)
{
    if (!c->has_fault)
        c->fault = (struct set_fault){ .id = id, .reason = reason };
    c->has_fault = true;
}

static struct str number_text(struct checker *c, int64_t hundredths)
{
    if (hundredths % QUANTITY_ONE == 0)
        return arena_printf(c->a, "%" PRId64, hundredths / QUANTITY_ONE);
    return arena_printf(c->a, "%.2f", (double)hundredths / QUANTITY_ONE);
}

static bool is_known(const struct quantity *q)
{
    return q->trust != TRUST_OPEN;
}

static void check_quantity(struct checker *c, struct str id, const struct quantity *q)
{
    if (q->value < 0 || q->minimum < 0)
        wrong(c, id, STR("数值不能为负"));
    if (is_known(q) && str_is_empty(q->basis))
        wrong(c, id, STR("有数值就必须写明依据 basis"));
    if (is_known(q) && q->minimum > q->value)
        wrong(c, id, STR("数值小于已知的下限 minimum"));
}

static void check_numbers(struct checker *c)
{
    const struct indicator_set *s = c->set;

    for (size_t i = 0; i < s->n_numbers; i++) {
        check_quantity(c, s->numbers[i].name, &s->numbers[i].quantity);
        for (size_t k = 0; k < i; k++)
            if (str_eq(s->numbers[i].name, s->numbers[k].name))
                wrong(c, s->numbers[i].name, STR("重复给出"));
    }
}

static void check_metrics(struct checker *c)
{
    const struct indicator_set *s = c->set;

    if (s->n_metrics > METRICS_MAX)
        wrong(c, s->metrics[METRICS_MAX].name, STR("计数项超过 64 个"));
    for (size_t i = 0; i < s->n_metrics; i++) {
        const struct metric *m = &s->metrics[i];

        if (!check_find(m->check))
            wrong(c, m->name, arena_printf(c->a, "没有检查项 %.*s", STR_ARG(m->check)));
        if (m->n_values && str_is_empty(m->field))
            wrong(c, m->name, STR("写了 values 就必须写 field"));
        check_quantity(c, m->name, &m->measured);
        for (size_t k = 0; k < i; k++)
            if (str_eq(m->name, s->metrics[k].name))
                wrong(c, m->name, STR("重复给出"));
    }
}

static void check_situation(struct checker *c, const struct indicator *in,
                            const struct situation *s)
{
    check_quantity(c, s->id, &s->at_least);
    check_quantity(c, s->id, &s->points);
    if (s->kind == SITUATION_COUNT && !s->metrics)
        wrong(c, s->id, STR("按数量认定的情形必须写 count；机器看不出的写 by: person"));
    if (s->kind == SITUATION_PERSON && s->metrics)
        wrong(c, s->id, STR("须人工检查的情形不写 count"));
    if (is_known(&s->at_least) && s->at_least.value < QUANTITY_ONE)
        wrong(c, s->id, STR("at_least 至少为 1"));
    if (is_known(&s->points) && is_known(&in->full) && s->points.value > in->full.value)
        wrong(c, s->id, STR("扣分超过本项满分"));
    if (is_known(&s->points) && in->part == PART_VETO)
        wrong(c, s->id, STR("单项否决不计分，不写 points"));
}

static void check_ids(struct checker *c)
{
    const struct indicator_set *s = c->set;

    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct indicator *in = &s->indicators[i];

        for (size_t k = 0; k < i; k++)
            if (str_eq(in->id, s->indicators[k].id))
                wrong(c, in->id, STR("重复给出"));
        for (size_t k = 0; k < in->n_situations; k++)
            for (size_t j = 0; j < k; j++)
                if (str_eq(in->situations[k].id, in->situations[j].id))
                    wrong(c, in->situations[k].id, STR("重复给出"));
    }
}

static void check_indicators(struct checker *c)
{
    const struct indicator_set *s = c->set;

    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct indicator *in = &s->indicators[i];

        check_quantity(c, in->id, &in->full);
        for (size_t k = 0; k < in->n_situations; k++)
            check_situation(c, in, &in->situations[k]);
        if (in->part == PART_DEDUCT && !indicator_category(s, in->category))
            wrong(c, in->id, arena_printf(c->a, "没有一级指标“%.*s”", STR_ARG(in->category)));
    }
    check_ids(c);
}

/* The marks of a category's indicators against its own. */
static void check_category(struct checker *c, const struct category *category)
{
    const struct indicator_set *s = c->set;
    int64_t known = 0, least = 0;
    bool is_whole = true;
    size_t n = 0;

    check_quantity(c, category->title, &category->full);
    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct indicator *in = &s->indicators[i];

        if (in->part != PART_DEDUCT || !str_eq(in->category, category->title))
            continue;
        n++;
        known += in->full.value;
        least += is_known(&in->full) ? in->full.value : in->full.minimum;
        is_whole &= is_known(&in->full);
    }
    if (!is_known(&category->full) || n == 0)
        return;
    if (is_whole && known != category->full.value)
        wrong(c, category->title,
              arena_printf(c->a, "各项满分合计 %.*s，应为 %.*s", STR_ARG(number_text(c, known)),
                           STR_ARG(number_text(c, category->full.value))));
    if (least > category->full.value)
        wrong(c, category->title,
              arena_printf(c->a, "各项满分合计至少 %.*s，超过 %.*s", STR_ARG(number_text(c, least)),
                           STR_ARG(number_text(c, category->full.value))));
}

static int64_t value_of(const struct indicator_set *s, const char *name)
{
    const struct quantity *q = indicator_number(s, name);

    return q && is_known(q) ? q->value : -1;
}

/* Categories make up the whole; without the service category the rest is scaled to the whole. */
static void check_totals(struct checker *c)
{
    const struct indicator_set *s = c->set;
    const int64_t full = value_of(s, "deduct_full"), rest = value_of(s, "no_service_full");
    const int64_t times = value_of(s, "no_service_times"), over = value_of(s, "no_service_over");
    const int64_t fail = value_of(s, "fail_below"), bonus = value_of(s, "bonus_above");
    int64_t sum = 0, service = 0;
    bool is_whole = s->n_categories > 0;

    for (size_t i = 0; i < s->n_categories; i++) {
        check_category(c, &s->categories[i]);
        sum += s->categories[i].full.value;
        service += s->categories[i].is_service ? s->categories[i].full.value : 0;
        is_whole &= is_known(&s->categories[i].full);
    }
    if (s->n_categories && full < 0)
        wrong(c, STR("categories"), STR("有扣分指标就必须给出 deduct_full"));
    if (is_whole && full >= 0 && sum != full)
        wrong(c, STR("deduct_full"),
              arena_printf(c->a, "各一级指标合计 %.*s，应为 %.*s", STR_ARG(number_text(c, sum)),
                           STR_ARG(number_text(c, full))));
    if (is_whole && rest >= 0 && rest != sum - service)
        wrong(c, STR("no_service_full"), STR("不等于总分减去办事服务的分值"));
    if (rest >= 0 && (times <= 0 || over <= 0 || rest * times != full * over))
        wrong(c, STR("no_service_full"), STR("乘以 no_service_times / no_service_over 不等于总分"));
    if (fail >= 0 && fail > full)
        wrong(c, STR("fail_below"), STR("超过总分"));
    if (bonus >= 0 && (bonus < fail || bonus > full))
        wrong(c, STR("bonus_above"), STR("应在 fail_below 与总分之间"));
}

static const struct indicator *find(const struct indicator_set *s, struct str id)
{
    for (size_t i = 0; i < s->n_indicators; i++)
        if (str_eq(s->indicators[i].id, id))
            return &s->indicators[i];
    return NULL;
}

static void check_constraints(struct checker *c)
{
    const struct indicator_set *s = c->set;

    for (size_t i = 0; i < s->n_constraints; i++) {
        const struct constraint *k = &s->constraints[i];
        int64_t sum = 0;
        bool is_whole = true;

        check_quantity(c, k->ids[0], &k->at_least);
        for (size_t j = 0; j < k->n; j++) {
            const struct indicator *in = find(s, k->ids[j]);

            if (!in)
                wrong(c, k->ids[j], STR("约束中的指标不存在"));
            else if (is_known(&in->full))
                sum += in->full.value;
            else
                is_whole = false;
        }
        if (is_whole && sum < k->at_least.value)
            wrong(c, k->ids[0],
                  arena_printf(c->a, "与同组指标的满分合计 %.*s，应不少于 %.*s（%.*s）",
                               STR_ARG(number_text(c, sum)),
                               STR_ARG(number_text(c, k->at_least.value)),
                               STR_ARG(k->at_least.basis)));
    }
}

/* The record of visits is judged by these: a year of days, a visit a minute. */
static void check_availability(struct checker *c)
{
    static const struct {
        const char *name;
        int64_t max; /* 0: none */
    } needed[] = {
        { "reach_days", 366 },
        { "reach_per_day", 1440 },
        { "reach_seconds", 0 },
        { "reach_percent", 0 },
    };
    const struct indicator_set *s = c->set;
    bool is_used = false;

    for (size_t i = 0; i < s->n_indicators; i++)
        for (size_t k = 0; k < s->indicators[i].n_situations; k++)
            is_used |= s->indicators[i].situations[k].kind == SITUATION_AVAILABILITY;
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        const int64_t value = value_of(s, needed[i].name);

        if (is_used && value <= 0)
            wrong(c, str_of(needed[i].name), STR("站点无法访问的认定需要这个数值"));
        if (needed[i].max && value > needed[i].max * QUANTITY_ONE)
            wrong(c, str_of(needed[i].name), arena_printf(c->a, "超过 %" PRId64, needed[i].max));
    }
}

bool indicator_check(const struct indicator_set *set, struct arena *a, struct set_fault *out)
{
    struct checker c = { .set = set, .a = a };

    check_numbers(&c);
    check_metrics(&c);
    check_indicators(&c);
    check_totals(&c);
    check_constraints(&c);
    check_availability(&c);
    *out = c.fault;
    return !c.has_fault;
}
