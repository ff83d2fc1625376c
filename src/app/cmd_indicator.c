/* Indicator sets: which there are, what they say, whether a file of one's own is right. */
#include "base/base.h"

#include "app/app.h"

#include "base/buf.h"
#include "base/options.h"
#include "judge/availability.h"
#include "judge/indicator.h"
#include "report/columns.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_WIDTH = 8, TITLE_WIDTH = 28, NUMBER_WIDTH = 14, TRUST_WIDTH = 12, NAME_WIDTH = 18 };

static const char usage[] = "用法：xunjian indicator list | show 名称 | check 文件";

static int ends_in_yaml(const struct dirent *d)
{
    return str_ends(str_of(d->d_name), STR(".yaml"));
}

static int list(void)
{
    AUTO(arena_done) struct arena a = { 0 };
    const char *dir = app_data_path("indicator", &a);
    struct dirent **entries = NULL;
    const int n = scandir(dir, &entries, ends_in_yaml, alphasort);
    int status = n < 0 ? EXIT_PROBLEM : EXIT_DONE;

    if (n < 0)
        (void)fprintf(stderr, "xunjian：%s：打不开\n", dir);
    for (int i = 0; i < n; i++) {
        AUTO(buf_done) struct buf line = { 0 };
        struct indicator_set set;
        struct err err = { 0 };

        if (indicator_load_file(arena_printf(&a, "%s/%s", dir, entries[i]->d_name).p, &a, &set,
                                &err)) {
            status = app_fail(&err);
        } else {
            column_add(&line, set.name, NAME_WIDTH);
            column_add(&line, set.version, NUMBER_WIDTH);
            buf_add(&line, set.title);
            (void)printf("%.*s\n", STR_ARG(buf_str(&line)));
        }
        free(entries[i]);
    }
    free(entries);
    return status;
}

static void add_quantity(struct buf *out, const struct quantity *q, struct str unit)
{
    AUTO(buf_done) struct buf value = { 0 };

    if (q->trust != TRUST_OPEN)
        buf_addf(&value, "%.6g %.*s", (double)q->value / QUANTITY_ONE, STR_ARG(unit));
    else if (q->minimum)
        buf_addf(&value, "至少 %.6g %.*s", (double)q->minimum / QUANTITY_ONE, STR_ARG(unit));
    else
        buf_add_char(&value, '-');
    column_add(out, buf_str(&value), NUMBER_WIDTH);
    column_add(out, str_of(trust_title(q->trust)), TRUST_WIDTH);
    buf_add(out, q->basis);
    buf_add_char(out, '\n');
}

static void add_row(struct buf *out, struct str id, struct str title, const struct quantity *q,
                    const char *unit)
{
    column_add(out, id, ID_WIDTH);
    column_add(out, title, TITLE_WIDTH);
    add_quantity(out, q, str_of(unit));
}

static void add_metric(struct buf *out, const struct metric *m)
{
    buf_addf(out, "        计数：%.*s（检查项 %.*s）\n", STR_ARG(m->title), STR_ARG(m->check));
    if (m->measured.trust == TRUST_OPEN)
        return;
    buf_add(out, STR("        其中每个的数值达到："));
    add_quantity(out, &m->measured, STR(""));
}

static void add_situation(struct buf *out, const struct indicator_set *set,
                          const struct indicator *in, const struct situation *s)
{
    buf_addf(out, "    %.*s  %.*s\n", STR_ARG(s->id), STR_ARG(s->text));
    if (s->kind == SITUATION_PERSON)
        buf_add(out, STR("        须人工检查\n"));
    for (size_t i = 0; i < set->n_metrics; i++)
        if (s->metrics >> i & 1)
            add_metric(out, &set->metrics[i]);
    if (s->kind == SITUATION_COUNT && s->at_least.value != QUANTITY_ONE) {
        buf_add(out, STR("        达到："));
        add_quantity(out, &s->at_least, STR("个"));
    }
    if (in->part != PART_VETO) {
        buf_addf(out, "        %s%s：", in->part == PART_BONUS ? "加分" : "扣分",
                 s->is_each ? "（每个）" : "");
        add_quantity(out, &s->points, STR("分"));
    }
}

static void add_part(struct buf *out, const struct indicator_set *set, enum part part,
                     const char *title)
{
    bool has_any = false;

    for (size_t i = 0; i < set->n_indicators; i++) {
        const struct indicator *in = &set->indicators[i];

        if (in->part != part)
            continue;
        if (!has_any)
            buf_addf(out, "\n%s\n", title);
        has_any = true;
        if (part == PART_DEDUCT || part == PART_BONUS)
            add_row(out, in->id, in->title, &in->full, "分");
        else
            buf_addf(out, "%.*s  %.*s%s\n", STR_ARG(in->id), STR_ARG(in->title),
                     in->subject == SUBJECT_ACCOUNT ? "（政务新媒体）" : "");
        for (size_t k = 0; k < in->n_situations; k++)
            add_situation(out, set, in, &in->situations[k]);
    }
}

static void print_set(const struct indicator_set *set)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf out = { 0 };
    const struct visits none = { 0 };

    buf_addf(&out, "%.*s（%.*s，版本 %.*s）\n依据：%.*s\n", STR_ARG(set->title), STR_ARG(set->name),
             STR_ARG(set->version), STR_ARG(set->basis));
    if (set->note.n)
        buf_addf(&out, "说明：%.*s\n", STR_ARG(set->note));
    if (set->extends.n)
        buf_addf(&out, "以 %.*s 为基础\n", STR_ARG(set->extends));
    buf_add(&out, STR("\n数值\n"));
    for (size_t i = 0; i < set->n_numbers; i++) {
        column_add(&out, set->numbers[i].title, ID_WIDTH + TITLE_WIDTH);
        add_quantity(&out, &set->numbers[i].quantity, set->numbers[i].unit);
    }
    add_part(&out, set, PART_VETO, "单项否决指标");
    buf_add(&out, STR("\n一级指标\n"));
    for (size_t i = 0; i < set->n_categories; i++)
        add_row(&out, STR(""), set->categories[i].title, &set->categories[i].full, "分");
    add_part(&out, set, PART_DEDUCT, "扣分指标");
    add_part(&out, set, PART_BONUS, "加分指标");
    add_part(&out, set, PART_SUPERVISION, "监管工作年度考核");
    if (indicator_number(set, "reach_days"))
        buf_addf(&out, "\n站点无法访问的算法：%.*s\n", STR_ARG(availability_text(set, &none, &a)));
    (void)fwrite(out.p, 1, out.n, stdout);
}

static int show(struct str name)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct indicator_set set;
    struct err err = { 0 };

    if (indicator_load(app_data_path("indicator", &a), name, &a, &set, &err))
        return app_fail(&err);
    print_set(&set);
    return EXIT_DONE;
}

static void count_open(const struct quantity *q, size_t *n_open, size_t *n_unsure)
{
    *n_open += q->trust == TRUST_OPEN;
    *n_unsure += q->trust == TRUST_UNCONFIRMED;
}

static int check(const char *path)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct indicator_set set;
    struct err err = { 0 };
    size_t n_open = 0, n_unsure = 0;

    if (indicator_load_file(path, &a, &set, &err))
        return app_fail(&err);
    for (size_t i = 0; i < set.n_numbers; i++)
        count_open(&set.numbers[i].quantity, &n_open, &n_unsure);
    for (size_t i = 0; i < set.n_indicators; i++) {
        const struct indicator *in = &set.indicators[i];

        if (in->part == PART_DEDUCT)
            count_open(&in->full, &n_open, &n_unsure);
        for (size_t k = 0; k < in->n_situations; k++) {
            if (in->situations[k].kind == SITUATION_COUNT)
                count_open(&in->situations[k].at_least, &n_open, &n_unsure);
            if (in->part == PART_DEDUCT)
                count_open(&in->situations[k].points, &n_open, &n_unsure);
        }
    }
    (void)printf("%s：正确。%.*s，指标 %zu 项；未定的数值 %zu 个，未经核实的 %zu 个\n", path,
                 STR_ARG(set.title), set.n_indicators, n_open, n_unsure);
    return EXIT_DONE;
}

int cmd_indicator(int argc, char **argv)
{
    const struct str verb = argc > 0 ? str_of(argv[0]) : (struct str){ 0 };
    struct err err = { 0 };

    if (argc == 1 && str_eq(verb, STR("list")))
        return list();
    if (argc == 2 && str_eq(verb, STR("show")))
        return show(str_of(argv[1]));
    if (argc == 2 && str_eq(verb, STR("check")))
        return check(argv[1]);
    if (argc == 1 && str_eq(verb, STR("--help"))) {
        (void)puts(usage);
        return EXIT_DONE;
    }
    (void)err_set(&err, RC_USAGE, "%s", usage);
    return app_fail(&err);
}
