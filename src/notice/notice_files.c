#include "base/base.h"

#include "notice/notice_read.h"

#include "base/clock.h"
#include "base/hashes.h"
#include "base/json.h"
#include "base/out_file.h"
#include "check/check.h"
#include "notice/annex.h"
#include "notice/notice.h"
#include "notice/notice_template.h"

/* ---- every finding --------------------------------------------------------------------------- */

/* Of the site or account that a finding is on. */
struct owner {
    struct str code, name, region; /* code of the region */
};

struct giver {
    const struct notice_source *source;
    notice_take *take;
    void *ctx;
    struct owner *owners;
    struct hashes index; /* hash of the code -> place in owners + 1 */
    struct owner last;   /* region: its name */
    struct arena a;      /* of the owners */
    struct arena proof;  /* of one finding */
};

static void add_owner(struct giver *g, size_t i, struct owner o)
{
    g->owners[i] = o;
    hashes_put(&g->index, str_hash(o.code), (uint32_t)i + 1);
}

static void list_owners(struct giver *g)
{
    const struct site_list *sites = g->source->sites;
    const struct account_list *accounts = g->source->accounts;
    const size_t n_accounts = accounts ? accounts->n : 0;

    g->owners = arena_array(&g->a, struct owner, sites->n + n_accounts);
    for (size_t i = 0; i < sites->n; i++)
        add_owner(
            g, i,
            (struct owner){ sites->sites[i].code, sites->sites[i].name, sites->sites[i].region });
    for (size_t i = 0; i < n_accounts; i++)
        add_owner(g, sites->n + i,
                  (struct owner){ accounts->accounts[i].id, accounts->accounts[i].name,
                                  accounts->accounts[i].region });
}

static const struct owner *owner_of(struct giver *g, struct str code)
{
    const uint32_t place = hashes_find(&g->index, str_hash(code));
    const struct owner none = { 0 };

    if (place && str_eq(g->owners[place - 1].code, g->last.code))
        return &g->last;
    g->last = place ? g->owners[place - 1] : none;
    if (place)
        g->last.region = notice_region(g->source->sites, g->last.region);
    return &g->last;
}

/* "evidence/000001.warc.gz" of "warc:000001.warc.gz#18234 …". */
static struct str proof_of(struct giver *g, struct str evidence)
{
    const struct str scheme = STR("warc:");

    if (!g->source->evidence.n || !str_starts(evidence, scheme))
        return (struct str){ 0 };
    evidence = str_skip(evidence, scheme.n);
    arena_reset(&g->proof);
    return arena_printf(&g->proof, "%.*s/%.*s", STR_ARG(g->source->evidence),
                        STR_ARG(str_sub(evidence, 0, str_chr(evidence, '#'))));
}

static enum rc give(void *ctx, const struct stored_finding *stored, struct err *err)
{
    struct giver *g = ctx;
    const struct finding *f = &stored->finding;

    (void)err;
    if (!stored->is_confirmed && !g->source->with_unreviewed)
        return RC_OK;

    const struct owner *owner = owner_of(g, f->site);
    const struct check *check = check_find(str_of(f->check));
    char seen[TIME_TEXT_BYTES];
    const struct notice_finding out = {
        .code = f->site,
        .name = owner->name,
        .region = owner->region,
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
        .proof = proof_of(g, stored->evidence),
    };

    g->take(g->ctx, &out);
    return RC_OK;
}

enum rc notice_each_finding(const struct notice_source *s, notice_take *take, void *ctx,
                            struct err *err)
{
    struct giver g = { .source = s, .take = take, .ctx = ctx };
    enum rc rc;

    list_owners(&g);
    rc = notice_source_findings(s, give, &g, err);
    hashes_done(&g.index);
    arena_done(&g.a);
    arena_done(&g.proof);
    return rc;
}

/* ---- the files ------------------------------------------------------------------------------- */

static void take(void *ctx, const struct notice_finding *f)
{
    annex_add(ctx, f);
}

static enum rc write_annex(const struct notice_source *s, const struct notice *n, const char *path,
                           struct numbers *numbers, struct err *err)
{
    AUTO(annex_closep) struct annex *x = NULL;
    enum rc rc = annex_open(path, n, numbers, &x, err);

    if (!rc)
        rc = notice_each_finding(s, take, x, err);
    return rc ? rc : annex_commit(x, err);
}

static void add_subject(struct json *list, struct str code, struct str region, struct str type,
                        const char *state)
{
    struct json *one = json_new_object();

    json_put_str(one, "site", code);
    json_put_str(one, "region", region.p ? region : STR(""));
    json_put_str(one, "type", type);
    json_put_str(one, "state", str_of(state));
    json_add(list, one);
}

/* The registry of a run is not in the store: what of it is counted goes along. */
static struct json *registry_json(const struct notice_source *source)
{
    const struct account_list *accounts = source->accounts;
    struct json *list = json_new_array();

    for (size_t i = 0; i < source->sites->n; i++) {
        const struct site *s = &source->sites->sites[i];

        add_subject(list, s->code, s->region, str_of(site_type_name(s->type)),
                    site_state_name(s->state));
    }
    for (size_t i = 0; accounts && i < accounts->n; i++) {
        const struct account *s = &accounts->accounts[i];

        add_subject(list, s->id, s->region, s->type, account_state_name(s->state));
    }
    return list;
}

/* What is shown before the document is opened: its text without the annexes. */
struct shown {
    struct json *text; /* owned; NULL: nothing was read along */
    bool is_over;
};

static void show(void *ctx, enum docx_style style, struct str text)
{
    struct shown *shown = ctx;
    struct json *one;

    shown->is_over |= style == DOCX_ANNEX;
    if (shown->is_over)
        return;
    one = json_new_object();
    json_put_str(one, "style", str_of(docx_style_name(style)));
    json_put_text(one, "text", text);
    json_add(shown->text, one);
}

static enum rc write_numbers(const struct notice_source *s, const struct notice *n,
                             const char *path, struct numbers *numbers, struct shown *shown,
                             struct err *err)
{
    AUTO(json_freep) struct json *all = json_new_object();
    AUTO(out_file_done) struct out_file f = { 0 };
    enum rc rc = out_file_open_path(&f, path, err);

    json_put_int(all, "format", 1);
    json_put_int(all, "run", s->run);
    if (s->round)
        json_put_int(all, "round", s->round->id);
    else
        json_put(all, "registry", registry_json(s));
    json_put_str(all, "period", n->period);
    json_put_str(all, "rules", n->rules);
    json_put_bool(all, "include_unreviewed", s->with_unreviewed);
    json_put(all, "numbers", numbers->list ? numbers->list : json_new_array());
    numbers->list = NULL;
    if (shown->text)
        json_put(all, "text", shown->text);
    shown->text = NULL;
    if (!rc)
        rc = json_write_line(all, f.to, err);
    return rc ? rc : out_file_commit(&f, err);
}

static void shown_done(struct shown *shown)
{
    json_freep(&shown->text);
}

static enum rc write_docx(const struct notice *n, const struct office *office,
                          const struct notice_files *files, struct numbers *numbers,
                          struct shown *shown, size_t *n_gaps, struct err *err)
{
    AUTO(docx_freep) struct docx *d = docx_new();

    shown->text = json_new_array();
    docx_read_along(d, show, shown);
    *n_gaps = notice_write(n, office, d, numbers);
    return docx_save(d, files->docx, err);
}

static enum rc write_form(const struct notice *n, const struct office *office,
                          const struct notice_files *files, struct numbers *numbers, size_t *n_gaps,
                          struct err *err)
{
    AUTO(docx_template_freep) struct docx_template *t = NULL;
    AUTO(out_file_done) struct out_file f = { 0 };
    AUTO(buf_done) struct buf bytes = { 0 };
    struct err own = { 0 };
    enum rc rc = docx_template_open(files->form, &t, err);

    if (rc)
        return rc;
    if ((rc = notice_fill(n, office, t, numbers, n_gaps, &own)))
        return err_set(err, rc, "%s：%s", files->form, own.text);
    rc = docx_template_bytes(t, &bytes, err);
    if (!rc)
        rc = out_file_open_path(&f, files->docx, err);
    if (!rc)
        rc = out_file_write(&f, buf_str(&bytes), err);
    return rc ? rc : out_file_commit(&f, err);
}

enum rc notice_files_write(const struct notice_source *s, const struct notice_files *files,
                           size_t *n_gaps, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(numbers_done) struct numbers numbers = { 0 };
    AUTO(shown_done) struct shown shown = { 0 };
    struct office office;
    struct notice n;
    size_t gaps = 0;
    enum rc rc = office_load(files->office, &a, &office, err);

    if (!rc && s->round)
        rc = office_fill(s->store, s->round, &a, &office, err);
    if (!rc)
        rc = notice_read(s, &a, &n, err);
    if (!rc)
        rc = files->form ? write_form(&n, &office, files, &numbers, &gaps, err)
                         : write_docx(&n, &office, files, &numbers, &shown, &gaps, err);
    if (rc)
        return rc;
    if (n_gaps)
        *n_gaps = gaps;
    rc = write_annex(s, &n, files->xlsx, &numbers, err);
    return rc ? rc : write_numbers(s, &n, files->json, &numbers, &shown, err);
}
