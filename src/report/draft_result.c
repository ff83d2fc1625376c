#include "base/base.h"

#include "report/draft_result.h"

#include "base/clock.h"
#include "document/docx.h"

#include <inttypes.h>

static void add_missing(struct docx *d, struct arena *a, const char *what, struct str why)
{
    if (why.n)
        docx_paragraph(d, DOCX_BODY, arena_printf(a, "没有检查%s：%.*s。", what, STR_ARG(why)));
}

static void add_summary(struct docx *d, struct arena *a, const struct draft_opened *draft)
{
    docx_paragraph(d, DOCX_BODY,
                   draft->n_problems
                       ? arena_printf(a, "读到 %" PRId64 " 字，发现 %" PRId64 " 处问题。",
                                      draft->n_chars, draft->n_problems)
                       : arena_printf(a, "读到 %" PRId64 " 字，没有发现问题。", draft->n_chars));
    if (draft->outcome)
        docx_paragraph(d, DOCX_BODY,
                       arena_printf(a, "文稿没有读完（%s），只检查了读到的部分。",
                                    attach_outcome_title(draft->outcome)));
    add_missing(d, a, "错别字", draft->no_typos);
    add_missing(d, a, "英语拼写", draft->no_english);
    if ((int64_t)draft->n < draft->n_problems)
        docx_paragraph(d, DOCX_BODY, arena_printf(a, "下表列出前 %zu 处。", draft->n));
}

static void add_problems(struct docx *d, struct arena *a, const struct draft_opened *draft)
{
    static const struct docx_column columns[] = {
        { "序号", 6, true },   { "位置", 16, false }, { "级别", 7, true },   { "类型", 13, false },
        { "原文", 14, false }, { "建议", 14, false }, { "摘录", 30, false },
    };

    docx_table_begin(d, columns, COUNT_OF(columns));
    for (size_t i = 0; i < draft->n; i++) {
        const struct draft_seen *p = &draft->problems[i];
        const struct str cells[COUNT_OF(columns)] = {
            arena_printf(a, "%zu", i + 1),
            draft->is_document ? p->where : arena_printf(a, "第 %" PRId64 " 行", p->line),
            p->is_serious   ? STR("严重")
            : p->is_suspect ? STR("疑似")
                            : STR("确认"),
            p->class.n ? p->class : str_of(p->check->title),
            p->wrong,
            p->right,
            p->excerpt,
        };

        docx_row(d, cells);
    }
    docx_table_end(d);
}

enum rc draft_result_docx(const struct draft_opened *draft, struct str name, int32_t day,
                          struct buf *out, struct err *err)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    AUTO(arena_done) struct arena a = { 0 };
    char text[DAY_TEXT_BYTES];

    docx_paragraph(d, DOCX_TITLE, STR("文稿检查结果"));
    docx_paragraph(
        d, DOCX_CENTRED,
        arena_printf(&a, "%.*s%s%s", STR_ARG(name), name.n ? " " : "", day_text(day, text)));
    add_summary(d, &a, draft);
    if (draft->n)
        add_problems(d, &a, draft);
    return docx_bytes(d, out, err);
}
