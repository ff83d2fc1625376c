#include "base/base.h"

#include "notice/notice_template.h"

#include "notice/notice_text.h"

#include <stddef.h>

/* What a mark stands for. */
enum kind {
    KIND_OFFICE, /* a text that the office gave; `field` */
    KIND_TITLE,
    KIND_PERIOD,
    KIND_BASIS,
    KIND_RUNNING, /* numbers of sites, or accounts */
    KIND_LOOKED,
    KIND_SHARE,
    KIND_PASSED,
    KIND_FAILED,
    KIND_UNDECIDED,
    KIND_RATE,
    KIND_BLOCK, /* `write` */
    KIND_TABLE, /* `table` */
};

struct mark {
    const char *name;
    enum kind kind;
    bool is_accounts;
    size_t field; /* of struct office */
    void (*write)(struct notice_text *t);
    void (*table)(struct notice_text *t, const struct notice_part *part);
};

#define OFFICE(name, field)                                                                        \
    {                                                                                              \
        name, KIND_OFFICE, false, offsetof(struct office, field), NULL, NULL                       \
    }
#define PLAIN(name, kind)                                                                          \
    {                                                                                              \
        name, kind, false, 0, NULL, NULL                                                           \
    }
#define ACCOUNTS(name, kind)                                                                       \
    {                                                                                              \
        name, kind, true, 0, NULL, NULL                                                            \
    }
#define BLOCK(name, write)                                                                         \
    {                                                                                              \
        name, KIND_BLOCK, false, 0, write, NULL                                                    \
    }
#define TABLE(name, is_accounts, write)                                                            \
    {                                                                                              \
        name, KIND_TABLE, is_accounts, 0, NULL, write                                              \
    }

static const struct mark marks[] = {
    OFFICE("发文机关", issuer),
    OFFICE("发文机关标志", head),
    OFFICE("发文字号", number),
    OFFICE("范围", area),
    OFFICE("主送机关", addressees),
    OFFICE("整改期限", deadline),
    OFFICE("报送单位", recipient),
    OFFICE("联系人及电话", contact),
    OFFICE("成文日期", date),
    PLAIN("标题", KIND_TITLE),
    PLAIN("轮次", KIND_PERIOD),
    PLAIN("检查依据", KIND_BASIS),
    PLAIN("运行网站数", KIND_RUNNING),
    PLAIN("检查网站数", KIND_LOOKED),
    PLAIN("网站检查比例", KIND_SHARE),
    PLAIN("合格网站数", KIND_PASSED),
    PLAIN("不合格网站数", KIND_FAILED),
    PLAIN("未能判定网站数", KIND_UNDECIDED),
    PLAIN("网站合格率", KIND_RATE),
    ACCOUNTS("运行账号数", KIND_RUNNING),
    ACCOUNTS("检查账号数", KIND_LOOKED),
    ACCOUNTS("账号检查比例", KIND_SHARE),
    ACCOUNTS("合格账号数", KIND_PASSED),
    ACCOUNTS("不合格账号数", KIND_FAILED),
    ACCOUNTS("未能判定账号数", KIND_UNDECIDED),
    ACCOUNTS("账号合格率", KIND_RATE),
    BLOCK("提示", notice_warnings),
    BLOCK("引言", notice_basis),
    BLOCK("总体情况", notice_overall),
    BLOCK("主要问题", notice_problems),
    BLOCK("工作要求", notice_demands),
    BLOCK("整改要求", notice_repair),
    TABLE("网站检查情况表", false, notice_overview),
    TABLE("不合格网站表", false, notice_failures),
    TABLE("账号检查情况表", true, notice_overview),
    TABLE("不合格账号表", true, notice_failures),
};

struct filler {
    struct notice_text t;
    struct arena a;    /* of all texts */
    struct docx *last; /* pieces that the template still borrows */
    size_t n_marks;
    bool has_warnings;
};

static void filler_done(struct filler *f)
{
    docx_freep(&f->last);
    arena_done(&f->a);
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* What the office wrote, its own gaps counted; a gap when it wrote nothing. */
static struct str text_or_gap(struct notice_text *t, const struct mark *m)
{
    const struct str *field =
        (const struct str *)(const void *)((const char *)t->office + m->field);
    struct str rest;

    if (field->n == 0) {
        t->n_gaps++;
        return arena_printf(t->a, "【%s】", m->name);
    }
    for (rest = *field; str_find(rest, STR("【")) != STR_NONE; t->n_gaps++)
        rest = str_skip(rest, str_find(rest, STR("【")) + STR("【").n);
    return *field;
}

static struct str basis_text(struct notice_text *t)
{
    const struct office *o = t->office;
    struct str out = { 0 };

    for (size_t i = 0; i < o->n_basis; i++)
        out = arena_printf(t->a, "%.*s%s%.*s", STR_ARG(out),
                           i == 0                ? ""
                           : i + 1 == o->n_basis ? "和"
                                                 : "、",
                           STR_ARG(o->basis[i]));
    if (out.n)
        return out;
    t->n_gaps++;
    return STR("【检查依据】");
}

static struct str number_text(struct notice_text *t, enum kind kind, const struct notice_part *part)
{
    const struct notice_count *c = &part->all;
    const struct selection all = notice_of(t, part, NULL),
                           looked = notice_of(t, part, SELECT_LOOKED),
                           passed = notice_of(t, part, SELECT_PASSED),
                           failed = notice_of(t, part, SELECT_FAILED),
                           undecided = notice_of(t, part, SELECT_UNDECIDED);
    const struct number_share share = {
        .part = c->checked + c->undecided, .whole = c->running, .of = looked, .to = all
    };
    const struct number_share rate = notice_rate_of(t->office, c, &all);

    switch (kind) {
    case KIND_RUNNING:
        return notice_count_text(t, c->running, &all);
    case KIND_LOOKED:
        return notice_count_text(t, share.part, &looked);
    case KIND_SHARE:
        return notice_rate_text(t, &share);
    case KIND_PASSED:
        return notice_count_text(t, c->checked - c->bad, &passed);
    case KIND_FAILED:
        return notice_count_text(t, c->bad, &failed);
    case KIND_UNDECIDED:
        return notice_count_text(t, c->undecided, &undecided);
    case KIND_RATE:
        return notice_rate_text(t, &rate);
    case KIND_OFFICE:
    case KIND_TITLE:
    case KIND_PERIOD:
    case KIND_BASIS:
    case KIND_BLOCK:
    case KIND_TABLE:
        break;
    }
    return (struct str){ 0 };
}

static struct str title_text(struct notice_text *t)
{
    static const struct mark issuer = OFFICE("发文机关", issuer);
    const struct str by = text_or_gap(t, &issuer), subjects = notice_subjects(t->n),
                     work = notice_work(t->office);

    return arena_printf(t->a, "%.*s关于%.*s%.*s%.*s%.*s情况的通报", STR_ARG(by),
                        STR_ARG(t->n->period), STR_ARG(t->office->area), STR_ARG(subjects),
                        STR_ARG(work));
}

static struct str text_of(struct notice_text *t, const struct mark *m,
                          const struct notice_part *part)
{
    switch (m->kind) {
    case KIND_OFFICE:
        return text_or_gap(t, m);
    case KIND_TITLE:
        return title_text(t);
    case KIND_PERIOD:
        return t->n->period;
    case KIND_BASIS:
        return basis_text(t);
    case KIND_RUNNING:
    case KIND_LOOKED:
    case KIND_SHARE:
    case KIND_PASSED:
    case KIND_FAILED:
    case KIND_UNDECIDED:
    case KIND_RATE:
        return number_text(t, m->kind, part);
    case KIND_BLOCK:
    case KIND_TABLE:
        break;
    }
    return (struct str){ 0 };
}

/* ---- marks ----------------------------------------------------------------------------------- */

static const struct mark *find_mark(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_eq(name, str_of(marks[i].name)))
            return &marks[i];
    return NULL;
}

static void write_block(struct filler *f, const struct mark *m, const struct notice_part *part)
{
    if (m->write) {
        m->write(&f->t);
    } else if (m->table == notice_failures && part->n_failures == 0) {
        docx_paragraph(f->last, DOCX_BODY, STR("无。"));
    } else {
        m->table(&f->t, part);
    }
}

static enum rc fill(void *ctx, const struct docx_mark *mark, struct docx_filling *out,
                    struct err *err)
{
    struct filler *f = ctx;
    const struct mark *m = find_mark(mark->name);

    if (!m)
        return err_set(err, RC_SYNTAX, "“{{%.*s}}”不是可用的标记（清单见 docs/notice.md）",
                       STR_ARG(mark->name));

    const struct notice_part *part = m->is_accounts ? &f->t.n->accounts : &f->t.n->sites;

    f->n_marks++;
    f->has_warnings |= m->write == notice_warnings;
    f->t.part = f->t.at.place = str_of(m->name);
    *out = (struct docx_filling){ .is_block = m->kind == KIND_BLOCK || m->kind == KIND_TABLE };
    if (!out->is_block) {
        out->text = text_of(&f->t, m, part);
        return RC_OK;
    }
    docx_freep(&f->last);
    f->t.d = f->last = docx_new_pieces(mark->paragraph, mark->run);
    write_block(f, m, part);
    out->blocks = docx_pieces(f->last);
    return RC_OK;
}

/* Nobody may leave them out. */
static void put_warnings(struct filler *f, struct docx_template *t)
{
    docx_freep(&f->last);
    f->t.d = f->last = docx_new_pieces(
        STR("<w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"C00000\"/>"
            "<w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"C00000\"/></w:pBdr>"
            "</w:pPr>"),
        STR("<w:b/><w:color w:val=\"C00000\"/>"));
    f->t.part = STR("提示");
    notice_warnings(&f->t);
    docx_template_put_first(t, docx_pieces(f->last));
}

enum rc notice_fill(const struct notice *n, const struct office *office, struct docx_template *t,
                    struct numbers *numbers, size_t *n_gaps, struct err *err)
{
    AUTO(filler_done)
    struct filler f = {
        .t = { .n = n, .office = office, .numbers = numbers, .at.file = "docx" },
    };
    enum rc rc;

    f.t.a = &f.a;
    rc = docx_template_fill(t, fill, &f, err);
    if (!rc && f.n_marks == 0)
        return err_set(err, RC_SYNTAX, "没有“{{…}}”标记（清单见 docs/notice.md）");
    if (rc)
        return rc;
    if (!f.has_warnings)
        put_warnings(&f, t);
    *n_gaps = f.t.n_gaps;
    return RC_OK;
}
