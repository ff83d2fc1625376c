/* What goes out to the units: the ledger of what to repair and to check. */
#include "base/base.h"

#include "app/app.h"

#include "base/options.h"
#include "report/ledger.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct export
{
    struct str store, unit, out, indicators;
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

static enum rc write(struct export *x, struct err *err)
{
    const char *dir = x->out.n ? x->out.p : ".";
    struct indicator_set set;
    struct run_info run;
    size_t n_sites = 0, n_findings = 0;
    enum rc rc;

    if (mkdir(dir, 0755) && errno != EEXIST)
        return err_set(err, RC_IO, "%s：不能建立目录（%s）", dir, strerror(errno));
    if ((rc = indicator_load(app_data_path("indicator", &x->a),
                             x->indicators.n ? x->indicators : STR("national-2019"), &x->a, &set,
                             err)) ||
        (rc = store_open(x->store.n ? x->store : STR("sqlite:xunjian.db"), &x->s, err)) ||
        (rc = store_get_run(x->s, x->run, &x->a, &run, err)))
        return rc;

    const struct ledger_input in = { .dir = dir,
                                     .store = x->s,
                                     .run = run.id,
                                     .unit = x->unit,
                                     .set = &set,
                                     .template_dir = app_data_path("report", &x->a) };

    if ((rc = ledger_write(&in, &n_sites, &n_findings, err)))
        return rc;
    (void)printf("%.*s：网站 %zu 个，问题 %zu 个，台账（.xlsx、.html）在 %s\n", STR_ARG(x->unit),
                 n_sites, n_findings, dir);
    return RC_OK;
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
        { "help", NULL, "显示本说明", &x.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int n_rest;

    if (options_parse(options, COUNT_OF(options), argc, argv, &n_rest, &err))
        return app_fail(&err);
    if (x.help) {
        (void)printf("用法：xunjian export --unit 单位 [选项]…\n\n");
        options_print(options, COUNT_OF(options), stdout);
        return EXIT_DONE;
    }
    if (n_rest || !x.unit.n) {
        (void)err_set(&err, RC_USAGE, "用法：xunjian export --unit 单位（--help 列出所有选项）");
        return app_fail(&err);
    }
    return write(&x, &err) ? app_fail(&err) : EXIT_DONE;
}
