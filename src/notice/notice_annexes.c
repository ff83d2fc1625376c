#include "base/base.h"

#include "notice/notice_text.h"

#include <inttypes.h>

/* A part has one annex, or a second one with its failures. */
struct annex_part {
    const struct notice_part *part;
    const char *subject, *unit;
    const struct docx_column *failure_columns;
};

static const struct docx_column site_columns[] = {
    { "序号", 5, true },        { "网站名称", 12, false }, { "首页网址", 14, false },
    { "网站标识码", 12, true }, { "检查结果", 8, true },   { "存在的严重问题", 12, false },
};
static const struct docx_column account_columns[] = {
    { "序号", 5, true },      { "账号名称", 12, false }, { "开设主体", 12, false },
    { "账号类型", 10, true }, { "检查结果", 8, true },   { "存在的严重问题", 14, false },
};
enum { FAILURE_COLUMNS = COUNT_OF(site_columns), PARTS = 2 };

static size_t parts_of(const struct notice *n, struct annex_part out[PARTS])
{
    out[0] = (struct annex_part){ &n->sites, "政府网站", "网站", site_columns };
    out[1] = (struct annex_part){ &n->accounts, "政务新媒体", "账号", account_columns };
    return n->accounts.all.running ? 2 : 1;
}

static struct str title_of(struct notice_text *t, const struct annex_part *p, bool is_failures)
{
    const struct str work = notice_work(t->office);

    if (is_failures)
        return arena_printf(t->a, "%.*s发现存在突出问题的%s名单", STR_ARG(work), p->subject);
    return arena_printf(t->a, "各地、各部门%s%.*s情况", p->subject, STR_ARG(work));
}

size_t notice_annex_of_failures(const struct notice *n, const struct notice_part *part)
{
    struct annex_part parts[PARTS];
    const size_t n_parts = parts_of(n, parts);
    size_t i = 0;

    for (size_t k = 0; k < n_parts; k++) {
        i += parts[k].part->n_failures ? 2 : 1;
        if (parts[k].part == part)
            return part->n_failures ? i : 0;
    }
    return 0;
}

/* ---- the list -------------------------------------------------------------------------------- */

void notice_annex_list(struct notice_text *t)
{
    struct annex_part parts[PARTS];
    const size_t n_parts = parts_of(t->n, parts);
    size_t i = 0;

    for (size_t k = 0; k < n_parts; k++)
        for (int list = 0; list < (parts[k].part->n_failures ? 2 : 1); list++) {
            const struct str title = title_of(t, &parts[k], list);

            i++;
            docx_paragraph(
                t->d, i == 1 ? DOCX_NOTE_FIRST : DOCX_NOTE_NEXT,
                arena_printf(t->a, "%s%zu.%.*s", i == 1 ? "附件：" : "", i, STR_ARG(title)));
        }
}

/* ---- the annexes ----------------------------------------------------------------------------- */

static void begin_annex(struct notice_text *t, size_t i, struct str title)
{
    t->at.place = arena_printf(t->a, "附件%zu", i);
    docx_paragraph(t->d, DOCX_ANNEX, t->at.place);
    docx_paragraph(t->d, DOCX_ANNEX_TITLE, title);
    if (t->n->period.n)
        docx_paragraph(t->d, DOCX_CENTRED, arena_printf(t->a, "（%.*s）", STR_ARG(t->n->period)));
}

enum { COUNT_COLUMNS = 8 };

static struct selection with(struct selection row, const char *verdicts)
{
    row.verdicts = verdicts;
    return row;
}

/* Figures of what `row` selects; with the column of undecided ones, or without it. */
static void add_count(struct notice_text *t, struct str number, struct str name,
                      const struct notice_count *c, const struct selection *row, bool has_undecided)
{
    const struct number_share looked = { .part = c->checked + c->undecided,
                                         .whole = c->running,
                                         .of = with(*row, SELECT_LOOKED),
                                         .to = *row };
    const struct number_share rate = notice_rate_of(t->office, c, row);
    const struct selection failed = with(*row, SELECT_FAILED),
                           undecided = with(*row, SELECT_UNDECIDED);
    struct str cells[COUNT_COLUMNS] = { number, name };
    size_t n = 2;

    cells[n++] = notice_count_text(t, c->running, row);
    cells[n++] = notice_count_text(t, looked.part, &looked.of);
    cells[n++] = notice_rate_text(t, &looked);
    cells[n++] = notice_count_text(t, c->bad, &failed);
    if (has_undecided)
        cells[n++] = notice_count_text(t, c->undecided, &undecided);
    cells[n] = notice_rate_text(t, &rate);
    docx_row(t->d, cells);
}

/* The regions, the sum, and of it each type where there are several. */
static void add_counts(struct notice_text *t, const struct notice_part *part)
{
    const bool has_undecided = part->all.undecided > 0;
    struct selection row = notice_of(t, part, NULL);
    size_t n_types = 0;

    for (size_t i = 0; i < part->n_regions; i++) {
        row.region = &part->regions[i].code;
        add_count(t, arena_printf(t->a, "%zu", i + 1), part->regions[i].name, &part->regions[i],
                  &row, has_undecided);
    }
    row.region = NULL;
    add_count(t, STR(""), STR("合计"), &part->all, &row, has_undecided);
    for (size_t i = 0; i < part->n_types; i++)
        n_types += part->types[i].running > 0;
    for (size_t i = 0; n_types > 1 && i < part->n_types; i++) {
        row.type = &part->types[i].code;
        if (part->types[i].running)
            add_count(t, STR(""), arena_join(t->a, STR("其中："), part->types[i].name),
                      &part->types[i], &row, has_undecided);
    }
}

static struct annex_part part_of(const struct notice_text *t, const struct notice_part *part)
{
    struct annex_part parts[PARTS];

    (void)parts_of(t->n, parts);
    return parts[part == &t->n->accounts];
}

void notice_overview(struct notice_text *t, const struct notice_part *part)
{
    const char *unit = part_of(t, part).unit;
    const struct str work = notice_work(t->office);
    struct docx_column columns[COUNT_COLUMNS] = {
        { "序号", 5, true },
        { "地区（部门）", 12, false },
        { arena_printf(t->a, "运行%s数", unit).p, 10, true },
        { arena_printf(t->a, "%.*s%s数", STR_ARG(work), unit).p, 10, true },
        { arena_printf(t->a, "%.*s比例", STR_ARG(work)).p, 9, true },
        { "不合格数", 9, true },
    };
    size_t n = 6;

    if (part->all.undecided > 0)
        columns[n++] = (struct docx_column){ "未能判定数", 10, true };
    columns[n++] = (struct docx_column){ notice_rate_title(t->office), 9, true };
    docx_table_begin(t->d, columns, n);
    add_counts(t, part);
    docx_table_end(t->d);
}

void notice_failures(struct notice_text *t, const struct notice_part *part)
{
    const struct selection failed = notice_of(t, part, SELECT_FAILED);

    numbers_rows(t->numbers, &t->at, (int64_t)part->n_failures, &failed);
    docx_table_begin(t->d, part_of(t, part).failure_columns, FAILURE_COLUMNS);
    for (size_t i = 0; i < part->n_failures; i++) {
        const struct notice_failure *f = &part->failures[i];
        const struct str cells[FAILURE_COLUMNS] = {
            arena_printf(t->a, "%zu", i + 1), f->name, f->home, f->code, f->result, f->problems,
        };

        docx_row(t->d, cells);
    }
    docx_table_end(t->d);
}

void notice_annexes(struct notice_text *t)
{
    struct annex_part parts[PARTS];
    const size_t n_parts = parts_of(t->n, parts);
    size_t i = 0;

    for (size_t k = 0; k < n_parts; k++) {
        begin_annex(t, ++i, title_of(t, &parts[k], false));
        notice_overview(t, parts[k].part);
        if (parts[k].part->n_failures == 0)
            continue;
        begin_annex(t, ++i, title_of(t, &parts[k], true));
        notice_failures(t, parts[k].part);
    }
}
