#include "base/base.h"

#include "app/recheck.h"

#include "app/app.h"
#include "app/network.h"
#include "app/rules.h"

#include "base/buf.h"
#include "crawl/recheck.h"
#include "office/order.h"
#include "office/registry.h"
#include "report/columns.h"
#include "store/review.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct work {
    const struct order_recheck *o;
    struct store *s;
    struct arena a;
    struct rules rules;
    struct buf targets, sites; /* struct recheck_target, struct site * */
    struct buf checks;         /* ids with commas */
    size_t counts[RECHECK_STILL + 1];
};

static void work_done(struct work *c)
{
    store_closep(&c->s);
    rules_done(&c->rules);
    buf_done(&c->targets);
    buf_done(&c->sites);
    buf_done(&c->checks);
    arena_done(&c->a);
}

/* ---- what is to be looked at ---- */

static bool names_check(struct str list, struct str id)
{
    struct str one;

    while (list.n) {
        (void)str_cut(list, ',', &one, &list);
        if (str_eq(one, id))
            return true;
    }
    return false;
}

static enum rc take_target(void *ctx, const struct order_finding *f, struct err *err)
{
    struct work *c = ctx;
    const struct finding about = { .check = arena_copy(&c->a, f->check).p,
                                   .url = f->url,
                                   .where = f->where };
    const struct recheck_target t = {
        .site = NULL, /* found when the store is free again */
        .id = f->id,
        .check = str_of(about.check),
        .url = arena_copy(&c->a, f->url),
        .detail_json = arena_copy(&c->a, f->detail_json),
        .subject = review_subject(&about, f->detail_json),
    };
    const struct str code = arena_copy(&c->a, f->site);

    (void)err;
    buf_add(&c->targets, str_from((const char *)&t, sizeof(t)));
    buf_add(&c->sites, str_from((const char *)&code, sizeof(code)));
    if (check_find(f->check) && !names_check(buf_str(&c->checks), f->check)) {
        if (c->checks.n)
            buf_add_char(&c->checks, ',');
        buf_add(&c->checks, f->check);
    }
    return RC_OK;
}

static struct recheck_target *targets_of(const struct work *c)
{
    return (struct recheck_target *)(void *)c->targets.p;
}

static size_t n_targets(const struct work *c)
{
    return c->targets.n / sizeof(struct recheck_target);
}

static const struct str *codes_of(const struct work *c)
{
    return (const struct str *)(const void *)c->sites.p;
}

/* Their sites; a site stands in the list once for each of its findings. */
static enum rc find_sites(struct work *c, struct site_list *out, struct err *err)
{
    const size_t n = n_targets(c);
    struct site *sites = arena_array(&c->a, struct site, n);

    for (size_t i = 0; i < n; i++) {
        struct registered r;
        enum rc rc;

        if (i && str_eq(codes_of(c)[i], codes_of(c)[i - 1])) {
            sites[i] = sites[i - 1];
        } else {
            if ((rc = store_registered_read(c->s, 0, codes_of(c)[i], &c->a, &r, err)))
                return rc;
            sites[i] = r.row.kind == REGISTRY_SITES
                           ? site_of_row(&r.row)
                           : (struct site){ .code = r.row.id, .name = registry_name(&r.row) };
        }
        targets_of(c)[i].site = &sites[i];
    }
    *out = (struct site_list){ .sites = sites, .n = n };
    return RC_OK;
}

/* ---- looking ---- */

static enum order_outcome outcome_of(enum recheck_outcome outcome)
{
    static const enum order_outcome outcomes[] = { [RECHECK_UNKNOWN] = OUTCOME_UNKNOWN,
                                                   [RECHECK_GONE] = OUTCOME_GONE,
                                                   [RECHECK_STILL] = OUTCOME_STILL };

    return outcomes[outcome];
}

static void print_result(const struct recheck_target *t, const struct recheck_result *r)
{
    static const char *const words[] = {
        [RECHECK_UNKNOWN] = "未能判定", [RECHECK_GONE] = "已整改", [RECHECK_STILL] = "仍存在"
    };
    AUTO(buf_done) struct buf line = { 0 };

    buf_addf(&line, "%016" PRIx64 "  ", t->id);
    column_add(&line, str_of(words[r->outcome]), 10);
    column_add(&line, t->check, 20);
    buf_addf(&line, "%.*s", STR_ARG(t->url));
    if (r->reason.n)
        buf_addf(&line, "（%.*s）", STR_ARG(r->reason));
    (void)printf("%.*s\n", STR_ARG(buf_str(&line)));
}

static enum rc keep_result(void *ctx, size_t i, const struct recheck_result *r, struct err *err)
{
    struct work *c = ctx;
    const struct recheck_target *t = &targets_of(c)[i];
    const struct order_finding f = { .site = t->site->code,
                                     .id = t->id,
                                     .outcome = outcome_of(r->outcome),
                                     .outcome_at = r->at,
                                     .outcome_reason = r->reason,
                                     .outcome_evidence = r->evidence,
                                     .outcome_excerpt = r->excerpt };

    c->counts[r->outcome]++;
    if (!c->o->quiet)
        print_result(t, r);
    return store_order_put_outcome(c->s, c->o->order, &f, err);
}

static enum rc note_event(struct work *c, struct err *err)
{
    const struct order_event event = {
        .at = c->o->now,
        .by = c->o->by,
        .kind = EVENT_RECHECKED,
        .text = arena_printf(&c->a, "复查 %zu 个问题：已整改 %zu，仍存在 %zu，未能判定 %zu",
                             n_targets(c), c->counts[RECHECK_GONE], c->counts[RECHECK_STILL],
                             c->counts[RECHECK_UNKNOWN]),
    };
    int64_t id;
    const enum rc rc = store_order_event(c->s, c->o->order, &event, &id, err);

    if (!rc && !c->o->quiet)
        (void)printf("%.*s\n", STR_ARG(event.text));
    return rc;
}

static enum rc look(struct work *c, struct err *err)
{
    struct recheck_options o = {
        .now = c->o->now,
        .stop = c->o->stop,
        .fetch = c->o->fetch,
    };
    struct site_list sites;
    enum rc rc = find_sites(c, &sites, err);

    /* No check at all would be all checks. */
    if (!rc)
        rc = rules_load(
            &(struct rules_input){ .checks = c->checks.n ? buf_str(&c->checks) : STR("dead-link") },
            &c->a, &c->rules, err);
    if (rc)
        return rc;
    network_allow_named(&sites, &c->a, &o.fetch);
    o.checks = c->rules.checks;
    o.evidence_dir = arena_printf(&c->a, "%.*s/evidence", STR_ARG(c->o->dir)).p;
    rc = recheck_run(&o, targets_of(c), n_targets(c), keep_result, c, err);
    return rc ? rc : note_event(c, err);
}

enum rc order_recheck(const struct order_recheck *o, struct err *err)
{
    AUTO(work_done) struct work w = { .o = o };
    struct work *c = &w;

    struct order order;
    enum rc rc =
        store_open(arena_printf(&c->a, "sqlite:%.*s/xunjian.db", STR_ARG(c->o->dir)), &c->s, err);

    if (!rc)
        rc = store_order_get(c->s, 0, c->o->order, &c->a, &order, err);
    if (!rc && order.state == ORDER_CLOSED)
        rc = err_set(err, RC_BUSY, "第 %" PRId64 " 号整改通知已办结", c->o->order);
    if (!rc)
        rc = store_order_each_finding(c->s, c->o->order, take_target, c, err);
    return rc ? rc : look(c, err);
}
