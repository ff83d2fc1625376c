#include "base/base.h"

#include "app/second_look.h"

#include "account/survey.h"
#include "app/app.h"
#include "app/asked_lists.h"
#include "app/network.h"
#include "app/rules.h"
#include "app/second_judge.h"
#include "base/buf.h"
#include "base/file.h"
#include "check/visits.h"
#include "crawl/inspection.h"
#include "desk/account_file.h"
#include "office/registry.h"
#include "store/probe.h"

#include <errno.h>
#include <sys/stat.h>

enum {
    PAGES_MAX = 300, /* of a site: those named, and what the home page leads to */
    TARGETS_MAX = 20 /* of a finding: what a site map lacks */
};

struct looking {
    const struct second_look *o;
    struct arena a;
    struct rules rules;
    struct store *own;
    struct buf rows; /* struct registry_row, of one kind at a time; strings in a */
    struct site_list registry, sites;
    struct site_focus *focus; /* of sites */
    bool *is_watched;         /* of sites: visits since the repair are enough */
    struct account_list registered, accounts;
    struct survey_progress surveyed;
    int64_t run;
};

static void looking_done(struct looking *l)
{
    store_closep(&l->own);
    rules_done(&l->rules);
    buf_done(&l->rows);
    arena_done(&l->a);
}

bool second_look_is_for(const struct recheck_target *t)
{
    const struct check *check = check_find(t->check);

    return account_id_is(t->site->code) ||
           (check && check->check_site && !str_eq(t->check, STR("dead-link")));
}

/* ---- what is looked at ---- */

static enum rc take_row(void *ctx, const struct registered *r, struct err *err)
{
    struct looking *l = ctx;
    struct registry_row row = { .kind = r->row.kind, .id = arena_copy(&l->a, r->row.id) };

    (void)err;
    for (size_t i = 0; i < registry_form(row.kind)->n_fields; i++)
        row.values[i] = arena_copy(&l->a, r->row.values[i]);
    buf_add(&l->rows, str_from((const char *)&row, sizeof(row)));
    return RC_OK;
}

static struct registry_row *rows_of(const struct looking *l)
{
    return (struct registry_row *)(void *)l->rows.p;
}

static size_t n_rows(const struct looking *l)
{
    return l->rows.n / sizeof(struct registry_row);
}

static bool begins_site(const struct recheck_target *targets, size_t i)
{
    return i == 0 || !str_eq(targets[i].site->code, targets[i - 1].site->code);
}

static void add_url(struct site_focus *to, struct str url, struct arena *a)
{
    for (size_t i = 0; i < to->n; i++)
        if (str_eq(to->urls[i], url))
            return;
    if (!url.n || to->n == PAGES_MAX)
        return;
    if (!to->urls)
        to->urls = arena_array(a, struct str, PAGES_MAX);
    to->urls[to->n++] = arena_copy(a, url);
}

/* The pages that a finding names. */
static void add_pages(struct site_focus *to, const struct recheck_target *t, struct arena *a)
{
    static const char *const lists[] = { "pages", "targets" };
    AUTO(json_freep) struct json *detail = NULL;

    add_url(to, t->url, a);
    if (json_parse(t->detail_json, &detail, NULL))
        return;
    add_url(to, json_get_str(detail, "target"), a);
    for (size_t k = 0; k < COUNT_OF(lists); k++) {
        const struct json *list = json_get(detail, lists[k]);

        for (size_t i = 0; i < json_count(list) && i < TARGETS_MAX; i++)
            add_url(to, json_str(json_at(list, i)), a);
    }
}

static void find_sites(struct looking *l, const struct recheck_target *targets, size_t n)
{
    struct site *sites = arena_array(&l->a, struct site, n);
    size_t n_sites = 0;

    l->focus = arena_array(&l->a, struct site_focus, n);
    l->is_watched = arena_array(&l->a, bool, n);
    for (size_t i = 0; i < n; i++) {
        if (account_id_is(targets[i].site->code))
            continue;
        if (begins_site(targets, i))
            sites[n_sites++] = *targets[i].site;
        add_pages(&l->focus[n_sites - 1], &targets[i], &l->a);
    }
    l->sites = (struct site_list){ .sites = sites, .n = n_sites };
}

/* All that the registry has: those on one host divide it. */
static enum rc read_registry(struct looking *l, struct err *err)
{
    const enum rc rc = store_registered_each(l->o->store, REGISTRY_SITES, 0, take_row, l, err);
    const size_t n = n_rows(l);
    struct site *sites = arena_array(&l->a, struct site, n + l->sites.n);

    for (size_t i = 0; i < n; i++)
        sites[i] = site_of_row(&rows_of(l)[i]);
    l->registry = (struct site_list){ .sites = sites, .n = n };
    for (size_t i = 0; i < l->sites.n; i++) {
        bool is_there = false;

        for (size_t k = 0; k < n && !is_there; k++)
            is_there = str_eq(sites[k].code, l->sites.sites[i].code);
        if (!is_there)
            sites[l->registry.n++] = l->sites.sites[i];
    }
    return rc;
}

/* Only a run has seen it, and says where. */
static enum rc read_unlisted(struct looking *l, struct str id, struct err *err)
{
    AUTO(json_freep) struct json *line = NULL;
    struct registered r;
    struct str text;
    enum rc rc = store_registered_read(l->o->store, 0, id, &l->a, &r, err);

    if (rc)
        return rc;
    if (store_get_site(l->o->store, r.last_run, id, &l->a, &text, NULL) == RC_OK &&
        json_parse(text, &line, NULL) == RC_OK)
        r.row.values[ACCOUNT_SOURCE] = json_get_str(line, "source");
    return take_row(l, &r, err);
}

/* Of the accounts looked at the newest posts are read; of the others of their units it matters
 * that they are there. */
static enum rc find_accounts(struct looking *l, const struct recheck_target *targets, size_t n,
                             struct err *err)
{
    const char *posts = arena_printf(&l->a, "%s/posts", l->o->folder).p;
    struct account *own = arena_array(&l->a, struct account, n);
    size_t *places = arena_array(&l->a, size_t, n);
    size_t n_own = 0;
    enum rc rc;

    buf_reset(&l->rows);
    rc = store_registered_each(l->o->store, REGISTRY_ACCOUNTS, 0, take_row, l, err);
    for (size_t i = 0; i < n && !rc; i++) {
        size_t at = 0;

        if (!account_id_is(targets[i].site->code) || !begins_site(targets, i))
            continue;
        while (at < n_rows(l) && !str_eq(rows_of(l)[at].id, targets[i].site->code))
            at++;
        if (at == n_rows(l))
            rc = read_unlisted(l, targets[i].site->code, err);
        if (!rc)
            rc = asked_source(l->o->store, &rows_of(l)[at], posts, at, &l->a, err);
        places[n_own++] = at;
    }
    if (rc)
        return rc;
    l->registered = accounts_of_rows(rows_of(l), n_rows(l), str_of(l->o->folder), &l->a);
    for (size_t i = 0; i < n_own; i++)
        own[i] = l->registered.accounts[places[i]];
    l->accounts = (struct account_list){ .accounts = own, .n = n_own };
    return RC_OK;
}

/* ---- a store of its own ---- */

/* Visits since the repair: what the check for it counts. */
static enum rc copy_visits(struct looking *l, size_t i, struct err *err)
{
    const struct visit_rule rule = visit_rule_of(l->rules.checks);
    const int64_t week = l->o->now - (rule.days + 1) * 24 * 3600;
    const struct str code = l->sites.sites[i].code;
    const struct attempt *tries;
    struct visit_record record;
    struct probe *probes;
    size_t n;
    enum rc rc = store_probes_read(l->o->store, code, week > l->o->since ? week : l->o->since,
                                   l->o->now + 1, &l->a, &tries, &n, err);

    if (rc)
        return rc;
    record = visits_count(&rule, tries, n, l->o->now);
    l->is_watched[i] = visits_are_enough(&rule, &record);
    probes = arena_array(&l->a, struct probe, n);
    for (size_t k = 0; k < n; k++)
        probes[k] = (struct probe){ .site = code, .attempt = tries[k] };
    return store_probes_add(l->own, probes, n, err);
}

static void drop_folder(const struct looking *l)
{
    static const char *const below[] = { "/posts", "/work", "" };
    AUTO(arena_done) struct arena a = { 0 };

    for (size_t i = 0; i < COUNT_OF(below); i++)
        app_drop_folder(arena_printf(&a, "%s%s", l->o->folder, below[i]).p);
}

static enum rc make_folder(const struct looking *l, struct err *err)
{
    drop_folder(l); /* of one that was cut off */
    return mkdir(l->o->folder, 0700)
               ? err_set(err, RC_IO, "%s：不能建立目录（%s）", l->o->folder, os_reason(errno))
               : RC_OK;
}

static enum rc open_own(struct looking *l, struct err *err)
{
    enum rc rc =
        store_open(arena_printf(&l->a, "sqlite:%s/xunjian.db", l->o->folder), &l->own, err);

    for (size_t i = 0; i < l->sites.n && !rc; i++)
        rc = copy_visits(l, i, err);
    return rc;
}

/* ---- looking ---- */

static enum rc survey(void *ctx, int64_t run, struct archive *archive, struct err *err)
{
    struct looking *l = ctx;

    return survey_run(&(struct survey_options){ .accounts = &l->accounts,
                                                .sites = &l->registry,
                                                .store = l->own,
                                                .run = run,
                                                .archive = archive,
                                                .keep_sources = true,
                                                .checks = l->rules.checks,
                                                .now = l->o->now,
                                                .fetch = l->o->fetch,
                                                .try_gap_ms = l->o->try_gap_ms,
                                                .stop = l->o->stop },
                      &l->surveyed, err);
}

static enum rc inspect(struct looking *l, struct err *err)
{
    struct inspection_outcome out;
    struct inspection_options o = {
        .sites = &l->sites,
        .registry = &l->registry,
        .focus = l->focus,
        .dir = l->o->folder,
        .store = l->own,
        .archive = l->o->archive,
        .checks = l->rules.checks,
        .options_json = STR("{}"),
        .now = l->o->now,
        .fetch = l->o->fetch,
        .max_pages = PAGES_MAX,
        .try_gap_ms = l->o->try_gap_ms,
        .browser = l->o->browser,
        .stop = l->o->stop,
        .ctx = l,
        .then = l->accounts.n ? survey : NULL,
    };
    enum rc rc = network_limits(l->o->store, &l->sites, o.fetch.rate, false, &l->a, &o.limits, err);

    if (!rc)
        rc = inspection_run(&o, &out, err);
    l->run = out.run;
    return rc;
}

/* ---- telling ---- */

struct gathering {
    struct buf found; /* struct stored_finding, strings in a */
    struct arena *a;
};

static enum rc take_found(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct gathering *g = ctx;
    const struct stored_finding kept = {
        .id = f->id,
        .finding = { .check = arena_copy(g->a, str_of(f->finding.check)).p,
                     .url = arena_copy(g->a, f->finding.url),
                     .excerpt = arena_copy(g->a, f->finding.excerpt) },
        .detail_json = arena_copy(g->a, f->detail_json),
        .evidence = arena_copy(g->a, f->evidence),
    };

    (void)err;
    buf_add(&g->found, str_from((const char *)&kept, sizeof(kept)));
    return RC_OK;
}

static void gathering_done(struct gathering *g)
{
    buf_done(&g->found);
}

/* The findings of one site, from the first one on. */
static enum rc tell_site(struct looking *l, const struct recheck_target *t, size_t n,
                         bool is_watched, recheck_fn each, void *ctx, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(gathering_done) struct gathering g = { .a = &a };
    AUTO(json_freep) struct json *line = NULL;
    struct str text;
    enum rc rc = store_each_finding_of(l->own, l->run, t->site->code, take_found, &g, err);

    if (!rc && store_get_site(l->own, l->run, t->site->code, &a, &text, NULL) == RC_OK)
        rc = json_parse(text, &line, err);

    const struct second_sight sight = { .line = line,
                                        .found = (const void *)g.found.p,
                                        .n = g.found.n / sizeof(struct stored_finding),
                                        .is_watched_enough = is_watched,
                                        .now = l->o->now };

    for (size_t i = 0; i < n && !rc; i++) {
        const struct recheck_result result = second_judge(&t[i], &sight, &a);

        rc = each(ctx, &t[i], &result, err);
    }
    return rc;
}

static enum rc tell_all(struct looking *l, const struct recheck_target *targets, size_t n,
                        recheck_fn each, void *ctx, struct err *err)
{
    size_t site = 0;
    enum rc rc = RC_OK;

    for (size_t i = 0, to; i < n && !rc; i = to) {
        const bool is_site = !account_id_is(targets[i].site->code);

        for (to = i + 1; to < n && !begins_site(targets, to); to++)
            ;
        rc = tell_site(l, &targets[i], to - i, is_site && l->is_watched[site], each, ctx, err);
        site += is_site;
    }
    return rc;
}

static enum rc look(struct looking *l, const struct recheck_target *targets, size_t n,
                    recheck_fn each, void *ctx, struct err *err)
{
    enum rc rc;

    find_sites(l, targets, n);
    if ((rc = make_folder(l, err)) || (rc = read_registry(l, err)) ||
        (rc = find_accounts(l, targets, n, err)))
        return rc;

    const struct rules_input rules = { .checks = l->o->checks,
                                       .accounts = l->registered.n ? &l->registered : NULL };

    if ((rc = rules_load(&rules, &l->a, &l->rules, err)) || (rc = open_own(l, err)) ||
        (rc = inspect(l, err)))
        return rc;
    return tell_all(l, targets, n, each, ctx, err);
}

enum rc second_look_run(const struct second_look *o, const struct recheck_target *targets, size_t n,
                        recheck_fn each, void *ctx, struct err *err)
{
    AUTO(looking_done) struct looking l = { .o = o };
    const enum rc rc = look(&l, targets, n, each, ctx, err);

    store_closep(&l.own);
    drop_folder(&l);
    return rc;
}
