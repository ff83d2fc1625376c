#include "base/base.h"

#include "report/notice_read.h"

#include "base/clock.h"
#include "check/check.h"
#include "report/annex.h"
#include "report/notice.h"

/* ---- every finding --------------------------------------------------------------------------- */

struct giver {
    const struct notice_source *source;
    notice_take *take;
    void *ctx;
    const struct site *site; /* of the finding before */
    struct str region;       /* its name */
};

static const struct site *site_of(struct giver *g, struct str code)
{
    if (g->site && str_eq(g->site->code, code))
        return g->site;
    g->site = NULL;
    for (size_t i = 0; i < g->source->sites->n && !g->site; i++)
        if (str_eq(g->source->sites->sites[i].code, code))
            g->site = &g->source->sites->sites[i];
    g->region = g->site ? notice_region(g->source->sites, g->site->region) : (struct str){ 0 };
    return g->site;
}

static enum rc give(void *ctx, const struct stored_finding *stored, struct err *err)
{
    struct giver *g = ctx;
    const struct finding *f = &stored->finding;
    const struct site *site = site_of(g, f->site);
    const struct check *check = check_find(str_of(f->check));
    char seen[TIME_TEXT_BYTES];
    const struct notice_finding out = {
        .code = f->site,
        .name = site ? site->name : (struct str){ 0 },
        .region = g->region,
        .check = str_of(f->check),
        .title = str_of(check ? check->title : f->check),
        .grade = f->grade,
        .url = f->url,
        .where = f->where,
        .excerpt = f->excerpt,
        .suggest = f->suggest,
        .measured = f->measured,
        .limit = f->limit,
        .seen = stored->last_seen ? str_of(time_text(stored->last_seen, seen)) : STR(""),
        .review = stored->is_confirmed ? STR("已确认") : STR("未复核"),
        .evidence = stored->evidence,
    };

    (void)err;
    g->take(g->ctx, &out);
    return RC_OK;
}

enum rc notice_each_finding(const struct notice_source *s, notice_take *take, void *ctx,
                            struct err *err)
{
    struct giver g = { .source = s, .take = take, .ctx = ctx };

    return notice_source_findings(s, give, &g, err);
}

/* ---- the files ------------------------------------------------------------------------------- */

static void take(void *ctx, const struct notice_finding *f)
{
    annex_add(ctx, f);
}

static enum rc write_annex(const struct notice_source *s, const struct notice *n, const char *path,
                           struct err *err)
{
    AUTO(annex_closep) struct annex *x = NULL;
    enum rc rc = annex_open(path, n, &x, err);

    if (!rc)
        rc = notice_each_finding(s, take, x, err);
    return rc ? rc : annex_commit(x, err);
}

enum rc notice_files_write(const struct notice_source *s, const char *office_file, const char *docx,
                           const char *xlsx, size_t *n_gaps, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(docx_freep) struct docx *d = docx_new();
    struct office office;
    struct notice n;
    size_t gaps;
    enum rc rc = office_load(office_file, &a, &office, err);

    if (!rc)
        rc = notice_read(s, &a, &n, err);
    if (rc)
        return rc;
    gaps = notice_write(&n, &office, d);
    if (n_gaps)
        *n_gaps = gaps;
    rc = docx_save(d, docx, err);
    return rc ? rc : write_annex(s, &n, xlsx, err);
}
