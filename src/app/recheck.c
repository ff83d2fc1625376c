#include "base/base.h"

#include "app/recheck.h"

#include "app/app.h"
#include "app/network.h"
#include "app/rules.h"
#include "app/second_look.h"
#include "archive/archive.h"
#include "base/buf.h"
#include "base/clock.h"
#include "crawl/recheck.h"
#include "office/order_finding.h"
#include "office/registry.h"
#include "report/columns.h"
#include "store/review.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Findings that are looked at in one way, and the checks of them. */
struct part {
    struct buf targets; /* struct recheck_target */
    struct buf checks;  /* ids with commas */
};

struct work {
    const struct order_recheck *o;
    struct store *s;
    struct archive *archive;
    struct arena a;
    struct buf targets, sites; /* struct recheck_target, codes of their sites */
    struct part pages, wholes; /* told by one page; by what the site or account is like */
    int64_t since;             /* the repair was told */
    size_t counts[RECHECK_STILL + 1];
};

static void part_done(struct part *p)
{
    buf_done(&p->targets);
    buf_done(&p->checks);
}

static void work_done(struct work *c)
{
    archive_closep(&c->archive);
    store_closep(&c->s);
    buf_done(&c->targets);
    buf_done(&c->sites);
    part_done(&c->pages);
    part_done(&c->wholes);
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

static void add_target(struct part *p, const struct recheck_target *t)
{
    buf_add(&p->targets, str_from((const char *)t, sizeof(*t)));
    if (!check_find(t->check) || names_check(buf_str(&p->checks), t->check))
        return;
    if (p->checks.n)
        buf_add_char(&p->checks, ',');
    buf_add(&p->checks, t->check);
}

static const struct recheck_target *targets_of(const struct buf *targets)
{
    return (const struct recheck_target *)(const void *)targets->p;
}

static size_t n_targets(const struct buf *targets)
{
    return targets->n / sizeof(struct recheck_target);
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
        .grade = f->grade,
        .subject = review_subject(&about, f->detail_json),
    };
    const struct str code = arena_copy(&c->a, f->site);

    (void)err;
    if (f->outcome == OUTCOME_DISMISSED)
        return RC_OK;
    buf_add(&c->targets, str_from((const char *)&t, sizeof(t)));
    buf_add(&c->sites, str_from((const char *)&code, sizeof(code)));
    return RC_OK;
}

static enum rc take_event(void *ctx, const struct order_event *event, struct err *err)
{
    struct work *c = ctx;

    (void)err;
    if (event->kind == EVENT_ISSUE || event->kind == EVENT_REPLY)
        c->since = event->at;
    return RC_OK;
}

static enum rc find_site(struct work *c, struct str code, struct site *out, int64_t *gap_ms,
                         struct err *err)
{
    const struct site_list one = { .sites = out, .n = 1 };
    const struct site_limits *limits;
    struct registered r;
    enum rc rc = store_registered_read(c->s, 0, code, &c->a, &r, err);

    if (rc)
        return rc;
    *out = r.row.kind == REGISTRY_SITES
               ? site_of_row(&r.row)
               : (struct site){ .code = r.row.id, .name = registry_name(&r.row) };
    rc = network_limits(c->s, &one, c->o->fetch.rate, false, &c->a, &limits, err);
    if (!rc)
        *gap_ms = limits->gap_ms;
    return rc;
}

/* Their sites; a site stands in the list once for each of its findings. Sorts the targets, too. */
static enum rc find_sites(struct work *c, struct err *err)
{
    const size_t n = n_targets(&c->targets);
    const struct str *codes = (const struct str *)(const void *)c->sites.p;
    struct site *sites = arena_array(&c->a, struct site, n);
    int64_t gap_ms = 0;

    for (size_t i = 0; i < n; i++) {
        struct recheck_target t = targets_of(&c->targets)[i];
        enum rc rc;

        if (i && str_eq(codes[i], codes[i - 1]))
            sites[i] = sites[i - 1];
        else if ((rc = find_site(c, codes[i], &sites[i], &gap_ms, err)))
            return rc;
        t.site = &sites[i];
        t.gap_ms = gap_ms;
        add_target(second_look_is_for(&t) ? &c->wholes : &c->pages, &t);
    }
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

/* When an inspection saw that the finding is no more. */
static enum rc take_gone(void *ctx, const struct finding_row *row, struct err *err)
{
    int64_t *gone = ctx;

    (void)err;
    *gone = row->state == FINDING_GONE ? row->stored.gone : 0;
    return RC_OK;
}

/* What could not be seen now an inspection may have seen since the order was replied to. */
static void ask_inspections(struct work *c, const struct recheck_target *t,
                            struct recheck_result *r)
{
    char day[DAY_TEXT_BYTES];
    int64_t gone = 0;

    if (r->outcome != RECHECK_UNKNOWN ||
        store_finding(c->s, 0, t->site->code, t->id, take_gone, &gone, NULL) || gone < c->since ||
        !gone)
        return;
    r->outcome = RECHECK_GONE;
    r->reason = arena_printf(&c->a, "%s 巡检时已没有", day_text(day_of_time(gone), day));
}

static enum rc keep_result(void *ctx, const struct recheck_target *t,
                           const struct recheck_result *seen, struct err *err)
{
    struct work *c = ctx;
    struct recheck_result r = *seen;

    ask_inspections(c, t, &r);

    const struct order_finding f = { .site = t->site->code,
                                     .id = t->id,
                                     .outcome = outcome_of(r.outcome),
                                     .outcome_at = r.at,
                                     .outcome_reason = r.reason,
                                     .outcome_evidence = r.evidence,
                                     .outcome_excerpt = r.excerpt };

    c->counts[r.outcome]++;
    if (!c->o->quiet)
        print_result(t, &r);
    return store_order_put_outcome(c->s, c->o->order, &f, err);
}

static enum rc note_event(struct work *c, struct err *err)
{
    const struct order_event event = {
        .at = c->o->now,
        .by = c->o->by,
        .kind = EVENT_RECHECKED,
        .text = arena_printf(&c->a, "复查 %zu 个问题：已整改 %zu，仍存在 %zu，未能判定 %zu",
                             n_targets(&c->targets), c->counts[RECHECK_GONE],
                             c->counts[RECHECK_STILL], c->counts[RECHECK_UNKNOWN]),
    };
    int64_t id;
    const enum rc rc = store_order_event(c->s, c->o->order, &event, &id, err);

    if (!rc && !c->o->quiet)
        (void)printf("%.*s\n", STR_ARG(event.text));
    return rc;
}

static enum rc look_at_pages(struct work *c, struct err *err)
{
    AUTO(rules_done) struct rules rules = { 0 };
    /* No check at all would be all checks. */
    const struct rules_input in = { .checks = c->pages.checks.n ? buf_str(&c->pages.checks)
                                                                : STR("dead-link"),
                                    .field = usage_of(c->o->dir, &c->a),
                                    .field_may_fail = true };
    enum rc rc = rules_load(&in, &c->a, &rules, err);

    if (rc)
        return rc;
    return recheck_run(&(struct recheck_options){ .archive = c->archive,
                                                  .checks = rules.checks,
                                                  .fetch = c->o->fetch,
                                                  .browser = c->o->browser,
                                                  .now = c->o->now,
                                                  .stop = c->o->stop },
                       targets_of(&c->pages.targets), n_targets(&c->pages.targets), keep_result, c,
                       err);
}

static enum rc look_at_wholes(struct work *c, struct err *err)
{
    const struct second_look o = {
        .store = c->s,
        .archive = c->archive,
        .folder = arena_printf(&c->a, "%.*s/work/recheck", STR_ARG(c->o->dir)).p,
        .checks = buf_str(&c->wholes.checks),
        .now = c->o->now,
        .since = c->since,
        .try_gap_ms = c->o->try_gap_ms,
        .browser = c->o->browser,
        .fetch = c->o->fetch,
        .stop = c->o->stop,
    };

    return second_look_run(&o, targets_of(&c->wholes.targets), n_targets(&c->wholes.targets),
                           keep_result, c, err);
}

static enum rc look(struct work *c, struct err *err)
{
    enum rc rc = find_sites(c, err);

    /* Who has it open is the only one that works in DIR. */
    if (!rc)
        rc = archive_open(arena_printf(&c->a, "%.*s/evidence", STR_ARG(c->o->dir)).p, &c->archive,
                          err);
    if (rc)
        return rc;
    if (c->pages.targets.n)
        rc = look_at_pages(c, err);
    if (!rc && c->wholes.targets.n)
        rc = look_at_wholes(c, err);
    return rc ? rc : note_event(c, err);
}

enum rc order_recheck(const struct order_recheck *o, struct err *err)
{
    AUTO(work_done) struct work w = { .o = o };
    struct work *c = &w;

    struct order order;
    enum rc rc =
        store_open(arena_printf(&c->a, "sqlite:%.*s/xunjian.db", STR_ARG(o->dir)), &c->s, err);

    if (!rc)
        rc = store_order_get(c->s, 0, c->o->order, &c->a, &order, err);
    if (!rc && order_state_is_settled(order.state))
        rc = err_set(err, RC_BUSY, "第 %" PRId64 " 号整改通知%s", c->o->order,
                     order_state_title(order.state));
    if (!rc)
        rc = store_order_each_event(c->s, c->o->order, take_event, c, err);
    if (!rc)
        rc = store_order_each_finding(c->s, c->o->order, take_target, c, err);
    return rc ? rc : look(c, err);
}
