#include "base/base.h"

#include "report/notice_source.h"

#include "base/json.h"

#include <string.h>

/* ---- the run's sites ------------------------------------------------------------------------- */

struct site_reader {
    struct arena *a;
    struct site *sites;
    size_t n, cap;
};

static enum rc read_site(void *ctx, struct str code, struct str text, struct err *err)
{
    struct site_reader *r = ctx;
    AUTO(json_freep) struct json *j = NULL;
    const enum rc rc = json_parse(text, &j, err);

    if (rc)
        return rc;
    if (r->n == r->cap) {
        struct site *more = arena_array(r->a, struct site, r->cap * 2 + 64);

        if (r->n)
            memcpy(more, r->sites, r->n * sizeof(*more));
        r->sites = more;
        r->cap = r->cap * 2 + 64;
    }
    r->sites[r->n++] = (struct site){
        .code = arena_copy(r->a, code),
        .name = arena_copy(r->a, json_get_str(j, "name")),
        .home = arena_copy(r->a, json_get_str(j, "url")),
        .sponsor = arena_copy(r->a, json_get_str(j, "sponsor")),
        .region = arena_copy(r->a, json_get_str(j, "region")),
        .type = site_type_of(json_get_str(j, "type")),
        .state = site_state_of(json_get_str(j, "state")),
    };
    return RC_OK;
}

enum rc notice_source_sites(struct store *s, int64_t run, struct arena *a, struct site_list *out,
                            struct err *err)
{
    struct site_reader r = { .a = a };
    const enum rc rc = store_each_site(s, run, read_site, &r, err);

    if (!rc)
        *out = (struct site_list){ .sites = r.sites, .n = r.n };
    return rc;
}

/* ---- a frozen round as if it were a run ------------------------------------------------------ */

struct relay {
    site_result_fn *result;
    stored_finding_fn *finding;
    void *ctx;
};

static enum rc relay_result(void *ctx, const struct round_site *site, struct err *err)
{
    const struct relay *r = ctx;

    return (*r->result)(r->ctx, site->code, site->result, err);
}

static enum rc relay_finding(void *ctx, const struct round_finding *f, struct err *err)
{
    const struct relay *r = ctx;

    return (*r->finding)(r->ctx, &f->stored, err);
}

enum rc notice_source_results(const struct notice_source *s, site_result_fn each, void *ctx,
                              struct err *err)
{
    struct relay r = { .result = &each, .ctx = ctx };

    return s->round ? store_round_each_site(s->store, s->round->id, relay_result, &r, err)
                    : store_each_site(s->store, s->run, each, ctx, err);
}

enum rc notice_source_findings(const struct notice_source *s, stored_finding_fn each, void *ctx,
                               struct err *err)
{
    struct relay r = { .finding = &each, .ctx = ctx };

    return s->round ? store_round_each_finding(s->store, s->round->id, relay_finding, &r, err)
                    : store_each_finding(s->store, s->run, each, ctx, err);
}
