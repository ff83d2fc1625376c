/* The notice of a frozen round: the document, its tables, its numbers with what they count. */
#include "base/base.h"

#include "api/finding.h"
#include "api/round.h"
#include "api/routes.h"
#include "base/file.h"
#include "base/hashes.h"
#include "judge/indicator.h"
#include "notice/notice_read.h"
#include "store/finding_query.h"
#include "web/call.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
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
        return err_set(err, RC_IO, "%s：不能建立目录（%s）", name.p, strerror(errno));
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
    struct indicator_set set;
    struct site_list sites;
    struct account_list accounts;
    enum rc rc = round_and_set(c, r, &set, err);

    if (rc)
        return rc;
    if (!r->frozen)
        return call_fail(c, err, 409, NULL, "第 %" PRId64 " 轮尚未冻结，还没有通报", r->id);
    if ((rc = notice_source_lists(c->store, r, c->a, &sites, &accounts, err)) ||
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
        .rules = set.title,
        .with_unreviewed = call_query_flag(c, "include_unreviewed"),
        .evidence = STR("evidence"),
    };
    return notice_files_write(&source, &w->files, NULL, err);
}

/* ---- a file ---- */

static enum rc send_file(struct call *c, const char *ending, struct err *err)
{
    AUTO(work_done) struct notice_work w = { 0 };
    AUTO(buf_done) struct buf bytes = { 0 };
    struct round r;
    enum rc rc = write_files(c, &w, &r, err);

    if (!rc)
        rc = file_read(str_eq(str_of(ending), STR("docx"))   ? w.files.docx
                       : str_eq(str_of(ending), STR("xlsx")) ? w.files.xlsx
                                                             : w.files.json,
                       NOTICE_BYTES_MAX, &bytes, err);
    if (rc)
        return rc;
    c->file = arena_copy(c->a, buf_str(&bytes));
    c->file_name = arena_printf(c->a, "notice-%" PRId64 ".%s", r.id, ending);
    return RC_OK;
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
    const enum rc rc = send_file(c, "json", err);

    c->file_name = (struct str){ 0 };
    return rc;
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
    .help = "格式见 docs/notice.md。",
    .query = file_query,
    .reply_type = "application/json",
    .lane = LANE_SLOW,
    .run = run_json,
};

/* ---- the findings behind a number ---- */

/* A selection of docs/notice.md. */
struct picking {
    struct call *c;
    const struct json *of;       /* which sites, accounts or regions; NULL: all */
    const struct json *findings; /* which findings: check, grade, review */
    bool is_of_sites, is_of_accounts;
    struct page_of page;
    int64_t n;
    struct picked {
        struct str site;
        uint64_t id;
    } picked[PER_PAGE_MAX];
    size_t n_picked;
};

/* The field is missing, or holds the word, or has it among its words. */
static bool allows(const struct json *of, const char *field, struct str word)
{
    const struct json *value = json_get(of, field);

    if (!value)
        return true;
    if (json_kind(value) == JSON_IS_TEXT)
        return str_eq(json_str(value), word);
    for (size_t i = 0; i < json_count(value); i++)
        if (str_eq(json_str(json_at(value, i)), word))
            return true;
    return false;
}

struct reading {
    struct picking *p;
    struct hashes *codes;   /* of sites and accounts that are picked */
    struct hashes *regions; /* that hold one of no_verdict */
};

/* A site or account that the selection is about. */
struct member_of_round {
    const struct round_site *site;
    const struct json *line;
    struct str verdict, region;
};

static enum rc read_member(const struct reading *r, const struct round_site *site,
                           struct json **line, struct member_of_round *out, struct err *err)
{
    const bool is_account = account_id_is(site->code);

    *out = (struct member_of_round){ 0 };
    if (is_account ? !r->p->is_of_accounts : !r->p->is_of_sites)
        return RC_OK;
    if (site->result.n && json_parse(site->result, line, err))
        return RC_DB;
    if (!allows(r->p->of, "state", json_get_str(*line, "state")))
        return RC_OK;
    *out = (struct member_of_round){ .site = site,
                                     .line = *line,
                                     .verdict = site->verdict.n ? site->verdict : STR("未检查"),
                                     .region = json_get_str(*line, "region") };
    return RC_OK;
}

/* A region that holds one with such a verdict is not picked. */
static enum rc note_region(void *ctx, const struct round_site *site, struct err *err)
{
    struct reading *r = ctx;
    AUTO(json_freep) struct json *line = NULL;
    struct member_of_round m;
    const enum rc rc = read_member(r, site, &line, &m, err);

    if (!rc && m.site && allows(r->p->of, "no_verdict", m.verdict))
        hashes_put(r->regions, str_hash(m.region), 1);
    return rc;
}

static enum rc pick_site(void *ctx, const struct round_site *site, struct err *err)
{
    struct reading *r = ctx;
    AUTO(json_freep) struct json *line = NULL;
    struct member_of_round m;
    const enum rc rc = read_member(r, site, &line, &m, err);

    if (rc || !m.site || !allows(r->p->of, "verdict", m.verdict) ||
        !allows(r->p->of, "type", json_get_str(line, "type")) ||
        !allows(r->p->of, "region", m.region) || hashes_find(r->regions, str_hash(m.region)))
        return rc;
    hashes_put(r->codes, str_hash(site->code), 1);
    return RC_OK;
}

static enum rc pick_finding(void *ctx, const struct round_finding *f, struct err *err)
{
    struct reading *r = ctx;
    struct picking *p = r->p;
    const struct finding *of = &f->stored.finding;

    (void)err;
    if (!hashes_find(r->codes, str_hash(of->site)) ||
        !allows(p->findings, "check", str_of(of->check)) ||
        !allows(p->findings, "grade", str_of(grade_name(of->grade))) ||
        !allows(p->findings, "review",
                f->stored.is_confirmed ? STR("confirmed") : STR("unreviewed")))
        return RC_OK;
    if (p->n >= p->page.skip && p->n < p->page.skip + p->page.per_page)
        p->picked[p->n_picked++] = (struct picked){ arena_copy(p->c->a, of->site), f->stored.id };
    p->n++;
    return RC_OK;
}

/* What the number counts, or the part of its rate. */
static const struct json *selection_of(const struct json *number)
{
    const struct json *count = json_get(number, "count");

    return count ? count : json_get(json_get(number, "rate"), "part");
}

static enum rc add_item(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)err;
    json_add(ctx, reply_of_finding(row));
    return RC_OK;
}

static enum rc reply_picked(struct call *c, const struct picking *p, int64_t frozen,
                            struct err *err)
{
    struct json *items = json_new_array();
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < p->n_picked; i++)
        rc = store_finding(c->store, c->user->unit, p->picked[i].site, p->picked[i].id, add_item,
                           items, err);
    if (rc)
        json_free(items);
    else
        call_reply_list(c, items, p->n, frozen);
    return rc;
}

/* What is counted, and of what: sites, accounts or both. */
static void read_subject(struct picking *p, const struct json *selection)
{
    const struct str of = json_get_str(selection, "of"),
                     subject = json_get_str(selection, "subject");
    const bool is_of_findings = str_eq(of, STR("findings"));

    p->is_of_sites = str_eq(of, STR("sites")) || str_eq(subject, STR("sites")) ||
                     (!subject.n && (is_of_findings || str_eq(of, STR("regions"))));
    p->is_of_accounts = str_eq(of, STR("accounts")) || str_eq(subject, STR("accounts")) ||
                        (!subject.n && is_of_findings);
    p->of = is_of_findings ? NULL : selection;
    p->findings = is_of_findings ? selection : json_get(selection, "finding");
}

static enum rc pick(struct call *c, const struct round *r, const struct json *selection,
                    struct picking *p, struct err *err)
{
    AUTO(hashes_done) struct hashes codes = { 0 };
    AUTO(hashes_done) struct hashes regions = { 0 };
    struct reading reading = { .p = p, .codes = &codes, .regions = &regions };
    enum rc rc = RC_OK;

    read_subject(p, selection);
    if (!p->is_of_sites && !p->is_of_accounts)
        return RC_OK; /* messages have none */
    if (json_get(selection, "no_verdict"))
        rc = store_round_each_site(c->store, r->id, note_region, &reading, err);
    if (!rc)
        rc = store_round_each_site(c->store, r->id, pick_site, &reading, err);
    return rc ? rc : store_round_each_finding(c->store, r->id, pick_finding, &reading, err);
}

static enum rc run_numbers(struct call *c, struct err *err)
{
    AUTO(work_done) struct notice_work w = { 0 };
    AUTO(buf_done) struct buf bytes = { 0 };
    AUTO(json_freep) struct json *file = NULL;
    struct picking *p = arena_alloc(c->a, sizeof(*p));
    const struct json *number;
    struct round r;
    enum rc rc = write_files(c, &w, &r, err);

    if (!rc)
        rc = file_read(w.files.json, NOTICE_BYTES_MAX, &bytes, err);
    if (!rc)
        rc = json_parse(buf_str(&bytes), &file, err);
    if (rc)
        return rc;
    number = json_at(json_get(file, "numbers"), (size_t)call_number(c, "n"));
    if (!selection_of(number))
        return err_set(err, RC_NOT_FOUND, "通报中没有这个数字");
    *p = (struct picking){ .c = c, .page = call_page(c) };
    rc = pick(c, &r, selection_of(number), p, err);
    return rc ? rc : reply_picked(c, p, r.frozen, err);
}

const struct endpoint endpoint_notice_number = {
    .summary = "通报中一个数字背后的问题",
    .help = "数字按在 notice.json 中的次序，从 0 起；数网站、账号的，是它们的问题；"
            "数地区的，是那里这样的网站、账号的问题；数留言的没有。",
    .query = file_query,
    .reply = reply_finding,
    .is_list = true,
    .lane = LANE_SLOW,
    .run = run_numbers,
};
