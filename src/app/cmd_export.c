/* What goes out: the ledger of what a unit has to repair and to check; the ledgers of orders, of
 * escalations and of filings; the log of operations. */
#include "base/base.h"

#include "app/app.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/options.h"
#include "office/audit.h"
#include "report/escalation_sheet.h"
#include "report/filing_sheet.h"
#include "report/ledger.h"
#include "report/order_sheet.h"

#include <errno.h>
#include <stdio.h>

struct export
{
    struct str store, unit, out, indicators, audit, orders, escalations, filings;
    int64_t run;
    bool help;
    struct store *s;
    struct arena a;
};

static void export_done(struct export *x)
{
    store_closep(&x->s);
    arena_done(&x->a);
}

static enum rc open_office(struct export *x, struct err *err)
{
    return store_open(x->store.n ? x->store : STR("sqlite:xunjian.db"), &x->s, err);
}

static enum rc write_ledger(struct export *x, struct err *err)
{
    const char *dir = x->out.n ? x->out.p : ".";
    struct indicator_set set;
    struct run_info run;
    struct ledger_counts counts;
    enum rc rc;

    if ((rc = file_make_dir(dir, 0755, err)) ||
        (rc = indicator_load(app_data_path("indicator", &x->a),
                             x->indicators.n ? x->indicators : STR("national-2019"), &x->a, &set,
                             err)) ||
        (rc = open_office(x, err)) || (rc = store_get_run(x->s, x->run, &x->a, &run, err)))
        return rc;

    const struct ledger_input in = { .dir = dir,
                                     .store = x->s,
                                     .run = run.id,
                                     .unit = x->unit,
                                     .set = &set,
                                     .template_dir = app_data_path("report", &x->a) };

    if ((rc = ledger_write(&in, &counts, err)))
        return rc;
    (void)printf("%.*s：网站 %zu 个，政务新媒体 %zu 个，问题 %zu 个，台账（.xlsx、.html）在 %s\n",
                 STR_ARG(x->unit), counts.n_sites, counts.n_accounts, counts.n_findings, dir);
    return RC_OK;
}

/* ---- the log of operations ---- */

static enum rc write_line(void *ctx, const struct audit_line *line, struct err *err)
{
    AUTO(json_freep) struct json *to = audit_json(line);

    return json_write_line(to, ctx, err);
}

/* Whoever kept the count and the hash of an earlier export sees whether the end was cut off. */
static enum rc write_audit(struct export *x, struct err *err)
{
    AUTO(file_closep) FILE *f = NULL;
    int64_t n = 0, bad = 0;
    enum rc rc = open_office(x, err);

    if (!rc)
        rc = store_audit_verify(x->s, &n, &bad, err);
    if (rc)
        return rc;
    if (!(f = fopen(x->audit.p, "w")))
        return err_set(err, RC_IO, "%s：不能写入（%s）", x->audit.p, os_reason(errno));
    if ((rc = store_audit_each(x->s, &(struct audit_filter){ 0 }, write_line, f, err)))
        return rc;
    if (fflush(f))
        return err_set(err, RC_IO, "%s：不能写入（%s）", x->audit.p, os_reason(errno));
    if (bad)
        return err_set(err, RC_SYNTAX, "操作日志自第 %lld 条起与校验不符：有记录被改动或删去",
                       (long long)bad);
    (void)printf("操作日志 %lld 条，校验无误：%s\n", (long long)n, x->audit.p);
    return RC_OK;
}

static enum rc write_orders(struct export *x, struct err *err)
{
    int64_t n = 0;
    enum rc rc = open_office(x, err);

    if (!rc)
        rc = order_sheet_write(x->s, &(struct order_query){ .overdue_on = DAY_NONE }, x->orders.p,
                               &n, err);
    if (!rc)
        (void)printf("整改台账 %lld 行：%s\n", (long long)n, x->orders.p);
    return rc;
}

static enum rc write_escalations(struct export *x, struct err *err)
{
    int64_t n = 0;
    enum rc rc = open_office(x, err);

    if (!rc)
        rc = escalation_sheet_write(x->s, &(struct escalation_query){ 0 }, x->escalations.p, &n,
                                    err);
    if (!rc)
        (void)printf("督办台账 %lld 条：%s\n", (long long)n, x->escalations.p);
    return rc;
}

static enum rc write_filings(struct export *x, struct err *err)
{
    struct filing_kinds kinds;
    int64_t n = 0;
    enum rc rc = filing_kinds_load(app_data_path("filings.yaml", &x->a), &x->a, &kinds, err);

    if (!rc)
        rc = open_office(x, err);
    if (!rc)
        rc = filing_sheet_write(x->s, &kinds, &(struct filing_query){ 0 }, day_of_time(clock_now()),
                                x->filings.p, &n, err);
    if (!rc)
        (void)printf("报备和申请 %lld 件：%s\n", (long long)n, x->filings.p);
    return rc;
}

int cmd_export(int argc, char **argv)
{
    AUTO(export_done) struct export x = { 0 };
    const struct option options[] = {
        { "unit", "NAME", "主办单位，或网站名称、标识码", &x.unit, OPTION_TEXT, 0, 0 },
        { "out", "DIR", "输出目录，默认当前目录", &x.out, OPTION_TEXT, 0, 0 },
        { "store", "URL", "结果库，默认 sqlite:xunjian.db", &x.store, OPTION_TEXT, 0, 0 },
        { "run", "ID", "第几次巡检，默认最近一次", &x.run, OPTION_INT, 1, INT64_MAX },
        { "indicators", "NAME", "自查清单按哪套指标，默认 national-2019", &x.indicators,
          OPTION_TEXT, 0, 0 },
        { "audit", "FILE", "核对操作日志，写到这个文件，每条一行 JSON", &x.audit, OPTION_TEXT, 0,
          0 },
        { "orders", "FILE", "整改通知的台账，每个问题一行，写到这个 .xlsx 文件", &x.orders,
          OPTION_TEXT, 0, 0 },
        { "escalations", "FILE", "提醒、督办、通报、约谈、书面检查的台账，写到这个 .xlsx 文件",
          &x.escalations, OPTION_TEXT, 0, 0 },
        { "filings", "FILE", "报备和申请的台账与统计，写到这个 .xlsx 文件", &x.filings, OPTION_TEXT,
          0, 0 },
        { "help", NULL, "显示本说明", &x.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    if (!app_options(options, COUNT_OF(options),
                     "用法：xunjian export --unit 单位 | --orders 文件 | --escalations 文件 | "
                     "--filings 文件 | --audit 文件 [选项]…\n",
                     &argc, argv, &status))
        return status;

    const struct {
        struct str asked;
        enum rc (*write)(struct export *x, struct err *err);
    } kinds[] = {
        { x.unit, write_ledger },
        { x.orders, write_orders },
        { x.escalations, write_escalations },
        { x.filings, write_filings },
        { x.audit, write_audit },
    };
    size_t n_asked = 0, at = 0;

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].asked.n) {
            at = i;
            n_asked++;
        }
    if (argc || n_asked != 1) {
        (void)err_set(&err, RC_USAGE,
                      "用法：xunjian export --unit 单位、--orders 文件、--escalations 文件、"
                      "--filings 文件 或 --audit 文件（--help 列出所有选项）");
        return app_fail(&err);
    }
    return kinds[at].write(&x, &err) ? app_fail(&err) : EXIT_DONE;
}
