/* The review of findings: what a person says of them. */
#include "base/base.h"

#include "app/app.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/options.h"
#include "desk/review_desk.h"
#include "report/columns.h"
#include "report/review_book.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHEET_BYTES_MAX = 256 << 20, IDS_MAX = OPTION_TEXTS_MAX };

static const char usage[] =
    "用法：xunjian review 动作 [编号…] [选项]…\n"
    "  list                      列出问题和结论\n"
    "  confirm 编号…             确认；不写编号时用 --site、--check、--word 成批选定\n"
    "  dismiss 编号… --reason    排除；--scope here|site|everywhere，--until 日期\n"
    "  merge 编号… --into 编号   并入另一个问题\n"
    "  note 编号… --reason       备注\n"
    "  undo 记录号               撤销一条复核记录（xunjian review log 列出）\n"
    "  log                       复核记录\n"
    "  export --file FILE        导出复核表（.xlsx 或 .csv），填写“结论”（确认、排除）和“理由”\n"
    "  import --file FILE        收回填好的复核表\n";

struct review {
    struct str store, site, check, word, by, reason, scope, into, file;
    int64_t run, now, until;
    bool only_open, help;
    struct str ids[IDS_MAX];
    struct store *s;
    struct review_filter filter;
    struct arena a;
};

static void review_done(struct review *r)
{
    store_closep(&r->s);
    arena_done(&r->a);
}

/* ---- showing ---- */

static enum rc print_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    AUTO(buf_done) struct buf line = { 0 };
    const struct review_action *review = f->review;

    (void)ctx;
    (void)err;
    buf_addf(&line, "%016" PRIx64 "  ", f->id);
    column_add(&line, str_of(review_kind_title(review ? review->kind : REVIEW_NONE)), 8);
    column_add(&line, str_of(grade_title(f->finding.grade)), 10);
    column_add(&line, f->finding.site, 12);
    column_add(&line, str_of(f->finding.check), 20);
    column_add(&line, f->finding.excerpt, 60);
    if (review && review->reason.n)
        buf_addf(&line, "（%.*s：%.*s）", STR_ARG(review->by), STR_ARG(review->reason));
    (void)printf("%.*s\n", STR_ARG(buf_str(&line)));
    return RC_OK;
}

static enum rc print_action(void *ctx, const struct review_action *action, struct err *err)
{
    char at[TIME_TEXT_BYTES];

    (void)ctx;
    (void)err;
    (void)printf("%6" PRId64 "  %s  %.*s  %s%s  %.*s  %016" PRIx64 "  %.*s\n", action->id,
                 time_text(action->at, at), STR_ARG(action->by), review_kind_title(action->kind),
                 action->is_undone ? "（已撤销）" : "", STR_ARG(action->site), action->finding,
                 STR_ARG(action->reason));
    return RC_OK;
}

static enum rc list(struct review *r, struct err *err)
{
    return review_pick(r->s, &r->filter, print_finding, NULL, err);
}

static enum rc show_log(struct review *r, struct err *err)
{
    return store_review_each(r->s, r->site, print_action, NULL, err);
}

/* ---- deciding ---- */

static struct review_action action_of(const struct review *r, enum review_kind kind)
{
    return (struct review_action){ .at = r->now,
                                   .by = r->by,
                                   .kind = kind,
                                   .reason = r->reason,
                                   .scope = str_eq(r->scope, STR("site"))         ? SCOPE_SITE
                                            : str_eq(r->scope, STR("everywhere")) ? SCOPE_EVERYWHERE
                                                                                  : SCOPE_HERE,
                                   .expires = r->until };
}

static enum rc apply(struct review *r, const struct review_action *action, struct err *err)
{
    size_t n = 0;
    enum rc rc;

    if (!r->filter.n_ids && !r->site.n && !r->check.n && !r->word.n)
        return err_set(err, RC_USAGE, "请写问题编号，或用 --site、--check、--word 成批选定");
    rc = review_apply(r->s, &r->filter, action, &n, err);
    if (!rc)
        (void)printf("%s：%zu 个问题\n", review_kind_title(action->kind), n);
    return rc;
}

static enum rc confirm(struct review *r, struct err *err)
{
    const struct review_action action = action_of(r, REVIEW_CONFIRM);

    return apply(r, &action, err);
}

static enum rc dismiss(struct review *r, struct err *err)
{
    const struct review_action action = action_of(r, REVIEW_DISMISS);

    return apply(r, &action, err);
}

static enum rc note(struct review *r, struct err *err)
{
    const struct review_action action = action_of(r, REVIEW_NOTE);

    return apply(r, &action, err);
}

static enum rc take_id(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    *(uint64_t *)ctx = f->id;
    return RC_OK;
}

static enum rc merge(struct review *r, struct err *err)
{
    struct review_action action = action_of(r, REVIEW_MERGE);
    const struct review_filter kept = { .run = r->run, .ids = &r->into, .n_ids = 1 };
    uint64_t id = 0;
    enum rc rc;

    if (!r->into.n)
        return err_set(err, RC_USAGE, "merge 需要 --into 编号");
    if ((rc = review_pick(r->s, &kept, take_id, &id, err)))
        return rc;
    action.target = (int64_t)id;
    return apply(r, &action, err);
}

static enum rc undo(struct review *r, struct err *err)
{
    struct review_action action = action_of(r, REVIEW_UNDO);
    int64_t id;
    enum rc rc;

    if (r->filter.n_ids != 1 || !str_to_i64(r->ids[0], 1, INT64_MAX, &action.target))
        return err_set(err, RC_USAGE, "undo 后面写一个记录号（xunjian review log 列出）");
    rc = store_review_add(r->s, &action, &id, err);
    if (!rc)
        (void)printf("已撤销第 %" PRId64 " 条记录\n", action.target);
    return rc;
}

/* ---- sheets ---- */

static enum rc export_sheet(struct review *r, struct err *err)
{
    AUTO(buf_done) struct buf out = { 0 };
    AUTO(file_closep) FILE *f = NULL;
    enum rc rc;

    if (!r->file.n)
        return err_set(err, RC_USAGE, "export 需要 --file FILE");
    if (str_ends(r->file, STR(".xlsx")))
        return review_book_write(r->s, &r->filter, r->file.p, err);
    if ((rc = review_sheet_write(r->s, &r->filter, &out, err)))
        return rc;
    f = fopen(r->file.p, "wb");
    if (!f || fwrite(out.p, 1, out.n, f) != out.n || fflush(f))
        return err_set(err, RC_IO, "%s：写入失败（%s）", r->file.p, os_reason(errno));
    return RC_OK;
}

static enum rc import_sheet(struct review *r, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    const struct review_action as = action_of(r, REVIEW_NONE);
    struct review_sheet_result out;
    enum rc rc;

    if (!r->file.n)
        return err_set(err, RC_USAGE, "import 需要 --file FILE");
    if ((rc = file_read(r->file.p, SHEET_BYTES_MAX, &text, err)) ||
        (rc = review_sheet_read(r->s, r->run, buf_str(&text), &as, &r->a, &out, err)))
        return rc;
    for (size_t i = 0; i < out.n_bad; i++)
        (void)fprintf(stderr, "%s 第 %zu 行：%.*s（此行已略过）\n", r->file.p, out.bad[i].line,
                      STR_ARG(out.bad[i].reason));
    (void)printf("确认 %zu 个，排除 %zu 个，未填结论 %zu 个，有误 %zu 行\n", out.n_confirmed,
                 out.n_dismissed, out.n_blank, out.n_bad);
    return RC_OK;
}

static const struct verb {
    const char *name;
    enum rc (*run)(struct review *r, struct err *err);
} verbs[] = {
    { "list", list },           { "log", show_log },        { "confirm", confirm },
    { "dismiss", dismiss },     { "merge", merge },         { "note", note },
    { "export", export_sheet }, { "import", import_sheet }, { "undo", undo },
};

static enum rc prepare(struct review *r, struct err *err)
{
    struct run_info run;
    enum rc rc;

    if (!r->now)
        r->now = clock_now();
    if (!r->by.n)
        r->by = app_user();
    if (r->scope.n && !str_eq(r->scope, STR("here")) && !str_eq(r->scope, STR("site")) &&
        !str_eq(r->scope, STR("everywhere")))
        return err_set(err, RC_USAGE, "--scope 只能是 here、site 或 everywhere");
    if ((rc = store_open(r->store.n ? r->store : STR("sqlite:xunjian.db"), &r->s, err)) ||
        (rc = store_get_run(r->s, r->run, &r->a, &run, err)))
        return rc;
    r->run = run.id;
    r->filter.run = run.id;
    r->filter.site = r->site;
    r->filter.check = r->check;
    r->filter.word = r->word;
    r->filter.only_open = r->only_open;
    return RC_OK;
}

static int run_verb(struct review *r, const char *name)
{
    struct err err = { 0 };

    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (strcmp(name, verbs[i].name) == 0)
            return prepare(r, &err) || verbs[i].run(r, &err) ? app_fail(&err) : EXIT_DONE;
    (void)err_set(&err, RC_USAGE, "review 没有“%s”这个动作\n%s", name, usage);
    return app_fail(&err);
}

int cmd_review(int argc, char **argv)
{
    AUTO(review_done) struct review r = { 0 };
    const struct option options[] = {
        { "store", "URL", "结果库，默认 sqlite:xunjian.db", &r.store, OPTION_TEXT, 0, 0 },
        { "run", "ID", "第几次巡检，默认最近一次", &r.run, OPTION_INT, 1, INT64_MAX },
        { "site", "CODE", "只选这个网站标识码", &r.site, OPTION_TEXT, 0, 0 },
        { "check", "ID", "只选这个检查项", &r.check, OPTION_TEXT, 0, 0 },
        { "word", "TEXT", "只选含有这些字的", &r.word, OPTION_TEXT, 0, 0 },
        { "open", NULL, "只选尚无结论的", &r.only_open, OPTION_FLAG, 0, 0 },
        { "by", "NAME", "由谁作出，默认为登录的用户", &r.by, OPTION_TEXT, 0, 0 },
        { "reason", "TEXT", "理由或备注", &r.reason, OPTION_TEXT, 0, 0 },
        { "scope", "here|site|everywhere", "排除的范围：此处（默认）、本网站、所有网站的同样内容",
          &r.scope, OPTION_TEXT, 0, 0 },
        { "until", "TIME", "排除到何时失效，默认一直有效", &r.until, OPTION_TIME, 0, 0 },
        { "into", "ID", "并入的问题编号", &r.into, OPTION_TEXT, 0, 0 },
        { "file", "FILE", "复核表", &r.file, OPTION_TEXT, 0, 0 },
        { "now", "TIME", "按这个时间记录，默认为当前时间", &r.now, OPTION_TIME, 0, 0 },
        { "help", NULL, "显示本说明", &r.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    if (!app_options(options, COUNT_OF(options), usage, &argc, argv, &status))
        return status;
    if (argc < 1 || argc > IDS_MAX) {
        (void)err_set(&err, RC_USAGE, "%s", usage);
        return app_fail(&err);
    }
    for (int i = 1; i < argc; i++)
        r.ids[r.filter.n_ids++] = str_of(argv[i]);
    r.filter.ids = r.ids;
    return run_verb(&r, argv[0]);
}
