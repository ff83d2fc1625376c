/* The notice of a frozen round. */
#include "base/base.h"

#include "app/app.h"

#include "base/options.h"
#include "desk/round_rules.h"
#include "notice/notice_read.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct notice_command {
    struct str store, out, config, form;
    int64_t round;
    bool with_unreviewed, help;
    struct store *s;
    struct arena a;
};

static void command_done(struct notice_command *c)
{
    store_closep(&c->s);
    arena_done(&c->a);
}

/* FILE.docx -> FILE.xlsx */
static const char *beside(struct notice_command *c, const char *ending)
{
    return arena_printf(&c->a, "%.*s%s", (int)(c->out.n - 5), c->out.p, ending).p;
}

/* Where inspections keep their evidence: beside the store. As a workbook in `out` sees it. */
static struct str evidence_of(struct notice_command *c)
{
    const struct str folder = app_store_folder(c->store);
    char here[PATH_MAX];

    if (str_eq(folder, app_folder_of(c->out)))
        return STR("evidence");
    if (str_starts(folder, STR("/")))
        return arena_join(&c->a, folder, STR("/evidence"));
    if (!getcwd(here, sizeof(here)))
        return (struct str){ 0 };
    return arena_printf(&c->a, "%s/%.*s/evidence", here, STR_ARG(folder));
}

static enum rc write_notice(struct notice_command *c, const struct round *r, struct err *err)
{
    const struct notice_files files = {
        .docx = c->out.p,
        .xlsx = beside(c, ".xlsx"),
        .json = beside(c, ".json"),
        .form = c->form.n ? c->form.p : NULL,
        .office = c->config.n ? c->config.p : app_data_path("notice.yaml", &c->a),
    };
    struct notice_source source = {
        .store = c->s,
        .run = r->run,
        .round = r,
        .period = r->title,
        .day = r->to,
        .rules = round_rules_title(app_data_path("indicator", &c->a), r, &c->a),
        .with_unreviewed = c->with_unreviewed,
        .evidence = evidence_of(c),
    };
    struct site_list sites;
    struct account_list accounts;
    struct filing_kinds filings;
    size_t n_gaps = 0;
    enum rc rc = notice_source_lists(c->s, r, &c->a, &sites, &accounts, err);

    if (!rc)
        rc = filing_kinds_load(app_data_path("filings.yaml", &c->a), &c->a, &filings, err);
    if (rc)
        return rc;
    source.sites = &sites;
    source.accounts = &accounts;
    source.filings = &filings;
    rc = notice_files_write(&source, &files, &n_gaps, err);
    if (!rc)
        (void)printf("%s\n%s\n%s\n", files.docx, files.xlsx, files.json);
    if (!rc && n_gaps)
        (void)printf(
            "文稿中有 %zu 处【】待填写；可在本轮的网页上填写，或者在 --config 的文件中填好\n",
            n_gaps);
    return rc;
}

static enum rc run(struct notice_command *c, int n_rest, struct err *err)
{
    struct round r;
    enum rc rc;

    if (n_rest || !c->round || !str_ends(c->out, STR(".docx")))
        return err_set(err, RC_USAGE, "notice 需要 --round 轮次 和 -o 文件.docx");
    if (!c->store.n)
        c->store = STR("sqlite:xunjian.db");
    rc = store_open(c->store, &c->s, err);
    if (!rc)
        rc = store_round_get(c->s, c->round, &c->a, &r, err);
    if (rc)
        return rc;
    if (!r.frozen)
        return err_set(err, RC_USAGE,
                       "第 %" PRId64 " 轮尚未冻结；先运行 xunjian round freeze %" PRId64, r.id,
                       r.id);
    return write_notice(c, &r, err);
}

int cmd_notice(int argc, char **argv)
{
    static char long_out[] = "--out";
    AUTO(command_done) struct notice_command c = { 0 };
    const struct option options[] = {
        { "round", "ID", "哪一轮；须已冻结", &c.round, OPTION_INT, 1, INT64_MAX },
        { "out", "FILE.docx", "（-o）通报写到这里，表格和数字的出处写到同名的 .xlsx 和 .json",
          &c.out, OPTION_TEXT, 0, 0 },
        { "store", "URL", "结果库，默认 sqlite:xunjian.db", &c.store, OPTION_TEXT, 0, 0 },
        { "config", "FILE", "单位信息和用语，默认 notice.yaml", &c.config, OPTION_TEXT, 0, 0 },
        { "template", "FILE.docx", "按单位自己的文稿填写其中的 {{…}} 标记（清单见 docs/notice.md）",
          &c.form, OPTION_TEXT, 0, 0 },
        { "include-unreviewed", NULL, "未经复核的问题也写入，并在文首说明", &c.with_unreviewed,
          OPTION_FLAG, 0, 0 },
        { "help", NULL, "显示本说明", &c.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "-o") == 0)
            argv[i] = long_out;
    if (!app_options(options, COUNT_OF(options),
                     "用法：xunjian notice --round 轮次 -o 文件.docx [选项]…\n", &argc, argv,
                     &status))
        return status;
    return run(&c, argc, &err) ? app_fail(&err) : EXIT_DONE;
}
