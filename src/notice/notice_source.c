#include "base/base.h"

#include "notice/notice_source.h"

#include "base/buf.h"
#include "base/json.h"
#include "store/round_finding.h"

#include <string.h>

/* ---- the round's sites ----------------------------------------------------------------------- */

struct site_reader {
    struct arena *a;
    struct site *sites;
    size_t n, cap;
};

/* As it was judged, or as its line says. */
static struct str state_of(const struct json *line, struct str state)
{
    return state.n ? state : json_get_str(line, "state");
}

static enum rc read_site(void *ctx, const struct round_entry *entry, struct str state,
                         struct err *err)
{
    struct site_reader *r = ctx;
    AUTO(json_freep) struct json *j = NULL;
    const enum rc rc = json_parse(entry->line, &j, err);

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
        .code = arena_copy(r->a, entry->code),
        .name = arena_copy(r->a, json_get_str(j, "name")),
        .home = arena_copy(r->a, json_get_str(j, "url")),
        .sponsor = arena_copy(r->a, json_get_str(j, "sponsor")),
        .region = arena_copy(r->a, json_get_str(j, "region")),
        .type = site_type_of(json_get_str(j, "type")),
        .state = site_state_of(state_of(j, state)),
    };
    return RC_OK;
}

static enum rc read_sites(struct store *s, int64_t round, struct arena *a, struct site_list *out,
                          struct err *err)
{
    struct site_reader r = { .a = a };
    const enum rc rc = store_round_each_entry(s, round, false, read_site, &r, err);

    if (!rc)
        *out = (struct site_list){ .sites = r.sites, .n = r.n };
    return rc;
}

/* ---- the round's accounts ------------------------------------------------------------------ */

struct account_reader {
    struct arena *a;
    struct buf accounts; /* struct account */
};

static enum rc read_account(void *ctx, const struct round_entry *entry, struct str state,
                            struct err *err)
{
    struct account_reader *r = ctx;
    AUTO(json_freep) struct json *j = NULL;
    const enum rc rc = json_parse(entry->line, &j, err);

    if (rc)
        return rc;

    const struct account account = {
        .id = arena_copy(r->a, entry->code),
        .name = arena_copy(r->a, json_get_str(j, "name")),
        .type = arena_copy(r->a, json_get_str(j, "type")),
        .owner = arena_copy(r->a, json_get_str(j, "owner")),
        .region = arena_copy(r->a, json_get_str(j, "region")),
        .state = account_state_of(state_of(j, state)),
    };

    buf_add(&r->accounts, str_from((const char *)&account, sizeof(account)));
    return RC_OK;
}

static enum rc read_accounts(struct store *s, int64_t round, struct arena *a,
                             struct account_list *out, struct err *err)
{
    struct account_reader r = { .a = a };
    const enum rc rc = store_round_each_entry(s, round, true, read_account, &r, err);
    const size_t n = r.accounts.n / sizeof(struct account);
    struct account *accounts = arena_array(a, struct account, n);

    if (n)
        memcpy(accounts, r.accounts.p, r.accounts.n);
    buf_done(&r.accounts);
    if (!rc)
        *out = (struct account_list){ .accounts = accounts, .n = n };
    return rc;
}

enum rc notice_source_lists(struct store *s, const struct round *r, struct arena *a,
                            struct site_list *sites, struct account_list *accounts, struct err *err)
{
    const enum rc rc = read_sites(s, r->id, a, sites, err);

    return rc || !accounts ? rc : read_accounts(s, r->id, a, accounts, err);
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

    if (s->round)
        return store_round_each_site(s->store, s->round->id, relay_result, &r, err);

    const enum rc rc = store_each_site(s->store, s->run, each, ctx, err);

    return rc ? rc : store_each_account(s->store, s->run, each, ctx, err);
}

enum rc notice_source_findings(const struct notice_source *s, stored_finding_fn each, void *ctx,
                               struct err *err)
{
    struct relay r = { .finding = &each, .ctx = ctx };

    return s->round ? store_round_each_finding(s->store, s->round->id, relay_finding, &r, err)
                    : store_each_finding(s->store, s->run, each, ctx, err);
}
