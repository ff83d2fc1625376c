#include "base/base.h"

#include "report/jsonl.h"

#include "base/clock.h"
#include "base/out_file.h"

static void put_number(struct json *j, const char *key, struct number n)
{
    if (n.is_set)
        json_put_int(j, key, n.value);
    else
        json_put_null(j, key);
}

struct json *evidence_json(struct str references)
{
    struct json *list = json_new_array();
    struct str one;

    while (references.n) {
        (void)str_cut(references, ' ', &one, &references);
        if (one.n)
            json_add_str(list, one);
    }
    return list;
}

void finding_put_said(struct json *to, const struct stored_finding *f)
{
    const struct finding *said = &f->finding;

    json_put_text(to, "case", str_of(said->case_id));
    json_put_text(to, "url", said->url);
    json_put_text(to, "where", said->where);
    json_put_text(to, "excerpt", said->excerpt);
    json_put_text(to, "suggest", said->suggest);
    put_number(to, "measured", said->measured);
    put_number(to, "limit", said->limit);
    json_put_text(to, "grade", str_of(grade_name(said->grade)));
    json_put_real(to, "confidence", said->confidence);
    json_put_day(to, "since", said->since == DAY_NONE ? day_of_time(f->first_seen) : said->since);
}

enum rc finding_record(const struct stored_finding *f, struct json **out, struct err *err)
{
    const struct finding *said = &f->finding;
    AUTO(json_freep) struct json *detail = NULL;
    char seen[TIME_TEXT_BYTES];
    const enum rc rc = f->detail_json.n ? json_parse(f->detail_json, &detail, err) : RC_OK;

    if (rc)
        return rc;
    if (!detail)
        detail = json_new_object();
    if (json_kind(detail) != JSON_IS_OBJECT)
        return err_set(err, RC_SYNTAX, "问题的 detail 不是 JSON 对象");

    struct json *j = json_new_object();

    json_put_text(j, "site", said->site);
    json_put_text(j, "check", str_of(said->check));
    finding_put_said(j, f);
    json_put_text(j, "seen", str_of(time_text(f->last_seen, seen)));
    json_put(j, "evidence", evidence_json(f->evidence));
    json_put(j, "detail", detail);
    detail = NULL;
    *out = j;
    return RC_OK;
}

struct finding_writer {
    struct out_file file;
    finding_line_fn each;
    void *ctx;
    struct arena scratch; /* of one line */
};

static enum rc write_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct finding_writer *w = ctx;
    AUTO(json_freep) struct json *j = NULL;
    enum rc rc = finding_record(f, &j, err);

    if (rc)
        return rc;
    arena_reset(&w->scratch);

    const struct str line = json_text(j, &w->scratch);

    w->each(w->ctx, f, line);
    rc = out_file_write(&w->file, line, err);
    return rc ? rc : out_file_write(&w->file, STR("\n"), err);
}

static enum rc write_site(void *ctx, struct str site, struct str result, struct err *err)
{
    const struct out_file *file = ctx;
    AUTO(json_freep) struct json *j = NULL;
    const enum rc rc = json_parse(result, &j, err);

    if (rc)
        return rc;
    if (json_kind(j) != JSON_IS_OBJECT)
        return err_set(err, RC_SYNTAX, "网站 %.*s 的结果不是 JSON 对象", STR_ARG(site));
    return json_write_line(j, file->to, err);
}

static void finding_writer_done(struct finding_writer *w)
{
    out_file_done(&w->file);
    arena_done(&w->scratch);
}

enum rc findings_write(const char *dir, struct store *store, int64_t run, finding_line_fn each,
                       void *ctx, struct err *err)
{
    AUTO(finding_writer_done) struct finding_writer w = { .each = each, .ctx = ctx };
    enum rc rc = out_file_open(&w.file, dir, "findings.jsonl", err);

    if (!rc)
        rc = store_each_finding(store, run, write_finding, &w, err);
    return rc ? rc : out_file_commit(&w.file, err);
}

static enum rc count_one(void *ctx, struct str site, struct str result, struct err *err)
{
    size_t *n = ctx;

    (void)site;
    (void)result;
    (void)err;
    ++*n;
    return RC_OK;
}

enum rc accounts_write(const char *dir, struct store *store, int64_t run, struct err *err)
{
    AUTO(out_file_done) struct out_file f = { 0 };
    size_t n = 0;
    enum rc rc = store_each_account(store, run, count_one, &n, err);

    if (rc || n == 0)
        return rc;
    rc = out_file_open(&f, dir, "accounts.jsonl", err);
    if (!rc)
        rc = store_each_account(store, run, write_site, &f, err);
    return rc ? rc : out_file_commit(&f, err);
}

enum rc sites_write(const char *dir, struct store *store, int64_t run, struct err *err)
{
    AUTO(out_file_done) struct out_file f = { 0 };
    enum rc rc = out_file_open(&f, dir, "sites.jsonl", err);

    if (!rc)
        rc = store_each_site(store, run, write_site, &f, err);
    return rc ? rc : out_file_commit(&f, err);
}
