#include "base/base.h"

#include "judge/judging.h"

#include "base/buf.h"
#include "check/check.h"
#include "model/account.h"
#include "model/site.h"

#include <string.h>

/* ---- what the store knows of a site ---- */

struct gathering {
    const struct indicator_set *set;
    struct buf things; /* struct thing */
};

static enum rc take_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct gathering *g = ctx;
    const uint64_t metrics = metrics_of(g->set, &f->finding, f->detail_json);
    const struct thing t = { .id = f->id,
                             .key = thing_key(g->set, metrics, &f->finding, f->detail_json, f->id),
                             .metrics = metrics,
                             .is_confirmed = f->is_confirmed };

    (void)err;
    if (metrics)
        buf_add(&g->things, str_from((const char *)&t, sizeof(t)));
    return RC_OK;
}

/*
 * Sites whose check did not run in this run: not judged, which is not clean. Of a run that keeps no
 * checks all did.
 */
static bool did_run(const struct json *options, const struct check *c, bool is_account)
{
    struct str ran = json_get_str(options, "checks"), one;
    const struct str check = str_of(c->id);

    if (!ran.n)
        return true;
    if (str_eq(ran, STR("all")))
        return check_takes_part(c, is_account || json_get_str(options, "accounts_file").n,
                                json_get_str(options, "articles_file").n,
                                json_get_int(options, "words_files", 0));
    while (ran.n) {
        (void)str_cut(ran, ',', &one, &ran);
        if (str_eq(str_trim(one), check))
            return true;
    }
    return false;
}

/* Whether the program can look for it there at all. */
static bool looks_at(const struct check *c, bool is_account)
{
    return is_account ? c->check_account || c->reads_posts : c->check_page || c->check_site;
}

static void take_doubts(const struct json *result, const struct json *options, struct arena *a,
                        struct evidence *e)
{
    const struct json *unknown = json_get(result, "unknown");
    const size_t n = json_count(unknown);
    size_t n_checks = 0;

    while (checks[n_checks])
        n_checks++;

    struct doubt *doubts = arena_array(a, struct doubt, n + n_checks);

    for (size_t i = 0; i < n; i++) {
        const struct json *one = json_at(unknown, i);

        doubts[e->n_doubts++] =
            (struct doubt){ .check = arena_copy(a, json_get_str(one, "check")),
                            .reason = arena_copy(a, json_get_str(one, "reason")),
                            .n_pages = json_get_int(one, "pages", 0),
                            .n_things = json_get_int(one, "things", 0) };
    }
    for (size_t i = 0; i < n_checks; i++) {
        const struct str id = str_of(checks[i]->id);

        if (!looks_at(checks[i], e->is_account))
            doubts[e->n_doubts++] =
                (struct doubt){ .check = id, .reason = STR("这项检查不看账号，须人工检查") };
        else if (!did_run(options, checks[i], e->is_account))
            doubts[e->n_doubts++] =
                (struct doubt){ .check = id, .reason = STR("这次没有做这项检查") };
    }
    e->doubts = doubts;
}

/* The record of visits: of the probes where there is one, else the tries of this inspection. */
static struct visits visits_of(const struct json *result)
{
    const struct json *metrics = json_get(result, "metrics");
    const struct json *record = json_get(metrics, "availability");
    const struct json *tries = json_get(metrics, "attempts");
    struct visits v = { .n = json_get_int(record, "tries", 0),
                        .n_failed = json_get_int(record, "failed", 0),
                        .days = json_get_int(record, "days", 0) };

    if (!json_absent(record))
        return v;
    v.n = (int64_t)json_count(tries);
    v.days = v.n > 0;
    for (size_t i = 0; i < json_count(tries); i++)
        v.n_failed += json_get_str(json_at(tries, i), "reason").n > 0;
    return v;
}

struct evidence evidence_of(const struct json *result, bool is_account)
{
    return (struct evidence){
        .is_account = is_account,
        .is_portal = str_eq(json_get_str(result, "type"), str_of(site_type_name(SITE_PORTAL))),
        .is_running = str_eq(json_get_str(result, "state"), str_of(site_state_name(SITE_RUNNING))),
        .serves_public =
            !json_get(result, "serves_public") || json_is_yes(json_get(result, "serves_public")),
        .visits = visits_of(result),
    };
}

enum rc judge_one(const struct judging *g, struct str site, struct json *result, struct arena *a,
                  struct judgement *out, struct err *err)
{
    struct gathering found = { .set = g->set };
    struct judgement own;
    struct run_info run;
    enum rc rc = store_get_run(g->store, g->run, a, &run, err);

    if (!rc)
        rc = store_each_finding_of(g->store, g->run, site, take_finding, &found, err);
    if (rc) {
        buf_done(&found.things);
        return rc;
    }
    AUTO(json_freep) struct json *options = NULL;
    struct evidence e = evidence_of(result, account_id_is(site));

    e.n_things = found.things.n / sizeof(struct thing);
    e.things = arena_array(a, struct thing, e.n_things);
    if (e.n_things)
        memcpy(e.things, found.things.p, found.things.n);
    if (json_parse(run.options, &options, NULL))
        options = NULL;
    take_doubts(result, options, a, &e);
    buf_done(&found.things);
    if (g->statements)
        e.statements = g->statements(g->ctx, site, &e.n_statements);
    evaluate(g->set, &e, a, &own);
    judgement_put(g->set, &own, result, a);
    if (out)
        *out = own;
    return RC_OK;
}

/* ---- all of a run ---- */

struct codes {
    struct arena *a;
    struct buf list; /* struct str */
};

static enum rc take_code(void *ctx, struct str site, struct str result_json, struct err *err)
{
    struct codes *c = ctx;
    const struct str code = arena_copy(c->a, site);

    (void)result_json;
    (void)err;
    buf_add(&c->list, str_from((const char *)&code, sizeof(code)));
    return RC_OK;
}

static enum rc judge_stored(const struct judging *g, struct str site, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *line = NULL;
    struct str text;
    enum rc rc = store_get_site(g->store, g->run, site, &a, &text, err);

    if (!rc)
        rc = json_parse(text, &line, err);
    if (!rc)
        rc = judge_one(g, site, line, &a, NULL, err);
    return rc ? rc : store_site_result(g->store, g->run, site, json_text(line, &a), err);
}

enum rc judge_run(const struct judging *g, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct codes codes = { .a = &a };
    enum rc rc = store_each_site(g->store, g->run, take_code, &codes, err);

    if (!rc)
        rc = store_each_account(g->store, g->run, take_code, &codes, err);
    for (size_t at = 0; !rc && at < codes.list.n; at += sizeof(struct str)) {
        struct str site;

        memcpy(&site, codes.list.p + at, sizeof(site));
        rc = judge_stored(g, site, err);
    }
    buf_done(&codes.list);
    return rc;
}
