/* The notice of a frozen round: the document, its tables, its numbers with what they count. */
#include "base/base.h"

#include "api/notice.h"

#include "api/round.h"
#include "api/routes.h"
#include "base/file.h"
#include "desk/round_rules.h"
#include "notice/notice_read.h"
#include "web/call.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum { NOTICE_BYTES_MAX = 256 << 20 };

/* ---- writing the files ---- */

struct notice_work {
    const char *dir; /* of its own; NULL: none */
    struct notice_files files;
};

static void work_done(struct notice_work *w)
{
    if (!w->dir)
        return;
    (void)unlink(w->files.docx);
    (void)unlink(w->files.xlsx);
    (void)unlink(w->files.json);
    (void)rmdir(w->dir);
}

static enum rc make_dir(struct call *c, struct notice_work *w, struct err *err)
{
    const struct str name = arena_printf(c->a, "%s/notice-XXXXXX", c->place->dir);
    union {
        const char *in;
        char *out; /* our own copy */
    } path = { .in = name.p };

    if (!mkdtemp(path.out))
        return err_set(err, RC_IO, "%s：不能建立目录（%s）", name.p, os_reason(errno));
    w->dir = name.p;
    w->files = (struct notice_files){
        .docx = arena_printf(c->a, "%s/notice.docx", w->dir).p,
        .xlsx = arena_printf(c->a, "%s/notice.xlsx", w->dir).p,
        .json = arena_printf(c->a, "%s/notice.json", w->dir).p,
        .office = c->place->data_path("notice.yaml", c->a),
    };
    return RC_OK;
}

static enum rc write_files(struct call *c, struct notice_work *w, struct round *r, struct err *err)
{
    struct notice_source source;
    struct site_list sites;
    struct account_list accounts;
    struct filing_kinds filings;
    enum rc rc = round_of_call(c, r, err);

    if (rc)
        return rc;
    if (!r->frozen)
        return call_fail(c, err, 409, NULL, "第 %" PRId64 " 轮尚未冻结，还没有通报", r->id);
    if ((rc = notice_source_lists(c->store, r, c->a, &sites, &accounts, err)) ||
        (rc = filing_kinds_load(c->place->data_path("filings.yaml", c->a), c->a, &filings, err)) ||
        (rc = make_dir(c, w, err)))
        return rc;
    source = (struct notice_source){
        .store = c->store,
        .run = r->run,
        .round = r,
        .sites = &sites,
        .accounts = accounts.n ? &accounts : NULL,
        .period = r->title,
        .day = r->to,
        .rules = round_rules_title(c->place->data_path("indicator", c->a), r, c->a),
        .filings = &filings,
        .with_unreviewed = call_query_flag(c, "include_unreviewed"),
        .evidence = STR("evidence"),
    };
    return notice_files_write(&source, &w->files, NULL, err);
}

/* ---- its numbers ---- */

/* Those of the document that was written last: a number is found again by its place there. */
static enum rc keep_numbers(struct call *c, const struct notice_work *w, const struct round *r,
                            struct str *numbers, struct err *err)
{
    const enum rc rc = file_read_arena(w->files.json, NOTICE_BYTES_MAX, c->a, numbers, err);

    return rc ? rc
              : store_round_put_numbers(c->store, r->id, call_query_flag(c, "include_unreviewed"),
                                        *numbers, err);
}

/* notice.json, written now when no document was written yet. */
static enum rc read_numbers(struct call *c, struct round *r, struct str *out, struct err *err)
{
    AUTO(work_done) struct notice_work w = { 0 };
    enum rc rc = round_of_call(c, r, err);

    if (rc)
        return rc;
    rc = store_round_get_numbers(c->store, r->id, call_query_flag(c, "include_unreviewed"), c->a,
                                 out, err);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = write_files(c, &w, r, err);
    return rc ? rc : keep_numbers(c, &w, r, out, err);
}

enum rc notice_numbers_read(struct call *c, struct round *r, struct json **out, struct err *err)
{
    struct str text;
    const enum rc rc = read_numbers(c, r, &text, err);

    return rc ? rc : json_parse(text, out, err);
}

/* ---- a file ---- */

static enum rc send_file(struct call *c, const char *ending, struct err *err)
{
    AUTO(work_done) struct notice_work w = { 0 };
    struct str numbers;
    struct round r;
    enum rc rc = write_files(c, &w, &r, err);

    if (!rc)
        rc = keep_numbers(c, &w, &r, &numbers, err);
    if (!rc)
        rc = file_read_arena(str_eq(str_of(ending), STR("docx")) ? w.files.docx : w.files.xlsx,
                             NOTICE_BYTES_MAX, c->a, &c->file, err);
    if (!rc)
        c->file_name = arena_printf(c->a, "notice-%" PRId64 ".%s", r.id, ending);
    return rc;
}

static enum rc run_docx(struct call *c, struct err *err)
{
    return send_file(c, "docx", err);
}

static enum rc run_xlsx(struct call *c, struct err *err)
{
    return send_file(c, "xlsx", err);
}

static enum rc run_json(struct call *c, struct err *err)
{
    struct round r;

    return read_numbers(c, &r, &c->file, err);
}

static const struct member file_query[] = {
    { .name = "include_unreviewed",
      .type = MEMBER_FLAG,
      .help = "未经复核的问题也写入，并在文首说明" },
    { 0 },
};

const struct endpoint endpoint_notice_docx = {
    .summary = "一轮检查的通报",
    .help = "须已冻结。",
    .query = file_query,
    .reply_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    .lane = LANE_SLOW,
    .run = run_docx,
};

const struct endpoint endpoint_notice_xlsx = {
    .summary = "通报的附表",
    .query = file_query,
    .reply_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    .lane = LANE_SLOW,
    .run = run_xlsx,
};

const struct endpoint endpoint_notice_json = {
    .summary = "通报的各个数字和它们的出处",
    .help = "是最近一次写出的通报的。格式见 docs/notice.md。",
    .query = file_query,
    .reply_type = "application/json",
    .lane = LANE_SLOW,
    .run = run_json,
};
