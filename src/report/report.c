#include "base/base.h"

#include "report/report.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/out_file.h"
#include "notice/notice_read.h"
#include "report/figures.h"
#include "report/html.h"
#include "report/jsonl.h"
#include "report/standing.h"

static enum rc write_run(const struct report_input *in, struct err *err)
{
    AUTO(out_file_done) struct out_file f = { 0 };
    enum rc rc = out_file_open(&f, in->dir, "run.json", err);

    if (!rc)
        rc = out_file_write(&f, in->run_json, err);
    if (!rc)
        rc = out_file_write(&f, STR("\n"), err);
    return rc ? rc : out_file_commit(&f, err);
}

static enum rc read_run(const struct report_input *in, struct json **run, struct err *err)
{
    const enum rc rc = json_parse(in->run_json, run, err);

    if (!rc && json_kind(*run) != JSON_IS_OBJECT)
        return err_set(err, RC_SYNTAX, "run.json 不是 JSON 对象");
    return rc;
}

/* Nobody has reviewed anything yet: the notice says so. */
static enum rc write_notice(const struct report_input *in, const struct json *run, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct notice_source source = {
        .store = in->store,
        .run = in->run,
        .sites = in->sites,
        .accounts = in->accounts,
        .rules = json_get_str(json_get(run, "indicators"), "title"),
        .with_unreviewed = true,
        .evidence = STR("evidence"),
    };

    if (!in->notice_file || !in->sites)
        return RC_OK;
    if (!day_parse(str_sub(json_get_str(run, "now"), 0, 10), &source.day))
        source.day = DAY_NONE;

    const struct notice_files files = { .docx = arena_printf(&a, "%s/notice.docx", in->dir).p,
                                        .xlsx = arena_printf(&a, "%s/annex.xlsx", in->dir).p,
                                        .json = arena_printf(&a, "%s/notice.json", in->dir).p,
                                        .office = in->notice_file };

    return notice_files_write(&source, &files, NULL, err);
}

enum rc report_write(const struct report_input *in, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *run = NULL;
    AUTO(html_findings_done) struct html_findings shown = { 0 };
    struct figures figures;
    struct standing standing;
    enum rc rc = read_run(in, &run, err);

    if (!rc)
        rc = findings_write(in->dir, in->store, in->run, html_findings_take, &shown, err);
    if (!rc)
        rc = sites_write(in->dir, in->store, in->run, err);
    if (!rc)
        rc = accounts_write(in->dir, in->store, in->run, err);
    if (!rc)
        rc = figures_read(in, run, &a, &figures, err);
    if (!rc)
        rc = standing_read(in, &figures, &a, &standing, err);
    if (!rc)
        rc = html_write(in, run, &figures, &standing, &shown, err);
    if (!rc)
        rc = write_notice(in, run, err);
    return rc ? rc : write_run(in, err);
}
