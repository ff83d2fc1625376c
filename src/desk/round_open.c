/* Who is in a round: all, or a sample. */
#include "base/base.h"

#include "base/buf.h"
#include "base/hashes.h"
#include "base/json.h"
#include "desk/round_desk.h"
#include "model/account.h"
#include "model/site.h"
#include "office/unit.h"
#include "store/site_query.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct candidate {
    struct str code, type;
    bool is_sure; /* in every sample */
    uint64_t lot; /* drawn by the seed */
};

struct drawing {
    struct arena *a;
    int64_t seed;
    const struct hashes *mine; /* of a run: codes of the round's unit; NULL: all */
    struct buf list;           /* struct candidate */
    struct buf entries;        /* struct round_entry: the whole list */
};

static bool is_running(const struct json *line)
{
    return site_state_of(json_get_str(line, "state")) == SITE_RUNNING;
}

/* a takes code and line. */
static void add_entry(struct drawing *d, struct str code, const struct json *line)
{
    const bool is_account = account_id_is(code);
    const enum site_type type = site_type_of(json_get_str(line, "type"));
    const struct round_entry entry = { .code = arena_copy(d->a, code),
                                       .line = json_text(line, d->a) };
    const struct candidate c = {
        .code = entry.code,
        .type = is_account ? arena_copy(d->a, json_get_str(line, "type"))
                           : str_of(site_type_name(type)),
        .is_sure = (is_account ? json_is_yes(json_get(line, "main")) : type == SITE_PORTAL) ||
                   !is_running(line),
        .lot = str_hash(arena_printf(d->a, "%" PRId64 " %.*s", d->seed, STR_ARG(code))),
    };

    buf_add(&d->entries, str_from((const char *)&entry, sizeof(entry)));
    buf_add(&d->list, str_from((const char *)&c, sizeof(c)));
}

static void put(struct json *to, const char *key, struct str text)
{
    json_put_str(to, key, text.n ? text : STR(""));
}

/* What of a result a list has as well. */
static enum rc take_result(void *ctx, struct str site, struct str result, struct err *err)
{
    static const char *const fields[] = { "name",    "url",   "type", "region",
                                          "sponsor", "owner", "state" };
    struct drawing *d = ctx;
    AUTO(json_freep) struct json *line = NULL, *entry = json_new_object();
    enum rc rc;

    if (d->mine && !hashes_find(d->mine, str_hash(site)))
        return RC_OK;
    if ((rc = json_parse(result, &line, err)))
        return rc;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        put(entry, fields[i], json_get_str(line, fields[i]));
    json_put_bool(entry, "main", json_is_yes(json_get(line, "main")));
    add_entry(d, site, entry);
    return RC_OK;
}

static int by_type_and_lot(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    const int order = str_cmp(x->type, y->type);

    if (x->is_sure != y->is_sure)
        return x->is_sure ? -1 : 1;
    if (order)
        return order;
    if (x->lot != y->lot)
        return x->lot < y->lot ? -1 : 1;
    return str_cmp(x->code, y->code);
}

/* Types of sites and of accounts have no names in common. */
static size_t draw(struct candidate *all, size_t n, const struct round *r, struct str *out)
{
    size_t n_out = 0;

    if (n)
        qsort(all, n, sizeof(*all), by_type_and_lot);
    for (size_t at = 0, end; at < n; at = end) {
        for (end = at;
             end < n && all[end].is_sure == all[at].is_sure && str_eq(all[end].type, all[at].type);)
            end++;

        const int64_t percent = account_id_is(all[at].code) ? r->account_percent : r->percent;
        const size_t take = all[at].is_sure ? end - at : ((end - at) * (size_t)percent + 99) / 100;

        for (size_t i = at; i < at + take; i++)
            out[n_out++] = all[i].code;
    }
    return n_out;
}

/* Adds the round with what was taken, and with what is drawn of that. */
static enum rc add_round(struct store *s, const struct round *r, struct drawing *d, int64_t *id,
                         struct err *err)
{
    const size_t n = d->list.n / sizeof(struct candidate);
    struct candidate *all = arena_array(d->a, struct candidate, n);
    struct round_entry *entries = arena_array(d->a, struct round_entry, n);
    struct str *codes = arena_array(d->a, struct str, n);

    if (n) {
        memcpy(all, d->list.p, d->list.n);
        memcpy(entries, d->entries.p, d->entries.n);
    }

    const size_t n_drawn = draw(all, n, r, codes);

    return store_round_add(s, r, entries, n, codes, n_drawn, id, err);
}

static void drawing_done(struct drawing *d)
{
    buf_done(&d->list);
    buf_done(&d->entries);
}

/* The codes of the sites and accounts of a unit and of those below it. */
static enum rc codes_of(struct store *s, int64_t unit, struct hashes *out, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    enum rc rc = RC_OK;

    for (enum registry_kind kind = REGISTRY_SITES; !rc && kind < REGISTRY_KINDS_N; kind++) {
        const struct site_query q = { .kind = kind, .unit = unit };
        struct site_lines lines = { 0 };

        rc = store_sites(s, &q, &a, &lines, err);
        for (size_t i = 0; i < lines.n; i++)
            hashes_put(out, str_hash(lines.sites[i].code), 1);
    }
    return rc;
}

enum rc round_open(struct store *s, const struct round *r, int64_t *id, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(hashes_done) struct hashes mine = { 0 };
    const bool is_all = !r->unit || r->unit == UNIT_TOP;
    AUTO(drawing_done)
    struct drawing d = { .a = &a, .seed = r->seed, .mine = is_all ? NULL : &mine };
    enum rc rc = is_all ? RC_OK : codes_of(s, r->unit, &mine, err);

    if (!rc)
        rc = store_each_site(s, r->run, take_result, &d, err);
    if (!rc)
        rc = store_each_account(s, r->run, take_result, &d, err);
    if (!rc && d.list.n == 0)
        return err_set(err, RC_USAGE, "第 %" PRId64 " 次巡检没有网站和账号的结果", r->run);
    return rc ? rc : add_round(s, r, &d, id, err);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void add_site(struct drawing *d, const struct site *site)
{
    AUTO(json_freep) struct json *line = json_new_object();

    put(line, "name", site->name);
    put(line, "url", site->home);
    put(line, "type", str_of(site_type_name(site->type)));
    put(line, "region", site->region);
    put(line, "sponsor", site->sponsor);
    put(line, "state", str_of(site_state_name(site->state)));
    add_entry(d, site->code, line);
}

static void add_account(struct drawing *d, const struct account *account)
{
    AUTO(json_freep) struct json *line = json_new_object();

    put(line, "name", account->name);
    put(line, "type", account->type);
    put(line, "owner", account->owner);
    put(line, "region", account->region);
    put(line, "state", str_of(account_state_name(account->state)));
    json_put_bool(line, "main", account->is_main);
    add_entry(d, account->id, line);
}

enum rc round_open_listed(struct store *s, const struct round *r, const struct round_lists *lists,
                          int64_t *id, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(drawing_done) struct drawing d = { .a = &a, .seed = r->seed };

    for (size_t i = 0; i < lists->sites.n; i++)
        add_site(&d, &lists->sites.sites[i]);
    for (size_t i = 0; i < lists->accounts.n; i++)
        add_account(&d, &lists->accounts.accounts[i]);
    return add_round(s, r, &d, id, err);
}

/* ---- what of the lists is in the round ------------------------------------------------------- */

struct members {
    struct hashes codes;
    struct arena *a;
    size_t n;
};

static enum rc take_member(void *ctx, const struct round_site *site, struct err *err)
{
    struct members *m = ctx;

    (void)err;
    hashes_put(&m->codes, str_hash(site->code), (uint32_t)++m->n);
    return RC_OK;
}

static bool is_member(const struct members *m, struct str code)
{
    return hashes_find(&m->codes, str_hash(code)) != 0;
}

enum rc round_members(struct store *s, int64_t round, const struct round_lists *all,
                      struct arena *a, struct round_lists *out, struct err *err)
{
    struct members m = { .a = a };
    struct site *sites = arena_array(a, struct site, all->sites.n);
    struct account *accounts = arena_array(a, struct account, all->accounts.n);
    size_t n_sites = 0, n_accounts = 0;
    const enum rc rc = store_round_each_site(s, round, take_member, &m, err);

    for (size_t i = 0; i < all->sites.n; i++)
        if (is_member(&m, all->sites.sites[i].code))
            sites[n_sites++] = all->sites.sites[i];
    for (size_t i = 0; i < all->accounts.n; i++)
        if (is_member(&m, all->accounts.accounts[i].id))
            accounts[n_accounts++] = all->accounts.accounts[i];
    hashes_done(&m.codes);
    if (rc)
        return rc;
    if (n_sites + n_accounts < m.n)
        return err_set(err, RC_NOT_FOUND,
                       "名单中缺少本轮的 %zu 个网站或账号；名单改动后须重新开始一轮",
                       m.n - n_sites - n_accounts);
    *out = (struct round_lists){ .sites = { .sites = sites, .n = n_sites },
                                 .accounts = { .accounts = accounts, .n = n_accounts } };
    return RC_OK;
}
